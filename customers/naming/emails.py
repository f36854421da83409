"""Which mail address a customer's contact may have (R39)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.mail_addresses import domain_of, is_at, is_free_mail
from foundation.rules import Params, Refusal, refusals, rule


@dataclass(frozen=True)
class ContactAddress:
    """A contact's address, and who adds the customer. `partner_domains` are all the partner's own domains."""

    address: str
    partner: str
    partner_domains: frozenset[str]
    is_education: bool


@rule(
    "R39-microsoft",
    statement=_("A customer's contact has no address at microsoft.com."),
    source="dossier, customer mail addresses",
    refusal=_("{address} is an address of Microsoft."),
    remedy=_("Enter an address of somebody who works for the customer."),
)
def is_not_at_microsoft(facts: ContactAddress) -> Params | None:
    """Refuse addresses at microsoft.com."""
    return {"address": facts.address} if is_at(facts.address, "microsoft.com") else None


@rule(
    "R39-own-domain",
    statement=_("A customer's contact has no address in the partner's own domain."),
    source="dossier, customer mail addresses",
    refusal=_("{address} is in a domain of {partner}."),
    remedy=_("Enter an address of somebody who works for the customer, not for {partner}."),
)
def is_not_at_the_partner(facts: ContactAddress) -> Params | None:
    """Refuse addresses of the partner that adds the customer."""
    if any(is_at(facts.address, domain) for domain in facts.partner_domains):
        return {"address": facts.address, "partner": facts.partner}
    return None


@rule(
    "R39-education",
    statement=_("The contact of an education customer uses the institution's own domain, not free mail."),
    source="dossier, customer mail addresses",
    refusal=_("{domain} is not the domain of an education institution."),
    remedy=_("Enter an address in the institution's own domain."),
)
def is_at_the_institution(facts: ContactAddress) -> Params | None:
    """Refuse free mail and onmicrosoft.com addresses of education customers."""
    generic = is_free_mail(facts.address) or is_at(facts.address, "onmicrosoft.com")
    return {"domain": domain_of(facts.address)} if facts.is_education and generic else None


ADDRESS_RULES = (is_not_at_microsoft, is_not_at_the_partner, is_at_the_institution)
"""What the address of a customer's contact must pass."""


def email_problems(facts: ContactAddress) -> list[Refusal]:
    """Return why a contact's address is refused; empty when it may be used."""
    return refusals(ADDRESS_RULES, facts)
