package main

import (
	"context"
	"strings"
	"testing"
)

func TestHelp(t *testing.T) {
	t.Parallel()
	var at int
	o := mustRun(t)
	for _, command := range []string{"serve", "label", "train", "submit", "listen", "models", "engine", "keys", "secrets", "version"} {
		next := strings.Index(o.out, "\n  "+command+" ")
		if next < at {
			t.Errorf("%s is not in the help, or not in its place:\n%s", command, o.out)
		}
		at = next
	}
	if h := mustRun(t, "--help"); h.out != o.out || o.err != "" {
		t.Errorf("--help differs from no arguments:\n%s%s", h.out, o.err)
	}
}

func TestHelpOfEachCommandHasAnExample(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"serve", "label", "train", "submit", "listen", "models list", "models pull", "models verify", "models path", "engine install", "engine status", "keys create", "keys list", "keys revoke", "secrets show", "version"} {
		o := mustRun(t, append(strings.Fields(command), "--help")...)
		contains(t, o.out, "Usage: blobsight "+command, "Example", "    ", "blobsight "+command)
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"unknown command", []string{"labell"}, `did you mean "label"`},
		{"unknown flag", []string{"label", "--frob", "x.jpg"}, "unknown flag --frob"},
		{"no file to label", []string{"label"}, `expected "<file> ..."`},
		{"no file to submit", []string{"submit"}, `expected "<file> ..."`},
		{"nothing to learn from", []string{"train"}, "missing flags: --data=FOLDER, --output=FILE.labels"},
		{"stdin twice", []string{"label", "-", "x.jpg", "-"}, "stdin (-) can be read only once"},
		{"stdin twice to submit", []string{"submit", "-", "-"}, "stdin (-) can be read only once"},
		{"no number", []string{"label", "--max-labels", "many", "x.jpg"}, "--max-labels"},
		{"no time", []string{"submit", "--timeout", "soon", "x.jpg"}, "--timeout"},
		{"unknown format of logs", []string{"serve", "--log-format", "xml"}, "--log-format"},
		{"no model to pull", []string{"models", "pull"}, `expected "<name> ..."`},
		{"one file for two models", []string{"models", "pull", "a", "b", "--from", "x"}, "--from gives one file"},
		{"no engine command", []string{"engine"}, `"install", "status"`},
		{"no key command", []string{"keys"}, `"create", "list", "revoke"`},
		{"no name of a key", []string{"keys", "create"}, "the name of the key is empty"},
		{"empty name of a key", []string{"keys", "create", " "}, "the name of the key is empty"},
		{"negative count", []string{"listen", "--count=-1"}, "--count is less than 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := try(t.Context(), "", tt.args...)
			if o.code != exitUsage || o.out != "" {
				t.Errorf("exit code %d, want %d; stdout %q", o.code, exitUsage, o.out)
			}
			contains(t, o.err, "blobsight: ", tt.want, "  hint: see \"blobsight", "--help\"")
		})
	}
}

func TestWrongSettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want []string
	}{
		{
			"all mistakes of serve at once",
			[]string{"serve", "--listen", "nowhere", "--upload-ttl", "0s", "--public-url", "x"},
			[]string{"blobsight: --listen (BLOBSIGHT_LISTEN)", "blobsight: --upload-ttl (BLOBSIGHT_UPLOAD_TTL)", "blobsight: --public-url (BLOBSIGHT_PUBLIC_URL)"},
		},
		{"confidence", []string{"label", "--min-confidence", "101", samplePath("lemon.jpg")}, []string{"BLOBSIGHT_MIN_CONFIDENCE"}},
		{"server", []string{"submit", "--server", "localhost:8080", samplePath("lemon.jpg")}, []string{"--server (BLOBSIGHT_SERVER)", "http://127.0.0.1:8080"}},
		{"secret", []string{"listen", "--secret", "hunter2"}, []string{"--secret (BLOBSIGHT_WEBHOOK_SECRET)", "whsec_"}},
		{"address", []string{"listen", "--secret", testSecret, "--addr", "nowhere"}, []string{"--addr"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := try(t.Context(), "", tt.args...)
			if o.code != exitFailed || o.out != "" {
				t.Errorf("exit code %d, want %d; stdout %q", o.code, exitFailed, o.out)
			}
			contains(t, o.err, tt.want...)
			if strings.Contains(o.err, "hunter2") {
				t.Error("the secret is shown")
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := try(ctx, "", "label", samplePath("lemon.jpg"), samplePath("orange.jpg"))
	if o.code != exitFailed || o.out != "" || o.err != "blobsight: interrupted\n" {
		t.Errorf("got %+v", o)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	contains(t, mustRun(t, "version").out, "blobsight ", "\ngo1.")
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	if got, want := printable("a é ✓\x1b[31m\n\u202e"), "a é ✓�[31m��"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
