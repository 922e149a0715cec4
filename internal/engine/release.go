package engine

import (
	"fmt"
	"path"
)

// Version is the release of ONNX Runtime that is installed if nothing else is asked for.
const Version = "1.30.0"

// releases is where the project publishes its archives.
const releases = "https://github.com/microsoft/onnxruntime/releases/download/v" + Version + "/"

// file is a file that is known by its sum.
type file struct {
	name   string
	bytes  int64
	sha256 string
}

// pinned gives the official archive for a platform. There is none for Macs with
// Intel processors: their last one was 1.23, which is too old.
func pinned(p platform) (file, error) {
	switch p {
	case platform{"linux", "amd64"}:
		return file{"onnxruntime-linux-x64-" + Version + ".tgz", 11_306_877, "a5ed5a3cac51fbb2e90da632ae43d19212faaa20e76484e62bcb7c23ddb3b3fd"}, nil
	case platform{"linux", "arm64"}:
		return file{"onnxruntime-linux-aarch64-" + Version + ".tgz", 10_269_495, "e16a27a8ed330bbc698df7330b0cf56e722f354e3bcc92118682c74ef3c3e3da"}, nil
	case platform{"darwin", "arm64"}:
		return file{"onnxruntime-osx-arm64-" + Version + ".tgz", 42_373_116, "6ebb5062a934537c352937821f9fe9718e7de1a2db1122a93dd363ffd53a7012"}, nil
	case platform{"windows", "amd64"}:
		return file{"onnxruntime-win-x64-" + Version + ".zip", 82_645_522, "c6ba983baf5681af108599675d2a89c2d145512d02de28aed0bff177cd0ba949"}, nil
	case platform{"windows", "arm64"}:
		return file{"onnxruntime-win-arm64-" + Version + ".zip", 83_954_906, "e53db8a50b23ae35be901cc93428baf997dc8d420333b097b2eae53d3ea9f2d3"}, nil
	default:
		return file{}, fmt.Errorf("there is no official ONNX Runtime %s for %s; build version %s or newer yourself and name the library: blobsight engine install --from FILE", Version, p, MinVersion)
	}
}

// known are all files whose sums are known, whatever the platform: those of
// pinned, and npm's package, which holds the libraries of all platforms.
func known() []file {
	all := []file{{"onnxruntime-node-" + Version + ".tgz", 113_507_888, "6e3390d6b783e7be946fad629292799da28d0b42f84856e50d2c1b0383291e75"}}
	for _, p := range []platform{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"}} {
		f, err := pinned(p)
		if err == nil {
			all = append(all, f)
		}
	}
	return all
}

// knownByName finds the known file that an address or a path names.
func knownByName(address string) (file, bool) {
	for _, f := range known() {
		if f.name == path.Base(address) {
			return f, true
		}
	}
	return file{}, false
}

// isKnown reports whether a sum is that of a known file.
func isKnown(sha256 string) bool {
	for _, f := range known() {
		if f.sha256 == sha256 {
			return true
		}
	}
	return false
}
