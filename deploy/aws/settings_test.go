package aws_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"blobsight"
)

// TestSettings: .env.example lists the settings that serverless.yml reads, all of
// them and no others, with the values that hold without it.
func TestSettings(t *testing.T) {
	t.Parallel()
	example := readExample(t)
	files, err := filepath.Glob("resources/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	use := regexp.MustCompile(`\$\{(?:opt:[a-z]+, )?env:([A-Z_]+)(?:, '?([^'}]*)'?)?\}`)
	for _, name := range append(files, "serverless.yml") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range use.FindAllStringSubmatch(string(data), -1) {
			setting, fallback := m[1], m[2]
			read[setting] = true
			value, listed := example[setting]
			if !listed {
				t.Errorf("%s reads %s, which .env.example does not list", name, setting)
			}
			if required := []string{"BUCKET", "REGION_NAME"}; !slices.Contains(required, setting) && value != fallback {
				t.Errorf("%s: %s is %q without a setting, and %q in .env.example", name, setting, fallback, value)
			}
		}
	}
	for setting := range example {
		if !read[setting] {
			t.Errorf(".env.example lists %s, which nothing reads", setting)
		}
	}
	schedule, err := blobsight.ParseSchedule(example["CALLBACK_SCHEDULE"])
	if err != nil || !slices.Equal(schedule, blobsight.DefaultSchedule()) {
		t.Errorf("callbacks are tried at %v (%v), on one machine at %v", schedule, err, blobsight.DefaultSchedule())
	}
}

// readExample reads the settings of .env.example.
func readExample(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(".env.example")
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{}
	for line := range strings.Lines(string(data)) {
		setting, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.Contains(setting, "KEY") || strings.Contains(setting, "SECRET") {
			t.Errorf("%s: no keys and secrets in settings", setting)
		}
		settings[setting] = value
	}
	return settings
}

// TestNoSecrets: nothing in the template lets anybody in who reads it, and functions
// get no keys: they have roles.
func TestNoSecrets(t *testing.T) {
	t.Parallel()
	c := load(t)
	secret := regexp.MustCompile(`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|whsec_|bsk_[a-z0-9]|-----BEGIN|(?i)password|secret_?access_?key|session_?token`)
	if found := secret.FindString(c.text); found != "" {
		t.Errorf("the template holds %q", found)
	}
	for function, f := range c.functions(t) {
		variables, _ := at(f.Properties, "Environment", "Variables").(object)
		for variable := range variables {
			if !strings.HasPrefix(variable, "BLOBSIGHT_") || strings.Contains(variable, "SECRET") || strings.HasSuffix(variable, "_KEY") {
				t.Errorf("%s is given %s", function, variable)
			}
		}
		for property, want := range map[string]string{"Runtime": "provided.al2023", "Handler": "bootstrap", "Architectures": `["arm64"]`} {
			if got := text(f.Properties[property]); got != want {
				t.Errorf("%s: %s is %s, want %s", function, property, got, want)
			}
		}
	}
}

// TestLogsEnd: no log is kept for ever.
func TestLogsEnd(t *testing.T) {
	t.Parallel()
	c := load(t)
	groups := c.of("AWS::Logs::LogGroup")
	if len(groups) != 7 { // six functions and the API
		t.Errorf("log groups are %v", groups)
	}
	for _, name := range groups {
		if days := number(c.Resources[name].Properties["RetentionInDays"]); days < 1 {
			t.Errorf("%s is kept for ever", name)
		}
	}
}
