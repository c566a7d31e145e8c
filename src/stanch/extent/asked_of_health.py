"""Sentences in which forms ask about health: `Please list any medications you are currently taking`, `¿Padece alguna enfermedad?`.

A header of one or two words is in the lists; a question is none, and asks for one thing in as many ways as there are forms. The
word for what is asked tells it, in a sentence that asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stanch.extent.detector import Detector
from stanch.extent.folding import listed
from stanch.extent.patterns import detector_of

_LEAST_WORDS, _MOST_WORDS = 3, 40
# Somebody is spoken to, or told to answer.
_ASKING = listed(
    "you your yourself please list describe specify state indicate explain have has does do any are is what which tell us current",
    "currently usted su sus tiene tienes padece sufre toma indique describa especifique alguna algun cual vous votre vos avez",
    "prenez souffrez veuillez preciser indiquer quel quelle quels quelles sie ihre ihr haben nehmen leiden bitte welche angeben",
    "lei suo sua ha soffre assume indicare specificare quali qualche u uw heeft gebruikt lijdt welke voce voces tem toma possui",
    "sofre informe quais algum alguma",
)
_ABOUT = {
    "any/allergy": "allerg\\w* alergi\\w* intoleranc\\w* intoleranz\\w* intolleranz\\w*",
    "any/medication": "medications? medicines? prescriptions? medicamentos? medicacion medicaments? medikamente? arzneimittel farmac[io] "
    "medicinali medicijn(?:en)? medicatie remedios?",
    "any/disability": "disabilit\\w* discapacidad\\w* handicap\\w* behinderung\\w* disabilita beperking\\w* deficiencias?",
    "any/diagnosis": "illness(?:es)? diseases? diagnos\\w+ enfermedad\\w* padecimientos? maladies? pathologies? (?:vor)?erkrankung\\w* "
    "krankheit\\w* malatti[ae] patologi[ae] ziektes? aandoening\\w* doencas?",
    "any/dietary": "dietary diet dieta dieet\\w* ernaehrung\\w*",
}
_CONDITION = r"(?:medical|health|physical|chronic) (?:\w+ )?(?:conditions?|problems?|issues?|history|concerns?)"
# What is said of others than the one who answers, or of a firm, is not asked of health.
_NOT = listed("insurance insurer policy plan provider doctor physician pharmacy hospital consent agree seguro versicherung mutuelle")
_SAID = {kind: re.compile(rf"\b(?:{'|'.join(words.split())})\b") for kind, words in _ABOUT.items()}
_ILL = re.compile(rf"\b{_CONDITION}\b")


def asked(words: Sequence[str]) -> str:
    """The detector of what a question asks for, "" for none: `any/medication`."""
    if not _LEAST_WORDS < len(words) <= _MOST_WORDS or not _ASKING & set(words) or _NOT & set(words):
        return ""
    text = " ".join(words)
    return next((kind for kind, about in _SAID.items() if about.search(text)), "any/diagnosis" if _ILL.search(text) else "")


def detectors(words: Sequence[str]) -> tuple[Detector, ...]:
    """The same as a header tells it."""
    found = detector_of(asked(words))
    return (found,) if found else ()
