// Package aws puts the program together for AWS: one binary, and functions of
// Lambda that run it. It is the composition root of that size, beside internal/app,
// and reads the environment as that does. It links nothing that a machine of
// one's own needs (SQLite, River, models), so functions start fast.
//
//	http       API Gateway            the HTTP API
//	recognize  SQS, from S3 events    a picture has come: take it in, recognize it
//	dispatch   stream of the table    hand on the jobs that moves of blobs called for
//	notify     SQS, from dispatch     run those jobs: call back, clean up
//	expire     each minute            end blobs whose link ran out unused
//	admin      called by hand         API keys and secrets
//
// A function makes only the clients that it needs. What a function of a queue
// cannot do comes back by itself and holds nothing else up: answers say which
// records failed, and the waits before the next try are set as the schedules say.
// What arrives twice changes nothing the second time.
package aws

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
)

// Function says which of the program's functions a process is.
type Function string

// The functions.
const (
	FunctionHTTP      Function = "http"
	FunctionRecognize Function = "recognize"
	FunctionDispatch  Function = "dispatch"
	FunctionNotify    Function = "notify"
	FunctionExpire    Function = "expire"
	FunctionAdmin     Function = "admin"
)

// Functions lists all of them.
func Functions() []Function {
	return []Function{FunctionHTTP, FunctionRecognize, FunctionDispatch, FunctionNotify, FunctionExpire, FunctionAdmin}
}

// OpenFromEnvironment makes the function that the environment describes.
func OpenFromEnvironment(ctx context.Context, version string, logTo io.Writer) (lambda.Handler, error) {
	cfg, err := ReadConfig(os.Getenv) //nolint:forbidigo // this is where the functions read it
	if err != nil {
		return nil, err
	}
	return Open(ctx, cfg, version, logTo)
}

// Open makes the function that cfg names, without any request. Version is shown
// to receivers of callbacks.
func Open(ctx context.Context, cfg Config, version string, logTo io.Writer) (lambda.Handler, error) {
	log := slog.New(slog.NewJSONHandler(logTo, &slog.HandlerOptions{Level: cfg.LogLevel}))
	p, err := newParts(ctx, cfg, version, log)
	if err != nil {
		return nil, err
	}
	handler, err := p.function(cfg.Function)
	if err != nil {
		return nil, fmt.Errorf("function %s: %w", cfg.Function, err)
	}
	return handler, nil
}

func (p *parts) function(f Function) (lambda.Handler, error) {
	switch f {
	case FunctionHTTP:
		return p.http()
	case FunctionRecognize:
		return p.recognize()
	case FunctionDispatch:
		return p.dispatch()
	case FunctionNotify:
		return p.notify()
	case FunctionExpire:
		return p.expire()
	default:
		return p.admin()
	}
}
