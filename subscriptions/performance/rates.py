"""Loading the reference rates."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from subscriptions.performance.models import ReferenceRate

RATES_FILE = Path(__file__).with_name("reference_rates.csv")
"""Rounded rates of one unit in US dollars, for comparing revenue with a floor; operators keep them up to date."""


def load_rates() -> int:
    """Add the rates of currencies that have none yet; return how many. What operators have set stays."""
    with RATES_FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            ReferenceRate(currency=row["currency"], usd=Decimal(row["usd"]), as_of=date.fromisoformat(row["as_of"]))
            for row in csv.DictReader(file)
        ]
    known = set(ReferenceRate.objects.values_list("currency", flat=True))
    missing = [row for row in rows if row.currency not in known]
    ReferenceRate.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
