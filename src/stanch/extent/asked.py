"""How forms on the web ask for what a column holds."""

from __future__ import annotations

from stanch.extent.anchored import Later

# Forms on the web ask in sentences: `What is your home address?`, `Please list any medications`, `Wie lautet Ihre Telefonnummer?`.
_ASKED_WITH = (
    "(?:what|who|which) (?:is|are|was)|what's|when (?:is|was)|please|kindly|enter|type|write|provide|list|give|state|select|indicate",
    "confirm|do you have|are you taking|wie (?:lautet|ist)|was ist|bitte|geben sie|quel(?:le)?s? (?:est|sont)|veuillez(?: \\w+)?",
    "indique[zr]?",
    "cu[áa]l(?:es)? (?:es|son)|por favor|escriba|qual (?:è|é)|indica|inserisci|informe|wat is|vul in",
)
_ASKED_OF = (
    "enter|type|write|provide|list|give|us|state|select|indicate|confirm|the|your|you|any|all|of|current|a|an|ihre?n?|die|das|den",
    "votre|vos|la|le|les|l'|su|sus|tu|el|seu|sua|il|tuo|tua|o|uw|je|de",
)
ASKED = Later(rf"(?i)^\W*(?:{'|'.join(_ASKED_WITH)})\b[ ,]*(?:(?:{'|'.join(_ASKED_OF)})\b[ ']*)*")
