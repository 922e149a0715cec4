package httpapi

import (
	"encoding/base64"
	"slices"
	"strings"

	"blobsight"
)

var errForeignCursor = blobsight.ErrInvalidRequest.With("cursor is not one that this list gave out; use next_cursor of the page before")

// limitOf checks the size of a page that a request asks for; 0 is no wish. Its upper
// bound is the Service's.
func limitOf(p *int) (int, error) {
	switch {
	case p == nil:
		return 0, nil
	case *p == 0:
		return 0, blobsight.ErrInvalidRequest.With("limit is 0; it must be from 1 to %d", blobsight.MaxPage)
	default:
		return *p, nil
	}
}

// cursor says where the next page of a list begins. Clients need not know how.
func cursor(parts ...string) *string {
	c := base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, " ")))
	return &c
}

// cursorOf reads a cursor that has so many parts.
func cursorOf(c string, parts int) ([]string, error) {
	text, err := base64.RawURLEncoding.DecodeString(c)
	out := strings.Split(string(text), " ")
	if err != nil || len(out) != parts || slices.Contains(out, "") {
		return nil, errForeignCursor
	}
	return out, nil
}
