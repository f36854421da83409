"""Notes in the frame of every page. Upper floors register theirs when the project starts."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.organisations.actor import Actor
from foundation.rules import Text


@dataclass(frozen=True)
class FrameNote:
    """What everybody of a company is told on every page; `tone` is that of `ui/note.html`."""

    heading: Text
    text: Text
    tone: str = "warning"


_givers: list[Callable[[Actor], FrameNote | None]] = []


def register_frame_note(give: Callable[[Actor], FrameNote | None]) -> None:
    """Let `give` say whether there is a note for an actor. It runs for every page, so it asks the database nothing."""
    _givers.append(give)


def notes_for(actor: Actor | None) -> list[FrameNote]:
    """Return the notes for this actor, in the order in which they were registered; none for strangers."""
    return [note for give in _givers if (note := give(actor))] if actor else []
