package query

import (
	"slices"
	"strings"

	"reftel/model"
	"reftel/model/safe"
)

// NewField makes a field of a value, as a query has it: NewField(FieldPost, "THE HAGUE") is post:THEHAGUE.
// A star at the end stands for any ending. The error is an *Error without a place.
func NewField(name FieldName, op Op, value string) (Field, error) {
	f := Field{Name: name, Op: op}
	value = strings.TrimSpace(safe.Of(value).String())
	if value == "" {
		return Field{}, &Error{What: "`" + string(name) + ":` needs a value, as in " + example(name)}
	}
	info, ok := InfoOf(name)
	if !ok {
		return Field{}, unknownField(0, string(name))
	}
	if op != Equal && !info.Compare {
		return Field{}, &Error{What: "`" + string(name) + "` is not compared; write " + example(name)}
	}
	why, propose := f.set(value)
	if why != "" {
		return Field{}, &Error{What: "`" + string(name) + ":" + ops[op] + value + "`: " + why, Propose: propose}
	}
	return f, nil
}

var ops = [...]string{"", "<", "<=", ">", ">="}

func example(name FieldName) string {
	info, _ := InfoOf(name)
	return info.Example
}

// set reads a value into a field. It gives what is wrong, and what could stand there.
func (f *Field) set(value string) (why, propose string) {
	switch f.Name {
	case FieldID:
		return f.setID(value, true)
	case FieldRef, FieldCitedBy:
		return f.setID(value, false)
	case FieldPost:
		f.Value = squeezed(value, "")
	case FieldTag:
		f.Value = squeezed(value, "-/")
	case FieldCaption:
		f.Value = strings.ToUpper(strings.Join(strings.Fields(value), " "))
	case FieldFrom, FieldTo, FieldSubject, FieldAuthor:
		text, prefix := strings.CutSuffix(value, "*")
		f.Words = words(text, prefix)
		if len(f.Words) == 0 {
			return "there is no word in it", ""
		}
		f.Value = written(f.Words)
		return "", ""
	case FieldClass, FieldMark:
		return f.setMarking(value)
	case FieldSent, FieldYear, FieldAfter, FieldBefore:
		return f.setTime(value), ""
	case FieldHas:
		return f.setOneOf(value, hasValues)
	case FieldIs:
		return f.setOneOf(value, isValues)
	case FieldLabel, FieldIn:
		f.Value = strings.Join(strings.Fields(value), " ")
	}
	if f.Value == "" || f.Value == "*" {
		return "there is no letter in it", ""
	}
	return "", ""
}

func (f *Field) setID(value string, prefix bool) (why, propose string) {
	if begin, ok := strings.CutSuffix(value, "*"); ok && prefix {
		if f.Value = squeezed(begin, "") + "*"; f.Value == "*" || !digit(f.Value[0]) {
			return "an identifier begins with a year, as in id:05ALMATY*", ""
		}
		return "", ""
	}
	id, err := model.ParseID(value)
	if err != nil {
		_, rest, _ := strings.Cut(err.Error(), "identifier: ")
		return "not a cable identifier: " + rest, ""
	}
	f.Value = idText(id)
	return "", ""
}

// idText is an identifier in the form in which cards and queries have it.
func idText(id model.ID) string {
	id.Suffix, id.Form = "", model.FormShort
	if id.Year < 1980 {
		id.Form = model.FormLong
	}
	return id.String()
}

// ID is the cable that a field names; false where it names a beginning.
func (f Field) ID() (model.ID, bool) {
	id, err := model.ParseID(f.Value)
	return id, err == nil
}

func (f *Field) setOneOf(value string, known []string) (why, propose string) {
	v := strings.ToLower(value)
	switch v {
	case "references", "ref", "refs", "reftel", "citations":
		v = "refs"
	case "new":
		v = "unread"
	}
	for _, k := range known {
		if k == v || k+"s" == v {
			f.Value = k
			return "", ""
		}
	}
	why = "there is no such value; there are " + strings.Join(known, ", ")
	if near := nearest(v, known); near != "" {
		return why, string(f.Name) + ":" + near
	}
	return why, ""
}

