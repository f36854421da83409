"""What is on record stays: the database itself refuses to change it."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from foundation.audit.models import AuditEvent
from foundation.audit.services import record
from foundation.organisations.actor import portal
from tests.customers.factories import NOW
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> AuditEvent:
    """Something on record."""
    return record(actor=portal(), now=NOW, verb="user.tested", subject=OrganisationFactory.create())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE foundation_auditevent SET verb = 'forged'",
        "UPDATE foundation_auditevent SET verb = 'forged' WHERE false",
        "DELETE FROM foundation_auditevent",
    ],
)
def test_update_and_delete_are_refused_by_the_database(event: AuditEvent, statement: str) -> None:
    """Whoever asks, superusers included."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get(pk=event.pk).verb == "user.tested"


def test_the_orm_is_refused_too(event: AuditEvent) -> None:
    """Through the model, its manager and a save."""
    event.verb = "forged"
    for change in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert AuditEvent.objects.count() == 1


def test_more_can_always_be_added(event: AuditEvent) -> None:
    """Append-only, not closed."""
    record(actor=portal(), now=NOW, verb="user.tested_again", subject=OrganisationFactory.create())
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize("statement", ["TRUNCATE foundation_auditevent", "UPDATE foundation_auditevent SET verb = ''"])
def test_a_hardened_role_may_not_empty_the_audit(event: AuditEvent, statement: str) -> None:
    """TRUNCATE passes by row triggers; the portal's own role, which is no superuser, has lost it."""
    call_command("harden_database")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.filter(pk=event.pk).exists()


def test_hardening_says_when_a_role_cannot_be_held_back() -> None:
    """A superuser keeps every right, whatever is revoked: better said than believed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolsuper LIMIT 1")
        superuser = cursor.fetchone()[0]
    with pytest.raises(CommandError, match="superuser"):
        call_command("harden_database", role=superuser)
