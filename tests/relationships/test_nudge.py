"""Asking a reseller to sign the partner agreement: to whom it goes, how often, and what keeps one from it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.rules import Refused
from foundation.users.models import User
from relationships.agreement_status.services import PAUSE, nudge
from relationships.agreements.models import PartnerAgreement
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.resellers.lists import RESELLERS
from tests.relationships.at_once import at_once
from tests.relationships.factories import (
    NOW,
    PROVIDER,
    actor_of,
    make_partner,
    make_partnership,
    membership_in,
    sign_mpa,
    user_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]


@pytest.fixture
def unsigned(provider: Partner) -> Partner:
    """A reseller of the provider's without an agreement; its one Global admin accepted the partnership."""
    reseller = make_partner("Unsigned Resale", signed=False)
    make_partnership(provider, reseller)
    return reseller


@pytest.fixture
def partnership(unsigned: Partner) -> Partnership:
    """What the two have."""
    return Partnership.objects.get(reseller=unsigned)


def refused(provider: Partner, partnership: Partnership, days: float = 0) -> list[str]:
    """Ask and be refused; return the rules."""
    with pytest.raises(Refused) as caught:
        nudge(actor=actor_of(provider), now=NOW + timedelta(days=days), partnership=partnership)
    return [each.code for each in caught.value.refusals]


def ask_path(reseller: Partner) -> str:
    """Return where the button leads."""
    return reverse("reseller_nudge", kwargs={"partner_id": reseller.pk})


def test_r27_each_global_admin_gets_a_mail_with_the_way_and_a_notice(
    provider: Partner, unsigned: Partner, partnership: Partnership
) -> None:
    """Nobody else of the company is written to: only a Global admin signs."""
    membership_in(unsigned, username="second@unsigned.example")
    membership_in(unsigned, "admin_agent", username="agent@unsigned.example")
    writer = actor_of(provider, "sales_agent", email="kim@northlight.example")
    people = nudge(actor=writer, now=NOW, partnership=partnership)
    mails = OutgoingMail.objects.filter(kind="agreement-nudge")
    assert {mail.to_address for mail in mails} == {person.email for person in people}
    assert len(people) == 2
    for mail in mails:
        assert reverse("agreement") in mail.text
        assert (mail.language, mail.reply_to, mail.from_name) == ("en", "kim@northlight.example", provider.name)
    notices = Notification.objects.filter(kind="agreement.nudged", tenant=unsigned.tenant)
    assert {notice.user_id for notice in notices} == {person.pk for person in people}
    assert {notice.url for notice in notices} == {reverse("agreement")}
    event = AuditEvent.objects.get(verb="partnership.nudged")
    assert (event.actor_id, event.subject_id) == (writer.user and writer.user.pk, str(partnership.pk))


def test_nudge_often_once_in_seven_days_and_the_refusal_says_when_again(
    provider: Partner, partnership: Partnership
) -> None:
    nudge(actor=actor_of(provider), now=NOW, partnership=partnership)
    with pytest.raises(Refused) as caught:
        nudge(actor=actor_of(provider), now=NOW + PAUSE - timedelta(seconds=1), partnership=partnership)
    (refusal,) = caught.value.refusals
    assert refusal.code == "nudge-often"
    assert "2026-03-16" in refusal.text
    assert "2026-03-23" in refusal.remedy
    nudge(actor=actor_of(provider), now=NOW + PAUSE, partnership=partnership)
    assert OutgoingMail.objects.filter(kind="agreement-nudge").count() == 2


def test_nudge_often_counts_for_each_provider_on_its_own(
    provider: Partner, stranger: Partner, unsigned: Partner, partnership: Partnership
) -> None:
    other = make_partnership(stranger, unsigned)
    nudge(actor=actor_of(provider), now=NOW, partnership=partnership)
    assert nudge(actor=actor_of(stranger), now=NOW, partnership=other)


def test_nudge_signed_nobody_is_asked_for_what_is_there(
    provider: Partner, unsigned: Partner, partnership: Partnership
) -> None:
    sign_mpa(unsigned)
    assert refused(provider, partnership) == ["nudge-signed"]
    assert not OutgoingMail.objects.filter(kind="agreement-nudge").exists()


def test_nudge_open_a_former_reseller_is_not_asked(provider: Partner, partnership: Partnership) -> None:
    Partnership.objects.update(ended_at=NOW)
    assert refused(provider, partnership, days=1) == ["nudge-open"]


