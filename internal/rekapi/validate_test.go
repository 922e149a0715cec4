package rekapi_test

import (
	"fmt"
	"strings"
	"testing"

	"blobsight/internal/rekapi"
)

// TestParseRefused: each mistake gets Amazon's type, and words that name the field.
func TestParseRefused(t *testing.T) {
	t.Parallel()
	const image = `"Image":{"Bytes":"AAAA"}`
	filters := func(name, list string) string {
		return `{` + image + `,"Settings":{"GeneralLabels":{"` + name + `":[` + list + `]}}}`
	}
	for body, want := range map[string]string{
		``:                                       "SerializationException: the body is no JSON",
		`{`:                                      "SerializationException: the body is no JSON",
		`null`:                                   "SerializationException: the body is null",
		`[]`:                                     "SerializationException: the body cannot be a JSON array",
		`{"Image":{"Bytes":"AAAA"}} x`:           "SerializationException: the body is no JSON",
		`{"Image":"AAAA"}`:                       "SerializationException: Image cannot be a JSON string",
		`{"Image":{"Bytes":5}}`:                  "SerializationException: Image.Bytes cannot be a JSON number",
		`{"Image":{"Bytes":"A*=="}}`:             "SerializationException: Image.Bytes is no base64",
		`{"Image":{"Bytes":"AAA"}}`:              "SerializationException: Image.Bytes is no base64",
		`{"Image":{"S3Object":{"Name":{}}}}`:     "SerializationException: Image.S3Object.Name cannot be a JSON object",
		`{` + image + `,"MaxLabels":1.5}`:        "SerializationException: MaxLabels cannot be a JSON number 1.5",
		`{` + image + `,"MaxLabels":"5"}`:        "SerializationException: MaxLabels cannot be a JSON string",
		`{` + image + `,"MaxLabels":3000000000}`: "SerializationException: MaxLabels cannot be a JSON number 3000000000",
		`{` + image + `,"Features":"x"}`:         "SerializationException: Features cannot be a JSON string",
		`{` + image + `,"Settings":[]}`:          "SerializationException: Settings cannot be a JSON array",
		filters("LabelInclusionFilters", "5"):    "SerializationException: Settings.GeneralLabels.LabelInclusionFilters cannot be a JSON number",
		`{}`:                                     "ValidationException: 1 validation error detected: Value null at 'image' failed to satisfy constraint: Member must not be null",
		`{"image":{"Bytes":"AAAA"}}`:             "ValidationException: 1 validation error detected: Value null at 'image'",
		`{"Image":null}`:                         "ValidationException: 1 validation error detected: Value null at 'image'",
		`{"Image":{"Bytes":""}}`:                 "'image.bytes' failed to satisfy constraint: Member must have length greater than or equal to 1",
		`{` + image + `,"MaxLabels":-2000000}`:   "Value '-2000000' at 'maxLabels'",
		`{` + image + `,"MaxLabels":-1}`:         "Value '-1' at 'maxLabels' failed to satisfy constraint: Member must have value greater than or equal to 0",
		`{` + image + `,"MinConfidence":-0.5}`:   "Value '-0.5' at 'minConfidence' failed to satisfy constraint: Member must have value greater than or equal to 0",
		`{` + image + `,"MinConfidence":100.1}`:  "Member must have value less than or equal to 100",
		`{` + image + `,"MinConfidence":1e400}`:  "SerializationException: MinConfidence cannot be a JSON number 1e400",
		`{` + image + `,"Features":["FACES"]}`:   "Value '[FACES]' at 'features' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [GENERAL_LABELS, IMAGE_PROPERTIES]]",
		`{` + image + `,"Features":[null]}`:      "at 'features'",
		`{` + image + `,"Features":["GENERAL_LABELS","GENERAL_LABELS","GENERAL_LABELS"]}`:    "'features' failed to satisfy constraint: Member must have length less than or equal to 2",
		`{` + image + `,"Settings":{"ImageProperties":{"MaxDominantColors":21}}}`:            "'settings.imageProperties.maxDominantColors' failed to satisfy constraint: Member must have value less than or equal to 20",
		`{` + image + `,"Settings":{"ImageProperties":{"MaxDominantColors":-1}}}`:            "Member must have value greater than or equal to 0",
		filters("LabelExclusionFilters", `"`+strings.Repeat("é", 51)+`"`):                    "2 validation errors detected: ",
		filters("LabelExclusionFilters", `"`+strings.Repeat("e", 51)+`"`):                    "'settings.generalLabels.labelExclusionFilters' failed to satisfy constraint: Member must have length less than or equal to 50",
		filters("LabelCategoryInclusionFilters", `"Rock & Roll"`):                            "Member must satisfy regular expression pattern: [A-Za-z0-9",
		filters("LabelCategoryExclusionFilters", `"a"`+strings.Repeat(`,"a"`, 100)):          "Member must have length less than or equal to 100",
		`{"Image":{"S3Object":{"Bucket":"ab","Name":""}}}`:                                   "2 validation errors detected: Value 'ab' at 'image.s3Object.bucket'",
		`{"Image":{"S3Object":{"Bucket":"a/b","Name":"n"}}}`:                                 "Member must satisfy regular expression pattern: [0-9A-Za-z.\\-_]*",
		`{"Image":{"S3Object":{"Bucket":"abc","Name":"` + strings.Repeat("n", 1025) + `"}}}`: "'image.s3Object.name' failed to satisfy constraint: Member must have length less than or equal to 1024",
		`{"Image":{"S3Object":{"Bucket":"abc","Name":"n","Version":""}}}`:                    "'image.s3Object.version'",
		`{"Image":{}}`: "InvalidParameterException: Request has invalid parameters: Image has neither Bytes nor S3Object",
		`{"Image":{"Bytes":"AAAA","S3Object":{"Bucket":"abc","Name":"n"}}}`: "InvalidParameterException: Request has invalid parameters: Image has both Bytes and S3Object",
		`{"Image":{"S3Object":{"Bucket":"abc"}}}`:                           "InvalidParameterException: Request has invalid parameters: Image.S3Object has no Bucket or no Name",
		`{` + image + `,"Features":["IMAGE_PROPERTIES"],"MaxLabels":5}`:     "InvalidParameterException: Request has invalid parameters: MaxLabels goes with GENERAL_LABELS",
		`{` + image + `,"Features":["IMAGE_PROPERTIES"],"MinConfidence":5}`: "InvalidParameterException: Request has invalid parameters: MinConfidence goes with GENERAL_LABELS",
	} {
		_, err := rekapi.Parse([]byte(body))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.100s: %v, want %s", body, err, want)
		}
	}
}

