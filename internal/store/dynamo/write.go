package dynamo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

// maxActions is how many items one transaction may write.
const maxActions = 100

// absent is the condition of an item that must be new.
const absent = "attribute_not_exists(pk)"

// transact makes all of the actions, or none. The SDK gives each transaction a
// token, so one whose answer got lost is not made twice.
func (s *Store) transact(ctx context.Context, actions ...types.TransactWriteItem) error {
	_, err := s.Client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: actions}, s.patience)
	return err
}

// put is the action that writes an item, with a condition where there is one.
func (s *Store) put(item attributes, condition string, values attributes) types.TransactWriteItem {
	p := &types.Put{TableName: &s.Table, Item: item, ExpressionAttributeValues: values}
	if condition != "" {
		p.ConditionExpression = &condition
		p.ReturnValuesOnConditionCheckFailure = types.ReturnValuesOnConditionCheckFailureAllOld
	}
	return types.TransactWriteItem{Put: p}
}

// refused reports whether err says that the condition of the n-th action of a
// transaction did not hold, and what the item was like then.
func refused(err error, n int) (stored attributes, is bool) {
	var canceled *types.TransactionCanceledException
	if !errors.As(err, &canceled) || n >= len(canceled.CancellationReasons) {
		return nil, false
	}
	reason := canceled.CancellationReasons[n]
	return reason.Item, aws.ToString(reason.Code) == "ConditionalCheckFailed"
}

// moveError is the error of a transaction whose first action writes a blob that
// must stand in a certain way.
func moveError(what string, err error) error {
	stored, is := refused(err, 0)
	switch {
	case err == nil:
		return nil
	case !is:
		return fmt.Errorf("%s: %w", what, err)
	case len(stored) == 0:
		return blobsight.ErrBlobNotFound
	default:
		return blobsight.ErrStateChanged.With("it is %s", textOf(stored["blob_state"]))
	}
}

// The waits of a write that meets another one or is throttled: up to 50 ms before
// the second attempt (1 s when throttled), twice that before the next, and so on.
const (
	maxAttempts = 8
	maxBackoff  = 2 * time.Second
)

// patience is the option of writes that others may be making at the same time: two
// transactions on one item are both canceled at times, which the SDK does not try again by itself.
func patience() func(*dynamodb.Options) {
	retryer := retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts, o.MaxBackoff = maxAttempts, maxBackoff
		o.RateLimiter = ratelimit.None // conflicts are no sign of trouble
		o.Retryables = append(o.Retryables, retry.IsErrorRetryableFunc(conflicted))
		o.Throttles = append(o.Throttles, retry.IsErrorThrottleFunc(throttled))
	})
	return func(o *dynamodb.Options) { o.Retryer = retryer }
}

// conflicted tells the retryer to try a write again that met another one, or no room.
func conflicted(err error) aws.Ternary {
	var conflict *types.TransactionConflictException
	if errors.As(err, &conflict) || canceledFor(err, "TransactionConflict") {
		return aws.TrueTernary
	}
	return throttled(err)
}

// throttled tells the retryer that a transaction found no room.
func throttled(err error) aws.Ternary {
	if canceledFor(err, "ThrottlingError", "ProvisionedThroughputExceeded") {
		return aws.TrueTernary
	}
	return aws.UnknownTernary
}

// canceledFor reports whether a transaction was canceled for one of the reasons, and
// for no condition: that would not hold the next time either.
func canceledFor(err error, codes ...string) bool {
	var canceled *types.TransactionCanceledException
	if !errors.As(err, &canceled) {
		return false
	}
	found := false
	for _, reason := range canceled.CancellationReasons {
		code := aws.ToString(reason.Code)
		if code == "ConditionalCheckFailed" {
			return false
		}
		found = found || slices.Contains(codes, code)
	}
	return found
}
