"""A whole portal for tests, started as a newcomer starts it: web server, worker, scheduler, PostgreSQL and Valkey."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from partnercenter.embedded.portal import is_ready
from partnercenter.embedded.ports import free_port
from tests.architecture.house import ROOT

PASSWORD = "Northlight-demo-2026"
START_SECONDS = 180
STOP_SECONDS = 60
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "CI")
"""Of the caller's environment: what a newcomer's shell has, and nothing of the tests' own engines."""

Trouble = Literal["killed", "frozen"]


@dataclass(frozen=True)
class Portal:
    """A running portal. Its processes go by the names web, worker, scheduler, Valkey and PostgreSQL."""

    url: str
    data_dir: Path
    password: str
    keeper: subprocess.Popen[bytes]
    """The process that has started the others and keeps them up."""

    def pid(self, name: str) -> int:
        """Return the id of the process that runs, or ran last, under this name."""
        facts = json.loads((self.data_dir / "run" / f"{name}.pid").read_text(encoding="utf-8"))
        return int(facts[0])

    def answers(self) -> bool:
        """Say whether the web server answers and has its database."""
        return is_ready(int(self.url.rpartition(":")[2]))

    def kill(self, name: str) -> int:
        """Kill a process, as a crash would, and return its id; the keeper starts another."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    @contextmanager
    def without(self, name: str, how: Trouble) -> Iterator[None]:
        """Have a process killed, and not started again, or frozen: it takes connections and never answers."""
        pid = self.pid(name)
        stopped = self.keeper.pid if how == "killed" else pid
        os.kill(stopped, signal.SIGSTOP)
        try:
            if how == "killed":
                os.kill(pid, signal.SIGKILL)
            yield
        finally:
            os.kill(stopped, signal.SIGCONT)

    def manage(self, *words: str) -> None:
        """Run manage.py in the portal's environment."""
        command = [sys.executable, "-m", "partnercenter.embedded", "manage", *words]
        done = subprocess.run(
            command,
            check=False,
            cwd=ROOT,
            env=newcomers_environment() | {"DATA_DIR": str(self.data_dir)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running_portal(**settings: str) -> Iterator[Portal]:
    """Start a portal as `make run` does, with these environment variables; stop it and drop its data at the end.

    Its folder is open to PostgreSQL's own user, which pytest's are not when root runs the tests.
    """
    with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        port, data_dir, said = free_port(), folder / "data", folder / "said.txt"
        env = {"DATA_DIR": str(data_dir), "PORT": str(port), "DEMO_PASSWORD": PASSWORD, **settings}
        with said.open("wb") as output:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "partnercenter.embedded", "run", "--with-parent"],
                cwd=ROOT,
                env=newcomers_environment() | env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        try:
            wait_until_ready(keeper, said)
            yield Portal(f"http://127.0.0.1:{port}", data_dir, PASSWORD, keeper)
        finally:
            keeper.terminate()
            keeper.wait(timeout=STOP_SECONDS)


def wait_until_ready(keeper: subprocess.Popen[bytes], said: Path) -> None:
    """Wait for the line that says the portal can be used; fail with all that was said when it does not come."""
    limit = time.monotonic() + START_SECONDS
    while "Partner Center is ready at" not in (words := said.read_text(encoding="utf-8")):
        if keeper.poll() is not None or time.monotonic() > limit:
            pytest.fail(f"The portal did not start:\n{words}")
        time.sleep(0.05)


def newcomers_environment() -> dict[str, str]:
    """Return the environment of somebody who has just cloned the portal."""
    return {key: value for key, value in os.environ.items() if key in PASSED_ON}
