"""The lines of a text as a form's: a label above a value is as good as one before it, also above one of several columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from stanch.extent import roles
from stanch.extent.fitting import fits
from stanch.extent.headings import headings, words_of
from stanch.extent.labels import LONGEST_ALONE, LONGEST_KEPT, bare, claimed, stands_alone

_GAP = re.compile(r"\t+| {3,}")
Piece = tuple[str, int]


Head = tuple[str, int, int]  # a label, and where it begins and ends in the text
Row = tuple[str, int, list[Piece], list[Head]]


def labelled_lines(text: str) -> Iterator[tuple[str, int, Head | None]]:
    """Each line, or each column of a line whose columns are labelled above: its text, where it begins, that label."""
    heads: Sequence[Head] = []
    grid = _Grid(0, ())
    rows = list(_rows(text))
    under = labels_under([(pieces, labels) for _, _, pieces, labels in rows])
    for number, (line, at, pieces, labels) in enumerate(rows):
        below = rows[number + 1][3] if number + 1 in under else []
        is_row = bool(heads) and not labels and not below and grid.holds(line)
        above = [] if labels or (not is_row and any(":" in piece for piece, _ in pieces)) else _over(below or heads, len(pieces))
        over: Sequence[Head | None] = grid.over(heads, line, pieces) if is_row else above
        if over:
            # Up to the next piece, so that nothing between two of them is lost.
            ends = [*(start for _, start in pieces[1:]), len(line)]
            for head, (_, start), end in zip(over, pieces, ends, strict=False):
                yield line[start:end].rstrip(), at + start, head
            # Rows go on below three headers or more.
            heads = heads if is_row or (not below and len(above) == len(pieces) >= ROWS) else []
        elif not labels and len(pieces) == 1 and _heads_rows(heads, grid, line, rows[number + 1 : number + 2]):
            yield line, at, None
        elif not labels and (inner := _labelled_pieces(line)):
            pieces = inner  # noqa: PLW2901 finer than columns
            ends = [*(start for _, start in pieces[1:]), len(line)]
            yield from ((line[start:end].rstrip(), at + start, None) for (_, start), end in zip(pieces, ends, strict=True))
            heads = []
        else:
            yield line, at, None
            heads, grid = ([], grid) if number in under else (labels, _grid_of(line, pieces, labels))


_LABELLED = re.compile(r"([^\W\d_][^:\t\n]{0,40}?)[ ]?:[ ]+\S")
_COLON = re.compile(r"(?<=[^\W\d_)])[ ]?:[ ]")
_WORD = re.compile(r"[^\s:]+")
WORDS_OF_A_LABEL = 4


def _labelled_pieces(line: str) -> list[Piece]:
    """`Patient: …   Physician: …` as the pieces that have labels of their own; none where the line is not all of such."""
    if line.count(": ") < ANY_TWO or len(line) > LONGEST_LINE:
        return []
    begins = list[int]()
    before = ""
    for piece, start in pieces_of(line):
        if not before.endswith(":"):  # `Phone:      540-555-0159`
            begins.append(start)
        before = piece
    pieces = ((line[begin:end].rstrip(), begin) for begin, end in zip(begins, [*begins[1:], len(line)], strict=True))
    found = [one for piece, start in pieces for one in _parted_at_labels(piece, start)]
    said = [match[1].casefold() if (match := _LABELLED.match(piece)) else "" for piece, _ in found]
    # `Phone: …  Emergency contact: Jo Hay  Phone: …` says one label twice, and of whom.
    alike = len(set(said)) < len(said) and not any(map(roles.ANY.search, said))
    return found if len(said) > 1 and all(said) and not alike else []


ANY_TWO, LONGEST_LINE = 2, 400


def _parted_at_labels(piece: str, start: int) -> Iterator[Piece]:
    """A piece, and what begins with a known label within it."""
    begin = 0
    for colon in list(_COLON.finditer(piece))[1:]:
        words = [match.start() for match in _WORD.finditer(piece, begin, colon.start())][-WORDS_OF_A_LABEL:]
        at = next((at for at in words if at > begin and piece[at].isupper() and _is_a_label(piece[at : colon.start()])), None)
        if at is not None:
            yield piece[begin:at].rstrip(), start + begin
            begin = at
    yield piece[begin:], start + begin


def _is_a_label(said: str) -> bool:
    return bool(claimed(said)[0]) or bool(roles.ANY.match(said))


def _heads_rows(heads: Sequence[Head], grid: _Grid, line: str, below: Sequence[Row]) -> bool:
    """Whether a line heads a group of a table's rows (`Class 3B`): one column, above a row of as many as there are headers."""
    return len(heads) >= ROWS and len(line) <= LONGEST_ALONE and any(grid.holds(row[0]) or len(row[2]) == len(heads) for row in below)


