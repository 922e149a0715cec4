package main

import (
	"context"
	"errors"
	"fmt"

	"blobsight/internal/app"
)

type engineCmd struct {
	Install engineInstallCmd `cmd:"" help:"Get ONNX Runtime, which runs larger models."`
	Status  engineStatusCmd  `cmd:"" help:"Show whether ONNX Runtime is here and works."`
}

type engineInstallCmd struct {
	From   string `placeholder:"FILE|URL" help:"Take it from here instead of the official release: a release archive (.tgz, .zip), a package of npm (.tgz) or PyPI (.whl), or the library itself."`
	SHA256 string `name:"sha256" placeholder:"SUM" help:"Sum that --from must have. An address needs it, unless its file name is that of an official release."`
	app.DataDir
}

// Help is the long help.
func (*engineInstallCmd) Help() string {
	return `Takes the library out of the official release of ONNX Runtime ` + app.EngineVersion + `, whose sum is known to this program, and puts it
into the data folder, where "blobsight serve" finds it. Prints its path. What broke off goes on where it stopped.
Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.

Examples:

    blobsight engine install
    blobsight engine install --from https://mirror.example.com/onnxruntime-linux-x64-` + app.EngineVersion + `.tgz

Where only npm or pip reach the outside, their packages hold the library, too:

    npm pack onnxruntime-node@` + app.EngineVersion + `
    blobsight engine install --from onnxruntime-node-` + app.EngineVersion + `.tgz

    pip download --no-deps onnxruntime==` + app.EngineVersion + `
    blobsight engine install --from onnxruntime-` + app.EngineVersion + `-*.whl`
}

// Run gets the library.
func (c *engineInstallCmd) Run(ctx context.Context, s *streams) error {
	p := &transfer{name: "ONNX Runtime"}
	if s.onTerminal() {
		p.live = s.err
	}
	in, err := app.InstallEngine(ctx, c.DataDir, c.From, c.SHA256, p.at)
	p.end()
	if err != nil {
		return err
	}
	if !in.Verified {
		s.note("The sum of %s is not known to this program; it was taken because you named it. sha256:\n  %s", printable(c.From), in.SHA256)
	}
	s.note("ONNX Runtime %s is installed:", orUnknown(in.Version))
	if _, err := fmt.Fprintln(s.out, in.Library); err != nil {
		return err
	}
	if !in.BuiltIn {
		s.note("This program was built without cgo and cannot use it; rebuild it with: CGO_ENABLED=1 make build")
	}
	return nil
}

type engineStatusCmd struct {
	app.EngineLibrary
	app.DataDir
}

// Help is the long help.
func (*engineStatusCmd) Help() string {
	return `The exit code is 0 if ONNX Runtime can be used. The library is looked for where --ort-lib says or, without it, in the data
folder and then in the system's folders.

Example:

    blobsight engine status`
}

// Run looks for the library and tries it.
func (c *engineStatusCmd) Run(s *streams) error {
	e, err := app.FindEngine(c.EngineLibrary, c.DataDir)
	builtIn, library := "yes", "none"
	if !e.BuiltIn {
		builtIn = "no"
	}
	if err == nil {
		library = fmt.Sprintf("%s (%s)", e.Library, orUnknown(e.Version))
		err = app.TryEngine(e)
	} else if !e.BuiltIn { // the library alone would be of no use
		err = errors.Join(app.TryEngine(e), err)
	}
	if _, err := fmt.Fprintf(s.out, "built in  %s\nlibrary   %s\n", builtIn, printable(library)); err != nil {
		return err
	}
	return err
}

func orUnknown(version string) string {
	if version == "" {
		return "of unknown version"
	}
	return version
}
