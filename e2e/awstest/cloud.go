package awstest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// Config says what a cloud is made of.
type Config struct {
	Moto      *Moto
	Versitygw string // the program
	Blobsight string // the program that serves on one machine
	Bootstrap string // the program of all functions
	Dir       string // for files; empty at first

	FreePort func(context.Context) (int, error) // of 127.0.0.1
}

// Cloud is an account with a bucket, a table and queues, in which the functions can be
// deployed. Its methods are for one goroutine.
type Cloud struct {
	cfg Config

	Recognizer *Recognizer

	servers       []*httptest.Server
	turnstile     *turnstile
	gateway       *process
	twin          *process
	motoURL       string
	s3URL         string
	recognizerURL string
	sqs           *sqs.Client
	queues        map[string]string // URLs by names
	stream        *streamSource
	log           *Output

	mu       sync.Mutex
	muted    bool
	troubles []error

	deployed *deployment
}

// New makes a cloud without functions.
func New(ctx context.Context, cfg Config) (*Cloud, error) {
	c := &Cloud{cfg: cfg, log: &Output{}}
	if err := c.start(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *Cloud) start(ctx context.Context) (err error) {
	if c.turnstile, err = newTurnstile(c.cfg.Moto.url, c.cfg.Moto.account()); err != nil {
		return err
	}
	c.motoURL = c.serve(c.turnstile)
	if c.queues, err = makeQueues(ctx, c.queueClient()); err != nil {
		return err
	}
	arn, err := makeTable(ctx, dynamodb.NewFromConfig(config(c.motoURL)))
	if err != nil {
		return err
	}
	pattern, err := parseFilter(streamFilter)
	if err != nil {
		return err
	}
	c.stream = &streamSource{url: c.motoURL, arn: arn, batch: streamBatch, filter: pattern, written: c.turnstile.written, fail: c.trouble}
	return c.startStorage(ctx)
}

// startStorage starts S3, its events, and Rekognition, which reads from it.
func (c *Cloud) startStorage(ctx context.Context) error {
	address, err := c.freeAddress(ctx)
	if err != nil {
		return err
	}
	hook := c.serve(&uploads{queue: c.queues[uploadQueue], sqs: c.queueClient(), fail: c.trouble, mute: c.isMuted})
	c.s3URL = "http://" + address
	if c.gateway, err = startGateway(ctx, c.cfg.Versitygw, c.cfg.Dir, address, hook); err != nil {
		return err
	}
	client := s3.NewFromConfig(config(c.s3URL), func(o *s3.Options) { o.UsePathStyle = true })
	if err := makeBucket(ctx, client); err != nil {
		return err
	}
	if address, err = c.freeAddress(ctx); err != nil {
		return err
	}
	if c.twin, err = startTwin(ctx, c.cfg.Blobsight, c.cfg.Dir, address, c.s3URL); err != nil {
		return err
	}
	if c.Recognizer, err = newRecognizer("http://" + address); err != nil {
		return err
	}
	c.recognizerURL = c.serve(c.Recognizer)
	return nil
}

func (c *Cloud) freeAddress(ctx context.Context) (string, error) {
	port, err := c.cfg.FreePort(ctx)
	return fmt.Sprintf("127.0.0.1:%d", port), err
}

func (c *Cloud) serve(h http.Handler) (url string) {
	s := httptest.NewServer(h)
	c.servers = append(c.servers, s)
	return s.URL
}

func (c *Cloud) queueClient() *sqs.Client {
	if c.sqs == nil {
		c.sqs = sqs.NewFromConfig(config(c.motoURL))
	}
	return c.sqs
}

// Close ends everything.
func (c *Cloud) Close() {
	if c.deployed != nil {
		c.Crash()
	}
	if c.Recognizer != nil {
		c.Recognizer.Release()
	}
	for _, p := range []*process{c.twin, c.gateway} {
		if p != nil {
			p.kill()
		}
	}
	for _, s := range c.servers {
		s.CloseClientConnections()
		s.Close()
	}
}

// Mute has the events of uploads get lost from now on, or no more.
func (c *Cloud) Mute(muted bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.muted = muted
}

func (c *Cloud) isMuted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.muted
}

// trouble keeps an error of the cloud itself.
func (c *Cloud) trouble(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.troubles = append(c.troubles, err)
	_, _ = fmt.Fprintln(c.log, "cloud:", err)
}

// Err is what went wrong in the cloud itself, not in functions.
func (c *Cloud) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(c.troubles...)
}

// Log is what the functions and Rekognition have printed.
func (c *Cloud) Log() string {
	if c.twin == nil { // it did not get so far
		return c.log.String()
	}
	return c.log.String() + "Rekognition:\n" + c.twin.log.String()
}
