package main

import (
	"errors"
	"fmt"

	"blobsight"
)

type keysAWSCmd struct {
	APIKey string `env:"BLOBSIGHT_API_KEY" name:"api-key" placeholder:"KEY" help:"The API key."`
}

// Help is the long help.
func (*keysAWSCmd) Help() string {
	return `The id of the key and its hash, as programs of AWS want to have them. With the hash they sign their requests, so the
key itself never travels. Nothing is looked up: neither a server nor its data is needed. Requests are signed for the region of
"blobsight serve --rekognition-region". The AWS CLI and boto3 read it from AWS_DEFAULT_REGION, other SDKs from AWS_REGION.

Example:

    export $(BLOBSIGHT_API_KEY=bsk_... blobsight keys aws) AWS_DEFAULT_REGION=us-east-1
    aws rekognition detect-labels --endpoint-url http://127.0.0.1:8080 --image-bytes fileb://cat.jpg`
}

// Validate checks the arguments.
func (c *keysAWSCmd) Validate() error {
	if c.APIKey == "" {
		return errors.New("no API key is given: set --api-key (BLOBSIGHT_API_KEY)")
	}
	if _, err := blobsight.NewAccessKey(c.APIKey); err != nil {
		return fmt.Errorf("--api-key (BLOBSIGHT_API_KEY): %w", err)
	}
	return nil
}

// Run prints the access key.
func (c *keysAWSCmd) Run(s *streams) error {
	key, err := blobsight.NewAccessKey(c.APIKey)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n", key.KeyID, key.Secret)
	return err
}
