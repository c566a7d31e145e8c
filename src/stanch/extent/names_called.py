"""What is called after somebody: hospitals and schools, streets, instruments and diseases; and medicine's own words with a capital.

A clinical text is full of names that are nobody's in the case: `catéter de Foley`, `Hospital Ramón y Cajal`, `Mycoplasma pneumoniae`.
Medicines are told by the stems of their international names (WHO), organisms by how genera end.
"""

from __future__ import annotations

import re

from stanch.extent import names_signs
from stanch.extent.anchored import Later
from stanch.extent.folding import listed
from stanch.extent.names_lexicon import BIG_PLACE, PLACE, look_up

REACH = 60
# Given names that one in ten thousand bears, and those of one in a thousand: above these a word is somebody.
COMMON, WELL_KNOWN, FAMILY, PART = 8, 11, 6, 4
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
# `Hospital General Universitario Gregorio …`, `CHU Juan …`, `Lycée Jean …`: an institution, right before the name.
_INSTITUTION = Later(
    r"(?<!\w)(?:Hospital(?:es)?|Hospitals|Clínicas?|Policlínic[oa]|Sanatorio|Centro de [Ss]alud|Centre de [Ss]anté|C\.?S\.|CHU|CHUV|"
    r"Ospedale|Policlinico|"
    r"Casa di [Cc]ura|Hôpital|Hôpitaux|Clinique|Ziekenhuis|Klinikum|Krankenhaus|Spital|Colegio|Instituto|IES|CEIP|Fundación|Fundação|"
    r"Fondation|Fondazione|"
    r"Liceo|Lycée|Collège|École|Scuola|Istituto|Escola|Universidad|Universidade|Università|Université|Teatro|Museo|Museu|Aeropuerto|"
    r"Aeroporto|"
    r"Aéroport|Estadio|Estádio|Stadio|Residencia|Biblioteca)"
    rf"(?: (?:de|del|da|do|di|des?|General|Clínico|Clínica|Universitari[oa]?|Universitaire|Universitário|Regional|Provincial|Militar|"
    rf"Escuela|Comarcal|Municipal|"
    rf"Civil|Civile|Nacional|Central|Pediátrico|Infantil|Público|Primaria|Santa?|San|[\"“«]))*(?: {CAPITAL}[^\W\d_]+ [ye])? \Z"
)
# `C/ Pintor …`, `Avda. de …`, `Via …`, `Rue du Docteur …`: a street's word, perhaps with what the person was.
_STREET = Later(
    r"(?<!\w)(?:C/\.?|c/|Calle|CALLE|Avda\.?|Avenida|AV\.|Av\.|Ctra\.?|Carretera|Paseo|Pº|Pza\.?|Plaza|Passeig|Carrer|Rúa|Ronda|"
    r"Glorieta|Rua|Travessa|Praça|"
    r"Via|Viale|Corso|Piazza|Largo|Rue|Quai|Boulevard|Allée)"
    r" ?(?:(?:de|del|de la|du|des|di|da|do|dei|degli) )?(?:(?:Pintor|Doctor|Dr\.|Docteur|General|Général|Generale|Maestro|Padre|"
    r"Alcalde|Profesor|Professor|Coronel|Capitán|Conde|Marqués) )?$"
)
# What is called after its inventor or first describer, where no patient could be meant: `sonda de …`, `fascia de …`, `sutura con …`.
_EPONYM = Later(
    r"(?i)\b(?:cat[ée]ter|sonda|drenaje|drenagem|fascia|tinci[óo]n|coloraci[óo]n|coloração|signo|sinal|s[íi]ndrome|incisi[óo]n|"
    r"maniobra|manobra|test|prueba|escala|[íi]ndice|"
    r"clasificaci[óo]n|m[ée]todo|t[ée]cnica|linfoma|sarcoma|es[óo]fago|trompa|virus|bacilo|criterios|aguja|pinzas?|agujas?|sonde|"
    r"drain|signe|syndrome|"
    r"test|[ée]chelle|coloration|incision|manoeuvre|manœuvre|lymphome|sondino|catetere|drenaggio|segno|sindrome|manovra|scala|linfoma|"
    r"linea|morbus|score|"
    r"operaci[óo]n|reflejo|reflexo|fen[óo]meno|criteri|crit[ée]rios)"
    r"(?: [a-zß-öø-ÿ]+){0,2}(?: (?:de|del|di|d'|von|du|tipo|nach|van))? $|(?i:\bmorbus $)"
)
_BEHIND = Later(
    r"(?:['’]s|-)? ?(?:disease|syndrome|sign|catheter|drain|lymphoma|sarcoma|stain(?:ing)?|score|scale|test|reflex|maneuver|manoeuvre|"
    r"Krankheit|Syndrom|Zeichen|"
    r"Katheter|Drainage|Score|Probe|Lymphom|syndroom|ziekte|"
    r"coding|encoding|codes|transform|theorem|algorithm|distribution|equation|checksum)\b|-\d"  # `Huffman coding`, `Adler-32`
)
# Eponyms that stand by themselves in every hospital's texts, as far as few people bear them.
_ALONE = listed(
    "alzheimer apgar babinski barthel basedow behçet burkitt charlson charrière chagas crohn cushing doppler gram hashimoto heberden",
    "hirschsprung",
    "hodgkin holter kaposi karnofsky kawasaki langerhans lyme mantoux marfan mcburney neelsen papanicolaou pap parkinson penrose",
    "perthes peyronie",
    "pfannenstiel purkinje quincke raynaud rinne romberg schwann sjögren sjogren tourette trendelenburg valsalva wegener wilms ziehl",
)
_PAIRS = Later(
    r"(?i)(?:epstein.barr|mallory.weiss|ziehl.n[ie]+e?lsen|guillain.barr[eé]|mc burney|creutzfeldt.jakob|ehlers.danlos|"
    r"charcot.marie(?:.tooth)?|stevens.johnson|"
    r"zollinger.ellison|prader.willi|sch[oö]nlein.henoch|henoch.sch[oö]nlein|busch?ke.l[oö]wenstein|budd.chiari|von willebrand|"
    r"glasgow.coma|wolff.parkinson(?:.white)?)"
)
_MEDICINE = Later(
    r"(?i)[^\W\d_]{3,}(?:azole?|azolo|cilina|cillin[ae]?|icilline|micina|mycine?|kacina|floxacin[oa]?|platino?|platine|taxel|tuximab|"
    r"[lmnrstz]umab|zumab|[a-z]ximab|"
    r"tinib|bucilo?|sart[áa]n|statina?e?|prazole?|ca[íi]na|gliptina?|parina|zepam|zolam|setr[óo]n|dronato|tecan|rubicina|fosfamida|citabin[ae]|"
    r"ciclovir|navir|"
    r"tegravir|ceftriaxona|axima|azidima|otaxima|epima|mustina|trexato|solona|sonida|metasona|profeno|fenaco)"
)
_ORGANISM = re.compile(
    r"(?i)[^\W\d_]{3,}(?:coccus|coccos|bacter|bacterium|monas|plasma|cystis|myces|bacillus|spora|phyton|rickettsias?|chia|[dt]ida|"
    r"nella|rella|ridium)"
)
_SPECIES = re.compile(r" [a-z]{2,}(?:us|is|um|ii|ae|ans|ens|ei|eri|osa|icum|ides|ella|ata|lis|coli)\b")
# `39°C. Niega tos`, `+0,50 D. Desaparece`: a unit's letter and the next sentence.
_UNIT = re.compile(rf"{CAPITAL}\. {CAPITAL}[^\W\d_]+")
_MEASURED = re.compile(r"(?:[°º] ?|\d[.,]\d+ )\Z")
_CODE = re.compile(r"(?<!\d)\d{5}\.? \Z")


