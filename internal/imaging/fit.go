package imaging

// Fit says how a picture of any shape becomes the shape of the model's input.
type Fit string

// The ways to fit.
const (
	// FitCenter scales the picture until it covers the input (or, with
	// [Recipe.Shorter], further) and takes the center.
	FitCenter Fit = "center"
	// FitSqueeze scales each side to the input: all of the picture, distorted.
	FitSqueeze Fit = "squeeze"
	// FitLetterbox scales the picture until it just fits into the input: all of
	// it, in its shape, and [Recipe.Pad] where it does not reach.
	FitLetterbox Fit = "letterbox"
)

// Anchor says where a letterboxed picture lies.
type Anchor string

// The anchors. The zero value is AnchorTopLeft.
const (
	AnchorTopLeft Anchor = "top-left" // the padding is right or below
	AnchorCenter  Anchor = "center"   // half of the padding, rounded down, is left or above
)

// Channels says in which order a model wants the channels.
type Channels string

// The orders. The zero value is ChannelsRGB.
const (
	ChannelsRGB Channels = "rgb"
	ChannelsBGR Channels = "bgr"
)

// Layout says in which order the values of a tensor lie.
type Layout string

// The layouts. The zero value is LayoutNCHW.
const (
	LayoutNCHW Layout = "nchw" // batch, channel, row, column: a plane per channel
	LayoutNHWC Layout = "nhwc" // batch, row, column, channel
)
