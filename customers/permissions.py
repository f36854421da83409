"""What each role may do on this floor (dossier 1.2): the one place that says so."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from foundation.organisations.models import Tenant
from foundation.organisations.roles import permit, register_kinds
from relationships.partners.roles import (
    ADMIN_AGENT,
    GLOBAL_ADMIN,
    HELPDESK_AGENT,
    PARTNERS,
    SALES_AGENT,
    SELLERS,
)

CUSTOMER = "customer"
"""Kind of account of an end customer."""


def customer_kind(tenant: Tenant) -> Iterable[str]:
    """Return the customer kind if this tenant is somebody's end customer."""
    return [CUSTOMER] if Customer.objects.filter(pk=tenant.pk).exists() else []


def register() -> None:
    """Declare the kind of account and the permissions."""
    register_kinds(customer_kind)
    agents = (GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT, HELPDESK_AGENT)
    permit("customers.view", roles=agents, kinds=PARTNERS, label=_("See and search customers"))
    permit("customers.export", roles=(GLOBAL_ADMIN, ADMIN_AGENT), kinds=PARTNERS, label=_("Export customers"))
    permit("customers.add", roles=(GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT), kinds=SELLERS, label=_("Add customers"))
    # R41: a reseller cannot attest, so the permission does not exist in its kind of account.
    permit(
        "customers.attest",
        roles=(GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT),
        kinds=SELLERS,
        label=_("Confirm a customer's acceptance of its agreement"),
    )
    permit(
        "customers.reset_password",
        roles=(GLOBAL_ADMIN, ADMIN_AGENT, HELPDESK_AGENT),
        kinds=PARTNERS,
        label=_("Reset the password of a customer's admin"),
    )
    permit("relationships.end", roles=(GLOBAL_ADMIN,), kinds=PARTNERS, label=_("Remove relationships with customers"))
    permit(
        "own_account.view",
        roles=(GLOBAL_ADMIN,),
        kinds=(CUSTOMER,),
        label=_("See the own company's account, its partners and subscriptions"),
    )
