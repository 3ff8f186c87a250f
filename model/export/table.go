package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"reftel/model"
)

// column is one column of the table of metadata. The names are part of the public format.
type column struct {
	name string
	of   func(*model.Cable) string
}

// listSeparator parts the entries of one cell.
const listSeparator = "; "

// columns are the columns in their order. New ones go to the end.
var columns = []column{
	{"id", func(c *model.Cable) string { return c.ID.String() }},
	{"created", func(c *model.Cable) string {
		if c.Created.IsZero() {
			return ""
		}
		return c.Created.UTC().Format(time.RFC3339)
	}},
	{"origin", func(c *model.Cable) string { return c.Origin.String() }},
	{"classification", func(c *model.Cable) string { return c.Classification.Full() }},
	{"captions", func(c *model.Cable) string { return strings.Join(lines(c.Captions), listSeparator) }},
	{"subject", func(c *model.Cable) string { return c.Subject.String() }},
	{"tags", func(c *model.Cable) string { return strings.Join(lines(c.TAGS), listSeparator) }},
	{"terms", func(c *model.Cable) string { return strings.Join(lines(c.Terms), listSeparator) }},
	{"references", func(c *model.Cable) string {
		var ids []string
		for i := range c.References {
			if id := c.References[i].ID.String(); id != "" {
				ids = append(ids, id)
			}
		}
		return strings.Join(ids, listSeparator)
	}},
	{"precedence", func(c *model.Cable) string {
		var words []string
		for _, p := range c.Precedence {
			words = append(words, p.String())
		}
		return strings.Join(words, listSeparator)
	}},
	{"from", func(c *model.Cable) string { return c.From.Name.String() }},
	{"to", func(c *model.Cable) string { return strings.Join(names(c.To), listSeparator) }},
	{"info", func(c *model.Cable) string { return strings.Join(names(c.Info), listSeparator) }},
	{"executive_order", func(c *model.Cable) string { return c.ExecutiveOrder.String() }},
	{"declassify_on", func(c *model.Cable) string {
		if c.DeclassifyOn.IsZero() {
			return ""
		}
		return c.DeclassifyOn.Format(time.DateOnly)
	}},
	{"classified_by", func(c *model.Cable) string {
		if c.ClassifiedBy == nil {
			return ""
		}
		return c.ClassifiedBy.Name.String()
	}},
	{"reasons", func(c *model.Cable) string {
		if c.ClassifiedBy == nil {
			return ""
		}
		return strings.Join(lines(c.ClassifiedBy.Reasons), listSeparator)
	}},
	{"signed_by", func(c *model.Cable) string { return c.SignedBy.String() }},
	{"partial", func(c *model.Cable) string { return strconv.FormatBool(c.Partial) }},
	{"paragraphs", func(c *model.Cable) string { return strconv.Itoa(len(c.Paragraphs)) }},
	{"characters", func(c *model.Cable) string {
		n := 0
		for i := range c.Paragraphs {
			n += utf8.RuneCountInString(c.Paragraphs[i].Text.String())
		}
		return strconv.Itoa(n)
	}},
	{"diagnostics", func(c *model.Cable) string { return strconv.Itoa(len(c.Diagnostics)) }},
	{"path", func(c *model.Cable) string { return c.Source.Path.String() }},
	{"format", func(c *model.Cable) string { return string(c.Source.Format) }},
}

// Columns are the names of the columns of CSV, in their order.
func Columns() []string {
	out := make([]string, 0, len(columns))
	for _, c := range columns {
		out = append(out, c.name)
	}
	return out
}

// table writes the metadata of cables as CSV (RFC 4180): a row with the names of the columns, a row for each cable, lines
// that end in CR LF.
type table struct {
	rows  *csv.Writer
	cells []string
}

func newTable(w io.Writer) *table {
	t := &table{rows: csv.NewWriter(w), cells: make([]string, len(columns))}
	t.rows.UseCRLF = true
	return t
}

func (t *table) begin() error { return t.rows.Write(Columns()) }

func (t *table) write(c *model.Cable) error {
	for i := range columns {
		t.cells[i] = cell(columns[i].of(c))
	}
	return t.rows.Write(t.cells)
}

func (t *table) flush() error {
	t.rows.Flush()
	return t.rows.Error()
}

// cell is a value as a spreadsheet may open it: one that it would take for a formula has an apostrophe before it.
func cell(s string) string {
	for _, sign := range [...]string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return "'" + s
		}
	}
	return s
}
