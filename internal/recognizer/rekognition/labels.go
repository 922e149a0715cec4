package rekognition

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"

	"blobsight"
)

// labels are those of an answer, in the order of the contract. Rekognition gives all
// ancestors of a label, and each that is confident enough as a label of its own. The
// colors of instances are read where regions are asked for.
func labels(in []types.Label, regions bool) []blobsight.Label {
	out := make([]blobsight.Label, 0, len(in))
	for _, l := range in {
		out = append(out, blobsight.Label{
			Name:       aws.ToString(l.Name),
			Confidence: exact(l.Confidence),
			Parents:    names(l.Parents, func(p types.Parent) *string { return p.Name }),
			Categories: names(l.Categories, func(c types.LabelCategory) *string { return c.Name }),
			Aliases:    names(l.Aliases, func(a types.LabelAlias) *string { return a.Name }),
			Instances:  instances(l.Instances, regions),
		})
	}
	slices.SortStableFunc(out, func(a, b blobsight.Label) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// names is a sorted list, never nil.
func names[T any](in []T, name func(T) *string) []string {
	out := make([]string, 0, len(in))
	for _, n := range in {
		out = append(out, aws.ToString(name(n)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func instances(in []types.Instance, colors bool) []blobsight.Instance {
	var out []blobsight.Instance
	for _, i := range in {
		if i.BoundingBox == nil {
			continue
		}
		instance := blobsight.Instance{Box: box(i.BoundingBox), Confidence: exact(i.Confidence)}
		if colors {
			instance.DominantColors = dominantColors(i.DominantColors)
		}
		out = append(out, instance)
	}
	return out
}

// box cuts off what lies outside of the picture: boxes of Rekognition may reach beyond its edges.
func box(b *types.BoundingBox) blobsight.Box {
	edge := func(v float64) float64 { return min(max(v, 0), 1) }
	left, top := exact(b.Left), exact(b.Top)
	right, bottom := edge(left+exact(b.Width)), edge(top+exact(b.Height))
	out := blobsight.Box{Left: edge(left), Top: edge(top), Width: exact(b.Width), Height: exact(b.Height)}
	if left < 0 || right == 1 {
		out.Width = right - out.Left
	}
	if top < 0 || bottom == 1 {
		out.Height = bottom - out.Top
	}
	return out
}

// exact is the number as Rekognition wrote it. It comes as a float32, whose plain
// conversion would show digits that nobody meant.
func exact(f *float32) float64 {
	if f == nil {
		return 0
	}
	v, _ := strconv.ParseFloat(strconv.FormatFloat(float64(*f), 'g', -1, 32), 64) // what was just formatted
	return v
}
