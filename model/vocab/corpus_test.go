package vocab

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// corpus is a file of the folder that REFTEL_CORPUS names; without it the test is left out, and says so.
func corpus(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("REFTEL_CORPUS")
	if dir == "" {
		t.Log("left out: REFTEL_CORPUS names no folder with " + name)
		return nil
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestIdentifiersOfOtherReaders holds this package against the cases that other readers of cables test themselves with.
func TestIdentifiersOfOtherReaders(t *testing.T) {
	data := corpus(t, "peer-tests.json")
	if data == nil {
		return
	}
	var cases []struct {
		Function string
		Input    json.RawMessage
		Expected json.RawMessage
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	type score struct{ right, all int }
	scores := map[string]*score{}
	for _, c := range cases {
		switch c.Function {
		case "canonicalize_id", "canonicalize_id (malformed id table)", "cable.canonical_id":
		default:
			continue
		}
		var input struct {
			ReferenceID string `json:"reference_id"`
			CableID     string `json:"cable_id"`
		}
		if err := json.Unmarshal(c.Input, &input); err != nil {
			t.Fatal(err)
		}
		var want string
		if json.Unmarshal(c.Expected, &want) != nil {
			var same struct {
				ID string `json:"same_canonical_id_as"`
			}
			if err := json.Unmarshal(c.Expected, &same); err != nil {
				t.Fatal(err)
			}
			want = same.ID
		}
		s := scores[c.Function]
		if s == nil {
			s = &score{}
			scores[c.Function] = s
		}
		s.all++
		got, ok := CanonicalIDText(input.ReferenceID + input.CableID)
		other, _ := CanonicalIDText(want)
		if ok && got.Equal(other) {
			s.right++
		} else {
			t.Logf("%s(%q) = %v, want the same as %q, %v", c.Function, input.ReferenceID+input.CableID, got, want, other)
		}
	}
	right, all := 0, 0
	for name, s := range scores {
		t.Logf("%s: %d of %d", name, s.right, s.all)
		right, all = right+s.right, all+s.all
	}
	if all == 0 || right*100 < all*97 {
		t.Errorf("%d of %d cases, want 97 of 100", right, all)
	}
}
