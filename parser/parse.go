package parser

import (
	"strconv"
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// Container is what the file or record around a cable says of it. What it does not say is empty.
type Container struct {
	Path           string       // as the user named it; may be hostile
	Format         model.Format // empty: find out
	Offset         int64
	Part           bool // one of several in its file, which therefore does not lend it its name
	ID             string
	Created        string
	Origin         string
	Classification string
	References     []string
	Columns        []string // of a list: what its fields are called
}

// parser is the state of reading one cable.
type parser struct {
	scratch

	c     *model.Cable
	about Container

	s       string // the working text
	runs    []run  // where it was received; nil where it is the bytes received
	outside []mark // elements of received bytes that no working text stands for
	lines   []line
	marks   []mark

	run, out int   // positions within runs and outside while spans are made
	done     int32 // received bytes that have a span

	named      model.ID // the identifier that container or file name give
	year       int      // of the cable; 0 while unknown
	station    string   // as on the classification line
	serial     int
	posted     string        // station and serial number as they stand on the classification line
	level      model.Marking // of the classification line
	page       model.Marking // of the page heads of a telegram
	day        string        // of a telegram, as an archive gives it
	debrisSeen bool          // lines of the dump's columns or of the header stood in the top matter
	zny        model.Level   // that the header's ZNY line gives
	markdown   bool          // was converted to Markdown
	telegram   bool          // has the page heads of before 2002
	quoted     bool          // lines end in the blanks of quoted-printable
	stamped    bool          // stamps of declassification stand inside lines
	relayed    bool          // the relay put its caption into the text again
	fields     int           // fields recognised
	known      *exported     // what the container says of the cable's top, which the text then does not have
	refs       []refText

	buf []byte // text of the paragraphs, one after another
	cut bool   // a page break stands since the last line of text
}

// Parse reads one cable. It never fails: what it cannot place stays in the cable as unplaced text, with diagnostics.
// The result keeps received; the caller must not change it afterwards.
func Parse(received []byte, about Container) *model.Cable {
	c := &model.Cable{Received: received}
	p := desks.Get().(*parser)
	p.reset(c, about)
	c.Source = model.Source{Path: p.field(about.Path), Offset: about.Offset}
	p.unwrap()
	p.container()
	p.scan()
	p.reading()
	p.release()
	return c
}

// reading runs the grammars over the lines and settles what they found.
func (p *parser) reading() {
	p.furnish()
	start := 0
	if p.known != nil {
		p.furnished(p.known)
	} else {
		start = p.top(p.header())
		p.again(start)
	}
	p.identity()
	p.references()
	p.body(start)
	p.classify()
	p.summary()
	p.titles()
	p.unrecognised()
	p.apostropheCommas()
	p.tile()
	p.place()
	p.placeDiagnostics()
	if p.c.Replaced > 0 {
		p.c.Diagnostics = append(p.c.Diagnostics, model.Diagnostic{Kind: CharacterReplaced, Line: 1, Message: safe.Of("characters that cannot be shown were replaced")})
	}
}

// apostropheCommas counts the commas that stand where apostrophes were, "Duvalier,s". They are reported and left:
// a reader may want them mended, the received text does not.
func (p *parser) apostropheCommas() {
	n, first := 0, 0
	for at := 0; ; {
		i := strings.Index(p.s[at:], ",s ")
		if i < 0 {
			break
		}
		i += at
		at = i + 3
		if i > 1 && isLower(p.s[i-1]) && isLower(p.s[i-2]) {
			if n == 0 {
				first = i
			}
			n++
		}
	}
	if n > 0 {
		p.note(ApostropheComma, first, first+1, strconv.Itoa(n)+" commas that look like apostrophes")
	}
}

// container takes over what the container says.
func (p *parser) container() {
	a, c := &p.about, p.c
	if id, ok := namedID(a.ID); ok {
		p.named = id
	} else {
		a.ID = ""
		if !a.Part {
			p.named = nameID(a.Path)
		}
	}
	if t, ok := created(a.Created); ok {
		c.Created = t
	}
	if t, ok := created(p.day); ok && c.Created.IsZero() {
		p.year = t.Year()
	}
	c.Origin = p.field(a.Origin)
	c.Classification = banner(a.Classification)
}

// namedID reads the identifier that a container gives, if it gives one.
func namedID(s string) (model.ID, bool) {
	if s == "" {
		return model.ID{}, false
	}
	return readID(s)
}

// field makes one line of text showable.
func (p *parser) field(s string) safe.Line {
	l, hits := safe.CleanLine(squeeze(s))
	p.c.Replaced += hits
	return l
}

// place turns the working offsets of paragraphs and sections into received ones.
func (p *parser) place() {
	for i := range p.c.Paragraphs {
		s := &p.c.Paragraphs[i].Span
		a, b := p.received(int(s.Start), false), p.received(int(s.End), true)
		s.Start, s.End, s.Element = int32(a), int32(max(a, b)), model.ElementText
	}
	for i := range p.c.Sections {
		s := &p.c.Sections[i].Span
		if s.End == 0 {
			continue
		}
		a, b := p.received(int(s.Start), false), p.received(int(s.End), true)
		s.Start, s.End, s.Element = int32(a), int32(max(a, b)), model.ElementHeading
	}
}

// classify settles the banner from the classification line, captions and page heads, where no container gives it.
func (p *parser) classify() {
	c := p.c
	if c.Classification.Level != model.LevelNone {
		return
	}
	m := p.level
	if m.Level == model.LevelNone {
		m = p.page
	}
	if m.Level == model.LevelNone {
		m.Level = p.zny
	}
	for _, caption := range c.Captions {
		switch s := caption.String(); {
		case s == "NOFORN" && m.Level.Classified():
			m.Controls = noForn
		case m.Level == model.LevelUnclassified && (s == "SENSITIVE" || s == "FOUO" || s == "FOR OFFICIAL USE ONLY" || strings.HasPrefix(s, "SENSITIVE BUT")):
			m.Level, m.Controls = model.LevelSensitive, official
		}
	}
	if m.Level == model.LevelUnclassified && p.sensitive() {
		m.Level, m.Controls = model.LevelSensitive, official
	}
	m.Written = ""
	c.Classification = m
}

// sensitive tells whether most of the marked paragraphs are sensitive but unclassified, which the captions then left out.
func (p *parser) sensitive() bool {
	marked, sensitive := 0, 0
	for i := range p.c.Paragraphs {
		switch p.c.Paragraphs[i].Mark.Level {
		case model.LevelNone:
		case model.LevelSensitive:
			sensitive++
			fallthrough
		default:
			marked++
		}
	}
	return sensitive*2 > marked
}

// banners keeps the highest marking of the page heads.
func (p *parser) banners(s string) {
	if m := banner(s); m.Above(p.page) {
		p.page = m
	}
}
