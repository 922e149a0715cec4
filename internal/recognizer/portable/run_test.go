package portable_test

import (
	"fmt"
	"math"
	"testing"

	"blobsight/internal/recognizer/portable"
)

// load prepares a model that must be accepted.
func load(t testing.TB, spec modelSpec, threads int) *portable.Engine {
	t.Helper()
	e, err := portable.Load(spec.encode(), portable.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// run runs a model with one and three threads, which must agree bit for bit.
func run(t testing.TB, spec modelSpec, x []float32) []float32 {
	t.Helper()
	one, err := load(t, spec, 1).Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	three, err := load(t, spec, 3).Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	equalBits(t, one[0], three[0])
	return one[0]
}

func equalBits(t testing.TB, a, b []float32) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%d values against %d", len(a), len(b))
	}
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			t.Fatalf("value %d: %v against %v", i, a[i], b[i])
		}
	}
}

// near compares with a reference that was computed in float64.
func near(t testing.TB, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d values, want %d", len(got), len(want))
	}
	for i := range got {
		if diff := math.Abs(float64(got[i]) - want[i]); float64(got[i]) != want[i] && !(diff <= tolerance*math.Max(1, math.Abs(want[i]))) {
			t.Fatalf("value %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// chain makes a model of nodes that follow one another from "x" to "y".
func chain(opset int64, input []int64, nodes ...nodeSpec) modelSpec {
	s := modelSpec{opset: opset, input: input, output: "y"}
	from := "x"
	for i, n := range nodes {
		to := "y"
		if i < len(nodes)-1 {
			to = fmt.Sprint("t", i)
		}
		n.in, n.out, n.name = append([]string{from}, n.in...), []string{to}, "node-"+to
		s.nodes = append(s.nodes, n)
		from = to
	}
	return s
}

func (s modelSpec) with(constants ...tensorSpec) modelSpec {
	s.constants = append(s.constants, constants...)
	return s
}
