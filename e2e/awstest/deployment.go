package awstest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// deployment is the functions with their event sources.
type deployment struct {
	functions map[string]*function
	server    *http.Server // of the HTTP API
	stop      context.CancelFunc
	sources   sync.WaitGroup
}

// Options say how functions are deployed.
type Options struct {
	Listen   string            // address of the HTTP API
	Settings map[string]string // variables for all functions
	// NoRecognition leaves the events of uploads in their queue.
	NoRecognition bool
}

// Deploy makes the functions and has the event sources call them.
func (c *Cloud) Deploy(o Options) error {
	ctx, cancel := context.WithCancel(context.Background())
	d := &deployment{functions: map[string]*function{}, stop: cancel}
	c.deployed = d
	for name, def := range definitions() {
		d.functions[name] = c.function(name, def, o.Settings)
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return err
	}
	d.server = &http.Server{Handler: httpAPI{d.functions["http"]}, ReadHeaderTimeout: time.Minute}
	go func() { _ = d.server.Serve(ln) }()
	c.stream.to = d.functions["dispatch"]
	d.sources.Go(func() { c.stream.run(ctx) })
	d.sources.Go(func() { c.source(callbackQueue, callbackBatch, d.functions["notify"]).run(ctx) })
	if !o.NoRecognition {
		d.sources.Go(func() { c.source(uploadQueue, uploadBatch, d.functions["recognize"]).run(ctx) })
	}
	return nil
}

func (c *Cloud) function(name string, d definition, settings map[string]string) *function {
	return &function{
		name: name, bootstrap: c.cfg.Bootstrap, dir: c.cfg.Dir, timeout: d.timeout,
		env: c.environment(name, d, settings), log: labeled{name, c.log}, places: make(chan struct{}, d.atOnce),
	}
}

func (c *Cloud) source(name string, batch int32, to *function) *queueSource {
	return &queueSource{
		sqs: c.sqs, url: c.queues[name], name: name, batch: batch, sent: c.turnstile.sent, to: to, fail: c.trouble,
		places: make(chan struct{}, cap(to.places)),
	}
}

// Stop takes the functions away, after what they have begun.
func (c *Cloud) Stop(ctx context.Context) error {
	d := c.deployed
	c.deployed = nil
	d.stop()
	err := d.server.Shutdown(ctx)
	d.sources.Wait()
	d.remove()
	return err
}

// Crash ends everything that the functions are doing, in the middle of it.
func (c *Cloud) Crash() {
	d := c.deployed
	c.deployed = nil
	d.stop()
	if d.server != nil {
		_ = d.server.Close()
	}
	d.remove()
	d.sources.Wait()
}

func (d *deployment) remove() {
	for _, f := range d.functions {
		f.remove()
	}
}

// Kill ends the processes of a function, in the middle of what they do. Others are
// started when it is called again.
func (c *Cloud) Kill(function string) { c.deployed.functions[function].kill() }

// Invoke calls a function by hand. While nothing is deployed a function is made for
// that alone.
func (c *Cloud) Invoke(ctx context.Context, name string, payload any) ([]byte, error) {
	body, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	if c.deployed != nil {
		return c.deployed.functions[name].invoke(ctx, body)
	}
	f := c.function(name, definitions()[name], nil)
	defer f.remove()
	return f.invoke(ctx, body)
}

// Minute is what EventBridge does each minute.
func (c *Cloud) Minute(ctx context.Context) error {
	_, err := c.Invoke(ctx, "expire", map[string]any{"detail-type": "Scheduled Event", "source": "aws.events", "detail": map[string]any{}})
	return err
}

// DeadLetters takes the messages of the queue of dead letters.
func (c *Cloud) DeadLetters(ctx context.Context) (bodies []string, err error) {
	out, err := c.sqs.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: ptr(c.queues[deadLetters]), MaxNumberOfMessages: 10})
	if err != nil {
		return nil, fmt.Errorf("dead letters: %w", err)
	}
	var errs []error
	for _, m := range out.Messages {
		bodies = append(bodies, *m.Body)
		_, err := c.sqs.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: ptr(c.queues[deadLetters]), ReceiptHandle: m.ReceiptHandle})
		errs = append(errs, err)
	}
	return bodies, errors.Join(errs...)
}
