package ui

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"reftel/model"
	"reftel/ui/paint"
)

// wire counts the bytes that each frame costs.
type wire struct{ painter *paint.Painter }

func newWire(width, height int) *wire {
	return &wire{paint.New([]string{"TERM=xterm-256color"}, colorprofile.TrueColor, width, height)}
}

// frame draws the screen of a reader and gives what was sent.
func (w *wire) frame(m *Model) string {
	view := m.View()
	w.painter.Scrolls(m.Moving())
	return string(w.painter.Paint(view))
}

// cost is the sorted number of bytes that each of some keys costs.
func (w *wire) cost(m *Model, times int, keys ...string) []int {
	var out []int
	for i := range times {
		m.press(keys[i%len(keys)])
		sent := w.frame(m)
		if os.Getenv("WIRE") != "" {
			fmt.Printf("%s %d %q\n", keys[i%len(keys)], len(sent), sent)
		}
		out = append(out, len(sent))
	}
	slices.Sort(out)
	return out
}

// long is a collection whose list, outline and text are all longer than the screen.
func long(t testing.TB) *Model {
	cables := []*model.Cable{invented(1, 60)}
	for i := range 200 {
		cables = append(cables, invented(int32(2+i), 3+i%9))
	}
	return reader(t, cables...)
}

// TestBytesOnTheWire holds what the answers to keys may cost, for a cable, an outline and a list longer than the screen.
// With a list beside the text, what scrolls is drawn anew unless the terminal has margins to the left and right.
func TestBytesOnTheWire(t *testing.T) {
	type budget struct{ first, scroll, page, paragraph, focus, move int }
	for _, c := range []struct {
		width, height int
		margins       bool
		most          budget
	}{
		{80, 24, false, budget{2000, 250, 1500, 1000, 2500, 150}}, // at these sizes one pane gives way to another
		{130, 36, false, budget{6000, 1000, 3000, 2000, 4000, 150}},
		{160, 40, false, budget{6000, 2500, 3000, 3000, 300, 150}},
		{200, 60, false, budget{10000, 3500, 4500, 4000, 300, 150}},
		{200, 60, true, budget{10000, 300, 4500, 4000, 300, 150}},
	} {
		t.Run(fmt.Sprintf("%dx%d margins %v", c.width, c.height, c.margins), func(t *testing.T) {
			t.Parallel()
			m := long(t)
			m.size(c.width, c.height)
			w := newWire(c.width, c.height)
			w.painter.Margins = c.margins
			hold := func(what string, most int, got []int) {
				t.Helper()
				p95 := got[len(got)*95/100]
				t.Logf("%-14s median %5d  p95 %5d  most %5d  may %5d", what, got[len(got)/2], p95, got[len(got)-1], most)
				if p95 > most {
					t.Errorf("%s costs %d bytes (p95), may cost %d", what, p95, most)
				}
			}
			hold("first frame", c.most.first, []int{len(w.frame(m))})
			hold("line down", c.most.scroll, w.cost(m, 40, "j"))
			hold("line up", c.most.scroll, w.cost(m, 30, "k"))
			hold("page down", c.most.page, w.cost(m, 8, "space"))
			hold("paragraph", c.most.paragraph, w.cost(m, 12, "["))
			hold("focus", c.most.focus, w.cost(m, 8, "tab"))
			m.press("1")
			w.frame(m)
			hold("move in list", c.most.move, w.cost(m, 100, "j"))
			if sent := w.frame(m); sent != "" {
				t.Errorf("nothing has changed, and it sends %q", sent)
			}
		})
	}
}

// BenchmarkPaint200x60 is a key, its frame, and the bytes of it.
func BenchmarkPaint200x60(b *testing.B) {
	m := long(b)
	m.size(200, 60)
	w := newWire(200, 60)
	w.frame(m)
	keys := []string{"j", "j", "j", "k"}
	for i := 0; b.Loop(); i++ {
		m.press(keys[i%len(keys)])
		w.frame(m)
	}
}
