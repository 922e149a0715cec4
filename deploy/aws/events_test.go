package aws_test

import (
	"slices"
	"strings"
	"testing"
)

const queue = "AWS::SQS::Queue"

// name takes a reference apart: Name of ${Name} or ${Name.Attribute}.
func name(ref string) string {
	ref = strings.TrimSuffix(strings.TrimPrefix(ref, "${"), "}")
	head, _, _ := strings.Cut(ref, ".")
	return head
}

// source is the mapping that brings a function its events; nil without one.
func (c *template) source(function string) *resource {
	for _, n := range c.of("AWS::Lambda::EventSourceMapping") {
		if r := c.Resources[n]; name(text(r.Properties["FunctionName"])) == logical(function) {
			return r
		}
	}
	return nil
}

// deadQueue is where events of a function go that it did not get done. Lambda
// itself puts them there, with the rights of the function's role, unless a queue does.
func (c *template) deadQueue(t *testing.T, function string) (queueName string, byLambda bool) {
	t.Helper()
	if s := c.source(function); s != nil {
		if to := text(at(s.Properties, "DestinationConfig", "OnFailure", "Destination")); to != "" {
			return name(to), true
		}
		q := c.get(t, queue, name(text(s.Properties["EventSourceArn"])))
		return name(text(at(q.Properties, "RedrivePolicy", "deadLetterTargetArn"))), false
	}
	for _, n := range c.of("AWS::Lambda::EventInvokeConfig") {
		if p := c.Resources[n].Properties; name(text(p["FunctionName"])) == logical(function) {
			return name(text(at(p, "DestinationConfig", "OnFailure", "Destination"))), true
		}
	}
	return "", false
}

// TestDeadLetters: no event of any function is lost unseen: there is a queue that
// keeps it for 14 days, the function may write there where Lambda asks for that, and
// an alarm is told to somebody.
func TestDeadLetters(t *testing.T) {
	t.Parallel()
	c := load(t)
	for function, f := range c.functions(t) {
		dead, byLambda := c.deadQueue(t, function)
		if dead == "" {
			t.Errorf("%s has no dead-letter queue", function)
			continue
		}
		if got := number(c.get(t, queue, dead).Properties["MessageRetentionPeriod"]); got != 14*24*3600 {
			t.Errorf("%s keeps messages for %d s, want 14 days", dead, got)
		}
		if byLambda && !may(c.rights(t, f), "sqs:SendMessage", "${"+dead+".Arn}") {
			t.Errorf("%s may not write to its dead-letter queue %s", function, dead)
		}
		if !c.alarmed("ApproximateNumberOfMessagesVisible", "${"+dead+".QueueName}") {
			t.Errorf("nobody is told what lies in %s", dead)
		}
		if !c.alarmed("Errors", "${"+logical(function)+"}") {
			t.Errorf("nobody is told of errors of %s", function)
		}
	}
}

// alarmed reports whether there is an alarm on a metric of something, which is told to the topic.
func (c *template) alarmed(metric, of string) bool {
	return slices.ContainsFunc(c.of("AWS::CloudWatch::Alarm"), func(n string) bool {
		p := c.Resources[n].Properties
		return text(p["MetricName"]) == metric && text(at(p, "Dimensions", 0, "Value")) == of &&
			slices.Contains(texts(p["AlarmActions"]), "${AlarmTopic}")
	})
}

