package rekapi_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
)

// mutant is a request that was right before something happened to it.
type mutant struct {
	body    string
	headers []string
}

// mutator changes requests at random, always the same way for the same seed.
type mutator struct {
	*rand.Rand
	pictures [][]byte
}

// next makes a request and changes one to four things about it.
func (m *mutator) next() mutant {
	tree := m.request()
	for range m.IntN(3) {
		m.bend(tree)
	}
	text, err := json.Marshal(tree)
	if err != nil {
		panic(err) // what JSON gave, JSON takes
	}
	if m.IntN(3) == 0 {
		text = m.scratch(text)
	}
	return mutant{string(text), m.headers()}
}

// request is one that is right, as a tree of JSON.
func (m *mutator) request() map[string]any {
	picture := slices.Clone(m.pictures[m.IntN(len(m.pictures))])
	if m.IntN(4) == 0 {
		for range m.IntN(20) {
			picture[m.IntN(len(picture))] = byte(m.Uint32())
		}
	}
	if m.IntN(8) == 0 {
		picture = picture[:m.IntN(len(picture))]
	}
	image := map[string]any{"Bytes": inBase64(picture)}
	if m.IntN(4) == 0 {
		image = map[string]any{"S3Object": map[string]any{"Bucket": "blobsight", "Name": m.word(), "Version": m.word()}}
	}
	return map[string]any{
		"Image": image, "MaxLabels": m.IntN(1500), "MinConfidence": m.Float64() * 100, "Features": []any{"GENERAL_LABELS", "IMAGE_PROPERTIES"},
		"Settings": map[string]any{
			"GeneralLabels": map[string]any{
				"LabelInclusionFilters": []any{"Fruit", "Orange"}, "LabelExclusionFilters": []any{"Lemon"},
				"LabelCategoryInclusionFilters": []any{"Food and Beverage"}, "LabelCategoryExclusionFilters": []any{},
			},
			"ImageProperties": map[string]any{"MaxDominantColors": m.IntN(21)},
		},
	}
}

// bend changes one member somewhere in a tree.
func (m *mutator) bend(tree map[string]any) {
	keys := make([]string, 0, len(tree))
	for k := range tree {
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return
	}
	slices.Sort(keys) // the same order for the same seed
	key := keys[m.IntN(len(keys))]
	if inner, ok := tree[key].(map[string]any); ok && m.IntN(4) > 0 {
		m.bend(inner)
		return
	}
	switch m.IntN(5) {
	case 0:
		delete(tree, key)
	case 1:
		tree[m.word()] = tree[key]
	case 2:
		tree[strings.ToLower(key)] = tree[key]
		delete(tree, key)
	default:
		tree[key] = m.value(3)
	}
}

// value is anything that JSON can say.
func (m *mutator) value(depth int) any {
	switch m.IntN(10) {
	case 0:
		return nil
	case 1:
		return m.IntN(2) == 0
	case 2:
		return m.IntN(200) - 50
	case 3:
		return json.Number([]string{"1e400", "-0", "99999999999999999999", "0.1", "-1e-400", "2147483648"}[m.IntN(6)])
	case 4, 5:
		return strings.Repeat(m.word(), 1+m.IntN(3)*m.IntN(600))
	case 6, 7:
		list := []any{}
		for range m.IntN(4) * depth {
			list = append(list, m.value(depth-1))
		}
		return list
	default:
		object := map[string]any{}
		for range m.IntN(3) * depth {
			object[m.word()] = m.value(depth - 1)
		}
		return object
	}
}

func (m *mutator) word() string {
	words := []string{
		"", "Bus", "Vehicle", "Bytes", "Name", "Image", "S3Object", "GENERAL_LABELS", "IMAGE_PROPERTIES", "Transport and Logistics", "..", "../../etc/passwd",
		"/", "a b", "ü", "\x00", "\x00picture 0", "\"", "\\", "&", "\u2028", "<x>", "AAAA", "%00", "01a20a94-2962-70bf-8924-21a72966ee02",
	}
	return words[m.IntN(len(words))]
}

// scratch damages text.
func (m *mutator) scratch(text []byte) []byte {
	at := m.IntN(len(text))
	switch m.IntN(4) {
	case 0:
		return text[:at]
	case 1:
		text[at] = byte(m.Uint32())
		return text
	case 2:
		return slices.Insert(text, at, bytes.Repeat([]byte{`[{":,\0`[m.IntN(7)]}, 1+m.IntN(2)*m.IntN(20_000))...)
	default:
		return append(text[:at:at], text[at+m.IntN(len(text)-at):]...)
	}
}

// headers are odd ones for some requests. Those that tell the protocol stay.
func (m *mutator) headers() []string {
	odd := []string{
		"X-Amz-Target: RekognitionService.DetectFaces", "X-Amz-Target: ", "X-Amz-Target: x", "Content-Type: application/json", "Content-Type: x; charset=\"",
		"Authorization: AWS4-HMAC-SHA256 Credential=x", "Authorization: Basic eDp5", "Authorization: Bearer bsk_x", "X-Amz-Date: yesterday",
		"X-Amz-Content-Sha256: x", "X-Amz-Security-Token: x", "Accept: text/html", "Content-Encoding: gzip", "Origin: https://example.com", "X-Api-Key: x",
	}
	if m.IntN(4) > 0 {
		return nil
	}
	return []string{odd[m.IntN(len(odd))]}
}
