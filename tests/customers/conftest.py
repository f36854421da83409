"""The companies of these tests."""

import pytest

from relationships.partners.models import Partner
from relationships.regions.services import load_regions
from tests.customers.factories import DIRECT, PROVIDER, RESELLER, make_partner, make_partnership


@pytest.fixture
def regions(db: None) -> None:
    """Countries, regions and currencies."""
    load_regions()


@pytest.fixture
def provider(regions: None) -> Partner:
    """An indirect provider in Germany."""
    return make_partner("Northlight Distribution", PROVIDER)


@pytest.fixture
def reseller(provider: Partner) -> Partner:
    """A reseller in partnership with the provider, MPA signed."""
    partner = make_partner("Contoso Resale", RESELLER, country="FR")
    make_partnership(provider, partner)
    return partner


@pytest.fixture
def unsigned_reseller(provider: Partner) -> Partner:
    """A reseller in partnership with the provider, without an MPA."""
    partner = make_partner("Wingtip Unsigned", RESELLER, signed=False)
    make_partnership(provider, partner)
    return partner


@pytest.fixture
def other_provider(regions: None) -> Partner:
    """A provider that has nothing to do with the others."""
    return make_partner("Stranger Distribution", PROVIDER)


@pytest.fixture
def direct_bill(regions: None) -> Partner:
    """A direct-bill partner."""
    return make_partner("Directly Ltd", DIRECT)
