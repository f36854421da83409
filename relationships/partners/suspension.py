"""What the people of a suspended partner are told on every page (R70)."""

from django.utils.translation import gettext_lazy as _

from foundation.frame.notes import FrameNote, register_frame_note
from foundation.organisations.actor import Actor
from relationships.partners.roles import SUSPENDED

NOTE = FrameNote(
    _("Your company's account is suspended"),
    _(
        "Existing business goes on: customers, subscriptions, support contacts and admin access stay, and you look "
        "after them as before. Nothing new can be started: no partnerships, no customers, no orders. Ask the operator "
        "of the portal why, and when the suspension ends."
    ),
)


def note_for(actor: Actor) -> FrameNote | None:
    """Return the note for somebody who acts for a suspended partner. It costs no query: the kinds are known."""
    return NOTE if SUSPENDED in actor.kinds else None


def register() -> None:
    """Have the frame show the note."""
    register_frame_note(note_for)
