"""Addresses in Greek and Cyrillic letters, as Greece, Cyprus, Bulgaria, Ukraine, Russia and Serbia write them (UPU S42).

Λεωφόρος Συγγρού 119, 117 45 Αθήνα        ул. „Граф Игнатиев“ № 15, ет. 3, ап. 7, 1000 София        01001, м. Київ, вул. Хрещатик, буд. 22, кв. 5
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.extent.addresses_written import address
from stanch.extent.anchored import Later
from stanch.extent.folding import is_western
from stanch.extent.span import Span

_LETTERS = re.compile(r"[\u0391-\u03a9\u0410-\u042f\u0404\u0406\u0407\u0490]")
_GAP = r"(?:[ ]*,[ ]*\n?[ ]*|[ ]*\n[ \t>]*|[ ]+[-–][ ]+)"
# Greek: a word for a street (or none), its name and the house's number.
_GREEK_WORD = r"[Α-ΩΆΈΉΊΌΎΏ](?:[\u0370-\u03ff]|['’.])*"
_GREEK_WAY = (
    r"(?:(?:Οδός|Οδ\.|οδός|οδού|Λεωφόρος|Λεωφόρου|Λεωφ\.|Λ\.|Πλατεία|Πλατείας|Πλ\.|Πάροδος|ΟΔΟΣ|ΛΕΩΦΟΡΟΣ|ΛΕΩΦ\.|ΠΛΑΤΕΙΑ|ΠΛ\.|Odos|Leoforos|"
    r"Leof\.|Plateia)[ ])"
)
_GREEK_NAME = rf"{_GREEK_WORD}(?:[ -](?:και|του|της|των|\d{{1,2}}(?:ης|ου|η)|{_GREEK_WORD})){{0,4}}"
_GREEK_HOUSE = r"[ ]\d{1,4}[Α-ΩA-Zα-γ]?(?:[ ]?[-–/&][ ]?\d{1,4}[Α-ΩA-Z]?)?(?!\w)"
_GREEK_UNIT = (
    r"(?:,?[ ](?:\d{1,2}ος[ ]όροφος|όροφος[ ]\d{1,2}|[Δδ]ιαμ(?:\.|έρισμα)[ ]?\w{1,4}|[Dd]iam\.[ ]?\w{1,4}|Apt\.?[ ]\w{1,4}|Ισόγειο))?"
)
_GREEK_LAND = r"(?P<country>Ελλάδα|Ελλάς|ΕΛΛΑΔΑ|ΕΛΛΑΣ|Κύπρος|ΚΥΠΡΟΣ|Greece|GREECE|Cyprus|CYPRUS|Hellas)"
_GREEK_TOWN = rf"(?:{_GREEK_WORD}|[A-Z][a-z]+)(?:[ ](?:{_GREEK_WORD}|[A-Z][a-z]+)){{0,2}}"
_GREEK_SIGN = r"(?:(?:GR|CY|EL)-|Τ\.?[ ]?Κ\.?:?[ ]?|T\.?K\.?:?[ ]?)?"
_GREEK_CODE = r"\d{3}[ ]?\d{2}|\d{4}"
GREEK = Later(
    rf"(?<![\w@./-])(?P<street>(?P<way>{_GREEK_WAY})?{_GREEK_NAME}{_GREEK_HOUSE}{_GREEK_UNIT})"
    rf"(?P<tail>(?:{_GAP}(?P<area>{_GREEK_TOWN}))??(?:{_GAP}{_GREEK_SIGN}(?P<code>{_GREEK_CODE})[ ,]+(?P<city>{_GREEK_TOWN})"
    rf"|{_GAP}(?P<town>{_GREEK_TOWN})(?:{_GAP}|[ ]){_GREEK_SIGN}(?P<behind>{_GREEK_CODE}))(?!\w)(?:{_GAP}{_GREEK_LAND}(?!\w))?)?"
)
# Cyrillic: the word for a street stands before its name.
_BIG, _ANY = r"[А-ЯЁЄІЇҐЂЈЉЊЋЏЃЌЅЎ]", r"[\u0400-\u04ff]"
_WORD = rf"{_BIG}(?:{_ANY}|['’.-](?={_ANY}))*\.?"
_WAY = (
    r"(?:(?i:ул|вул|бул|просп|пр|пер|пров|пл|наб|бр|мкр|кв|ж\.?[ ]?к|обл|ш)\.|(?i:б-р|пр-т|пр-кт|пр-д|ж\.?к\.?|улица|вулиця|бульвар|булевард|проспект|"
    r"переулок|провулок|площадь|площа|площад|шоссе|набережная|набережна|микрорайон|мікрорайон|проезд|аллея|линия|трг|шосе))"
)
_NAME = rf"(?:[„«\"“][^„«»\"“”\n]{{2,40}}[“»\"”]|(?:\d{{1,3}}(?:-?[а-я]{{1,2}})?[ ])?{_WORD}(?:[ -](?:{_WORD}|и|і|на|\d{{1,4}}(?=[ ]{_BIG}))){{0,4}})"
_HOUSE = r",?[ ](?:(?:д|дом|буд|будинок|бл|№|бр|No)\.?[ ]?)?\d{1,4}[ ]?(?:[А-Яа-яA-Z](?!\w))?(?:[/-]\d{1,4}[А-Яа-я]?)?(?!\w)"
_UNIT = r"(?:,?[ ](?:корп|кв|к|стр|офис|оф|ап|вх|ет|этаж|эт|подъезд|под|під|помещ|комн|кім|стан)\.?[ ]?(?:\d{1,4}[А-Яа-яA-Z]?|[А-ЯA-Z])(?!\w)){0,4}"
_PLACE = rf"(?:(?i:г|гр|м|с|п|пос|смт|гор|град|місто|город|село)\.?[ ])?(?P<{{0}}>{_WORD}(?:[ -](?:{_WORD}|на|над)){{{{0,3}}}})"
_AREA = rf"(?:(?:{_WORD}[ ](?:обл(?:\.|асть)?|край|район|р-н)|(?i:обл|община)\.?[ ]{_WORD})(?:[ ]*,[ ]*|[ ]*\n[ ]*))?"
_LAND = r"(?P<{0}>Россия|РОССИЯ|Российская Федерация|Україна|УКРАЇНА|Украина|България|БЪЛГАРИЯ|Беларусь|Србија|Северна Македонија|Казахстан|Russia|Ukraine|Bulgaria|Serbia)"
CYRILLIC = Later(
    rf"(?<![\w@./-])(?P<before>(?:{_LAND.format('land')}{_GAP})?(?:(?P<code>\d{{4,6}}){_GAP}|(?P<first>\d{{4,5}})[ ])?{_AREA}{_PLACE.format('city')}{_GAP})?"
    rf"(?P<street>{_WAY}[ ]?{_NAME}{_HOUSE}{_UNIT}|{_WORD}(?:[ ]{_WORD}){{0,2}}[ ](?:улица|вулиця|бульвар|проспект|переулок|шоссе|набережная){_HOUSE}{_UNIT})"
    rf"(?P<tail>{_GAP}(?:(?P<ahead>\d{{4,6}})[ ,]+{_PLACE.format('town')}|{_AREA}{_PLACE.format('place')}(?:(?:{_GAP}|[ ])(?P<behind>\d{{4,6}})(?!\w))?)"
    rf"(?:{_GAP}{_LAND.format('country')}(?!\w))?)?"
)
_SERBIAN, _MACEDONIAN = frozenset("ђћЂЋ"), frozenset("ѓќѕЃЌЅ")
_BALKAN = frozenset("јљњџЈЉЊЏ")
_UKRAINIAN = frozenset("іїєґІЇЄҐ")


def find(text: str) -> Iterator[Span]:
    """The addresses in these alphabets."""
    if is_western(text) or not _LETTERS.search(text):
        return
    for match in GREEK.finditer(text):
        said = match.groupdict("")
        if said["tail"] or said["way"]:
            code, city = said["code"] or said["behind"], said["city"] or said["town"]
            land = said["country"] or ({5: "Greece", 4: "Cyprus"}.get(len(code.replace(" ", "")), "") if code else "")
            street = ", ".join(part for part in (said["street"], said["area"]) if part)
            yield address(text, match.start(), match.end(), (street, city, "", code, land), 0.95 if code else 0.8)
    for match in CYRILLIC.finditer(text):
        said = match.groupdict("")
        code = next((said[name] for name in ("code", "first", "ahead", "behind") if said[name]), "")
        city = said["town"] or said["place"] or said["city"]
        land = said["country"] or said["land"] or _land(match[0], code)
        yield address(text, match.start(), match.end(), (said["street"], city, "", code, land), 0.95 if code else 0.85 if city else 0.8)


def _land(said: str, code: str) -> str:
    """The country that the letters and the length of the postcode tell, where they do."""
    letters = frozenset(said)
    if letters & _UKRAINIAN or "вул." in said:
        return "Ukraine" if len(code) == 5 or not code else ""
    if letters & _MACEDONIAN:
        return "North Macedonia"
    if letters & _SERBIAN or (letters & _BALKAN and len(code) == 5):
        return "Serbia"
    return "Bulgaria" if len(code) == 4 and not letters & _BALKAN else ""
