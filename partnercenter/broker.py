"""How worker and scheduler talk to the broker: by kombu's Redis transport, with a lost connection left alone.

kombu's own gives the messages in hand back, and acknowledges them later, over the connection that it has just lost;
both end the worker in the middle of its tasks. Nothing is missed here: messages are wake-ups, and one that the broker
still has comes again after the visibility timeout.
"""

from kombu.transport import redis


class Channel(redis.Channel):
    """A channel that says nothing more once it is closed."""

    do_restore = False

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        """Tell the broker that a message is done with, if this is still the connection it came over."""
        if not self.closed:
            super().basic_ack(delivery_tag, multiple)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Give a message back, if this is still the connection it came over."""
        if not self.closed:
            super().basic_reject(delivery_tag, requeue)


class Transport(redis.Transport):
    """Redis with such channels."""

    Channel = Channel
