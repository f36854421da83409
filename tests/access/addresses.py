"""Every address of the portal with the mark of who may open it, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from foundation.access import Access

SIGN_IN_LIBRARY = {
    "account_login": "public: the sign-in page",
    "account_logout": "public: asks before it signs out",
    "account_signup": "public: says that sign-up is closed",
    "account_inactive": "public: says that the account is switched off",
    "account_reset_password": "public: asks for a reset mail",
    "account_reset_password_done": "public: says that a mail is on its way",
    "account_reset_password_from_key": "public: the link of a reset or set-password mail",
    "account_reset_password_from_key_done": "public: says that the password is changed",
    "account_change_password": "signed in: one's own password",
    "account_set_password": "signed in: one's own password",
    "account_reauthenticate": "signed in: asks for the password again",
}
"""Pages of the sign-in library, which carry no mark of ours, each with who may open it."""


@dataclass(frozen=True)
class Address:
    """One address: its name, its route, the names of its parts and its mark (None on a page nobody has classified)."""

    name: str
    route: str
    parts: tuple[str, ...]
    access: Access | None


def addresses() -> list[Address]:
    """Return every address outside the admin, which has guards of its own."""
    return list(_walk(get_resolver(), ""))


def marked(who: str) -> list[Address]:
    """Return the addresses with this mark."""
    return [address for address in addresses() if address.access and address.access.who == who]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            if each.namespace != "admin":
                yield from _walk(each, route)
        elif isinstance(each, URLPattern):
            view = each.callback
            yield Address(
                each.name or route,
                route,
                tuple(each.pattern.converters),
                getattr(view, "access", None),
            )
