"""Batches for the print house, each made once: planned in one transaction, printed, named, then handed over in another.

Killed in between, the same batch is made again under the same name with the same letters; nothing is printed under two
names. While one lot of batches is set in type, the next is read and the one before is handed over; two lots stand in memory at a time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stanch import notices, safe_csv
from stanch.casefile import gate
from stanch.casefile.case import Case
from stanch.casefile.leaving import Leaving
from stanch.casefile.notice_pages import notices_in_pages
from stanch.casefile.outbox import refuse
from stanch.casefile.pieces import handed, pieces, seal_events
from stanch.engine.bench import Progress, silent
from stanch.errors import StanchError
from stanch.notices.rendering import page_count
from stanch.records import Notice, Piece

if TYPE_CHECKING:
    from stanch.notices.binding import Begun, Bindery, Bound

LOT = 3  # batches that are printed in one go
LINES = 10  # of an address block; a folded name, a long street and a country abroad make nine
PER_FILE = 50  # letters in a file; with 1 each letter is a file of its own, tagged for screen readers
MANIFEST = ("piece", "file", "first_page", "pages", "sheets", "language", *(f"line{number}" for number in range(1, LINES + 1)), "sha256")


@dataclass(frozen=True, slots=True)
class Made:
    """One batch as it lies in the folder. `digest` is the SHA-256 of its manifest.json."""

    batch: str
    pieces: int
    sheets: int
    digest: str


@dataclass(frozen=True, slots=True)
class Sampled:
    """One letter of a sample, and how many letters have the same combination of texts."""

    file: str
    notice: str
    stands_for: int
    combination: str


def hand_over(
    case: Case,
    out: Path,
    *,
    size: int = 1000,
    limit: int | None = None,
    workers: int = 2,
    per_file: int = PER_FILE,
    progress: Progress = silent,
) -> list[Made]:
    """Print what is queued for the post into `out`, `size` letters a batch, `per_file` letters a PDF.

    Raises `StanchError` where nothing may be sent. What a stop finds at press is not handed over; it is printed again once letters may go.
    """
    refuse(case)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    made: list[Made] = []
    making = out / ".making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    try:
        with notices.bindery(workers) as bindery:
            bindery.warm(min(waiting(case), size if limit is None else limit))
            for at_press in _one_behind(_begun(case, bindery, making, size=size, limit=limit, per_file=per_file)):
                where = at_press.begun.gathered()
                if gate.is_stopped(case.folder):
                    break
                done = [_finish(case, name, at_press, where, making=making, out=out) for name in at_press.batches]
                made += [one for one in done if one.pieces]
                progress("letters", sum(one.pieces for one in made), sum(one.pieces for one in made) + waiting(case))
    finally:
        shutil.rmtree(making, ignore_errors=True)
    seal_events(case)
    return made


@dataclass(frozen=True, slots=True)
class _AtPress:
    """A lot that the processes set: its batches, the letter of each piece, and what comes of it."""

    batches: Mapping[str, Sequence[Piece]]
    letters: Mapping[str, Notice]
    begun: Begun


def _begun(case: Case, bindery: Bindery, making: Path, *, size: int, limit: int | None, per_file: int) -> Iterator[_AtPress]:
    """Lot after lot, each given to the processes."""
    left, after, begun = limit, 0, set[str]()
    while not gate.is_stopped(case.folder):
        lot, after = _planned(case, size, left, after, begun)
        if not lot:
            return
        begun |= lot.keys()
        if left is not None:
            left -= sum(len(batch) for batch in lot.values())
        letters = _letters(case, [piece for batch in lot.values() for piece in batch])
        batches = {name: [letters[piece.id] for piece in batch if piece.id in letters] for name, batch in lot.items()}
        bench = case.bench(workers=bindery.workers)
        yield _AtPress(lot, letters, bindery.begin(batches, making, bench=bench, per_file=per_file))


def _one_behind(lots: Iterator[_AtPress]) -> Iterator[_AtPress]:
    """Each lot once the one after it was begun, so that the processes never wait for what is done between two."""
    before = next(lots, None)
    while before is not None:
        after = next(lots, None)
        yield before
        before = after


def waiting(case: Case) -> int:
    """How many letters wait to be printed: second attempts, and what a run left."""
    from stanch.casefile.models import PieceRow

    return PieceRow.objects.using(case.alias).filter(channel="mail", state="queued").count()


def _planned(case: Case, size: int, limit: int | None, after: int, begun: Collection[str]) -> tuple[dict[str, list[Piece]], int]:
    """The next batches with their pieces: those that a cut-off run planned, else new ones of rows beyond `after`; and how far they go.

    `begun` are batches of this run, which are not handed over yet.
    """
    from django.db import transaction

    from stanch.casefile.models import BatchRow, PieceRow

    rows = BatchRow.objects.using(case.alias).filter(digest="").order_by("id").values_list("batch", flat=True)
    open_batches = [name for name in rows if name not in begun][:LOT]
    if not open_batches:
        with transaction.atomic(using=case.alias):
            free = PieceRow.objects.using(case.alias).filter(channel="mail", state="queued", batch="", id__gt=after).order_by("id")
            ids = list(free.values_list("id", flat=True)[: min(size * LOT, limit if limit is not None else size * LOT)])
            number = BatchRow.objects.using(case.alias).count()
            for start in range(0, len(ids), size):
                number += 1
                after = ids[min(start + size, len(ids)) - 1]
                name, share = f"batch-{number:05}", ids[start : start + size]
                BatchRow.objects.using(case.alias).create(batch=name, pieces=len(share), digest="", made_at=case.clock())
                PieceRow.objects.using(case.alias).filter(
                    id__gte=share[0], id__lte=share[-1], channel="mail", state="queued", batch=""
                ).update(batch=name)
                open_batches.append(name)
    return {name: list(pieces(case, batch=name, state="queued")) for name in open_batches}, after


def _letters(case: Case, wanted: Sequence[Piece]) -> dict[str, Notice]:
    """The letter of each piece under the piece's own name; pieces whose notice is not approved any more are left out."""
    by_notice = {piece.notice: piece for piece in wanted}
    found: dict[str, Notice] = {}
    leaving = Leaving.now(case)
    for page in notices_in_pages(case, list(by_notice)):
        for one in page:
            if leaving.may_go(one) and (piece := leaving.addressed(by_notice[one.id], one)):
                found[piece.id] = replace(one, id=f"letter-{piece.id}", person=piece.id, address=piece.address, form="letter")
    return found


