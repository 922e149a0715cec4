package portable

import (
	"sync"
	"sync/atomic"
)

// alone is the number of multiply-adds below which waking other goroutines
// costs more than it gains (about 20 microseconds of work).
const alone = 100_000

// team runs the tasks of one step on several goroutines. It belongs to one call
// of Run.
type team struct {
	own    [][]float32 // working memory of each goroutine
	shared []float32   // working memory of the step
}

// do calls f for each task from 0 and returns when all are done. Tasks write to
// places of their own, so the result does not depend on how they are spread.
// Work is the number of multiply-adds or so of all tasks together.
func (t *team) do(tasks, work int, f func(own []float32, task int)) {
	n := min(len(t.own), tasks)
	if work < alone {
		n = 1
	}
	if n <= 1 {
		for task := range tasks {
			f(t.own[0], task)
		}
		return
	}
	var next atomic.Int64
	loop := func(own []float32) {
		for task := next.Add(1) - 1; task < int64(tasks); task = next.Add(1) - 1 {
			f(own, int(task))
		}
	}
	var wg sync.WaitGroup
	for i := 1; i < n; i++ {
		wg.Go(func() { loop(t.own[i]) })
	}
	loop(t.own[0])
	wg.Wait()
}
