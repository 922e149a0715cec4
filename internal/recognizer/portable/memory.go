package portable

import "fmt"

// maxMemory bounds the working memory and outputs of one run, in values (512 MiB).
const maxMemory = 1 << 27

// memory says where each store of a plan lies. Stores that are not needed at
// the same time share a slot.
type memory struct {
	slotOf []int // slot of each store; that of store 0, the input, is unused
	slots  []int // size of each slot
	sizes  []int // size of each store
	shared int   // working memory of the steps
	own    int   // and of each goroutine
}

// planMemory gives every store a slot from the step that writes it to the last
// step that reads it. The outputs are read after the last step.
func planMemory(steps []step, sizes []int, outputs []value, threads int) (*memory, error) {
	m := &memory{slotOf: make([]int, len(sizes)), sizes: sizes}
	last := make([]int, len(sizes))
	for i, s := range steps {
		last[s.out] = i
		for _, in := range s.in {
			last[in] = i
		}
	}
	for _, v := range outputs {
		last[v.store] = len(steps)
	}

	var free []int
	for i, s := range steps {
		m.slotOf[s.out], free = m.choose(free, sizes[s.out])
		if w, ok := s.op.(worker); ok {
			shared, own := w.needs()
			m.shared, m.own = max(m.shared, shared), max(m.own, own)
		}
		for j, in := range append(s.in, s.out) {
			if in != 0 && last[in] == i && !seen(s.in, j, in) {
				free = append(free, m.slotOf[in])
			}
		}
	}
	total := m.shared + threads*m.own
	for _, v := range outputs { // Run copies them
		total += v.shape.size()
	}
	for _, n := range m.slots {
		total += n
	}
	if total > maxMemory {
		return nil, fmt.Errorf("a run needs %d MiB of working memory, the limit is %d", total>>18, maxMemory>>18)
	}
	return m, nil
}

// seen reports whether store is among the first n of in: x + x reads x twice.
func seen(in []int, n, store int) bool {
	for _, s := range in[:n] {
		if s == store {
			return true
		}
	}
	return false
}

// choose takes the free slot that fits best: the smallest one that is large
// enough, or else the largest one, which grows; without any, a new one.
func (m *memory) choose(free []int, size int) (slot int, rest []int) {
	best := -1
	for i, s := range free {
		switch {
		case best < 0:
			best = i
		case m.slots[s] >= size && (m.slots[free[best]] < size || m.slots[s] < m.slots[free[best]]):
			best = i
		case m.slots[s] < size && m.slots[s] > m.slots[free[best]]:
			best = i
		}
	}
	if best < 0 {
		m.slots = append(m.slots, size)
		return len(m.slots) - 1, free
	}
	slot = free[best]
	m.slots[slot] = max(m.slots[slot], size)
	return slot, append(free[:best], free[best+1:]...)
}

// arena is the working memory of one run.
type arena struct {
	slots [][]float32
	in    [][]float32 // what the current step reads
	team  team
}

func (m *memory) newArena(threads int) *arena {
	a := &arena{slots: make([][]float32, len(m.slots))}
	for i, n := range m.slots {
		a.slots[i] = make([]float32, n)
	}
	a.team.shared = make([]float32, m.shared)
	a.team.own = make([][]float32, threads)
	for i := range a.team.own {
		a.team.own[i] = make([]float32, m.own)
	}
	return a
}

// view gives the values of a store.
func (m *memory) view(a *arena, store int, input []float32) []float32 {
	if store == 0 {
		return input
	}
	return a.slots[m.slotOf[store]][:m.sizes[store]]
}
