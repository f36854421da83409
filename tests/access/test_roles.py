"""What each role may do, written out once more by hand, so that a slip in the table is seen."""

from pathlib import Path

import pytest
from django.core.management import call_command

from foundation.organisations.roles import PERMISSIONS, permissions_of
from tests.architecture.house import ROOT

PROVIDER, DIRECT, RESELLER = "indirect_provider", "direct_bill", "indirect_reseller"

MAY = {
    (PROVIDER, "global_admin"): {
        "account.view", "account.edit", "billing_profile.view", "billing_profile.edit", "resellers.nudge",
        "enrolment.view", "enrolment.apply",
        "team.view", "team.manage", "performance.view",
        "resellers.view", "partnerships.request", "request_templates.manage",
        "partnerships.accept", "agreement.view", "agreement.sign",
        "customers.view", "customers.export", "customers.add", "customers.attest", "customers.reset_password",
        "catalogue.view", "orders.place", "subscriptions.view", "subscriptions.manage", "support_contact.assign",
        "partnerships.end", "relationships.end", "notes.remove_any", "listing.view", "listing.manage",
    },
    (PROVIDER, "sales_agent"): {
        "listing.view",
        "resellers.nudge",
        "enrolment.view",
        "resellers.view", "partnerships.request", "customers.view", "customers.add", "customers.attest",
        "catalogue.view", "orders.place", "subscriptions.view", "subscriptions.manage",
    },
    (PROVIDER, "helpdesk_agent"): {
        "enrolment.view",
        "customers.view", "customers.reset_password", "subscriptions.view", "support_contact.assign",
    },
    (PROVIDER, "user_admin"): {
        "enrolment.view", "team.view", "team.manage", "performance.view",
        "account.view", "billing_profile.view",
    },
    (PROVIDER, "billing_admin"): {
        "catalogue.view", "enrolment.view", "billing_profile.view", "billing_profile.edit",
    },
    (PROVIDER, "account_admin"): {
        "enrolment.view", "enrolment.apply", "team.view", "agreement.view",
        "account.view", "account.edit", "billing_profile.view", "billing_profile.edit",
        "listing.view", "listing.manage",
    },
    (RESELLER, "global_admin"): {
        "directory.view", "partnerships.ask",
        "account.view", "account.edit", "billing_profile.view", "billing_profile.edit",
        "enrolment.view", "enrolment.apply",
        "team.view", "team.manage",
        "providers.view", "partnerships.accept", "agreement.view", "agreement.sign", "customers.view",
        "customers.export", "customers.reset_password", "subscriptions.view", "subscriptions.manage",
        "delegation.revoke", "requests.block", "partnerships.leave", "relationships.end",
        "notes.remove_any",
    },
    (RESELLER, "admin_agent"): {
        "directory.view",
        "enrolment.view",
        "providers.view", "customers.view", "customers.export", "customers.reset_password", "subscriptions.view",
        "subscriptions.manage",
    },
    (DIRECT, "global_admin"): {
        "account.view", "account.edit", "billing_profile.view", "billing_profile.edit",
        "enrolment.view", "enrolment.apply",
        "team.view", "team.manage",
        "partnerships.accept", "agreement.view", "agreement.sign", "customers.view", "customers.export",
        "customers.add", "customers.attest", "customers.reset_password", "catalogue.view", "orders.place",
        "subscriptions.view", "subscriptions.manage", "relationships.end", "notes.remove_any",
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


def test_every_permission_says_what_it_lets_people_do() -> None:
    """The table of roles is read by people."""
    assert not [key for key, each in PERMISSIONS.items() if not str(each.label)]


def test_the_page_of_roles_is_up_to_date(tmp_path: Path) -> None:
    """docs/ROLES.md is written by `manage.py write_roles`."""
    fresh = tmp_path / "ROLES.md"
    call_command("write_roles", str(fresh))
    assert fresh.read_text() == (ROOT / "docs" / "ROLES.md").read_text()
