package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	data := "--data=" + t.TempDir()
	contains(t, mustRun(t, "keys", "list", data).err, "There are no API keys")

	made := mustRun(t, "keys", "create", "ci \x1b[31m", data)
	if !regexp.MustCompile(`^bsk_[a-z0-9]{26}\n$`).MatchString(made.out) {
		t.Errorf("stdout is %q, want the key alone", made.out)
	}
	key := strings.TrimSpace(made.out)
	id := key[:12]
	contains(t, made.err, id, "only time")
	if strings.Contains(made.err, key) {
		t.Error("the key is on stderr too")
	}
	mustRun(t, "keys", "create", "other", data)

	list := mustRun(t, "keys", "list", data).out
	if strings.Contains(list, key) || strings.Contains(list, "\x1b") {
		t.Errorf("the list shows too much:\n%s", list)
	}
	rows := strings.Split(list, "\n")
	if len(rows) != 4 || !strings.HasPrefix(rows[0], "ID ") || !strings.HasPrefix(rows[1], id+"  20") || !strings.HasSuffix(rows[2], "  -        other") {
		t.Errorf("the list is\n%s", list)
	}

	if o := mustRun(t, "keys", "revoke", id, data); o.err != "API key "+id+" is revoked.\n" {
		t.Errorf("stderr is %q", o.err)
	}
	rows = strings.Split(mustRun(t, "keys", "list", data).out, "\n")
	if fields := strings.Fields(rows[1]); len(fields) < 3 || !strings.HasPrefix(fields[2], "20") {
		t.Errorf("the revoked key is listed as %q", rows[1])
	}
	contains(t, mustRun(t, "keys", "revoke", rows[2][:12], data).err, "No API key is in use any more")

	o := try(t.Context(), "", "keys", "revoke", "bsk_nobody", data)
	if o.code != exitFailed {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, `blobsight: there is no API key with the id "bsk_nobody"`, `  hint: "blobsight keys list"`)
}
