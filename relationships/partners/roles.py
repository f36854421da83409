"""Roles of people and kinds of account, by their dossier names."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from foundation.organisations.models import Tenant
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme

GLOBAL_ADMIN = "global_admin"
USER_ADMIN = "user_admin"
BILLING_ADMIN = "billing_admin"
ACCOUNT_ADMIN = "account_admin"
ADMIN_AGENT = "admin_agent"
SALES_AGENT = "sales_agent"
HELPDESK_AGENT = "helpdesk_agent"

LABELS = {
    GLOBAL_ADMIN: _("Global admin"),
    USER_ADMIN: _("User management admin"),
    BILLING_ADMIN: _("Billing admin"),
    ACCOUNT_ADMIN: _("Account admin"),
    ADMIN_AGENT: _("Admin agent"),
    SALES_AGENT: _("Sales agent"),
    HELPDESK_AGENT: _("Helpdesk agent"),
}

DESCRIPTIONS = {
    GLOBAL_ADMIN: _("Everything, for the whole account; the only role that signs agreements and accepts partnerships."),
    USER_ADMIN: _("Invites colleagues, gives them roles and removes them."),
    BILLING_ADMIN: _("Sees prices and keeps the billing profile; no customers, no orders."),
    ACCOUNT_ADMIN: _("Keeps the company's profiles and MPN IDs, and applies for programmes."),
    ADMIN_AGENT: _("Works with customers and subscriptions, and administers customers' accounts on their behalf."),
    SALES_AGENT: _("Works with customers and subscriptions: adds, attests and orders."),
    HELPDESK_AGENT: _("Sees customers and helps them; orders and changes nothing that costs money."),
}
"""What each role is for, in one sentence; what exactly it may do stands in the permissions."""

RANKS = {GLOBAL_ADMIN: 2, USER_ADMIN: 1}
"""Roles that stand above the others (rank 0): nobody gives, takes or touches a role above the own ones."""

PROVIDER = Programme.INDIRECT_PROVIDER.value
RESELLER = Programme.INDIRECT_RESELLER.value
DIRECT_BILL = Programme.DIRECT_BILL.value
SELLERS = (PROVIDER, DIRECT_BILL)
PARTNERS = (PROVIDER, DIRECT_BILL, RESELLER)

APPLICANT = "applicant"
"""Kind of account of a company whose enrolment waits for its decision, or was rejected."""

SUSPENDED = "suspended"
"""Kind that a suspended partner's account is besides its others (R70); no permission rests on it."""


def partner_kinds(tenant: Tenant) -> Iterable[str]:
    """Return the programmes in which this tenant's partner is enrolled (Qualified may sign the MPA, so it counts).

    A company that has applied and is not in is an applicant. A suspended one is so besides: asked with the rest, so
    that the note on every page costs no query.
    """
    enrolled = (Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE)
    rows = Enrolment.objects.filter(partner=tenant.pk).values_list("programme", "state", "partner__status")
    kinds = {programme if state in enrolled else APPLICANT for programme, state, _status in rows}
    return kinds | {SUSPENDED for _programme, _state, status in rows if status == Partner.Status.SUSPENDED}


def rank_of(roles: Iterable[str]) -> int:
    """Return the rank of the highest of these roles."""
    return max((RANKS.get(role, 0) for role in roles), default=0)
