"""Whose password may be reset from a customer's account."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, rule


@dataclass(frozen=True)
class AdminAccount:
    """A customer and the sign-in name of its admin user.

    `is_customers_alone`: somebody has this name, belongs to this customer and to no other account, and is no operator.
    """

    customer: str
    name: str
    is_customers_alone: bool


@rule(
    "admin-password-scope",
    statement=_("A customer's admin password is reset only where it opens that customer's account and nothing else."),
    source="decision of the portal",
    refusal=_("{name} is not used for {customer} alone, so its password cannot be reset here."),
    remedy=_("The person behind {name} sets a new password with “Forgot your password?” on the sign-in page."),
)
def opens_the_customer_alone(facts: AdminAccount) -> Params | None:
    """Refuse a sign-in that would hand over more than the customer."""
    return None if facts.is_customers_alone else {"name": facts.name, "customer": facts.customer}
