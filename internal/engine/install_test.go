package engine_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight/internal/engine"
	"blobsight/internal/engine/enginetest"
)

// member is a file, or a link, of an archive.
type member struct {
	name    string
	content []byte
	link    string
}

// tgz packs members as release archives and npm's packages are.
func tgz(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Typeflag: tar.TypeReg, Size: int64(len(m.content)), Mode: 0o644}
		if m.link != "" {
			h.Typeflag, h.Linkname = tar.TypeSymlink, m.link
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped packs members as wheels and the release archives for Windows are.
func zipped(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		if m.link != "" {
			h.SetMode(fs.ModeSymlink | 0o777)
			m.content = []byte(m.link)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// noFetch is for sources that are here already.
func noFetch(context.Context, string, int64, string, string) error {
	return errors.New("nothing shall be fetched")
}

// files lists a folder with everything in it, and whether it exists.
func files(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, strings.TrimPrefix(path, dir+string(filepath.Separator)))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return names
}

func TestInstallKinds(t *testing.T) {
	t.Parallel()
	good := enginetest.Library("amd64", "1.30.0")
	arm := enginetest.Library("arm64", "1.30.0")
	other := enginetest.Shared("amd64", "\x00deflate\x00")
	kinds := map[string][]byte{
		"onnxruntime-release.tgz": tgz(t,
			member{name: "./onnxruntime-linux-x64-1.30.0/include/onnxruntime_c_api.h", content: []byte("//")},
			member{name: "./onnxruntime-linux-x64-1.30.0/lib/libonnxruntime.so", link: "libonnxruntime.so.1"},
			member{name: "./onnxruntime-linux-x64-1.30.0/lib/libonnxruntime.so.1", link: "libonnxruntime.so.1.30.0"},
			member{name: "./onnxruntime-linux-x64-1.30.0/lib/libonnxruntime_providers_shared.so", content: other},
			member{name: "./onnxruntime-linux-x64-1.30.0/lib/libonnxruntime.so.1.30.0", content: good},
		),
		"onnxruntime-node.tgz": tgz(t,
			member{name: "package/bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib", content: []byte("\xcf\xfa\xed\xfe")},
			member{name: "package/bin/napi-v6/linux/arm64/libonnxruntime.so.1", content: arm},
			member{name: "package/bin/napi-v6/linux/x64/libonnxruntime.so.1", content: good},
		),
		"onnxruntime-cp312-manylinux.whl": zipped(t,
			member{name: "onnxruntime/capi/libonnxruntime.so", link: "/etc/passwd"},
			member{name: "onnxruntime/capi/onnxruntime_pybind11_state.so", content: other},
			member{name: "onnxruntime/capi/libonnxruntime.so.1.30.0", content: good},
		),
		"outside.tgz":       tgz(t, member{name: "../../../../libonnxruntime.so.1", content: good}),
		"outside.zip":       zipped(t, member{name: `..\..\libonnxruntime.so.1`, content: good}),
		"libonnxruntime.so": good,
		"a name":            good,
	}
	for name, content := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from := put(t, content, t.TempDir(), name)
			dir := filepath.Join(t.TempDir(), "data", "engine")
			tried := ""
			in, err := engine.InstallFor(t.Context(), engine.Source{From: from}, engine.Options{
				Dir: dir, Fetch: noFetch, Try: func(path string) error { tried = path; return nil },
			}, "linux", "amd64")
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(in.Path)
			if err != nil || !bytes.Equal(got, good) || in.Path != filepath.Join(dir, "libonnxruntime.so") {
				t.Errorf("%s has %d bytes, %v", in.Path, len(got), err)
			}
			if in.Version != "1.30.0" || in.SHA256 != sum(content) || in.Verified || tried == "" {
				t.Errorf("got %+v, tried %q", in, tried)
			}
			if left := files(t, dir); len(left) != 1 {
				t.Errorf("left behind: %v", left)
			}
			if _, err := os.Stat(from); err != nil {
				t.Error("the file that was given is gone")
			}
		})
	}
}

func TestInstallRefuses(t *testing.T) {
	t.Parallel()
	good := enginetest.Library("amd64", "1.30.0")
	lib := func(b []byte) []byte { return tgz(t, member{name: "lib/libonnxruntime.so.1", content: b}) }
	official := "onnxruntime-linux-x64-" + engine.Version + ".tgz"
	tests := []struct {
		name, file string
		content    []byte
		sum        string
		words      []string
	}{
		{"another sum", "x.tgz", lib(good), sum(good), []string{sum(lib(good)), sum(good)}},
		{"no sum", "x.tgz", lib(good), "abc", []string{"--sha256", "64 hex digits"}},
		{"official name, other content", official, lib(good), "", []string{official, sum(lib(good)), "a5ed5a3cac51"}},
		{"no library in tgz", "x.tgz", tgz(t, member{name: "readme", content: []byte("x")}), "", []string{"x.tgz", "holds no libonnxruntime.so"}},
		{"no library in zip", "x.zip", zipped(t, member{name: "readme", content: []byte("x")}), "", []string{"x.zip", "holds no libonnxruntime.so"}},
		{"links only", "x.tgz", tgz(t, member{name: "libonnxruntime.so", link: "/lib/libc.so"}), "", []string{"holds no"}},
		{"other processor", "x.tgz", lib(enginetest.Library("arm64", "1.30.0")), "", []string{"lib/libonnxruntime.so.1", "linux/arm64", "linux/amd64"}},
		{"too old", "x.tgz", lib(enginetest.Library("amd64", "1.19.2")), "", []string{"1.19.2", "1.24"}},
		{"text in place of the library", "x.tgz", lib([]byte("no library")), "", []string{"no shared library"}},
		{"cut off tgz", "x.tgz", lib(good)[:40], "", []string{"read archive"}},
		{"cut off zip", "x.zip", zipped(t, member{name: "libonnxruntime.so", content: good})[:40], "", []string{"read archive"}},
		{"text", "x.tgz", []byte("hello"), "", []string{"neither"}},
		{"empty", "x.tgz", nil, "", []string{"neither"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			from := put(t, tt.content, t.TempDir(), tt.file)
			data := filepath.Join(t.TempDir(), "data")
			opt := engine.Options{Dir: filepath.Join(data, "engine"), Fetch: noFetch}
			_, err := engine.InstallFor(t.Context(), engine.Source{From: from, SHA256: tt.sum}, opt, "linux", "amd64")
			fails(t, err, tt.words...)
			if _, err := os.Stat(data); err == nil {
				t.Errorf("the folder was made, with %v", files(t, data))
			}
		})
	}
}

