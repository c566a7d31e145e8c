"""Findings on harm in the words that people and laws use, and what each says: none, some, or high."""

from __future__ import annotations

# Findings as people put them in the words of their law; those of other lands' laws (RROSH, serious harm) settle nothing here.
NO_HARM = (
    "unlikely_risk",
    "no_reasonable_likelihood",
    "no_significant_harm",
    "no_risk",
    "no_harm",
    "no_material_risk",
    "no_substantial_risk",
    "no_misuse",
    "misuse_unlikely",
    "misuse_not_reasonably_likely",
    "misuse_not_reasonably_possible",
    "harm_unlikely",
    "unlikely_harm",
    "no_identity_theft_risk",
    "no_substantial_economic_loss",
    "no_significant_risk",
    "no_substantial_harm",
    "substantial_harm_unlikely",
)
SOME_HARM = (
    "risk",
    "not_low_probability",
    "real_risk_significant_harm",
    "likely_serious_harm",
    "material_risk",
    "substantial_risk",
    "reasonable_likelihood",
    "misuse_likely",
    "likely_harm",
    "harm_likely",
    "significant_harm",
    "misuse",
    "significant_risk",
    "substantial_harm",
)
HARM_WORDS = {
    **dict.fromkeys(NO_HARM, "none"),
    **dict.fromkeys(SOME_HARM, "some"),
    "high_risk": "high",
}
