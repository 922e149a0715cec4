package awstest

import (
	"maps"
	"slices"
	"time"
)

// definition is a function as deploy/aws/serverless.yml describes it, but for times,
// which are shorter where stories wait for them.
type definition struct {
	timeout time.Duration
	atOnce  int // sandboxes
	env     []string
}

// names of settings that lead to what there is; the others come from stories.
const (
	setTable     = "BLOBSIGHT_TABLE"
	setBucket    = "BLOBSIGHT_BUCKET"
	setUploads   = "BLOBSIGHT_UPLOAD_QUEUE_URL"
	setCallbacks = "BLOBSIGHT_CALLBACK_QUEUE_URL"
	setDead      = "BLOBSIGHT_DEAD_LETTER_QUEUE_URL"
)

func definitions() map[string]definition {
	return map[string]definition{
		"http":      {29 * time.Second, 4, []string{setTable, setBucket}},
		"recognize": {timeout * time.Second, 2, []string{setTable, setBucket, setUploads}},
		"dispatch":  {30 * time.Second, 1, []string{setCallbacks, setDead}},
		"notify":    {timeout * time.Second, 4, []string{setTable, setBucket, setCallbacks, setDead}},
		"expire":    {55 * time.Second, 1, []string{setTable, setBucket, setUploads}},
		"admin":     {15 * time.Second, 1, []string{setTable}},
	}
}

// batch sizes of the event sources, and the filter of the table's stream.
const (
	uploadBatch   = 5
	callbackBatch = 10
	streamBatch   = 100
	streamFilter  = `{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"sk": {"S": ["JOB"]}, "kind": {"S": ["notify", "clean_up"]}}}}`
)

// environment is what a function finds set: what Lambda sets, what there is for it,
// and the settings of a story.
func (c *Cloud) environment(name string, d definition, settings map[string]string) []string {
	all := map[string]string{
		"AWS_LAMBDA_FUNCTION_NAME": name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
		"AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "_HANDLER": "bootstrap", "LAMBDA_TASK_ROOT": c.cfg.Dir, "TZ": ":UTC",
		"AWS_REGION": Region, "AWS_DEFAULT_REGION": Region, "AWS_ACCESS_KEY_ID": AccessKey, "AWS_SECRET_ACCESS_KEY": SecretKey,
		"AWS_ENDPOINT_URL_S3": c.s3URL, "AWS_ENDPOINT_URL_DYNAMODB": c.motoURL, "AWS_ENDPOINT_URL_SQS": c.motoURL,
		"AWS_ENDPOINT_URL_REKOGNITION": c.recognizerURL,
		"BLOBSIGHT_FUNCTION":           name, "BLOBSIGHT_S3_PATH_STYLE": "true",
	}
	have := map[string]string{
		setTable: table, setBucket: bucket,
		setUploads: c.queues[uploadQueue], setCallbacks: c.queues[callbackQueue], setDead: c.queues[deadLetters],
	}
	for _, name := range d.env {
		all[name] = have[name]
	}
	maps.Copy(all, settings)
	var env []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		env = append(env, name+"="+all[name])
	}
	return env
}
