package awstest

import (
	"encoding/json"
	"slices"
)

// filter is a filter pattern of an event source mapping, as far as it is used: fields in
// fields, and lists of the values that may be there.
type filter map[string]any

func parseFilter(pattern string) (filter, error) {
	var f filter
	return f, json.Unmarshal([]byte(pattern), &f)
}

// lets reports whether an event has what the pattern wants.
func (f filter) lets(event map[string]any) bool { return matches(map[string]any(f), event) }

func matches(pattern, value any) bool {
	switch p := pattern.(type) {
	case map[string]any:
		fields, is := value.(map[string]any)
		if !is {
			return false
		}
		for name, inner := range p {
			if !matches(inner, fields[name]) {
				return false
			}
		}
		return true
	case []any:
		return slices.Contains(p, value)
	default:
		return false
	}
}