def _rows(text: str) -> Iterator[Row]:
    """Each line, where it begins, what stands in its columns, and the labels that it is, if it is nothing else."""
    heads: list[Head] = []
    opened: Piece | None = None  # a label that goes on in the line below: `Name (Last, First,` above `Middle)`
    at = 0
    for line in text.split("\n"):
        if len(line) == len(text):  # below nothing, and above nothing
            yield line, at, [], []
            return
        pieces = list(pieces_of(line))
        told = _heads_of(line) if len(line) <= LONGEST_KEPT else _heads(pieces)
        labels = [(label, at + start, at + start + len(label)) for label, start in told] if told and not _is_code(heads, pieces) else []
        if opened:
            labels = _closed(opened, line, at) or labels
        yield line, at, pieces, labels
        heads = labels
        goes_on = line.rfind("(") > line.rfind(")") or bool(_GOES_ON.search(line.rstrip(" ")[-TAIL:]))
        opened = (pieces[-1][0], at + pieces[-1][1]) if pieces and goes_on else None
        at += len(line) + 1


_GOES_ON = re.compile(r"[^\W\d_](?:,|[ ](?:and|or|of|y|o|et|ou|und|oder|e|en|de|del|der))$")
TAIL = 8  # characters: a letter, a space and the longest of these words are six


def labels_under(rows: Sequence[tuple[Sequence[Piece], Sequence[Head]]]) -> frozenset[int]:
    """The numbers of lines of labels that stand under their values, as on forms that are filled above a line.

    Told by which of the two fits: under `08/30/2012   81504` stands `Birth date   ZIP`, and above `Last name` no day.
    """
    marked = [number for number, (pieces, labels) in enumerate(rows) if labels and not pieces[-1][0].rstrip().endswith((":", "："))]
    if len(marked) < UNDER:
        return frozenset()
    votes = {number: _fitting(rows, number, number - 1) - _fitting(rows, number, number + 1) for number in marked}
    found = set[int]()
    run: list[int] = []
    for number in [*marked, len(rows) + FAR]:
        if run and number - run[-1] > FAR:
            over, below = (sum(max(sign * votes[one], 0) for one in run) for sign in (1, -1))
            found.update(run if over >= max(UNDER, TIMES * below) else ())
            run = []
        run.append(number)
    return frozenset(found - {0})


# Values that must fit, and how many times as many as those that fit otherwise; lines between two lines of labels of one form.
UNDER, TIMES, FAR = 2, 3, 6
WORDS = "Some words"


def _fitting(rows: Sequence[tuple[Sequence[Piece], Sequence[Head]]], number: int, other: int) -> int:
    """How many of the pieces of another line are values of these labels, as a check of their kind tells."""
    if not 0 <= other < len(rows) or rows[other][1]:
        return 0
    pieces = rows[other][0]
    over = _over(rows[number][1], len(pieces))
    return sum(_tells(head[0], said) for head, (said, _) in zip(over, pieces, strict=False))


def _tells(label: str, said: str) -> bool:
    """Whether a value has figures and the shape, or the check, of what the label says."""
    if not any(map(str.isdigit, said)):
        return False
    return any(fits(one, said) and not fits(one, WORDS) for one in claimed(label)[0] if one.kind != "street")


def _closed(opened: Piece, line: str, at: int) -> list[Head]:
    """The label whose bracket the line closes, or whose list it ends, and nothing else."""
    said, start = opened
    ends = line.rstrip(" :：").endswith(")") and "(" not in line if said.rfind("(") > said.rfind(")") else line[:1].islower()
    if not ends or len(said) + len(line) > LONGEST_OVER_LINES:
        return []
    return [(label, start + place, at + len(line)) for label, place in _heads([(f"{said} {line.strip()}", 0)])]


