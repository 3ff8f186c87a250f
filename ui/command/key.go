package command

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// named are the keys that have a name instead of a character.
var named = []string{"enter", "esc", "tab", "space", "backspace", "delete", "insert", "home", "end", "pgup", "pgdown", "up", "down", "left", "right",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12"}

// others are names under which people know those keys.
var others = map[string]string{"escape": "esc", "return": "enter", "cr": "enter", "del": "delete", "ins": "insert", "pageup": "pgup", "pagedown": "pgdown",
	"pgdn": "pgdown", "bs": "backspace", "spc": "space", "control": "ctrl", "meta": "alt", "option": "alt"}

// wrongKey says what is wrong with the name of a key; nothing if it can be typed.
func wrongKey(key string) string {
	rest, mods := key, 0
	for {
		i := strings.IndexByte(rest, '+')
		if i <= 0 || i == len(rest)-1 {
			break
		}
		switch mod := rest[:i]; mod {
		case "ctrl", "alt", "shift":
			mods++
			rest = rest[i+1:]
			continue
		default:
			if right, ok := others[mod]; ok {
				return fmt.Sprintf("%q: write %s+%s", key, right, rest[i+1:])
			}
			return fmt.Sprintf("%q: there is no key %q to hold; there are ctrl, alt and shift", key, mod)
		}
	}
	if slices.Contains(named, rest) {
		return ""
	}
	if right, ok := others[rest]; ok {
		return fmt.Sprintf("%q: write %s", key, strings.TrimSuffix(key, rest)+right)
	}
	r, n := utf8.DecodeRuneInString(rest)
	switch {
	case n != len(rest):
		return fmt.Sprintf("there is no key %q; named keys are %s", key, strings.Join(named, " "))
	case !unicode.IsGraphic(r):
		return fmt.Sprintf("%q is no key that can be typed", key)
	case mods > 0 && strings.Contains(key, "shift+"):
		return fmt.Sprintf("%q: write the character that the key gives with shift, such as G", key)
	case key == "ctrl+i" || key == "ctrl+m" || key == "ctrl+[":
		return fmt.Sprintf("%q is %s on many terminals: bind that, or another key", key, map[string]string{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc"}[key])
	}
	return ""
}
