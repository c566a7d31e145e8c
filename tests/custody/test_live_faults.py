"""Servers that hang, close, or talk rubbish: told, named, in time, and nothing of a secret."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from importlib import import_module

import pytest
import taking

from stanch.errors import StanchError

live_take = import_module("stanch.custody.live.take")
SECRET = "Planted-Secret-77"
ADDRESSES = ("postgresql://u@127.0.0.1:{}/x", "mysql://u@127.0.0.1:{}/x", "mssql://u@127.0.0.1:{}/x?tls=off", "imap://u@127.0.0.1:{}/INBOX",
             "imaps://u@127.0.0.1:{}/INBOX", "s3://bucket?endpoint=http://127.0.0.1:{}", "postgresql://u@127.0.0.1:{}/x?tls=verify")  # fmt: skip
RUBBISH = (
    b"\x00" * 2000, b"\xff" * 2000, b"HTTP/1.1 200 OK\r\n\r\n<rubbish" + b"x" * 500, b"* OK hello\r\n* BAD \xff\xfe\r\n" * 20, b"R\x00\x00\x00\x08\x00\x00\x00\x00E\x00\x00\x00\x05\x00",
    b"J\x00\x00\x00\x0a8.0.1\x00" + b"\x01" * 200, b"R\x7f\xff\xff\xff" + b"a" * 100, b"* OK x\r\n* 1 FETCH {99999999999}\r\n",
)  # fmt: skip


@contextmanager
def serving(answer):
    """A server that does `answer(connection)` with whoever comes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            try:
                link, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(link,), daemon=True).start()

    def one(link):
        with suppress(OSError), link:
            answer(link)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(live_take, "PAUSE", 0.0)
    monkeypatch.setattr(live_take, "TRIES", 1)


def with_limit(address: str) -> str:
    return address + ("&" if "?" in address else "?") + "timeout=1"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_server_that_hangs_is_left_in_time(tmp_path, address):
    started = time.monotonic()
    with serving(lambda _link: time.sleep(30)) as port, pytest.raises(StanchError) as caught:
        taking.take(tmp_path, with_limit(address.format(port)), SECRET)
    assert time.monotonic() - started < 12
    told(caught.value, port)
    assert "no answer within 1 seconds" in str(caught.value)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_server_that_closes_at_once_is_told(tmp_path, address):
    with serving(lambda link: link.close()) as port, pytest.raises(StanchError) as caught:
        taking.take(tmp_path, with_limit(address.format(port)), SECRET)
    told(caught.value, port)


@pytest.mark.parametrize("rubbish", range(len(RUBBISH)))
@pytest.mark.parametrize("address", ADDRESSES)
def test_rubbish_is_told_as_such(tmp_path, address, rubbish):
    def answer(link):
        link.sendall(RUBBISH[rubbish])
        link.settimeout(0.3)
        with suppress(OSError):
            link.recv(4096)
            link.sendall(RUBBISH[rubbish])

    with serving(answer) as port, pytest.raises(StanchError) as caught:
        taking.take(tmp_path, with_limit(address.format(port)), SECRET)
    told(caught.value, port)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_there(tmp_path, address):
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    with pytest.raises(StanchError, match="nothing accepts connections") as caught:
        taking.take(tmp_path, with_limit(address.format(port)), SECRET)
    told(caught.value, port)


def told(error: StanchError, port: int) -> None:
    """Two lines, with the source, without the secret, without characters that a terminal obeys."""
    assert f":{port}" in error.where
    assert error.do
    assert SECRET not in str(error)
    assert str(error).replace("\n", "").isprintable()
    assert str(error).count("\n") == 1
