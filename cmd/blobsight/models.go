package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"blobsight/internal/app"
)

type modelsCmd struct {
	List   modelsListCmd   `cmd:"" help:"List the models that are known, and which are here."`
	Pull   modelsPullCmd   `cmd:"" help:"Get the files of models; whatever has another sum is not kept."`
	Verify modelsVerifyCmd `cmd:"" help:"Check the files of models against their sums."`
	Path   modelsPathCmd   `cmd:"" help:"Show where the file of a model is."`
}

// modelsFolder is where the commands look for files.
type modelsFolder struct {
	app.ModelsDir
	app.DataDir
}

func (f modelsFolder) folder() (string, error) { return f.Folder(f.DataDir) }

type modelsListCmd struct {
	JSON bool `name:"json" help:"One JSON object a line, with sums, addresses and sources."`
	modelsFolder
}

// Help is the long help.
func (*modelsListCmd) Help() string {
	return `Accuracy is what the model's authors published: the share of pictures whose first guess is right (top-1), or the
mean average precision of boxes (AP). HERE goes by name and size; "blobsight models verify" checks the sums.
docs/models.md says more, also how to use a model of your own.

Example:

    blobsight models list --models ./models`
}

// Run lists the catalogue.
func (c *modelsListCmd) Run(s *streams) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	all, err := app.ListModels(dir)
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(s.out)
		for _, m := range all {
			if err := out.Encode(m); err != nil {
				return err
			}
		}
		return nil
	}
	t := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "NAME\tTASK\tSIZE\tACCURACY\tLICENSE\tHERE")
	for _, m := range all {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", m.Name, m.Task, megabytes(m.Bytes), accuracy(m.Accuracy), m.License, here(m))
	}
	return t.Flush()
}

// megabytes is a size as people say it.
func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

func accuracy(a app.ModelAccuracy) string {
	if a.AP > 0 {
		return fmt.Sprintf("AP %.1f", a.AP)
	}
	return fmt.Sprintf("top-1 %.1f", a.Top1)
}

func here(m app.ModelInfo) string {
	switch {
	case m.File == "":
		return "built in"
	case m.Present:
		return "yes"
	default:
		return "no"
	}
}

type modelsPullCmd struct {
	Names []string `arg:"" name:"name" help:"Models, as \"blobsight models list\" shows them, or FILE.yaml of your own."`
	From  string   `placeholder:"FILE|URL" help:"Take the file from here, such as a mirror or a disk; its sum must be right all the same."`
	modelsFolder
}

// Help is the long help.
func (*modelsPullCmd) Help() string {
	return `Prints the path of each file. What broke off goes on where it stopped when the command is run again. Proxies are taken
from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.

Examples:

    blobsight models pull mobilenetv2-12 yolox_nano
    blobsight models pull mobilenetv2-12 --from /media/usb/mobilenetv2-12.onnx`
}

// Validate checks the arguments.
func (c *modelsPullCmd) Validate() error {
	if c.From != "" && len(c.Names) > 1 {
		return errors.New("--from gives one file; name one model")
	}
	return nil
}

// Run gets the files, one after another. When one fails, the others are still got.
func (c *modelsPullCmd) Run(ctx context.Context, s *streams) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	var failed error
	for _, name := range c.Names {
		p := &transfer{name: name}
		if s.onTerminal() {
			p.live = s.err
		}
		path, err := app.PullModel(ctx, dir, name, c.From, p.at)
		p.end()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			s.complain(err)
			failed = errReported
		default:
			if _, err := fmt.Fprintln(s.out, path); err != nil {
				return err
			}
		}
	}
	return failed
}

type modelsVerifyCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Models, or FILE.yaml of your own. Default: all that are here."`
	modelsFolder
}

// Help is the long help.
func (*modelsVerifyCmd) Help() string {
	return `The exit code is 1 if a file is missing or is another one. A model is verified whenever it is used, too.

Example:

    blobsight models verify --models ./models`
}

// Run verifies the files.
func (c *modelsVerifyCmd) Run(ctx context.Context, s *streams) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	names := c.Names
	if len(names) == 0 {
		if names, err = app.ModelsInDir(dir); err != nil {
			return err
		}
		if len(names) == 0 {
			s.note("No file of a model is in %s. Get one with: blobsight models pull NAME", printable(dir))
		}
	}
	var failed error
	for _, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		path, err := app.VerifyModel(dir, name)
		if err != nil {
			s.complain(err)
			failed = errReported
			continue
		}
		if _, err := fmt.Fprintln(s.out, strings.TrimSuffix("ok "+name+" "+path, " ")); err != nil {
			return err
		}
	}
	return failed
}

type modelsPathCmd struct {
	Name string `arg:"" help:"The model, or FILE.yaml of your own."`
	modelsFolder
}

// Help is the long help.
func (*modelsPathCmd) Help() string {
	return `The file is verified; if it is missing or wrong, nothing is printed but what to do.

Example:

    cp "$(blobsight models path mobilenetv2-12)" /media/usb/`
}

// Run shows the path.
func (c *modelsPathCmd) Run(s *streams) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	path, err := app.ModelFile(dir, c.Name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, path)
	return err
}
