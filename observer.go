package blobsight

import "time"

// Stage is a step of the flow that is measured.
type Stage string

// The stages.
const (
	StageUpload    Stage = "upload"    // from the first byte to the stored image
	StageRecognize Stage = "recognize" // reading the image and running the model
	StageNotify    Stage = "notify"    // one attempt of a callback
)

// Observer is told how long the steps of the flow took and how they ended.
// Outcome is a short word from a fixed set ("ok", "error", a failure code).
type Observer interface {
	ObserveStage(stage Stage, outcome string, took time.Duration)
}
