"""Leaked passwords at a customers' sign-in, told apart from a server whose password is guessed."""

import json
from datetime import UTC, datetime, timedelta

from stanch.cli.main import run

START = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)


def asked(number, ip, status, method="POST", path="/account/login"):
    time = START + timedelta(seconds=5 * number)
    return f'{ip} - - [{time:%d/%b/%Y:%H:%M:%S} +0000] "{method} {path} HTTP/1.1" {status} 900 "-" "x"'


def cause(tmp_path, capsys, name, lines):
    (tmp_path / name).write_text("\n".join(lines) + "\n")
    run(["cause", str(tmp_path / name), "--json"])
    return json.loads(capsys.readouterr().out)


def test_customers_accounts_opened_with_tried_passwords(tmp_path, capsys):
    tried = [asked(number, "203.0.113.9", 401) for number in range(60)] + [asked(61, "203.0.113.9", 302)]
    told = cause(tmp_path, capsys, "access.log", tried + [asked(number, "198.51.100.7", 200) for number in range(62, 80)])
    assert told["cause"]["kind"] == "credential_stuffing"
    assert told["touched"]["addresses"] == ["203.0.113.9"]
    assert told["window"]["first"] == "2026-03-04T05:05:05Z"


def test_a_forgotten_password_is_nobodys_attack(tmp_path, capsys):
    lines = [asked(number, "203.0.113.9", 401) for number in range(12)] + [asked(13, "203.0.113.9", 302)]
    told = cause(tmp_path, capsys, "access.log", lines)
    assert told["cause"]["kind"] is None
    assert told["detections"] == []


def test_a_guessed_server_password_is_an_intrusion(tmp_path, capsys):
    lines = [f"Mar  4 05:{number:02}:07 db1 sshd[9]: Failed password for dba from 203.0.113.9 port 4711 ssh2" for number in range(30)]
    lines.append("Mar  4 05:31:00 db1 sshd[9]: Accepted password for dba from 203.0.113.9 port 4711 ssh2")
    told = cause(tmp_path, capsys, "auth.log", lines)
    assert told["cause"]["kind"] == "intrusion"
    assert "Brute force" in told["cause"]["veris"]["action"]["hacking"]["variety"]
