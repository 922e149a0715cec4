package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version string

type versionCmd struct{}

// Help is the long help.
func (*versionCmd) Help() string {
	return `Example:

    blobsight version`
}

// Run prints what this program was built from, and with.
func (*versionCmd) Run(s *streams) error {
	_, err := fmt.Fprintf(s.out, "blobsight %s%s\n%s %s/%s\n", buildVersion(), commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// buildVersion is the release, or what the Go command knows about the build.
func buildVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

// commit is the commit that was built and its time, when that is known.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	known := map[string]string{}
	for _, s := range info.Settings {
		known[s.Key] = s.Value
	}
	if known["vcs.revision"] == "" {
		return ""
	}
	text := fmt.Sprintf(" (commit %.12s, %s", known["vcs.revision"], known["vcs.time"])
	if known["vcs.modified"] == "true" {
		text += ", with changes"
	}
	return text + ")"
}
