"""One portal whose parts are killed and frozen, its mail server, and a provider who goes on working."""

import re
from collections.abc import Iterator

import pytest

from tests.failures.desk import PASSWORD, PROVIDER, RESELLER, Desk
from tests.failures.mail_server import MailServer
from tests.failures.person import Person, until
from tests.portal import Portal, running_portal

PARTNERS = {
    PROVIDER: {"company": "Northlight Distribution", "programme": "indirect_provider", "mpn-id": "4711001"},
    RESELLER: {"company": "Kiefer Cloud", "programme": "indirect_reseller", "mpn-id": "4711002"},
}


@pytest.fixture(scope="package")
def server() -> Iterator[MailServer]:
    """The mail server."""
    server = MailServer()
    server.open()
    yield server
    server.close()


@pytest.fixture(scope="package")
def portal(server: MailServer) -> Iterator[Portal]:
    """A portal without demo data that sends its mails to the mail server."""
    with running_portal(DEMO="0", EMAIL_URL=f"smtp://127.0.0.1:{server.port}") as portal:
        yield portal


@pytest.fixture(scope="package")
def desk(portal: Portal, server: MailServer) -> Desk:
    """A provider's Global admin, put on record by the operator and let in by the mailed link, agreement signed."""
    for address, facts in PARTNERS.items():
        words = {**facts, "country": "DE", "admin": address, "first-name": "Anna", "last-name": "Adam"}
        portal.manage("add_partner", *(f"--{name}={value}" for name, value in words.items()))
    until(lambda: server.message_ids(PROVIDER), within=30, what="the mail to the first Global admin")
    [mail] = [message for message in server.received if message["To"] == PROVIDER]
    body = mail.get_body(("plain",))
    assert body
    provider = Person(portal.url)
    provider.open(re.findall(r"http\S+/key/\S+", body.get_content())[0])
    provider.submit(password1=PASSWORD, password2=PASSWORD)
    provider.sign_in(PROVIDER, PASSWORD)
    provider.open("/agreement/")
    provider.submit("/agreement/sign/", agreed="on", text_version=provider.hidden("text_version"))
    return Desk(portal, server, provider)
