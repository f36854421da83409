"""Resetting the admin user's password hands over the customer's account and nothing else."""

from collections.abc import Callable

import pytest

from customers.adding.services import AddedCustomer
from customers.admin_users.services import reset_admin_password
from foundation.audit.models import AuditEvent
from foundation.organisations.models import Membership
from foundation.rules import Refused
from relationships.partners.models import Partner
from tests.customers.factories import NOW, actor_of, add, client_of
from tests.factories import MembershipFactory, TenantFactory


def belongs_elsewhere_too(added: AddedCustomer) -> None:
    """Make the admin a member of another account."""
    MembershipFactory.create(user=added.admin, tenant=TenantFactory.create(), roles=[])


def is_operator(added: AddedCustomer) -> None:
    """Make the admin an operator of the portal."""
    added.admin.is_staff = True
    added.admin.save()


def is_superuser(added: AddedCustomer) -> None:
    """Give the admin every right in the portal."""
    added.admin.is_superuser = True
    added.admin.save()


def has_left(added: AddedCustomer) -> None:
    """End the admin's place in the customer."""
    Membership.objects.filter(user=added.admin).update(ended_at=NOW)


def has_another_name(added: AddedCustomer) -> None:
    """Leave nobody with the printed sign-in name."""
    added.admin.username = "somebody@else.example"
    added.admin.save()


@pytest.mark.parametrize("happen", [belongs_elsewhere_too, is_operator, is_superuser, has_left, has_another_name])
def test_admin_password_scope_nobody_is_taken_over_who_is_more_than_the_customers_admin(
    provider: Partner, happen: Callable[[AddedCustomer], None]
) -> None:
    """The password stays what it was, nothing is on record, and the remedy says what the person can do."""
    added = add(provider)
    happen(added)
    with pytest.raises(Refused) as error:
        reset_admin_password(actor=actor_of(provider, "helpdesk_agent"), now=NOW, customer=added.customer)
    assert [refusal.code for refusal in error.value.refusals] == ["admin-password-scope"]
    assert added.customer.name in error.value.refusals[0].text
    assert "Forgot your password?" in error.value.refusals[0].remedy
    added.admin.refresh_from_db()
    assert added.admin.check_password(added.password)
    assert not AuditEvent.objects.filter(verb="customer.admin_password_reset").exists()


def test_admin_password_scope_an_ended_place_elsewhere_does_not_count(provider: Partner) -> None:
    added = add(provider)
    MembershipFactory.create(user=added.admin, tenant=TenantFactory.create(), roles=[], ended_at=NOW)
    assert reset_admin_password(actor=actor_of(provider), now=NOW, customer=added.customer).password


def test_admin_password_scope_is_told_beside_the_button_and_refused_when_sent(provider: Partner) -> None:
    """The page draws the button disabled; sending it all the same gives 409 and no password."""
    added, client = add(provider), client_of(provider)
    belongs_elsewhere_too(added)
    page = client.get(f"/customers/{added.customer.pk}/account/")
    assert [each.code for each in page.context["reset"].refusals] == ["admin-password-scope"]
    assert "is not used for" in page.content.decode()
    sent = client.post(page.context["reset"].url)
    assert sent.status_code == 409
    added.admin.refresh_from_db()
    assert added.admin.check_password(added.password)
