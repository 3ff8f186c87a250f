package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"reftel/model"
	"reftel/model/export"
	"reftel/model/safe"
)

// sample is a cable that has something of everything, and hostile words where it can.
func sample() *model.Cable {
	text := safe.TextOf("The minister said <b>\"no\"</b> & left.\n-- first: 1 * 2\nA  B\n1  `2`")
	prose := int32(strings.IndexByte(text.String(), '\n'))
	entry := prose + 1 + int32(len("-- first: 1 * 2"))
	return &model.Cable{
		ID:             model.ID{Year: 2005, Station: "ALMATY", Serial: 538},
		Created:        time.Date(2005, 2, 10, 4, 5, 0, 0, time.UTC),
		Origin:         safe.Of("Embassy Almaty"),
		Classification: model.Marking{Written: "SECRET", Level: model.LevelSecret, Controls: []model.Control{model.NoForn}},
		Captions:       []safe.Line{safe.Of("SIPDIS")},
		Partial:        true,
		Precedence:     []model.Precedence{model.Immediate, model.Routine},
		From:           model.Addressee{Route: safe.Of("RUEHTA"), Name: safe.Of("AMEMBASSY ALMATY")},
		To:             []model.Addressee{{Route: safe.Of("RUEHC"), Name: safe.Of("SECSTATE WASHDC"), Precedence: safe.Of("IMMEDIATE"), Continuity: safe.Of("0042")}},
		Attention:      []model.Attention{{Text: safe.Of("DEPT FOR EUR/CACEN")}},
		ExecutiveOrder: safe.Of("12958"),
		DeclassifyText: safe.Of("DECL: 02/10/2015"),
		DeclassifyOn:   time.Date(2015, 2, 10, 0, 0, 0, 0, time.UTC),
		TAGS:           []safe.Line{safe.Of("KZ"), safe.Of("PREL")},
		Terms:          []safe.Line{safe.Of("POLITICAL")},
		Subject:        safe.Of("*A* [TEST] | \x1b]0;pwned\x07"),
		References: []model.Reference{
			{Letter: safe.Of("A"), ID: model.ID{Year: 2005, Station: "ALMATY", Serial: 347}, Text: safe.Of("ALMATY 347")},
			{Kind: model.ReferenceEmail, Text: safe.Of("an e-mail")},
		},
		ClassifiedBy: &model.ClassifiedBy{Name: safe.Of("A. Body"), Title: safe.Of("Ambassador"), Text: safe.Of("Ambassador A. Body, reasons 1.4 (b)"), Reasons: []safe.Line{safe.Of("1.4(b)")}},
		Summary:      model.Summary{Text: safe.TextOf("In short."), Origin: model.SummaryOfficial},
		Sections:     []model.Section{{First: 0, Last: 0}, {Title: safe.Of("Talks"), First: 1, Last: 2}},
		Paragraphs: []model.Paragraph{
			{Number: 1, Mark: model.Marking{Written: "S/NF", Level: model.LevelSecret, Controls: []model.Control{model.NoForn}}, Kind: model.KindSummary, Text: safe.TextOf("In short.")},
			{Number: 2, Mark: model.Marking{Written: "C", Level: model.LevelConfidential}, Section: 1, Text: text, Blocks: []model.Block{
				{End: prose},
				{Kind: model.BlockEntry, Start: prose + 1, End: entry, Label: 3},
				{Kind: model.BlockFixed, Start: entry + 1, End: int32(text.Len())},
			}},
			{Section: 1, Text: safe.TextOf("1. Without a number.")},
		},
		SignedBy:        safe.Of("BODY"),
		MessageSections: 2,
		Diagnostics:     []model.Diagnostic{{Kind: "pilcrow-damaged", Line: 3, Message: safe.Of("repaired")}},
		Source:          model.Source{Path: safe.Of("a.txt"), Format: model.FormatText},
		Received:        []byte("raw \x1b[2J\xff\r\n"),
	}
}

