"""The fields of Windows events out of their messages."""

import pytest

from stanch.cause.timeline import of_texts
from stanch.cause.windows_messages import LONGEST, fields_of

SECURITY = "Microsoft-Windows-Security-Auditing"
PROCESS = (
    "A new process has been created.\r\n\r\nCreator Subject:\r\n\tSecurity ID:\t\tCLINIC\\ann\r\n\tAccount Name:\t\tann\r\n\tLogon ID:\t\t0x4F2A11\r\n\r\n"
    "Target Subject:\r\n\tAccount Name:\t\t-\r\n\tLogon ID:\t\t0x0\r\n\r\nProcess Information:\r\n\tNew Process Name:\tC:\\Windows\\System32\\net.exe\r\n"
    "\tCreator Process Name:\tC:\\Windows\\System32\\cmd.exe\r\n\tProcess Command Line:\tnet  user /domain\r\n"
)


def test_who_acts_is_told_from_whom_it_is_about() -> None:
    told = fields_of(PROCESS, SECURITY, 4688)
    assert (told["SubjectUserName"], told["SubjectLogonId"], told["TargetUserName"]) == ("ann", "0x4F2A11", "-")
    assert (told["CommandLine"], told["ParentProcessName"]) == ("net  user /domain", "C:\\Windows\\System32\\cmd.exe")


def test_a_label_within_a_value_is_no_label() -> None:
    text = PROCESS + "\tProcess Command Line:\techo\r\n\tAccount Name:\tsomebody else\r\n"
    assert fields_of(text, SECURITY, 4688)["CommandLine"] == "net  user /domain"
    assert fields_of("Subject:\n\tAccount Name:\t\ta: Account Name:\tb\n", SECURITY, 4624)["SubjectUserName"] == "a: Account Name:\tb"


@pytest.mark.parametrize(
    ("provider", "code", "text", "told"),
    [
        ("Microsoft-Windows-Sysmon", 1, "Process Create:\nRuleName: -\nImage: C:\\a.exe\nCommandLine: a.exe -x: y\n", {"Image": "C:\\a.exe", "CommandLine": "a.exe -x: y"}),
        ("Microsoft-Windows-PowerShell", 4104, "Creating Scriptblock text (1 of 1):\niex x\ny\n\nScriptBlock ID: 1-2\nPath: ", {"ScriptBlockText": "iex x\ny"}),
        ("Microsoft-Windows-Windows Defender", 1116, "Found something.\n \tName: Trojan:Win32/X\n \tUser: EX\\ann\n", {"Threat Name": "Trojan:Win32/X"}),
        ("Microsoft-Windows-TerminalServices-LocalSessionManager", 21, "Logon:\n\nUser: EX\\ann\nSource Network Address: 203.0.113.9", {"Address": "203.0.113.9"}),
        ("Microsoft-Windows-TerminalServices-RemoteConnectionManager", 1149, "Ok:\n\nUser: ann\nDomain: EX\nSource Network Address: 203.0.113.9", {"Param1": "ann", "Param3": "203.0.113.9"}),
        ("Service Control Manager", 7045, "A service was installed.\n\nService Name:  evil\nService File Name:  C:\\e.exe -k\n", {"ServiceName": "evil", "ImagePath": "C:\\e.exe -k"}),
        (SECURITY, 4625, "Échec.\n\nSujet :\n\tNom du compte :\t\t-\n\nCompte pour lequel l’ouverture de session a échoué :\n\tNom du compte :\t\tann\n\nInformations sur le réseau :\n\tAdresse du réseau source :\t203.0.113.9\n", {"TargetUserName": "ann", "IpAddress": "203.0.113.9"}),
    ],
)  # fmt: skip
def test_each_provider_speaks_in_its_own_way(provider: str, code: int, text: str, told: dict[str, str]) -> None:
    found = fields_of(text, provider, code)
    assert {name: found.get(name) for name in told} == told


@pytest.mark.parametrize(
    "text", ["", ":" * LONGEST * 2, "a:\t" * 100_000, "\t \u00a0" * 100_000, "Subject:\n" * 50_000, "x" * 71 + ":\ty", "\x1b[31m:\t\x00"]
)
def test_hostile_messages_end(text: str) -> None:
    assert isinstance(fields_of(text, SECURITY, 4624), dict)


def test_a_saved_table_joins_a_session_to_its_address() -> None:
    sign_in = "An account was successfully logged on.\n\nLogon Information:\n\tLogon Type:\t\t10\n\nNew Logon:\n\tAccount Name:\t\tann\n\tLogon ID:\t\t0x4F2A11\n\nNetwork Information:\n\tSource Network Address:\t203.0.113.9"
    rows = [("5/16/2026 3:06:00 AM", 4624, sign_in), ("5/16/2026 3:10:00 AM", 4688, PROCESS.replace("\r", ""))]
    text = "Level,Date and Time,Source,Event ID,Task Category\n" + "".join(
        f'Information,{at},{SECURITY},{code},x,"{said}"\n' for at, code, said in rows
    )
    events = [event for event in of_texts([("Security.csv", text)], None) if event]  # type: ignore[arg-type]
    assert [(event.ip, event.user, event.action) for event in events] == [
        ("203.0.113.9", "ann", "logged-in"),
        ("203.0.113.9", "ann", "process-created"),
    ]
