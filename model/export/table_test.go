package export

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"reftel/model"
	"reftel/model/safe"
)

func tableOf(t *testing.T, cables ...*model.Cable) string {
	t.Helper()
	var out bytes.Buffer
	w := New(&out, CSV)
	for _, c := range cables {
		if err := w.Write(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTable(t *testing.T) {
	c := citing(538, 347)
	c.Subject = safe.Of(`Talks, "frank" ones`)
	c.TAGS = []safe.Line{safe.Of("KZ"), safe.Of("PREL")}
	want := "id,created,origin,classification,captions,subject,tags,terms,references,precedence,from,to,info,executive_order,declassify_on,classified_by,reasons,signed_by,partial,paragraphs,characters,diagnostics,path,format\r\n" +
		`05ALMATY538,,,SECRET//NOFORN,,"Talks, ""frank"" ones",KZ; PREL,,05ALMATY347,,,,,,,,,,false,3,52,1,,` + "\r\n"
	if got := tableOf(t, c); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestTableOfNothingHasItsHead(t *testing.T) {
	if got := tableOf(t); got != strings.Join(Columns(), ",")+"\r\n" {
		t.Errorf("it is %q", got)
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+1": "'+1", "-x": "'-x", "@SUM(A1)": "'@SUM(A1)", "＝1": "'＝1", "a=b": "a=b", "": "", "'=": "'="} {
		if got := cell(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzTable(f *testing.F) {
	for _, s := range []string{"=HYPERLINK(\"http://x\",\"y\")", "a\r\nb", "\"", ",", "-1", "＝1", " =1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rows, err := csv.NewReader(strings.NewReader(tableOf(t, hostileCable(s), citing(1, 2)))).ReadAll()
		if err != nil || len(rows) != 3 || !slices.Equal(rows[0], Columns()) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, v := range rows[1] {
			if v != "" && strings.ContainsAny(v[:1], "=+-@\t\r") {
				t.Errorf("%s is a formula: %q", rows[0][i], v)
			}
		}
		subject := strings.TrimPrefix(rows[1][slices.Index(rows[0], "subject")], "'")
		if want := strings.TrimPrefix(safe.Of(s).String(), "'"); subject != want {
			t.Errorf("the subject is %q, want %q", subject, want)
		}
	})
}
