package remote

import (
	"encoding/base64"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"reftel/model"
	"reftel/model/library"
)

func TestReadsInATerminal(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	e := open(t, h.reader(t), 100, 30, "07VALLETTA3#7")
	e.see("07VALLETTA3").see("7/40").keys("]").see("8/40").keys("12g").see("12/40")
	e.resize(60, 12).see("12/40").resize(130, 40).see("12/40")
	eventually(t, "the window that has grown is filled", func() bool { return strings.Count(strings.TrimRight(e.screen(), "\n"), "\n") > 36 })
	if code := e.keys("Q").leave(); code != exitDone {
		t.Errorf("exit status %d", code)
	}
}

func TestThePlaceIsKeptByKey(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	open(t, h.reader(t), 80, 24, "07VALLETTA3").see("1/40").keys("14g").see("14/40").keys("Q").leave()
	e := open(t, h.reader(t), 80, 24, "07VALLETTA3").see("14/40")

	// Also where the connection breaks, or the server ends.
	e.keys("20g").see("20/40")
	e.session.Close()
	<-e.ended
	var e2 *terminal
	eventually(t, "the place of a broken session is kept", func() bool {
		e2 = open(t, h.reader(t), 80, 24, "07VALLETTA3").see("/40")
		kept := strings.Contains(e2.screen(), "20/40")
		e2.keys("Q").leave()
		return kept
	})
	e = open(t, h.reader(t), 80, 24, "07VALLETTA3").see("20/40").keys("31g").see("31/40")
	h.stop()
	if code := e.leave(); code != exitInterrupted {
		t.Errorf("when the server ends, the exit status is %d", code)
	}
	if !strings.Contains(e.everything(), "the server is ending") {
		t.Error("nobody is told that the server ends")
	}
	shelf := h.shelves.kept[gossh.FingerprintSHA256(h.key.PublicKey())]
	place, ok, err := shelf.Place(t.Context(), library.CardOfKey(model.ID{Year: 2007, Station: "VALLETTA", Serial: 3}))
	if err != nil || !ok || place.Paragraph != 30 {
		t.Errorf("when the server ended, the place kept was %v, %v, %v; want paragraph index 30", place, ok, err)
	}
}

func TestIdleCostsNoBytes(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	e := open(t, h.reader(t), 130, 36, "07VALLETTA3").see("1/40")
	e.keys("j").settled()
	before, frames := e.bytes(), h.count.frames.Load()
	time.Sleep(1200 * time.Millisecond)
	if n := e.bytes() - before; n != 0 {
		t.Errorf("%d bytes came while nobody typed", n)
	}
	if n := h.count.frames.Load() - frames; n != 0 {
		t.Errorf("%d frames were drawn while nobody typed", n)
	}
	e.keys("Q").leave()
}

func TestFramesAreGathered(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	e := open(t, h.reader(t), 100, 30, "07VALLETTA3").see("1/40")
	before := h.count.frames.Load()
	start := time.Now()
	for range 200 {
		e.keys("j")
		time.Sleep(time.Millisecond)
	}
	e.keys("9g").see("9/40")
	most := int64(time.Since(start)/frameEvery) + 3
	if n := h.count.frames.Load() - before; n > most {
		t.Errorf("%d frames in %v; at twenty a second there are %d", n, time.Since(start), most)
	}
	// A hundred steps of the wheel that come together are one frame.
	e.keys("\x0f").see("mouse on")
	time.Sleep(2 * frameEvery)
	before = h.count.frames.Load()
	e.keys(strings.Repeat("\x1b[<65;50;15M", 100))
	time.Sleep(4 * frameEvery)
	if n := h.count.frames.Load() - before; n > 2 {
		t.Errorf("a hundred steps of the wheel are %d frames", n)
	}
	e.keys("Q").leave()
}

func TestCopyingGoesThroughTheTerminal(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	e := open(t, h.reader(t), 100, 30, "07VALLETTA3#7").see("7/40").keys("Y").see("clipboard")
	want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte("07VALLETTA3, ¶7 (C)"))
	eventually(t, "the citation comes as OSC 52", func() bool { return strings.Contains(e.everything(), want) })
	before := e.bytes()
	e.keys("\x0c") // draws everything anew
	eventually(t, "the screen is drawn anew", func() bool { return e.bytes() > before+1000 })
	e.keys("Q").leave()
}

