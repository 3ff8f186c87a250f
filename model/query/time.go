package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// period is a day, a month or a year: [from, to).
type period struct {
	from, to time.Time
	text     string // as it is written: "2005-02"
}

// parsePeriod reads "2005", "2005-02" or "2005-02-07"; slashes and single digits are taken too.
func parsePeriod(s string) (period, string) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' })
	if len(parts) == 0 || len(parts) > 3 || len(s) > 10 {
		return period{}, "a time is a year, a month or a day, as in 2005, 2005-02 or 2005-02-07"
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 {
			return period{}, "a time is a year, a month or a day, as in 2005, 2005-02 or 2005-02-07"
		}
		n[i] = v
	}
	year, month, day := n[0], time.Month(n[1]), n[2]
	switch {
	case len(parts[0]) != 4 || year == 0:
		return period{}, "a year is written with four digits"
	case len(parts) > 1 && (month < 1 || month > 12):
		return period{}, fmt.Sprintf("there is no month %d", int(month))
	case len(parts) > 2 && (day < 1 || day > time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()):
		return period{}, fmt.Sprintf("%s %d has no day %d", month, year, day)
	}
	switch len(parts) {
	case 1:
		from := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		return period{from, from.AddDate(1, 0, 0), fmt.Sprintf("%04d", year)}, ""
	case 2:
		from := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
		return period{from, from.AddDate(0, 1, 0), fmt.Sprintf("%04d-%02d", year, month)}, ""
	}
	from := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return period{from, from.AddDate(0, 0, 1), fmt.Sprintf("%04d-%02d-%02d", year, month, day)}, ""
}

// setTime reads the value of a field of time: a period, or two with ".." between them, either of which may be missing.
// What it gives is what is wrong with it, or nothing.
func (f *Field) setTime(value string) string {
	first, last, ranged := strings.Cut(value, "..")
	if !ranged {
		p, why := f.period(value)
		if why != "" {
			return why
		}
		f.Value = p.text
		switch {
		case f.Name == FieldAfter:
			f.From = p.from
		case f.Name == FieldBefore:
			f.To = p.from
		case f.Op == Less:
			f.To = p.from
		case f.Op == LessOrEqual:
			f.To = p.to
		case f.Op == Greater:
			f.From = p.to
		case f.Op == GreaterOrEqual:
			f.From = p.from
		default:
			f.From, f.To = p.from, p.to
		}
		return ""
	}
	if f.Op != Equal || f.Name == FieldAfter || f.Name == FieldBefore {
		return fmt.Sprintf("a range stands alone, as in sent:%s", value)
	}
	if first == "" && last == "" {
		return "a range has a beginning or an end, as in 2005..2007"
	}
	var a, b period
	var why string
	if first != "" {
		if a, why = f.period(first); why != "" {
			return why
		}
		f.From = a.from
	}
	if last != "" {
		if b, why = f.period(last); why != "" {
			return why
		}
		f.To = b.to
	}
	if first != "" && last != "" && !f.From.Before(f.To) {
		return fmt.Sprintf("the range ends before it begins: %s..%s", b.text, a.text)
	}
	f.Value = a.text + ".." + b.text
	return ""
}

// period is what one time means to a field; a year field takes nothing smaller.
func (f *Field) period(s string) (period, string) {
	p, why := parsePeriod(s)
	if why == "" && f.Name == FieldYear && len(p.text) > 4 {
		why = fmt.Sprintf("a year is meant; for months and days use sent:%s", p.text)
	}
	return p, why
}