LONGEST_OVER_LINES = 150


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a line of labels whose cells are apart by tabs: below it a cell may be empty."""

    many: int
    columns: tuple[int, ...]

    def holds(self, line: str) -> bool:
        return 0 < line.count("\t") <= self.many and (line.count("\t") == self.many or line[:1] != "\t") and bool(line.strip())

    def over(self, heads: Sequence[Head], line: str, pieces: Sequence[Piece]) -> list[Head | None]:
        """The label over each piece of a line, None where the column has none."""
        known = dict(zip(self.columns, heads, strict=True))
        return [known.get(line.count("\t", 0, start)) for _, start in pieces]


def _grid_of(line: str, pieces: Sequence[Piece], labels: Sequence[Head]) -> _Grid:
    alike = len(labels) == len(pieces) >= ROWS and line.count("\t") >= ROWS - 1
    return _Grid(line.count("\t"), tuple(line.count("\t", 0, start) for _, start in pieces)) if alike else _Grid(0, ())


def _is_code(heads: list[Head], pieces: list[Piece]) -> bool:
    """Below `Prov.` stands a province, be it `TO`."""
    return (
        len(heads) == len(pieces) == 1
        and bool(re.fullmatch(r"[A-Z]{2}", pieces[0][0]))
        and any(detector.kind == "region" for detector in claimed(heads[0][0])[0])
    )


ROWS = 3


def _over(heads: Sequence[Head], many: int) -> list[Head]:
    """The labels over so many columns; where those of two stand too close to each other to be parted, each by its words."""
    if heads and min(2, len(heads)) <= many <= len(heads):
        return list(heads)
    parted = [one for head in heads for one in _parted(head)] if heads and many > len(heads) else []
    return parted if len(parted) == many else []


def _parted(head: Head) -> list[Head]:
    """`Employee's Email Address Employee's Telephone Number` as two labels; the whole where its words are not."""
    words = [(match[0], match.start()) for match in re.finditer(r"\([^()]*\)|\S+", head[0])]
    found: list[tuple[int, int]] = []
    at, begun = 0, None
    while at < len(words):
        size = next((size for size in range(5, 0, -1) if _is_heading(words[at : at + size])), 0)
        if size:
            found.append((words[at][1] if begun is None else begun, words[min(at + size, len(words)) - 1][1]))
            begun = None
        elif words[at][0].casefold().endswith(("'s", "’s")):
            begun = words[at][1]
        elif not found or (words[at][0].casefold() not in ("number", "no.") and not words[at][0].startswith("(")):
            return [head]
        at += size or 1
    if not found:  # `The Tenant's`
        return [head]
    ends = [start for start, _ in found[1:]] + [len(head[0])]
    return [(head[0][start:end].rstrip(), head[1] + start, head[1] + end) for (start, _), end in zip(found, ends, strict=True)]


def _is_heading(words: list[tuple[str, int]]) -> bool:
    return not any(word.startswith("(") for word, _ in words) and words_of(" ".join(word for word, _ in words)) in headings()


def labels_alone(text: str) -> Iterator[tuple[int, int]]:
    """Where labels stand in lines of two or more that are nothing but labels."""
    at = 0
    for line in text.split("\n"):
        pieces = list(pieces_of(line)) if "\t" in line or "   " in line else []
        if len(pieces) > 1 and _heads(pieces):
            yield from ((at + start, at + start + len(piece)) for piece, start in pieces)
        at += len(line) + 1


def labelled_beside(text: str) -> Iterator[tuple[Head, int, int]]:
    """Labels with their values in the next column, without a colon: `Surname   Coles   First name(s)   Sophie`; where each value stands."""
    at = 0
    for line in text.split("\n"):
        pieces = list(pieces_of(line)) if "  " in line or "\t" in line else []
        if ":" not in line and "\t" in line and any(map(str.isdigit, line)) and not _stand_beside(pieces):
            yield from _told_beside(line, pieces, at)
        elif _stand_beside(pieces) and ":" not in line:
            for (label, start), (value, begin) in zip(pieces[::2], pieces[1::2], strict=True):
                if not stands_alone(label):
                    continue  # `Injured employee   Jo Hay   Employee ID   90277`
                yield (label, at + start, at + start + len(label)), at + begin, at + begin + len(value)
        at += len(line) + 1


def _told_beside(line: str, pieces: Sequence[Piece], at: int) -> Iterator[tuple[Head, int, int]]:
    """The labels among the columns of a line that have a value with figures right behind a tab: `Jo Hay   Employee ID   90277`."""
    for (label, start), (value, begin) in pairwise(pieces):
        behind = start + len(label)
        if "\t" in line[behind:begin] and any(map(str.isdigit, value)) and stands_alone(label) and not stands_alone(value):
            yield (label, at + start, at + behind), at + begin, at + begin + len(value)


def _stand_beside(pieces: list[Piece]) -> bool:
    """Whether labels and values take turns."""
    alone = [stands_alone(piece) for piece, _ in pieces] if pieces and len(pieces) % 2 == 0 else []
    labels, values = pieces[::2], pieces[1::2]
    if not any(alone) or any(alone[1::2]) or any(_is_label_too(piece) for piece, _ in values):
        return False
    return all(alone[::2]) or (sum(alone[::2]) * 2 >= len(labels) and all(_LABELLIKE.fullmatch(piece) for piece, _ in labels))


_LABELLIKE = re.compile(r"[A-ZÀ-ÖØ-Þ](?![^a-z]*\Z)[^\d,;:!?]{2,40}")


def _is_label_too(piece: str) -> bool:
    """`Ordering provider`, `Social security number Email address`: labels that no table would have for a header."""
    return bool(roles.ALONE.search(piece)) or len(_parted((bare(piece), 0, 0))) > 1


def pieces_of(line: str) -> Iterator[Piece]:
    """What stands in the columns of a line, and where."""
    if "\t" not in line and "   " not in line:
        if piece := line.strip():
            yield piece, line.index(piece)
        return
    begin = 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        piece = line[begin:end].strip()
        if piece:
            yield piece, begin + line[begin:end].index(piece)
        begin = gap.end() if gap else end


_PART = re.compile(r"(?i)(?:step|part|section|box|line|schritt|teil|abschnitt|partie|parte|sección|sezione|deel)[ ]\w{1,4}[:.]?")


def _is_titled(label: str) -> bool:
    """Whether a line is as short as labels are, and written with capitals: asked before its words are looked up one by one."""
    return len(label) <= LONGEST_ALONE and (label.isupper() or label.istitle()) and not stands_alone(label)


# What a form calls its boxes, before their labels: `V1`, `SU`, `12a`.
_NUMBER = re.compile(r"[A-Z]{0,2}\d{0,2}[a-z]?")


def _is_number(piece: str) -> bool:
    """Whether a form calls its box so; `MI`, `ST` between other labels are ones themselves."""
    return bool(_NUMBER.fullmatch(piece)) and not (len(piece) == 2 and stands_alone(piece))


@lru_cache(maxsize=20_000)
def _heads_of(line: str) -> tuple[Piece, ...]:
    """The labels of a line of nothing but labels: a form's are asked about more than once."""
    return tuple(_heads(list(pieces_of(line))))


