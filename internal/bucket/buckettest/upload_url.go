package buckettest

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func testUploadURL(t *testing.T, h Harness) {
	t.Run("takes what is sent", func(t *testing.T) {
		for _, size := range []int{0, 1, 100_000, Limit} {
			body := picture(size, 1)
			h.mustHold(t, h.store(t, body), body)
		}
	})
	t.Run("is absolute and belongs to the key", func(t *testing.T) {
		key := newKey()
		link, err := url.Parse(h.link(t, key))
		if err != nil {
			t.Fatal(err)
		}
		if link.Host == "" || !strings.HasPrefix(link.Scheme, "http") || !strings.HasSuffix(link.Path, "/"+key) {
			t.Errorf("link %s for key %s", link, key)
		}
	})
	t.Run("stores nothing by itself", func(t *testing.T) {
		key := newKey()
		h.link(t, key)
		h.mustBeMissing(t, key)
	})
	t.Run("is used again", func(t *testing.T) { testLinkAgain(t, h) })
	t.Run("is refused after its end", func(t *testing.T) {
		key := newKey()
		link, err := h.Bucket.UploadURL(t.Context(), key, time.Now().Add(-time.Minute))
		if err != nil {
			return // it may also refuse to make a link that is over
		}
		if status := h.upload(t, link, picture(10, 1)); status/100 != 4 {
			t.Errorf("status %d, want 4xx", status)
		}
		h.mustBeMissing(t, key)
	})
	t.Run("is refused when altered", func(t *testing.T) { testAlteredLinks(t, h) })
}

// testLinkAgain uploads three times under one key, the last time by a new link.
func testLinkAgain(t *testing.T, h Harness) {
	key, body := newKey(), picture(2000, 1)
	link := h.link(t, key)
	if status := h.upload(t, link, body); status/100 != 2 {
		t.Fatalf("first upload: status %d", status)
	}
	for i, again := range []string{link, h.link(t, key)} {
		later := picture(3000, byte(2+i))
		status, want := h.upload(t, again, later), 4
		if h.Reusable {
			want, body = 2, later
		}
		if status/100 != want {
			t.Errorf("another upload: status %d, want %dxx", status, want)
		}
		h.mustHold(t, key, body)
	}
}

// testAlteredLinks alters every part of a link, one at a time.
func testAlteredLinks(t *testing.T, h Harness) {
	key, other := newKey(), newKey()
	link, err := url.Parse(h.link(t, key))
	if err != nil {
		t.Fatal(err)
	}
	altered := map[string]string{
		"another key": strings.Replace(link.String(), key, other, 1),
		"no query":    strings.TrimSuffix(link.String(), "?"+link.RawQuery),
	}
	for name := range link.Query() {
		alter := func(value string) string {
			changed, query := *link, link.Query()
			query.Set(name, value)
			changed.RawQuery = query.Encode()
			return changed.String()
		}
		value := link.Query().Get(name)
		last := byte('1')
		if strings.HasSuffix(value, "1") {
			last = '2'
		}
		altered[name+" altered"] = alter(value[:len(value)-1] + string(last))
		altered[name+" longer"] = alter(value + "0")
		altered[name+" empty"] = alter("")
		without, query := *link, link.Query()
		query.Del(name)
		without.RawQuery = query.Encode()
		altered[name+" missing"] = without.String()
	}
	for what, l := range altered {
		if status := h.upload(t, l, picture(10, 1)); status/100 != 4 {
			t.Errorf("%s: status %d, want 4xx", what, status)
		}
	}
	h.mustBeMissing(t, key)
	h.mustBeMissing(t, other)
	if status := h.upload(t, link.String(), picture(10, 1)); status/100 != 2 {
		t.Errorf("the link itself: status %d", status)
	}
}
