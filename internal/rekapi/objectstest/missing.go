package objectstest

import (
	"strings"
	"testing"
)

func testMissing(t *testing.T, h Harness) {
	name := h.put(t, content(1000, 1))
	for _, other := range []string{
		"", newName(), name + "x", name + "/below", name[:len(name)-1], strings.Repeat("n", 1025), strings.Repeat("n", 300), "\xff",
	} {
		h.mustBeMissing(t, h.Bucket, other, "")
	}
}

func testVersion(t *testing.T, h Harness) {
	name := h.put(t, content(1000, 1))
	for _, version := range []string{"1", "latest", newName(), "01ARZ3NDEKTSV4RRFFQ69G5FAV", "../1", strings.Repeat("v", 1024)} {
		h.mustBeMissing(t, h.Bucket, name, version)
	}
}

func testBuckets(t *testing.T, h Harness) {
	name := h.put(t, content(1000, 1))
	for _, bucket := range []string{
		"", "no-such-bucket", newName(), "No_Such.Bucket", h.Bucket + "x", h.Bucket[:len(h.Bucket)-1],
		".", "..", h.Bucket + "/..", h.Bucket + "/", "/" + h.Bucket, "../" + h.Bucket, "./" + h.Bucket, "x/../" + h.Bucket,
		h.Bucket + "/" + name, `..\` + h.Bucket, h.Bucket + "\x00", " " + h.Bucket, "%2e%2e", "猫", strings.Repeat("b", 300),
		"arn:aws:s3:::" + h.Bucket, "arn:aws:s3:us-east-1:123456789012:accesspoint/" + h.Bucket, h.Bucket + "--use1-az1--x-s3",
	} {
		h.mustBeMissing(t, bucket, name, "")
	}
}

// testEscape tries names that are paths to an object, or to files of the machine,
// but not their names.
func testEscape(t *testing.T, h Harness) {
	name := h.put(t, content(1000, 1))
	for _, path := range []string{
		".", "..", "../", "./" + name, "../" + h.Bucket + "/" + name, "x/../" + name, name + "/.", name + "/..", name + "/../" + name,
		h.Bucket + "/" + name, `..\` + h.Bucket + `\` + name, `.\` + name, "%2e%2e/" + h.Bucket + "/" + name, "..%2f" + h.Bucket + "%2f" + name,
		"/etc/passwd", "../../../../../../../../etc/passwd", "/../../../../../../../../etc/passwd", "file:///etc/passwd", "/proc/self/environ",
		name + "\x00", name + "\x00.jpg", "\x00",
	} {
		h.mustBeMissing(t, h.Bucket, path, "")
	}
}
