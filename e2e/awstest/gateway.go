package awstest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// startGateway starts a versitygw with its data in dir, which tells hook of uploads. The
// hook must answer already.
func startGateway(ctx context.Context, program, dir, address, hook string) (*process, error) {
	data, meta := filepath.Join(dir, "s3-data"), filepath.Join(dir, "s3-meta")
	for _, d := range []string{data, meta} {
		if err := os.Mkdir(d, 0o700); err != nil {
			return nil, err
		}
	}
	return startProcess(ctx, nil, "http://"+address, program, "--quiet", "--access", AccessKey, "--secret", SecretKey, "--region", Region,
		"--port", address, "--event-webhook-url", hook, "posix", "--sidecar", meta, data)
}

// makeBucket makes the bucket for pictures.
func makeBucket(ctx context.Context, client *s3.Client) error {
	if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(bucket)}); err != nil {
		return fmt.Errorf("make bucket: %w", err)
	}
	return nil
}
