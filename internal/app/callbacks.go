package app

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"blobsight"
	"blobsight/internal/webhook"
)

// Callbacks is the part of the settings that concerns telling clients.
type Callbacks struct {
	CallbackAllow     string        `env:"BLOBSIGHT_CALLBACK_ALLOW" placeholder:"CIDR|HOST,…" help:"Networks and host names that may be called although they are not public, such as 127.0.0.0/8,10.1.0.0/16,receiver.lan."`
	CallbackPorts     string        `env:"BLOBSIGHT_CALLBACK_PORTS" default:"80,443,1024-65535" placeholder:"PORT|FROM-TO,…" help:"Ports that may be called."`
	CallbackSchedule  string        `env:"BLOBSIGHT_CALLBACK_SCHEDULE" default:"0s,5s,5m,30m,2h,5h,10h,14h,20h,24h" help:"How long to wait before each attempt of a callback; as many attempts as entries."`
	CallbackTimeout   time.Duration `env:"BLOBSIGHT_CALLBACK_TIMEOUT" default:"15s" help:"Time for one attempt of a callback."`
	CallbackWorkers   int           `env:"BLOBSIGHT_CALLBACK_WORKERS" default:"256" help:"Callbacks at once."`
	CallbackHostLimit int           `env:"BLOBSIGHT_CALLBACK_HOST_LIMIT" default:"16" help:"Callbacks at once to one host."`
	CallbackExcerpt   int           `env:"BLOBSIGHT_CALLBACK_EXCERPT" default:"0" placeholder:"BYTES" help:"How much of the answers of receivers is kept in the log of deliveries, 1024 at most. 0: nothing."`
	CallbackProxy     string        `env:"BLOBSIGHT_CALLBACK_PROXY" placeholder:"URL" help:"Forward proxy for callbacks; it must itself refuse private addresses. HTTP_PROXY and the like are not read. Default: none."`
}

// DefaultCallbacks is Callbacks without any flag or environment variable.
func DefaultCallbacks() Callbacks {
	return Callbacks{
		CallbackPorts:    "80,443,1024-65535",
		CallbackSchedule: "0s,5s,5m,30m,2h,5h,10h,14h,20h,24h",
		CallbackTimeout:  15 * time.Second, CallbackWorkers: 256, CallbackHostLimit: 16,
	}
}

// Bounds of settings. The time keeps an attempt well below that after which the
// queue takes a job for stuck.
const (
	maxCallbackTimeout = 5 * time.Minute
	maxCallbackWorkers = 10_000 // River runs no more of one kind
	maxCallbackExcerpt = 1024   // bytes
)

// callbacks is what Callbacks says, in the types of the packages that use it.
type callbacks struct {
	allow    webhook.Allow
	ports    webhook.Ports
	schedule blobsight.Schedule
	proxy    *url.URL // nil: none
}

// parse checks everything and reports all mistakes at once.
func (c *Callbacks) parse() (*callbacks, error) {
	var errs []error
	bad := func(flag, env string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("--callback-%s (BLOBSIGHT_CALLBACK_%s): %w", flag, env, err))
		}
	}
	p := &callbacks{}
	var err error
	p.allow, err = webhook.ParseAllow(c.CallbackAllow)
	bad("allow", "ALLOW", err)
	p.ports, err = webhook.ParsePorts(c.CallbackPorts)
	bad("ports", "PORTS", err)
	p.schedule, err = blobsight.ParseSchedule(c.CallbackSchedule)
	bad("schedule", "SCHEDULE", err)
	p.proxy, err = webhook.ParseProxy(c.CallbackProxy)
	bad("proxy", "PROXY", err)
	bad("timeout", "TIMEOUT", between(c.CallbackTimeout, time.Millisecond, maxCallbackTimeout))
	bad("workers", "WORKERS", between(c.CallbackWorkers, 1, maxCallbackWorkers))
	bad("host-limit", "HOST_LIMIT", between(c.CallbackHostLimit, 1, maxCallbackWorkers))
	bad("excerpt", "EXCERPT", between(c.CallbackExcerpt, 0, maxCallbackExcerpt))
	return p, errors.Join(errs...)
}

// between says what is wrong with a value that is not from least to most.
func between[T int | time.Duration](value, least, most T) error {
	if value < least || value > most {
		return fmt.Errorf("%v is not from %v to %v", value, least, most)
	}
	return nil
}
