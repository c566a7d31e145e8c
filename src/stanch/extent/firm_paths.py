"""Paths of nested objects that lead through somebody's employer or bank: `employment.address.street`, `lienholder.name`."""

from __future__ import annotations

from collections.abc import Callable

from stanch.extent.folding import listed

_WHERE = listed("address addresses addr adresse adres direccion indirizzo endereco location postal mailing physical street geo coordinates")
_FIRMS = listed(
    "employment employer company companies workplace organisation organization organizacion business firm lienholder lender bank insurer",
    "carrier merchant vendor supplier dealer institution arbeitgeber firma employeur entreprise societe empleador empresa datore azienda",
    "empregador werkgever bedrijf pharmacy hospital clinic school university office branch store shop warehouse",
)


def leads_to_a_firm(header: str, words_of: Callable[[str], str]) -> bool:
    """Whether the last step of a path that says more than that an address follows is a firm's."""
    if "." not in header or " " in header:
        return False
    steps = [words for step in header.split(".")[:-1] if (words := {word for word in words_of(step).split() if not word.isdigit()})]
    while steps and steps[-1] <= _WHERE:
        steps.pop()
    return bool(steps) and bool(steps[-1] & _FIRMS)
