package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"reftel/model/library"
	"reftel/model/safe"
)

// mostJumps is how long the history is kept.
const mostJumps = 10_000

// shelves is the kind of database that a shelf is. Steps are never changed once they were published; new ones follow.
var shelves = kind{
	name:        "a shelf (notes, marks and places)",
	application: 0x72667368, // "rfsh"
	migrations: []string{`
CREATE TABLE place (card TEXT PRIMARY KEY, paragraph INTEGER NOT NULL, byte INTEGER NOT NULL, read INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE mark (card TEXT NOT NULL, paragraph INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (card, paragraph)) WITHOUT ROWID;
CREATE TABLE note (card TEXT NOT NULL, paragraph INTEGER NOT NULL, number INTEGER NOT NULL, portion TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (card, paragraph)) WITHOUT ROWID;
CREATE TABLE label (card TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (card, name)) WITHOUT ROWID;
CREATE INDEX label_name ON label (name);
CREATE TABLE flag (card TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE search (name TEXT PRIMARY KEY, query TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE jump (id INTEGER PRIMARY KEY AUTOINCREMENT, card TEXT NOT NULL, paragraph INTEGER NOT NULL, byte INTEGER NOT NULL, at INTEGER NOT NULL)`},
}

// Shelf is a reader's own state in one file. Several programs may have it open at once.
type Shelf struct{ db *database }

var _ library.Shelf = (*Shelf)(nil)

// OpenShelf opens the shelf in a file, and makes one where there is none, for its owner's eyes only.
func OpenShelf(ctx context.Context, path string) (*Shelf, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, explain(path, shelves.name, err)
	}
	if f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600); err == nil { // SQLite would make it readable to all
		_ = f.Close()
	}
	// FULL: what was confirmed has reached the disk.
	db, err := openDatabase(ctx, path, shelves, mode{create: true, synchronous: "FULL", connections: 2})
	if err != nil {
		return nil, err
	}
	return &Shelf{db}, nil
}

// Close ends the use of the shelf.
func (s *Shelf) Close() error { return s.db.explain(s.db.Close()) }

// change is exec for what is about a cable.
func (s *Shelf) change(ctx context.Context, card library.Card, statement string, args ...any) error {
	if card == "" {
		return library.ErrNoCard
	}
	return s.exec(ctx, statement, args...)
}

func (s *Shelf) exec(ctx context.Context, statement string, args ...any) error {
	_, err := s.db.ExecContext(ctx, statement, args...)
	return s.db.explain(err)
}

// Place is where the reader stopped; false where the cable was never opened.
func (s *Shelf) Place(ctx context.Context, card library.Card) (library.Place, bool, error) {
	var p library.Place
	var at int64
	err := s.db.QueryRowContext(ctx, "SELECT paragraph, byte, read, at FROM place WHERE card = ?", card).Scan(&p.Paragraph, &p.Byte, &p.Read, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return library.Place{}, false, nil
	}
	p.When = moment(at)
	return p, err == nil, s.db.explain(err)
}

// SetPlace keeps where the reader stopped.
func (s *Shelf) SetPlace(ctx context.Context, card library.Card, p library.Place) error {
	return s.change(ctx, card, "INSERT OR REPLACE INTO place (card, paragraph, byte, read, at) VALUES (?, ?, ?, ?, ?)", card, p.Paragraph, p.Byte, p.Read, instant(p.When))
}

// mostAsked is how many cards are asked for in one statement.
const mostAsked = 500

// Traces tells of several cables at once; cables without a trace are left out.
func (s *Shelf) Traces(ctx context.Context, cards []library.Card) (map[library.Card]library.Trace, error) {
	traces := map[library.Card]library.Trace{}
	for len(cards) > 0 {
		some := cards[:min(len(cards), mostAsked)]
		cards = cards[len(some):]
		if err := s.traces(ctx, some, traces); err != nil {
			return nil, s.db.explain(err)
		}
	}
	return traces, nil
}

