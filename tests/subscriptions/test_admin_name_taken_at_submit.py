"""A sign-in name that somebody took while the draft lay is told where it can be mended."""

import time_machine

from customers.accounts.models import Customer
from relationships.partners.models import Partner
from tests.customers.factories import NOW, client_of
from tests.factories import UserFactory
from tests.subscriptions.drafts import make_draft


def test_r37_a_taken_admin_name_is_told_on_the_account_step_with_everything_kept(provider: Partner) -> None:
    draft = make_draft(provider, domain_prefix="wanted", company_name="Bravo GmbH")
    UserFactory.create(username="admin@wanted.onmicrosoft.com")
    with time_machine.travel(NOW, tick=False):
        answer = client_of(provider).post(f"/customers/new/{draft.pk}/submit/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["form"].errors.keys() == {"domain_prefix"}
    assert "wanted.onmicrosoft.com is taken" in page
    assert 'value="Bravo GmbH"' in page
    assert not Customer.objects.exists()
