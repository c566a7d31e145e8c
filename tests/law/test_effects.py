"""What a changed fact changes."""

from law_cast import breach

from stanch.law import assess, effects, from_values


def changes(before, after):  # type: ignore[no-untyped-def]
    found = effects(assess(from_values(before)).duties, assess(from_values(after)).duties)
    return {one.duty.id: one.turn for one in found}


def test_nothing_changes_where_no_fact_did() -> None:
    facts = breach(affected={"US-CA": 600})
    assert changes(facts, facts) == {}


def test_an_earlier_discovery_moves_clocks_and_a_safe_key_ends_the_duty() -> None:
    facts = breach(affected={"US-CA": 600})
    incident = {**facts["incident"], "discovered": "2026-04-25", "determined": "2026-04-25"}
    moved = changes(facts, {**facts, "incident": incident})
    assert "earlier" in moved.values()
    assert not {"owed", "not_owed", "later"} & set(moved.values())
    encrypted = {**facts, "data": [{**group, "encrypted": True, "key_compromised": False} for group in facts["data"]]}
    turned = changes(facts, encrypted)
    assert {turn for name, turn in turned.items() if name.startswith("US-CA/")} == {"not_owed"}
    assert {name: turn for name, turn in changes(encrypted, facts).items() if turn == "owed"}.keys() == {
        name for name, turn in turned.items() if turn == "not_owed"
    }
