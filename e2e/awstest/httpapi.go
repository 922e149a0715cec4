package awstest

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"
)

// httpAPI is an HTTP API of API Gateway in front of a function, with the payload of
// version 2.0. It has the default stage, and under /dev the stage of that name, whose
// requests keep it in their path.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
type httpAPI struct{ to *function }

// maxBody is what API Gateway takes as a body, in bytes.
const maxBody = 10 << 20

func (a httpAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		message(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	}
	payload, err := json.Marshal(gatewayRequest(r, body))
	if err != nil {
		message(w, http.StatusInternalServerError, err.Error())
		return
	}
	answer, err := a.to.invoke(r.Context(), payload)
	var out events.APIGatewayV2HTTPResponse
	if err != nil || json.Unmarshal(answer, &out) != nil || out.StatusCode == 0 {
		message(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	for name, value := range out.Headers {
		w.Header().Set(name, value)
	}
	for _, c := range out.Cookies {
		w.Header().Add("Set-Cookie", c)
	}
	content := []byte(out.Body)
	if out.IsBase64Encoded {
		if content, err = base64.StdEncoding.DecodeString(out.Body); err != nil {
			message(w, http.StatusInternalServerError, "Internal Server Error")
			return
		}
	}
	w.WriteHeader(out.StatusCode)
	_, _ = w.Write(content)
}

// message is an answer of API Gateway's own.
func message(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": text})
}

func gatewayRequest(r *http.Request, body []byte) events.APIGatewayV2HTTPRequest {
	stage := "$default"
	if r.URL.Path == "/dev" || strings.HasPrefix(r.URL.Path, "/dev/") {
		stage = "dev"
	}
	ip, _, _ := net.SplitHostPort(r.RemoteAddr)
	now := time.Now().UTC()
	e := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "ANY /{proxy+}", RawPath: r.URL.Path, RawQueryString: r.URL.RawQuery,
		Headers: map[string]string{"host": r.Host, "x-forwarded-for": ip, "x-forwarded-proto": "http"},
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey: "ANY /{proxy+}", AccountID: "123456789012", Stage: stage, RequestID: uuid.NewString(), APIID: "local",
			DomainName: r.Host, DomainPrefix: "local", Time: now.Format("02/Jan/2006:15:04:05 +0000"), TimeEpoch: now.UnixMilli(),
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, SourceIP: ip, UserAgent: r.UserAgent(),
			},
		},
	}
	for name, values := range r.Header {
		if name == "Cookie" {
			e.Cookies = strings.Split(strings.Join(values, "; "), "; ")
			continue
		}
		e.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	if query := r.URL.Query(); len(query) > 0 {
		e.QueryStringParameters = map[string]string{}
		for name, values := range query {
			e.QueryStringParameters[name] = strings.Join(values, ",")
		}
	}
	if len(body) > 0 {
		e.Body = string(body)
		if e.IsBase64Encoded = !textual(r.Header.Get("Content-Type")); e.IsBase64Encoded {
			e.Body = base64.StdEncoding.EncodeToString(body)
		}
	}
	return e
}

// textual reports whether API Gateway passes a body of that type on as it is. All others
// are encoded.
func textual(contentType string) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	switch kind {
	case "application/json", "application/javascript", "application/xml":
		return true
	default:
		return strings.HasPrefix(kind, "text/")
	}
}
