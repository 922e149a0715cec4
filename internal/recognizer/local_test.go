package recognizer_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"
	"testing/synctest"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/models"
	"blobsight/internal/recognizer"
	"blobsight/internal/recognizer/portable"
	"blobsight/internal/recognizer/recognizertest"
	"blobsight/internal/taxonomy"
)

// classes is what the outputs of the embedded model mean.
func classes(t testing.TB) []taxonomy.Class {
	t.Helper()
	classes, err := taxonomy.ClassList(models.EmbeddedName)
	if err != nil {
		t.Fatal(err)
	}
	return classes
}

// config is the embedded model on the portable engine.
func config(t testing.TB) recognizer.Config {
	t.Helper()
	m, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	file, err := m.Open("")
	if err != nil {
		t.Fatal(err)
	}
	engine, err := portable.Load(file, portable.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := taxonomy.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	tax, err := taxonomy.New(taxonomy.Config{Tree: tree, Classifier: taxonomy.Names(classes(t))})
	if err != nil {
		t.Fatal(err)
	}
	mean, std := m.Input.MeanStd()
	return recognizer.Config{
		Classifier: &recognizer.Classifier{
			Engine:     engine,
			Recipe:     imaging.Recipe{Width: m.Input.Width, Height: m.Input.Height, Fit: imaging.Fit(m.Input.Fit), Mean: mean, Std: std},
			Activation: recognizer.Softmax, Temperature: m.Temperature,
		},
		Taxonomy:    tax,
		Model:       blobsight.Model{Name: m.Name, Version: m.Version},
		Limits:      imaging.DefaultLimits(),
		Concurrency: 2,
	}
}

// local makes a recognizer.
func local(t testing.TB, c recognizer.Config) *recognizer.Local {
	t.Helper()
	l, err := recognizer.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// picture is bytes as a Picture.
func picture(data []byte) blobsight.Picture {
	return blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// gray is a small PNG.
func gray(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 32, 32))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestConformance(t *testing.T) {
	t.Parallel()
	l := local(t, config(t))
	recognizertest.Run(t, func(*testing.T) blobsight.Recognizer { return l })
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for says, spoil := range map[string]func(*recognizer.Config){
		"engine":                   func(c *recognizer.Config) { c.Classifier.Engine = nil },
		"taxonomy":                 func(c *recognizer.Config) { c.Taxonomy = nil },
		"temperature":              func(c *recognizer.Config) { c.Classifier.Temperature = 0 },
		"activation":               func(c *recognizer.Config) { c.Classifier.Activation = "relu" },
		"concurrency":              func(c *recognizer.Config) { c.Concurrency = 0 },
		"limits":                   func(c *recognizer.Config) { c.Limits.MaxBytes = 0 },
		"width":                    func(c *recognizer.Config) { c.Classifier.Recipe.Width = 0 },
		"classifier or a detector": func(c *recognizer.Config) { c.Classifier = nil },
		"decoder":                  func(c *recognizer.Config) { c.Detector = &recognizer.Detector{} },
	} {
		c := config(t)
		spoil(&c)
		if _, err := recognizer.New(c); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v does not speak of the %s", err, says)
		}
	}
}

// engineFunc is an engine made of a function.
type engineFunc func(ctx context.Context, input []float32) ([][]float32, error)

func (f engineFunc) Run(ctx context.Context, input []float32) ([][]float32, error) {
	return f(ctx, input)
}

// TestBrokenEngine: an engine that fails, or gives nonsense, is worth another
// try: it is not the picture's fault, and never ends as labels.
func TestBrokenEngine(t *testing.T) {
	t.Parallel()
	for name, engine := range map[string]engineFunc{
		"error":       func(context.Context, []float32) ([][]float32, error) { return nil, errors.New("out of order") },
		"nothing":     func(context.Context, []float32) ([][]float32, error) { return nil, nil },
		"wrong count": func(context.Context, []float32) ([][]float32, error) { return [][]float32{make([]float32, 7)}, nil },
		"no numbers": func(context.Context, []float32) ([][]float32, error) {
			return [][]float32{append(make([]float32, 199), float32(math.NaN()))}, nil
		},
	} {
		c := config(t)
		c.Classifier.Engine = engine
		got, err := local(t, c).Recognize(t.Context(), picture(gray(t)), blobsight.RecognizeOptions{MaxLabels: 10})
		if err == nil || blobsight.KindOf(err) != blobsight.KindInternal || got != nil {
			t.Errorf("%s: %v, error %v, want an internal error only", name, got, err)
		}
	}
}

// TestConcurrencyIsBounded: with one slot taken, a second call reads its bytes
// and waits; it gives up with its context, and goes on when the slot is free.
func TestConcurrencyIsBounded(t *testing.T) {
	t.Parallel()
	c := config(t)
	real, file := c.Classifier.Engine, gray(t)
	synctest.Test(t, func(t *testing.T) {
		running, free := 0, make(chan struct{})
		c.Concurrency = 1
		c.Classifier.Engine = engineFunc(func(ctx context.Context, input []float32) ([][]float32, error) {
			running++ // one at a time, or the race detector complains
			<-free
			return real.Run(ctx, input)
		})
		l := local(t, c)
		done := make(chan error)
		call := func(ctx context.Context) {
			_, err := l.Recognize(ctx, picture(file), blobsight.RecognizeOptions{MaxLabels: 10})
			done <- err
		}
		go call(t.Context())
		synctest.Wait()
		waiting, cancel := context.WithCancel(t.Context())
		go call(waiting)
		go call(t.Context())
		synctest.Wait()
		if running != 1 {
			t.Errorf("%d run at once, want 1", running)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that of the context", err)
		}
		close(free)
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if running != 2 {
			t.Errorf("%d ran, want 2", running)
		}
	})
}

// TestTemperature: the logit of one class is chosen so that its probability is
// one half at the temperature, and its ancestors' are a little more.
func TestTemperature(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.Classifier.Temperature = 2.5
	c.Classifier.Engine = engineFunc(func(context.Context, []float32) ([][]float32, error) {
		logits := make([]float32, 405)
		logits[0] = float32(2.5 * math.Log(404))
		return [][]float32{logits}, nil
	})
	got, err := local(t, c).Recognize(t.Context(), picture(gray(t)), blobsight.RecognizeOptions{MinConfidence: 40, MaxLabels: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range got.Labels {
		if l.Name == "Egyptian Cat" && l.Confidence == 50 {
			return
		}
	}
	t.Errorf("labels %+v, want Egyptian Cat with 50", got.Labels)
}

// TestNotOpened: where the place of a picture refuses it, nothing is known of it.
func TestNotOpened(t *testing.T) {
	t.Parallel()
	refused := blobsight.BadImage(blobsight.CodeImageTooLarge, "more than is allowed")
	open := func(context.Context) (io.ReadCloser, error) { return nil, refused }
	rec, err := local(t, config(t)).Recognize(t.Context(), blobsight.Picture{Open: open}, blobsight.RecognizeOptions{MaxLabels: 1})
	if rec != nil || !errors.Is(err, refused) {
		t.Errorf("got %v, %v", rec, err)
	}
}
