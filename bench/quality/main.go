// Command quality tells how good models are, on a folder of pictures whose
// classes are known: how often the first guess and the first five are right, how
// often the kind of thing is, and whether a confidence of 80 means right in
// about 80 of 100 cases. It prints a Markdown table with a line for each model.
//
//	go run ./bench/quality -data PICTURES -models MODELS -model mobilenetv2-12-int8
//
// A picture's class is the name of its folder (PICTURES/tabby cat/1.jpg), or the
// start of the file's name up to the first _ (n02123045_1.jpg): an id of the
// model's class list (for ImageNet the WordNet id) or a label's name. Pictures of
// classes that a model does not know are left out for it, and counted.
//
// With -fit it looks for the temperature that makes a model's confidences true,
// with -parity it compares a model's answers with those of another
// implementation (reference.py), and fails if fewer than 99 % agree. "make parity"
// does it all.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"blobsight/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		_, _ = fmt.Fprintln(os.Stderr, "quality:", err)
		os.Exit(1)
	}
}

// names is a flag that may be given several times.
type names []string

func (n *names) String() string     { return fmt.Sprint(*n) }
func (n *names) Set(s string) error { *n = append(*n, s); return nil }

// run does what the arguments say.
func run(ctx context.Context, args []string, out, progress io.Writer) error {
	flags := flag.NewFlagSet("quality", flag.ContinueOnError)
	flags.SetOutput(progress)
	settings := app.DefaultRecognition()
	var models names
	data := flags.String("data", "", "folder of pictures, in subfolders or with names that tell their class")
	flags.Var(&models, "model", "a model of \"blobsight models list\" or a YAML file; may be given several times (default: the embedded one)")
	flags.StringVar(&settings.Models, "models", "", "folder of the models' files (default: the one of the server)")
	flags.StringVar(&settings.Engine, "engine", settings.Engine, "auto, onnx or portable")
	flags.StringVar(&settings.ORTLib, "ort-lib", "", "the library of ONNX Runtime")
	fit := flags.Bool("fit", false, "look for the temperature of each model, on every other picture")
	described := flags.Bool("describe", false, "write what reference.py needs to know of the model, and no more")
	parity := flags.String("parity", "", "compare one model with the answers in this file, as reference.py writes them")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if len(models) == 0 {
		models = names{settings.Model}
	}
	if *described {
		return describe(out, models[0], settings.Models)
	}
	pictures, err := list(*data)
	if err != nil {
		return fmt.Errorf("-data: %w", err)
	}
	s := &session{settings: settings, pictures: pictures, out: out, progress: progress}
	if *parity != "" {
		return s.parity(ctx, models[0], *parity)
	}
	return s.table(ctx, models, *fit)
}
