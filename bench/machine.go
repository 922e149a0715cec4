package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

const (
	syncs    = 200  // how often a page is synced to see how fast the disk is
	pageSize = 4096 // bytes; SQLite's default
	inMemory = 0.02 // ms; a sync that is faster than this reached no disk
)

// describe names what the figures hang on: processors, Go, and the disk below dir.
func describe(dir string) (string, error) {
	fsync, err := measureSync(dir)
	if err != nil {
		return "", fmt.Errorf("measure the disk: %w", err)
	}
	text := fmt.Sprintf("Machine: %d x %s, %s/%s, %s; fsync of a 4 KiB append: median %.2f ms, p99 %.2f ms; load before: %s.",
		runtime.NumCPU(), processor(), runtime.GOOS, runtime.GOARCH, runtime.Version(), fsync.median(), fsync.percentile(99), load())
	if fsync.median() < inMemory {
		text += "\nThe folder seems to lie in memory, so nothing below tells how fast a disk is. Choose another with -dir."
	}
	return text, nil
}

// measureSync appends pages to a file and syncs each one, as a database does. In ms.
func measureSync(dir string) (took series, err error) {
	f, err := os.Create(filepath.Join(dir, "sync")) //nolint:gosec // the folder is one that this program made
	if err != nil {
		return nil, err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	page := make([]byte, pageSize)
	for range syncs {
		begin := time.Now()
		if _, err := f.Write(page); err != nil {
			return nil, err
		}
		if err := f.Sync(); err != nil {
			return nil, err
		}
		took = append(took, milliseconds(time.Since(begin)))
	}
	return took, nil
}

// processor is the name of the processor where Linux tells it.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "processor"
	}
	if m := regexp.MustCompile(`(?m)^model name\s*: (.+)$`).FindSubmatch(info); m != nil {
		return string(m[1])
	}
	return "processor"
}

// load is the load average of the last minute, where Linux tells it: 0 on a quiet machine.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(text), " ")
	return one
}
