"""Adding a customer: everything of it at once, or nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from customers.accounts.models import BillingProfile, Customer, Tag
from customers.accounts.search import search_text
from customers.adding.account import AccountInfo
from customers.adding.decision import addition_refusals
from customers.adding.notices import tell_customer, tell_reseller
from customers.adding.rules import domain_is_free
from customers.admin_users.services import FirstSignIn, create_admin, domains_with_admin
from customers.agreements.services import Attestation, attest_agreement, request_agreement
from customers.relationships.services import open_relationships
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from foundation.organisations.models import Organisation, Tenant
from foundation.rules import Refusal, Refused
from foundation.users.models import User
from relationships.delegation.services import grant
from relationships.partners.models import Partner
from relationships.partnerships.services import ACCESS_ROLES, hold_partnerships


@dataclass(frozen=True)
class AddedCustomer:
    """A customer just created, its admin user, and the password shown this once (R38)."""

    customer: Customer
    admin: User
    password: str = field(repr=False)


@transaction.atomic
def add_customer(
    *, actor: Actor, now: datetime, account: AccountInfo, reseller_id: UUID | None, agreement: Attestation | None
) -> AddedCustomer:
    """Create a customer: tenant, company and bill-to info, admin user, relationships, delegated admin and agreement.

    With `reseller_id` the customer is added for that reseller (R35). Without `agreement` the customer will be asked for
    it. Raises Refused with every rule that speaks against it, and ValueError for an actor without a tenant.
    """
    seller, reseller = _parties(actor, reseller_id)
    against = addition_refusals(seller=seller, account=account, reseller_id=reseller_id)
    if against:
        raise Refused(refusal for refusal, _field in against)
    customer = _write_customer(now, seller, account)
    admin = _create_admin(customer.tenant, account)
    open_relationships(now=now, customer=customer, seller=seller, reseller=reseller)
    for holder in (seller, reseller) if reseller else (seller,):
        grant(actor=actor, now=now, granting=customer.tenant, holder=holder.tenant, roles=ACCESS_ROLES)
    record(
        actor=actor,
        now=now,
        verb="customer.added",
        subject=customer,
        domain=customer.domain,
        reseller=str(reseller.pk) if reseller else None,
        reseller_name=reseller.name if reseller else "",
    )
    if agreement:
        attest_agreement(actor=actor, now=now, customer=customer, attestation=agreement)
    else:
        request_agreement(actor=actor, now=now, customer=customer)
    tell_customer(
        now=now, customer=customer, admin=admin.user, seller=seller, reseller=reseller, language=account.language
    )
    if reseller:
        tell_reseller(now=now, customer=customer, seller=seller, reseller=reseller)
    return AddedCustomer(customer, admin.user, admin.password)


def _parties(actor: Actor, reseller_id: UUID | None) -> tuple[Partner, Partner | None]:
    """Return the seller and the reseller, with their partnership held until the customer stands."""
    if actor.tenant_id is None:
        raise ValueError("Customers are added by people of a partner.")
    seller = Partner.objects.select_related("tenant").get(pk=actor.tenant_id)
    if reseller_id is None:
        return seller, None
    hold_partnerships(provider_id=seller.pk, reseller_ids=[reseller_id])
    return seller, Partner.objects.select_related("tenant").filter(pk=reseller_id).first()


def _write_customer(now: datetime, seller: Partner, account: AccountInfo) -> Customer:
    tenant = _write_tenant(account)
    customer = Customer.objects.create(
        tenant=tenant,
        registration_number=account.registration_number,
        qualification=account.qualification,
        search_text=search_text(tenant),
        created_at=now,
        created_by_partner=seller,
    )
    BillingProfile.objects.create(
        customer=customer,
        company_name=account.company_name,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        phone=account.phone,
        language=account.language,
        address_line1=account.address_line1,
        address_line2=account.address_line2,
        city=account.city,
        state=account.state,
        postal_code=account.postal_code,
        country_id=account.country,
    )
    Tag.objects.bulk_create(Tag(customer=customer, partner=seller, text=text) for text in account.tags)
    return customer


def _create_admin(tenant: Tenant, account: AccountInfo) -> FirstSignIn:
    """Create the admin user. Raises Refused with R37 when somebody has taken the name in this very moment."""
    try:
        with transaction.atomic():
            return create_admin(
                tenant=tenant, first_name=account.first_name, last_name=account.last_name, email=account.email
            )
    except (IntegrityError, ValidationError) as error:
        if not domains_with_admin([account.domain]):
            raise
        raise _domain_taken(account) from error


def _domain_taken(account: AccountInfo) -> Refused:
    return Refused([Refusal(domain_is_free.code, {"domain": account.domain, "company": account.company_name})])


def _write_tenant(account: AccountInfo) -> Tenant:
    """Write the tenant. Raises Refused with R37 when somebody has taken the domain in this very moment."""
    organisation = Organisation.objects.create(name=account.company_name)
    try:
        with transaction.atomic():
            return Tenant.objects.create(
                organisation=organisation,
                name=account.company_name,
                primary_domain=account.domain,
                country_id=account.country,
            )
    except IntegrityError as error:
        if "primary_domain" not in str(error):
            raise
        raise _domain_taken(account) from error
