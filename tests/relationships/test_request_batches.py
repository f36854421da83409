"""A list of recipients: what is said of each line before anything is sent, and what becomes of it then."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from foundation.organisations.actor import Actor
from foundation.organisations.models import Membership
from foundation.rules import Refused
from relationships.blocks.services import block_provider
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.request_batches import services
from relationships.request_batches.models import BatchRow, RequestBatch
from relationships.request_batches.parsing import parse
from relationships.request_batches.rules import MOST_ROWS
from relationships.request_batches.tasks import sweep
from relationships.requests.models import PartnershipRequest
from relationships.requests.services import send_request
from tests.relationships.factories import (
    NOW,
    actor_of,
    make_partner,
    make_partnership,
    make_request,
    membership_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


class Killed(BaseException):
    """A worker that dies: nothing catches it."""


def make_batch(provider: Partner, text: str, *, actor: Actor | None = None, language: str = "en") -> RequestBatch:
    """Make a list of these lines."""
    return services.create_batch(actor=actor or actor_of(provider), now=NOW, lines=parse(text), language=language)


def many(count: int) -> str:
    """Return so many lines."""
    return "\n".join(f"Company {number}, info@company{number}.example" for number in range(count))


def verdicts(batch: RequestBatch) -> list[str]:
    """Return the state and the codes of each line."""
    rows = batch.rows.order_by("number")
    return [" ".join([row.state, *(each["code"] for each in row.refusals)]) for row in rows]


def start(batch: RequestBatch, actor: Actor | None = None) -> RequestBatch:
    """Have it sent, as far as the worker that comes next."""
    return services.start_batch(actor=actor or actor_of(batch.provider), now=NOW, batch=batch)


def codes_of(act: Callable[[], object]) -> list[str]:
    """Return the codes with which this is refused."""
    with pytest.raises(Refused) as caught:
        act()
    return [each.code for each in caught.value.refusals]


def test_each_line_says_whether_it_can_be_sent_and_nothing_is(provider: Partner, reseller: Partner) -> None:
    make_partnership(provider, reseller)
    asked = make_request(provider)
    blocking = make_partner("Blocking Resale")
    block_provider(actor=actor_of(blocking), now=NOW, reseller=blocking, provider=provider)
    batch = make_batch(
        provider,
        f"""Company,Email,Language
