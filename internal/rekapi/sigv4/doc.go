// Package sigv4 verifies that requests are signed with AWS Signature Version 4,
// for a service that speaks JSON over POST.
//
// A request is judged in two steps, so that no body is read of who does not even name
// a key: [Verifier.Parse] says all that can be said without secret and body, then
// [Signature.Check] signs the request anew, with Amazon's own library, and compares.
//
// What is signed, and how, is in Amazon's IAM User Guide:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package sigv4
