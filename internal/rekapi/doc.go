// Package rekapi speaks the wire protocol of Amazon Rekognition's DetectLabels (AWS
// JSON 1.1, API version 2016-06-27) on top of the Service, so that Amazon's SDKs can
// use a model of one's own by setting an endpoint.
//
// What a request may say and what an answer has is the service model's, which the SDKs
// are made from; tests hold the types of this package against it. How errors are told
// is known from Amazon's developer guide ("Error handling") and, for what the service
// model forbids, from answers that others have published. Where a message of Amazon's
// does not say what is wrong, more follows after it.
package rekapi
