package parser

import (
	"reftel/model"
	"reftel/model/vocab"
)

func canonicalStation(s string) string { return vocab.CanonicalStation(s) }

func canonicalID(id model.ID) model.ID { return vocab.CanonicalID(id) }

func origin(station string) string { return vocab.Origin(station) }

func isTAG(code string) bool { return vocab.IsTAG(code) }
