"""Letters for a print house, many in one file: the body that letters share is set once, and laid under what each has of its own.

Each letter begins on a front page, so that a printer for both sides never prints two people on one sheet. The files are for
paper: they bear no tags. Whoever needs a letter to be read aloud gets one of its own (`rendering.py`). See ADR 0070.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, groupby
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from stanch.engine import Bench
from stanch.errors import StanchError
from stanch.notices.press import CLOSED, CODE, PAGE, SLOT, Look, look_of, plain, press_body, press_overlay, ready
from stanch.notices.rendering import (
    FEW,
    code_of,
    content_of,
    head_of,
    page_count,
    printed,
    prove_words,
    reference_of,
    refill,
    shape_of,
    write_private,
)
from stanch.notices.versions import used, worded
from stanch.notices.window import CLEAR, bare, envelope_of, read_sheets, showing
from stanch.notices.wording import Filled
from stanch.records import Notice, Wording

PER_FILE = 50
CHUNK = 32  # letters of their own that a process sets between two answers
# A greeting no wider than so many heights of its type stands on one line (in large print, fewer); a longer one is set with the body.
GREETING = {False: 40.0, True: 26.0}


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a letter stands: the file below the batch's folder, its first page (from 1) and its pages; the file's SHA-256."""

    notice: str
    file: str
    first_page: int
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Job:
    folder: str
    file: str
    letters: Sequence[Notice]
    day: date
    look: Look
    wordings: tuple[Wording, ...]