def _finish(case: Case, name: str, lot: _AtPress, where: Mapping[str, Bound], *, making: Path, out: Path) -> Made:
    """The batch's folder, its manifests, and only then the record that it was handed over."""
    from django.db import transaction

    from stanch.casefile.models import BatchRow, PieceRow

    target, beside, batch, letters = out / name, making / name, lot.batches[name], lot.letters
    rows = [_row(piece, letters[piece.id], where[letters[piece.id].id]) for piece in batch if piece.id in letters]
    rows.sort(key=lambda row: (row["file"], row["first_page"]))  # as they lie in the files
    digest = _write_manifests(beside, name, rows, case)
    if target.exists():
        # A run that was killed after it named the folder: what is there is the same batch; another case's is left alone.
        if not _pieces_in(target) <= {piece.id for piece in batch}:
            raise StanchError("another batch of this name lies here", where=str(target), do="Choose a folder of this case alone.")
        shutil.rmtree(target)
    if rows:
        beside.rename(target)
    _synced(out)
    with transaction.atomic(using=case.alias):
        handed(case, rows, name)
        PieceRow.objects.using(case.alias).filter(batch=name, state="queued").update(batch="")  # not approved any more
        sheets = sum(row["sheets"] for row in rows)
        BatchRow.objects.using(case.alias).filter(batch=name).update(digest=digest, sheets=sheets, pieces=len(rows), made_at=case.clock())
        if rows:
            case.journal.append("hand over batch", name, details={"pieces": len(rows), "sheets": sheets, "manifest": digest})
    return Made(name, len(rows), sheets, digest)


