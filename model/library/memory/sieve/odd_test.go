package sieve_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/library/librarytest"
	"reftel/model/library/memory/sieve"
	"reftel/model/query"
	"reftel/model/safe"
)

// lost tells which word of a cable, or which beginning of one, would be passed over.
func lost(c *model.Cable) string {
	odd := sieve.OddOf(c)
	if !odd.Known {
		return ""
	}
	seen := map[string]bool{}
	for i := query.Head; int(i) < len(c.Paragraphs); i++ {
		for _, word := range query.Split(query.TextOf(c, i).String()) {
			if seen[word] {
				continue
			}
			seen[word] = true
			if !slices.Contains(odd.Words, word) && !sieve.NewTerm(query.Word{Text: word}).In(c.Received) {
				return word
			}
			for n := 1; n <= len(word); n++ {
				begin := query.Word{Text: word[:n], Prefix: true}
				if !slices.ContainsFunc(odd.Words, begin.Is) && !sieve.NewTerm(begin).In(c.Received) {
					return word[:n] + "*"
				}
			}
		}
	}
	return ""
}

func TestNoWordIsLost(t *testing.T) {
	for _, c := range librarytest.Random(rand.New(rand.NewPCG(1, 2)), 300) {
		if word := lost(c); word != "" {
			t.Errorf("%s: %s in %q", c.ID, word, c.Received)
		}
	}
}

// pieces are what makes one word of two runs of letters, or two of one, and what a parser and a container do to texts.
var pieces = strings.Split("a|s|S|us|U.S.|U.S.S.R.|U.S.-led|A.B.C.D.E.F|Kennedy's|KENNEDY’S|kennedys|kennedy\\'s|O'Brien|d'Affaires|ministers'|800,000|1,234,567|12,34|1,2345|5,000ths|"+
	"é|É|État|caf\u00e9|cafe\u0301|Łódź|Straße|Ответ|посла|ﬁn|\u00ad|-\n|=\n|=20|=E9|&amp;|&#233;|\\n|\\t|\\|\"|\"\"|'|’|.|,| |\n|\r\n|\t|-|(C)|1.|¶|\ufeff|\x00|\xff|<b>|</b>|\u0301|\u0903|가|１２|Al-Qaida|mill|the|n|nt|"+
	strings.Repeat("longword", 40)+"s", "|")

// hostile makes a cable whose text and bytes have much in common, and little that can be relied on.
func hostile(r *rand.Rand) *model.Cable {
	some := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = pieces[r.IntN(len(pieces))]
		}
		return out
	}
	c := librarytest.Cable("05ALMATY1", strings.Join(some(r.IntN(6)), ""), []string{"05ASTANA2"})
	var received strings.Builder
	received.WriteString(strings.Join(some(r.IntN(8)), " "))
	for range r.IntN(4) {
		parts := some(1 + r.IntN(20))
		start := received.Len()
		for _, p := range parts { // as it was received: some of it left out, something else between
			switch r.IntN(12) {
			case 0:
			case 1:
				received.WriteString(strings.ToUpper(p))
			case 2:
				received.WriteString(p + pieces[r.IntN(len(pieces))])
			default:
				received.WriteString(p)
			}
		}
		text := safe.TextOf(strings.Join(parts, ""))
		c.Paragraphs = append(c.Paragraphs, model.Paragraph{Text: text, Blocks: []model.Block{{End: int32(text.Len())}},
			Span: model.Span{Start: int32(start + r.IntN(7) - 3), End: int32(received.Len() + r.IntN(7) - 3)}})
	}
	received.WriteString(strings.Join(some(r.IntN(8)), ""))
	c.Received = []byte(received.String())
	c.Sections = []model.Section{{Title: safe.Of(strings.Join(some(r.IntN(3)), " ")), Last: model.ParagraphIndex(len(c.Paragraphs) - 1),
		Span: model.Span{Start: int32(r.IntN(50)), End: 1}}}
	return c
}

func TestNoWordOfHostileTextIsLost(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	plain, all := 0, 0
	for range 20_000 {
		c := hostile(r)
		if word := lost(c); word != "" {
			t.Fatalf("%q in %q, which was received as %q", word, query.TextOf(c, 0), c.Received)
		}
		all += len(c.Paragraphs)
		if odd := sieve.OddOf(c); odd.Known && len(odd.Words) < 12 {
			plain++
		}
	}
	if plain < 2000 || all < 10_000 {
		t.Errorf("of %d paragraphs only %d cables were found to be plain: the test does not reach what it is for", all, plain)
	}
}

