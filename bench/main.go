// Command bench measures the sizes that Blobsight promises, on the machine it
// runs on: how soon a server is ready, how much memory it keeps, how many blobs
// it creates and how soon, how long a picture takes, what ONNX Runtime costs.
//
// It builds the program (needs the go command and this repository), starts real
// servers of it on free loopback ports and fresh folders, and talks to them as
// any client would. It prints a Markdown table on stdout and what it is doing on
// stderr. Loads are bounded in count and time; a whole run takes about four
// minutes, without callbacks, which take as long again and are measured only when
// they are named. It leaves nothing behind.
//
// The load comes from the same machine and takes its share of the processors.
// Figures that hang on the disk hold for the disk below -dir.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// figure is one group of rows of the table.
type figure struct {
	name    string
	measure func(ctx context.Context, b *bench) ([]row, error)
	long    bool // measured only when it is named
}

// figures lists all groups, in the order of the table.
func figures() []figure {
	return []figure{
		{name: "build", measure: measureBuild},
		{name: "start", measure: measureStart},
		{name: "memory", measure: measureMemory},
		{name: "create", measure: measureCreate},
		{name: "rate", measure: measureRate},
		{name: "model", measure: measureModel},
		{name: "flow", measure: measureFlow},
		{name: "rekognition", measure: measureRekognition},
		{name: "jpeg", measure: measureJPEG},
		{name: "onnx", measure: measureONNX},
		{name: "callbacks", measure: measureCallbacks, long: true},
	}
}

// run does what the arguments say. A missed target is no error: it hangs on the machine.
func run(ctx context.Context, args []string, out, progress io.Writer) (err error) {
	var names, usual []string
	for _, f := range figures() {
		names = append(names, f.name)
		if !f.long {
			usual = append(usual, f.name)
		}
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(progress)
	only := flags.String("only", "", "measure only these, separated by commas: "+strings.Join(names, ","))
	bin := flags.String("bin", "", "measure this program instead of building one")
	dir := flags.String("dir", os.TempDir(), "the data folders are made, and removed, in here")
	library := flags.String("ort-lib", "", "the library of ONNX Runtime, for the figure onnx")
	models := flags.String("models", "", "the folder of the models' files, for the figure onnx")
	if err := flags.Parse(args); err != nil {
		return err
	}
	wanted, err := choose(*only, names, usual)
	if err != nil {
		return err
	}
	b, err := open(ctx, *bin, *dir, progress)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	for from, to := range map[*string]*string{library: &b.library, models: &b.models} {
		if *from != "" {
			if *to, err = filepath.Abs(*from); err != nil {
				return err
			}
		}
	}
	m, err := describe(b.dir)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "%s\n\n%s", m, tableHead); err != nil {
		return err
	}
	return b.measure(ctx, wanted, out)
}

// choose reads the list of -only; an empty one means the usual.
func choose(only string, names, usual []string) ([]string, error) {
	if only == "" {
		return usual, nil
	}
	wanted := strings.Split(only, ",")
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("-only: %q is none of %s", name, strings.Join(names, ", "))
		}
	}
	return wanted, nil
}