func (s *Shelf) traces(ctx context.Context, cards []library.Card, into map[library.Card]library.Trace) error {
	args := make([]any, len(cards))
	for i, c := range cards {
		args[i] = c
	}
	in := "(VALUES " + strings.TrimSuffix(strings.Repeat("(?),", len(cards)), ",") + ")"
	rows, err := s.db.QueryContext(ctx, `WITH asked(card) AS `+in+`
SELECT card, 'place', CAST(read AS TEXT), 1 FROM place WHERE card IN asked
UNION ALL SELECT card, 'flag', '', 1 FROM flag WHERE card IN asked
UNION ALL SELECT card, 'mark', '', count(*) FROM mark WHERE card IN asked GROUP BY card
UNION ALL SELECT card, 'note', '', count(*) FROM note WHERE card IN asked GROUP BY card
UNION ALL SELECT card, 'label', name, 1 FROM (SELECT card, name FROM label WHERE card IN asked ORDER BY card, name)`, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var card library.Card
		var what, value string
		var n int
		if err := rows.Scan(&card, &what, &value, &n); err != nil {
			return err
		}
		t := into[card]
		switch what {
		case "place":
			t.Opened, t.Read = true, value == "1"
		case "flag":
			t.Flagged = true
		case "mark":
			t.Marks = n
		case "note":
			t.Notes = n
		case "label":
			t.Labels = append(t.Labels, safe.Of(value))
		}
		into[card] = t
	}
	return rows.Err()
}

// holding are the statements behind Cards.
var holding = map[string]string{
	"opened":  "SELECT card FROM place ORDER BY card",
	"read":    "SELECT card FROM place WHERE read ORDER BY card",
	"flagged": "SELECT card FROM flag ORDER BY card",
	"marked":  "SELECT DISTINCT card FROM mark ORDER BY card",
	"note":    "SELECT DISTINCT card FROM note ORDER BY card",
	"label":   "SELECT card FROM label WHERE name = ? ORDER BY card",
}

// Cards lists the cables for which something holds, in the order of their names.
func (s *Shelf) Cards(ctx context.Context, what, name string) ([]library.Card, error) {
	statement, ok := holding[what]
	if !ok {
		return nil, fmt.Errorf("a shelf does not know which cables are %q; it knows read, opened, flagged, marked, note, label", what)
	}
	var args []any
	if what == "label" {
		args = append(args, safe.Of(name).String())
	}
	return collect(ctx, s.db, func(rows *sql.Rows) (c library.Card, err error) {
		return c, rows.Scan(&c)
	}, statement, args...)
}

// SetMark sets or takes away a mark.
func (s *Shelf) SetMark(ctx context.Context, m library.Mark, on bool) error {
	if !on {
		return s.change(ctx, m.Card, "DELETE FROM mark WHERE card = ? AND paragraph = ?", m.Card, m.Paragraph)
	}
	return s.change(ctx, m.Card, "INSERT OR REPLACE INTO mark (card, paragraph, number, at) VALUES (?, ?, ?, ?)", m.Card, m.Paragraph, m.Number, instant(m.When))
}

// Marks lists those of one cable in the order of its paragraphs, or, with an empty card, all, newest first.
func (s *Shelf) Marks(ctx context.Context, card library.Card) ([]library.Mark, error) {
	statement, args := "SELECT card, paragraph, number, at FROM mark WHERE card = ? ORDER BY paragraph", []any{card}
	if card == "" {
		statement, args = "SELECT card, paragraph, number, at FROM mark ORDER BY at DESC, card, paragraph", nil
	}
	return collect(ctx, s.db, func(rows *sql.Rows) (m library.Mark, err error) {
		var at int64
		err = rows.Scan(&m.Card, &m.Paragraph, &m.Number, &at)
		m.When = moment(at)
		return m, err
	}, statement, args...)
}

