"""Makes the virtual environment from a locked requirements file, then becomes a command that runs in it.

    python install.py requirements.txt -m partnercenter.embedded run

Needs nothing but Python itself. Installs only when the file has changed since it was installed.
"""

import fcntl
import hashlib
import json
import os
import platform
import signal
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DONE = VENV / "installed.json"
"""Names of requirements files with the hash of what was installed."""
BROKEN_OFF = VENV / "installing"
"""Stands while packages are being installed: one found later means that somebody pulled the plug."""
LOG = VENV / "install.log"


def main(requirements: str, *command: str) -> None:
    """Install what is missing and become the command. Ends with one clear line when it cannot."""
    signal.signal(signal.SIGTERM, interrupt)
    try:
        lock = wait_for_turn()
        install(ROOT / requirements, lock)
        os.close(lock)
    except KeyboardInterrupt:
        sys.exit("The installation was interrupted; the next start begins it again.")
    except OSError as error:
        sys.exit(f"The virtual environment {VENV} cannot be made: {error}")
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *command])


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM as Ctrl-C."""
    raise KeyboardInterrupt


def wait_for_turn() -> int:
    """Lock the clone's folder, so that one installation at a time touches the environment; return the lock."""
    lock = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Waiting for another installation to finish …", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def install(requirements: Path, lock: int) -> None:
    """Bring the virtual environment in line with the file."""
    if BROKEN_OFF.exists() or not works():
        make_environment()
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    done = json.loads(DONE.read_text(encoding="utf-8")) if DONE.exists() else {}
    if done.get(requirements.name) != digest:
        BROKEN_OFF.touch()
        install_packages(requirements, lock)
        DONE.write_text(json.dumps(done | {requirements.name: digest}, indent=2) + "\n", encoding="utf-8")
        BROKEN_OFF.unlink()


def works() -> bool:
    """Say whether there is an environment with a Python that is new enough and pip in it."""
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", test], check=False, capture_output=True).returncode == 0


def make_environment() -> None:
    """Make the virtual environment anew, with pip in it."""
    if find_spec("ensurepip") is None:
        sys.exit("This Python comes without ensurepip: install it (Debian and Ubuntu: apt-get install python3-venv).")
    print(f"Making a virtual environment with Python {platform.python_version()} …", flush=True)
    venv.EnvBuilder(clear=True, symlinks=True, with_pip=True).create(VENV)


def install_packages(requirements: Path, lock: int) -> None:
    """Install exactly the locked packages, saying which one is being fetched.

    pip shares the lock: should this process be killed, nobody else installs before pip is done.
    """
    total = sum("==" in line for line in requirements.read_text(encoding="utf-8").splitlines() if line[:1].isalnum())
    print(f"Installing the packages of {requirements.name}, once …", flush=True)
    words = ["install", "--require-hashes", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    pip = subprocess.Popen(
        [PYTHON, "-m", "pip", *words, "-r", requirements],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=[lock],
        text=True,
        errors="replace",
    )
    try:
        said = show_progress(pip, total)
        code = pip.wait()
    except KeyboardInterrupt:
        pip.terminate()
        pip.wait()
        raise
    LOG.write_text("".join(said), encoding="utf-8")
    if code != 0:
        print("".join(f"    {line}" for line in said[-15:]), file=sys.stderr)
        sys.exit(f"The packages could not be installed; all that pip said is in {LOG}.")


def show_progress(pip: "subprocess.Popen[str]", total: int) -> list[str]:
    """Show what pip fetches, a line each, and return all it said."""
    said, count = [], 0
    assert pip.stdout
    for line in pip.stdout:
        said.append(line)
        kind, _, rest = line.strip().partition(" ")
        if kind in {"Ignoring", "Requirement"}:  # a package for other systems, or one that is there already
            total -= 1
        elif kind in {"Collecting", "Processing"}:
            count += 1
            print(f"  {count:3} of {total}  {Path(rest.split(' ')[0]).name}", flush=True)
        elif kind == "Installing":
            print("  unpacking …", flush=True)
    return said


if __name__ == "__main__":
    main(*sys.argv[1:])
