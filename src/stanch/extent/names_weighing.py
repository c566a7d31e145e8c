"""How likely something that looks like a name is one: a logistic regression over what is known of it and of what stands around.

The weights are in `gazetteer/calibration.json`, fitted by `benchmarks/calibrate.py`; the file says on what. The answer is a
probability: of a hundred names given 0.9 about ninety are names.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Protocol

from stanch.extent import names_abroad, names_code, names_signs, names_whole
from stanch.extent.folding import listed
from stanch.extent.names_lexicon import BIG_PLACE, PLACE, look_up
from stanch.extent.names_rules import cue_of

# The steps of the lexicon run to some twenty; a given name that one in ten thousand bears.
TOP, COMMON = 20.0, 8
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIRM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?(?:, [^\W\d_]+)*,? (?:and|&) [^\W\d_]+")
_DIGIT = re.compile(r"[0-9]")
_PLACED = re.compile(r"(?i)\b(?:in|at|near|to|from|via|outside)[ ]$")
_NAMED = re.compile(r"(?i)\b(?:said|says|by|with|and|met|told|dear|hi|hello|thanks|thank you)[ ]$")
_SPEAKS = re.compile(r"[,]?[ ](?:said|says|told|asked|wrote|was born|born|married|died|replied|joined|his|her|who|has|had|will|is|was)\b")
# The same in Spanish, French, German, Portuguese, Italian and Dutch, where they mean less: `von` and `di` stand before places too.
_PLACED_ABROAD = re.compile(r"(?i)\b(?:en|à|em|aus|nach|te|naar|uit|près de|cerca de|vicino a|perto de|bei)[ ]$")
_NAMED_ABROAD = re.compile(
    r"(?i)\b(?:mit|von|durch|laut|por|con|según|avec|par|selon|com|segundo|da|di|secondo|met|door|volgens|et|und|y|e|en)[ ]$"
)
_SPEAKS_ABROAD = re.compile(
    r"[,]?[ ](?:sagte?|erklärte|war|ist|hat|wurde|starb|dit|est|était|déclare|né|née|dijo|es|fue|nació|añadió|disse|diz|foi|é|nasceu|"
    r"ha|è|era|fu|nato|nata|dice|zei|zegt|werd|is|geboren|heeft|had)\b"
)
# What stands beside it in a list: `Kenya, Mali and Togo` are places, `Ana, Bo and Cy` people.
_BEFORE_IN_LIST = re.compile(r"([^\W\d_]{2,})(?:,| (?:and|or|e|ed|o|y|et|ou|und|oder|en|of))[ ]$")
_BEHIND_IN_LIST = re.compile(r"(?:,| (?:and|or|e|ed|o|y|et|ou|und|oder|en|of))[ ]([^\W\d_]{2,})")
_ARTICLE = re.compile(r"(?i)\b(?:the|a|an)[ ]$")
# The last words of those above that stand before a name.
_LEADING = listed(
    "the a an in at near to from via outside said says by with and met told dear hi hello thanks you",
    "en à em aus nach te naar uit de bei mit von durch laut por con según avec par selon com segundo da di secondo met door volgens et",
    "und y e",
)
_LAST_WORD = re.compile(r"([^\W\d_]+)[.:]?[ ]$")
_SENTENCE_END = re.compile(r"[.!?]['\"]?[ ]$")
_LINE_END = re.compile(r"[)\]]?[ ]*(?:\n|$)")
_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]\.")
# `détroit de Béring`, `the river Tarim`, `il film Donnie Darko`: what stands before says that it is a place, a firm, a work.
_NOUN_BEFORE = re.compile(
    r"([^\W\d_]{3,})(?:[ ](?:de|du|des|di|del|della|dello|dei|do|da|dos|das|of|the|von|van|der|dem|la|le|las|los|el|il|lo)"
    r"|[ ](?:[dl]|dell|all|nell)['’])"
    r"{0,3}[ ]?[\"“«'‘]?[ ]?$"
)
_LEADS = frozenset(" '’\"“«‘")  # what such a noun may have behind it
_NOT_PEOPLES = frozenset(("place", "organisation", "street", "business", "calendar"))
_THINGS = listed(
    "strait gulf pass basin castle temple palace islands mountains plateau planet battle war siege series song",
    "novel film movie album band book",
    "magazine newspaper channel brand model software software engine disease syndrome test scale operation method drug treatment",
    "détroit golfe col bassin massif château temple palais îles monts pays royaume planète bataille guerre siège",
    "série chanson roman groupe livre",
    "magazine journal chaîne marque modèle logiciel moteur maladie équipe société entreprise championnat peuple",
    "fleuve canton arrondissement",
    "stretto golfo passo bacino castello tempio palazzo isole monti regno pianeta battaglia guerra assedio romanzo",
    "canzone gruppo libro rivista",
    "giornale marca modello motore malattia squadra società azienda fiumi lago scuderia popolo villa",
    "estrecho cuenca castillo templo palacio islas montes país reino planeta batalla sitio serie canción novela",
    "grupo libro revista diario marca",
    "modelo motor enfermedad equipo empresa pueblo sierra cordillera valle puerto película síndrome escala operación técnica clasificación",
    "estreito bacia castelo ilhas batalha música romance livro jornal marca doença equipe rede filme álbum álbumes banda",
    "meerenge golf pass becken schloss burg tempel palast inseln berge königreich schlacht krieg serie lied roman",
    "gruppe buch zeitschrift zeitung",
    "sender marke modell motor krankheit mannschaft firma kanton landkreis bezirk syndrom",
    "zeestraat kasteel tempel paleis eilanden bergen koninkrijk slag oorlog liedje boek tijdschrift krant zender",
    "merk ziekte ploeg bedrijf rivier",
)
# What of a name tells that it is an institution's or a form's word, in the languages that clinics and offices write.
_INSTITUTIONS = listed(
    "hospital hospitales hospitals centro centre center salud servicio servicios unidad área area departamento",
    "cirugía urología correo teléfono",
    "clínica clinica ambulatorio universitario universidad fundación instituto colegio avenida plaza electrónico electronico postal",
    "hôpital hôpitaux service centre clinique université fondation institut krankenhaus universitätsklinikum",
    "klinikum abteilung ospedale azienda",
    "reparto università fondazione istituto ziekenhuis afdeling universiteit stichting serviço unidade universidade fundação",
)
_ARTICLES_ABROAD = listed(
    "le les la des du au aux el los las al del il lo gli della dello degli dei delle alla alle nella nelle nel sulla dalla",
    "het das dem den im zum zur am os as do da dos das no na nos nas ao pelo pela",
)
_ELIDED = re.compile(r"(?:(?:^|[ (])[ldLD]|(?i:[aeou]ll|dall|sull))['’][ ]?$")
_CODE_BEFORE = re.compile(r"\d{2}[.]?\d{2,4}[.,]?[ ]$")
_ABBREVIATION = re.compile(r"(?:[A-ZÀ-Þ]{2,}-?s?|[A-Z][a-z]|[A-Z][a-z]*[A-Z]+[a-z]?)")
_GLUED = re.compile(r"[-/_@#*=+&|<>\\\\]")
_ODD = re.compile(r"[^\w\s.,'’()-]|\d")
_CONTEXTS = ("same as", "pair", "small")


class Found(names_code.Found, Protocol):
    """One of which is known, besides, by how much the tagger preferred it to none (`gain`, 0 where it did not)."""

    @property
    def gain(self) -> float: ...  # noqa: D102


def features(text: str, one: Found, whole: names_whole.Whole = names_whole.NOTHING) -> dict[str, float]:
    """What is known of a candidate, by name of the feature; `whole` is what its text tells."""
    value = text[one.start : one.end]
    known = {
        "one": 1.0,
        "gain": max(-10.0, min(one.gain, 15.0)) / 5,
        "gain high": max(0.0, min(one.gain - 4, 10.0)) / 5,
        "gain low": float(one.gain < 0),
        "gain none": float(one.gain == 0),
        **dict(_of_words(value)),
        **_around(text, one.start, one.end),
        **names_signs.told_beside(text, one.start, one.end),
        **whole.of(text, one),
    }
    if is_abroad(text, one.start, one.end):
        known["abroad"] = 1.0
        known.update({f"abroad, {other}": known[other] for other in _ABROAD})
    if one.context is None:
        return known
    sort = next((word for word in _CONTEXTS if one.context.startswith(word)), "place")
    known[f"told by {sort}"] = 1.0
    known[f"{sort} sure"] = one.confidence
    return known


# What counts otherwise in other languages than English.
_ABROAD = (
    "article abroad",
    "in abroad",
    "place",
    "gain",
    "words 1",
    "begins line",
    "begins sentence",
    "ordinary",
    "unknown",
    "given",
    "family",
)


@lru_cache(maxsize=20_000)
def _of_words(value: str) -> tuple[tuple[str, float], ...]:
    """What its words tell, wherever it stands."""
    words = [word for word in _WORD.findall(value) if len(word) > 1]
    entries = [look_up(word) for word in words] or [look_up("")]
    first, last = entries[0], entries[-1]
    single = len(words) < 2
    given, family = max(entry.given for entry in entries) / TOP, last.surname / TOP
    unknown = sum(entry.given == entry.surname == entry.ordinary == 0 for entry in entries) / len(entries)
    known = {
        "words 1": float(single),
        "words 3": float(len(words) > 2),
        "initial": float(bool(_INITIAL.search(value))),
        "given": first.given / TOP,
        "family": family,
        "ordinary": max(entry.ordinary for entry in entries) / 10,
        "ordinary last": last.ordinary / 10,
        "word over name": max(0, *(entry.ordinary - max(entry.given, entry.surname) / 2 for entry in entries)) / 10,
        "least a name": min(max(entry.given, entry.surname) for entry in entries) / TOP,
        "place": float(any(entry.place & PLACE for entry in entries)),
        "big place": float(any(entry.place & BIG_PLACE for entry in entries)),
        "unknown": unknown,
        "capitals": float(value.isupper()),
        "small": float(value.islower()),
        "hyphen": float("-" in value and single),
        "other cue": float(any(cue_of(word) in ("organisation", "street", "business", "place", "function") for word in words)),
        "short": float(len(value) <= 3),
        "abbreviation": float(bool(_ABBREVIATION.fullmatch(value))),
        "institution": float(any(word.lower() in _INSTITUTIONS for word in words)),
        "odd": float(bool(_ODD.search(value))),
    }
    if single:
        known |= {"single given": given, "single family": family, "single unknown": unknown, "single place": known["place"]}
        known["single ordinary"] = known["ordinary"]
    else:
        known["pair"] = float(first.given >= 8 and last.surname >= 8 and max(first.ordinary, last.ordinary) < 4)
    return tuple(known.items())


def _around(text: str, start: int, end: int) -> dict[str, float]:
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    line = text[text.rfind("\n", max(0, start - 120), start) + 1 or max(0, start - 120) : start]
    next_word = _WORD.match(after.lstrip(" ,")) if after[:1] in (" ", ",") else None
    led = before.removesuffix("\n").endswith(" ")  # most that counts before a name is a word and a space
    behind = _LAST_WORD.search(before) if led else None
    low = max(0, start - 60)
    near = text[low : end + 60]
    lists = _BEFORE_IN_LIST.search(before) if led else None, _BEHIND_IN_LIST.match(after)
    beside = [match[1] for match in lists if match and not match[1][0].islower()]
    firm = (" and " in near or " & " in near) and any(
        match.start() + low <= start and end <= match.end() + low and _all_families(match[0]) for match in _FIRM.finditer(near)
    )
    cued = behind is not None and (behind[1].lower() in _LEADING or not behind[1].isascii())
    return {
        "the": float(cued and bool(_ARTICLE.search(before))),
        "in": float(cued and bool(_PLACED.search(before))),
        "by": float(cued and bool(_NAMED.search(before))),
        "speaks": float(bool(_SPEAKS.match(after))),
        "in abroad": float(cued and bool(_PLACED_ABROAD.search(before))),
        "by abroad": float(cued and bool(_NAMED_ABROAD.search(before))),
        "speaks abroad": float(bool(_SPEAKS_ABROAD.match(after))),
        "begins line": float(not line.strip(" \t>*-•\"'|")),
        "begins sentence": float(led and bool(_SENTENCE_END.search(before))),
        "own": float(after[:2] in ("'s", "’s")),
        "bracket": float(after[:2] == " ("),
        "capital follows": float(bool(next_word) and after[:1] == " " and next_word is not None and next_word[0][0].isupper()),
        "comma place": float(
            bool(next_word) and after[:1] == "," and next_word is not None and bool(look_up(next_word[0]).place & BIG_PLACE)
        ),
        "quoted": float(before[-1:] in "\"“'‘«" and after[:1] in "\"”'’»" and bool(before)),
        "cue before": float(
            bool(behind) and behind is not None and cue_of(behind[1]) in ("title", "role", "relation", "label", "salutation")
        ),
        "cue after": float(bool(next_word) and next_word is not None and cue_of(next_word[0]) in ("organisation", "street", "business")),
        "digits near": _digits(before + after) / 24,
        "firm": float(firm),
        "listed place": float(any(map(_is_somewhere, beside))),
        "listed name": float(any(look_up(word).given >= COMMON for word in beside)),
        "not people's before": float(
            bool(noun := _NOUN_BEFORE.search(before) if before[-1:] in _LEADS else None) and noun is not None and _is_a_thing(noun[1])
        ),
        "article abroad": float(
            (behind is not None and behind[1].lower() in _ARTICLES_ABROAD)
            or (("'" in before[-2:] or "’" in before[-2:]) and bool(_ELIDED.search(before)))
        ),
        "code before": float(led and bool(_CODE_BEFORE.search(before))),
        "colon": float(after[:1] == ":"),
        "capital before": float(behind is not None and behind[1][0].isupper() and not _SENTENCE_END.search(before)),
        "glued": float(bool(_GLUED.match(after)) or bool(_GLUED.match(before[-1:]))),
        "letters only": float(bool(not line.strip() and _LINE_END.match(after))),
    }


def _is_a_thing(noun: str) -> bool:
    return noun.lower() in _THINGS or cue_of(noun) in _NOT_PEOPLES


def _is_somewhere(word: str) -> bool:
    """A place that few bear as a given name."""
    entry = look_up(word)
    return names_abroad.is_place(word) or bool(entry.place & (PLACE | BIG_PLACE) and entry.given < COMMON)


def _digits(text: str) -> int:
    return len(_DIGIT.findall(text)) if text.isascii() else sum(map(str.isdigit, text))


def _all_families(listed: str) -> bool:
    """`Lopez, Santos and Coleman`: family names only, as firms call themselves; `Anna, Ben and Clara` are three people."""
    entries = [look_up(word) for word in re.findall(r"[^\W\d_]{2,}", listed) if word != "and"]
    return len(entries) > 2 and all(entry.surname > entry.given for entry in entries)


def weigh(text: str, one: Found, whole: names_whole.Whole = names_whole.NOTHING) -> float:
    """The probability that it is a name."""
    told = weights()
    total = 0.0
    for name, value in features(text, one, whole).items():
        if value:  # most are nothing
            total += told.get(name, 0.0) * value
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, total))))


def is_abroad(text: str, start: int, end: int) -> bool:
    """Whether the words around are of another language than English."""
    return names_whole.language_around(text, start, end) > names_whole.ENGLISH


# A name that is right less often than this is not told.
WORTH = 1 / 3


def share_right(text: str, start: int, end: int, probability: float) -> float:
    """Of names given this probability, the share that is right in texts of a sort that nobody fitted on, by the language around."""
    return between(shares()["abroad" if is_abroad(text, start, end) else "english"], probability)


def between(points: Sequence[tuple[float, float]], number: float) -> float:
    """The value of a curve of (number, value), in order, between its points; beyond them that of the nearest."""
    at = bisect_right(points, number, key=lambda point: point[0])
    if at == 0:
        return points[0][1]
    if at == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[at - 1], points[at]
    return round(low + (high - low) * (number - left) / (right - left), 4) if right > left else high


@cache
def shares() -> Mapping[str, Sequence[tuple[float, float]]]:
    """Points (probability, share right) of names in English texts and in others."""
    told: Mapping[str, Sequence[tuple[float, float]]] = calibration()["shares"]
    return told


@cache
def calibration() -> Mapping[str, Any]:
    """The whole file: weights of names, curves of kinds, and where they come from."""
    told: Mapping[str, Any] = json.loads((files("stanch.extent") / "gazetteer/calibration.json").read_text("utf-8"))
    return told


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature."""
    told: Mapping[str, float] = calibration()["names"]
    return told
