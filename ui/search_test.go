package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/library/memory"
	"reftel/model/safe"
)

// desk of a test: a reader whose commands run as in a program, one message after another.
type running struct {
	*Model
	t        *testing.T
	messages chan tea.Msg
}

func run(t *testing.T, m *Model) *running {
	return &running{m, t, make(chan tea.Msg, 1000)}
}

// start runs a command beside; what it answers waits for settle.
func (r *running) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				r.start(c)
			}
		default:
			r.messages <- msg
		}
	}()
}

// settle takes answers until nothing is asked any more.
func (r *running) settle(done func() bool) *running {
	r.t.Helper()
	deadline := time.After(10 * time.Second)
	for !done() {
		select {
		case msg := <-r.messages:
			_, cmd := r.Update(msg)
			r.start(cmd)
		case <-deadline:
			r.t.Fatalf("no answer came; the screen shows\n%s", ansi.Strip(r.View().Content))
		}
	}
	return r
}

func (r *running) answered() *running {
	r.t.Helper()
	return r.settle(func() bool { return r.searching == nil && r.lib.exact })
}

func (r *running) keys(keys ...string) *running {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "down": tea.KeyDown}
	for _, k := range keys {
		msg := tea.KeyPressMsg{Code: named[k]}
		if msg.Code == 0 {
			msg = tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
		}
		_, cmd := r.Update(msg)
		r.start(cmd)
	}
	return r
}

func (r *running) types(s string) *running {
	for _, c := range s {
		r.keys(string(c))
	}
	return r
}

// harbors are cables of several posts, years and markings, of which some speak of lanterns.
func harbors(n int) []*model.Cable {
	var all []*model.Cable
	for i := range n {
		c := invented(int32(i+1), 6)
		post := []string{"VALLETTA", "COLOMBO", "TALLINN"}[i%3]
		c.ID = model.ID{Year: int16(2003 + i%4), Station: post, Serial: int32(i + 1)}
		c.Created = time.Date(2003+i%4, time.Month(1+i%12), 1+i%28, 9, 0, 0, 0, time.UTC)
		c.TAGS = []safe.Line{safe.Of([]string{"PHUM", "EWWT"}[i%2])}
		c.References = nil
		if i%5 == 0 {
			text := fmt.Sprintf("The keeper lit lantern number %d when the ferry came in.", i)
			c.Paragraphs[4].Text, c.Paragraphs[4].Blocks = safe.TextOf(text), []model.Block{{End: int32(len(text))}}
		}
		all = append(all, c)
	}
	return all
}

func harborReader(t *testing.T, n int) *running {
	t.Helper()
	return run(t, again(t, memory.NewShelf(), harbors(n)...))
}

func TestResultsComeAsOneTypesAndOpenOnTheParagraph(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("F").types("keeper lantern").answered()
	r.expectScreen(t, "The keeper lit lantern number")
	if n := r.lib.count(); n != 6 {
		t.Errorf("%d cables speak of lanterns, want 6", n)
	}
	r.expectStatus(t, "6 cables")
	r.keys("enter", "down", "enter").expectParagraph(t, 5)
	if q, n := r.text.Query(), 0; q != "keeper lantern" {
		t.Errorf("lit: %q", q)
	} else if _, n = r.text.Hits(); n != 2 {
		t.Errorf("%d words are lit, want 2", n)
	}
	// On to the next cable that was found, and back to the list, and to all cables.
	r.keys("J").expectParagraph(t, 5)
	r.keys("esc")
	if r.open.Focus != FocusList || !r.lib.narrowed() {
		t.Error("esc does not lead back to what was found")
	}
	if r.keys("esc"); r.lib.narrowed() || r.lib.count() != 30 {
		t.Errorf("esc does not list everything again: %d cables", r.lib.count())
	}
}

func TestEscBringsBackWhatWasListedAndWhereOneWas(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("1", "esc", "1") // the list
	r.keys("/").types("post:COLOMBO").answered().keys("enter").answered().keys("down", "down")
	at := r.lib.at(r.list.Cursor())
	r.keys("/").types(" lantern").answered()
	if r.lib.count() >= 10 {
		t.Fatalf("%d cables", r.lib.count())
	}
	r.keys("esc")
	if r.lib.typed.Text != "post:COLOMBO" || r.lib.count() != 10 || r.lib.at(r.list.Cursor()) != at {
		t.Errorf("esc brings back %q with %d cables", r.lib.typed.Text, r.lib.count())
	}
}

