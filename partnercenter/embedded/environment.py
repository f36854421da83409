"""What the portal's processes find in their environment."""

import json
import os
from pathlib import Path

from partnercenter.embedded.keys import write_private

ROOT = Path(__file__).resolve().parents[2]
FILE = Path("run") / "environment.json"
HOSTS = ("127.0.0.1", "localhost")
NOT_PASSED_ON = (
    "DJANGO_SETTINGS_MODULE",
    "GUNICORN_CMD_ARGS",
    "WEB_CONCURRENCY",
    "PYTHONPATH",
    "STATIC_ROOT",
)
"""Settings of somebody else's programs."""


def for_portal(*, keys: dict[str, str], data_dir: Path, port: int, database: str, broker: str) -> dict[str, str]:
    """Return the environment of web server, worker, scheduler and management commands.

    The caller's variables are passed on (EMAIL_URL, LOG_LEVEL, …) but for those that this start decides.
    """
    given = {key: value for key, value in os.environ.items() if not key.startswith("PG") and key not in NOT_PASSED_ON}
    hosts = [host for host in given.get("ALLOWED_HOSTS", "").split(",") if host]
    return given | {
        "SECRET_KEY": keys["SECRET_KEY"],
        "LINK_KEY": keys["LINK_KEY"],
        "DEMO_PASSWORD": keys["DEMO_PASSWORD"],
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "BASE_URL": f"http://{HOSTS[0]}:{port}",
        "ALLOWED_HOSTS": ",".join(dict.fromkeys([*hosts, *HOSTS])),
        "DEBUG": given.get("DEBUG", "0"),
        "EMBEDDED": "1",
        "DATA_DIR": str(data_dir),
        "PYTHONUNBUFFERED": "1",
    }


def remember(env: dict[str, str], data_dir: Path) -> None:
    """Write down the running portal's environment for `manage`."""
    write_private(data_dir / FILE, json.dumps(env))


def recall(data_dir: Path) -> dict[str, str] | None:
    """Return the running portal's environment, None when none runs."""
    file = data_dir / FILE
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def forget(data_dir: Path) -> None:
    """Remove what was written down."""
    (data_dir / FILE).unlink(missing_ok=True)