@dataclass(slots=True)
class Bindery:
    """The processes that set letters, kept from lot to lot: starting them costs as much as some hundred letters."""

    workers: int
    _pool: ProcessPoolExecutor | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def warm(self, letters: int) -> None:
        """Start the processes before the letters are there, where so many will come that they are wanted: each needs about a second."""
        if self.workers > 1 and self._pool is None and letters > FEW:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
            for _ in range(self.workers):
                self._pool.submit(_ready)

    def bind(self, batches: Mapping[str, Sequence[Notice]], folder: Path, *, bench: Bench, per_file: int = PER_FILE) -> dict[str, Bound]:
        """Write `folder/<batch>/letters/NNNN.pdf` for each batch; where each letter stands, by its notice's id."""
        return self.begin(batches, folder, bench=bench, per_file=per_file).gathered()

    def begin(self, batches: Mapping[str, Sequence[Notice]], folder: Path, *, bench: Bench, per_file: int = PER_FILE) -> Begun:
        """Give the same to the processes, which work while the caller does something else."""
        jobs = [job for name, letters in batches.items() for job in _jobs(folder / name, letters, bench, per_file)]
        if self.workers < 2 or (self._pool is None and sum(len(job.letters) for job in jobs) <= FEW):
            return Begun(map(_bind, jobs), folder)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
        if per_file == 1:
            return Begun(self._pool.map(_bind, jobs, chunksize=CHUNK), folder)
        # Of each batch the files with like bodies, one after another in one process: it sets each body once.
        jobs.sort(key=lambda job: _kin(job.letters[0]))
        return Begun(self._pool.map(_bind, jobs, chunksize=max(1, min(len(batches), len(jobs) // (4 * self.workers)))), folder)


@dataclass(frozen=True, slots=True)
class Begun:
    """Letters that are being set, and below which folder."""

    made: Iterator[list[Bound]]
    folder: Path

    def gathered(self) -> dict[str, Bound]:
        """Where each letter stands, by its notice's id, once all are set."""
        try:
            return {one.notice: one for made in self.made for one in made}
        except BrokenProcessPool:
            raise StanchError(
                "a process that set letters died", where=str(self.folder), do="Run again; letters are written anew, none is sent."
            ) from None


def _ready() -> None:
    """Load, in a process of its own, what every letter needs."""
    import pikepdf  # noqa: F401 to have it loaded
    import pypdfium2  # noqa: F401 to have it loaded

    ready()


def _jobs(folder: Path, letters: Sequence[Notice], bench: Bench, per_file: int) -> Iterator[_Job]:
    """The files of one batch: one envelope each, letters of one text and of the same sections beside each other."""
    (folder / "letters").mkdir(parents=True, exist_ok=True, mode=0o700)
    look, number = look_of(bench.settings), 0
    # Letters that share a body lie beside each other, so that a file holds few bodies.
    alike = sorted(letters, key=_kin)
    for _, group in groupby(alike, key=lambda one: (envelope_of(one.text_id), one.language)):
        here = list(group)
        for start in range(0, len(here), per_file):
            number += 1
            # What was proven of a letter is not printed: it need not go to the process that prints.
            part = [replace(one, checks=(), missing=()) for one in here[start : start + per_file]]
            file = f"letters/{number:04}.pdf" if per_file > 1 else f"letters/{part[0].person}.pdf"
            yield _Job(str(folder), file, part, bench.as_of, look, used(one.text_id for one in part))


# What stands over a body, or makes one of its own: no two letters are kin by it.
_OWN_FIELDS = frozenset({"name", "greeting", "code"})


def _kin(letter: Notice) -> tuple[Any, ...]:
    """Equal for letters that share a body, near for those that share most of it."""
    said = tuple(value for name, value in letter.fields.items() if name not in _OWN_FIELDS)
    return envelope_of(letter.text_id), letter.language, shape_of(letter), said


@dataclass(frozen=True, slots=True)
class _Body:
    """What letters share: their pages without tags, and where on which page a code goes (page, x, y from above, in points).

    `forms` are its pages as forms, which last as long as the document is open; files that lie beside each other share most of their bodies.
    """

    pdf: bytes
    size: tuple[float, float]
    pages: int
    slots: tuple[tuple[int, float, float], ...]
    document: Any
    forms: tuple[Any, ...]


def _bind(job: _Job) -> list[Bound]:
    for one in job.wordings:
        worded(one)
    if len(job.letters) == 1:
        return [_alone(job, job.letters[0])]
    filled = [refill(letter) for letter in job.letters]
    own = [_own(letter, words, large=job.look.large) for letter, words in zip(job.letters, filled, strict=True)]
    shared = [_body(letter.text_id, body, job.day, job.look) for letter, (body, _) in zip(job.letters, own, strict=True)]
    contents = [{**said, "pages": body.pages, "slots": body.slots} for (_, said), body in zip(own, shared, strict=True)]
    over = press_overlay(envelope_of(job.letters[0].text_id), contents, job.day, job.look)
    pdf, firsts = _laid(shared, over)
    _proven(job, filled, shared, firsts, over=over, pdf=pdf)
    write_private(Path(job.folder) / job.file, pdf)
    mark = sha256(pdf).hexdigest()
    found = zip(job.letters, firsts, shared, strict=True)
    return [Bound(letter.id, job.file, first + 1, body.pages, mark) for letter, first, body in found]


def _alone(job: _Job, letter: Notice) -> Bound:
    """A letter in a file of its own, with tags."""
    pdf = printed(letter, job.day, job.look)
    write_private(Path(job.folder) / job.file, pdf)
    return Bound(letter.id, job.file, 1, page_count(pdf), sha256(pdf).hexdigest())


def _width(words: str) -> float:
    """How wide words are at most, in the height of their type: small Latin letters are narrow, others may be wider than high."""
    return sum(_NARROW.get(one, 1.0 if one.isascii() else 1.5) for one in words)


# No letter of the type is wider: of these, only m and w come near.
_NARROW = {**dict.fromkeys("abcdefghijklnopqrstuvxyz0123456789 .,:;'-", 0.6), **dict.fromkeys("mw", 0.85)}


def _own(letter: Notice, filled: Filled, *, large: bool) -> tuple[str, dict[str, Any]]:
    """The content of the letter's body as JSON, and what is the letter's own."""
    content, code = content_of(letter, filled), code_of(letter)
    body = {**content, "address": [], "reference": ""}
    said = {name: content[name] for name in ("lang", "title", "from", "fonts", "address", "reference")}
    if _width(str(content["greeting"])) <= GREETING[large]:
        body["greeting"], said["greeting"] = "\u00a0", content["greeting"]
    else:
        said["greeting"] = ""
    text = msgspec.json.encode(body).decode()
    if code:
        # Of one width each, so a place of as many zeros is as wide.
        text = text.replace(f"{CODE}{code}{CLOSED}", f"{SLOT}{'0' * len(code)}{CLOSED}")
    return text, {**said, "code": plain(code)}


@lru_cache(maxsize=128)
def _body(place: str, content: str, day: date, look: Look) -> _Body:
    import pikepdf

    pdf = press_body(place, json.loads(content), day, look)
    slots = []
    document = pikepdf.Pdf.open(io.BytesIO(pdf))
    pages = list(document.pages)
    _, _, width, height = (float(one) for one in pages[0].mediabox)
    for number, page in enumerate(pages):
        for note in page.get("/Annots", []):
            if note.get("/A") is not None and str(note.A.get("/URI", "")) == "slot:":
                left, top = float(note.Rect[0]), height - float(note.Rect[3])
                slots.append((number, round(left, 3), round(top, 3)))
    return _Body(pdf, (width, height), len(pages), tuple(slots), document, tuple(page.as_form_xobject() for page in pages))


def _laid(shared: Sequence[_Body], over: bytes) -> tuple[bytes, list[int]]:
    """One file: below each page of the overlay the body's, an empty back page where a letter's pages are odd in number."""
    import pikepdf

    made = pikepdf.Pdf.open(io.BytesIO(over))
    sheets, under = iter(list(made.pages)), dict[int, list[tuple[str, Any, Any]]]()
    firsts, backs, at = [], [], 0
    for body in shared:
        if id(body) not in under:
            under[id(body)] = _forms(made, body, len(under))
        for name, form, drawn in under[id(body)]:
            page = next(sheets)
            if "/XObject" not in page.Resources:
                page.Resources.XObject = pikepdf.Dictionary()
            page.Resources.XObject[name] = form
            page.Contents = pikepdf.Array([drawn, page.Contents])
        firsts.append(at)
        at += body.pages
        if body.pages % 2:
            backs.append((at, body.size))
            at += 1
    for place, (width, height) in backs:
        back = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, width, height], Resources=pikepdf.Dictionary())
        made.pages.insert(place, pikepdf.Page(made.make_indirect(back)))
    written = io.BytesIO()
    made.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue(), firsts


def _forms(made: Any, body: _Body, number: int) -> list[tuple[str, Any, Any]]:
    """The pages of a body as forms of this file: the name of each, the form, and what draws it."""
    named = [(f"/Body{number}-{place}", form) for place, form in enumerate(body.forms)]
    return [(name, made.copy_foreign(form), made.make_stream(f"{name} Do\n".encode())) for name, form in named]


_READ: set[tuple[str, ...]] = set()  # shapes whose print was read back by this process


def _proven(job: _Job, filled: Sequence[Filled], shared: Sequence[_Body], firsts: Sequence[int], *, over: bytes, pdf: bytes) -> None:
    """Raise unless each letter's pages bear its own reference and address, and of each shape all words are there."""
    starts = list(accumulate((body.pages for body in shared), initial=0))
    window = CLEAR[envelope_of(job.letters[0].text_id)]
    own = read_sheets(over, window, starts[:-1])
    for number, (letter, words, body, first) in enumerate(zip(job.letters, filled, shared, firsts, strict=True)):
        pages = own[starts[number] : starts[number + 1]]
        prove_own(letter, [page for page, _ in pages], pages[0][1] if pages else "", coded=bool(body.slots))
        shape = shape_of(letter)
        if shape not in _READ:
            code = code_of(letter)
            bodied = refill(replace(letter, fields={**letter.fields, "code": "—"})) if code else words
            sheets = read_sheets(body.pdf, window, [0])
            prove_words(letter, bodied, "".join(_bare_pages(sheets, bare(head_of(letter)), PAGE.get(letter.language, PAGE["en"]))))
            # The window shows what lies over the body, which is read of every letter, and the body, which must leave it free; of the
            # first shape both are read as they lie in the file.
            shown = sheets[0][1].strip() or (
                showing(pdf, letter.text_id, letter.address, page=first) if letter.address and not _READ else ""
            )
            if shown:
                raise StanchError(f"the window shows {shown[:60]!r} beside the address", where=letter.id, do="Look at the text's layout.")
            _READ.add(shape)
    if starts[-1] != len(own):
        raise StanchError(f"{len(own)} pages were laid over {starts[-1]}", where=job.file, do="Look at the layout; nothing was written.")


def _bare_pages(sheets: Sequence[tuple[str, str]], head: str, word: str) -> Iterator[str]:
    """The bare characters of a body's pages, without head and page number: a paragraph may run on over them."""
    for number, (page, _) in enumerate(sheets, 1):
        yield bare(page).removeprefix(head).removesuffix(bare(f"{word} {number} / {len(sheets)}"))


def prove_own(letter: Notice, pages: Sequence[str], window: str, *, coded: bool) -> None:
    """Raise unless the pages that lie over a body are this letter's: its reference on each, its address and nothing else in the first
    one's window, and its code where the body leaves a place for one (`coded`).
    """
    said = [bare(page) for page in pages]
    if any(bare(reference_of(letter)) not in page for page in said):
        raise StanchError("a page lacks the letter's reference", where=letter.id, do="Look at the layout; nothing was written.")
    # Letters are compared without their order: what is written from right to left comes out of a PDF in the order of the eye.
    if sorted(bare("".join(letter.address))) != sorted(bare(window)):
        raise StanchError(
            f"the window shows {' '.join(window.split())[:60]!r}, which is not the address",
            where=letter.id,
            do="Look at the layout; nothing was written.",
        )
    if coded and bare(code_of(letter)) not in "".join(said):
        raise StanchError("the letter lacks its code", where=letter.id, do="Look at the layout; nothing was written.")
