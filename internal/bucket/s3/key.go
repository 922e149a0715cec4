package s3

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxName is how many bytes S3 takes as the name of an object.
const maxName = 1024

// Object gives the name of the object that holds the image of key, for services
// that read it from the bucket themselves.
func (b *Bucket) Object(key string) string { return b.cfg.Prefix + key }

// Key gives the key of the image that an object holds, for events that name
// objects. It is false for an object that is none of ours. Events spell names
// in the way of a query, which the caller undoes.
func (b *Bucket) Key(object string) (string, bool) {
	key, ok := strings.CutPrefix(object, b.cfg.Prefix)
	if !ok || b.checkKey(key) != nil {
		return "", false
	}
	return key, true
}

// checkKey refuses keys that S3 does not take, and those that something on the
// way might tidy up into another one: parts between slashes that are empty or
// consist of dots.
func (b *Bucket) checkKey(key string) error {
	odd := func(part string) bool { return part == "" || part == "." || part == ".." }
	if !utf8.ValidString(key) || slices.ContainsFunc(strings.Split(key, "/"), odd) || len(b.Object(key)) > maxName {
		return fmt.Errorf("image key %.40q is not valid", key)
	}
	return nil
}
