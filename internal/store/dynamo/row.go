package dynamo

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"blobsight"
)

// maxID bounds the ids that are looked for; a key of the table takes 2,048 bytes.
const maxID = 256

const blobPrefix, blobSort = "BLOB#", "BLOB"

// blobItem is a blob in the table, without its log. What is queried is an
// attribute; what was found in the picture is only read and written whole.
type blobItem struct {
	key
	State       blobsight.State `dynamodbav:"blob_state"`
	CallbackURL string          `dynamodbav:"callback_url,omitempty"`
	KeyID       string          `dynamodbav:"key_id,omitempty"`
	CreatedAt   int64           `dynamodbav:"created_at"` // times: Unix milliseconds
	ExpiresAt   int64           `dynamodbav:"expires_at"`
	UploadedAt  int64           `dynamodbav:"uploaded_at,omitempty"`
	FinishedAt  int64           `dynamodbav:"finished_at,omitempty"`
	Result      []byte          `dynamodbav:"result,omitempty"`
	callbackItem

	StateKey   string `dynamodbav:"g1pk"`
	StateSort  string `dynamodbav:"g1sk"`
	ExpiryKey  string `dynamodbav:"g2pk,omitempty"`
	ExpirySort string `dynamodbav:"g2sk,omitempty"`
	TTL        int64  `dynamodbav:"ttl,omitempty"` // Unix seconds
}

// callbackItem is the part of a blob that attempts and replays write. Its place in
// the index appears with the first attempt and is never taken back.
type callbackItem struct {
	Status    blobsight.CallbackStatus `dynamodbav:"callback_status"`
	Attempts  int                      `dynamodbav:"callback_attempts"`
	LastError string                   `dynamodbav:"callback_error"`
	LastAt    int64                    `dynamodbav:"callback_last_at"`
	NextAt    int64                    `dynamodbav:"callback_next_at"`
	Replays   int                      `dynamodbav:"callback_replays"`
	Skipped   int                      `dynamodbav:"callback_skipped"`

	CallbackKey  string `dynamodbav:"g3pk,omitempty"`
	CallbackSort string `dynamodbav:"g3sk,omitempty"`
}

// result is what was found in a picture, kept as compressed JSON: it shrinks to a third
// or less, and write units are counted by size. The field names of the domain's
// types are the format.
type result struct {
	Labels  []blobsight.Label  `json:"labels"`
	Image   *blobsight.Image   `json:"image,omitempty"`
	Model   *blobsight.Model   `json:"model,omitempty"`
	Failure *blobsight.Failure `json:"failure,omitempty"`
}

func blobKey(id string) key { return key{blobPrefix + id, blobSort} }

func stateKey(state blobsight.State) string { return "STATE#" + string(state) }

func callbackKey(status blobsight.CallbackStatus) string { return "CALLBACK#" + string(status) }

// timeSort is the place of a blob in an index that sorts by a time and then by id.
func timeSort(millis int64, id string) string { return sortable(millis) + "#" + id }

// blobItem is b as it is kept.
func (s *Store) blobItem(b *blobsight.Blob) (*blobItem, error) {
	found, err := compress(result{b.Labels, b.Image, b.Model, b.Failure})
	if err != nil {
		return nil, fmt.Errorf("encode blob: %w", err)
	}
	i := &blobItem{
		key: blobKey(b.ID), State: b.State, CallbackURL: b.CallbackURL, KeyID: b.KeyID,
		CreatedAt: millis(b.CreatedAt), ExpiresAt: millis(b.ExpiresAt), UploadedAt: millis(b.UploadedAt), FinishedAt: millis(b.FinishedAt),
		Result: found, callbackItem: callback(b),
		StateKey: stateKey(b.State), StateSort: b.ID, TTL: s.ttl(b),
	}
	if b.State == blobsight.StateAwaitingUpload {
		i.ExpiryKey, i.ExpirySort = stateKey(b.State), timeSort(i.ExpiresAt, b.ID)
	}
	return i, nil
}

// callback is where the callback of b stands, as it is kept.
func callback(b *blobsight.Blob) callbackItem {
	c := b.Callback
	i := callbackItem{
		Status: c.Status, Attempts: c.Attempts, LastError: c.LastError,
		LastAt: millis(c.LastAt), NextAt: millis(c.NextAt), Replays: c.Replays, Skipped: c.Skipped,
	}
	if i.LastAt != 0 {
		i.CallbackKey, i.CallbackSort = callbackKey(c.Status), timeSort(i.LastAt, b.ID)
	}
	return i
}

// ttl is when b and its log may go, in Unix seconds; 0: never.
func (s *Store) ttl(b *blobsight.Blob) int64 {
	if s.Retention == 0 || !b.State.Final() {
		return 0
	}
	end := b.FinishedAt
	if end.IsZero() {
		end = s.Now()
	}
	return end.Add(s.Retention + time.Second - 1).Unix()
}

func (i *blobItem) id() string { return strings.TrimPrefix(i.PK, blobPrefix) }

// blob is the blob that is kept as i.
func (i *blobItem) blob() (*blobsight.Blob, error) {
	r, err := expand(i.Result)
	if err != nil {
		return nil, fmt.Errorf("decode blob %s: %w", i.id(), err)
	}
	return &blobsight.Blob{
		ID: i.id(), State: i.State, CallbackURL: i.CallbackURL, KeyID: i.KeyID,
		CreatedAt: instant(i.CreatedAt), ExpiresAt: instant(i.ExpiresAt), UploadedAt: instant(i.UploadedAt), FinishedAt: instant(i.FinishedAt),
		Labels: r.Labels, Image: r.Image, Model: r.Model, Failure: r.Failure,
		Callback: blobsight.Callback{
			Status: i.Status, Attempts: i.Attempts, LastError: i.LastError,
			LastAt: instant(i.LastAt), NextAt: instant(i.NextAt), Replays: i.Replays, Skipped: i.Skipped,
		},
	}, nil
}

// compress gives r as gzipped JSON; nothing while nothing was found.
func compress(r result) ([]byte, error) {
	if len(r.Labels) == 0 && r.Image == nil && r.Model == nil && r.Failure == nil {
		return nil, nil
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	err := errors.Join(json.NewEncoder(w).Encode(r), w.Close())
	return b.Bytes(), err
}

func expand(data []byte) (result, error) {
	r := result{Labels: []blobsight.Label{}}
	if len(data) == 0 {
		return r, nil
	}
	unzip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return r, err
	}
	if err := json.NewDecoder(unzip).Decode(&r); err != nil {
		return r, err
	}
	if r.Labels == nil {
		r.Labels = []blobsight.Label{}
	}
	return r, nil
}
