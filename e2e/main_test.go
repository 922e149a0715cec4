package e2e_test

import (
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"
)

// TestMain lets twice as many stories run at once as there are processors, since
// they wait most of the time. -parallel sets another number.
func TestMain(m *testing.M) {
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel.Value.String() == parallel.DefValue {
		_ = flag.Set(parallel.Name, strconv.Itoa(2*runtime.GOMAXPROCS(0))) // a number is taken
	}
	os.Exit(m.Run())
}
