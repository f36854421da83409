"""Slots: where a page of a lower floor shows something that only an upper floor knows.

The lower floor declares a slot beside its page, an upper floor fills it from its `apps.py`, and the template draws
what came: `{% for panel in panels %}{% include panel.template with panel=panel.data %}{% endfor %}`. Actions on rows,
columns and filters of a list need no slot: they are added with `List.extend`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from foundation.organisations.actor import Actor

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Panel:
    """A part of a page: the template that draws it and what it draws, there as `panel`."""

    template: str
    data: Any


class Slot(Generic[Subject]):
    """A place for panels about one kind of subject. `name` says which, for whoever looks for it."""

    def __init__(self, name: str) -> None:
        """Start empty."""
        self.name = name
        self._fillings: list[Callable[[Actor, Subject], Iterable[Panel]]] = []

    def fill(self, give: Callable[[Actor, Subject], Iterable[Panel]]) -> None:
        """Add what `give` returns for an actor and a subject (nothing for whoever may not see it)."""
        self._fillings.append(give)

    def panels(self, actor: Actor, subject: Subject) -> list[Panel]:
        """Return the panels this actor sees, in the order in which the slot was filled."""
        return [panel for give in self._fillings for panel in give(actor, subject)]