func run(t *testing.T, f export.Format, cables ...*model.Cable) string {
	t.Helper()
	var b bytes.Buffer
	w := export.New(&b, f)
	for _, c := range cables {
		if err := w.Write(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestJSONIsThePublicFormat(t *testing.T) {
	want := `{"id":"05ALMATY538","created":"2005-02-10T04:05:00Z","origin":"Embassy Almaty","classification":"SECRET//NOFORN","captions":["SIPDIS"],"partial":true,` +
		`"precedence":["IMMEDIATE","ROUTINE"],"dtg":null,"transmission_id":null,"from":{"route":"RUEHTA","name":"AMEMBASSY ALMATY"},` +
		`"to":[{"route":"RUEHC","name":"SECSTATE WASHDC","precedence":"IMMEDIATE","mcn":"0042"}],"info":[],"attention":["DEPT FOR EUR/CACEN"],"executive_order":"12958",` +
		`"declassify_on":"2015-02-10","declassify_text":"DECL: 02/10/2015","tags":["KZ","PREL"],"terms":["POLITICAL"],"subject":"*A* [TEST] | ␛]0;pwned␇",` +
		`"references":[{"letter":"A","id":"05ALMATY347","kind":"cable","text":"ALMATY 347"},{"letter":null,"id":null,"kind":"email","text":"an e-mail"}],` +
		`"classified_by":{"name":"A. Body","title":"Ambassador","text":"Ambassador A. Body, reasons 1.4 (b)","reasons":["1.4(b)"]},"summary":{"text":"In short.","origin":"official"},` +
		`"sections":[{"title":null,"paragraphs":[1]},{"title":"Talks","paragraphs":[2,null]}],` +
		`"paragraphs":[{"number":1,"mark":"S/NF","level":"SECRET","controls":["NOFORN"],"kind":"summary","section":null,"text":"In short."},` +
		`{"number":2,"mark":"C","level":"CONFIDENTIAL","controls":[],"kind":"text","section":"Talks","text":"The minister said <b>\"no\"</b> & left.\n-- first: 1 * 2\nA  B\n1  ` + "`2`" + `"},` +
		`{"number":null,"mark":null,"level":null,"controls":[],"kind":"text","section":"Talks","text":"1. Without a number."}],` +
		`"signed_by":"BODY","message_sections":2,"diagnostics":[{"kind":"pilcrow-damaged","line":3,"message":"repaired"}],"source":{"path":"a.txt","format":"text"}}` + "\n"
	if got := run(t, export.JSONL, sample()); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestWhatIsNotKnownIsNullOrAnEmptyList(t *testing.T) {
	want := `{"id":null,"created":null,"origin":null,"classification":null,"captions":[],"partial":false,"precedence":[],"dtg":null,"transmission_id":null,"from":null,"to":[],"info":[],` +
		`"attention":[],"executive_order":null,"declassify_on":null,"declassify_text":null,"tags":[],"terms":[],"subject":null,"references":[],"classified_by":null,` +
		`"summary":{"text":null,"origin":"none"},"sections":[],"paragraphs":[],"signed_by":null,"message_sections":null,"diagnostics":[],"source":{"path":null,"format":""}}` + "\n"
	if got := run(t, export.JSONL, &model.Cable{}); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestJSONIsOneObjectOrAnArray(t *testing.T) {
	for n, want := range []string{"array", "object", "array", "array"} {
		cables := make([]*model.Cable, n)
		for i := range cables {
			cables[i] = sample()
		}
		out := run(t, export.JSON, cables...)
		var v any
		if err := json.Unmarshal([]byte(out), &v); err != nil {
			t.Fatalf("%d cables: %v\n%s", n, err, out)
		}
		switch v := v.(type) {
		case []any:
			if want != "array" || len(v) != n {
				t.Errorf("%d cables give an array of %d", n, len(v))
			}
		case map[string]any:
			if want != "object" {
				t.Errorf("%d cables give an object", n)
			}
		}
		if n == 3 {
			one := run(t, export.JSON, sample())
			indented := "  " + strings.ReplaceAll(strings.TrimSuffix(one, "\n"), "\n", "\n  ")
			if want := "[\n" + indented + ",\n" + indented + ",\n" + indented + "\n]\n"; out != want {
				t.Errorf("the elements of the array are not alike:\n%s", out)
			}
		}
	}
}

func TestMarkdown(t *testing.T) {
	got := run(t, export.Markdown, sample())
	for _, want := range []string{
		"# 05ALMATY538: \\*A\\* \\[TEST\\] \\| ␛\\]0;pwned␇\n\n**SECRET//NOFORN**\n\n| | |\n|---|---|\n",
		"| TAGS | KZ, PREL, POLITICAL |\n",
		"| Reference | A. ALMATY 347 (05ALMATY347) |\n",
		"**¶1** (S/NF) In short.\n\n## Talks\n\n",
		"**¶2** (C) The minister said \\<b\\>\"no\"\\</b\\> \\& left.\n\n- first: 1 \\* 2\n\n```\nA  B\n1  `2`\n```\n\n1\\. Without a number.\n\nBODY\n\n**SECRET//NOFORN**\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks\n%s\nit is\n%s", want, got)
		}
	}
}

func TestText(t *testing.T) {
	got := run(t, export.Text, sample())
	for _, want := range []string{
		"SECRET//NOFORN\n\nCable: 05ALMATY538\nSubject: *A* [TEST] | ␛]0;pwned␇\n",
		"\n\n1. (S/NF) In short.\n\nTalks\n\n2. (C) The minister said",
		"\n1. Without a number.\n\nBODY\n\nSECRET//NOFORN\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the text lacks\n%s\nit is\n%s", want, got)
		}
	}
}

func TestSpoken(t *testing.T) {
	got := run(t, export.Spoken, sample())
	for _, want := range []string{
		"Cable 05ALMATY538.\nClassification: Secret, NOFORN.\nSubject: ",
		"\nParagraph 1 of 2. Secret, NOFORN. Summary.\nIn short.\n",
		"\nParagraph 2 of 2. Confidential. Section: Talks.\nThe minister",
		"\nUnnumbered paragraph. Not marked. Section: Talks.\n1. Without a number.\n\nSigned: BODY.\n\nEnd of cable.\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the spoken form lacks\n%s\nit is\n%s", want, got)
		}
	}
}

