"""Tables of people in columns: each value is of the label and the person it stands beside and below."""

from stanch.extent.scanning import raw_spans, records_of

TWO = (
    "\tMietinteressent/in 1\tMietinteressent/in 2\n"
    "Name\tWiesinger\tCastellano\n"
    "Vorname\tKorbinian\tChiara\n"
    "Geburtsdatum\t14.08.1991\t27.01.1993\n"
    "Derzeitige Anschrift\tTumblingerstraße 30, 80337 München\tAgnes-Bernauer-Straße 88, 80687 München\n"
    "E-Mail\tk.w@example.com\tchiara.c@example.com\n"
)


def test_each_column_of_a_form_of_two_is_one_person():
    spans = raw_spans(TWO, {})
    records = dict(zip([span.text for span in spans], records_of(TWO, spans, {}), strict=True))
    assert all(TWO[span.start : span.end] == span.text for span in spans)
    first = {records[said] for said in ("Wiesinger", "Korbinian", "14.08.1991", "Tumblingerstraße 30, 80337 München", "k.w@example.com")}
    second = {records[said] for said in ("Castellano", "Chiara", "27.01.1993", "Agnes-Bernauer-Straße 88, 80687 München")}
    assert len(first) == len(second) == 1
    assert None not in first | second
    assert first != second
