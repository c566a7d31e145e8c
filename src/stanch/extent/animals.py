"""What of a veterinary's table is an animal's: its name, its day of birth and its sex are no person's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.headings import words_of
from stanch.extent.table_column import Column
from stanch.vocabulary import elements

SPECIES = frozenset(
    {"species", "breed", "especie", "raza", "espece", "race", "tierart", "rasse", "specie", "razza", "diersoort", "ras", "raca"}
)
ANIMAL = frozenset({"patient", "pet", "animal", "paciente", "mascota", "tier", "tiername", "dier", "animale", "animais", "chien", "hund"})
USE = "animal"  # of a column: what it holds is an animal's
_AMBIGUOUS = frozenset({"race", "ras", "raza", "raca", "razza", "rasse"})  # of people too: these tell only beside another word for animals
_EITHERS = frozenset({"dob", "birth_year", "gender", "age", "given_name"})


def without_animals(columns: Sequence[Column]) -> list[Column]:
    """The same columns; what is said to be the animal's, and what stands bare beside its species, hold nothing of a person."""
    words = [set(words_of(column.name).split()) for column in columns]
    said = {at for at, one in enumerate(words) if one & SPECIES}
    if not any(words[at] & (SPECIES - _AMBIGUOUS) for at in said) and not (
        said and any(one & (ANIMAL - {"patient", "paciente"}) for one in words)
    ):
        return list(columns)
    theirs = {at for at, one in enumerate(words) if one & ANIMAL}
    theirs |= {at for start in said | theirs for at in _beside(columns, start, said | theirs)}
    return [replace(one, detector=None, confidence=0.0, use=USE) if at in theirs else one for at, one in enumerate(columns)]


def _beside(columns: Sequence[Column], start: int, known: set[int]) -> Iterator[int]:
    """The columns from one of the animal's on, up to the first that only a person has; to the left only between two of the animal's."""
    yield from _run(columns, range(start + 1, len(columns)))
    before = list(_run(columns, range(start - 1, -1, -1)))
    last = before[-1] if before else start
    if any(at < start and at + 1 >= last for at in known):
        yield from before


def _run(columns: Sequence[Column], places: range) -> Iterator[int]:
    for at in places:
        detector = columns[at].detector
        kind = detector.kind if detector is not None else ""
        if kind and kind not in _EITHERS:
            return
        if kind:
            yield at


def without_health(found: pa.Table) -> pa.Table:
    """The findings (`FINDING_SCHEMA`) without those of health: in a table of animals it is theirs."""
    health = pa.array(sorted(kind for kind, one in elements().items() if one.group == "health"))
    return found.filter(pc.invert(pc.is_in(found.column("kind").cast(pa.string()), value_set=health)))
