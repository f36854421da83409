"""Who may be added as a customer, and by whom (R2, R5, R8, R34-R38)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.rules import Params, Rule, kept, rule


@dataclass(frozen=True)
class NewCustomer:
    """A company somebody wants to add, and the seller who adds it.

    `country_region_key` is empty for a country outside every region. `number_wanted` is the local name of the company
    registration number ("CNPJ") and `number_sample` a number of the right form. `known_by_number` says that a customer
    with the same registration number in the same country is on record already. `domain_taken` says that a tenant has
    the domain, or somebody the sign-in name of its admin.
    """

    company: str
    seller: str
    seller_sells: bool
    seller_is_provider: bool
    seller_region_key: str
    seller_region: str
    names_reseller: bool
    country: str
    country_region_key: str
    country_region: str
    domain: str
    domain_taken: bool
    number_required: bool
    number_wanted: str
    number_sample: str
    number: str
    number_fits: bool
    known_by_number: bool
    phone: str


@rule(
    "R2",
    statement=_("A partner sells only to customers whose tenant is in a country of the partner's own CSP region."),
    source="source 003, scenario 7",
    refusal=_("{company} is in {country}, region {country_region}; {seller} sells in the region {seller_region}."),
    remedy=_("A partner with an account in {country_region} can add this customer; {seller} would need one there."),
    api_code="800070",
)
def sells_there(facts: NewCustomer) -> Params | None:
    """Refuse a customer of another region; the tenant's country counts, not where people sit."""
    if facts.country_region_key == facts.seller_region_key:
        return None
    return {
        "company": facts.company,
        "country": facts.country,
        "country_region": facts.country_region or str(_("none")),
        "seller": facts.seller,
        "seller_region": facts.seller_region,
    }


@rule(
    "add-customer",
    statement=_("Only an indirect provider or a direct-bill partner creates customers; a reseller has it done."),
    source="source 002; dossier, indirect resellers",
    refusal=_("{seller} cannot create customers."),
    remedy=_("The indirect provider of {seller} adds {company} on its behalf."),
)
def seller_may_add(facts: NewCustomer) -> Params | None:
    """Refuse everybody who does not sell."""
    return None if facts.seller_sells else {"seller": facts.seller, "company": facts.company}


@rule(
    "R8",
    statement=_("In 24 countries a customer's company registration number is mandatory."),
    source="dossier, registration numbers; error 600049",
    refusal=_("Customers in {country} need a company registration number ({wanted})."),
    remedy=_("Enter the {wanted} of {company}, for example {sample}."),
    api_code="600049",
)
def has_registration_number(facts: NewCustomer) -> Params | None:
    """Refuse a customer without the number its country asks for."""
    if facts.number or not facts.number_required:
        return None
    return _about_number(facts)


@rule(
    "R8-format",
    statement=_("A company registration number has the form of its country."),
    source="dossier, registration numbers; error 600050",
    refusal=_("This is not a company registration number ({wanted}) of {country}."),
    remedy=_("Enter the {wanted} of {company}, for example {sample}; it names a business, never a person."),
    api_code="600050",
)
def registration_number_fits(facts: NewCustomer) -> Params | None:
    """Refuse a number of another form."""
    return _about_number(facts) if facts.number and not facts.number_fits else None


@rule(
    "R8-phone",
    statement=_("Where the company registration number is mandatory, so is a phone number."),
    source="dossier, registration numbers; error 600051",
    refusal=_("Customers in {country} need a phone number."),
    remedy=_("Enter the phone number of the primary contact of {company}."),
    api_code="600051",
)
def has_phone(facts: NewCustomer) -> Params | None:
    """Refuse a customer without a phone number in those countries."""
    if facts.phone or not facts.number_required:
        return None
    return {"country": facts.country, "company": facts.company}


@rule(
    "R34",
    statement=_("A company that is a customer already is asked for a relationship, not created again."),
    source="dossier, adding customers",
    refusal=_("A customer in {country} with this company registration number is on record already."),
    remedy=_("Ask {company} for a reseller relationship instead of creating it again."),
)
def is_new(facts: NewCustomer) -> Params | None:
    """Refuse a second record of the same company."""
    return {"country": facts.country, "company": facts.company} if facts.known_by_number else None


@rule(
    "R36",
    statement=_("Only an indirect provider sets the associated reseller; without one the customer is its own."),
    source="dossier, customers of a reseller",
    refusal=_("{seller} is no indirect provider and cannot add customers for a reseller."),
    remedy=_("Add {company} without a reseller."),
)
def may_name_reseller(facts: NewCustomer) -> Params | None:
    """Refuse a reseller named by anybody but a provider."""
    if facts.seller_is_provider or not facts.names_reseller:
        return None
    return {"seller": facts.seller, "company": facts.company}


@rule(
    "R37",
    statement=_("A primary domain name must be free, and is never changed afterwards."),
    source="dossier, domains",
    refusal=_("{domain} is taken."),
    remedy=_("Choose another name. If {company} is a customer already, ask it for a reseller relationship instead."),
)
def domain_is_free(facts: NewCustomer) -> Params | None:
    """Refuse a domain name that somebody has."""
    return {"domain": facts.domain, "company": facts.company} if facts.domain_taken else None


def _about_number(facts: NewCustomer) -> Params:
    return {
        "company": facts.company,
        "country": facts.country,
        "wanted": facts.number_wanted,
        "sample": facts.number_sample,
    }


RULES: tuple[tuple[Rule[NewCustomer], str], ...] = (
    (seller_may_add, ""),
    (may_name_reseller, "reseller"),
    (sells_there, "country"),
    (domain_is_free, "domain_prefix"),
    (has_registration_number, "registration_number"),
    (registration_number_fits, "registration_number"),
    (is_new, "registration_number"),
    (has_phone, "phone"),
)
"""The rules of adding a customer in the order in which they are asked, each with the form field it is about."""

R5 = kept(
    "R5",
    statement=_("The list of countries in a form has the countries of the partner's own region only."),
    source="dossier, New customer form",
    kept_by="customers.adding.forms.AccountForm",
)
R35 = kept(
    "R35",
    statement=_("A customer created for a reseller gives it admin access to account and subscriptions."),
    source="source 002",
    kept_by="customers.adding.services.add_customer",
)
R38 = kept(
    "R38",
    statement=_("The admin's sign-in name and temporary password are shown once; the first sign-in changes it."),
    source="source 002; dossier, user accounts",
    kept_by="customers.admin_users.services.create_admin",
)
