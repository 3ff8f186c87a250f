package librarytest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"reftel/model"
	"reftel/model/safe"
)

// Cable makes a cable by hand: an identifier, a subject, its references and its paragraphs, numbered from 1.
func Cable(id, subject string, refs []string, paragraphs ...string) *model.Cable {
	parsed, err := model.ParseID(id)
	if err != nil {
		parsed = model.ID{}
	}
	c := &model.Cable{
		ID:             parsed,
		Created:        time.Date(2005, 2, 7, 10, 0, 0, 0, time.UTC),
		Origin:         safe.Of("Embassy Almaty"),
		Classification: model.Marking{Written: "CONFIDENTIAL", Level: model.LevelConfidential},
		Subject:        safe.Of(subject),
		Source:         model.Source{Path: safe.Of(id + ".txt"), Format: model.FormatText},
		Received:       []byte(strings.Join(paragraphs, "\n")),
	}
	if subject == "" && len(paragraphs) > 0 {
		c.SetFallbackTitle(safe.Of(paragraphs[0]))
	}
	for _, r := range refs {
		ref, err := model.ParseID(r)
		if err != nil {
			ref = model.ID{}
		}
		c.References = append(c.References, model.Reference{ID: ref, Text: safe.Of(r)})
	}
	for i, text := range paragraphs {
		clean := safe.TextOf(text)
		c.Paragraphs = append(c.Paragraphs, model.Paragraph{
			Number: model.ParagraphNumber(i + 1),
			Mark:   model.Marking{Written: "C", Level: model.LevelConfidential},
			Text:   clean,
			Blocks: []model.Block{{End: int32(clean.Len())}},
		})
	}
	c.Sections = []model.Section{{Last: model.ParagraphIndex(len(paragraphs) - 1)}}
	if len(c.Paragraphs) > 0 {
		c.Summary = model.Summary{Text: c.Paragraphs[0].Text, Origin: model.SummaryOfficial}
	}
	return c
}

// Cables is a small collection to ask about.
func Cables() []*model.Cable {
	return []*model.Cable{
		Cable("05ALMATY1", "A lake and its fish", nil,
			"The carp of the lake have grown scarce.", "Fishermen blame the new mill.\nThe mill blames the carp."),
		Cable("05ALMATY2", "The mill replies", []string{"05ALMATY1", "2005ALMATY00001", "an e-mail"},
			"The Mill is owned by a cousin of the mayor.", strings.Repeat("Nothing of note. ", 200)+"Then a carp appeared. "+strings.Repeat("Nothing more. ", 200)),
		Cable("1975STATE000017", "Guidance", []string{"05ALMATY2", "99NOWHERE7"}, "Überraschung: a word that begins with a letter beyond ASCII."),
		Cable("not an identifier", "", nil, "A cable without anything but these words."),
		Cable("05ALMATY2", "The mill replies, corrected copy", []string{"05ALMATY2", "05ALMATY1"}, "Corrected: the mill is owned by the mayor."),
	}
}

var (
	someWords    = strings.Fields("lake carp mill mayor river dam boundary talks ambassador lunch visit visits election elections U.S. Kennedy's Al-Qaida 1.4(b) $800,000 Łódź the of and")
	someStations = []string{"ALMATY", "ASTANA", "THEHAGUE", "STATE"}
	someTags     = []string{"PHUM", "PREL", "PGOV", "KZ", "ECON"}
	someMarks    = []string{"", "U", "SBU", "C", "C/NF", "S", "S/NF"}
	someBanners  = []string{"", "UNCLASSIFIED", "SBU", "LOU", "CONFIDENTIAL", "SECRET//NOFORN", "TOP SECRET"}
	someNames    = []string{"John Ordway", "Ann Moss", "P. Kennedy"}
	someOffices  = []string{"SECSTATE WASHDC", "EU MEMBER STATES", "AMEMBASSY ASTANA"}
	someCaptions = []string{"SIPDIS", "NOFORN", "ROGER CHANNEL"}
)

