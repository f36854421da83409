"""Roles of people and kinds of account, by their dossier names."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from foundation.organisations.models import Tenant
from relationships.partners.models import Enrolment
from relationships.partners.programmes import Programme

GLOBAL_ADMIN = "global_admin"
ACCOUNT_ADMIN = "account_admin"
ADMIN_AGENT = "admin_agent"
SALES_AGENT = "sales_agent"
HELPDESK_AGENT = "helpdesk_agent"

LABELS = {
    GLOBAL_ADMIN: _("Global admin"),
    ACCOUNT_ADMIN: _("Account admin"),
    ADMIN_AGENT: _("Admin agent"),
    SALES_AGENT: _("Sales agent"),
    HELPDESK_AGENT: _("Helpdesk agent"),
}

PROVIDER = Programme.INDIRECT_PROVIDER.value
RESELLER = Programme.INDIRECT_RESELLER.value
DIRECT_BILL = Programme.DIRECT_BILL.value
SELLERS = (PROVIDER, DIRECT_BILL)
PARTNERS = (PROVIDER, DIRECT_BILL, RESELLER)

APPLICANT = "applicant"
"""Kind of account of a company whose enrolment waits for its decision, or was rejected."""


def partner_kinds(tenant: Tenant) -> Iterable[str]:
    """Return the programmes in which this tenant's partner is enrolled (Qualified may sign the MPA, so it counts).

    A company that has applied and is not in is an applicant.
    """
    enrolled = (Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE)
    states = Enrolment.objects.filter(partner=tenant.pk).values_list("programme", "state")
    return {programme if state in enrolled else APPLICANT for programme, state in states}
