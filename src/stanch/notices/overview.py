"""What of the letters the other notices need: kept while they are drafted one after another, so that all of them never stand in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stanch.records import Notice


@dataclass(slots=True)
class Overview:
    """`people` with a letter, in their order; who cannot be reached, with the duties owed to them; the first letter of each sort."""

    people: dict[str, None] = field(default_factory=dict)
    unreached: dict[str, set[str]] = field(default_factory=dict)
    under: dict[str, Notice] = field(default_factory=dict)  # the first letter to an adult that a law of this jurisdiction called for
    residing: dict[str, Notice] = field(default_factory=dict)  # the first to a resident of the place

    def watched(self, letters: Iterable[Notice]) -> Iterator[Notice]:
        """The letters as they come, each looked at."""
        for one in letters:
            self._note(one)
            yield one

    def _note(self, letter: Notice) -> None:
        if letter.person is None:
            return
        self.people[letter.person] = None
        if letter.form == "letter" and not letter.address:
            self.unreached.setdefault(letter.person, set()).update(letter.duties)
        if letter.form == "letter" and letter.fields.get("voice") == "person":
            for duty in letter.duties:
                self.under.setdefault(duty.partition("/")[0], letter)
            self.residing.setdefault(letter.jurisdiction, letter)

    def letter_for(self, jurisdiction: str) -> Notice | None:
        """A letter to an adult that was owed under this law, else one to a resident of the place."""
        return self.under.get(jurisdiction) or self.residing.get(jurisdiction)
