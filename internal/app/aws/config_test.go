package aws_test

import (
	"strings"
	"testing"
	"time"

	"blobsight/internal/app/aws"
)

func read(env map[string]string) (aws.Config, error) {
	return aws.ReadConfig(func(name string) string { return env[name] })
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	c, err := read(map[string]string{"BLOBSIGHT_FUNCTION": "http", "BLOBSIGHT_TABLE": "t", "BLOBSIGHT_BUCKET": "b"})
	if err != nil {
		t.Fatal(err)
	}
	if c.UploadTTL != 30*time.Minute || c.UploadBytes != 15_000_000 || c.Labels.MinConfidence != 20 || c.Labels.MaxLabels != 200 ||
		c.Labels.Properties || len(c.Schedule) != 10 || c.Timeout != 15*time.Second || c.Insecure || c.Proxy != nil {
		t.Errorf("%+v", c)
	}
}

// TestMissing: each function says what it needs, and nothing else.
func TestMissing(t *testing.T) {
	t.Parallel()
	for function, want := range map[string]string{
		"":          "BLOBSIGHT_FUNCTION",
		"sing":      "BLOBSIGHT_FUNCTION",
		"http":      "BLOBSIGHT_TABLE BLOBSIGHT_BUCKET",
		"recognize": "BLOBSIGHT_TABLE BLOBSIGHT_BUCKET BLOBSIGHT_UPLOAD_QUEUE_URL",
		"dispatch":  "BLOBSIGHT_CALLBACK_QUEUE_URL BLOBSIGHT_DEAD_LETTER_QUEUE_URL",
		"notify":    "BLOBSIGHT_TABLE BLOBSIGHT_BUCKET BLOBSIGHT_CALLBACK_QUEUE_URL BLOBSIGHT_DEAD_LETTER_QUEUE_URL",
		"expire":    "BLOBSIGHT_TABLE BLOBSIGHT_BUCKET BLOBSIGHT_UPLOAD_QUEUE_URL",
		"admin":     "BLOBSIGHT_TABLE",
	} {
		_, err := read(map[string]string{"BLOBSIGHT_FUNCTION": function})
		var got []string
		for line := range strings.SplitSeq(err.Error(), "\n") {
			name, _, _ := strings.Cut(line, ":")
			got = append(got, name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", function, got, want)
		}
	}
}

// TestMistakes: all of them are told, each with its name.
func TestMistakes(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		"BLOBSIGHT_LOG_LEVEL": "loud", "BLOBSIGHT_RETENTION": "-1s", "BLOBSIGHT_UPLOAD_TTL": "31m", "BLOBSIGHT_MAX_UPLOAD_BYTES": "20000000",
		"BLOBSIGHT_UPLOAD_ONCE": "maybe", "BLOBSIGHT_MIN_CONFIDENCE": "101", "BLOBSIGHT_MAX_LABELS": "0", "BLOBSIGHT_FEATURES": "faces",
		"BLOBSIGHT_RECOGNIZE_ATTEMPTS": "0", "BLOBSIGHT_CALLBACK_SCHEDULE": "soon", "BLOBSIGHT_CALLBACK_ALLOW": "10.0.0.0/40",
		"BLOBSIGHT_CALLBACK_PORTS": "http", "BLOBSIGHT_CALLBACK_TIMEOUT": "60s", "BLOBSIGHT_CALLBACK_HOST_LIMIT": "0",
		"BLOBSIGHT_CALLBACK_EXCERPT": "2000", "BLOBSIGHT_CALLBACK_PROXY": "proxy", "BLOBSIGHT_INSECURE": "perhaps", "BLOBSIGHT_S3_PATH_STYLE": "2",
	}
	whole := map[string]string{"BLOBSIGHT_FUNCTION": "http", "BLOBSIGHT_TABLE": "t", "BLOBSIGHT_BUCKET": "b"}
	for name, value := range env {
		whole[name] = value
	}
	_, err := read(whole)
	for name := range env {
		if err == nil || !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s: nothing is said about it", name)
		}
	}
}

// TestRetention: a blob must outlive its callback.
func TestRetention(t *testing.T) {
	t.Parallel()
	env := map[string]string{"BLOBSIGHT_FUNCTION": "http", "BLOBSIGHT_TABLE": "t", "BLOBSIGHT_BUCKET": "b", "BLOBSIGHT_RETENTION": "72h"}
	if _, err := read(env); err == nil || !strings.Contains(err.Error(), "BLOBSIGHT_RETENTION: ") {
		t.Errorf("72h, with a schedule of 75h: %v", err)
	}
	env["BLOBSIGHT_RETENTION"] = "720h"
	if _, err := read(env); err != nil {
		t.Error(err)
	}
}

// TestSchedule: a callback must come to its end before its message is forgotten.
func TestSchedule(t *testing.T) {
	t.Parallel()
	env := map[string]string{"BLOBSIGHT_FUNCTION": "http", "BLOBSIGHT_TABLE": "t", "BLOBSIGHT_BUCKET": "b"}
	for schedule, good := range map[string]bool{"0s,140h,140h": true, "0s,150h,150h": false, "8000h,8000h": false} {
		env["BLOBSIGHT_CALLBACK_SCHEDULE"] = schedule
		if _, err := read(env); (err == nil) != good {
			t.Errorf("%s: %v", schedule, err)
		}
	}
}
