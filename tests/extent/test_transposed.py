"""Tables of people in columns, and rows of a table with empty cells: each value is of the label and the person it stands below or beside."""

from stanch.extent.lines import labelled_lines
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


def test_below_labels_apart_by_tabs_a_cell_may_be_empty():
    text = "Name\tDate of birth\tPhone\tEmail\nAnn Lee\t\t414-555-0101\tann@example.com\n"
    heads = {said: head and head[0] for said, _, head in labelled_lines(text) if said.strip()}
    assert heads["414-555-0101"] == "Phone"
    assert heads["Ann Lee"] == "Name"
