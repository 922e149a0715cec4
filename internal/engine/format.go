package engine

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// elfVersion is the version of the symbols, which carries that of the release.
var elfVersion = regexp.MustCompile(`\x00VERS_(\d+\.\d+\.\d+)\x00`)

// readELF reads a library for Linux. Its table of names says all that is asked.
func readELF(r io.ReaderAt) (*image, error) {
	f, err := elf.NewFile(r)
	if err != nil {
		return nil, err
	}
	img := &image{platforms: []string{"linux/" + f.Machine.String()}}
	switch f.Machine {
	case elf.EM_X86_64:
		img.platforms = []string{"linux/amd64"}
	case elf.EM_AARCH64:
		img.platforms = []string{"linux/arm64"}
	}
	section := f.Section(".dynstr")
	if f.Type != elf.ET_DYN || section == nil {
		return nil, errors.New("it is a program or a part of one")
	}
	names, err := readAll(section.Open())
	if err != nil {
		return nil, err
	}
	img.onnxRuntime = bytes.Contains(names, []byte("\x00"+entryPoint+"\x00"))
	if m := elfVersion.FindSubmatch(names); m != nil {
		img.version = string(m[1])
	}
	return img, nil
}

// readMachO reads a library for macOS, for one processor or for several.
func readMachO(r io.ReaderAt) (*image, error) {
	fat, err := macho.NewFatFile(r)
	if err == nil {
		img := &image{}
		for _, arch := range fat.Arches {
			addMachO(img, arch.File)
		}
		return img, nil
	}
	f, err := macho.NewFile(r)
	if err != nil {
		return nil, err
	}
	if f.Type != macho.TypeDylib {
		return nil, errors.New("it is a program or a part of one")
	}
	img := &image{}
	addMachO(img, f)
	return img, nil
}

func addMachO(img *image, f *macho.File) {
	switch f.Cpu {
	case macho.CpuAmd64:
		img.platforms = append(img.platforms, "darwin/amd64")
	case macho.CpuArm64:
		img.platforms = append(img.platforms, "darwin/arm64")
	default:
		img.platforms = append(img.platforms, "darwin/"+f.Cpu.String())
	}
	if f.Symtab != nil {
		for _, s := range f.Symtab.Syms {
			img.onnxRuntime = img.onnxRuntime || s.Name == "_"+entryPoint
		}
	}
	// Among other numbers a library's own name comes with its version, two bytes
	// for the first part and one for each of the others.
	const loadIDDylib, versionAt = 0xd, 16
	for _, l := range f.Loads {
		raw := l.Raw()
		if len(raw) >= versionAt+4 && f.ByteOrder.Uint32(raw) == loadIDDylib {
			v := f.ByteOrder.Uint32(raw[versionAt:])
			img.version = fmt.Sprintf("%d.%d.%d", v>>16, v>>8&0xff, v&0xff)
		}
	}
}

// readPE reads a library for Windows.
func readPE(r io.ReaderAt) (*image, error) {
	f, err := pe.NewFile(r)
	if err != nil {
		return nil, err
	}
	img := &image{platforms: []string{fmt.Sprintf("windows/%#x", f.Machine)}}
	switch f.Machine {
	case pe.IMAGE_FILE_MACHINE_AMD64:
		img.platforms = []string{"windows/amd64"}
	case pe.IMAGE_FILE_MACHINE_ARM64:
		img.platforms = []string{"windows/arm64"}
	}
	if f.Characteristics&pe.IMAGE_FILE_DLL == 0 {
		return nil, errors.New("it is a program")
	}
	if s := f.Section(".rdata"); s != nil { // the table of what it exports is in there
		names, err := readAll(s.Open())
		if err != nil {
			return nil, err
		}
		img.onnxRuntime = bytes.Contains(names, []byte("\x00"+entryPoint+"\x00"))
	}
	if s := f.Section(".rsrc"); s != nil {
		resources, err := readAll(s.Open())
		if err != nil {
			return nil, err
		}
		img.version = peVersion(resources)
	}
	return img, nil
}

// peVersion finds the block of fixed numbers in the version resource: a
// signature, a version of the block, then two words of two numbers each.
func peVersion(resources []byte) string {
	at := bytes.Index(resources, []byte{0xbd, 0x04, 0xef, 0xfe})
	if at < 0 || len(resources) < at+16 {
		return ""
	}
	word := func(i int) uint16 { return binary.LittleEndian.Uint16(resources[at+i:]) }
	return fmt.Sprintf("%d.%d.%d", word(10), word(8), word(14))
}
