package aws

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"blobsight"
	"blobsight/internal/webhook"
)

// Config is every setting of the functions. Each function reads those that it needs.
type Config struct {
	Function Function
	LogLevel slog.Level

	Table     string
	Retention time.Duration // how long finished blobs are kept; 0: until they are deleted

	Bucket      string
	Prefix      string // of the names of objects; empty, or ends with a slash
	PathStyle   bool   // the bucket's name stands in the path, for stores other than Amazon's
	UploadOnce  bool   // links work for one upload, and want a header
	UploadTTL   time.Duration
	UploadBytes int64 // larger pictures are refused

	Uploads     string // URL of the queue of S3 events
	Callbacks   string // URL of the queue of jobs
	DeadLetters string // URL of the queue of what nobody tries again

	Labels            blobsight.RecognizeOptions
	RecognizeAttempts int

	Schedule  blobsight.Schedule
	Allow     webhook.Allow
	Ports     webhook.Ports
	Timeout   time.Duration // of one attempt of a callback
	HostLimit int
	Excerpt   int
	Proxy     *url.URL

	Insecure bool // while there is no API key, everybody is let in
}

// ReadConfig reads the settings of the function that BLOBSIGHT_FUNCTION names. The
// error names every variable that is wrong or missing.
func ReadConfig(getenv func(string) string) (Config, error) {
	e := &environment{get: getenv}
	c := Config{Function: Function(getenv("BLOBSIGHT_FUNCTION"))}
	if !slices.Contains(Functions(), c.Function) {
		return c, fmt.Errorf("BLOBSIGHT_FUNCTION: %q is none of %v", c.Function, Functions())
	}
	read(e, "BLOBSIGHT_LOG_LEVEL", "info", &c.LogLevel, func(s string) (l slog.Level, err error) { return l, l.UnmarshalText([]byte(s)) })
	if c.Function == FunctionDispatch {
		c.readQueues(e)
		return c, e.err()
	}
	e.required("BLOBSIGHT_TABLE", &c.Table)
	read(e, "BLOBSIGHT_RETENTION", "0s", &c.Retention, duration(0, maxRetention))
	if c.Function == FunctionAdmin {
		return c, e.err()
	}
	c.readBucket(e)
	c.readQueues(e)
	c.readCallbacks(e)
	c.readLabels(e)
	read(e, "BLOBSIGHT_INSECURE", "false", &c.Insecure, flag)
	return c, e.err()
}

func (c *Config) readBucket(e *environment) {
	e.required("BLOBSIGHT_BUCKET", &c.Bucket)
	c.Prefix = e.get("BLOBSIGHT_BUCKET_PREFIX")
	read(e, "BLOBSIGHT_S3_PATH_STYLE", "false", &c.PathStyle, flag)
	read(e, "BLOBSIGHT_UPLOAD_ONCE", "false", &c.UploadOnce, flag)
	read(e, "BLOBSIGHT_UPLOAD_TTL", "30m", &c.UploadTTL, duration(time.Second, maxUploadTTL))
	read(e, "BLOBSIGHT_MAX_UPLOAD_BYTES", "15000000", &c.UploadBytes, whole[int64](1, maxUploadBytes))
}

// Bounds of settings: the largest picture that Rekognition takes, how long a link to
// S3 holds at most, and something like for ever.
const (
	maxUploadBytes = 15 << 20
	maxUploadTTL   = 30 * time.Minute
	maxRetention   = 100 * 365 * 24 * time.Hour
)

func (c *Config) readQueues(e *environment) {
	switch c.Function {
	case FunctionRecognize, FunctionExpire:
		e.required("BLOBSIGHT_UPLOAD_QUEUE_URL", &c.Uploads)
	case FunctionDispatch, FunctionNotify:
		e.required("BLOBSIGHT_CALLBACK_QUEUE_URL", &c.Callbacks)
		e.required("BLOBSIGHT_DEAD_LETTER_QUEUE_URL", &c.DeadLetters)
	case FunctionHTTP, FunctionAdmin:
	}
}

func (c *Config) readLabels(e *environment) {
	read(e, "BLOBSIGHT_MIN_CONFIDENCE", "20", &c.Labels.MinConfidence, number)
	read(e, "BLOBSIGHT_MAX_LABELS", "200", &c.Labels.MaxLabels, whole(1, 1_000_000))
	read(e, "BLOBSIGHT_FEATURES", "", &c.Labels.Properties, func(s string) (bool, error) {
		if s != "" && s != "properties" {
			return false, errors.New("it may be properties, or empty")
		}
		return s != "", nil
	})
	read(e, "BLOBSIGHT_RECOGNIZE_ATTEMPTS", "5", &c.RecognizeAttempts, whole(1, 100))
	if err := c.Labels.Check(); err != nil {
		e.wrong("BLOBSIGHT_MIN_CONFIDENCE", err)
	}
}

// The bounds of settings that internal/app has as well. An attempt must end before the
// function does (serverless.yml gives it 60 s): one that is broken off does not count, and
// a slow receiver would be asked without end.
const (
	maxTimeout   = 50 * time.Second
	maxHostLimit = 10_000
	maxExcerpt   = 1024 // bytes
)

// maxSchedule is how long a callback may take from its first attempt to its last: SQS
// forgets a message after 14 days, and nobody would be told.
const maxSchedule = 13 * 24 * time.Hour

func (c *Config) readCallbacks(e *environment) {
	read(e, "BLOBSIGHT_CALLBACK_SCHEDULE", "0s,5s,5m,30m,2h,5h,10h,14h,20h,24h", &c.Schedule, blobsight.ParseSchedule)
	c.checkSchedule(e)
	read(e, "BLOBSIGHT_CALLBACK_ALLOW", "", &c.Allow, webhook.ParseAllow)
	read(e, "BLOBSIGHT_CALLBACK_PORTS", "80,443,1024-65535", &c.Ports, webhook.ParsePorts)
	read(e, "BLOBSIGHT_CALLBACK_TIMEOUT", "15s", &c.Timeout, duration(time.Millisecond, maxTimeout))
	read(e, "BLOBSIGHT_CALLBACK_HOST_LIMIT", "16", &c.HostLimit, whole(1, maxHostLimit))
	read(e, "BLOBSIGHT_CALLBACK_EXCERPT", "0", &c.Excerpt, whole(0, maxExcerpt))
	read(e, "BLOBSIGHT_CALLBACK_PROXY", "", &c.Proxy, webhook.ParseProxy)
}

// checkSchedule refuses to let go of a blob, or of the message that stands for its
// callback, before the callback has come to an end.
func (c *Config) checkSchedule(e *environment) {
	var schedule time.Duration
	for _, wait := range c.Schedule {
		schedule += wait + wait/10 // as much as is added to keep attempts apart
		if schedule > maxSchedule {
			e.wrong("BLOBSIGHT_CALLBACK_SCHEDULE", fmt.Errorf("it takes longer than %s, after which SQS may forget the callback; shorten it", maxSchedule))
			return
		}
	}
	if c.Retention > 0 && c.Retention < schedule {
		e.wrong("BLOBSIGHT_RETENTION", fmt.Errorf("%s is shorter than BLOBSIGHT_CALLBACK_SCHEDULE with its %s; a callback ends with its blob", c.Retention, schedule))
	}
}
