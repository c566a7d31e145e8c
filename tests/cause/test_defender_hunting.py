"""Defender's advanced hunting: rows of a console are asked the rules for Windows."""

import json
from datetime import UTC, date, datetime

import pytest

from stanch.cause.detect import watch
from stanch.cause.logs import defender_hunting, reader_for
from stanch.cause.sigma import own_rules
from stanch.cause.timeline import of_texts

AS_OF = date(2026, 6, 1)
TABLE = (
    "Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,SHA256,ProcessCommandLine,AccountDomain,AccountName,InitiatingProcessFolderPath\r\n"
    '"May 12, 2026 10:14:05 PM",d,pc1.example.com,ProcessCreated,vssadmin.exe,C:\\Windows\\System32\\vssadmin.exe,aa,"vssadmin delete shadows /all",ex,ann,C:\\cmd.exe\r\n'
)
SIGN_IN = {"Timestamp": "2026-05-12T22:14:05Z", "DeviceName": "pc1", "ActionType": "LogonSuccess", "LogonType": "RemoteInteractive", "AccountName": "Ann",
           "AccountDomain": "ex", "RemoteIP": "203.0.113.9"}  # fmt: skip


def test_a_program_that_was_started_fires_the_rules_for_it() -> None:
    seen = watch(of_texts([("hunt.csv", TABLE)], AS_OF), own_rules())
    assert [hit.rule.title for hit in seen.hits] == ["Shadow copies or recovery are taken away"]
    assert (list(seen.hits[0].users), seen.hits[0].first) == (["ann"], datetime(2026, 5, 12, 22, 14, 5, tzinfo=UTC))


@pytest.mark.parametrize("wrapped", [SIGN_IN, [SIGN_IN], {"Stats": {}, "Schema": [{"Name": "Timestamp"}], "Results": [SIGN_IN]}])
def test_a_sign_in_is_a_sign_in_in_every_wrapping(wrapped: object) -> None:
    (event,) = of_texts([("hunt.json", json.dumps(wrapped))], AS_OF)
    assert (event.kind, event.action, event.user, event.ip) == ("windows", "logged-in", "ann", "203.0.113.9")
    assert event.fields["LogonType"] == 10


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"ActionType": "ConnectionSuccess", "RemoteIP": "203.0.113.9", "InitiatingProcessFolderPath": "C:\\r.exe"}, {"EventID": 3, "DestinationIp": "203.0.113.9", "Image": "C:\\r.exe"}),
        ({"ActionType": "RegistryValueSet", "RegistryKey": "HKLM\\Run", "RegistryValueName": "x", "RegistryValueData": "y"}, {"EventID": 13, "TargetObject": "HKLM\\Run\\x", "Details": "y"}),
        ({"ActionType": "AntivirusDetection", "FolderPath": "C:\\x", "AdditionalFields": '{"ThreatName":"Ransom:Win32/A"}'}, {"EventID": 1116, "Threat Name": "Ransom:Win32/A", "Path": "C:\\x"}),
        ({"ActionType": "FileCreated", "FolderPath": "C:\\a.txt", "AdditionalFields": '{"cut'}, {"EventID": 11, "TargetFilename": "C:\\a.txt"}),
        ({"ActionType": "SomethingNew"}, {"EventID": 0}),
    ],
)  # fmt: skip
def test_each_table_is_told_by_the_names_of_windows(row: dict[str, str], told: dict[str, object]) -> None:
    found = defender_hunting.told({"DeviceName": "pc1", **row})
    assert {name: found.get(name) for name in told} == told


def test_rows_without_machines_are_another_s() -> None:
    assert reader_for("Timestamp,Sender,Recipient\r\n") is not defender_hunting
