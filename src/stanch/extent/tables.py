"""Tables: columns decide, cells are judged all at once; what no column explains is read as text, all cells in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent import animals, day_order, joint_holders, names_turned, payees, registrations, row_surnames, served_columns, unfolded
from stanch.extent import cells as cellwise
from stanch.extent import columns as columnwise
from stanch.extent.across import of_columns
from stanch.extent.beside_tables import all_of, sides
from stanch.extent.blocks import blocks, scanned
from stanch.extent.compounds import of_compounds
from stanch.extent.continued import of_continued
from stanch.extent.couples import MAY_BE_TWO
from stanch.extent.dependent_rows import completed, theirs
from stanch.extent.detector import Detector
from stanch.extent.distinct import distinct, few
from stanch.extent.elsewhere_rows import lessened, others
from stanch.extent.form_sheets import as_form_sheet
from stanch.extent.forms import as_form, of_its_own
from stanch.extent.grouping_people import NAMES
from stanch.extent.headed import homes
from stanch.extent.header_rows import known_as, with_header_row, with_second_header
from stanch.extent.known_people import Known
from stanch.extent.notes import scan_cells
from stanch.extent.pairs import apart, of_pairs, stacked
from stanch.extent.patterns import detector_of
from stanch.extent.questions import with_questions
from stanch.extent.row_families import OWN_NUMBERS, container
from stanch.extent.row_keys import LONGEST_OWN, declared, meant, scoped
from stanch.extent.same_of_all import coded, no_places, no_tokens
from stanch.extent.second_address import Places, lesser, second_addresses, written
from stanch.extent.several_in_cells import of_several
from stanch.extent.streets import blocks_of_lines, joined, lines_of_address, parts_of_place, together, unplaced
from stanch.extent.table_column import Column
from stanch.extent.titled import without_title
from stanch.records import FINDING_CODED, FINDING_SCHEMA, Unit, own_rows, unpack_cells
from stanch.vault import Keys, column_tokeniser, is_told
from stanch.vocabulary import elements

Rows = npt.NDArray[np.int64]
MOST_SUMMED = 20_000  # rows of a report with lines of totals; a longer list is none
LINES_SURE, FURTHER_SURE = 0.9, 0.85  # of an address told line by line, and of one beside the first
AGE = ("mail.date", "modified", "created")


def scan_table(unit: Unit, keys: Keys, *, known: Known | None = None) -> pa.Table:
    """The findings of a table (`FINDING_CODED`)."""
    return own_rows.written_out(to_be_sealed(unit, keys, known=known))


def to_be_sealed(unit: Unit, keys: Keys, *, known: Known | None = None) -> pa.Table:
    """The same, records that their rows tell not written out (`own_rows`)."""
    table = unpack_cells(unit.cells) if unit.cells else None
    if table is None or not table.num_columns:
        return FINDING_CODED.empty_table()
    parts = list(blocks(table, unit.start))
    if len(parts) == 1:
        return _scan_rows(unit, *parts[0], keys, known).cast(FINDING_CODED)
    found = scanned(parts, lambda part, start: _scan_block(unit, part, start, keys, known))
    return pa.concat_tables([one.cast(FINDING_CODED) for one in found]) if found else FINDING_CODED.empty_table()


def _scan_block(unit: Unit, table: pa.Table, start: int, keys: Keys, known: Known | None) -> pa.Table:
    """One of the tables, or part of one."""
    return own_rows.written_out(_scan_rows(unit, table, start, keys, known))


def _scan_rows(unit: Unit, table: pa.Table, start: int, keys: Keys, known: Known | None) -> pa.Table:
    """One table: a form of labels and values, or rows and columns. Of the latter no record is written out that its row tells."""
    if second := with_second_header(table):
        return known_as(_scan_block(unit, second[0], start + 1, keys, known), second[1])
    table, first = with_header_row(table, start)
    if beside := sides(table):
        return all_of([_scan_block(unit, part, first, keys, known) for part in beside])
    if said := registrations.read(table) or with_questions(table):
        return known_as(_scan_block(unit, said[0], first, keys, known), said[1])
    if (parts := apart(table)) is not None:
        lists = [_scan_block(unit, part, begin, keys, known) for part, begin in blocks(parts[1], first)]
        return pa.concat_tables([one.cast(FINDING_CODED) for one in (_scan_block(unit, parts[0], first, keys, known), *lists)])
    if (cards := stacked(table)) is not None:
        return cards.said_of(TableScan(unit, cards.table, first, keys, known).run(), first)
    if (sure := of_columns(table) or unfolded.of_attributes(table) or of_several(table)) is not None:
        return sure.said_of(TableScan(unit, sure.table, first, keys, known).run(), first)
    ways = (as_form_sheet, as_form) if table.num_columns > REMARKED else (as_form, as_form_sheet)
    form = next((found for way in ways if (found := way(table, unit, first, keys, known)) is not None), None)
    if form is not None:
        return form if start == unit.start else of_its_own(form, start)
    laid = of_continued(table) or of_pairs(table) or unfolded.of_attributes(table) or unfolded.of_objects(table) or of_compounds(table)
    if laid is not None and laid.table.num_columns:
        return laid.said_of(TableScan(unit, laid.table, first, keys, known).run(), first)
    title, table, first = without_title(unit, table, first, keys, known)
    table, dependants, role = completed(table)
    scan = TableScan(unit, table, first, keys, known)
    found = theirs(scan.run(), first, dependants, role) if dependants else scan.to_be_sealed()
    return pa.concat_tables([*(one.cast(found.schema) for one in title), found])


REMARKED, EXAMPLES = 3, 20  # of more columns than `REMARKED` (a label, a value, a remark) several may hold labels
SIBLINGS = 0.2  # a fifth: numbers drawn at random have the form of a taxpayer number in two of five


def _count(chosen: pa.Array) -> int:
    return int(pc.sum(chosen).as_py() or 0)


class TableScan:
    """One table on its way to findings."""

    def __init__(self, unit: Unit, table: pa.Table, first: int, keys: Keys, known: Known | None) -> None:
        self.unit, self.table, self.first, self.keys, self.known = unit, table, first, keys, known
        self.tokenise = column_tokeniser(keys)
        self.place, self.name = container(unit.locator)
        self.columns = columnwise.decide(table, self.name, among_others="#" in unit.locator, told=declared(unit.properties))
        self.together = together(self.columns, table)
        self.lines = blocks_of_lines(self.columns, table)
        self.together |= {at: () for block in self.lines for at in block}
        self.further, lines = second_addresses(self.columns, self.together)
        self.together |= lines
        lesser_ones = lesser(self.columns)
        self.columns = [
            replace(one, confidence=min(one.confidence, FURTHER_SURE)) if at in lesser_ones else one for at, one in enumerate(self.columns)
        ]
        self.together |= {at: () for one in self.further for places in one.values() for at in places}
        self.of_animals = any(one.use == animals.USE for one in self.columns)
        self.recency = columnwise.recency(table, self.columns)
        self.age = age(unit)
        self.all_rows: Rows = np.arange(table.num_rows)
        self.found: list[pa.Table] = []
        self.records: dict[str, npt.NDArray[np.bool_]] = {}  # by role whether the row's own person is the one
        self.couples: set[str] = set()  # records of whoever shares a cell with the row's own person

    def run(self) -> pa.Table:
        """The findings."""
        return own_rows.written_out(self.to_be_sealed())

    def to_be_sealed(self) -> pa.Table:
        """Column by column; records that their rows tell are not written out (`own_rows`)."""
        unexplained: list[tuple[Column, pa.Array, pa.Array]] = []
        for place, column in enumerate(self.columns):
            if self.together.get(place) == ():
                continue
            texts = cellwise.trimmed(self.table.column(place))
            filled = cellwise.filled(texts)
            if column.use in (animals.USE, "deceased"):
                self._deceased(column, texts) if column.use == "deceased" else None
                continue
            if column.use == "place":
                filled = pc.and_(filled, pc.invert(self._places(column, texts, filled)))
            elif column.detector is not None:
                if beside := self.together.get(place):
                    texts = joined([cellwise.trimmed(self.table.column(at)) for at in beside])
                    filled = cellwise.filled(texts)
                if column.detector.kind == "name" and column.role == "recipient":
                    filled = payees.without_payments(texts, filled)
                if column.detector.kind == "name":
                    texts = row_surnames.completed(self.table, self.columns, column, texts)
                if column.detector.kind == "name" and column.role in ("", "guardian"):
                    filled = pc.and_(filled, pc.invert(self._couples(column, column.detector, texts, filled)))
                valid = cellwise.valid(column.detector, texts, filled)
                self._columns_of(column, column.detector, texts, valid)
                filled = pc.and_(filled, pc.invert(valid))
            if column.use != "recency" and pc.any(filled).as_py():
                # Offsets count in the cell as it is, so the untrimmed text is read.
                unexplained.append((column, self.table.column(place), filled))
        self._families()
        for block in self.lines:
            self._lines(block)
        for places in self.further:
            self._further(places)
        self._headed()
        role = payees.role_of_rows(self.columns)
        for column, texts, chosen in unexplained:
            rows = pc.indices_nonzero(chosen).to_numpy()
            held = pc.take(texts, pa.array(rows)).to_pylist()
            own = partial(payees.names_of_rows, self.table, self.columns, rows, role)
            notes = scan_cells(self.unit, column.name, held, rows=rows + self.first, keys=self.keys, known=self.known, own=own, role=role)
            notes = notes if notes is None or not self.of_animals else animals.without_health(notes)
            if notes is not None:
                notes = served_columns.apart(notes, column.role)
                self.found.append(self._aged(notes, notes.column("row").to_numpy() - self.first).cast(FINDING_CODED))
        found = lessened(pa.concat_tables(self.found or [FINDING_CODED.empty_table()]), self.first, others(self.table, self.columns))
        holders = joint_holders.roles(self.columns)
        return joint_holders.shared(own_rows.written_out(found), holders, self.couples) if holders or self.couples else found

    def _families(self) -> None:
        detector = detector_of("any/family_name")
        for column, surnames in row_surnames.of_relatives(self.table, self.columns) if detector else ():
            self._column(column, detector, surnames, cellwise.filled(surnames))  # type: ignore[arg-type]

    def _columns_of(self, column: Column, detector: Detector, texts: pa.Array, valid: pa.Array) -> None:
        """The column's kind, and apart from it the few cells that are of its sibling's: a taxpayer number in a column of SSNs."""
        sibling = detector_of(detector.column.sibling)
        if sibling is not None:
            others = cellwise.valid(sibling, texts, valid)
            # Where most have the sibling's form it tells nothing, and the header is believed.
            if served_columns.tell_passwords(self.columns) if detector.column.sure else _count(others) <= SIBLINGS * _count(valid):
                self._column(column, sibling, texts, others)
                valid = pc.and_(valid, pc.invert(others))
        self._column(column, detector, texts, valid)

    def _places(self, column: Column, texts: pa.Array, filled: pa.Array) -> pa.Array:
        """City, region and postcode of cells that hold them together. True at those cells."""
        rows = pc.indices_nonzero(filled).to_pylist()
        told = [(row, parts_of_place(text)) for row, text in zip(rows, texts.take(pa.array(rows, pa.int64())).to_pylist(), strict=True)]
        found = np.zeros(len(texts), dtype=bool)
        found[[row for row, parts in told if parts]] = True
        for kind in ("city", "region", "postcode"):
            detector = detector_of(f"any/{kind}")
            parts = {row: said[kind] for row, said in told if kind in said}
            if detector is not None and parts:
                chosen = pa.array([parts.get(row) for row in range(len(texts))], pa.string())
                self._column(column, detector, chosen, chosen.is_valid())
        return pa.array(found)

    def _headed(self) -> None:
        """Addresses that stand in a row of their own above the rows of those who live there."""
        for head, span, below in homes(self.table, self.columns):
            rows = np.array(below, dtype=np.int64)
            if len(rows):
                values = pa.array([span.normal or span.text], pa.string())
                whole = (cellwise.masked(span.kind, values), cellwise.tokens(span.kind, values, self.tokenise), values)
                masks, tokens, kept = (one.take(pa.array(np.zeros(len(rows), dtype=np.int64))) for one in whole)
                column = Column(self.table.column_names[0], None, LINES_SURE, f"row {head + self.first}")
                self._add(rows, span.kind, span.detector, column, (masks, tokens, kept))

    def _further(self, places: Places) -> None:
        """Another address of somebody whose first stands in columns of its own: as a whole, lest the parts of the two are mixed."""
        rows, texts = written(self.table, places)
        detector = detector_of("any/postal_address")
        if detector is not None and len(rows):
            column = self.columns[places["street"][0]]
            values = (cellwise.masked(detector.kind, texts), cellwise.tokens(detector.kind, texts, self.tokenise), texts)
            self._add(rows, detector.kind, detector.id, replace(column, confidence=min(column.confidence, FURTHER_SURE)), values)

    def _lines(self, block: Sequence[int]) -> None:
        """Addresses that are told line by line, each line a column."""
        rows = zip(*(self.table.column(at).to_pylist() for at in block), strict=True)
        told = [lines_of_address(row) or unplaced(row) for row in rows]
        column = Column(self.columns[block[0]].name, None, LINES_SURE, "address")
        for kind in ("street", "city", "region", "postcode"):
            detector = detector_of(f"any/{kind}")
            chosen = pa.array([parts.get(kind) for parts in told], pa.string())
            if detector is not None and pc.any(chosen.is_valid()).as_py():
                self._column(column, detector, chosen, chosen.is_valid())

    def _couples(self, column: Column, detector: Detector, texts: pa.Array, filled: pa.Array) -> pa.Array:
        """Where a cell names two people: the first is the row's own person, the other the spouse of the row; or both are parents.

        True at those cells.
        """
        may = pc.and_(filled, pc.fill_null(pc.match_substring_regex(texts, MAY_BE_TWO), False))
        rows = pc.indices_nonzero(may).to_pylist()
        said = texts.take(pa.array(rows, pa.int64())).to_pylist()
        order = names_turned.order_of(column.name, texts.drop_null().slice(0, names_turned.SAMPLE).to_pylist()) if said else None
        two = [(row, names) for row, text in zip(rows, said, strict=True) if (names := names_turned.two_of(text, order))]
        found = np.zeros(len(texts), dtype=bool)
        found[[row for row, _ in two]] = True
        self.couples |= set() if column.role else {f"row/{row + self.first}/spouse" for row, _ in two}
        for which, role in enumerate(("", "spouse") if not column.role else (column.role, f"{column.role}/2")):
            for kind in ("name", "family_name"):
                # Of the second often the surname alone is known.
                said = [(row, names[which]) for row, names in two if (" " in names[which]) == (kind == "name")]
                if said:
                    chosen = pa.array([name for _, name in said], pa.string())
                    values = (cellwise.masked(kind, chosen), cellwise.tokens(kind, chosen, self.tokenise), chosen)
                    self._add(np.array([row for row, _ in said]), kind, detector.id, replace(column, role=role), values)
        return pa.array(found)

    def _column(self, column: Column, detector: Detector, texts: pa.Array, valid: pa.Array) -> None:
        rows = self.all_rows if not valid.null_count and pc.all(valid).as_py() else pc.indices_nonzero(valid).to_numpy().astype(np.int64)
        if not len(rows):
            return
        kind, held = detector.kind, texts if len(rows) == len(texts) else texts.filter(valid)
        # How days and names are written is told by their different values.
        once = distinct(held) if kind in NAMES or detector.normaliser == "day" else few(held)
        chosen, is_distinct = once.values, once.places is not None
        if kind in NAMES and len(rows) <= MOST_SUMMED and (sums := cellwise.sums(chosen)) is not None:
            kept_rows = pc.invert(once.spread(sums))
            self._column(column, detector, texts, pc.replace_with_mask(valid, valid, kept_rows))
            return
        normal = cellwise.normal(detector, chosen, day_first=detector.normaliser == "day" and self._day_first(), distinct=is_distinct)
        if kind == "name":
            normal = names_turned.in_order(column.name, normal)
        kept = normal if elements()[kind].contact else pa.nulls(len(chosen), pa.string())
        masks = cellwise.masked(kind, chosen, distinct=is_distinct).dictionary_encode()
        shown = pa.DictionaryArray.from_arrays(once.spread(masks.indices), masks.dictionary.cast(pa.string()))
        if is_told(kind, self.keys):
            tokens = no_tokens(len(rows))
        else:
            tokens = once.spread(cellwise.tokens(kind, self._own(column, kind, normal), self.tokenise))
        self._add(rows, kind, detector.id, column, (shown, tokens, once.spread(kept)))

    def _day_first(self) -> bool:
        """Whether its other columns say that days stand before months."""
        known = [(at, column, column.detector) for at, column in enumerate(self.columns) if column.detector is not None]
        examples = {
            one.kind: [cell for cell in self.table.column(at).slice(0, EXAMPLES).to_pylist() if cell]
            for at, _, one in known
            if one.kind in ("phone", "postcode")
        }
        return day_order.of_table([(one, column.context or "") for _, column, one in known], examples)

    def _own(self, column: Column, kind: str, normal: pa.Array) -> pa.Array:
        """The values as they are compared: a short number of the organisation's own within its database only."""
        if kind not in OWN_NUMBERS:
            return normal
        # Most numbers are too long to be one.
        short = pc.fill_null(pc.less_equal(pc.utf8_length(normal), LONGEST_OWN), False)
        if not _count(short):
            return normal
        header, name = meant(column.name, self.name, declared(self.unit.properties))
        said = [value and scoped(value, kind, header, name, self.place) for value in normal.filter(short).to_pylist()]
        return pc.replace_with_mask(normal, short, pa.array(said, normal.type))

    def _deceased(self, column: Column, texts: pa.Array) -> None:
        says = pc.fill_null(pc.or_(pc.is_in(pc.utf8_lower(texts), columnwise.YES), pc.match_substring_regex(texts, r"\d{4}")), False)
        rows = pc.indices_nonzero(says).to_numpy().astype(np.int64)
        if len(rows):
            tokens = cellwise.tokens("date_of_death", pa.array(["deceased"]), self.tokenise).take(pa.array(np.zeros(len(rows), np.int64)))
            stars = pa.repeat("***", len(rows))
            self._add(rows, "date_of_death", "any/date_of_death", column, (stars, tokens, pa.nulls(len(rows), pa.string())))

    def _add(self, rows: Rows, kind: str, detector: str, column: Column, values: tuple[pa.Array, pa.Array, pa.Array]) -> None:
        self.found.append(self.told(rows, kind, detector, column, values))

    def told(self, rows: Rows, kind: str, detector: str, column: Column, values: tuple[pa.Array, pa.Array, pa.Array]) -> pa.Table:
        """Findings of one kind in one column (`FINDING_CODED`); `values` are masks, tokens and kept texts."""
        masks, tokens, kept = values
        many = len(rows)
        numbers = pa.array(rows + self.first)
        none = no_places(many)
        columns = {
            "exhibit": coded(self.unit.exhibit, many),
            "locator": coded(self.unit.locator, many),
            "kind": coded(kind, many),
            "start": none,
            "end": none,
            "row": numbers,
            "column": coded(column.name, many),
            "masked": masks if pa.types.is_dictionary(masks.type) else masks.cast(pa.string()).dictionary_encode(),
            "token": tokens,
            "confidence": pa.array(np.full(many, column.confidence, dtype=np.float32)),
            "detector": coded(detector, many),
            "context": coded(column.context, many),
            "record": self._records_of(rows, column.role),
            "seen_on": coded(self.age, many) if self.recency is None else self._seen_on(rows).dictionary_encode(),
            "text": kept.cast(pa.string()),
        }
        return pa.table(columns, schema=FINDING_CODED)

    def _records_of(self, rows: Rows, role: str) -> pa.DictionaryArray:
        """Whose each row is: the row's own person's, or that of another `role` in it."""
        if not role:
            return coded(own_rows.of_row(""), len(rows))
        said = self.records.get(role)
        if said is None:
            said = self.records[role] = self._is_own(role).to_numpy(zero_copy_only=False)
        return pa.DictionaryArray.from_arrays(pa.array(~said[rows], pa.int32()), pa.array([own_rows.of_row(""), own_rows.of_row(role)]))

    def _is_own(self, role: str) -> pa.Array:
        """Where the other person of a row bears the name of the row's own: the guarantor of himself, the insured who drives."""
        own, other = self._whole_names(""), self._whole_names(role)
        if own is None or other is None:
            return pa.repeat(pa.scalar(value=False), self.table.num_rows)
        return pc.fill_null(pc.equal(own, other), fill_value=False)

    def _whole_names(self, role: str) -> pa.Array | None:
        """The names that the rows give of one person, given name first, in small letters; None where no column holds them."""
        told = {one.detector.kind: at for at, one in enumerate(self.columns) if one.detector is not None and one.role == role}
        kinds = ("given_name", "family_name") if {"given_name", "family_name"} <= told.keys() else ("name",) if "name" in told else ()
        parts = [pc.utf8_lower(cellwise.trimmed(self.table.column(told[kind]))) for kind in kinds]
        return pc.binary_join_element_wise(*parts, pa.scalar(" ", parts[0].type)) if parts else None

    def _seen_on(self, rows: Rows) -> pa.Array:
        whole = pa.repeat(pa.scalar(self.age, pa.string()), len(rows))
        if self.recency is None:
            return whole
        return pc.coalesce(self.recency.take(pa.array(rows)), whole)

    def _aged(self, notes: pa.Table, rows: Rows) -> pa.Table:
        place = FINDING_SCHEMA.get_field_index("seen_on")
        return notes.set_column(place, FINDING_SCHEMA.field(place), self._seen_on(rows))


def age(unit: Unit) -> str | None:
    """The day that the container gives (ISO)."""
    for name in AGE:
        value = unit.properties.get(name, "")[:10]
        if len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdigit():
            return value
    return None
