"""Writes the drafts: a PDF for each letter, text and HTML for each e-mail, PDF and JSON for each filing.

Letters are set by as many processes as the bench has workers, in chunks; each process keeps its compilers open. What is
written depends on the notices alone, so a second run gives the same bytes. Of every distinct combination of text and sections a PDF
is read again, in every process, and each section's words must be found in it: what was proven is what was printed.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from stanch.engine import Bench
from stanch.errors import StanchError
from stanch.notices.facing import safe_name
from stanch.notices.filings import parts_for
from stanch.notices.form import Text, text_at
from stanch.notices.press import AT_PRESS, PAGE, Look, fonts, letter_content, look_of, press, printable
from stanch.notices.versions import used, worded
from stanch.notices.window import bare, showing
from stanch.notices.wording import Filled, fill
from stanch.records import Notice, Wording

UNCHECKED = "Contents as the law asks; order and labels are not the authority’s own."
SEEN = {
    "whole": "Form seen: whole.",
    "part": "Form seen: in part; compare with the authority’s own before you file.",
    "none": "Form seen: not at all; compare with the authority’s own before you file.",
    "free": "There is no form to follow: this sheet, or a letter with the same contents, is the notice.",
}
LOT = 2048  # letters that stand in memory together
CHUNK = 32  # letters a process sets between two reports of progress
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9-]{6,32}")  # letters of one width, each of them in the fixed type
FEW = 2 * CHUNK  # so few letters that starting processes costs more than it saves


def render_all(notices: Sequence[Notice], folder: Path, *, bench: Bench) -> list[Notice]:
    """Write all drafts below `folder`; the notices with `file` set, in the same order."""
    return list(render_each(notices, folder, bench=bench))


def render_each(notices: Sequence[Notice], folder: Path, *, bench: Bench) -> Iterator[Notice]:
    """The same, a lot at a time as they are asked for: of `notices` read by pages no more than a lot stands in memory."""
    for name in ("letters", "emails", "filings", "public", "samples"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    total, done, taken, rest = len(notices), 0, set[str](), iter(notices)
    with ExitStack() as stack:
        crew = None if bench.workers < 2 or total <= FEW else ProcessPoolExecutor(bench.workers, mp_context=get_context("spawn"))
        if crew:
            stack.callback(crew.shutdown, cancel_futures=True)
        while lot := list(islice(rest, LOT)):
            named = _named(lot, taken)
            alike = sorted(named, key=shape_of)  # stable; the compiler remembers the paragraphs of the letter before
            chunks = [alike[start : start + CHUNK] for start in range(0, len(alike), CHUNK)]
            for number, _ in enumerate(_worked(chunks, folder, bench, crew), start=1):
                bench.progress("letters", min(done + number * CHUNK, done + len(lot)), total)
            done += len(lot)
            yield from named


def _worked(chunks: Sequence[Sequence[Notice]], folder: Path, bench: Bench, crew: ProcessPoolExecutor | None) -> Iterator[None]:
    look = look_of(bench.settings)
    jobs = [(chunk, str(folder), bench.as_of, look, used(one.text_id for one in chunk)) for chunk in chunks]
    if crew is None:
        yield from map(_write_chunk, jobs)
        return
    try:
        yield from crew.map(_write_chunk, jobs)
    except BrokenProcessPool:
        raise StanchError(
            "a process that set letters died", where=str(folder), do="Run again; letters are written anew, none is sent."
        ) from None


def _write_chunk(job: tuple[Sequence[Notice], str, date, Look, tuple[Wording, ...]]) -> None:
    chunk, folder, day, look, wordings = job
    for one in wordings:
        worded(one)
    for notice in chunk:
        _write(notice, Path(folder), day, look)


def _named(notices: Sequence[Notice], taken: set[str]) -> list[Notice]:
    """The notices with their file's name: safe on every system, and never the same for two, of this lot or those `taken` before."""
    named = []
    for notice in notices:
        file = _file(notice)
        if file.casefold() in taken:
            stem, _, ending = file.rpartition(".")
            file = f"{stem}-{sha256(notice.id.encode(errors='surrogatepass')).hexdigest()[:8]}.{ending}"
        taken.add(file.casefold())
        named.append(replace(notice, file=file))
    return named


