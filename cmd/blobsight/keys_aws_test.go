package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestKeysAWS(t *testing.T) {
	t.Parallel()
	data := "--data=" + t.TempDir()
	key := strings.TrimSpace(mustRun(t, "keys", "create", "ci", data).out)

	o := mustRun(t, "keys", "aws", "--api-key", key)
	want := regexp.MustCompile(`^AWS_ACCESS_KEY_ID=` + key[:12] + `\nAWS_SECRET_ACCESS_KEY=[0-9a-f]{64}\n$`)
	if !want.MatchString(o.out) || o.err != "" {
		t.Errorf("got %+v", o)
	}
	contains(t, mustRun(t, "keys", "list", data).out, key[:12])

	for _, wrong := range []string{key[:12], key + "0", "AKIDEXAMPLE"} {
		o := try(t.Context(), "", "keys", "aws", "--api-key", wrong)
		if o.code != exitUsage || o.out != "" || strings.Contains(o.err, wrong) {
			t.Errorf("%q: got %+v", wrong, o)
		}
		contains(t, o.err, `blobsight: `, `--api-key (BLOBSIGHT_API_KEY): an API key is "bsk_" and 26 more characters`)
	}
	o = try(t.Context(), "", "keys", "aws")
	if o.code != exitUsage {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, "no API key is given: set --api-key (BLOBSIGHT_API_KEY)")
}

func TestKeysAWSFromEnvironment(t *testing.T) {
	t.Setenv("BLOBSIGHT_API_KEY", "bsk_"+strings.Repeat("a", 26))
	contains(t, mustRun(t, "keys", "aws").out, "AWS_ACCESS_KEY_ID=bsk_aaaaaaaa\n")
}
