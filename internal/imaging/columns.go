package imaging

import "encoding/binary"

// columns adds up rows of bytes, each column for itself. Eight neighbors are
// added at once, as two words of four 16-bit sums; so few rows fit, and the
// words are emptied into sums before they overflow.
type columns struct {
	even, odd []uint64 // bytes 0, 2, 4, 6 and 1, 3, 5, 7 of each eight
	rows      int      // that the words hold
	sums      []uint32 // a column each
}

const (
	lanes      = 0x00ff00ff00ff00ff // every other byte of a word
	rowsAtOnce = 257                // 257 * 255 is the largest 16-bit number
)

func newColumns(n int) *columns {
	return &columns{even: make([]uint64, n/8), odd: make([]uint64, n/8), sums: make([]uint32, n)}
}

// add adds a row, of as many bytes as there are columns or more.
func (c *columns) add(row []uint8) {
	if c.rows == rowsAtOnce {
		c.empty()
	}
	c.rows++
	even, odd := c.even, c.odd[:len(c.even)]
	bytes := row[:8*len(even)]
	for i := range even {
		if len(bytes) < 8 {
			break // never: saves the check of the load
		}
		v := binary.LittleEndian.Uint64(bytes)
		even[i] += v & lanes
		odd[i] += v >> 8 & lanes
		bytes = bytes[8:]
	}
	for x := 8 * len(even); x < len(c.sums); x++ {
		c.sums[x] += uint32(row[x])
	}
}

// empty moves what the words hold into the sums.
func (c *columns) empty() {
	c.rows = 0
	for i, even := range c.even {
		odd := c.odd[i]
		sums := c.sums[8*i:][:8]
		for j := 0; j < 8; j += 2 {
			sums[j] += uint32(even & 0xffff)
			sums[j+1] += uint32(odd & 0xffff)
			even >>= 16
			odd >>= 16
		}
		c.even[i], c.odd[i] = 0, 0
	}
}

// averages appends the means of kx columns each, of all rows since the last
// call, channel by channel: neighboring columns are channels of a pixel.
func (c *columns) averages(small []uint8, channels, kx, rows int) []uint8 {
	c.empty()
	whole, width := newMean(kx*rows), len(c.sums)/channels
	for left := 0; left < width; left += kx {
		n, m := kx, whole
		if left+kx > width {
			n = width - left
			m = newMean(n * rows)
		}
		block := c.sums[left*channels:][:n*channels]
		if channels == 1 {
			sum := int64(0)
			for _, v := range block {
				sum += int64(v)
			}
			small = append(small, m.of(sum))
			continue
		}
		for channel := range channels {
			sum := int64(0)
			for i := channel; i < len(block); i += channels {
				sum += int64(block[i])
			}
			small = append(small, m.of(sum))
		}
	}
	clear(c.sums)
	return small
}

// mean divides by a number of bytes, and rounds.
type mean struct{ n, reciprocal int64 }

// newMean prepares to divide by n. Up to 1<<16 a multiplication does it
// exactly: the sum is at most 256*n, and the reciprocal is off by less than
// one part in 1<<40, so that the product is off by less than 256*n/1<<40 <
// 1/n, the least that a quotient lies below the next whole number.
func newMean(n int) mean {
	m := mean{n: int64(n)}
	if n <= 1<<16-1 {
		m.reciprocal = 1<<40/m.n + 1
	}
	return m
}

func (m mean) of(sum int64) uint8 {
	sum += m.n / 2
	if m.reciprocal == 0 {
		return uint8(sum / m.n & 0xff)
	}
	return uint8(sum * m.reciprocal >> 40 & 0xff)
}
