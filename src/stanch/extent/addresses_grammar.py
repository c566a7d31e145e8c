"""How postal addresses are written: street lines, postcodes and the lines between, by country.

Shapes after the addressing standards of the posts: USPS Publication 28 (street suffixes, unit words, states), Canada Post's
addressing guidelines, Royal Mail's postcode format, An Post's Eircode format, and the five-digit (four-digit) codes before
the city of most of Europe.
"""

from __future__ import annotations

import re

from stanch.extent.anchored import Later

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
# Possessive (`*+`): no way back into a word, so time stays linear.
WORD = rf"{CAPITAL}[^\W\d_]*+(?:['’.-][^\W\d_]++)*+\.?"
# One piece of a city or street name; small linking words stand between capitalised ones.
LINK = r"(?:de|del|de la|de las|de los|la|le|les|des|du|do|da|dos|das|di|della|dei|of|the|on|upon|under|in|am|an der|an|im|bei|und|y|op|den|der|van|von|zur|zum|nad|pod|ob|pri|u|na|sur|sous|en|aux?|los|las|il|lo|al|d['’]|l['’])"
NAME = rf"{WORD}(?:[ -]?(?:{LINK}[ ]?)?{WORD}){{0,4}}"

STREET_TYPES = (
    "Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Place|Pl|Terrace|Ter|Terr|Square|Sq|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Trail|Trl|Alley|Aly|Way|Plaza|Plz|Row|Crescent|Cres|"
    "Close|Gardens|Gdns|Grove|Mews|Walk|Hill|Rise|Quay|Parade|Loop|Pike|Turnpike|Tpke|Run|Path|Point|Pt|Ridge|Rdg|View|Vista|Crossing|Xing|Cove|Cv|Bend|Bypass|Expressway|Expy|Freeway|Fwy|Green|Heights|Hts|"
    "Landing|Manor|Meadows?|Mill|Park|Pass|Passage|Ramp|Shore|Shores|Spring|Springs|Station|Trace|Valley|Village|Wharf|Yard|Yards|Estate|Estates|Villas|Drove|Lawn|Commons|Common|Glen|Hollow|Isle|Junction|Key|Knoll|Lake|Lock|Lodge|Mall|"
    "Motorway|Orchard|Oval|Overpass|Plain|Prairie|Radial|Ranch|Rapids|Route|Rte|Rest|River|Skyway|Spur|Summit|Throughway|Track|Tunnel|Union|Viaduct|Ville|Walks|Ways|Well|Wells|Broadway|Extension|Extensions|Brooks?|Burg|Burgs|Bridge|Branch|"
    "Bluffs?|Bottom|Camp|Canyon|Cape|Causeway|Center|Centers|Cliffs?|Club|Corners?|Course|Creek|Crest|Crossroad|Crossroads|Curve|Dale|Dam|Divide|Falls|Ferry|Fields?|Flats?|Fords?|Forest|Forges?|Forks?|Fort|Gateway|Greens|Groves|Harbors?|Haven|Hills|Inlet|Island|Islands|Keys|Knolls|Lakes|Land|Light|Lights|Loaf|Locks|Mission|Mount|Mountain|Mountains|Neck|Parks|Parkways|Pine|Pines|Plains|Port|Ports|Shoal|Shoals|Squares|Stravenue|Stream|Streets|Trafficway|Trailer|Underpass|Unions|Valleys|Views|Villages|Drives|Courts|Circles|Coves|Garden|Mills|Motorway|Points"
)
_WORDS = sorted(sorted(set(STREET_TYPES.split("|"))), key=len, reverse=True)
_TYPE = rf"(?:{'|'.join(_WORDS)}|{'|'.join(word.upper() for word in _WORDS if word.isalpha())})"
# Ordinary words among the street types need more around them before a line is an address.
STRONG = frozenset(
    [
        "street",
        "st",
        "avenue",
        "ave",
        "av",
        "road",
        "rd",
        "boulevard",
        "blvd",
        "drive",
        "dr",
        "lane",
        "ln",
        "court",
        "ct",
        "place",
        "pl",
        "terrace",
        "ter",
        "terr",
        "square",
        "sq",
        "highway",
        "hwy",
        "parkway",
        "pkwy",
        "circle",
        "cir",
        "trail",
        "trl",
        "alley",
        "aly",
        "way",
        "plaza",
        "plz",
        "crescent",
        "cres",
        "close",
        "gardens",
        "gdns",
        "grove",
        "mews",
        "broadway",
        "row",
        "pike",
        "turnpike",
        "loop",
        "walk",
        "quay",
        "parade",
        "route",
        "rte",
        "bypass",
    ]
)
_POINTS = "Northeast|Northwest|Southeast|Southwest|North|South|East|West"
DIRECTION = rf"(?:[NS]\.[EW]\.|(?:{_POINTS}|{_POINTS.upper()}|[NS][EW]|[NSEW])\b\.?)"
# Behind a street, also as `, NE` or `. S.E.` (which before a ZIP code is Nebraska).
BEHIND = rf"(?:[ ]{DIRECTION}(?!\w)|[,.][ ](?:[NS]\.[EW]\.|[NS][EW]\b\.?)(?![ ]?\d|\w))"
UNIT = r"(?:(?:Apartment|Apt|Suite|Ste|Unit|Room|Rm|Floor|Fl|Flat|Building|Bldg|Lot|Space|Spc|Trailer|Trlr|Penthouse|PH|Dept|Department|No|Nr|Block|Box|PSC|CMR|APT|STE|UNIT|Flr|FLR|RM)\b\.?[ ]?#?[ ]?[\dA-Z][\w-]{0,6}\b(?:(?<=\d)[ ][A-HJ-Z](?=[ ]*(?:[,.;)\n]|$)))?|\#[ ]?(?:(?:[Aa]pt|APT|[Ss]te|STE|[Uu]nit|UNIT)\b\.?[ ]?)?[\dA-Za-z][\w-]{0,6}|(?:\d{1,3}(?:st|nd|rd|th)|Ground|First|Second|Third|Top)[ ](?:Floor|floor|Fl))"
_PIECE = r"(?:[^\W_a-zß-öø-ÿ][\w'’.-]*|of|the|and|de|la|del|van|&)"
BEFORE = r"(?<![\w.,$€£#/-])"
# 12 Main Street; 1200 N. Martin Luther King Jr. Blvd NW, Apt 4B; 10 East 45th St; 12-14 High St; 1/2
NUMBERED = rf"(?P<number>\d{{1,6}}(?:[ ]?[-–/][ ]?\d{{1,5}})?(?:-?[A-Za-z](?![\w-]))?(?:[ ]1/2)?)[ ](?:{DIRECTION}[ ])?(?:{_PIECE}[ ]){{0,5}}?(?P<type>{_TYPE})\b(?:[ ](?P<type2>{_TYPE})\b)?\.?{BEHIND}?"
# The same with a word that hardly is anything but a street's, so that `1850 Green Bay Road` does not end at `Green`.
_STRONG_FORMS = dict.fromkeys(form for word in _WORDS if word.lower() in STRONG for form in (word, word.upper()))
_STRONG = "|".join(sorted(_STRONG_FORMS, key=len, reverse=True))
# Behind it a second one, where the line ends or a unit follows: `Arts Circle Drive`, `Waterfront Pkwy East Dr`.
_SECOND = rf"(?:(?:[ ]{DIRECTION})?[ ](?:{_STRONG})\b\.?(?=[ ]*(?:[,\n;]|$)|[ ](?:{DIRECTION}|{UNIT})))"
NUMBERED_STRONG = rf"\d{{1,6}}(?:[ ]?[-–/][ ]?\d{{1,5}})?(?:-?[A-Za-z](?![\w-]))?(?:[ ]1/2)?[ ](?:{DIRECTION}[ ])?(?:{_PIECE}[ ]){{1,5}}?(?P<strong>{_STRONG})\b\.?{_SECOND}?{BEHIND}?"
HIGHWAY = (
    rf"\d{{1,6}}[A-Za-z]?[ ](?:{DIRECTION}[ ])?(?:{WORD}[ ](?=[Cc][Oo][Uu][Nn][Tt][Yy][ ]))?"
    r"(?:(?:U\.?[ ]?S\.?|State|STATE|County|COUNTY|Old|OLD|Interstate|INTERSTATE|Farm to Market|Private|PRIVATE|Township|TOWNSHIP|Business|BUSINESS)[ ]){0,2}"
    r"(?:Highway|HIGHWAY|Hwy|HWY|Route|ROUTE|Rte|RTE|Road|ROAD|Rd|RD|Avenue|AVENUE|Ave|AVE|Street|Loop(?=[ ]\d)|LOOP(?=[ ]\d)|FM|CR|SR|RR)\.?[ ]"
    rf"(?:(?=[A-Z]{{0,2}}\d)[\dA-Z]{{1,5}}|[A-Z]{{1,2}}(?=[ ]*(?:[,.;\n]|$)))\b(?:[ ](?:ALT|Alt|BUS|Bus)\b)?{BEHIND}?"
)
# 350 Fifth Avenue is NUMBERED; 1 Infinite Loop too. 12 rue de la Paix; 5, avenue Foch
FRENCH = rf"\d{{1,4}}(?:[ ]?(?:bis|ter|quater|[A-D]))?,?[ ](?:(?:[rR]ue|[rR]uelle|[aA]venue|[aA]v\.?|[bB]oulevard|[bB][dD]|[aA]ll[ée]es?|[cC]hemin|[pP]lace|[iI]mpasse|[qQ]uai|[cC]ours|[rR]oute|[sS]quare|[pP]assage|[fF]aubourg|[cC]hauss[ée]e|[mM]ont[ée]e|[sS]entier|[eE]splanade|[lL]otissement|[hH]ameau|[rR][ée]sidence|[bB]oul\.|RUE|AVENUE|BOULEVARD|ALL[EÉ]E|CHEMIN|PLACE|IMPASSE|QUAI|ROUTE)[ ](?:(?:{LINK})[ ]?)*(?:\d{{1,2}}(?:er)?[ ](?={CAPITAL}))?{NAME}(?:(?<=Mai)[ ]19\d\d|(?<=MAI)[ ]19\d\d)?|[gG]rande?[- ](?:[rR]ue|[pP]lace)\b)"
# Hauptstraße 12a; Am Markt 3; Kerkstraat 10-2; Lange Gasse 5; Unter den Linden 77
# Found by its ending and number; what stands before on the line is taken from there.
_GERMANIC = r"(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|plein|dreef|steeg|gracht|kade|dijk|singel|steenweg|gatan|vägen|gade|vej|veien|vejen|gaten|stræde|gata|(?<![^\W_])(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer|Straat|Laan|Plein|ulica|ul\.|utca|út|útja|u\.|rkp\.|rakpart|körút|tér|sétány|fasor|köz))"
GERMANIC_WORD = Later(_GERMANIC + r"\Z")
GERMANIC_LONGEST = 8
GERMANIC_JOINT = re.compile(r"[ ](?=\d)")
GERMANIC_END = Later(_GERMANIC + r"[ ]\d{1,4}(?:[ ]?[-/–][ ]?\d{1,4})?(?:[ ]?[A-Za-z](?!\w))?(?![\w@])")
# In Hungary a small word may stand before it: `Árpád fejedelem útja 62.`
HUNGARIAN_START = re.compile(rf"(?<!\w)(?:{CAPITAL}[^\W\d_]*[ ]){{1,3}}(?:[a-zà-ž]{{3,}}[ ])?$")
GERMANIC_START = re.compile(
    rf"(?:(?<![\w]){CAPITAL}[^\W\d_]*[ .-]{{1,2}}(?:(?:de|den|der|van|von|la|le)[ ]){{0,2}}){{0,3}}(?:(?<![\w-]){CAPITAL}[^\W\d_]*)?$"
)
PLACED = rf"(?:Am|An der|An den|Im|In der|Auf der|Unter den|Zum|Zur|Beim|Hinter der|Bei der)[ ]{WORD}(?:[ ]{WORD})?[ ]\d{{1,4}}(?:[ ]?[a-z](?!\w))?"
# Colombia numbers its streets: `Calle 64 # 52-59`, `Carrera 39 No 47-33`.
_CROSSED = r"(?:Calle|Carrera|Cra\.?|Kra\.?|Cr\.|Cl\.?|Diagonal|Transversal|Avenida)[ ]\d{1,3}[A-Z]?(?:[ ]?(?i:bis|sur|norte|este|oeste))?[ ]?(?:#|N[oº°]\.?)[ ]?\d{1,3}[A-Z]?[ ]?-[ ]?\d{1,3}"
ROMANCE = rf"(?:{_CROSSED}|(?:(?:[Cc]\.?/\.?[ ]?(?=[^\W\d_])|(?:Calle|calle|avenida|plaza|via(?![ ](?:the|an?|RFC|PEP|BIP|JEP|KIP|ISO|IEEE|HTTP|TLS|SSL|API|PR|USB|CSS|XML)[ ])|viale|piazza|rua|praça|C/|Cl\.|Avda\.?|Avenida|Av\.|Paseo|P\.º|Plaza|Pza\.?|Camino|Carretera|Ctra\.|Ronda|Traves[ií]a|Gran V[ií]a|Carrer|Rambla|Via|Viale|Vicolo|Corso|Piazza|Piazzale|Largo|Strada|Rua|Travessa|Praça|Alameda|Estrada|Avinguda|Calz\.|Calzada|Callej[oó]n|Cuesta|Glorieta|Urbanizaci[oó]n|Pasaje|Viaduct|Pº|Passeig|Pg\.|Pl\.|AV\.|Praceta|Calçada|Beco|Contrada|Rúa|Rue|Chauss[ée]e|Chemin|Quai|Boulevard|Plaça|[Uu]l\.)[ ])(?:\d{{1,2}}[ ](?=de[ ]))?(?:(?:{LINK})[ ]?)*{NAME}|Gran V[ií]a)(?:(?:,[ ]?|[ ])(?:[nN]\.?[º°]?[ ]?|[nN][uú]m(?:\.|ero)?[ ]?|No\.?[ ]?|[lL]ote[ ](?=\d)|s/n|#[ ]?)?(?:(?<=ote )\d{{1,3}}\.)?\d{{1,4}}(?:/\d{{1,3}}|/[A-Z](?!\w)|-\d{{1,4}}(?![\dºª°])|-[A-Z](?!\w))?(?:[ ]?[A-Za-z](?!\w|\.[ ]\d|\.[A-Z]|-\d))?|,?[ ]s/n|,?[ ]km\.?[ ]\d{{1,3}}(?:[.,]\d{{1,3}})?))"
PO_BOX = r"(?:P\.?[ ]?O\.?[ ]?|Post Office[ ]|GPO[ ]|Postal[ ]|PMB[ ])?(?:Box|BOX)[ ]?#?[ ]?\d{1,7}\b|(?:Postfach|B\.?P\.?|Apartado(?:[ ]de[ ]correos)?|Postbus|Casella postale|Apdo\.?)[ ]\d[\d ]{0,7}\d\b|(?:R\.?R\.?|HC)[ ]\d{1,3}[ ]Box[ ]\d{1,5}\b"
PREFIX = Later(
    rf"(?:(?:{UNIT}|(?:{WORD}[ ]){{1,3}}(?:House|Cottage|Lodge|Building|Tower|Towers|Mansions|Apartments|Centre|Farm|Hall|Villa)),?[ \n]{{1,2}})$"
)
# One character with which each of the next four may begin (what must not stand before it included): quick to find.
STREET_FIRST = re.compile(r"[\dPGBACRH](?<![\w.,$€£#/-][\s\S])(?:(?<=\d)(?=\d{0,5}(?:[-–/]\d{0,5})?[A-Za-z]{0,6},?[ ])|(?=[.OoMPpaRC ]))")
PLAIN_FIRST = re.compile(r"\d(?<![\w.,$€£#/-][\s\S])(?=\d{0,5}[A-Za-z]?[ ])")
# The first two letters of CUED's phrases at a word's beginning, and the letters that (?i) takes for them.
CUED_FIRST = re.compile(
    r"[lrmsdoibahpftLRMSDOIBAHPFT\u017f\u0130\u0131](?<!\w[\s\S])(?=[ieoahfsdtlrpIEOAHFSDTLRP\u017f\u0130\u0131])"
    r"(?i:(?=(?<=l)iv|(?<=r)e[st]|(?<=m)(?:oved|ail|eet)|(?<=s)(?:en[td]|hip|it|ide|tay)|(?<=d)(?:eliv|rop)|(?<=o)ffice|(?<=l)oc|(?<=b)ased|(?<=i)s[ ]on"
    r"|(?<=a)(?:ddress|part)|(?<=h)o[um]|(?<=p)(?:ick|lac|ark)|(?<=f)lat|(?<=t)axi))"
)
# In small letters: such a phrase begins with one of these.
CUED_SIGNS = (
    "liv",
    "resid",
    "moved",
    "sen",
    "deliver",
    "ship",
    "return",
    "mail",
    "meet ",
    "office",
    "house is",
    "home is",
    "place is",
    "flat is",
    "apartment is",
    "located",
    "based",
    "situated",
    "staying",
    "parked",
    "is on",
    "side of",
    "drop",
    "pick",
    "address",
    "taxi to",
)
STREET_EU_FIRST = re.compile(
    r"(?:C(?=[a/.lthour])|c(?=\.?/|alle )|a(?=venida )|p(?=laza |iazza |raça )|v(?=ia |iale )|r(?=ua )|K(?=ra)|D(?=iag)|A(?=[vlmnuV])|P(?=[a.lzirº])|G(?=[rl])|R(?=[oau])|V(?=i)|L(?=a)|S(?=t)|T(?=r)|E(?=s)|U(?=[rnl])|u(?=l\.)|Q(?=u)|I(?=[mn])|H(?=i)|B(?=[eo])"
    r"|Z(?=u))(?<![\w@./-][\s\S])"
)
STREET = Later(rf"{BEFORE}(?:(?P<us>{HIGHWAY}|{NUMBERED_STRONG}|{NUMBERED})|(?P<french>{FRENCH})|(?P<box>\b(?:{PO_BOX})))(?![\w@])")
# Mail to the forces abroad (USPS Publication 28, 225): a box or a ship, then APO, FPO or DPO with AA, AE or AP.
MILITARY = Later(
    r"(?i:\b(?:(?:PSC|CMR|Unit)[ ]\d{1,5},?[ ]Box[ ]\d{1,6}|US[NS]?[SV][ ][^\W\d_]+(?:[ ][^\W\d_]+){0,2}))[ ,]*[\n ][ \t>]*(?i:[AFD]PO),?[ ](?i:A[AEP])[ ]\d{5}(?:-\d{4})?(?!\w)"
)
STREET_FRENCH = Later(rf"{FRENCH}(?![\w@])")
STREET_EU = Later(rf"(?<![\w@./-])(?:(?P<romance>{ROMANCE})|(?P<placed>{PLACED}))(?![\w@])")
# A number and names without any word for a street: only with the whole rest of an address behind it.
# Words for a street, and links, that other languages write small.
_SMALL = r"(?:gate|vei|veien|gata|gatan|väg|vägen|gade|vej|vejen|all[eé]|terrasse|plass|torg|plads|tie|katu|kuja|utca|út|tér|ulica|trg|cesta|náměstí|námestie|třída|ulice|bana|kralja|y|e|yr|ar|nan|na|z|ze|u|pod|nad|v|ve|w|i)"
_FLAT = r"(?:Apt|Apartment|Suite|Ste|Flat)\b\.?[ ]#?\d"
PLAIN = Later(
    rf"{BEFORE}\d{{1,6}}[A-Za-z]?[ ](?:{_PIECE}[ ])?(?:(?:{_PIECE}|{_SMALL})[ ]){{0,4}}?(?:{WORD}|\d{{1,4}}[A-Za-z]?)(?=[ ]*[,\n]|[ ]{UNIT})"
    # `32 Pernilles vei 115 Apt. 714`: whatever the words are between a number and another before a flat.
    rf"|{BEFORE}\d{{1,6}}[ ]{CAPITAL}[^\W\d_]*+(?:[ ][^\W\d_]{{2,}}+){{1,3}}[ ]\d{{1,4}}(?=[ ]{_FLAT})"
)
LINKS = Later(rf"{_SMALL}|{LINK}|and")
# Where a sentence says that an address follows: words and a house number, and what is written as a town, code or country behind.
CUED = Later(
    rf"(?i:\b(?:liv(?:e|es|ed|ing)[ ](?:at|in|on)|resid(?:e|es|ed|ing)[ ](?:at|in)|moved[ ]to|(?:sent|send|deliver(?:ed)?|ship(?:ped)?|return(?:ed)?|mail(?:ed)?)[ ](?:it[ ]|them[ ])?to"
    rf"|meet[ ](?:me|us|him|her|them)[ ]at|(?:office|house|home|place|flat|apartment)[ ]is[ ](?:at|in)|(?:located|situated|staying|parked)[ ](?:at|on|in)|based[ ](?:at|in)|taxi[ ]to|is[ ]on|side[ ]of"
    rf"|(?:drop(?:s|ped)?|pick(?:s|ed)?)[ ](?:(?:it|me|us|him|her|them|you)[ ])?(?:off|up)[ ](?:(?:it|me|us|him|her|them|you)[ ])?(?:at|from)|address(?:es)?(?:[ ](?:is|to|with)|,?[ ]here[ ](?:it[ ]is|they[ ]are)|(?=:))):?)\s{{1,8}}"
    rf"(?P<value>(?:(?:\d{{1,6}}[ ])?{WORD}[ ](?:(?:{WORD}|{_SMALL}|{LINK}|and)[ ]){{0,5}}?|\d{{1,6}}[ ]{WORD}[ ](?:[^\W\d_]{{4,}}+[ ]){{1,2}})(?P<house>\d{{1,4}})[A-Za-z]?\b\.?"
    rf"(?:(?:[ ]*,?[ ]*\n[ \t>]*,?[ ]?|[ ]*,[ ]*|[ ])(?:{UNIT}|\d{{3,6}}(?:[ -]\d{{2,4}})?\b|{WORD})){{0,9}})"
)
_UNNUMBERED = r"(?:House|Cottage|Lodge|Farm|Hall|Villa|Grange|Manor|Street|Road|Lane|Avenue|Terrace|Square|Quay|Park|Drive|Place|Hill|Court|Crescent|Green|Grove|Close|Row|Mews)(?=[,\n])"
UNNUMBERED_END = re.compile(_UNNUMBERED)
STREET_UNNUMBERED = Later(rf"(?<![\w@])(?:{WORD}[ ]){{1,3}}" + _UNNUMBERED)

