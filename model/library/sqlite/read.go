package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

var readTx = &sql.TxOptions{ReadOnly: true}

// Read gives one cable whole.
func (a *Archive) Read(ctx context.Context, h library.Handle) (*model.Cable, error) {
	defer a.answering()()
	if _, err := a.index(a.view.Load(), h); err != nil {
		return nil, err
	}
	if c := a.recent.get(h); c != nil {
		return c, ctx.Err()
	}
	r, err := a.record(ctx, h)
	if err != nil {
		return nil, err
	}
	c, err := a.options.Parse(r)
	if err == nil {
		a.recent.put(h, c)
	}
	return c, err
}

// record gives what was received of one cable.
func (a *Archive) record(ctx context.Context, h library.Handle) (library.Record, error) {
	var about, data []byte
	if err := a.db.QueryRowContext(ctx, "SELECT about, data FROM body WHERE row = ?", h).Scan(&about, &data); err != nil {
		return library.Record{}, a.missing(h, err)
	}
	return a.unpack(ctx, h, about, data)
}

func (a *Archive) unpack(ctx context.Context, h library.Handle, about, data []byte) (library.Record, error) {
	decoder, err := a.bodies.get(ctx, a.db)
	if err != nil {
		return library.Record{}, err
	}
	var r library.Record
	if about, err = unseal(about); err == nil {
		if r.About, err = aboutOf(about); err == nil {
			r.Received, err = decoder.DecodeAll(data, nil)
		}
	}
	if err != nil {
		return r, a.db.errorf(library.ErrCorrupt, "cable %d of the archive is damaged (%v); import the file that it came from again into a new folder, or restore a backup", h, err)
	}
	return r, nil
}

// packed is what the database has of a cable.
type packed struct{ about, data []byte }

// packedOf gives what the database has of several cables, in the order of their rows. Of one that is missing there is
// nothing.
func (a *Archive) packedOf(ctx context.Context, rows []int) ([]packed, error) {
	args := make([]any, len(rows))
	at := make(map[int]int, len(rows))
	for i, r := range rows {
		args[i], at[r] = r, i
	}
	found, err := a.db.QueryContext(ctx, "SELECT row, about, data FROM body WHERE row IN (?"+strings.Repeat(",?", len(args)-1)+")", args...)
	if err != nil {
		return nil, a.db.explain(err)
	}
	defer func() { _ = found.Close() }()
	all := make([]packed, len(rows))
	for found.Next() {
		var row int
		var p packed
		if err := found.Scan(&row, &p.about, &p.data); err != nil {
			return nil, a.db.explain(err)
		}
		all[at[row]] = p
	}
	return all, a.db.explain(found.Err())
}

// records gives what was received of several cables, in the order of their rows. Of one that is damaged it gives nothing:
// it can be listed, and reading it tells why.
func (a *Archive) records(ctx context.Context, rows []int) ([]library.Record, error) {
	found, err := a.packedOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	all := make([]library.Record, len(rows))
	for i, p := range found {
		r, err := a.unpack(ctx, library.Handle(rows[i]), p.about, p.data)
		if err == nil {
			all[i] = r
		} else if !errors.Is(err, library.ErrCorrupt) {
			return nil, err
		}
	}
	return all, nil
}

// missing explains why a row that has to be there was not read.
func (a *Archive) missing(h library.Handle, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return a.db.errorf(library.ErrCorrupt, "cable %d is missing from the archive; restore it from a backup, or import again into a new folder", h)
	}
	return a.db.explain(err)
}

// damagedEntry stands in a list for an entry that cannot be read.
var damagedEntry = safe.Of("(this entry of the archive is damaged)")

// mostRows is how many entries are asked for in one statement.
const mostRows = 256

// Entries gives what lists show of some cables, in the order of the handles; one that is gone is left out.
func (a *Archive) Entries(ctx context.Context, handles []library.Handle) ([]library.Entry, error) {
	defer a.answering()()
	return a.entriesOf(ctx, a.view.Load(), handles)
}

func (a *Archive) entriesOf(ctx context.Context, v *view, handles []library.Handle) ([]library.Entry, error) {
	entries := make([]library.Entry, 0, len(handles))
	for len(handles) > 0 {
		some := handles[:min(len(handles), mostRows)]
		handles = handles[len(some):]
		var err error
		if entries, err = a.entries(ctx, v, some, entries); err != nil {
			return nil, err
		}
	}
	return entries, ctx.Err()
}

