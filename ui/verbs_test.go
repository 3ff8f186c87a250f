package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model"
	"reftel/model/library/memory"
	"reftel/model/safe"
	"reftel/ui/command"
)

// do presses keys and runs what they ask for, until nothing is left to be run.
func (m *Model) do(t *testing.T, keys ...string) *Model {
	t.Helper()
	for _, k := range keys {
		var msg tea.KeyPressMsg
		switch k {
		case "enter":
			msg.Code = tea.KeyEnter
		case "esc":
			msg.Code = tea.KeyEscape
		case "tab":
			msg.Code = tea.KeyTab
		case "up":
			msg.Code = tea.KeyUp
		case "down":
			msg.Code = tea.KeyDown
		case "left":
			msg.Code = tea.KeyLeft
		case "right":
			msg.Code = tea.KeyRight
		default:
			for _, r := range k {
				_, cmd := m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
				m.ran(cmd)
			}
			continue
		}
		_, cmd := m.Update(msg)
		m.ran(cmd)
	}
	return m
}

// answers are the messages of commands that each reader has asked for.
var answers = map[*Model]chan tea.Msg{}

// ran runs a command; its message waits to be taken.
func (m *Model) ran(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if answers[m] == nil {
		answers[m] = make(chan tea.Msg, 1000)
	}
	in := answers[m]
	go func() { in <- cmd() }()
	m.take(2 * time.Millisecond)
}

// take hands messages back until none comes for a while.
func (m *Model) take(quiet time.Duration) {
	for {
		select {
		case msg := <-answers[m]:
			if all, ok := msg.(tea.BatchMsg); ok {
				for _, c := range all {
					m.ran(c)
				}
				continue
			}
			if msg != nil {
				_, next := m.Update(msg)
				m.ran(next)
			}
		case <-time.After(quiet):
			return
		}
	}
}

// await waits for the command that was handed text.
func (m *Model) await() *Model {
	for range 500 {
		if m.running == nil {
			break
		}
		m.take(10 * time.Millisecond)
	}
	return m
}

func (m *Model) screen() string { return ansi.Strip(m.View().Content) }

func (m *Model) expect(t *testing.T, words string) *Model {
	t.Helper()
	if !strings.Contains(m.screen(), words) {
		t.Errorf("%q is not on the screen:\n%s", words, m.screen())
	}
	return m
}

// worded is a cable whose paragraphs say these words.
func worded(serial int32, words ...string) *model.Cable {
	c := invented(serial, len(words))
	for i, w := range words {
		p := &c.Paragraphs[i]
		p.Text = safe.TextOf(w)
		p.Blocks = []model.Block{{End: int32(p.Text.Len())}}
	}
	return c
}

func TestScrollsUpPastBlankLines(t *testing.T) {
	m := reader(t, invented(1, 20)).size(80, 24)
	m.press("G")
	for range 400 {
		m.press("k")
	}
	if m.text.Percent() != 0 {
		t.Errorf("k stops at %d %%", m.text.Percent())
	}
}

func TestTermsAreSetOffOneByOneAndExplained(t *testing.T) {
	m := reader(t, worded(1, "The DCM met PolOff there.", "See para 1."))
	m.do(t, "}").expect(t, "DCM  abbreviation: deputy chief of mission")
	m.do(t, "}").expect(t, "PolOff")
	m.do(t, "{").expect(t, "DCM  abbreviation")
	m.do(t, "i").expect(t, "Explained")
	if lines := strings.Split(m.screen(), "\n"); !strings.Contains(lines[2], "DCM") {
		t.Errorf("the first that is explained is not the one that is set off: %q", lines[2])
	}
	m.do(t, "esc", "esc")
	if m.term != nil {
		t.Error("esc does not end it")
	}
	m.do(t, "}}}").expectParagraph(t, 2)
	m.do(t, "enter").expectParagraph(t, 1)
	m.do(t, ",").expectParagraph(t, 2)
}

