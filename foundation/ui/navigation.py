"""Ways through a page's neighbours, as data: tabs and the steps of a wizard."""

from dataclasses import dataclass

from foundation.rules import Text


@dataclass(frozen=True)
class Tab:
    """A neighbour of the page, drawn by `ui/tabs.html`; `count` stands beside its label."""

    label: Text
    url: str
    is_current: bool = False
    count: int | str | None = None


@dataclass(frozen=True)
class Step:
    """A step of a wizard, drawn by `ui/steps.html`; a `url` leads back to a step that is done."""

    label: Text
    url: str = ""
    is_current: bool = False
    is_done: bool = False
