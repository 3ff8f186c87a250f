package vocab

import "iter"

// Abbreviations yields the abbreviations of the table that are written in capitals only: DCM, but not REFTEL.
func Abbreviations() iter.Seq[string] {
	return func(yield func(string) bool) {
		for r := range rows(abbreviationsTable) {
			if r[2] != "w" && !yield(r[0]) {
				return
			}
		}
	}
}

// Stations yields the names of all stations as they stand in identifiers: ALMATY, THEHAGUE.
func Stations() iter.Seq[string] {
	return func(yield func(string) bool) {
		for station := range posts() {
			if !yield(station) {
				return
			}
		}
	}
}

// IsStation is whether a station is in the tables, for callers that have put its name together in a buffer.
func IsStation(station []byte) bool { _, ok := posts()[string(station)]; return ok }
