"""Domains of mail addresses and free mail services."""

import pytest

from foundation.mail_addresses import FREE_MAIL_DOMAINS, domain_of, is_at, is_free_mail


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("Ann@Example.COM", "example.com"),
        ("a@b@example.com.", "example.com"),
        ("nobody", ""),
        ("@x.com", ""),
        ("", ""),
    ],
)
def test_domain_of_an_address(address: str, domain: str) -> None:
    """Lower case, without a final dot; empty when there is none."""
    assert domain_of(address) == domain


@pytest.mark.parametrize(
    "domain", ["gmail.com", "Yahoo.co.uk", "outlook.com", "icloud.com", "aol.com", "qq.com", "wp.pl"]
)
def test_free_mail_services(domain: str) -> None:
    """Those the source documents name, and those of the countries we sell in."""
    assert is_free_mail(f"somebody@{domain}")


@pytest.mark.parametrize(
    "domain", ["example.com", "gmail.example.com", "notgmail.com", "live.example", "yahoo-inc.com"]
)
def test_company_domains_are_not_free_mail(domain: str) -> None:
    """Only whole domains count."""
    assert not is_free_mail(f"somebody@{domain}")


def test_the_list_is_written_in_lower_case() -> None:
    """It is compared with lower case."""
    assert all(domain == domain.strip().lower() and "." in domain for domain in FREE_MAIL_DOMAINS)


def test_an_address_is_at_a_domain_and_at_those_above_it() -> None:
    """Names below count, look-alikes do not."""
    assert is_at("a@example.com", "Example.com")
    assert is_at("a@mail.example.com", "example.com")
    assert not is_at("a@badexample.com", "example.com")
    assert not is_at("a@example.com", "")
