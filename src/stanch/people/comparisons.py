"""What is compared between two partial records, level by level, in SQL that Splink runs on DuckDB or Spark.

Each level has its words (shown to people as evidence), its condition, and a prior for m (how often it holds for two
records of one person) and u (of two people), used where the data are too few to learn from.
"""

from __future__ import annotations

from dataclasses import dataclass

from stanch.people.names import by_tongue


@dataclass(frozen=True, slots=True)
class Level:
    """One level. `words` tell the evidence; `against` marks evidence against."""

    words: str
    sql: str
    m: float
    u: float
    against: bool = False
    # The same thing is seen by two comparisons (names swapped): chance is that of full agreement in each, and its cost is borne once.
    crossed: str = ""
    # Words of a level that this one can never outweigh.
    within: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels from the strongest agreement to `else`. `null`: when nothing can be said. `rare`: column whose frequency weighs the first level."""  # noqa: E501

    name: str
    columns: tuple[str, ...]
    null: str
    levels: tuple[Level, ...]
    rare: str | None = None


# A condition's parts stand in the order of what they cost and how seldom they hold: DuckDB asks the next of those pairs alone for which
# the former held. The first sign is asked for by its number, which costs half of taking it out as text.
# Given name in the field of the family name and the other way round, slips of the pen allowed.
SWAPPED = (
    "given_l = family_r AND family_l = given_r OR unicode(given_l) = unicode(family_r) AND unicode(family_l) = unicode(given_r) "
    "AND unicode(given_l) <> unicode(family_l) "
    "AND jaro_winkler_similarity(given_l, family_r) >= 0.88 AND jaro_winkler_similarity(family_l, given_r) >= 0.88"
)


# The foreign language of a given name, empty for none; names are looked for in one text: a list is held against each name one by one.
TONGUE = (
    "CASE "
    + " ".join(f"WHEN contains('|{'|'.join(names)}|', '|' || given_{{0}} || '|') THEN '{tongue}'" for tongue, names in by_tongue().items())
    + " ELSE '' END"
)


def shared(name: str) -> str:
    """SQL: do two sets of words (`roots`, `parts`) meet? Their marks, a bit a word, tell most that do not; first words, most that do."""
    words = f"string_split({name}_l, '|'), string_split({name}_r, '|')"
    first = f"split_part({name}_l, '|', 1) = split_part({name}_r, '|', 1)"
    # Of a CASE that gives a truth each part is asked of those alone that the former left; of AND and OR there, of all.
    return f"CASE WHEN ({name}_marks_l & {name}_marks_r) = 0 THEN false WHEN {first} THEN true ELSE list_has_any({words}) END"


# No two texts of four signs or more, one slip apart, have a Jaro-Winkler similarity below 0.738 (all texts of two and three letters tried,
# up to twelve and eight signs: `abababa`, `zbababa`).
ALIKE = 0.72


def slip_of_pen(left: str, right: str) -> str:
    """SQL: `damerau_levenshtein(left, right) <= 1`, told mostly by what costs a tenth of it.

    Texts of one length are one slip apart where one sign differs, or two that changed places; of two lengths, no signs change places.
    Where a sign is missing, what the two have in common is counted first (see `ALIKE`).
    """
    # Where two signs changed places every sign has its like, so the similarity is at least 1 - 1/3n; where one has not, at most 1 - 2/3n.
    places = f"strlen({left}) <= 3 OR jaro_winkler_similarity({left}, {right}) >= 1 - 0.5 / strlen({left})"
    return (
        f"CASE WHEN strlen({left}) = strlen({right}) THEN CASE hamming({left}, {right}) WHEN 0 THEN true WHEN 1 THEN true "
        f"WHEN 2 THEN CASE WHEN {places} THEN damerau_levenshtein({left}, {right}) <= 1 ELSE false END ELSE false END "
        f"WHEN abs(strlen({left}) - strlen({right})) = 1 "
        f"AND (strlen({left}) <= 3 OR jaro_winkler_similarity({left}, {right}) >= {ALIKE}) AND {_one_left_out(left, right)} "
        f"THEN levenshtein({left}, {right}) <= 1 ELSE false END"
    )


def _one_left_out(left: str, right: str) -> str:
    """SQL: may one sign more be all that tells two texts apart?

    The shorter, laid along the longer from its start, differs behind that sign alone, and laid along it from its end, before it alone:
    together in no more places than the shorter has. Asked of plain texts only.
    """

    def laid(longer: str, shorter: str) -> str:
        many = f"length({shorter})"
        return f"hamming(left({longer}, {many}), {shorter}) + hamming(right({longer}, {many}), {shorter}) <= {many}"

    plain = f"strlen({left}) = length({left}) AND strlen({right}) = length({right})"
    turned = f"CASE WHEN strlen({left}) > strlen({right}) THEN {laid(left, right)} ELSE {laid(right, left)} END"
    return f"CASE WHEN {plain} THEN {turned} ELSE true END"


def _nearly(name: str, least: float) -> str:
    """Names so much alike, or one slip of the pen apart."""
    left, right = f"{name}_l", f"{name}_r"
    same_end = f"(unicode({left}) = unicode({right}) OR {left}[-2:] = {right}[-2:])"
    similarity = f"jaro_winkler_similarity({left}, {right})"
    return f"{similarity} >= {ALIKE} AND ({similarity} >= {least} OR ({slip_of_pen(left, right)} AND length({left}) > 3 AND {same_end}))"


# A postcode mistyped, or a town spelt otherwise, is still the same town by the other.
TOWN = "(coalesce(postcode_l = postcode_r, false) OR coalesce(city_l = city_r, false))"
# Namesakes tell their mailboxes apart by figures, so another figure is another mailbox; another letter may be a slip of the pen.
FIGURES = "translate({}, 'abcdefghijklmnopqrstuvwxyz@._-', '')"
# Words of a street line that tell something: `rosehill`, not `12`, `st` or `apt`.
TELLING = "list_filter(string_split({}, ' '), word -> length(word) >= 5)"
# A whole address in one line, of which the other is the beginning: `149 high dr salem or` and `149 high dr salem or 97301`.
WHOLE_LINE = "least(length(street_l), length(street_r)) >= 16 AND (starts_with(street_l, street_r) OR starts_with(street_r, street_l))"
# The mailbox of the one bears the given name of both and the family name of the other: a name that changed (see `conflict`).
IN_MAILBOX = (
    "(given_l = given_r AND length(given_l) > 2 AND length(family_{1}) > 2 AND coalesce(contains(email_{0}, given_{1}) "
    "AND contains(email_{0}, replace(family_{1}, ' ', '')), false))"
)
BORN = "coalesce(born_{0}, dob_{0}[1:4])"
NO_TOWN = "(postcode_l IS NULL OR postcode_r IS NULL) AND (city_l IS NULL OR city_r IS NULL)"


def _identifier(name: str, words: str, m: tuple[float, float, float], *, slip: str = "") -> Comparison:
    """A number that is one person's. `slip`: a further condition for one that differs in one place to be the same number miswritten."""
    left, right = f"{name}_l", f"{name}_r"
    slip = slip and f" AND {slip.format(left=left, right=right)}"
    return Comparison(
        name,
        (name,),
        f"{left} IS NULL OR {right} IS NULL OR split_part({left}, ':', 1) <> split_part({right}, ':', 1)",
        (
            Level(f"same {words}", f"{left} = {right}", m[0], 1e-6),
            Level(
                f"{words} differs in one place",
                f"{slip_of_pen(left, right)} AND ({left}[-3:] = {right}[-3:] OR {left}[1:-4] = {right}[1:-4]){slip}",
                m[1],
                1e-6,
            ),
            Level(f"different {words}", "ELSE", m[2], 1.0, against=True),
        ),
        rare=name,
    )


