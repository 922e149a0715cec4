// Package storetest is the conformance suite of [blobsight.Store]: every store
// runs it, against the real database. It is split by operation.
package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// Harness is one empty store and a way to see its queue.
type Harness struct {
	Store interface {
		blobsight.Store
		blobsight.StateCounter
		blobsight.DeliveryStore
		keyring
	}
	// Jobs lists the jobs whose transactions were committed, in their order.
	Jobs func(t *testing.T) []blobsight.Job
	// FailJobs makes the queue refuse every job from now on, which must undo
	// the write that the job belongs to.
	FailJobs func()
}

// keyring keeps what lets clients in and what signs.
type keyring interface {
	blobsight.KeyStore
	blobsight.SecretStore
	blobsight.SigningSecretStore
}

// Run runs the suite. Open makes a new harness for each test.
func Run(t *testing.T, open func(t *testing.T) *Harness) {
	for name, test := range map[string]func(*testing.T, *Harness){
		"Create":            testCreate,
		"CreateTwice":       testCreateTwice,
		"GetMissing":        testGetMissing,
		"ListPages":         testListPages,
		"ListFilters":       testListFilters,
		"ListEmpty":         testListEmpty,
		"Update":            testUpdate,
		"UpdateStateChange": testUpdateStateChanged,
		"UpdateMissing":     testUpdateMissing,
		"UpdateRace":        testUpdateRace,
		"UpdateRollsBack":   testUpdateRollsBack,
		"Delete":            testDelete,
		"DeleteMissing":     testDeleteMissing,
		"DeleteRollsBack":   testDeleteRollsBack,
		"CountByState":      testCountByState,
		"Keys":              testKeys,
		"RevokeMissing":     testRevokeMissing,
		"Secret":            testSecret,
		"SecretRace":        testSecretRace,
		"Record":            testRecord,
		"RecordConflict":    testRecordConflict,
		"RecordRace":        testRecordRace,
		"RecordMissing":     testRecordMissing,
		"Plan":              testPlan,
		"PlanConflict":      testPlanConflict,
		"PlanRollsBack":     testPlanRollsBack,
		"LastDeliveries":    testLastDeliveries,
		"LastAfterReplay":   testLastAfterReplay,
		"DeleteLog":         testDeleteLog,
		"EnsureSecret":      testEnsureSecret,
		"EnsureSecretRace":  testEnsureSecretRace,
		"RotateSecret":      testRotateSecret,
		"RotateSecretRace":  testRotateSecretRace,
		"RevokeSecret":      testRevokeSecret,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// epoch is the time of the first blob in every test.
var epoch = time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)

// id is the n-th id: like the real ones, it sorts by time.
func id(n int) string { return fmt.Sprintf("019b7c3e-0000-7000-8000-%012d", n) }

// newBlob is the n-th blob as the service makes it.
func newBlob(n int) *blobsight.Blob {
	created := epoch.Add(time.Duration(n) * time.Second)
	return &blobsight.Blob{
		ID:          id(n),
		State:       blobsight.StateAwaitingUpload,
		CallbackURL: "https://example.com/hook?a=b&c=ü",
		CreatedAt:   created,
		ExpiresAt:   created.Add(30 * time.Minute),
		Labels:      []blobsight.Label{},
		Callback:    blobsight.Callback{Status: blobsight.CallbackPending},
		KeyID:       "bsk_test",
	}
}

// recognized is b with everything that recognition fills in.
func recognized(b *blobsight.Blob) *blobsight.Blob {
	c := *b
	c.State = blobsight.StateRecognized
	c.UploadedAt, c.FinishedAt = b.CreatedAt.Add(time.Minute), b.CreatedAt.Add(time.Minute+123*time.Millisecond)
	c.Labels = []blobsight.Label{{
		Name: "Dog", Confidence: 98.25, Parents: []string{"Animal", "Mammal"}, Categories: []string{"Animals and Pets"}, Aliases: []string{},
		Instances: []blobsight.Instance{{Box: blobsight.Box{Left: 0.1, Top: 0.2, Width: 0.5, Height: 0.6}, Confidence: 97.5}},
	}}
	c.Image = &blobsight.Image{Format: "jpeg", Width: 4000, Height: 3000, Bytes: 2483112, SHA256: "ab12"}
	c.Model = &blobsight.Model{Name: "test", Version: "1"}
	return &c
}

func mustCreate(t *testing.T, h *Harness, blobs ...*blobsight.Blob) {
	t.Helper()
	for _, b := range blobs {
		if err := h.Store.Create(t.Context(), b); err != nil {
			t.Fatalf("Create(%s): %v", b.ID, err)
		}
	}
}

func wantBlob(t *testing.T, h *Harness, want *blobsight.Blob) {
	t.Helper()
	got, err := h.Store.Get(t.Context(), want.ID)
	if err != nil {
		t.Fatalf("Get(%s): %v", want.ID, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Get(%s) (-want +got):\n%s", want.ID, diff)
	}
}

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("error is %v, want %v", got, want)
	}
}

func wantJobs(t *testing.T, h *Harness, want ...blobsight.Job) {
	t.Helper()
	if diff := cmp.Diff(want, h.Jobs(t)); diff != "" {
		t.Errorf("jobs (-want +got):\n%s", diff)
	}
}
