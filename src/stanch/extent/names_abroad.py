"""What German, French, Spanish, Italian, Portuguese and Dutch write with a capital, or join to a name, that is no name.

A sentence begins with a small word (`Nel`, `Dass`, `Uma`); a place stands behind a particle as family names do (`della Palestina`,
`von Rom`); in German every noun has a capital, so an office or a thing stands right before the name (`Drehbuch von Annette Hess`).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from stanch.extent import names_signs
from stanch.extent.anchored import Later
from stanch.extent.folding import listed
from stanch.extent.names_lexicon import BIG_PLACE, PLACE, look_up

# Words that begin sentences; none of them is also a given name that people of these countries bear.
SMALL = listed(
    "dass diese dieser dieses diesen diesem zweimal dreimal einmal danach dabei daher dort darauf damals jedoch seit beim vom zum zur",
    "nach nachdem obwohl weil wenn während zwischen später trotz laut aber auch noch schon ihre ihren ihrem seine seinen seinem",
    "westen osten norden süden beginn regie kamera runde rollen alben kader bereits insgesamt allerdings außerdem zudem nel nella",
    "nelle nello negli nei alla alle allo agli dalla dalle dal dallo dagli degli delle sulla sulle sul sullo questa questo queste",
    "questi quello quella dopo durante sempre anche inoltre infatti tuttavia quando mentre perché dove come solo tra fra uma umas uns",
    "pode podem porém embora depois antes onde como também apenas segundo além neste nesta nesse nessa esta este estas estes seus",
    "suas seu sua pelo pela pelos pelas após entre desde sobre contra são foi foram nos nas aos num numa una unos unas puede pueden",
    "aunque después donde también además según pero cuando hasta tras fue fueron estos ese esa sus las al por más ellos dans avec",
    "pour sans sous chez après avant pendant depuis lors cette ces ses leur leurs aussi ainsi alors mais donc puis selon plusieurs",
    "toutefois cependant parmi ils nous vous deze dit dat zijn haar maar ook toch want omdat terwijl wanneer tijdens sinds volgens",
    "onder boven tussen naar voor achter daarna daarom echter hierdoor alleen ondanks toen later vooral zo nog",
    # How reports of patients begin, and what stands above them.
    "varón varones mujer niño niña lactante neonato paciente presentamos presenta presentan acude refiere niega ingresa correo servicio",
    "homme femme garçon fillette nourrisson uomo bambino bambina lattante neonata homem mulher menino menina patientin säugling",
    "jongen meisje zuigeling steuer-id steuer-nr steuernummer praceta",
)
# Countries and towns as these languages write them, where English writes them otherwise.
LANDS = listed(
    "alemanha alemania alemagne allemagne duitsland germania deutschland espanha españa espagne spagna spanje spanien frança francia",
    "frankreich frankrijk itália italie italia italien italië inglaterra angleterre inghilterra engeland england escócia escocia",
    "schottland ecosse scozia schotland suíça suiza suisse svizzera zwitserland schweiz áustria autriche österreich oostenrijk",
    "bélgica belgique belgio belgië belgien holanda países niederlande nederland olanda dinamarca danemark danimarca denemarken",
    "dänemark suécia suecia suède svezia zweden schweden noruega norvège norvegia noorwegen norwegen finlândia finlandia finlande",
    "polônia polonia pologne polen rússia rusia russie rusland russland grécia grecia grèce griekenland griechenland turquia turquía",
    "turquie turchia turkije türkei egito egipto égypte egitto egypte ägypten marrocos marruecos maroc marocco marokko argélia",
    "argelia algérie algerije algerien tunísia túnez tunisie síria siria syrie syrien syrië líbano liban libano japão japón japon",
    "giappone japan chine cina brasil brésil brasile brazilië brasilien méxico mexique messico mexiko canadá canada kanada estados",
    "états vereinigte nueva kuba cuba índia indien inde índias palestina palästina palestine roma rom rome lisboa lissabon londres",
    "londen londra parigi parís parijs milano mailand milán milaan nápoles neapel napoli napels veneza venedig venecia venise venezia",
    "venetië florença florenz firenze turim turin torino brüssel brussel bruselas bruxelles bruxelas antwerpen anvers amberes",
    "antuérpia colônia köln keulen munique münchen monaco viena wien vienne wenen varsóvia varsovia warschau moscou moscovo moscú",
    "moskau mosca moskou genebra genf genève ginevra ginebra zürich zurique zurich cambodja kambodscha camboya afrika amerika asien",
    "ásia azië áfrica europe afrique asie alemaña persien persia pérsia irak iraque irã iran jerusalem",
)


@cache
def places() -> frozenset[str]:
    """Countries, cities and languages as seven languages call them, beside `LANDS`."""
    return listed(*(files("stanch.extent") / "gazetteer/places.txt").read_text("utf-8").splitlines()[1:])


def is_place(word: str) -> bool:
    """Whether it is a country, town or language in one of seven languages, and hardly a name."""
    low = word.lower().replace(" ", "_")
    return low in LANDS or low in places()


# Desks and departments that letters and mail speak to or come from.
DESKS = listed(
    "geschäftsstelle geschäftsführung sekretariat buchhaltung personalabteilung vorstand kundenservice kundendienst kundenbetreuung",
    "empfang verwaltung hausverwaltung poststelle rezeption schulleitung secretaría administración contabilidad recepción dirección",
    "gerencia secrétariat comptabilité accueil administration direction facturation réception segreteria amministrazione contabilità",
    "direzione ufficio secretaria administração contabilidade recepção direção secretariaat administratie boekhouding receptie directie",
    "reception office frontdesk helpdesk billing payroll accounts admissions",
)
# German and Dutch papers, by how such words end: `Laborbefund`, `Arbeitszeugnis`, `Ontslagbrief`.
_PAPER = re.compile(
    r"[^\W\d_]{3,}(?:befund|bericht|brief|schein|bogen|blatt|vertrag|antrag|rechnung|bescheid|zeugnis|protokoll|auszug|formular|anzeige|erklärung|"
    r"vereinbarung|übersicht|regulierung|verslag|rapport|formulier|overzicht|uitslag|uittreksel|medizin|heilkunde|chirurgie|afwikkeling|overeenkomst)"
)
# `Identifikationsnummer Ehemann` is a label.
_NUMBERED = re.compile(r"[^\W\d_]+(?:nummer|nr\.)(?!\w)")
# Particles that places take as well as families.
_BEHIND = re.compile(
    r"(?:de|del|della|delle|dei|degli|dello|dell['’]|do|da|dos|das|du|des|d['’]|von|vom|van|van der|van den|van de|uit|nach|"
    r"den|der|die|das|het|el|la|los|las|o|a|as|os|il|lo|le|les|l['’]) ?(?P<rest>[^\W\d_a-z][^\W\d_]+)"
)
# `Drehbuch von Annette Hess`, `der Einfluss von Michael Jackson`: what belongs to somebody, then who.
_OF = re.compile(r"(?:(?:der|die|das|den|dem|des) )?(?:[^\W\d_]+ )?(?P<thing>[^\W\d_]+) (?:von|van) (?=(?P<given>[^\W\d_]+) [^\W\d_])")
# German and Dutch offices, by how such words end: `Tontechniker Eddie Kramer`, `Innenministerin Theresa May`.
_OFFICE = Later(
    r"(?:(?:der|die|das|den|dem|des|de|het) )?(?i:[^\W\d_]*(?:trainer|spieler|minister|präsident|sänger|regisseur|techniker|träger|"
    r"meister|führer|autor|direktor|professor|leiter|chef|komponist|pianist|journalist|maler|künstler|richter|kanzler|coach|halter|"
    r"arbeiter|schreiber|verkäufer|berater|speler|zanger|schrijver|voorzitter|directeur|burgemeester|leider)(?:in|innen)?) "
    r"(?=[^\W\d_a-zß-öø-ÿ])",
)
# A given name that one in ten thousand bears.
COMMON = 8


def is_none(value: str) -> bool:
    """Whether a single word, perhaps behind a particle, is a small word, a desk or a place of these languages."""
    low = value.lower()
    if low in SMALL or low in DESKS or is_place(low) or _PAPER.fullmatch(low) or _NUMBERED.match(low):
        return True
    behind = _BEHIND.fullmatch(value)
    if behind is None:
        return False
    rest = behind["rest"]
    entry = look_up(rest)
    return rest.lower() in LANDS or rest.lower() in SMALL or bool(entry.place & (PLACE | BIG_PLACE) and not entry.surname)


# `Llama Ana Gil`, `Comparece Don …`: what a note in Spanish says first.
_FIRST_SAID = listed(
    "llama llamó llamado acude firma firmó asiste comparece solicita manifiesta declara recibido recibida entrega avisa",
    "escribe contesta dice",
)


# `Third-stringer Kerwin Bell` begins a sentence; in `Kyung-hwa` no part is a word.
_JOINED = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]+-([a-z]{4,})")
ORDINARY = 1


_SENTENCE = re.compile(r"[^\W\d_A-ZÀ-Þ.)\d%][.)%]*[.!?;:] $|[)\d%]\. $")


def is_begun(text: str, start: int, end: int) -> bool:
    """Whether one word, which nobody is known to bear as a given name, has its capital from the sentence that it begins."""
    value = text[start:end]
    if " " in value or look_up(value).given or not _SENTENCE.search(text, max(0, start - 6), start):
        return False
    return not names_signs.is_somebody(text, start, end)


def begin_of(value: str) -> int:
    """How much stands before the name itself: a thing that is somebody's, or an office; 0 mostly."""
    if (of := _OF.match(value)) and look_up(of["given"]).given >= COMMON > look_up(of["thing"]).given:
        return of.end()
    first, _, rest = value.partition(" ")
    if (joined := _JOINED.fullmatch(first)) and " " in rest and look_up(joined[1]).ordinary >= ORDINARY:
        return len(first) + 1
    if first.lower() in _FIRST_SAID and " " in rest:
        return len(first) + 1
    office = _OFFICE.match(value)
    return office.end() if office else 0
