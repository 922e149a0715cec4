// Package dynamo keeps blobs, the log of their callbacks, jobs, API keys and
// secrets in one DynamoDB table. It uses aws-sdk-go-v2. [Table] and [TimeToLive] say how the
// table is made; it is made by whoever deploys, not here.
//
//	pk               sk                  what
//	BLOB#id          BLOB                a blob; what was found in its picture is compressed JSON
//	BLOB#id          DELIVERY#000001     an attempt of its callback
//	JOB#uuid         JOB                 a job, on its way into the table's stream
//	KEY              id                  an API key
//	SECRET           name                a named secret
//	SIGNING          id                  a secret that signs callbacks
//	SIGNING#VERSION  VERSION             counts the changes of those
//
// # Moves and jobs
//
// Every move is conditional on what is stored: the state, or the numbers of attempts
// and replays. A job is an item that is written in the transaction of its move, so either
// both are there after a crash or neither is. The table's stream hands it on at
// least once: whoever reads the stream takes what was inserted with the sort key "JOB" and
// asks [JobOf]. The item itself is not read again and goes after a day, as long as the
// stream keeps it. Writes that meet one another are tried up to 8 times within 5 seconds,
// those that are throttled within 13.
//
// # What may be late
//
// All reads are strongly consistent, but for those of the indexes, which usually lag
// behind by less than a second. So List and LastDeliveries may miss what was made or moved just
// now. What they do give is as the table has it, since they take only the keys from an index.
// CountByState counts what the index has.
//
// # What is left behind
//
// Jobs for a day, and API keys and secrets for good, revoked ones too. Blobs and their log stay
// until they are deleted or, with [Config.Retention], until some time after their final state;
// DynamoDB then removes them within a few days, and images are not its concern. Delete
// takes the log along in one transaction, which has room for about 97 attempts. Of longer logs
// the rest is deleted after that; if the program dies in between, those lines stay, invisible,
// until their ttl or until the blob is deleted again. The two writes are in that order because the
// other one could lose the log of a blob that stays, and a log whose blob is gone gets no new lines.
//
// # Permissions
//
// On the table: dynamodb:GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem and
// BatchWriteItem (transactions need those of their parts); on its indexes (table/NAME/index/*)
// dynamodb:Query. Who reads the stream needs DescribeStream, GetRecords, GetShardIterator
// and ListStreams on it.
//
// # Cost
//
// In write units, for a blob with a dozen labels (1.2 KB; each further KB, about 25 labels,
// takes 2 more in the last two moves):
//
//	Create                        3   blob 1, indexes 2
//	Update to queued              7   blob 2, job 2, indexes 3
//	Update to recognized          8   blob 4, job 2, index 2
//	RecordDelivery                7   blob 4, line of the log 2, index 1; further attempts 8
//	in all                       25
//	Delete after one attempt     10   blob 4, job 2, line 2, indexes 2
//
// Get takes one read unit for each 4 KB, a list about one for each blob. CountByState reads one
// unit for about 70 blobs.
//
// # Limits
//
// An item holds 400 KB; a blob with 1,000 labels, many with places, takes about 30 KB. One partition of an
// index takes 1,000 write units a second. New ids, and ends of links, all stand at the end of their state's
// partition, and each blob costs the partition of awaiting blobs 2 units: above about
// 500 new blobs a second writes are throttled. A table that is paid by request begins with
// 4,000 units a second, about 160 blobs, and grows with what it is used for. API keys and signing secrets
// are read in one partition each: 3,000 times a second, while each of them fits into 4 KB.
package dynamo
