from datetime import timedelta
from unittest.mock import patch
import pytest
from foundation.mail.models import OutgoingMail
from foundation.organisations.models import Membership
from relationships.request_templates.services import save_template
from relationships.request_templates.words import Words, links_start
from relationships.requests import reminders
from relationships.requests.services import save_words, expire_requests
from relationships.reseller_requests import services as rr
from relationships.request_batches import services as batches
from relationships.answers.services import decline_request
from relationships.requests.links import follow, token_of
from tests.relationships.factories import *
from tests.relationships.test_directory import listed
from tests.relationships.test_request_batches import make_batch, start, many, verdicts
pytestmark=[pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
def test_template_subject(provider):
    save_template(actor=actor_of(provider), now=NOW, provider=provider, language="en", version=0, words=Words(links_start()+"abc/", "x"))
def test_draft_subject(provider):
    d=make_draft(provider)
    r=save_words(actor=actor_of(provider), now=NOW, request=d, version=d.version, words=Words(links_start()+"abc/", "x"))
    assert r.subject
def test_flood(provider, reseller):
    listed(provider, contact_address="p@northlight.example")
    a=actor_of(reseller)
    for i in range(10):
        r=rr.ask_provider(actor=a, now=NOW, provider=provider, message="", ticked=True)
        OutgoingMail.objects.update(state="sent", next_attempt_at=None)
        rr.withdraw_reseller_request(actor=a, now=NOW, request=r)
    assert OutgoingMail.objects.count()<10
def test_excolleague(provider, reseller):
    r=make_request(provider, reseller, delivery="portal")
    Membership.objects.filter(user=r.created_by).update(ended_at=NOW)
    print(Membership.objects.filter(user=r.created_by))
    decline_request(actor=actor_of(reseller), now=NOW, followed=follow(token_of(r)), reason="secret")
    assert not OutgoingMail.objects.filter(to_address=r.created_by.email).exists()
def test_quiet(provider):
    r=make_request(provider, delivery="portal")
    due=NOW+timedelta(days=25)
    r=reminders.remind(actor=actor_of(provider), now=due-timedelta(hours=1), request=r, version=1)
    assert reminders.remind_due(now=due)==0
@pytest.mark.parametrize("what",["mail_reminder"])
def test_poison_remind(provider, what):
    a,b=make_request(provider, delivery="portal"),make_request(provider, recipient_address="zz@b.example",delivery="portal")
    real=reminders.mail_reminder
    def bad(**k):
        if k["request"].pk==a.pk: raise ValueError("x")
        real(**k)
    with patch.object(reminders, what, bad):
        reminders.remind_due(now=NOW+timedelta(days=25))
    assert OutgoingMail.objects.count()==1
def test_poison_batch(provider):
    b=start(make_batch(provider, many(3)))
    real=batches.send_request
    def bad(**k):
        if k["request"].recipient_address=="info@company1.example": raise ValueError("x")
        return real(**k)
    with patch.object(batches,"send_request",bad):
        batches.send_unfinished(now=NOW)
    assert verdicts(b)==["sent","refused batch-failed","sent"]
