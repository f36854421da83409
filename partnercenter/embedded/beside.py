"""Running one command beside throw-away engines: the tests, the checks, a management command on an empty database."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from partnercenter.embedded import environment, keys, postgresql, postgresql_home
from partnercenter.embedded.data_folder import open_folder
from partnercenter.embedded.valkey import start_valkey


def run_beside(command: Sequence[str]) -> int:
    """Run a command with the portal's environment on fresh engines; return its exit code, 128 + signal when killed."""
    with engines() as env:
        process = subprocess.Popen(command, env=env)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the command as well: wait for its end
        signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
        code = process.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def engines() -> Iterator[dict[str, str]]:
    """Start PostgreSQL and Valkey in a temporary folder and give the environment; stop and remove all of it."""
    folder = Path(tempfile.mkdtemp(prefix="partner-center-")).resolve()
    folder.chmod(0o711)
    data_dir = open_folder(folder)
    passwords = postgresql.Passwords(secrets.token_urlsafe(16), secrets.token_urlsafe(16))
    home = postgresql_home.find_home(data_dir)
    try:
        server = postgresql.prepare(home, passwords, log=data_dir / "logs" / "postgresql.log", lasting=False)
        running = postgresql.start(server)
        try:
            broker = start_valkey(data_dir / "valkey")
            try:
                postgresql.make_database(server, may_make_more=True)
                env = environment.for_portal(
                    keys=keys.make(os.environ),
                    data_dir=data_dir,
                    port=8000,
                    database=server.url,
                    broker=broker.url,
                )
                yield env
            finally:
                broker.stop()
        finally:
            running.stop()
    finally:
        postgresql_home.forget(home, data_dir)
        shutil.rmtree(folder, ignore_errors=True)
