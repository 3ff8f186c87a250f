package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"reftel/model/library"
	"reftel/model/library/librarytest"
	"reftel/model/library/memory"
	"reftel/model/query"
	"reftel/model/safe"
)

// mendable is a cable with what a parser mends, and what makes one word of several runs of letters.
const mendable = `R 071012Z FEB 05
FM AMEMBASSY ALMATY
TO RUEHC/SECSTATE WASHDC PRIORITY 4696
INFO RUEHTA/AMEMBASSY ASTANA

C O N F I D E N T I A L SECTION 01 OF 02 ALMATY 000538

SIPDIS

E.O. 12958: DECL: 02/07/2015
TAGS: PHUM PREL KZ POLMIL MOPPS OVIP (STEINBERG, JAMES)
SUBJECT: THE "LAKE" AND ITS FISH-
ERIES: WHAT O'BRIEN'S U.S. FRIENDS SAY

REF: A. 04 ASTANA 90
     B. THE HAGUE 1234

Classified By: Ambassador Do nald Y ee for re
ason 1.4 (b), (d).

1. (C) SUMMARY: The Embassy's café was pro-
vided with 1,234,567 carp by Łódź & sons <of the mill>. END SUMMARY.

THE ROAD AHEAD
--------------

2. (C) KENNEDY’S U.S.-led talks on Straße and naïve co-
operation cost $800,000.  “Ответ посла” was soft` + "\u00ad" + `hyphened; Duvalier,s
ALMATY 00000538  002 OF 002

brother said d'Affaires \ "quoted" words\. 漢字 and e` + "\u0301" + `tat.

3. (SBU) A table:

   wheat      1,200    tons
   barley     3,400    tons

ORDWAY
`

// mendableForms writes the cable in the forms that cables come in.
func mendableForms(t *testing.T, dir string) {
	t.Helper()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	numbered := func(n int) string {
		return strings.ReplaceAll(mendable, "000538", fmt.Sprintf("%06d", n)) + fmt.Sprintf("\nword%dmark\n", n)
	}
	head, body, _ := strings.Cut(numbered(1), "\n\n")
	var rows strings.Builder
	for i, escape := range []*strings.Replacer{strings.NewReplacer(`"`, `""`), strings.NewReplacer(`"`, `\"`, `'`, `\'`, `\`, `\\`), strings.NewReplacer(`"`, `\"`, "\n", " \r\n")} {
		fmt.Fprintf(&rows, "\"%d\",\"2/7/2005 10:12\",\"05ALMATY%d\",\"Embassy Almaty\",\"CONFIDENTIAL\",\"04ASTANA90|05THEHAGUE1234\",\"%s\",\"%s\"\n", i+1, 538+i, escape.Replace(head), escape.Replace(body))
	}
	write("cables.csv", []byte(rows.String()))
	entities := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "é", "&#233;", "’", "&#x2019;", "“", "&quot;", "ä", "&auml;", "carp", "ca<b>r</b>p", "mill", "mi<br/>ll")
	write("05ALMATY2.html", []byte("<html><head></head><body><table class='cable'><tr><th>Reference ID</th><th>Created</th></tr><tr><td><a href='x'>05ALMATY2</a></td><td>2005-02-07 10:12</td></tr></table><code><pre>"+
		entities.Replace(head)+"</pre></code><code><pre>"+entities.Replace(body)+"</pre></code></body></html>"))
	var quoted bytes.Buffer
	w := quotedprintable.NewWriter(&quoted)
	_, _ = w.Write([]byte(numbered(3)))
	_ = w.Close()
	mail := "From: a@b.example\r\nSubject: 05ALMATY3\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	write("quoted.eml", []byte(mail+"Content-Transfer-Encoding: quoted-printable\r\n\r\n"+quoted.String()))
	encoded := base64.StdEncoding.EncodeToString([]byte(numbered(4)))
	for i := 76; i < len(encoded); i += 78 {
		encoded = encoded[:i] + "\r\n" + encoded[i:]
	}
	write("base64.eml", []byte(mail+"Content-Transfer-Encoding: base64\r\n\r\n"+encoded))
	object, err := json.Marshal(map[string]string{"id": "05ALMATY5", "date": "2005-02-07", "header": head, "body": strings.ReplaceAll(body, "\n", "\r\n")})
	if err != nil {
		t.Fatal(err)
	}
	write("record.json", object)
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(numbered(6))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	write("05ALMATY6.txt", wide)
	write("05ALMATY7.txt", []byte(numbered(7)))
	write("05ALMATY8.txt", []byte(strings.NewReplacer("&", "&amp;", "é", "&#233;", "“", "&quot;").Replace(numbered(8))))
	write("05ALMATY9.txt", []byte(strings.NewReplacer("é", "\xe9", "ï", "\xef", "ß", "\xdf", "’", "\x92", "1. (C)", "\xb61. (C)").Replace(numbered(9))))
	write("05ALMATY10.md", []byte("#### VZ\n"+strings.NewReplacer("1. (C)", "[1](#)1. (C)", ".", `\.`, "&", `\&`, "carp", "[carp](#carp)", "-", `\-`).Replace(numbered(10))))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(numbered(11)))
	_ = z.Close()
	write("05ALMATY11.txt.gz", packed.Bytes())
	var archive bytes.Buffer
	a := zip.NewWriter(&archive)
	for i, method := range []uint16{zip.Store, zip.Deflate} {
		f, err := a.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("05ALMATY%d.txt", 12+i), Method: method})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(numbered(12 + i)))
	}
	_ = a.Close()
	write("cables.zip", archive.Bytes())
}