func TestWindowsOfAnySize(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	c := h.reader(t)
	for _, s := range [][2]int{{1, 1}, {0, 0}, {1, 200}, {500, 1}, {3, 2}, {10_000, 10_000}, {1 << 30, 1 << 30}} {
		e := open(t, c, s[0], s[1], "07VALLETTA3")
		eventually(t, fmt.Sprintf("a window of %v is drawn", s), func() bool { return e.bytes() > 20 })
		e.keys("jj]G?").resize(80, 24).see("type to narrow").keys("\x1b").see("/40").resize(s[0], s[1]).keys("kkg")
		if code := e.keys("Q").leave(); code != exitDone {
			t.Errorf("a window of %v ends with %d", s, code)
		}
	}
}

func TestAStormOfResizes(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	e := open(t, h.reader(t), 80, 24, "07VALLETTA3#12").see("12/40")
	before := h.count.frames.Load()
	for i := range 2000 {
		_ = e.session.WindowChange(1+i%90, 1+i*7%300)
	}
	e.resize(90, 28).keys("\x0c").see("12/40")
	if n := h.count.frames.Load() - before; n > 100 {
		t.Errorf("2000 changes of the window are %d frames", n)
	}
	e.keys("Q").leave()
}

// The terminal shows what the reader draws, whatever came before: frames are differences, and none may be missed.
func TestTheScreenIsWhatTheReaderDraws(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	c := h.reader(t)
	e := open(t, c, 110, 32, "07VALLETTA3#5").see("5/40")
	for i, k := range []string{"j", "j", "]", " ", "G", "g", "/harbor\r", "n", "1", "j", "j", "\r", "x", "x", "T", "o", "z", "z", "'", "\x1b", "30g", "b", "u", "h"} {
		e.keys(k)
		time.Sleep(2 * frameEvery)
		if i%6 == 5 {
			e.resize(100+i, 30)
			time.Sleep(2 * frameEvery)
		}
	}
	shown := e.settled().screen()
	before := e.bytes()
	e.keys("\x0c")
	eventually(t, "it is drawn anew", func() bool { return e.bytes() > before })
	if anew := e.settled().screen(); anew != shown {
		t.Errorf("differences showed\n%s\n, drawn anew it is\n%s", shown, anew)
	}
	e.keys("Q").leave()
}

func TestColorsByWhatTheTerminalIs(t *testing.T) {
	t.Parallel()
	h := serve(t, func(c *Config) { c.Theme = "night" })
	c := h.reader(t)
	for want, env := range map[string][]string{"38;5;": nil, "38;2;": {"COLORTERM=truecolor"}, "": {"NO_COLOR=1"}} {
		e := open(t, c, 100, 30, "07VALLETTA3", env...).see("1/40").keys("Q")
		e.leave()
		colored := strings.Contains(e.everything(), "38;")
		if want == "" && colored || want != "" && !strings.Contains(e.everything(), want) {
			t.Errorf("%v: want colors like %q", env, want)
		}
	}
	// One that answers that it is kitty is asked on, and gets all colors and whole frames; one that answers nothing is not.
	e := open(t, c, 100, 30, "07VALLETTA3").see("1/40")
	if strings.Contains(e.everything(), "\x1bP") {
		t.Error("a terminal that is not known is sent a control string")
	}
	e.keys("\x1bP>|kitty(0.40)\x1b\\")
	eventually(t, "it is asked for its colors", func() bool { return strings.Contains(e.everything(), "\x1bP+q") })
	e.keys("\x1b[?2026;2$y\x1bP1+r524742\x1b\\")
	eventually(t, "all colors come", func() bool { return strings.Contains(e.everything(), "38;2;") })
	e.keys("]").see("2/40")
	eventually(t, "frames are marked as such", func() bool { return strings.Contains(e.everything(), "\x1b[?2026h") })
	e.keys("Q").leave()
}

func TestLeanCostsLess(t *testing.T) {
	t.Parallel()
	cost := func(lean bool) (int, string) {
		h := serve(t, func(c *Config) { c.Lean, c.Theme = lean, "night" })
		e := open(t, h.reader(t), 100, 30, "07VALLETTA3", "COLORTERM=truecolor").see("1/40").keys("]").see("2/40").keys(" ").see("%").keys("Q")
		e.leave()
		return e.bytes(), e.everything()
	}
	usual, _ := cost(false)
	lean, all := cost(true)
	if lean >= usual {
		t.Errorf("lean costs %d bytes, usual %d", lean, usual)
	}
	if strings.Contains(all, "38;2;") || strings.Contains(all, "\x1b]2;") || strings.Contains(all, "\x1b[>") && strings.Contains(all, "q\x1b") {
		t.Error("lean sends titles, long colors or questions")
	}
}

