package customlabels_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"blobsight/internal/customlabels"
)

// made makes embeddings of so many pictures a label: clouds around middles that
// are apart by distance, where the clouds have a radius of about 1. Labels below
// 0 make pictures of no label, far from all others.
func made(seed uint64, dim, perLabel, labels int, distance float64, others int) []customlabels.Sample {
	r := rand.New(rand.NewPCG(seed, 1))
	var all []customlabels.Sample
	add := func(label, n int) {
		middle := make([]float64, dim)
		for j := range middle {
			middle[j] = r.NormFloat64() * distance
		}
		for range n {
			s := customlabels.Sample{Picture: customlabels.Picture{Path: fmt.Sprintf("%d/%d.jpg", label, len(all)), Label: label}}
			for j := range dim {
				s.Embedding = append(s.Embedding, float32(5+middle[j]+r.NormFloat64()))
			}
			s.Sum = sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(len(all))))
			all = append(all, s)
		}
	}
	for k := range labels {
		add(k, perLabel)
	}
	add(customlabels.NoLabel, others)
	return all
}

// names are those of so many labels.
func names(n int) []string {
	all := make([]string, n)
	for k := range all {
		all[k] = fmt.Sprintf("Label %02d", k)
	}
	return all
}

// model is that of made embeddings.
func model() customlabels.Model {
	return customlabels.Model{Name: "made", Version: "1", SHA256: fmt.Sprintf("%064x", 7)}
}
