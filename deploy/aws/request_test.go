package aws_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

// wish is what a request asks for, as IAM sees it: an action on a resource, and
// the partition keys of the items that it touches.
type wish struct {
	action, resource string
	keys             []string
}

const tableARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/" + sourceName

// wishes are those of a request. Queues gives the logical names of queues by URL.
func wishes(r *http.Request, body []byte, queues map[string]string) []wish {
	service, operation, ok := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if !ok {
		return []wish{object3(r)}
	}
	var in object
	if err := json.Unmarshal(body, &in); err != nil {
		return []wish{{action: "no JSON"}}
	}
	switch service {
	case "DynamoDB_20120810":
		return items(operation, in)
	case "AmazonSQS":
		return []wish{{action: "sqs:" + strings.TrimSuffix(operation, "Batch"), resource: "${" + queues[text(in["QueueUrl"])] + ".Arn}"}}
	default: // Rekognition reads with the rights of its caller
		all := []wish{{action: "rekognition:" + operation, resource: "*"}}
		if o := at(in, "Image", "S3Object"); o != nil {
			all = append(all, wish{action: "s3:GetObject", resource: objectARN(text(at(o, "Bucket")) + "/" + text(at(o, "Name")))})
		}
		return all
	}
}

func objectARN(path string) string { return "arn:${AWS::Partition}:s3:::" + path }

// object3 is what a request to S3 asks for, with the bucket's name in the path.
func object3(r *http.Request) wish {
	path := strings.Trim(r.URL.Path, "/")
	if !strings.Contains(path, "/") {
		return wish{action: "s3:ListBucket", resource: objectARN(path)}
	}
	action := map[string]string{"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}[r.Method]
	return wish{action: "s3:" + action, resource: objectARN(path)}
}

// partitionOf finds which partition a query reads.
var partitionOf = regexp.MustCompile(`^pk = (:\w+)`) //nolint:gochecknoglobals // never changes

// items are the wishes of a request to DynamoDB. Transactions need the rights of
// their parts.
func items(operation string, in object) []wish {
	one := func(operation string, key any) wish {
		return wish{"dynamodb:" + operation, tableARN, []string{text(at(key, "pk", "S"))}}
	}
	var all []wish
	switch operation {
	case "Query":
		if index := text(in["IndexName"]); index != "" {
			return []wish{{action: "dynamodb:Query", resource: tableARN + "/index/" + index}}
		}
		w := wish{action: "dynamodb:Query", resource: tableARN, keys: []string{"?"}}
		if m := partitionOf.FindStringSubmatch(text(in["KeyConditionExpression"])); m != nil {
			w.keys = []string{text(at(in, "ExpressionAttributeValues", m[1], "S"))}
		}
		return []wish{w}
	case "PutItem":
		return []wish{one(operation, in["Item"])}
	case "TransactWriteItems":
		for _, part := range list(in["TransactItems"]) {
			for kind, key := range map[string]string{"Put": "Item", "Update": "Key", "Delete": "Key", "ConditionCheck": "Key"} {
				if at(part, kind) != nil {
					all = append(all, one(strings.TrimSuffix(kind, "Item")+"Item", at(part, kind, key)))
				}
			}
		}
	case "BatchGetItem":
		for _, key := range list(at(in, "RequestItems", sourceName, "Keys")) {
			all = append(all, one(operation, key))
		}
	case "BatchWriteItem":
		for _, w := range list(at(in, "RequestItems", sourceName)) {
			for _, key := range []any{at(w, "PutRequest", "Item"), at(w, "DeleteRequest", "Key")} {
				if key != nil {
					all = append(all, one(operation, key))
				}
			}
		}
	default:
		return []wish{one(operation, in["Key"])}
	}
	return all
}