Kessler Cloud,Info@Kessler.example,pl
Contoso,anybody@{reseller.tenant.primary_domain}
Somebody,{asked.recipient_address}
Ourselves,info@{provider.tenant.primary_domain}
Blocking,info@{blocking.tenant.primary_domain}
Wrong,no address
Kessler again,info@kessler.example
""",
    )
    assert verdicts(batch) == [
        "ready",
        "refused R16-partners",
        "refused asking-once",
        "refused asking-own-address",
        "refused asking-blocked",
        "refused batch-address",
        "refused batch-duplicate",
    ]
    first = batch.rows.get(number=2)
    assert (first.company, first.address, first.language) == ("Kessler Cloud", "info@kessler.example", "pl")
    assert batch.rows.get(number=3).language == "en"
    assert batch.started_at is None
    assert not OutgoingMail.objects.exists()
    assert PartnershipRequest.objects.count() == 1


def test_batch_address_is_one(provider: Partner) -> None:
    """What no mail can be sent to is refused, however long it is."""
    assert verdicts(make_batch(provider, f"Contoso, info@{'x' * 400}.example")) == ["refused batch-address"]


def test_batch_duplicate_is_asked_once(provider: Partner) -> None:
    """The first of the same address counts, whatever its capitals; the refusal names its line."""
    batch = make_batch(provider, "\nA, a@a.example\n\nB, A@A.EXAMPLE")
    assert verdicts(batch) == ["ready", "refused batch-duplicate"]
    assert batch.rows.get(number=4).refusals[0]["params"] == {"address": "a@a.example", "line": 2}


def test_batch_room_of_the_day(provider: Partner, settings: Any) -> None:
    """Lines beyond what may be asked today are refused before anything is sent; refused lines take no room."""
    settings.PARTNERSHIP_REQUESTS_PER_DAY = 3
    make_request(provider)
    assert verdicts(make_batch(provider, f"no address\n{many(3)}")) == [
        "refused batch-address",
        "ready",
        "ready",
        "refused batch-room",
    ]


def test_r01_another_region_is_said_of_companies_that_the_provider_knows_only(provider: Partner) -> None:
    """A former partner and one that has answered are known; a stranger learns it when it opens the link."""
    former, answering, unknown = (make_partner(name) for name in ("Former", "Answering", "Unknown"))
    ended = make_partnership(provider, former)
    Partnership.objects.filter(pk=ended.pk).update(ended_at=NOW)
    declined = {"state": "declined", "closed_at": NOW, "recipient_partner": answering}
    make_request(provider, answering, recipient_address="old@answering.example", **declined)
    elsewhere = make_partner("Anybody", country="US").region_id
    for each in (former, answering, unknown):
        each.region_id = elsewhere
        each.save()
    lines = "\n".join(f"info@{each.tenant.primary_domain}" for each in (former, answering, unknown))
    assert verdicts(make_batch(provider, lines)) == ["refused R1", "refused R1", "ready"]


def test_the_check_costs_the_same_for_two_lines_and_two_hundred(provider: Partner) -> None:
    """A constant number of queries."""
    actor = actor_of(provider)
    costs = []
    for count in (2, MOST_ROWS):
        with CaptureQueriesContext(connection) as asked:
            make_batch(provider, many(count), actor=actor)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_too_many_lines_and_none_are_no_list(provider: Partner) -> None:
    for text in ("", many(MOST_ROWS + 1)):
        with pytest.raises(ValueError, match="at most 200"):
            make_batch(provider, text)


def test_a_provider_that_may_ask_nobody_makes_no_list(provider: Partner) -> None:
    """R19, R70: said once, not for each line."""
    Partner.objects.filter(pk=provider.pk).update(status=Partner.Status.SUSPENDED)
    provider.agreements.all().delete()
    assert codes_of(lambda: make_batch(provider, many(2))) == ["R19", "R70"]


def test_a_provider_suspended_meanwhile_sends_nothing(provider: Partner) -> None:
    batch = make_batch(provider, many(2))
    Partner.objects.filter(pk=provider.pk).update(status=Partner.Status.SUSPENDED)
    assert codes_of(lambda: start(batch)) == ["R70"]


def test_sending_makes_a_request_and_a_mail_for_each_line_that_is_ready(provider: Partner) -> None:
    sender, colleague = actor_of(provider, "sales_agent"), actor_of(provider)
    batch = start(make_batch(provider, f"{many(3)}\nno address", actor=colleague), sender)
    assert services.send_batch(batch_id=batch.pk, now=NOW) == 3
    assert verdicts(batch) == ["sent", "sent", "sent", "refused batch-address"]
    requests = PartnershipRequest.objects.order_by("recipient_address")
    assert {(each.state, each.created_by) for each in requests} == {("sent", sender.user)}
    mails = OutgoingMail.objects.filter(kind="partnership-request")
    assert sorted(mails.values_list("to_address", flat=True)) == [f"info@company{each}.example" for each in range(3)]
    batch.refresh_from_db()
    assert batch.finished_at == NOW
    notice = Notification.objects.get(kind="request_batch.finished")
    assert (notice.user, notice.params) == (sender.user, {"sent": 3, "lines": 4})


def test_the_mail_is_in_the_language_of_the_line(provider: Partner) -> None:
    """That of the line, else the one chosen for the list, else what is usual for the address."""
    for language, other in (("ru", "ru"), ("", "zh-hans")):
        batch = start(make_batch(provider, f"A, a@a{other}.example, pl\nB, b@b{other}.cn", language=language))
        services.send_batch(batch_id=batch.pk, now=NOW)
        languages = dict(OutgoingMail.objects.values_list("to_address", "language"))
        assert languages[f"a@a{other}.example"] == "pl"
        assert languages[f"b@b{other}.cn"] == other


def test_what_has_changed_since_the_check_is_refused_when_it_is_sent(provider: Partner, reseller: Partner) -> None:
    domain = reseller.tenant.primary_domain
    batch = start(make_batch(provider, f"Contoso, info@{domain}\nKessler, info@kessler.example"))
    make_partnership(provider, reseller)
    services.send_batch(batch_id=batch.pk, now=NOW)
    assert verdicts(batch) == ["refused R16-partners", "sent"]


def test_nothing_is_sent_before_it_is_started(provider: Partner) -> None:
    batch = make_batch(provider, many(2))
    assert services.send_batch(batch_id=batch.pk, now=NOW) == 0
    sweep()
    assert verdicts(batch) == ["ready", "ready"]
    assert not OutgoingMail.objects.exists()


def test_batch_once_started(provider: Partner) -> None:
    """A list is started once."""
    batch = start(make_batch(provider, many(2)))
    assert codes_of(lambda: start(batch)) == ["batch-once"]
    services.send_batch(batch_id=batch.pk, now=NOW)
    assert codes_of(lambda: start(batch)) == ["batch-once"]


def test_batch_empty_is_not_started(provider: Partner) -> None:
    """A list of nothing but refused lines is not started."""
    assert codes_of(lambda: start(make_batch(provider, "no address"))) == ["batch-empty"]


@pytest.mark.parametrize("change", [{"ended_at": NOW + timedelta(days=1)}, {"roles": ["helpdesk_agent"]}])
def test_batch_sender_is_still_a_colleague(provider: Partner, change: dict[str, Any]) -> None:
    """Nothing goes out in the name of somebody who has left, or lost the right, since the list was started."""
    sender = actor_of(provider)
    batch = start(make_batch(provider, many(2)), sender)
    Membership.objects.filter(user=sender.user).update(**change)
    services.send_batch(batch_id=batch.pk, now=NOW)
    assert verdicts(batch) == ["refused batch-sender"] * 2
    batch.refresh_from_db()
    assert batch.finished_at


@pytest.mark.parametrize("where", ["send_request", "audit_after"])
def test_a_worker_killed_half_way_loses_no_line_and_doubles_none(provider: Partner, where: str) -> None:
    """It dies while the fourth line is being sent, its mail written or not; the sweep goes on."""
    batch = start(make_batch(provider, many(9)))
    real, calls = send_request, 0

    def dying(**arguments: Any) -> PartnershipRequest:
        nonlocal calls
        calls += 1
        if calls == 4 and where == "send_request":
            raise Killed
        sent = real(**arguments)
        if calls == 4:
            raise Killed
        return sent

    with patch.object(services, "send_request", dying), pytest.raises(Killed):
        services.send_batch(batch_id=batch.pk, now=NOW)
    assert verdicts(batch) == ["sent"] * 3 + ["ready"] * 6
    assert PartnershipRequest.objects.count() == OutgoingMail.objects.count() == 3
    sweep()
    assert verdicts(batch) == ["sent"] * 9
    assert addresses_mailed() == [f"info@company{number}.example" for number in range(9)]
    assert PartnershipRequest.objects.count() == 9
    sweep()
    assert Notification.objects.filter(kind="request_batch.finished").count() == 1
    assert AuditEvent.objects.filter(verb="request_batch.finished").count() == 1


def addresses_mailed() -> Sequence[str]:
    """Return to whom mails were written, each as often as that is."""
    return sorted(OutgoingMail.objects.filter(kind="partnership-request").values_list("to_address", flat=True))


def test_starting_wakes_a_worker_with_the_id(
    provider: Partner, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    batch = make_batch(provider, many(1))
    with (
        patch("foundation.background.publish") as publish,
        django_capture_on_commit_callbacks(execute=True),
    ):
        start(batch)
    publish.assert_called_once_with("partnership_requests.batch", str(batch.pk))


def test_rows_of_others_are_nobodys_business(provider: Partner, stranger: Partner) -> None:
    make_batch(provider, many(2))
    membership_in(stranger)
    assert not BatchRow.objects.visible_to(actor_of(stranger)).exists()
    assert BatchRow.objects.visible_to(actor_of(provider)).count() == 2


def broken_for(address: str) -> Callable[..., PartnershipRequest]:
    """Return what sends a request, and fails for this address for no reason of the provider's."""

    def sending(**arguments: Any) -> PartnershipRequest:
        if arguments["request"].recipient_address == address:
            raise LookupError
        return send_request(**arguments)

    return sending


