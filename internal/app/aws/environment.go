package aws

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// environment reads variables and keeps what is wrong with them.
type environment struct {
	get  func(string) string
	errs []error
}

func (e *environment) wrong(name string, err error) {
	e.errs = append(e.errs, fmt.Errorf("%s: %w", name, err))
}

func (e *environment) err() error { return errors.Join(e.errs...) }

// required reads a variable that must be set.
func (e *environment) required(name string, into *string) {
	if *into = e.get(name); *into == "" {
		e.wrong(name, errors.New("it is not set"))
	}
}

// read reads a variable; one that is empty or not set has the value byDefault.
func read[T any](e *environment, name, byDefault string, into *T, parse func(string) (T, error)) {
	text := e.get(name)
	if text == "" {
		text = byDefault
	}
	value, err := parse(text)
	if err != nil {
		e.wrong(name, err)
		return
	}
	*into = value
}

func flag(s string) (bool, error) {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return false, fmt.Errorf("%q is neither true nor false", s)
	}
	return b, nil
}

func number(s string) (float64, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number", s)
	}
	return f, nil
}

// whole reads a whole number from least to most.
func whole[T int | int64](least, most T) func(string) (T, error) {
	return func(s string) (T, error) {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < int64(least) || n > int64(most) {
			return 0, fmt.Errorf("%q is no whole number from %d to %d", s, least, most)
		}
		return T(n), nil
	}
}

// duration reads a time span from least to most.
func duration(least, most time.Duration) func(string) (time.Duration, error) {
	return func(s string) (time.Duration, error) {
		d, err := time.ParseDuration(s)
		if err != nil || d < least || d > most {
			return 0, fmt.Errorf("%q is no time from %s to %s; the form is 30m", s, least, most)
		}
		return d, nil
	}
}
