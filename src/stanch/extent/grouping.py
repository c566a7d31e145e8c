"""Tells which findings of one text speak of one person: by form, mail header, signature, address block, line, sentence.

A wrong tie is worse than none: where several people could be meant, the finding stays alone. In a text about one person
everything is that person's.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from stanch.extent import (
    correspondents,
    grouping_apart,
    grouping_clients,
    grouping_defined,
    grouping_forms,
    grouping_items,
    grouping_led,
    grouping_logins,
    grouping_parts,
    grouping_respective,
    grouping_rows,
    grouping_serving,
    grouping_titles,
    resumes,
    voices,
)
from stanch.extent.couples import is_firm
from stanch.extent.grouping_people import NAMES, people_of
from stanch.extent.grouping_signs import (
    ABOUT,
    BULLET,
    CARE,
    CLOSING,
    GREETING,
    HEADER,
    SALUTATION,
    SENTENCE,
    SPOKEN_OF,
    TITLE_BEFORE,
    WITHIN,
    Line,
)
from stanch.extent.grouping_spoken import couple_above, joint, spoken, stands_with
from stanch.extent.labels import LONGEST_ALONE, stands_alone, unboxed
from stanch.extent.lines import labelled_lines
from stanch.extent.span import Span

SIGNATURE_LINES = 8
CITY = ("city", "region", "postcode")
REACHED = frozenset({*CITY, "postal_address", "street", "country", "phone", "email"})
CARD = ("payment_card", "card_expiry", "card_security_code")

Blocks = Sequence[Sequence[tuple[int, int]]]


def group(text: str, spans: Sequence[Span], properties: Mapping[str, str], blocks: Blocks = ()) -> list[str | None]:
    """A record id for each span, None where it would be a guess. `blocks` are columns that stand side by side, from where to where."""
    return Sheet(text, spans, properties, blocks).tied() if spans else []


class Sheet:
    """One text with its findings: each rule ties what is still free."""

    def __init__(self, text: str, spans: Sequence[Span], properties: Mapping[str, str], blocks: Blocks = ()) -> None:
        self.blocks, self.text, self.spans, self.properties = blocks, text, spans, properties
        self.people = grouping_titles.told(text, spans, people_of(spans))
        self.by_way = grouping_led.by_way(text, spans)
        self.records: list[str | None] = [None] * len(spans)
        self.alone: set[int] = set()
        self.naming: dict[int, bool] = {}  # by line, whether it names somebody
        self.order = sorted(range(len(spans)), key=lambda n: (spans[n].start, spans[n].end))
        self.lines = list(self._lines())
        self.paragraphs = list(grouping_parts.parts_of(self))
        self.set_apart, self.turns = set[str](), set[int]()

    def tied(self) -> list[str | None]:
        """Rule by rule, the surest first; what none ties keeps the person it names, if any."""
        correspondents.tie(self)
        grouping_apart.letterheads(self)
        grouping_apart.ours(self)
        grouping_led.greet(self)
        grouping_respective.tie(self)
        grouping_defined.tie(self)
        grouping_logins.of_several(self)
        self.turns = voices.converse(self)
        voices.introduce(self)
        grouping_items.tie(self)
        grouping_rows.tie(self)
        grouping_forms.tie(self)
        joint(self)
        others = bool(self.free(self.order))  # of names alone all is said
        if others:
            self._signatures()
            resumes.tie(self)
            self._letter()
            self._beside()
            spoken(self)
        self._card()
        if others:
            self._listed()
            self._sentences()
            self._paragraph_of_one()
            self._whole()
            grouping_logins.tie(self)
        own = {n: self.people[n] for n in self.by_way if self.people[n]}
        return [own.get(n) or self.records[n] or self.people[n] or grouping_apart.record_of(self, n) for n in range(len(self.spans))]

    def _lines(self) -> Iterator[Line]:
        starts = [self.spans[n].start for n in self.order]
        for line, begin, head in labelled_lines(self.text):
            low, high = bisect.bisect_left(starts, begin), bisect.bisect_left(starts, begin + len(line) + 1)
            members = tuple(self.order[low:high])
            said = f"{head[0][:LONGEST_ALONE]}: {line.strip()}" if head and line.strip() else line
            yield Line(begin, begin + len(line), unboxed(said[:400]), members)

    def is_name(self, number: int) -> bool:
        """Whether the finding is a name or a part of one, not of whoever only takes in the post."""
        return self.spans[number].kind in NAMES and number not in self.by_way

    def free(self, members: Sequence[int]) -> list[int]:
        """Those among these that no rule has tied, and that none has found to be nobody's."""
        return [n for n in members if self.records[n] is None and self.spans[n].kind not in NAMES and n not in self.alone]

    def persons_in(self, members: Sequence[int]) -> list[str]:
        """The distinct people named among these, in order; a name that could be several people's counts as one more."""
        found: dict[str, None] = {}
        for n in members:
            if self.is_name(n):
                found.setdefault(self.records[n] or self.people[n] or f"?{n}")
        return list(found)

    def rename(self, person: str, record: str, members: Sequence[int] | None = None) -> None:
        """Free mentions of a person go to a record; with all of them what was told of the person before."""
        for n in self.order if members is None else members:
            if (self.is_name(n) and self.people[n] == person and not self.records[n]) or (members is None and self.records[n] == person):
                self.records[n] = record

    # Forms

    def is_label(self, line: Line) -> bool:
        """A line that is only the label of the one below."""
        return not line.members and len(line.text) <= LONGEST_ALONE and stands_alone(line.text)

    def is_row(self, line: Line) -> bool:
        """A line of a list inside a form, without a label: a name first, then what is his."""
        return len(line.members) > 1 and self.is_name(line.members[0]) and not any(self.is_name(n) for n in line.members[1:])

    def _signatures(self) -> None:
        """Below a closing: what stands with the signer's name is the signer's; who sends a mail signs it."""
        for closing in CLOSING.finditer(self.text):
            first = self.line_at(closing.start()) + 1
            lines = self.lines[first : first + SIGNATURE_LINES]
            members: list[int] = []
            for line in lines:
                if HEADER.match(line.text) and members:
                    break
                members += line.members
            persons = self.persons_in(members)
            if len(persons) == 1 and not persons[0].startswith("?"):
                for n in self.free(members):
                    self.records[n] = persons[0]
                self.set_apart.add(persons[0])

    def line_at(self, place: int) -> int:
        """The number of the line at a place."""
        return bisect.bisect_right(self.lines, place, key=lambda line: line.start) - 1

    def _letter(self) -> None:
        """The address block of a letter: the name right above an address is who lives there."""
        names = [n for n in self.order if self.is_name(n)]
        starts = [self.spans[n].start for n in names]
        for n in self.free(self.order):
            if self.spans[n].kind not in ("postal_address", "street"):
                continue
            at = bisect.bisect_left(starts, self.spans[n].start) - 1
            if at < 0:
                continue
            above = self._with_whom(names, at)
            # What stands behind the name in a line of `c/o` (`, Executor`) is the other's.
            begin = self.spans[names[at]].end if above is None else self._line_end(self.spans[names[at]].end)
            between = self.text[begin : self.spans[n].start]
            alone_above = between.count("\n") in (1, 2) and len(between) < 80 and not re.search(r"\n[ \t]*\n", between)
            if alone_above and between.split("\n")[0].strip(" ,.") == "" and not WITHIN.match(between):
                found = names[at] if above is None else above
                record = couple_above(self, self.spans[n].start) or self.records[found] or self.people[found]
                for part in (n, *self._city_below(n)):
                    self.records[part] = record

    def _with_whom(self, names: Sequence[int], at: int) -> int | None:
        """Who stands right above a line of `c/o` that names another: the address is theirs, by way of the other's hands."""
        begin = self.text.rfind("\n", 0, self.spans[names[at]].start) + 1
        if not at or not CARE.match(self.text[begin : self.spans[names[at]].start + 1]):
            return None
        over = self.text[self.spans[names[at - 1]].end : begin]
        return names[at - 1] if over.count("\n") == 1 and not over.strip(" ,.\r\n\t") else None

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end

    def _city_below(self, street: int) -> list[int]:
        """City, region and postcode on the line below a street, where they are findings of their own."""
        if self.spans[street].kind != "street":
            return []
        at = self.line_at(self.spans[street].start) + 1
        return [n for line in self.lines[at : at + 1] for n in self.free(line.members) if self.spans[n].kind in CITY]

    def _beside(self) -> None:
        """The dates and numbers that a letter has beside its address are of whoever stands above that, a firm's own column apart."""
        starts, whole = [self.spans[n].start for n in self.order], self._wholly_named() if self.blocks else set()
        for block in self.blocks:
            columns = [one for one in block if not any(map(is_firm, self.text[slice(*one)].split("\n")[:3]))]
            places = (slice(bisect.bisect_left(starts, begin), bisect.bisect_left(starts, end)) for begin, end in columns)
            members = [n for place in places for n in self.order[place]]
            persons = self.persons_in(members)
            if len(persons) == 1 and self._is_known(persons[0], whole):
                self.give(self.free(members), persons[0])

    def _card(self) -> None:
        """Expiry and security code are of the card before them."""
        for card, part in pairwise(self.order):
            near = self.spans[part].start - self.spans[card].end <= 40
            if (
                near
                and self.spans[part].kind in ("card_expiry", "card_security_code")
                and self.spans[card].kind in CARD
                and self.records[part] is None
            ):
                self.records[part] = self.records[card]
                if card in self.alone:
                    self.alone.add(part)

    # Lists and prose

    def _listed(self) -> None:
        """A line (of a list, or of cells) that names one person."""
        subject = self._subject()
        for line in self.lines:
            free = self.free(line.members)
            if not free:
                continue
            persons = self.persons_in(line.members)
            first = min((self.spans[n].start for n in line.members if self.is_name(n)), default=0)
            free = [n for n in free if not self._told_before(n, first) and not grouping_apart.beside_a_role(self, n, line, first)]
            is_row = BULLET.match(line.text) or "\t" in line.text or "|" in line.text or line.text.count(",") >= 2 or len(line.text) < 160
            # Sentences about others in a note about one person are no line of a list.
            own = subject in (None, *persons) or not SENTENCE.search(self.text, line.start, line.end)
            if own and len(persons) == 1 and is_row and not persons[0].startswith("?"):
                self.give(free, persons[0])

    def _told_before(self, number: int, first: int) -> bool:
        """Whether a sentence ends between a value and the first name of its line behind it: `… ME 04101. Follow up with Dr. Chung.`"""
        between = self.text[self.spans[number].end : first]
        return any(not TITLE_BEFORE.search(between[: match.start()]) for match in SENTENCE.finditer(between + " A"))

    def give(self, members: Sequence[int], person: str) -> None:
        """These are that person's."""
        for n in members:
            self.records[n] = person

    def _sentences(self) -> None:
        starts = [self.spans[n].start for n in self.order]
        ends = (
            match.end()
            for match in SENTENCE.finditer(self.text)
            if not TITLE_BEFORE.search(self.text[max(0, match.start() - 5) : match.start()]) or "\n" in match[0]
        )
        closings = (closing.start() for closing in CLOSING.finditer(self.text))
        parts = (block[0].start for block in self.paragraphs)
        bounds = [0, *(place for place in sorted({*ends, *closings, *parts}) if not self._is_within(place, starts)), len(self.text) + 1]
        before: str | None = None
        whole, subject, serving = self._wholly_named(), self._subject(), grouping_serving.serving(self)
        client, doctors = grouping_clients.principal(self), grouping_serving.doctors(self)
        for begin, end in pairwise(bounds):
            if re.search(r"\n[ \t]*\n", self.text[max(0, begin - 40) : begin]):
                before = None
            members = self.order[bisect.bisect_left(starts, begin) : bisect.bisect_left(starts, end)]
            if not members:
                continue
            persons = self.persons_in(members)
            if client and not persons and grouping_clients.OURS.search(self.text, begin, end):
                before = client
            if before and persons and SPOKEN_OF.match(self.text[begin : begin + 40]):
                # `He has schizophrenia, support worker is Jan Cole`: up to the name it is about him.
                first = min(self.spans[n].start for n in members if self.is_name(n))
                self.give([n for n in self.free(members) if self.spans[n].start < first], before)
            if len(persons) == 1 and not persons[0].startswith("?"):
                if before and persons[0] in serving:
                    # `Dr Cole saw her. Born on …`: where a doctor or lawyer can be reached is his, what else is told is not.
                    self.give([n for n in self.free(members) if self.spans[n].kind not in REACHED], before)
                    self.give(self.free(members), persons[0])
                    continue
                self.give(self.free(members), persons[0])
                before = persons[0] if self._is_known(persons[0], whole) and not self._greets(begin, members) else None
                if subject and before not in (subject, None) and not SPOKEN_OF.match(self.text[end : end + 40]):
                    # `Staying with her sister Ann Lee. New cell …`: of whom the whole note is about.
                    before = None
            elif persons:
                others = serving | grouping_serving.treating(self, begin, end, doctors)
                self._in_turn(members, others)
                served = [one for one in persons if one not in others]
                before = served[0] if len(served) == 1 and self._is_known(served[0], whole) and not served[0].startswith("?") else None
            elif before:
                self.give(grouping_serving.of_subject(self, members, subject, self.text[begin : begin + 40]), str(subject))
                self.give(self.free(members), before)

    def _is_within(self, place: int, starts: Sequence[int]) -> bool:
        """Whether a place lies within a finding: the full stop of `22. August 1961` ends no sentence."""
        at = bisect.bisect_left(starts, place) - 1
        return at >= 0 and place < self.spans[self.order[at]].end

    def _greets(self, begin: int, members: Sequence[int]) -> bool:
        """Whether a sentence only greets the one it names (`Hi Ann,`); `Hi, who looks after Ann Lee?` speaks of her."""
        named = next(self.spans[n].start for n in members if self.is_name(n))
        return bool(GREETING.match(self.text[begin : begin + 40])) and not re.search(r"[,;:!]\s", self.text[begin:named])

    def _in_turn(self, members: Sequence[int], serving: AbstractSet[str | None] = frozenset()) -> None:
        """`Ann Lee (SSN …) and Bob Ray (SSN …)`: one name, its values, the next name; two names in a row tell nothing.

        Unless all but the last serve others: `Nurse Pam Ray says that Ann Lee suffers from …`.
        """
        runs: list[tuple[list[int], list[int]]] = []
        for n in members:
            if self.is_name(n):
                if runs and not runs[-1][1]:
                    runs[-1][0].append(n)
                else:
                    runs.append(([n], []))
            elif runs:
                runs[-1][1].append(n)
            else:
                return
        for names, values in runs:
            # `Dear Mrs Cook, we act for Eric Cook (born …)`: a surname alone that may be two people's does not hide the whole name.
            persons = [person for person in self.persons_in(names) if not person.startswith("?")]
            if len(persons) > 1 and values and (set(persons[:-1]) <= serving or stands_with(self, names, values[0])):
                persons = self.persons_in(names[-1:])
            if len(persons) != 1 or persons[0].startswith("?"):
                continue
            near = [n for n in self.free(values) if self.spans[n].start - self.spans[names[-1]].end <= 80]
            self.give(near, persons[0])

    def _paragraph_of_one(self) -> None:
        whole, apart, subject = self._wholly_named(), grouping_serving.attending(self) | grouping_serving.serving(self), self._subject()
        for block in self.paragraphs:
            members = [n for line in block for n in line.members]
            persons = self.persons_in(members)
            own = subject in (None, *persons) or not SENTENCE.search(self.text, block[0].start, block[-1].end)
            if own and len(persons) == 1 and self._is_known(persons[0], whole) and persons[0] not in apart:
                self.give(self.free(members), persons[0])

    def _whole(self) -> None:
        """A text about one person: the only one named, or the one its subject line names, or the addressee of a letter."""
        free = self.free(self.order)
        if not free:
            return
        treating = grouping_serving.serving(self)
        persons = [one for one in self.persons_in(self.order) if not one.startswith("?") and one not in treating]
        own = (
            self._subject()
            or (persons[0] if len(persons) == 1 and self._is_known(persons[0], self._wholly_named()) else None)
            or self.addressee(persons)
            or self._attended(persons)
        )
        if own:
            self.give(free, own)

    def _wholly_named(self) -> set[str | None]:
        """Who has more than one word for a name, or one whose place tells that it is a name."""
        named = (n for n in self.order if self.is_name(n) and (" " in self.spans[n].text.strip() or self.spans[n].context))
        return {one for n in named for one in (self.records[n], self.people[n])}

    def _is_known(self, person: str, wholly_named: set[str | None]) -> bool:
        """Whether somebody has more than one word for a name (`we are showing Rocky`), or writes, signs, is greeted or stands in a form."""
        return not person.startswith(("person/", "?")) or person in self.set_apart or person in wholly_named

    def _subject(self) -> str | None:
        found = {self._line_persons(match.end()) for match in ABOUT.finditer(self.text[:20_000])} - {None}
        return next(iter(found)) if len(found) == 1 else None

    def _line_persons(self, place: int) -> str | None:
        persons = self.persons_in(self.lines[self.line_at(place)].members)
        return persons[0] if len(persons) == 1 and not persons[0].startswith("?") else None

    def addressee(self, persons: list[str]) -> str | None:
        """Of a letter with one salutation and one signer and nobody else: the one addressed."""
        greeted = {self._line_persons(match.end()) for match in SALUTATION.finditer(self.text)} - {None}
        others = [person for person in persons if person not in greeted and person not in self.set_apart]
        return next(iter(greeted)) if len(greeted) == 1 and not others else None

    def _attended(self, persons: list[str]) -> str | None:
        """The only one named in what a doctor wrote and signed."""
        doctors = grouping_serving.doctors(self)
        others = [person for person in persons if person not in self.set_apart and person not in doctors]
        return others[0] if len(others) == 1 and (doctors & self.set_apart or grouping_serving.closed_by(self, doctors)) else None
