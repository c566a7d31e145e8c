"""The end of a case: the register, closing, the destruction of the list, what came back, the words of letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from stanch import shapes
from stanch.client.wire import Wire, quoted
from stanch.records import PostalAddress, from_plain

T = TypeVar("T")


class Ending:
    """What comes after the letters went out. Raises as `Stanch` does."""

    _wire: Wire

    def register(self) -> shapes.Register:
        """The breach as the register of breaches has it."""
        return self._got(shapes.Register, "/register")

    def case_end(self) -> shapes.CaseEnd:
        """Whether the case is closed, and what is open."""
        return self._got(shapes.CaseEnd, "/closing")

    def close_case(self, seen: shapes.CaseEnd, *, grounds: str, despite_open: bool = False) -> shapes.CaseEnd:
        """Close the case, with what is open as it was seen."""
        told = {"verdict": "closed", "grounds": grounds, "despite_open": despite_open, "revision": seen.revision}
        return self._put(shapes.CaseEnd, "/closing", told)

    def reopen_case(self, *, grounds: str) -> shapes.CaseEnd:
        """Open a closed case again."""
        return self._put(shapes.CaseEnd, "/closing", {"verdict": "reopened", "grounds": grounds})

    def destruction(self) -> shapes.Destruction:
        """How the destruction of the people list stands, with its proof. To order it is a person's: no token does `POST /destruction`."""
        return self._got(shapes.Destruction, "/destruction")

    def came_back(self, *, page: int = 1) -> shapes.Returns:
        """The letters and e-mails that came back and were not tried again."""
        return self._got(shapes.Returns, "/returns", page=page)

    def try_again(self) -> shapes.Returns:
        """Queue a second attempt for everybody with a newer address."""
        return self._put(shapes.Returns, "/returns", {})

    def tell_address(self, person: str, address: PostalAddress, *, source: str, email: str = "") -> shapes.Returns:
        """Write down a newer address of somebody whose letter came back."""
        parts = {name: getattr(address, name) for name in ("street", "city", "state", "postcode", "country")}
        return self._put(shapes.Returns, f"/returns/{quoted(person)}", {**parts, "email": email, "source": source})

    def substitutes(self, *, cost: int | None = None) -> list[shapes.Substitute]:
        """What each law says of those who cannot be reached one by one."""
        return self._got(shapes.Substitutes, "/substitutes", **({} if cost is None else {"cost": cost})).substitutes

    def give_substitute(self, seen: shapes.Substitute, *, on: date, where: str) -> list[shapes.Substitute]:
        """Record that substitute notice was given."""
        told = {"on": on.isoformat(), "where": where, "revision": seen.revision}
        return self._put(shapes.Substitutes, f"/substitutes/{quoted(seen.duty)}", told).substitutes

    def texts(self) -> list[shapes.WordedText]:
        """The texts of the letters, those that notices use first."""
        return self._got(shapes.WordedTexts, "/wording").texts

    def hand_in_words(self, file: Path, *, grounds: str, force: bool = False) -> shapes.WordsWaiting:
        """Hand in an edited document: it is checked, and then waits for a second person (`state`; `words_waiting` tells how far it is)."""
        more = {"force": "true"} if force else {}
        return from_plain(shapes.WordsWaiting, self._wire.post_file("/wording", file.read_bytes(), grounds=grounds, **more))

    def words_waiting(self, place: str) -> shapes.WordsWaiting:
        """The words of a text (`en/individual`) that wait: `/wording/LANGUAGE/NAME`."""
        return self._got(shapes.WordsWaiting, f"/wording/{place}")

    def check_words(self, place: str, do: Literal["check", "stop"] = "check") -> shapes.WordsWaiting:
        """Have the words that were handed in checked again, or end the check: `/wording/LANGUAGE/NAME/check`."""
        return self._put(shapes.WordsWaiting, f"/wording/{place}/check", {"do": do})

    def words_back(self, place: str, version: int, *, grounds: str) -> shapes.WordsWaiting:
        """Let an earlier version wait for a second person: `/wording/LANGUAGE/NAME/back`."""
        return self._put(shapes.WordsWaiting, f"/wording/{place}/back", {"version": version, "grounds": grounds})

    def answer_words(
        self, seen: shapes.WordsWaiting, verdict: Literal["approved", "refused"], *, grounds: str = ""
    ) -> shapes.WordsAnswered:
        """Say that words which another person handed in stand, or that they do not."""
        told = {"verdict": verdict, "entry": seen.entry, "grounds": grounds}
        return self._put(shapes.WordsAnswered, f"/wording/{seen.place}", told)

    def _got(self, kind: type[T], path: str, **query: Any) -> T:
        return from_plain(kind, self._wire.get(path, **query))

    def _put(self, kind: type[T], path: str, told: dict[str, Any]) -> T:
        return from_plain(kind, self._wire.post(path, told))