// TestParse: what Amazon takes is taken.
func TestParse(t *testing.T) {
	t.Parallel()
	const image = `"Image":{"Bytes":"AAAA"}`
	for _, body := range []string{
		`{` + image + `}`,
		`{` + image + `,"Unknown":{"MaxLabels":[]},"maxLabels":"x"}`, // fields without a place are passed over
		`{` + image + `,"MaxLabels":null,"Features":null,"Settings":null}`,
		`{` + image + `,"MaxLabels":2147483647,"MinConfidence":1e2,"Features":[]}`,
		`{"Image":{"Bytes":"\/\/\/\/"}}`,
		`{"Image":{"Bytes":"AAAA","S3Object":null}}`,
		`{"Image":{"S3Object":{"Bucket":"a.b-c_D","Name":"füße/ 1.jpg","Version":"3"}}}`,
		`{` + image + `,"Settings":{"GeneralLabels":{"LabelInclusionFilters":["","Crème (Paris)","Tom's","` + strings.Repeat("è", 50) + `"],"LabelExclusionFilters":[]},"ImageProperties":{"MaxDominantColors":0}}}`,
		`{` + image + `,"Features":["IMAGE_PROPERTIES"],"Settings":{"ImageProperties":{"MaxDominantColors":20}}}`,
		"\n {" + image + "}\n",
	} {
		if _, err := rekapi.Parse([]byte(body)); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// TestMuch: what is sent beside a picture costs little, and messages stay short.
func TestMuch(t *testing.T) {
	t.Parallel()
	filters := `{"Image":{"Bytes":"AAAA"},"Settings":{"GeneralLabels":{"LabelInclusionFilters":["&"` + strings.Repeat(`,"&&&&&&&&&&"`, 5000) + `]}}}`
	for name, c := range map[string]struct{ body, want string }{
		"filters":    {filters, "101 validation errors detected: "},
		"members":    {`{` + strings.Repeat(`"x":1,`, 100_000) + `"Image":{}}`, "SerializationException: beside the picture the body has 600012 bytes; it may have 262144"},
		"depth":      {`{"x":` + strings.Repeat("[", 200_000), "SerializationException: the body is no JSON object: invalid character '[' exceeded max depth"},
		"no picture": {`{"Image":{"Bytes":"` + strings.Repeat("*", 1_000_000) + `"}}`, "Image.Bytes must be base64"},
	} {
		_, err := rekapi.Parse([]byte(c.body))
		if err == nil || len(err.Error()) > 5000 || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %.300s…, want %s", name, fmt.Sprint(err), c.want)
		}
	}
}