// TestInstallKeeps: what was installed before stays when a new one does not work.
func TestInstallKeeps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := []byte("before")
	path := put(t, before, dir, "libonnxruntime.so")
	from := put(t, enginetest.Library("amd64", "1.30.0"), t.TempDir(), "x.so")
	broken := errors.New("broken")
	opt := engine.Options{Dir: dir, Fetch: noFetch, Try: func(string) error { return broken }}
	if _, err := engine.InstallFor(t.Context(), engine.Source{From: from}, opt, "linux", "amd64"); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := engine.InstallFor(ctx, engine.Source{From: from}, opt, "linux", "amd64"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, before) {
		t.Errorf("it is %q now, %v", got, err)
	}
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// TestInstallDownloads: what is fetched, with which sum, and that it does not stay.
func TestInstallDownloads(t *testing.T) {
	t.Parallel()
	const mirror = "https://mirror.example.com/ort/"
	other := strings.Repeat("ab", 32)
	tests := []struct {
		name, os, arch string
		source         engine.Source
		address, sum   string // of what is fetched
		words          []string
	}{
		{"official", "linux", "amd64", engine.Source{}, "https://github.com/microsoft/onnxruntime/releases/download/v1.30.0/onnxruntime-linux-x64-1.30.0.tgz", "a5ed5a3cac51fbb2e90da632ae43d19212faaa20e76484e62bcb7c23ddb3b3fd", nil},
		{"official for Windows", "windows", "amd64", engine.Source{}, "https://github.com/microsoft/onnxruntime/releases/download/v1.30.0/onnxruntime-win-x64-1.30.0.zip", "c6ba983baf5681af108599675d2a89c2d145512d02de28aed0bff177cd0ba949", nil},
		{"Mac with Intel", "darwin", "amd64", engine.Source{}, "", "", []string{"darwin/amd64", "--from"}},
		{"official, other sum", "linux", "amd64", engine.Source{SHA256: other}, "", "", []string{"--sha256", "--from"}},
		{"mirror", "linux", "arm64", engine.Source{From: mirror + "onnxruntime-linux-aarch64-1.30.0.tgz"}, mirror + "onnxruntime-linux-aarch64-1.30.0.tgz", "e16a27a8ed330bbc698df7330b0cf56e722f354e3bcc92118682c74ef3c3e3da", nil},
		{"own sum", "linux", "amd64", engine.Source{From: mirror + "x.tgz", SHA256: strings.ToUpper(other)}, mirror + "x.tgz", other, nil},
		{"no sum", "linux", "amd64", engine.Source{From: mirror + "x.tgz"}, "", "", []string{"--sha256"}},
		{"no address", "linux", "amd64", engine.Source{From: "ftp://mirror.example.com/x.tgz"}, "", "", []string{"--from", "https://"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fetched, offline := "", errors.New("offline")
			opt := engine.Options{Dir: filepath.Join(t.TempDir(), "engine"), Fetch: func(_ context.Context, address string, _ int64, sum, dest string) error {
				fetched = address + " " + sum
				if filepath.Dir(dest) == "" {
					t.Errorf("fetched to %s", dest)
				}
				return offline
			}}
			_, err := engine.InstallFor(t.Context(), tt.source, opt, tt.os, tt.arch)
			if tt.words != nil {
				fails(t, err, tt.words...)
			} else if !errors.Is(err, offline) {
				t.Errorf("got %v", err)
			}
			if fetched != strings.TrimSpace(tt.address+" "+tt.sum) {
				t.Errorf("fetched %q", fetched)
			}
		})
	}
	lib := enginetest.Library("amd64", "1.30.0")
	opt := engine.Options{Dir: t.TempDir(), Fetch: func(_ context.Context, _ string, _ int64, _, dest string) error {
		return os.WriteFile(dest, lib, 0o600)
	}}
	in, err := engine.InstallFor(t.Context(), engine.Source{}, opt, "linux", "amd64")
	if err != nil || !in.Verified || in.Version != "1.30.0" {
		t.Fatalf("got %+v, %v", in, err)
	}
	if left := files(t, opt.Dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
