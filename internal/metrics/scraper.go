package metrics

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"blobsight"
)

// scrapeTimeout bounds the questions to the database of one scrape.
const scrapeTimeout = 5 * time.Second

// scraper asks the sources at each scrape.
type scraper struct {
	Sources
	log *slog.Logger
}

func blobsDesc() *prometheus.Desc {
	return prometheus.NewDesc("blobsight_blobs", "Blobs by state.", []string{"state"}, nil)
}

func queueDesc() *prometheus.Desc {
	return prometheus.NewDesc("blobsight_queue_depth", "Jobs by kind and state: waiting to run now, or running.", []string{"kind", "state"}, nil)
}

// Describe implements [prometheus.Collector].
func (s *scraper) Describe(ch chan<- *prometheus.Desc) {
	ch <- blobsDesc()
	ch <- queueDesc()
}

// Collect implements [prometheus.Collector]. What cannot be had is left out and logged.
func (s *scraper) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	blobs, err := s.Blobs(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "count blobs for metrics", "error", err)
	} else {
		for _, state := range blobsight.States() {
			ch <- gauge(blobsDesc(), blobs[state], string(state))
		}
	}
	jobs, err := s.Jobs(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "count jobs for metrics", "error", err)
		return
	}
	for _, kind := range blobsight.JobKinds() {
		ch <- gauge(queueDesc(), jobs[kind].Waiting, string(kind), "waiting")
		ch <- gauge(queueDesc(), jobs[kind].Running, string(kind), "running")
	}
}

func gauge(d *prometheus.Desc, v int64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
}
