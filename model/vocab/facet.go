package vocab

import "reftel/model/safe"

// MeaningOf is what a value of a field means, by the name of the field in queries: "tag", "post" or "caption".
// Empty where the field has no table, or the table does not know the value.
func MeaningOf(field, value string) safe.Line {
	switch field {
	case "tag":
		info, _ := TAG(value)
		return info.Meaning
	case "post":
		return safe.Of(Origin(value))
	case "caption":
		meaning, _ := Caption(value)
		return safe.Of(meaning)
	}
	return safe.Line{}
}
