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
	for _, command := range []string{"serve", "label", "train", "submit", "listen", "deliveries", "models", "engine", "rekognition-diff", "keys", "secrets", "version"} {
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
	for _, command := range []string{"serve", "label", "train", "submit", "listen", "models list", "models pull", "models verify", "models path", "engine install", "engine status", "rekognition-diff", "keys create", "keys list", "keys revoke", "secrets show", "secrets list", "secrets rotate", "secrets revoke", "deliveries list", "deliveries replay", "version"} {
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
		{"nothing to compare", []string{"rekognition-diff"}, `expected "<file> ..."`},
		{"more labels than there are", []string{"rekognition-diff", "--max-labels", "1001", "x.jpg"}, "--max-labels is 1001; it must be from 1 to 1000"},
		{"nobody at work", []string{"rekognition-diff", "--workers", "0", "x.jpg"}, "--workers is 0"},
		{"no confidence", []string{"rekognition-diff", "--min-confidence", "NaN", "x.jpg"}, "--min-confidence is NaN"},
		{"no time", []string{"rekognition-diff", "--timeout", "0s", "x.jpg"}, "--timeout is 0s"},
		{"stdin twice to submit", []string{"submit", "-", "-"}, "stdin (-) can be read only once"},
		{"no number", []string{"label", "--max-labels", "many", "x.jpg"}, "--max-labels"},
		{"no timeout", []string{"submit", "--timeout", "soon", "x.jpg"}, "--timeout"},
		{"unknown format of logs", []string{"serve", "--log-format", "xml"}, "--log-format"},
		{"no model to pull", []string{"models", "pull"}, `expected "<name> ..."`},
		{"one file for two models", []string{"models", "pull", "a", "b", "--from", "x"}, "--from gives one file"},
		{"no engine command", []string{"engine"}, `"install", "status"`},
		{"no key command", []string{"keys"}, `"create", "list", "revoke"`},
		{"no name of a key", []string{"keys", "create"}, "the name of the key is empty"},
		{"empty name of a key", []string{"keys", "create", " "}, "the name of the key is empty"},
		{"negative count", []string{"listen", "--count=-1"}, "--count is less than 0"},
		{"negative failures", []string{"listen", "--fail=-1"}, "--fail is less than 0"},
		{"forward to nowhere", []string{"listen", "--forward", "localhost:3000"}, `--forward: "localhost:3000" is no URL of an app`},
		{"negative grace", []string{"secrets", "rotate", "--grace=-1s"}, "--grace is less than 0"},
		{"no secret to revoke", []string{"secrets", "revoke"}, `expected "<id>"`},
		{"unknown status", []string{"deliveries", "list", "--status", "lost"}, "--status is \"lost\"; choose one of pending, delivered, exhausted"},
		{"no limit", []string{"deliveries", "list", "--limit", "0"}, "--limit is less than 1"},
		{"one blob of many", []string{"deliveries", "list", "--since", "1h", "ID"}, "leave them out, or the blob"},
		{"no time", []string{"deliveries", "list", "--since", "soon"}, `"soon" is no time; write 2026-03-04T05:06:07Z, or how long ago it was, such as 24h`},
		{"nothing to replay", []string{"deliveries", "replay"}, "name blobs, or give --status and --since"},
		{"replay of all times", []string{"deliveries", "replay", "--status", "exhausted"}, "--status needs --since"},
		{"replay of what stands otherwise", []string{"deliveries", "replay", "--status", "exhausted", "--since", "1h", "ID"}, "leave them out, or the blobs"},
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
		{
			"both endpoints at once",
			[]string{"rekognition-diff", "--a-profile", "nobody", "--b-profile", "none", samplePath("lemon.jpg")},
			[]string{`blobsight: --a: settings of AWS: there is no profile "nobody"`, `blobsight: --b: settings of AWS: there is no profile "none"`},
		},
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
