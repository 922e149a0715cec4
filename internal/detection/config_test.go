package detection_test

import (
	"strings"
	"testing"

	"blobsight/internal/detection"
)

// config is a small detector: two grids, of 4x2 and 2x1 cells, and 3 classes.
func config(h detection.Head) detection.Config {
	return detection.Config{
		Head: h, Width: 32, Height: 16, Classes: 3, Strides: []int{8, 16},
		MinScore: 0.25, MaxOverlap: 0.5, MaxObjects: 10,
	}
}

// decoder makes one.
func decoder(t testing.TB, c detection.Config) *detection.Decoder {
	t.Helper()
	d, err := detection.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestConfigSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for says, spoil := range map[string]func(*detection.Config){
		`head "ssd" must be one of ["nanodet" "yolox"]`: func(c *detection.Config) { c.Head = "ssd" },
		"input of 0x16 pixels":                          func(c *detection.Config) { c.Width = 0 },
		"input of 32x-1 pixels":                         func(c *detection.Config) { c.Height = -1 },
		"classes 0 must":                                func(c *detection.Config) { c.Classes = 0 },
		"strides are missing":                           func(c *detection.Config) { c.Strides = nil },
		"stride 0 must":                                 func(c *detection.Config) { c.Strides = []int{8, 0} },
		"stride 32 must":                                func(c *detection.Config) { c.Strides = []int{32} },
		"min score 0 must":                              func(c *detection.Config) { c.MinScore = 0 },
		"min score NaN must":                            func(c *detection.Config) { c.MinScore = nan },
		"max overlap 1.5 must":                          func(c *detection.Config) { c.MaxOverlap = 1.5 },
		"max objects 0 must":                            func(c *detection.Config) { c.MaxObjects = 0 },
		"max objects 1001 must be from 1 to 1000":       func(c *detection.Config) { c.MaxObjects = 1001 },
	} {
		c := config(detection.HeadYOLOX)
		spoil(&c)
		if _, err := detection.New(c); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one that says %q", err, says)
		}
	}
}

func TestConfigNamesEveryMistake(t *testing.T) {
	t.Parallel()
	err := detection.Config{}.Validate()
	for _, says := range []string{"head", "width and height", "classes", "strides", "min score", "max overlap", "max objects"} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v does not speak of %s", err, says)
		}
	}
}
