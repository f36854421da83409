"""Loading countries."""

from collections.abc import Iterable

from foundation.places.models import Country
from foundation.places.names import english_name


def save_countries(codes: Iterable[str]) -> int:
    """Make sure that these countries are on record under their English names; return how many were written.

    Idempotent: one query when nothing changed, two otherwise. Countries that are not named stay as they are.
    """
    wanted = {code: english_name(code) for code in codes}
    known = dict(Country.objects.values_list("code", "name"))
    changed = [Country(code=code, name=name) for code, name in wanted.items() if known.get(code) != name]
    if changed:
        Country.objects.bulk_create(changed, update_conflicts=True, unique_fields=["code"], update_fields=["name"])
    return len(changed)
