"""Where demo data has no place."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from relationships.partners.models import Partner
from tests.customers.factories import PROVIDER, make_partner

pytestmark = pytest.mark.django_db


def test_without_a_password_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear line."""
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("load_demo")


def test_an_installation_with_partners_of_its_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Well-known sign-ins have no place beside real ones."""
    monkeypatch.setenv("DEMO_PASSWORD", "Northlight-demo-2026")
    call_command("load_reference_data", "--without-catalogue")
    make_partner("Real Company", PROVIDER)
    with pytest.raises(CommandError, match="partners of its own"):
        call_command("load_demo")
    assert Partner.objects.count() == 1
