package rekapi_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"blobsight/internal/rekapi"
)

// long is a picture in base64 that is long enough to be lifted.
func long(b byte) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b, 1, 2}, 2000))
}

func TestLift(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		lifted     int
	}{
		{"as SDKs send it", `{"Image":{"Bytes":"` + long(7) + `"},"MaxLabels":5}`, 1},
		{"with spaces", "{ \"Image\" :\n{\"Bytes\" : \t\"" + long(7) + "\" } }", 1},
		{"twice", `{"Image":{"Bytes":"` + long(7) + `","Bytes":"` + long(8) + `"}}`, 2},
		{"short", `{"Image":{"Bytes":"AAAA"}}`, 0},
		{"escaped slashes", `{"Image":{"Bytes":"` + strings.ReplaceAll(long(255), "/", `\/`) + `"}}`, 1},
		{"other escapes", `{"Image":{"Bytes":"` + strings.ReplaceAll(long(255), "/", `\u002f`) + `"}}`, 0},
		{"another name", `{"Image":{"Name":"` + long(7) + `"}}`, 0},
		{"a value", `{"Image":["Bytes","` + long(7) + `"]}`, 0},
		{"no base64", `{"Image":{"Bytes":"` + strings.Repeat("*", 8000) + `"}}`, 0},
		{"a line break", `{"Image":{"Bytes":"` + long(7)[:4000] + "\n" + long(7)[4000:] + `"}}`, 0},
		{"no end", `{"Image":{"Bytes":"` + long(7), 0},
		{"quotes in strings", `{"a\\":"\"Bytes\":","Bytes":"` + long(7) + `","b":"\\\""}`, 1},
	} {
		short, pictures := rekapi.Lift([]byte(c.body))
		if len(pictures) != c.lifted {
			t.Errorf("%s: %d pictures, want %d", c.name, len(pictures), c.lifted)
		}
		if c.lifted > 0 && (len(short) > 200 || !json.Valid(short)) {
			t.Errorf("%s: what is left is %d bytes: %.200s", c.name, len(short), short)
		}
		if c.lifted == 0 && string(short) != c.body {
			t.Errorf("%s: changed to %.100s", c.name, short)
		}
	}
}

// FuzzLift: lifting changes no answer, only the time it takes.
func FuzzLift(f *testing.F) {
	for _, seed := range []string{
		`{"Image":{"Bytes":"%s"}}`, `{"Image":{"Bytes":"%s","Bytes":"AAAA"}}`, `{"Image":{"Bytes":"%s"},"x":"\\\"","y":[{"Bytes":5}]}`,
		`{"Image" : { "Bytes" : "%s" } , "Features":["IMAGE_PROPERTIES"]}`, `{"Image":{"Bytes":"\u0000picture 0"},"z":{"Bytes":"%s"}}`, `"Bytes":"%s"`, `{"Bytes":"%s"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, form string) {
		if len(form) > 10_000 || strings.Count(form, "%s") > 20 || strings.Contains(form, "picture ") {
			return // too long to be read plainly; and who writes the mark may name any of his pictures
		}
		body := []byte(strings.ReplaceAll(form, "%s", long(7)))
		want, wantErr := rekapi.ParsePlain(body)
		got, err := rekapi.Parse(body)
		if fmt.Sprint(kindOf(err)) != fmt.Sprint(kindOf(wantErr)) || !bytes.Equal(got, want) {
			t.Errorf("%q: %d bytes, %v; without lifting %d bytes, %v", form, len(got), err, len(want), wantErr)
		}
	})
}

// kindOf is the type of an error; empty for none.
func kindOf(err error) string {
	if err == nil {
		return ""
	}
	kind, _ := rekapi.FaultOf(err)
	return kind
}

func BenchmarkParse(b *testing.B) {
	for _, size := range []int{50 << 10, 1 << 20, 5 << 20} {
		body := []byte(`{"Image":{"Bytes":"` + base64.StdEncoding.EncodeToString(make([]byte, size)) + `"},"MaxLabels":5}`)
		for name, parse := range map[string]func([]byte) ([]byte, error){"lifted": rekapi.Parse, "plain": rekapi.ParsePlain} {
			b.Run(fmt.Sprintf("%s/%dKiB", name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(body)))
				for b.Loop() {
					if _, err := parse(body); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