_STATES_HERE = "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|GU|VI"
# A number, a few words and numbers, a state's code and a ZIP code: an address whatever the words are. Gaps are taken whole: columns of
# numbers set with many spaces would else be tried in every way that the spaces can be parted.
AMERICAN = Later(
    rf"{BEFORE}(?P<street>\d{{1,6}}[A-Za-z]?(?:(?>[ ]*+[,\n][ ]*+|[ ]++)[\w#&./'’-]++){{2,12}}?)[ ,\n]{{1,3}}(?P<state>{_STATES_HERE}|(?i:{_STATES_HERE}))[ ,.\n]{{1,3}}(?P<code>\d{{5}}(?:-\d{{4}})?)(?![\w-])"
)
AMERICAN_FIRST = re.compile(r"\d(?<![\w.,$€£#/-][\s\S])(?=\d{0,5}[A-Za-z]?[ ,\n])")
STATES = dict(
    pair.split(":")
    for pair in [
        "Alabama:AL",
        "Alaska:AK",
        "Arizona:AZ",
        "Arkansas:AR",
        "California:CA",
        "Colorado:CO",
        "Connecticut:CT",
        "Delaware:DE",
        "District of Columbia:DC",
        "Florida:FL",
        "Georgia:GA",
        "Hawaii:HI",
        "Idaho:ID",
        "Illinois:IL",
        "Indiana:IN",
        "Iowa:IA",
        "Kansas:KS",
        "Kentucky:KY",
        "Louisiana:LA",
        "Maine:ME",
        "Maryland:MD",
        "Massachusetts:MA",
        "Michigan:MI",
        "Minnesota:MN",
        "Mississippi:MS",
        "Missouri:MO",
        "Montana:MT",
        "Nebraska:NE",
        "Nevada:NV",
        "New Hampshire:NH",
        "New Jersey:NJ",
        "New Mexico:NM",
        "New York:NY",
        "North Carolina:NC",
        "North Dakota:ND",
        "Ohio:OH",
        "Oklahoma:OK",
        "Oregon:OR",
        "Pennsylvania:PA",
        "Rhode Island:RI",
        "South Carolina:SC",
        "South Dakota:SD",
        "Tennessee:TN",
        "Texas:TX",
        "Utah:UT",
        "Vermont:VT",
        "Virginia:VA",
        "Washington:WA",
        "West Virginia:WV",
        "Wisconsin:WI",
        "Wyoming:WY",
        "Puerto Rico:PR",
        "Guam:GU",
        "Virgin Islands:VI",
        "American Samoa:AS",
        "Armed Forces Europe:AE",
        "Armed Forces Pacific:AP",
        "Armed Forces Americas:AA",
    ]
)
PROVINCES = dict(
    pair.split(":")
    for pair in [
        "Alberta:AB",
        "British Columbia:BC",
        "Manitoba:MB",
        "New Brunswick:NB",
        "Newfoundland and Labrador:NL",
        "Nova Scotia:NS",
        "Northwest Territories:NT",
        "Nunavut:NU",
        "Ontario:ON",
        "Prince Edward Island:PE",
        "Quebec:QC",
        "Québec:QC",
        "Saskatchewan:SK",
        "Yukon:YT",
    ]
)
_NAMES = sorted((*STATES, *PROVINCES), key=len, reverse=True)
STATE = rf"(?:{'|'.join(sorted({*STATES.values(), *PROVINCES.values()}))}|{'|'.join(_NAMES)}|{'|'.join(name.upper() for name in _NAMES)})"
US_ZIP = r"\d{5}(?:-\d{4})?"
CA_CODE = r"[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"
UK_CODE = r"(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKPSTUW]?[ ]?\d[ABD-HJLNP-UW-Z]{2})"
EIRCODE = r"(?:[AC-FHKNPRTV-Y]\d{2}|D6W)[ ]?[0-9AC-FHKNPRTV-Y]{4}"
EU_CODE = r"(?:(?:D|F|A|CH|I|E|B|NL|L|DK|SE|S|FI|PL|DE|FR|AT|ES|IT|BE|PT|LT|LV|EE|HR|SI|SK|CZ|HU|RO|BG|GR)[- ])?(?:\d{4}[ ]?[A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3}[ ]\d{2}|\d{5}|\d{4})"
COUNTRIES = "Democratic Republic of the Congo|Republic of the Congo|United States of America|United States|USA|U.S.A.|US|Canada|United Kingdom|Great Britain|UK|U.K.|England|Scotland|Wales|Northern Ireland|Ireland|Éire|Eire|Republic of Ireland|Germany|Deutschland|France|Spain|España|Italy|Italia|Netherlands|The Netherlands|Nederland|Belgium|Belgique|België|Austria|Österreich|Switzerland|Schweiz|Suisse|Portugal|Poland|Polska|Sweden|Sverige|Swaziland|Denmark|Danmark|Norway|Norge|Finland|Suomi|Luxembourg|Australia|New Zealand|India|Mexico|México|Brazil|Brasil|Japan|Singapore|South Africa|Israel|Turkey|Türkiye|Greece|Hungary|Czech Republic|Czechia|Romania|Bulgaria|Croatia|Slovenia|Slovakia|Estonia|Latvia|Lithuania|Iceland|Malta|Cyprus|Argentina|Chile|Colombia|Peru|Uruguay|China|Hong Kong|Philippines|Nigeria|Kenya|Afghanistan|Albania|Algeria|Andorra|Angola|Antigua and Barbuda|Armenia|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belize|Benin|Bermuda|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brunei|Burkina Faso|Burundi|Cambodia|Cameroon|Cape Verde|Cayman Islands|Central African Republic|Chad|Comoros|Congo|Costa Rica|Cuba|Côte d'Ivoire|Ivory Coast|Djibouti|Dominica|Dominican Republic|Ecuador|Egypt|El Salvador|Equatorial Guinea|Eritrea|Eswatini|Ethiopia|Faroe Islands|Fiji|French Guiana|French Polynesia|Gabon|Gambia|Georgia|Ghana|Gibraltar|Greenland|Grenada|Guadeloupe|Guatemala|Guernsey|Guinea|Guinea-Bissau|Guyana|Haiti|Honduras|Indonesia|Iran|Iraq|Isle of Man|Jamaica|Jersey|Jordan|Kazakhstan|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Laos|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Macao|Macau|Madagascar|Malawi|Malaysia|Maldives|Mali|Marshall Islands|Martinique|Mauritania|Mauritius|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nauru|Nepal|New Caledonia|Nicaragua|Niger|North Korea|North Macedonia|Oman|Pakistan|Palau|Palestine|Panama|Papua New Guinea|Paraguay|Qatar|Réunion|Russia|Russian Federation|Rwanda|Saint Kitts and Nevis|Saint Lucia|Saint Vincent and the Grenadines|Samoa|San Marino|Saudi Arabia|Senegal|Serbia|Seychelles|Sierra Leone|Solomon Islands|Somalia|South Korea|Korea|South Sudan|Sri Lanka|Sudan|Suriname|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkmenistan|Tuvalu|Uganda|Ukraine|United Arab Emirates|UAE|Uzbekistan|Vanuatu|Vatican City|Venezuela|Vietnam|Viet Nam|Yemen|Zambia|Zimbabwe|People's Republic of China|Kingdom of the Netherlands"
COUNTRY = rf"(?:{'|'.join(re.escape(name) for name in sorted(COUNTRIES.split('|'), key=len, reverse=True))}|{'|'.join(re.escape(name.upper()) for name in sorted(COUNTRIES.split('|'), key=len, reverse=True) if len(name) > 3)})"
COUNTY = rf"(?:Co\.?|County|Contae)[ ]{WORD}"
# The label of what stands behind an address is no part of its town: `28001 Madrid Tel: 91…`.
_NO_LABEL = (
    r"(?!(?:E-?mails?|Tel|Telf|Tlf|Tfno|Tfn|T[eé]l[eéè](?:fono|phone|fon|fone|foon)|Phone|Fax|Correo)(?!\w)|[^\W\d_][\w.'’-]{0,20}[ ]?:)"
)
# A full stop ends the town, but for `St.` and the like: `64000 Pau. Vous …`.
CITY = rf"{_NO_LABEL}{WORD}(?:(?<![a-zß-ÿ]{{2}}\.)[ -](?:{LINK}[ ])?{_NO_LABEL}{WORD}){{0,4}}"
# German towns of one name: `Frankfurt (Oder)`, `Halle (Saale)`.
_ON_A_RIVER = (
    r"\((?:Oder|Main|Saale|Neckar|Ruhr|Westf(?:\.|alen)|Holst(?:\.|ein)|Allg[äa]u|Taunus|Harz|Spree|Lausitz|Eifel|Odenwald|Schwarzwald|Bodensee|Inn|"
    r"Elbe|Weser|Aller|Lahn|Sauerland|Vogtl(?:\.|and)|Erzgeb(?:\.|irge))\)"
)
# What separates the parts of one address: a comma, a line end (also indented or with a quote mark), both.
GAP = r"(?:[ ]*,?[ ]*\n[ \t>|]*\n?[ ]?(?:,[ ])?|[ ]*,[ ]*\n[ \t>|]*|[ ]*,[ ]*|[ ]*\n[ \t>|]*|[ ]{2,}|[ ]+[-–|·][ ]+)"
# `2.º Esq.`, `3.º Dto`, `apto 45`, `bte 5`, `bus 3`, `lgh 1102`, `2. tv.`, `m. 5`, `II/3`, `Top 7`; close to the number `-H`, `/2/14`.
UNIT_ABROAD = r"(?:\d{1,2}\.?[ºª°][ ]?(?:Esq|Dto|Dt|izda|izq|dcha)?\b\.?|(?:apto?|bloco|sala|bte|bo[iî]te|bus|lgh|Stiege|T[üu]r|Top|bl|ap|sc|et|m|lok|interno|int|scala|bureau|b[âa]t)\b\.?[ ]?[\dA-Z]\w{0,4}\b|\d{1,2}\.[ ]?(?:tv|th|mf)\b\.?|[IVX]{1,4}/\d{1,3}|\d[ra][ ]\d[ra]|(?:\d{1,2}[ ]?(?:e|er|ère|[èe]me)|RDC|rez-de-chauss[ée]e)(?:[ ][ée]tage)?(?:[ ](?:droite|gauche|face))?|[rR]/[cC](?!\w)|[IVX]{1,4}(?=[ ]*[,\n])|(?:\d|I{1,3}|IV|V)[ -]?hoog|huis(?=[ ]*[,\n]))"
# In Spain, behind the house number: floor and door, `3 A`, `3, B`, `4E`, `6º dcha.`, `2, 1`; `bajo`, `pta. 14`, `Sótano C`.
_DOOR = r"(?i:izquierda|izqda|izda|izq|derecha|drcha|dcha|der|centro)\b\.?"
_APART = r"(?:[ ]?,[ ]?|[ ]?-[ ]?|[ ])"
_STOREY = r"\d{1,2}[ ]?\.?[ºª°]"
FLOOR = (
    rf"(?:{_APART}\d{{1,2}}(?:[ ]?[,-][ ]?|[ ])?(?:[A-N](?![\w/'’]|\.?[^\W\d_]|-\d)|{_DOOR})"
    rf"|{_APART}(?:{_STOREY}\.?(?:[ ]?[,-]?[ ]?(?:[A-Z](?!\w)(?:-Sur|-Norte)?|{_DOOR}|\d{{1,2}}[ªº]?(?!\d)))?|\d{{1,2}}-{_STOREY}|\d{{1,2}}o[ ][A-N](?!\w))"
    rf"|{_APART}(?:(?i:piso|pta|puerta|esc|escalera|bloque|blq|bajo|bjo|[áa]tico|entlo|entresuelo|pral|s[óo]tano|portal|planta)\b\.?(?:[ ](?:{_STOREY}[ ]?[A-N]?|[\dA-Z][\dA-Za-z]?)(?!\w|\.\w))?)"
    r"|,[ ]?\d{1,2},[ ]?\d{1,2}(?=[ ]*\.?[ ]*(?:\n|$)))"
)
LINE_UNIT = rf"(?:(?:(?<=\d)|(?<=\d[A-Z])|(?<=\d-[A-Z])){FLOOR}|(?:{GAP}|[ ])(?:{UNIT}|{UNIT_ABROAD})|(?<=\d)-[A-Z]|(?<=\d/\d)/\d{{1,3}}|(?<=\d)/\d{{1,3}}/\d{{1,3}})"
UNIT_BEHIND = Later(LINE_UNIT + r"(?!\w)")
# Words on the street's line where the next begins with a unit: an address's second line, written behind the first.
REST_OF_LINE = Later(rf"(?:[ ]{_PIECE}){{1,4}}(?=[ ]*\n[ \t>]*{UNIT})|[ ]\d{{1,4}}(?=[ ]{UNIT})")
# Before a street with a number of its own a further number, where a sentence says that an address follows or a unit stands before.
LEAD = Later(rf"(?:(?:\b(?:at|to|in|is|on|and|with|address)|[:?])\s{{1,3}}|{UNIT},?[ ])(?P<number>\d{{1,6}}[ ])$")

