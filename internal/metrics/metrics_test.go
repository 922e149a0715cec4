package metrics_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/metrics"
)

func scrape(t *testing.T, h http.Handler) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Content-Type"))
	}
	return w.Body.String()
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	m := metrics.New("v1.2.3")
	broken := false
	sources := metrics.Sources{
		Blobs: func(context.Context) (map[blobsight.State]int64, error) {
			if broken {
				return nil, errors.New("database is gone")
			}
			return map[blobsight.State]int64{blobsight.StateQueued: 3}, nil
		},
		Jobs: func(context.Context) (map[blobsight.JobKind]blobsight.Depth, error) {
			return map[blobsight.JobKind]blobsight.Depth{blobsight.JobNotify: {Waiting: 5, Running: 2}}, nil
		},
		Scheduled: func(context.Context) (int64, error) { return 7, nil },
	}
	h := m.Handler(sources, slog.New(slog.DiscardHandler))
	m.ObserveStage(blobsight.StageRecognize, "ok", 30*time.Millisecond)
	m.ObserveStage(blobsight.StageRecognize, "invalid_image", time.Millisecond)
	m.ObserveStage(blobsight.StageNotify, string(blobsight.FailureTimeout), 15*time.Second)
	got := scrape(t, h)
	for _, line := range []string{
		`blobsight_blobs{state="queued"} 3`,
		`blobsight_blobs{state="failed"} 0`,
		`blobsight_queue_depth{kind="notify",state="waiting"} 5`,
		`blobsight_queue_depth{kind="notify",state="running"} 2`,
		`blobsight_queue_depth{kind="recognize",state="waiting"} 0`,
		`blobsight_stage_duration_seconds_count{outcome="ok",stage="recognize"} 1`,
		`blobsight_stage_duration_seconds_sum{outcome="ok",stage="recognize"} 0.03`,
		`blobsight_stage_duration_seconds_count{outcome="invalid_image",stage="recognize"} 1`,
		`blobsight_callback_attempts_total{outcome="timeout"} 1`,
		`blobsight_callback_attempts_total{outcome="gone"} 0`,
		`blobsight_callback_attempts_total{outcome="ok"} 0`,
		`blobsight_jobs_scheduled 7`,
		`blobsight_build_info{version="v1.2.3"} 1`,
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
	broken = true
	if got := scrape(t, h); strings.Contains(got, "blobsight_blobs{") || !strings.Contains(got, `blobsight_queue_depth{kind="notify",state="waiting"} 5`) {
		t.Error("when the database does not answer, its figures must be left out and the others stay")
	}
}
