package imaging

import (
	"errors"
	"fmt"
	"time"

	"blobsight"
)

// Limits bounds what is read. Every field must be more than 0.
type Limits struct {
	MaxBytes      int64         // size of the file
	MaxMegapixels int           // width times height, in millions of pixels
	MaxSide       int           // pixels of the longer side
	MinSide       int           // pixels of the shorter side
	MaxMemory     int64         // bytes that decoding may take beside the file, as estimated from its header
	MaxTime       time.Duration // of decoding; a last resort, since the other limits bound the effort
}

// DefaultLimits lets every camera's picture through: 15 MB (the size that
// Amazon Rekognition takes), 50 megapixels, 30,000 pixels on the longer side,
// and 16 on the shorter, below which there is nothing to recognize. 600 MB are
// enough for 50 megapixels of all but the costliest kinds of files, and a
// minute is several times what the slowest of them takes on one core.
func DefaultLimits() Limits {
	return Limits{
		MaxBytes: 15_000_000, MaxMegapixels: 50, MaxSide: 30_000, MinSide: 16,
		MaxMemory: 600_000_000, MaxTime: time.Minute,
	}
}

// Validate names every limit that is not more than 0.
func (l Limits) Validate() error {
	var errs []error
	for _, limit := range []struct {
		name  string
		value int64
	}{
		{"MaxBytes", l.MaxBytes},
		{"MaxMegapixels", int64(l.MaxMegapixels)},
		{"MaxSide", int64(l.MaxSide)},
		{"MinSide", int64(l.MinSide)},
		{"MaxMemory", l.MaxMemory},
		{"MaxTime", int64(l.MaxTime)},
	} {
		if limit.value < 1 {
			errs = append(errs, fmt.Errorf("limits: %s is %d; it must be more than 0", limit.name, limit.value))
		}
	}
	return errors.Join(errs...)
}

// tooLarge, tooSmall, invalid and unsupported are the four ways in which a
// file can fail.
func tooLarge(format string, args ...any) error {
	return blobsight.BadImage(blobsight.CodeImageTooLarge, format, args...)
}

func tooSmall(format string, args ...any) error {
	return blobsight.BadImage(blobsight.CodeImageTooSmall, format, args...)
}

func invalid(format string, args ...any) error {
	return blobsight.BadImage(blobsight.CodeInvalidImage, format, args...)
}

func unsupported(format string, args ...any) error {
	return blobsight.BadImage(blobsight.CodeUnsupportedFormat, format, args...)
}
