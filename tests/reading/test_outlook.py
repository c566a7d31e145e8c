"""Outlook stores, with a stand-in for the library: what is taken from an item, and that a broken one costs itself."""

import sys
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace

import pytest

from stanch.reading.readers import outlook
from stanch.reading.source import HONEST, MEMBERS, Budget, Source
from stanch.records import Unit, Unread


def properties(**texts):
    entries = [
        SimpleNamespace(entry_type=int(key[1:], 16), value_type=0x1F, data=text.encode("utf-16-le"), data_as_string=text)
        for key, text in texts.items()
    ]
    return SimpleNamespace(number_of_entries=len(entries), get_entry=entries.__getitem__)


def item(sets, recipients=(), attachments=(), **more):
    table = SimpleNamespace(number_of_record_sets=len(recipients), get_record_set=list(recipients).__getitem__)
    known = {"transport_headers": None, "sender_name": None, "subject": None, "plain_text_body": None, "html_body": None, "rtf_body": None,
             "delivery_time": None, "client_submit_time": None, "creation_time": None}  # fmt: skip
    return SimpleNamespace(
        **{**known, **more}, recipients=table, number_of_record_sets=len(sets), get_record_set=list(sets).__getitem__,
        number_of_attachments=len(attachments), get_attachment=list(attachments).__getitem__,
    )  # fmt: skip


class Broken:
    @property
    def number_of_record_sets(self):
        raise OSError("damaged")


@pytest.fixture
def found(monkeypatch):
    mail = item(
        [properties(x0037="Pay", x1000="told", x800d="/o=X/ou=Y/cn=Z", x8001="Ref 17-44")],
        [properties(x3001="Zoë Ödegård", x3003="/o=X/ou=Y", x39FE="zoe@example.com"), properties(x3001="m@example.com", x3003="m@example.com")],
        [SimpleNamespace(long_filename="list.csv", number_of_sub_items=0, get_size=lambda: 4, read_buffer=lambda size: b"a,b\n"[:size])],
        subject="\x01\x01Pay", sender_name="Maria Delgado", plain_text_body=b"told", delivery_time=datetime(2026, 9, 1, 10, tzinfo=UTC),
    )  # fmt: skip
    contact = item([properties(x3A08="212-555-0101", x3A29="12 Main Street", x8005="maria@example.com")], subject="Maria Delgado")
    items = [mail, Broken(), contact]
    folder = SimpleNamespace(number_of_sub_folders=0, number_of_sub_messages=3, get_sub_message=items.__getitem__)
    module = ModuleType("pypff")
    module.file = lambda: SimpleNamespace(open_file_object=lambda _stream: None, get_root_folder=lambda: folder)
    monkeypatch.setitem(sys.modules, "pypff", module)
    return list(outlook.pst(Source("e", "a.pst", content=b"!BDN")))


def test_a_message_with_its_people_and_files(found):
    unit = found[0]
    assert unit.properties == {
        "mail.from": "Maria Delgado",
        "mail.to": "Zoë Ödegård <zoe@example.com>; m@example.com",
        "mail.subject": "Pay",
        "mail.date": "2026-09-01T10:00:00+00:00",
    }
    assert unit.text.count("told") == 1
    assert "Ref 17-44" in unit.text
    assert "/ou=" not in unit.text.lower()
    assert (found[1].locator, found[1].content) == ("a.pst!/1!/list.csv", b"a,b\n")


def test_a_broken_item_costs_itself_and_a_contact_is_read(found):
    assert [(one.locator, one.reason) for one in found if isinstance(one, Unread)] == [("a.pst!/2", "damaged")]
    contact = next(one for one in found if isinstance(one, Unit) and one.locator == "a.pst!/3")
    assert {"212-555-0101", "12 Main Street", "maria@example.com"} <= set(contact.text.split("\n"))


def test_a_large_store_may_hold_more_than_small_ones():
    large = Budget(size=50 << 30)
    assert large.unpacked == HONEST * (50 << 30)
    assert large.members > MEMBERS
    assert Budget(size=1000).members == MEMBERS
