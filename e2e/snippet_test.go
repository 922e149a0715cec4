package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdSnippet starts the receiver that docs/callbacks.md shows in a language, as it
// stands there, with the secret in a file, and sets a variable to its URL.
func cmdSnippet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: snippet go|python|js|sh VARIABLE FILE_WITH_SECRET")
	}
	language, variable, secret := args[0], args[1], strings.TrimSpace(ts.ReadFile(args[2]))
	cmd := snippetCommand(ts, language, filepath.Join(ts.MkAbs("snippets"), variable))
	cmd.Env = append(cmd.Env, "BLOBSIGHT_WEBHOOK_SECRET="+secret)
	startProgram(ts, variable, cmd, func(port int) { cmd.Env = append(cmd.Env, fmt.Sprintf("PORT=%d", port)) })
}

// snippetCommand is the command that runs the code of a language, written into a folder.
func snippetCommand(ts *testscript.TestScript, language, dir string) *exec.Cmd {
	ts.Check(os.MkdirAll(dir, 0o700))
	root, receivers := filepath.Dir(ts.Getenv("SAMPLES")), ts.Getenv("RECEIVERS")
	file := filepath.Join(dir, "receiver."+language)
	code, err := codeOf(root, "callbacks", language)
	ts.Check(err)
	ts.Check(os.WriteFile(file, []byte(code), 0o600))
	cmd := command(ts)
	switch language {
	case "go":
		program, err := worldOf(ts).goReceiver()
		ts.Check(err)
		cmd.Path, cmd.Args = program, []string{program}
	case "python":
		python := filepath.Join(receivers, "venv", "bin", "python")
		cmd.Path, cmd.Args = python, []string{python, file}
	case "js":
		ts.Check(os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`), 0o600))
		ts.Check(os.Symlink(filepath.Join(receivers, "node_modules"), filepath.Join(dir, "node_modules")))
		node, err := exec.LookPath("node")
		ts.Check(err)
		cmd.Path, cmd.Args = node, []string{"node", file}
	case "sh":
		cmd.Path, cmd.Args = "/bin/sh", []string{"sh", file}
	}
	return cmd
}

// goProgram builds the code in Go of a page of docs, beside the program.
func goProgram(root, bin, page string) (string, error) {
	file, program := filepath.Join(filepath.Dir(bin), page+".go"), filepath.Join(filepath.Dir(bin), page+"-go")
	code, err := codeOf(root, page, "go")
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(file, []byte(code), 0o600); err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", program, file)
	build.Dir = root // for the module
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the code in Go of docs/%s.md: %w\n%s", page, err, out)
	}
	return program, nil
}

// codeOf is the one block of a page of docs in a language.
func codeOf(root, page, language string) (string, error) {
	page = filepath.Join("docs", page+".md")
	text, err := os.ReadFile(filepath.Join(root, page))
	if err != nil {
		return "", err
	}
	blocks := regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 1 {
		return "", fmt.Errorf("%s has %d blocks of %s, want one", page, len(blocks), language)
	}
	return blocks[0][1], nil
}
