package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"blobsight"
)

// Config is what a [Store] is made of. All fields but Retention are required.
type Config struct {
	Client *dynamodb.Client
	Table  string // made as [Table] says
	Now    func() time.Time
	NewID  func() string // names of jobs, never the same twice

	// Retention is how long blobs are kept after they reached a final state; their
	// log goes with them. 0: until they are deleted. It should be longer than the
	// schedule of callbacks, because a callback ends with its blob. Blobs that were
	// final before it was set stay.
	Retention time.Duration
}

// Store implements the domain's stores on a table.
type Store struct {
	Config

	patience func(*dynamodb.Options) // for writes, which may meet one another
}

var (
	_ blobsight.Store              = (*Store)(nil)
	_ blobsight.DeliveryStore      = (*Store)(nil)
	_ blobsight.StateCounter       = (*Store)(nil)
	_ blobsight.KeyStore           = (*Store)(nil)
	_ blobsight.SecretStore        = (*Store)(nil)
	_ blobsight.SigningSecretStore = (*Store)(nil)
)

// New checks c and makes a Store. It does not ask the table anything.
func New(c Config) (*Store, error) {
	var errs []error
	for name, missing := range map[string]bool{"Client": c.Client == nil, "Table": c.Table == "", "Now": c.Now == nil, "NewID": c.NewID == nil} {
		if missing {
			errs = append(errs, fmt.Errorf("DynamoDB store: %s is not set", name))
		}
	}
	if c.Retention < 0 {
		errs = append(errs, fmt.Errorf("DynamoDB store: Retention is %s; it must be 0 (blobs are kept) or more", c.Retention))
	}
	return &Store{Config: c, patience: patience()}, errors.Join(errs...)
}

// Ping asks the table a question, to see whether it answers.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &s.Table, Key: key{"PING", "PING"}.attributes()})
	if err != nil {
		return fmt.Errorf("table %s does not answer: %w", s.Table, err)
	}
	return nil
}

// get reads an item as it is now; nil when there is none.
func (s *Store) get(ctx context.Context, k key) (attributes, error) {
	out, err := s.Client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &s.Table, Key: k.attributes(), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return nil, err
	}
	return out.Item, nil
}