def _pieces_in(folder: Path) -> set[str]:
    try:
        return {row["piece"] for row in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["letters"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {"unknown"}


def _row(piece: Piece, letter: Notice, bound: Bound) -> dict[str, Any]:
    return {
        "piece": piece.id,
        "file": bound.file,
        "first_page": bound.first_page,
        "pages": bound.pages,
        "sheets": (bound.pages + 1) // 2,  # printed on both sides
        "language": letter.language,
        "address": list(letter.address),
        "lines": [*letter.address[:LINES], *[""] * (LINES - len(letter.address))],
        "sha256": bound.sha256,
    }


def _write_manifests(folder: Path, name: str, rows: Sequence[Mapping[str, Any]], case: Case) -> str:
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8-sig") as stream:
        cells = ((*(row[name] for name in MANIFEST[:6]), *row["lines"], row["sha256"]) for row in rows)
        safe_csv.write(stream, MANIFEST, cells)
    totals = {"batch": name, "pieces": len(rows), "pages": sum(row["pages"] for row in rows), "sheets": sum(row["sheets"] for row in rows)}
    listed = [{name: value for name, value in row.items() if name != "lines"} for row in rows]
    text = json.dumps({**totals, "duplex": True, "made_at": case.clock().isoformat(), "letters": listed}, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    for file in ("manifest.csv", "manifest.json"):
        (folder / file).chmod(0o600)
    return sha256(text.encode()).hexdigest()


def _synced(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# A sample for reading


def print_sample(case: Case, folder: Path, *, workers: int = 2) -> list[Sampled]:
    """One letter of each distinct combination of texts, the longest of its kind, with a list of what it stands for."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    chosen, counts = _one_of_each(notice for page in notices_in_pages(case) for notice in page)
    named = [replace(one, id=f"letter-sample{number:04}", person=f"sample{number:04}") for number, one in enumerate(chosen.values(), 1)]
    printed = notices.render(named, folder, bench=case.bench(workers=workers))
    sampled = [
        Sampled(one.file, original.id, counts[key], " ".join(part for part in key if part))
        for one, (key, original) in zip(printed, chosen.items(), strict=True)
    ]
    with (folder / "sample.csv").open("w", newline="", encoding="utf-8-sig") as stream:
        safe_csv.write(
            stream,
            ("file", "stands_for", "notice", "combination"),
            ((one.file, one.stands_for, one.notice, one.combination) for one in sampled),
        )
    case.journal.append("print sample", details={"combinations": len(sampled), "letters": sum(counts.values())})
    return sampled


def combination(notice: Notice) -> tuple[str, ...]:
    """What makes two letters read alike but for names and numbers."""
    return (notice.text_id, notice.form, notice.fields.get("voice", ""), *notice.sections)


def _one_of_each(drafts: Iterator[Notice]) -> tuple[dict[tuple[str, ...], Notice], Counter[tuple[str, ...]]]:
    chosen: dict[tuple[str, ...], Notice] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for one in drafts:
        key = combination(one)
        counts[key] += 1
        # The longest is the one in which a layout breaks first.
        if key not in chosen or _length(one) > _length(chosen[key]):
            chosen[key] = one
    return chosen, counts


def _length(notice: Notice) -> int:
    return sum(map(len, notice.address)) + sum(map(len, notice.fields.values()))


def batch_faults(case: Case, folder: Path) -> Iterator[str]:
    """What in a batch's folder is not as this case handed it over: its manifest, and its files by the manifest."""
    from stanch.casefile.models import BatchRow

    text = _manifest_text(folder)
    handed_over = {row.digest: row.batch for row in BatchRow.objects.using(case.alias).exclude(digest="")}
    if handed_over.get(sha256(text.encode()).hexdigest()) is None:
        yield f"{folder.name}: manifest.json is none that this case handed over; do not print by it"
        return
    yield from check_folder(folder)


def _manifest_text(folder: Path) -> str:
    try:
        return (folder / "manifest.json").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise StanchError(f"the manifest cannot be read ({error})", where=str(folder), do="Name a batch's folder.") from None


def check_folder(folder: Path) -> Iterator[str]:
    """What in a handed-over batch is not as its manifest says: before it goes to the print house, or when it comes back."""
    by_file: dict[str, list[dict[str, Any]]] = {}
    try:
        for row in json.loads(_manifest_text(folder))["letters"]:
            _told_rightly(row)
            by_file.setdefault(row["file"], []).append(row)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StanchError(f"the manifest is broken ({error})", where=str(folder), do="Take the one that was handed over.") from None
    for name, rows in by_file.items():
        yield from _file_faults(folder / name, name, rows)
    yield from (
        f"{path.name}: not in the manifest" for path in sorted((folder / "letters").glob("*")) if f"letters/{path.name}" not in by_file
    )


def _told_rightly(row: Mapping[str, Any]) -> None:
    """Raise `ValueError` where a row of a manifest does not tell of a letter in this folder."""
    name = row["file"]
    if not isinstance(name, str) or not re.fullmatch(r"letters/[\w.-]{1,100}", name):
        raise ValueError(f"{str(name)[:60]!r} is no file of a batch")
    for number in ("first_page", "pages", "sheets"):
        if not isinstance(row.get(number, 1), int) or row.get(number, 1) < 1:
            raise ValueError(f"{number} is no number of pages")
    if not isinstance(row["piece"], str) or not isinstance(row["sha256"], str):
        raise TypeError("piece and sha256 must be text")


def _file_faults(file: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every letter of a file stands in it, after the one before it, and the file has no page that is nobody's."""
    who = rows[0]["piece"] if len(rows) == 1 else f"{len(rows)} letters, {rows[0]['piece']} first"
    if not file.is_file():
        yield f"{who}: {name} is missing"
        return
    content = file.read_bytes()
    if any(sha256(content).hexdigest() != row["sha256"] for row in rows):
        yield f"{who}: {name} is not the file that was handed over"
        return
    free = 1
    for row in sorted(rows, key=lambda one: one.get("first_page", 1)):
        if row.get("first_page", 1) != free:
            yield f"{row['piece']}: begins on page {row.get('first_page', 1)} of {name}; page {free} follows the letter before it"
        free = row.get("first_page", 1) + 2 * row["sheets"]
    if len(rows) > 1 and free - 1 != (pages := page_count(content)):
        yield f"{name}: has {pages} pages, the manifest tells of {free - 1}"
