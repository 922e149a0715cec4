package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// wantParity is the share of pictures, in percent, on which the first guess
// must be that of the reference.
const wantParity = 99

// reference is a line of the file: what another implementation said.
type reference struct {
	File string       `json:"file"` // from the folder of the pictures on
	Top  [][2]float64 `json:"top"`  // class and probability, highest first
}

// parity compares the first guess on each picture with the reference's.
func (s *session) parity(ctx context.Context, model, file string) (err error) {
	want, err := readReference(file)
	if err != nil {
		return fmt.Errorf("-parity: %w", err)
	}
	rec, err := s.open(model)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	same, compared, furthest := 0, 0, 0.0
	for _, p := range s.pictures {
		ref, ok := want[p.name]
		if !ok {
			continue
		}
		got, err := scores(ctx, rec, p.path)
		if err != nil {
			return fmt.Errorf("%s: %w", p.path, err)
		}
		compared++
		class := int(ref.Top[0][0])
		if class < 0 || class >= len(got) {
			return fmt.Errorf("%s: the reference says class %d, and the model has %d", p.name, class, len(got))
		}
		if ranking(got)[0] == class {
			same++
		} else {
			_, _ = fmt.Fprintf(s.progress, "%s: class %d, the reference says %d\n", p.name, ranking(got)[0], class)
		}
		furthest = max(furthest, abs(float64(got[class])-ref.Top[0][1]))
	}
	_, err = fmt.Fprintf(s.out, "%s: the first guess agrees on %d of %d pictures; its probability differs by %.3f at most\n", model, same, compared, furthest)
	if err == nil && (compared == 0 || same*100 < compared*wantParity) {
		err = fmt.Errorf("fewer than %d %% agree", wantParity)
	}
	return err
}

func abs(x float64) float64 { return max(x, -x) }

func readReference(file string) (map[string]reference, error) {
	f, err := os.Open(file) //nolint:gosec // the caller says where
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	all := map[string]reference{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("line %d is no answer: %w", n, err)
		}
		if len(r.Top) == 0 {
			return nil, fmt.Errorf("line %d: %s has no answer", n, r.File)
		}
		all[r.File] = r
	}
	return all, lines.Err()
}