def _given_out(name: str, words: str, m: tuple[float, float]) -> Comparison:
    """A number that an organisation gives to one after the other: the next number is the next person's, never a slip of the pen."""
    one = _identifier(name, words, (m[0], 0.0, m[1]))
    return Comparison(name, one.columns, one.null, (one.levels[0], one.levels[-1]), rare=name)


# Members of a family are told apart by the last figure of the number of their policy or account.
NOT_THE_LAST = "{left}[1:-2] <> {right}[1:-2]"


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "given",
        ("given",),
        "given_l IS NULL OR given_r IS NULL",
        (
            Level("same given name", "given_l = given_r AND length(given_l) > 1", 0.80, 0.008),
            Level(
                "given names are forms of one name",
                f"CASE WHEN {shared('roots')} THEN {TONGUE.format('l')} = {TONGUE.format('r')} ELSE false END",
                0.05,
                0.003,
            ),
            Level(
                "given names are one name in two languages",
                shared("roots"),
                0.015,
                0.003,
                within="given names are forms of one name",
            ),
            Level("given and family name swapped", SWAPPED, 0.01, 0.00001, crossed="bears the cost"),
            Level(
                "given name is an initial of the other",
                "unicode(given_l) = unicode(given_r) AND (length(given_l) = 1 OR length(given_r) = 1)",
                0.03,
                0.01,
            ),
            Level("called by the middle name", "given_l = middle_r OR middle_l = given_r", 0.01, 0.005),
            Level(
                "given names nearly the same",
                _nearly("given", 0.9),
                0.06,
                0.006,
            ),
            Level(
                "given names similar", "jaro_winkler_similarity(given_l, given_r) >= 0.8", 0.015, 0.02, within="given names nearly the same"
            ),
            Level("different given names", "ELSE", 0.025, 0.95, against=True),
        ),
        rare="given",
    ),
    Comparison(
        "family",
        ("family",),
        "family_l IS NULL OR family_r IS NULL",
        (
            Level("same family name", "family_l = family_r", 0.85, 0.003),
            Level("family and given name swapped", SWAPPED, 0.01, 0.00001, crossed="follows"),
            Level(
                "family names nearly the same",
                _nearly("family", 0.92),
                0.06,
                0.004,
            ),
            Level("family name shares a part or a former name", shared("parts"), 0.03, 0.01),
            Level(
                "family name stands in the other's mailbox", f"{IN_MAILBOX.format('l', 'r')} OR {IN_MAILBOX.format('r', 'l')}", 0.02, 0.0005
            ),
            Level(
                "family names similar",
                "jaro_winkler_similarity(family_l, family_r) >= 0.8",
                0.01,
                0.01,
                within="family names nearly the same",
            ),
            Level("different family names", "ELSE", 0.04, 0.97, against=True),
        ),
        rare="family",
    ),
    Comparison(
        "middle",
        ("middle",),
        # Who is called by the middle name has said so under the given name.
        "middle_l IS NULL OR middle_r IS NULL OR middle_l = given_r OR given_l = middle_r",
        (
            Level("same middle name", "middle_l = middle_r AND length(middle_l) > 1", 0.45, 0.01),
            Level(
                "same middle initial",
                "unicode(middle_l) = unicode(middle_r) AND (length(middle_l) = 1 OR length(middle_r) = 1)",
                0.43,
                0.07,
            ),
            Level("middle names nearly the same", "jaro_winkler_similarity(middle_l, middle_r) >= 0.85", 0.04, 0.01),
            Level("different middle names", "ELSE", 0.08, 0.91, against=True),
        ),
        rare="middle",
    ),
    Comparison(
        "dob",
        ("dob",),
        "dob_l IS NULL OR dob_r IS NULL",
        (
            Level("same date of birth", "dob_l = dob_r", 0.90, 0.00005),
            Level("date of birth with day and month swapped", "dob_l = swapped_r", 0.01, 0.00005),
            Level(
                "date of birth differs in one figure",
                f"{slip_of_pen('dob_l', 'dob_r')} AND (dob_l[1:4] = dob_r[1:4] OR dob_l[5:] = dob_r[5:])",
                0.05,
                0.0008,
            ),
            Level(
                "date of birth agrees in part",
                "dob_l[1:4] = dob_r[1:4] AND (dob_l[6:7] = dob_r[6:7] OR dob_l[9:] = dob_r[9:]) OR dob_l[6:] = dob_r[6:]",
                0.015,
                0.012,
            ),
            Level("different dates of birth", "ELSE", 0.025, 0.99, against=True),
        ),
        rare="dob",
    ),
    Comparison(
        "born",
        ("born",),
        # Where both days are known they speak.
        f"{BORN.format('l')} IS NULL OR {BORN.format('r')} IS NULL OR (dob_l IS NOT NULL AND dob_r IS NOT NULL)",
        (
            Level("same year of birth", f"{BORN.format('l')} = {BORN.format('r')}", 0.90, 0.015),
            Level("years of birth next to each other", f"abs({BORN.format('l')}::INT - {BORN.format('r')}::INT) = 1", 0.05, 0.03),
            Level("different years of birth", "ELSE", 0.05, 0.955, against=True),
        ),
    ),
    Comparison(
        "email",
        ("email",),
        "email_l IS NULL OR email_r IS NULL",
        (
            Level("same e-mail address", "email_l = email_r", 0.65, 0.0001),
            Level(
                "same e-mail name at another domain",
                "unicode(email_l) = unicode(email_r) AND split_part(email_l, '@', 1) = split_part(email_r, '@', 1) "
                "AND length(split_part(email_l, '@', 1)) > 5",
                0.05,
                0.0001,
            ),
            Level(
                "e-mail addresses nearly the same",
                f"{slip_of_pen('email_l', 'email_r')} AND (email_l[1:3] = email_r[1:3] OR email_l[-8:] = email_r[-8:]) "
                f"AND {FIGURES.format('email_l')} = {FIGURES.format('email_r')}",
                0.03,
                0.00005,
            ),
            Level("different e-mail addresses", "ELSE", 0.27, 1.0, against=True),
        ),
        rare="email",
    ),
    Comparison(
        "phone",
        ("phone",),
        "phone_l IS NULL OR phone_r IS NULL",
        (
            Level("same telephone number", "phone_l = phone_r", 0.60, 0.0001),
            Level(
                "telephone number differs in one figure",
                f"{slip_of_pen('phone_l', 'phone_r')} AND (phone_l[1:5] = phone_r[1:5] OR phone_l[-5:] = phone_r[-5:])",
                0.03,
                0.0001,
            ),
            Level("different telephone numbers", "ELSE", 0.37, 1.0, against=True),
        ),
        rare="phone",
    ),
    Comparison(
        "address",
        ("street", "postcode", "city"),
        "(street_l IS NULL OR street_r IS NULL) AND (postcode_l IS NULL OR postcode_r IS NULL) AND (city_l IS NULL OR city_r IS NULL)",
        (
            Level("same address", f"street_l = street_r AND ({TOWN} OR {NO_TOWN})", 0.55, 0.0001),
            Level("same street line, other place", "street_l = street_r", 0.05, 0.0002),
            Level(
                "nearly the same address",
                f"{TOWN} AND jaro_winkler_similarity(street_l, street_r) >= 0.88 OR {NO_TOWN} AND {WHOLE_LINE}",
                0.10,
                0.0005,
            ),
            Level(
                "same town, and a word of the street line",
                f"{TOWN} AND list_has_any({TELLING.format('street_l')}, {TELLING.format('street_r')})",
                0.03,
                0.0005,
            ),
            Level("same postcode", "postcode_l = postcode_r", 0.08, 0.002),
            Level("same city", "city_l = city_r", 0.05, 0.02),
            Level("different addresses", "ELSE", 0.17, 0.98, against=True),
        ),
        rare="street",
    ),
    _identifier("national", "national number", (0.93, 0.04, 0.03)),
    _identifier("document", "licence or passport number", (0.85, 0.04, 0.11)),
    _identifier("account", "account or card number", (0.60, 0.03, 0.37), slip=NOT_THE_LAST),
    _identifier("health", "health insurance number", (0.90, 0.03, 0.07), slip=NOT_THE_LAST),
    _given_out("member", "customer, patient or employee number", (0.88, 0.12)),
    Comparison(
        "birth_place",
        ("birth_place",),
        "birth_place_l IS NULL OR birth_place_r IS NULL",
        (
            Level("same place of birth", "birth_place_l = birth_place_r", 0.80, 0.01),
            Level("different places of birth", "ELSE", 0.20, 0.99, against=True),
        ),
        rare="birth_place",
    ),
    Comparison(
        "occupation",
        ("occupation",),
        "occupation_l IS NULL OR occupation_r IS NULL",
        (
            Level("same occupation", "occupation_l = occupation_r", 0.60, 0.05),
            Level("different occupations", "ELSE", 0.40, 0.95, against=True),
        ),
        rare="occupation",
    ),
)
BY_NAME = {one.name: one for one in COMPARISONS}


def gamma(comparison: Comparison, level: int) -> int:
    """Splink's number of a level: the strongest has the highest, `else` 0, null -1."""
    return len(comparison.levels) - 1 - level


def level_of(comparison: Comparison, number: int) -> Level | None:
    """The level with Splink's number, None for null."""
    return None if number < 0 else comparison.levels[len(comparison.levels) - 1 - number]


def case_sql(comparison: Comparison) -> str:
    """The comparison as one SQL expression over `x_l`, `x_r` columns."""
    top = len(comparison.levels) - 1
    whens = [f"WHEN {level.sql} THEN {top - at}" for at, level in enumerate(comparison.levels[:-1])]
    return f"CASE WHEN {comparison.null} THEN -1 {' '.join(whens)} ELSE 0 END"


def splink_comparison(comparison: Comparison) -> dict[str, object]:
    """The comparison in Splink's settings."""
    levels: list[dict[str, object]] = [{"sql_condition": comparison.null, "label_for_charts": "unknown", "is_null_level": True}]
    levels += [
        {"sql_condition": level.sql, "label_for_charts": level.words, "m_probability": level.m, "u_probability": level.u}
        for level in comparison.levels
    ]
    return {"output_column_name": comparison.name, "comparison_levels": levels}
