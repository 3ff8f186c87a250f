package sqlite

import (
	"bytes"
	"context"
	"sync"

	"github.com/klauspost/compress/zstd"

	"reftel/model/library"
)

// Bodies are compressed one by one, so that one can be read without others, with a dictionary: some cables
// of the archive's own, one after the other. That was measured on a dump of 251,287 beside a trained dictionary of the
// same size, which takes seconds to make and compresses less (3.22 to 3.34 times; 2.2 without), and beside the next
// level (3.46 at a third of the speed).
const (
	dictionaryFrom = 512     // cables that it is chosen from
	dictionaryOf   = 24      // of these, as many are taken at most
	dictionarySize = 112_000 // bytes
	fewest         = 64      // cables, below which none is made
)

// dictionaryOfBodies picks cables evenly, the beginning of each, and gives nothing where there are too few.
func dictionaryOfBodies(bodies [][]byte) []byte {
	if len(bodies) < fewest {
		return nil
	}
	var b bytes.Buffer
	for i := range dictionaryOf {
		body := bodies[i*len(bodies)/dictionaryOf]
		b.Write(body[:min(len(body), dictionarySize/dictionaryOf*2)])
		if b.Len() >= dictionarySize {
			break
		}
	}
	return b.Bytes()[:min(b.Len(), dictionarySize)]
}

// packer compresses, with a dictionary if there is one. It is for one goroutine: its tables are in the cache of a core.
func packer(id uint32, dictionary []byte) (*zstd.Encoder, error) {
	options := []zstd.EOption{zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1)}
	if len(dictionary) > 0 {
		options = append(options, zstd.WithEncoderDictRaw(id, dictionary))
	}
	return zstd.NewWriter(nil, options...)
}

// unpacker undoes it, with whichever dictionary was used. Dictionaries are loaded when they are first needed.
type unpacker struct {
	mu      sync.Mutex
	decoder *zstd.Decoder
	known   int // dictionaries
}

// most that one body may have when it is unpacked; a damaged one must not fill the memory.
const mostBody = 128 << 20

func (u *unpacker) get(ctx context.Context, db *database) (*zstd.Decoder, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.decoder != nil {
		return u.decoder, nil
	}
	return u.load(ctx, db)
}

// renew loads the dictionaries again, if there are more of them now.
func (u *unpacker) renew(ctx context.Context, db *database) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.decoder == nil {
		return nil
	}
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM dictionary").Scan(&n); err != nil || n == u.known {
		return err
	}
	_, err := u.load(ctx, db)
	return err
}

func (u *unpacker) load(ctx context.Context, db *database) (*zstd.Decoder, error) {
	rows, err := db.QueryContext(ctx, "SELECT id, data FROM dictionary ORDER BY id")
	if err != nil {
		return nil, db.explain(err)
	}
	defer func() { _ = rows.Close() }()
	options := []zstd.DOption{zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(mostBody), zstd.WithDecoderLowmem(true)}
	n := 0
	for rows.Next() {
		var id uint32
		var data []byte
		if err := rows.Scan(&id, &data); err != nil {
			return nil, db.explain(err)
		}
		data, err := unseal(data)
		if err != nil {
			return nil, db.errorf(library.ErrCorrupt, "dictionary %d of the archive is damaged; restore it from a backup, or import again into a new folder", id)
		}
		options = append(options, zstd.WithDecoderDictRaw(id, data))
		n++
	}
	if err := rows.Err(); err != nil {
		return nil, db.explain(err)
	}
	decoder, err := zstd.NewReader(nil, options...)
	if err != nil {
		return nil, err
	}
	u.decoder, u.known = decoder, n
	return decoder, nil
}
