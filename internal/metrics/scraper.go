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

func scheduledDesc() *prometheus.Desc {
	return prometheus.NewDesc("blobsight_jobs_scheduled", "Jobs of all kinds that wait for their time, such as callbacks to be tried again.", nil, nil)
}

// Describe implements [prometheus.Collector].
func (s *scraper) Describe(ch chan<- *prometheus.Desc) {
	ch <- blobsDesc()
	ch <- queueDesc()
	ch <- scheduledDesc()
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
	if n, err := s.Scheduled(ctx); err != nil {
		s.log.WarnContext(ctx, "count scheduled jobs for metrics", "error", err)
	} else {
		ch <- gauge(scheduledDesc(), n)
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
