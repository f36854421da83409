"""A provider at work: the forms of the portal that queue a mail."""

from dataclasses import dataclass
from itertools import count

from tests.failures.mail_server import MailServer
from tests.failures.person import Person, until
from tests.portal import Portal

PASSWORD = "Baltic-herring-42"
PROVIDER, RESELLER = "admin@provider.example", "admin@reseller.example"

LEAVES_WITHIN = 25.0
"""Seconds in which a mail leaves once all is back: 5 to the next sweep, 20 for a worker to start or to reconnect."""

HANDED_OVER = "handed to the mail server"

_numbers = count(1)


@dataclass(frozen=True)
class Asked:
    """A partnership request: whom it is for, and the address of its page."""

    address: str
    url: str


@dataclass(frozen=True)
class Desk:
    """A portal, its mail server, and a provider's Global admin who is signed in."""

    portal: Portal
    server: MailServer
    provider: Person

    def sign_in(self) -> None:
        """Sign in, as somebody who comes in the morning."""
        Person(self.portal.url).sign_in(PROVIDER, PASSWORD)

    def forget_password(self, name: str) -> None:
        """Ask for a link to set a new password."""
        person = Person(self.portal.url)
        person.open("/accounts/password/reset/")
        person.submit(email=name)
        assert person.url.endswith("/done/")

    def draft(self) -> Asked:
        """Draft a partnership request to somebody new."""
        address = f"admin{next(_numbers)}@asked.example"
        self.provider.open("/resellers/requests/new/")
        self.provider.submit(company="Asked", address=address, language="en")
        return Asked(address, self.provider.url.removesuffix("draft/"))

    def send(self, asked: Asked) -> None:
        """Send a draft."""
        self.provider.open(f"{asked.url}draft/")
        version = self.provider.hidden("version")
        self.provider.submit(subject="Work with us", text="Good day.", version=version, do="send")
        assert "is on its way" in self.provider.page

    def ask(self) -> Asked:
        """Send a partnership request to somebody new."""
        asked = self.draft()
        self.send(asked)
        return asked

    def goes_out(self, asked: Asked) -> None:
        """Wait until the request's mail was delivered, and its page says so."""
        until(lambda: self.server.message_ids(asked.address), within=LEAVES_WITHIN, what=f"mail to {asked.address}")
        until(lambda: self._says(asked, HANDED_OVER), within=LEAVES_WITHIN, what=f"its sending on {asked.url}")

    def went_out_once(self, asked: Asked) -> bool:
        """Say whether the request's mail was delivered, and not twice."""
        return len(self.server.message_ids(asked.address)) == 1

    def _says(self, asked: Asked, words: str) -> bool:
        self.provider.open(asked.url)
        return words in self.provider.page
