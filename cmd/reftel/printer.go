package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"reftel/model"
	"reftel/model/export"
	"reftel/model/safe"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// printer prints cables and paragraphs in the form that suits where they go.
type printer struct {
	out   *bufio.Writer
	plain bool         // the form that is read aloud
	theme *theme.Theme // nil where nothing is styled
	width int
	count int
}

// textWidth is how long lines of a cable are at most on a terminal.
const textWidth = 72

func (a *app) printer(plain, noColor bool) *printer {
	p := &printer{plain: plain, width: textWidth}
	var to io.Writer = a.stdout
	if f, ok := a.stdout.(*os.File); ok && !plain && a.onTerminal() {
		if w, _, err := term.GetSize(f.Fd()); err == nil && w > 0 {
			p.width = min(w, textWidth)
		}
		colors := colorprofile.NewWriter(f, os.Environ())
		if noColor {
			colors.Profile = min(colors.Profile, colorprofile.ASCII)
		}
		to = colors
		p.theme, _ = theme.New("", theme.Unicode) // the default theme exists
	}
	p.out = bufio.NewWriter(to)
	return p
}

// print prints a cable, or the paragraphs of it that bear a number.
func (p *printer) print(c *model.Cable, number model.ParagraphNumber) error {
	if number == 0 {
		p.separate()
		switch {
		case p.plain:
			export.Speak(p.out, c)
		case p.theme != nil:
			p.styled(c, number)
		default:
			export.Plain(p.out, c)
		}
		return p.flush()
	}
	found := false
	for i := range c.Paragraphs {
		if c.Paragraphs[i].Number != number {
			continue
		}
		found = true
		if p.theme != nil {
			continue
		}
		p.separate()
		if p.plain {
			export.SpeakParagraph(p.out, c, model.ParagraphIndex(i))
		} else {
			export.Paragraph(p.out, &c.Paragraphs[i])
		}
	}
	if !found {
		return missingParagraph(c, number)
	}
	if p.theme != nil {
		p.separate()
		p.styled(c, number)
	}
	return p.flush()
}

func (p *printer) flush() error {
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}

func (p *printer) separate() {
	if p.count > 0 {
		fmt.Fprintln(p.out)
	}
	p.count++
}

// styled prints a cable, or one paragraph of it under its banner, with the roles of the theme.
func (p *printer) styled(c *model.Cable, number model.ParagraphNumber) {
	o := page.Options{Width: p.width}
	if number == 0 {
		for _, f := range export.Head(c) {
			tone := page.TonePlain
			if f.Name == "Subject" {
				tone = page.ToneTitle
			}
			o.Head = append(o.Head, page.HeadLine{Label: safe.Of(f.Name), Text: safe.Of(f.Value), Tone: tone})
		}
	}
	banner := c.Classification.Full()
	if banner != "" {
		fmt.Fprintf(p.out, "%s\n\n", p.theme.Paint(theme.Banner(c.Classification.Level), " "+banner+" "))
	}
	laid := page.Layout(c, o)
	for _, r := range laid.Rows {
		if number != 0 && (r.Blank || laid.Items[r.Item].Kind != page.ItemParagraph || c.Paragraphs[laid.Items[r.Item].Paragraph].Number != number) {
			continue
		}
		if !r.Blank {
			p.row(c, laid, r)
		}
		fmt.Fprintln(p.out)
	}
	if banner != "" && number == 0 {
		fmt.Fprintf(p.out, "\n%s\n", p.theme.Paint(theme.Banner(c.Classification.Level), " "+banner+" "))
	}
}

func (p *printer) row(c *model.Cable, laid *page.Page, r page.Row) {
	it := &laid.Items[r.Item]
	role, before := theme.Text, theme.Label
	switch it.Kind {
	case page.ItemHeading:
		role = theme.Heading
	case page.ItemParagraph:
		before = theme.Mark(c.Paragraphs[it.Paragraph].Mark.Level)
	case page.ItemHead:
		if it.Tone == page.ToneTitle {
			role = theme.Heading
		}
	}
	if r.First && it.Prefix != "" {
		_, _ = p.out.WriteString(p.theme.Paint(before, it.Prefix))
	} else {
		_, _ = p.out.WriteString(strings.Repeat(" ", int(r.Indent)))
	}
	_, _ = p.out.WriteString(p.theme.Paint(role, it.Text[r.Start:r.End]))
}
