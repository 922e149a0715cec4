package customlabels

import (
	"bytes"
	"crypto/sha256"
	"slices"
)

// folds is into how many parts the pictures are dealt. Each part is asked about
// after learning from the others.
const folds = 5

// seed decides how pictures are dealt, always in the same way.
const seed = "blobsight"

// deal gives each sample a fold, 0 to 4. Every label is spread evenly. The order
// is that of sums of the files and the seed, so it is as good as random, and
// does not change when a file is renamed.
func deal(samples []Sample) []int {
	order := make([]int, len(samples))
	key := make([][sha256.Size]byte, len(samples))
	for i, s := range samples {
		order[i], key[i] = i, sha256.Sum256(append([]byte(seed), s.Sum[:]...))
	}
	slices.SortFunc(order, func(a, b int) int {
		if d := samples[a].Label - samples[b].Label; d != 0 {
			return d
		}
		return bytes.Compare(key[a][:], key[b][:])
	})
	fold := make([]int, len(samples))
	for n, i := range order { // one label goes on where the last one ended: the folds are of one size
		fold[i] = n % folds
	}
	return fold
}
