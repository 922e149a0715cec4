package disk_test

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/bucket/disk"
)

// killMe hands the folder to the process that TestOpenAfterKill starts and kills.
var killMe = flag.String("kill-me", "", "for TestOpenAfterKill itself")

// TestOpenAfterKill: a process is killed in the middle of an upload. Another
// one that opens the folder meanwhile spares the upload; after the kill its
// remains are removed, and they were never an image.
func TestOpenAfterKill(t *testing.T) {
	if *killMe != "" {
		_, _ = open(t, *killMe, "http://host").Put(t.Context(), "cut-off", announce{}, 1<<20)
		return
	}
	t.Parallel()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), self, "-test.run=^TestOpenAfterKill$", "-kill-me="+dir)
	stdin, err := child.StdinPipe() // the child waits at it
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); !strings.HasPrefix(line, "receiving") {
		t.Fatalf("%q, %v", line, err)
	}

	if left := files(t, dir); len(left) != 1 || !strings.HasPrefix(left[0], filepath.Join(dir, "tmp", "upload-")) {
		t.Fatalf("during the upload: %q", left)
	}
	b := open(t, dir, "http://host")
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("the upload of a living process was removed: %q", left)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	if _, err := b.Stat(t.Context(), "cut-off"); !errors.Is(err, blobsight.ErrObjectNotFound) {
		t.Errorf("the cut-off upload is an image: %v", err)
	}
	b = open(t, dir, "http://host")
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
	if _, err := b.Put(t.Context(), "cut-off", bytes.NewReader([]byte("again")), 10); err != nil {
		t.Errorf("upload after the crash: %v", err)
	}
}

// announce gives 4 KiB, says so, and then waits for a byte that never comes.
type announce struct{}

func (announce) Read(p []byte) (int, error) {
	if _, err := os.Stdout.WriteString("receiving\n"); err != nil {
		return 0, err
	}
	return os.Stdin.Read(p)
}

func TestOpenRemovesOnlyItsLeftovers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := open(t, dir, "http://host")
	if _, err := b.Put(t.Context(), "kept", bytes.NewReader([]byte("image")), 10); err != nil {
		t.Fatal(err)
	}
	tmp := filepath.Join(dir, "tmp")
	for _, name := range []string{"upload-ABC", "upload-DEF-link", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(tmp, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(tmp, "upload-folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	b = open(t, dir, "http://host")
	left := files(t, tmp)
	if len(left) != 1 || filepath.Base(left[0]) != "notes.txt" {
		t.Errorf("%q, want notes.txt only", left)
	}
	if size, err := b.Stat(t.Context(), "kept"); err != nil || size != 5 {
		t.Errorf("the image: %d, %v", size, err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	here := &url.URL{Scheme: "http", Host: "host"}
	tests := []struct {
		name, dir string
		cfg       disk.Config
		want      []string
	}{
		{"a file", file, disk.Config{PublicURL: here, Secret: secret}, []string{"image folder " + file + " cannot be used", "not a directory", "choose another folder"}},
		{"below a file", filepath.Join(file, "images"), disk.Config{PublicURL: here, Secret: secret}, []string{"cannot be used", "not a directory"}},
		{"no URL", dir, disk.Config{Secret: secret}, []string{"PublicURL needs a scheme and a host"}},
		{"no host", dir, disk.Config{PublicURL: &url.URL{Path: "/x"}, Secret: secret}, []string{"PublicURL needs a scheme and a host"}},
		{"short secret", dir, disk.Config{PublicURL: here, Secret: secret[1:]}, []string{"Secret has 31 bytes, at least 32 are needed"}},
	}
	for _, tt := range tests {
		_, err := disk.Open(tt.dir, tt.cfg)
		for _, want := range tt.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", tt.name, err, want)
			}
		}
	}
}

func TestOpenReadOnlyFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	for _, made := range []bool{false, true} { // before its first use, and after
		dir := t.TempDir()
		sub := dir
		if made {
			open(t, dir, "http://host")
			sub = filepath.Join(dir, "tmp")
		}
		if err := os.Chmod(sub, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(sub, 0o700) })
		_, err := disk.Open(dir, disk.Config{PublicURL: &url.URL{Scheme: "http", Host: "host"}, Secret: secret})
		for _, want := range []string{"image folder " + dir + " cannot be used", "permission denied", "let the server's user write there"} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
		}
	}
}
