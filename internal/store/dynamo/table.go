package dynamo

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// index is a global secondary index. It holds the keys of its items only, so that
// a move costs it no more than two write units however many labels a blob has.
type index struct{ name, partition, sort string }

var (
	byState    = index{"state", "g1pk", "g1sk"}    // STATE#state, id: every blob
	byExpiry   = index{"expiry", "g2pk", "g2sk"}   // STATE#state, end of the link and id: blobs that await their upload
	byCallback = index{"callback", "g3pk", "g3sk"} // CALLBACK#status, last attempt and id: blobs whose callback was attempted
)

// ttlAttribute holds when an item may go, in Unix seconds.
const ttlAttribute = "ttl"

// Table is how the table is made: paid by request, with its indexes and the
// stream that hands on the jobs. [TimeToLive] belongs to it.
func Table(name string) *dynamodb.CreateTableInput {
	keys := []string{"pk", "sk"}
	var indexes []types.GlobalSecondaryIndex
	for _, x := range []index{byState, byExpiry, byCallback} {
		keys = append(keys, x.partition, x.sort)
		indexes = append(indexes, types.GlobalSecondaryIndex{
			IndexName: aws.String(x.name), KeySchema: schema(x.partition, x.sort),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeKeysOnly},
		})
	}
	var definitions []types.AttributeDefinition
	for _, k := range keys {
		definitions = append(definitions, types.AttributeDefinition{AttributeName: aws.String(k), AttributeType: types.ScalarAttributeTypeS})
	}
	return &dynamodb.CreateTableInput{
		TableName:              aws.String(name),
		AttributeDefinitions:   definitions,
		KeySchema:              schema("pk", "sk"),
		GlobalSecondaryIndexes: indexes,
		BillingMode:            types.BillingModePayPerRequest,
		StreamSpecification:    &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewImage},
	}
}

// TimeToLive is how the table of that name is told to let go of old items.
func TimeToLive(name string) *dynamodb.UpdateTimeToLiveInput {
	return &dynamodb.UpdateTimeToLiveInput{
		TableName:               aws.String(name),
		TimeToLiveSpecification: &types.TimeToLiveSpecification{AttributeName: aws.String(ttlAttribute), Enabled: aws.Bool(true)},
	}
}

func schema(partition, sort string) []types.KeySchemaElement {
	return []types.KeySchemaElement{
		{AttributeName: aws.String(partition), KeyType: types.KeyTypeHash},
		{AttributeName: aws.String(sort), KeyType: types.KeyTypeRange},
	}
}
