"""Operators and what they look at."""

import pytest
from django.test import Client

from foundation.users.models import User
from relationships.regions.services import load_regions
from tests.factories import UserFactory
from tests.operations.records import make_some


@pytest.fixture
def operator_user(db: None) -> User:
    """An operator."""
    return UserFactory.create(username="operator@portal.example", is_staff=True, is_superuser=True)


@pytest.fixture
def operating(client: Client, operator_user: User) -> Client:
    """A browser in which the operator is signed in."""
    client.force_login(operator_user)
    return client


@pytest.fixture
def some_of_everything(db: None) -> None:
    """Two records of every kind."""
    load_regions()
    make_some(2)
