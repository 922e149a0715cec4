package app_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight/internal/app"
	"blobsight/internal/app/apptest"
	"blobsight/internal/bucket/disk"
	"blobsight/internal/rekapi/objectstest"
)

// TestObjectsInAFolder also closes it.
func TestObjectsInAFolder(t *testing.T) {
	dir := t.TempDir()
	err := errors.Join(os.Mkdir(filepath.Join(dir, "pictures"), 0o700), os.WriteFile(filepath.Join(dir, "pictures", "cat.jpg"), []byte("cat"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	objects, closeAll, err := app.OpenObjects(t.Context(), app.Rekognition{Objects: dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := objectstest.Content(t, objects, "pictures", "cat.jpg", ""); got != "cat" {
		t.Errorf("the object is %q", got)
	}
	if err := closeAll(); err != nil {
		t.Error(err)
	}
	if _, err := objects.Open(t.Context(), "pictures", "cat.jpg", ""); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// TestObjectsInAStore: credentials and region are those of Amazon's tools, and the
// setting's region where they name none.
func TestObjectsInAStore(t *testing.T) {
	asked := make(chan *http.Request, 1)
	store := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r
		_, _ = io.WriteString(w, "cat")
	}))
	defer store.Close()
	nowhere := filepath.Join(t.TempDir(), "none")
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
		"AWS_DEFAULT_REGION": "", "AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere,
	} {
		t.Setenv(name, value)
	}
	for region, want := range map[string]string{"": "eu-north-1", "eu-central-1": "eu-central-1"} {
		t.Setenv("AWS_REGION", region)
		objects, closeAll, err := app.OpenObjects(t.Context(), app.Rekognition{Region: "eu-north-1", Objects: store.URL + "/base/"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := objectstest.Content(t, objects, "pictures", "cats/tom.jpg", ""); got != "cat" {
			t.Errorf("the object is %q", got)
		}
		r := <-asked
		if r.URL.Path != "/base/pictures/cats/tom.jpg" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		if signed := r.Header.Get("Authorization"); !strings.Contains(signed, "Credential=AKIDTEST/") || !strings.Contains(signed, "/"+want+"/s3/") {
			t.Errorf("AWS_REGION %q: signed by %s, want the region %s", region, signed, want)
		}
		if err := closeAll(); err != nil {
			t.Error(err)
		}
	}
}

func TestObjectsAreOwnByDefault(t *testing.T) {
	t.Parallel()
	images, err := disk.Open(t.TempDir(), disk.Config{PublicURL: &url.URL{Scheme: "http", Host: "host"}, Secret: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	defer images.Close()
	if _, err := images.Put(t.Context(), "1", strings.NewReader("cat"), 3); err != nil {
		t.Fatal(err)
	}
	objects, _, err := app.OpenObjects(t.Context(), app.DefaultRekognition(), images)
	if err != nil {
		t.Fatal(err)
	}
	if got := objectstest.Content(t, objects, "blobsight", "1", ""); got != "cat" {
		t.Errorf("the object is %q", got)
	}
}

func TestObjectsThatAreWrong(t *testing.T) {
	t.Parallel()
	for objects, want := range map[string]string{
		"http://":                  "no URL of an S3",
		"http://:9000":             "no URL of an S3",
		"s3://pictures":            "no URL of an S3",
		"http://id:key@host":       "AWS_ACCESS_KEY_ID",
		"http://host?region=x":     "a query",
		"http://host:9000/bucket":  "which bucket they mean",
		"127.0.0.1:9000":           "http://",
		filepath.Join("no", "dir"): "a folder for each bucket",
		"rekognition_test.go":      "a folder for each bucket",
	} {
		c := apptest.Config(t)
		c.Objects = objects
		a, err := app.Open(t.Context(), c, "test", io.Discard)
		if err == nil {
			_ = a.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "--rekognition-objects (BLOBSIGHT_REKOGNITION_OBJECTS)") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", objects, err, want)
		}
	}
	c := apptest.Config(t)
	c.Region = "the moon"
	if _, err := app.Open(t.Context(), c, "test", io.Discard); err == nil || !strings.Contains(err.Error(), "--rekognition-region") {
		t.Errorf("region: %v", err)
	}
}
