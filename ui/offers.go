package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"reftel/model/library"
	"reftel/model/query"
	"reftel/ui/page"
	"reftel/ui/theme"
)

// offers are what could stand in the place of what is being typed in a query.
type offers struct {
	text   string // for which they are
	at     int    // with the cursor there
	what   query.Completion
	rows   []offer
	cursor int
}

// offer is one of them, with what it means.
type offer struct{ put, help string }

// offered are the values that a collection has for a field.
type offered struct {
	text   string
	at     int
	values []library.Value
}

const (
	mostOffers   = 8
	offersWithin = 300 * time.Millisecond
)

// offer finds what could be typed here. Values of the collection come later.
func (m *Model) offer(text string, at int) tea.Cmd {
	c := query.Complete(text, at)
	m.offers = nil
	if c.Kind == query.CompleteNothing || c.Kind == query.CompleteWord && len(c.Prefix) == 0 {
		return nil
	}
	o := &offers{text: text, at: at, what: c}
	for _, p := range c.Proposals() {
		o.rows = append(o.rows, offer{p.Text, p.Help})
	}
	m.offers = o
	if c.Kind != query.CompleteValue || len(o.rows) > 0 {
		return nil
	}
	lib, shelf := m.lib.lib, m.desk.shelf
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), offersWithin)
		defer cancel()
		own, err := ownValues(ctx, shelf, c)
		if err != nil {
			return nil // what is offered is a help, and its want no trouble
		}
		values, err := lib.Values(ctx, c.Field, c.Prefix, mostOffers)
		if err != nil {
			return nil
		}
		return offered{text, at, append(own, values...)}
	}
}

// ownValues are the values of a field that are the reader's own: labels, with how many cables have each, and saved
// searches, with what they ask.
func ownValues(ctx context.Context, shelf library.Shelf, c query.Completion) ([]library.Value, error) {
	var all []library.Value
	switch c.Field {
	case query.FieldLabel:
		labels, err := shelf.Labels(ctx)
		if err != nil {
			return nil, err
		}
		all = labels
	case query.FieldIn:
		searches, err := shelf.Searches(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range searches {
			all = append(all, library.Value{Text: s.Name, Label: s.Query, Count: -1})
		}
	}
	begins := strings.ToLower(c.Prefix)
	return slices.DeleteFunc(all, func(v library.Value) bool {
		return !strings.HasPrefix(strings.ToLower(v.Text.String()), begins)
	}), nil
}

// showOffered takes the values of a collection.
func (m *Model) showOffered(msg offered) {
	if m.prompt == nil || m.offers == nil || m.offers.text != msg.text || m.offers.at != msg.at {
		return
	}
	for _, v := range msg.values {
		help := thousands(v.Count)
		if v.Count < 0 { // it takes a search to know
			help = v.Label.String()
		} else if !v.Label.Empty() {
			help += "  " + v.Label.String()
		}
		m.offers.rows = append(m.offers.rows, offer{query.Quoted(v.Text.String()), help})
	}
}

// completeQuery puts in what is offered; where nothing is, what is proposed for what is wrong.
func (m *Model) completeQuery(text string, at int) (string, int) {
	o := m.offers
	if o == nil || o.cursor >= len(o.rows) || o.text != text || o.at != at {
		if e := m.mistake.at; e != nil && e.Propose != "" && e.At+e.Len <= len(text) {
			fixed := e.Fixed(text)
			return fixed, len(fixed)
		}
		return text, at
	}
	put := o.rows[o.cursor].put
	if o.what.Kind == query.CompleteValue && at == len(text) {
		put += " "
	}
	return o.what.Apply(text, put)
}

// none tells whether nothing is offered.
func (o *offers) none() bool { return o == nil || len(o.rows) == 0 }

// turnOffers chooses another offer.
func (m *Model) turnOffers(by int) {
	if m.offers != nil && len(m.offers.rows) > 0 {
		n := min(len(m.offers.rows), mostOffers)
		m.offers.cursor = (m.offers.cursor + by + n) % n
	}
}

// draw gives the lines of the offers, at most so many.
func (o *offers) draw(t *theme.Theme, width, most int) []string {
	if o == nil || len(o.rows) == 0 || most < 1 || width < 20 {
		return nil
	}
	rows := o.rows[:min(len(o.rows), mostOffers, most)]
	put := 0
	for _, r := range rows {
		put = max(put, page.Width(r.put))
	}
	put = min(put, width/2)
	out := []string{t.Paint(theme.Divider, repeat(t.Glyphs.Rule, width))}
	for i, r := range rows {
		line := page.Fit("  "+page.Fit(r.put, put, t.Glyphs.Ellipsis)+"  "+r.help, width, t.Glyphs.Ellipsis)
		if i == o.cursor {
			line = t.Paint(theme.Selected, line)
		}
		out = append(out, line)
	}
	return out
}
