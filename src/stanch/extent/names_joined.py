"""Names of which only parts were read: `Roos` and `Elisabeth van Amerongen` side by side, the name somebody is called by in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stanch.extent import signs
from stanch.extent.couples import BETWEEN, couple
from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import CAPITAL, PARTICLE, WORD, cue_of
from stanch.extent.span import Span, clear_of

DETECTOR = "names"
SURE = 0.95
GIVEN = 6  # steps of the lexicon's scale
# `W.J. (Willem) Terpstra`, `J.P.M. (Hans) van der Berg`, as contracts in the Netherlands have it.
CALLED = re.compile(
    rf"(?<![\w.])(?:{CAPITAL}[a-z]?\.[ ]?){{1,5}}\((?P<given>{WORD})\)[ ]"
    rf"(?P<family>(?:{PARTICLE}[ ]){{0,2}}{WORD}(?:-(?:{PARTICLE}[ ]){{0,2}}{WORD})?)"
)
# Passengers and guests in booking systems: `SORENSEN/INGRID MRS`.
BOOKED = re.compile(
    r"(?<![\w/])(?P<family>[A-Z][A-Z'’ -]{1,24}[A-Z])/(?P<given>[A-Z]{2,20}(?:[ ][A-Z]{2,20}|[ ][A-Z]\b)??)"
    r"[ ]?(?=(?:MRS?|MS|MISS|MSTR|DR|CHD|INF)\b)"
)


_SLASH = re.compile(r"/(?<=[A-Z]/)(?=[A-Z]{2})")
# `M. et Mme TCHAKALOFF Dimitri et Solange`, `Herrn und Frau Paul und Eva Kern`, `Sr. y Sra. Juan y Ana Gil`
_PAIRS = (
    r"(?:MM?|Mr|Monsieur)\.? (?:et|ou|&) M(?:me|adame)|Mr\.? (?:and|&) Mrs|(?:Herrn?|Frau) und (?:Herrn?|Frau)|Sr\.? y Sra|Sr\.? e Sra"
    r"|Sig\.? e Sig\.?ra|(?:De )?[Hh]eer en [Mm]evrouw"
)
TOGETHER = re.compile(rf"(?<!\w)(?:{_PAIRS})\.? (?P<two>[^\n\t,;|(]{{8,60}})")


def find(text: str, names: Sequence[Span]) -> list[Span]:
    """`names`, with those of which only parts were read made whole."""
    whole = [*_called(text), *_together(text)]
    named = [_with_given_name(text, _with_initials(text, span)) for span in clear_of(names, whole)]
    return _side_by_side(text, sorted([*named, *whole], key=lambda span: span.start))


# `Lourdes`, a town too, before `Mendizábal Izquierdo`.
_WORD_BEFORE = re.compile(r"(?:(?P<led>[^\W\d_]+)[ ])?(?P<given>[^\W\d_a-zß-öø-ÿ][^\W\d_A-ZÀ-Þ]{2,})[ ]$")
_PLACED = frozenset(("in", "at", "near", "from", "en", "à", "a", "aus", "nach", "te", "uit", "bei", "de", "di", "da", "von", "van", "em"))


def _with_given_name(text: str, span: Span) -> Span:
    """The family name with the given name before it, which the lists know for a town or a word as well."""
    if span.kind != "name" or not span.start or text[span.start - 1] != " " or span.text.isupper():
        return span
    low = max(0, span.start - 32)
    match = _WORD_BEFORE.search(text[low : span.start])
    if match is None or (match["led"] or "").lower() in _PLACED:
        return span
    given, first = look_up(match["given"]), look_up(span.text.split()[0])
    if cue_of(match["given"]) == "title" or given.given < GIVEN or given.ordinary + 2 > given.given or first.given > first.surname:
        return span
    start = low + match.start("given")
    return replace(span, start=start, text=text[start : span.end], normal=f"{match['given']} {span.normal or span.text}")


# `I. Damião Vasconcelos` where a signature, a cell or a label's value begins.
_INITIALS = re.compile(rf"(?:^|[\n\t(:,;]|   )[ ]?(?P<initials>(?:{CAPITAL}\.[ -]?){{1,3}})$")


TITLES = frozenset(("D.", "M."))  # Don, Monsieur


def _with_initials(text: str, span: Span) -> Span:
    """The name with the initials before it."""
    if span.kind != "name" or text[max(0, span.start - 2) : span.start].strip(" ")[-1:] != ".":
        return span
    low = max(0, span.start - 14)
    found = _INITIALS.search(text[low : span.start] if low else "\n" + text[: span.start])
    if found is None or found["initials"].strip() in TITLES:
        return span
    start = span.start - len(found["initials"])
    return replace(span, start=start, text=text[start : span.end], normal=f"{found['initials'].strip()} {span.normal or span.text}")


def _called(text: str) -> Iterator[Span]:
    for match in CALLED.finditer(text) if ".(" in text or ". (" in text else ():
        yield _whole(text, match)
    for slash in _SLASH.finditer(text):
        low = max(0, slash.start() - 28, text.rfind("\n", 0, slash.start()) + 1)
        if (booked := BOOKED.search(text, low, slash.end() + 60)) and booked.start("given") == slash.end():
            yield _whole(text, booked)


def _whole(text: str, match: re.Match[str]) -> Span:
    said = text[match.start() : match.end()].rstrip()
    return Span("name", match.start(), match.start() + len(said), said, SURE, DETECTOR, None, f"{match['given']} {match['family']}")


def _together(text: str) -> Iterator[Span]:
    for match in TOGETHER.finditer(text) if "names_joined.TOGETHER" in signs.of(text) else ():
        said = match["two"].split("  ")[0].strip()
        pair, between = couple(said), BETWEEN.search(said)
        if pair is None or between is None or not all(" " in one for one in pair):
            continue
        for (begin, end), name in zip(((0, between.start()), (between.end(), len(said))), pair, strict=True):
            start = match.start("two") + begin
            yield Span("name", start, start + end - begin, said[begin:end], SURE, DETECTOR, "couple", name)


def repeated(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, with the other places of whole names that a label told."""
    told = {span.text for span in spans if span.kind == "name" and span.detector != DETECTOR and " " in span.text}
    more = [
        Span("name", match.start(), match.end(), name, SURE, DETECTOR, "label", name)
        for name in sorted(told)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    return [*spans, *clear_of(more, spans)] if more else list(spans)


def _side_by_side(text: str, names: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for span in names:
        before = found[-1] if found else None
        if before and (
            (before.end + 1 == span.start and text[before.end] == " " and _is_one(before, span)) or _is_wrapped(text, before, span)
        ):
            said = text[before.start : span.end]
            sure = max(before.confidence, span.confidence)
            found[-1] = replace(before, end=span.end, text=said, confidence=sure, normal=said)
        else:
            found.append(span)
    return found


FULL_LINE = 60  # characters; what is shorter was broken on purpose


def _is_wrapped(text: str, before: Span, span: Span) -> bool:
    """`… by the daughter, Ms Annette` at the end of a full line, `Lohmann` at the beginning of the next."""
    begin = text.rfind("\n", 0, before.start) + 1
    return (
        text[before.end : span.start].strip(" >") == "\n"
        and before.end - begin >= FULL_LINE
        and before.kind == span.kind == "name"
        and " " not in before.text
        and " " not in span.text
        and look_up(before.text).given >= GIVEN
        and look_up(span.text).given <= look_up(span.text).surname
    )


def _is_one(before: Span, span: Span) -> bool:
    """Whether a given name alone stands before a whole name that begins with another, none of them in capitals that the other lacks."""
    words = span.text.split()
    return (
        before.kind == span.kind == "name"
        and " " not in before.text
        and len(words) > 1
        and "," not in span.text
        and before.text.isupper() == words[0].isupper()
        and (look_up(before.text).given >= GIVEN or before.context is not None)
        and look_up(words[0]).given >= GIVEN
    )
