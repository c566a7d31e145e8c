"""Whole addresses in a cell of a column of addresses, where no grammar tells the street: what stands before the town is it.

Vinohradská 112, 130 00 Praha 3        The Old Rectory, Wroxham, Norfolk NR12 8AB        3 Hay St, Perth WA 6000
"""

from __future__ import annotations

import re

from stanch.extent.addresses_grammar import CA_CODE, EIRCODE, STRONG, UK_CODE
from stanch.extent.folding import listed

_BEHIND = rf"{UK_CODE}|{CA_CODE}|{EIRCODE}|\d{{4,6}}"
_BEFORE = r"(?:[A-Z]{1,3}[- ])?(?:\d{3}[ ]\d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4}[ ]?[A-Z]{2}|\d{3,6})|[A-Z]{3}[ ]\d{4}"
# The code and the town; the town's region and the code; the town and the code.
_CODE_FIRST = re.compile(rf"(?P<postcode>{_BEFORE})[ ]+(?P<city>[^\W\d_][^|]{{1,40}})")
_REGION = re.compile(rf"(?P<region>[A-Z]{{2,4}}|New South Wales|Queensland|Victoria|Tasmania)[ ]+(?P<postcode>{_BEHIND})")
_CODE_LAST = re.compile(rf"(?P<city>[^\W\d_][^|\d]{{1,40}}?)(?:[ ]+(?P<region>[A-Z]{{2,3}}))?[ ]+(?P<postcode>{_BEHIND})")
_CODE = re.compile(_BEHIND)
# Counties that stand between the town and the postcode, as letters in Britain still have them.
_COUNTIES = listed(
    "bedfordshire berkshire buckinghamshire cambridgeshire cheshire cornwall cumbria derbyshire devon dorset durham essex gloucestershire",
    "hampshire herefordshire hertfordshire kent lancashire leicestershire lincolnshire norfolk northamptonshire northumberland oxfordshire",
    "nottinghamshire rutland shropshire somerset staffordshire suffolk surrey sussex warwickshire wiltshire worcestershire yorkshire",
    "aberdeenshire angus argyll ayrshire fife lanarkshire midlothian perthshire stirlingshire clwyd dyfed gwent gwynedd powys glamorgan",
    "anglesey pembrokeshire carmarthenshire ceredigion antrim armagh down fermanagh londonderry tyrone merseyside cleveland middlesex",
)
_SIDES = listed("east west north south mid co county")
LEAST = 2


def parted(text: str) -> str | None:
    """`street | city | region | postcode | country`; None where no part of the text is a town's line."""
    pieces = [piece for part in re.split(r"[,;\n]", text) if (piece := " ".join(part.split()))]
    country = pieces.pop() if len(pieces) > LEAST and re.fullmatch(r"[^\W\d_][^\d]{3,40}", pieces[-1]) else ""
    if len(pieces) < LEAST or not any(char.isalpha() for piece in pieces[:-1] for char in piece):
        return None
    *above, last = pieces
    told = next((match.groupdict() for form in (_REGION, _CODE_FIRST, _CODE_LAST) if (match := form.fullmatch(last))), None)
    if told is None and _CODE.fullmatch(last):
        told = {"postcode": last}
    if told is None or ends_with_street(last):
        return None
    city = told.get("city") or ""
    if len(above) > 1 and (not city or _is_county(city)):
        told["region"], city = told.get("region") or city, above.pop()
    return " | ".join((", ".join(above), city, told.get("region") or "", told["postcode"] or "", country)) if city else None


def ends_with_street(text: str) -> bool:
    """Whether the last part is a house in a street, and no code before a town: `Building 7, 14999 Example Avenue Northwest`."""
    number, _, words = re.split(r"[,;\n]", text)[-1].strip().partition(" ")
    return number.isdigit() and not STRONG.isdisjoint(words.casefold().split()[1:])


def _is_county(words: str) -> bool:
    said = words.casefold().split()
    return bool(said) and said[-1] in _COUNTIES and set(said[:-1]) <= _SIDES
