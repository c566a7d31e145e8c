"""What is known of a half-built person: the values that must be consistent."""

from __future__ import annotations

from dataclasses import dataclass

NOBODY: frozenset[str] = frozenset()


@dataclass(slots=True)
class Profile:
    """The values of a half-built person that must be consistent."""

    givens: frozenset[str] = NOBODY
    middles: frozenset[str] = NOBODY
    families: frozenset[str] = NOBODY
    suffixes: frozenset[str] = NOBODY
    dobs: frozenset[str] = NOBODY
    born: frozenset[str] = NOBODY  # years, of records that tell no day
    nationals: frozenset[str] = NOBODY
    documents: frozenset[str] = NOBODY
    members: frozenset[str] = NOBODY
    emails: frozenset[str] = NOBODY
    phones: frozenset[str] = NOBODY
    streets: frozenset[str] = NOBODY
    rolls: frozenset[int] = frozenset()  # lists of everybody that a record is a line of
    own: frozenset[int] = frozenset()  # rows of their own that somebody else is named in
    beside: frozenset[int] = frozenset()  # rows of somebody else that they are named in
    size: int = 1

    def absorb(self, other: Profile) -> None:
        """Take over the other's values."""
        # Field by field: by their names it takes four times as long, and a million records are joined one by one.
        self.givens = self.givens | other.givens if other.givens else self.givens
        self.middles = self.middles | other.middles if other.middles else self.middles
        self.families = self.families | other.families if other.families else self.families
        self.suffixes = self.suffixes | other.suffixes if other.suffixes else self.suffixes
        self.dobs = self.dobs | other.dobs if other.dobs else self.dobs
        self.born = self.born | other.born if other.born else self.born
        self.nationals = self.nationals | other.nationals if other.nationals else self.nationals
        self.documents = self.documents | other.documents if other.documents else self.documents
        self.members = self.members | other.members if other.members else self.members
        self.emails = self.emails | other.emails if other.emails else self.emails
        self.phones = self.phones | other.phones if other.phones else self.phones
        self.streets = self.streets | other.streets if other.streets else self.streets
        self.rolls = self.rolls | other.rolls if other.rolls else self.rolls
        self.own = self.own | other.own if other.own else self.own
        self.beside = self.beside | other.beside if other.beside else self.beside
        self.size += other.size


COLUMNS = ("given", "middle", "family", "suffix", "dob", "born", "national", "document", "member", "email", "phone", "street")


def profile(values: tuple[str | None, ...], rolls: frozenset[int] = frozenset()) -> Profile:
    """The profile of one record: its values in the order of `COLUMNS`, and the list of everybody that it is a line of."""
    given, middle, family, suffix, dob, born, national, document, member, email, phone, street = [
        frozenset((value,)) if value else NOBODY for value in values
    ]
    return Profile(given, middle, family, suffix, dob, born, national, document, member, email, phone, street, rolls)