# `Apache Cassandra`, `Microsoft Teams`: what firms and foundations make and call by a name.
_MAKERS = listed(
    "apache microsoft google adobe oracle ibm sap amazon aws azure atlassian cisco intel nvidia redhat ubuntu debian gnu mozilla linux"
)


def is_symbol(value: str) -> bool:
    """`G. Cr`: an initial and two letters that nobody is called (`R. Ng` is somebody)."""
    first, _, last = value.partition(" ")
    return len(last) == len("Cr") and len(first.rstrip(".")) == 1 and not any(look_up(last))


def is_called_after(text: str, start: int, end: int) -> bool:
    """Whether what reads as a name is what something is called after, a medicine's or an organism's, or a town behind its postcode."""
    before, value = text[max(0, start - REACH) : start], text[start:end]
    if _INSTITUTION.search(before) or _STREET.search(before):
        return True
    if _UNIT.fullmatch(value) and _MEASURED.search(before):
        return True
    if _PAIRS.fullmatch(value):
        return True
    words = value.split()
    if words[0].lower() in _MAKERS or is_symbol(value):
        return True
    entry = look_up(words[0])
    if _CODE.search(before) and entry.given < COMMON and any(look_up(word).place & PLACE for word in (words[0], words[-1])):
        return True
    return len(words) == 1 and entry.given < WELL_KNOWN and _is_medical(text, start, end, before)


