package rekapi

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// validate holds a request against the constraints of the service model, then against
// what the documentation says beyond them.
func (in *detectLabelsInput) validate() error {
	v := &violations{}
	in.check(v)
	if err := v.err(); err != nil {
		return err
	}
	switch {
	case in.Image.Bytes != nil && in.Image.S3Object != nil:
		return invalidParameter("Image has both Bytes and S3Object; send one of them")
	case in.Image.Bytes == nil && in.Image.S3Object == nil:
		return invalidParameter("Image has neither Bytes nor S3Object; send one of them")
	case in.Image.S3Object != nil && (in.Image.S3Object.Bucket == nil || in.Image.S3Object.Name == nil):
		return invalidParameter("Image.S3Object has no Bucket or no Name; send both")
	case in.wants(featureLabels):
		return nil
	case in.MaxLabels != nil:
		return invalidParameter("MaxLabels goes with " + featureLabels + " in Features only")
	case in.MinConfidence != nil:
		return invalidParameter("MinConfidence goes with " + featureLabels + " in Features only")
	default:
		return nil
	}
}

func (in *detectLabelsInput) check(v *violations) {
	if in.Image == nil {
		v.add("null", "image", "Member must not be null")
	} else {
		in.Image.check(v)
	}
	if in.MaxLabels != nil {
		v.within("maxLabels", float64(*in.MaxLabels), 0, math.MaxInt32)
	}
	if in.MinConfidence != nil {
		v.within("minConfidence", *in.MinConfidence, 0, 100)
	}
	features := make([]string, len(in.Features))
	for i, f := range in.Features {
		features[i] = "null"
		if f != nil {
			features[i] = *f
		}
	}
	v.length(listed(features), "features", len(features), 0, 2)
	if slices.ContainsFunc(features, func(f string) bool { return f != featureLabels && f != featureProperties }) {
		v.add(listed(features), "features", "Member must satisfy constraint: [Member must satisfy enum value set: ["+featureLabels+", "+featureProperties+"]]")
	}
	if s := in.Settings; s != nil {
		s.check(v)
	}
}

func (i *inputImage) check(v *violations) {
	if i.Bytes != nil {
		v.length(fmt.Sprintf("%d bytes", len(i.picture)), "image.bytes", len(i.picture), 1, maxBytes)
	}
	o := i.S3Object
	if o == nil {
		return
	}
	v.text("image.s3Object.bucket", o.Bucket, 3, 255)
	if o.Bucket != nil && !bucketPattern.MatchString(*o.Bucket) {
		v.pattern(*o.Bucket, "image.s3Object.bucket", bucketPattern)
	}
	v.text("image.s3Object.name", o.Name, 1, 1024)
	v.text("image.s3Object.version", o.Version, 1, 1024)
}

func (s *settings) check(v *violations) {
	if g := s.GeneralLabels; g != nil {
		v.filters("labelInclusionFilters", g.LabelInclusionFilters)
		v.filters("labelExclusionFilters", g.LabelExclusionFilters)
		v.filters("labelCategoryInclusionFilters", g.LabelCategoryInclusionFilters)
		v.filters("labelCategoryExclusionFilters", g.LabelCategoryExclusionFilters)
	}
	if p := s.ImageProperties; p != nil && p.MaxDominantColors != nil {
		v.within("settings.imageProperties.maxDominantColors", float64(*p.MaxDominantColors), 0, 20)
	}
}

// The patterns of the service model.
var (
	bucketPattern = regexp.MustCompile(`^[0-9A-Za-z.\-_]*$`)
	filterPattern = regexp.MustCompile(`^[A-Za-z0-9àâèçñó'-_(). ]*$`)
)

// violations are the constraints that a request does not keep, in Amazon's words.
type violations struct{ all []string }

func (v *violations) add(value, path, constraint string) {
	if value != "null" {
		value = "'" + clipped(value) + "'"
	}
	v.all = append(v.all, fmt.Sprintf("Value %s at '%s' failed to satisfy constraint: %s", value, path, constraint))
}

func (v *violations) within(path string, n float64, least, most float64) {
	value := strconv.FormatFloat(n, 'f', -1, 64)
	switch {
	case n < least:
		v.add(value, path, fmt.Sprintf("Member must have value greater than or equal to %v", least))
	case n > most:
		v.add(value, path, fmt.Sprintf("Member must have value less than or equal to %v", most))
	}
}

func (v *violations) length(value, path string, n, least, most int) {
	switch {
	case n < least:
		v.add(value, path, fmt.Sprintf("Member must have length greater than or equal to %d", least))
	case n > most:
		v.add(value, path, fmt.Sprintf("Member must have length less than or equal to %d", most))
	}
}

func (v *violations) text(path string, s *string, least, most int) {
	if s != nil {
		v.length(*s, path, utf8.RuneCountInString(*s), least, most)
	}
}

func (v *violations) pattern(value, path string, p *regexp.Regexp) {
	v.add(value, path, "Member must satisfy regular expression pattern: "+strings.Trim(p.String(), "^$"))
}

func (v *violations) filters(name string, filters []string) {
	const most, longest = 100, 50
	path := "settings.generalLabels." + name
	v.length(listed(filters), path, len(filters), 0, most)
	for _, f := range filters[:min(len(filters), most)] {
		v.length(f, path, utf8.RuneCountInString(f), 0, longest)
		if !filterPattern.MatchString(f) {
			v.pattern(f, path, filterPattern)
		}
	}
}

func listed(values []string) string { return "[" + strings.Join(values, ", ") + "]" }

// err tells all of them; nil if there is none. Of very many it tells the first.
func (v *violations) err() error {
	const most = 10
	switch n := len(v.all); n {
	case 0:
		return nil
	case 1:
		return validation("1 validation error detected: " + v.all[0])
	default:
		return validation(fmt.Sprintf("%d validation errors detected: %s", n, strings.Join(v.all[:min(n, most)], "; ")))
	}
}
