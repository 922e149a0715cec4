package api

import "blobsight"

// fromCallback is what is known about telling the client.
func fromCallback(c blobsight.Callback) *Callback {
	return &Callback{
		Status: CallbackStatus(c.Status), Attempts: c.Attempts, LastError: optional(c.LastError),
		LastAttemptAt: optional(c.LastAt), NextAttemptAt: optional(c.NextAt),
	}
}

// FromDeliveries converts attempts of callbacks; the result is never nil.
func FromDeliveries(deliveries []*blobsight.Delivery) []Delivery {
	out := make([]Delivery, 0, len(deliveries))
	for _, d := range deliveries {
		out = append(out, fromDelivery(d))
	}
	return out
}

func fromDelivery(d *blobsight.Delivery) Delivery {
	out := Delivery{
		BlobID: d.BlobID, Attempt: d.Attempt, AttemptedAt: d.At, DurationMS: d.Took.Milliseconds(),
		Status: DeliveryStatus(d.Outcome), HTTPStatus: optional(d.Status),
		Excerpt: optional(d.Excerpt), NextAttemptAt: optional(d.NextAt),
	}
	if d.Class != "" {
		out.Error = &DeliveryError{Class: DeliveryErrorClass(d.Class), Detail: d.Detail}
	}
	return out
}
