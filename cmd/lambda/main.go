// Command lambda is the program as functions of AWS Lambda: the bootstrap of a
// custom runtime (provided.al2023). BLOBSIGHT_FUNCTION says which function it is;
// see blobsight/internal/app/aws and docs/aws.md.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"blobsight/internal/app/aws"
)

// version is set when the program is built.
var version = "dev"

func main() {
	handler, err := aws.OpenFromEnvironment(context.Background(), version, os.Stderr)
	if err != nil {
		slog.New(slog.NewJSONHandler(os.Stderr, nil)).Error("function cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(handler)
}
