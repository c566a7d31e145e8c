"""Where a name must stand because of what stands around it: titles, labels of forms, mail headers, closings, sure pairs of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from stanch.extent import anchored, signs, titles
from stanch.extent.anchored import Later
from stanch.extent.closings import CLOSINGS
from stanch.extent.names_lexicon import BIG_PLACE, look_up
from stanch.extent.names_tokens import cue_names, cues
from stanch.extent.titles import TITLES

# Upper-case letter of any alphabet that has cases, then letters; inner apostrophes and hyphens; `de`, `van der`, `bin` between.
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
WORD = rf"{CAPITAL}(?:[^\W\d_]|['’](?![sS]\b)(?=[^\W\d_])|-(?=[^\W\d_]))*"
INITIAL = rf"{CAPITAL}\."
# Weekdays and months cut short, as mails and logs date themselves. (`Jan`, `Jun`, `May`, `April`, `August` and `June` are given names too.)
DAYS = frozenset(
    (
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
        *("feb", "mar", "apr", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
    )
)
PARTICLE = r"(?:[dD]e(?:[ ]l[ao]s?)?|[dD]el|[dD]ella|[dD][aiou]s?|[vV]an(?:[ ](?:der|den|de|het|'t))?|[vV][oa]n(?:[ ](?:der|dem|den|und|zu))?|zu[mr]?|bin|ibn|bint|abu|al|el|ter|ten|af|av|la|le|y)"
SUFFIX = r"(?:Jr|Sr|JR|SR)\b\.?|(?:II|III|IV)\b"
PART = rf"(?:{INITIAL}|{WORD})"
NAME = rf"{PART}(?:[ ](?:{PARTICLE}[ ](?={CAPITAL})|al-)?{PART}){{0,4}}(?:,?[ ](?:{SUFFIX}))?"
FULL = rf"(?:{PARTICLE}[ ](?={CAPITAL}))?{NAME}"
REVERSED = rf"(?:{PARTICLE}[ ](?={CAPITAL}))?{WORD}(?:[ ]{WORD})?(?:[ ](?:{SUFFIX}))?,[ ]?{PART}(?:[ ]{PART}){{0,2}}"

KNOWN_PLACE = BIG_PLACE
TITLED = Later(rf"(?<![\w.]){TITLES}\b\.?(?:[ ]{TITLES}\b\.?)*[ ](?P<name>{FULL})(?![\w@])")
# Where a title, or a line that tells of a name, may begin.
TITLE_FIRST = re.compile(titles.FIRST)
LINE_FIRST = re.compile(r"\n")
# `M. Dupont` is Monsieur in a French text, in others an initial.
MONSIEUR = Later(rf"(?<![\w.])MM?\.[ ](?P<name>{FULL})(?![\w@])")
MONSIEUR_FIRST = re.compile(r"M(?=M?\.[ ])")
_FRENCH = re.compile(
    r"(?<!\w)(?:les?|des|du|une?|est|ce(?:tte)?|n[ée]e?|vu|pour|chez|avec|qui|et|il|elle|nous|vous|rue|madame|monsieur|mme|demeurant|domicili[ée]+|dans|sur|par|à|aux?)(?!\w)",
    re.IGNORECASE,
)
TITLE_AT_START = Later(titles.BEFORE_A_NAME)
GREETED = Later(
    rf"(?:^|\n)[ \t]*(?:Dear|Hi|Hello|Hey|Good (?:morning|afternoon|evening)|Hola|Buenos d[ií]as|Bonjour|Guten (?:Tag|Morgen)|Buongiorno|Bom dia|Estimad[oa]|Lieber?|Ch[eè]re?|Car[oa]|Beste|Geachte)(?:,[ ]|[ ]+)(?:{TITLES}\b\.?[ ]+)?(?P<name>{FULL})(?=[ ]*[,:!;\n]|\.[ \n]|[ ]+and\b|$)"
)
_WHOSE = (
    r"(?:instructor|teacher|tutor|therapist|counsell?or|complainant|petitioner|respondent|plaintiff|defendant|trustee|victim|driver|candidate|"
    r"interviewe[re]|assignee|assigned to|recorded by|verified by|authori[sz]ed by|managed by|issued by|seen by|treated by|technician|"
    r"pacientes?|emplead[oa]|cliente|titular|solicitante|alumn[oa]|profesora?|salari[eé]e?|[eé]l[eè]ve|enseignante?|titulaire|demandeur|"
    r"patientin|mitarbeiter(?:in)?|kund(?:e|in)|antragsteller(?:in)?|sch[uü]ler(?:in)?|inhaber(?:in)?|versicherte[r]?|"
    r"dipendente|titolare|richiedente|studente(?:ssa)?|funcion[aá]ri[oa]|alun[oa]|requerente|medewerker|klant|pati[eë]nt|aanvrager|leerling|"
    r"patient|employee|customer|client|applicant|member|tenant|insured|beneficiary|guardian|cardholder|account[ ]?holder|passenger|student|guest|payee|borrower|claimant|subscriber|resident|donor|spouse|partner|dependent|contact|emergency contact|next of kin|manager|supervisor|doctor|physician|provider|owner|policy ?holder|witness|attention|attn|prepared by|submitted by|signed|signed by|approved by|"
    r"m[eé]dic[oa](?: responsable)?|responsable cl[ií]nic[oa]|remitido por|facultativ[oa]|enfermer[oa]|(?:haus|fach)?arzt|[aä]rztin|behandelnder arzt|"
    r"m[eé]decin(?: traitant)?|infirmi[eè]re?|infermier[ea]|m[eé]dico assistente|enfermeir[oa]|huisarts|arts|verpleegkundige|krankenschwester|"
    r"attending(?: physician)?|referring physician|surgeon|reviewed by|requested by|completed by|parent|mother|father|nurse|sender|recipient|author|referred by|cardholder)"
)
_NAMED = r"(?:(?:full |legal |first |last |middle |given |family |maiden |former |preferred |birth |patient |employee |customer |client |applicant |member |account |contact |print(?:ed)? |student |insured |guarantor |beneficiary |cardholder |subscriber |dependent |spouse |supervisor |manager |child'?s |mother'?s |father'?s |your )*(?:name|surname|forename|nombre(?: completo)?|apellidos?|nom|pr[eé]nom|nachname|vorname|familienname|nome|cognome|sobrenome|naam|voornaam|achternaam))"
# Up to what stands between a label and the name, all on one line; then the name.
_LABEL = rf"(?:(?<=[\n\t|;,(>])|(?<=[ .:!?][ ])|(?<![\s\S]))[ ]?[*_-]{{0,8}}[ ]?(?i:(?P<label>{_WHOSE}(?:'s)?(?: {_NAMED})?|{_NAMED}(?: \([^)\n]{{1,20}}\))?))[ ]*[*_]*[ ]*(?::|\t|[ ]{{2,}}|[ ][-=][ ])"
LABEL_BEGUN = Later(_LABEL)
# No label ends with a digit: `14:20` is none, nor is the space that indents a line behind one.
# (One set of first characters, so that places are looked for at the speed of `find`.)
_LABELLING = r"(?:(?<=[^\W\d]{0})|(?<=[)*]{0}))"
LABEL_SIGN = re.compile(
    r"[:\t ](?:(?<=[:\t])(?:(?<=[^\W\d].)|(?<=[)* ].))|(?<=[ ])(?:[ ]"
    + _LABELLING.format("[ ]{2}")
    + "|[-=][ ]"
    + _LABELLING.format("[ ][-=][ ]")
    + "))"
)
# A given name and a family name, perhaps an initial between.
_PAIR = r"{capital}(?<![\w@./&'’-][\s\S]){letter}++[ ](?:{capital}\.[ ])?{capital}{letter}++(?![\w@'’-])"
PAIR = re.compile(_PAIR.format(capital=CAPITAL, letter=r"[^\W\d_]"))
# The same in a text without other letters than these, for which the test of a letter is quicker.
PLAIN_PAIR = re.compile(_PAIR.format(capital="[A-Z]", letter="[A-Za-z]"))
# And in one of Western Europe: all letters of ISO 8859-1 (and its other signs that count as such), written out.
_LATIN = "ª²³µ¹º¼-¾À-ÖØ-Þ"
LATIN_PAIR = re.compile(_PAIR.format(capital=f"[A-Z{_LATIN}]", letter=f"[A-Za-z{_LATIN}ß-öø-ÿ]"))


def pairs_of(text: str) -> re.Pattern[str]:
    """The quickest of the three that finds all pairs of a text."""
    if text.isascii():
        return PLAIN_PAIR
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return PAIR
    return LATIN_PAIR


LABELLED = Later(
    _LABEL
    + rf"[\s*_]*(?:{TITLES}\b\.?[ ]+)?(?!{TITLES}\b)(?P<name>{REVERSED}|{FULL})(?=[ ]*(?:$|[\n\t|;,()<]|[ ]{{2,}}|[ ][-–/]|[.])|[ ][A-Z][a-z]+(?:[ ][A-Za-z]+)?:|[ ][A-Z][\wº°]{{0,9}}:)"
)
# `signed by …`, as people do for people; machines generate, run and build.
DONE_BY = Later(
    rf"\b(?i:signed|verified|recorded|reviewed|approved|prepared|submitted|requested|authori[sz]ed|witnessed|overseen|supervised|conducted|examined|"
    rf"treated|seen|interviewed|accompanied|represented|chaired) by[ ](?:{TITLES}\b\.?[ ]+)?(?P<name>{FULL})(?![\w@])"
)
BY_FIRST = re.compile(r"(?<=[dn])[ ]by[ ](?=[^\W\d_a-z])", re.IGNORECASE)
# `Nushin, can you …`: somebody is spoken to at the beginning of a text or paragraph.
CALLED = Later(
    rf"(?:\A|\n\n)[ \t]*(?P<name>(?![^\W\d_]*ly,|[^\Wa-z]+,){WORD}(?:[ ]{WORD})?),[ ](?=(?i:can|could|would|will|please|pls|kindly|have|did|do|are|your|thanks|thank|i|i'm|we|you|"
    rf"here|just|let|don't|remember)\b)"
)
# `Frau Berger, Anna, geb. am …`: the family name first, and whoever was born behind it.
BORN = Later(
    rf"(?P<name>{WORD},[ ]{WORD}(?:[ ]{WORD})?)(?=,?[ ]\(?(?:geb\b|geboren|born|n[ée]e?\b|nat[oa]\b|nacid[oa]\b|nascid[oa]\b|\*[ ]?\d|DOB\b))"
)
BORN_FIRST = re.compile(r"(?<=[ \t])(?=[^\W\d_a-z][^\W\d_]*, [^\W\d_a-z][^\n,]{1,40},? \(?(?:geb|[bB]orn|n[ée]|na[ts]|\*|DOB))")
HEADER = Later(
    r"(?:^|\n)[ \t>*]*(?:From|To|Cc|Bcc|CC|FROM|TO|Reply-To|Sender|Von|An|De|Para|À|Aan|Da|Van)[*]?:[ \t]*(?P<rest>[^\n]{1,2000})"
)
ADDRESSED = Later(
    rf"(?:^|(?<=[;,<>\"' ]))[ ]*[\"']?(?P<name>{REVERSED}|{FULL})[\"']?[ ]*(?:\([^)\n]{{1,40}}\)[ ]*)?[<\[](?:mailto:)?[^<>\s]{{1,100}}@[^<>\s]{{1,100}}[>\]]"
)
HEADED = Later(rf"[\"']?(?P<name>{REVERSED}|{FULL})[\"']?(?=[ ]*(?:;|$|\())")
CLOSED = Later(
    rf"\n[ \t]*(?i:{CLOSINGS})[ \t]*[,.!]?[ \t]*\n\s*(?:[/_-]s?[/_-]*[ ]*)?(?:{TITLES}\b\.?[ ]+)?(?P<name>{FULL})(?=[ \t]*(?:\n|$|,))"
)


def contexts(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, float]]:
    """Names in their places as (start, end, the word that says so, confidence)."""
    may = signs.of(text)
    if "names_rules.TITLED" in may:
        for match in anchored.beginning(TITLED, TITLE_FIRST, text, start, end):
            yield (*match.span("name"), match[0].split(" ", 1)[0], 0.9)
    for match in anchored.beginning(MONSIEUR, MONSIEUR_FIRST, text, start, end) if "names_rules.MONSIEUR" in may else ():
        if is_french(text, match.start()):
            yield (*match.span("name"), "monsieur", 0.9)
    if "names_rules.GREETED" in may:
        for match in anchored.beginning(GREETED, LINE_FIRST, text, start, end, or_first=True):
            yield (*match.span("name"), match[0].split()[0], 0.85)
    if "names_rules.LABELLED" in may:
        for match in anchored.on_lines(LABELLED, LABEL_BEGUN, LABEL_SIGN, text, start, end):
            yield (*match.span("name"), match["label"].lower(), 0.93)
    for place in BY_FIRST.finditer(text, start, end) if "names_rules.DONE_BY" in may else ():
        word = text.rfind(" ", max(start, place.start() - 14), place.start()) + 1 or max(start, place.start() - 14)
        if done := DONE_BY.search(text, word, min(end, place.end() + 80)):
            yield (*done.span("name"), "by", 0.6)
    if "names_rules.CALLED" in may:
        for match in anchored.beginning(CALLED, LINE_FIRST, text, start, end, or_first=True):
            if not _is_said_first(match["name"]):
                yield (*match.span("name"), "called", 0.6)
    if "names_rules.DON_NAMED" in may:
        for match in anchored.beginning(DON_NAMED, DON_FIRST, text, start, end):
            if is_spanish(text, match.start()):
                yield (*match.span("name"), "don", 0.9)
    yield from _in_lines(text, start, end, may)
    yield from _suing(text, start, end)


def _is_said_first(word: str) -> bool:
    """`Well, I think …`: a word, and hardly anybody's given name."""
    entry = look_up(word)
    return " " not in word and entry.ordinary > entry.given


