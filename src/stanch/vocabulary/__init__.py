"""The shared words: kinds of personal data, jurisdictions, sectors, causes. Data files, one truth."""

from stanch.vocabulary.words import Element, Jurisdiction, cause_words, contents, elements, jurisdictions, regimes, sectors

__all__ = ["Element", "Jurisdiction", "cause_words", "contents", "elements", "jurisdictions", "regimes", "sectors"]
