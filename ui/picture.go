package ui

import (
	"fmt"
	"html"
	"image/color"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// Cell size of a picture, in pixels.
const (
	cellWidth  = 8.4
	cellHeight = 18
)

// Picture writes the screen of a reader at a size as SVG, after keys were pressed, one a character.
func Picture(w io.Writer, m *Model, width, height int, keys string) error {
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	for _, r := range keys {
		k := tea.Key{Code: r, Text: string(r)}
		if r == '\n' {
			k = tea.Key{Code: tea.KeyEnter}
		}
		m.Update(tea.KeyPressMsg(k))
	}
	m.previewed = m.lib.at(m.list.Cursor())
	screen := uv.NewScreenBuffer(width, height)
	uv.NewStyledString(m.View().Content).Draw(screen, screen.Bounds())
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" font-family="Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`+"\n",
		float64(width)*cellWidth+16, height*cellHeight+16)
	b.WriteString(`<rect width="100%" height="100%" rx="6" fill="#1b1e24"/>` + "\n")
	for y := range height {
		for x := 0; x < width; {
			c := screen.CellAt(x, y)
			if c == nil || c.Width == 0 {
				x++
				continue
			}
			text, style, start := "", c.Style, x
			for x < width {
				n := screen.CellAt(x, y)
				if n == nil || n.Width == 0 || !n.Style.Equal(&style) {
					break
				}
				text += n.Content
				x += n.Width
			}
			span(&b, text, style, start, y, x-start)
		}
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// span draws cells of one style.
func span(b *strings.Builder, text string, s uv.Style, x, y, width int) {
	fg, bg := hex(s.Fg, "#d6d8dc"), hex(s.Bg, "")
	if s.Attrs&uv.AttrReverse != 0 {
		if bg == "" {
			bg = "#1b1e24"
		}
		fg, bg = bg, fg
	}
	left, top := 8+float64(x)*cellWidth, 8+y*cellHeight
	if bg != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, top, float64(width)*cellWidth, cellHeight, bg)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	extra := ""
	if s.Attrs&uv.AttrBold != 0 {
		extra += ` font-weight="bold"`
	}
	if s.Underline != 0 {
		extra += ` text-decoration="underline"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" xml:space="preserve" textLength="%.1f" fill="%s"%s>%s</text>`+"\n", left, top+13, float64(width)*cellWidth, fg, extra, html.EscapeString(text))
}

// hex is a colour as SVG writes it.
func hex(c color.Color, none string) string {
	if c == nil {
		return none
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
