"""Actions as data: what a person may do here, drawn as a button, a link in a row or an item of a row's menu."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from foundation.rules import Refusal, Text


@dataclass(frozen=True)
class Confirm:
    """A question asked before the action is sent: what will happen, and the words of the button that does it."""

    text: Text
    title: Text = ""
    yes: Text = ""
    danger: bool = False


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Not `permitted`, it is not drawn. With `refusals` it is drawn disabled, with each reason and remedy beside it.
    `kind` is primary, danger, subtle or empty. `post` sends `fields` by a form; otherwise it is a link.
    """

    label: Text
    url: str
    icon: str = ""
    kind: str = ""
    post: bool = False
    permitted: bool = True
    refusals: Sequence[Refusal] = ()
    confirm: Confirm | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
