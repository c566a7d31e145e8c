"""Within one look a question is asked once; outside of one, and in the next, anew."""

from pathlib import Path
from threading import Thread

from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import glance
from stanch.records import Facts


def test_a_look_asks_once_and_the_next_one_anew() -> None:
    asked: list[str] = []

    def ask() -> int:
        asked.append("x")
        return len(asked)

    assert [glance.once("a", "n", ask) for _ in range(2)] == [1, 2], "outside of a look nothing is kept"
    with glance.look():
        assert [glance.once("a", "n", ask) for _ in range(3)] == [3, 3, 3]
        assert glance.once("b", "n", ask) == 4, "each case by itself"
    with glance.look():
        assert glance.once("a", "n", ask) == 5


def test_an_answer_that_is_nothing_is_kept_too() -> None:
    asked: list[str] = []
    with glance.look():
        for _ in range(3):
            assert glance.once("a", "n", lambda: asked.append("x")) is None
    assert asked == ["x"]


def test_facts_and_their_hash_are_of_the_same_rows_within_a_look(tmp_path: Path) -> None:
    """Else what a page makes of the old facts would be kept under the hash of the new, and shown until they change again."""
    with casefile.create(tmp_path / "case", passphrase=PASSPHRASE, org=None, by="it", now=NOW) as case:
        case.store.put_facts(Facts(recipient="a stranger"), source="intake")
        before = case.store.facts_digest()
        with glance.look():
            assert case.store.get(Facts)[0].recipient == "a stranger"
            changing = Thread(target=lambda: case.store.put_facts(Facts(recipient="the press"), source="intake"))
            changing.start()
            changing.join()
            assert case.store.facts_digest() == before
        with glance.look():
            assert case.store.get(Facts)[0].recipient == "the press"
            assert case.store.facts_digest() != before
