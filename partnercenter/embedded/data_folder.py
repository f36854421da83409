"""The data folder: everything a portal keeps, used by one start at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from partnercenter.embedded.terminal import CannotStart

LOCK = "lock"


def open_folder(path: Path) -> Path:
    """Make the data folder with its subfolders where they are missing and return its full path.

    A folder made here can be passed through (not listed) by others, so that PostgreSQL's account reaches its own part.
    Raises CannotStart when it cannot be written.
    """
    path = path.expanduser().absolute()
    try:
        if not path.exists():
            path.mkdir(parents=True)
            path.chmod(0o711)
        path = path.resolve()
        for name in ("logs", "run"):
            (path / name).mkdir(exist_ok=True)
            (path / name).chmod(0o700)
        probe = path / f"write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"The data folder {path} cannot be written ({error.strerror}): name another one in DATA_DIR."
        ) from error
    return path


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process; the lock file is gone afterwards.

    Raises CannotStart when another process holds it.
    """
    lock = take(folder / LOCK)
    if lock is None:
        with suppress(OSError):
            who = (folder / LOCK).read_text(encoding="utf-8").strip()
        raise CannotStart(
            f"Partner Center already runs on {folder} (process {who}): stop it, or name another DATA_DIR."
        )
    try:
        yield
    finally:
        (folder / LOCK).unlink(missing_ok=True)
        os.close(lock)


def take(file: Path) -> int | None:
    """Lock the file and write this process's id into it; return its descriptor, None when somebody else holds it."""
    while True:
        lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        if file.exists() and os.fstat(lock).st_ino == file.stat().st_ino:
            os.ftruncate(lock, 0)
            os.write(lock, f"{os.getpid()}\n".encode())
            return lock
        os.close(lock)  # its last holder removed it between opening and locking


def rotate_logs(folder: Path) -> None:
    """Keep the logs of the start before as NAME.log.1: a log then tells of one start only."""
    for log in (folder / "logs").glob("*.log"):
        log.replace(log.with_suffix(".log.1"))
