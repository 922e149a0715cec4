package awstest

import (
	"context"
	"path/filepath"
)

// startTwin starts "blobsight serve", which answers as Rekognition does and reads
// pictures from the S3 with that URL.
func startTwin(ctx context.Context, program, dir, address, s3 string) (*process, error) {
	env := []string{
		"HOME=" + dir, // no settings of whoever runs the stories
		"AWS_ACCESS_KEY_ID=" + AccessKey, "AWS_SECRET_ACCESS_KEY=" + SecretKey, "AWS_REGION=" + Region, "AWS_EC2_METADATA_DISABLED=true",
	}
	return startProcess(ctx, env, "http://"+address+"/readyz", program, "serve", "--listen", address, "--data", filepath.Join(dir, "twin"),
		"--rekognition-region", Region, "--rekognition-objects", s3)
}
