"""Where the register answers, and that it says so only once it does."""

from __future__ import annotations

import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from kith.errors import ConfigError
from kith.server import serving
from kith.server.serving import Address, choose_address


@pytest.fixture
def taken():
    """A port of this machine that somebody else listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_free_port_is_taken():
    """Port 0 means any free one."""
    where = choose_address("127.0.0.1", 0, None, None)
    assert where.port > 0
    assert where.url == f"http://localhost:{where.port}/"


def test_a_port_in_use_is_passed_over_and_said(taken, capsys):
    """Where the port is in use the next free one is taken, and the terminal says so."""
    where = choose_address("127.0.0.1", taken, None, None)
    assert where.port > taken
    assert f"Port {taken} is in use" in capsys.readouterr().err


def test_other_machines_want_tls(monkeypatch, tmp_path):
    """On an address that others reach, the register answers with TLS or behind a proxy that has it, or not at all."""
    monkeypatch.delenv("KITH_PROXY", raising=False)
    with pytest.raises(ConfigError, match=r"other machines could read.*--tls-cert"):
        choose_address("0.0.0.0", 0, None, None)
    monkeypatch.setenv("KITH_PROXY", "1")
    assert choose_address("0.0.0.0", 0, None, None).certificate is None
    monkeypatch.delenv("KITH_PROXY")
    pem = tmp_path / "own.pem"
    pem.write_text("a certificate")
    monkeypatch.setenv("KITH_TLS", "0")
    where = choose_address("0.0.0.0", 0, pem, pem)
    assert where.url == f"https://localhost:{where.port}/"
    assert os.environ["KITH_TLS"] == "1"


def test_half_of_tls_is_refused(tmp_path):
    """A certificate without its key, or one that cannot be read, is refused by name."""
    with pytest.raises(ConfigError, match="both a certificate and its key"):
        choose_address("127.0.0.1", 0, tmp_path / "own.pem", None)
    with pytest.raises(ConfigError, match=r"own\.pem cannot be read"):
        choose_address("127.0.0.1", 0, tmp_path / "own.pem", tmp_path / "own.pem")


def test_an_address_of_another_machine_is_refused(monkeypatch):
    """A host that is not this machine is refused in words."""
    monkeypatch.setenv("KITH_PROXY", "1")
    monkeypatch.setattr(socket, "getaddrinfo", _unknown)
    with pytest.raises(ConfigError, match="not an address of this machine"):
        choose_address("kith.invalid", 0, None, None)


def _unknown(*_args: object, **_words: object) -> None:
    raise socket.gaierror


class Answers(BaseHTTPRequestHandler):
    """Answers each request with the next of these statuses."""

    statuses: ClassVar[list[int]] = []

    def do_GET(self) -> None:  # named by the standard library
        """Answer."""
        self.send_response(self.statuses.pop(0))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_register_is_there_once_it_is_well():
    """While /healthz answers that something is missing it is waited for; its first 200 is enough."""
    Answers.statuses = [503, 503, 200, 200]
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        assert serving.wait_until_it_answers(Address("127.0.0.1", server.server_port))
        server.shutdown()
        thread.join()
    assert Answers.statuses == [200]


def test_a_stranger_on_the_port_is_not_the_register():
    """Something that listens but speaks otherwise is not taken for the register."""

    def greet(listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                line.sendall(b"220 mail.example.org\r\n")

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=greet, args=(listener,))
        thread.start()
        assert not serving.wait_until_it_answers(
            Address("127.0.0.1", listener.getsockname()[1]), patience=0.2
        )
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
