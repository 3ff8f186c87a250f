package source

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/iotest"
)

// taken is what a splitter makes of some bytes.
type taken struct {
	cables   []Cable
	problems []*Problem
}

// takeApart reads bytes through a splitter, as a stream that comes in small pieces or as a whole.
func takeApart(t *testing.T, data []byte, s splitter, stream bool) taken {
	t.Helper()
	var got taken
	w := &walk{ctx: context.Background(), set: Open(nil, Options{}), yield: func(c Cable, err error) bool {
		var p *Problem
		switch {
		case err == nil:
			got.cables = append(got.cables, c)
		case errors.As(err, &p):
			got.problems = append(got.problems, p)
		default:
			t.Fatal(err)
		}
		return true
	}}
	in := &input{origin: &origin{path: "a"}, budget: &budget{}}
	if stream {
		in.r = iotest.HalfReader(bytes.NewReader(data))
	} else {
		in.data = data
	}
	if !w.split(in, s) {
		t.Fatal("it ended early")
	}
	return got
}

// tiled fails where cables are not the bytes of the input in order, without a gap but for those that skip allows.
func tiled(t *testing.T, data []byte, cables []Cable, skip func([]byte) bool) {
	t.Helper()
	at := int64(0)
	for i, c := range cables {
		from := c.Place.offset
		if from < at || from > at && !skip(data[at:from]) {
			t.Fatalf("cable %d is at %d, want %d", i, from, at)
		}
		to := from + int64(len(c.Received))
		if to > int64(len(data)) || !bytes.Equal(c.Received, data[from:to]) {
			t.Fatalf("cable %d is not what stands at %d", i, from)
		}
		at = to
	}
	if rest := data[at:]; !skip(rest) {
		t.Fatalf("%d bytes at the end belong to no cable: %.60q", len(rest), rest)
	}
}

func blank(b []byte) bool {
	return len(bytes.TrimSpace(bytes.ReplaceAll(b, []byte("\ufeff"), nil))) == 0
}

const oneRow = "\"1\",\"2/10/2005 4:05\",\"05ALMATY7\",\"Embassy\",\"SECRET\",\"\",\"h\",\"b\"\n"

// FuzzRows holds that each byte of a dump belongs to one row, in order, or is reported, and that it is the same whether
// it comes as a stream or is read in stretches of any length.
func FuzzRows(f *testing.F) {
	f.Add([]byte(oneRow+oneRow), uint8(3))
	f.Add([]byte("head\n"+oneRow+"\"2\",\"1/1/2005 1:01\",\"x"), uint8(1))
	f.Add([]byte("\ufeff"+oneRow+"\"2\",\"1/1/2005 1:01\",\"\"\"\\\"\"\n\n"+oneRow), uint8(90))
	f.Fuzz(func(t *testing.T, data []byte, length uint8) {
		whole := takeApart(t, data, &rows{}, false)
		streamed := takeApart(t, data, &rows{}, true)
		reported := func(b []byte) bool { return len(whole.problems) > 0 || blank(b) }
		tiled(t, data, whole.cables, reported)
		tiled(t, data, streamed.cables, reported)
		if len(streamed.cables) != len(whole.cables) {
			t.Fatalf("%d rows as a stream, %d as a whole", len(streamed.cables), len(whole.cables))
		}
		// In stretches.
		var starts []int64
		size := int64(len(data))
		long := 4 + int64(length) // so that a byte order mark lies within one
		for at := int64(0); at < size; at += long {
			s := readStretch(bytes.NewReader(data), at, long, size)
			if s.err != nil {
				t.Fatal(s.err)
			}
			for _, r := range s.rows {
				if r.wrong != lead && r.wrong != notRecord {
					starts = append(starts, s.offset+int64(r.start))
				}
				from := s.offset + int64(r.start)
				if !bytes.Equal(s.data[r.start:r.end], data[from:from+int64(r.end-r.start)]) {
					t.Fatalf("the row at %d is not what stands there", from)
				}
			}
		}
		if len(starts) != len(whole.cables) {
			t.Fatalf("%d rows in stretches, %d as a whole", len(starts), len(whole.cables))
		}
		for i, c := range whole.cables {
			if c.Place.offset != starts[i] {
				t.Fatalf("row %d is at %d in stretches, at %d as a whole", i, starts[i], c.Place.offset)
			}
		}
	})
}

