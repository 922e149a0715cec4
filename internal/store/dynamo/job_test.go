package dynamo_test

import (
	"encoding/json"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/store/dynamo"
)

func TestJobOf(t *testing.T) {
	t.Parallel()
	const job = `{"pk": {"S": "JOB#1"}, "sk": {"S": "JOB"}, "kind": {"S": "notify"}, "blob_id": {"S": "b"}, "replay": {"N": "2"}, "priority": {"N": "1"}, "ttl": {"N": "1767409445"}}`
	for name, c := range map[string]struct {
		image string
		want  blobsight.Job
		ok    bool
		err   string
	}{
		"job":           {job, blobsight.Job{Kind: blobsight.JobNotify, BlobID: "b", Replay: 2, Priority: blobsight.PriorityLow}, true, ""},
		"blob":          {`{"pk": {"S": "BLOB#1"}, "sk": {"S": "BLOB"}, "result": {"B": "H4sI"}, "list": {"L": [{"S": "x"}]}}`, blobsight.Job{}, false, ""},
		"nothing":       {`null`, blobsight.Job{}, false, ""},
		"unknown kind":  {strings.Replace(job, "notify", "dance", 1), blobsight.Job{}, false, `kind is "dance"`},
		"no blob":       {strings.Replace(job, `"b"`, `""`, 1), blobsight.Job{}, false, `blob_id is ""`},
		"odd replay":    {strings.Replace(job, `{"N": "2"}`, `{"S": "2"}`, 1), blobsight.Job{}, false, "replay is"},
		"no priority":   {strings.Replace(job, `"priority"`, `"rank"`, 1), blobsight.Job{}, false, "priority is"},
		"unknown field": {strings.Replace(job, `"ttl"`, `"extra"`, 1), blobsight.Job{Kind: blobsight.JobNotify, BlobID: "b", Replay: 2, Priority: 1}, true, ""},
	} {
		var image map[string]dynamo.Attribute
		if err := json.Unmarshal([]byte(c.image), &image); err != nil {
			t.Fatal(err)
		}
		got, ok, err := dynamo.JobOf(image)
		if got != c.want || ok != c.ok || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: JobOf = %+v, %v, %v", name, got, ok, err)
		}
	}
}
