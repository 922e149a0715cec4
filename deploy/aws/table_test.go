package aws_test

import (
	"encoding/json"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"blobsight/internal/store/dynamo"
)

// TestTable holds the table that is deployed to the one that the program was tested with.
func TestTable(t *testing.T) {
	t.Parallel()
	r := load(t).get(t, "AWS::DynamoDB::Table", "Table")
	table := text(r.Properties["TableName"])
	var got dynamodb.CreateTableInput // CloudFormation calls all of it the same, but for:
	convert(t, r.Properties, &got)
	got.StreamSpecification.StreamEnabled = aws.Bool(true)
	got.SSESpecification = nil // not the program's concern
	if diff := cmp.Diff(plain(t, dynamo.Table(table)), plain(t, got)); diff != "" {
		t.Errorf("the table is not as internal/store/dynamo says (-want +got):\n%s", diff)
	}
	var ttl dynamodb.UpdateTimeToLiveInput
	convert(t, r.Properties, &ttl)
	if diff := cmp.Diff(plain(t, dynamo.TimeToLive(table)), plain(t, ttl)); diff != "" {
		t.Errorf("items do not go as internal/store/dynamo says (-want +got):\n%s", diff)
	}
}

// TestTableIsSafe: it can be brought back as it was at any minute, is encrypted
// with a key of the account, and outlives the deployment.
func TestTableIsSafe(t *testing.T) {
	t.Parallel()
	r := load(t).get(t, "AWS::DynamoDB::Table", "Table")
	if text(at(r.Properties, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")) != "true" {
		t.Error("point-in-time recovery is off")
	}
	if text(at(r.Properties, "SSESpecification", "SSEEnabled")) != "true" {
		t.Error("encryption with a key of the account is off")
	}
	if r.DeletionPolicy != "RetainExceptOnCreate" || r.UpdateReplacePolicy != "Retain" {
		t.Errorf("the table is kept: %q when the deployment goes, %q when it is replaced", r.DeletionPolicy, r.UpdateReplacePolicy)
	}
}

// convert reads the fields of from that to has as well.
func convert(t *testing.T, from, to any) {
	t.Helper()
	data, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(data, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// plain is v without Go's types.
func plain(t *testing.T, v any) (out object) {
	t.Helper()
	convert(t, v, &out)
	return out
}
