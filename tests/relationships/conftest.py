"""The companies of these tests, and a clock that stands still."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from foundation.users.models import User
from relationships.partners.models import Partner
from tests.relationships.factories import NOW, PROVIDER, make_partner


@pytest.fixture
def at_now() -> Iterator[None]:
    """Let it be NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def empty_cache(db: None) -> None:
    """Forget what was counted before."""
    cache.clear()


@pytest.fixture
def provider(db: None) -> Partner:
    """An indirect provider in Germany."""
    return make_partner("Northlight Distribution", PROVIDER)


@pytest.fixture
def reseller(db: None) -> Partner:
    """A reseller in France, of the provider's region; not a partner of it yet."""
    return make_partner("Contoso Resale", country="FR")


@pytest.fixture
def stranger(db: None) -> Partner:
    """Another provider."""
    return make_partner("Stranger Distribution", PROVIDER)


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Return a function that opens a browser in which somebody is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
