"""Within one look a question is asked once; outside of one, and in the next, anew."""

from stanch.casefile import glance


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
