package customlabels_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"blobsight/internal/customlabels"
)

func train(t *testing.T, samples []customlabels.Sample, labels int) *customlabels.Trained {
	t.Helper()
	got, err := customlabels.Train(t.Context(), names(labels), samples, model(), 2)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestTrainLearns: clouds that are apart are told apart, also points of them that
// were never seen, and what is of none of them gets no label.
func TestTrainLearns(t *testing.T) {
	t.Parallel()
	const labels = 3
	all := made(1, 40, 40, labels, 1, 80)
	var learn, ask []customlabels.Sample
	for i, s := range all {
		if i%2 == 0 {
			learn = append(learn, s)
		} else {
			ask = append(ask, s)
		}
	}
	set := train(t, learn, labels).Set
	if e := set.Evaluation; e.Accuracy < 97 || e.Pictures != len(learn) || e.Others != 40 || e.Chance != 40 {
		t.Errorf("evaluation: %+v", e)
	}
	wrong := 0
	for _, s := range ask {
		confidences, err := set.Confidences(s.Embedding)
		if err != nil {
			t.Fatal(err)
		}
		for k, c := range confidences {
			if said := 100*c >= set.Labels[k].Threshold; said != (k == s.Label) {
				wrong++
			}
		}
	}
	if wrong > len(ask)*labels/50 {
		t.Errorf("%d of %d answers about new pictures are wrong", wrong, len(ask)*labels)
	}
}

// TestTrainIsHonest: where there is nothing to learn, the figures say so.
func TestTrainIsHonest(t *testing.T) {
	t.Parallel()
	sum := 0.0
	const runs = 4
	for seed := range uint64(runs) {
		set := train(t, made(10+seed, 200, 30, 2, 0, 0), 2).Set
		sum += set.Evaluation.Accuracy / runs
	}
	if sum > 56 {
		t.Errorf("accuracy %.1f %% on noise; 50 is chance", sum)
	}
}

// TestTrainRepeats: the same pictures give the same file, byte for byte, however
// much is done at once.
func TestTrainRepeats(t *testing.T) {
	t.Parallel()
	samples := made(2, 30, 12, 4, 0.5, 6)
	var first []byte
	for _, workers := range []int{1, 3} {
		got, err := customlabels.Train(t.Context(), names(4), samples, model(), workers)
		if err != nil {
			t.Fatal(err)
		}
		file, err := got.Set.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = file
		}
		if !bytes.Equal(first, file) {
			t.Errorf("another file with %d workers", workers)
		}
	}
}

// TestTrainRepetitions: a picture that is there twice counts once under one
// label, and is an error under two.
func TestTrainRepetitions(t *testing.T) {
	t.Parallel()
	samples := made(3, 30, 6, 2, 1, 0)
	again := samples[0]
	again.Path = "0/copy.jpg"
	resized := samples[1]
	resized.Path, resized.Sum[0] = "0/resized.jpg", resized.Sum[0]+1
	resized.Embedding = append([]float32(nil), resized.Embedding...)
	resized.Embedding[0] += 0.01
	got := train(t, append([]customlabels.Sample{again, resized}, samples...), 2)
	if len(got.Repeated) != 2 || got.Set.Evaluation.Pictures != 12 {
		t.Errorf("%d pictures, repeated %v", got.Set.Evaluation.Pictures, got.Repeated)
	}

	again.Label, again.Path = 1, "1/copy.jpg"
	resized.Label, resized.Path = 1, "1/resized.jpg"
	_, err := customlabels.Train(t.Context(), names(2), append(samples, again, resized), model(), 1)
	for _, want := range []string{"0/0.jpg and 1/copy.jpg are the same file", "0/1.jpg and 1/resized.jpg look the same"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestTrainTooFew(t *testing.T) {
	t.Parallel()
	samples := made(4, 10, 5, 2, 1, 0)
	samples[1].Sum = samples[0].Sum
	_, err := customlabels.Train(t.Context(), names(2), samples, model(), 1)
	if err == nil || !strings.Contains(err.Error(), `label "Label 00" has too few pictures, 4`) || !strings.Contains(err.Error(), "1 picture left out") {
		t.Error(err)
	}
	if _, err := customlabels.Train(t.Context(), names(2), nil, model(), 1); err == nil {
		t.Error("no error without pictures")
	}
	samples = made(4, 10, 5, 2, 1, 0)
	samples[3].Embedding = samples[3].Embedding[:9]
	if _, err := customlabels.Train(t.Context(), names(2), samples, model(), 1); err == nil || !strings.Contains(err.Error(), samples[3].Path) {
		t.Error(err)
	}
}

func TestTrainInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := customlabels.Train(ctx, names(2), made(5, 10, 5, 2, 1, 0), model(), 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func BenchmarkTrain(b *testing.B) {
	samples := made(6, 1280, 50, 20, 0.15, 0)
	for b.Loop() {
		got, err := customlabels.Train(b.Context(), names(20), samples, model(), 2)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(got.Set.Evaluation.Accuracy, "accuracy")
	}
}