func TestAWrongQueryIsPointedOutAndCanBeMended(t *testing.T) {
	r := harborReader(t, 5)
	r.keys("F").types("tags:PHUM lantern")
	r.expectStatus(t, "did you mean `tag`")
	r.keys("enter").expectStatus(t, "did you mean `tag`")
	if r.prompt == nil || r.prompt.text != "tags:PHUM lantern" {
		t.Fatal("what was typed is gone")
	}
	r.keys("esc")
}

func TestNothingFoundIsSaid(t *testing.T) {
	r := harborReader(t, 5)
	r.keys("F").types("walrus").answered().keys("enter")
	r.settle(func() bool { return r.searching == nil })
	if r.lib.count() != 0 {
		t.Errorf("%d cables speak of a walrus", r.lib.count())
	}
	r.keys("j", "k", "enter", "G") // nothing to stand on
	r.expectScreen(t, "walrus")
	r.keys("/").types(" sealion").answered().keys("enter").expectStatus(t, "nothing found: walrus sealion")
	r.keys("esc")
	if r.lib.count() != 5 {
		t.Error("the list does not come back")
	}
}

func TestWhatIsTypedIsCompletedWithCounts(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("F").types("po").expectScreen(t, "post:")
	r.keys("tab")
	if r.prompt.text != "post:" {
		t.Fatalf("completed to %q", r.prompt.text)
	}
	r.types("C").settle(func() bool { return r.offers != nil && len(r.offers.rows) > 0 })
	r.expectScreen(t, "COLOMBO  10")
	r.keys("tab")
	if r.prompt.text != "post:COLOMBO " {
		t.Errorf("completed to %q", r.prompt.text)
	}
	r.answered()
	if n := r.lib.count(); n != 10 {
		t.Errorf("%d cables of the post, want 10", n)
	}
}

