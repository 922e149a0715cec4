// Command draw writes the sample pictures of the project into the folder samples (or the one named by -o).
//
// Run it from the root of the repository, with "go run ./samples/draw". It needs no network and no settings, takes
// some five seconds, and leaves behind the picture files only, replacing those of the same names.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"blobsight/samples/scene"
)

func main() {
	folder := flag.String("o", "samples", "the `folder` to write into; it must exist")
	flag.Parse()
	if err := draw(*folder, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

// draw writes every picture, and a line about each to report.
func draw(folder string, report io.Writer) error {
	for _, p := range scene.All() {
		var file bytes.Buffer
		if err := p.Encode(&file); err != nil {
			return err
		}
		name := filepath.Join(folder, p.File)
		if err := os.WriteFile(name, file.Bytes(), 0o644); err != nil { //nolint:gosec // pictures for everyone to see
			return err
		}
		if _, err := fmt.Fprintf(report, "%s: %s, %d KB\n", name, p.Label, file.Len()/1000); err != nil {
			return err
		}
	}
	return nil
}