def _in_lines(text: str, start: int, end: int, may: frozenset[str]) -> Iterator[tuple[int, int, str, float]]:
    """Names of whom a line says that he was born, under closings, in headers of mails."""
    if "names_rules.BORN" in may:
        for match in anchored.beginning(BORN, BORN_FIRST, text, start, end):
            yield (*match.span("name"), "born", 0.98)
    if "names_rules.WAS_BORN" in may:
        yield from _born(text, start, end)
    if "names_rules.CLOSED" in may:
        for match in CLOSED.finditer(text, start, end):
            yield (*match.span("name"), match[0].split()[0], 0.9)
    if "names_rules.HEADER" in may:
        for header in anchored.beginning(HEADER, LINE_FIRST, text, start, end, or_first=True):
            yield from _headed(text, *header.span("rest"))


def _headed(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, float]]:
    found = False
    for match in ADDRESSED.finditer(text, start, end):
        found = True
        words = match["name"].split()
        if cue_of(words[-1]) != "organisation" or look_up(words[0]).given >= GIVEN:  # `Cedar Valley Medical Center <info@…>` is nobody
            yield (*match.span("name"), "mail header", 0.95)
    if not found:
        at = start
        while headed := HEADED.match(text, at, end):
            yield (*headed.span("name"), "mail header", 0.7)
            at = headed.end()
            while at < end and text[at] in " ;":
                at += 1
            if at == headed.end():
                break


