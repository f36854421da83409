"""python -m partnercenter.embedded run | env -- COMMAND … | manage COMMAND …"""

import argparse
import os
import sys
from pathlib import Path

from partnercenter.embedded import environment
from partnercenter.embedded.terminal import CannotStart, complain


def main() -> int:
    """Do what the command line says and return an exit code; what is in the way is told in one line."""
    parser = argparse.ArgumentParser(prog="partnercenter.embedded", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    run_parser = verbs.add_parser("run", help="start the portal and keep it up")
    run_parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this ends")
    for verb, text in (
        ("env", "run a command beside throw-away engines"),
        ("manage", "manage.py in the running portal"),
    ):
        verbs.add_parser(verb, help=text).add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    try:
        if asked.verb == "run":
            from partnercenter.embedded.run import run

            run(with_parent=asked.with_parent)
            return 0
        if asked.verb == "env":
            from partnercenter.embedded.beside import run_beside

            return run_beside([word for word in asked.command if word != "--"] or ["env"])
        return manage(asked.command)
    except CannotStart as reason:
        complain(str(reason))
        return 1


def manage(command: list[str]) -> int:
    """Become manage.py in the environment of the portal that runs on DATA_DIR."""
    data_dir = Path(os.environ.get("DATA_DIR") or environment.ROOT / ".data").expanduser()
    env = environment.recall(data_dir)
    if env is None:
        raise CannotStart(f"No portal runs on {data_dir}: start it with `make run` first.")
    words = [sys.executable, str(environment.ROOT / "manage.py"), *command]
    os.execve(sys.executable, words, os.environ | env)


if __name__ == "__main__":
    sys.exit(main())
