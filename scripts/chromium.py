"""Finds the Chromium that the browser tests drive, and installs it where that can be done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PLAYWRIGHT = (
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
"""Where `playwright install chromium` puts it."""
MISSING = (
    "The browser tests need Chromium: install it, name it in CHROMIUM, "
    "or fetch one with `.venv/bin/python -m playwright install chromium`."
)


def find_or_install() -> str:
    """Return Chromium's path. Ends with one clear line when there is none and none can be installed."""
    path = find() or (install() and find())
    return path or sys.exit(MISSING)


def find() -> str | None:
    """Return the path of the first Chromium found."""
    if given := os.environ.get("CHROMIUM"):
        return shutil.which(given) or sys.exit(f"CHROMIUM names {given}, which is no program.")
    fetched = [str(path) for place in PLAYWRIGHT for path in sorted(Path("~").expanduser().glob(place[2:]))]
    return next(filter(None, map(shutil.which, (*NAMES, *PLACES, *reversed(fetched)))), None)


def install() -> bool:
    """Install Chromium from the system's packages, where this is root on Debian; say whether that was tried."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("Installing Chromium with apt-get …", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-q", "-y", "chromium"]):
        done = subprocess.run(
            ["apt-get", *words], check=False, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            print("".join(f"    {line}\n" for line in (done.stdout + done.stderr).splitlines()[-5:]), file=sys.stderr)
    return True