def _heads(pieces: list[Piece]) -> list[Piece]:
    """The labels in a line of nothing but labels, one of them at least known; none for any other line."""
    if _stand_beside(pieces):
        return []
    said = [piece for piece in pieces if not _PART.fullmatch(piece[0]) and not _is_number(piece[0])] if len(pieces) > 1 else pieces
    labels = [(bare(piece), start + len(piece) - len(piece.lstrip())) for piece, start in said if not _PART.fullmatch(piece)]
    if not labels or any(len(label) > LONGEST_OVER_LINES or any(map(str.isdigit, label)) for label, _ in labels):
        return []
    if len(labels) == 1 and _is_titled(labels[0][0]) and len(parted := _parted((labels[0][0], labels[0][1], 0))) > 1:
        # `Birth date Sex` above two columns.
        return [(label, start) for label, start, _ in parted]
    known = [
        stands_alone(label) or bool(roles.ALONE.search(label)) or (len(labels) > 1 and len(_parted((label, 0, 0))) > 1)
        for label, _ in labels
    ]
    long = [len(label) > LONGEST_ALONE and not one for (label, _), one in zip(labels, known, strict=True)]
    return labels if any(known) and not any(long) else []


def labelled_within(text: str) -> Iterator[tuple[Head, int, int]]:
    """Labels with their values behind them and no sign between: `City Albany State NY ZIP 12207`; where each value stands."""
    at = 0
    for line in text.split("\n"):
        if line[:1].isupper() and ":" not in line and len(line) <= WIDEST and "   " not in line and any(map(str.isdigit, line)):
            words = [(match[0], match.start()) for match in re.finditer(r"\S+", line)]
            labels = list(_labels_within(words))
            values = [(stop, following) for (_, stop), (following, _) in zip(labels, [*labels, (len(words), 0)][1:], strict=True)]
            said = [words[place][0] for stop, following in values for place in range(stop, following)]
            prose = any(word.isalpha() and word.islower() for word in said)
            if len(labels) > 1 and not prose and labels[0][0] == 0 and sum(stop < following for stop, following in values) > 1:
                for (first, stop), (_, following) in zip(labels, values, strict=True):
                    if stop < following:
                        start, end = words[stop][1], words[following - 1][1] + len(words[following - 1][0])
                        label = line[words[first][1] : words[stop - 1][1] + len(words[stop - 1][0])]
                        yield (label, at + words[first][1], at + words[first][1] + len(label)), at + start, at + end
        at += len(line) + 1


WIDEST = 160


def _labels_within(words: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Runs of words with capitals that are headers: from which word to which."""
    at = 0
    while at < len(words):
        size = next(
            (
                size
                for size in range(min(3, len(words) - at), 0, -1)
                if words[at][0][0].isupper() and words_of(" ".join(word for word, _ in words[at : at + size])) in headings()
            ),
            0,
        )
        if size:
            yield at, at + size
        at += size or 1
