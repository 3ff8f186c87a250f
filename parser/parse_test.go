package parser

import "testing"

func TestNothing(t *testing.T) {
	for _, in := range []string{"", " ", "\n", "\x00", "(", "1.", "[1](#)", "¶", "<pre>", "REF:", "TAGS:", "SUBJECT:", "E.O. 12958", "CLASSIFIED BY:"} {
		if err := tiles(Parse([]byte(in), Container{})); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
}
