"""*Request several partnerships*: the page, the check of each line, the result."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from foundation.users.models import User
from relationships.partners.models import Partner
from relationships.request_batches import services
from relationships.request_batches.models import RequestBatch
from relationships.requests.models import PartnershipRequest
from tests.relationships.factories import NOW, make_partner, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]


@pytest.fixture
def client(as_user: AsUser, provider: Partner) -> Client:
    """Somebody of the provider."""
    return as_user(user_of(provider))


def post(client: Client, text: str = "", **more: Any) -> Any:
    """Send a list."""
    return client.post(reverse("requests_several"), {"text": text, "language": "en", **more})


def file(content: bytes) -> SimpleUploadedFile:
    """Return an uploaded file."""
    return SimpleUploadedFile("list.csv", content, content_type="text/csv")


def test_a_pasted_list_leads_to_its_check_and_sending_it_to_its_result(client: Client) -> None:
    answer = post(client, "Kessler, info@kessler.example\nContoso, nothing")
    batch = RequestBatch.objects.get()
    assert answer["Location"] == reverse("request_batch", args=[batch.pk])
    shown = client.get(answer["Location"]).content.decode()
    assert "Nothing is sent yet" in shown
    assert "Send 1 request" in shown
    assert "“nothing” is no email address." in shown
    assert 'hx-trigger="every 2s"' not in shown
    assert client.post(reverse("request_batch_send", args=[batch.pk]))["Location"] == answer["Location"]
    running = client.get(answer["Location"]).content.decode()
    assert 'hx-trigger="every 2s"' in running
    assert "1 of 2 lines are done" in running
    services.send_batch(batch_id=batch.pk, now=NOW)
    done = client.get(answer["Location"]).content.decode()
    assert 'hx-trigger="every 2s"' not in done
    assert reverse("request", args=[PartnershipRequest.objects.get().pk]) in done
    assert "1 sent, 1 not sent, 0 waiting" in client.get(reverse("requests_several")).content.decode()


def test_the_result_is_a_file_too(client: Client) -> None:
    post(client, "=Kessler, info@kessler.example\nContoso, nothing")
    answer: Any = client.get(reverse("request_batch", args=[RequestBatch.objects.get().pk]), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Line,Company,Email address,Language,Result"
    assert lines[1] == "1,'=Kessler,info@kessler.example,English,Ready"
    assert "is no email address" in lines[2]


def test_a_file_is_read_with_its_byte_order_mark_and_semicolons(client: Client) -> None:
    content = "\ufeffCompany;Email;Language\r\nMüller;info@mueller.example;pl\r\n".encode()
    assert post(client, file=file(content)).status_code == 302
    row = RequestBatch.objects.get().rows.get()
    assert (row.company, row.address, row.language) == ("Müller", "info@mueller.example", "pl")


def test_text_and_file_are_one_list(client: Client) -> None:
    post(client, "a@a.example", file=file(b"email,company\nb@b.example,B"))
    assert list(RequestBatch.objects.get().rows.values_list("address", flat=True)) == ["a@a.example", "b@b.example"]


def test_more_than_two_hundred_are_refused_with_their_count_and_all_is_kept(client: Client) -> None:
    typed = "\n".join(f"info@company{number}.example" for number in range(150))
    content = "\n".join(f"info@other{number}.example" for number in range(60)).encode()
    answer = post(client, typed, file=file(content))
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "The list has 210 recipients; at most 200 are asked at once. Take out 10." in shown
    assert "info@company149.example" in shown
    assert "info@other59.example" in shown
    assert not RequestBatch.objects.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Enter at least one recipient"),
        ({"text": " \n,,\n"}, "Enter at least one recipient"),
        ({"text": "a@a.example", "language": "xx"}, "Select a valid choice"),
        ({"text": "kept@a.example", "file": file(b"\xff\xfe\x00broken")}, "The file is not UTF-8"),
        ({"text": "kept@a.example", "file": file(b"x" * 150_001)}, "larger than 150 KB"),
    ],
)
def test_bad_input_is_told_beside_its_field(client: Client, data: dict[str, Any], told: str) -> None:
    answer = post(client, **data)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert data.get("text", "").strip() in answer.content.decode()


def test_a_provider_that_may_not_ask_reads_why_and_keeps_its_list(client: Client, provider: Partner) -> None:
    provider.agreements.all().delete()
    assert "has not signed" in client.get(reverse("requests_several")).content.decode()
    answer = post(client, "kept@a.example")
    assert answer.status_code == 409
    assert "kept@a.example" in answer.content.decode()
    assert "has not signed" in answer.content.decode()


def test_a_list_can_be_corrected_in_a_new_one(client: Client) -> None:
    post(client, '"Contoso, Ltd.", nothing, pl')
    batch = RequestBatch.objects.get()
    shown = client.get(reverse("requests_several"), {"again": str(batch.pk)}).content.decode()
    assert "&quot;Contoso, Ltd.&quot;,nothing,pl" in shown
    assert client.get(reverse("requests_several"), {"again": "nonsense"}).status_code == 200


def test_sent_twice_is_a_conflict(client: Client) -> None:
    post(client, "info@kessler.example")
    url = reverse("request_batch_send", args=[RequestBatch.objects.get().pk])
    assert client.post(url).status_code == 302
    second = client.post(url)
    assert second.status_code == 409
    assert "has been sent already" in second.content.decode()


def test_the_action_stands_beside_request_a_partnership(client: Client) -> None:
    for page in ("resellers", "requests"):
        assert f'href="{reverse("requests_several")}"' in client.get(reverse(page)).content.decode()


def test_colleagues_without_the_right_and_strangers(
    client: Client, as_user: AsUser, provider: Partner, stranger: Partner
) -> None:
    post(client, "info@kessler.example")
    batch = RequestBatch.objects.get()
    here, sending = reverse("request_batch", args=[batch.pk]), reverse("request_batch_send", args=[batch.pk])
    helper = as_user(user_of(provider, "helpdesk_agent"))
    assert [helper.get(here).status_code, helper.post(sending).status_code] == [403, 403]
    other = as_user(user_of(stranger))
    assert [other.get(here).status_code, other.post(sending).status_code] == [404, 404]
    foreign = other.get(reverse("requests_several"), {"again": str(batch.pk)})
    assert "info@kessler.example" not in foreign.content.decode()
    assert as_user(user_of(make_partner("A Reseller"))).get(here).status_code == 404
    batch.refresh_from_db()
    assert batch.started_at is None
