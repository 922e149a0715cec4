package detection_test

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"blobsight/internal/detection"
)

// FuzzDecode: any outputs end as an error, or as objects that are what they
// are said to be.
func FuzzDecode(f *testing.F) {
	f.Add(true, []byte{})
	f.Add(false, []byte{})
	f.Add(true, binary.LittleEndian.AppendUint32(nil, math.Float32bits(0.5)))
	f.Add(false, binary.LittleEndian.AppendUint32(nil, math.Float32bits(1)))
	f.Add(false, binary.LittleEndian.AppendUint32(nil, math.Float32bits(inf)))
	f.Fuzz(func(t *testing.T, first bool, data []byte) {
		h := detection.HeadNanoDet
		if first {
			h = detection.HeadYOLOX
		}
		o := outputs(h)
		for i, at := 0, 0; i < len(o) && len(data) >= 4; { // the data over and over, until the outputs are full
			o[i][at%len(o[i])] = math.Float32frombits(binary.LittleEndian.Uint32(data[at*4%(len(data)/4*4):]))
			if at++; at >= len(o[i]) {
				i, at = i+1, 0
			}
		}
		c := config(h)
		got, err := decoder(t, c).Decode(o)
		if err != nil {
			return
		}
		if len(got) > c.MaxObjects {
			t.Fatalf("%d objects", len(got))
		}
		for _, v := range got {
			inside := v.Left >= 0 && v.Left < v.Right && v.Right <= 32 && v.Top >= 0 && v.Top < v.Bottom && v.Bottom <= 16
			if !inside || !(v.Score >= c.MinScore && v.Score <= 1) || v.Class < 0 || v.Class > 2 {
				t.Fatalf("%+v", v)
			}
		}
		if !slices.IsSortedFunc(got, func(a, b detection.Object) int { return int(math.Copysign(1, b.Score-a.Score)) }) {
			t.Fatalf("not sorted: %+v", got)
		}
	})
}
