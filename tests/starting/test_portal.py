"""`make run` from the first start to the last: up, broken, back, stopped, killed, recovered."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import redis

from partnercenter.embedded import environment
from partnercenter.embedded.greeting import SIGN_INS
from partnercenter.embedded.portal import is_ready
from partnercenter.embedded.ports import free_port, is_free
from tests.starting.run_portal import RunningPortal, eventually, family, refused, runs, started

PASSWORD = "Northlight-demo-2026"


def test_a_portal_lives_and_leaves_nothing(open_folder: Path) -> None:
    """One portal, because a start costs seconds: each step needs the one before."""
    data_dir, port = open_folder / "data", free_port()
    with started(("make", "run"), data_dir, port, DEMO_PASSWORD=PASSWORD) as portal:
        says_what_a_newcomer_needs(portal, port)
        keeps_its_secrets_private(data_dir)
        second = refused(data_dir, free_port())
        assert (second.returncode, second.stderr.count("\n")) == (1, 1)
        brings_back_what_was_killed(portal, port)
        leaves_nothing(portal, port, portal.kill)

    with started(("make", "run"), data_dir, port) as portal:
        assert portal.seconds < 10
        assert f"  Password of all of them: {PASSWORD}\n" in portal.said
        leaves_nothing(portal, port, portal.stop)
        assert portal.said[-1] == "Stopped.\n"
    assert not list((data_dir / "run").glob("*.pid"))
    assert not (data_dir / "lock").exists()
    assert not (data_dir / "postgresql" / "postmaster.pid").exists()


def says_what_a_newcomer_needs(portal: RunningPortal, port: int) -> None:
    """The address once, every sign-in, the password, the inbox."""
    said = "".join(portal.said)
    assert said.count(f"Partner Center is ready at http://127.0.0.1:{port}\n") == 1
    assert all(f"  {name} " in said for name in SIGN_INS)
    assert f"  Password of all of them: {PASSWORD}\n" in said
    assert f"http://127.0.0.1:{port}/inbox/\n" in said


def keeps_its_secrets_private(data_dir: Path) -> None:
    """Others may pass through the folder, and read nothing in it."""
    for path in (data_dir / "secrets.json", data_dir / environment.FILE):
        assert path.stat().st_mode & 0o777 == 0o600


def brings_back_what_was_killed(portal: RunningPortal, port: int) -> None:
    """Each program, killed as by a crash, runs again under another id."""
    before = portal.pids()
    assert before.keys() == {"PostgreSQL", "Valkey", "web", "worker", "scheduler"}
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not set(portal.pids().values()) & set(before.values()) and is_ready(port), 30)
    env = environment.recall(portal.data_dir)
    assert env
    with redis.Redis.from_url(env["REDIS_URL"]) as broker:
        assert broker.ping()


def leaves_nothing(portal: RunningPortal, port: int, end: Callable[[], None]) -> None:
    """After this end, no process of the portal runs and its port is free."""
    processes = family(portal.pids())
    assert len(processes) > len(portal.pids())
    end()
    assert eventually(lambda: not any(map(runs, processes)))
    assert is_free(port)
