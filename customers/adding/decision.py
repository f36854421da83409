"""Whether a customer can be added: every fact loaded, every rule asked."""

from uuid import UUID

from customers.adding.account import AccountInfo
from customers.adding.facts import end_customer_facts, facts_of
from customers.adding.rules import RULES
from customers.naming.company_names import NAME_RULES, CompanyName
from customers.naming.domains import DomainPrefix, prefix_fits
from customers.naming.emails import ContactAddress, email_problems
from customers.relationships.rules import END_CUSTOMER_RULES, buys_for_own_use
from foundation.rules import Refusal, refusals
from relationships.agreements.rules import Standing, is_not_suspended
from relationships.agreements.standing import standing_of
from relationships.partners.models import Partner
from relationships.partnerships.pairs import pairs_with
from relationships.partnerships.rules import Pair, serving_refusals, unknown_reseller

WHOSE_RULES = (*END_CUSTOMER_RULES, buys_for_own_use)
"""What must hold of the company behind what was typed: whose tenant it is, and whose affiliate (R28-R30)."""


def addition_refusals(*, seller: Partner, account: AccountInfo, reseller_id: UUID | None) -> list[tuple[Refusal, str]]:
    """Return why this customer may not be added by this seller (its tenant loaded), each with its form field.

    An empty field name means the whole form.
    """
    standing = standing_of(seller.pk)
    facts = facts_of(seller=standing, account=account, names_reseller=reseller_id is not None)
    pair = pairs_with(seller.pk, [reseller_id]).get(reseller_id) if reseller_id else None
    behind = end_customer_facts(seller=standing, reseller=pair.reseller if pair else None, account=account)
    return [
        *((each, "") for each in seller_refusals(standing)),
        *((each, field) for known, field in behind for each in refusals(WHOSE_RULES, known)),
        *((refusal, field) for each, field in RULES if (refusal := each.check(facts))),
        *((each, "reseller") for each in _about_reseller(standing, reseller_id, pair)),
        *((each, "company_name") for each in refusals(NAME_RULES, CompanyName(account.company_name))),
        *((each, "domain_prefix") for each in refusals([prefix_fits], DomainPrefix(account.domain_prefix))),
        *((each, "email") for each in email_problems(_contact_address(seller, account))),
    ]


def seller_refusals(seller: Standing) -> list[Refusal]:
    """Return why this seller can add no customer at all. A missing MPA stops its orders, not the record."""
    return refusals((is_not_suspended,), seller)


def _about_reseller(seller: Standing, reseller_id: UUID | None, pair: Pair | None) -> list[Refusal]:
    if reseller_id is None:
        return []
    return serving_refusals(pair) if pair else [unknown_reseller(seller.name)]


def _contact_address(seller: Partner, account: AccountInfo) -> ContactAddress:
    return ContactAddress(
        address=account.email,
        partner=seller.name,
        partner_domains=frozenset({seller.tenant.primary_domain}),
        is_education=account.qualification == "education",
    )