// deaf is a connection that can stop to take what comes.
type deaf struct {
	net.Conn
	mu sync.Mutex
}

func (d *deaf) Read(p []byte) (int, error) {
	n, err := d.Conn.Read(p)
	d.mu.Lock()
	defer d.mu.Unlock()
	return n, err
}

// far is a connection over which everything takes a while.
type far struct {
	net.Conn
	delay time.Duration
}

func (f far) Read(p []byte) (int, error) {
	n, err := f.Conn.Read(p)
	if len(p) > 1 { // which it is while the other's version is read
		time.Sleep(f.delay)
	}
	return n, err
}

func TestASlowLineIsDrawnForByItself(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	for delay, want := range map[time.Duration]string{0: "lean=false", 250 * time.Millisecond: "lean=true"} {
		tcp, err := net.Dial("tcp", h.addr)
		if err != nil {
			t.Fatal(err)
		}
		conn, chans, reqs, err := gossh.NewClientConn(far{tcp, delay}, h.addr, &gossh.ClientConfig{Auth: []gossh.AuthMethod{gossh.PublicKeys(h.key)}, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		if err != nil {
			t.Fatal(err)
		}
		e := open(t, gossh.NewClient(conn, chans, reqs), 80, 24, "07VALLETTA3").see("1/40").keys("]").see("2/40")
		if code := e.keys("Q").leave(); code != exitDone {
			t.Errorf("it ends with %d", code)
		}
		conn.Close()
		if !strings.Contains(h.log.String(), want) {
			t.Errorf("with %v more to each round trip the log does not say %s", delay, want)
		}
	}
}

func TestAClientThatTakesNothingHoldsOneFrame(t *testing.T) {
	t.Parallel()
	h := serve(t, nil)
	tcp, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	d := &deaf{Conn: tcp}
	conn, chans, reqs, err := gossh.NewClientConn(d, h.addr, &gossh.ClientConfig{Auth: []gossh.AuthMethod{gossh.PublicKeys(h.key)}, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	e := open(t, gossh.NewClient(conn, chans, reqs), 120, 40, "07VALLETTA3").see("1/40")
	d.mu.Lock()
	var last int64
	for still := 0; still < 8; { // until many keys bring no frame
		e.keys("x\x0c")
		time.Sleep(100 * time.Millisecond)
		if n := h.count.frames.Load(); n == last {
			still++
		} else {
			last, still = n, 0
		}
	}
	sent := h.count.frameBytes.Load()
	e.keys("33g")
	open(t, h.reader(t), 80, 24, "07VALLETTA2").see("1/40").keys("Q").leave() // others are served meanwhile
	if sent > 3*aheadUsually {
		t.Errorf("%d bytes are sent to someone who takes none", sent)
	}
	d.mu.Unlock()
	e.see("33/40") // the newest frame
	if code := e.keys("Q").leave(); code != exitDone {
		t.Errorf("it ends with %d", code)
	}
}

// Whatever way sessions end, nothing of them stays.
func TestEverythingIsGivenBack(t *testing.T) {
	h := serve(t, nil)
	open(t, h.reader(t), 80, 24, "07VALLETTA3").see("1/40").keys("Q").leave()
	settle := func() int {
		n := runtime.NumGoroutine()
		for range 100 {
			time.Sleep(20 * time.Millisecond)
			m := runtime.NumGoroutine()
			if m >= n {
				return m
			}
			n = m
		}
		return n
	}
	before := settle()
	for i := range 60 {
		c, err := h.dial("", gossh.PublicKeys(h.key))
		if err != nil {
			t.Fatal(err)
		}
		s, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		_ = s.RequestPty("xterm", 24, 80, nil)
		in, _ := s.StdinPipe()
		out, _ := s.StdoutPipe()
		_ = s.Shell()
		if i%3 > 0 {
			_, _ = out.Read(make([]byte, 100))
		}
		_, _ = in.Write([]byte(strings.Repeat("jjjj]", i*20)))
		if i%5 == 0 {
			_ = s.WindowChange(i+1, i+1)
			_ = s.WindowChange(i+2, i+2)
		}
		c.Conn.Close()
	}
	eventually(t, "all seats are free", func() bool { return h.seats.taken() == 0 })
	eventually(t, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before+2 })
	h.door.mu.Lock()
	defer h.door.mu.Unlock()
	if h.door.waiting != 0 || len(h.door.pending) != 0 {
		t.Errorf("%d connections are still counted as logging in: %v", h.door.waiting, h.door.pending)
	}
}
