package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"time"

	"blobsight"
	"blobsight/internal/models"
)

// Config is every setting of the server. The tags are read by the command line:
// each field is a flag, and an environment variable of the name given.
type Config struct {
	Listen    string `env:"BLOBSIGHT_LISTEN" default:"127.0.0.1:8080" help:"Address to listen on. Beyond loopback an API key must exist."`
	PublicURL string `env:"BLOBSIGHT_PUBLIC_URL" name:"public-url" placeholder:"URL" help:"Where clients reach this server; upload links start with it. Default: the listening address."`
	Insecure  bool   `env:"BLOBSIGHT_INSECURE" help:"Let everybody in who reaches the server while no API key exists, on any address."`

	DataDir `embed:""`

	Callbacks `embed:""`

	UploadTTL      time.Duration `env:"BLOBSIGHT_UPLOAD_TTL" name:"upload-ttl" default:"30m" help:"Life of an upload link."`
	MaxUploadBytes int64         `env:"BLOBSIGHT_MAX_UPLOAD_BYTES" default:"15000000" help:"Larger pictures are refused."`

	Recognition `embed:""`

	Rekognition `embed:""`

	LogLevel  slog.Level `env:"BLOBSIGHT_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	LogFormat string     `env:"BLOBSIGHT_LOG_FORMAT" default:"text" enum:"text,json" help:"text or json."`
}

// DataDir says where a server keeps what it keeps.
type DataDir struct {
	Data string `env:"BLOBSIGHT_DATA" placeholder:"DIR" help:"Folder for the database and the images. Default: blobsight in the user's data folder."`
}

// Recognition is the part of the settings that concerns labels.
type Recognition struct {
	Model         string `env:"BLOBSIGHT_MODEL" default:"blobsight-everyday" placeholder:"NAME|FILE.yaml" help:"Classifier: a name of \"blobsight models list\", a file that describes one (docs/models.md), or none."`
	Detector      string `env:"BLOBSIGHT_DETECTOR" placeholder:"NAME|FILE.yaml" help:"Detector, which finds where things are; it may run beside the classifier. Default: none."`
	ModelsDir     `embed:""`
	Engine        string `env:"BLOBSIGHT_ENGINE" default:"auto" enum:"auto,onnx,portable" help:"What runs the models: onnx (ONNX Runtime), portable (built in), or auto: ONNX Runtime where it is at hand, but for the embedded model."`
	EngineLibrary `embed:""`
	ModelIdle     time.Duration `env:"BLOBSIGHT_MODEL_IDLE" default:"10m" help:"ONNX Runtime gives the memory of a model back when no picture came for so long. 0: never."`

	Labels   []string `env:"BLOBSIGHT_LABELS" placeholder:"FILE,…" help:"Labels of your own that \"blobsight train\" learned on top of the same --model (docs/custom-labels.md)."`
	Taxonomy string   `env:"BLOBSIGHT_TAXONOMY" placeholder:"FILE.yaml|PRESET" help:"Other names, parents and thresholds of labels, and labels to leave out (docs/taxonomy.md). Preset: no-demographics."`
	Features []string `env:"BLOBSIGHT_FEATURES" enum:"properties" help:"What to find out beside labels: properties (sharpness, brightness, contrast and dominant colors)."`

	MinConfidence float64 `env:"BLOBSIGHT_MIN_CONFIDENCE" default:"20" help:"Only labels with at least this confidence, 0 to 100."`
	MaxLabels     int     `env:"BLOBSIGHT_MAX_LABELS" default:"200" help:"At most so many labels."`
	Workers       int     `env:"BLOBSIGHT_WORKERS" default:"-1" help:"Recognitions at once. -1: one for each processor; 0: this process only takes pictures in."`
	MaxMegapixels int     `env:"BLOBSIGHT_MAX_MEGAPIXELS" default:"50" help:"Larger pictures are refused before they are decoded."`

	Embedding bool `kong:"-"` // no setting: whether embeddings of pictures are wanted (Recognizer.Embed)
}

// DefaultConfig is Config without any flag or environment variable.
func DefaultConfig() Config {
	return Config{
		Listen:         "127.0.0.1:8080",
		Callbacks:      DefaultCallbacks(),
		UploadTTL:      30 * time.Minute,
		MaxUploadBytes: 15_000_000,
		Recognition:    DefaultRecognition(),
		Rekognition:    DefaultRekognition(),
		LogFormat:      "text",
	}
}

// DefaultRecognition is Recognition without any flag or environment variable.
func DefaultRecognition() Recognition {
	return Recognition{
		Model: models.EmbeddedName, Engine: engineAuto, ModelIdle: 10 * time.Minute,
		MinConfidence: 20, MaxLabels: 200, Workers: -1, MaxMegapixels: 50,
	}
}

// parsed is what Config says, in the types of the packages that use it.
type parsed struct {
	publicURL *url.URL // nil: the listening address
	callbacks *callbacks
}

// parse checks everything and reports all mistakes at once.
func (c *Config) parse() (*parsed, error) {
	var errs []error
	bad := func(flag, env, format string, args ...any) {
		errs = append(errs, fmt.Errorf("--%s (%s): %s", flag, env, fmt.Sprintf(format, args...)))
	}
	p := &parsed{}
	var err error
	if _, _, err = net.SplitHostPort(c.Listen); err != nil {
		bad("listen", "BLOBSIGHT_LISTEN", "%q is no address; the form is HOST:PORT, such as 127.0.0.1:8080", c.Listen)
	}
	if c.PublicURL != "" {
		p.publicURL, err = url.Parse(c.PublicURL)
		if err != nil || p.publicURL.Host == "" || p.publicURL.Scheme != "http" && p.publicURL.Scheme != "https" {
			bad("public-url", "BLOBSIGHT_PUBLIC_URL", "%q is no URL; the form is https://images.example.com", c.PublicURL)
		}
	}
	for _, s := range []struct {
		flag, env string
		value     int64
	}{
		{"upload-ttl", "BLOBSIGHT_UPLOAD_TTL", int64(c.UploadTTL)},
		{"max-upload-bytes", "BLOBSIGHT_MAX_UPLOAD_BYTES", c.MaxUploadBytes},
	} {
		if s.value <= 0 {
			bad(s.flag, s.env, "it must be more than 0")
		}
	}
	p.callbacks, err = c.Callbacks.parse()
	return p, errors.Join(append(errs, err, c.Recognition.check(), c.Rekognition.check())...)
}

func (r *Recognition) check() error {
	var errs []error
	if err := r.Options().Check(); err != nil {
		var e *blobsight.Error
		errors.As(err, &e)
		errs = append(errs, fmt.Errorf("--min-confidence, --max-labels (BLOBSIGHT_MIN_CONFIDENCE, BLOBSIGHT_MAX_LABELS): %s", e.Detail))
	}
	if r.Workers < -1 {
		errs = append(errs, errors.New("--workers (BLOBSIGHT_WORKERS): it must be -1, 0 or more"))
	}
	if r.ModelIdle < 0 {
		errs = append(errs, errors.New("--model-idle (BLOBSIGHT_MODEL_IDLE): it must be 0 or more"))
	}
	for _, f := range r.Features {
		if f != featureProperties {
			errs = append(errs, fmt.Errorf("--features (BLOBSIGHT_FEATURES): %q is not known; it may be %q", f, featureProperties))
		}
	}
	if !slices.Contains([]string{engineAuto, engineONNX, enginePortable}, r.Engine) {
		errs = append(errs, fmt.Errorf("--engine (BLOBSIGHT_ENGINE): %q is none of auto, onnx and portable", r.Engine))
	}
	if r.MaxMegapixels <= 0 {
		errs = append(errs, errors.New("--max-megapixels (BLOBSIGHT_MAX_MEGAPIXELS): it must be more than 0"))
	}
	return errors.Join(errs...)
}

// featureProperties is the one value of --features.
const featureProperties = "properties"

// Options bounds answers as the settings say.
func (r *Recognition) Options() blobsight.RecognizeOptions {
	return blobsight.RecognizeOptions{
		MinConfidence: r.MinConfidence, MaxLabels: r.MaxLabels,
		Properties: slices.Contains(r.Features, featureProperties),
	}
}

// workers is how many recognitions run at once.
func (r *Recognition) workers() int {
	if r.Workers < 0 {
		return runtime.GOMAXPROCS(0)
	}
	return r.Workers
}

// isLoopback reports whether the host of a URL means this machine.
func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// defaultPublicURL is how clients on this machine, or by its name, reach addr.
func defaultPublicURL(addr net.Addr) *url.URL {
	host, port := addr.String(), 0
	if tcp, ok := addr.(*net.TCPAddr); ok {
		host, port = tcp.IP.String(), tcp.Port
		if tcp.IP.IsUnspecified() {
			host = "localhost"
		}
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(host, strconv.Itoa(port))}
}
