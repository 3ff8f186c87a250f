package sqlite

import (
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"

	"reftel/model"
	"reftel/model/library"
	"reftel/model/safe"
)

// prepared is a cable as it is written.
type prepared struct {
	facts              facts
	entry, about, body []byte
	repaired           bool
}

// work prepares batches. One thing is done to all cables of a batch before the next: each has tables that fill the
// processor's cache.
func (im *importer) work() {
	var cables []*model.Cable
	var t texts
	var block []byte
	pause := im.pause()
	var pack *zstd.Encoder
	for b := range im.jobs {
		if pack == nil { // the dictionary is there before the first batch
			var err error
			if pack, err = packer(1, im.dict); err != nil {
				im.fail(err)
				continue
			}
		}
		cables = cables[:0]
		for _, r := range b.records {
			pause()
			cables = append(cables, im.parse(r))
		}
		if b.indexed == nil {
			b.prepared = make([]prepared, len(b.records))
			bodies := make([]byte, 0, b.size/2)
			for i, r := range b.records {
				pause()
				bodies = prepare(&b.prepared[i], r, cables[i], pack, bodies)
			}
		}
		for i, c := range cables {
			if b.indexed != nil {
				t.add(b.indexed[i]-1, c)
			} else {
				t.add(b.first+i-1, c)
			}
		}
		if len(cables) > 0 {
			block = t.block(block)
			b.texts = s2.Encode(nil, block)
		}
		close(b.ready)
	}
}

// parse reads a cable. One that the parser fails on is kept all the same.
func (im *importer) parse(r library.Record) *model.Cable {
	c, err := im.a.options.Parse(r)
	if err != nil {
		c = &model.Cable{Received: r.Received, Source: model.Source{Path: safe.Of(r.About.Path), Format: model.FormatUnknown, Offset: r.About.Offset}}
		c.SetFallbackTitle(safe.Of(err.Error()))
		c.Diagnostics = append(c.Diagnostics, model.Diagnostic{Kind: "parser-failed", Line: 1, Message: safe.Of(err.Error())})
	}
	return c
}

// prepare does to one cable all that does not need the others. Its body goes behind others, and all of them are given
// back: a piece of memory for each is more work.
func prepare(p *prepared, r library.Record, c *model.Cable, pack *zstd.Encoder, bodies []byte) []byte {
	p.facts, p.repaired = factsOf(c), len(c.Diagnostics) > 0
	p.entry, p.about = packEntry(c), seal(appendAbout(nil, &r.About))
	n := len(bodies)
	bodies = pack.EncodeAll(r.Received, bodies)
	p.body = bodies[n:len(bodies):len(bodies)]
	return bodies
}
