"""Pictures of the attack: every column, bounded, nothing runs in them, and the words say the same."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from stanch.records import Attack, Hour, Reach, Reached, Tie
from stanch.report import tied

AT = datetime(2026, 9, 7, 6, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script>"\x1b[31m\u202e'
EVIL, ANN, MAIL = ("address", "203.0.113.9"), ("account", "ann"), ("machine", "Microsoft 365 audit")


def test_from_an_address_to_the_exhibits_in_four_columns() -> None:
    reach = Reach(
        reached=(
            Reached("share/hr/a.pdf", "acquired", "m365", "FileDownloaded", AT, AT, 2, by="ann"),
            Reached("share/hr/b.pdf", "accessed", "m365", "FileAccessed", AT, AT, 1, by="ann"),
            Reached("share/hr/c.pdf", "not_known", "m365", "FileAccessed", AT, AT, 1, by="ann"),
            Reached("mail/x.mbox", "acquired", "m365", "Sync", AT, AT, 1, by="somebody unknown"),
        )
    )
    picture = tied.entities(Attack(ties=(Tie(EVIL, ANN, 7), Tie(ANN, MAIL, 7)), reach=reach))
    assert picture is not None
    for name in ("203.0.113.9", "ann", "Microsoft 365 audit", "share/hr/", "Exhibits"):
        assert f">{name}<" in picture.svg
    assert "mail/x.mbox" not in picture.svg, "nobody in the picture reached it"
    assert "ann reached share/hr/ (3 times)" in picture.words


def test_hostile_names_stand_as_text_and_long_lists_are_cut_and_counted() -> None:
    ties = tuple(Tie(EVIL, ("account", f"{HOSTILE}{number}"), 1) for number in range(40))
    picture = tied.entities(Attack(ties=ties))
    assert picture is not None
    root = ET.fromstring(picture.svg)  # noqa: S314 our own drawing
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {"svg", "rect", "text", "path"}
    assert "and 26 more" in picture.svg
    assert "not drawn: 26 more accounts" in picture.words


def test_nothing_known_draws_nothing() -> None:
    assert tied.entities(Attack()) is None
    assert tied.outgoing(Attack()) is None


def test_bytes_by_hour_things_where_no_bytes_are_told_and_days_of_a_long_story() -> None:
    by_hour = tied.outgoing(Attack(hours=(Hour(AT, 1_000_000, 1), Hour(AT + timedelta(hours=2), 9_000_000, 4))))
    assert by_hour is not None
    assert "10.0 MB" in by_hour.words
    assert "9.0 MB, at 2026-09-07 08:00" in by_hour.words
    things = tied.outgoing(Attack(hours=(Hour(AT, 0, 12),)))
    assert things is not None
    assert "12 things" in things.words
    assert "The logs tell no bytes." in things.words
    days = tied.outgoing(Attack(hours=tuple(Hour(AT + timedelta(hours=number), 10**6, 1) for number in range(24 * 60))))
    assert days is not None
    assert "(by day)" in days.words
    assert "24.0 MB" in days.words


def test_names_of_an_attackers_making_steer_no_screen_and_fill_no_page() -> None:
    name = HOSTILE + "x" * 300
    drawn = tied.entities(Attack(ties=(Tie(("address", "203.0.113.9"), ("account", name), 1),)))
    assert drawn is not None
    assert not {"\x1b", "\u202e"} & set(str(drawn.words) + drawn.svg)
    assert "<script" not in drawn.svg
    assert str(drawn.words).endswith("x… (once).")


def test_large_amounts_are_told_in_the_unit_that_people_use() -> None:
    drawn = tied.outgoing(Attack(hours=(Hour(AT, 734_003_200_000, 1),)))
    assert drawn is not None
    assert "734.0 GB" in str(drawn.words)
