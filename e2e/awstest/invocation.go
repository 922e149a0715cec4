package awstest

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// invocation is one call of a function.
type invocation struct {
	id       string
	deadline time.Time
	payload  []byte
	outcome  chan outcome // takes one
}

// outcome is what a function answered, or the error that it ended with.
type outcome struct {
	answer []byte
	err    error
}

func newInvocation(payload []byte, timeout time.Duration) *invocation {
	return &invocation{
		id: uuid.NewString(), deadline: time.Now().Add(timeout), payload: payload, outcome: make(chan outcome, 1),
	}
}

// end settles what became of the invocation; only the first time counts.
func (i *invocation) end(o outcome) {
	select {
	case i.outcome <- o:
	default:
	}
}

// FunctionError is an error that a function itself reports, or the end of its process.
type FunctionError struct {
	Type    string `json:"errorType"`
	Message string `json:"errorMessage"`
}

// Error gives the type and the message.
func (e *FunctionError) Error() string {
	return fmt.Sprintf("function failed: %s: %s", e.Type, e.Message)
}

// functionError reads the body of an error report of the Runtime API.
func functionError(body []byte) error {
	e := &FunctionError{}
	if json.Unmarshal(body, e) != nil {
		e.Message = string(body)
	}
	return e
}
