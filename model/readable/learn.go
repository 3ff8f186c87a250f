package readable

import (
	"reftel/model"
	"reftel/model/vocab"
)

// lesson is how a cable writes a word where it is not all capitals.
type lesson struct {
	seen   [3]uint8 // how often small, with a capital, in capitals
	person bool     // it stood where a surname stands
}

// forget drops what was learned.
func (k *caser) forget() { clear(k.learned) }

// learn reads those texts of a cable that are not all capitals.
func (k *caser) learn(c *model.Cable) {
	k.forget()
	mixed, capitals := false, false
	for i := range c.Paragraphs {
		if Capitals(c.Paragraphs[i].Text.String()) {
			capitals = true
		} else if c.Paragraphs[i].Text.Len() > 40 {
			mixed = true
		}
	}
	for i := range c.Sections {
		capitals = capitals || Capitals(c.Sections[i].Title.String())
	}
	title, _ := c.Title()
	capitals = capitals || Capitals(title.String())
	if !capitals || !mixed {
		return
	}
	for i := range c.Paragraphs {
		if p := &c.Paragraphs[i]; p.Text.Len() > 40 && !Capitals(p.Text.String()) {
			k.lessons(p.Text.String(), p.Blocks)
		}
	}
}

// lessons learns from a text in small letters. The first word of a sentence teaches nothing.
func (k *caser) lessons(s string, blocks []model.Block) {
	if k.learned == nil {
		k.learned = make(map[uint32]lesson, 512)
	}
	k.scan(s, blocks)
	for i := range k.tokens {
		t := &k.tokens[i]
		word := s[t.start:t.end]
		if len(word) < 2 || t.digits || t.dotted || t.broken {
			continue
		}
		m := capitalsOf(word)
		how := masked
		switch {
		case m == 0:
			how = small
		case m == 1:
			if t.first || t.before == mark {
				continue
			}
			how = capital
		case m == 1<<min(len(word), 63)-1:
			how = upper
		}
		if how == masked {
			continue
		}
		h := hashOf(word)
		kinds := k.kindsOf(word, h)
		if how == upper && (kinds&kindWord != 0 && k.loud(s, i) || kinds&kindName != 0 || vocab.IsStation([]byte(word))) {
			continue // "END SUMMARY", "CAIRO 123"
		}
		l := k.learned[h]
		if l.seen[how] < 255 {
			l.seen[how]++
		}
		k.learned[h] = l
	}
}

// kindsOf is what the tables know of a word.
func (k *caser) kindsOf(word string, h uint32) kind {
	if e := k.words.find(word, h); e != nil {
		return e.kinds
	}
	return 0
}

// loud tells whether a word beside token i is in capitals too, so that it says nothing that token i is.
func (k *caser) loud(s string, i int) bool {
	for _, j := range [...]int{i - 1, i + 1} {
		if w := k.word(s, j); len(w) > 1 && !mixedCase(w) && w[0] >= 'A' {
			return true
		}
	}
	return false
}

// lessonOf is the form that the cable itself gives to a word, where it is of one mind.
func (k *caser) lessonOf(t *token) (form, bool) {
	if len(k.learned) == 0 {
		return 0, false
	}
	l, ok := k.learned[t.hash]
	if !ok {
		return 0, false
	}
	t.person = l.person
	best, all := small, 0
	for f, n := range l.seen {
		all += int(n)
		if n > l.seen[best] {
			best = form(f)
		}
	}
	if t.kinds&kindWord != 0 && best != small && (l.seen[best] < 3 || int(l.seen[best]) < all) { // a part of some name, more likely
		return 0, false
	}
	if int(l.seen[best])*4 < all*3 || t.kinds&(kindTitle|kindMonthish) != 0 && best != upper {
		return 0, false
	}
	return best, true
}

// remember teaches that a word is written in a form, in this text and in the others of the cable.
func (k *caser) remember(h uint32, f form) {
	for i := range k.tokens {
		if t := &k.tokens[i]; t.hash == h && t.form != masked && !t.digits && !t.dotted {
			t.form, t.plain, t.person = f, true, f == capital
		}
	}
	if k.learned == nil {
		k.learned = make(map[uint32]lesson, 512)
	}
	l := k.learned[h]
	l.seen[f] = min(l.seen[f], 250) + 4
	l.person = l.person || f == capital
	k.learned[h] = l
}
