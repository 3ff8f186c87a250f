package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"reftel/model"
)

// Format names a form that cables can be written in.
type Format string

// The formats.
const (
	JSON     Format = "json"   // one object; an array where there are several cables
	JSONL    Format = "jsonl"  // an object a line
	Markdown Format = "md"     // a page to be read or printed
	Text     Format = "text"   // the clean text, unwrapped
	HTML     Format = "html"   // one page, to be read in a browser or printed
	CSV      Format = "csv"    // a table of the metadata
	Spoken   Format = "spoken" // the form to be read aloud: every place is said in words
	Received Format = "as-received"
)

// Formats are the names that a user may ask for.
func Formats() []Format {
	return []Format{JSON, JSONL, Markdown, Text, HTML, CSV, Spoken}
}

// ParseFormat reads the name of a format.
func ParseFormat(s string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if string(f) == s {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fmt.Errorf("there is no format %q; there are %s", s, strings.Join(names, ", "))
}

// Writer writes cables, one after the other. What it writes may be shown on a terminal, but for Received.
type Writer struct {
	out    *bufio.Writer
	format Format
	held   []byte // JSON: the first cable, until it is known whether there is a second
	count  int
	page   *page  // HTML
	table  *table // CSV
}

// New makes a writer. Close must be called at the end.
func New(w io.Writer, format Format) *Writer {
	out := &Writer{out: bufio.NewWriterSize(w, 32<<10), format: format}
	switch format {
	case HTML:
		out.page = newPage()
	case CSV:
		out.table = newTable(out.out)
	}
	return out
}

// Write writes one cable.
func (w *Writer) Write(c *model.Cable) error {
	err := w.write(c)
	w.count++
	return err
}

func (w *Writer) write(c *model.Cable) error {
	switch w.format {
	case JSON:
		return w.element(c)
	case JSONL:
		line, err := encode(c, "")
		if err != nil {
			return err
		}
		_, err = w.out.Write(line)
		return err
	case HTML:
		return w.page.write(w.out, c)
	case CSV:
		if w.count == 0 {
			if err := w.table.begin(); err != nil {
				return err
			}
		}
		return w.table.write(c)
	case Received:
		_, err := w.out.Write(c.Received)
		return err
	}
	if w.count > 0 {
		w.separate()
	}
	switch w.format {
	case Markdown:
		markdown(w.out, c)
	case Spoken:
		Speak(w.out, c)
	default:
		Plain(w.out, c)
	}
	return w.out.Flush()
}

// separate divides two cables of a text form.
func (w *Writer) separate() {
	if w.format == Markdown {
		_, _ = w.out.WriteString("\n---\n\n")
		return
	}
	_, _ = w.out.WriteString("\n\n")
}

// element writes a cable as an element of an array that becomes one only with the second cable.
func (w *Writer) element(c *model.Cable) error {
	prefix := ""
	if w.count > 0 {
		prefix = "  "
	}
	object, err := indent(c, prefix)
	if err != nil {
		return err
	}
	switch w.count {
	case 0:
		w.held = object
		return nil
	case 1:
		_, _ = w.out.WriteString("[\n  ")
		_, _ = w.out.WriteString(strings.ReplaceAll(string(w.held), "\n", "\n  ")) // no line feed stands within a JSON string
		w.held = nil
	}
	_, _ = w.out.WriteString(",\n  ")
	_, _ = w.out.Write(object)
	return w.out.Flush()
}

// Close ends the document and writes out what is left.
func (w *Writer) Close() error {
	switch w.format {
	case HTML:
		if err := w.page.end(w.out); err != nil {
			return err
		}
	case CSV:
		if w.count == 0 {
			if err := w.table.begin(); err != nil {
				return err
			}
		}
		if err := w.table.flush(); err != nil {
			return err
		}
	case JSON:
		switch w.count {
		case 0:
			_, _ = w.out.WriteString("[]\n")
		case 1:
			_, _ = w.out.Write(w.held)
			_, _ = w.out.WriteString("\n")
		default:
			_, _ = w.out.WriteString("\n]\n")
		}
	}
	return w.out.Flush()
}
