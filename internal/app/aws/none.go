package aws

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"blobsight"
)

// errNotHere is the error of work that another function does.
var errNotHere = errors.New("this function does not do that")

// none stands for the adapters that a function has no use for.
type none struct{}

var (
	_ blobsight.Recognizer = none{}
	_ blobsight.Notifier   = none{}
)

func (none) Recognize(context.Context, blobsight.Picture, blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	return nil, errNotHere
}
func (none) Vocabulary() []blobsight.Concept { return nil }
func (none) Model() blobsight.Model          { return blobsight.Model{} }

func (none) Notify(context.Context, *blobsight.Blob) (blobsight.Receipt, error) {
	return blobsight.Receipt{}, errNotHere
}

// Outlook knows nothing of hosts: the queue takes all callbacks alike.
func (none) Outlook(string) blobsight.Priority { return blobsight.PriorityNormal }

// observer writes a line about each step, of which CloudWatch can make metrics.
type observer struct{ log *slog.Logger }

func (o observer) ObserveStage(stage blobsight.Stage, outcome string, took time.Duration) {
	o.log.Info("stage", "stage", string(stage), "outcome", outcome, "milliseconds", took.Milliseconds())
}
