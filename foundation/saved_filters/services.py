"""Saving, renaming and removing one's views of lists."""

from datetime import datetime

from django.db import transaction

from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from foundation.saved_filters.models import SavedFilter
from foundation.saved_filters.rules import KEEPING_RULES, Keeping
from foundation.users.models import User


@transaction.atomic
def save_filter(*, actor: Actor, now: datetime, list_key: str, name: str, query: str) -> SavedFilter:
    """Keep what stands in the address of a list under a name. Raises Refused for a name taken or one view too many."""
    if actor.user is None or actor.tenant is None:
        raise ValueError("Views are saved by people of a company.")
    _lock(actor.user)
    mine = SavedFilter.objects.visible_to(actor).filter(list_key=list_key)
    enforce(KEEPING_RULES, Keeping(name, mine.count() + 1, mine.filter(name=name).exists()))
    saved = SavedFilter.objects.create(
        user=actor.user, tenant=actor.tenant, list_key=list_key, name=name, query=query, saved_at=now
    )
    audit.record(actor=actor, now=now, verb="saved_filter.saved", subject=saved, list=list_key)
    return saved


@transaction.atomic
def rename_filter(*, actor: Actor, now: datetime, saved: SavedFilter, name: str) -> SavedFilter:
    """Give one of the actor's views another name.

    Raises Refused for a name taken, SavedFilter.DoesNotExist for one that is gone or somebody else's.
    """
    _lock(saved.user)
    saved = SavedFilter.objects.visible_to(actor).get(pk=saved.pk)
    others = SavedFilter.objects.visible_to(actor).filter(list_key=saved.list_key).exclude(pk=saved.pk)
    enforce(KEEPING_RULES, Keeping(name, 1 + others.count(), others.filter(name=name).exists()))
    before, saved.name = saved.name, name
    saved.save(update_fields=["name"])
    audit.record(actor=actor, now=now, verb="saved_filter.renamed", subject=saved, before=before, after=name)
    return saved


@transaction.atomic
def delete_filter(*, actor: Actor, now: datetime, saved: SavedFilter) -> None:
    """Remove one of the actor's views; nothing if it is gone already."""
    _lock(saved.user)
    if SavedFilter.objects.visible_to(actor).filter(pk=saved.pk).delete()[0]:
        audit.record(actor=actor, now=now, verb="saved_filter.deleted", subject=saved, list=saved.list_key)


def _lock(user: User) -> None:
    """Let one of a person's savings wait for another, so that the rules see what is there."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
