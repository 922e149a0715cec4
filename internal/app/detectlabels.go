package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go/logging"

	"blobsight"
	"blobsight/internal/recognizer/rekognition"
)

// twinRegion is where a twin of Rekognition counts as being when nobody says another region.
const twinRegion = "us-east-1"

// madeUp is the source of credentials that nobody has given.
const madeUp = "made up"

// RekognitionClient is an endpoint that is ready to be asked.
type RekognitionClient struct {
	Name   string // for people
	Amazon bool   // it is Amazon itself
	MadeUp bool   // its requests are signed with credentials that are made up
	// Recognize sends the bytes of a picture. It is a function as behind an interface,
	// in a program that looks up methods by name, the linker keeps every operation of
	// the client, which are 3 MB.
	Recognize func(ctx context.Context, p blobsight.Picture, opt blobsight.RecognizeOptions) (*blobsight.Recognition, error)
}

// OpenRekognition finds the region and the credentials of an endpoint, and makes
// no request to it. A URL on this machine needs no credentials: without any in the
// environment, those that are sent are made up.
//
// What the environment says of other endpoints (AWS_ENDPOINT_URL) is ignored, so
// that Amazon is Amazon. Errors name the flag.
func OpenRekognition(ctx context.Context, e RekognitionEndpoint) (*RekognitionClient, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	cfg, err := e.load(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Flag, err)
	}
	keys, err := cfg.Credentials.Retrieve(ctx) // without them every picture would fail
	if err != nil {
		return nil, fmt.Errorf("%s: no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: %w", e.Flag, err)
	}
	name := e.Address
	if e.amazon() {
		name = "Amazon Rekognition in " + cfg.Region
	}
	r, err := rekognition.New(rekognition.Config{AWS: cfg})
	if err != nil {
		return nil, err
	}
	recognize := func(ctx context.Context, p blobsight.Picture, opt blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
		rec, err := r.Recognize(ctx, p, opt)
		return rec, explained(err)
	}
	return &RekognitionClient{Name: name, Amazon: e.amazon(), MadeUp: keys.Source == madeUp, Recognize: recognize}, nil
}

// load is the configuration of the SDK's client.
func (e RekognitionEndpoint) load(ctx context.Context) (aws.Config, error) {
	options := []func(*config.LoadOptions) error{
		config.WithRetryer(patient), config.WithRegion(e.Region), config.WithLogger(logging.Nop{}),
	}
	if e.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(e.Profile))
	} else if e.onThisMachine() {
		own, err := ownCredentials()
		if err != nil {
			return aws.Config{}, err
		}
		options = append(options, config.WithCredentialsProvider(own))
	}
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return aws.Config{}, e.unread(err)
	}
	cfg.ConfigSources, cfg.BaseEndpoint = nil, nil // they may name an endpoint, too
	if !e.amazon() {
		cfg.BaseEndpoint = &e.Address
		if cfg.Region == "" {
			cfg.Region = twinRegion
		}
	}
	if cfg.Region == "" {
		return aws.Config{}, errors.New("no region is set; set AWS_REGION, or name a region or a profile that has one")
	}
	if err := checkRegion(cfg.Region); err != nil {
		return aws.Config{}, fmt.Errorf("%w; it comes from AWS_REGION or the profile", err)
	}
	return cfg, nil
}

// unread says why there are no settings: who named a profile that does not exist.
func (e RekognitionEndpoint) unread(err error) error {
	var (
		missing config.SharedConfigProfileNotExistError
		further config.SharedConfigAssumeRoleError // a profile names the one that is missing
	)
	switch {
	case !errors.As(err, &missing) || errors.As(err, &further):
		return fmt.Errorf("settings of AWS: %w", err)
	case e.Profile != "":
		return fmt.Errorf("settings of AWS: there is no profile %q, which %s-profile names", missing.Profile, e.Flag)
	default:
		return fmt.Errorf("settings of AWS: there is no profile %q, which AWS_PROFILE names", missing.Profile)
	}
}

// ownCredentials are those of the environment, or made up: what somebody on this
// machine is asked with. Nothing else is looked for, as that may take a network.
func ownCredentials() (aws.CredentialsProvider, error) {
	env, err := config.NewEnvConfig()
	if err != nil {
		return nil, fmt.Errorf("settings of AWS: %w", err)
	}
	own := env.Credentials
	if !own.HasKeys() {
		if err := checkHalf(); err != nil {
			return nil, err
		}
		own = aws.Credentials{AccessKeyID: "unsigned", SecretAccessKey: "unsigned", Source: madeUp}
	}
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return own, nil }), nil
}

// checkHalf refuses an environment with one half of credentials, which the SDK passes over.
func checkHalf() error {
	pair := []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
	for i, set := range pair {
		missing := pair[1-i]
		if os.Getenv(set) != "" && os.Getenv(missing) == "" { //nolint:forbidigo // the SDK does not tell
			return fmt.Errorf("%s is set and %s is not; set both or none", set, missing)
		}
	}
	return nil
}

// patient tries again as the SDK does, but not where that cannot help: when nobody
// is there, or somebody who speaks no TLS.
func patient() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		refused := retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			if errors.Is(err, syscall.ECONNREFUSED) || noTLS(err) {
				return aws.FalseTernary
			}
			return aws.UnknownTernary
		})
		o.Retryables = append([]retry.IsErrorRetryable{refused}, o.Retryables...)
	})
}
