package aws_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// guard stands between one function and what it uses of AWS, and lets through only
// what the function's role allows: the stand-ins behind it let in everybody.
type guard struct {
	*httptest.Server
	function string
	rights   []statement
	queues   map[string]string // logical names by URL

	mu     sync.Mutex
	used   map[string]bool // actions
	denied []string
}

// newGuard guards a function by its role in resources/roles.yml. Behind says where
// services are: s3, rekognition, and all others.
func newGuard(t *testing.T, function string, queues, behind map[string]string) *guard {
	t.Helper()
	role := strings.ToUpper(function[:1]) + function[1:] + "Role"
	g := &guard{function: function, queues: queues, used: map[string]bool{}}
	for _, p := range list(at(source(t, "resources/roles.yml"), "Resources", role, "Properties", "Policies")) {
		g.rights = append(g.rights, statements(at(p, "PolicyDocument"))...)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		to := behind["others"]
		switch target := r.In.Header.Get("X-Amz-Target"); {
		case target == "":
			to = behind["s3"]
		case strings.HasPrefix(target, "Rekognition"):
			to = behind["rekognition"]
		}
		u, _ := url.Parse(to)
		r.SetURL(u)
		r.Out.Host = r.In.Host // it is signed
	}, ModifyResponse: g.hideMissing}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		for _, wanted := range wishes(r, body, queues) {
			if !g.allows(wanted) {
				g.refuse(w, r)
				return
			}
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(g.Close)
	return g
}

// allows decides about a wish, as IAM does, and keeps what it decided.
func (g *guard) allows(w wish) bool {
	ok := slices.ContainsFunc(g.rights, func(s statement) bool {
		return s.effect == "Allow" && slices.Contains(s.actions, w.action) &&
			slices.ContainsFunc(s.resources, func(r string) bool { return like(r, w.resource) }) &&
			(s.keys == nil || !slices.ContainsFunc(w.keys, func(key string) bool {
				return !slices.ContainsFunc(s.keys, func(k string) bool { return like(k, key) })
			}))
	})
	g.mu.Lock()
	defer g.mu.Unlock()
	if !ok {
		g.denied = append(g.denied, fmt.Sprint(w))
	}
	g.used[w.action] = true
	return ok
}

// like reports whether s fits the pattern, which may end with a star.
func like(pattern, s string) bool {
	start, open := strings.CutSuffix(pattern, "*")
	return pattern == s || open && strings.HasPrefix(s, start)
}

func (g *guard) refuse(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Amz-Target") == "" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": "AccessDeniedException"})
}

// hideMissing does what S3 does: who may not list a bucket is not told that an object is missing.
func (g *guard) hideMissing(res *http.Response) error {
	r := res.Request
	if res.StatusCode == http.StatusNotFound && r.Header.Get("X-Amz-Target") == "" &&
		!g.allows(wish{action: "s3:ListBucket", resource: objectARN(sourceBucket)}) {
		res.StatusCode = http.StatusForbidden
	}
	return nil
}

// check reports what was refused, and what is allowed though nothing asked for it.
// Lambda itself logs, receives and writes to dead-letter queues with the role's rights,
// and only logs of callbacks of a hundred lines are deleted in batches.
func (g *guard) check(t *testing.T) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, d := range g.denied {
		t.Errorf("%s lacks the right to %s", g.function, d)
	}
	unseen := []string{
		"dynamodb:BatchWriteItem",
		"logs:CreateLogStream", "logs:PutLogEvents", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
		"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams",
	}
	for _, s := range g.rights {
		for _, action := range s.actions {
			if !g.used[action] && !slices.Contains(unseen, action) && !slices.Equal(s.resources, []string{"${EventsDeadQueue.Arn}"}) {
				t.Errorf("%s may do %s and never does", g.function, action)
			}
		}
	}
}
