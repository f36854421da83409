"""Put a partner on record and mail its first Global admin a link to set a password: how an installation begins."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from foundation import clock
from foundation.organisations.actor import portal
from foundation.rules import Refused
from relationships.partners.programmes import Programme
from relationships.partners.services import add_partner


class Command(BaseCommand):
    """Add a partner."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the admin's form asks, too."""
        parser.add_argument("--company", required=True, help="The company's name.")
        parser.add_argument("--country", required=True, help="Its country, by the two-letter code (DE).")
        parser.add_argument("--programme", required=True, choices=Programme.values)
        parser.add_argument("--mpn-id", required=True, help="Its location MPN ID: five to ten digits.")
        parser.add_argument("--admin", required=True, help="Mail address of the first Global admin.")
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--domain", help="Primary domain; without it, one is found.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add it, or say what speaks against it."""
        try:
            partner = add_partner(
                actor=portal(),
                now=clock.now(),
                company=options["company"].strip(),
                country=options["country"],
                programme=options["programme"],
                mpn_id=options["mpn_id"].strip(),
                admin_address=options["admin"],
                admin_first_name=options["first_name"],
                admin_last_name=options["last_name"],
                domain=options["domain"],
            )
        except Refused as refused:
            raise CommandError("\n".join(f"{each.text} {each.remedy}" for each in refused.refusals)) from refused
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{partner.name} is on record ({partner.tenant.primary_domain}, {partner.pk}). "
            f"A mail with a link to set a password is on its way to {options['admin']}."
        )
