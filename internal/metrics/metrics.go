// Package metrics measures the flow with Prometheus: how long its stages take
// and how they end, and at each scrape how many blobs are in which state and
// how many jobs wait. All names start with "blobsight_"; the process's own
// metrics (go_*, process_*) are there as well.
package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"blobsight"
)

// Sources are asked at each scrape.
type Sources struct {
	Blobs func(ctx context.Context) (map[blobsight.State]int64, error)
	Jobs  func(ctx context.Context) (map[blobsight.JobKind]blobsight.Depth, error)
	// Scheduled counts the jobs of all kinds whose time has not come yet.
	Scheduled func(ctx context.Context) (int64, error)
}

// Metrics implements [blobsight.Observer].
type Metrics struct {
	registry  *prometheus.Registry
	stages    *prometheus.HistogramVec
	callbacks *prometheus.CounterVec
}

var _ blobsight.Observer = (*Metrics)(nil)

// New makes an empty set of metrics. Version is shown as blobsight_build_info.
func New(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		stages: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "blobsight_stage_duration_seconds",
			Help:    "Duration of the stages of the flow (upload, recognize, notify), by how they ended.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 15), // 1 ms to 16 s: the time limit of a callback is 15 s
		}, []string{"stage", "outcome"}),
		callbacks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "blobsight_callback_attempts_total",
			Help: "Attempts of callbacks, by how they ended: ok, or the class of the failure.",
		}, []string{"outcome"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "blobsight_build_info", Help: "Always 1; the label tells the version.", ConstLabels: prometheus.Labels{"version": version},
	})
	info.Set(1)
	m.registry.MustRegister(m.stages, m.callbacks, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.callbacks.WithLabelValues("ok") // there from the start, so that rates begin at 0
	for _, class := range blobsight.FailureClasses() {
		m.callbacks.WithLabelValues(string(class))
	}
	return m
}

// ObserveStage implements [blobsight.Observer].
func (m *Metrics) ObserveStage(stage blobsight.Stage, outcome string, took time.Duration) {
	m.stages.WithLabelValues(string(stage), outcome).Observe(took.Seconds())
	if stage == blobsight.StageNotify {
		m.callbacks.WithLabelValues(outcome).Inc()
	}
}

// Handler serves the metrics together with what the sources say.
func (m *Metrics) Handler(s Sources, log *slog.Logger) http.Handler {
	m.registry.MustRegister(&scraper{Sources: s, log: log})
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}
