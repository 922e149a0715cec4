package aws

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	sdk "github.com/aws/aws-sdk-go-v2/aws"
)

// Gateway passes requests of API Gateway on to routes.
func Gateway(routes http.Handler) lambda.Handler {
	return lambda.NewHandler((&gateway{routes, slog.New(slog.DiscardHandler)}).handle)
}

// OpenWith is Open with an AWS of the test's own.
func OpenWith(a sdk.Config, cfg Config) (lambda.Handler, error) {
	return (&parts{cfg, "test", slog.New(slog.DiscardHandler), a}).function(cfg.Function)
}

// Each does something for every message of a batch.
func Each(ctx context.Context, batch events.SQSEvent, do func(events.SQSMessage) error) events.SQSEventResponse {
	p := &parts{log: slog.New(slog.DiscardHandler)}
	return p.each(ctx, batch, func(_ context.Context, m events.SQSMessage) error { return do(m) })
}
