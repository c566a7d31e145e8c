"""What pages keep: made once however many ask, made anew when it has changed, and never waited for twice where it is very slow."""

import threading
import time

import pytest

from stanch.portal import keeping

pytestmark = pytest.mark.usefixtures("case")


def test_many_who_ask_at_once_wait_for_one() -> None:
    shelf, made = keeping.Shelf("none"), []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=shelf.kept, args=("x", make, 1), kwargs={"fresh": False}) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert made == [1]
    assert shelf.kept("x", make, 2, fresh=False) == 2


def test_what_is_very_slow_is_shown_as_it_was_unless_it_must_be_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SLOW", -1.0)
    monkeypatch.setattr(keeping, "SHARE", -1.0)
    shelf, renewed = keeping.Shelf("none"), threading.Event()
    assert shelf.kept("x", lambda: "old", 1, fresh=False) == "old"

    def make() -> str:
        renewed.set()
        return "new"

    assert shelf.kept("x", make, 2, fresh=False) == "old"
    assert renewed.wait(120)
    assert shelf.kept("x", make, 2, fresh=True) == "new"
    assert shelf.kept("x", lambda: "newest", 3, fresh=True) == "newest"


def test_a_fault_beside_the_pages_is_told_by_the_page_that_asks_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SLOW", -1.0)
    monkeypatch.setattr(keeping, "SHARE", -1.0)
    shelf = keeping.Shelf("none")
    shelf.kept("x", lambda: "old", 1, fresh=False)

    def broken() -> str:
        raise LookupError("nothing there")

    shelf.kept("x", broken, 2, fresh=False)
    for one in threading.enumerate():
        if one.name == "renew":
            one.join()
    with pytest.raises(LookupError, match="nothing there"):
        shelf.kept("x", broken, 2, fresh=False)


def test_what_was_made_longest_ago_goes() -> None:
    shelf, made = keeping.Shelf("none"), []
    for name in range(keeping.MOST + 1):
        shelf.kept(str(name), lambda: 0, 1, fresh=False)
    shelf.kept("0", lambda: made.append(1), 1, fresh=False)
    assert made == [1]
