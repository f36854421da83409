#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    """Run an administrative task; a missing setting ends it with one clear line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnercenter.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as missing:
        sys.exit(f"The portal cannot start: {missing}")


if __name__ == "__main__":
    main()
