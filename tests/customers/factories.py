"""Customers for tests of the upper floors, with the partners of the floor below."""

from datetime import date
from itertools import count
from typing import Any

from django.test import Client

from customers.accounts.models import Customer
from customers.adding.account import AccountInfo
from customers.adding.services import AddedCustomer, add_customer
from customers.agreements.services import Attestation
from relationships.partners.models import Partner
from tests.relationships.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    RESELLER,
    actor_of,
    make_partner,
    make_partnership,
    membership_in,
    sign_mpa,
)

__all__ = [
    "DIRECT",
    "NOW",
    "PROVIDER",
    "RESELLER",
    "account_info",
    "actor_of",
    "add",
    "attestation",
    "client_of",
    "customer_of",
    "make_partner",
    "make_partnership",
    "membership_in",
    "sign_mpa",
]

_numbers = count(4_000_000)


def account_info(**changes: Any) -> AccountInfo:
    """Return the account info of a customer in Germany."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "country": "DE",
        "company_name": f"Fabrikam {number}",
        "domain_prefix": f"fabrikam{number}",
        "address_line1": "Unter den Linden 1",
        "address_line2": "",
        "city": "Berlin",
        "state": "",
        "postal_code": "10117",
        "qualification": "none",
        "first_name": "Toni",
        "last_name": "Kunde",
        "email": f"toni@fabrikam{number}.example",
        "phone": "",
        "registration_number": "",
    }
    return AccountInfo(**{**fields, **changes})


def attestation(**changes: Any) -> Attestation:
    """Return an acceptance of the customer agreement."""
    fields: dict[str, Any] = {
        "first_name": "Toni",
        "last_name": "Kunde",
        "email": "toni@fabrikam.example",
        "phone": "",
        "agreed_on": date(2026, 3, 16),
    }
    return Attestation(**{**fields, **changes})


def add(seller: Partner, *, reseller: Partner | None = None, agreed: bool = True, **changes: Any) -> AddedCustomer:
    """Add a customer through the service."""
    return add_customer(
        actor=actor_of(seller),
        now=NOW,
        account=account_info(**changes),
        reseller_id=reseller.pk if reseller else None,
        agreement=attestation() if agreed else None,
    )


def customer_of(seller: Partner, **options: Any) -> Customer:
    """Add a customer and return it."""
    return add(seller, **options).customer


def client_of(partner: Partner, role: str = "global_admin") -> Client:
    """Return the browser of somebody who is signed in for this partner."""
    client = Client()
    client.force_login(membership_in(partner, role).user)
    return client
