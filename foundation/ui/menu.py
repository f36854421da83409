"""The *Dashboard* menu: items registered by the floors, drawn for who may open them."""

from dataclasses import dataclass

from foundation.organisations.actor import Actor
from foundation.rules import Text


@dataclass(frozen=True)
class MenuItem:
    """An entry: `permission` is empty for everybody; a lower `order` stands higher."""

    label: Text
    url_name: str
    icon: str
    permission: str
    order: int


_items: list[MenuItem] = []


def register(item: MenuItem) -> None:
    """Add an item to the menu."""
    _items.append(item)
    _items.sort(key=lambda each: each.order)


def items_for(actor: Actor) -> list[MenuItem]:
    """Return what this person may open, in order."""
    return [item for item in _items if not item.permission or actor.may(item.permission)]
