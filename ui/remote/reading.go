package remote

import (
	"context"

	"reftel/model"
	"reftel/model/library"
)

// reading is the library as one session asks it: nothing is asked for longer than the limit, or after the session has
// ended; and what is opened is told to the log if the server is set to.
type reading struct {
	library.Files
	server *Server
	one    *session
	ctx    context.Context // of the session
}

func (s *Server) library(ctx context.Context, one *session) library.Files {
	return &reading{s.config.Library, s, one, ctx}
}

// within bounds a question by the session and by the limit.
func (r *reading) within(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.server.config.Limits.Query, errQuery)
	stop := context.AfterFunc(r.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// Read gives one cable whole.
func (r *reading) Read(ctx context.Context, at library.Position) (*model.Cable, error) {
	ctx, done := r.within(ctx)
	defer done()
	c, err := r.Files.Read(ctx, at)
	if err == nil && r.server.config.LogOpened {
		r.one.log.Info("opened", "cable", c.ID.String())
	}
	return c, err
}

// Search lists paragraphs.
func (r *reading) Search(ctx context.Context, query string, most int) ([]library.Hit, error) {
	if r.server.config.LogQueries {
		r.one.log.Info("searched", "query", clean(query))
	}
	ctx, done := r.within(ctx)
	defer done()
	return r.Files.Search(ctx, query, most)
}
