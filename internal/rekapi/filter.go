package rekapi

import (
	"slices"

	"blobsight"
)

// filter leaves those labels that the filters of a request let through. Names count as
// they are written. A label passes when there are no filters that include, or one of
// either kind names it or a category of it; one that excludes is the stronger.
func (in *detectLabelsInput) filter(labels []blobsight.Label) []blobsight.Label {
	if in.Settings == nil || in.Settings.GeneralLabels == nil {
		return labels
	}
	f := in.Settings.GeneralLabels
	all := len(f.LabelInclusionFilters)+len(f.LabelCategoryInclusionFilters) == 0
	return slices.DeleteFunc(slices.Clone(labels), func(l blobsight.Label) bool {
		included := all || named(l, f.LabelInclusionFilters, f.LabelCategoryInclusionFilters)
		return !included || named(l, f.LabelExclusionFilters, f.LabelCategoryExclusionFilters)
	})
}

// named reports whether names has the label's, or categories has one of its categories.
func named(l blobsight.Label, names, categories []string) bool {
	return slices.Contains(names, l.Name) ||
		slices.ContainsFunc(l.Categories, func(c string) bool { return slices.Contains(categories, c) })
}
