package aws_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	app "blobsight/internal/app/aws"
	"blobsight/internal/store/dynamo"
)

// deployment is what serverless.yml describes, made of stand-ins: the functions
// with their settings, each behind a guard with its role.
type deployment struct {
	t         *testing.T
	functions map[app.Function]lambda.Handler
	guards    []*guard
	tables    *dynamodb.Client // these two are not guarded
	messages  *sqs.Client
	queues    map[string]string // URLs by logical name
	busy      atomic.Bool       // Rekognition has no room
}

// deploy makes a deployment; settings are given to all functions besides.
func deploy(t *testing.T, settings map[string]string) *deployment {
	t.Helper()
	gateway, moto := os.Getenv("BLOBSIGHT_VERSITYGW"), os.Getenv("BLOBSIGHT_MOTO") //nolint:forbidigo // the tests' own switches
	if gateway == "" || moto == "" {
		t.Skip("no S3, DynamoDB and SQS to test with: BLOBSIGHT_VERSITYGW and BLOBSIGHT_MOTO name versitygw and moto_server")
	}
	for name, v := range map[string]string{
		"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "tester's secret",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		t.Setenv(name, v)
	}
	d := &deployment{t: t, functions: map[app.Function]lambda.Handler{}, queues: map[string]string{}}
	behind := map[string]string{
		"s3": d.run(gateway, "--quiet", "--access", "tester", "--secret", "tester's secret", "--region", "us-east-1",
			"--port", "127.0.0.1:PORT", "posix", "--sidecar", t.TempDir(), t.TempDir()),
		"others": d.run(moto, "-H", "127.0.0.1", "-p", "PORT"),
	}
	eye := httptest.NewServer(http.HandlerFunc(d.detectLabels))
	t.Cleanup(eye.Close)
	behind["rekognition"] = eye.URL
	d.furnish(behind)

	names := map[string]string{}
	for name, u := range d.queues {
		names[u] = name
	}
	for _, f := range app.Functions() {
		g := newGuard(t, string(f), names, behind)
		d.guards = append(d.guards, g)
		for _, service := range []string{"S3", "DYNAMODB", "SQS", "REKOGNITION"} {
			t.Setenv("AWS_ENDPOINT_URL_"+service, g.URL)
		}
		given := environment(t, f, d.queues)
		given["BLOBSIGHT_S3_PATH_STYLE"] = "true"
		for variable, v := range settings {
			given[variable] = v
		}
		cfg, err := app.ReadConfig(func(variable string) string { return given[variable] })
		if err != nil {
			t.Fatal(err)
		}
		if d.functions[f], err = app.Open(t.Context(), cfg, "test", io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// furnish makes bucket, table and queues.
func (d *deployment) furnish(behind map[string]string) {
	d.t.Helper()
	cfg, err := config.LoadDefaultConfig(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	images := s3.NewFromConfig(cfg, func(o *s3.Options) { o.BaseEndpoint, o.UsePathStyle = aws.String(behind["s3"]), true })
	d.tables = dynamodb.NewFromConfig(cfg, func(o *dynamodb.Options) { o.BaseEndpoint = aws.String(behind["others"]) })
	d.messages = sqs.NewFromConfig(cfg, func(o *sqs.Options) { o.BaseEndpoint = aws.String(behind["others"]) })
	if _, err := images.CreateBucket(d.t.Context(), &s3.CreateBucketInput{Bucket: aws.String(sourceBucket)}); err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.tables.CreateTable(d.t.Context(), dynamo.Table(sourceName)); err != nil {
		d.t.Fatal(err)
	}
	for _, name := range []string{"UploadQueue", "CallbackQueue", "CallbackDeadQueue", "DispatchDeadQueue"} {
		q, err := d.messages.CreateQueue(d.t.Context(), &sqs.CreateQueueInput{QueueName: aws.String(name)})
		if err != nil {
			d.t.Fatal(err)
		}
		d.queues[name] = *q.QueueUrl
	}
}

// detectLabels stands in for Rekognition.
func (d *deployment) detectLabels(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if d.busy.Load() {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type": "ThrottlingException", "message": "Rate exceeded"}`)
		return
	}
	_, _ = io.WriteString(w, `{"Labels": [{"Name": "Dog", "Confidence": 98.5, "Parents": [], "Categories": [], "Aliases": [], "Instances": []}], "LabelModelVersion": "3.0"}`)
}

// invoke calls a function as Lambda does; an error of the function fails the test.
func (d *deployment) invoke(f app.Function, event any) object {
	d.t.Helper()
	payload, err := json.Marshal(event)
	if err != nil {
		d.t.Fatal(err)
	}
	body, err := d.functions[f].Invoke(d.t.Context(), payload)
	if err != nil {
		d.t.Fatalf("%s: %v", f, err)
	}
	var answer object
	_ = json.Unmarshal(body, &answer) // some answer null
	return answer
}

// until tries for a minute.
func (d *deployment) until(what string, done func(context.Context) bool) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), time.Minute)
	defer cancel()
	for !done(ctx) {
		select {
		case <-ctx.Done():
			d.t.Fatalf("%s: it did not happen in a minute", what)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// run starts a program that ends with the test, waits until it listens and gives its
// URL. PORT in the arguments is one that is free.
func (d *deployment) run(program string, args ...string) (address string) {
	t := d.t
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	_ = l.Close()
	_, port, _ := net.SplitHostPort(host)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "PORT", port)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	d.until(program+" listens", func(ctx context.Context) bool {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return "http://" + host
}
