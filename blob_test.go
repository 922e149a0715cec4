package blobsight_test

import (
	"testing"

	"blobsight"
)

func TestStateMoves(t *testing.T) {
	t.Parallel()
	legal := map[[2]blobsight.State]bool{
		{blobsight.StateAwaitingUpload, blobsight.StateQueued}:  true,
		{blobsight.StateAwaitingUpload, blobsight.StateExpired}: true,
		{blobsight.StateQueued, blobsight.StateRecognized}:      true,
		{blobsight.StateQueued, blobsight.StateFailed}:          true,
	}
	for _, from := range blobsight.States() {
		out := 0
		for _, to := range blobsight.States() {
			if got, want := from.CanMove(to), legal[[2]blobsight.State{from, to}]; got != want {
				t.Errorf("%s.CanMove(%s) = %t, want %t", from, to, got, want)
			}
			if from.CanMove(to) {
				out++
			}
		}
		if from.Final() != (out == 0) {
			t.Errorf("%s.Final() = %t, but %d moves lead out of it", from, from.Final(), out)
		}
	}
	if blobsight.State("").Final() || blobsight.State("").CanMove(blobsight.StateQueued) {
		t.Error("the empty state is taken for a real one")
	}
}
