package source

import (
	"bytes"
	"encoding/binary"
	"io"
)

// localHeader is what stands before each member of a zip archive.
const localHeader = "PK\x03\x04"

// salvage takes in the members of a zip archive whose directory, at its end, is missing or cannot be read: they follow
// one another from the beginning, each behind a header of its own.
func (w *walk) salvage(in *input, why error) bool {
	if !w.give(Cable{}, problem(in.origin.path, why, "its directory, at the end, is missing or damaged (%v); what is whole is read; get a whole copy", why)) {
		return false
	}
	for at := int64(0); at < in.size && !in.budget.spent; {
		if err := w.ctx.Err(); err != nil {
			w.yield(Cable{}, err)
			return false
		}
		m, ok := localMember(in.at, at)
		if !ok {
			if at = nextMember(in.at, at+1, in.size); at < 0 {
				return true
			}
			continue
		}
		next := m.at + m.packed
		if m.packed < 0 { // its size stands behind it: up to the next header
			if next = nextMember(in.at, m.at, in.size); next < 0 {
				next = in.size
			}
			m.packed = next - m.at
		}
		if m.name != "" && m.name[len(m.name)-1] != '/' && !leftOut(m.name) && !w.member(in, m) {
			return false
		}
		at = next
	}
	return true
}

// localMember reads the header of a member.
func localMember(r io.ReaderAt, at int64) (member, bool) {
	head := make([]byte, 30)
	if n, _ := r.ReadAt(head, at); n < len(head) || string(head[:4]) != localHeader {
		return member{}, false
	}
	u16 := func(i int) int { return int(binary.LittleEndian.Uint16(head[i:])) }
	flags := u16(6)
	name := make([]byte, u16(26))
	if n, _ := r.ReadAt(name, at+30); n < len(name) {
		return member{}, false
	}
	m := member{
		name:      string(name),
		method:    uint16(u16(8)),
		encrypted: flags&1 != 0,
		at:        at + 30 + int64(len(name)) + int64(u16(28)),
		sum:       binary.LittleEndian.Uint32(head[14:]),
		packed:    int64(binary.LittleEndian.Uint32(head[18:])),
		size:      int64(binary.LittleEndian.Uint32(head[22:])),
		unsummed:  flags&8 != 0,
	}
	if flags&8 != 0 || m.packed == 1<<32-1 {
		m.packed = -1
	}
	return m, true
}

// nextMember finds the next header of a member; -1 where there is none.
func nextMember(r io.ReaderAt, from, size int64) int64 {
	buf := make([]byte, 64<<10)
	for from < size {
		n, _ := r.ReadAt(buf, from)
		if k := bytes.Index(buf[:n], []byte(localHeader)); k >= 0 {
			return from + int64(k)
		}
		if n < len(localHeader) {
			return -1
		}
		from += int64(n - len(localHeader) + 1)
	}
	return -1
}
