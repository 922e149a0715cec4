package e2e_test

import (
	"fmt"
	"testing"
	"time"
)

// What the chaos run reads of the server's answers.
type (
	chaosBlob struct {
		BlobID   string `json:"blob_id"`
		Status   string `json:"status"`
		Callback struct {
			Status        string     `json:"status"`
			Attempts      int        `json:"attempts"`
			LastAttemptAt *time.Time `json:"last_attempt_at"`
			NextAttemptAt *time.Time `json:"next_attempt_at"`
		} `json:"callback"`
	}
	chaosDelivery struct {
		BlobID     string    `json:"blob_id"`
		Attempt    int       `json:"attempt"`
		At         time.Time `json:"attempted_at"`
		DurationMS int64     `json:"duration_ms"`
		Status     string    `json:"status"`
		HTTPStatus int       `json:"http_status"`
		Error      struct {
			Class string `json:"class"`
		} `json:"error"`
		NextAttemptAt *time.Time `json:"next_attempt_at"`
	}
)

// end is when an attempt was over, at the latest: the log drops what is below a millisecond.
func (d *chaosDelivery) end() time.Time {
	return d.At.Add(time.Duration(d.DurationMS+2) * time.Millisecond)
}

// pending says whether a callback is still to be made.
func (b *chaosBlob) pending() bool {
	return b.Callback.Status == "pending" && b.Status != "awaiting_upload"
}

// newest reads the last attempt of all, of the callbacks that the query selects.
func (m *mortal) newest(t *testing.T, query string) chaosDelivery {
	t.Helper()
	var answer struct {
		Deliveries []chaosDelivery `json:"deliveries"`
	}
	m.get(t, "/deliveries?limit=1"+query, &answer)
	if len(answer.Deliveries) == 0 {
		return chaosDelivery{}
	}
	answer.Deliveries[0].NextAttemptAt = nil // a pointer compares as another one each time
	return answer.Deliveries[0]
}

// blobs reads all pages of GET /blobs.
func (m *mortal) blobs(t *testing.T) map[string]*chaosBlob {
	t.Helper()
	all := map[string]*chaosBlob{}
	for cursor := ""; ; {
		var page struct {
			Blobs      []*chaosBlob `json:"blobs"`
			NextCursor *string      `json:"next_cursor"`
		}
		m.get(t, "/blobs?limit=1000"+cursor, &page)
		for _, b := range page.Blobs {
			all[b.BlobID] = b
		}
		if page.NextCursor == nil {
			return all
		}
		cursor = "&cursor=" + *page.NextCursor
	}
}

// last reads all pages of GET /deliveries?status=…: the last attempts of callbacks
// that stand so.
func (m *mortal) last(t *testing.T, status string) map[string]*chaosDelivery {
	t.Helper()
	all := map[string]*chaosDelivery{}
	for cursor := ""; ; {
		var page struct {
			Deliveries []*chaosDelivery `json:"deliveries"`
			NextCursor *string          `json:"next_cursor"`
		}
		m.get(t, "/deliveries?limit=1000&status="+status+cursor, &page)
		for _, d := range page.Deliveries {
			if all[d.BlobID] != nil {
				t.Errorf("GET /deliveries?status=%s lists blob %s twice", status, d.BlobID)
			}
			all[d.BlobID] = d
		}
		if page.NextCursor == nil {
			return all
		}
		cursor = "&cursor=" + *page.NextCursor
	}
}

// log reads every attempt of a blob's callback, the first one first.
func (m *mortal) log(t *testing.T, id string) []*chaosDelivery {
	t.Helper()
	var answer struct {
		Deliveries []*chaosDelivery `json:"deliveries"`
	}
	m.get(t, fmt.Sprintf("/blobs/%s/deliveries", id), &answer)
	n := len(answer.Deliveries)
	ordered := make([]*chaosDelivery, n)
	for i, d := range answer.Deliveries {
		ordered[n-1-i] = d
	}
	return ordered
}
