package jobs

import (
	"github.com/riverqueue/river"

	"blobsight"
)

// The arguments of each kind of job, as they are kept in River's tables.
type (
	recognizeArgs struct {
		BlobID string `json:"blob_id"`
	}
	notifyArgs struct {
		BlobID string `json:"blob_id"`
		Replay int    `json:"replay,omitempty"`
	}
	cleanUpArgs struct {
		BlobID string `json:"blob_id"`
	}
	expireArgs struct{}
)

// kindExpire is the periodic sweep. It is no job of the domain: no blob asks for it.
const kindExpire = "expire"

func (recognizeArgs) Kind() string { return string(blobsight.JobRecognize) }
func (notifyArgs) Kind() string    { return string(blobsight.JobNotify) }
func (cleanUpArgs) Kind() string   { return string(blobsight.JobCleanUp) }
func (expireArgs) Kind() string    { return kindExpire }

func argsOf(j blobsight.Job) river.JobArgs {
	switch j.Kind {
	case blobsight.JobRecognize:
		return recognizeArgs{j.BlobID}
	case blobsight.JobNotify:
		return notifyArgs{j.BlobID, j.Replay}
	case blobsight.JobCleanUp:
		return cleanUpArgs{j.BlobID}
	default:
		panic("jobs: unknown kind " + string(j.Kind)) // a kind was added to the domain and not here
	}
}
