"""Who speaks where: the mails of a thread, the turns of a call or a chat.

A forwarded mail, a quoted answer and each turn of a conversation have a writer of their own: `my number` is that writer's, and
`your number` is the number of whoever is written to.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from stanch.extent.anchored import Later
from stanch.extent.correspondents import RECIPIENT, SENDER
from stanch.extent.grouping_signs import FIRST_PERSON, HEADER, SECOND_PERSON, SENTENCE, SOMEBODY_ELSE, THIRD_PERSON, Line, said_since

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

_QUOTED = re.compile(r"[ \t]*((?:>[ \t]?)*)")
# `On Wed, 1 Oct 2025 at 16:02 Ann Lee <ann@example.com> wrote:`, in seven languages; a long line is often folded in two.
_WROTE = re.compile(r"(?i)\b(?:wrote|a écrit|schrieb|geschrieben|escribi[óo]|ha scritto|escreveu|schreef)\b[^\n]{0,60}:[ \t]*$")


# `Wilhelmina Ostrow, Apr 13, 2026, 5:21 PM EDT:`, as help desks print the notes of a ticket, the newest first.
_NOTED = re.compile(
    r"^[ \t]*[^\W\d_][^\n:<>]{2,60}?(?:,|[ ][-–|(])[ ]*(?:on )?(?:[^\W\d_]{3,9}\.?,? )?(?:\d{1,4}[ ./-])?(?:[^\W\d_]{3,9}\.?|\d{1,2})[ ./-]"
    r"\d{1,4},?[^\n]{0,8}?\d{1,2}:\d{2}[^\n]{0,20}$"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """From a place on, until the next: the records of whoever writes and of the one written to."""

    start: int
    writer: str | None
    reader: str | None


@dataclass(slots=True)
class _Thread:
    """The writers by depth of quoting, while a thread is read line by line."""

    first: tuple[str | None, str | None]
    depths: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)

    def at(self, depth: int) -> tuple[str | None, str | None]:
        for deeper in [one for one in self.depths if one > depth]:
            del self.depths[deeper]
        return self.depths.get(depth, self.first if depth == 0 else (None, None))


def of_mails(sheet: Sheet, first: tuple[str | None, str | None]) -> list[Voice]:
    """The voices of a thread; `first` are the writer and reader of its outermost mail."""
    thread = _Thread(first)
    voices = [Voice(0, *first)]
    for number, line in enumerate(sheet.lines):
        depth = _depth(line.text)
        header = HEADER.match(line.text)
        if header and header[1].lower() in SENDER and _record_of(sheet, line.members):
            thread.depths[depth] = (_record_of(sheet, line.members), _only_one(sheet, _recipients_above(sheet, number)))
        elif header and header[1].lower() in RECIPIENT and depth in thread.depths:
            thread.depths[depth] = (thread.depths[depth][0], _only_one(sheet, line.members))
        elif _is_noted(sheet, line):
            record = _record_of(sheet, line.members)
            thread.depths[depth] = (record, None)
            voices.append(Voice(line.start, record, None))
        elif _WROTE.search(line.text):
            writer = _record_of(sheet, line.members) or _record_of(sheet, sheet.lines[number - 1].members if number else ())
            thread.depths[max(depth, _depth_below(sheet.lines, number))] = (writer, thread.at(depth)[0])
        elif line.text.strip():
            now = Voice(line.start, *thread.at(depth))
            if (now.writer, now.reader) != (voices[-1].writer, voices[-1].reader):
                voices.append(now)
    return voices


def _is_noted(sheet: Sheet, line: Line) -> bool:
    """Whether a line says no more than who wrote what follows, and when."""
    said = sheet.text[line.start : line.end]
    return ":" in said and bool(line.members) and all(map(sheet.is_name, line.members)) and bool(_NOTED.match(said))


def at(voices: Sequence[Voice], place: int) -> Voice:
    """Who speaks at a place."""
    return voices[bisect.bisect_right(voices, place, key=lambda one: one.start) - 1]


def _recipients_above(sheet: Sheet, number: int) -> tuple[int, ...]:
    """Those of the line above: a memorandum says to whom before it says from whom."""
    above = sheet.lines[number - 1] if number else None
    match = HEADER.match(above.text) if above else None
    return above.members if above and match and match[1].lower() in RECIPIENT else ()


def _depth(line: str) -> int:
    match = _QUOTED.match(line)
    return match[1].count(">") if match else 0


def _depth_below(lines: Sequence[Line], number: int) -> int:
    following = next((line for line in lines[number + 1 : number + 4] if line.text.strip()), None)
    return _depth(following.text) if following else 0


def _record_of(sheet: Sheet, members: Sequence[int]) -> str | None:
    return next((record for n in members if (record := sheet.records[n] or sheet.people[n])), None)


def _only_one(sheet: Sheet, members: Sequence[int]) -> str | None:
    records = {sheet.records[n] for n in members}
    return records.pop() if len(records) == 1 else None


# Turns

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?[ \tT]+"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"[ \t]*(?:\[[^\]\n]{{4,30}}\][ \t]*|\([\d:. ]{{4,12}}\)[ \t]*|(?:{_DAY})?{_TIME}[ \t]*[-–—]?[ \t]*(?:from[ \t]+)?)?"
_WHO = r"[^\W\d_][^:\n<>\[\]]{0,38}?"
TURN = Later(rf"^(?P<stamp>{_STAMP})[<*]?(?P<who>{_WHO})[ ]*(?:\([^()\n]{{1,20}}\))?[>*]?(?::\*?|>)[ \t]+(?P<said>\S.*)$")
# Those who answer for the organisation, and those who turn to it.
_STAFF = (
    "agent operator representative rep csr adviser advisor support helpdesk desk receptionist reception clerk bot chatbot assistant "
    "interviewer officer dispatcher nurse doctor therapist counselor counsellor teller banker staff q mitarbeiter mitarbeiterin berater "
    "beraterin empfang conseiller conseillère opérateur agente operador operadora asesor asesora operatore operatrice atendente medewerker"
)
_PUBLIC = (
    "caller customer client patient visitor guest user member claimant applicant tenant parent student respondent interviewee witness a "
    "anrufer anruferin kunde kundin besucher besucherin patientin appelant appelante cliente llamante usuario usuaria paciente paziente "
    "chiamante utente beller klant"
)
STAFF, PUBLIC = frozenset(_STAFF.split()), frozenset(_PUBLIC.split())
_INTRODUCTIONS = (
    r"my (?:full |legal )?name(?:'s| is|:)|this is|i am|i'm|it's|you(?:'re| are) speaking (?:with|to)|mein name ist|ich hei(?:ß|ss)e",
    r"ich bin|hier (?:ist|spricht)",
    r"je m'appelle|je me nomme|mon nom est|je suis|me llamo|mi nombre(?: completo)? es|soy|habla|mi chiamo|sono",
    r"il mio nome è|me chamo|meu nome é|mijn naam is|ik ben|ik heet",
)
_NAMES_ITSELF = Later(rf"(?i)\b(?:{'|'.join(_INTRODUCTIONS)})[ ,]*(?:(?:mrs?|ms|miss|dr|herr|frau|m|mme)\.?[ ])?$")
_ASKS_NAME = re.compile(r"(?i)\bname\b|speaking (?:with|to)|\bnom\b|\bnombre\b|\bnome\b|\bnaam\b|appelez|hei(?:ß|ss)en")
_OWN = re.compile(r"(?i)\b(?:my|mine|mi|mis|meine?|mon|ma|mes|mio|mia|meu|minha|mijn)\b")
LEAST_TURNS, LEAST_WORDS, MOST_SPEAKERS = 3, 3, 40


# `Ann Lee  9:14 AM`, `[09:14] Ann Lee`, `Comment by Ann Lee, 2026-04-07 10:22` above what she says: Slack, Teams, tickets.
_MONTH = r"[^\W\d_]{3,9}\.?[ ]\d{1,2},?[ ](?:\d{4},?[ ])?"
_AT = rf"[\[(]?(?:{_DAY}|{_MONTH})?(?:at[ ])?{_TIME}[\])]?"
HEADED = Later(
    rf"^[ \t]*(?:{_AT}[ \t]+(?:[-–][ ])?(?P<behind>{_WHO})|"
    rf"(?:[^\W\d_]{{4,12}}[ ](?:by|von|de|da|van|por)[ ])?(?P<before>{_WHO}),?[ \t]+(?:[-–][ ])?{_AT})[ \t]*:?$"
)
_ONLY_A_STAMP = Later(rf"^[ \t]*{_AT}[ \t]*$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its lines' findings, who speaks, and from where to where."""

    who: str
    start: int
    end: int
    members: tuple[int, ...]
    labels: tuple[int, ...]
    said: str


