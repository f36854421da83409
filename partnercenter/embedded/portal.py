"""The portal's own processes and how they are started."""

import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from partnercenter.embedded import processes
from partnercenter.embedded.environment import ROOT
from partnercenter.embedded.processes import Watched

WEB = (
    *("gunicorn", "partnercenter.wsgi", "--preload", "--workers=2", "--threads=8", "--graceful-timeout=5"),
    "--no-control-socket",
)
WORKER = (
    *("celery", "-A", "partnercenter.celery", "worker", "--loglevel=INFO", "--concurrency=2", "--hostname=worker@%h"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)
BEAT = ("celery", "-A", "partnercenter.celery", "beat", "--loglevel=INFO", "--pidfile=")


def commands(data_dir: Path, port: int) -> dict[str, tuple[str, ...]]:
    """Return the command of each process by its name."""
    return {
        "web": (*WEB, f"--bind=127.0.0.1:{port}"),
        "worker": WORKER,
        "scheduler": (*BEAT, f"--schedule={data_dir / 'run' / 'schedule'}"),
    }


def start(name: str, module: tuple[str, ...], *, data_dir: Path, env: dict[str, str]) -> Watched:
    """Start a Python module of the portal."""
    log = data_dir / "logs" / f"{name}.log"
    return processes.start(name, [sys.executable, "-m", *module], log=log, env=env, cwd=ROOT)


def is_ready(port: int) -> bool:
    """Say whether the web server answers and has its database."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
