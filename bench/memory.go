package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"time"

	"blobsight/client"
)

const (
	memoryServers = 3 // at once; all of them idle most of the time
	memoryRounds  = 3 // over all samples, on each server
	memoryLarge   = 2 // large pictures, on each server
	idle          = 10 * time.Second
	memoryLimit   = 60 // MB, the target
)

// measureMemory reads the resident memory of idle servers: before and after work.
func measureMemory(ctx context.Context, b *bench) (rows []row, err error) {
	b.say("memory: %d servers, idle three times for %s", memoryServers, idle)
	if _, err := os.Stat("/proc/self/status"); errors.Is(err, fs.ErrNotExist) {
		return []row{{what: "Resident memory, idle", how: "`VmRSS`", target: below(memoryLimit), unit: "MB", skipped: "skipped: read from /proc, which only Linux has"}}, nil
	}
	large, err := b.large()
	if err != nil {
		return nil, err
	}
	var servers []*server
	defer func() {
		for _, s := range servers {
			err = errors.Join(err, s.stop())
		}
	}()
	for range memoryServers {
		s, err := b.serve(ctx, b.folder())
		if err != nil {
			return nil, err
		}
		servers = append(servers, s)
	}
	for _, step := range []struct {
		what, how string
		work      func(context.Context, *server) error
	}{
		{"idle after start", "the start", nil},
		{"idle after work", fmt.Sprintf("%d sample pictures went through the flow", memoryRounds*len(b.samples)), b.workThrough},
		{"idle after large pictures", fmt.Sprintf("%d pictures of 12 megapixels more (`POST /labels`)", memoryLarge), labelSome(large, memoryLarge)},
	} {
		r, err := settle(ctx, servers, step.work)
		if err != nil {
			return rows, err
		}
		r.what, r.how = "Resident memory, "+step.what, fmt.Sprintf("`VmRSS` %s after %s", idle, step.how)
		rows = append(rows, r)
	}
	peak, err := readAll(servers, "VmHWM")
	return append(rows, row{what: "Resident memory, peak of all that", how: "`VmHWM`; depends on how many large pictures are decoded at once", unit: "MB", runs: peak}), err
}

// settle lets each server work, in turn, then all of them be idle.
func settle(ctx context.Context, servers []*server, work func(context.Context, *server) error) (row, error) {
	r := row{target: below(memoryLimit), unit: "MB"}
	for _, s := range servers {
		if work == nil {
			break
		}
		if err := work(ctx, s); err != nil {
			return r, err
		}
	}
	if err := sleep(ctx, idle); err != nil {
		return r, err
	}
	own, err := readAll(servers, "RssAnon")
	if err != nil {
		return r, err
	}
	r.note = fmt.Sprintf("of it %s MB its own, the rest pages of the binary", number(own.median()))
	r.runs, err = readAll(servers, "VmRSS")
	return r, err
}

// workThrough sends all samples through the whole flow, a few times.
func (b *bench) workThrough(ctx context.Context, s *server) error {
	for range memoryRounds {
		for _, p := range b.samples {
			blob, err := s.client.Submit(ctx, bytes.NewReader(p.bytes), int64(len(p.bytes)))
			if err != nil {
				return err
			}
			if blob.Status != client.Recognized {
				return fmt.Errorf("%s is %s", p.name, blob.Status)
			}
		}
	}
	return nil
}

// labelSome has p labelled n times, one after the other.
func labelSome(p picture, n int) func(context.Context, *server) error {
	return func(ctx context.Context, s *server) error {
		for range n {
			if _, err := s.client.Label(ctx, bytes.NewReader(p.bytes), client.LabelOptions{}); err != nil {
				return err
			}
		}
		return nil
	}
}

// readAll reads a value of /proc/PID/status for each server, in MB (1,000,000 bytes).
func readAll(servers []*server, name string) (series, error) {
	var all series
	for _, s := range servers {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
		if err != nil {
			return nil, err
		}
		m := regexp.MustCompile(`(?m)^` + name + `:\s+(\d+) kB$`).FindSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("the system does not tell %s", name)
		}
		kib, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return nil, err
		}
		all = append(all, float64(kib)*1024/1e6)
	}
	return all, nil
}
