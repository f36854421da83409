"""A mail server that can be slow, or down, when the test wants it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.foundation.post_office import PostOffice, free_port


@dataclass
class MailServer(PostOffice):
    """A server that accepts everything, on a port it keeps."""

    in_hand: list[str] = field(default_factory=list)
    """Addresses of the mails that workers have begun to hand over, in order."""
    dawdles_before: bool = False
    dawdles_after: bool = False
    _controller: Controller | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message, before or after some waiting. Whoever hangs up while waiting ends it."""
        self.in_hand.append(envelope.rcpt_tos[0])
        while self.dawdles_before:
            await asyncio.sleep(0.01)
        reply = await super().handle_DATA(server, session, envelope)
        while self.dawdles_after:
            await asyncio.sleep(0.01)
        return reply

    @contextmanager
    def slow_to_take(self) -> Iterator[None]:
        """Take no mail until the end: it stays in the worker's hands."""
        self.dawdles_before = True
        try:
            yield
        finally:
            self.dawdles_before = False

    @contextmanager
    def slow_to_say_so(self) -> Iterator[None]:
        """Take mails, and say so at the end only."""
        self.dawdles_after = True
        try:
            yield
        finally:
            self.dawdles_after = False

    @contextmanager
    def down(self) -> Iterator[None]:
        """Refuse connections until the end."""
        self.close()
        try:
            yield
        finally:
            self.open()

    def open(self) -> None:
        """Listen on the port."""
        self.port = self.port or free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        """Listen no more."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def message_ids(self, address: str) -> list[str]:
        """Return the Message-IDs of what was delivered to this address, repeats included."""
        return [str(message["Message-ID"]) for message in self.received if message["To"] == address]
