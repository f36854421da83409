"""What the frame around every page needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from foundation.frame.notes import notes_for
from foundation.notifications.models import Notification
from foundation.organisations.actor import Actor
from foundation.ui.menu import menu_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the actor (None for strangers), the notes of the frame and, lazily, menu and unread notices."""
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "actor": actor,
        "frame_notes": notes_for(actor),
        "menu": SimpleLazyObject(lambda: menu_for(actor, request.path)),
        "unread_notices": SimpleLazyObject(lambda: unread_notices(actor)),
    }


def unread_notices(actor: Actor | None) -> int:
    """Return how many notices this actor has not read, counted up to 100."""
    if actor is None:
        return 0
    return Notification.objects.visible_to(actor).unread()[:100].count()
