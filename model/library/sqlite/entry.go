package sqlite

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

// entryMark is the first byte of an entry. Entries of the first archives are compressed, and begin as zstd does.
const entryMark = 1

// packEntry gives what the archive keeps of an entry. It is not compressed: that took a tenth of an import, for a
// twentieth of the archive.
func packEntry(c *model.Cable) []byte {
	return seal(appendEntry(append(make([]byte, 0, 1024), entryMark), c))
}

// unpackEntry reads it back; scratch is memory that may be used, and is given back.
func unpackEntry(data, scratch []byte, decoder *zstd.Decoder) (library.Entry, []byte, error) {
	var err error
	if len(data) == 0 || data[0] != entryMark {
		if scratch, err = decoder.DecodeAll(data, scratch[:0]); err != nil {
			return library.Entry{}, scratch, err
		}
		e, err := entryOf(scratch)
		return e, scratch, err
	}
	if data, err = unseal(data); err != nil {
		return library.Entry{}, scratch, err
	}
	e, err := entryOf(data[1:])
	return e, scratch, err
}

// appendEntry writes what a list shows of a cable. Versions and Hit are not part of it: they are known only when asked.
func appendEntry(b []byte, c *model.Cable) []byte {
	title, official := c.Title()
	w := writer{b}
	w.int(int64(c.ID.Year))
	w.text(c.ID.Station)
	w.int(int64(c.ID.Serial))
	w.uint(uint64(c.ID.Form))
	w.text(c.ID.Suffix)
	if c.ID.Zero() {
		w.text(string(library.CardOf(c)))
	}
	w.text(c.Source.Path.String())
	w.flag(!c.Created.IsZero())
	w.int(c.Created.Unix())
	w.text(c.Classification.Written)
	w.uint(uint64(c.Classification.Level))
	w.uint(uint64(len(c.Classification.Controls)))
	for _, control := range c.Classification.Controls {
		w.text(string(control))
	}
	w.text(c.Origin.String())
	w.text(title.String())
	w.flag(!official)
	w.uint(uint64(c.Summary.Origin))
	w.uint(uint64(len(c.Paragraphs)))
	w.flag(c.Partial)
	w.uint(uint64(len(c.Diagnostics)))
	w.text(head(c.Summary.Text.String(), library.SummaryLength))
	return w.b
}

// entryOf reads it back. Its texts were clean when they were written, but the file may have been changed by others.
func entryOf(b []byte) (library.Entry, error) {
	r := reader{b: b}
	var e library.Entry
	e.ID.Year = int16(r.int())
	e.ID.Station = safe.Of(r.text()).String()
	e.ID.Serial = int32(r.int())
	e.ID.Form = model.IDForm(r.uint())
	e.ID.Suffix = safe.Of(r.text()).String()
	if e.ID.Zero() {
		e.Card = library.Card(r.text())
	} else {
		e.Card = library.CardOfKey(e.ID)
	}
	e.Name = safe.Of(r.text())
	dated, created := r.flag(), r.int()
	if dated {
		e.Created = time.Unix(created, 0).UTC()
	}
	e.Classification.Written = safe.Of(r.text()).String()
	e.Classification.Level = model.Level(r.uint())
	for range min(r.uint(), 16) {
		e.Classification.Controls = append(e.Classification.Controls, model.Control(safe.Of(r.text()).String()))
	}
	e.Origin = safe.Of(r.text())
	e.Title = safe.Of(r.text())
	e.TitleMade = r.flag()
	e.SummaryOrigin = model.SummaryOrigin(r.uint())
	e.Paragraphs = int(r.uint())
	e.Partial = r.flag()
	e.Diagnostics = int(r.uint())
	e.Summary = safe.TextOf(r.text())
	return e, r.err
}

// appendAbout writes what was known of a cable from outside.
func appendAbout(b []byte, a *library.About) []byte {
	w := writer{b}
	w.text(a.Path)
	w.text(string(a.Format))
	w.int(a.Offset)
	w.flag(a.Part)
	w.text(a.ID)
	w.text(a.Created)
	w.text(a.Origin)
	w.text(a.Classification)
	w.flag(a.References != nil)
	w.uint(uint64(len(a.References)))
	for _, s := range a.References {
		w.text(s)
	}
	return w.b
}

func aboutOf(b []byte) (library.About, error) {
	r := reader{b: b}
	a := library.About{Path: r.text(), Format: model.Format(r.text()), Offset: r.int(), Part: r.flag(), ID: r.text(), Created: r.text(), Origin: r.text(), Classification: r.text()}
	known, n := r.flag(), r.uint()
	if known {
		a.References = []string{}
	}
	for range min(n, uint64(len(r.b))) {
		a.References = append(a.References, r.text())
	}
	return a, r.err
}

// head is at most n bytes of s, cut before a character and, where one is near, behind a word.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndexAny(s[:n], " \n"); i > n-40 && i > 0 {
		n = i
	}
	return s[:n]
}
