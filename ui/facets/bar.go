package facets

import (
	"strconv"
	"strings"
)

// Bar is a bar for n of most, at most width columns long: full blocks and, where the glyphs have them, a part of one.
// What is there at all shows at least the smallest part. The blocks go from the smallest part to the full one.
func Bar(n, most, width int, blocks []string) string {
	if n <= 0 || most <= 0 || width <= 0 || len(blocks) == 0 {
		return ""
	}
	parts := len(blocks)
	filled := max((min(n, most)*width*parts+most/2)/most, 1)
	bar := strings.Repeat(blocks[parts-1], filled/parts)
	if rest := filled % parts; rest > 0 {
		bar += blocks[rest-1]
	}
	return bar
}

// Thousands writes a number as people read it: 251,287.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
