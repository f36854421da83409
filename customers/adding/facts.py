"""The facts that decide whether a customer may be added."""

from customers.accounts.models import Customer
from customers.adding.account import AccountInfo
from customers.adding.rules import NewCustomer
from customers.admin_users.services import domains_with_admin
from customers.relationships.end_customers import KnownTenant, tenants_known_by
from customers.relationships.rules import EndCustomer
from foundation.mail_addresses import domain_of
from foundation.places.names import english_name
from foundation.places.registration import registration_fits, registration_for, registration_required
from relationships.agreements.rules import Standing
from relationships.partners.domains import is_taken
from relationships.partners.programmes import Programme
from relationships.regions.models import RegionCountry


def facts_of(*, seller: Standing, account: AccountInfo, names_reseller: bool) -> NewCustomer:
    """Return the facts of this seller adding this customer, in a constant number of queries."""
    region = RegionCountry.objects.select_related("region").filter(pk=account.country).first()
    wanted = registration_for(account.country)
    return NewCustomer(
        company=account.company_name,
        seller=seller.name,
        seller_sells=sells(seller),
        seller_is_provider=seller.is_provider,
        seller_region_key=seller.region_key,
        seller_region=seller.region_name,
        names_reseller=names_reseller,
        country=english_name(account.country),
        country_region_key=region.region_id if region else "",
        country_region=region.region.name if region else "",
        domain=account.domain,
        domain_taken=is_domain_taken(account.domain),
        number_required=registration_required(account.country),
        number_wanted=wanted.label if wanted else "",
        number_sample=wanted.sample if wanted else "",
        number=account.registration_number,
        number_fits=registration_fits(account.country, account.registration_number),
        known_by_number=is_known_by_number(account),
        phone=account.phone,
    )


def end_customer_facts(
    *, seller: Standing, reseller: Standing | None, account: AccountInfo
) -> list[tuple[EndCustomer, str]]:
    """Return what is known of the company behind what was typed, each with the form field that shows it; one query."""
    known = tenants_known_by(
        domain=account.domain, address=account.email, number=account.registration_number, country=account.country
    )
    return [_end_customer(tenant, seller=seller, reseller=reseller, account=account) for tenant in known]


def _end_customer(
    tenant: KnownTenant, *, seller: Standing, reseller: Standing | None, account: AccountInfo
) -> tuple[EndCustomer, str]:
    """Return the facts of one tenant that was recognised.

    An address at the seller's own domain is left to the rule about contact addresses, which names the slip.
    """
    is_tenant, is_address = tenant.domain == account.domain, tenant.domain == domain_of(account.email)
    relatives = [each for each in (seller, reseller) if each and each.organisation_id == tenant.organisation_id]
    relative = "" if is_address and tenant.id == seller.partner_id else "".join(each.name for each in relatives[:1])
    if is_tenant:
        field, known_by = "domain_prefix", ""
    elif is_address:
        field, known_by = "email", tenant.domain
    else:
        field, known_by = "registration_number", account.registration_number
    facts = EndCustomer(
        seller=seller.name,
        customer=account.company_name,
        in_csp=tenant.in_csp and is_tenant,
        known_by=known_by if tenant.in_csp and not relatives else "",
        own_use=account.own_use,
        relative=relative,
    )
    return facts, field


def is_domain_taken(domain: str) -> bool:
    """Say whether a tenant has this domain, or somebody the sign-in name of its admin."""
    return is_taken(domain) or bool(domains_with_admin([domain]))


def sells(partner: Standing) -> bool:
    """Say whether a partner sells itself: as indirect provider or direct-bill partner."""
    return bool(partner.programmes & {Programme.INDIRECT_PROVIDER, Programme.DIRECT_BILL})


def is_known_by_number(account: AccountInfo) -> bool:
    """Say whether a customer of the same country has this company registration number."""
    if not account.registration_number:
        return False
    same = Customer.objects.filter(registration_number=account.registration_number, tenant__country=account.country)
    return same.exists()
