"""Load what every installation needs: countries and regions, commerce policies, and a first catalogue."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from foundation.clock import now
from foundation.organisations.actor import portal
from relationships.regions.services import load_regions
from subscriptions.catalogue.policies import load_policies
from subscriptions.catalogue.services import load_sample_catalogue
from subscriptions.performance.rates import load_rates


class Command(BaseCommand):
    """Load the reference data. Running it again changes nothing and takes a handful of queries."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to leave out."""
        parser.add_argument(
            "--without-catalogue",
            action="store_true",
            help="do not fill an empty catalogue with the sample products",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was written."""
        regions, policies, rates = load_regions(), load_policies(), load_rates()
        self.stdout.write(f"Countries and regions: {regions} written. Commerce policies: {policies} written.")
        self.stdout.write(f"Reference rates: {rates} written.")
        if not options["without_catalogue"]:
            report = load_sample_catalogue(actor=portal(), now=now())
            self.stdout.write(
                f"Sample catalogue: {report.offers.created} offers, {report.prices.created} prices written."
            )
