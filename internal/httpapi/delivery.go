package httpapi

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"blobsight"
	"blobsight/api"
)

// ListBlobDeliveries handles "GET /blobs/{blob_id}/deliveries".
func (s *server) ListBlobDeliveries(w http.ResponseWriter, r *http.Request, id api.BlobID) {
	deliveries, err := s.Service.DeliveriesOf(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.reply(w, r, http.StatusOK, api.BlobDeliveries{Deliveries: api.FromDeliveries(deliveries)})
}

// ListDeliveries handles "GET /deliveries".
func (s *server) ListDeliveries(w http.ResponseWriter, r *http.Request, p api.ListDeliveriesParams) {
	q, err := deliveryQuery(p)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	deliveries, more, err := s.Service.LastDeliveries(r.Context(), q)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page := api.DeliveryList{Deliveries: api.FromDeliveries(deliveries)}
	if more {
		last := deliveries[len(deliveries)-1]
		page.NextCursor = cursor(strconv.FormatInt(last.At.UnixMilli(), 10), last.BlobID)
	}
	s.reply(w, r, http.StatusOK, page)
}

// deliveryQuery checks the parameters of a list.
func deliveryQuery(p api.ListDeliveriesParams) (q blobsight.DeliveryQuery, err error) {
	if q.Limit, err = limitOf(p.Limit); err != nil {
		return q, err
	}
	if p.Status != nil {
		allowed := []api.CallbackStatus{api.CallbackPending, api.CallbackDelivered, api.CallbackExhausted}
		if q.Status, err = callbackStatus(*p.Status, allowed...); err != nil {
			return q, err
		}
	}
	if q.Since, err = timeOf("since", p.Since); err != nil {
		return q, err
	}
	if q.Until, err = timeOf("until", p.Until); err != nil {
		return q, err
	}
	if p.Cursor != nil {
		q.Before, err = lastOfPage(*p.Cursor)
	}
	return q, err
}

// lastOfPage reads the cursor of a list of deliveries.
func lastOfPage(c string) (*blobsight.Delivery, error) {
	parts, err := cursorOf(c, 2)
	if err != nil {
		return nil, err
	}
	at, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return nil, errForeignCursor
	}
	return &blobsight.Delivery{At: time.UnixMilli(at).UTC(), BlobID: parts[1]}, nil
}

// callbackStatus checks that a status is one of those that are allowed.
func callbackStatus(s api.CallbackStatus, allowed ...api.CallbackStatus) (blobsight.CallbackStatus, error) {
	if !slices.Contains(allowed, s) {
		return "", blobsight.ErrInvalidRequest.With("status is %q; it must be one of %v", s, allowed)
	}
	return blobsight.CallbackStatus(s), nil
}

// timeOf reads a time in a query; the zero time stands for none.
func timeOf(name string, p *string) (time.Time, error) {
	if p == nil {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, *p)
	if err != nil {
		return t, blobsight.ErrInvalidRequest.With(`%s is %q; it must be a time such as 2026-03-04T05:06:07Z (a "+" is written %%2B in a query)`, name, *p)
	}
	return t, nil
}