@dataclass(frozen=True, slots=True)
class _Begun:
    """Where a turn begins: its first line, who speaks up to which sign of it, what the line itself says, and whether it tells when."""

    number: int
    who: str
    label_end: int
    said: str
    is_stamped: bool


def _begun(sheet: Sheet) -> Iterator[_Begun]:
    """The lines that begin a turn."""
    for number, line in enumerate(sheet.lines):
        if HEADER.match(line.text):
            continue
        if match := TURN.match(line.text):
            yield _Begun(number, match["who"].strip(), line.start + match.end("who"), match["said"], bool(match["stamp"].strip()))
            continue
        below = sheet.lines[number + 1].text if number + 1 < len(sheet.lines) else ""
        if not below.strip():
            continue
        if any(map(str.isdigit, line.text)):
            headed = HEADED.match(line.text)
            who = (headed["behind"] or headed["before"]).strip() if headed else ""
            if who and (any(map(sheet.is_name, line.members)) or is_role(who)):
                yield _Begun(number, who, line.end, "", is_stamped=True)
        elif len(line.members) == 1 and sheet.spans[line.members[0]].text == line.text.strip() and _ONLY_A_STAMP.match(below):
            yield _Begun(number, line.text.strip(), line.end, "", is_stamped=True)


def turns_of(sheet: Sheet) -> list[Turn]:
    """The turns of a call or a chat; none where lines that begin with a label are a form's."""
    begun = list(_begun(sheet))
    speakers = {one.who.casefold() for one in begun}
    if len(begun) < LEAST_TURNS or len(speakers) > MOST_SPEAKERS or len(begun) == len(speakers):
        return []
    ends = [*(one.number for one in begun[1:]), len(sheet.lines)]
    turns = [_turn(sheet, one, until) for one, until in zip(begun, ends, strict=True)]
    known = sum(1 for turn, one in zip(turns, begun, strict=True) if turn.labels or is_role(turn.who) or one.is_stamped)
    spoken = sum(1 for turn in turns if len(re.findall(r"(?<!\S)[^\W\d_][^\W\d_'’]*(?=[\s,.!?])", turn.said)) >= LEAST_WORDS)
    return turns if known * 10 >= len(turns) * 7 and spoken * 2 >= len(turns) else []


