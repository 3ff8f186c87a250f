package parser

import (
	"strings"
	"time"

	"reftel/model"
)

// date is a point in Zulu time, if there is such a day.
func date(year, month, day, hour, minute int) (time.Time, bool) {
	if year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, 0, 0, time.UTC)
	return t, t.Day() == day
}

// createdLayouts are the ways in which containers write the date of a cable.
var createdLayouts = [...]string{"2006-01-02 15:04", "1/2/2006 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006 January 2, 15:04", "2006-01-02", "02 Jan 2006", "02-Jan-2006", "1/2/2006"}

// created reads the date that a container gives.
func created(s string) (time.Time, bool) {
	s = squeeze(s)
	if s == "" {
		return time.Time{}, false
	}
	if i := strings.IndexByte(s, '('); i > 0 {
		s = strings.TrimSpace(s[:i])
	}
	for _, layout := range createdLayouts {
		if !sameStart(layout, s) {
			continue
		}
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	if len(s) > 11 {
		for _, layout := range createdLayouts[6:8] {
			if t, err := time.Parse(layout, s[:11]); err == nil {
				return t.UTC(), true
			}
		}
	}
	return time.Time{}, false
}

// sameStart tells whether the same sign stands behind the digits that a layout and a date begin with. Of a layout that
// cannot fit, package time makes a long error.
func sameStart(layout, s string) bool {
	n := digits(s)
	return n < len(s) && s[n] == layout[digits(layout)]
}

// day finds the first date written in figures in s: 02/10/2015, 2015/02/10, 6/3/08, 12-29-13.
func day(s string) (time.Time, bool) {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		n := digits(s[i:])
		a, j := number(s[i:]), i+n
		if j+1 < len(s) && (s[j] == '/' || s[j] == '-' || s[j] == '.') && isDigit(s[j+1]) {
			sep := s[j]
			m := digits(s[j+1:])
			b, k := number(s[j+1:]), j+1+m
			if k+1 < len(s) && s[k] == sep && isDigit(s[k+1]) {
				o := digits(s[k+1:])
				c := number(s[k+1:])
				if n == 4 {
					if t, ok := date(a, b, c, 0, 0); ok {
						return t, true
					}
				} else if n <= 2 && (o == 2 || o == 4) {
					year := c
					if o == 2 {
						year = declassYear(c)
					}
					if t, ok := date(year, a, b, 0, 0); ok {
						return t, true
					}
					if t, ok := date(year, b, a, 0, 0); ok {
						return t, true
					}
				}
				j = k + 1 + o
			}
		}
		i = j
	}
	return wordedDay(s)
}

// wordedDay finds the first date with its month in letters in s: 10 FEB 2015, February 10, 2015.
func wordedDay(s string) (time.Time, bool) {
	for i := 0; i+2 < len(s); i++ {
		if i > 0 && isAlpha(s[i-1]) {
			continue
		}
		w := firstWord(s[i:])
		m := month(w)
		if m == 0 || len(w) > 3 && !isMonth(w) {
			i += max(0, len(w)-1)
			continue
		}
		j := i + len(w)
		for j < len(s) && (s[j] == '.' || s[j] == ',' || isSpace(s[j])) {
			j++
		}
		d := digits(s[j:])
		day, year := number(s[j:]), 0
		switch {
		case d == 4: // the day stands before it
			k := i
			for k > 0 && isSpace(s[k-1]) {
				k--
			}
			e := k
			for k > 0 && isDigit(s[k-1]) {
				k--
			}
			day, year = number(s[k:e]), day
		case d == 1 || d == 2:
			k := j + d
			for k < len(s) && (s[k] == ',' || isSpace(s[k])) {
				k++
			}
			if digits(s[k:]) == 4 {
				year = number(s[k:])
			}
		}
		if t, ok := date(year, m, day, 0, 0); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

// declassYear is the year of a declassification date written with two digits; those lie in the future of the cable.
func declassYear(yy int) int {
	if yy >= 80 {
		return 1900 + yy
	}
	return 2000 + yy
}

// identity settles identifier, year, date and origin from what container, text and file name say.
func (p *parser) identity() {
	c := p.c
	named := p.named
	station := canonicalStation(p.station)
	switch {
	case !named.Zero() && p.year == 0:
		p.year = int(named.Year)
	case p.year == 0 && !c.Created.IsZero():
		p.year = c.Created.Year()
	}
	switch {
	case p.about.ID != "" && !named.Zero():
		c.ID = named
	case station != "" && p.year != 0:
		c.ID = model.ID{Year: int16(p.year), Station: station, Serial: int32(p.serial)}
		if p.telegram && p.year < 1980 {
			c.ID.Form = model.FormLong
		}
		// The same cable under the name of its file: NARA cuts stations, and that name is the one people know.
		if named.Serial == c.ID.Serial && named.Year == c.ID.Year {
			c.ID = named
		}
	case !named.Zero():
		c.ID = named
	}
	if fixed := canonicalID(c.ID); fixed != c.ID && !c.ID.Zero() {
		if named.String() == c.ID.String() {
			p.note(IdentifierFixed, 0, 0, c.ID.String()+" read as "+fixed.String())
		}
		c.ID = fixed
	}
	if p.year == 0 && !c.ID.Zero() {
		p.year = int(c.ID.Year)
	}
	if c.Origin.Empty() {
		name := p.station
		if station == "" {
			station, name = canonicalStation(c.ID.Station), c.ID.Station
		}
		if station != "" {
			c.Origin = p.field(origin(station, name))
		}
	}
}

// nameID is the identifier that a file's name gives: "08TRIPOLI564.txt", "seed-05ALMATY538.txt".
func nameID(path string) model.ID {
	base := path[strings.LastIndexAny(path, `/\!`)+1:]
	for range 2 {
		if i := strings.LastIndexByte(base, '.'); i > 0 {
			base = base[:i]
		}
	}
	for {
		if id, ok := readID(base); ok {
			return id
		}
		i := strings.IndexAny(base, "-_ +")
		if i < 0 {
			return model.ID{}
		}
		if id, ok := readID(base[:i]); ok {
			return id
		}
		base = base[i+1:]
	}
}
