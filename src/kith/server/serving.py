"""Answering the browser: where, by which server, and saying so once it really answers.

Always holds: photographs of children never cross a network unencrypted; the process that starts the server has no
open database and no thread when it forks; the address is printed only after the register has answered there.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from rich.console import Console
from rich.table import Table

from kith.errors import ConfigError
from kith.server.discretion import DiscreetFormatter
from kith.server.holding import let_go

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kith.server.starting import SignIn

OWN_MACHINE: Final = ("127.0.0.1", "localhost", "::1")
PORTS_TRIED: Final = 50
PATIENCE: Final = 120.0  # seconds until a register that does not answer is given up


@dataclass(frozen=True, slots=True)
class Address:
    """Where the register answers; `certificate` and `key` are None without TLS."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """What to type into a browser."""
        shown = "localhost" if self.host in {*OWN_MACHINE, "0.0.0.0", "::"} else self.host  # noqa: S104  # compared only
        return f"{'https' if self.certificate else 'http'}://{f'[{shown}]' if ':' in shown else shown}:{self.port}/"


def choose_address(host: str, port: int, certificate: Path | None, key: Path | None) -> Address:
    """The address with the first free port from `port` on; tells the settings whether browsers use HTTPS.

    Raises:
        ConfigError: only one of certificate and key is given, one cannot be read, another machine could listen in,
            or no port is free.
    """
    if (certificate is None) != (key is None):
        raise ConfigError(
            "TLS needs both a certificate and its key.", advice="Give --tls-cert and --tls-key."
        )
    for file in (certificate, key):
        if file is not None and not os.access(file, os.R_OK):
            raise ConfigError(f"The file {file} cannot be read.", advice="Check its path and its rights.")
    proxied = os.environ.get("KITH_PROXY", "").lower() in {"1", "yes", "true"}
    if host not in OWN_MACHINE and certificate is None and not proxied:
        raise ConfigError(
            f"On {host} other machines could read what is sent to the register.",
            advice="Give --tls-cert and --tls-key, or set KITH_PROXY=1 where a proxy in front ends TLS.",
            field="host",
        )
    if certificate is not None:
        os.environ["KITH_TLS"] = "1"
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        free = _free(host, candidate)
        if free is not None:
            if free != port and port:
                Console(stderr=True).print(f"Port {port} is in use, so the register answers on port {free}.")
            return Address(host, free, certificate, key)
    raise ConfigError(
        f"No port from {port} on is free on {host}.", advice="Name another with --port.", field="port"
    )


def serve(where: Address, sign_ins: Sequence[SignIn]) -> None:
    """Answer until the process is told to stop; prints the address and how to sign in once it is there."""
    from django.db import connections

    connections.close_all()  # nothing of a database may be carried into another process
    Server(where, lambda: _announce(where, sign_ins)).run()


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn publishes no types
    """Gunicorn's own log, written as the rest of the register writes: without what anybody typed."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does it, then in our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(DiscreetFormatter())


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn publishes no types
    """Gunicorn with one process and many threads: the gallery is held in memory once, and searched without copies."""

    def __init__(self, where: Address, announce: Callable[[], None]) -> None:
        self.where = where
        self.announce = announce
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn is told; it reads no file and no environment of its own."""
        from django.conf import settings

        host = f"[{self.where.host}]" if ":" in self.where.host else self.where.host
        choices = {
            "bind": f"{host}:{self.where.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": settings.KITH_THREADS,
            "timeout": 300,
            "graceful_timeout": 30,
            "keepalive": 5,
            "umask": 0o077,
            "loglevel": "warning",
            "logger_class": DiscreetLogger,
            "proc_name": "kith",
            "control_socket_disable": True,
            "certfile": str(self.where.certificate) if self.where.certificate else None,
            "keyfile": str(self.where.key) if self.where.key else None,
            "forwarded_allow_ips": "*" if settings.KITH_PROXY else "",
            "when_ready": self._when_it_listens,
            "post_worker_init": _in_the_process_that_answers,
        }
        if Path("/dev/shm").is_dir():  # noqa: S108  # gunicorn's heartbeat, an empty file; a full disk must not stop it
            choices["worker_tmp_dir"] = "/dev/shm"  # noqa: S108  # the same
        for name, value in choices.items():
            self.cfg.set(name, value)

    def _when_it_listens(self, arbiter: Any) -> None:
        """Say where; and let Ctrl+C end what is being answered in peace, as SIGTERM does.

        A terminal sends Ctrl+C to both processes. The one that answers ignores it and is told by the other, since two
        signals at once can lock gunicorn's pool of threads against itself (measured: 30 seconds until it is killed).
        """
        arbiter.handle_int = arbiter.handle_term
        _in_another_process(self.announce)

    def load(self) -> Any:
        """The register, made in the process that answers."""
        from kith.server.wsgi import application

        return application


def _in_the_process_that_answers(_worker: Any) -> None:
    from kith.server import warming

    let_go()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warming.begin()


def wait_until_it_answers(where: Address, patience: float = PATIENCE) -> bool:
    """Ask /healthz until it answers 200; False when it has not within `patience` seconds."""
    host = "127.0.0.1" if where.host in {"0.0.0.0", "localhost"} else where.host  # noqa: S104  # compared only
    parent, end = os.getppid(), time.monotonic() + patience
    while time.monotonic() < end and os.getppid() == parent:
        try:
            if _healthy(host, where):
                return True
        except OSError:
            pass  # not there yet
        time.sleep(0.05)
    return False


def _healthy(host: str, where: Address) -> bool:
    if where.certificate:
        # our own server on our own machine, whose certificate is made out to another name
        anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        anybody.check_hostname = False
        anybody.verify_mode = ssl.CERT_NONE
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, where.port, timeout=30, context=anybody
        )
    else:
        line = http.client.HTTPConnection(host, where.port, timeout=30)
    try:
        line.request("GET", "/healthz", headers={"Host": _any_allowed_host()})
        return line.getresponse().status == http.client.OK
    except http.client.HTTPException:
        return False
    finally:
        line.close()


def _any_allowed_host() -> str:
    from django.conf import settings

    name = str(settings.ALLOWED_HOSTS[0])
    return "localhost" if name == "*" else name.removeprefix(".")


def _announce(where: Address, sign_ins: Sequence[SignIn]) -> None:
    from django.conf import settings

    from kith.server.starting import WALKTHROUGH_FOLDER

    console = Console(highlight=False)
    if not wait_until_it_answers(where):
        console.print(
            "The register does not answer. Read the lines above; run `kith up` again when it is put right."
        )
        return
    console.print(f"\n[bold]Kith answers on {where.url}[/]")
    if sign_ins:
        table = Table(
            "who", "sign in as", "password", title="Everybody here is invented.", title_justify="left"
        )
        for one in sign_ins:
            table.add_row(one.who, one.username, one.password)
        console.print(table)
        files = settings.KITH_DATA / WALKTHROUGH_FOLDER
        if files.is_dir():
            console.print(
                f"A drawn portrait, two fingers and a name for the walk-through lie in {files}",
                soft_wrap=True,
            )
    console.print("Stop it with Ctrl+C.")


def _in_another_process(say: Callable[[], None]) -> None:
    """Run `say` beside the server, so that the server does not wait for it; gunicorn collects the process when it ends."""
    if os.fork() == 0:
        status = 1
        try:
            let_go()
            say()
            status = 0
        finally:
            os._exit(status)


def _free(host: str, port: int) -> int | None:
    """The port if it can be listened on (a free one for port 0), else None.

    Raises:
        ConfigError: the host is not an address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except socket.gaierror:
        raise ConfigError(
            f"“{host}” is not an address of this machine.", advice="Name one with --host.", field="host"
        ) from None
    except OSError:
        return None
