package s3_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"blobsight/internal/bucket/s3"
)

const (
	region   = "us-east-1"
	pictures = "pictures" // the bucket that the gateway has
	// patience bounds the start of the gateway, and its life.
	patience = 10 * time.Second
	lifetime = 5 * time.Minute
)

// store is the S3 that the tests talk to: nil where there is none. It is set by
// TestMain only.
var store *url.URL

// TestMain starts a versitygw, a true S3 over a folder, if BLOBSIGHT_VERSITYGW
// names its binary. BLOBSIGHT_S3=http://ID:SECRET@HOST/BUCKET?region=REGION is
// another store to test with instead; the bucket must exist.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		stop, err := findStore()
		if err != nil {
			fmt.Fprintln(os.Stderr, "S3 for the tests:", err)
			return 1
		}
		defer stop()
		return m.Run()
	}())
}

func findStore() (stop func(), err error) {
	if link := os.Getenv("BLOBSIGHT_S3"); link != "" { //nolint:forbidigo // the tests' own switch
		store, err = url.Parse(link)
		return func() {}, err
	}
	binary := os.Getenv("BLOBSIGHT_VERSITYGW") //nolint:forbidigo // the tests' own switch
	if binary == "" {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", "blobsight-s3-")
	if err != nil {
		return nil, err
	}
	kill, err := startGateway(binary, dir)
	stop = func() { kill(); _ = os.RemoveAll(dir) }
	if err != nil {
		stop()
		return nil, err
	}
	return stop, nil
}

// startGateway runs the binary on a free port, with its data in dir, and makes
// the bucket. Kill is never nil.
func startGateway(binary, dir string) (kill func(), err error) {
	none := func() {}
	data, meta, versions := filepath.Join(dir, "data"), filepath.Join(dir, "meta"), filepath.Join(dir, "versions")
	if err := errors.Join(os.Mkdir(data, 0o700), os.Mkdir(meta, 0o700), os.Mkdir(versions, 0o700)); err != nil {
		return none, err
	}
	free, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return none, err
	}
	address := free.Addr().String()
	_ = free.Close()
	ctx, cancel := context.WithTimeout(context.Background(), lifetime)
	cmd := exec.CommandContext(ctx, binary, "--quiet", "--access", "tester", "--secret", "tester's secret", "--region", region,
		"--port", address, "posix", "--sidecar", meta, "--versioning-dir", versions, data)
	if err := cmd.Start(); err != nil {
		cancel()
		return none, err
	}
	kill = func() { cancel(); _ = cmd.Wait() }
	store = &url.URL{Scheme: "http", User: url.UserPassword("tester", "tester's secret"), Host: address, Path: "/" + pictures}
	return kill, makeBucket(ctx, pictures)
}

// makeBucket tries until the gateway answers.
func makeBucket(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		_, err := raw().CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: &name})
		if err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// raw is a plain client of the store.
func raw() *awss3.Client {
	cfg := config()
	return awss3.NewFromConfig(cfg.AWS, func(o *awss3.Options) { o.UsePathStyle, o.BaseEndpoint = true, &cfg.Endpoint })
}

// config leads to the bucket of the store.
func config() s3.Config {
	secret, _ := store.User.Password()
	where := store.Query().Get("region")
	if where == "" {
		where = region
	}
	return s3.Config{
		AWS: aws.Config{
			Region:           where,
			Credentials:      credentials.NewStaticCredentialsProvider(store.User.Username(), secret, ""),
			RetryMaxAttempts: 1,
		},
		Bucket:    filepath.Base(store.Path),
		Endpoint:  store.Scheme + "://" + store.Host,
		PathStyle: true,
	}
}

// open makes a Bucket on the store, after changes to its configuration.
func open(t *testing.T, changes ...func(*s3.Config)) *s3.Bucket {
	t.Helper()
	if store == nil {
		t.Skip("no S3 to test with: make test-aws gets one, or BLOBSIGHT_VERSITYGW names the binary of versitygw")
	}
	cfg := config()
	for _, change := range changes {
		change(&cfg)
	}
	return mustNew(t, cfg)
}

func mustNew(t *testing.T, cfg s3.Config) *s3.Bucket {
	t.Helper()
	b, err := s3.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func conditional(c *s3.Config) { c.Conditional = true }

// read gives the image of key, which must be there.
func read(t *testing.T, b *s3.Bucket, key string) []byte {
	t.Helper()
	r, err := b.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return body
}
