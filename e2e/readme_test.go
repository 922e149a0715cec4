package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// paste is a command of the README with the output that is printed under it.
type paste struct {
	command string
	want    string
}

// cmdReadme pastes every console block of the README into a shell, in their
// order, and compares what comes out. What differs from run to run (ids, times,
// signatures, keys, the home folder), the ports and the program's own path are
// left out of the comparison.
func cmdReadme(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: readme")
	}
	root := filepath.Dir(ts.Getenv("SAMPLES"))
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	ts.Check(err)
	ts.Check(os.Symlink(ts.Getenv("SAMPLES"), ts.MkAbs("samples")))
	ts.Check(os.Symlink(filepath.Dir(worldOf(ts).binary), ts.MkAbs("bin")))
	port, err := freePort(context.Background())
	ts.Check(err)
	ports := strings.NewReplacer(":8080", ":"+strings.Split(ts.Getenv("URL"), ":")[2], ":9000", fmt.Sprintf(":%d", port))

	pastes := readPastes(string(text))
	if len(pastes) < 5 || pastes[0].command != "make run" {
		ts.Fatalf("the README does not begin with make run: %+v", pastes)
	}
	cmdServe(ts, false, serveFlags(ts, root))
	compare(ts, pastes[0], func() string {
		lines := strings.SplitAfter(worldOf(ts).log(), "\n")
		return strings.Join(lines[:strings.Count(pastes[0].want, "\n")], "")
	})
	listen := command(ts, "listen", "--count", "1", "--addr", fmt.Sprintf("127.0.0.1:%d", port))
	ts.Check(listen.Start())
	defer listen.Process.Kill()
	for _, p := range pastes[1:] {
		p.command = ports.Replace(p.command)
		compare(ts, p, func() string { return shell(ts, p.command) })
	}
	ts.Check(listen.Wait())
	cmdHalt(ts, false, nil)
}

// readPastes finds the commands of all console blocks.
func readPastes(text string) []paste {
	var out []paste
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(text, -1) {
		for _, part := range strings.Split("\n"+block[1], "\n$ ")[1:] {
			cmd, want, _ := strings.Cut(part, "\n")
			if want != "" && !strings.HasSuffix(want, "\n") {
				want += "\n"
			}
			out = append(out, paste{cmd, want})
		}
	}
	return out
}

// serveFlags are the flags that make run gives to the server.
func serveFlags(ts *testscript.TestScript, root string) []string {
	out, err := exec.Command("make", "-C", root, "--no-print-directory", "-n", "run").Output()
	ts.Check(err)
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	_, flags, ok := strings.Cut(lines[len(lines)-1], "blobsight serve")
	if !ok {
		ts.Fatalf("make run does not end with blobsight serve:\n%s", out)
	}
	return strings.Fields(flags)
}

func shell(ts *testscript.TestScript, line string) string {
	cmd := command(ts)
	cmd.Path, cmd.Args = "/bin/bash", []string{"bash", "-c", line}
	out, err := cmd.Output()
	if err != nil {
		ts.Fatalf("%s: %v\n%s", line, err, out)
	}
	return string(out)
}

// compare runs until the output is as printed: the README says nothing of how
// long the server takes. Only requests that read are made again.
func compare(ts *testscript.TestScript, p paste, run func() string) {
	ts.Logf("$ %s", p.command)
	again := strings.HasPrefix(p.command, "curl -s http")
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		diff := cmp.Diff(steady(p.want), steady(run()))
		if diff == "" {
			return
		}
		if !again || time.Now().After(deadline) {
			ts.Fatalf("%s: not what the README prints (-README +now):\n%s", p.command, diff)
		}
	}
}

// steady leaves out what differs from run to run.
func steady(s string) string {
	for pattern, with := range map[string]string{
		`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`: "ID",
		`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`:                       "TIME",
		`expires=\d+&signature=[\w-]+`:                                  "SIGNED",
		`127\.0\.0\.1:\d+`:                                              "ADDRESS",
		`bsk_[a-z0-9]+`:                                                 "KEY",
		`(?m)^  data  .*$`:                                              "DATA",
		`(?m)^  \S*blobsight submit( --server \S+)?`:                    "SUBMIT",
	} {
		s = regexp.MustCompile(pattern).ReplaceAllString(s, with)
	}
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}
