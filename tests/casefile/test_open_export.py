"""A case written out in forms that anybody can read, and a new case made from that: whole; or masked, and then nobody is named in it."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, check, decide, known_people, noting, open_export, pieces, rulings, walking
from stanch.casefile.masking import MASKED, Mask, initials
from stanch.casefile.open_import import bring_in
from stanch.cli.main import run
from stanch.engine.bench import Parts
from stanch.errors import StanchError, WrongCall
from stanch.extent.known_people import KnownPerson
from stanch.records import (
    FINDING_SCHEMA,
    Action,
    Aside,
    Attack,
    Cause,
    Evidence,
    Exhibit,
    Exposure,
    Facts,
    Incident,
    Notice,
    Offer,
    Organisation,
    Person,
    Piece,
    PostalAddress,
)
from stanch.vault import sealed_writer

ADA = Person(
    "p-1",
    "Ada Byron-Example",
    other_names=("A. Byron-Example",),
    dob=date(1990, 3, 14),
    email="ada.byron@example.com",
    phone="+1 202 555 0143",
    postal_address=PostalAddress("17 Analytical Way", "Oakland", "CA", "94601", "US"),
    residence="US-CA",
    elements=("name", "ssn"),
    exposures=(Exposure("us_ssn", "ssn", "***-**-6789", 0.99, ("share/ada_byron_example.docx",)),),
    relation="customer",
    records=("share/ada_byron_example.docx|row/1",),
    sources=("share/ada_byron_example.docx",),
)
BOB = Person("p-2", "=HYPERLINK(1) Müller", email="bob@example.com", records=("share/b|row/2",), elements=("name",))
SECRETS = (
    "Ada Byron",
    "ada.byron@",
    "555 0143",
    "Analytical Way",
    "1990-03-14",
    "94601",
    "ada_byron_example",
    "bob@example.com",
    "CODE-0001",
)


def _findings(case: Case) -> None:
    part = case.parts / "findings" / "one.parquet"
    part.parent.mkdir(parents=True)
    told = {"exhibit": "e1", "locator": "share/ada_byron_example.docx", "kind": "name", "masked": "A… B…", "token": "t1"}
    rows = [{**told, "confidence": 0.5, "detector": "name", "text": "Ada Byron-Example", "start": 3, "end": 20}] * 700
    with sealed_writer(part, FINDING_SCHEMA, case.keys) as writer:
        writer.write_table(pa.Table.from_pylist(rows, schema=FINDING_SCHEMA))
    case.store.put_parts("findings", Parts((part,), case.keys))


def _sent(case: Case) -> None:
    """One letter on its way, sealed; and one told of by telephone."""
    piece = Piece("w-1", "n-1", "p-1", "mail", 1, "queued", ("Ada Byron-Example", "17 Analytical Way"), created_at=NOW)
    pieces.add(case, [piece], source="the outbox")
    pieces.seal_events(case)
    pieces.change(case, "w-1", "sent", detail="handed over", source="print house")
    pieces.seal_events(case)
    from stanch.casefile.models import CodeRow

    CodeRow.objects.using(case.alias).create(
        code="CODE-0001", service="credit_monitoring", engagement="E1", provider="P", months=12, enrol_by=date(2027, 3, 1),
        help_line="+1 202 555 0100", enrol_url="https://example.com/enrol", person="p-1", state="assigned", assigned_at=NOW,
    )  # fmt: skip


@pytest.fixture
def filled(case: Case) -> Case:
    """A case in which people did all there is to do."""
    store = case.store
    store.put(Organisation, [Organisation(name="Acme & Sons")])
    store.put(Facts, [Facts(incident=Incident(kind="intrusion"))])
    decide.set_fact(
        case, "incident.discovered", date(2026, 10, 1), by="the owner", source="the IT lead", known_at=datetime(2026, 10, 2, tzinfo=UTC)
    )
    store.put(Evidence, [Evidence("/elsewhere/share")])
    store.put(
        Exhibit, [Exhibit("e1", "share/ada_byron_example.docx", "/elsewhere/share/x", "evidence", "a" * 64, "b" * 64, 9, NOW, NOW, "x")]
    )
    store.put(Attack, [Attack(cause=Cause("intrusion", statement="A password was guessed.", confidence=0.9))])
    store.put(Person, [ADA, BOB])
    store.put(Aside, [Aside(Person("c1", "Acme Holdings", records=("share/c|row/1",)), "test_account", "for trials")])
    store.put(Offer, [Offer("p-1", "credit_monitoring", 12, True, "SSN exposed")])
    store.put(
        Notice,
        [
            Notice(
                "n-1",
                "letter",
                "individuals",
                "US-CA",
                (),
                "en",
                "en/individual",
                {"name": ADA.name},
                person="p-1",
                address=("17 Analytical Way",),
            )
        ],
    )
    store.put(Action, [Action("a1", "Second factor", "why", "IT lead", None, "a day", True, proof_needed="a setting")])
    _findings(case)
    decide.approve_notice(case, "n-1", by="the counsel", grounds="read to Ada Byron-Example")
    decide.close_action(case, "a1", by="the owner", proof="ticket 7")
    decide.write(case, "Counsel", {"q1": "1"}, verdict="not_owed", by="the counsel", grounds="advice of the firm", action="counsel decides")
    rulings.decide(case, [rulings.apart([ADA, BOB])], by="the reviewer", grounds="two people", action="review people")
    noting.note(case, "The helpdesk heard from ADA  Byron-Example.", at=NOW, source="by telephone", by="the owner")
    _sent(case)
    known_people.add(case, [KnownPerson((("Ada", "Byron-Example"),), (("email", "ada.byron@example.com"),))])
    return case


@pytest.fixture
def again(filled: Case, tmp_path: Path) -> Iterator[Case]:
    open_export.folder(filled, tmp_path / "out.zip", full=True, by="the owner", grounds="moved to another tool")
    made, _ = bring_in(tmp_path / "out.zip", tmp_path / "again", passphrase=PASSPHRASE, by="the keeper", clock=lambda: NOW)
    with made:
        yield made


def contents(case: Case, place: Path, *, full: bool = True) -> dict[str, bytes]:
    open_export.folder(case, place, full=full, by="the owner", grounds="moved to another tool")
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def test_a_case_goes_out_and_comes_back_the_same(filled: Case, again: Case, tmp_path: Path) -> None:
    before, after = contents(filled, tmp_path / "a"), contents(again, tmp_path / "b")
    assert set(before) == set(after)
    # What is of one journal alone: the numbers and hashes of its entries. And where files lay on the other machine.
    own = {"case.json", "tables/journal.jsonl", "csv/journal.csv", "veris.json", "records/evidence.jsonl", "csv/evidence.csv"}
    numbered = {f"{folder}/{name}.{end}" for folder, end in (("tables", "jsonl"), ("csv", "csv")) for name in ("decisions", "piece_events")}
    assert {name for name in before if before[name] != after[name]} <= own | numbered
    for name in ("decisions", "piece_events"):
        was, is_now = ([json.loads(line) for line in told[f"tables/{name}.jsonl"].splitlines()] for told in (before, after))
        assert len({one["entry"] - two["entry"] for one, two in zip(was, is_now, strict=True)}) == 1
        assert [{**one, "entry": 0} for one in was] == [{**one, "entry": 0} for one in is_now]


def test_the_new_case_is_whole_and_its_journal_tells_where_it_is_from(filled: Case, again: Case) -> None:
    assert check.faults(again) == []
    assert again.journal.head().case != filled.journal.head().case
    told = {entry.action: entry for entry in again.journal.entries()}
    assert json.loads(told["bring in case"].details)["case"] == filled.journal.head().case
    there = next(entry for entry in filled.journal.entries() if entry.action == "approve notices")
    assert (told["approve notices"].actor, told["approve notices"].at) == ("the counsel", there.at)
    assert json.loads(told["approve notices"].details)["brought"] == {"entry": there.sequence, "hash": there.mac}
    assert [one.status for one in again.store.get(Notice)] == ["approved"]
    assert [one.status for one in again.store.get(Action)] == ["done"]
    assert [one.known_at for one in again.store.fact_history("incident.discovered")][-1] == datetime(2026, 10, 2, tzinfo=UTC)
    assert known_people.known(again) == known_people.known(filled)
    assert pieces.queue_approved(again)["mail"] == 0  # what was sent is not sent once more


def test_the_line_goes_on_from_what_was_found_and_wipes_nothing_out(again: Case) -> None:
    decide.set_fact(again, "incident.occurred", date(2026, 9, 1), by="the owner", source="said")
    done = walking.walk(again, walking.bench_of(again, workers=1), first="cause")
    assert "cause" not in done
    assert "law" in done
    assert again.store.get(Attack)[0].cause.statement == "A password was guessed."
    assert [one.name for one in again.store.get(Exhibit)] == ["share/ada_byron_example.docx"]
    assert again.store.get(Person)


def test_masked_nobody_is_named_anywhere_and_no_case_is_made_from_it(filled: Case, tmp_path: Path) -> None:
    calls_before = len(filled.journal)
    whole = contents(filled, tmp_path / "masked", full=False)
    for name, content in whole.items():
        text = content.decode().casefold()
        assert not [secret for secret in SECRETS if secret.casefold() in text], name
        assert "advice of the firm" not in text, name
    assert json.loads(whole["records/person.jsonl"].splitlines()[0])["name"] == "A… B… E…"
    assert b"***-**-6789" in whole["records/person.jsonl"]
    assert json.loads(filled.journal.entries(start=calls_before)[0].details)["masked"] is True
    with pytest.raises(WrongCall, match="masked"):
        bring_in(tmp_path / "masked", tmp_path / "again", passphrase=PASSPHRASE, by="x")
    assert not (tmp_path / "again").exists()


def test_full_values_need_an_order_that_the_journal_keeps(filled: Case, tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="order"):
        open_export.folder(filled, tmp_path / "out", full=True, by="the owner", grounds="  ")
    assert not (tmp_path / "out").exists()
    written = open_export.folder(filled, tmp_path / "out", full=True, by="the owner", grounds="the insurer asks")
    last = filled.journal.entries(newest_first=True, count=1)[0]
    assert json.loads(last.details)["grounds"] == "the insurer asks"
    assert json.loads(last.details)["case.json"] == written.sha256


def test_no_cell_is_a_formula_and_every_kind_has_its_schema(filled: Case, tmp_path: Path) -> None:
    whole = contents(filled, tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO(whole["csv/person.csv"].decode("utf-8-sig"))))
    assert rows[1]["name"] == "'=HYPERLINK(1) Müller"
    kinds = {name.split("/")[1].removesuffix(".jsonl") for name in whole if name.startswith("records/")}
    for kind in kinds:
        assert json.loads(whole[f"schema/{kind}.json"])["$defs"]
    manifest = json.loads(whole["case.json"])
    assert set(manifest["files"]) == set(whole) - {"case.json"}
    assert manifest["files"]["findings.jsonl"]["rows"] == 700
    assert next(csv.DictReader(io.StringIO(whole["csv/action.csv"].decode("utf-8-sig"))))["status"] == "done"


def test_the_incident_in_veris_counts_people_and_names_nobody(filled: Case, tmp_path: Path) -> None:
    told = json.loads(contents(filled, tmp_path / "out")["veris.json"])
    assert told["schema_version"] == "1.4.0"
    assert told["attribute"]["confidentiality"]["data"] == [{"amount": 1, "variety": "Personal"}]
    assert told["timeline"]["incident"] == {"year": 2026, "month": 10, "day": 1}
    assert "Ada" not in json.dumps(told)


@pytest.mark.parametrize("harm", ["altered", "cut", "missing", "climbs", "a newer form", "no export", "a row of another form"])
def test_what_is_damaged_or_hostile_makes_no_case(filled: Case, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "out"
    open_export.folder(filled, out, full=True, by="the owner", grounds="moved")
    manifest = json.loads((out / "case.json").read_text())
    if harm == "altered":
        (out / "records/person.jsonl").write_bytes((out / "records/person.jsonl").read_bytes().replace(b"Oakland", b"Oaklane"))
    elif harm == "cut":
        shutil.make_archive(str(tmp_path / "out"), "zip", out)
        whole = (tmp_path / "out.zip").read_bytes()
        out = tmp_path / "cut.zip"
        out.write_bytes(whole[: len(whole) // 2])
    elif harm == "missing":
        (out / "tables/pieces.jsonl").unlink()
    elif harm == "climbs":
        manifest["files"]["../../etc/passwd"] = {"sha256": "0" * 64, "rows": 1}
    elif harm == "a newer form":
        manifest["version"] = 2
    elif harm == "no export":
        (out / "case.json").unlink()
    else:
        import hashlib

        (out / "records/person.jsonl").write_text('{"id": 3}\n')
        manifest["files"]["records/person.jsonl"]["sha256"] = hashlib.sha256(b'{"id": 3}\n').hexdigest()
    if harm not in ("cut", "no export"):
        (out / "case.json").write_text(json.dumps(manifest))
    with pytest.raises(StanchError):
        bring_in(out, tmp_path / "again", passphrase=PASSPHRASE, by="x")
    assert not (tmp_path / "again").exists()


def test_by_command(filled: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    filled.close()
    out = tmp_path / "out.zip"
    assert run(["export", str(out), "-C", str(filled.folder), "--full"]) == 2
    assert run(["export", str(out), "-C", str(filled.folder), "--full", "--grounds", "we change the tool", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["masked"] is False
    assert out.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
    assert run(["export", str(out), "-C", str(filled.folder)]) == 2
    assert run(["init", str(tmp_path / "again"), "--from", str(out)]) == 0
    assert run(["verify", "-C", str(tmp_path / "again")]) in (0, 1)
    with casefile.open_case(tmp_path / "again", passphrase=PASSPHRASE) as case:
        assert check.faults(case) == []
        assert [one.name for one in case.store.get(Person)] == [ADA.name, BOB.name]


@given(st.text(max_size=60))
def test_masking_leaves_alone_what_nobody_is_called(standing_case: Case, text: str) -> None:
    standing_case.store.put(Person, [ADA])
    mask = Mask(standing_case)
    assert mask.text(text) == text
    assert mask.text(f"{text}; ada BYRON example; {text}") == f"{text}; {MASKED}; {text}"


def test_initials_tell_apart_and_no_more() -> None:
    assert initials("Ada M. Byron-Example") == "A… M… B… E…"
    assert initials("") == ""
