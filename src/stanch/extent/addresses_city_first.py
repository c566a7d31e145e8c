"""Addresses that name the town first, as deeds and contracts have them: `demeurant à LILLE (59800), 9, rue Basse`."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.extent.anchored import Later

FRENCH = Later(
    r"(?:demeurant|domicili[ée]{1,2}(?:\(e\)|s)?|habitant|résidant|ayant son domicile)[ ]à[ ]"
    r"(?P<city>[^\W\d_][^,()\d\n]{1,40}?)[ ]\((?P<code>\d{5})\),?[ ]"
    r"(?P<street>\d{1,4}[^,\n]{0,6},?[ ][^\W\d_][^,\n.]{3,50})"
)
# `residente in 40122 Bologna (BO), Via Saragozza n. 112`, `con domicilio en Madrid, Calle Alcalá 12`
SOUTHERN = Later(
    r"(?:residente|domiciliat[oa]|abitante|con domicilio|vecin[oa])[ ](?:in|a|en|de)[ ](?P<code>\d{5})?[ ]?"
    r"(?P<city>[^\W\d_][^,()\d\n]{1,30}?)(?:[ ]\((?P<state>[A-Z]{2})\)|[ ]\([^()\n]{3,20}\))?,?[ ]"
    r"(?:alla[ ]|in[ ]|y?[ ]?(?:con )?(?:domicilio|domiciliad[oa])[ ](?:en|a)[ ](?:la[ ])?)?"
    r"(?P<street>(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Ll]argo|[Ss]alita|[Ss]trada|[Cc]alle|[Aa]venida|[Pp]laza|[Pp]aseo|C/)[ ]"
    r"[^,;\n]{2,40}?,?[ ](?:n\.?[ º°]{0,2}|n[úu]m(?:\.|ero)[ ])?\d{1,4}(?:/?[A-Za-z](?!\w)|/\d{1,3})?)"
    r"(?:,?[ ](?:c[óo]digo postal|C\.?P\.?|CAP)[ ](?P<behind>\d{5}))?"
)
# `wonende te 8861 CK Harlingen, Noorderhaven 62`, `wonende aan de Biltstraat 301 te 3572 AT Utrecht`
_LIVES = r"(?:won(?:ende|achtig)|woont|gevestigd)"
_CODE = r"\d{4}[ ]?[A-Z]{2}"
_BEHIND = rf"(?:[ ]\((?P<behind>{_CODE})\))?"
_STREET = r"(?P<street>[^\W\d_a-z][^,;\d\n]{2,40}?[ ]\d{1,5}(?:[ -]?[A-Za-z]{1,3}(?!\w)|-\d{1,4})?)"
DUTCH = (
    Later(
        rf"{_LIVES}[ ](?:te|in)[ ](?:\(?(?P<code>{_CODE})\)?,?[ ])?(?P<city>[^\W\d_][^,()\d\n]{{1,30}}?){_BEHIND}"
        rf",?[ ](?:aan[ ](?:de|het)[ ])?{_STREET}"
    ),
    Later(
        rf"{_LIVES}[ ](?:(?:aan|op)[ ](?:de|het)[ ])?{_STREET},?[ ](?:te|in)[ ]"
        rf"\(?(?P<code>{_CODE})?\)?,?[ ]?(?P<city>[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+)*){_BEHIND}"
    ),
)
_NORTH = ("wonende ", "woonachtig ", "woont ", "gevestigd ")

# Words for a street by which a province in brackets is Italy's.
_ITALIAN = Later(r"(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Ss]alita|[Ss]trada)\b")
_SWISS = frozenset(("TI", "GR"))
Found = tuple[int, int, tuple[str, str, str, str, str], str]


def find(text: str, may: frozenset[str]) -> Iterator[Found]:
    """Where each begins and ends; street, city, region, code, country; the word before it. `may`: the patterns that can match here."""
    for match in SOUTHERN.finditer(text) if "addresses_city_first.SOUTHERN" in may else ():
        start = match.start("code") if match["code"] else match.start("city")
        country = "Italia" if match["state"] and match["state"] not in _SWISS and _ITALIAN.match(match["street"]) else ""
        parts = (match["street"], match["city"].strip(), match["state"] or "", match["code"] or match["behind"] or "", country)
        yield start, match.end(), parts, "residente"
    for match in (one for pattern in DUTCH for one in pattern.finditer(text)) if any(word in text for word in _NORTH) else ():
        start = min(match.start("code") if match["code"] else len(text), match.start("city"), match.start("street"))
        yield start, match.end(), (match["street"], match["city"].strip(), "", match["code"] or match["behind"] or "", ""), "wonende"
    for match in FRENCH.finditer(text) if "addresses_city_first.FRENCH" in may else ():
        yield match.start("city"), match.end(), (match["street"], match["city"].title(), "", match["code"], "France"), "demeurant"
