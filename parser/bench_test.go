package parser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// synthetic is a plain cable of an ordinary size, with header, top matter, headings and page breaks.
func synthetic(paragraphs int) []byte {
	var b strings.Builder
	b.WriteString("VZCZCXRO1234\nPP RUEHC\nDE RUEHXX #0012/01 0500618\nZNY CCCCC ZZH\nP 190618Z FEB 08\nFM AMEMBASSY TALLINN\nTO RUEHC/SECSTATE WASHDC PRIORITY 1234\nINFO RUEHAA/AMEMBASSY HELSINKI PRIORITY 0042\nRUEHBB/AMEMBASSY RIGA 0145\nC O N F I D E N T I A L SECTION 01 OF 02 TALLINN 000012 \n \nSIPDIS \n \nDEPARTMENT FOR EUR/XX (JDOE), DRL/YY \n \nE.O. 12958: DECL: 02/10/2018 \nTAGS: PGOV, PREL, EAID, XX \nSUBJECT: THE MINISTER SPEAKS OF THE HARBOR AND OF WHAT FOLLOWS \nFROM IT \n \nREF: A. TALLINN 11 \n     B. 07 STATE 123456 \n \nClassified By: DCM Jane Q. Example, reasons 1.4 (b) and (d). \n \n")
	line := "The minister said that the harbor would be open before the \n"
	for i := 1; i <= paragraphs; i++ {
		fmt.Fprintf(&b, "%d. (C) Paragraph begins here, as it does, with some words. \n", i)
		for range 12 {
			b.WriteString(line)
		}
		b.WriteString("end of the year, and that nothing else was in the way. \n \n")
		switch i % 4 {
		case 1:
			b.WriteString("The Harbor \n---------- \n \n")
		case 3:
			b.WriteString("-- A list entry that goes over the end of its first line and \nends there. \n \n")
		}
	}
	b.WriteString("EXAMPLE \n")
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{3, 8, 30} {
		text := synthetic(n)
		b.Run(fmt.Sprintf("%d_paragraphs", n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(text, Container{Path: "08TALLINN12.txt"})
			}
			b.ReportMetric(float64(testing.AllocsPerRun(20, func() { Parse(text, Container{Path: "08TALLINN12.txt"}) }))/float64(n), "allocs/paragraph")
		})
	}
}

// BenchmarkLower is what merely turning the same text to lower case costs, to read the others by.
func BenchmarkLower(b *testing.B) {
	text := string(synthetic(8))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_ = len(strings.Fields(strings.ToLower(text)))
	}
}

// BenchmarkCorpus reads the synthetic cables of the corpus, one after another.
func BenchmarkCorpus(b *testing.B) {
	dir := os.Getenv("REFTEL_CORPUS")
	if dir == "" {
		b.Log("left out: REFTEL_CORPUS not set")
		return
	}
	files, err := filepath.Glob(filepath.Join(dir, "synthetic", "txt", "*.txt"))
	if err != nil || len(files) == 0 {
		b.Fatal("no synthetic cables", err)
	}
	var texts [][]byte
	size, paragraphs := 0, 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, text)
		size += len(text)
		paragraphs += len(Parse(text, Container{Path: f}).Paragraphs)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for i, text := range texts {
			Parse(text, Container{Path: files[i]})
		}
	}
	allocs := testing.AllocsPerRun(2, func() {
		for i, text := range texts {
			Parse(text, Container{Path: files[i]})
		}
	})
	b.ReportMetric(allocs/float64(paragraphs), "allocs/paragraph")
}