// SetNote writes or changes a note; an empty text takes it away.
func (s *Shelf) SetNote(ctx context.Context, n library.Note) error {
	if n.Text.Len() > library.LongestNote {
		return library.ErrLongNote
	}
	if strings.TrimSpace(n.Text.String()) == "" {
		return s.change(ctx, n.Card, "DELETE FROM note WHERE card = ? AND paragraph = ?", n.Card, n.Paragraph)
	}
	return s.change(ctx, n.Card, "INSERT OR REPLACE INTO note (card, paragraph, number, portion, title, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		n.Card, n.Paragraph, n.Number, n.Portion.String(), n.Title.String(), n.Text.String(), instant(n.When))
}

// Notes lists those of one cable, or, with an empty card, all, by cable and paragraph.
func (s *Shelf) Notes(ctx context.Context, card library.Card) ([]library.Note, error) {
	return collect(ctx, s.db, func(rows *sql.Rows) (n library.Note, err error) {
		var at int64
		var portion, title, text string
		err = rows.Scan(&n.Card, &n.Paragraph, &n.Number, &portion, &title, &text, &at)
		n.Portion, n.Title, n.Text, n.When = safe.Of(portion), safe.Of(title), safe.TextOf(text), moment(at)
		return n, err
	}, "SELECT card, paragraph, number, portion, title, text, at FROM note WHERE ?1 = '' OR card = ?1 ORDER BY card, paragraph", card)
}

// SetLabel puts a label on a cable, or takes it off.
func (s *Shelf) SetLabel(ctx context.Context, card library.Card, label string, on bool) error {
	label, err := library.CleanLabel(label)
	if err != nil {
		return err
	}
	if !on {
		return s.change(ctx, card, "DELETE FROM label WHERE card = ? AND name = ?", card, label)
	}
	return s.change(ctx, card, "INSERT OR IGNORE INTO label (card, name) VALUES (?, ?)", card, label)
}

// Labels lists all labels by name, with the number of cables that have each.
func (s *Shelf) Labels(ctx context.Context) ([]library.Value, error) {
	return collect(ctx, s.db, func(rows *sql.Rows) (v library.Value, err error) {
		var name string
		err = rows.Scan(&name, &v.Count)
		v.Text = safe.Of(name)
		return v, err
	}, "SELECT name, count(*) FROM label GROUP BY name ORDER BY name")
}

// SetFlag flags a cable, or takes the flag away.
func (s *Shelf) SetFlag(ctx context.Context, card library.Card, on bool) error {
	if !on {
		return s.change(ctx, card, "DELETE FROM flag WHERE card = ?", card)
	}
	return s.change(ctx, card, "INSERT OR IGNORE INTO flag (card) VALUES (?)", card)
}

// Keep keeps a search under a name; an empty query takes it away.
func (s *Shelf) Keep(ctx context.Context, name, query string) error {
	name, err := library.CleanLabel(name)
	if err != nil {
		return err
	}
	query = safe.Of(query).String()
	if strings.TrimSpace(query) == "" {
		return s.exec(ctx, "DELETE FROM search WHERE name = ?", name)
	}
	return s.exec(ctx, "INSERT OR REPLACE INTO search (name, query, at) VALUES (?, ?, ?)", name, query, instant(time.Now()))
}

// Searches lists the searches that were kept, by name.
func (s *Shelf) Searches(ctx context.Context) ([]library.Search, error) {
	return collect(ctx, s.db, func(rows *sql.Rows) (f library.Search, err error) {
		var name, query string
		var at int64
		err = rows.Scan(&name, &query, &at)
		f.Name, f.Query, f.When = safe.Of(name), safe.Of(query), moment(at)
		return f, err
	}, "SELECT name, query, at FROM search ORDER BY name")
}

// Remember adds to the history; its oldest entries go when it grows long.
func (s *Shelf) Remember(ctx context.Context, j library.Jump) error {
	if j.Card == "" {
		return library.ErrNoCard
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.db.explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	done, err := tx.ExecContext(ctx, "INSERT INTO jump (card, paragraph, byte, at) VALUES (?, ?, ?, ?)", j.Card, j.Paragraph, j.Byte, instant(j.When))
	if err != nil {
		return s.db.explain(err)
	}
	if id, err := done.LastInsertId(); err == nil && id > mostJumps {
		if _, err := tx.ExecContext(ctx, "DELETE FROM jump WHERE id <= ?", id-mostJumps); err != nil {
			return s.db.explain(err)
		}
	}
	return s.db.explain(tx.Commit())
}

// History lists the jumps, newest first.
func (s *Shelf) History(ctx context.Context, most int) ([]library.Jump, error) {
	return collect(ctx, s.db, func(rows *sql.Rows) (j library.Jump, err error) {
		var at int64
		err = rows.Scan(&j.Card, &j.Paragraph, &j.Byte, &at)
		j.When = moment(at)
		return j, err
	}, "SELECT card, paragraph, byte, at FROM jump ORDER BY id DESC LIMIT ?", max(most, 0))
}

// collect runs a statement and gathers what scan makes of each row.
func collect[T any](ctx context.Context, db *database, scan func(*sql.Rows) (T, error), statement string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, db.explain(err)
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, db.explain(err)
		}
		all = append(all, v)
	}
	return all, db.explain(rows.Err())
}

// instant is a time as it is stored, in nanoseconds since 1970; 0 for none.
func instant(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
