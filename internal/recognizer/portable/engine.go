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

	// Outputs names the outputs that Run returns, in this order; empty means
	// all that the file declares, in the order of the file.
	Outputs []string
}

// Engine is a model that is ready to run.
type Engine struct {
	threads int
	steps   []step
	memory  *memory
	input   shape
	outputs []value
	arenas  sync.Pool
}

// Load prepares a model that is given as the bytes of an ONNX file; they are
// not needed afterwards. The error names the operator and node that is not
// supported, the part of the file that is broken, or the outputs that there are
// if one is asked for that the model lacks.
func Load(file []byte, opt Options) (*Engine, error) {
	if opt.Threads < 0 {
		return nil, fmt.Errorf("threads must be 0 or more, not %d", opt.Threads)
	}
	if opt.Threads == 0 {
		opt.Threads = runtime.GOMAXPROCS(0)
	}
	e, err := load(file, opt)
	if err != nil {
		return nil, fmt.Errorf("read ONNX model: %w", err)
	}
	return e, nil
}

func load(file []byte, opt Options) (*Engine, error) {
	m, err := parseModel(file)
	if err != nil {
		return nil, err
	}
	b, err := newBuilder(m, opt.Threads, len(file))
	if err != nil {
		return nil, err
	}
	for _, n := range m.graph.nodes {
		if err := b.add(n); err != nil {
			return nil, err
		}
	}
	outputs, err := b.outputs(m.graph.outputs, opt.Outputs)
	if err != nil {
		return nil, err
	}
	steps := needed(b.steps, outputs)
	mem, err := planMemory(steps, b.stores, outputs, opt.Threads)
	if err != nil {
		return nil, err
	}
	e := &Engine{threads: opt.Threads, steps: steps, memory: mem, input: b.given, outputs: outputs}
	e.arenas.New = func() any { return mem.newArena(opt.Threads) }
	return e, nil
}

// InputShape gives the shape of what Run takes, for pictures 1, channels,
// height, width.
func (e *Engine) InputShape() []int { return slices.Clone(e.input) }

// OutputShapes gives the shapes of what Run returns, for classifiers one of 1,
// classes.
func (e *Engine) OutputShapes() [][]int {
	shapes := make([][]int, len(e.outputs))
	for i, v := range e.outputs {
		shapes[i] = slices.Clone(v.shape)
	}
	return shapes
}

// OutputSizes gives how many values each output has.
func (e *Engine) OutputSizes() []int {
	sizes := make([]int, len(e.outputs))
	for i, v := range e.outputs {
		sizes[i] = v.shape.size()
	}
	return sizes
}

// Run computes the outputs (Options.Outputs) from one input, all as flat lists
// of values with the last dimension running fastest. Input is not changed. Run
// may be called by many goroutines at once; each call uses up to Options.Threads
// of them. It returns the error of ctx when that ends between two layers.
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
	results := make([][]float32, len(e.outputs))
	for i, v := range e.outputs {
		results[i] = slices.Clone(e.memory.view(a, v.store, input))
	}
	return results, nil
}
