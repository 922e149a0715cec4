package rekapi_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/rekognition"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"blobsight/internal/rekapi"
)

// TestModel holds the types of requests and answers, field by field, against those of
// the SDK, which are generated from Amazon's service model.
func TestModel(t *testing.T) {
	t.Parallel()
	ours, theirs := map[string]string{}, map[string]string{}
	fields(ours, "input", rekapi.Input)
	fields(theirs, "input", reflect.TypeFor[rekognition.DetectLabelsInput]())
	fields(ours, "output", rekapi.Output)
	fields(theirs, "output", reflect.TypeFor[rekognition.DetectLabelsOutput]())

	delete(theirs, "output.OrientationCorrection") // "The value of OrientationCorrection is always null."
	if len(theirs) < 60 {
		t.Errorf("the SDK has %d fields only; is the walk complete?", len(theirs))
	}
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Errorf("fields that differ from the service model (-SDK +ours):\n%s", diff)
	}
}

// fields lists what can stand in a JSON document of a type: path and kind.
func fields(into map[string]string, path string, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.IsExported() && f.Name != "ResultMetadata" { // which is no part of the document
				fields(into, path+"."+f.Name, f.Type)
			}
		}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 { // a blob is base64
			into[path] = "string"
			return
		}
		fields(into, path+"[]", t.Elem())
	case reflect.String:
		into[path] = "string"
	case reflect.Int32, reflect.Uint8:
		into[path] = "integer"
	case reflect.Float32, reflect.Float64:
		into[path] = "number"
	default:
		into[path] = t.String()
	}
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	var known []string
	for _, f := range types.DetectLabelsFeatureName("").Values() {
		known = append(known, string(f))
	}
	if !slices.Equal(known, rekapi.Features) {
		t.Errorf("features %v, those of the service model are %v", rekapi.Features, known)
	}
}

// TestFaultTypes: what Rekognition itself tells is one of the errors that the service
// model has, and the status tells as there whose fault it is.
func TestFaultTypes(t *testing.T) {
	t.Parallel()
	known := map[string]int{}
	for _, e := range []interface {
		error
		ErrorCode() string
		ErrorFault() smithy.ErrorFault
	}{
		&types.AccessDeniedException{}, &types.ImageTooLargeException{}, &types.InternalServerError{}, &types.InvalidImageFormatException{},
		&types.InvalidParameterException{}, &types.InvalidS3ObjectException{}, &types.ProvisionedThroughputExceededException{}, &types.ThrottlingException{},
	} {
		known[e.ErrorCode()] = 400
		if e.ErrorFault() == smithy.FaultServer {
			known[e.ErrorCode()] = 500
		}
	}
	for _, err := range everyError() {
		kind, status := rekapi.FaultOf(err)
		if want, ok := known[kind]; !ok || status != want {
			t.Errorf("%v: %s with status %d, want one of %v", err, kind, status, known)
		}
	}
}
