package rekapi

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
)

// decode reads a request whose pictures were lifted out.
func decode(text []byte, into **detectLabelsInput) error {
	err := json.Unmarshal(text, into)
	var misfit *misfitError
	switch {
	case errors.As(err, &misfit):
		return serialization(fmt.Sprintf("%s cannot be a JSON %s", cmp.Or(misfit.field, "the body"), misfit.value))
	case err != nil:
		return serialization("the body is no JSON object: " + clipped(err.Error()))
	case *into == nil:
		return serialization("the body is null; it must be a JSON object")
	default:
		return nil
	}
}

// resolve decodes the picture that came with the request.
func (in *detectLabelsInput) resolve(pictures [][]byte) (err error) {
	if in.Image == nil || in.Image.Bytes == nil {
		return nil
	}
	if at, ok := lifted(*in.Image.Bytes); ok && at < len(pictures) {
		in.Image.picture = pictures[at]
		return nil
	}
	in.Image.picture, err = base64.StdEncoding.DecodeString(*in.Image.Bytes)
	if err != nil {
		return serialization("Image.Bytes is no base64 with padding (RFC 4648): " + err.Error())
	}
	return nil
}

// The names of fields count as they are written, which is why encoding/json is not
// left alone with them. Fields without a place are passed over. Both is as Amazon
// does it.

func (in *detectLabelsInput) UnmarshalJSON(text []byte) error {
	return members(text, map[string]any{
		"Image": &in.Image, "MaxLabels": &in.MaxLabels, "MinConfidence": &in.MinConfidence,
		"Features": &in.Features, "Settings": &in.Settings,
	})
}

func (i *inputImage) UnmarshalJSON(text []byte) error {
	return members(text, map[string]any{"Bytes": &i.Bytes, "S3Object": &i.S3Object})
}

func (o *s3Object) UnmarshalJSON(text []byte) error {
	return members(text, map[string]any{"Bucket": &o.Bucket, "Name": &o.Name, "Version": &o.Version})
}

func (s *settings) UnmarshalJSON(text []byte) error {
	return members(text, map[string]any{"GeneralLabels": &s.GeneralLabels, "ImageProperties": &s.ImageProperties})
}

func (g *generalLabels) UnmarshalJSON(text []byte) error {
	return members(text, map[string]any{
		"LabelInclusionFilters": &g.LabelInclusionFilters, "LabelExclusionFilters": &g.LabelExclusionFilters,
		"LabelCategoryInclusionFilters": &g.LabelCategoryInclusionFilters, "LabelCategoryExclusionFilters": &g.LabelCategoryExclusionFilters,
	})
}

func (s *imagePropertiesSettings) UnmarshalJSON(text []byte) error {
	return members(text, map[string]any{"MaxDominantColors": &s.MaxDominantColors})
}

// members reads those members of a JSON object that have a place to go to.
func members(text []byte, places map[string]any) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return misfitOf("", err)
	}
	for name, place := range places {
		if value, ok := all[name]; ok {
			if err := json.Unmarshal(value, place); err != nil {
				return misfitOf(name, err)
			}
		}
	}
	return nil
}

// misfitError is a value of a kind that its field cannot have.
type misfitError struct {
	field string // "Settings.GeneralLabels"; empty: all of it
	value string // "string", "number 1.5", …
}

func (e *misfitError) Error() string { return e.field + " is a " + e.value }

// misfitOf says which field an error of reading it is about.
func misfitOf(field string, err error) error {
	var inner *misfitError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &inner) && inner.field == "":
		return &misfitError{field, inner.value}
	case errors.As(err, &inner):
		return &misfitError{field + "." + inner.field, inner.value}
	case errors.As(err, &kind):
		return &misfitError{field, clipped(kind.Value)}
	default:
		return err
	}
}
