// Package api is the HTTP contract: openapi.yaml is its source of truth, and
// the types, the server interface and the client in api.gen.go are generated
// from it. The hand-written files turn the domain's values into those types, in
// one place for the HTTP answers and for the callback.
package api

import _ "embed" // for the contract

//go:generate go tool -modfile=../tools.mod oapi-codegen -config oapi-codegen.yaml openapi.yaml

// Spec is the text of openapi.yaml.
//
//go:embed openapi.yaml
var Spec []byte
