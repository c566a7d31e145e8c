"""Where a duty of Asia's laws rests on what no fact of a case tells: whether there is one in law at all."""

from __future__ import annotations

from collections.abc import Callable

from stanch.records import Facts

Draw = Callable[[Facts, str], bool | str | None]

# Label, question, how it is drawn.
TABLE: dict[str, tuple[str, str, Draw]] = {
    # Where an authority recommends notice and no law demands it (Hong Kong): listed with its reason, never owed.
    "duty_in_law": ("a duty in law", "Does a law demand the notice?", lambda _facts, _code: False),
}
