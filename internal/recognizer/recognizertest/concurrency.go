package recognizertest

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// testConcurrency: many callers at once, good pictures and bad ones mixed, get
// the same answers as one after the other.
func testConcurrency(t *testing.T, r blobsight.Recognizer) {
	files := [][]byte{
		encode(t, "png", scene(160, 120, 0)),
		encode(t, "jpeg", scene(90, 120, 1)),
		[]byte("no picture"),
		encode(t, "gif", scene(100, 100, 2)),
	}
	type answer struct {
		Recognition *blobsight.Recognition
		Failure     string
	}
	ask := func(file []byte) (a answer) {
		var err error
		if a.Recognition, err = r.Recognize(t.Context(), picture(file), everything()); err != nil {
			a.Failure = err.Error()
		}
		return a
	}
	var want []answer
	for _, file := range files {
		want = append(want, ask(file))
	}
	got := make([]answer, 8*len(files))
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() { got[i] = ask(files[i%len(files)]) })
	}
	group.Wait()
	for i, a := range got {
		if diff := cmp.Diff(want[i%len(files)], a); diff != "" {
			t.Errorf("call %d, file %d: %s", i, i%len(files), diff)
		}
	}
}
