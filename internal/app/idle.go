package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// When memory is given back: after a period in which almost nothing was
// allocated, if there is something to give back.
const (
	idlePeriod = 5 * time.Second
	idleBytes  = 2 << 20 // allocated in a period by a server at rest
	worthBytes = 8 << 20 // allocated since memory was given back last
)

// giveBackMemory returns memory to the system when the server has come to rest,
// until ctx ends. A decoded picture takes tens of megabytes, and Go by itself
// collects them only when it allocates more, or after two minutes.
func giveBackMemory(ctx context.Context) {
	tick := time.NewTicker(idlePeriod)
	defer tick.Stop()
	last, given := allocated(), uint64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := allocated()
		if now-last < idleBytes && now-given > worthBytes {
			debug.FreeOSMemory()
			debug.FreeOSMemory() // what a sync.Pool holds survives the first collection
			given = now
		}
		last = now
	}
}

// allocated is how many bytes this process has allocated since it started.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
