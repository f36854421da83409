"""Operators and people, memberships, the outbox and the audit."""

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from django.utils import timezone

from foundation.audit.models import AuditEvent
from foundation.audit.services import record
from foundation.mail.models import OutgoingMail
from foundation.mail.services import enqueue
from foundation.operations.links import list_url, record_url
from foundation.organisations.actor import portal
from foundation.organisations.models import Tenant
from foundation.users.models import User
from tests.customers.factories import NOW
from tests.factories import MembershipFactory, TenantFactory, UserFactory
from tests.operations.pages import drawn, edit, found, offered, operate, save

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def write_mail(**fields: object) -> OutgoingMail:
    """Put a mail into the outbox."""
    with transaction.atomic():
        mail = enqueue(now=NOW, kind="test", to_address="kim@reseller.example", subject="Come in", text="See {link}")
    OutgoingMail.objects.filter(pk=mail.pk).update(**fields)
    return OutgoingMail.objects.get(pk=mail.pk)


def last_event() -> AuditEvent:
    """Return the newest event."""
    return AuditEvent.objects.order_by("-at")[0]


def test_people_are_found_by_name_address_and_id(operating: Client) -> None:
    """Whatever the operator has in hand."""
    person = UserFactory.create(username="admin@acme.onmicrosoft.com", email="kim@acme.example", last_name="Okafor")
    UserFactory.create_batch(2)
    for words in ("acme.onmicrosoft", "KIM@acme", "okafor", str(person.pk), person.pk.hex, f" {{{person.pk}}} "):
        assert found(operating, User, words) == [person]
    assert not found(operating, User, "okafor nobody")


def test_tenants_are_found_by_domain(operating: Client) -> None:
    """And by Microsoft ID."""
    tenant = TenantFactory.create(primary_domain="northlight.example")
    TenantFactory.create()
    assert found(operating, Tenant, "northlight") == [tenant]
    assert found(operating, Tenant, str(tenant.pk)) == [tenant]


def test_a_new_contact_address_is_on_record_unverified_and_the_old_one_is_told(operating: Client) -> None:
    """The edit goes through the service that guards the address."""
    person = UserFactory.create(email="old@company.example", email_verified_at=NOW)
    assert edit(operating, person, email="new@company.example").status_code == 302
    person.refresh_from_db()
    assert (person.email, person.email_verified_at) == ("new@company.example", None)
    event = AuditEvent.objects.get(verb="operator.changed")
    assert (event.data["before"], event.data["after"]) == (
        {"email": "old@company.example"},
        {"email": "new@company.example"},
    )
    assert OutgoingMail.objects.filter(to_address="old@company.example").exists()


def test_an_edit_from_an_old_page_is_refused_and_shows_both_values(operating: Client) -> None:
    """Nobody's change is lost silently."""
    person = UserFactory.create(last_name="Before")
    page = drawn(operating, person)
    User.objects.filter(pk=person.pk).update(last_name="Meanwhile")
    answer = save(operating, person, page, last_name="Mine")
    assert answer.status_code == 200
    assert b"Meanwhile" in answer.content
    assert b"Mine" in answer.content
    assert User.objects.get(pk=person.pk).last_name == "Meanwhile"
    assert save(operating, person, page, first_name="Other").status_code == 302, "another field is not in the way"
    assert User.objects.get(pk=person.pk).last_name == "Meanwhile"


def test_a_save_without_a_change_writes_nothing(operating: Client) -> None:
    """No event about nothing."""
    person = UserFactory.create()
    assert edit(operating, person).status_code == 302
    assert not AuditEvent.objects.exists()


def test_rights_of_staff_are_on_record(operating: Client) -> None:
    """Who made whom an operator."""
    person = UserFactory.create()
    edit(operating, person, is_staff="on", is_superuser="on")
    event = AuditEvent.objects.get(verb="operator.changed")
    assert event.data["after"] == {"is_staff": True, "is_superuser": True}
    assert event.subject_id == str(person.pk)


