"""The proof in counsel's words: met and not met, what must not be so, and exemptions in one sentence each."""

from __future__ import annotations

from stanch.records import Proof
from stanch.report.counsel.proven import sentences

OWNER = Proof("role: owner", "yes", ("role: owner",), "Code § 1(a)")
ACTOR = Proof("who did it: good faith employee", "no", ("who did it: external malicious",))
MISUSED = Proof("misused since: yes", "yes", ("misused since: yes",))
UNMISUSED = Proof("misused since: yes", "no", ("misused since: no",))


def exemption(*parts: Proof, container: str = "all of these", answer: str = "yes") -> Proof:
    opposite = {"yes": "no", "no": "yes", "unknown": "unknown"}[answer]
    return Proof("no exemption: Good faith.", answer, (), "Code § 2", (Proof(container, opposite, (), "", parts),))


def test_a_proof_reads_as_sentences_with_sections():
    tree = Proof("owed", "yes", (), "Code § 1", (OWNER, Proof("all of these", "yes", (), "", (Proof("acquired", "no", ("x",)),))))
    assert list(sentences(tree)) == [
        "Met: owed (Code § 1).",
        "Met: role: owner; here: owner (Code § 1(a)).",
        "Not met: acquired; here: x.",
    ]
    assert list(sentences(None)) == []


def test_what_must_not_be_so_is_told_apart_from_what_is_asked():
    tree = Proof(
        "breach",
        "yes",
        (),
        "",
        (Proof("none of these", "yes", (), "", (Proof("data were accessed: no", "no", ("data were accessed: yes",)),)),),
    )
    assert list(sentences(tree)) == ["Met: breach.", "Must not be so, and is not: data were accessed: no; here: yes."]
    open_ = Proof("none of these", "unknown", (), "", (Proof("a bank", "unknown", ("a bank: not known",)), Proof("a shop", "yes")))
    assert list(sentences(open_)) == ["Must not be so, and is open: a bank; here: a bank: not known.", "Must not be so, but is: a shop."]


def test_an_exemption_that_does_not_apply_is_one_sentence_with_what_it_lacks():
    none = Proof("none of these", "yes", (), "", (UNMISUSED,))
    assert list(sentences(exemption(ACTOR, none))) == [
        "No exemption: Good faith (Code § 2), for it asks for who did it: good faith employee; here: external malicious."
    ]


def test_an_exemption_lost_by_what_must_not_be_so_says_that():
    lost = Proof("none of these", "no", (), "", (MISUSED,))
    assert list(sentences(exemption(Proof("who did it: good faith employee", "yes"), lost))) == [
        "No exemption: Good faith (Code § 2), for it asks for the opposite of misused since: yes; here: yes."
    ]


def test_of_several_ways_into_an_exemption_each_is_named():
    either = exemption(ACTOR, Proof("a bank", "no", ("a bank: no",)), container="one of these")
    assert "asks for who did it: good faith employee; here: external malicious or a bank; here: a bank: no." in next(sentences(either))


def test_an_exemption_that_applies_or_is_open_keeps_its_proof():
    applied = exemption(Proof("who did it: good faith employee", "yes", ("who did it: good faith employee",)), answer="no")
    assert list(sentences(applied)) == [
        "Not met: no exemption: Good faith (Code § 2).",
        "Met: who did it: good faith employee; here: good faith employee.",
    ]
    opened = exemption(Proof("who did it: good faith employee", "unknown", ("who did it: not known",)), answer="unknown")
    assert list(sentences(opened)) == [
        "Open: no exemption: Good faith (Code § 2).",
        "Open: who did it: good faith employee; here: not known.",
    ]
