package awstest

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"blobsight/internal/store/dynamo"
)

// Region and credentials of the cloud. Versitygw wants these, and the others take what comes.
const (
	Region    = "us-east-1"
	AccessKey = "AKIAEXAMPLE"
	SecretKey = "a secret for tests"
)

// The names of what the functions use.
const (
	bucket        = "pictures"
	table         = "blobsight"
	uploadQueue   = "uploads"
	callbackQueue = "callbacks"
	deadLetters   = "dead-letters"
)

// queueSettings are those of a queue that a function works on.
type queueSettings struct {
	// visibility is how long a message is hidden that was handed to the function, in
	// seconds. The function must not take longer. It is much shorter than on AWS, so
	// that what crashed comes again while a story waits.
	visibility int
	receptions int // before a message is a dead letter, as deploy/aws says
}

// visibility is that of both queues, and timeout what their functions may take, in
// seconds: recognition needs as much as the SDK until it gives up on a Rekognition that
// is throttled, and a batch may wait for a place before it begins.
const visibility, timeout = 15, 10

func queueKinds() map[string]queueSettings {
	return map[string]queueSettings{uploadQueue: {visibility, 10}, callbackQueue: {visibility, 1000}}
}

func config(endpoint string) aws.Config {
	return aws.Config{
		Region: Region, Credentials: credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""), BaseEndpoint: &endpoint,
	}
}

// makeTable makes the table and gives the ARN of its stream.
func makeTable(ctx context.Context, client *dynamodb.Client) (stream string, err error) {
	out, err := client.CreateTable(ctx, dynamo.Table(table))
	if err != nil {
		return "", fmt.Errorf("make table: %w", err)
	}
	_, err = client.UpdateTimeToLive(ctx, dynamo.TimeToLive(table))
	return aws.ToString(out.TableDescription.LatestStreamArn), err
}

// makeQueues makes the queues and gives their URLs by their names.
func makeQueues(ctx context.Context, client *sqs.Client) (map[string]string, error) {
	urls := map[string]string{}
	var errs []error
	create := func(name string, attributes map[string]string) (arn string) {
		out, err := client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: &name, Attributes: attributes})
		if err != nil {
			errs = append(errs, fmt.Errorf("make queue: %w", err))
			return ""
		}
		urls[name] = *out.QueueUrl
		about, err := client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: out.QueueUrl, AttributeNames: []types.QueueAttributeName{"QueueArn"}})
		if err != nil {
			errs = append(errs, err)
			return ""
		}
		return about.Attributes["QueueArn"]
	}
	dead := create(deadLetters, nil)
	for name, q := range queueKinds() {
		create(name, map[string]string{
			"VisibilityTimeout": strconv.Itoa(q.visibility),
			"RedrivePolicy":     fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":%d}`, dead, q.receptions),
		})
	}
	return urls, errors.Join(errs...)
}

func queueARN(name string) string { return "arn:aws:sqs:" + Region + ":123456789012:" + name }
