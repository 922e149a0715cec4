package awstest

import (
	"encoding/json"
	"testing"
)

// TestAmazonEvent rebuilds an event that versitygw 1.8.0 sent.
func TestAmazonEvent(t *testing.T) {
	t.Parallel()
	event, is := amazonEvent([]byte(`{"Records":[{"eventVersion":"2.2","eventSource":"aws:s3","awsRegion":"us-east-1",
		"eventTime":"2026-11-27T06:17:19Z","eventName":"s3:ObjectCreated:Put","userIdentity":{"PrincipalId":"AKIAEXAMPLE"},
		"requestParameters":{"sourceIPAddress":"127.0.0.1"},"responseElements":{"x-amz-request-id":"","x-amz-id-2":""},
		"s3":{"s3SchemaVersion":"1.0","configurationId":"webhook-global",
			"bucket":{"name":"pictures","ownerIdentity":{"PrincipalId":"AKIAEXAMPLE"},"arn":"arn:aws:s3:::/pictures/my images+more/key"},
			"object":{"key":"my images+more/ä","size":49042,"eTag":"\"49b4abb3\"","versionId":null,"sequencer":"1"}},
		"glacierEventData":{"restoreEventData":{"lifecycleRestorationExpiryTime":"","lifecycleRestoreStorageClass":""}}}]}`))
	if !is || len(event.Records) != 1 {
		t.Fatalf("event %v, %t", event, is)
	}
	r := event.Records[0]
	for what, pair := range map[string][2]string{
		"name": {r.EventName, "ObjectCreated:Put"}, "bucket": {r.S3.Bucket.Name, "pictures"}, "ARN": {r.S3.Bucket.Arn, "arn:aws:s3:::pictures"},
		"key": {r.S3.Object.Key, "my+images%2Bmore%2F%C3%A4"}, "tag": {r.S3.Object.ETag, "49b4abb3"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	for _, other := range []string{
		`{"Bucket":"Test-Bucket","Event":"s3:TestEvent","Service":"S3","Time":"2026-11-27T06:17:17Z"}`,
		`{"Records":[{"eventName":"s3:ObjectRemoved:Delete"}]}`, `no JSON`,
	} {
		if event, is := amazonEvent([]byte(other)); is {
			t.Errorf("%s became %v", other, event)
		}
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	f, err := parseFilter(streamFilter)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		`{"eventName":"INSERT","dynamodb":{"NewImage":{"sk":{"S":"JOB"},"kind":{"S":"notify"}}}}`:    true,
		`{"eventName":"INSERT","dynamodb":{"NewImage":{"sk":{"S":"JOB"},"kind":{"S":"clean_up"}}}}`:  true,
		`{"eventName":"INSERT","dynamodb":{"NewImage":{"sk":{"S":"JOB"},"kind":{"S":"recognize"}}}}`: false,
		`{"eventName":"MODIFY","dynamodb":{"NewImage":{"sk":{"S":"JOB"},"kind":{"S":"notify"}}}}`:    false,
		`{"eventName":"INSERT","dynamodb":{"NewImage":{"sk":{"S":"BLOB"}}}}`:                         false,
		`{"eventName":"REMOVE","dynamodb":{"Keys":{"sk":{"S":"JOB"}}}}`:                              false,
	} {
		var event map[string]any
		if err := json.Unmarshal([]byte(text), &event); err != nil {
			t.Fatal(err)
		}
		if got := f.lets(event); got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
}
