package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"reftel/model"
	"reftel/parser"
)

// chunk is how much of a stream is read at once. Cables are given as parts of it.
const chunk = 1 << 20

// firstChunk is how much is read at first of a stream of which nobody knows how long it is: most members of archives are
// one cable.
const firstChunk = 32 << 10

// splitter finds where one cable ends and the next begins.
type splitter interface {
	// format is that of the cables; empty where the parser finds out.
	format() model.Format

	// next gives the end of the cable that record begins with, which is where the next one begins; -1 where that is
	// not in record. Then it also gives from where to look on when there is more of it. All before from has been
	// looked at; whole says that no more will come.
	next(record []byte, from int, whole bool) (end, resume int)

	// several tells that each cable is one of several even where it is alone: that the file's name is not its own.
	several() bool

	// wrong says what is wrong with a cable that is kept all the same; empty where nothing is.
	wrong(record []byte) string

	// resyncs tells whether a next cable can be found behind one that is too long.
	resyncs() bool
}

// split takes in an input from its beginning to its end, cable by cable.
func (w *walk) split(in *input, s splitter) bool {
	o := in.origin
	o.format = s.format()
	p := &pieces{w: w, o: o, s: s, line: 1}
	buf, eof := in.data, in.data != nil
	start, scan := 0, 0 // of the cable in buf; what of it was looked at
	var failed error
	for {
		end, resume := s.next(buf[start:], scan, eof)
		if end > 0 && start+end < len(buf) {
			if !p.give(buf[start:start+end], true) {
				return false
			}
			start, scan = start+end, 0
			continue
		}
		if eof {
			break
		}
		scan = resume
		// What is one cable for certain need not be read to know that it is too long.
		hopeless := in.size > MaxCable && p.count == 0 && len(buf) >= 4*ahead && !s.resyncs()
		if len(buf)-start > MaxCable || hopeless {
			if !p.tooLong() {
				return false
			}
			if !s.resyncs() {
				return true
			}
			drop := max(0, scan-1) // what was looked at, but for the byte that may end a line
			p.offset += int64(drop)
			p.line += int64(bytes.Count(buf[start:start+drop], newline))
			start += drop
			scan -= drop
		}
		if len(buf) == cap(buf) {
			size := in.size
			if buf == nil && size <= 0 {
				size = firstChunk
			}
			buf, start = grown(buf[start:], size), 0
		}
		n, err := in.r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			eof = true
			if err != io.EOF {
				failed = err
			}
		} else if e := w.ctx.Err(); e != nil {
			eof, failed = true, e
		}
	}
	if !p.rest(buf[start:]) {
		return false
	}
	if failed != nil {
		if e := w.ctx.Err(); e != nil {
			w.yield(Cable{}, e)
			return false
		}
		return w.problem(o.path, shortened(failed))
	}
	return true
}

var newline = []byte("\n")

// grown is a new buffer that begins with what is left of an old one, which may still be looked at by others.
func grown(left []byte, size int64) []byte {
	room := chunk
	if size > 0 && size < chunk {
		room = int(size) + 1
	}
	if 2*len(left) > room {
		room = min(2*len(left), max(len(left)+chunk, MaxCable+64<<10))
	}
	return append(make([]byte, 0, max(room, len(left)+1)), left...)
}

// pieces gives the cables that an input is split into.
type pieces struct {
	w       *walk
	o       *origin
	s       splitter
	offset  int64
	line    int64
	count   int64
	skipped bool // what is at offset is the end of a cable that was too long
}

// give gives a cable; part says that it is not alone.
func (p *pieces) give(record []byte, part bool) bool {
	at, line := p.offset, p.line
	p.offset += int64(len(record))
	p.line += int64(bytes.Count(record, newline))
	if p.skipped {
		p.skipped = false
		return true
	}
	p.count++
	wrong := p.s.wrong(record)
	if wrong == notRecord {
		return true
	}
	if wrong == lead {
		return p.w.give(Cable{}, problem(atLine(p.o.path, line), nil, "%d bytes before the first row are no row of a cable; they are left out", len(record)))
	}
	place := Place{origin: p.o, offset: at, size: int32(len(record)), part: part || p.s.several()}
	if !p.w.give(Cable{Received: record[:len(record):len(record)], About: place.About(), Place: place, Line: line}, nil) {
		return false
	}
	if wrong != "" {
		return p.w.give(Cable{}, problem(atLine(p.o.path, line), nil, "%s", keptAsDamaged(p.o.format, wrong, p.count)))
	}
	return true
}

// keptAsDamaged says what is wrong with a cable that is kept all the same, and which one it is.
func keptAsDamaged(format model.Format, wrong string, number int64) string {
	what := "row"
	if format == model.FormatJSON {
		what = "object"
	}
	return fmt.Sprintf("%s (%s %d kept as damaged)", wrong, what, number)
}

// rest gives what is left at the end.
func (p *pieces) rest(record []byte) bool {
	if p.skipped {
		return true
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(record, []byte("\ufeff")))) == 0 {
		if p.count > 0 {
			return true
		}
		return p.w.give(Cable{}, problem(p.o.path, nil, "empty; there is nothing to read in it"))
	}
	return p.give(record, p.count > 0)
}

// tooLong reports a cable that is too long, once.
func (p *pieces) tooLong() bool {
	if p.skipped {
		return true
	}
	p.skipped = true
	size := p.o.size
	if p.count > 0 || p.offset > 0 || p.s.resyncs() {
		return p.w.give(Cable{}, problem(atLine(p.o.path, p.line), errTooLong, "more than the %d MiB that one cable may have; it is left out", MaxCable>>20))
	}
	if size == 0 {
		size = -1
	}
	return p.w.give(Cable{}, tooLarge(p.o.path, size))
}

var errTooLong = errors.New("too long for a cable")

// What wrong may say of bytes that are no cable.
const (
	notRecord = "\x00nothing"
	lead      = "\x00lead"
)

// single is one cable, whatever it holds.
type single struct{ of model.Format }

func (s *single) format() model.Format { return s.of }
func (*single) next(record []byte, _ int, _ bool) (end, resume int) {
	return -1, len(record)
}
func (*single) several() bool       { return false }
func (*single) wrong([]byte) string { return "" }
func (*single) resyncs() bool       { return false }

// rows are those of the dump. A row goes up to the next one, whatever its quotes say, so that a damaged row costs
// that row and not its neighbors.
type rows struct{ begun bool }

func (*rows) format() model.Format { return model.FormatCSV }

func (r *rows) next(record []byte, from int, whole bool) (end, resume int) {
	from = max(from, 1)
	if at := nextRow(record, from, !r.begun, whole); at > 0 {
		r.begun = true
		return at, 0
	}
	return -1, max(from, len(record)-parser.LongestRowStart)
}

func (*rows) several() bool { return true }

func (*rows) wrong(record []byte) string { return rowProblem(record) }

func (*rows) resyncs() bool { return true }

// rowProblem says what is wrong with what lies between the beginnings of two rows.
func rowProblem(record []byte) string {
	if !parser.IsRow(record) {
		if len(bytes.Trim(record, "\ufeff\r\n")) == 0 {
			return notRecord
		}
		return lead
	}
	_, _, wrong := parser.RowFields(record)
	return wrong
}
