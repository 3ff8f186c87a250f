package remote

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"reftel/model/library/memory"
	"reftel/ui"
)

func reading0(b *testing.B) *ui.Model {
	m, err := ui.New(ui.Config{Library: cables(b, 30), Shelf: memory.NewShelf(), Remote: true, Open: 2})
	if err != nil {
		b.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	return m
}

// A key costs the server this much, and its frame that.
func BenchmarkKey(b *testing.B) {
	m := reading0(b)
	var k keyboard
	keys := k.feed([]byte("jk"), false)
	for i := 0; b.Loop(); i++ {
		m.Update(keys[i%2])
	}
}

func BenchmarkFrame(b *testing.B) {
	m := reading0(b)
	p := newPainter([]string{"TERM=xterm-256color"}, colorprofile.ANSI256, size{120, 40}, false)
	var k keyboard
	keys := k.feed([]byte(strings.Repeat("j", 60)+strings.Repeat("k", 60)), false)
	bytes := 0
	for i := 0; b.Loop(); i++ {
		m.Update(keys[i%len(keys)])
		bytes += len(p.paint(m))
	}
	b.ReportMetric(float64(bytes)/float64(b.N), "B/frame")
}
