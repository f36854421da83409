"""What each role may do on this floor (dossier 1.2): the one place that says so."""

from foundation.organisations.roles import permit, register_kinds, register_roles
from relationships.partners.roles import (
    ACCOUNT_ADMIN,
    ADMIN_AGENT,
    APPLICANT,
    GLOBAL_ADMIN,
    HELPDESK_AGENT,
    LABELS,
    PARTNERS,
    PROVIDER,
    RESELLER,
    SALES_AGENT,
    partner_kinds,
)


def register() -> None:
    """Declare the roles, the kinds of account and the permissions."""
    register_roles(LABELS)
    register_kinds(partner_kinds)
    permit("resellers.view", roles=(GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT), kinds=(PROVIDER,))
    permit("partnerships.request", roles=(GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT), kinds=(PROVIDER,))
    permit("providers.view", roles=(GLOBAL_ADMIN, ADMIN_AGENT, HELPDESK_AGENT), kinds=(RESELLER,))
    permit("partnerships.accept", roles=(GLOBAL_ADMIN,))
    permit("delegation.revoke", roles=(GLOBAL_ADMIN,), kinds=(RESELLER,))
    permit("agreement.view", roles=(GLOBAL_ADMIN, ACCOUNT_ADMIN), kinds=PARTNERS)
    permit("agreement.sign", roles=(GLOBAL_ADMIN,), kinds=PARTNERS)
    permit("enrolment.view", roles=LABELS, kinds=(APPLICANT,))
