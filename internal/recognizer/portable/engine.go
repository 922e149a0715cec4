package portable

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// Options sets how an [Engine] runs.
type Options struct {
	// Threads is the number of goroutines that share the work of one Run;
	// 0 means all processors. The result does not depend on it.
	Threads int
}

// Engine is a model that is ready to run.
type Engine struct {
	threads int
	steps   []step
	memory  *memory
	input   shape
	output  shape
	result  int // the store of the output
	arenas  sync.Pool
}

// Load prepares a model that is given as the bytes of an ONNX file; they are
// not needed afterwards. The error names the operator and node that is not
// supported, or the part of the file that is broken.
func Load(file []byte, opt Options) (*Engine, error) {
	if opt.Threads < 0 {
		return nil, fmt.Errorf("threads must be 0 or more, not %d", opt.Threads)
	}
	if opt.Threads == 0 {
		opt.Threads = runtime.GOMAXPROCS(0)
	}
	e, err := load(file, opt.Threads)
	if err != nil {
		return nil, fmt.Errorf("read ONNX model: %w", err)
	}
	return e, nil
}

func load(file []byte, threads int) (*Engine, error) {
	m, err := parseModel(file)
	if err != nil {
		return nil, err
	}
	b, err := newBuilder(m, threads, len(file))
	if err != nil {
		return nil, err
	}
	for _, n := range m.graph.nodes {
		if err := b.add(n); err != nil {
			return nil, err
		}
	}
	declared := &m.graph.outputs[0]
	out, ok := b.values[declared.name]
	if !ok || out.constant != nil {
		return nil, fmt.Errorf("output %q is computed by no node", declared.name)
	}
	if !declared.agrees(out.shape) {
		return nil, fmt.Errorf("output %q has shape %v, the file declares %v", declared.name, out.shape, declared.dims)
	}
	mem, err := planMemory(b.steps, b.stores, out.store, threads)
	if err != nil {
		return nil, err
	}
	e := &Engine{threads: threads, steps: b.steps, memory: mem, input: b.given, output: out.shape, result: out.store}
	e.arenas.New = func() any { return mem.newArena(threads) }
	return e, nil
}

// InputShape gives the shape of what Run takes, for pictures 1, channels,
// height, width.
func (e *Engine) InputShape() []int { return slices.Clone(e.input) }

// OutputShape gives the shape of what Run returns, for classifiers 1, classes.
func (e *Engine) OutputShape() []int { return slices.Clone(e.output) }

// Run computes the first output, the only one that it returns, from one input,
// both as flat lists of values with the last dimension running fastest. Input is not changed. Run may be
// called by many goroutines at once; each call uses up to Options.Threads of
// them. It returns the error of ctx when that ends between two layers.
func (e *Engine) Run(ctx context.Context, input []float32) ([][]float32, error) {
	if len(input) != e.input.size() {
		return nil, fmt.Errorf("input has %d values, the model takes %d (%v)", len(input), e.input.size(), e.input)
	}
	a := e.arenas.Get().(*arena)
	defer e.arenas.Put(a)
	defer func() { clear(a.in[:cap(a.in)]) }() // do not hold on to input
	for i := range e.steps {
		s := &e.steps[i]
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("before %s: %w", s.name, err)
		}
		a.in = a.in[:0]
		for _, store := range s.in {
			a.in = append(a.in, e.memory.view(a, store, input))
		}
		s.op.run(&a.team, a.in, e.memory.view(a, s.out, input))
	}
	return [][]float32{slices.Clone(e.memory.view(a, e.result, input))}, nil
}