// TestQueues: what one message does is told apart from the others of its batch, a
// message stays out of sight for six times as long as the function may take, and
// the program gives up before the queue does.
func TestQueues(t *testing.T) {
	t.Parallel()
	c := load(t)
	functions := c.functions(t)
	for function, want := range map[string]struct {
		queue    string
		receives int // before the queue gives up
	}{
		"recognize": {"UploadQueue", number(at(functions["recognize"].Properties, "Environment", "Variables", "BLOBSIGHT_RECOGNIZE_ATTEMPTS")) + 1},
		"notify":    {"CallbackQueue", 1000},
	} {
		p := c.source(function).Properties
		if got := text(p["EventSourceArn"]); got != "${"+want.queue+".Arn}" {
			t.Errorf("%s reads %s, want %s", function, got, want.queue)
		}
		if got := texts(p["FunctionResponseTypes"]); !slices.Equal(got, []string{"ReportBatchItemFailures"}) {
			t.Errorf("%s answers for whole batches: %v", function, got)
		}
		if n := number(p["BatchSize"]); n < 1 || n > 10 {
			t.Errorf("%s takes %d messages at once, want 1 to 10", function, n)
		}
		if at(p, "ScalingConfig", "MaximumConcurrency") == nil {
			t.Errorf("%s may run any number of times at once", function)
		}
		q := c.get(t, queue, want.queue).Properties
		if got, least := number(q["VisibilityTimeout"]), 6*number(functions[function].Properties["Timeout"]); got < least {
			t.Errorf("%s hides messages for %d s, want %d at least", want.queue, got, least)
		}
		if got := number(at(q, "RedrivePolicy", "maxReceiveCount")); got < want.receives {
			t.Errorf("%s gives up after %d receives, want %d at least", want.queue, got, want.receives)
		}
		rights := c.rights(t, functions[function])
		for _, action := range []string{"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"} {
			if !may(rights, action, "${"+want.queue+".Arn}") {
				t.Errorf("%s may not do %s to %s", function, action, want.queue)
			}
		}
	}
	for _, n := range c.of(queue) {
		if text(c.Resources[n].Properties["SqsManagedSseEnabled"]) != "true" {
			t.Errorf("%s is not encrypted", n)
		}
	}
}

// TestStream: only jobs reach dispatch, and a batch that fails is halved until the
// one that is to blame stands alone and ends in the dead-letter queue.
func TestStream(t *testing.T) {
	t.Parallel()
	c := load(t)
	p := c.source("dispatch").Properties
	for path, want := range map[string]string{
		"EventSourceArn": "${Table.StreamArn}", "StartingPosition": "TRIM_HORIZON",
		"BisectBatchOnFunctionError": "true", "FunctionResponseTypes": `["ReportBatchItemFailures"]`,
	} {
		if got := text(p[path]); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if n := number(p["MaximumRetryAttempts"]); n < 1 {
		t.Errorf("a batch is tried again %d times; one that always fails would hold up all others", n)
	}
	want := `{"eventName":["INSERT"],"dynamodb":{"NewImage":{"sk":{"S":["JOB"]},"kind":{"S":["notify","clean_up"]}}}}`
	if got := text(at(p, "FilterCriteria", "Filters", 0, "Pattern")); got != want {
		t.Errorf("filter is %s, want %s", got, want)
	}
	rights := c.rights(t, c.functions(t)["dispatch"])
	for _, action := range []string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"} {
		if !may(rights, action, "${Table.StreamArn}") {
			t.Errorf("dispatch may not do %s", action)
		}
	}
	if !may(rights, "sqs:SendMessage", "${CallbackQueue.Arn}") {
		t.Error("dispatch may not write to the queue of callbacks")
	}
}

// TestSweep: expire runs each minute, and only by that rule.
func TestSweep(t *testing.T) {
	t.Parallel()
	c := load(t)
	rules := c.of("AWS::Events::Rule")
	if len(rules) != 1 {
		t.Fatalf("rules are %v, want one", rules)
	}
	p := c.Resources[rules[0]].Properties
	if text(p["ScheduleExpression"]) != "rate(1 minute)" || name(text(at(p, "Targets", 0, "Arn"))) != logical("expire") {
		t.Errorf("the rule is %s", text(p))
	}
	for _, n := range c.of("AWS::Lambda::Permission") {
		if p := c.Resources[n].Properties; name(text(p["FunctionName"])) == logical("expire") && name(text(p["SourceArn"])) != rules[0] {
			t.Errorf("expire may be called by %s", text(p["SourceArn"]))
		}
	}
}
