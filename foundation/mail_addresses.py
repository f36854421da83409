"""Mail addresses: their domains, and the free mail services on which no company is recognised."""

from pathlib import Path

FREE_MAIL_FILE = Path(__file__).with_name("free_mail_domains.txt")
FREE_MAIL_DOMAINS = frozenset(
    line for line in FREE_MAIL_FILE.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
)
"""Domains where anybody may have an address, so that it says nothing about a company."""


def domain_of(address: str) -> str:
    """Return the domain of a mail address, in lower case; empty when there is none."""
    name, at, domain = address.strip().rpartition("@")
    return domain.rstrip(".").lower() if at and name else ""


def is_free_mail(address: str) -> bool:
    """Say whether an address is at a free mail service."""
    return domain_of(address) in FREE_MAIL_DOMAINS


def is_at(address: str, domain: str) -> bool:
    """Say whether an address is at `domain` or at a name below it."""
    own, wanted = domain_of(address), domain.lower()
    return bool(wanted) and (own == wanted or own.endswith(f".{wanted}"))
