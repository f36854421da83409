"""How many queries each page costs: recorded, at most twelve, and the same however many rows there are.

`UPDATE_BASELINES=1 pytest tests/queries` writes `baselines.json` anew.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from tests.access.addresses import Address, marked
from tests.access.test_matrix import BACKEND, path_of
from tests.access.world import World, a_world
from tests.queries.crowd import crowd

BASELINES = Path(__file__).with_name("baselines.json")
AT_MOST = 12
READERS = ("provider", "reseller", "direct", "customer")
PAGES = [*marked("member"), *marked("signed_in")]

Costs = dict[str, dict[str, int]]
"""Queries by page and reader; pages that are not for a reader are left out."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Costs, Costs]]:
    """Every page's costs with one object of each sort, and again with thirty."""
    with a_world(django_db_blocker) as world:
        few = costs(world)
        crowd(world)
        yield few, costs(world)


def costs(world: World) -> Costs:
    """Return what every page costs in this world."""
    return {
        address.name: {reader: count for reader in READERS if (count := cost(address, world, reader)) is not None}
        for address in PAGES
    }


def cost(address: Address, world: World, reader: str) -> int | None:
    """Return the queries of one page for the Global admin of an account; None where the page is not for it."""
    client = Client()
    client.force_login(world.people[reader, "global_admin"], backend=BACKEND)
    path = path_of(address, world)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    return len(asked) if answer.status_code == 200 else None


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)
def test_a_page_costs_the_same_however_many_rows(address: Address, measured: tuple[Costs, Costs]) -> None:
    """Nothing is asked row by row."""
    few, many = measured
    assert many[address.name] == few[address.name]


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)
def test_a_page_costs_what_is_recorded_and_at_most_twelve(address: Address, measured: tuple[Costs, Costs]) -> None:
    """A page that has become dearer is seen in the change that made it so."""
    counts = measured[0][address.name]
    assert all(count <= AT_MOST for count in counts.values()), counts
    recorded: Costs = json.loads(BASELINES.read_text()) if BASELINES.exists() else {}
    if os.environ.get("UPDATE_BASELINES"):
        recorded[address.name] = counts
        kept = {name: recorded[name] for name in sorted(recorded) if recorded[name]}
        BASELINES.write_text(json.dumps(kept, indent=2) + "\n")
    assert os.environ.get("UPDATE_BASELINES") or recorded.get(address.name, {}) == counts