// TestNoHitIsLostInPlace asks for every word of cables in all forms that they come in, for beginnings of words and for
// words side by side, without an index, and holds the answers to the plain meaning of queries.
func TestNoHitIsLostInPlace(t *testing.T) {
	dir := t.TempDir()
	mendableForms(t, dir)
	a := &app{}
	var o librarytest.Oracle
	lib := memory.New(safe.Of("in place"))
	lib.KeepNothing()
	placed := 0
	for c, err := range a.parsed(t.Context(), []string{dir}, true) {
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		o.Cables = append(o.Cables, c.cable)
		if c.odd.Known {
			placed++
		}
		lib.AddAt(c.cable, c.reopen, c.place, c.odd)
	}
	lib.Done()
	if len(o.Cables) != 15 || placed != 15 {
		t.Fatalf("%d cables, of %d it is known which words do not stand in their bytes", len(o.Cables), placed)
	}
	asked := map[string]bool{}
	r := rand.New(rand.NewPCG(4, 2))
	for _, c := range o.Cables {
		for i := query.Head; int(i) < len(c.Paragraphs); i++ {
			words := query.Split(query.TextOf(c, i).String())
			for k, word := range words {
				asked[`"`+word+`"`] = true
				letters := []rune(word)
				asked[`"`+string(letters[:1+r.IntN(len(letters))])+`"*`] = true
				if k > 0 && r.IntN(3) == 0 {
					asked[`"`+words[k-1]+" "+word+`"`] = true
				}
			}
		}
	}
	for _, text := range []string{"from:almaty", "to:astana", "author:donald", "author:ordway carp", `subject:"the lake"`, "tag:mops café", "-carp", "provided -zebra"} {
		asked[text] = true
	}
	if len(asked) < 300 {
		t.Fatalf("only %d queries", len(asked))
	}
	for text := range asked {
		q, err := query.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var want []int
		for _, f := range o.Find(q) {
			want = append(want, f.At+1)
		}
		var got []int
		for row := range o.Cables {
			if p, err := lib.Page(t.Context(), asFound(q), row, row+1); err == nil && len(p.Entries) == 1 {
				got = append(got, int(p.Entries[0].Handle))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func asFound(q query.Query) library.Request {
	return library.Request{Query: q, Order: library.AsFound}
}