func TestOwnNamesAreCompleted(t *testing.T) {
	r := harborReader(t, 6)
	for i, label := range []string{"elections", "elections", "eel fishing", "harbors"} {
		if err := r.desk.shelf.SetLabel(t.Context(), library.Card("C"+itoa(i)), label, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.desk.shelf.Keep(t.Context(), "Morning reading", "tag:PHUM lantern"); err != nil {
		t.Fatal(err)
	}
	offered := func() bool { return r.offers != nil && len(r.offers.rows) > 0 }
	r.keys("F").types("label:e").settle(offered).expectScreen(t, "elections      2")
	r.expectScreen(t, `"eel fishing"  1`)
	if strings.Contains(r.screen(), "harbors") {
		t.Error("a label that begins otherwise is offered")
	}
	r.keys("down", "tab")
	if got := r.prompt.text; got != "label:elections " {
		t.Errorf("completed to %q", got)
	}
	r.types("in:mor").settle(offered).expectScreen(t, `"Morning reading"  tag:PHUM lantern`)
	if r.keys("tab"); r.prompt.text != `label:elections in:"Morning reading" ` {
		t.Errorf("completed to %q", r.prompt.text)
	}
}

func TestOnASmallScreenACableOpensOnWhatWasFound(t *testing.T) {
	long := strings.Repeat("The harbor master said that dredging could wait. ", 40) + "The keeper lit lantern number 9."
	shelf := memory.NewShelf()
	lib := memory.New(safe.Of("invented"))
	for i := range 3 {
		c := worded(int32(i+1), "Nothing.", long, "Nothing.")
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	lib.Done()
	m, err := New(Config{Library: lib, Shelf: shelf, List: true})
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, m.size(40, 12))
	r.keys("F").types("keeper lantern number subject:harbor").answered().keys("enter", "enter")
	r.expectScreen(t, "lit lantern")
	r.expectStatus(t, "1/3") // the words are cut, and not the count
	r.size(120, 24)
	r.expectStatus(t, "1/3  n N next, previous  & only these  esc end")
}

func TestBarsNarrowTheListAndWidenItAgain(t *testing.T) {
	r := harborReader(t, 60)
	r.keys("f").settle(func() bool { _, ok := r.facets.Chosen(); return ok })
	for _, want := range []string{"MADE OF", "YEAR", "2003", "POST", "COLOMBO", "TAGS", "PHUM"} {
		r.expectScreen(t, want)
	}
	row, _ := r.facets.Chosen()
	if row.Value != "2003" || row.Count != 15 {
		t.Fatalf("the first bar is %+v, want 15 cables of 2003", row)
	}
	r.keys("enter").answered()
	if r.lib.typed.Text != "year:2003" || r.lib.count() != 15 {
		t.Errorf("narrowed to %q with %d cables", r.lib.typed.Text, r.lib.count())
	}
	r.settle(func() bool { row, ok := r.facets.Chosen(); return ok && row.Chosen })
	r.keys("enter")
	if r.lib.narrowed() || r.lib.count() != 60 {
		t.Errorf("the same bar again leaves %q with %d cables", r.lib.typed.Text, r.lib.count())
	}
	r.keys("esc")
	if r.open.Facets || r.open.Focus != FocusList {
		t.Error("esc does not lead back to the list")
	}
}

func TestTheListIsSorted(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("O").types("oldest").keys("enter")
	first, _ := r.lib.onRow(0)
	last, _ := r.lib.onRow(29)
	if !first.Created.Before(last.Created) {
		t.Errorf("from %s to %s", first.Created, last.Created)
	}
	r.expectScreen(t, "date ↑")
	r.keys("O").types("post").keys("enter")
	if first, _ := r.lib.onRow(0); first.ID.Station != "COLOMBO" {
		t.Errorf("by post, %s is first", first.ID)
	}
}

func TestASearchIsSavedAndFoundAgain(t *testing.T) {
	shelf := memory.NewShelf()
	r := run(t, again(t, shelf, harbors(30)...))
	r.keys("F").types("lantern post:COLOMBO").answered().keys("enter").answered().keys("Z")
	r.types("ferries").keys("enter").expectStatus(t, "kept as ferries")

	r = run(t, again(t, shelf, harbors(30)...))
	r.keys("Z").expectScreen(t, "ferries   lantern post:COLOMBO")
	r.keys("enter").answered()
	if r.lib.typed.Text != "lantern post:COLOMBO" || r.lib.count() != 2 {
		t.Errorf("found again: %q, %d cables", r.lib.typed.Text, r.lib.count())
	}
	r.keys("F")
	for range "lantern post:COLOMBO" {
		r.keys("backspace")
	}
	r.types("in:ferries").answered()
	if r.lib.count() != 2 {
		t.Errorf("in:ferries finds %d cables, want 2", r.lib.count())
	}
}

func TestWhatTheReaderDidCanBeAskedFor(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("!") // the open cable
	r.keys("F").types("is:flagged").answered()
	if r.lib.count() != 1 || r.lib.at(0) != r.position {
		t.Errorf("%d cables are flagged", r.lib.count())
	}
}

func TestALongResultIsFetchedWhereOneLooks(t *testing.T) {
	r := harborReader(t, 700)
	r.keys("F").types("year:>=2003").answered().keys("enter", "G")
	r.start(r.fetch())
	r.settle(func() bool { return len(r.lib.parts[5]) > 0 })
	if e, ok := r.lib.onRow(699); !ok || e.ID.Zero() {
		t.Error("the last row is not there")
	}
	if strings.Contains(ansi.Strip(r.View().Content), "\n  …") {
		t.Error("rows are still waited for")
	}
}

func TestCablesThatCameBeforeAnybodyWaitedAreListed(t *testing.T) {
	lib := memory.New(safe.Of("invented"))
	add := func(c *model.Cable) {
		lib.Add(c, func(context.Context) (*model.Cable, error) { return c, nil })
	}
	all := harbors(8)
	add(all[0])
	m, err := New(Config{Library: lib, Shelf: memory.NewShelf()})
	if err != nil {
		t.Fatal(err)
	}
	m.size(160, 40)
	for _, c := range all[1:] {
		add(c)
	}
	lib.Done()
	if m.Init() != nil {
		t.Error("something is waited for, when all is there")
	}
	if m.lib.count() != 8 {
		t.Errorf("%d cables are listed, want 8", m.lib.count())
	}
	m.expectScreen(t, name(library.Entry{ID: all[7].ID})[2:])
}

func TestListAndBarsStandBesideEachOtherOnAMiddlingScreen(t *testing.T) {
	r := harborReader(t, 30)
	r.size(120, 40)
	r.keys("f").settle(func() bool { _, ok := r.facets.Chosen(); return ok })
	for _, line := range strings.Split(ansi.Strip(r.View().Content), "\n")[:1] {
		if list, made := strings.Index(line, "invented"), strings.Index(line, "MADE OF"); list < 0 || made < list {
			t.Errorf("the titles are %q", line)
		}
	}
	r.keys(")", ")", ")").keys("enter").answered() // years, months, posts, TAGS
	if r.lib.typed.Text != "tag:EWWT" {
		t.Errorf("narrowed by %q", r.lib.typed.Text)
	}
	r.Update(tea.MouseClickMsg{X: 5, Y: 2, Button: tea.MouseLeft})
	if r.open.Focus != FocusText {
		t.Error("a click on the list does not open the cable")
	}
}

func TestWhatIsLeftOutOfTheCountIsSaid(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("F").types("tag:PHUM year:2005-02").answered()
	r.expectStatus(t, "15 cables   without the last: `year:2005-02`")
	for range len("year:2005-02") {
		r.keys("backspace")
	}
	for _, s := range []string{"year:2005", "class:", "\"lan", "(lan", "po"} { // right, or not complete
		r.keys("esc", "F").types("tag:PHUM " + s).answered()
		if got := ansi.Strip(r.status()); strings.Contains(got, "without") {
			t.Errorf("%s: %q", s, got)
		}
	}
}

func TestEscBringsBackTheListAlsoAfterAWrongQuery(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("F").types("lantern").answered().types(" (").keys("enter").expectStatus(t, "`(` is not closed")
	if r.keys("esc"); r.lib.narrowed() || r.lib.count() != 30 {
		t.Errorf("esc brings back %q with %d cables", r.lib.typed.Text, r.lib.count())
	}
}

func TestAQueryWithoutAWordIsNotTakenForEverything(t *testing.T) {
	r := harborReader(t, 5)
	for _, q := range []string{"*", "- ?", "near()"} {
		if r.keys("F").types(q).keys("enter"); r.prompt == nil {
			t.Errorf("%q is taken", q)
		}
		r.expectStatus(t, map[bool]string{true: "needs two words", false: "there is no word and no field in it"}[q == "near()"])
		r.keys("esc")
	}
	r.keys("F", "enter") // nothing is typed: nothing is wrong
	if r.prompt != nil {
		t.Error("an empty query is not taken")
	}
}

func TestWhatIsWrongIsSetOffAndMended(t *testing.T) {
	r := harborReader(t, 30)
	r.keys("F").types("tags:PHUM lantern")
	if line := r.status(); !strings.Contains(line, "4mtags\x1b[") {
		t.Errorf("what is wrong is not set off in %q", line)
	}
	r.expectStatus(t, "tab puts it in")
	if r.keys("tab"); r.prompt.text != "tag:PHUM lantern" {
		t.Errorf("mended to %q", r.prompt.text)
	}
	r.answered().expectStatus(t, "3 cables")
	// Where there is no room beside it, it stands above.
	r.keys("esc").size(40, 12)
	r.keys("F").types("lantern tags:PHUM").keys("enter")
	r.expectScreen(t, "unknown field `tags`: did you mean")
	r.expectScreen(t, "`tag`?")
}

func TestTheQueryIsEditedWhereTheCursorStands(t *testing.T) {
	left, right, home, del := tea.KeyPressMsg{Code: tea.KeyLeft}, tea.KeyPressMsg{Code: tea.KeyRight}, tea.KeyPressMsg{Code: tea.KeyHome}, tea.KeyPressMsg{Code: tea.KeyDelete}
	ctrl := func(r rune) tea.Msg { return tea.KeyPressMsg{Code: r, Mod: tea.ModCtrl} }
	r := harborReader(t, 30)
	r.keys("F").types("post:CO é lantern")
	r.presses(home, ctrl(tea.KeyRight)).types("L") // offers are those of the cursor
	r.settle(func() bool { return r.offers != nil && len(r.offers.rows) > 0 }).keys("tab")
	if got := r.prompt.text; got != "post:COLOMBO é lantern" {
		t.Fatalf("completed in the middle: %q", got)
	}
	r.presses(right, right, tea.KeyPressMsg{Code: tea.KeyBackspace}, del, left, left).types("x")
	if got := r.prompt.text; got != "post:COLOMBxO lantern" {
		t.Errorf("edited to %q", got)
	}
	r.presses(ctrl('w'), ctrl('k')).types("y")
	if got := r.prompt.text; got != "y" {
		t.Errorf("cut to %q", got)
	}
	for w := 2; w < 60; w++ { // the cursor shows at every width
		r.prompt.put("tag:PHUM lantern 長い", 6)
		line, _ := r.prompt.draw(r.theme, w)
		if n := ansi.StringWidth(line); n != w || !strings.Contains(line, "\x1b[7mU\x1b[") {
			t.Errorf("%d columns in %d: %q", n, w, line)
		}
	}
}

// presses types keys that are no characters.
func (r *running) presses(keys ...tea.Msg) *running {
	for _, k := range keys {
		_, cmd := r.Update(k)
		r.start(cmd)
	}
	return r
}
