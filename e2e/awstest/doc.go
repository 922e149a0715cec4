// Package awstest is an AWS on 127.0.0.1, just large enough for the program's
// functions: it runs the real bootstrap binary by the Runtime API of Lambda and
// hands it the events that API Gateway, S3, SQS, DynamoDB and EventBridge would.
//
// S3 is versitygw, which refuses what Amazon would refuse. DynamoDB with its streams
// and SQS are moto_server, which believes every signature. Rekognition is the
// program's own twin of it, "blobsight serve", which reads pictures from that S3. What
// lies between them is made here, with the rules of Lambda: batches, partial
// failures, visibility, time limits, one sandbox for each invocation at a time.
package awstest
