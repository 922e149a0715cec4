// Package aws holds the description of Blobsight on AWS (serverless.yml,
// resources/) and the tests that hold it to its promises. The tests of what is
// packaged run in `make test-deploy`.
package aws
