"""A real SMTP server for tests, which accepts, refuses, dawdles or dies as it is told."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """What the server does, and what it got. Replies by address; an address without one is accepted."""

    port: int = 0
    recipients: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    hangs_up_on: set[str] = field(default_factory=set)
    """Addresses at whose mail the server takes the message, keeps it, and dies before it says so."""
    received: list[EmailMessage] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802  the library calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: object
    ) -> str:
        """Accept or refuse a recipient."""
        reply = self.recipients.get(address, "250 OK")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept or refuse a message."""
        await asyncio.sleep(self.seconds)
        reply = self.data.get(envelope.rcpt_tos[0], "250 OK")
        if reply.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
            self.connections.add(id(session))
        if envelope.rcpt_tos[0] in self.hangs_up_on:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return reply

    def addresses(self) -> list[str]:
        """Return whom the received mails were for, in order."""
        return [str(message["To"]) for message in self.received]


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Run a server on a free port of this machine."""
    office = PostOffice(port=free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
