"""What is known of a customer who is to be added."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class AccountInfo:
    """The *Account info* of a new customer: company, address and primary contact, checked and cleaned.

    `country` is an ISO 3166-1 code, `domain_prefix` what stands before the portal's domain suffix. `own_use` says that
    the company is a CSP partner and buys for its own use (R29).
    """

    country: str
    company_name: str
    domain_prefix: str
    address_line1: str
    address_line2: str
    city: str
    state: str
    postal_code: str
    qualification: str
    first_name: str
    last_name: str
    email: str
    phone: str
    registration_number: str
    tags: tuple[str, ...] = ()
    language: str = "en"
    own_use: bool = False

    @property
    def domain(self) -> str:
        """The primary domain name."""
        return full_domain(self.domain_prefix)

    def as_json(self) -> dict[str, Any]:
        """The form kept in a draft."""
        return {**asdict(self), "tags": list(self.tags)}


def account_from(kept: Mapping[str, Any]) -> AccountInfo:
    """Return the account info that a draft keeps."""
    return AccountInfo(**{**kept, "tags": tuple(kept["tags"])})


def full_domain(prefix: str) -> str:
    """Return the whole domain name, in lower case, for what somebody typed before the suffix."""
    return f"{prefix.strip().lower()}.{settings.DOMAIN_SUFFIX}"
