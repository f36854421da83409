"""The demo data: told through the services, loaded once, every sign-in works."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from customers.accounts.models import Customer
from customers.agreements.models import CustomerAgreement
from customers.relationships.models import CustomerRelationship
from foundation.accounts.models import User
from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.organisations.models import Membership
from foundation.places.addresses import check_address
from partnercenter.demo.story import SIGN_INS
from relationships.agreements.models import PartnerAgreement
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.requests.models import PartnershipRequest
from subscriptions.subscriptions.models import Subscription
from tests.architecture.house import FLOORS

PASSWORD = "Northlight-demo-2026"
pytestmark = pytest.mark.django_db
State = PartnershipRequest.State


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> float:
    """The demo data, and how many seconds it took."""
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("load_reference_data")
    began = time.monotonic()
    call_command("load_demo")
    return time.monotonic() - began


def rows() -> dict[str, int]:
    """Return how many rows each of our tables has."""
    models = [model for floor in FLOORS if apps.is_installed(floor) for model in apps.get_app_config(floor).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_x(demo: float) -> None:
    print(demo, rows())
    print(Counter(PartnershipRequest.objects.values_list("state", flat=True)))
    print(Counter(OutgoingMail.objects.values_list("state", "kind")))
    print(sorted(Subscription.objects.values_list("term_ends_on", flat=True))[:20])
