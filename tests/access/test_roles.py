"""What each role may do, written out once more by hand, so that a slip in the table is seen."""

import pytest

from foundation.organisations.roles import PERMISSIONS, permissions_of

PROVIDER, DIRECT, RESELLER = "indirect_provider", "direct_bill", "indirect_reseller"

MAY = {
    (PROVIDER, "global_admin"): {
        "resellers.view", "partnerships.request", "partnerships.accept", "agreement.view", "agreement.sign",
        "customers.view", "customers.export", "customers.add", "customers.attest", "customers.reset_password",
        "catalogue.view", "orders.place", "subscriptions.view", "subscriptions.manage", "support_contact.assign",
    },
    (PROVIDER, "sales_agent"): {
        "resellers.view", "partnerships.request", "customers.view", "customers.add", "customers.attest",
        "catalogue.view", "orders.place", "subscriptions.view", "subscriptions.manage",
    },
    (PROVIDER, "helpdesk_agent"): {
        "customers.view", "customers.reset_password", "subscriptions.view", "support_contact.assign",
    },
    (PROVIDER, "account_admin"): {"agreement.view"},
    (RESELLER, "global_admin"): {
        "providers.view", "partnerships.accept", "agreement.view", "agreement.sign", "customers.view",
        "customers.export", "customers.reset_password", "subscriptions.view", "subscriptions.manage",
        "delegation.revoke",
    },
    (RESELLER, "admin_agent"): {
        "providers.view", "customers.view", "customers.export", "customers.reset_password", "subscriptions.view",
        "subscriptions.manage",
    },
    (DIRECT, "global_admin"): {
        "partnerships.accept", "agreement.view", "agreement.sign", "customers.view", "customers.export",
        "customers.add", "customers.attest", "customers.reset_password", "catalogue.view", "orders.place",
        "subscriptions.view", "subscriptions.manage",
    },
    ("customer", "global_admin"): {"own_account.view", "partnerships.accept"},
}  # fmt: skip


@pytest.mark.parametrize(("kind", "role"), MAY)
def test_a_role_may_do_this_and_nothing_else(kind: str, role: str) -> None:
    """Dossier 1.2."""
    assert permissions_of(frozenset([role]), frozenset([kind])) == MAY[kind, role]


def test_only_a_global_admin_signs_and_accepts() -> None:
    """R12, R22."""
    for key in ("agreement.sign", "partnerships.accept"):
        assert PERMISSIONS[key].roles == {"global_admin"}
