package imaging

// maxScans is how many times a JPEG may go over its pixels. Encoders write 1
// (baseline) to about 15 (progressive); each scan visits every block, so that
// a file made of thousands of empty ones would keep a processor busy for
// minutes.
const maxScans = 200

// countScans counts the start-of-scan markers of a JPEG up to its end marker,
// walking over the segments (a thumbnail in the metadata has scans of its own,
// which do not count). It stops where the structure breaks: the decoder says
// what is wrong there.
func countScans(data []byte) int {
	const (
		sos, eoi   = 0xda, 0xd9
		rst0, rst7 = 0xd0, 0xd7
	)
	scans := 0
	for i := 2; i+3 < len(data); {
		if data[i] != 0xff { // entropy-coded data of a scan
			i++
			continue
		}
		marker := data[i+1]
		switch {
		case marker == eoi:
			return scans
		case marker == 0xff: // a fill byte before a marker
			i++
		case marker == 0 || marker >= rst0 && marker <= rst7: // a stuffed byte, a restart
			i += 2
		default:
			if marker == sos {
				scans++
			}
			i += 2 + int(data[i+2])<<8 + int(data[i+3])
		}
	}
	return scans
}
