package paint

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
)

// look is a screen of panes: a list, a divider, and a text that scrolls.
type look struct {
	list, text []string
	top, at    int
	words      string
}

// view draws a look: the list with a mark that moves, the text from its top line on, and a line of words below.
func (l look) view(width, height, column int) tea.View {
	var b strings.Builder
	for y := range height - 1 {
		left := l.list[y%len(l.list)]
		if y == l.at%height {
			left = "\x1b[7m" + left + "\x1b[m"
		}
		fill := strings.Repeat(" ", max(column-1-len(l.list[y%len(l.list)]), 0))
		text := ""
		if i := l.top + y; i >= 0 && i < len(l.text) {
			text = l.text[i]
		}
		b.WriteString(left + fill + "│" + text + "\n")
	}
	b.WriteString(l.words)
	return tea.View{Content: b.String(), AltScreen: true}
}

// TestWhatIsPaintedIsWhatShows drives a real terminal emulator through frames that scroll, change and jump, with and
// without margins, and holds its screen against one that was painted at once.
func TestWhatIsPaintedIsWhatShows(t *testing.T) {
	for _, margins := range []bool{false, true} {
		for seed := range uint64(10) {
			r := rand.New(rand.NewPCG(seed, 7))
			width, height := 40+r.IntN(120), 8+r.IntN(40)
			column := 2 + r.IntN(width/2)
			l := look{words: "words"}
			for i := range 6 + r.IntN(60) {
				l.list = append(l.list, fmt.Sprintf("%.*s", column-1, fmt.Sprintf("%d %s", i, strings.Repeat("entry ", r.IntN(4)))))
			}
			for i := range 200 {
				line := strings.Repeat(fmt.Sprintf("line %d \x1b[1mof\x1b[m the text ", i), r.IntN(3))
				if r.IntN(9) == 0 {
					line = "漢字 " + line
				}
				l.text = append(l.text, line)
			}
			p := New([]string{"TERM=xterm-256color"}, colorprofile.TrueColor, width, height)
			p.Margins = margins
			e := vt.NewEmulator(width, height)
			for step := range 25 {
				switch r.IntN(6) {
				case 0:
					l.at++
				case 1:
					l.top = r.IntN(len(l.text))
				case 2:
					l.words = fmt.Sprint("words ", step)
				case 3:
					l.top = max(l.top-1-r.IntN(height), 0)
				default:
					l.top += 1 + r.IntN(3)
				}
				v := l.view(width, height, column)
				p.Scrolls(column, 0, width-column, height-1)
				_, _ = e.Write(p.Paint(v))
				fresh := vt.NewEmulator(width, height)
				_, _ = fresh.Write(New([]string{"TERM=xterm-256color"}, colorprofile.TrueColor, width, height).Paint(v))
				if got, want := e.Render(), fresh.Render(); got != want {
					t.Fatalf("margins %v, seed %d, step %d, %dx%d: the screen shows\n%s\nwant\n%s", margins, seed, step, width, height, got, want)
				}
				_ = fresh.Close()
			}
			_ = e.Close()
		}
	}
}

func TestNothingIsSentWhereNothingHasChanged(t *testing.T) {
	p := New([]string{"TERM=xterm"}, colorprofile.TrueColor, 40, 10)
	v := tea.View{Content: "a\nb", AltScreen: true}
	if len(p.Paint(v)) == 0 {
		t.Error("the first frame is empty")
	}
	if sent := p.Paint(v); len(sent) > 0 {
		t.Errorf("it sends %q", sent)
	}
}

func TestTheEndTakesBackWhatTheBeginningSet(t *testing.T) {
	p := New([]string{"TERM=xterm"}, colorprofile.TrueColor, 40, 10)
	begun := string(p.Paint(tea.View{Content: "a", AltScreen: true, MouseMode: tea.MouseModeCellMotion, WindowTitle: "reftel"}))
	ended := string(p.End())
	for _, mode := range []string{"?1049", "?2004", "?1002", "?1006"} {
		if !strings.Contains(begun, "\x1b["+mode+"h") || !strings.Contains(ended, "\x1b["+mode+"l") {
			t.Errorf("mode %s is not set and taken back", mode)
		}
	}
	if !strings.Contains(ended, "\x1b[?25h") || !strings.Contains(ended, "\x1b[<1u") {
		t.Errorf("cursor and keyboard stay changed: %q", ended)
	}
	if again := string(p.Paint(tea.View{Content: "a", AltScreen: true})); !strings.Contains(again, "\x1b[?1049h") {
		t.Error("after the end it does not begin anew")
	}
}
