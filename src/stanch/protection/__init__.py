"""How do we help the people? Offers owed by law and by what was exposed; the codes that open them."""

from stanch.protection.codes import Code, assign, load_activations, load_codes
from stanch.protection.offers import offer

__all__ = ["Code", "assign", "load_activations", "load_codes", "offer"]
