"""What each role may do on this floor (dossier 1.2): the one place that says so."""

from foundation.organisations.roles import permit
from relationships.partners.roles import (
    ADMIN_AGENT,
    GLOBAL_ADMIN,
    HELPDESK_AGENT,
    PARTNERS,
    PROVIDER,
    SALES_AGENT,
    SELLERS,
)


def register() -> None:
    """Declare the permissions."""
    sellers = (GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT)
    permit("catalogue.view", roles=sellers, kinds=SELLERS)
    # R47: only a provider or a direct-bill partner orders.
    permit("orders.place", roles=sellers, kinds=SELLERS)
    permit("subscriptions.view", roles=(*sellers, HELPDESK_AGENT), kinds=PARTNERS)
    permit("subscriptions.manage", roles=sellers, kinds=PARTNERS)
    permit("support_contact.assign", roles=(GLOBAL_ADMIN, ADMIN_AGENT, HELPDESK_AGENT), kinds=(PROVIDER,))
