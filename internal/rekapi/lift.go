package rekapi

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
)

// liftMark begins the string that stands where a picture was.
const liftMark = "\x00picture "

// liftLength is from which length on a picture is lifted.
const liftLength = 4096

// lift takes pictures out of the JSON of a request: a long string after "Bytes": that
// is base64 becomes a short one. encoding/json looks at each byte several times, which
// would take longer than decoding and recognizing a large picture does. What looks odd
// in any way stays where it is.
func lift(body []byte) (short []byte, pictures [][]byte) {
	rest, named := body, false // whether the last string was the name
	for {
		open := bytes.IndexByte(rest, '"')
		if open < 0 {
			break
		}
		named = named && string(bytes.TrimSpace(rest[:open])) == ":"
		end := endOfString(rest, open+1)
		if end < 0 {
			break
		}
		text := rest[open+1 : end]
		short = append(short, rest[:open+1]...)
		if picture, ok := pictureOf(text); named && ok {
			short = append(short, `\u0000`+liftMark[1:]+strconv.Itoa(len(pictures))...)
			pictures = append(pictures, picture)
		} else {
			short = append(short, text...)
		}
		short = append(short, '"')
		named = string(text) == "Bytes"
		rest = rest[end+1:]
	}
	if pictures == nil {
		return body, nil
	}
	return append(short, rest...), pictures
}

// endOfString finds the quote that ends a JSON string which begins at start; -1: none.
func endOfString(text []byte, start int) int {
	for at := start; ; {
		i := bytes.IndexByte(text[at:], '"')
		if i < 0 {
			return -1
		}
		at += i
		before := bytes.TrimRight(text[start:at], `\`)
		if escapes := at - start - len(before); escapes%2 == 0 {
			return at
		}
		at++
	}
}

// pictureOf decodes a long string. Its slashes may be escaped, as PHP does it.
func pictureOf(text []byte) ([]byte, bool) {
	if len(text) < liftLength || bytes.IndexByte(text, '\n') >= 0 || bytes.IndexByte(text, '\r') >= 0 { // which the decoder would pass over
		return nil, false
	}
	if bytes.IndexByte(text, '\\') >= 0 {
		text = bytes.ReplaceAll(text, []byte(`\/`), []byte("/"))
	}
	picture := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(picture, text)
	return picture[:n], err == nil
}

// lifted gives the number of the picture that a string stands for.
func lifted(s string) (int, bool) {
	number, ok := strings.CutPrefix(s, liftMark)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(number)
	return n, err == nil && n >= 0
}