// FuzzSplit holds that nothing of a mailbox, of JSON objects, of texts is lost where they are taken apart, and that it is
// the same whether they come as a stream or as a whole.
func FuzzSplit(f *testing.F) {
	f.Add([]byte("From a Thu Nov 25 01:02:28 2026\nSubject: a\n\nb\n\nFrom b Thu Nov 25 01:02:28 2026\n\nc\n"))
	f.Add([]byte(`[{"a":"}\"","b":[{}]}, {"c":1}` + "\n]"))
	f.Add([]byte("{\"a\":\"cut\n{\"b\":1}\n"))
	f.Add([]byte("VZCZC1\nDE RUEHAA #0001/01 0500618\n\na\n\nVZCZC2\nDE RUEHAA #0002/01 0500618\n\nb\n"))
	f.Add([]byte("Message Text\n\na\n\nMessage Attributes\n\nA: b\n\nMessage Text\n\nc\n"))
	f.Add([]byte("<html>a</html>\n<!DOCTYPE html><html>b"))
	f.Add([]byte("05ALMATY1\nA\n2005-01-01\nSECRET\nEmbassy\n\na\n05ALMATY2\nA\n2005-01-01\nSECRET\nEmbassy\n"))
	f.Add([]byte("SECRET\nPAGE 01 STATE 256541\n\na\nNNNN\n\nSECRET\nPAGE 01 STATE 256542\n\nb\nNNNN"))
	f.Add([]byte("Wednesday, 11 April 2007, 03:43\nSECRET\na\nWednesday, 12 April 2007, 03:43\nUNCLAS\nb"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for name, make := range map[string]func() splitter{
			"mail":  func() splitter { return newMailbox(data) },
			"JSON":  func() splitter { return &objects{} },
			"texts": func() splitter { return &texts{} },
		} {
			whole := takeApart(t, data, make(), false)
			streamed := takeApart(t, data, make(), true)
			tiled(t, data, whole.cables, blank)
			tiled(t, data, streamed.cables, blank)
			if len(whole.cables) != len(streamed.cables) {
				t.Fatalf("%s: %d cables as a whole, %d as a stream", name, len(whole.cables), len(streamed.cables))
			}
			for i := range whole.cables {
				if whole.cables[i].Place != (Place{whole.cables[i].Place.origin, streamed.cables[i].Place.offset, streamed.cables[i].Place.size, streamed.cables[i].Place.part}) {
					t.Fatalf("%s: cable %d differs as a stream", name, i)
				}
			}
		}
		takeApart(t, data, &list{origin: &origin{}}, true)
	})
}

// FuzzSniff holds that telling what a file is, and opening it, never panics.
func FuzzSniff(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Add([]byte("BZh9"))
	f.Add([]byte("\xfd7zXZ\x00\x00\x04"))
	f.Add([]byte("\x28\xb5\x2f\xfd"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add(bytes.Repeat([]byte("ustar"), 60))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := &walk{ctx: context.Background(), set: Open(nil, Options{Keep: true}), yield: func(c Cable, err error) bool {
			if err == nil {
				_, _ = c.Place.Read(context.Background())
			}
			return true
		}}
		defer w.set.Close()
		k := &kept{}
		_, _ = k.Write(data)
		o := &origin{path: "a", once: true, kept: k}
		w.take(&input{origin: o, r: bytes.NewReader(data), at: bytes.NewReader(data), size: int64(len(data)), data: append([]byte{}, data...), budget: &budget{in: int64(len(data))}})
		w.stream(&origin{path: "b", once: true}, iotest.HalfReader(bytes.NewReader(data)), &budget{in: int64(len(data))}, 0)
	})
}
