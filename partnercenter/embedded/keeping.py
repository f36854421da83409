"""Keeping processes up: one that dies is started again, later each time it dies young."""

import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from partnercenter.embedded.processes import Watched
from partnercenter.embedded.terminal import CannotStart, complain

OLD = 60.0
"""Seconds after which a process counts as healthy again."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between a death and the next start: doubled with each death in a row."""
LOOK_EVERY = 0.2


class Stopped(Exception):
    """The person wants the portal to stop."""


class Wish:
    """Whether the portal shall stop: by SIGINT, SIGTERM, SIGHUP, or because its parent is gone."""

    def __init__(self, *, with_parent: bool) -> None:
        """Listen to the signals from now on."""
        self._signalled = False
        self._parent = os.getppid() if with_parent else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._signalled = True

    @property
    def to_stop(self) -> bool:
        """Say whether somebody asked for the end."""
        if self._signalled or self._parent is None:
            return self._signalled
        return os.getppid() != self._parent or handles_interrupt(self._parent)

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Say whether `ready` came true in time. Raises Stopped as soon as the end is wished for."""
        limit = time.monotonic() + seconds
        while not ready():
            if self.to_stop:
                raise Stopped
            if time.monotonic() > limit:
                return False
            time.sleep(0.05)
        return True


def handles_interrupt(pid: int) -> bool:
    """Say whether a process is handling SIGINT at this moment, where the system tells.

    make does not pass on a SIGINT that was sent to it alone: it waits in its handler, SIGINT blocked, for this process
    to end.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False
    blocked = re.search(r"^SigBlk:\s*([0-9a-f]+)", status, re.MULTILINE)
    return blocked is not None and bool(int(blocked[1], 16) >> (signal.SIGINT - 1) & 1)


@dataclass
class Kept:
    """A process that is kept up."""

    process: Watched
    start: Callable[[], Watched]
    deaths: int = 0
    again_at: float | None = None

    def look_after(self, now: float) -> None:
        """Start the process again when it has died and its pause is over; `now` is monotonic."""
        if self.process.running():
            if now - self.process.started > OLD:
                self.deaths = 0
        elif self.again_at is None:
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**self.deaths)
            complain(
                f"{self.process.name} ended ({self.process.code}), starts again in {pause:g} s: see {self.process.log}"
            )
            self.deaths += 1
            self.again_at = now + pause
        elif now >= self.again_at:
            self.again_at = None
            try:
                self.process = self.start()
            except CannotStart as error:
                complain(str(error))


def keep_up(kept: list[Kept], wish: Wish) -> None:
    """Look after the processes until the end is wished for."""
    while not wish.to_stop:
        for each in kept:
            each.look_after(time.monotonic())
        time.sleep(LOOK_EVERY)
