package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"blobsight/internal/customlabels"
	"blobsight/internal/models"
)

// maxTrainingFile bounds one picture that is learned from, in bytes.
const maxTrainingFile = 200_000_000

// Training is the settings of "blobsight train".
type Training struct {
	Data           string `required:"" name:"data" placeholder:"FOLDER" help:"Pictures to learn from: a folder for each label, named as the label."`
	Output         string `required:"" placeholder:"FILE.labels" help:"Where to write the labels. A file of labels that is there is replaced."`
	SkipUnreadable bool   `help:"Leave out files that are no pictures, and say which."`

	Model         string `env:"BLOBSIGHT_MODEL" default:"blobsight-everyday" placeholder:"NAME|FILE.yaml" help:"Classifier on top of which the labels are learned; \"blobsight serve\" must run the same."`
	ModelsDir     `embed:""`
	Engine        string `env:"BLOBSIGHT_ENGINE" default:"auto" enum:"auto,onnx,portable" help:"What runs the model: onnx (ONNX Runtime), portable (built in), or auto."`
	EngineLibrary `embed:""`

	Workers       int    `env:"BLOBSIGHT_WORKERS" default:"-1" help:"Pictures at once. -1: one for each processor."`
	MaxMegapixels int    `env:"BLOBSIGHT_MAX_MEGAPIXELS" default:"50" help:"Larger pictures count as unreadable."`
	DataFolder    string `env:"BLOBSIGHT_DATA" placeholder:"DIR" help:"Data folder of the server, where models and ONNX Runtime are looked for. Default: blobsight in the user's data folder."`
}

// TrainingReport is what Train did.
type TrainingReport struct {
	*customlabels.Set
	Repeated   []customlabels.Repetition // pictures that count once
	Unreadable []customlabels.Unreadable // files that were left out
	Beside     []string                  // files and links outside the folders of labels, which were left out, too
	Almost     []Almost                  // labels that are not quite those which the model knows
	Serve      string                    // the command that uses the file
}

// Train learns labels from a folder of pictures and writes them to a file, all or
// nothing. progress is told how many pictures have been looked at.
func Train(ctx context.Context, t Training, progress func(done, total int)) (*TrainingReport, error) {
	if t.Model == "" || t.Model == noModel {
		return nil, errors.New("--model (BLOBSIGHT_MODEL): labels are learned on top of a classifier; name one, or leave it out for the one in the program")
	}
	if err := customlabels.CheckDest(t.Output); err != nil {
		return nil, fmt.Errorf("--output: %w", err)
	}
	data, err := customlabels.Scan(t.Data)
	if err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	report := &TrainingReport{Beside: data.Beside, Serve: t.serve()}
	samples, of, err := t.embed(ctx, data, report, progress)
	if err != nil {
		return nil, err
	}
	trained, err := customlabels.Train(ctx, data.Labels, samples, of, t.workers())
	if err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	report.Set, report.Repeated = trained.Set, trained.Repeated
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := trained.Set.Write(t.Output); err != nil {
		return nil, fmt.Errorf("--output: %w", err)
	}
	return report, nil
}

// embed has the model look at all pictures, and says which model that is.
func (t *Training) embed(ctx context.Context, data *customlabels.Dataset, report *TrainingReport, progress func(done, total int)) (_ []customlabels.Sample, of customlabels.Model, err error) {
	rec, err := OpenRecognizer(t.recognition(), DataDir{t.DataFolder}, maxTrainingFile)
	if err != nil {
		return nil, of, err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	total := len(data.Pictures)
	progress(0, total)
	samples, err := data.Embed(ctx, rec, t.workers(), func(done int) { progress(done, total) })
	var unreadable *customlabels.UnreadableError
	if errors.As(err, &unreadable) {
		if !t.SkipUnreadable {
			return nil, of, fmt.Errorf("--data: %w\nmend or remove them, or leave them out with --skip-unreadable", err)
		}
		report.Unreadable, err = unreadable.Files, nil
	}
	report.Almost = almost(data.Labels, rec.Vocabulary())
	model := rec.Model()
	return samples, customlabels.Model{Name: model.Name, Version: model.Version, SHA256: rec.sum}, err
}

// recognition is the part of the settings that a recognizer is opened with.
func (t *Training) recognition() Recognition {
	r := DefaultRecognition()
	r.Model, r.ModelsDir, r.Engine, r.EngineLibrary = t.Model, t.ModelsDir, t.Engine, t.EngineLibrary
	r.Workers, r.MaxMegapixels, r.Embedding = t.workers(), t.MaxMegapixels, true
	return r
}

// workers is how much is done at once.
func (t *Training) workers() int {
	if t.Workers <= 0 { // 0 makes sense for servers only, and the environment may be shared with one
		return runtime.GOMAXPROCS(0)
	}
	return t.Workers
}

// serve is the command that uses the file.
func (t *Training) serve() string {
	command := "blobsight serve"
	if t.Model != models.EmbeddedName {
		command += " --model " + quoted(t.Model)
	}
	if t.Models != "" {
		command += " --models " + quoted(t.Models)
	}
	return command + " --labels " + quoted(t.Output)
}
