package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	goodCallbacks   = 1000
	goodRate        = 50 // a second, to each server
	deadCallbacks   = 10_000
	callbackClients = 16
	callbackTimeout = 15 * time.Minute
	noTimesWorse    = 2 // than without the dead host
)

// notPicture is the cheapest upload: it fails, and its blob calls back like any other.
var notPicture = picture{"no picture", []byte("no picture")}

// measureCallbacks finds out whether a dead host delays callbacks to a good one:
// with and without so many that wait for it, everything else being equal.
func measureCallbacks(ctx context.Context, b *bench) (rows []row, err error) {
	b.say("callbacks: %d to a good host, twice, without and with %d to a dead one", goodCallbacks, deadCallbacks)
	ctx, cancel := context.WithTimeoutCause(ctx, callbackTimeout, errors.New("the callbacks took too long"))
	defer cancel()
	dead, err := silentHost(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, dead.Close()) }()
	alone, beside := &side{}, &side{other: "http://" + dead.Addr().String() + "/"}
	for _, s := range []*side{alone, beside} {
		defer func() { err = errors.Join(err, s.close()) }()
		if err := s.open(ctx, b); err != nil {
			return nil, err
		}
	}
	if err := b.inTurn(ctx, alone, beside); err != nil {
		return nil, err
	}
	how := fmt.Sprintf("from `failed_at` to the arrival; %d blobs that are no pictures, ", goodCallbacks)
	steadily := how + fmt.Sprintf("open loop, %d/s", goodRate)
	behind := how + fmt.Sprintf("queued at once behind %d others", deadCallbacks)
	return append(
		comparison("Callback to a good host", steadily, alone.steady, beside.steady),
		comparison("Callback to a good host, in a backlog", behind, alone.behind, beside.behind)...), nil
}

// comparison is the rows of one kind of callback.
func comparison(what, how string, alone, beside series) []row {
	ratio := beside.percentile(99) / alone.percentile(99)
	return []row{
		{what: what, how: how + ", without callbacks to another", unit: "ms", runs: alone, note: "p99 " + number(alone.percentile(99)) + " ms"},
		{
			what: "The same while others wait for a dead host", how: fmt.Sprintf("%d wait for a host that accepts connections and says nothing", deadCallbacks),
			unit: "ms", runs: beside, note: "p99 " + number(beside.percentile(99)) + " ms",
		},
		{what: "The one p99 against the other", how: "as above", unit: "times", target: below(noTimesWorse), runs: series{ratio}},
	}
}

// side is a server with a backlog that calls back to the URL other, or nobody if
// that is empty, and how long its callbacks to a good host took, in ms.
type side struct {
	other          string
	server         *server
	good           *receiver
	behind, steady series
}

// open makes the backlog, and waits until the good callbacks behind it have come.
func (s *side) open(ctx context.Context, b *bench) (err error) {
	if s.good, err = listen(ctx); err != nil {
		return err
	}
	folder := b.folder()
	queued, err := b.backlog(ctx, folder, s.other, s.good)
	if err != nil {
		return err
	}
	if s.server, err = b.serve(ctx, folder); err != nil {
		return err
	}
	begin := time.Now()
	s.behind, err = s.good.delays(ctx, queued)
	b.say("callbacks: the backlog took %.0f s", time.Since(begin).Seconds())
	return err
}

// close ends everything at once: what waits for the dead host is of no interest.
func (s *side) close() error {
	var errs []error
	if s.server != nil {
		errs = append(errs, s.server.kill())
	}
	if s.good != nil {
		errs = append(errs, s.good.close())
	}
	return errors.Join(errs...)
}

// inTurn sends blobs to both sides in turn, so that whatever else the machine
// does meets both alike.
func (b *bench) inTurn(ctx context.Context, sides ...*side) error {
	if err := sleep(ctx, 5*time.Second); err != nil { // what the backlogs have left to do is done
		return err
	}
	sent := make([][]string, len(sides))
	var mu sync.Mutex
	turn := 0
	_, err := openLoop(ctx, len(sides)*goodCallbacks, time.Second/time.Duration(len(sides)*goodRate), func(ctx context.Context) error {
		mu.Lock()
		i := turn % len(sides)
		turn++
		mu.Unlock()
		id, err := b.sendTo(ctx, sides[i].server, sides[i].good.url, notPicture)
		mu.Lock()
		defer mu.Unlock()
		sent[i] = append(sent[i], id)
		return err
	})
	if err != nil {
		return err
	}
	for i, s := range sides {
		if s.steady, err = s.good.delays(ctx, sent[i]); err != nil {
			return err
		}
	}
	return nil
}

// backlog uploads everything to a server that does not look at pictures yet: so
// all is queued before anything is known of a host, the good callbacks last.
func (b *bench) backlog(ctx context.Context, folder, other string, good *receiver) (ids []string, err error) {
	s, err := b.serve(ctx, folder, "BLOBSIGHT_WORKERS=0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	begin := time.Now()
	others := make([]string, deadCallbacks)
	if err := b.sendAll(ctx, s, other, others); err != nil {
		return nil, err
	}
	ids = make([]string, goodCallbacks)
	err = b.sendAll(ctx, s, good.url, ids)
	b.say("callbacks: %d uploads took %.0f s", len(others)+len(ids), time.Since(begin).Seconds())
	return ids, err
}

// sendAll uploads as many blobs as there are ids, from many clients at once.
func (b *bench) sendAll(ctx context.Context, s *server, callbackURL string, ids []string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(callbackClients)
	for i := range ids {
		g.Go(func() (err error) {
			ids[i], err = b.sendTo(ctx, s, callbackURL, notPicture)
			return err
		})
	}
	return g.Wait()
}

// delays is how long after the end of each blob its callback arrived, in ms.
func (r *receiver) delays(ctx context.Context, ids []string) (series, error) {
	var took series
	for _, id := range ids {
		got, err := r.next(ctx, id)
		if err != nil {
			return nil, err
		}
		if got.blob.FailedAt == nil {
			return nil, fmt.Errorf("what is no picture is %s", got.blob.Status)
		}
		took = append(took, milliseconds(got.at.Sub(*got.blob.FailedAt)))
	}
	return took, nil
}

// silentHost accepts connections and says nothing, until it is closed.
func silentHost(ctx context.Context) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0") // the system accepts
}
