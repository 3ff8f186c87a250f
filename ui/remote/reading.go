package remote

import (
	"context"
	"slices"
	"strings"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/query"
	"reftel/model/safe"
)

// reading is the library as one session asks it: nothing is asked for longer than the limit, or after the session has
// ended; and what is opened is told to the log if the server is set to.
type reading struct {
	library.Library
	server *Server
	one    *session
	ctx    context.Context // of the session
}

func (s *Server) library(ctx context.Context, one *session) library.Library {
	return &reading{s.config.Library, s, one, ctx}
}

// Name is what the collection is called. Where it lies on the server is nobody's business but its keeper's.
func (r *reading) Name() safe.Line {
	if n := r.server.config.Name; !n.Empty() {
		return n
	}
	return bare(r.Library.Name())
}

// State is how far the collection has come. What could not be read concerns its keeper.
func (r *reading) State() library.State {
	s := r.Library.State()
	s.Problems = nil
	return s
}

// bare is the last part of a path.
func bare(path safe.Line) safe.Line {
	s := strings.TrimRight(path.String(), "/")
	return safe.Of(s[strings.LastIndexByte(s, '/')+1:])
}

// bared leaves the folders out of the names of entries.
func bared(entries []library.Entry) []library.Entry {
	for i := range entries {
		if strings.Contains(entries[i].Name.String(), "/") {
			entries = slices.Clone(entries) // which may be the library's own
			for j := i; j < len(entries); j++ {
				entries[j].Name = bare(entries[j].Name)
			}
			break
		}
	}
	return entries
}

// within bounds a question by the session and by the limit.
func (r *reading) within(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.server.config.Limits.Query, errQuery)
	stop := context.AfterFunc(r.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// Read gives one cable whole.
func (r *reading) Read(ctx context.Context, at library.Handle) (*model.Cable, error) {
	ctx, done := r.within(ctx)
	defer done()
	c, err := r.Library.Read(ctx, at)
	if err != nil {
		return nil, err
	}
	if r.server.config.LogOpened {
		r.one.log.Info("opened", "cable", c.ID.String(), "name", bare(c.Source.Path).String())
	}
	if strings.Contains(c.Source.Path.String(), "/") {
		own := *c // which others read too
		own.Source.Path = bare(own.Source.Path)
		c = &own
	}
	return c, nil
}

// Page lists rows of a request. A query is told to the log once, with the beginning of its list, if the server is set to.
func (r *reading) Page(ctx context.Context, q library.Request, from, to int) (library.Page, error) {
	if r.server.config.LogQueries && q.Query.Root != nil && from == 0 {
		r.one.log.Info("searched", "query", clean(q.Query.Text))
	}
	ctx, done := r.within(ctx)
	defer done()
	p, err := r.Library.Page(ctx, q, from, to)
	p.Entries = bared(p.Entries)
	return p, err
}

// Sofar gives what was found so far of a list that was asked for, where the collection tells it.
func (r *reading) Sofar(ctx context.Context, q library.Request, to int) (library.Page, float64, bool, error) {
	lib, ok := r.Library.(interface {
		Sofar(ctx context.Context, r library.Request, to int) (library.Page, float64, bool, error)
	})
	if !ok {
		return library.Page{}, 0, false, nil
	}
	ctx, done := r.within(ctx)
	defer done()
	p, part, ok, err := lib.Sofar(ctx, q, to)
	p.Entries = bared(p.Entries)
	return p, part, ok, err
}

// Count is how many cables a query finds.
func (r *reading) Count(ctx context.Context, q query.Query) (int, error) {
	ctx, done := r.within(ctx)
	defer done()
	return r.Library.Count(ctx, q)
}

// Facets counts what a query finds by each facet.
func (r *reading) Facets(ctx context.Context, q query.Query, facets []library.Facet, most int) (map[library.Facet][]library.Value, error) {
	ctx, done := r.within(ctx)
	defer done()
	return r.Library.Facets(ctx, q, facets, most)
}

// Histogram counts what a query finds by month.
func (r *reading) Histogram(ctx context.Context, q query.Query) ([]library.Month, error) {
	ctx, done := r.within(ctx)
	defer done()
	return r.Library.Histogram(ctx, q)
}

// Entries gives what lists show of some cables.
func (r *reading) Entries(ctx context.Context, handles []library.Handle) ([]library.Entry, error) {
	ctx, done := r.within(ctx)
	defer done()
	entries, err := r.Library.Entries(ctx, handles)
	return bared(entries), err
}
