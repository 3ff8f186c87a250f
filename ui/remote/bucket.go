package remote

import "time"

// bucket is what may pass at once, and how fast it fills again.
type bucket struct {
	rate, most float64 // a second; at once
	level      float64
	at         time.Time
}

func newBucket(rate, most int, now time.Time) bucket {
	return bucket{rate: float64(rate), most: float64(most), level: float64(most), at: now}
}

// fill brings the bucket up to date.
func (b *bucket) fill(now time.Time) {
	if d := now.Sub(b.at); d > 0 {
		b.level = min(b.level+d.Seconds()*b.rate, b.most)
	}
	b.at = now
}

// take takes n if there is as much.
func (b *bucket) take(n int, now time.Time) bool {
	b.fill(now)
	if b.level < float64(n) {
		return false
	}
	b.level -= float64(n)
	return true
}

// owe takes n whether it is there or not, and tells how long to wait until it is.
func (b *bucket) owe(n int, now time.Time) time.Duration {
	b.fill(now)
	b.level -= float64(n)
	if b.level >= 0 {
		return 0
	}
	return time.Duration(-b.level / b.rate * float64(time.Second))
}
