"""What clamscan prints: finds without a time of their own."""

from datetime import UTC, date, datetime

from stanch.cause.timeline import of_texts

PRINTED = (
    "/srv/www/x.php: Php.Webshell.Agent-1 FOUND\n/srv/www/a: b.php: OK\n\n----------- SCAN SUMMARY -----------\nKnown viruses: 8700000\nEngine version: 1.0.7\n"
    "Scanned files: 2\nInfected files: 1\nTime: 9.1 sec (0 m 9 s)\nStart Date: 2026:05:12 05:06:07\nEnd Date:   2026:05:12 05:06:16\n"
)


def test_a_find_is_told_at_the_end_of_its_scan() -> None:
    (event,) = of_texts([("scan.txt", PRINTED)], date(2026, 6, 1))
    assert (event.kind, event.target, event.time) == ("clamav", "/srv/www/x.php", datetime(2026, 5, 12, 5, 6, 16, tzinfo=UTC))
    assert event.ecs()["threat.indicator.name"] == "Php.Webshell.Agent-1"


def test_two_scans_of_one_file_have_each_its_day_and_one_that_was_cut_off_none() -> None:
    later = PRINTED.replace("2026:05:12", "2026:05:13")
    days = [event.time.day for event in of_texts([("scan.txt", PRINTED + later + "/srv/y: Trojan.X FOUND\n")], date(2026, 6, 1))]
    assert days == [12, 13]
