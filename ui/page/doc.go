// Package page lays a cable out at a width: rows, anchors and hits. It is pure; it knows nothing of terminals,
// colours or keys, and shows only text that passed package safe.
//
//	p := page.Layout(cable, page.Options{Width: 80, Measure: 72, Gutter: page.GutterWide})
//	row := p.RowOf(page.Anchor{Paragraph: 3})
package page
