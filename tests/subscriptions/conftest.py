"""The companies of these tests."""

from tests.customers.conftest import (
    direct_bill,
    other_provider,
    provider,
    regions,
    reseller,
    unsigned_reseller,
)

__all__ = ["direct_bill", "other_provider", "provider", "regions", "reseller", "unsigned_reseller"]
