"""The left menu, titled Dashboard. Each floor registers its items from its `apps.py`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from foundation.organisations.actor import Actor
from foundation.rules import Text


@dataclass(frozen=True)
class MenuItem:
    """An item, drawn for who has its `permission` (an empty one: for every member). A lower `order` comes first."""

    label: Text
    url_name: str
    icon: str
    permission: str = ""
    order: int = 100
    children: tuple["MenuItem", ...] = ()


@dataclass(frozen=True)
class Entry:
    """An item as one reader sees it. `current` is "page", "true" (the page lies below it) or empty."""

    label: Text
    url: str
    icon: str
    current: str
    children: tuple["Entry", ...]


_items: list[MenuItem] = []


def register(item: MenuItem) -> None:
    """Add an item. Raises ValueError if its address is in the menu already."""
    if any(each.url_name == item.url_name for each in _items):
        raise ValueError(f"{item.url_name} is in the menu already.")
    _items.append(item)
    _items.sort(key=lambda each: each.order)


def menu_for(actor: Actor | None, path: str) -> tuple[Entry, ...]:
    """Return the menu of this actor on the page with this path; nothing without a membership."""
    if actor is None:
        return ()
    items = [item for item in _items if _is_permitted(item, actor)]
    nearest = _nearest(items, path)
    return tuple(_entry(item, actor, path, nearest) for item in items)


def _is_permitted(item: MenuItem, actor: Actor) -> bool:
    return not item.permission or actor.may(item.permission)


def _nearest(items: Iterable[MenuItem], path: str) -> str:
    """Return the longest address in the menu at or above this path."""
    urls = [reverse(each.url_name) for item in items for each in (item, *item.children)]
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _entry(item: MenuItem, actor: Actor, path: str, nearest: str) -> Entry:
    url = reverse(item.url_name)
    current = "page" if url == path else "true" if url == nearest else ""
    below = tuple(_entry(child, actor, path, nearest) for child in item.children if _is_permitted(child, actor))
    return Entry(item.label, url, item.icon, current, below)
