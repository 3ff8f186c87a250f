package ui

import (
	"bytes"
	"fmt"
	"os"
	"reftel/model"
	"slices"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
)

// wire is the renderer of the program without its clock: it counts the bytes that each frame costs.
type wire struct {
	out    bytes.Buffer
	screen *uv.TerminalRenderer
	cells  uv.ScreenBuffer
}

func newWire(width, height int) *wire {
	w := &wire{cells: uv.NewScreenBuffer(width, height)}
	w.screen = uv.NewTerminalRenderer(&w.out, []string{"TERM=xterm-256color"})
	w.screen.SetColorProfile(colorprofile.TrueColor)
	w.screen.SetFullscreen(true)
	w.screen.SetRelativeCursor(false)
	w.screen.SetScrollOptim(true)
	w.screen.SetTabStops(width)
	w.screen.SetBackspace(true)
	w.screen.Resize(width, height)
	w.screen.Erase()
	return w
}

// frame draws the screen of a reader and gives what was sent.
func (w *wire) frame(m *Model) string {
	w.cells.Clear()
	uv.NewStyledString(m.View().Content).Draw(w.cells, w.cells.Bounds())
	w.screen.Render(w.cells.RenderBuffer)
	_ = w.screen.Flush()
	sent := w.out.String()
	w.out.Reset()
	return sent
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

// TestBytesOnTheWire holds what the answers to keys may cost, for a long cable in a long list.
func TestBytesOnTheWire(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {130, 36}, {160, 40}, {200, 60}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			m := long(t)
			m.size(size[0], size[1])
			w := newWire(size[0], size[1])
			first := len(w.frame(m))
			p := func(name string, b []int) {
				t.Logf("%-10s median %5d  p95 %5d  most %5d", name, b[len(b)/2], b[len(b)*95/100], b[len(b)-1])
			}
			t.Logf("first      %d", first)
			p("scroll", w.cost(m, 60, "j"))
			p("scroll up", w.cost(m, 40, "k"))
			p("page", w.cost(m, 8, "space"))
			p("paragraph", w.cost(m, 20, "["))
			p("focus", w.cost(m, 12, "tab"))
			m.press("1")
			w.frame(m)
			p("list", w.cost(m, 60, "j"))
		})
	}
}
