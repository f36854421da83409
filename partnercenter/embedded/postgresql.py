"""PostgreSQL: made once, started on a free loopback port, with one database for the portal."""

import os
import secrets
import shutil
import signal
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from partnercenter.embedded import processes
from partnercenter.embedded.ports import free_port
from partnercenter.embedded.postgresql_home import Home
from partnercenter.embedded.processes import Wait, Watched, wait_until
from partnercenter.embedded.terminal import CannotStart, last_lines

NAME = "portal"
"""Of the database and of the role that owns it, which is no superuser."""
KEEP = {"log_min_messages": "warning", "timezone": "UTC", "log_timezone": "UTC"}
THROW_AWAY = KEEP | {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings for tests: a power cut may lose everything."""
INITDB = ("--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions")
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
"""The same sorting and letter case everywhere, whatever locales the machine has."""
START_SECONDS = 60


@dataclass(frozen=True)
class Passwords:
    """Of the superuser and of the portal's own role."""

    superuser: str
    portal: str


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on its port; started again, it keeps port and data."""

    home: Home
    port: int
    passwords: Passwords
    log: Path
    settings: dict[str, str]

    @property
    def url(self) -> str:
        """What the portal connects to."""
        return f"postgres://{NAME}:{quote(self.passwords.portal)}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> Watched:
        """Start the server; it may still be recovering when this returns."""
        options = {"listen_addresses": "127.0.0.1", "port": str(self.port), "unix_socket_directories": ""}
        words = [word for each in (options | self.settings).items() for word in ("-c", "=".join(each))]
        return processes.start(
            "PostgreSQL",
            [self.home.binaries / "bin" / "postgres", "-D", self.home.data, *words],
            log=self.log,
            env=plain_environment(),
            cwd=self.home.folder,
            soft=signal.SIGINT,  # "fast": ends sessions, writes everything, leaves no lock
            account=self.home.account,
        )


def plain_environment() -> dict[str, str]:
    """Return an environment without the caller's own PG… and LC_… variables."""
    return {key: value for key, value in os.environ.items() if key in ("PATH", "TMPDIR", "HOME")} | {"LC_ALL": "C"}


def prepare(home: Home, passwords: Passwords, *, log: Path, lasting: bool = True) -> Server:
    """Return a server that can be started: its cluster is made when it is not there yet.

    `lasting` False is for tests: nothing is forced to disk. Raises CannotStart with initdb's last words.
    """
    if not home.data.exists():
        make_cluster(home, passwords.superuser, log=log, sync=lasting)
    return Server(home, free_port(), passwords, log, KEEP if lasting else THROW_AWAY)


def make_cluster(home: Home, password: str, *, log: Path, sync: bool) -> None:
    """Run initdb in a folder that takes its final name only when it is whole."""
    making, password_file = home.folder / "postgresql-new", home.folder / f"initdb-{secrets.token_hex(8)}"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    password_file.touch(mode=0o600)
    password_file.write_text(password, encoding="utf-8")
    account = home.account
    if account:
        for path in (making, password_file):
            os.chown(path, account.uid, account.gid)
    words: list[str | Path] = [
        *INITDB,
        *LOCALE,
        f"--pwfile={password_file}",
        *([] if sync else ["--no-sync"]),
        "-D",
        making,
    ]
    try:
        with log.open("ab") as output:
            done = subprocess.run(
                [home.binaries / "bin" / "initdb", *words],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=plain_environment(),
                cwd=home.folder,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
    finally:
        password_file.unlink()
    if done.returncode:
        raise CannotStart(f"PostgreSQL could not make its data folder {home.data}:{last_lines(log)}")
    making.rename(home.data)


def connect(server: Server, database: str = "postgres") -> "psycopg2.extensions.connection":
    """Return a superuser's connection, every statement its own transaction."""
    connection = psycopg2.connect(
        host="127.0.0.1",
        port=server.port,
        dbname=database,
        user="postgres",
        password=server.passwords.superuser,
        connect_timeout=5,
    )
    connection.autocommit = True
    return connection


def answers(server: Server) -> bool:
    """Say whether the server takes connections."""
    try:
        connect(server).close()
    except psycopg2.OperationalError as refusal:
        if "password authentication failed" in str(refusal):
            raise CannotStart(
                f"PostgreSQL in {server.home.data} has another password than secrets.json: put the right file back."
            ) from refusal
        return False
    return True


def start(server: Server, wait: Wait = wait_until) -> Watched:
    """Start the server and wait until it takes connections. Raises CannotStart with its last words."""
    process = server.start()
    try:
        up = wait(lambda: not process.running() or answers(server), seconds=START_SECONDS)
    except BaseException:
        process.stop()
        raise
    if not up or not process.running():
        process.stop()
        raise CannotStart(f"PostgreSQL did not start:{last_lines(server.log)}")
    return process


def make_database(server: Server, *, may_make_more: bool = False) -> None:
    """Make the portal's role and database where they are missing; tests may make more databases."""
    role, database = sql.Identifier(NAME), sql.Identifier(NAME)
    extra = sql.SQL("CREATEDB" if may_make_more else "NOCREATEDB")
    password = sql.Literal(server.passwords.portal)
    with closing(connect(server)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(role, extra, password))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
