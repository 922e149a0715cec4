package dynamo_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
	"github.com/google/uuid"

	"blobsight"
	"blobsight/internal/store/dynamo"
	"blobsight/internal/store/storetest"
)

// address is where a DynamoDB answers; empty: there is none.
var address string

func TestMain(m *testing.M) {
	code, err := serve(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// serve runs the tests against the DynamoDB at BLOBSIGHT_DYNAMODB, or against the moto_server that
// BLOBSIGHT_MOTO names, which is started for them.
func serve(m *testing.M) (int, error) {
	address = os.Getenv("BLOBSIGHT_DYNAMODB") //nolint:forbidigo // the tests' own switch
	program := os.Getenv("BLOBSIGHT_MOTO")    //nolint:forbidigo // as above
	if address != "" || program == "" {
		return m.Run(), nil
	}
	port, err := freePort()
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	server := exec.CommandContext(ctx, program, "-H", "127.0.0.1", "-p", port)
	if err := server.Start(); err != nil {
		return 0, fmt.Errorf("start %s: %w", program, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	address = "http://127.0.0.1:" + port
	for !answers(address) {
		select {
		case err := <-ended:
			return 0, fmt.Errorf("%s ended before it answered: %w", program, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
	code := m.Run()
	cancel()
	<-ended
	return code, nil
}

// answers reports whether a server is there.
func answers(address string) bool {
	res, err := http.Get(address)
	if err != nil {
		return false
	}
	res.Body.Close()
	return true
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) *storetest.Harness {
		b := newBench(t)
		return &storetest.Harness{
			Store:    b.store(t, dynamo.Config{}),
			Jobs:     b.jobs,
			FailJobs: func() { b.failJobs(t) },
		}
	})
}

func TestPing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.store(t, dynamo.Config{}).Ping(t.Context()); err != nil {
		t.Error(err)
	}
	elsewhere := &bench{client: b.client, table: "elsewhere"}
	if err := elsewhere.store(t, dynamo.Config{}).Ping(t.Context()); err == nil {
		t.Error("a table that is not there answers")
	}
}

// bench is a table of its own and what a test does to it.
type bench struct {
	config aws.Config
	client *dynamodb.Client
	table  string
	stream string
	wire   *wire

	stuck atomic.Bool // jobs get names that are taken
}

func newBench(t *testing.T) *bench {
	t.Helper()
	if address == "" {
		t.Skip("no DynamoDB: set BLOBSIGHT_DYNAMODB to the address of one, or BLOBSIGHT_MOTO to the path of moto_server")
	}
	b := &bench{table: "blobsight-" + uuid.NewString(), wire: &wire{}}
	b.config = aws.Config{
		Region: "us-east-1", BaseEndpoint: &address, HTTPClient: &http.Client{Transport: b.wire},
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
	b.client = dynamodb.NewFromConfig(b.config)
	made, err := b.client.CreateTable(t.Context(), dynamo.Table(b.table))
	if err != nil {
		t.Fatal(err)
	}
	b.stream = *made.TableDescription.LatestStreamArn
	if _, err := b.client.UpdateTimeToLive(t.Context(), dynamo.TimeToLive(b.table)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := b.client.DeleteTable(context.WithoutCancel(t.Context()), &dynamodb.DeleteTableInput{TableName: &b.table}); err != nil {
			t.Error(err)
		}
	})
	return b
}

// store makes a store on the table.
func (b *bench) store(t *testing.T, c dynamo.Config) *dynamo.Store {
	t.Helper()
	c.Client, c.Table, c.Now, c.NewID = b.client, b.table, time.Now, b.newID
	s, err := dynamo.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// taken is the name of a job that the table has, which it refuses to take again.
const taken = "taken"

func (b *bench) newID() string {
	if b.stuck.Load() {
		return taken
	}
	return uuid.NewString()
}

// failJobs gives all jobs from now on a name that is taken.
func (b *bench) failJobs(t *testing.T) {
	t.Helper()
	_, err := b.client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &b.table, Item: map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "JOB#" + taken}, "sk": &types.AttributeValueMemberS{Value: "JOB"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	b.stuck.Store(true)
}

// jobs reads the jobs that the table's stream hands on.
func (b *bench) jobs(t *testing.T) []blobsight.Job {
	t.Helper()
	client := dynamodbstreams.NewFromConfig(b.config)
	described, err := client.DescribeStream(t.Context(), &dynamodbstreams.DescribeStreamInput{StreamArn: &b.stream})
	if err != nil {
		t.Fatal(err)
	}
	var jobs []blobsight.Job
	for _, shard := range described.StreamDescription.Shards {
		at, err := client.GetShardIterator(t.Context(), &dynamodbstreams.GetShardIteratorInput{
			StreamArn: &b.stream, ShardId: shard.ShardId, ShardIteratorType: streams.ShardIteratorTypeTrimHorizon,
		})
		if err != nil {
			t.Fatal(err)
		}
		for next := at.ShardIterator; next != nil; {
			page, err := client.GetRecords(t.Context(), &dynamodbstreams.GetRecordsInput{ShardIterator: next})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Records {
				jobs = append(jobs, jobsIn(t, r)...)
			}
			if next = page.NextShardIterator; len(page.Records) == 0 {
				break
			}
		}
	}
	return jobs
}

// jobsIn gives the job of a stream record, if it has one.
func jobsIn(t *testing.T, r streams.Record) []blobsight.Job {
	t.Helper()
	if r.EventName != streams.OperationTypeInsert {
		return nil
	}
	image := map[string]dynamo.Attribute{}
	for name, value := range r.Dynamodb.NewImage {
		switch v := value.(type) {
		case *streams.AttributeValueMemberS:
			image[name] = dynamo.Attribute{S: v.Value}
		case *streams.AttributeValueMemberN:
			image[name] = dynamo.Attribute{N: v.Value}
		}
	}
	job, ok, err := dynamo.JobOf(image)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return nil
	}
	return []blobsight.Job{job}
}
