"""What each role may do on this floor (dossier 1.2): the one place that says so."""

from django.utils.translation import gettext_lazy as _

from foundation.organisations.roles import permit
from relationships.partners.roles import (
    ADMIN_AGENT,
    BILLING_ADMIN,
    GLOBAL_ADMIN,
    HELPDESK_AGENT,
    PARTNERS,
    PROVIDER,
    SALES_AGENT,
    SELLERS,
    USER_ADMIN,
)


def register() -> None:
    """Declare the permissions."""
    sellers = (GLOBAL_ADMIN, ADMIN_AGENT, SALES_AGENT)
    permit("catalogue.view", roles=(*sellers, BILLING_ADMIN), kinds=SELLERS, label=_("See the catalog and its prices"))
    # R47: only a provider or a direct-bill partner orders.
    permit("orders.place", roles=sellers, kinds=SELLERS, label=_("Order subscriptions"))
    permit(
        "subscriptions.view", roles=(*sellers, HELPDESK_AGENT), kinds=PARTNERS, label=_("See customers' subscriptions")
    )
    permit(
        "subscriptions.manage", roles=sellers, kinds=PARTNERS, label=_("Change what costs nothing in a subscription")
    )
    permit(
        "support_contact.assign",
        roles=(GLOBAL_ADMIN, ADMIN_AGENT, HELPDESK_AGENT),
        kinds=(PROVIDER,),
        label=_("Choose the designated support contact"),
    )
    permit(
        "performance.view",
        roles=(GLOBAL_ADMIN, USER_ADMIN, ADMIN_AGENT),
        kinds=(PROVIDER,),
        label=_("See how resellers perform"),
    )
