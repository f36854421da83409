"""Is the process alive, and is what it needs there?"""

import logging

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis import Redis, RedisError

from foundation.access import public

log = logging.getLogger(__name__)


@public
def live(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives, whatever else is down."""
    return HttpResponse("ok", content_type="text/plain")


@public
def ready(request: HttpRequest) -> JsonResponse:
    """Name what is up and what is down. Only the database is needed to serve: mail waits for the broker."""
    state = {"database": database_answers(), "broker": broker_answers()}
    return JsonResponse(state, status=200 if state["database"] else 503)


def database_answers() -> bool:
    """Say whether PostgreSQL answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("The database does not answer.")
        return False
    return True


def broker_answers() -> bool:
    """Say whether the broker answers within 0.2 seconds."""
    url: str = current_app.conf.broker_url or settings.CELERY_BROKER_URL
    try:
        with Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2) as redis:
            return bool(redis.ping())
    except RedisError as error:
        log.warning("The broker does not answer: %s", error)
        return False
