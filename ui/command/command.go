package command

// Name names a verb, as typed behind ":".
type Name string

// Verb is something that the reader can do.
type Verb struct {
	Name  Name
	Keys  []string // those that it has unless a reader binds others
	Help  string
	Group string
}

// takes names what may be typed behind the name of a verb.
var takes = map[Name]string{"search": "WORDS", "find": "WORDS", "go": "CABLE", "theme": "NAME", "level": "MARKING", "measure": "COLUMNS",
	"explain": "TERM", "forget": "NAME", "write": "FILE", "pipe": "COMMAND"}

// Takes names what may be typed behind the verb: "FILE"; empty where nothing may.
func (v Verb) Takes() string { return takes[v.Name] }

// Verbs lists all verbs in the order of the help.
func Verbs() []Verb { return verbs }

var verbs = []Verb{
	{"down", []string{"j", "down"}, "a line down", "Move"},
	{"up", []string{"k", "up"}, "a line up", "Move"},
	{"page-down", []string{"space", "pgdown", "ctrl+f"}, "a page down", "Move"},
	{"page-up", []string{"b", "pgup", "ctrl+b"}, "a page up", "Move"},
	{"half-down", []string{"d", "ctrl+d"}, "half a page down", "Move"},
	{"half-up", []string{"u", "ctrl+u"}, "half a page up", "Move"},
	{"top", []string{"g", "home"}, "to the beginning; after digits, to that paragraph", "Move"},
	{"bottom", []string{"G", "end"}, "to the end", "Move"},
	{"left", []string{"left"}, "tables: to the left", "Move"},
	{"right", []string{"right"}, "tables: to the right", "Move"},
	{"next-paragraph", []string{"]"}, "next paragraph", "Paragraphs"},
	{"previous-paragraph", []string{"["}, "previous paragraph", "Paragraphs"},
	{"next-section", []string{")"}, "next section", "Paragraphs"},
	{"previous-section", []string{"("}, "previous section", "Paragraphs"},
	{"paragraphs", []string{"'"}, "choose a paragraph from a list", "Paragraphs"},
	{"summary", []string{"s"}, "to the summary", "Paragraphs"},
	{"comment", []string{"c"}, "to the next comment", "Paragraphs"},
	{"list", []string{"1"}, "to the list", "Panes"},
	{"outline-pane", []string{"2"}, "to the outline", "Panes"},
	{"text", []string{"3"}, "to the text", "Panes"},
	{"next-pane", []string{"tab"}, "to the next pane", "Panes"},
	{"previous-pane", []string{"shift+tab"}, "to the previous pane", "Panes"},
	{"zoom", []string{"z"}, "this pane alone, and back", "Panes"},
	{"outline", []string{"o"}, "show or hide the outline", "Panes"},
	{"next-cable", []string{"J"}, "next cable", "Panes"},
	{"previous-cable", []string{"K"}, "previous cable", "Panes"},
	{"go", nil, "to a cable of the collection, or a paragraph: go 05ALMATY538#4", "Panes"},
	{"open", []string{"enter"}, "open, or follow what is set off; after digits, go to that paragraph", "Panes"},
	{"back", []string{"esc", "q"}, "one level back; at the last, quit", "Panes"},
	{"close", []string{"X"}, "close this pane; 1, 2, 3 open it again", "Panes"},
	{"pane-narrower", []string{"<"}, "this pane narrower", "Panes"},
	{"pane-wider", []string{">"}, "this pane wider", "Panes"},
	{"suspend", []string{"ctrl+z"}, "back to the shell; fg goes on", "Panes"},
	{"quit", []string{"Q", "ctrl+c"}, "quit", "Panes"},
	{"jump-back", []string{"alt+left", ","}, "back to where the last jump began", "History"},
	{"jump-forward", []string{"alt+right", "."}, "forward again", "History"},
	{"history", []string{"H"}, "the cables that were opened", "History"},
	{"search", []string{"/"}, "search in the text; in the list, a query of the collection", "Search"},
	{"next-hit", []string{"n"}, "next hit", "Search"},
	{"previous-hit", []string{"N"}, "previous hit", "Search"},
	{"only-matching", []string{"&"}, "only paragraphs that match", "Search"},
	{"find", []string{"F"}, "search the collection: words, \"phrases\", tag:PHUM, after:2005", "Search"},
	{"facets", []string{"f"}, "what the list is made of; enter narrows it by a bar", "Search"},
	{"order", []string{"O"}, "the order of the list", "Search"},
	{"searches", []string{"Z"}, "saved searches; a name that is typed keeps this one", "Search"},
	{"forget", nil, "take a saved search away", "Search"},
	{"references", []string{"r"}, "what this cable cites, and what cites it", "References"},
	{"thread", []string{"R"}, "the cables around this one: cited, citing, and so on", "References"},
	{"versions", []string{"V"}, "the versions of this cable in the collection", "References"},
	{"next-term", []string{"}"}, "set off the next term or reference", "References"},
	{"previous-term", []string{"{"}, "set off the one before", "References"},
	{"mark", []string{"m"}, "mark this paragraph, or take the mark away", "Marks"},
	{"marks", []string{"M"}, "the marked paragraphs of all cables", "Marks"},
	{"note", []string{"a"}, "write a note on this paragraph", "Marks"},
	{"notes", []string{"A"}, "the notes on all cables", "Marks"},
	{"labels", []string{"t"}, "labels of this cable", "Marks"},
	{"flag", []string{"!"}, "flag this cable, or take the flag away", "Marks"},
	{"read", []string{"U"}, "this cable as read, or as unread", "Marks"},
	{"copy", []string{"y"}, "copy the paragraph with its citation", "Copy"},
	{"cite", []string{"Y"}, "copy the citation", "Copy"},
	{"write", []string{"w"}, "write to a file: the cable, the paragraph, or the marked ones", "Copy"},
	{"pipe", []string{"|"}, "hand the cable, the paragraph or the marked ones to a command", "Copy"},
	{"edit", []string{"e"}, "open a copy in the editor", "Copy"},
	{"head", []string{"h"}, "head short, full", "View"},
	{"received", []string{"x"}, "the text as received beside the clean text", "View"},
	{"theme", []string{"T"}, "next theme", "View"},
	{"case", []string{"C"}, "capitals in sentence case, or as received", "View"},
	{"mend", nil, "commas that were apostrophes made apostrophes, or as received", "View"},
	{"summaries", []string{"S"}, "summaries in the list", "View"},
	{"level", []string{"p"}, "only paragraphs at or below a marking", "View"},
	{"measure", nil, "lines of so many columns: measure 72", "View"},
	{"narrower", []string{"-"}, "shorter lines", "View"},
	{"wider", []string{"+"}, "longer lines", "View"},
	{"full-width", []string{"="}, "lines as wide as the pane", "View"},
	{"explain", []string{"i"}, "explain the term that is set off, or all of the paragraph, and show its note", "View"},
	{"mouse", []string{"ctrl+o"}, "mouse on or off", "View"},
	{"repaint", []string{"ctrl+l"}, "draw the screen anew", "View"},
	{"help", []string{"?"}, "the keys", "View"},
	{"palette", []string{":"}, "all verbs by name", "View"},
}

// Lookup is a verb by name.
func Lookup(name Name) (Verb, bool) {
	for _, v := range verbs {
		if v.Name == name {
			return v, true
		}
	}
	return Verb{}, false
}
