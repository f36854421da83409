"""The engines from the wheels: they start, break, come back and leave nothing."""

import os
import signal
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from partnercenter.embedded import postgresql
from partnercenter.embedded.beside import engines
from partnercenter.embedded.ports import is_free
from partnercenter.embedded.postgresql_home import find_home, forget
from partnercenter.embedded.valkey import start_valkey
from tests.starting.run_portal import eventually, runs


def test_valkey_comes_back_on_the_same_port_after_a_kill(tmp_path: Path) -> None:
    """What a crashed and restarted broker looks like from outside."""
    valkey = start_valkey(tmp_path, password="secret")
    client = redis.Redis.from_url(valkey.url, socket_timeout=2)
    assert client.ping()
    first = valkey.pid
    valkey.kill()
    with pytest.raises(redis.ConnectionError):
        client.ping()
    valkey.start()
    assert client.ping()
    assert valkey.pid != first
    client.close()
    valkey.stop()
    assert is_free(valkey.port)


def test_a_frozen_valkey_accepts_and_does_not_answer(tmp_path: Path) -> None:
    """The worst kind of broker; thawed, it answers again."""
    valkey = start_valkey(tmp_path)
    with closing(redis.Redis.from_url(valkey.url, socket_timeout=0.2, retry=None)) as client:
        valkey.freeze()
        with pytest.raises(redis.TimeoutError):
            client.ping()
        valkey.thaw()
        assert client.ping()
    valkey.stop()
    assert not runs(valkey.pid)


def test_valkey_refuses_those_without_its_password(tmp_path: Path) -> None:
    """Loopback is shared by everybody on the machine."""
    valkey = start_valkey(tmp_path, password="secret")
    with closing(redis.Redis(port=valkey.port)) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    valkey.stop()


def test_the_portals_role_can_do_what_it_needs_and_is_no_superuser() -> None:
    """Extensions are made by the role itself; the audit's protection binds it."""
    with engines() as env:
        folder, port = Path(env["DATA_DIR"]), urlsplit(env["DATABASE_URL"]).port
        assert port
        assert not is_free(port)
        with closing(psycopg2.connect(env["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            for extension in ("pg_trgm", "unaccent", "btree_gist"):
                cursor.execute(f"CREATE EXTENSION {extension}")
            cursor.execute(
                "SELECT rolsuper, current_setting('server_version_num')::int FROM pg_roles WHERE rolname = user"
            )
            superuser, version = cursor.fetchone() or (None, 0)
            assert superuser is False
            assert version >= 180000
            cursor.execute("SELECT lower('ÄŁØ'), 'a' < 'B'")
            assert cursor.fetchone() == ("äłø", False)
        stranger = f"postgres://portal:wrong@127.0.0.1:{port}/portal"
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(stranger)
    assert is_free(port)
    assert not folder.exists()


def test_postgresql_keeps_what_was_committed_before_a_kill(open_folder: Path) -> None:
    """kill -9 leaves its lock file behind; the next start recovers."""
    home, passwords = find_home(open_folder), postgresql.Passwords("one", "two")
    server = postgresql.prepare(home, passwords, log=open_folder / "log")
    process = postgresql.start(server)
    postgresql.make_database(server)
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS one")
        connection.commit()
        os.kill(process.pid, signal.SIGKILL)
    assert eventually(lambda: not process.running())
    assert (home.data / "postmaster.pid").exists()
    process = postgresql.start(server)
    postgresql.make_database(server)
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT one FROM kept")
        assert cursor.fetchone() == (1,)
    process.stop()
    assert not (home.data / "postmaster.pid").exists()
    forget(home, open_folder)
