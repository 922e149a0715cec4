package aws_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// pictures is the bucket that all tests share, each below a prefix of its own.
const pictures = "pictures"

// amazon is what the tests have of it; empty where there is none. It is set by
// TestMain only.
var amazon struct{ s3, moto, rekognition string }

// lifetime bounds what TestMain starts.
const lifetime = 5 * time.Minute

// TestMain starts a versitygw as S3 and a moto_server as DynamoDB and SQS, if
// BLOBSIGHT_VERSITYGW and BLOBSIGHT_MOTO name their programs, and a stand-in for
// Rekognition. The SDK finds them as it finds Amazon: in the environment.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		ctx, cancel := context.WithTimeout(context.Background(), lifetime)
		defer cancel()
		stop, err := start(ctx)
		defer stop()
		if err != nil {
			fmt.Fprintln(os.Stderr, "stand-ins for the tests:", err)
			return 1
		}
		return m.Run()
	}())
}

func start(ctx context.Context) (stop func(), err error) {
	var stops []func()
	stop = func() {
		for _, s := range stops {
			s()
		}
	}
	server := httptest.NewServer(http.HandlerFunc(detectLabels))
	stops = append(stops, server.Close)
	amazon.rekognition = server.URL
	for name, value := range map[string]string{
		"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "tester's secret",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_ENDPOINT_URL_REKOGNITION": server.URL,
	} {
		_ = os.Setenv(name, value)
	}
	gateway, moto := os.Getenv("BLOBSIGHT_VERSITYGW"), os.Getenv("BLOBSIGHT_MOTO") //nolint:forbidigo // the tests' own switches
	if gateway == "" || moto == "" {
		return stop, nil
	}
	dir, err := os.MkdirTemp("", "blobsight-aws-")
	if err != nil {
		return stop, err
	}
	stops = append(stops, func() { _ = os.RemoveAll(dir) })
	data, meta := filepath.Join(dir, "data"), filepath.Join(dir, "meta")
	if err := errors.Join(os.Mkdir(data, 0o700), os.Mkdir(meta, 0o700)); err != nil {
		return stop, err
	}
	s3Port, motoPort := freePort(), freePort()
	for _, cmd := range []*exec.Cmd{
		exec.CommandContext(ctx, gateway, "--quiet", "--access", "tester", "--secret", "tester's secret", "--region", "us-east-1",
			"--port", "127.0.0.1:"+s3Port, "posix", "--sidecar", meta, data),
		exec.CommandContext(ctx, moto, "-H", "127.0.0.1", "-p", motoPort),
	} {
		if err := cmd.Start(); err != nil {
			return stop, err
		}
		stops = append(stops, func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	}
	amazon.s3, amazon.moto = "http://127.0.0.1:"+s3Port, "http://127.0.0.1:"+motoPort
	for _, name := range []string{"DYNAMODB", "DYNAMODB_STREAMS", "SQS"} {
		_ = os.Setenv("AWS_ENDPOINT_URL_"+name, amazon.moto)
	}
	_ = os.Setenv("AWS_ENDPOINT_URL_S3", amazon.s3)
	return stop, await(ctx)
}

func freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// await tries until both answer, and makes the bucket.
func await(ctx context.Context) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	for made := false; ; time.Sleep(50 * time.Millisecond) {
		if !made {
			_, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: new(pictures)})
			made = err == nil
		}
		res, err := http.Get(amazon.moto + "/moto-api/data.json")
		if err == nil {
			_ = res.Body.Close()
		}
		if made && err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("they do not answer: %w", err)
		}
	}
}