def test_staff_give_nobody_rights_and_do_not_touch_superusers(client: Client, operator_user: User) -> None:
    """With the permission to change people they would raise themselves, or take a superuser's password by mail."""
    clerk = UserFactory.create(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=("view_user", "change_user")))
    client.force_login(clerk)
    assert client.post(record_url(operator_user), {"email": "mine@evil.example"}).status_code == 403
    answer = edit(client, clerk, first_name="New", is_superuser="on")
    clerk.refresh_from_db()
    assert answer.status_code == 302
    assert (clerk.first_name, clerk.is_superuser) == ("New", False)


def test_what_is_not_editable_is_not_changed_by_a_forged_form(operating: Client) -> None:
    """States and identities change only through services."""
    person = UserFactory.create()
    edit(operating, person, username="somebody@else.example", is_active="", password="x", first_name="New")
    person.refresh_from_db()
    assert person.is_active
    assert person.username != "somebody@else.example"
    assert person.first_name == "New"


def test_a_person_is_deactivated_with_a_reason_and_reactivated(operating: Client, operator_user: User) -> None:
    """Signed out at the next page; the row stays."""
    person = UserFactory.create()
    visitor = Client()
    visitor.force_login(person)
    assert offered(operating, person)[0] == "Deactivate"
    assert operate(operating, "deactivate", person, reason="Left the company") == [f"Deactivate · {person}: done"]
    assert visitor.get("/admin/").status_code == 302, "no longer signed in"
    event = last_event()
    assert (event.verb, event.data["reason"]) == ("user.deactivated", "Left the company")
    assert event.actor_id == operator_user.pk
    operate(operating, "reactivate", person, reason="A mistake")
    person.refresh_from_db()
    assert person.is_active


def test_an_operation_that_asks_for_a_reason_waits_for_it(operating: Client) -> None:
    """No reason, no deactivation."""
    person = UserFactory.create()
    answer = operating.post(f"/admin/foundation/user/operations/deactivate/?id={person.pk}", {"reason": " "})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    person.refresh_from_db()
    assert person.is_active


def test_the_action_of_a_list_leads_to_the_page_that_asks(operating: Client) -> None:
    """With exactly the rows that were ticked."""
    first, second, _third = UserFactory.create_batch(3)
    answer = operating.post(
        list_url(User), {"action": "deactivate", "_selected_action": [first.pk, second.pk], "select_across": "1"}
    )
    assert answer.status_code == 302
    page = operating.get(answer["Location"])
    assert {record.pk for record in page.context["records"]} == {first.pk, second.pk}
    operating.post(answer["Location"], {"reason": "Both left"})
    assert list(User.objects.filter(is_active=False).order_by("username")) == [first, second]


def test_a_get_runs_nothing_and_unknown_things_are_not_found(operating: Client) -> None:
    """Links in mails and prefetching browsers change nothing."""
    person = UserFactory.create()
    operating.get(f"/admin/foundation/user/operations/deactivate/?id={person.pk}")
    person.refresh_from_db()
    assert person.is_active
    assert operating.get("/admin/foundation/user/operations/deactivate/?id=nonsense").status_code == 404
    assert operating.get("/admin/foundation/user/operations/deactivate/").status_code == 404
    assert operating.get(f"/admin/foundation/user/operations/delete/?id={person.pk}").status_code == 404


def test_a_person_gets_a_link_to_set_a_password(operating: Client) -> None:
    """The mail keeps a placeholder: nobody, operators included, sees the link."""
    person = UserFactory.create(email="kim@company.example")
    operate(operating, "send-password-link", person)
    mail = OutgoingMail.objects.get(to_address="kim@company.example")
    page = operating.get(record_url(mail)).content.decode()
    assert "{link}" in page
    assert "/accounts/password/reset/key/" not in page
    assert last_event().verb == "user.password_link_sent"
    assert "Send a link to set a password" not in offered(operating, UserFactory.create(email=""))


