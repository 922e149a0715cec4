package aws

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"blobsight"
	"blobsight/internal/httpapi"
)

func (p *parts) http() (lambda.Handler, error) {
	store, err := p.store()
	if err != nil {
		return nil, err
	}
	images, err := p.bucket()
	if err != nil {
		return nil, err
	}
	rec, err := p.recognizer(images)
	if err != nil {
		return nil, err
	}
	service, err := p.service(blobsight.Config{Store: store, Bucket: images, Recognizer: rec})
	if err != nil {
		return nil, err
	}
	routes := httpapi.New(httpapi.Config{
		Service: service,
		Keys:    &blobsight.Keys{Store: store, Open: p.cfg.Insecure},
		Metrics: http.HandlerFunc(noMetrics),
		Ready:   store.Ping,
		Log:     p.log,
	})
	g := &gateway{routes, p.log}
	return lambda.NewHandler(g.handle), nil
}

// gateway answers requests that API Gateway passes on, in version 2.0 of its
// format, which URLs of functions have as well.
type gateway struct {
	routes http.Handler
	log    *slog.Logger
}

// handle lets the routes answer. Who waits for a blob is answered in time, as with a
// server that stops. A stream of events ends with its first event, since nothing
// of an answer gets out before its end: browsers come back for the next one.
func (g *gateway) handle(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	ctx, cancel := inTime(ctx)
	defer cancel()
	r, err := request(ctx, event)
	if err != nil {
		g.log.WarnContext(ctx, "request cannot be read", "error", err)
		return refusal(http.StatusBadRequest, "invalid_request", "Invalid request", "the request cannot be read"), nil
	}
	w := newAnswer(cancel)
	g.routes.ServeHTTP(w, r)
	if r.Method == http.MethodHead {
		w.body.Reset()
	}
	return w.response(), nil
}

// noMetrics answers for "GET /metrics": a process that lives for a few requests has
// counted nothing worth telling.
func noMetrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write([]byte("# On AWS, CloudWatch has the metrics.\n"))
}
