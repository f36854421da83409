"""Doing something in many threads at the same moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from foundation.rules import Refused


def at_once(count: int, act: Callable[[int], str]) -> Counter[str]:
    """Run `act(number)` in so many threads at the same moment; return how often each outcome or refusal came."""
    start = Barrier(count)

    def one(number: int) -> str:
        try:
            start.wait()
            return act(number)
        except Refused as refused:
            return ",".join(each.code for each in refused.refusals)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))
