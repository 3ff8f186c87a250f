package source_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"reftel/model"
	"reftel/parser"
	"reftel/parser/source"
)

// transmitted is a message with its transmission header.
func transmitted(serial, section int) string {
	return fmt.Sprintf("VZCZCXRO%04d\nPP RUEHC\nDE RUEHTA #%04d/%02d 0500618\nZNY CCCCC ZZH\nP 190618Z FEB 08\nFM AMEMBASSY ASTANA\nTO RUEHC/SECSTATE WASHDC\nC O N F I D E N T I A L SECTION %02d OF 02 ASTANA %06d\n\nSUBJECT: A TEST\n\n1. (C) One.\n\nNNNN\n\n", serial*10+section, serial, section, section, serial)
}

func utf16Of(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestSeveralInOneFile(t *testing.T) {
	nara := func(n int) string {
		return fmt.Sprintf("\n\n                    Message Text\n\n\nCONFIDENTIAL\nPAGE 01 ABUJA %05d 070122Z\n\n1. TEXT.\nNNNN\n\n                    Message Attributes\n\nDocument Number: 1973ABUJA%05d\nFrom: ABUJA\n", n, n)
	}
	old := func(n, section int) string {
		return fmt.Sprintf("CONFIDENTIAL\nPAGE 01 STATE %06d %02d OF 02 082044Z\nORIGIN EUR-12\n\nCONFIDENTIAL\nPAGE 02 STATE %06d\n1. TEXT.\nNNNN\n\n\n", n, section, n)
	}
	listed := func(n int) string {
		return fmt.Sprintf("05ALMATY%d\nA MEETING\nThu Feb 10 04:05:00 +0000 2005\nCONFIDENTIAL\nEmbassy Almaty\nR 100405Z FEB 05\nFM AMEMBASSY ALMATY\nC O N F I D E N T I A L ALMATY %06d\n\n1. (C) See 05ALMATY99\nwhich is\n05ALMATY98\nas well.\n", n, n)
	}
	printed := func(n int) string {
		return fmt.Sprintf("Wednesday, %d April 2007, 03:43\nC O N F I D E N T I A L SECTION 01 OF 02 ALMATY %06d\nEO 12958 DECL: 04/10/2017\nTAGS EINV\n1. (C) It was so until\nTuesday, 3 April 2007, 11:11\nat the least.\n", n, n)
	}
	flat := func(n int) string {
		return fmt.Sprintf("S E C R E T ISLAMABAD %06d  SIPDIS  E.O. 12958: DECL: 03/28/2015 TAGS: PK SUBJECT: VISIT %d  1. (C) %s\n", n, n, strings.Repeat("They met and spoke. ", 30))
	}
	page := func(n int) string {
		return fmt.Sprintf("<!DOCTYPE html>\n<html><body><h3>Viewing cable 05ALMATY%d</h3>\n<pre>UNCLAS ALMATY %06d\n\n1. <html> is a word.</pre></body></html>\n", n, n)
	}
	message := func(n int) string {
		return fmt.Sprintf("From a@example.org Thu Nov 25 01:02:%02d 2026\nMessage-ID: <%d@example.org>\nSubject: 05ALMATY%d\n\nUNCLAS ALMATY %06d\n\n1. He wrote:\nFrom Monday on.\n\nFrom where he stood.\n\n", n, n, n, n)
	}
	object := func(n int) string { return fmt.Sprintf(`{"id":"05ALMATY%d","body":"1. {[\"\\\n"}`, n) }
	for name, c := range map[string]struct {
		text   string
		starts []string // of each cable
		format model.Format
	}{
		"transmissions":             {transmitted(1, 1) + transmitted(2, 1) + transmitted(3, 1), []string{"VZCZCXRO0011", "VZCZCXRO0021", "VZCZCXRO0031"}, ""},
		"sections of one":           {transmitted(1, 1) + transmitted(1, 2) + transmitted(2, 1), []string{"VZCZCXRO0011", "VZCZCXRO0021"}, ""},
		"a header within":           {"C O N F I D E N T I A L ASTANA 000001\n" + transmitted(1, 1) + transmitted(2, 1), []string{"C O N F"}, ""},
		"NARA's text files":         {nara(1) + nara(2), []string{"\n\n                    Message Text", "                    Message Text"}, ""},
		"telegrams":                 {old(1, 1) + old(1, 2) + old(2, 1) + old(3, 1), []string{"CONFIDENTIAL\nPAGE 01 STATE 000001 01", "CONFIDENTIAL\nPAGE 01 STATE 000002", "CONFIDENTIAL\nPAGE 01 STATE 000003"}, ""},
		"lines about each":          {listed(1) + listed(2) + listed(3), []string{"05ALMATY1\n", "05ALMATY2\n", "05ALMATY3\n"}, ""},
		"newspaper copies":          {printed(10) + printed(11), []string{"Wednesday, 10", "Wednesday, 11"}, ""},
		"flat lines":                {flat(1) + flat(2), []string{"S E C R E T ISLAMABAD 000001", "S E C R E T ISLAMABAD 000002"}, ""},
		"pages":                     {page(1) + page(2), []string{"<!DOCTYPE", "<!DOCTYPE"}, ""},
		"a mailbox":                 {message(1) + message(2), []string{"From a@example.org Thu Nov 25 01:02:01", "From a@example.org Thu Nov 25 01:02:02"}, model.FormatMail},
		"one message":               {strings.SplitN(message(1), "\n", 2)[1], []string{"Message-ID"}, model.FormatMail},
		"lines of JSON":             {object(1) + "\n" + object(2) + "\n", []string{`{"id":"05ALMATY1"`, `{"id":"05ALMATY2"`}, model.FormatJSON},
		"an array":                  {"[ " + object(1) + ",\n" + object(2) + "\n]\n", []string{`[ {"id":"05ALMATY1"`, `{"id":"05ALMATY2"`}, model.FormatJSON},
		"an array in an object":     {`{ "cables" : [ ` + object(1) + "," + object(2) + "]}", []string{`{ "cables" : [ {"id":"05ALMATY1"`, `{"id":"05ALMATY2"`}, model.FormatJSON},
		"a line of JSON cut off":    {object(1) + "\n{\"id\":\"05ALM\n" + object(3) + "\n", []string{`{"id":"05ALMATY1"`, `{"id":"05ALM`, `{"id":"05ALMATY3"`}, model.FormatJSON},
		"NARA's list":               {"URL,Draft Date,Document Number,Film Number,From,Subject,TAGS,To\r\nhttps://example.org,08 SEP 1975,1975STATE256541,D1,STATE,\"A\r\nB\",PFOR,ROME\r\n,08 SEP 1975,1975STATE256542,D1,STATE,C,PFOR,ROME\r\n", []string{"https://example.org", ",08 SEP 1975"}, model.FormatList},
		"rows in UTF-16":            {utf16Of(row(1, "a") + row(2, "b")), []string{`"1",`, `"2",`}, model.FormatCSV},
		"one cable, not to be told": {telegram + "\n\n" + telegram, []string{"UNCLAS"}, ""},
	} {
		if name == "a header within" {
			c.starts = []string{"C O N F"}
		}
		path := write(t, filepath.Join(t.TempDir(), "05ALMATY77.txt"), c.text)
		for _, from := range []string{path, "-"} {
			cables, problems := all(t, c.text, from)
			if len(cables) != len(c.starts) {
				t.Errorf("%s from %s: %d cables, want %d; problems %q", name, from, len(cables), len(c.starts), problems)
				continue
			}
			for i, cable := range cables {
				if !bytes.HasPrefix(cable.Received, []byte(c.starts[i])) || cable.About.Format != c.format {
					t.Errorf("%s from %s: cable %d begins with %.60q as %q", name, from, i, cable.Received, cable.About.Format)
				}
				// Only a file with one cable lends it its name.
				single := len(cables) == 1 && c.format != model.FormatList && c.format != model.FormatCSV
				if got := cable.About.ID != ""; got != (single && from != "-") {
					t.Errorf("%s from %s: cable %d has the identifier %q", name, from, i, cable.About.ID)
				}
				again, err := readAgain(t, cable.Place)
				if err != nil || !bytes.Equal(again, cable.Received) {
					t.Errorf("%s from %s: cable %d read again: %.60q, %v", name, from, i, again, err)
				}
				_ = parser.Parse(again, cable.Place.About())
			}
		}
	}
}

func TestChangesWhileReading(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.txt"), telegram)
	gone := write(t, filepath.Join(dir, "b.txt"), telegram)
	table, _ := dumpFile(t, 400, "\n")
	grows := filepath.Join(dir, "c.csv")
	shrinks := filepath.Join(dir, "d.csv")
	data, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	write(t, grows, string(data))
	write(t, shrinks, strings.Repeat(string(data), 4))
	write(t, filepath.Join(dir, "e.txt"), telegram)
	var problems []string
	seen := map[string]int{}
	for c, err := range source.All(t.Context(), []string{dir}, nil) {
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		name := filepath.Base(c.About.Path)
		if seen[name]++; seen[name] > 1 {
			continue
		}
		switch name {
		case "a.txt":
			err = os.Remove(gone)
		case "c.csv":
			err = appendTo(grows, data) // to write it anew would cut it short first
		case "d.csv":
			err = os.Truncate(shrinks, 4<<20)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	said := strings.Join(problems, "\n")
	for _, want := range []string{"b.txt: there is no such file", "c.csv: it changed while it was read", "d.csv: it changed while it was read"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %q", want, problems)
		}
	}
	if seen["c.csv"] < 400 || seen["d.csv"] == 0 || seen["e.txt"] != 1 {
		t.Errorf("read: %v", seen)
	}
}

func appendTo(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func TestFolderIsStreamed(t *testing.T) {
	dir := t.TempDir()
	const many = 3000
	for n := range many {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%06d.txt", n)), []byte(telegram), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for c, err := range source.Open([]string{dir}, source.Options{}).Cables(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%06d.txt", n); filepath.Base(c.About.Path) != want {
			t.Fatalf("file %d is %s", n, c.About.Path)
		}
		if n == 0 { // the last one is not read before it is its turn
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%06d.txt", many-1)), []byte("changed"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if n++; n == many && string(c.Received) != "changed" {
			t.Error("all files were read before the first was given")
		}
	}
	if n != many {
		t.Errorf("%d files", n)
	}
}

func TestProgress(t *testing.T) {
	path, _ := dumpFile(t, 300, "\n")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	set := source.Open([]string{path, write(t, filepath.Join(t.TempDir(), "a.txt"), telegram)}, source.Options{})
	last := int64(0)
	for range set.Cables(t.Context()) {
		read, size := set.Progress()
		if read < last || read > size {
			t.Fatalf("%d of %d bytes, %d before", read, size, last)
		}
		last = read
	}
	if read, size := set.Progress(); read != size || size != info.Size()+int64(len(telegram)) {
		t.Errorf("at the end %d of %d bytes", read, size)
	}
}
