"""Clients that mean harm or know no better, on real sockets: slow ones, those that send too much, and those whose requests read two ways."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from stanch.casefile import Case
from stanch.portal import doorstep, heads, pace
from stanch.portal.serving import THREADS, Listening, server

PLAIN = b"GET /style.css HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tls") / "both.pem"
    key = place.with_name("key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(place)], check=True, capture_output=True)
    place.write_bytes(place.read_bytes() + key.read_bytes())
    return place


# Long before somebody who keeps silent is sent away: nobody waited for that.
AT_ONCE = doorstep.HEAD_SECONDS * 0.6


def served(case: Case, listening: Listening) -> Iterator[int]:
    serving, address = server(case, listening)
    thread = threading.Thread(target=serving.serve)
    thread.start()
    yield int(address.rpartition(":")[2])
    serving.stop()
    thread.join()


@pytest.fixture
def port(case: Case) -> Iterator[int]:
    yield from served(case, Listening(port=0))


@pytest.fixture
def tls_port(case: Case, certificate: Path) -> Iterator[int]:
    yield from served(case, Listening(port=0, certificate=certificate))


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 15)


def all_of(one: socket.socket) -> bytes:
    came = b""
    with suppress(ConnectionResetError):
        while piece := one.recv(65536):
            came += piece
    return came


def told(port: int, sent: bytes) -> bytes:
    with opened(port) as one:
        one.sendall(sent)
        return all_of(one)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_clients_that_send_nothing_or_half_a_head_stop_nobody(port: int) -> None:
    slow = [opened(port) for _ in range(THREADS * 2)]
    for number, one in enumerate(slow):
        one.sendall(
            (b"", b"GET / HTTP/1.1\r\nHost: 127", PLAIN[:-1], b"POST /people HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nab")[
                number % 4
            ]
        )
    began = time.monotonic()
    assert status(told(port, PLAIN)) == 200
    assert time.monotonic() - began < AT_ONCE
    for one in slow:
        one.close()


def test_bodies_of_strangers_that_never_come_hold_no_thread(port: int) -> None:
    slow = [opened(port) for _ in range(THREADS * 2)]
    for one in slow:
        one.sendall(b"POST /bring HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 7000000\r\n\r\n" + b"a" * (doorstep.READ_AHEAD + 1))
    began = time.monotonic()
    assert status(told(port, PLAIN)) == 200
    assert time.monotonic() - began < AT_ONCE
    assert {status(one.recv(65536)) for one in slow} == {403}, "each is told that it is not signed in, though it never sent its body"
    for one in slow:
        one.close()


def test_a_client_that_does_not_shake_hands_stops_nobody(tls_port: int) -> None:
    silent = [opened(tls_port) for _ in range(4)]
    silent[0].sendall(b"\x16")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    began = time.monotonic()
    with context.wrap_socket(opened(tls_port)) as one:
        one.sendall(PLAIN.replace(b"Connection: close\r\n", b"") + PLAIN)
        came = all_of(one)
    assert came.count(b"HTTP/1.1 200 OK") == 2, "two requests at once, sealed in one record"
    assert time.monotonic() - began < AT_ONCE
    for each in silent:
        each.close()
    assert b"This address speaks TLS" in told(tls_port, PLAIN)


def test_what_waits_too_long_is_closed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(doorstep, "IDLE_SECONDS", 0.3)
    with opened(port) as silent, opened(port) as idle:
        idle.sendall(PLAIN.replace(b"Connection: close\r\n", b""))
        assert all_of(idle).startswith(b"HTTP/1.1 200")
        assert all_of(silent) == b""


def test_a_file_must_come_at_a_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "GRACE_SECONDS", 0.3)
    here, there = socket.socketpair()
    reader = pace.Reader(here)
    reader.begin(b"POST / HTTP/1.1\r\n\r\n", b"", 10_000_000)
    assert (reader.readline(), reader.readline()) == (b"POST / HTTP/1.1\r\n", b"\r\n")
    there.sendall(b"a" * 1000)
    with pytest.raises(TimeoutError):
        reader.read()
    reader.begin(b"", b"abc", 5)
    there.sendall(b"de and the next")
    assert reader.read() == b"abcde", "never beyond the body"
    here.close()
    there.close()


def test_whoever_opens_very_many_loses_their_own(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "MOST", 20)
    many = [opened(port) for _ in range(60)]
    assert status(told(port, PLAIN)) == 200
    first, last = many[0], many[-1]
    assert all_of(first) == b""
    last.sendall(PLAIN)
    assert status(all_of(last)) == 200
    for one in many:
        one.close()


TWO_WAYS = {
    "chunks": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "chunks and a length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    "chunks, written otherwise": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\tChUnKeD\r\n\r\n0\r\n\r\n",
    "chunks before a colon with a space": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "chunks in an old version": b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 0\r\n\r\nhello",
    "two lengths in one": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello",
    "a length with a sign": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
    "a length with a low line": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1_0\r\n\r\n0123456789",
    "a length below nothing": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
    "a length of other digits": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ٥\r\n\r\nhello".encode(),
    "a folded line": b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n Content-Length: 5\r\n\r\n",
    "a line without its return": b"GET / HTTP/1.1\r\nHost: a\nContent-Length: 5\r\n\r\n",
    "a return within a value": b"GET / HTTP/1.1\r\nHost: a\r\nX: b\rContent-Length: 5\r\n\r\n",
    "a zero byte": b"GET / HTTP/1.1\r\nHost: a\r\nX: b\x00c\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\nX: b\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    "another's address": b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "another version": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a name of a header that is none": b"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
    "a space first": b" GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "ten megabytes of cookies": b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"a=b; " * 2_000_000 + b"\r\n\r\n",
    "two hundred headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: b\r\n" * 200 + b"\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TWO_WAYS)
def test_what_reads_two_ways_is_refused_and_the_connection_ends(port: int, name: str) -> None:
    with opened(port) as one:
        with suppress(BrokenPipeError, ConnectionResetError):
            one.sendall(TWO_WAYS[name] + PLAIN)
        came = all_of(one)
    assert status(came) in (400, 411, 431), came[:300]
    assert came.count(b"HTTP/1.") == 1, "what stands behind it is no request"


def test_a_length_larger_than_what_is_taken_is_refused_before_it_comes(port: int) -> None:
    began = time.monotonic()
    assert status(told(port, b"POST /bring HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n")) == 413
    assert time.monotonic() - began < AT_ONCE


def test_a_form_too_large_for_its_page_is_refused_in_words_and_not_read(port: int) -> None:
    answer = told(port, b"POST /bring HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000000\r\n\r\n" + b"x" * doorstep.READ_AHEAD)
    assert status(answer) == 413
    assert b"8.1 MB may come here. Nothing was kept." in answer


def test_a_client_that_asks_first_is_told_to_go_on(port: int) -> None:
    with opened(port) as one:
        one.sendall(b"POST /bring HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n")
        assert one.recv(100) == doorstep.GO_ON
        one.sendall(b"a=b&")
        assert status(all_of(one)) == 403


def test_a_name_that_only_an_application_confuses_does_not_come_through() -> None:
    head = heads.read(b"GET / HTTP/1.1\r\nHost: a\r\nX_Forwarded_Proto: https\r\nX-Forwarded-Proto: http\r\n\r\n")
    assert isinstance(head, heads.Head)
    assert head.text == b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: http\r\n\r\n"


def test_bytes_one_by_one_are_a_request_like_any_other(port: int) -> None:
    with opened(port) as one:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"\r\n" + PLAIN:
            one.sendall(bytes([byte]))
        assert status(all_of(one)) == 200