def test_batch_line_at_which_the_portal_fails_holds_up_no_other(provider: Partner) -> None:
    """It is not sent and says so; nothing of it stays."""
    batch = start(make_batch(provider, many(3)))
    with patch.object(services, "send_request", broken_for("info@company1.example")):
        assert services.send_batch(batch_id=batch.pk, now=NOW) == 3
    assert verdicts(batch) == ["sent", "refused batch-line", "sent"]
    assert PartnershipRequest.objects.count() == OutgoingMail.objects.count() == 2
    batch.refresh_from_db()
    assert batch.finished_at == NOW


def test_a_line_that_the_database_does_not_take_now_is_tried_again(provider: Partner) -> None:
    """A deadlock says nothing about the line: it stays ready, and the sweep goes on with the other lists."""
    stuck, other = (start(make_batch(provider, line)) for line in ("A, a@a.example", "B, b@b.example"))

    def deadlocked(**arguments: Any) -> PartnershipRequest:
        if arguments["request"].recipient_address == "a@a.example":
            raise OperationalError
        return send_request(**arguments)

    with patch.object(services, "send_request", deadlocked):
        sweep()
    assert (verdicts(stuck), verdicts(other)) == (["ready"], ["sent"])
    sweep()
    assert verdicts(stuck) == ["sent"]
