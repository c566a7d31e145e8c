"""Which exhibits the actor reached: names held against places, parcels that leave, silence that means something or nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from stanch.cause.actor import Actor
from stanch.cause.event import Event
from stanch.cause.places import Places
from stanch.cause.reach import Joining
from stanch.cause.things import Thing, things
from stanch.records import Gap, LogSource, Reach, Reached, Window

ENTERED = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
BAD, OFFICE = "203.0.113.9", "192.0.2.10"
SITE = "https://larkfield.example.com/sites/share/"
EVIDENCE = (
    "evidence/share/hr/pay.xlsx#Staff",
    "evidence/share/hr/notes.docx",
    "evidence/share/clinical/notes.docx",
    "evidence/share/clinical/x.pdf",
    "evidence/practice.sql#public.patients",
    "evidence/practice.sql#public.visits",
    "evidence/clinic.sqlite#patients",
    "evidence/mail/frontdesk.mbox!/1",
)


def sharepoint(action, path, *, at=60, ip=BAD, user="a@example.com"):
    """A read that Microsoft 365 logged, minutes after the entry."""
    fields = {"Operation": action, "ObjectId": SITE + path}
    return Event(ENTERED + timedelta(minutes=at), "m365", "m.json", at, fields, ip=ip, user=user, target=SITE + path, action=action)


def sudo(command, *, at=10):
    return Event(
        ENTERED + timedelta(minutes=at),
        "sshd",
        "auth.log",
        at,
        {"command": command},
        user="a@example.com",
        target="db1",
        succeeded=True,
        action="command",
    )


def put(key, *, at=20, status=True):
    fields = {"bucket": "b", "key": key}
    return Event(
        ENTERED + timedelta(minutes=at), "s3", "s3.log", at, fields, ip=BAD, target=f"b/{key}", succeeded=status, action="REST.PUT.OBJECT"
    )


def reach(*events, gaps=(), begins=-600, ends=600, unparsed=0, evidence=EVIDENCE):
    actor = Actor({BAD}, {"a@example.com"}, [], ENTERED)
    joining = Joining(actor, Places.of(evidence))
    passed = list(joining.watching(events))
    assert passed == list(events)
    first, last = ENTERED + timedelta(minutes=begins), ENTERED + timedelta(minutes=ends)
    source = LogSource("m.json", "m365", first, last, 1000, unparsed)
    return joining.reach(Window(ENTERED, ENTERED + timedelta(minutes=120), 0.9), [source], gaps)


def test_downloads_left_reads_were_opened_and_the_rest_of_a_logged_store_was_not_reached():
    told = reach(
        sharepoint("FileDownloaded", "hr/pay.xlsx"),
        sharepoint("FileAccessed", "clinical/notes.docx"),
        sharepoint("FileAccessed", "clinical/x.pdf", at=-90, ip=OFFICE),
    )
    assert told.of("evidence/share/hr/pay.xlsx#Staff") == "acquired"
    assert told.of("evidence/share/clinical/notes.docx") == "accessed"
    assert told.of("evidence/share/hr/notes.docx") == "not_reached"
    assert told.of("evidence/practice.sql#public.patients") == "not_known"
    assert told.of_all(["evidence/share/hr/notes.docx", "evidence/practice.sql"]) == "not_known"
    assert told.of_all(["evidence/share/hr/notes.docx"]) == "not_reached"
    assert told.reached[0].evidence == ("m.json:60",)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"begins": 1}, "begins"),
        ({"ends": 60}, "ends"),
        ({"gaps": [Gap("m365", ENTERED, ENTERED + timedelta(hours=1))]}, "silent"),
        ({"unparsed": 2}, "not understood"),
    ],
)
def test_a_log_with_a_hole_shows_no_absence(more, why):
    told = reach(sharepoint("FileDownloaded", "hr/pay.xlsx"), **more)
    assert told.of("evidence/share/hr/notes.docx") == "not_known"
    assert told.of("evidence/share/hr/pay.xlsx") == "acquired"
    assert why in told.blind["m365"]


def test_an_actor_with_a_machine_may_have_come_another_way():
    told = reach(sharepoint("FileDownloaded", "hr/pay.xlsx"), sudo("/usr/bin/id"))
    assert told.of("evidence/share/hr/notes.docx") == "not_known"
    assert "another" in told.blind["m365"] or "from there" in told.blind["m365"]


def test_a_read_by_the_opened_account_from_an_address_new_for_it_is_not_known():
    own = sharepoint("FileAccessed", "hr/notes.docx", at=-100, ip=OFFICE)
    taken = sharepoint("FileDownloaded", "hr/pay.xlsx")
    strange = sharepoint("FileAccessed", "clinical/x.pdf", at=70, ip="198.51.100.7")
    again = sharepoint("FileAccessed", "clinical/notes.docx", at=71, ip="192.0.2.77")
    told = reach(own, taken, strange, again)
    assert told.of("evidence/share/clinical/x.pdf") == "not_known"
    assert "198.51.100.7" in told.why("evidence/share/clinical/x.pdf")[1].why
    assert told.of("evidence/share/clinical/notes.docx") == "not_reached"


def test_a_dump_has_left_when_the_file_it_went_into_left():
    dumped = sudo("/usr/bin/pg_dump -U postgres practice -f /tmp/p.sql")
    assert reach(dumped).of("evidence/practice.sql#public.visits") == "accessed"
    assert reach(put("out/p.sql"), dumped).of("evidence/practice.sql") == "acquired"
    assert reach(put("out/p.sql", at=5), dumped).of("evidence/practice.sql") == "accessed", "it was sent before it was written"
    assert reach(put("out/p.sql", status=False), dumped).of("evidence/practice.sql") == "accessed"


def test_packed_folders():
    told = reach(sudo("/usr/bin/tar czf /tmp/hr.tgz /srv/share/hr"), put("hr.tgz"))
    assert told.of("evidence/share/hr/pay.xlsx#Staff") == "acquired"
    assert told.of("evidence/share/clinical/x.pdf") == "not_known"


def test_one_table_of_a_dump():
    told = reach(sudo("mysqldump -u root practice --table=visits"))
    assert told.of("evidence/practice.sql#public.visits") == "accessed"
    assert told.of("evidence/practice.sql#public.patients") == "not_known"
    assert told.of_exhibit("evidence/practice.sql") == "accessed"


def injected(query):
    return Event(ENTERED, "web", "w.log", 1, {"cs-uri-query": query}, ip=BAD, target="/s", succeeded=True, action="GET")


def test_injected_sql_names_tables_and_doubt_stays_doubt():
    named = reach(injected("q=1' UNION SELECT ssn FROM public.patients--"))
    assert named.of("evidence/practice.sql#public.patients") == "acquired"
    assert named.of("evidence/clinic.sqlite#patients") == "not_known"
    either = reach(injected("q=1' UNION SELECT ssn FROM patients--"))
    assert {either.of(place) for place in ("evidence/practice.sql#public.patients", "evidence/clinic.sqlite#patients")} == {"not_known"}
    assert "2 places" in either.reached[0].why
    assert not reach(injected("q=letters from patients")).reached


def test_injected_sql_names_the_file_that_a_table_was_handed_in_as():
    def met(*evidence):
        found = Places.of(evidence).meet(Thing("table", "Customers", "acquired"))
        return found.places if found else ()

    assert met("evidence/db/customers.csv", "evidence/db/suppliers.csv", "evidence/customers.pdf") == ("evidence/db/customers.csv",)
    assert met("evidence/customers.csv", "evidence/shop.sql#customers") == ("evidence/shop.sql#customers",)
    assert len(met("evidence/old/customers.csv", "evidence/new/customers.csv")) == 2, "two of the name stay in doubt"


def test_a_mailbox_by_its_owner():
    fields = {"MailboxOwnerUPN": "frontdesk@example.com", "OperationProperties.MailAccessType": "Sync"}
    event = Event(ENTERED, "m365", "m.json", 1, fields, ip=BAD, user="a@example.com", action="MailItemsAccessed")
    assert reach(event).of("evidence/mail/frontdesk.mbox!/7") == "acquired"
    fields["OperationProperties.MailAccessType"] = "Bind"
    assert reach(event).of("evidence/mail/frontdesk.mbox!/7") == "accessed"


def test_what_was_taken_and_not_handed_in_is_told():
    told = reach(sharepoint("FileDownloaded", "old/scan_1.pdf"), sharepoint("FileDownloaded", "old/scan_1.pdf"))
    assert told.elsewhere_count == 1
    assert told.elsewhere == (SITE + "old/scan_1.pdf",)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("https://x.example.com/a/share/hr/notes.docx", "evidence/share/hr/notes.docx"),
        (r"\\files\share\HR\Notes.docx", "evidence/share/hr/notes.docx"),
        ("share/clinical/x%2Epdf", "evidence/share/clinical/x.pdf"),
        ("x.pdf", "evidence/share/clinical/x.pdf"),
        ("/tmp/x.pdf", None),
        ("/srv/share", "evidence/share"),
        ("/tmp", None),
        ("", None),
        ("../../..", None),
    ],
)
def test_names_meet_places(name, place):
    met = Places.of(EVIDENCE).meet(Thing("path", name, "accessed"))
    assert (met.places if met else None) == ((place,) if place else None)


@pytest.mark.parametrize("command", ["", "'", "tar", "pg_dump", 'scp "', "\\", "x" * 10_000])
def test_odd_commands_name_nothing(command):
    assert [thing.name for thing in things(sudo(command))] == []


def test_nothing_below_a_sibling_whose_name_begins_alike():
    told = Reach((Reached("a/hr", "acquired", "s3", "x", ENTERED, ENTERED),))
    assert told.of("a/hr/1.txt") == "acquired"
    assert told.of("a/hr2/1.txt") == "not_known"
    assert told.of_exhibit("a") == "acquired"
