package aws_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"blobsight"
	"blobsight/internal/app/aws"
)

// BenchmarkCreate is POST /blobs in a function that is warm. The table answers at
// once; the rest is ours.
func BenchmarkCreate(b *testing.B) {
	table := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		_, _ = io.WriteString(w, "{}")
	}))
	defer table.Close()
	h, err := aws.OpenWith(sdk.Config{
		Region: "us-east-1", BaseEndpoint: &table.URL, Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "token"),
	}, aws.Config{
		Function: aws.FunctionHTTP, Table: "t", Bucket: "b", UploadTTL: time.Hour, UploadBytes: 1, Insecure: true,
		Labels: blobsight.RecognizeOptions{MaxLabels: 1}, Schedule: blobsight.DefaultSchedule(),
	})
	if err != nil {
		b.Fatal(err)
	}
	event := events.APIGatewayV2HTTPRequest{RawPath: "/blobs", Body: `{"callback_url": "https://example.com/"}`}
	event.RequestContext.HTTP.Method = http.MethodPost
	for b.Loop() {
		answer, err := invoke[events.APIGatewayV2HTTPResponse](b.Context(), h, event)
		if err != nil || answer.StatusCode != http.StatusCreated {
			b.Fatalf("%+v, %v", answer, err)
		}
	}
}
