package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitFailed = 1
	exitUsage  = 2
)

// commands is the command line, in the order of its help.
type commands struct {
	Serve           serveCmd           `cmd:"" help:"Run the server."`
	Label           labelCmd           `cmd:"" help:"Label pictures here and now, without a server."`
	Train           trainCmd           `cmd:"" help:"Learn labels of your own from folders of pictures."`
	Submit          submitCmd          `cmd:"" help:"Send pictures to a server and wait for their labels."`
	Listen          listenCmd          `cmd:"" help:"Receive callbacks, verify and print them."`
	Deliveries      deliveriesCmd      `cmd:"" help:"List the attempts of callbacks, and make callbacks again."`
	Models          modelsCmd          `cmd:"" help:"List, get and check models."`
	Engine          engineCmd          `cmd:"" help:"Get ONNX Runtime, which runs larger models."`
	RekognitionDiff rekognitionDiffCmd `cmd:"" help:"Compare the labels of two endpoints of Rekognition's DetectLabels."`
	Keys            keysCmd            `cmd:"" help:"Make, list and revoke API keys."`
	Secrets         secretsCmd         `cmd:"" help:"Show, rotate and revoke the secrets that sign callbacks."`
	Version         versionCmd         `cmd:"" help:"Show the version."`
}

const about = `Blobsight tells what is in a picture. Start with "blobsight label PHOTO.jpg", or run a server
with "blobsight serve" and send it pictures with "blobsight submit PHOTO.jpg".`

// run does what args say and gives the exit code.
func run(ctx context.Context, args []string, s streams) int {
	var c commands
	code := -1 // what the parser wants to exit with, after it printed the help
	parser, err := kong.New(
		&c, kong.Name("blobsight"), kong.Description(about),
		kong.Writers(s.out, s.err), kong.Exit(func(n int) { code = n }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 120}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&s),
	)
	if err != nil {
		return s.fail(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	switch {
	case code >= 0:
		return code
	case err != nil:
		return s.misused(err)
	default:
		return s.fail(parsed.Run())
	}
}

// misused says what is wrong with the arguments, and where help is.
func (s streams) misused(err error) int {
	command := "blobsight"
	if parse := (*kong.ParseError)(nil); errors.As(err, &parse) && parse.Context != nil {
		if node := parse.Context.Selected(); node != nil {
			command = node.FullPath()
		}
	}
	s.complain(withHint(err, fmt.Sprintf("see %q", command+" --help")))
	return exitUsage
}

// fail says what went wrong, if anything did.
func (s streams) fail(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errReported):
	case errors.Is(err, context.Canceled):
		s.complain(errors.New("interrupted"))
	default:
		s.complain(err)
	}
	return exitFailed
}
