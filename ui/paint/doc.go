// Package paint runs a Bubble Tea program on a terminal and draws it. Bubble Tea's own renderer looks sixty times a second
// whether there is anything to draw, and a key waits for the next look; this one draws when a message has been dealt with,
// and costs nothing while nobody types.
//
//	err := paint.Run(ctx, model, paint.Options{In: os.Stdin, Out: os.Stdout})
package paint
