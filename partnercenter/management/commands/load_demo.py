"""Load the demo data: a provider, its resellers, requests in every state, forty customers and what they have."""

import os
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from foundation import clock
from partnercenter.demo.story import NotEmpty, load_story


class Command(BaseCommand):
    """Load the story into an empty installation; running it again changes nothing."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it with DEMO_PASSWORD as everybody's password, or say why not."""
        password = os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("DEMO_PASSWORD is missing: set the password of the demo sign-ins in the environment.")
        call_command("load_reference_data", stdout=self.stdout)
        try:
            loaded = load_story(now=clock.now(), password=password)
        except NotEmpty as error:
            raise CommandError("This installation has partners of its own; demo data is for empty ones.") from error
        self.stdout.write("The demo data is loaded." if loaded else "The demo data is there already.")
