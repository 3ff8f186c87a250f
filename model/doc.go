// Package model says what a diplomatic cable is: identifiers, markings, paragraphs, sections,
// references, addressees, the spans that lead back into the bytes received, diagnostics and the audit of markings.
//
// It knows nothing of how a cable is read (package parser) or shown (package ui), and all text in it has
// passed package safe.
//
//	id, err := model.ParseID("05 ALMATY 000538") // 05ALMATY538
package model
