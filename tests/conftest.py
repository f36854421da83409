"""What all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
"""Static files under their own names: nothing has been collected."""

QUICK_HASHER = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Tests make hundreds of users; how hard their passwords are to guess is not what they prove."""


@pytest.fixture(scope="session", autouse=True)
def installation() -> Iterator[None]:
    """An installation fit for tests."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with override_settings(STORAGES=STORAGES, PASSWORD_HASHERS=QUICK_HASHER):
        yield
