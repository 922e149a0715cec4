package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"blobsight"
)

// FromBlob is a blob as GET /blobs/{blob_id} shows it.
func FromBlob(b *blobsight.Blob) Blob {
	out := fromBlob(b)
	out.Callback = fromCallback(b.Callback)
	return out
}

// CallbackBody is what the client is told about a finished blob: the same
// representation without what is known about the callback itself.
func CallbackBody(b *blobsight.Blob) ([]byte, error) { return Encode(fromBlob(b)) }

// Encode gives v as JSON on one line. Unlike [json.Marshal] it leaves & as it
// is, so that a link copied from an answer works.
func Encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

func fromBlob(b *blobsight.Blob) Blob {
	out := Blob{
		BlobID:     b.ID,
		Status:     Status(b.State),
		Labels:     FromLabels(b.Labels),
		CreatedAt:  b.CreatedAt,
		UploadedAt: optional(b.UploadedAt),
	}
	switch b.State {
	case blobsight.StateAwaitingUpload:
		out.ExpiresAt = optional(b.ExpiresAt)
	case blobsight.StateRecognized:
		out.RecognizedAt = optional(b.FinishedAt)
	case blobsight.StateFailed:
		out.FailedAt = optional(b.FinishedAt)
	case blobsight.StateExpired:
		out.ExpiredAt = optional(b.FinishedAt)
	case blobsight.StateQueued:
	}
	if b.Image != nil {
		img := fromImage(*b.Image)
		out.Image = &img
	}
	if b.Model != nil {
		out.Model = &Model{Name: b.Model.Name, Version: b.Model.Version}
	}
	if b.Failure != nil {
		out.Error = &Failure{Code: FailureCode(b.Failure.Code), Detail: b.Failure.Detail}
	}
	return out
}

// FromCreated is the answer to POST /blobs. Headers are those that must be sent
// with the image.
func FromCreated(b *blobsight.Blob, uploadURL string, headers map[string]string) CreatedBlob {
	return CreatedBlob{
		BlobID:        b.ID,
		CallbackURL:   optional(b.CallbackURL),
		UploadURL:     uploadURL,
		Status:        Status(b.State),
		ExpiresAt:     b.ExpiresAt,
		UploadHeaders: headers,
	}
}

// FromRecognition is the answer to POST /labels.
func FromRecognition(r *blobsight.Recognition) Recognition {
	return Recognition{
		Labels: FromLabels(r.Labels),
		Image:  fromImage(r.Image),
		Model:  Model{Name: r.Model.Name, Version: r.Model.Version},
	}
}

// FromLabels converts labels; the result is never nil.
func FromLabels(labels []blobsight.Label) []Label {
	out := make([]Label, 0, len(labels))
	for _, l := range labels {
		out = append(out, Label{
			Label: l.Name, Confidence: l.Confidence,
			Parents: list(l.Parents), Categories: list(l.Categories), Aliases: list(l.Aliases),
			Instances: fromInstances(l.Instances),
		})
	}
	return out
}

func fromInstances(instances []blobsight.Instance) []Instance {
	out := make([]Instance, 0, len(instances))
	for _, i := range instances {
		out = append(out, Instance{Box: Box(i.Box), Confidence: i.Confidence})
	}
	return out
}

// FromVocabulary is the answer to GET /labels.
func FromVocabulary(concepts []blobsight.Concept, m blobsight.Model) Vocabulary {
	out := Vocabulary{Labels: make([]Concept, 0, len(concepts)), Model: Model{Name: m.Name, Version: m.Version}}
	for _, c := range concepts {
		out.Labels = append(out.Labels, Concept{Label: c.Name, Parents: list(c.Parents), Categories: list(c.Categories), Aliases: list(c.Aliases)})
	}
	return out
}

func fromImage(i blobsight.Image) Image {
	return Image{
		Format: optional(i.Format), Width: optional(i.Width), Height: optional(i.Height), Bytes: i.Bytes, SHA256: i.SHA256,
		Properties: fromProperties(i.Properties),
	}
}

func fromProperties(p *blobsight.Properties) *Properties {
	if p == nil {
		return nil
	}
	out := &Properties{Sharpness: p.Sharpness, Brightness: p.Brightness, Contrast: p.Contrast, DominantColors: []DominantColor{}}
	for _, c := range p.DominantColors {
		out.DominantColors = append(out.DominantColors, DominantColor{
			Hex: fmt.Sprintf("#%02x%02x%02x", c.Red, c.Green, c.Blue),
			Red: int(c.Red), Green: int(c.Green), Blue: int(c.Blue),
			CSSColor: c.CSSColor, SimplifiedColor: c.SimplifiedColor, PixelPercent: c.PixelPercent,
		})
	}
	return out
}

// list is s as JSON shows it: [] and not null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// optional leaves a zero value out.
func optional[T string | int | time.Time](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
