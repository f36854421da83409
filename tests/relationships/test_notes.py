"""Notes on partners and requests: a company's own, whatever the other side tries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.notes.models import Note
from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from tests.relationships.factories import NOW, make_partner, make_partnership, make_request, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]
SECRET = "They pay late, ask for a deposit"
PART = {"HX-Request": "true"}


def text(answer: Any) -> str:
    """Return the page."""
    return str(answer.content.decode())


def on(partner: Partner) -> str:
    """Return the address of the notes on a partner."""
    return reverse("notes", args=["partner", partner.pk])


@pytest.fixture(autouse=True)
def partnership(provider: Partner, reseller: Partner) -> Partnership:
    """The two work together."""
    return make_partnership(provider, reseller)


def test_a_note_is_kept_and_shown_to_colleagues(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    client = as_user(user_of(provider, first_name="Ada", last_name="Berg"))
    answer = client.post(on(reseller), {"text": SECRET})
    assert answer["Location"] == on(reseller)
    page = text(as_user(user_of(provider, "sales_agent")).get(on(reseller)))
    assert SECRET in page
    assert "Ada Berg" in page
    note = Note.objects.get()
    assert (note.tenant_id, note.about_id, note.written_at) == (provider.pk, str(reseller.pk), NOW)


def test_pages_load_the_notes_as_a_part_and_link_to_them_without_javascript(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    pages = [
        (provider, reverse("reseller", args=[reseller.pk]), on(reseller)),
        (reseller, reverse("provider", args=[provider.pk]), on(provider)),
    ]
    for side, page, notes in pages:
        client = as_user(user_of(side))
        shown = text(client.get(page))
        assert f'hx-get="{notes}"' in shown
        assert f'href="{notes}"' in shown
        part = client.post(notes, {"text": SECRET}, headers=PART)
        assert part.status_code == 200
        assert "<html" not in text(part)
        assert SECRET in text(part)


def test_the_other_side_never_sees_a_note_even_by_guessing(
    as_user: AsUser, provider: Partner, reseller: Partner, stranger: Partner
) -> None:
    """Neither on its page of the partner, nor on the note's own addresses, nor in the history."""
    as_user(user_of(provider)).post(on(reseller), {"text": SECRET})
    note = Note.objects.get()
    theirs = as_user(user_of(reseller))
    assert SECRET not in text(theirs.get(on(provider)))
    assert theirs.get(on(reseller)).status_code == 404, "about oneself there is nothing to open"
    for partner in (provider, reseller):
        path = reverse("note_remove", args=["partner", partner.pk, note.pk])
        assert theirs.post(path).status_code == 404
    assert SECRET not in text(theirs.get(reverse("provider_history", args=[provider.pk])))
    outside = as_user(user_of(stranger))
    assert outside.get(on(reseller)).status_code == 404
    assert outside.post(on(reseller), {"text": "x"}).status_code == 404
    assert outside.post(reverse("note_remove", args=["partner", reseller.pk, note.pk])).status_code == 404
    note.refresh_from_db()
    assert note.removed_at is None


def test_both_sides_keep_notes_apart(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    as_user(user_of(provider)).post(on(reseller), {"text": "Ours"})
    as_user(user_of(reseller)).post(on(provider), {"text": "Theirs"})
    assert "Theirs" not in text(as_user(user_of(provider)).get(on(reseller)))
    assert "Ours" not in text(as_user(user_of(reseller)).get(on(provider)))


def test_a_colleague_without_the_page_has_no_notes_on_it(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    helpdesk = as_user(user_of(provider, "helpdesk_agent"))
    assert helpdesk.get(on(reseller)).status_code == 403
    assert helpdesk.post(on(reseller), {"text": "x"}).status_code == 403
    assert as_user(user_of(reseller, "sales_agent")).get(on(provider)).status_code == 403
    assert Client().get(on(reseller)).status_code == 302


def test_a_note_is_removed_by_its_writer_or_a_global_admin(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    writer = as_user(user_of(provider, "sales_agent"))
    for words in ("First", "Second"):
        writer.post(on(reseller), {"text": words})
    first, second = Note.objects.order_by("pk")
    paths = {note: reverse("note_remove", args=["partner", reseller.pk, note.pk]) for note in (first, second)}
    colleague = as_user(user_of(provider, "admin_agent"))
    assert colleague.post(paths[first]).status_code == 403
    assert paths[first] not in text(colleague.get(on(reseller)))
    assert writer.get(paths[first]).status_code == 405
    assert writer.post(paths[first])["Location"] == on(reseller)
    assert writer.post(paths[first]).status_code == 302, "pressed twice, it is done once"
    assert "Second" not in text(as_user(user_of(provider)).post(paths[second], headers=PART))
    assert AuditEvent.objects.filter(verb="note.removed").count() == 2


def test_the_audit_knows_of_a_note_but_not_what_it_says(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    as_user(user_of(provider)).post(on(reseller), {"text": SECRET})
    event = AuditEvent.objects.get(verb="note.added")
    assert SECRET not in f"{event.subject_name} {event.data}"


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_a_bad_note_is_told_beside_the_field_and_stays_typed(
    as_user: AsUser, provider: Partner, reseller: Partner, words: str
) -> None:
    for headers in ({}, PART):
        answer = as_user(user_of(provider)).post(on(reseller), {"text": words}, headers=headers)
        assert answer.status_code == 400
        assert "field-error" in text(answer)
        assert words in text(answer)
    assert not Note.objects.exists()


def test_notes_on_a_former_partner_stay(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    as_user(user_of(provider)).post(on(reseller), {"text": SECRET})
    Partnership.objects.update(ended_at=NOW)
    assert SECRET in text(as_user(user_of(provider)).get(on(reseller)))


def test_requests_have_notes_of_the_provider(
    as_user: AsUser, provider: Partner, reseller: Partner, stranger: Partner
) -> None:
    path = reverse("notes", args=["request", make_request(provider, make_partner("Asked")).pk])
    client = as_user(user_of(provider))
    client.post(path, {"text": SECRET})
    assert SECRET in text(client.get(path))
    for other in (reseller, stranger):
        assert as_user(user_of(other)).get(path).status_code == 404
    assert as_user(user_of(provider, "helpdesk_agent")).get(path).status_code == 403


def test_nothing_else_has_notes(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    client = as_user(user_of(provider))
    assert client.get(reverse("notes", args=["customer", reseller.pk])).status_code == 404
    assert client.get(on(provider)).status_code == 404
    assert client.get("/notes/partner/nonsense/").status_code == 404


def test_many_notes_are_paged_and_cost_the_same(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    writer = user_of(provider)
    client = as_user(writer)

    def cost() -> int:
        client.get(on(reseller))
        with CaptureQueriesContext(connection) as queries:
            client.get(on(reseller))
        return len(queries)

    def write(number: int) -> None:
        Note.objects.create(
            tenant=provider.tenant,
            about_type="relationships.Partner",
            about_id=str(reseller.pk),
            text=f"Note {number:02}",
            written_by=writer,
            written_at=NOW,
        )

    write(0)
    few = cost()
    for number in range(1, 30):
        write(number)
    assert cost() == few <= 12
    page = text(client.get(on(reseller)))
    assert "Note 29" in page
    assert "Note 05" not in page
    assert "Older notes" in page
