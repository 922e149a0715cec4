package imaging

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// maxSide is the largest input of a model, in pixels.
const maxSide = 4096

// Validate says all that is wrong with a recipe, a line a field.
func (r Recipe) Validate() error {
	return errors.Join(
		within("width", r.Width, 1, maxSide),
		within("height", r.Height, 1, maxSide),
		oneOf("fit", r.Fit, FitCenter, FitSqueeze, FitLetterbox),
		oneOf("filter", r.Filter, "", FilterBilinear, FilterBicubic, FilterLanczos),
		oneOf("anchor", r.Anchor, "", AnchorTopLeft, AnchorCenter),
		oneOf("channels", r.Channels, "", ChannelsRGB, ChannelsBGR),
		oneOf("layout", r.Layout, "", LayoutNCHW, LayoutNHWC),
		r.validateShorter(),
		r.validateLetterbox(),
		r.validateNumbers(),
	)
}

func (r Recipe) validateShorter() error {
	switch {
	case r.Shorter == 0:
		return nil
	case r.Fit != FitCenter:
		return fmt.Errorf("imaging: recipe shorter %d goes with fit %q only; leave it out", r.Shorter, FitCenter)
	case r.Shorter < max(r.Width, r.Height):
		return fmt.Errorf("imaging: recipe shorter %d leaves part of the %d x %d input empty; make it %d or more, or leave it out",
			r.Shorter, r.Width, r.Height, max(r.Width, r.Height))
	default:
		return within("shorter", r.Shorter, 1, maxSide)
	}
}

func (r Recipe) validateLetterbox() error {
	if r.Fit == FitLetterbox || (r.Pad == 0 && r.Anchor == "") {
		return nil
	}
	return fmt.Errorf("imaging: recipe pad %d and anchor %q go with fit %q only; leave them out", r.Pad, r.Anchor, FitLetterbox)
}

func (r Recipe) validateNumbers() error {
	var errs []error
	for c := range 3 {
		if math.IsNaN(r.Mean[c]) || math.IsInf(r.Mean[c], 0) {
			errs = append(errs, fmt.Errorf("imaging: recipe mean %v must be three finite numbers, of values from 0 to 1", r.Mean))
			break
		}
	}
	for c := range 3 {
		if !(r.Std[c] > 0) || math.IsInf(r.Std[c], 0) {
			errs = append(errs, fmt.Errorf("imaging: recipe std %v must be three finite numbers of more than 0 (1 leaves values from 0 to 1 as they are, 1/255 gives 0 to 255)", r.Std))
			break
		}
	}
	return errors.Join(errs...)
}

func within(field string, v, least, most int) error {
	if v < least || v > most {
		return fmt.Errorf("imaging: recipe %s %d must be %d to %d", field, v, least, most)
	}
	return nil
}

// oneOf gives an error that lists the words; an empty one means that the field
// may be left out.
func oneOf[T ~string](field string, v T, words ...T) error {
	if slices.Contains(words, v) {
		return nil
	}
	var quoted []string
	for _, w := range words {
		if w != "" {
			quoted = append(quoted, fmt.Sprintf("%q", w))
		}
	}
	return fmt.Errorf("imaging: recipe %s %q must be one of %s", field, v, strings.Join(quoted, ", "))
}