def _file(notice: Notice) -> str:
    if notice.person is None:
        folder = {"form": "filings", "letter": "samples"}.get(text_at(notice.text_id).kind, "public")
        return f"{folder}/{safe_name(notice.id.partition('-')[2])}.pdf"
    second = re.search(r"-(\d)$", notice.id.removeprefix(f"letter-{notice.person}"))
    follows = notice.recipient.replace("_", "-") if notice.recipient != "individuals" else ""
    name = safe_name(notice.person) + (f"-{follows}" if follows else second[0] if second else "")
    return f"emails/{name}.txt" if notice.form == "email" else f"letters/{name}.pdf"


def _write(notice: Notice, folder: Path, day: date, look: Look) -> None:
    text, path = text_at(notice.text_id), folder / notice.file
    if text.kind == "form":
        content = filing_content(notice, text)
        write_private(path, press(notice.text_id, content, day))
        write_private(path.with_suffix(".json"), json.dumps(_worksheet(notice, content), ensure_ascii=False, indent=1).encode())
        return
    if notice.form == "email":
        filled = refill(notice)
        write_private(path, email_text(notice, filled).encode())
        write_private(path.with_suffix(".html"), email_html(notice, filled).encode())
        return
    write_private(path, printed(notice, day, look))


def printed(notice: Notice, day: date, look: Look) -> bytes:
    """The PDF of a letter, with tags; the first of each shape is read again. Raises `StanchError` where it lacks words."""
    filled = refill(notice)
    pdf = press(notice.text_id, content_of(notice, filled), day, look)
    shape = shape_of(notice)
    if shape not in _PROVEN:  # the layout sees sections, not values: letters of one shape print alike
        _read_back(notice, filled, pdf)
        _PROVEN.add(shape)
    return pdf


def shape_of(notice: Notice) -> tuple[str, ...]:
    """What the layout sees of a letter: its text, whom it speaks to, its sections."""
    return (notice.text_id, notice.fields.get("voice", ""), *notice.sections)


_PROVEN: set[tuple[str, ...]] = set()  # shapes whose print was read back by this process


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read."""
    path.write_bytes(content)
    path.chmod(0o600)


def refill(notice: Notice) -> Filled:
    """The filled text of a letter, from the notice alone."""
    return fill(text_at(notice.text_id), notice.sections, notice.fields, notice.fields.get("voice", "person"))


def content_of(notice: Notice, filled: Filled) -> dict[str, object]:
    """What the layout takes for this letter."""
    fields = notice.fields
    sender = [fields.get("org_name", ""), *fields.get("org_address", "").split(", ", 1)]
    address = notice.address or ((fields.get("name", ""),) if notice.person else ())
    return letter_content(
        filled,
        language=notice.language,
        sender=[line for line in sender if line],
        address=address,
        day=fields.get("date_of_notice", ""),
        greeting=fields.get("greeting", ""),
        reference=reference_of(notice),
        code=code_of(notice),
    )


def code_of(notice: Notice) -> str:
    """The person's enrolment code where it may be set as one word; empty where there is none, or a word that stands for one."""
    code = printable(notice.fields.get("code", ""))
    return code if _CODE.fullmatch(code) else ""


def reference_of(notice: Notice) -> str:
    """What the foot of each page calls the letter."""
    return printable(notice.person or notice.id) or "—"


def email_text(notice: Notice, filled: Filled) -> str:
    """The e-mail's plain text, its subject first."""
    head = [f"To: {notice.email or ''}", f"Subject: {filled.title}", "", notice.fields.get("greeting", "")]
    return "\n".join([*head, "", *(f"{section.plain}\n" for section in filled.sections)])


def email_html(notice: Notice, filled: Filled) -> str:
    """The same as HTML: no script, no picture, nothing loaded from elsewhere."""
    out = [f"<h1>{html.escape(filled.title)}</h1>", f"<p>{html.escape(notice.fields.get('greeting', ''))}</p>"]
    for section in filled.sections:
        if section.heading:
            out.append(f"<h2>{html.escape(section.heading)}</h2>")
        for one in section.paragraphs:
            lead = f"<strong>{html.escape(one.lead)}</strong> " if one.lead else ""
            if lead or one.text:
                out.append(f"<p>{lead}{html.escape(one.text)}</p>")
            if one.items:
                out.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in one.items) + "</ul>")
            if one.lines:
                out.append("<p>" + "<br>".join(html.escape(line) for line in one.lines) + "</p>")
    head = f'<!doctype html><html lang="{notice.language}"><head><meta charset="utf-8"><title>{html.escape(filled.title)}</title></head>'
    return f"{head}<body>{''.join(out)}</body></html>"


