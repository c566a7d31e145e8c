"""The whole case from the portal: masked for whoever may export; in full for those who may see it all, with their grounds."""

import io
import json
import zipfile

import pytest

from stanch.portal import rights
from stanch.portal.rights import visitor


def taken(browser, **form: str) -> zipfile.ZipFile:  # type: ignore[no-untyped-def]
    answer = browser.post("/report/whole-case", form)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_masked_names_nobody_and_the_journal_says_who_took_it(owner, case) -> None:  # type: ignore[no-untyped-def]
    archive = taken(owner, values="masked")
    assert archive.testzip() is None
    assert not [name for name in archive.namelist() if b"Ada Example" in archive.read(name) or b"ada@example.com" in archive.read(name)]
    last = case.journal.entries(newest_first=True, count=1)[0]
    assert (last.action, last.subject, last.actor) == ("export", "the whole case", case.by)


def test_full_values_need_grounds(owner, case) -> None:  # type: ignore[no-untyped-def]
    before = len(case.journal)
    refused = owner.post("/report/whole-case", {"values": "full", "grounds": " "})
    assert refused.status_code == 400
    assert "order" in refused.content.decode()
    assert len(case.journal) == before
    archive = taken(owner, values="full", grounds="the insurer asks")
    assert b"ada@example.com" in archive.read("records/person.jsonl")
    assert json.loads(archive.read("case.json"))["masked"] is False


@pytest.mark.parametrize("role", ["responder", "communicator"])
def test_full_values_are_not_for_whoever_may_only_export(owner, monkeypatch: pytest.MonkeyPatch, role: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(rights, "alone", lambda name: visitor(name, role))
    assert "In full" not in owner.get("/report/whole-case").content.decode()
    assert owner.post("/report/whole-case", {"values": "full", "grounds": "please"}).status_code == 403
    assert taken(owner, values="masked").namelist()
