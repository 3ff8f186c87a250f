package parser

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"reftel/model"
)

// TestScratchIsNotKept parses cables one after another and at the same time: none may change one that was read before.
func TestScratchIsNotKept(t *testing.T) {
	form := func(c *model.Cable) string {
		j, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		return string(j)
	}
	var texts [][]byte
	for n := range 12 {
		text := strings.ReplaceAll(string(synthetic(1+n%5)), "harbor", fmt.Sprintf("harbor of %d ships", n))
		if n%3 == 1 {
			text = fmt.Sprintf("\"%d\",\"2/19/2008 6:18\",\"08TALLINN%d\",\"Embassy Tallinn\",\"CONFIDENTIAL\",\"\",\"\",\"%s\"\n", n, n, strings.ReplaceAll(text, "The minister", `\"The\" minister`))
		}
		texts = append(texts, []byte(text))
	}
	cables, forms := make([]*model.Cable, len(texts)), make([]string, len(texts))
	for i, text := range texts {
		cables[i] = Parse(text, Container{})
		forms[i] = form(cables[i])
		if len(cables[i].Paragraphs) == 0 || i > 0 && forms[i] == forms[i-1] {
			t.Fatalf("cable %d: nothing to tell it by", i)
		}
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 10 * len(texts) {
				k := i * 7 % len(texts)
				if got := form(Parse(texts[k], Container{})); got != forms[k] {
					t.Errorf("cable %d, read again: %s", k, got)
					return
				}
			}
		})
	}
	wait.Wait()
	for i, c := range cables {
		if got := form(c); got != forms[i] {
			t.Errorf("cable %d has changed: %s", i, got)
		}
	}
}
