package source

import (
	"bytes"
	"errors"
	"io"
	"runtime"

	"reftel/model"
	"reftel/parser"
)

// The dump is read in stretches, several at once.
const (
	stretch      = 2 << 20
	firstStretch = 128 << 10 // that the first rows are there soon; each is twice the one before, up to stretch
	stretchAhead = 64 << 10  // read beyond a stretch at first, for the end of its last row
	mostReaders  = 4
)

// stretchRows are the rows that begin in one stretch of the dump.
type stretchRows struct {
	data   []byte // from the first of them, or from the stretch's beginning where there is none
	offset int64  // of data
	rows   []rowAt
	lines  int64 // line feeds in the stretch
	before int64 // of these, before data
	err    error
}

// rowAt is a row in the data of a stretch.
type rowAt struct {
	start, end int
	wrong      string
}

// dump takes in the rows of a file. Since a row can be told by its form wherever one begins to read, stretches of the
// file are read and taken apart at the same time, and given in order.
func (w *walk) dump(in *input) bool {
	o := in.origin
	o.format = model.FormatCSV
	workers := min(runtime.GOMAXPROCS(0), mostReaders)
	turns := make(chan chan *stretchRows, workers)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(turns)
		length := int64(firstStretch)
		for at := in.from; at < in.size; {
			turn := make(chan *stretchRows, 1)
			select {
			case turns <- turn:
			case <-stop:
				return
			}
			go func(at, length int64) { turn <- readStretch(in.at, at, length, in.size) }(at, length)
			at += length
			length = min(2*length, stretch)
		}
	}()
	line, count := int64(1)+linesBefore(in.at, in.from), int64(0)
	for turn := range turns {
		s := <-turn
		row, counted := line+s.before, 0
		for _, r := range s.rows {
			row += int64(bytes.Count(s.data[counted:r.start], newline))
			counted = r.start
			switch r.wrong {
			case notRecord:
				continue
			case lead:
				if !w.give(Cable{}, problem(atLine(o.path, row), nil, "%d bytes before the first row are no row of a cable; they are left out", r.end-r.start)) {
					return false
				}
				continue
			}
			count++
			place := Place{origin: o, offset: s.offset + int64(r.start), size: int32(r.end - r.start), part: true}
			if !w.give(Cable{Received: s.data[r.start:r.end:r.end], About: place.About(), Place: place, Line: row}, nil) {
				return false
			}
			if r.wrong != "" && !w.give(Cable{}, problem(atLine(o.path, row), nil, "%s", keptAsDamaged(o.format, r.wrong, count))) {
				return false
			}
		}
		if errors.Is(s.err, errTooLong) {
			row += int64(bytes.Count(s.data[counted:], newline))
			if !w.give(Cable{}, problem(atLine(o.path, row), errTooLong, "more than the %d MiB that one cable may have; it is left out", MaxCable>>20)) {
				return false
			}
		} else if s.err != nil {
			return w.problem(o.path, shortened(s.err))
		}
		line += s.lines
	}
	if err := w.ctx.Err(); err != nil {
		w.yield(Cable{}, err)
		return false
	}
	return true
}

// linesBefore counts the line feeds before an offset, so that problems behind it are told with their lines.
func linesBefore(r io.ReaderAt, offset int64) int64 {
	lines := int64(0)
	buf := make([]byte, min(offset, stretch))
	for at := int64(0); at < offset; {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), offset-at)], at)
		lines += int64(bytes.Count(buf[:n], newline))
		if at += int64(n); err != nil {
			break
		}
	}
	return lines
}

// readStretch reads the rows that begin in the stretch of some length at an offset. The last of them is read to its end. What lies
// before the first row of the file counts as one of the first stretch, whose form says that it is none.
func readStretch(r io.ReaderAt, at, length, size int64) *stretchRows {
	s := &stretchRows{}
	from := max(0, at-1) // with the byte before, which may end a line
	to := min(size, at+length+min(length, stretchAhead)+parser.LongestRowStart)
	buf := make([]byte, to-from, to-from+1)
	n, err := r.ReadAt(buf, from)
	buf = buf[:n]
	if err != nil && (err != io.EOF || from+int64(n) < to) {
		s.err = err
		if err == io.EOF { // it has become shorter since its size was taken
			s.err = io.ErrUnexpectedEOF
		}
		size = from + int64(n)
	}
	if len(buf) < int(at-from) {
		return s
	}
	here := min(len(buf), int(at+length-from)) // what begins before it is ours
	s.lines = int64(bytes.Count(buf[at-from:here], newline))
	whole := from+int64(len(buf)) == size
	first := nextRow(buf, int(at-from), at == 0, whole)
	if at == 0 {
		first = 0
	}
	if first < 0 || first >= here {
		return s
	}
	s.before = int64(bytes.Count(buf[at-from:first], newline))
	for start := first; ; {
		end := nextRow(buf, start+1, at == 0, whole)
		if end < 0 && !whole { // the row goes on behind what was read
			var to int64
			if to, err = rowEnd(r, from+int64(len(buf)-parser.LongestRowStart), from+int64(start), size); err != nil {
				s.err = err
				s.data, s.offset = buf[first:start:start], from+int64(first)
				return s
			}
			have := len(buf)
			end = int(to - from)
			if buf = append(buf, make([]byte, max(0, end-have))...); end > have {
				if n, err := r.ReadAt(buf[have:], from+int64(have)); n < end-have {
					buf, end, s.err = buf[:have+n], have+n, err
				}
			}
		}
		if end < 0 {
			end = len(buf)
		}
		s.rows = append(s.rows, rowAt{start - first, end - first, rowProblem(buf[start:end])})
		if start = end; start >= here || start == len(buf) {
			s.data, s.offset = buf[first:start:start], from+int64(first)
			return s
		}
	}
}

// rowEnd finds where the row that begins at start ends, looking on from an offset, without keeping what it passes.
func rowEnd(r io.ReaderAt, from, start, size int64) (int64, error) {
	buf := make([]byte, 4*stretchAhead)
	for {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-from)], from)
		if err != nil && (err != io.EOF || from+int64(n) < size) {
			return 0, err
		}
		whole := from+int64(n) >= size
		at := nextRow(buf[:n], 1, false, whole)
		switch {
		case at >= 0 && from+int64(at)-start <= MaxCable:
			return from + int64(at), nil
		case at >= 0 || from+int64(n)-start > MaxCable:
			return 0, errTooLong
		case whole:
			return size, nil
		}
		from += int64(n - parser.LongestRowStart - 1) // with the byte before, which may end a line
	}
}
