package webhook

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Ports is a set of TCP ports. The zero value holds all of them.
type Ports struct{ ranges []portRange }

type portRange struct{ first, last uint16 }

// ParsePorts reads a list of ports and ranges, separated by commas, such as
// "80,443,1024-65535". The empty text stands for all ports. The error names every
// bad entry and how to write it.
func ParsePorts(text string) (Ports, error) {
	var ports Ports
	var bad []error
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		from, to, isRange := strings.Cut(item, "-")
		if !isRange {
			to = from
		}
		first, errFirst := strconv.ParseUint(strings.TrimSpace(from), 10, 16)
		last, errLast := strconv.ParseUint(strings.TrimSpace(to), 10, 16)
		if errFirst != nil || errLast != nil || first == 0 || last < first {
			bad = append(bad, fmt.Errorf("%q is no port; write for example 443 or 1024-65535", item))
			continue
		}
		ports.ranges = append(ports.ranges, portRange{uint16(first), uint16(last)})
	}
	if len(bad) > 0 {
		return Ports{}, errors.Join(bad...)
	}
	return ports, nil
}

// Contains reports whether port is one of them.
func (p Ports) Contains(port uint16) bool {
	for _, r := range p.ranges {
		if r.first <= port && port <= r.last {
			return true
		}
	}
	return len(p.ranges) == 0
}

// String is the list in the form that [ParsePorts] reads.
func (p Ports) String() string {
	var items []string
	for _, r := range p.ranges {
		item := strconv.Itoa(int(r.first))
		if r.last != r.first {
			item += "-" + strconv.Itoa(int(r.last))
		}
		items = append(items, item)
	}
	return strings.Join(items, ",")
}

// PortError says that a port may not be connected to.
type PortError struct {
	Port    uint16
	Allowed Ports
}

// Error names the port, and the setting that would allow it.
func (e *PortError) Error() string {
	return fmt.Sprintf("port %d is not allowed; start the server with --callback-ports %s,%d", e.Port, e.Allowed, e.Port)
}
