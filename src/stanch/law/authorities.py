"""Which authority is told: the rule's own, or, where the instrument has one in each state, the lead authority."""

from __future__ import annotations

from stanch.law.instrument import Instrument, Rule
from stanch.records import Facts


def competent(law: Instrument, facts: Facts) -> tuple[str, ...]:
    """The places whose authority is competent.

    With an establishment in the Union: that of the main establishment (GDPR Art. 56(1)); several establishments and no
    main one named: the first. Without one there is no lead authority, and every state's whose people are affected is
    told (EDPB Guidelines 9/2022, para. 73).
    """
    known = law.authorities or law.residence
    established = [place for place in facts.org.establishment if place in known]
    for main in (facts.org.domicile, facts.domicile):
        if main in established:
            return (str(main),)
    if established:
        return (established[0],)
    return tuple(sorted(place for place, number in facts.affected.items() if number and place in known))


def authority_of(law: Instrument, rule: Rule, facts: Facts) -> tuple[str, str, str, str]:
    """Place, name and address of the authority for a rule (empty where the rule names its own), and what is to be noted.

    A law of many states that names no authorities still counts in the time zone of the state concerned.
    """
    if not law.authorities and len(law.residence) < 2:
        return "", rule.name, rule.url, rule.note
    places = competent(law, facts)
    if not places:
        return "", rule.name, rule.url, rule.note
    if not law.authorities or not rule.recipient.startswith("regulator:"):
        return places[0], rule.name, rule.url, rule.note
    told = [law.authorities[place] for place in places]
    names = "; ".join(one.name for one in told)
    departs = "; ".join(f"{place.removeprefix('EU-')}: {one.note}" for place, one in zip(places, told, strict=True) if one.note)
    return places[0], names, told[0].url, " ".join(one for one in (rule.note, departs) if one)
