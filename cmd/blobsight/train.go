package main

import (
	"context"

	"blobsight/internal/app"
)

type trainCmd struct {
	app.Training
	JSON bool `name:"json" help:"The report as one JSON object."`
}

// Help is the long help.
func (*trainCmd) Help() string {
	return `Learns to tell apart what you sort into folders, from five pictures a folder; twenty or more are better. The model stays
as it is: what it makes of a picture before its last layer is enough to learn from, in seconds and without a GPU.

    pets/
      Rex/     1.jpg 2.jpg …      a label is named as its folder; one that is known, such as Dog, keeps its parents
      Minka/   1.jpg 2.jpg …
      _other/  1.jpg 2.jpg …      optional: pictures of neither; learned from, never said

Folders are not searched deeper; hidden files are passed over, links are followed. A picture belongs into one folder.
Prints how good the labels are on pictures that were held out (cross-validation), and writes one small file for
"blobsight serve --labels" and "blobsight label --labels". The same pictures give the same file. docs/custom-labels.md says more.

Example:

    blobsight train --data pets --output pets.labels
    blobsight serve --labels pets.labels`
}

// Run learns, and reports.
func (c *trainCmd) Run(ctx context.Context, s *streams) error {
	p := &progress{}
	if s.onTerminal() {
		p.live = s.err
	}
	r, err := app.Train(ctx, c.Training, func(done, total int) {
		p.total = total
		if done == total {
			p.step = "learning"
		}
		p.done(done)
	})
	p.end()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	c.leftOut(s, r)
	for _, a := range r.Almost {
		s.note("%s is a label of its own, beside %s that the model knows; if that is meant, name the folder %[2]s", printable(a.Label), a.Known)
	}
	t := training{c.Output, r}
	if c.JSON {
		return t.writeJSON(s.out)
	}
	if err := t.writeTables(s.out); err != nil {
		return err
	}
	if r.Evaluation.Others == 0 {
		s.note("There is no folder _other with pictures of other things; with one, strange pictures get fewer wrong labels.")
	}
	return nil
}

// leftOut says which files were not learned from, and why.
func (*trainCmd) leftOut(s *streams, r *app.TrainingReport) {
	for _, path := range r.Beside {
		s.note("left out: %s: it is in no label's folder", printable(path))
	}
	for _, u := range r.Unreadable {
		s.note("left out: %s: %s", printable(u.Path), printable(u.Reason))
	}
	for _, d := range r.Repeated {
		s.note("left out: %s: the same picture as %s", printable(d.Dropped), printable(d.Kept))
	}
}
