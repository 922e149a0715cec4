package aws_test

import (
	"slices"
	"testing"
)

// bucket is the name of the bucket for images.
func (c *template) bucket(t *testing.T) string {
	t.Helper()
	return text(c.get(t, "AWS::S3::Bucket", "Images").Properties["BucketName"])
}

// TestUploadEvents: everything that is complete in the bucket is told to the
// queue, which takes it from that bucket of this account and from nobody else. The policy
// names the bucket: a wrong name would deploy without complaint and then let no event in.
func TestUploadEvents(t *testing.T) {
	t.Parallel()
	c := load(t)
	images := c.get(t, "AWS::S3::Bucket", "Images")
	told := list(at(images.Properties, "NotificationConfiguration", "QueueConfigurations"))
	if len(told) != 1 || text(at(told[0], "Event")) != "s3:ObjectCreated:*" || text(at(told[0], "Queue")) != "${UploadQueue.Arn}" {
		t.Errorf("the bucket tells %s", text(told))
	}
	if !slices.Contains(texts(images.DependsOn), "UploadQueuePolicy") {
		t.Error("the bucket may be made before the queue lets it in")
	}
	p := c.get(t, "AWS::SQS::QueuePolicy", "UploadQueuePolicy").Properties
	all := list(at(p, "PolicyDocument", "Statement"))
	if len(all) != 1 {
		t.Fatalf("the queue's policy has %d statements, want 1", len(all))
	}
	for path, want := range map[string]string{
		"Effect": "Allow", "Principal": `{"Service":"s3.amazonaws.com"}`, "Action": "sqs:SendMessage", "Resource": "${UploadQueue.Arn}",
	} {
		if got := text(at(all[0], path)); got != want {
			t.Errorf("%s of the queue's policy is %s, want %s", path, got, want)
		}
	}
	if got, want := text(at(all[0], "Condition", "ArnEquals", "aws:SourceArn")), "arn:${AWS::Partition}:s3:::"+c.bucket(t); got != want {
		t.Errorf("the queue takes events of %s, want %s", got, want)
	}
	if got := text(at(all[0], "Condition", "StringEquals", "aws:SourceAccount")); got != "${AWS::AccountId}" {
		t.Errorf("the queue takes events of the account %s", got)
	}
	if got := texts(p["Queues"]); !slices.Equal(got, []string{"${UploadQueue}"}) {
		t.Errorf("the policy is that of %v", got)
	}
}

// TestBucket: closed, encrypted, kept; browsers may upload, and what they leave
// unfinished goes.
func TestBucket(t *testing.T) {
	t.Parallel()
	c := load(t)
	images := c.get(t, "AWS::S3::Bucket", "Images")
	for _, name := range c.of("AWS::S3::Bucket") {
		p := c.Resources[name].Properties
		for _, what := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
			if text(at(p, "PublicAccessBlockConfiguration", what)) != "true" {
				t.Errorf("%s: %s is off", name, what)
			}
		}
		if at(p, "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm") == nil {
			t.Errorf("%s is not encrypted", name)
		}
	}
	if images.DeletionPolicy != "RetainExceptOnCreate" || images.UpdateReplacePolicy != "Retain" {
		t.Errorf("images are kept: %q when the deployment goes, %q when the bucket is replaced", images.DeletionPolicy, images.UpdateReplacePolicy)
	}
	cors := at(images.Properties, "CorsConfiguration", "CorsRules", 0)
	if !slices.Equal(texts(at(cors, "AllowedMethods")), []string{"PUT"}) || text(at(cors, "AllowedOrigins")) != `{"Fn::Split":[",","*"]}` {
		t.Errorf("CORS is %s", text(cors))
	}
	if got := text(at(images.Properties, "LifecycleConfiguration", "Rules", 0, "AbortIncompleteMultipartUpload")); got != `{"DaysAfterInitiation":1}` {
		t.Errorf("unfinished uploads go after %s", got)
	}
	if got := text(at(images.Properties, "LifecycleConfiguration", "Rules", 1, "Fn::If", 0)); got != "ImagesExpire" {
		t.Errorf("images go on the condition %q", got)
	}
}

// TestAPI: the smoke test and all other paths reach the function that answers, no
// more often than is set, and a deployment tells where.
func TestAPI(t *testing.T) {
	t.Parallel()
	c := load(t)
	var routes []string
	for _, name := range c.of("AWS::ApiGatewayV2::Route") {
		routes = append(routes, text(c.Resources[name].Properties["RouteKey"]))
	}
	slices.Sort(routes)
	if want := []string{"ANY /", "ANY /{proxy+}"}; !slices.Equal(routes, want) {
		t.Errorf("routes are %v, want %v", routes, want)
	}
	integration := c.get(t, "AWS::ApiGatewayV2::Integration", "HttpApiIntegrationHttp").Properties
	if name(text(integration["IntegrationUri"])) != logical("http") || text(integration["PayloadFormatVersion"]) != "2.0" {
		t.Errorf("requests are handed to %s", text(integration))
	}
	stage := c.get(t, "AWS::ApiGatewayV2::Stage", "HttpApiStage").Properties
	if number(at(stage, "DefaultRouteSettings", "ThrottlingRateLimit")) < 1 || number(at(stage, "DefaultRouteSettings", "ThrottlingBurstLimit")) < 1 {
		t.Errorf("requests are not throttled: %s", text(stage["DefaultRouteSettings"]))
	}
	for output, want := range map[string]string{"Endpoint": "${HttpApi.ApiEndpoint}", "Bucket": "${Images}", "Table": "${Table}"} {
		if got := text(c.Outputs[output].Value); got != want {
			t.Errorf("output %s is %q, want %q", output, got, want)
		}
	}
}