def test_roles_of_a_membership_are_ticked_and_on_record(operating: Client) -> None:
    """Roles before and after."""
    membership = MembershipFactory.create(roles=["global_admin"])
    assert edit(operating, membership, roles=["sales_agent", "helpdesk_agent"]).status_code == 302
    membership.refresh_from_db()
    assert membership.roles == ["sales_agent", "helpdesk_agent"]
    data = AuditEvent.objects.get().data
    assert data["before"] == {"roles": ["global_admin"]}
    assert data["after"] == {"roles": ["sales_agent", "helpdesk_agent"]}
    assert edit(operating, membership, roles=["emperor"]).status_code == 200, "an unknown role is refused"


def test_a_failed_mail_is_sent_again_and_a_waiting_one_stopped(operating: Client) -> None:
    """Through the outbox's own services."""
    failed, waiting = write_mail(state=State.FAILED, next_attempt_at=None, attempts=8), write_mail()
    operate(operating, "retry", failed)
    operate(operating, "stop", waiting)
    failed.refresh_from_db()
    waiting.refresh_from_db()
    assert (failed.state, failed.attempts, waiting.state) == (State.QUEUED, 0, State.CANCELLED)
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"mail.retried", "mail.aborted"}


def test_what_a_service_refuses_is_told_with_its_remedy(operating: Client) -> None:
    """And the others of the same action go through."""
    sent, failed = write_mail(state=State.SENT, sent_at=NOW, next_attempt_at=None), write_mail(state=State.FAILED)
    told = operate(operating, "retry", sent, failed)
    assert any("This mail is not waiting for another attempt. Only a mail that failed" in each for each in told)
    sent.refresh_from_db()
    failed.refresh_from_db()
    assert (sent.state, failed.state) == (State.SENT, State.QUEUED)


def test_the_outbox_is_filtered_by_state_and_searched_by_address(operating: Client) -> None:
    """What has gone wrong is found at once."""
    failed = write_mail(state=State.FAILED)
    write_mail()
    shown = operating.get(list_url(OutgoingMail), {"state__exact": "failed"}).context["cl"].result_list
    assert list(shown) == [failed]
    assert len(found(operating, OutgoingMail, "kim@reseller")) == 2
    assert found(operating, OutgoingMail, failed.message_id) == [failed]


def test_the_audit_is_searched_filtered_and_never_edited(operating: Client) -> None:
    """By verb and by kind of object; its pages have no Save."""
    person = UserFactory.create()
    event = record(actor=portal(), now=NOW, verb="user.tested", subject=person, answer=42)
    record(actor=portal(), now=NOW, verb="user.other", subject=UserFactory.create())
    assert found(operating, AuditEvent, str(person.pk)) == [event]
    assert found(operating, AuditEvent, "user.tested") == [event]
    for given in ({"verb": "user.tested"}, {"verb": "user.tested", "subject_type": "foundation.User"}):
        assert list(operating.get(list_url(AuditEvent), given).context["cl"].result_list) == [event]
    page = operating.get(record_url(event))
    assert b"&quot;answer&quot;: 42" in page.content
    assert record_url(person).encode() in page.content
    assert b'name="_save"' not in page.content
    assert operating.post(record_url(event), {"verb": "forged"}).status_code == 403


def test_months_are_filtered_without_asking_the_rows(operating: Client) -> None:
    """This month, and what came before the thirteen on offer."""
    new, old = write_mail(created_at=timezone.now()), write_mail(created_at=NOW.replace(year=2001))
    this_month = {"created_at_month": f"{timezone.now():%Y-%m}"}
    assert list(operating.get(list_url(OutgoingMail), this_month).context["cl"].result_list) == [new]
    earlier = {"created_at_month": "earlier"}
    assert list(operating.get(list_url(OutgoingMail), earlier).context["cl"].result_list) == [old]
