package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reftel/model/library"
	"reftel/model/library/sqlite"
	"reftel/model/safe"
)

func TestNotesExport(t *testing.T) {
	data := t.TempDir()
	if got := runIn(t, data, "notes", "export"); got.code != 1 || !strings.Contains(got.err, "there are no notes yet") {
		t.Errorf("without a shelf: exit %d, %q", got.code, got.err)
	}
	s, err := sqlite.OpenShelf(t.Context(), filepath.Join(data, "reftel", "shelf.db"))
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, n := range []library.Note{
		{Card: "06TALLINN1", Paragraph: -1, Title: safe.Of("A *star*"), Text: safe.TextOf("Of the whole."), When: when},
		{Card: "05ALMATY538", Paragraph: 3, Number: 4, Portion: safe.Of("S/NF"), Title: safe.Of("Lake"), Text: safe.TextOf("# Ask\n\n```\n# no heading\n```\nagain"), When: when},
	} {
		if err := s.SetNote(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range []library.Mark{{Card: "05ALMATY538", Paragraph: 3, Number: 4, When: when}, {Card: "05ALMATY538", Paragraph: 7, Number: 8, When: when}, {Card: "04OSLO9", Paragraph: 0, When: when}} {
		if err := s.SetMark(t.Context(), m, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want := "# Notes\n\n## 04OSLO9\n\nMarked: unnumbered ¶ (1. of the cable)\n\n## 05ALMATY538: Lake\n\n### 05ALMATY538, ¶4 (S/NF)\n\n#### Ask\n\n```\n# no heading\n```\nagain\n\nMarked: ¶8\n\n## 06TALLINN1: A \\*star\\*\n\n### 06TALLINN1\n\nOf the whole.\n"
	if got := runIn(t, data, "notes", "export"); got.code != 0 || got.out != want {
		t.Errorf("exit %d, %q\n%s\nwant\n%s", got.code, got.err, got.out, want)
	}
}
