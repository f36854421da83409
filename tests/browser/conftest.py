"""One running portal for all journeys, started as a newcomer starts it, and browsers to visit it with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.architecture.house import ROOT
from tests.browser.visitor import Visitor

PASSWORD = "Northlight-demo-2026"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Portal:
    """A running portal."""

    url: str
    data_dir: Path
    password: str


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Start the portal as `make run` does, in a folder of its own, and stop it at the end."""
    folder, port = tmp_path_factory.mktemp("portal"), free_port()
    folder.chmod(0o755)
    keep = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "TMPDIR", "CI")}
    env = keep | {"DATA_DIR": str(folder / "data"), "PORT": str(port), "DEMO_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "partnercenter.embedded", "run"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        try:
            wait_until_ready(run)
            yield Portal(f"http://127.0.0.1:{port}", folder / "data", PASSWORD)
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(timeout=60)


def wait_until_ready(run: "subprocess.Popen[str]") -> None:
    """Read what the portal says until it says that it is ready. Fails with its words if it ends before."""
    assert run.stdout
    said = []
    for line in run.stdout:
        said.append(line)
        if "is ready at" in line:
            return
    pytest.fail("The portal did not start:\n" + "".join(said))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The machine's Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "No Chromium: install it, or name it in CHROMIUM."
    running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def visit(browser: Browser, portal: Portal) -> Callable[[], Visitor]:
    """Return a function that opens a browser window of its own for a new visitor."""

    def new_visitor() -> Visitor:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/Berlin"
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(15_000)
        return Visitor(context, portal.url, portal.password)

    return new_visitor
