"""Programs that run beside this process and never outlive it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from partnercenter.embedded.terminal import CannotStart

WATCHER = Path(__file__).with_name("watcher.py")

GRACE = 10.0
"""Seconds a program has to stop by itself before it is killed."""


class Wait(Protocol):
    """A way of waiting: some give up early."""

    def __call__(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Say whether `ready` came true within the given seconds."""


@dataclass(frozen=True)
class Account:
    """The system account a program runs under."""

    uid: int
    gid: int


@dataclass
class Watched:
    """A program running under a watcher, tied to this process by a pipe."""

    name: str
    pid: int
    """Process id of the program itself, not of its watcher."""
    log: Path
    started: float
    watcher: subprocess.Popen[bytes]
    leash: int

    def running(self) -> bool:
        """Say whether it still runs. When only its watcher was killed, the program is ended as well."""
        if self.watcher.poll() is None:
            return True
        self._end_orphan()
        return False

    @property
    def code(self) -> int | None:
        """Exit code, 128 + signal when it was killed; None while it runs."""
        return self.watcher.poll()

    def ask_to_stop(self) -> None:
        """Let go of the pipe: the watcher stops the program. Returns at once."""
        if self.leash >= 0:
            os.close(self.leash)
            self.leash = -1

    def stop(self) -> None:
        """Stop the program and wait until it is gone."""
        self.ask_to_stop()
        try:
            self.watcher.wait(GRACE + 5)
        except subprocess.TimeoutExpired:
            self.watcher.kill()
            self.watcher.wait()
        self._end_orphan()

    def _end_orphan(self) -> None:
        self.ask_to_stop()
        if (self.watcher.returncode or 0) < 0:  # the watcher itself was killed: it ended nothing
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path,
    soft: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    grace: float = GRACE,
) -> Watched:
    """Start a program under a watcher; its output is appended to `log`.

    `soft` asks it to stop, SIGKILL follows after `grace` seconds. Raises CannotStart when it cannot be executed.
    """
    held, leash = os.pipe()
    who = (str(account.uid), str(account.gid)) if account else ("-", "-")
    words = [str(held), soft.name, str(grace), *who, *map(str, command)]
    with log.open("ab") as output:
        watcher = subprocess.Popen(
            [sys.executable, "-I", "-S", str(WATCHER), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            pass_fds=[held],
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
        )
    os.close(held)
    assert watcher.stdout
    with watcher.stdout as told:
        pid = told.readline().strip()
    if not pid:
        os.close(leash)
        watcher.wait()
        raise CannotStart(f"{name} cannot be executed: see {log}.")
    return Watched(name, int(pid), log, time.monotonic(), watcher, leash)


def stop_all(processes: Sequence[Watched]) -> None:
    """Stop several programs at the same time and wait for all of them."""
    for process in processes:
        process.ask_to_stop()
    for process in processes:
        process.stop()


def wait_until(ready: Callable[[], bool], *, seconds: float) -> bool:
    """Ask `ready` again and again; say whether it came true within the given seconds."""
    limit = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True
