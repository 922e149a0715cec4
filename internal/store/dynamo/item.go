package dynamo

import (
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// attributes is an item as the table takes and gives it.
type attributes = map[string]types.AttributeValue

// key names an item.
type key struct {
	PK string `dynamodbav:"pk"`
	SK string `dynamodbav:"sk"`
}

func (k key) attributes() attributes { return attributes{"pk": text(k.PK), "sk": text(k.SK)} }

// keyOf is the key among the attributes of an item.
func keyOf(item attributes) key { return key{textOf(item["pk"]), textOf(item["sk"])} }

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: fmt.Sprint(n)}
}

// textOf is the text of v; empty when it is none.
func textOf(v types.AttributeValue) string {
	if s, ok := v.(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

// encode makes the attributes of one of the package's structs.
func encode(v any) (attributes, error) {
	item, err := attributevalue.MarshalMap(v)
	if err != nil {
		return nil, fmt.Errorf("encode item: %w", err)
	}
	return item, nil
}

// decode reads the attributes of an item into one of the package's structs.
func decode(item attributes, v any) error {
	if err := attributevalue.UnmarshalMap(item, v); err != nil {
		return fmt.Errorf("decode item %s/%s: %w", textOf(item["pk"]), textOf(item["sk"]), err)
	}
	return nil
}

// millis is t as it is kept: 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis).UTC()
}

// sortable is a time in milliseconds such that texts sort as times do, up to the year 9999.
func sortable(millis int64) string { return fmt.Sprintf("%015d", millis) }
