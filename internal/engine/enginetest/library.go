// Package enginetest makes files for tests that look like ONNX Runtime.
package enginetest

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
)

// Library is the smallest file that passes for the library of ONNX Runtime of a
// version on Linux: its headers say so, and it holds nothing to run. Arch is one
// of Go's names, amd64 or arm64.
func Library(arch, version string) []byte {
	names := "\x00OrtGetApiBase\x00VERS_" + version + "\x00"
	return Shared(arch, names)
}

// Shared is a shared library for Linux with a table of names.
func Shared(arch, names string) []byte {
	const headerSize, sectionSize = 64, 64
	sectionNames := "\x00.dynstr\x00.shstrtab\x00"
	header := elf.Header64{
		Type: uint16(elf.ET_DYN), Machine: uint16(elf.EM_X86_64), Version: 1, Ehsize: headerSize,
		Shoff: headerSize, Shentsize: sectionSize, Shnum: 3, Shstrndx: 2,
	}
	copy(header.Ident[:], "\x7fELF\x02\x01\x01")
	if arch == "arm64" {
		header.Machine = uint16(elf.EM_AARCH64)
	}
	at := uint64(headerSize + 3*sectionSize)
	sections := []elf.Section64{
		{},
		{Name: 1, Type: uint32(elf.SHT_STRTAB), Off: at, Size: uint64(len(names))},
		{Name: 9, Type: uint32(elf.SHT_STRTAB), Off: at + uint64(len(names)), Size: uint64(len(sectionNames))},
	}
	var b bytes.Buffer
	for _, part := range []any{header, sections, []byte(names), []byte(sectionNames)} {
		_ = binary.Write(&b, binary.LittleEndian, part) // a bytes.Buffer takes everything
	}
	return b.Bytes()
}
