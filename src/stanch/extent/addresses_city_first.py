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
    r"(?P<city>[^\W\d_][^,()\d\n]{1,30}?)(?:[ ]\((?P<state>[A-Z]{2})\))?,[ ](?:alla[ ]|in[ ])?"
    r"(?P<street>(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Ll]argo|[Cc]alle|[Aa]venida|[Pp]laza|[Pp]aseo|C/)[ ][^,;\n]{2,40}?,?[ ]"
    r"(?:n\.?[ º°]{0,2}|núm\.[ ])?\d{1,4}(?:/?[A-Za-z](?!\w))?)"
)

Found = tuple[int, int, tuple[str, str, str, str], str]


def find(text: str, may: frozenset[str]) -> Iterator[Found]:
    """Where each begins and ends; street, city, region, code; the word before it. `may`: the patterns that can match here."""
    for match in SOUTHERN.finditer(text) if "addresses_city_first.SOUTHERN" in may else ():
        start = match.start("code") if match["code"] else match.start("city")
        yield start, match.end(), (match["street"], match["city"].strip(), match["state"] or "", match["code"] or ""), "residente"
    for match in FRENCH.finditer(text) if "addresses_city_first.FRENCH" in may else ():
        yield match.start("city"), match.end(), (match["street"], match["city"].title(), "", match["code"]), "demeurant"
