"""Ending a partnership through the service: at once, on a day, taken back, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.kinds import wording
from foundation.notifications.models import Notification
from foundation.organisations.actor import portal
from foundation.rules import Refused
from relationships.delegation.models import DelegatedAdmin
from relationships.endings.models import PartnershipEnding
from relationships.endings.services import Wish, carry_out_due, choose_reassignment, end_partnership, take_back_end
from relationships.endings.tasks import end_due
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner, make_partnership, user_of

pytestmark = pytest.mark.usefixtures("at_now")
WISH = Wish(reason="They have merged")
IN_MAY = Wish(reason="They have merged", day=date(2026, 5, 1))
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def partnership(provider: Partner, reseller: Partner) -> Partnership:
    """The provider and the reseller work together."""
    return make_partnership(provider, reseller)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return the codes of the refusals."""
    return [each.code for each in refused.value.refusals]


def end(partner: Partner, partnership: Partnership, wish: Wish = WISH, *, now: datetime = LATER) -> PartnershipEnding:
    """End it as a Global admin of this side."""
    return end_partnership(actor=actor_of(partner), now=now, partnership=partnership, wish=wish)


@pytest.mark.parametrize("side", ["provider", "reseller"])
def test_either_side_ends_it_at_once(partnership: Partnership, side: str) -> None:
    ending = end(getattr(partnership, side), partnership)
    partnership.refresh_from_db()
    assert (partnership.ended_at, partnership.end_reason) == (LATER, "They have merged")
    assert partnership.ended_by == ending.decided_by
    assert ending.decided_by_tenant == getattr(partnership, side).tenant
    assert ending.carried_out_at == ending.reassigned_at == LATER
    event = AuditEvent.objects.get(verb="partnership.ended")
    assert (event.subject_id, event.data["reason"]) == (str(partnership.pk), "They have merged")


def test_r67_admin_rights_stay_and_can_still_be_taken_back(partnership: Partnership) -> None:
    """The provider's access to the reseller's account (R14) outlives the partnership."""
    end(partnership.provider, partnership)
    given = DelegatedAdmin.objects.get(granting=partnership.reseller_id, holder=partnership.provider_id)
    assert given.ended_at is None


def test_both_sides_are_told_once_by_notice_and_mail(partnership: Partnership) -> None:
    sales = user_of(partnership.provider, "sales_agent")
    helpdesk = user_of(partnership.reseller, "helpdesk_agent")
    blind = user_of(partnership.provider, "helpdesk_agent")
    OutgoingMail.objects.all().delete()
    end(partnership.provider, partnership)
    told = Notification.objects.filter(kind="partnership.ended")
    assert told.filter(user=sales).count() == told.filter(user=helpdesk).count() == 1
    assert not told.filter(user=blind).exists()
    words = wording("partnership.ended", told.get(user=helpdesk).params)
    assert words == "The partnership with Northlight Distribution has ended. Northlight Distribution has decided it."
    mails = OutgoingMail.objects.filter(kind="partnership-ended")
    assert len(mails) == 2, "one Global admin on each side"
    assert all("They have merged" in mail.text for mail in mails)
    assert len({mail.to_address for mail in mails}) == 2


def test_a_planned_end_changes_nothing_until_its_day(partnership: Partnership) -> None:
    with timezone.override("Europe/Berlin"):
        ending = end(partnership.reseller, partnership, IN_MAY)
    assert ending.takes_effect_at == datetime(2026, 4, 30, 22, 0, tzinfo=UTC)
    assert carry_out_due(now=ending.takes_effect_at - timedelta(seconds=1)) == 0
    assert Partnership.objects.open().filter(pk=partnership.pk).exists()
    assert Notification.objects.filter(kind="partnership.end_planned").exists()
    assert OutgoingMail.objects.filter(kind="partnership-end-planned").exists()
    assert not OutgoingMail.objects.filter(kind="partnership-ended").exists()