def filing_content(notice: Notice, text: Text) -> dict[str, object]:
    """What the layout of a filing takes: the form's parts with each field's answer, or an open one."""
    parts = [
        {
            "heading": part.heading,
            "boxes": [
                {
                    "label": box.label,
                    "value": notice.fields.get(box.id, ""),
                    "choices": list(box.choices),
                    "note": " ".join(one for one in (box.note, _length(box.limit, notice.fields.get(box.id, ""))) if one),
                    "optional": box.optional,
                    "id": box.id,
                }
                for box in part.boxes
            ],
        }
        for part in parts_for(text, notice.sections)
    ]
    how = " ".join(
        part
        for part in (text.how, notice.fields.get("_seats", ""), text.checked or (UNCHECKED if text.seen != "free" else ""), SEEN[text.seen])
        if part
    )
    meta = {name: notice.fields.get(f"_{name}", "") for name in ("authority", "cite", "due", "org_name", "reason", "date_of_notice")}
    return {
        "lang": text.language, "title": text.title, "how": how, "parts": parts, "fonts": fonts(), "page": PAGE["en"],
        "missing": list(notice.missing), "reference": notice.id, "seen": text.seen, **meta,
    }  # fmt: skip


def _length(limit: int | None, answer: str) -> str:
    """How long an answer may be, and how long it is."""
    if not limit:
        return ""
    return f"At most {limit:,} characters" + (f"; this answer has {len(answer):,}." if answer else ".")


def _worksheet(notice: Notice, content: dict[str, object]) -> dict[str, object]:
    """The JSON of a filing: for scripts, and for copying field by field."""
    kept = {name: content[name] for name in ("title", "authority", "cite", "due", "how", "seen", "parts", "missing")}
    return {"id": notice.id, "duties": list(notice.duties), "recipient": notice.recipient, "status": notice.status, **kept}


def _read_back(notice: Notice, filled: Filled, pdf: bytes) -> None:
    """Raise unless every section's words stand in the PDF, and nothing but the address in the envelope's window."""
    head, foot = bare(head_of(notice)), bare(reference_of(notice))
    prove_words(notice, filled, "".join(_page(page, head, foot) for page in pdf_pages(pdf)))
    if notice.address and (shown := showing(pdf, notice.text_id, notice.address)):
        raise StanchError(f"the window shows {shown[:60]!r} beside the address", where=notice.id, do="Look at the text's layout.")


def head_of(notice: Notice) -> str:
    """What stands at the head of each page but the first."""
    return notice.fields.get("org_name", "") + notice.fields.get("date_of_notice", "")


def prove_words(notice: Notice, filled: Filled, there: str) -> None:
    """Raise unless every section's words stand in this print, of which `there` are the bare characters."""
    if missing := lacking_in(filled, there):
        raise StanchError(f"the printed letter lacks words: {missing[:60]!r}", where=notice.id, do="Look at the text's layout.")


def lacking(filled: Filled, pdf: bytes, header: str, reference: str) -> str:
    """The first words of the filled text that the PDF lacks; empty where it holds them all.

    `header` stands at the head of each page but the first, `reference` at the foot.
    """
    return lacking_in(filled, "".join(_page(page, bare(header), bare(reference)) for page in pdf_pages(pdf)))


def lacking_in(filled: Filled, there: str) -> str:
    """The first words of the filled text that are not among these bare characters."""
    parts = (part for section in filled.sections for one in section.paragraphs for part in (one.lead, one.text, *one.items, *one.lines))
    headings = (section.heading for section in filled.sections)
    return next((part for part in (filled.title, *headings, *parts) if bare(part) not in there), "")


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with AT_PRESS, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def pdf_pages(pdf: bytes) -> list[str]:
    """The text of a PDF, page by page."""
    import pypdfium2

    with AT_PRESS, pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _page(page: str, header: str, reference: str) -> str:
    """A page's characters without header and footer, between which a paragraph may run on."""
    text = bare(page).removeprefix(header)
    head, mark, tail = text.rpartition(reference)
    return head if mark and len(tail) < len("Page1000of1000") else text
