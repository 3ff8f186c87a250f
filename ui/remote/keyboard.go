package remote

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// Bounds of what a terminal may send in one go.
const (
	mostSequence = 4 << 10  // an escape sequence; a longer one is no answer to anything we ask
	mostPaste    = 64 << 10 // a paste; what is longer is cut
)

// escapeWait is how long an escape waits for the rest of its sequence. Lines over which bytes come in pieces are slow.
const escapeWait = 50 * time.Millisecond

// keyboard makes messages of what a terminal sends. Unlike the reader of Bubble Tea it holds a bounded number of bytes
// whatever comes, and gives what came together as one batch, so that one frame answers it.
type keyboard struct {
	decoder uv.EventDecoder
	buf     []byte
	paste   []byte
	pasting bool
}

// batch is what was typed together.
type batch []tea.Msg

// feed takes bytes and gives what they mean. Where expired is set, nothing more belongs to what is held back.
func (k *keyboard) feed(p []byte, expired bool) batch {
	k.buf = append(k.buf, p...)
	var out batch
	b := k.buf
	for len(b) > 0 {
		if b[0] >= 0xc0 && !utf8.FullRune(b) && !expired {
			break
		}
		n, event := k.decoder.Decode(b)
		if n <= 0 {
			n = 1
		}
		if n == len(b) && !expired && n < mostSequence && unfinished(b, event) {
			break // the rest may come yet
		}
		k.take(b[:n], event, &out)
		b = b[n:]
	}
	k.buf = append(k.buf[:0], b...)
	return out
}

// unfinished tells whether more may belong to what stands at the end.
func unfinished(b []byte, event uv.Event) bool {
	if _, unknown := event.(uv.UnknownEvent); unknown {
		return true
	}
	if len(b) == 2 && b[0] == 0x1b {
		return strings.IndexByte("[OP]_^X", b[1]) >= 0
	}
	return b[len(b)-1] == 0x1b // alone, or the first half of what ends a string
}

// take takes one event.
func (k *keyboard) take(raw []byte, event uv.Event, out *batch) {
	switch e := event.(type) {
	case uv.PasteStartEvent:
		k.pasting, k.paste = true, k.paste[:0]
		return
	case uv.PasteEndEvent:
		if k.pasting {
			*out = append(*out, tea.PasteMsg{Content: string(k.paste)})
		}
		k.pasting, k.paste = false, nil
		return
	case uv.KeyPressEvent:
		if !k.pasting {
			*out = append(*out, tea.KeyPressMsg(e))
			return
		}
		if len(k.paste)+len(raw) <= mostPaste {
			if e.Code == uv.KeyEnter {
				raw = []byte{'\n'}
			}
			k.paste = append(k.paste, raw...)
		}
		return
	}
	if k.pasting {
		return
	}
	switch e := event.(type) {
	case uv.MouseClickEvent:
		*out = append(*out, tea.MouseClickMsg(e))
	case uv.MouseReleaseEvent:
		*out = append(*out, tea.MouseReleaseMsg(e))
	case uv.MouseMotionEvent:
		*out = append(*out, tea.MouseMotionMsg(e))
	case uv.MouseWheelEvent:
		*out = append(*out, tea.MouseWheelMsg(e))
	case uv.BackgroundColorEvent:
		*out = append(*out, tea.BackgroundColorMsg(e))
	case uv.CapabilityEvent:
		*out = append(*out, tea.CapabilityMsg(e))
	case uv.TerminalVersionEvent:
		*out = append(*out, tea.TerminalVersionMsg(e))
	case uv.ModeReportEvent:
		*out = append(*out, tea.ModeReportMsg(e))
	}
}

// waits tells whether something is held back.
func (k *keyboard) waits() bool { return len(k.buf) > 0 }

// listen reads what a terminal sends until it ends, no faster than its limit, and hands it on.
func (k *keyboard) listen(r io.Reader, limit bucket, flood func(bytes int) bool, hand func(batch)) {
	pieces := make(chan []byte)
	taken := make(chan struct{})
	go func() {
		defer close(pieces)
		buf := make([]byte, 1024)
		for {
			n, err := r.Read(buf)
			if n > 0 {
				pieces <- buf[:n]
				<-taken
			}
			if err != nil {
				return
			}
		}
	}()
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	defer timer.Stop()
	for {
		select {
		case p, ok := <-pieces:
			if !ok {
				return
			}
			if limit.take(len(p), time.Now()) {
				if b := k.feed(p, false); len(b) > 0 {
					hand(b)
				}
			} else if !flood(len(p)) { // dropped, and no faster than this
				time.Sleep(50 * time.Millisecond)
			}
			taken <- struct{}{}
			if k.waits() {
				timer.Reset(escapeWait)
			} else {
				timer.Stop()
			}
		case <-timer.C:
			if b := k.feed(nil, true); len(b) > 0 {
				hand(b)
			}
		}
	}
}
