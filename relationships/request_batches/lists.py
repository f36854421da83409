"""The lines of a list of recipients, with what will become of each, or has."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.lists import Choice, Column, Empty, List, per_row
from foundation.organisations.actor import Actor
from foundation.rules import REGISTRY, Refusal
from foundation.ui.actions import Action
from foundation.ui.states import Badge, badge
from relationships.request_batches.models import BatchRow

State = BatchRow.State
LANGUAGES = dict(settings.MAIL_LANGUAGES)


@dataclass(frozen=True)
class Verdict:
    """What becomes of a line, and why nothing does."""

    badge: Badge
    refusals: tuple[Refusal, ...]

    def __str__(self) -> str:
        return " ".join([str(self.badge), *(f"· {each.text} {each.remedy}" for each in self.refusals)])


def rows_of(actor: Actor) -> QuerySet[BatchRow]:
    """Return the lines of all lists of the actor's company."""
    return BatchRow.objects.visible_to(actor)


def verdict_of(row: Any) -> Verdict:
    """Return what stands beside a line. A reason whose rule is no longer there is left out."""
    kept = [each for each in row.refusals if each["code"] in REGISTRY]
    tone = {State.READY: "info", State.REFUSED: "warning", State.SENT: "success"}[State(row.state)]
    shown = badge(row.state, row.get_state_display(), tone)
    return Verdict(shown, tuple(Refusal(each["code"], each["params"]) for each in kept))


def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Narrow the lines to a state."""
    return rows.filter(state=state)


def request_of(actor: Actor, row: Any) -> list[Action]:
    """Return what leads to the request that a line has become."""
    return [Action(_("Details"), reverse("request", kwargs={"request_id": row.request_id}))] if row.request_id else []


BATCH_ROWS = List(
    key="batch-rows",
    title=_("Recipients"),
    queryset=rows_of,
    columns=[
        Column("line", _("Line"), value=lambda row: row.number, order="line"),
        Column("company", _("Company"), value=lambda row: row.company),
        Column("address", _("Email address"), value=lambda row: row.address),
        Column("language", _("Language"), value=lambda row: LANGUAGES.get(row.language, row.language)),
        Column("verdict", _("Result"), value=verdict_of, template="relationships/request_batches/verdict.html"),
    ],
    orders={"line": ("number", "id")},
    default_order="line",
    empty=Empty(_("The list is empty"), icon="mail"),
    filters=[Choice("state", _("Result"), State.choices, in_state)],
    search=("company", "address"),
    row_actions=[per_row(request_of)],
    row_name=lambda row: row.company,
    export_name="PartnershipRequestResults",
    page_size=200,
)