def is_role(who: str) -> bool:
    """Whether a speaker is told by his part: `Agent 2`, `Caller`."""
    return bool({_part(who)} & (STAFF | PUBLIC))


def _part(who: str) -> str:
    """The last word of a speaker's label, without a number: `Front Desk 2` is `desk`."""
    words = [word for word in who.casefold().split() if not word.isdigit()]
    return words[-1] if words else ""


def _turn(sheet: Sheet, begun: _Begun, until: int) -> Turn:
    """Its lines until the next turn or a blank line after its own."""
    lines = [sheet.lines[begun.number]]
    for line in sheet.lines[begun.number + 1 : until]:
        if not line.text.strip():
            break
        lines.append(line)
    members = tuple(n for line in lines for n in line.members)
    labels = tuple(n for n in members if sheet.is_name(n) and sheet.spans[n].end <= begun.label_end)
    said = begun.said or f"{' '.join(line.text for line in lines[1:])} "
    return Turn(begun.who, lines[0].start, lines[-1].end, members, labels, said)


def converse(sheet: Sheet) -> set[int]:
    """Ties what is said in turns to whose it is; the starts of the lines that are turns, which are no form's."""
    turns = turns_of(sheet)
    if not turns:
        return set()
    who = dict(_speakers(sheet, turns))
    kept: str | None = None
    for turn in turns:
        speaker = who.get(turn.who.casefold())
        others = {person for name, person in who.items() if name != turn.who.casefold()}
        other = next(iter(others)) if len(others) == 1 else None
        for n in sheet.free(turn.members):
            begin, end = _sentence(sheet, sheet.spans[n].start, turn)
            named = [m for m in turn.members if m not in turn.labels and sheet.is_name(m) and begin <= sheet.spans[m].start < end]
            if any((sheet.records[m] or sheet.people[m]) not in {speaker, other} for m in named):
                continue
            kept = _whose(sheet, n, turn, (speaker, other), sheet.text[begin:end])
            if kept:
                sheet.records[n] = kept
    return {line.start for line in sheet.lines if any(turn.start <= line.start <= turn.end for turn in _around(turns, line.start))}