func (a *Archive) entries(ctx context.Context, v *view, handles []library.Handle, into []library.Entry) ([]library.Entry, error) {
	args := make([]any, 0, len(handles))
	for _, h := range handles {
		if h >= 1 && int(h) <= v.len() {
			args = append(args, int64(h))
		}
	}
	if len(args) == 0 {
		return into, nil
	}
	decoder, err := a.bodies.get(ctx, a.db)
	if err != nil {
		return nil, err
	}
	rows, err := a.db.QueryContext(ctx, "SELECT row, data FROM entry WHERE row IN (?"+strings.Repeat(",?", len(args)-1)+")", args...)
	if err != nil {
		return nil, a.db.explain(err)
	}
	defer func() { _ = rows.Close() }()
	found := make(map[library.Handle]library.Entry, len(args))
	var data sql.RawBytes
	var plain []byte
	for rows.Next() {
		var h library.Handle
		if err := rows.Scan(&h, &data); err != nil {
			return nil, a.db.explain(err)
		}
		var e library.Entry
		if e, plain, err = unpackEntry(data, plain, decoder); err != nil { // the list goes on without it; reading it tells the same
			e = library.Entry{Title: damagedEntry, TitleMade: true}
		}
		e.Handle = h
		if n := len(v.versions().of(v.columns.key[h-1])); n > 1 {
			e.Versions = n - 1
		}
		found[h] = e
	}
	if err := rows.Err(); err != nil {
		return nil, a.db.explain(err)
	}
	for _, h := range handles {
		if e, ok := found[h]; ok {
			into = append(into, e)
		}
	}
	return into, nil
}

// Find gives the versions of a cable: whole ones before extracts, then the one with the most paragraphs, then as found.
func (a *Archive) Find(ctx context.Context, key model.Key) ([]library.Handle, error) {
	defer a.answering()()
	v := a.view.Load()
	return a.versions(ctx, v, v.pack(key))
}

func (a *Archive) versions(ctx context.Context, v *view, packed uint64) ([]library.Handle, error) {
	at := v.versions().of(packed)
	slices.Reverse(at)
	all := handlesOf(at)
	if len(all) < 2 {
		return all, ctx.Err()
	}
	entries, err := a.entriesOf(ctx, v, all)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(a, b library.Entry) int {
		switch {
		case a.Partial != b.Partial && a.Partial:
			return 1
		case a.Partial != b.Partial:
			return -1
		}
		return b.Paragraphs - a.Paragraphs
	})
	for i, e := range entries {
		all[i] = e.Handle
	}
	return all, ctx.Err()
}

// Cites lists what a cable refers to, each once and without itself.
func (a *Archive) Cites(ctx context.Context, h library.Handle) ([]library.Citation, error) {
	defer a.answering()()
	c, err := a.Read(ctx, h)
	if err != nil {
		return nil, err
	}
	v := a.view.Load()
	var all []library.Citation
	for _, r := range c.References {
		if r.ID.Zero() || r.ID.Equal(c.ID) || slices.ContainsFunc(all, func(c library.Citation) bool { return c.Key == r.ID.Key() }) {
			continue
		}
		cited := library.Citation{Key: r.ID.Key(), ID: r.ID}
		held, err := a.versions(ctx, v, v.pack(cited.Key))
		if err != nil {
			return nil, err
		}
		if len(held) > 0 {
			cited.Handle, cited.Held = held[0], true
		}
		all = append(all, cited)
	}
	return all, nil
}

// CitedBy lists the cables that refer to one, oldest first. A cable that refers to itself is left out.
func (a *Archive) CitedBy(ctx context.Context, key model.Key) ([]library.Handle, error) {
	defer a.answering()()
	v := a.view.Load()
	return handlesOf(v.oldestFirst(v.citing(v.pack(key)))), ctx.Err()
}

// citing gives the cables that refer to one, as found. All references are looked through: there are few per cable, and
// a thousand cables take a microsecond.
func (v *view) citing(packed uint64) []int {
	if packed == 0 {
		return nil
	}
	var all []int
	at := 0
	for i, r := range v.columns.refs.values {
		if r != packed {
			continue
		}
		for v.columns.refs.end[at] <= uint32(i) {
			at++
		}
		if v.columns.key[at] != packed && (len(all) == 0 || all[len(all)-1] != at) {
			all = append(all, at)
		}
	}
	return all
}

func (v *view) oldestFirst(at []int) []int {
	slices.SortStableFunc(at, func(a, b int) int { return older(v.columns.created[a], v.columns.created[b]) })
	return at
}
