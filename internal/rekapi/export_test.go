package rekapi

import (
	"encoding/json"
	"reflect"

	"blobsight"
)

// Input and Output are the types of a request and of an answer.
var (
	Input  = reflect.TypeFor[detectLabelsInput]()
	Output = reflect.TypeFor[detectLabelsOutput]()
)

// Features are the values that a request may name.
var Features = []string{featureLabels, featureProperties}

// FaultOf gives the type of the error that is told for err, and its status.
func FaultOf(err error) (kind string, status int) {
	f, _ := faultOf(err)
	return f.kind, f.status
}

// Parse reads a request as the handler does, and gives its picture.
func Parse(body []byte) (picture []byte, err error) {
	in, err := parse(body)
	if err != nil {
		return nil, err
	}
	return in.Image.picture, nil
}

// ParsePlain is Parse without lifting.
func ParsePlain(body []byte) (picture []byte, err error) {
	var in *detectLabelsInput
	if err := decode(body, &in); err != nil {
		return nil, err
	}
	if err := in.resolve(nil); err != nil {
		return nil, err
	}
	if err := in.validate(); err != nil {
		return nil, err
	}
	return in.Image.picture, nil
}

// Unfit says why a picture is none for Rekognition.
func Unfit(i blobsight.Image) error { return unfit(i, nil) }

// Lift takes pictures out of a request.
func Lift(body []byte) (short []byte, pictures [][]byte) { return lift(body) }

// Answer is what is told of rec to who sent body.
func Answer(body []byte, rec *blobsight.Recognition) ([]byte, error) {
	in, err := parse(body)
	if err != nil {
		return nil, err
	}
	return json.Marshal(output(in, rec))
}