func TestAReferenceInTheTextIsFollowed(t *testing.T) {
	m := reader(t, worded(1, "As REF A says, and 07 VALLETTA 99 does not."), worded(2, "Other words."))
	m.do(t, "}").expect(t, "REF A  07VALLETTA2")
	m.do(t, "enter")
	if m.cable.ID.Serial != 2 {
		t.Fatalf("it leads to %s", m.cable.ID)
	}
	m.do(t, ",")
	m.do(t, "}}").expect(t, "not in this collection")
	m.do(t, "enter").expect(t, "07VALLETTA99 is not in this collection")
	m.do(t, "r", "1")
	if m.cable.ID.Serial != 2 {
		t.Errorf("the digit in the list of references leads to %s", m.cable.ID)
	}
}

func TestTheCommandLineTakesNumbersVerbsAndWhatTheyTake(t *testing.T) {
	m := reader(t, invented(1, 20), invented(2, 3))
	m.do(t, ":12", "enter").expectParagraph(t, 12)
	m.do(t, ":them", "tab", "hi", "tab", "enter").expect(t, "theme high-contrast")
	m.do(t, ":theme nothing", "enter").expect(t, `there is no theme "nothing"`)
	m.do(t, ":go 07VALLETTA2#3", "enter").expectParagraph(t, 3)
	if m.cable.ID.Serial != 2 {
		t.Errorf("it went to %s", m.cable.ID)
	}
	m.do(t, ":go 07VALLETTA77", "enter").expect(t, "07VALLETTA77 is not in this collection")
	m.do(t, ":level all", "enter").expect(t, "all paragraphs")
	m.do(t, ":explain NOFORN", "enter").expect(t, "NOFORN")
	m.do(t, "esc", ":search harbor", "enter").expect(t, "/harbor")
}

func TestChordsWaitForTheirEnd(t *testing.T) {
	keys := command.Default()
	if err := keys.Read("keys", strings.NewReader("g none\ng g top\ng e bottom\nq none\n")); err != nil {
		t.Fatal(err)
	}
	m := with(t, Config{Keys: keys}, invented(1, 40))
	m.do(t, "G", "g").expect(t, "e bottom   g top")
	m.do(t, "g")
	if m.text.Percent() != 0 {
		t.Errorf("g g leads to %d %%", m.text.Percent())
	}
	m.do(t, "gx").expect(t, "g x calls nothing")
	m.do(t, "12g").expectParagraph(t, 12)
	m.do(t, "?").expect(t, "g g")
}