def test_it_is_carried_out_once_even_after_a_downtime(partnership: Partnership) -> None:
    """Nobody looked for ten days: it ends when somebody does, once, with one mail to each."""
    ending = end(partnership.provider, partnership, IN_MAY)
    late = ending.takes_effect_at + timedelta(days=10)
    assert [carry_out_due(now=late), carry_out_due(now=late + timedelta(minutes=1))] == [1, 0]
    partnership.refresh_from_db()
    assert partnership.ended_at == late
    assert partnership.ended_by == ending.decided_by
    mails = OutgoingMail.objects.filter(kind="partnership-ended").values_list("to_address", flat=True)
    assert len(mails) == len(set(mails)) > 0
    assert AuditEvent.objects.filter(verb="partnership.ended").count() == 1


def test_who_planned_it_takes_it_back(partnership: Partnership) -> None:
    ending = end(partnership.provider, partnership, IN_MAY)
    actor = actor_of(partnership.provider, "admin_agent")
    for _twice in range(2):
        take_back_end(actor=actor, now=LATER, ending=ending)
    ending.refresh_from_db()
    assert (ending.cancelled_at, ending.cancelled_by) == (LATER, actor.name)
    assert carry_out_due(now=ending.takes_effect_at) == 0
    assert AuditEvent.objects.filter(verb="partnership.end_taken_back").count() == 1
    mails = OutgoingMail.objects.filter(kind="partnership-end-taken-back").values_list("to_address", flat=True)
    assert len(mails) == len(set(mails)) > 0
    assert end(partnership.provider, partnership, IN_MAY).is_planned, "another end can be planned"


def test_ending_taken_back_is_refused_to_the_other_side_and_when_it_is_due(partnership: Partnership) -> None:
    ending = end(partnership.provider, partnership, IN_MAY)
    for partner, now in ((partnership.reseller, LATER), (partnership.provider, ending.takes_effect_at)):
        with pytest.raises(Refused) as refused:
            take_back_end(actor=actor_of(partner), now=now, ending=ending)
        assert codes(refused) == ["ending-taken-back"]


def test_ending_open_what_has_been_carried_out_is_taken_back_by_nobody(partnership: Partnership) -> None:
    ending = end(partnership.provider, partnership)
    for actor in (portal(), actor_of(partnership.provider)):
        with pytest.raises(Refused) as refused:
            take_back_end(actor=actor, now=LATER, ending=ending)
        assert codes(refused) == ["ending-open"]


def test_ending_once_a_second_end_is_refused(partnership: Partnership) -> None:
    end(partnership.provider, partnership)
    with pytest.raises(Refused) as refused:
        end(partnership.reseller, partnership)
    assert codes(refused) == ["ending-once"]
    assert "2026-03-16" in refused.value.refusals[0].text


def test_ending_planned_a_second_plan_is_refused(partnership: Partnership) -> None:
    """To the side that planned it always, to the other one unless it is earlier."""
    end(partnership.provider, partnership, IN_MAY)
    for partner, day in (
        (partnership.provider, None),
        (partnership.provider, date(2026, 4, 1)),
        (partnership.reseller, date(2026, 5, 1)),
        (partnership.reseller, date(2026, 6, 1)),
    ):
        with pytest.raises(Refused) as refused:
            end(partner, partnership, Wish(reason="Now", day=day))
        assert codes(refused) == ["ending-planned"]


def test_the_other_side_brings_a_planned_end_forward(partnership: Partnership) -> None:
    """What the provider has chosen for the reassignment stays chosen."""
    planned = end(partnership.provider, partnership, Wish("Merged", date(2026, 5, 1), {"customers": None}))
    ending = end(partnership.reseller, partnership, Wish(reason="Sooner"))
    planned.refresh_from_db()
    assert planned.cancelled_at == LATER
    assert ending.reassignment == {"customers": ""}
    assert ending.reassigned_at is None, "a worker has it to do"
    partnership.refresh_from_db()
    assert partnership.end_reason == "Sooner"