# Whoever is named right before these words was born: `Pietro Ansaldi nato/a a Genova il 11/12/2025`.
WAS_BORN = re.compile(
    r"(?:(?:nat[oa](?:/[oa])?|nacid[oa]|nascid[oa])[ ](?:a|il|in|el|en|em|na|no)|n[ée]e?(?:\(e\))?[ ](?:le|à)|geboren[ ](?:am|op|te|in)|born[ ](?:on|in))\b"
)
_BORN_WORDS = ("nato", "nata", "nacid", "nascid", "né", "ne le", "nee le", "geboren", "born on", "born in")
_NAMED_BEFORE = Later(rf"(?<![\w.-])(?P<name>{FULL}),?[ ]\(?\Z")


def _born(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, float]]:
    for word in _BORN_WORDS:
        at = text.find(word, start, end)
        while at >= 0:
            if text[at - 1 : at] in (" ", "(") and WAS_BORN.match(text, at):
                low = max(start, at - 60, text.rfind("\n", 0, at) + 1)
                named = _NAMED_BEFORE.search(text[low:at])
                if named and named["name"][0].isupper() and look_up(named["name"].split()[0]).given >= GIVEN:
                    yield low + named.start("name"), low + named.end("name"), "born", 0.93
            at = text.find(word, at + 1, end)


