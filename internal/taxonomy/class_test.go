package taxonomy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight/internal/taxonomy"
)

func TestParseClasses(t *testing.T) {
	t.Parallel()
	got, err := taxonomy.ParseClasses([]byte("\ufeff# mine\r\n\r\nn01440764 Tench\r\n cat  Tabby Cat \nkitty\tTabby Cat"))
	if err != nil {
		t.Fatal(err)
	}
	want := []taxonomy.Class{{ID: "n01440764", Name: "Tench"}, {ID: "cat", Name: "Tabby Cat"}, {ID: "kitty", Name: "Tabby Cat"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Tench", "Tabby Cat", "Tabby Cat"}, taxonomy.Names(got)); diff != "" {
		t.Error(diff)
	}
}

func TestParseClassesSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":                              "the list of classes is empty",
		"# nothing\n\n":                 "the list of classes is empty",
		"a Dog\n\nTench":                `line 3: "Tench" needs an id and a name, such as "n01440764 Tench"`,
		"a Dog\na Cat":                  `line 2: id "a" is that of line 1 too`,
		"a Do\x00g":                     "line 1: name \"Do\\x00g\" has characters that cannot be shown",
		"a " + strings.Repeat("o", 101): "longer than 100 characters",
	} {
		if _, err := taxonomy.ParseClasses([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.20q: error %v does not say %q", text, err, says)
		}
	}
}

func TestClassList(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"imagenet-21k", "", "../concepts/animals"} {
		if _, err := taxonomy.ClassList(name); err == nil || !strings.Contains(err.Error(), "there are blobsight-everyday, coco-80, imagenet-1k") {
			t.Errorf("%q: error %v does not list the names", name, err)
		}
	}
}

// TestParseNames: users' lists have names alone, or with ids of WordNet.
func TestParseNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]taxonomy.Class{
		"Screw\nWing Nut\n":                   {{ID: "0", Name: "Screw"}, {ID: "1", Name: "Wing Nut"}},
		"# ours\n\nn01440764 Tench\r\nNail\n": {{ID: "n01440764", Name: "Tench"}, {ID: "1", Name: "Nail"}},
		"Screw\nScrew\n":                      {{ID: "0", Name: "Screw"}, {ID: "1", Name: "Screw"}},
		"n0144076x Odd\n":                     {{ID: "0", Name: "n0144076x Odd"}},
	} {
		got, err := taxonomy.ParseNames([]byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	if _, err := taxonomy.ParseNames([]byte("\n# nothing\n")); err == nil {
		t.Error("an empty list is no error")
	}
}