def _around(turns: Sequence[Turn], place: int) -> Sequence[Turn]:
    at_most = bisect.bisect_right(turns, place, key=lambda turn: turn.start)
    return turns[max(0, at_most - 1) : at_most]


def _speakers(sheet: Sheet, turns: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """The person of each speaker: by the label, by how he introduces himself, or by his answer to who he is."""
    done: set[str] = set()
    for before, turn in pairwise([None, *turns]):
        label = turn.who.casefold() if turn else ""
        if turn is None or label in done:
            continue
        person = _record_of(sheet, turn.labels) or _introduced(sheet, before, turn)
        if person:
            done.add(label)
            yield label, person


_CALLS = re.compile(r"(?i)[ ]*(?:here\b|(?:is[ ])?(?:calling|speaking|again)\b|am apparat\b|à l'appareil\b|al habla\b|al telefono\b)")


def introduce(sheet: Sheet) -> None:
    """A message that comes from a number or mailbox without a name is of the only one who says who he is: `Hi, this is Ann Lee`."""
    named = any(sheet.is_name(n) and record == "from" for n, record in enumerate(sheet.records))
    if named or "from" not in sheet.records:
        return
    found = {
        str(sheet.people[n])
        for n in sheet.order
        if sheet.is_name(n)
        and sheet.people[n]
        and sheet.records[n] is None
        and " " in sheet.spans[n].text
        and (
            _NAMES_ITSELF.search(sheet.text, max(0, sheet.spans[n].start - 40), sheet.spans[n].start)
            or _CALLS.match(sheet.text, sheet.spans[n].end)
        )
    }
    if len(found) == 1:
        sheet.rename(found.pop(), "from")
        sheet.set_apart.add("from")


def introduced(sheet: Sheet) -> str | None:
    """The only one who says in a text who he is: `I am Ann Lee and I live at …`."""
    found = {
        sheet.records[n] or sheet.people[n]
        for n in sheet.order
        if sheet.is_name(n)
        and " " in sheet.spans[n].text
        and _NAMES_ITSELF.search(sheet.text, max(0, sheet.spans[n].start - 40), sheet.spans[n].start)
    }
    return found.pop() if len(found) == 1 else None


def _introduced(sheet: Sheet, before: Turn | None, turn: Turn) -> str | None:
    for n in turn.members:
        if not sheet.is_name(n) or n in turn.labels:
            continue
        start = sheet.spans[n].start
        said = sheet.text[max(turn.start, start - 60) : start]
        answers = before is not None and before.who != turn.who and _ASKS_NAME.search(before.said) and "?" in before.said
        if _NAMES_ITSELF.search(said) or (answers and len(said.partition(":")[2].split()) <= LEAST_WORDS):
            return sheet.records[n] or sheet.people[n]
    return None


def _whose(sheet: Sheet, number: int, turn: Turn, two: tuple[str | None, str | None], sentence: str) -> str | None:
    """The record of the one a value belongs to; None where the turn speaks of others."""
    speaker, other = two
    start = sheet.spans[number].start
    mine, yours = said_since(FIRST_PERSON, sheet.text, start), said_since(SECOND_PERSON, sheet.text, start)
    if any(SOMEBODY_ELSE.match(said) for said in (mine, yours) if said):
        sheet.alone.add(number)
        return None
    if yours and not mine:
        return other
    if _part(turn.who) in STAFF:
        # What staff read out (`I see a card …`) is the caller's, unless it is said to be their own.
        return speaker if _OWN.search(sheet.text[max(turn.start, start - len(mine) - 10) : start]) and mine else other
    if mine or not THIRD_PERSON.search(sentence):
        return speaker
    return None


def _sentence(sheet: Sheet, place: int, turn: Turn) -> tuple[int, int]:
    """Where the sentence at a place begins and ends, within its turn."""
    begins = [match.end() for match in SENTENCE.finditer(sheet.text, turn.start, place)]
    following = SENTENCE.search(sheet.text, place, turn.end)
    return (begins[-1] if begins else turn.start), (following.start() + 1 if following else turn.end)