# A region is a name, or a code of up to three letters and digits (ISO 3166-2).
TAILS = (
    # Behind a unit the town may follow without a mark.
    ("unit", Later(rf"[ ](?P<city>{CITY}?)(?:[ ]*,[ ]*|[ ])(?P<state>)(?P<country>{COUNTRY})(?:[ ](?P<code>\d{{4,6}}))?(?![\w])")),
    ("unit", Later(rf"[ ](?P<city>{CITY}?)(?:[ ]*,[ ]*|[ ])(?P<state>{STATE})(?P<code>)(?![\w]|[ ,.]{{0,3}}\n?[ ]*(?:\d|{CA_CODE}))(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("unit", Later(rf"[ ](?P<city>{CITY})[ ](?P<state>[A-Z]{{2,3}})(?P<code>)(?![\w])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("us", Later(rf"{GAP}(?P<city>{CITY})(?:[ ]*,[ ]*|[ ]+|[ ]*\n[ ]*)(?P<state>{STATE})\.?(?:[ ]*,)?[ \n]{{1,3}}(?P<code>{US_ZIP})(?![\w])(?:(?:{GAP}|[ ])(?P<country>{COUNTRY})(?!\w))?")),
    ("ca", Later(rf"{GAP}(?P<city>{CITY})(?:[ ]*,[ ]*|[ ]+|[ ]*\n[ ]*)\(?(?P<state>{STATE})\)?\.?(?:[ ]*,)?[ \n]{{1,3}}(?P<code>{CA_CODE})(?![\w])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("uk", Later(rf"(?:{GAP}(?:{CITY})){{0,3}}?{GAP}(?P<city>{CITY})(?:{GAP}(?P<state>{CITY}))?(?:{GAP}|[ ])(?P<code>{UK_CODE})(?![\w])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("ie", Later(rf"(?:{GAP}(?:{CITY})){{0,3}}?{GAP}(?P<city>{CITY}(?:[ ]\d{{1,2}}W?)?)(?:{GAP}(?P<state>{COUNTY}))?(?:{GAP}|[ ])(?P<code>{EIRCODE})(?![\w])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("county", Later(rf"(?:{GAP}(?:{CITY})){{0,3}}?{GAP}(?P<city>{CITY}){GAP}(?P<state>{COUNTY})(?P<code>)(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("dublin", Later(rf"(?:{GAP}(?:{CITY})){{0,2}}?{GAP}(?P<city>Dublin[ ]\d{{1,2}}W?)(?P<state>)(?P<code>)(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("eu", Later(rf"(?:{GAP}(?:{CITY}|\d[\w ]{{0,6}})){{0,2}}?{GAP}(?:C\.?P\.?[ ])?(?P<code>{EU_CODE})[ ](?P<city>{CITY}(?:(?:(?<=EDEX)|(?<=edex)|(?<=Praha))[ ]\d\d?)?(?:[ ]?{_ON_A_RIVER})?)(?:[ ]?\((?P<state>[A-Z]{{2}})\))?(?![\w])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("close", Later(rf"\.?[ ](?:C\.?P\.?:?[ ]|E-)?(?P<code>\d{{5}})[ ](?P<city>{CITY})(?P<state>)(?![\w])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("br", Later(rf"(?:{GAP}{CITY}){{0,2}}?{GAP}(?P<city>{CITY})(?:(?:[ ]?[-–/,][ ]?|[ ])(?P<state>[A-Z]{{2}}))?(?:{GAP}|[ ])(?:CEP:?[ ])?(?P<code>\d{{5}}-\d{{3}})(?!\w)(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("state", Later(rf"{GAP}(?P<city>{CITY})[ ]*,[ ]*(?P<state>{STATE})(?P<code>)(?![\w.])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("abroad", Later(rf"{GAP}(?P<city>{CITY}(?:[ ]\d{{1,2}})?)(?:{GAP}(?P<state>[A-Za-z\d]{{1,3}}))?{GAP}[ ]?(?P<country>{COUNTRY}(?:[ ]\({WORD}\))?)[ ](?P<code>\d{{4,6}})(?!\w)")),
    ("country", Later(rf"{GAP}(?P<city>{CITY}(?:[ ]\d{{1,2}})?)(?P<state>)(?P<code>){GAP}(?P<country>{COUNTRY})(?!\w)")),
    ("region", Later(rf"{GAP}(?P<city>{CITY}){GAP}(?P<state>[A-Za-z\d]{{1,3}})(?:{GAP}|[ ])[ ]?(?P<code>\d{{4,6}}|\d{{3}} \d{{2}})(?!\w)(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("region", Later(rf"{GAP}(?P<city>{CITY})[ ](?P<state>[A-Z]{{2,3}})[ ](?P<code>\d{{4,6}})(?!\w)(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("tight", Later(rf"[ ](?P<city>{CITY})(?:[ ]*,[ ]*|[ ]+)(?P<state>{STATE})\.?[ ,\n]{{1,3}}(?P<code>{US_ZIP})(?![\w])(?:(?:{GAP}|[ ])(?P<country>{COUNTRY})(?!\w))?")),
    ("zip", Later(rf"(?:{GAP}|[ ])(?:(?P<city>{CITY})[ ]*,?[ ])?(?P<state>)(?P<code>{US_ZIP})(?![\w-]|[ ][a-z])(?P<country>)")),
    ("suburb", Later(rf"{GAP}{CITY}{GAP}(?P<city>{CITY})(?P<state>),?[ ](?P<code>(?!19|20)\d{{4}}|\d{{5,6}})(?!\w)(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
    ("last", Later(rf"{GAP}(?P<city>{CITY})(?P<state>)[ ](?P<code>\d{{4,6}})(?![\w])(?:{GAP}(?P<country>{COUNTRY})(?!\w))?")),
)  # fmt: skip
# By tail: what stands in each of its matches. It is quick to look for, and where it is missing a long pattern is neither tried nor compiled.
_NUMBER = Later(r"\d{4}|\d{3} \d{2}")
SIGNS = {
    "us": Later(US_ZIP), "tight": Later(US_ZIP), "zip": Later(US_ZIP), "ca": Later(CA_CODE), "uk": Later(UK_CODE), "ie": Later(EIRCODE), "eu": Later(EU_CODE),
    "county": Later(COUNTY), "dublin": Later("Dublin"), "state": Later(STATE), "abroad": _NUMBER, "region": _NUMBER, "last": _NUMBER, "suburb": _NUMBER, "close": _NUMBER, "br": Later(r"\d{5}-\d{3}"),
    "country": Later(COUNTRY),
}  # fmt: skip
# Behind a street's line: a postcode and the beginning of a town, by which a street without any word for one is told.
BEFORE_A_CODE = Later(rf"[,\n][ ]?(?={EU_CODE}[ ]{CAPITAL})")
# The same right behind the house number: `Luna, 4 31008 Pamplona`, `Luna 62 E-28006 Madrid`. Found by its figures, which is quick.
CODE_BEHIND = re.compile(rf"\d(?<=[ -]\d)(?=\d{{4}}[ ]{CAPITAL})")
HOUSE_BEFORE = re.compile(r"(?<=\d)(?:\.|[ ]-)?[ ](?:E-)?$")
_SPOKEN = rf"(?:[ ](?:{WORD}|{_SMALL}|{LINK}|mnt|pr\.|nr\.|No:?|\d{{1,2}}\.))"
# Where houses have no number: `Finca La Dehesa, s/n`, `Località Pian del Lago snc`; and places that never had any: `Lieu-dit Les Granges`.
_NO_NUMBER = r"(?:[sS]/[nN]\.?[ºo°]?|[sS]\.[nN]\.(?:[cC]\.)?|snc|SNC|sn)"
_PLACE_NAMED = (
    r"(?:[Ll]ieu[- ]?dit|Le Bourg|Hameau|Domaine|Ferme|Ch[âa]teau|R[ée]sidence|Quinta|Finca|Cortijo|Mas[íi]a|Caser[íi]o|Paraje|Pago|Loc(?:alit[àa]|\.)|"
    r"Fraz(?:ione|\.)|Cascina|Casale|Podere|Contrada|Borgo|Masseria|Gut|Hof|Schloss|Forsthaus|Gehöft|Boerderij|Hoeve|Huize|S[íi]tio|Casal|Herdade|Lugar|Monte)"
)
WORDS_AND_HOUSE = Later(
    rf"(?<![\w@./-])(?:(?:Str|str|al|os|pl|pr)\.[ ])?{WORD}{_SPOKEN}{{0,5}},?[ ](?:(?:[Nn]\.?[º°o][ ]?)?\d{{1,4}}(?:[ ]?[A-Za-z](?!\w))?(?:[ ]?[/-][ ]?\d{{1,4}}[A-Za-z]?){{0,2}}(?:{LINE_UNIT}|[ ]\d{{1,3}}){{0,2}}|{_NO_NUMBER})$"
    rf"|(?<![\w@./-]){_PLACE_NAMED}{_SPOKEN}{{1,5}}$"
)
_LABEL = r"(?:(?<=[\n\t|;])|(?<=[\n\t|;][ ])|(?<=[ ][ ])|(?<![\s\S])[ ]?)(?i:(?:home|mailing|street|postal|residential|residence|billing|shipping|current|permanent|work|legal|property|premises|situs|site|service|delivery|physical|registered|rental|insured|loss|risk|subject property|correspondence|employee|patient)?[ ]?(?:address|addr|domicilio|direcci[oó]n|adresse|anschrift|indirizzo|adres|morada|endere[cç]o)(?: line 1)?)[ ]*(?::|\t)"
LABEL_BEGUN = Later(_LABEL)
# No label ends with another digit than this: `14:20` is none.
LABEL_SIGN = re.compile(r":(?:(?<=[^\W\d]:)|(?<=[1 ]:))|\t")
LABEL = Later(_LABEL + r"[ \t]*(?P<value>[^\n\t|;]{6,160})")
