package memory

import (
	"fmt"
	"sync"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
)

// question is a query with what it needs of the whole collection: which rows cite a cable, which it cites.
type question struct {
	query    query.Query
	matcher  *query.Matcher
	ahead    query.Query // the same, in an order in which it is soon refused
	rows     []row
	places   []place
	files    []File
	odds     []uint32
	wanted   map[query.Word]*wanted
	codes    []uint32
	names    []string
	markings []model.Marking
	citing   map[string]map[int32]bool     // of ref: the rows, by value
	cited    map[string]map[model.Key]bool // of citedby: the keys, by value
	nameless map[int32]library.Card
	cards    bool // it asks for cards
	units    bool // it is asked of paragraphs
}

// question prepares a query. One that asks a reader's shelf and was not resolved cannot be answered.
func (l *Library) question(q query.Query) (*question, error) {
	if f, left := q.Unresolved(); left {
		return nil, fmt.Errorf("%w: %s asks what you did with a cable, which a collection does not know", library.ErrSyntax, f)
	}
	m, err := query.NewMatcher(q)
	if err != nil {
		return nil, err
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	k := &question{
		query: q, matcher: m, ahead: arranged(q), rows: l.rows[:len(l.rows):len(l.rows)],
		places: l.places[:len(l.places):len(l.places)], files: l.files[:len(l.files):len(l.files)], odds: l.odds.of, codes: l.flat.codes, names: l.names.all, markings: l.names.markings,
		citing: map[string]map[int32]bool{}, cited: map[string]map[model.Key]bool{}, units: q.OfParagraphs(),
	}
	query.Walk(q.Root, func(n query.Node) {
		switch n := n.(type) {
		case query.Cards:
			k.cards = true
		case query.Field:
			id, ok := n.ID()
			switch {
			case !ok:
			case n.Name == query.FieldRef:
				set := map[int32]bool{}
				for _, at := range l.citing[id.Key()] {
					set[at] = true
				}
				k.citing[n.Value] = set
			case n.Name == query.FieldCitedBy:
				set := map[model.Key]bool{}
				for _, at := range l.versionsOf(id.Key()) {
					for _, ref := range l.refs(l.rows[at]) {
						set[ref.Key()] = true
					}
				}
				k.cited[n.Value] = set
			}
		}
	})
	var words []query.Word
	query.Walk(q.Root, func(n query.Node) {
		if f, ok := n.(query.Field); ok {
			words = append(words, f.Words...)
		}
	})
	k.wanted = l.odds.wanted(append(words, m.Terms()...))
	if k.cards {
		k.nameless = make(map[int32]library.Card, len(l.nameless))
		for at, card := range l.nameless {
			k.nameless[at] = card
		}
	}
	return k, nil
}

// known is what the columns say of a query for one row.
func (k *question) known(at int32, r *reader) query.Answer {
	return k.ahead.Known(&knower{question: k, reader: r, at: at})
}

// knower says what is known of a row from the columns and, where they are read, from its bytes.
type knower struct {
	question *question
	reader   *reader
	at       int32
	received []byte // nil where they are not read
}

// Field answers a field as far as it is known. The words of names stand in the head, as all words of it do.
func (k *knower) Field(f query.Field) query.Answer {
	known := k.question.field(k.at, f, k.reader)
	if known == query.Unknown {
		for _, w := range f.Words {
			if !k.May(w) {
				return query.No
			}
		}
	}
	return known
}

// OnShelf tells whether the cable is in a set of cards.
func (k *knower) OnShelf(set map[string]bool) bool { return set[k.question.card(k.at)] }

// May tells whether a word may stand in the cable.
func (k *knower) May(w query.Word) bool {
	if k.received == nil {
		return true
	}
	odd := k.question.rows[k.at].odd
	if odd.n == unknownOdds {
		return true
	}
	return k.question.wanted[w].in(k.question.odds[odd.from:odd.from+odd.n], k.received)
}

func (k *question) card(at int32) string {
	if id := k.rows[at].id; !id.Zero() {
		return string(library.CardOfKey(id))
	}
	return string(k.nameless[at])
}

func answer(yes bool) query.Answer {
	if yes {
		return query.Yes
	}
	return query.No
}

// field answers a field from the columns; unknown where only the cable can tell.
func (k *question) field(at int32, f query.Field, r *reader) query.Answer {
	row := &k.rows[at]
	switch f.Name {
	case query.FieldID:
		return answer(f.HoldsID(row.id))
	case query.FieldPost:
		return answer(f.HoldsText(row.id.Station))
	case query.FieldTag:
		return answer(k.holdsCode(f, row.tags))
	case query.FieldCaption:
		return answer(k.holdsCode(f, row.captions))
	case query.FieldClass:
		return answer(f.HoldsMarking(k.markings[row.marking]))
	case query.FieldSubject:
		return answer(!row.made && f.HoldsWords(safe.Of(row.title)))
	case query.FieldSent, query.FieldYear, query.FieldAfter, query.FieldBefore:
		return answer(f.HoldsTime(row.when()))
	case query.FieldHas, query.FieldIs:
		return answer(row.traits&f.Trait() != 0)
	case query.FieldIn:
		return answer(f.HoldsPath(safe.Of(k.names[row.path])))
	case query.FieldRef:
		return answer(k.citing[f.Value][at])
	case query.FieldCitedBy:
		id, _ := f.ID()
		return answer(!row.id.Zero() && id.Key() != row.id.Key() && k.cited[f.Value][row.id.Key()])
	case query.FieldFrom:
		if f.HoldsWords(safe.Of(k.names[row.origin])) {
			return query.Yes
		}
		if r.has(at) {
			return answer(f.HoldsWords(r.people[at].from...))
		}
	case query.FieldTo:
		if r.has(at) {
			return answer(f.HoldsWords(r.people[at].to...))
		}
	case query.FieldAuthor:
		if r.has(at) {
			return answer(f.HoldsWords(r.people[at].author...))
		}
	}
	return query.Unknown
}

func (k *question) holdsCode(f query.Field, s span) bool {
	for _, n := range k.codes[s.from : s.from+s.n] {
		if f.HoldsText(k.names[n]) {
			return true
		}
	}
	return false
}

// asked answers the fields of a query for one unit of one row.
type asked struct {
	question *question
	reader   *reader
	at       int32
	cable    *model.Cable // where it was read
	unit     model.ParagraphIndex
	mark     model.Marking
}

// of asks for a unit of the cable that was read.
func (a *asked) of(unit model.ParagraphIndex) query.Asked {
	a.unit, a.mark = unit, model.Marking{}
	if unit >= 0 {
		a.mark = a.cable.Paragraphs[unit].Mark
	}
	return a
}

// Holds answers a field from the columns, or from the cable.
func (a *asked) Holds(f query.Field) bool {
	switch a.question.field(a.at, f, a.reader) {
	case query.Yes:
		return true
	case query.Unknown:
		return a.cable != nil && query.Facts{Cable: a.cable}.Holds(f)
	}
	return false
}

// Marked answers for the marking of the paragraph; the head has none.
func (a *asked) Marked(f query.Field) bool { return a.unit >= 0 && f.HoldsMarking(a.mark) }

// OnShelf tells whether the cable is in a set of cards.
func (a *asked) OnShelf(set map[string]bool) bool { return set[a.question.card(a.at)] }

// tools are what one goroutine needs to match cables again and again.
type tools struct {
	seen query.Seen
	scan query.Scanner
}

var toolbox = sync.Pool{New: func() any { return new(tools) }}
