package aws_test

import (
	"slices"
	"strings"
	"testing"
)

// statement is one of a policy, with single values as lists of one.
type statement struct {
	effect             string
	actions, resources []string
	keys               []string // of the table's items, if only some are meant
}

func statements(policy any) []statement {
	var out []statement
	for _, s := range list(at(policy, "Statement")) {
		keys := texts(at(s, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys"))
		keys = append(keys, texts(at(s, "Condition", "ForAllValues:StringEquals", "dynamodb:LeadingKeys"))...)
		out = append(out, statement{text(at(s, "Effect")), texts(at(s, "Action")), texts(at(s, "Resource")), keys})
	}
	return out
}

// rights are the statements of a function's role.
func (c *template) rights(t *testing.T, function *resource) []statement {
	t.Helper()
	role := strings.TrimSuffix(strings.TrimPrefix(text(function.Properties["Role"]), "${"), ".Arn}")
	var out []statement
	for _, p := range list(c.get(t, "AWS::IAM::Role", role).Properties["Policies"]) {
		out = append(out, statements(at(p, "PolicyDocument"))...)
	}
	return out
}

// may reports whether one of the statements allows the action on the resource.
func may(all []statement, action, resource string) bool {
	return slices.ContainsFunc(all, func(s statement) bool {
		return s.effect == "Allow" && slices.Contains(s.actions, action) && slices.Contains(s.resources, resource)
	})
}

// TestRoles: each function has a role that no other one has, which only Lambda may
// take on and which has no rights but those written here.
func TestRoles(t *testing.T) {
	t.Parallel()
	c := load(t)
	owner := map[string]string{}
	for name, f := range c.functions(t) {
		role := text(f.Properties["Role"])
		if other := owner[role]; other != "" {
			t.Errorf("%s and %s share the role %s", name, other, role)
		}
		owner[role] = name
	}
	if roles := c.of("AWS::IAM::Role"); len(roles) != len(owner) {
		t.Errorf("roles are %v, one for each function wanted", roles)
	}
	for _, name := range c.of("AWS::IAM::Role") {
		p := c.Resources[name].Properties
		if got := text(at(p, "AssumeRolePolicyDocument", "Statement", 0, "Principal")); got != `{"Service":"lambda.amazonaws.com"}` {
			t.Errorf("%s: whoever takes it on is %s", name, got)
		}
		if p["ManagedPolicyArns"] != nil {
			t.Errorf("%s has the rights of policies that are not written here", name)
		}
	}
	if policies := append(c.of("AWS::IAM::Policy"), c.of("AWS::IAM::ManagedPolicy")...); len(policies) > 0 {
		t.Errorf("rights stand elsewhere than in the roles: %v", policies)
	}
}

// TestNoWildcards: what a function may do is written out, action by action, and
// so is what it may do it to. The exceptions: DetectLabels, for which AWS knows no
// resources, and behind a name that is written out, the images in the bucket and
// the streams of the function's own log group.
func TestNoWildcards(t *testing.T) {
	t.Parallel()
	c := load(t)
	images := "arn:${AWS::Partition}:s3:::" + c.bucket(t) + "/*"
	for name, f := range c.functions(t) {
		logs := "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/" + text(f.Properties["FunctionName"]) + ":*"
		allowed := map[string]string{
			"rekognition:DetectLabels": "*",
			"logs:CreateLogStream":     logs, "logs:PutLogEvents": logs,
			"s3:GetObject": images, "s3:PutObject": images, "s3:DeleteObject": images,
		}
		for _, s := range c.rights(t, f) {
			if s.effect != "Allow" || len(s.actions) == 0 || len(s.resources) == 0 {
				t.Errorf("%s: a statement allows nothing: %+v", name, s)
			}
			for _, action := range s.actions {
				for _, r := range s.resources {
					if strings.ContainsAny(action, "*?") || strings.ContainsAny(r, "*?") && allowed[action] != r {
						t.Errorf("%s may do %s to %s", name, action, r)
					}
				}
			}
		}
	}
}

// TestNobodyFromOutside: policies of buckets and queues let nobody in but services
// of AWS on behalf of this account's own resources.
func TestNobodyFromOutside(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, name := range append(c.of("AWS::S3::BucketPolicy"), c.of("AWS::SQS::QueuePolicy")...) {
		for _, s := range list(at(c.Resources[name].Properties, "PolicyDocument", "Statement")) {
			if text(at(s, "Effect")) == "Deny" {
				continue
			}
			if at(s, "Principal", "Service") == nil || at(s, "Condition", "ArnEquals", "aws:SourceArn") == nil ||
				text(at(s, "Condition", "StringEquals", "aws:SourceAccount")) != "${AWS::AccountId}" {
				t.Errorf("%s lets others in: %s", name, text(s))
			}
		}
	}
	for _, name := range c.of("AWS::Lambda::Permission") {
		if p := c.Resources[name].Properties; p["SourceArn"] == nil {
			t.Errorf("%s does not say who may call: %s", name, text(p))
		}
	}
}

// TestWhoMayWhat pins the rights that would hurt most in wrong hands.
func TestWhoMayWhat(t *testing.T) {
	t.Parallel()
	c := load(t)
	want := map[string][]string{
		"s3:PutObject":             {"http"},
		"s3:GetObject":             {"expire", "recognize"},
		"s3:DeleteObject":          {"notify"},
		"rekognition:DetectLabels": {"http", "recognize"},
		"dynamodb:DeleteItem":      {"http"},
		"dynamodb:GetRecords":      {"dispatch"},
		"dynamodb:Scan":            nil,
	}
	for action, functions := range want {
		var got []string
		for name, f := range c.functions(t) {
			if slices.ContainsFunc(c.rights(t, f), func(s statement) bool { return slices.Contains(s.actions, action) }) {
				got = append(got, name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, functions) {
			t.Errorf("%s: may be done by %v, want %v", action, got, functions)
		}
	}
}

// TestWhoSeesWhat: of the table each function reaches the items that are its
// concern. So the one that answers the world neither reads secrets nor makes API keys.
func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	c := load(t)
	want := map[string][]string{
		"http":      {"BLOB#*", "JOB#*", "KEY", "PING"},
		"recognize": {"BLOB#*", "JOB#*"},
		"dispatch":  nil,
		"notify":    {"BLOB#*", "JOB#*", "SIGNING", "SIGNING#VERSION"},
		"expire":    {"BLOB#*", "JOB#*"},
		"admin":     {"KEY", "SIGNING", "SIGNING#VERSION"},
	}
	table := "table/" + text(c.get(t, "AWS::DynamoDB::Table", "Table").Properties["TableName"])
	for function, f := range c.functions(t) {
		var got []string
		for _, s := range c.rights(t, f) {
			if slices.ContainsFunc(s.resources, func(r string) bool { return strings.HasSuffix(r, table) }) {
				if s.keys == nil {
					t.Errorf("%s reaches every item by %v", function, s.actions)
				}
				got = append(got, s.keys...)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want[function]) {
			t.Errorf("%s reaches items of %v, want %v", function, got, want[function])
		}
		if function == "http" && writes(c.rights(t, f), "KEY") {
			t.Error("http may write API keys")
		}
	}
}

// writes reports whether items with that partition key may be written.
func writes(all []statement, key string) bool {
	return slices.ContainsFunc(all, func(s statement) bool {
		return slices.Contains(s.keys, key) && slices.ContainsFunc(s.actions, func(a string) bool {
			return a != "dynamodb:GetItem" && a != "dynamodb:Query"
		})
	})
}