// Random makes cables whose words and fields come from small tables, so that queries find some of them and not others.
func Random(r *rand.Rand, n int) []*model.Cable {
	one := func(of []string) string { return of[r.IntN(len(of))] }
	words := func(n int) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = one(someWords)
		}
		return strings.Join(parts, " ")
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%02d%s%d", 3+r.IntN(5), one(someStations), 1+r.IntN(n))
	}
	cables := make([]*model.Cable, n)
	for i := range cables {
		id := ids[i]
		if r.IntN(20) == 0 {
			id = "nameless " + fmt.Sprint(i)
		}
		var refs []string
		for range r.IntN(4) {
			refs = append(refs, one(ids))
		}
		var paragraphs []string
		for range 1 + r.IntN(4) {
			paragraphs = append(paragraphs, words(1+r.IntN(12))+".")
		}
		subject := words(1 + r.IntN(4))
		if r.IntN(10) == 0 {
			subject = ""
		}
		c := Cable(id, subject, refs, paragraphs...)
		c.Received = fmt.Appendf(c.Received, "\n(%d)", i) // no two are the same
		c.Source.Path = safe.Of(one([]string{"dump.csv", "pages/a.html", "pages/b.html"}))
		if c.Created = time.Date(2003+r.IntN(4), time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), 0, 0, 0, time.UTC); r.IntN(15) == 0 {
			c.Created = time.Time{}
		}
		c.Classification = model.Marking{}
		if m, ok := model.ParseClassification(one(someBanners)); ok {
			c.Classification = m
		}
		for j := range c.Paragraphs {
			m, _ := model.ParseMark(one(someMarks))
			c.Paragraphs[j].Mark = m
			if r.IntN(6) == 0 {
				c.Paragraphs[j].Kind = model.KindComment
			}
			if r.IntN(12) == 0 {
				c.Paragraphs[j].Blocks[0].Kind = model.BlockFixed
			}
		}
		if len(c.Paragraphs) > 1 && r.IntN(3) == 0 {
			c.Sections = []model.Section{{Last: 0}, {Title: safe.Of(words(2)), First: 1, Last: model.ParagraphIndex(len(c.Paragraphs) - 1)}}
			for j := range c.Paragraphs[1:] {
				c.Paragraphs[j+1].Section = 1
			}
		}
		for _, t := range someTags {
			if r.IntN(3) == 0 {
				c.TAGS = append(c.TAGS, safe.Of(t))
			}
		}
		if r.IntN(2) == 0 {
			c.Captions = []safe.Line{safe.Of(one(someCaptions))}
		}
		c.Origin = safe.Of("Embassy " + one([]string{"Almaty", "Astana", "The Hague"}))
		c.From = model.Addressee{Name: safe.Of("AMEMBASSY " + one(someStations))}
		for range r.IntN(3) {
			c.To = append(c.To, model.Addressee{Name: safe.Of(one(someOffices))})
			c.Info = append(c.Info, model.Addressee{Name: safe.Of(one(someOffices))})
		}
		if r.IntN(2) == 0 {
			c.ClassifiedBy = &model.ClassifiedBy{Name: safe.Of(one(someNames)), Title: safe.Of("Ambassador")}
		}
		if r.IntN(2) == 0 {
			c.SignedBy = safe.Of("ORDWAY")
		}
		c.Summary.Origin = model.SummaryOrigin(r.IntN(3))
		if c.Summary.Origin == model.SummaryNone {
			c.Summary = model.Summary{}
		}
		c.Partial = r.IntN(8) == 0
		if r.IntN(6) == 0 {
			c.Diagnostics = []model.Diagnostic{{Kind: "invented"}}
		}
		c.Replaced = max(0, r.IntN(8)-6)
		cables[i] = c
	}
	return cables
}
