"""Takes the named steps of preparation in one process, because loading Django costs more than most of them.

python -m partnercenter.embedded.prepare database static demo
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from partnercenter.embedded import preparation


def main(names: list[str]) -> None:
    """Take the steps in their order; one that fails ends the process with its traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnercenter.settings")
    django.setup()
    data_dir = Path(os.environ["DATA_DIR"])
    for name in names:
        step = preparation.STEPS[name]
        before = preparation.fingerprint(step)
        for command in step.commands:
            call_command(*command)
        preparation.record(data_dir, name, before if step.sources else "loaded")


if __name__ == "__main__":
    main(sys.argv[1:])
