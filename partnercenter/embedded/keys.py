"""The secrets of an embedded portal: made once, kept in the data folder for its owner alone."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

FILE = "secrets.json"
FROM_OUTSIDE = ("SECRET_KEY", "LINK_KEY")
"""Keys that the environment may give instead."""
WORDS_OF_DEMO_PASSWORD = 3


def load(data_dir: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets by name, made at the first start.

    DEMO_PASSWORD of the environment counts at the first start only: it is in the demo accounts from then on.
    """
    file = data_dir / FILE
    if file.exists():
        kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    else:
        kept = make(environ)
        write_private(file, json.dumps(kept, indent=2) + "\n")
    return kept | {name: environ[name] for name in FROM_OUTSIDE if environ.get(name)}


def make(environ: Mapping[str, str]) -> dict[str, str]:
    """Return new secrets."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "LINK_KEY": secrets.token_urlsafe(48),
        "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
        "DATABASE_PASSWORD": secrets.token_urlsafe(24),
        "BROKER_PASSWORD": secrets.token_urlsafe(24),
        "DEMO_PASSWORD": environ.get("DEMO_PASSWORD") or pronounceable_password(),
    }


def pronounceable_password() -> str:
    """Return a password of 18 letters and digits that a person can read from the terminal and type."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(secrets.choice(syllables) for _ in range(3)) for _ in range(WORDS_OF_DEMO_PASSWORD)]
    return "-".join(words) + f"-{secrets.randbelow(90) + 10}"


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    new = file.with_name(f"{file.name}-new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as output:
        output.write(text)
    new.replace(file)
