package download

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// lock waits until this process is the only one that has the lock file at path,
// which it makes. unlock removes the file.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	for {
		l := flock.New(path)
		if _, err := l.TryLockContext(ctx, 100*time.Millisecond); err != nil {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		// Whoever had it before may have removed the file that was waited for.
		held, err := l.Stat()
		if err == nil {
			now, e := os.Stat(path)
			if e == nil && os.SameFile(held, now) {
				return func() {
					_ = os.Remove(path) // a file that stays does no harm
					_ = l.Close()
				}, nil
			}
		}
		_ = l.Close() // it locked a file without a name
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
	}
}
