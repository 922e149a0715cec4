package engine

import "context"

// For tests of platforms that this machine does not have.

func InspectFor(path, os, arch string) (*Library, error) { return inspect(path, platform{os, arch}) }

func FindFor(os, arch string, dirs ...string) (*Library, error) {
	return find(dirs, platform{os, arch})
}

func InstallFor(ctx context.Context, s Source, opt Options, os, arch string) (*Installed, error) {
	return install(ctx, s, opt, platform{os, arch})
}
