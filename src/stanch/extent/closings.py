"""How letters and mails end before the name of whoever wrote them, as a regular expression without groups."""

from __future__ import annotations

_GREETINGS = r"gr[uü](?:ß|ss)en?"
CLOSINGS = "|".join(
    (
        r"(?:yours )?(?:sincerely|truly|faithfully|respectfully|cordially)(?: yours)?",
        r"(?:kind|best|warm|warmest|many|with kind|with best|with warm)? ?regards",
        r"(?:with )?best(?: wishes)?",
        r"(?:many )?thanks(?: again| in advance| and regards)?|thank you|cheers",
        r"atentamente|le saluda atentamente|(?:un )?(?:cordial )?saludos?(?: cordiales)?",
        r"(?:bien )?(?:cordialement|confraternellement)|bien à vous|respectueusement",
        r"salutations distinguées|(?:meilleures|sincères) salutations",
        rf"(?:mit )?(?:freundliche|beste|herzliche|viele|liebe|kollegiale)n? {_GREETINGS}|mfg|hochachtungsvoll",
        r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|hoogachtend",
        r"(?:cordiali|distinti) saluti",
        r"cordialmente|atenciosamente|(?:com os melhores )?cumprimentos",
    )
)
