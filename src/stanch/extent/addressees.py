"""Who stands right above an address: the place that says most surely that a line is a name, or two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stanch.extent.anchored import Later
from stanch.extent.couples import BETWEEN, TITLE, couple, is_firm, is_given
from stanch.extent.names_lexicon import look_up
from stanch.extent.span import Span

DETECTOR = "names"
CONTEXT = "address below"
SURE = 0.9
LONGEST = 80
KNOWN = 6  # a family name that one in a million bears
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]+)*\.?")
WORDS = range(2, 5)
_CARE = re.compile(r"(?i)^(?:c/o|care of|attn:?|attention:?)\s+")
# What shops print above whom they send to.
_ADDRESSED = Later(
    r"(?i)(?:^|\n)[ \t]*(?:(?:ship|bill|deliver|sold|mail)(?:ping|ing|ery)?(?:[ ]to|[ ]address)|(?:adresse de )?(?:livraison|facturation)"
    r"|(?:liefer|rechnungs|versand)(?:adresse|anschrift)|direcci[oó]n de (?:env[ií]o|facturaci[oó]n|entrega)"
    r"|indirizzo di (?:spedizione|fatturazione|consegna)"
    r"|(?:morada|endere[cç]o) de (?:envio|entrega|fatura[cç][aã]o)|(?:bezorg|aflever|factuur)adres)[ \t]*:?[ \t]*\n\s*$"
)
_COLUMN = re.compile(r"\t| {3,}")
ARTICLES = frozenset(("the", "our", "your", "this"))


def line_above(text: str, start: int) -> tuple[int, int] | None:
    """Where the line above an address lies that begins a line of its own; None if there is none, or it is too long for a name."""
    begin = text.rfind("\n", 0, start) + 1
    if text[begin:start].strip() or begin < 1:
        return None
    above = text.rfind("\n", 0, begin - 1) + 1
    line = text[above : begin - 1]
    return (above, begin - 1) if line.strip() and len(line) <= LONGEST else None


def find(text: str, addresses: Sequence[Span], names: Sequence[Span]) -> list[Span]:
    """`names` and whoever stands above an address; a couple (`John & Mary Smith`) as two names."""
    found = list(names)
    for place in filter(None, (line_above(text, address.start) for address in addresses)):
        inside = [span for span in found if span.start < place[1] and span.end > place[0]]
        if firms := [span for span in inside if is_firm(span.text) or is_firm(_COLUMN.split(text[place[0] : span.start])[-1])]:
            # `Cabinet Grandval SARL`, `Gestoría Hnos. Pardo, S.L.` above an address is nobody.
            found = [span for span in found if span not in firms]
            continue
        two = list(_couple(text, *place))
        if two:
            found = [span for span in found if span not in inside] + two
        elif not inside:
            found += _one(text, *place)
        elif len(inside) == 1 and (whole := [one for one in _one(text, *place) if _goes_further(one, inside[0], text)]):
            found = [span for span in found if span not in inside] + whole
        elif len(inside) == 1 and any((one.start, one.end) == (inside[0].start, inside[0].end) for one in _one(text, *place)):
            found[found.index(inside[0])] = replace(inside[0], confidence=max(SURE, inside[0].confidence))
    return found


def _goes_further(whole: Span, part: Span, text: str) -> bool:
    """`POTTER Maria`, of which only `Maria` was told: what is left is a family name."""
    if not (whole.start <= part.start and part.end <= whole.end):
        return False
    left = text[whole.start : part.start].split() + text[part.end : whole.end].split()
    return bool(left) and all(look_up(word).surname >= KNOWN for word in left)


def _couple(text: str, start: int, end: int) -> Iterator[Span]:
    line = text[start:end]
    pair = couple(line.strip(" ,\t\r"))
    between = BETWEEN.search(line)
    if pair is None or between is None or " " not in pair[0] or " " not in pair[1]:
        return
    for (begin, stop), name in zip(((0, between.start()), (between.end(), len(line))), pair, strict=True):
        said = line[begin:stop]
        part = TITLE.sub("", said.strip(" ,\t\r"))
        if part:
            at = start + begin + said.index(part)
            yield Span("name", at, at + len(part), part, SURE, DETECTOR, CONTEXT, name)


def _one(text: str, start: int, end: int) -> Iterator[Span]:
    line = text[start:end]
    name = TITLE.sub("", _CARE.sub("", line.strip(" ,\t\r")))
    words = name.split()
    if (
        "   " in name
        or len(words) not in WORDS
        or is_firm(name)
        or words[0].lower() in ARTICLES
        or not all(_WORD.fullmatch(word) and word[0].isupper() for word in words)
    ):
        return
    titled = bool(TITLE.match(line.strip())) and look_up(words[-1]).surname >= KNOWN
    if titled or _ADDRESSED.search(text, max(0, start - 60), start) or any(is_given(word) for word in words if len(word) > 1):
        at = start + line.index(name)
        yield Span("name", at, at + len(name), name, SURE, DETECTOR, CONTEXT, name)
