package scaledjpeg

// Frame is what the frame header of a JPEG says (ITU-T T.81, section B.2.2),
// baseline, extended or progressive. Nothing of it is judged.
type Frame struct {
	Progressive bool
	Components  int
	Pixels      int64
	Samples     int64 // of all components, in whole minimum coded units
}

// FrameOf reads the first frame header; the zero frame when there is none.
func FrameOf(file []byte) Frame {
	for marker, body := range Segments(file) {
		const sof0, sof2, header, component = 0xc0, 0xc2, 6, 3
		if marker < sof0 || marker > sof2 || len(body) < header {
			continue
		}
		h, w := int64(body[1])<<8|int64(body[2]), int64(body[3])<<8|int64(body[4])
		f := Frame{Progressive: marker == sof2, Components: int(body[5]), Pixels: w * h}
		list := body[header:]
		across, down, perUnit := int64(1), int64(1), int64(0)
		for range min(f.Components, len(list)/component) {
			x, y := int64(list[1]>>4), int64(list[1]&15)
			across, down, perUnit = max(across, x), max(down, y), perUnit+x*y
			list = list[component:]
		}
		units := ((w + 8*across - 1) / (8 * across)) * ((h + 8*down - 1) / (8 * down))
		f.Samples = 64 * units * perUnit
		return f
	}
	return Frame{}
}

// Segments yields the segments of a JPEG up to its first scan: marker and body,
// which of the scan is all that follows. It ends where the structure breaks.
// What decoders pass over between segments it passes over, too: else a file
// could show them another frame header than the one that is judged here.
func Segments(file []byte) func(yield func(marker byte, body []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		const rst0, rst7, eoi, sos, fill = 0xd0, 0xd7, 0xd9, 0xda, 0xff
		for i := 2; i+3 < len(file); {
			marker := file[i+1]
			switch {
			case file[i] != fill || marker == fill: // before a marker
				i++
				continue
			case marker == 0 || marker >= rst0 && marker <= rst7: // has no body
				i += 2
				continue
			case marker == eoi:
				return
			}
			length := int(file[i+2])<<8 | int(file[i+3])
			if length < 2 || i+2+length > len(file) {
				return
			}
			if marker == sos {
				yield(marker, file[i+4:])
				return
			}
			if !yield(marker, file[i+4:i+2+length]) {
				return
			}
			i += 2 + length
		}
	}
}