// with opens cables with a configuration.
func with(t *testing.T, c Config, cables ...*model.Cable) *Model {
	t.Helper()
	m := reader(t, cables...)
	c.Library, c.Shelf, c.Now = m.lib.lib, memory.NewShelf(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return m.size(160, 40)
}

func TestWritesToFilesAndNeverOverAFileUnasked(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	m := reader(t, invented(1, 6))
	m.do(t, "w", "enter").expect(t, "the cable written to 07VALLETTA1.txt")
	whole := read(t, "07VALLETTA1.txt")
	if !strings.Contains(whole, "CONFIDENTIAL") || !strings.Contains(whole, "in paragraph 6") {
		t.Errorf("the file says %.200q", whole)
	}
	m.do(t, "3g", "w", "down").expect(t, "write this paragraph to: 07VALLETTA1-3.txt")
	m.do(t, "enter")
	if one := read(t, "07VALLETTA1-3.txt"); strings.Contains(one, "in paragraph 2") || !strings.Contains(one, "in paragraph 3") || !strings.Contains(one, "CONFIDENTIAL") {
		t.Errorf("the paragraph's file says %q", one)
	}
	m.do(t, "m", "5g", "m", "w", "up").expect(t, "write 2 marked paragraphs to: 07VALLETTA1-marked.txt")
	m.do(t, "enter")
	if two := read(t, "07VALLETTA1-marked.txt"); !strings.Contains(two, "in paragraph 3") || !strings.Contains(two, "in paragraph 5") || strings.Contains(two, "in paragraph 4") {
		t.Errorf("the marked paragraphs' file says %q", two)
	}
	if err := errors.Join(os.WriteFile("07VALLETTA1.txt", []byte("mine"), 0o600), os.Chmod("07VALLETTA1.txt", 0o600)); err != nil {
		t.Fatal(err)
	}
	m.do(t, "w", "enter").expect(t, "07VALLETTA1.txt is there, with 4 bytes. Replace it?")
	m.do(t, "n").expect(t, "stays as it was")
	if got := read(t, "07VALLETTA1.txt"); got != "mine" {
		t.Fatalf("it was overwritten: %.40q", got)
	}
	m.do(t, "w", "enter", "y")
	if got := read(t, "07VALLETTA1.txt"); got != whole {
		t.Errorf("it was not replaced: %.40q", got)
	}
	if info, err := os.Stat("07VALLETTA1.txt"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode has changed: %v %v", info.Mode(), err)
	}
	for name, begins := range map[string]string{"a.md": "# 07VALLETTA1", "a.json": "{", "a.html": "<!DOCTYPE html>"} {
		m.do(t, ":write "+name, "enter")
		if got := read(t, name); !strings.HasPrefix(got, begins) {
			t.Errorf("%s begins with %.40q", name, got)
		}
	}
	for name, want := range map[string]string{"a.pdf": "the end of the name says the form", "no/such.txt": "there is no folder no"} {
		m.do(t, ":write "+name, "enter").expect(t, want)
	}
	if err := os.Mkdir("dir", 0o755); err != nil {
		t.Fatal(err)
	}
	m.do(t, ":write dir", "enter").expect(t, filepath.Join("dir", "07VALLETTA1.txt"))
	if left, _ := filepath.Glob(".reftel-*"); len(left) > 0 {
		t.Errorf("it leaves %q", left)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHandsTextToCommandsAndTellsHowTheyEnd(t *testing.T) {
	m := reader(t, invented(1, 6))
	m.do(t, "|", "grep -c paragraph", "enter").await().expect(t, "grep -c paragraph: exit 0  ")
	m.do(t, "|", "exit 3", "enter").await().expect(t, "exit 3: exit 3")
	m.do(t, "|", "echo gone wrong >&2; exit 1", "enter").await().expect(t, "exit 1  gone wrong")
	m.do(t, "2g", "|", "down").expect(t, "hand this paragraph to")
	m.do(t, "cut -c1-12; printf 'a\\n\\033]0;x\\007b\\n'", "enter").await().expect(t, "2. The harbo").expect(t, "␛]0;x")
	m.do(t, "esc", ":pipe tty", "enter").await().expect(t, "not a tty")
	m.do(t, "|", "sleep 60", "enter").expect(t, "ends it")
	m.do(t, "|", "true", "enter").expect(t, "still at work")
	m.do(t, "esc").await().expect(t, "sleep 60: ended by you")
}

func TestNothingTouchesAMachineWhereTheReaderSitsElsewhere(t *testing.T) {
	m := with(t, Config{Remote: true, Editor: "vi"}, invented(1, 6))
	for _, keys := range [][]string{{"w"}, {"|"}, {"e"}, {":write x.txt", "enter"}, {":pipe id", "enter"}, {":edit", "enter"}, {":suspend", "enter"}} {
		m.do(t, keys...).expect(t, "not over SSH: it would touch the server's machine")
		if m.prompt != nil {
			t.Errorf("%q asks %q", keys, m.prompt.label)
		}
	}
	m.do(t, "?", "write").expect(t, "not over SSH")
}

func TestAnEditorHasToBeNamed(t *testing.T) {
	m := reader(t, invented(1, 6))
	m.do(t, "e").expect(t, "set VISUAL or EDITOR")
}

func TestColumnsAreSharedByHand(t *testing.T) {
	m := reader(t, invented(1, 20), invented(2, 3))
	list, outline := m.layout.List.W, m.layout.Outline.W
	m.do(t, "1", ">", ">")
	if m.layout.List.W != list+4 {
		t.Errorf("the list has %d columns, had %d", m.layout.List.W, list)
	}
	m.do(t, "3", ">")
	if m.layout.Outline.W != outline-2 {
		t.Errorf("the outline has %d columns, had %d", m.layout.Outline.W, outline)
	}
	for range 200 {
		m.do(t, "<")
	}
	if m.layout.Text.W < leastText {
		t.Errorf("the text has %d columns", m.layout.Text.W)
	}
	x := m.layout.List.W
	m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: 5})
	m.Update(tea.MouseMotionMsg{Button: tea.MouseLeft, X: 30, Y: 9})
	m.Update(tea.MouseReleaseMsg{Button: tea.MouseLeft, X: 30, Y: 9})
	m.Update(tea.MouseMotionMsg{X: 70, Y: 9})
	if m.layout.List.W != 30 {
		t.Errorf("dragged to column 30, the list has %d", m.layout.List.W)
	}
	m.do(t, "2", "X")
	if !m.layout.Outline.Empty() {
		t.Error("the outline is not closed")
	}
	m.do(t, "1", "X")
	if !m.layout.List.Empty() || m.layout.Text.W != 160 {
		t.Errorf("the list is not closed: %+v", m.layout)
	}
	m.do(t, "X").expect(t, "the text stays open")
	m.do(t, "1")
	if m.layout.List.Empty() {
		t.Error("1 does not open the list again")
	}
}

func TestTheOutlineLiesOverTheTextOfASmallScreen(t *testing.T) {
	m := reader(t, invented(1, 20)).size(100, 30)
	m.expect(t, "The harbor master said")
	m.do(t, "2").expect(t, "OUTLINE").expect(t, "The harbor master said")
	m.do(t, "down", "down", "down", "enter")
	if !m.layout.Outline.Empty() {
		t.Error("the outline stays when one has chosen")
	}
}

func TestAFloodOfTheWheelIsGathered(t *testing.T) {
	m := reader(t, invented(1, 200))
	frames := 0
	for range 50 {
		msg := m.Gather(m, tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 150, Y: 10})
		if msg != nil {
			m.Update(msg)
			frames++
		}
	}
	if frames != 1 {
		t.Errorf("%d frames before the pause is over", frames)
	}
	before := m.text.Place()
	if msg := m.Gather(m, wheeled{}); msg != nil {
		m.Update(msg)
	}
	if m.text.Place() == before {
		t.Error("what was gathered is lost")
	}
	if m.Gather(m, wheeled{}) != nil || m.wheeling {
		t.Error("it goes on gathering while the wheel rests")
	}
}

