package parser

import (
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"strings"
	"testing"
	"unicode/utf16"

	"reftel/model"
)

const smallBody = "C O N F I D E N T I A L ALMATY 000007\n\nTAGS: PREL, KZ\nSUBJECT: A \"TEST\" – OF FORMS\n\n1. (C) The first – one.\n\n2. (U) The second one.\n\nBODY\n"

// parsed reads text in a form, and fails where its spans do not tile it.
func parsed(t *testing.T, received string, about Container) *model.Cable {
	t.Helper()
	c := Parse([]byte(received), about)
	if err := tiles(c); err != nil {
		t.Errorf("%v of\n%s", err, received)
	}
	return c
}

// want holds a cable against smallBody.
func wantSmall(t *testing.T, name string, c *model.Cable) {
	t.Helper()
	if c.Subject.String() != "A \"TEST\" – OF FORMS" || len(c.Paragraphs) != 2 || c.Paragraphs[0].Text.String() != "The first – one." || c.Paragraphs[1].Number != 2 {
		t.Errorf("%s: subject %q, %d paragraphs, %v", name, c.Subject, len(c.Paragraphs), c.Paragraphs)
	}
	// A paragraph leads back to the bytes it was received as.
	if len(c.Paragraphs) == 2 {
		s := c.Paragraphs[1].Span
		if got := string(c.Received[s.Start:s.End]); c.Source.Format != model.FormatMail && c.Source.Format != model.FormatText && !strings.Contains(got, "The second one.") {
			t.Errorf("%s: the second paragraph was received as %q", name, got)
		}
	}
}

