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

    in_hand: set[str] = field(default_factory=set)
    """Addresses of the mails that a worker is just handing over."""
    dawdles_before: bool = False
    dawdles_after: bool = False
    _controller: Controller | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, before or after some waiting, unless the worker hangs up meanwhile."""
        [address] = envelope.rcpt_tos
        self.in_hand.add(address)
        try:
            while self.dawdles_before:
                await asyncio.sleep(0.01)
            reply = await super().handle_DATA(server, session, envelope)
            while self.dawdles_after:
                await asyncio.sleep(0.01)
        finally:
            self.in_hand.remove(address)
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