// setMarking reads a level or a control. Markings of several parts are taken apart before, by marking.
func (f *Field) setMarking(value string) (why, propose string) {
	v := strings.Trim(strings.ToUpper(strings.Join(strings.Fields(value), " ")), "()")
	if v == "NONE" {
		if f.Op != Equal {
			return "NONE is not compared", ""
		}
		f.Value = v
		return "", ""
	}
	m, ok := level(v)
	if ok && m.Level != model.LevelNone {
		f.Level, f.Value = int(m.Level), LevelValue(m.Level)
		return "", ""
	}
	c, ok := control(v)
	if !ok {
		why = "there is no such marking; there are " + strings.Join(levelValues, ", ")
		names := []string{"unclassified", "sbu", "lou", "confidential", "secret", "ts", "noforn", "fouo", "none"}
		if near := nearest(strings.ToLower(v), names); near != "" {
			return why, string(f.Name) + ":" + ops[f.Op] + near
		}
		return why, ""
	}
	if f.Op != Equal {
		return "a control is not compared; only levels are", ""
	}
	f.Value = string(c)
	if c == model.OfficialUseOnly {
		f.Value = "FOUO"
	}
	return "", ""
}

// level reads what stands for a level alone.
func level(v string) (model.Marking, bool) {
	if v == "FOUO" {
		return model.Marking{}, false
	}
	if v == "TOPSECRET" {
		v = "TS"
	}
	m, ok := model.ParseMark(v)
	if !ok {
		m, ok = model.ParseClassification(v)
	}
	return m, ok && len(m.Controls) == 0
}

// control reads what stands for a control alone: NF, NOFORN, FOUO, ORCON, "REL UK".
func control(v string) (model.Control, bool) {
	m, ok := model.ParseMark("S//" + v)
	if !ok || len(m.Controls) != 1 || m.Level != model.LevelSecret {
		return "", false
	}
	return m.Controls[0], true
}

// LevelValue is a level as a query has it: "CONFIDENTIAL", "SBU", "TS"; "NONE" for none.
func LevelValue(l model.Level) string {
	switch l {
	case model.LevelNone:
		return "NONE"
	case model.LevelUnclassified, model.LevelConfidential, model.LevelSecret:
		return l.String()
	}
	return l.Letters()
}

// Control is the control that a field of a marking asks for; empty where it asks for a level.
func (f Field) Control() model.Control {
	if f.Level != 0 || f.Value == "NONE" {
		return ""
	}
	if f.Value == "FOUO" {
		return model.OfficialUseOnly
	}
	return model.Control(f.Value)
}

// HoldsMarking tells whether a marking is what a field of class or mark asks for. What is not marked is below nothing
// and above nothing: only NONE finds it.
func (f Field) HoldsMarking(m model.Marking) bool {
	if f.Value == "NONE" {
		return m.Level == model.LevelNone
	}
	if f.Level == 0 {
		return m.Has(f.Control())
	}
	return m.Level != model.LevelNone && f.Op.holds(int(m.Level), f.Level)
}

func (o Op) holds(a, b int) bool {
	switch o {
	case Less:
		return a < b
	case LessOrEqual:
		return a <= b
	case Greater:
		return a > b
	case GreaterOrEqual:
		return a >= b
	}
	return a == b
}

// squeezed is a code in capitals without blanks and punctuation, but for a star at its end.
func squeezed(value, keep string) string {
	begin, star := strings.CutSuffix(strings.ToUpper(value), "*")
	begin = strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(keep, r) {
			return r
		}
		return -1
	}, begin)
	if star {
		begin += "*"
	}
	return begin
}

// words parts a text; the last word may stand for all that begin so.
func words(text string, prefix bool) []Word {
	var out []Word
	for _, w := range Split(text) {
		out = append(out, Word{Text: w})
	}
	if prefix && len(out) > 0 {
		out[len(out)-1].Prefix = true
	}
	return out
}

// written is words as one would write them.
func written(all []Word) string {
	parts := make([]string, len(all))
	for i, w := range all {
		parts[i] = w.Text
		if w.Prefix {
			parts[i] += "*"
		}
	}
	return strings.Join(parts, " ")
}

// marking takes a marking of several parts apart: S//NF is the level and the control.
func marking(name FieldName, value string) []string {
	v := strings.Trim(strings.ToUpper(strings.TrimSpace(value)), "()")
	m, ok := model.ParseMark(v)
	if !ok {
		m, ok = model.ParseClassification(v)
	}
	if name != FieldClass && name != FieldMark || !ok || len(m.Controls) == 0 || v == "FOUO" {
		return []string{value}
	}
	out := []string{LevelValue(m.Level)}
	for _, c := range m.Controls {
		if c == model.OfficialUseOnly && m.Level == model.LevelSensitive {
			continue
		}
		if s := string(c); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