# `Whitfield v. Harrow`: who sues. With a number behind it is a report's, of a case that is cited.
PARTY, SUES = "party", 0.6
_VERSUS = (" v. ", " vs. ", " versus ")
_SUES = Later(rf"(?<![\w.-])(?P<name>{WORD}(?:[ ]{WORD})?)\Z")
_CITED = re.compile(r"[^\n]{0,59}\d")


def _suing(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, float]]:
    for word in _VERSUS:
        at = text.find(word, start, end)
        while at >= 0:
            low = max(start, at - 40, text.rfind("\n", 0, at) + 1)
            named = _SUES.search(text[low:at])
            if named and not _CITED.match(text, at + len(word)) and _is_surname(named["name"].split()[-1]):
                yield low + named.start("name"), low + named.end("name"), PARTY, SUES
            at = text.find(word, at + 1, end)


def _is_surname(word: str) -> bool:
    entry = look_up(word)
    return entry.surname >= max(COMMON, entry.ordinary + CLEARLY) and not cue_of(word)


# Steps of the lexicon's scale (powers of two): a given name; a usual surname; so much more a surname than a word.
GIVEN, COMMON, CLEARLY = 6, 10, 3
DON_NAMED = Later(rf"(?<!\w)(?:Don|DON)[ ](?P<name>{FULL})(?![\w@])")
DON_FIRST = re.compile(r"(?<!\w)(?=(?:Don|DON)[ ])")
DON = re.compile(r"(?:Don|DON)[ ]+(?=[^\W\d_]+[ ][^\W\d_])|(?:[^\W\d_]{3,}[ ])?D\.ª?[ ]+(?=[^\W\d_]{2,}[ ][^\W\d_])")
_SPANISH = re.compile(
    r"(?i)\b(?:el|los|las|una|su|está|fecha|nacimiento|dirección|nueva|con|como|del|mayor de edad|vecin[oa]|domicilio|natural|nacid[oa]|calle|por|DNI|NIF|NIE)\b"
)


