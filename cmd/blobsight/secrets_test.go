package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestSecretsShow(t *testing.T) {
	t.Parallel()
	data := "--data=" + t.TempDir()
	first := mustRun(t, "secrets", "show", data)
	if !regexp.MustCompile(`^whsec_[A-Za-z0-9+/]{43}=\n$`).MatchString(first.out) || first.err != "" {
		t.Errorf("got %+v, want the secret alone", first)
	}
	if again := mustRun(t, "secrets", "show", data); again != first {
		t.Errorf("the secret changed from %q to %q", first.out, again.out)
	}
}

func TestListenNeedsASecret(t *testing.T) {
	t.Parallel()
	o := try(t.Context(), "", "listen", "--data", filepath.Join(t.TempDir(), "none"))
	if o.code != exitFailed {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, "no secret is given", "  hint: ", "secrets show", "--secret (BLOBSIGHT_WEBHOOK_SECRET)")
}

// secretRows are the rows of the list of secrets, without its heading.
func secretRows(t *testing.T, data string) [][]string {
	t.Helper()
	list := mustRun(t, "secrets", "list", data).out
	if strings.Contains(list, "whsec_") {
		t.Errorf("the list shows values:\n%s", list)
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(list), "\n")[1:] {
		rows = append(rows, regexp.MustCompile(`  +`).Split(line, -1))
	}
	return rows
}

func TestSecretsRotate(t *testing.T) {
	t.Parallel()
	data := "--data=" + t.TempDir()
	first := mustRun(t, "secrets", "show", data)
	rotated := mustRun(t, "secrets", "rotate", data)
	if again := mustRun(t, "secrets", "show", data); again.out != rotated.out || again.out == first.out {
		t.Errorf("%q became %q; shown is %q", first.out, rotated.out, again.out)
	}
	rows := secretRows(t, data)
	if len(rows) != 2 || rows[0][1] != "-" || !strings.HasPrefix(rows[0][3], "signing until 20") || rows[1][3] != "signing" {
		t.Fatalf("the list is %q", rows)
	}
	contains(t, rotated.err, "Secret "+rows[1][0]+" signs from now on.\n",
		rows[0][0]+" signs too, until "+strings.TrimPrefix(rows[0][3], "signing until ")+".")

	last := mustRun(t, "secrets", "rotate", "--grace=0s", data)
	contains(t, last.err, rows[0][0]+" signs no more", rows[1][0]+" signs no more")
	if rows = secretRows(t, data); !strings.HasPrefix(rows[0][3], "ended 20") || !strings.HasPrefix(rows[1][3], "ended 20") || rows[2][3] != "signing" {
		t.Errorf("the list is %q", rows)
	}
}

func TestSecretsOfAKey(t *testing.T) {
	t.Parallel()
	data := "--data=" + t.TempDir()
	shared := mustRun(t, "secrets", "show", data).out
	id := mustRun(t, "keys", "create", "ci", data).out[:12]
	lent := mustRun(t, "secrets", "show", "--key", id, data)
	if lent.out != shared {
		t.Errorf("shown for the key is %q, want the deployment's", lent.out)
	}
	contains(t, lent.err, id+" has no secret of its own")

	made := mustRun(t, "secrets", "rotate", "--key", id, data)
	contains(t, made.err, "the first of key "+id, "the deployment's secrets sign for it too, until 20")
	if own := mustRun(t, "secrets", "show", "--key", id, data); own.out != made.out || own.err != "" {
		t.Errorf("shown for the key is %+v, want its own", own)
	}
	if still := mustRun(t, "secrets", "show", data).out; still != shared {
		t.Error("the deployment's secret changed too")
	}
	contains(t, mustRun(t, "secrets", "rotate", "--key", id, data).err, "signs too, until")
	if rows := secretRows(t, data); len(rows) != 4 || rows[2][1] != id || rows[3][1] != id {
		t.Errorf("the list is %q", rows)
	}

	for _, command := range []string{"show", "rotate"} {
		o := try(t.Context(), "", "secrets", command, "--key", "bsk_nobody", data)
		contains(t, o.err, `--key: there is no API key with the id "bsk_nobody"`, "keys list")
		if o.code != exitFailed || o.out != "" {
			t.Errorf("got %+v", o)
		}
	}
	other := mustRun(t, "keys", "create", "other", data).out[:12]
	contains(t, mustRun(t, "secrets", "rotate", "--key", other, "--grace", "0s", data).err, "the deployment's secrets sign no more for it")
	mustRun(t, "keys", "revoke", id, data)
	contains(t, try(t.Context(), "", "secrets", "rotate", "--key", id, data).err, "--key: the API key "+id+" was revoked at 20")
}

func TestSecretsRevoke(t *testing.T) {
	t.Parallel()
	data := "--data=" + t.TempDir()
	mustRun(t, "secrets", "show", data)
	old := secretRows(t, data)[0][0]
	o := try(t.Context(), "", "secrets", "revoke", old, data)
	contains(t, o.err, old+" is the only secret that signs for the deployment", "  hint: ", "secrets rotate --grace 0s")
	if o.code != exitFailed {
		t.Errorf("got %+v", o)
	}
	mustRun(t, "secrets", "rotate", data)
	contains(t, mustRun(t, "secrets", "revoke", old, data).err, "Secret "+old+" is revoked")
	if rows := secretRows(t, data); !strings.HasPrefix(rows[0][3], "ended 20") {
		t.Errorf("the list is %q", rows)
	}
	contains(t, try(t.Context(), "", "secrets", "revoke", "whs_nobody", data).err, `no secret with the id "whs_nobody"`, "secrets list")
}
