package e2e_test

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v3"
)

// cmdCode writes the code that docs/rekognition.md shows in a language to a file, with
// the story's port in place of 8080. That in Go is built.
func cmdCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: code go|python|js|sh|bash|yaml FILE")
	}
	language, file := args[0], ts.MkAbs(args[1])
	if language == "go" {
		program, err := worldOf(ts).goDetector()
		ts.Check(err)
		ts.Check(os.Symlink(program, file))
		return
	}
	code, err := codeOf(filepath.Dir(ts.Getenv("SAMPLES")), "rekognition", language)
	ts.Check(err)
	port := strings.Split(ts.Getenv("URL"), ":")[2]
	ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(code, ":8080", ":"+port)), 0o600))
}

// workflow is the part of a workflow of GitHub Actions that is run here.
type workflow struct {
	Jobs map[string]struct {
		Env   map[string]string
		Steps []struct {
			Uses, If, Run string
			With          map[string]string
		}
	}
}

// cmdWorkflow makes a script of the one job of a workflow: its environment, and what
// it runs unless something has failed, in the shell of GitHub Actions. Its actions
// get what the story has put there.
func cmdWorkflow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: workflow FILE SCRIPT")
	}
	var w workflow
	ts.Check(yaml.Unmarshal([]byte(ts.ReadFile(args[0])), &w))
	if len(w.Jobs) != 1 {
		ts.Fatalf("the workflow has %d jobs, want one", len(w.Jobs))
	}
	script := "set -eo pipefail\n"
	for _, job := range w.Jobs {
		for name, value := range job.Env {
			script += "export " + name + "='" + value + "'\n"
		}
		for _, step := range job.Steps {
			if step.If == "" && step.Run != "" {
				script += strings.TrimSuffix(step.Run, "\n") + "\n"
			}
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(script), 0o600))
}
