package main

import (
	"fmt"
	"slices"
	"strings"
)

// unknownClient is Amazon's name of the refusal of an access key that is nobody's.
const unknownClient = "UnrecognizedClientException"

// advice is what can be done about failures, each thing once.
type advice []string

func (a *advice) add(hint string) {
	if hint != "" && !slices.Contains(*a, hint) {
		*a = append(*a, hint)
	}
}

// advice is what can be done about a failure of the endpoint, where that is not plain from it.
func (s *side) advice(err error) string {
	if err == nil {
		return ""
	}
	switch why := answerOf(err); {
	case why.Code == codeUnreachable && !s.Amazon:
		return `start a server with "blobsight serve", or name other endpoints with --a and --b`
	case why.Code == unknownClient && s.MadeUp:
		return fmt.Sprintf(`%s asks for an API key: "export $(blobsight keys aws)" with BLOBSIGHT_API_KEY set, or name a profile that has the two with %s-profile`,
			strings.ToUpper(strings.TrimLeft(s.flag, "-")), s.flag)
	default:
		return ""
	}
}