func TestAClickOnATermTellsWhatItIs(t *testing.T) {
	m := reader(t, worded(1, "The DCM met PolOff there."))
	at := strings.Split(m.screen(), "\n")
	for y, line := range at {
		if x := strings.Index(line, "DCM"); x >= 0 && strings.Contains(line, "PolOff") {
			m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: len([]rune(line[:x])), Y: y})
		}
	}
	m.expect(t, "DCM  abbreviation")
}

func TestTheEndOfACableTellsOfTheNext(t *testing.T) {
	m := reader(t, invented(1, 40), invented(2, 3))
	m.do(t, "G", "j").expect(t, "J next cable")
}

func TestTablesGoSideways(t *testing.T) {
	m := reader(t, invented(1, 20)).size(80, 24)
	m.do(t, "2g").expect(t, "left right the table").expect(t, "that was c…")
	m.do(t, "right", "right", "right", "right", "right").expect(t, "counted in the harbor by hand")
	m.do(t, "right").expect(t, "no table goes on in that direction")
	m.do(t, "left", "left", "left", "left", "left").expect(t, "Year      Ships")
	m.do(t, "/1,204", "enter")
	if !strings.Contains(m.View().Content, "m1,204\x1b[") {
		t.Error("what was found in the table is not lit")
	}
}

func TestTheTextAsReceivedTakesTheRoomItNeeds(t *testing.T) {
	c := invented(1, 12)
	at := 0
	for i := range c.Paragraphs {
		raw := strings.Repeat(itoa(i+1)+". A LINE OF SIXTY-FIVE COLUMNS AS IT CAME OVER THE WIRE, IN CAPITALS\n", 4)
		c.Received = append(c.Received, raw...)
		c.Paragraphs[i].Span = model.Span{Start: int32(at + 9), End: int32(len(c.Received))}
		at = len(c.Received) - 9
	}
	m := reader(t, c, invented(2, 3))
	m.do(t, "x").expect(t, "1. A LINE OF SIXTY-FIVE COLUMNS AS IT CAME OVER THE WIRE, IN CAPITALS").expect(t, "The harbor master said")
	m.do(t, "]").expect(t, "2. A LINE")
	m.do(t, "x")
	m.size(80, 24)
	m.do(t, "g", "x")
	if strings.Contains(m.screen(), "harbor master") {
		t.Error("there is no room for both")
	}
	for range 25 {
		m.do(t, "j")
	}
	m.expect(t, "8. A LINE")
	at2 := m.text.Cursor()
	m.do(t, "x").expect(t, "The harbor master said -- in paragraph "+itoa(int(at2)+1))
}

