"""Every address of the portal with the mark of who may open it, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from foundation.access import Access


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
            parts = (*each.pattern.converters, *each.pattern.regex.groupindex)
            yield Address(
                each.name or route, route, tuple(dict.fromkeys(parts)), getattr(each.callback, "access", None)
            )
