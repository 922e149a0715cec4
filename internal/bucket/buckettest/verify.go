package buckettest

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"blobsight"
)

func testVerify(t *testing.T, h Harness, b blobsight.UploadReceiver) {
	key := newKey()
	end := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	query := func(key string, end time.Time) url.Values {
		link, err := h.Bucket.UploadURL(t.Context(), key, end)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		return u.Query()
	}
	tests := []struct {
		name  string
		query url.Values
		now   time.Time
		want  error
	}{
		{"long before the end", query(key, end), end.Add(-30 * time.Minute), nil},
		{"at the end", query(key, end), end, nil},
		{"after the end", query(key, end), end.Add(time.Millisecond), blobsight.ErrUploadExpired},
		{"a day later", query(key, end), end.Add(24 * time.Hour), blobsight.ErrUploadExpired},
		{"rounded up to whole seconds", query(key, end.Add(time.Millisecond)), end.Add(time.Second), nil},
		{"and no further", query(key, end.Add(time.Millisecond)), end.Add(time.Second + 1), blobsight.ErrUploadExpired},
		{"of another key", query(newKey(), end), end, blobsight.ErrBadSignature},
		{"of another key, after the end", query(newKey(), end), end.Add(time.Hour), blobsight.ErrBadSignature},
		{"no query", nil, end, blobsight.ErrBadSignature},
	}
	for _, tt := range tests {
		if err := b.VerifyUpload(key, tt.query, tt.now); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	good := query(key, end)
	for name, values := range good {
		for what, altered := range map[string][]string{
			"missing": nil, "empty": {""}, "doubled": {values[0], values[0]}, "longer": {values[0] + "0"},
			"shorter": {values[0][:len(values[0])-1]}, "spaced": {" " + values[0]}, "signed": {"+" + values[0]}, "zero before": {"0" + values[0]},
		} {
			q := query(key, end)
			q[name] = altered
			if altered == nil {
				q.Del(name)
			}
			if err := b.VerifyUpload(key, q, end); !errors.Is(err, blobsight.ErrBadSignature) {
				t.Errorf("%s %s: %v, want ErrBadSignature", name, what, err)
			}
		}
	}
}
