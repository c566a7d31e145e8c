"""Proof of sending, person by person, for a regulator: what was owed, approved by whom, what left when, and where it is recorded.

Every line names the journal's entry that seals it and that entry's code, so that it can be checked against the case
(`stanch verify`) or against a copy of the journal that lies elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from stanch import safe_csv
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, history
from stanch.casefile.notice_pages import notices_in_pages
from stanch.casefile.pieces import events, pieces
from stanch.casefile.report import is_practice
from stanch.errors import WrongCall
from stanch.records import Duty, Facts, Notice, Piece
from stanch.report.press import Paper, Section, pressed

COLUMNS = (
    "person", "notice", "duties", "piece", "channel", "attempt", "address", "at", "what", "detail", "source", "sha256",
    "entry", "entry_code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be shown of one notice: the notice, what was decided on it, its pieces."""

    notice: Notice
    decisions: tuple[Decision, ...]
    pieces: tuple[Piece, ...]


def of_person(case: Case, person: str) -> list[Proof]:
    """All that can be shown of one person. Raises `WrongCall` where nothing was drafted to them."""
    from stanch.casefile.models import NoticeRow

    wanted = list(NoticeRow.objects.using(case.alias).filter(person=person).values_list("identity", flat=True))
    if not wanted:
        raise WrongCall(f"no notice to {person}", do="`stanch people -C CASE` lists the people.")
    notices = [one for page in notices_in_pages(case, wanted) for one in page]
    return [Proof(one, tuple(history(case.alias, Notice.__name__, one.id)), tuple(pieces(case, notice=one.id))) for one in notices]


def export_csv(case: Case, out: Path, persons: Sequence[str] | None = None) -> tuple[int, str]:
    """Every event of every piece as a table, with hashes and journal entries: how many rows, and the file's own SHA-256."""
    count = 0

    def rows() -> Iterator[tuple[object, ...]]:
        nonlocal count
        codes = {entry.sequence: entry.mac for entry in case.journal.entries()}
        where = {} if persons is None else {"person__in": list(persons)}
        duties: dict[str, str] = {}
        for piece in pieces(case, **where):
            if piece.notice not in duties:
                duties.clear()  # pieces of a notice stand near each other; nothing is kept beyond that
                duties[piece.notice] = next((" ".join(one.duties) for page in notices_in_pages(case, [piece.notice]) for one in page), "")
            for one in events(case, piece.id):
                count += 1
                yield (
                    piece.person, piece.notice, duties[piece.notice], piece.id, piece.channel, piece.attempt, ", ".join(piece.address),
                    one.at.isoformat(), one.what, one.detail, one.source, piece.digest, one.entry or "", codes.get(one.entry or 0, ""),
                )  # fmt: skip

    with out.open("w", newline="", encoding="utf-8-sig") as stream:
        out.chmod(0o600)
        safe_csv.write(stream, COLUMNS, rows())
    digest = sha256(out.read_bytes()).hexdigest()
    case.journal.append("export proof of sending", out.name, details={"rows": count, "sha256": digest})
    return count, digest


def export_pdf(case: Case, out: Path, person: str) -> str:
    """One person's proof as a paper; its SHA-256."""
    proofs = of_person(case, person)
    facts = next(iter(case.store.get(Facts)), Facts())
    now = case.clock()
    head = case.journal.head()
    paper = Paper(
        title="Proof of sending",
        under=f"Person {person}. Made {now:%Y-%m-%d %H:%M} UTC from case {head.case}, journal entry {head.sequence}.",
        author=facts.org.name or "Stanch",
        banner="PRACTICE: an invented breach" if is_practice(case) else "",
        foot=f"Journal entry {head.sequence}: {head.mac}",
        sections=[section for proof in proofs for section in _sections(case, proof)],
    )
    content = pressed(paper, now)
    out.write_bytes(content)
    out.chmod(0o600)
    digest = sha256(content).hexdigest()
    case.journal.append("export proof of sending", out.name, details={"person": person, "sha256": digest})
    return digest


def _sections(case: Case, proof: Proof) -> Iterator[Section]:
    notice = proof.notice
    cites = {duty.id: duty.cite for duty in case.store.get(Duty)}
    yield Section(
        heading=f"Notice {notice.id}",
        paragraphs=[f"Text {notice.text_id}, language {notice.language}. Owed under:"],
        items=[f"{one}: {cites.get(one, '')}" for one in notice.duties] or ["no duty names this person"],
    )
    decided = [
        (f"{one.decided_at:%Y-%m-%d %H:%M}", one.verdict, one.decided_by, one.grounds, one.revision[:16], str(one.entry))
        for one in proof.decisions
    ]
    if decided:
        yield Section(heading="Decisions", columns=("When (UTC)", "Verdict", "By", "Grounds", "Form of the notice", "Entry"), rows=decided,
                      widths=(3, 2, 3, 4, 4, 1))  # fmt: skip
    for piece in proof.pieces:
        rows = [
            (f"{one.at:%Y-%m-%d %H:%M:%S}", one.what.replace("_", " "), one.detail, one.source, str(one.entry or ""))
            for one in events(case, piece.id)
        ]
        yield Section(
            heading=f"Piece {piece.id}: {piece.channel}, attempt {piece.attempt}",
            paragraphs=[
                f"To: {', '.join(piece.address)}.",
                f"SHA-256 of the file or message in which it left: {piece.digest or 'nothing has left yet'}.",
            ],
            columns=("When (UTC)", "What", "Detail", "Source", "Entry"),
            rows=rows,
            widths=(4, 2, 6, 4, 1),
        )


def as_json(case: Case, person: str) -> str:
    """One person's proof for programs."""
    codes = {entry.sequence: entry.mac for entry in case.journal.entries()}
    told = [
        {
            "notice": proof.notice.id,
            "duties": list(proof.notice.duties),
            "decisions": [
                {"verdict": one.verdict, "by": one.decided_by, "at": one.decided_at.isoformat(), "entry": one.entry}
                for one in proof.decisions
            ],
            "pieces": [
                {
                    "piece": piece.id,
                    "channel": piece.channel,
                    "attempt": piece.attempt,
                    "state": piece.state,
                    "sha256": piece.digest,
                    "events": [
                        {
                            "at": one.at.isoformat(),
                            "what": one.what,
                            "detail": one.detail,
                            "entry": one.entry,
                            "code": codes.get(one.entry or 0, ""),
                        }
                        for one in events(case, piece.id)
                    ],
                }
                for piece in proof.pieces
            ],
        }
        for proof in of_person(case, person)
    ]
    return json.dumps({"person": person, "notices": told}, ensure_ascii=False)