def is_spanish(text: str, at: int) -> bool:
    """Whether the words around a place are Spanish: `Don` is a given name elsewhere."""
    return len({match[0].lower() for match in _SPANISH.finditer(text, max(0, at - 120), at + 160)}) > 1


def is_french(text: str, at: int) -> bool:
    """Whether the words around a place are French: two different of its small words."""
    return len({match[0].lower() for match in _FRENCH.finditer(text, max(0, at - 200), at + 200)}) > 1


def cue_of(word: str) -> str:
    """The class of a word in `gazetteer/cues.txt`, "" for none."""
    return cue_names()[cues().get(word.lower().rstrip("."), 0)]


_STREET_OF = re.compile(r"(?i)(?<![^\W_])(?:avenue|boulevard|avenida|avda\.?|viale|piazza) (?:d[eu] |del |della |da )?$")
_STREET = re.compile(
    r"(?i).*[ ](?:blvd|boulevard|ave|avenue|rd|road|hwy|highway|pkwy|parkway)\.?|(?:[^ ]+[ ]){2,}street|[^ ]+-stra(?:ß|ss)e"
    r"|(?:calle|avenida|viale|piazza)[ ].*"
)


def is_street(text: str, start: int, end: int) -> bool:
    """`Rosa Parks Ave`, `Avenue Charles de Gaulle`, `Karl-Marx-Straße`: a street that is called after somebody."""
    return bool(_STREET.fullmatch(text, start, end) or _STREET_OF.search(text, max(0, start - 20), start))


def plausible(value: str) -> bool:
    """Whether the words of a name found by its place can be a name at all: not all of them ordinary words or words of other things."""
    words = [word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", value) if len(word) > 1]
    if not words:
        return False
    good = bad = 0
    for word in words:
        entry = look_up(word)
        cue = cue_of(word)
        if "-" in word and not any(entry) and all(map(_is_ordinary, word.split("-"))):  # `Web-Server`
            bad += 1
            continue
        if (
            (
                cue in ("organisation", "street", "function", "business", "label", "role", "title", "salutation", "closing", "relation")
                and max(entry.given, entry.surname) < 9
            )
            or cue in ("function", "business", "organisation", "salutation", "closing")
            or (entry.ordinary >= 5 and max(entry.given, entry.surname) < 8)
        ):
            bad += 1
        else:
            good += 1
    return good > 0 and good >= bad


def _is_ordinary(word: str) -> bool:
    entry = look_up(word)
    return entry.ordinary >= max(5, entry.given, entry.surname - 1)


@lru_cache(maxsize=20_000)
def sure_pair(value: str) -> bool:
    """A given name and a surname that are hardly anything else (`Maria Gonzalez`)."""
    words = [word for word in value.replace(",", " ").split() if len(word.strip(".")) > 1]
    if not 2 <= len(words) <= 4:
        return False
    first, last = look_up(words[0]), look_up(words[-1])
    return (
        first.given >= 8
        and first.ordinary < 4
        and not first.place & 2
        and (last.surname >= 5)
        and last.ordinary < 4
        and not cue_of(words[-1])
    )
