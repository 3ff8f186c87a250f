package ui

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"reftel/model"
	"reftel/model/export"
)

// portion is what of a cable is written or handed on.
type portion uint8

// The portions: the whole cable, the paragraph that is read, the marked paragraphs.
const (
	wholeCable portion = iota
	thisParagraph
	markedParagraphs
	portions
)

// portionName is a portion in words.
func (m *Model) portionName(p portion) string {
	switch p {
	case thisParagraph:
		return "this paragraph"
	case markedParagraphs:
		n := len(m.desk.marks)
		if n == 1 {
			return "the marked paragraph"
		}
		return itoa(n) + " marked paragraphs"
	}
	return "the cable"
}

// nextPortion is the next one that there is something of.
func (m *Model) nextPortion(p portion, by int) portion {
	p = portion((int(p) + by + int(portions)) % int(portions))
	if p == markedParagraphs && len(m.desk.marks) == 0 {
		return m.nextPortion(p, by)
	}
	return p
}

// excerpt is the cable with only the paragraphs of a portion.
func (m *Model) excerpt(p portion) *model.Cable {
	switch p {
	case thisParagraph:
		at := m.text.Cursor()
		return only(m.cable, func(i model.ParagraphIndex) bool { return i == at })
	case markedParagraphs:
		marked := m.desk.marks
		return only(m.cable, func(i model.ParagraphIndex) bool { return marked[i] })
	}
	return m.cable
}

// only is a cable with some of its paragraphs and the sections that these stand in.
func only(c *model.Cable, keep func(model.ParagraphIndex) bool) *model.Cable {
	out := *c
	out.Paragraphs, out.Sections, out.Spans = nil, nil, nil
	out.Summary = model.Summary{}
	out.Partial = true
	section := model.SectionIndex(-1)
	for i := range c.Paragraphs {
		if !keep(model.ParagraphIndex(i)) {
			continue
		}
		p := c.Paragraphs[i]
		if int(p.Section) < len(c.Sections) {
			if p.Section != section {
				section = p.Section
				s := c.Sections[section]
				s.First = model.ParagraphIndex(len(out.Paragraphs))
				out.Sections = append(out.Sections, s)
			}
			out.Sections[len(out.Sections)-1].Last = model.ParagraphIndex(len(out.Paragraphs))
			p.Section = model.SectionIndex(len(out.Sections) - 1)
		}
		out.Paragraphs = append(out.Paragraphs, p)
	}
	return &out
}

// fileName is what a portion is called as a file, unless the reader thinks of another name.
func (m *Model) fileName(p portion) string {
	base := m.cable.ID.String()
	if base == "" {
		base = strings.TrimSuffix(filepath.Base(m.cable.Source.Path.String()), filepath.Ext(m.cable.Source.Path.String()))
	}
	base = strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == ':' || r == 0 {
			return '-'
		}
		return r
	}, base)
	if strings.Trim(base, ".-") == "" {
		base = "cable"
	}
	switch p {
	case thisParagraph:
		label := itoa(int(m.text.Cursor()) + 1)
		if n := m.cable.Paragraphs[m.text.Cursor()].Number; n > 0 {
			label = itoa(int(n))
		}
		base += "-" + label
	case markedParagraphs:
		base += "-marked"
	}
	return base + ".txt"
}

// askWrite asks for the file to write to; the arrows choose what is written.
func (m *Model) askWrite() {
	p := wholeCable
	ask := &prompt{}
	show := func() { ask.label = "write " + m.portionName(p) + " to: " }
	ask.text = m.fileName(p)
	show()
	ask.turn = func(by int) {
		suggested := ask.text == m.fileName(p)
		if p = m.nextPortion(p, by); suggested {
			ask.put(m.fileName(p), len(m.fileName(p)))
		}
		show()
	}
	ask.hint = func() string { return "up, down: another part of it   .txt .md .json .html .csv" }
	ask.complete = func(text string, at int) (string, int) {
		done := completeFile(text[:at])
		return done + text[at:], len(done)
	}
	ask.done = func(path string) tea.Cmd { m.writeTo(path, p); return nil }
	m.prompt = ask
}

