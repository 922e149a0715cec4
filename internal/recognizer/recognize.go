package recognizer

import (
	"context"
	"fmt"
	"image"
	"io"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/taxonomy"
)

// task is one picture on its way through the steps.
type task struct {
	picture blobsight.Picture
	options blobsight.RecognizeOptions

	file      *imaging.Picture
	measured  measurement
	inputs    inputs
	embedding []float32 // nil unless the classifier gives it
	evidence  taxonomy.Evidence
	labels    []blobsight.Label
}

// inputs are the picture as each network wants it; nil where there is none.
type inputs struct {
	classifier, detector []float32
}

// step is one part of the way from bytes to labels.
type step func(l *Local, ctx context.Context, t *task) error

// steps lists them in their order. Those from decode on are bounded by the
// number of slots; reading comes first, because a slow upload must not hold
// one.
func steps() (reading, bounded []step) {
	return []step{read}, []step{decode, measure, scale, classify, judge, detect, name, divide}
}

// Recognize implements [blobsight.Recognizer]. Beside an error made by
// [blobsight.BadImage] it returns a Recognition without labels that says what
// is known of the picture; beside any other error, or where the picture could
// not be opened, it returns nil.
func (l *Local) Recognize(ctx context.Context, p blobsight.Picture, opt blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	t := &task{picture: p, options: opt, labels: []blobsight.Label{}}
	reading, bounded := steps()
	err := l.recognize(ctx, t, reading, bounded)
	if err != nil && (t.file == nil || blobsight.KindOf(err) != blobsight.KindBadImage) {
		return nil, fmt.Errorf("recognize: %w", err)
	}
	img := t.file.Describe()
	img.Properties = t.measured.whole
	return &blobsight.Recognition{Labels: t.labels, Image: img, Model: l.config.Model}, err
}

// recognize takes the task through the steps, and gives up between any two of
// them when ctx is done.
func (l *Local) recognize(ctx context.Context, t *task, reading, bounded []step) error {
	if err := l.do(ctx, t, reading); err != nil {
		return err
	}
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return l.do(ctx, t, bounded)
}

func (l *Local) do(ctx context.Context, t *task, steps []step) error {
	for _, step := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := step(l, ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// read takes in the bytes of the file, at most as many as the limit.
func read(l *Local, ctx context.Context, t *task) error {
	r, err := t.picture.Open(ctx)
	if err != nil {
		return fmt.Errorf("open the picture: %w", err)
	}
	defer func() { _ = r.Close() }() // everything was read, or an error says why not
	t.file, err = imaging.Load(&contextReader{ctx, r}, l.config.Limits)
	return err
}

// decode turns the bytes into pixels: as many as the steps after it can make use of.
func decode(l *Local, _ context.Context, t *task) error {
	return t.file.Decode(func(size image.Point) image.Point { return l.needs(size, t.options) })
}

// needs is the smallest size, in pixels, at which a picture of the given size
// serves as well as a larger one.
func (l *Local) needs(size image.Point, opt blobsight.RecognizeOptions) image.Point {
	const spare = 2 // pixels a side for each that is needed: the result is within a level of that of all pixels on average
	var need image.Point
	if opt.Properties {
		need = imaging.MeasureNeeds(size.X, size.Y)
	}
	for _, r := range l.recipes() {
		n := r.Needs(size.X, size.Y).Mul(spare)
		need.X, need.Y = max(need.X, n.X), max(need.Y, n.Y)
	}
	return need
}

func (l *Local) recipes() []imaging.Recipe {
	var all []imaging.Recipe
	if l.config.Classifier != nil {
		all = append(all, l.config.Classifier.Recipe)
	}
	if l.config.Detector != nil {
		all = append(all, l.config.Detector.Recipe)
	}
	return all
}

// scale makes the inputs of the networks, and lets go of the pixels.
func scale(l *Local, _ context.Context, t *task) error {
	if c := l.config.Classifier; c != nil {
		t.inputs.classifier = c.Recipe.Tensor(t.file)
	}
	if d := l.config.Detector; d != nil {
		t.inputs.detector = d.Recipe.Tensor(t.file)
	}
	t.file.Image = nil
	return nil
}

// classify has the classifier score its classes, and keeps the embedding that it
// gives along.
func classify(l *Local, ctx context.Context, t *task) error {
	c := l.config.Classifier
	if c == nil {
		return nil
	}
	a, err := c.classify(ctx, t.inputs.classifier)
	t.evidence.Scores, t.embedding = a.scores, a.embedding
	return err
}

// detect has the detector find its objects.
func detect(l *Local, ctx context.Context, t *task) (err error) {
	if d := l.config.Detector; d != nil {
		t.evidence.Objects, err = d.detect(ctx, t.inputs.detector, t.file.Width, t.file.Height)
	}
	return err
}

// name finds the labels, ancestors included.
func name(l *Local, _ context.Context, t *task) (err error) {
	t.labels, err = l.config.Taxonomy.Labels(t.evidence, t.options.MinConfidence, t.options.MaxLabels)
	return err
}

// contextReader ends with the error of ctx as soon as that is done, also where
// the reader below knows nothing of it.
type contextReader struct {
	ctx context.Context // of the one call that the reader lives for
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
