"""The two commerce policies every installation starts with (dossier R26, R54, R55)."""

from datetime import date
from typing import Any

from subscriptions.catalogue.models import CommercePolicy

POLICIES: dict[str, dict[str, Any]] = {
    "legacy": {
        "name": "Legacy commerce",
        "cancel_days": None,
        "reduce_days": None,
        "suspended_is_billed": False,
        "record_checked_from": None,
    },
    "new-commerce": {
        "name": "New commerce",
        "cancel_days": 7,
        "reduce_days": 7,
        "suspended_is_billed": True,
        "record_checked_from": date(2025, 12, 1),
    },
}


def load_policies() -> int:
    """Add the policies that are missing; return how many were. What an operator has changed stays."""
    known = set(CommercePolicy.objects.values_list("key", flat=True))
    missing = [CommercePolicy(key=key, **values) for key, values in POLICIES.items() if key not in known]
    if missing:
        CommercePolicy.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