// write writes the cable to a file.
func (m *Model) write(path string) { m.writeTo(path, wholeCable) }

// formats are the forms of files, by the end of their names.
var formats = map[string]export.Format{".txt": export.Text, ".md": export.Markdown, ".json": export.JSON, ".jsonl": export.JSONL, ".html": export.HTML, ".csv": export.CSV}

// writeTo writes a portion of the cable to a file. A file that is there is only replaced after a question.
func (m *Model) writeTo(path string, p portion) {
	path = strings.TrimSpace(path)
	if path == "" {
		m.message = "nothing was written: a file needs a name"
		return
	}
	path = home(path)
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		path = filepath.Join(path, m.fileName(p))
		info, err = os.Stat(path)
	}
	format, ok := formats[strings.ToLower(filepath.Ext(path))]
	if !ok {
		m.message = "nothing was written: the end of the name says the form, which is .txt, .md, .json, .html or .csv"
		return
	}
	c, what := m.excerpt(p), m.portionName(p)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		m.message = "nothing was written: " + err.Error()
	case err == nil && !info.Mode().IsRegular():
		m.message = "nothing was written: " + path + " is no ordinary file"
	case err == nil:
		m.prompt = &prompt{label: path + " is there, with " + itoa(int(info.Size())) + " bytes. Replace it? y n ", one: true, done: func(answer string) tea.Cmd {
			if answer != "y" && answer != "Y" {
				m.message = "nothing was written: " + path + " stays as it was"
				return nil
			}
			m.say(replace(path, info.Mode().Perm(), c, format), what, path)
			return nil
		}}
	default:
		m.say(create(path, c, format), what, path)
	}
}

// say tells what came of writing.
func (m *Model) say(err error, what, path string) {
	if err != nil {
		m.message = "nothing was written: " + err.Error()
		return
	}
	m.message = what + " written to " + path
}

// create writes a new file, and takes it away again if that fails. One that appeared meanwhile is not touched.
func create(path string, c *model.Cable, format export.Format) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s", filepath.Dir(path))
	}
	if err != nil {
		return err
	}
	if err := finish(f, c, format); err != nil {
		_ = os.Remove(path)
		return err
	}
	return nil
}

// replace writes a file beside the one that is there, and then puts it in its place: at no time is there half of one.
func replace(path string, mode fs.FileMode, c *model.Cable, format export.Format) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".reftel-")
	if err != nil {
		return err
	}
	err = finish(f, c, format)
	if err == nil {
		err = os.Chmod(f.Name(), mode)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// finish writes a cable and closes the file.
func finish(f *os.File, c *model.Cable, format export.Format) error {
	err := writeCable(f, c, format)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func writeCable(w io.Writer, c *model.Cable, format export.Format) error {
	out := export.New(w, format)
	if err := out.Write(c); err != nil {
		return err
	}
	return out.Close()
}

// home puts the reader's home folder in the place of a tilde.
func home(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if dir, err := os.UserHomeDir(); err == nil {
			return filepath.Join(dir, rest)
		}
	}
	return path
}

// fileNames lists files and folders that begin with what was typed, at most most.
func fileNames(typed string, most int) []string {
	dir, base := filepath.Split(typed)
	entries, err := os.ReadDir(cmp(home(dir), "."))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		n := e.Name()
		if !strings.HasPrefix(n, base) || strings.HasPrefix(n, ".") && base == "" {
			continue
		}
		if e.IsDir() {
			n += "/"
		}
		if out = append(out, dir+n); len(out) == most {
			break
		}
	}
	slices.Sort(out)
	return out
}

func cmp(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// completeFile is what all files have in common that begin with what was typed.
func completeFile(typed string) string {
	all := fileNames(typed, 1000)
	if len(all) == 0 {
		return typed
	}
	common := all[0]
	for _, s := range all[1:] {
		for !strings.HasPrefix(s, common) {
			common = common[:len(common)-1]
		}
	}
	return common
}
