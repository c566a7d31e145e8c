"""Words that programs write short in the names of their fields: `EMPE_ADDR.cty_nm`, `DT_NASCITA`, `PtHomePh`.

A header that says nothing as it stands is tried with each of them written out; words that only say of what kind a field is
(`cd`, `txt`, `lbl`) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from stanch.extent.folding import listed

# What each may stand for; several where programs differ. Words of one letter or two that are words of their own stand as they are, too.
_WRITTEN = (
    "addr: address; adr: address|adresse; addrs: address; add: address; addrline: address line; nm: name; nme: name; fst: first",
    "gvn: given; lst: last; snm: surname; srnm: surname; surnm: surname; fn: first name; sal: salutation",
    "dt: date|data|; dte: date; fec: fecha; fch: fecha; dat: datum|date; ph: phone; phn: phone; tlf: telefono; tfno: telefono",
    "telf: telefono; telef: telefono; num: number|numero; nbr: number; cntry: country; ctry: country; cty: city; pstl: postal code",
    "prov: province|provincia; st: state|street; zp: zip; mbr: member; memb: member; pt: patient; pat: patient; patrn: patron",
    "empe: employee; empl: employee; ee: employee; stu: student; bth: birth; brth: birth; brthdt: birth date; hm: home; wk: work",
    "cel: cell; eml: email; lic: license; lcns: license; drv: driver; driv: driver; drivers: driver; nat: nationality; natl: national",
    "nasc: nascita|nascimento; naiss: naissance; nac: nacimiento; geb: geburts; res: residence|residenza; com: comune; ind: indirizzo",
    "fisc: fiscale; cod: codice|codigo; codigo: codigo; cli: client; clte: cliente; electr: electronico; secu: securite sociale",
    "str: strasse; kd: kunden; acct: account; acc: account; lang: language; rel: relationship; ins: insured|insurance; guar: guarantor",
    "gtr: guarantor; subs: subscriber; resp: responsible; benef: beneficiary; ben: beneficiary; nr: nummer; dob: date of birth",
    "dom: domicilio|; indir: indirizzo; resid: residenza|residencia; pobl: poblacion; munic: municipio; apell: apellidos; nomb: nombre",
    "cogn: cognome; nachn: nachname; vorn: vorname; fech: fecha; corr: correo; cell: cellulare; ende: endereco; telem: telemovel",
    "ddn: date de naissance; nu: numero; borr: borrower; coborr: coborrower; emer: emergency; addl: additional",
    "cp: code postal; post: postal; portable: telephone portable; sec: second; l1: line 1; cust: customer; soc: social; mail: mailing",
    "ln: line|last name; nacim: nacimiento; gebdat: geburtsdatum; telem: telemovel; port: portable",
    "tel: telefono|telephone; loc: localidade|localidad|localita; mobiel: mobiel nummer; subscr: subscriber; afil: afiliacion",
    "nomin: nominativo; dtnasc: data nascimento|data nascita; apel: apellidos; direc: direccion; steuerid: steuer id",
    "voorl: voorletters; tussenv: tussenvoegsel; voorn: voornaam; achtern: achternaam; woonpl: woonplaats; geslachtsn: geslachtsnaam",
    "tlmvl: telemovel; dx: diagnosis; telm: telemovel; tlm: telemovel; ncont: numero contribuinte; prim: primary",
    "ape: apellidos; pre: prenom; adh: adherent; abo: abonado; assin: assinante; tefe: telefone; celu: celular",
    "ape1: apellido 1; ape2: apellido 2; dir: direccion; cpostal: codigo postal; tlfno: telefono; govt: government",
)
# They say of what kind a field is and nothing of what it holds.
_SILENT = listed("cd code txt desc descr lbl label fld field str val area abbrv abbr full preferred own tm key alias")
_PAIRS = (one.partition(":") for part in _WRITTEN for one in part.split(";"))
WRITTEN = {short.strip(): tuple(words.strip().split("|")) for short, _, words in _PAIRS}
MOST_WORDS, MOST_READINGS = 6, 24


def written_out(words: list[str]) -> Iterator[list[str]]:
    """The ways in which a header may be meant, the words that say nothing left out; none where no word of it is written short."""
    if len(words) > MOST_WORDS or not any(word in WRITTEN or word in _SILENT for word in words):
        return
    choices = [[*WRITTEN.get(word, ()), word] if word not in _SILENT else [*WRITTEN.get(word, ()), "", word] for word in words]
    seen = {tuple(words)}
    for reading in islice(product(*choices), MOST_READINGS):
        told = tuple(" ".join(reading).split())
        if told and told not in seen:
            seen.add(told)
            yield list(told)


# Whom programs write short in front of a header or behind it. Alone they mean other things as well (`Dep.` of a firm).
_SHORT_ROLES = {
    short: role
    for role, every in {
        "dependent": "dep deps dpnd depn dpt",
        "beneficiary": "bene benef ben bnf bfcy",
        "spouse": "sp spse spou sps",
        "emergency": "emer emrg ec emcon",
        "guardian": "grdn guard gdn tut",
    }.items()
    for short in every.split()
}


def with_whole_roles(words: str) -> str:
    """`dep 2 ssn`, `bene1 dob`: the same with the word for whom written whole; "" where none stands beside others."""
    every = words.split()
    bare = [word.rstrip("0123456789") for word in every]
    if len(every) < len(("who", "what")) or not any(word in _SHORT_ROLES for word in bare):
        return ""
    return " ".join(
        f"{_SHORT_ROLES[one]} {word[len(one) :]}".strip() if one in _SHORT_ROLES else word for one, word in zip(bare, every, strict=True)
    )