def _is_medical(text: str, start: int, end: int, before: str) -> bool:
    word = text[start:end]
    low, entry = word.lower(), look_up(word)
    if low in _ALONE or _EPONYM.search(before) or _BEHIND.match(text, end):
        return True
    if entry.surname >= PART or entry.given >= PART:
        return False
    return bool(_MEDICINE.fullmatch(word) or _ORGANISM.fullmatch(word) or _SPECIES.match(text, end))


# `Gustav` | `von Schmoller`, `Noemí Ruiz` | `del Río`: a particle and a family name behind what was taken for the whole.
_PARTICLE = re.compile(
    rf" (?:von|van|van der|van den|van de|de la|de los|de las|del|della|dos|ten|ter|bin|ibn) "
    rf"(?P<family>{CAPITAL}[^\W\d_]+(?:-{CAPITAL}[^\W\d_]+)?)(?![\w@])"
)

# Whoever has two names needs no third (`Benjamin of Tudela` does).
_OF = re.compile(rf"(?P<name>{CAPITAL}[^\W\d_]+(?: {CAPITAL}[\w'’.-]*)* {CAPITAL}[^\W\d_]+) of ")


def whole_end(text: str, start: int, end: int) -> int:
    """Where a name ends with the particle and the family name behind it, or before `of` (`Ann Lee of Rovers`); else `end`."""
    if whole := _OF.match(text, start, end):
        return whole.end("name")
    found = _PARTICLE.match(text, end)
    if not found:
        return end
    first, family = look_up(text[start:end].split(maxsplit=1)[0]), look_up(found["family"])
    is_somewhere = family.place and family.surname < FAMILY
    is_borne = family.surname >= PART or (family.ordinary == 0 and not family.place)
    return found.end() if first.given >= COMMON and is_borne and not is_somewhere and family.ordinary < FAMILY else end


def is_place(text: str, start: int, end: int, gain: float) -> bool:
    """A single word that is a well-known place, unless much says that it is a name, or what stands beside it that it is somebody."""
    value = text[start:end]
    entry = look_up(value)
    if not entry.place & BIG_PLACE or " " in value or gain >= (SURE if entry.given >= GIVEN else VERY_SURE):
        return False
    return not (entry.given and names_signs.is_somebody(text, start, end))


# The tagger's gain above which a place's name is somebody's, as it is a usual given name or not.
SURE, VERY_SURE, GIVEN = 3.0, 6.0, 12
