"""Runs one program and ends it when whoever started this watcher is gone, kill -9 included.

    python watcher.py PIPE SIGNAL SECONDS UID GID PROGRAM [ARGUMENT ...]

PIPE is the number of an inherited pipe's read end: end of file there means "end the program", whether its other end was
closed on purpose or by the death of its owner. Then the program gets SIGNAL and, SECONDS later, SIGKILL. UID and GID
are the account it runs under, or "-". The program's id is written to standard output, its own output goes to standard
error. A file of its own, run without site-packages: five of these wait beside a running portal.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from types import FrameType


def start(command: list[str], uid: str, gid: str) -> subprocess.Popen[bytes]:
    """Start the program in a session of its own and tell its id."""
    program = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
        user=None if uid == "-" else int(uid),
        group=None if gid == "-" else int(gid),
        extra_groups=None if gid == "-" else [],
    )
    print(program.pid, flush=True)
    os.close(sys.stdout.fileno())
    return program


def end(program: subprocess.Popen[bytes], soft: signal.Signals, seconds: float) -> None:
    """Ask the program to stop, wake it should it be frozen, and kill it when it does not stop in time."""
    program.send_signal(soft)
    program.send_signal(signal.SIGCONT)
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        program.kill()


def main(pipe: str, soft_name: str, seconds: str, uid: str, gid: str, *command: str) -> int:
    """Run the program to its end and return its exit code, 128 + signal as shells do."""
    soft = signal.Signals[soft_name]
    program = start(list(command), uid, gid)

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        program.send_signal(soft)

    def end_when_left() -> None:
        os.read(int(pipe), 1)
        end(program, soft, float(seconds))

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, pass_on)
    threading.Thread(target=end_when_left, daemon=True).start()
    code = program.wait()
    with suppress(ProcessLookupError, PermissionError):  # nothing the program started outlives it
        os.killpg(program.pid, signal.SIGKILL)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    status = main(*sys.argv[1:])
    sys.stderr.flush()
    os._exit(status)  # the thread may still be reading: do not wait for it
