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

	file          *imaging.Picture
	tensor        []float32
	logits        []float32
	probabilities []float32
	labels        []blobsight.Label
}

// step is one part of the way from bytes to labels.
type step func(l *Local, ctx context.Context, t *task) error

// steps lists them in their order. Those from decode on are bounded by the
// number of slots; reading comes first, because a slow upload must not hold
// one.
func steps() (reading, bounded []step) {
	return []step{read}, []step{decode, scale, run, weigh, name}
}

// Recognize implements [blobsight.Recognizer]. Beside an error made by
// [blobsight.BadImage] it returns a Recognition without labels that says what
// is known of the picture; beside any other error it returns nil.
func (l *Local) Recognize(ctx context.Context, p blobsight.Picture, opt blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	t := &task{picture: p, options: opt, labels: []blobsight.Label{}}
	err := l.recognize(ctx, t)
	if err != nil && blobsight.KindOf(err) != blobsight.KindBadImage {
		return nil, fmt.Errorf("recognize: %w", err)
	}
	return &blobsight.Recognition{Labels: t.labels, Image: t.file.Describe(), Model: l.config.Model}, err
}

// recognize takes the task through the steps, and gives up between any two of
// them when ctx is done.
func (l *Local) recognize(ctx context.Context, t *task) error {
	reading, bounded := steps()
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

// decode turns the bytes into pixels.
func decode(_ *Local, _ context.Context, t *task) error {
	return t.file.Decode(image.Point{})
}

// scale makes the input of the network, and lets go of the pixels.
func scale(l *Local, _ context.Context, t *task) error {
	t.tensor = l.config.Recipe.Tensor(t.file)
	t.file.Image = nil
	return nil
}

// run has the engine run the network.
func run(l *Local, ctx context.Context, t *task) (err error) {
	outputs, err := l.config.Engine.Run(ctx, t.tensor)
	if err != nil {
		return fmt.Errorf("run the model: %w", err)
	}
	if len(outputs) != 1 {
		return fmt.Errorf("the model has %d outputs; a classifier has one", len(outputs))
	}
	t.logits = outputs[0]
	return nil
}

// weigh turns logits into probabilities.
func weigh(l *Local, _ context.Context, t *task) (err error) {
	t.probabilities, err = softmax(t.logits, l.config.Temperature)
	return err
}

// name finds the labels, ancestors included.
func name(l *Local, _ context.Context, t *task) (err error) {
	t.labels, err = l.config.Taxonomy.Labels(taxonomy.Evidence{Scores: t.probabilities}, t.options.MinConfidence, t.options.MaxLabels)
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