@pytest.mark.parametrize("day", [date(2026, 3, 15), date(2026, 3, 16), date(2027, 3, 17)])
def test_ending_day_past_present_and_too_far_days_are_refused(partnership: Partnership, day: date) -> None:
    with pytest.raises(Refused) as refused:
        end(partnership.provider, partnership, Wish(reason="Merged", day=day))
    assert codes(refused) == ["ending-day"]
    assert "2026-03-17" in refused.value.refusals[0].remedy
    assert not PartnershipEnding.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 3, 17), date(2027, 3, 16)])
def test_tomorrow_and_a_year_ahead_can_be_planned(partnership: Partnership, day: date) -> None:
    assert end(partnership.provider, partnership, Wish(reason="Merged", day=day)).is_planned


def test_ending_successor_is_not_the_leaving_one_and_needs_an_end(partnership: Partnership) -> None:
    own = {"customers": partnership.reseller_id}
    with pytest.raises(Refused) as refused:
        end(partnership.provider, partnership, Wish(reason="Merged", reassignment=own))
    assert codes(refused) == ["ending-successor"]
    with pytest.raises(Refused) as refused:
        choose_reassignment(
            actor=actor_of(partnership.provider), now=NOW, partnership=partnership, reassignment={"customers": None}
        )
    assert codes(refused) == ["ending-successor"]


def test_only_the_provider_hands_over(partnership: Partnership) -> None:
    with pytest.raises(ValueError, match="Only the provider"):
        end(partnership.reseller, partnership, Wish(reason="Merged", reassignment={"customers": None}))


def test_a_later_partnership_is_a_new_record_with_the_old_history(partnership: Partnership) -> None:
    end(partnership.provider, partnership)
    again = make_partnership(partnership.provider, partnership.reseller)
    assert again.pk != partnership.pk
    for partner in (partnership.provider, partnership.reseller):
        assert set(Partnership.objects.visible_to(actor_of(partner))) == {again, partnership}
    second = end(partnership.reseller, again, Wish(reason="For good"))
    assert second.partnership == again
    partnership.refresh_from_db()
    assert partnership.end_reason == "They have merged"


def test_strangers_see_no_ends(partnership: Partnership, stranger: Partner) -> None:
    ending = end(partnership.provider, partnership, IN_MAY)
    assert list(PartnershipEnding.objects.visible_to(actor_of(partnership.reseller))) == [ending]
    assert not PartnershipEnding.objects.visible_to(actor_of(stranger)).exists()


def test_one_that_cannot_be_carried_out_just_now_does_not_hold_up_others(
    provider: Partner, partnership: Partnership
) -> None:
    """Two due ends of one provider: both are carried out by one look."""
    other = make_partnership(provider, make_partner("Wingtip"))
    for each in (partnership, other):
        end(provider, each, IN_MAY)
    assert carry_out_due(now=datetime(2026, 5, 2, tzinfo=UTC)) == 2


def test_time_passes_and_the_end_comes_by_the_scheduler(partnership: Partnership) -> None:
    """120 days, looked at every day: one end, on its day."""
    end(partnership.provider, partnership, IN_MAY)
    for day in range(120):
        with time_machine.travel(NOW + timedelta(days=day), tick=False):
            end_due()
    partnership.refresh_from_db()
    assert partnership.ended_at == datetime(2026, 5, 1, 10, 30, tzinfo=UTC)
    assert AuditEvent.objects.filter(verb="partnership.ended").count() == 1


def test_an_unenrolled_or_suspended_successor_is_refused_with_its_reason(
    provider: Partner, partnership: Partnership
) -> None:
    stranger = make_partner("Not A Partner")
    suspended = make_partner("Suspended")
    make_partnership(provider, suspended)
    Partner.objects.filter(pk=suspended.pk).update(status="suspended")
    no_reseller = make_partner("Another Provider", PROVIDER)
    for successor, code in ((stranger, "R10"), (suspended, "R70"), (no_reseller, "R10")):
        with pytest.raises(Refused) as refused:
            end(provider, partnership, Wish(reason="Merged", reassignment={"customers": successor.pk}))
        assert code in codes(refused)
