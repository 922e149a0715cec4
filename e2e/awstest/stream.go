package awstest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// streamSource hands the changes of a table to a function, in their order, as an
// event source mapping of Lambda with a filter and ReportBatchItemFailures does:
// from the first that failed on, they are handed over again.
type streamSource struct {
	url     string
	arn     string
	batch   int
	filter  filter
	written *bell
	to      *function
	fail    func(error)

	shard   string
	after   string   // the last sequence number that was read; empty: nothing was read yet
	pending []record // read, and not done
}

// retryAfter is the wait before a batch is handed over again.
const retryAfter = 100 * time.Millisecond

// record is a change, with as much as needs to be known here.
type record struct {
	raw    json.RawMessage
	number string
}

// run works until ctx ends. Run again, it goes on where it was.
func (s *streamSource) run(ctx context.Context) {
	for ctx.Err() == nil {
		heard := s.written.next()
		if err := s.read(ctx); err != nil {
			if ctx.Err() == nil {
				s.fail(err)
			}
			return
		}
		wait := time.Second
		if len(s.pending) > 0 {
			if s.pending = s.handOver(ctx, s.pending); len(s.pending) == 0 {
				continue
			}
			heard, wait = nil, retryAfter
		}
		select {
		case <-heard:
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// find finds the one shard that moto's streams have.
func (s *streamSource) find(ctx context.Context) error {
	if s.shard != "" {
		return nil
	}
	var about struct {
		StreamDescription struct {
			Shards []struct {
				ID string `json:"ShardId"`
			}
		}
	}
	if err := s.call(ctx, "DescribeStream", map[string]any{"StreamArn": s.arn}, &about); err != nil {
		return err
	}
	if n := len(about.StreamDescription.Shards); n != 1 {
		return fmt.Errorf("the stream has %d shards", n)
	}
	s.shard = about.StreamDescription.Shards[0].ID
	return nil
}

// iterator is where to read on. Each is used once: when a transaction has failed, moto goes on
// with a copy of the table, and iterators that it gave out before stay with the
// old one.
func (s *streamSource) iterator(ctx context.Context) (string, error) {
	if err := s.find(ctx); err != nil {
		return "", err
	}
	from := map[string]any{"StreamArn": s.arn, "ShardId": s.shard, "ShardIteratorType": "TRIM_HORIZON"}
	if s.after != "" {
		from["ShardIteratorType"], from["SequenceNumber"] = "AFTER_SEQUENCE_NUMBER", s.after
	}
	var at struct{ ShardIterator string }
	err := s.call(ctx, "GetShardIterator", from, &at)
	return at.ShardIterator, err
}

// read takes the next changes that the filter lets through, unless there are some
// that wait.
func (s *streamSource) read(ctx context.Context) error {
	if len(s.pending) > 0 {
		return nil
	}
	at, err := s.iterator(ctx)
	if err != nil {
		return err
	}
	var page struct{ Records []json.RawMessage }
	if err := s.call(ctx, "GetRecords", map[string]any{"ShardIterator": at, "Limit": s.batch}, &page); err != nil {
		return err
	}
	for _, raw := range page.Records {
		var r struct {
			Change struct{ SequenceNumber string } `json:"dynamodb"`
		}
		var fields map[string]any
		if err := errors.Join(json.Unmarshal(raw, &r), json.Unmarshal(raw, &fields)); err != nil {
			return err
		}
		s.after = r.Change.SequenceNumber
		if s.filter.lets(fields) {
			s.pending = append(s.pending, record{raw, r.Change.SequenceNumber})
		}
	}
	return nil
}

// handOver gives back what is left to be done.
func (s *streamSource) handOver(ctx context.Context, records []record) []record {
	var event struct{ Records []json.RawMessage }
	for _, r := range records {
		event.Records = append(event.Records, r.raw)
	}
	payload, err := json.Marshal(event)
	if err != nil {
		s.fail(err)
		return nil
	}
	answer, err := s.to.invoke(context.WithoutCancel(ctx), payload)
	if err != nil {
		return records
	}
	failed, ok := failures(answer)
	if !ok {
		return records
	}
	for i, r := range records {
		if slices.Contains(failed, r.number) {
			return records[i:]
		}
	}
	return nil
}

// call is a request to DynamoDB Streams as it goes over the wire, since the records
// of events of Lambda have the same form.
func (s *streamSource) call(ctx context.Context, operation string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.0")
	req.Header.Set("X-Amz-Target", "DynamoDBStreams_20120810."+operation)
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/"+Region+"/dynamodb/aws4_request, SignedHeaders=host, Signature=none")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", operation, res.Status, answer)
	}
	return json.Unmarshal(answer, out)
}
