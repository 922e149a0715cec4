package aws

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/uuid"

	"blobsight"
	"blobsight/api"
	"blobsight/internal/bucket/s3"
	"blobsight/internal/recognizer/rekognition"
	"blobsight/internal/store/dynamo"
	"blobsight/internal/webhook"
)

// parts makes what functions are made of. What a function does not ask for is not made.
type parts struct {
	cfg     Config
	version string
	log     *slog.Logger
	aws     sdk.Config
}

// newParts finds region, credentials and endpoints, as the SDK does.
func newParts(ctx context.Context, cfg Config, version string, log *slog.Logger) (*parts, error) {
	found, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("settings of the AWS SDK: %w", err)
	}
	return &parts{cfg, version, log, found}, nil
}

func (p *parts) store() (*dynamo.Store, error) {
	return dynamo.New(dynamo.Config{
		Client: dynamodb.NewFromConfig(p.aws), Table: p.cfg.Table, Now: time.Now, NewID: newID, Retention: p.cfg.Retention,
	})
}

func (p *parts) bucket() (*s3.Bucket, error) {
	return s3.New(s3.Config{
		AWS: p.aws, Bucket: p.cfg.Bucket, Prefix: p.cfg.Prefix, PathStyle: p.cfg.PathStyle, Conditional: p.cfg.UploadOnce,
	})
}

// recognizer asks Rekognition about pictures in the bucket.
func (p *parts) recognizer(images *s3.Bucket) (*rekognition.Recognizer, error) {
	return rekognition.New(rekognition.Config{AWS: p.aws, Bucket: p.cfg.Bucket, Object: images.Object})
}

func (p *parts) queue(url string) *queue {
	return &queue{client: sqs.NewFromConfig(p.aws), url: url}
}

// notifier calls clients back.
func (p *parts) notifier(store *dynamo.Store) (*webhook.Notifier, error) {
	secrets := &blobsight.Secrets{Store: store, Now: time.Now}
	return webhook.New(webhook.Config{
		Body: api.CallbackBody, Secrets: signing(secrets), Now: time.Now,
		Allow: p.cfg.Allow, Ports: p.cfg.Ports, Proxy: p.cfg.Proxy,
		Timeout: p.cfg.Timeout, HostLimit: p.cfg.HostLimit, Excerpt: p.cfg.Excerpt,
		UserAgent: "blobsight/" + p.version,
	})
}

// service puts the Service on the given adapters. The others are none.
func (p *parts) service(with blobsight.Config) (*blobsight.Service, error) {
	missing := none{}
	if with.Deliveries == nil {
		with.Deliveries, _ = with.Store.(blobsight.DeliveryStore)
	}
	if with.Recognizer == nil {
		with.Recognizer = missing
	}
	if with.Notifier == nil {
		with.Notifier = missing
	}
	with.Observer = observer{p.log}
	with.Now, with.NewID, with.Log = time.Now, newID, p.log
	with.UploadTTL, with.MaxUploadBytes = p.cfg.UploadTTL, p.cfg.UploadBytes
	with.Schedule, with.Defaults = p.cfg.Schedule, p.cfg.Labels
	return blobsight.NewService(with)
}

// newID makes a UUID of version 7, which sorts by time.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