func TestRecords(t *testing.T) {
	quote := func(s string) string {
		s = strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n", "–", "\\u2013").Replace(s)
		return `"` + s + `"`
	}
	for name, c := range map[string]struct{ text, id, origin string }{
		"the flattened form":                    {`{ "_id" : "05ALMATY7", "origin" : "Embassy Almaty", "date_time" : "2/10/2005 4:05", "classification" : "CONFIDENTIAL", "body" : ` + quote(smallBody) + ` }`, "05ALMATY7", "Embassy Almaty"},
		"the first reference as the identifier": {`{ "_id" : "05STATE99", "origin" : "Embassy Almaty", "date_time" : "2/10/2005 4:05", "body" : ` + quote(smallBody) + ` }`, "05ALMATY7", "Embassy Almaty"},
		"header behind the body":                {`{"reference_id":"05ALMATY7","content":` + quote(smallBody) + `,"header":"VZCZCXRO3507PP RUEHC"}`, "05ALMATY7", "Embassy Almaty"},
		"header before the body":                {`{"id":"05ALMATY7","header":"R 100405Z FEB 05\nFM AMEMBASSY ALMATY","body":` + quote(smallBody) + `}`, "05ALMATY7", "Embassy Almaty"},
		"in an array, with what is around":      {`[{"id":"05ALMATY7","references":["05STATE1","05STATE2"],"body":` + quote(smallBody) + "},\n", "05ALMATY7", "Embassy Almaty"},
		"within another object":                 {`{"cables":[{"id":"05ALMATY7","body":` + quote(smallBody) + "}]}", "05ALMATY7", "Embassy Almaty"},
	} {
		got := parsed(t, c.text, Container{Format: model.FormatJSON})
		wantSmall(t, name, got)
		if got.ID.String() != c.id || got.Origin.String() != c.origin {
			t.Errorf("%s: %s from %s, want %s from %s", name, got.ID, got.Origin, c.id, c.origin)
		}
	}
	for name, text := range map[string]string{
		"cut off":       `{"id":"05ALMATY7","body":"UNCLAS ALMATY 000007\n\nSUBJECT: A\n\n1. The first.\n\n2. The sec`,
		"no text":       `{"a":1,"b":[null,true,{}]}`,
		"no object":     `{`,
		"broken":        `{"a" "b"}`,
		"bad escapes":   `{"body":"\u00zz\ud800x\`,
		"deep":          strings.Repeat(`{"a":`, 500),
		"deep in lists": `{"a":` + strings.Repeat(`[`, 500),
	} {
		c := parsed(t, text, Container{Format: model.FormatJSON})
		if name == "cut off" && (len(c.Paragraphs) != 2 || !noted(c, RecordDamaged)) {
			t.Errorf("%s: %d paragraphs, %v", name, len(c.Paragraphs), c.Diagnostics)
		}
	}
}

func noted(c *model.Cable, kind model.DiagnosticKind) bool {
	for _, d := range c.Diagnostics {
		if d.Kind == kind {
			return true
		}
	}
	return false
}

func TestMail(t *testing.T) {
	var quoted strings.Builder
	w := quotedprintable.NewWriter(&quoted)
	_, _ = w.Write([]byte(smallBody))
	_ = w.Close()
	coded := base64.StdEncoding.EncodeToString([]byte(smallBody))
	var wrapped strings.Builder
	for len(coded) > 57 { // so that characters go over the ends of lines
		wrapped.WriteString(coded[:56] + "\r\n")
		coded = coded[56:]
	}
	wrapped.WriteString(coded + "\r\n")
	head := "Message-ID: <a@b>\nFrom: a@example.org\nSubject: Fwd: 05ALMATY7,\n a test\nMIME-Version: 1.0\n"
	multi := head + "Content-Type: multipart/mixed;\n boundary=\"xx\"\n\nFor old programs.\n--xx\nContent-Type: multipart/alternative; boundary=yy\n\n--yy\nContent-Type: text/html\n\n<p>not this</p>\n--yy\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" + quoted.String() + "\n--yy--\n--xx\nContent-Type: application/pdf\nContent-Disposition: attachment\n\n%PDF\n--xx--\nafter\n"
	for name, text := range map[string]string{
		"plain":            head + "\n" + smallBody,
		"in a mailbox":     "From a@example.org Thu Nov 25 01:02:28 2026\n" + head + "\n" + smallBody + "\n",
		"CRLF":             strings.ReplaceAll(head+"\n"+smallBody, "\n", "\r\n"),
		"quoted-printable": head + "Content-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: Quoted-Printable\n\n" + quoted.String(),
		"base64":           head + "Content-Transfer-Encoding: base64\n\n" + wrapped.String(),
		"Windows-1252":     head + "Content-Type: text/plain; charset=windows-1252\n\n" + strings.ReplaceAll(smallBody, "–", "\x96"),
		"1252, quoted":     head + "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n" + strings.ReplaceAll(smallBody, "–", "=96"),
		"parts":            multi,
		"the end missing":  strings.Replace(multi[:strings.Index(multi, "\n--yy--")], "", "", 1),
		"a page":           head + "Content-Type: text/html; charset=utf-8\n\n<html><body>" + strings.ReplaceAll(strings.ReplaceAll(smallBody, "\"", "&quot;"), "\n", "<br>\n"),
	} {
		c := parsed(t, text, Container{Format: model.FormatMail})
		wantSmall(t, name, c)
		if c.ID.String() != "05ALMATY7" {
			t.Errorf("%s: %s", name, c.ID)
		}
	}
	c := parsed(t, head+"Content-Type: application/zip\n\nUEsDBA==\n", Container{Format: model.FormatMail})
	if !noted(c, TextMissing) {
		t.Errorf("a message without text: %v", c.Diagnostics)
	}
	quoting := "From a Thu Nov 25 01:02:28 2026\nMessage-ID: <a>\nMIME-Version: 1.0\n\nUNCLAS ALMATY 000007\n\nSUBJECT: A\n\n1. The first.\n\n>From the second on.\n"
	c = parsed(t, quoting, Container{Format: model.FormatMail})
	if last := c.Paragraphs[len(c.Paragraphs)-1]; !strings.HasSuffix(last.Text.String(), "From the second on.") || strings.Contains(last.Text.String(), ">") {
		t.Errorf("a line that begins with From: %q", last.Text)
	}
}

func TestUTF16(t *testing.T) {
	for name, high := range map[string]int{"little end first": 1, "big end first": 0} {
		units := utf16.Encode([]rune("\ufeff" + smallBody))
		b := make([]byte, 2*len(units))
		for i, u := range units {
			b[2*i+high], b[2*i+1-high] = byte(u>>8), byte(u)
		}
		c := parsed(t, string(b), Container{Path: "05ALMATY7.txt"})
		wantSmall(t, name, c)
		if c.ID.String() != "05ALMATY7" {
			t.Errorf("%s: %s", name, c.ID)
		}
		parsed(t, string(b[:len(b)-1]), Container{})
	}
}

func TestLineOfAList(t *testing.T) {
	columns := ListFields("URL,Draft Date,Document Number,Film Number,From,Subject,TAGS,To\r\n")
	c := parsed(t, `https://example.org/x,08 SEP 1975,1975STATE256541,D750375-0484,STATE,"MEETING ""OF"" FOUR, AND
AFTER","PFOR, EEC",ROME | BONN`+"\r\n", Container{Format: model.FormatList, Columns: columns, Part: true})
	if c.ID.String() != "1975STATE256541" || c.Subject.String() != `MEETING "OF" FOUR, AND AFTER` || fmt.Sprint(c.TAGS) != "[PFOR EEC]" || len(c.To) != 2 || c.From.Name.String() != "STATE" || !noted(c, TextMissing) {
		t.Errorf("%s %q %v %v %v %v", c.ID, c.Subject, c.TAGS, c.From, c.To, c.Diagnostics)
	}
}

func TestDamagedRow(t *testing.T) {
	row := `"1","2/10/2005 4:05","05ALMATY7","Embassy Almaty","CONFIDENTIAL","","R 100405Z FEB 05","` + strings.ReplaceAll(smallBody, `"`, `\"`)
	c := parsed(t, row, Container{Format: model.FormatCSV})
	if wantSmall(t, "unclosed", c); !noted(c, RowDamaged) || c.ID.String() != "05ALMATY7" {
		t.Errorf("%s, %v", c.ID, c.Diagnostics)
	}
	c = parsed(t, row+"\"\r\n", Container{Format: model.FormatCSV})
	if wantSmall(t, "whole", c); noted(c, RowDamaged) {
		t.Errorf("%v", c.Diagnostics)
	}
	doubled := `"1","2/10/2005 4:05","05ALMATY7","Embassy Almaty","CONFIDENTIAL","","","` + strings.ReplaceAll(smallBody, `"`, `""`) + "\"\n"
	c = parsed(t, doubled, Container{Format: model.FormatCSV})
	if wantSmall(t, "doubled quotes", c); noted(c, RowDamaged) {
		t.Errorf("%v", c.Diagnostics)
	}
}

// FuzzContainers holds that spans tile whatever was received, in each form that is unwrapped here.
func FuzzContainers(f *testing.F) {
	f.Add(`{"id":"05ALMATY7","body":"a\n\u00b6"}`)
	f.Add("From a Thu Nov 25 01:02:28 2026\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: base64\n\nYQ==\n--x--")
	f.Add("MIME-Version: 1.0\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\na=96=\nb")
	f.Add("\xff\xfea\x00\n\x00")
	f.Add(`"1","2/10/2005 4:05","05ALMATY7","Embassy","C","","h","b\" ""`)
	f.Add(`{"paragraphs":[{"number":1,"mark":"C","section":"A","text":"x\ny"}],"signed_by":"Z","message_sections":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []model.Format{"", model.FormatJSON, model.FormatMail, model.FormatList, model.FormatCSV} {
			c := Parse([]byte(text), Container{Format: format, Columns: []string{"Subject", "To", "TAGS", "Draft Date"}})
			if err := tiles(c); err != nil {
				t.Fatalf("as %q: %v", format, err)
			}
		}
	})
}