func TestAsReceived(t *testing.T) {
	if got := run(t, export.Received, sample(), sample()); got != "raw \x1b[2J\xff\r\nraw \x1b[2J\xff\r\n" {
		t.Errorf("the bytes are not as received: %q", got)
	}
}

func TestOnlyReceivedHoldsWhatActsOnATerminal(t *testing.T) {
	for _, f := range export.Formats() {
		if out := run(t, f, sample()); strings.ContainsAny(out, "\x1b\x07\u009b") {
			t.Errorf("%s lets control characters through", f)
		}
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestErrorsOfWritingAreNotLost(t *testing.T) {
	for _, f := range append(export.Formats(), export.Received) {
		w := export.New(full{}, f)
		err := w.Write(sample())
		if closed := w.Close(); err == nil {
			err = closed
		}
		if !errors.Is(err, errFull) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range export.Formats() {
		if got, err := export.ParseFormat(string(f)); err != nil || got != f {
			t.Errorf("%s: %s, %v", f, got, err)
		}
	}
	if _, err := export.ParseFormat("pdf"); err == nil || !strings.Contains(err.Error(), "json, jsonl, md, text") {
		t.Errorf("pdf: %v", err)
	}
}

func BenchmarkJSONL(b *testing.B) {
	c := sample()
	c.Paragraphs[0].Text = safe.TextOf(strings.Repeat("words of a cable ", 400))
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		w := export.New(&out, export.JSONL)
		if err := w.Write(c); err != nil {
			b.Fatal(err)
		}
		_ = w.Close()
		b.SetBytes(int64(out.Len()))
	}
}
