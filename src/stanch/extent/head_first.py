"""Headers that say first what a column holds, then whose or which: `Nom locataire`, `Domicilio habitual`, `COGNOME_DIP`, `Tel. privé`.

English and German put the word that matters last (`tenant name`), French, Spanish, Italian and Portuguese put it first, so what stands
behind may be any word of the program's own. Words for things behind it (`Nom établissement`) make the column a thing's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from stanch.extent import marks
from stanch.extent.folding import fold_word, listed
from stanch.extent.patterns import book, fingerprint

LANGUAGES = ("es", "fr", "it", "pt")
# Telephones and homes are told so in German and Dutch too: `Tel. privat`, `Adres thuis`.
ALSO = ("de", "nl")
ALSO_KINDS = frozenset({"phone", "email", "postal_address", "iban"})
# Behind the word these say that the column is no person's, or tells of which sort something is.
THINGS = listed(
    "etablissement entreprise societe employeur banque produit projet ecole lycee mutuelle organisme agence magasin site fournisseur",
    "fichier groupe equipe structure association club service rue voie commune pays departement poste filiere formation empresa",
    "proveedor producto banco sucursal centro colegio escuela proyecto archivo grupo equipo tienda establecimiento entidad calle via",
    "servicio curso asignatura almacen oficina provincia municipio plaza campo fantasia comercial azienda ditta fornitore prodotto",
    "banca filiale scuola progetto gruppo squadra negozio ente impianto corso societa reparto struttura fornecedor produto agencia",
    "escola projeto projecto arquivo ficheiro equipa loja unidade entidade setor campanha firma unternehmen betrieb lieferant bank",
    "schule werk buero buro geschaeftlich dienstlich bedrijf kantoor winkel leverancier zaak type tipo typ soort statut status estado",
    "stato id code codigo codice label libelle date data fecha actif activo attivo ativo valide hash flag count total nb envoi envio",
    "invio inicio fin debut fine moyen moyenne medio medie minimo minimum maximo maximum pages paginas pagine secteur sector systeme",
    "sistema system erreur error fehler software spedizione livraison entrega consegna visuelle siege sede zentrale ufficio lager",
    "sitz datei sociedad compagnie compagnia cabinet artigo article articulo articolo marque marca modele modello campagne campana",
    "vestiging vestigingen locatie standort filialen niederlassung succursale loja balcao sportello",
    "evento evenement seminario libro livre livro titolo cours gamme contable comptable contabile contabil auxiliar auxiliaire",
)
_OF_SOMEBODY = "of "  # such kinds are told so only before a word for a person: `Geb.-Dat. Mitmieter`
# Of the words that are English too those that begin nothing else.
_TELEPHONES = ("tel", "telephone", "gsm", "handy")
_PLACES = frozenset({"street", "postal_address", "city", "phone", "name"})
_OTHERS = frozenset({"street", "postal_address", "city", "postcode", "region", "phone", "email", "dob"})
_PARTS, _WHOLE = frozenset({"postcode", "city", "country", "region"}), frozenset({"street", "postal_address"})
SMALL = listed("de du des d la le les l del della dello dei di da do dos das van voor en el los las al a")


@cache
def _heads() -> Mapping[str, str]:
    """The headers that may stand in front, as words, and the kind of each."""
    here = Path(__file__)
    printed = marks.mark("heads", here.parent, marks.listed([here]), fingerprint())
    return marks.cached("heads", printed, dict[str, str], _in_front)


def _in_front() -> dict[str, str]:
    """The same anew: thousands of headers are made words."""
    found: dict[str, str] = {}
    for detector in book().detectors:
        english = {fold_word(said) for said in detector.headers.get("en", ())}
        for language, synonyms in detector.headers.items():
            if language in LANGUAGES or language in ALSO:
                kind = detector.kind if language in LANGUAGES or detector.kind in ALSO_KINDS else _OF_SOMEBODY + detector.kind
                found |= {words: kind for said in synonyms if (words := _words(said)) and words not in english | found.keys()}
    return found | dict.fromkeys(_TELEPHONES, "phone")


def _words(said: str) -> str:
    from stanch.extent.headings import words_of

    return words_of(said)


def alone(words: Sequence[str]) -> str:
    """The beginning that says what the column holds, where the words behind it say nothing; "" where there is none."""
    from stanch.extent.headings import headings, persons

    front = parted(words)
    if front is None:
        return ""
    # `Residenza comune` is a town; `tel domicile` no home.
    ends = {one.kind for at in range(1, len(words)) for one in headings().get(" ".join(words[at:]), ())}
    kind = _heads()[front[0]]
    if kind == "name" and front[0] in persons() and any(one.kind in _OTHERS for word in front[1] for one in headings().get(word, ())):
        return ""  # `cliente.logradouro_correspondencia` is no name
    if (kind in ("phone", "email") and ends <= _PLACES) or (kind in _PARTS and ends <= _WHOLE):  # `code postal domicile`
        return front[0]
    return "" if ends else front[0]


def parted(words: Sequence[str]) -> tuple[str, list[str]] | None:
    """The longest beginning that says what the column holds, and the words behind it; None where there is none, or it is a thing's."""
    from stanch.extent.short_words import written_out

    if len(words) > MOST_WORDS:
        return None
    return next((found for reading in (words, *written_out(list(words))) if (found := _parted(reading))), None)


MOST_WORDS = 40  # a cell may be asked about as a header, and holds a letter


def _parted(words: Sequence[str]) -> tuple[str, list[str]] | None:
    from stanch.extent.headings import ROLE_OF, persons

    for end in range(len(words) - 1, 0, -1):
        said = " ".join(words[:end])
        if kind := _heads().get(said):
            behind = [word for word in words[end:] if word not in SMALL]
            bare = {word.rstrip("0123456789") for word in behind}
            if not behind or THINGS & bare or (kind.startswith(_OF_SOMEBODY) and not bare & (persons() | ROLE_OF.keys())):
                return None
            return said, behind
    return None