def test_nudge_reachable_somebody_must_be_there_to_read_it(
    provider: Partner, unsigned: Partner, partnership: Partnership
) -> None:
    """A deactivated admin, one without an address and other roles do not count."""
    User.objects.filter(memberships__tenant=unsigned.tenant).update(is_active=False)
    membership_in(unsigned, email="")
    membership_in(unsigned, "account_admin")
    assert refused(provider, partnership) == ["nudge-reachable"]
    partnership.refresh_from_db()
    assert partnership.nudged_at is None


def test_r21_who_is_not_enrolled_has_something_else_to_do_first(
    provider: Partner, unsigned: Partner, partnership: Partnership
) -> None:
    Enrolment.objects.filter(partner=unsigned).update(state="rejected")
    assert refused(provider, partnership) == ["R21"]


def test_the_button_asks_and_says_whom(as_user: AsUser, provider: Partner, unsigned: Partner) -> None:
    client = as_user(user_of(provider, "sales_agent"))
    answer = client.post(ask_path(unsigned), follow=True)
    assert answer.redirect_chain == [(reverse("agreement_status"), 302)]
    assert "Unsigned Resale is asked to sign" in answer.content.decode()
    assert client.post(ask_path(unsigned)).status_code == 409, "a second time"


def test_the_button_leads_back_to_where_it_was_but_never_out_of_the_portal(
    as_user: AsUser, provider: Partner, unsigned: Partner
) -> None:
    client = as_user(user_of(provider))
    answer = client.post(ask_path(unsigned), headers={"referer": f"http://testserver{reverse('resellers')}"})
    assert answer["Location"].endswith(reverse("resellers"))
    Partnership.objects.update(nudged_at=None)
    answer = client.post(ask_path(unsigned), headers={"referer": "https://evil.example/"})
    assert answer["Location"] == reverse("agreement_status")


def test_who_may_not_ask(as_user: AsUser, provider: Partner, stranger: Partner, unsigned: Partner) -> None:
    """A colleague without the right 403, a reseller and a stranger 404."""
    assert as_user(user_of(provider, "helpdesk_agent")).post(ask_path(unsigned)).status_code == 403
    assert as_user(user_of(stranger)).post(ask_path(unsigned)).status_code == 404
    assert as_user(user_of(unsigned)).post(ask_path(unsigned)).status_code == 404
    assert as_user(user_of(provider)).get(ask_path(unsigned)).status_code == 405
    assert not OutgoingMail.objects.filter(kind="agreement-nudge").exists()


def test_the_rows_and_the_resellers_page_offer_it_only_where_a_signature_is_missing(
    as_user: AsUser, provider: Partner, reseller: Partner, unsigned: Partner
) -> None:
    make_partnership(provider, reseller)
    client, actor = as_user(user_of(provider)), actor_of(provider)
    rows = list(RESELLERS.queryset(actor))
    offered = {row.reseller: [str(each.label) for each in RESELLERS.actions_of(actor, [row])[row.pk]] for row in rows}
    assert "Ask to sign the agreement" in offered[unsigned]
    assert "Ask to sign the agreement" not in offered[reseller]
    pages = {each: client.get(reverse("reseller", args=[each.pk])).content.decode() for each in (unsigned, reseller)}
    assert ask_path(unsigned) in pages[unsigned]
    assert ask_path(reseller) not in pages[reseller]


def test_the_button_is_disabled_with_the_day_while_it_is_too_soon(
    as_user: AsUser, provider: Partner, unsigned: Partner
) -> None:
    Partnership.objects.update(nudged_at=NOW - timedelta(days=2))
    page = as_user(user_of(provider)).get(reverse("reseller", args=[unsigned.pk])).content.decode()
    assert "You can ask again on 2026-03-21" in page
    assert ask_path(unsigned) not in page


@pytest.mark.django_db(transaction=True)
def test_ten_people_asking_at_once_send_one_mail() -> None:
    provider, reseller = make_partner("Northlight", PROVIDER), make_partner("Unsigned", signed=False)
    partnership = make_partnership(provider, reseller)
    people = [actor_of(provider) for _ in range(10)]

    def ask(number: int) -> str:
        nudge(actor=people[number], now=NOW, partnership=partnership)
        return "asked"

    assert at_once(10, ask) == Counter({"asked": 1, "nudge-often": 9})
    assert OutgoingMail.objects.filter(kind="agreement-nudge").count() == 1
    assert not PartnerAgreement.objects.filter(partner=reseller).exists()