func FuzzNoWordIsLost(f *testing.F) {
	f.Add([]byte("(C) The Embassy's 1,234,567 U.S.\n carp."), "The Embassy's 1,234,567 U.S. carp.", 4, 30)
	f.Add([]byte(`{"body":"one\ntwo\tthree caf\u00e9"}`), "one\ntwo three café", 9, 40)
	f.Fuzz(func(t *testing.T, received []byte, text string, start, end int) {
		if len(received) > 1<<12 || len(text) > 1<<10 {
			return
		}
		c := librarytest.Cable("05ALMATY1", "x", nil, text)
		c.Received = received
		c.Paragraphs[0].Span = model.Span{Start: int32(start), End: int32(end)}
		if word := lost(c); word != "" {
			t.Errorf("%q in %q, which was received as %q", word, text, received)
		}
	})
}

func TestOddWords(t *testing.T) {
	many := strings.Repeat("é ", 30)
	for i := range sieve.MostOdd + 1 {
		many += fmt.Sprintf("é%d ", i)
	}
	for _, c := range []struct{ received, text, want string }{
		{"The Embassy's 1,234,567 U.S. carp", "The Embassy's 1,234,567 U.S. carp", ""},
		{"The carp\n(C) 2. PAGE 02 of the lake", "The carp of the lake", ""},
		{"Pro-\nvided that Caf\xc3\xa9", "Provided that Café", "provided cafe"},
		{"O'Brien", "O'Brien", "obrien"},
		{`one\ntwo`, "one\ntwo", ""},
		{"carp", "a carp a mill", "a mill"},
		{"lake", "carp carp carp", "carp"},
		{"e" + strings.Repeat(" lake", 100), many, "?"},
	} {
		cable := librarytest.Cable("", "", nil, c.text)
		cable.Origin = safe.Line{}
		cable.Received = []byte(c.received)
		cable.Paragraphs[0].Span.End = int32(len(c.received))
		odd := sieve.OddOf(cable)
		if got := strings.Join(odd.Words, " "); odd.Known == (c.want == "?") || odd.Known && got != c.want {
			t.Errorf("%.40q read as %.40q has the odd words %q, %v; want %q", c.received, c.text, got, odd.Known, c.want)
		}
	}
}

func TestTerm(t *testing.T) {
	for _, c := range []struct {
		word, received string
		want           bool
	}{
		{"carp", "A CARP.", true}, {"carp", "carps", false}, {"carp*", "carps", true}, {"carp", "a1carp", false}, {"carp", "", false}, {"carp", "car", false},
		{"carp", "xcarp carp", true}, {"carp", "éarp\xc3carp", true}, {"carp", `lake\ncarp`, true}, {"carp", "ncarp", false}, {"carp*", `\tcarpet`, true},
		{"kennedys", "Kennedy's", true}, {"kennedys", "KENNEDY’S", true}, {"kennedys", `kennedy\'s `, true}, {"kennedys", "kennedys", true}, {"kennedys", "kennedy", false},
		{"kennedys", "kennedy'sa", false}, {"kennedys*", "kennedysides", true}, {"s", "s", true}, {"s", "as", false}, {"ss", "s's", true},
		{"us", "the U.S. side", true}, {"us", "u.s", true}, {"us", "x.u.s", true}, {"us", "U.SA", false}, {"us*", "U.S.S.R.", true}, {"ussr", "U.S.S.R.", true}, {"us", "focus", false},
		{"800000", "$800,000 now", true}, {"800000", "800,0001", false}, {"800000", "80,0000", false}, {"8000*", "800,000", true}, {"1234567", "1,234,567", true}, {"12*", "1,234", true},
		{"000", "800,000", true}, {"ответ", "Ответ", false}, {"a", "a", true}, {"a", "b", false}, {"z9", "Z9", true},
		{strings.Repeat("x", 300), strings.Repeat("X", 300), true}, {strings.Repeat("x", 300), strings.Repeat("X", 200), false},
	} {
		text, prefix := strings.CutSuffix(c.word, "*")
		if got := sieve.NewTerm(query.Word{Text: text, Prefix: prefix}).In([]byte(c.received)); got != c.want {
			t.Errorf("%.20s in %.40q: %v", c.word, c.received, got)
		}
	}
}

func BenchmarkTerm(b *testing.B) {
	text := []byte(strings.Repeat("The Ambassador said that the talks on the boundary were moving in the right direction. ", 1000))
	for _, word := range []string{"zugzwang", "carp", "sanctions", "us", "carp*"} {
		b.Run(word, func(b *testing.B) {
			text2, prefix := strings.CutSuffix(word, "*")
			term := sieve.NewTerm(query.Word{Text: text2, Prefix: prefix})
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if term.In(text) {
					b.Fatal("found")
				}
			}
		})
	}
}

func BenchmarkOddOf(b *testing.B) {
	c := librarytest.Cable("05ALMATY1", "A lake", nil, strings.Repeat("The Ambassador said that the talks on the boundary \nwere moving in the right direction. ", 80))
	c.Paragraphs[0].Span.End = int32(len(c.Received))
	b.SetBytes(int64(len(c.Received)))
	b.ReportAllocs()
	for b.Loop() {
		sieve.OddOf(c)
	}
}
