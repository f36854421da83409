"""How many queries each page costs: recorded, at most twelve, and the same however many rows there are.

`UPDATE_BASELINES=1 make test` (or pytest) writes `baselines.json` anew.
"""

import json
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.access.addresses import Address, marked
from tests.access.test_matrix import BACKEND, path_of
from tests.access.world import World, make_world
from tests.queries.crowd import crowd

BASELINES = Path(__file__).with_name("baselines.json")
AT_MOST = 12
READERS = ("provider", "reseller", "direct", "customer")

pytestmark = pytest.mark.django_db


def pages() -> list[Address]:
    """Return every page for people who are signed in."""
    return [*marked("member"), *marked("signed_in")]


def cost(address: Address, world: World, account: str) -> int | None:
    """Return the queries of one page for the Global admin of an account; None where the page is not for it."""
    client = Client()
    user = world.people[account, "global_admin"]
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    client.force_login(user, backend=BACKEND)
    path = path_of(address, world)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    return len(asked) if answer.status_code == 200 else None


@pytest.mark.parametrize("address", pages(), ids=lambda address: address.name)
def test_a_page_costs_what_is_recorded_whatever_the_number_of_rows(address: Address) -> None:
    """Measured with one object of each sort and again with thirty."""
    cache.clear()
    world = make_world()
    few = {account: cost(address, world, account) for account in READERS}
    crowd(world)
    many = {account: cost(address, world, account) for account in READERS}
    assert many == few
    counts = {account: count for account, count in few.items() if count is not None}
    assert all(count <= AT_MOST for count in counts.values()), counts
    compare(address.name, counts)


def compare(name: str, counts: dict[str, int]) -> None:
    """Hold the counts against the record, or write the record when asked to."""
    recorded = json.loads(BASELINES.read_text()) if BASELINES.exists() else {}
    if os.environ.get("UPDATE_BASELINES"):
        recorded[name] = counts
        kept = {key: recorded[key] for key in sorted(recorded) if recorded[key]}
        BASELINES.write_text(json.dumps(kept, indent=2) + "\n")
    else:
        assert recorded.get(name, {}) == counts, f"{name}: recorded {recorded.get(name)}, costs {counts}"
