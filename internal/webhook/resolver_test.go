package webhook_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
)

// resolver looks names up in process: lookup gives the addresses of a host
// name; none, and a nil lookup, mean that there is no such name. A name that begins
// with "alias." is told as an alias (CNAME) of the rest of it.
func resolver(t *testing.T, lookup func(host string) []netip.Addr) *net.Resolver {
	t.Helper()
	var running sync.WaitGroup
	t.Cleanup(running.Wait)
	return &net.Resolver{
		PreferGo: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe() // no net.PacketConn, so the messages come as over TCP
			running.Go(func() {
				defer theirs.Close()
				answerQueries(theirs, lookup)
			})
			return ours, nil
		},
	}
}

// answerQueries speaks DNS (RFC 1035, messages with a length before them) until the client is gone.
func answerQueries(conn net.Conn, lookup func(string) []netip.Addr) {
	for {
		var size uint16
		if binary.Read(conn, binary.BigEndian, &size) != nil {
			return
		}
		query := make([]byte, size)
		if _, err := io.ReadFull(conn, query); err != nil {
			return
		}
		reply := answerQuery(query, lookup)
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...)); err != nil {
			return
		}
	}
}

func answerQuery(query []byte, lookup func(string) []netip.Addr) []byte {
	const header = 12
	var labels []string
	at := header
	for query[at] != 0 {
		n := int(query[at])
		labels = append(labels, string(query[at+1:at+1+n]))
		at += 1 + n
	}
	kind := binary.BigEndian.Uint16(query[at+1:])
	question := query[header : at+5]

	var found []netip.Addr
	if lookup != nil {
		found = lookup(strings.Join(labels, "."))
	}
	var records []byte
	count, owner := 0, byte(header) // of the name of the question
	if labels[0] == "alias" && len(found) > 0 {
		owner += 6
		records = append(records, 0xc0, header, 0, 5, 0, 1, 0, 0, 0, 0, 0, 2, 0xc0, owner) // CNAME: the rest of the name
		count++
	}
	for _, a := range found {
		if (kind == 1) != a.Is4() || (kind == 28) != a.Is6() {
			continue
		}
		records = append(records, 0xc0, owner)
		records = binary.BigEndian.AppendUint16(records, kind)
		records = append(records, 0, 1, 0, 0, 0, 0) // class IN, time to live 0
		records = binary.BigEndian.AppendUint16(records, uint16(a.BitLen()/8))
		records = append(records, a.AsSlice()...)
		count++
	}
	reply := append([]byte{}, query[:2]...)
	code := byte(0)
	if len(found) == 0 {
		code = 3 // no such name
	}
	reply = append(reply, 0x81, 0x80|code, 0, 1, 0, byte(count), 0, 0, 0, 0)
	reply = append(reply, question...)
	return append(reply, records...)
}
