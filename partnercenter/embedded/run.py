"""`make run`: from nothing to a portal that serves, and back to nothing when it is stopped."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from partnercenter.embedded import (
    data_folder,
    environment,
    keys,
    leftovers,
    portal,
    postgresql,
    postgresql_home,
    preparation,
    processes,
)
from partnercenter.embedded.greeting import greeting, ready
from partnercenter.embedded.keeping import Kept, Stopped, Wish, keep_up
from partnercenter.embedded.ports import free_port, obstacle
from partnercenter.embedded.processes import Watched
from partnercenter.embedded.terminal import CannotStart, last_lines, say
from partnercenter.embedded.valkey import Valkey

READY_SECONDS = 120
PREPARE_SECONDS = 900
NO = ("0", "no", "false", "off")


@dataclass(frozen=True)
class Options:
    """What the environment says about this start."""

    data_dir: Path
    port: int
    demo: bool
    inbox: bool


def read_options() -> Options:
    """Return the options. Raises CannotStart for a PORT that is none."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotStart(f"PORT must be a number between 1 and 65535, not {port!r}.")
    return Options(
        data_dir=Path(os.environ.get("DATA_DIR") or environment.ROOT / ".data"),
        port=int(port),
        demo=os.environ.get("DEMO", "1").lower() not in NO,
        inbox=not os.environ.get("EMAIL_URL"),
    )


def run(*, with_parent: bool) -> None:
    """Start everything, keep it up until a signal (or, if wanted, the parent's end), stop everything.

    Raises CannotStart when something is in the way.
    """
    options, wish = read_options(), Wish(with_parent=with_parent)
    folder = data_folder.open_folder(options.data_dir)
    with data_folder.held(folder):
        if reason := obstacle(options.port):
            raise CannotStart(f"Port {options.port} {reason}: choose another one with PORT.")
        data_folder.rotate_logs(folder)
        leftovers.end(folder)
        engines: list[Kept] = []
        programs: list[Kept] = []
        with ExitStack() as ending:
            ending.callback(say, "Stopped.")
            ending.callback(leftovers.forget, folder)
            ending.callback(environment.forget, folder)
            ending.callback(stop, engines)
            ending.callback(stop, programs)
            ending.callback(say, "Stopping …")
            try:
                bring_up(options, folder, wish, engines, programs)
                keep_up([*engines, *programs], wish)
            except Stopped:
                return


def stop(kept: list[Kept]) -> None:
    """Stop processes at the same time."""
    processes.stop_all([each.process for each in kept])


def bring_up(options: Options, folder: Path, wish: Wish, engines: list[Kept], programs: list[Kept]) -> None:
    """Start engines and programs in their order, adding each to its list, until the portal serves."""
    kept_keys = keys.load(folder, os.environ)
    env = start_engines(folder, options.port, kept_keys, wish, engines)
    prepare(folder, env, wish, demo=options.demo)
    say("Starting the web server, the worker and the scheduler …")
    environment.remember(env, folder)
    for name, command in portal.commands(folder, options.port).items():
        keep(programs, starter(name, command, folder, env), folder)
    up = wish.wait_until(lambda: has_died(programs) or portal.is_ready(options.port), seconds=READY_SECONDS)
    if not up or has_died(programs):
        failed = next((each for each in programs if not each.process.running()), programs[0])
        raise CannotStart(f"{failed.process.name} did not start:{last_lines(failed.process.log)}")
    say(ready(env["BASE_URL"]))
    password = kept_keys["DEMO_PASSWORD"] if preparation.has_demo(folder) else ""
    say(greeting(env["BASE_URL"], password=password, inbox=options.inbox))


def starter(name: str, command: tuple[str, ...], folder: Path, env: dict[str, str]) -> Callable[[], Watched]:
    """Return a function that starts a program of the portal, again and again."""
    return lambda: portal.start(name, command, data_dir=folder, env=env)


def keep(kept: list[Kept], start: Callable[[], Watched], folder: Path, process: Watched | None = None) -> None:
    """Start a process (unless given, started already) and add it to those that are kept up."""

    def start_and_note() -> Watched:
        started = start()
        leftovers.note(started, folder)
        return started

    if process:
        leftovers.note(process, folder)
    kept.append(Kept(process or start_and_note(), start_and_note))


def has_died(kept: list[Kept]) -> bool:
    """Say whether one of the processes runs no more."""
    return not all(each.process.running() for each in kept)


def start_engines(
    folder: Path, port: int, kept_keys: dict[str, str], wish: Wish, engines: list[Kept]
) -> dict[str, str]:
    """Start Valkey and PostgreSQL, and return the portal's environment."""
    say("Starting PostgreSQL and Valkey …")
    broker = Valkey(folder / "valkey", free_port(), kept_keys["BROKER_PASSWORD"])
    keep(engines, broker.start, folder)
    passwords = postgresql.Passwords(kept_keys["POSTGRES_PASSWORD"], kept_keys["DATABASE_PASSWORD"])
    home = postgresql_home.find_home(folder)
    server = postgresql.prepare(home, passwords, log=folder / "logs" / "postgresql.log")
    keep(engines, server.start, folder, postgresql.start(server, wish.wait_until))
    postgresql.make_database(server)
    return environment.for_portal(keys=kept_keys, data_dir=folder, port=port, database=server.url, broker=broker.url)


def prepare(folder: Path, env: dict[str, str], wish: Wish, *, demo: bool) -> None:
    """Take the steps of preparation that are due. Raises CannotStart with the last words of one that fails."""
    if steps := preparation.due(folder, demo=demo):
        say(f"Preparing {', '.join(preparation.STEPS[name].label for name in steps)} …")
        command = ("partnercenter.embedded.prepare", *steps)
        process = portal.start("preparation", command, data_dir=folder, env=env)
        try:
            wish.wait_until(lambda: not process.running(), seconds=PREPARE_SECONDS)
        finally:
            process.stop()
        if process.code != 0:
            raise CannotStart(f"The preparation failed:{last_lines(process.log)}")
    preparation.settle(folder, demo=demo)
