"""Several workers on one list, and *Send* pressed by several at once: each line is sent once."""

from collections import Counter

import pytest

from foundation.mail.models import OutgoingMail
from foundation.notifications.models import Notification
from relationships.partners.models import Partner
from relationships.request_batches import services
from relationships.request_batches.models import RequestBatch
from relationships.request_batches.parsing import parse
from relationships.requests.models import PartnershipRequest
from tests.relationships.at_once import at_once
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 12


@pytest.fixture
def batch(transactional_db: None) -> RequestBatch:
    """A list that nobody has sent."""
    provider: Partner = make_partner("Northlight Distribution", PROVIDER)
    text = "\n".join(f"info@company{number}.example" for number in range(LINES))
    return services.create_batch(actor=actor_of(provider), now=NOW, lines=parse(text), language="en")


def test_send_pressed_by_many_at_once_starts_it_once(batch: RequestBatch) -> None:
    people = [actor_of(batch.provider) for _ in range(6)]

    def press(number: int) -> str:
        services.start_batch(actor=people[number], now=NOW, batch=batch)
        return "started"

    assert at_once(6, press) == {"started": 1, "batch-once": 5}


def test_many_workers_at_once_send_each_line_once(batch: RequestBatch) -> None:
    services.start_batch(actor=actor_of(batch.provider), now=NOW, batch=batch)

    def work(number: int) -> str:
        return "x" * services.send_batch(batch_id=batch.pk, now=NOW)

    outcome: Counter[str] = at_once(4, work)
    assert sum(len(done) * times for done, times in outcome.items()) == LINES
    assert PartnershipRequest.objects.count() == LINES
    assert OutgoingMail.objects.filter(kind="partnership-request").count() == LINES
    assert Notification.objects.filter(kind="request_batch.finished").count() == 1
    batch.refresh_from_db()
    assert batch.finished_at