func TestWhatNothingMatchesIsSaid(t *testing.T) {
	m := reader(t, invented(1, 3), invented(2, 3))
	m.press("1", "O").typed("jj").expect(t, "nothing here has jj")
	m.press("esc", "t").typed("harbors").expect(t, "nothing here has harbors   enter takes it as a new name")
}

func TestSummariesAreOffWhereHitsShow(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("1", "S").expectScreen(t, "HARBOR TALKS")
	if !r.list.Summaries {
		t.Error("no summaries show")
	}
	r.keys("F").types("lantern").answered().keys("enter", "S").expectStatus(t, "the list shows what was found, in the place of summaries")
}

func TestNoKeyDoesNothingInSilence(t *testing.T) {
	m := reader(t, invented(1, 3), invented(2, 3)).size(160, 40)
	m.press("v").expectStatus(t, "v calls nothing: ? shows the keys")
	m.press("]", "]", "]").expectStatus(t, "no further paragraph in this cable")
	m.press("g", "[").expectStatus(t, "no paragraph before this one")
	m.press("g", "(").expectStatus(t, "no section before this one")
	m.press("G", ")", ")").expectStatus(t, "no further section in this cable")
	m.press("=").expectStatus(t, "lines as wide as the pane")
	m.press("2", "g", "m").expectStatus(t, "marked 07VALLETTA1, ¶2")
	m.press("m").expectStatus(t, "no longer marked: 07VALLETTA1, ¶2")
	m.size(90, 24).press("z").expectStatus(t, "there is one pane here already")
	m.press("o", "z").expect(t, " OUTLINE")
	if m.layout.Over || !m.open.Zoom {
		t.Error("the outline over the text is not shown alone")
	}
	m.press("z", "o")
	m.press("S").expectStatus(t, "summaries in the list")
	m.size(160, 40)
	m.press("f", "o").expectStatus(t, "what the list is made of has its place: f puts that away")
}

func TestNarrowLinesAreNotCutWithinAWord(t *testing.T) {
	c := invented(1, 9)
	c.Classification, _ = model.ParseMark("U//FOUO")
	m := reader(t, c, invented(2, 3)).size(40, 12)
	m.press("3", "5", "g", "'").expectStatus(t, "  enter chooses  esc closes")
	m.press("esc")
	for w := 20; w < 60; w++ {
		m.size(w, 12)
		line := strings.TrimRight(ansi.Strip(m.banner(w)), " ")
		if !strings.HasSuffix(line, "%") && !strings.HasSuffix(line, "…") && !strings.HasSuffix(line, "ONLY") || strings.HasSuffix(line, "¶") {
			t.Errorf("%d columns: %q", w, line)
		}
	}
}

func TestTheOutlineIsThereAtEveryWidth(t *testing.T) {
	for _, w := range []int{40, 60, 80, 100} {
		m := reader(t, invented(1, 9), invented(2, 3)).size(w, 24)
		m.press("3").press("o").expect(t, "OUTLINE")
		if m.press("o"); m.open.Focus != FocusText || strings.Contains(m.screen(), "OUTLINE") {
			t.Errorf("%d columns: the outline does not go away", w)
		}
	}
	m := reader(t, invented(1, 9), invented(2, 3)).size(120, 24)
	m.press("1", "o").expectStatus(t, "no outline beside the text")
	m.press("3")
	if strings.Contains(m.screen(), "OUTLINE") {
		t.Error("it stands there")
	}
	if m.press("o", "2", "o"); m.open.Focus != FocusText {
		t.Error("the keys are with a pane that was put away")
	}
}
