"""Settings of the portal: one typed module, its values from the environment.

A production start (DEBUG off, not embedded) with a missing or default secret fails here, with one clear line.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG: bool = env.bool("DEBUG", default=False)
EMBEDDED: bool = env.bool("EMBEDDED", default=False)
"""True when `make run` or the tests started the engines: everything is on loopback and the inbox is open."""
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))


def secret(name: str) -> str:
    """Return the secret `name` from the environment; a production start without one ends with a clear line."""
    value: str = env.str(name, default="")
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} is missing or shorter than 32 characters: set it in the environment.")
    return value


SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
LINK_KEY = secret("LINK_KEY")
"""Keys the links in mails; apart from SECRET_KEY so that either can be rotated alone."""
LINK_KEY_FALLBACKS: list[str] = env.list("LINK_KEY_FALLBACKS", default=[])

BASE_URL: str = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "foundation",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "relationships",
    "customers",
    "subscriptions",
    "partnercenter.operations.apps.OperationsConfig",
    "partnercenter",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "foundation.audit.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "foundation.ui.middleware.TimeZoneMiddleware",
    "foundation.access.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "partnercenter.urls"
WSGI_APPLICATION = "partnercenter.wsgi.application"
FORM_RENDERER = "foundation.ui.forms.PortalRenderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foundation.frame.context.frame",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions, cache and rate limits live in PostgreSQL: the broker only wakes workers, so its death is felt by nobody.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # So many that nobody can push the rate limits out.
    }
}

AUTH_USER_MODEL = "foundation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
# The library's own generator writes rows when a link is made or opened; this one only reads.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
MAIL_LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ru", "русский"), ("pl", "polski")]
"""Languages in which mails to other companies can be written, each by its own name."""
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: with EMAIL_URL to that server; in embedded mode into the local inbox.
EMAIL_URL: str = env.str("EMAIL_URL", default="")
INBOX_OPEN = EMBEDDED and not EMAIL_URL
if EMAIL_URL:
    mail_config = env.email_url("EMAIL_URL")
    EMAIL_BACKEND = mail_config["EMAIL_BACKEND"]
    EMAIL_HOST = mail_config["EMAIL_HOST"]
    EMAIL_PORT = mail_config["EMAIL_PORT"]
    EMAIL_HOST_USER = mail_config["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = mail_config["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = mail_config.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = mail_config.get("EMAIL_USE_SSL", False)
elif INBOX_OPEN:
    EMAIL_BACKEND = "foundation.mail.inbox.InboxBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Partner Center <no-reply@portal.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Celery. The broker carries wake-ups only; the work itself stands in PostgreSQL.
CELERY_BROKER_URL: str = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT = "partnercenter.broker:Transport"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # A worker never gives the broker up.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "sweep-mail": {"task": "mail.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "expire-partnership-requests": {
        "task": "partnership_requests.expire",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "send-unfinished-request-batches": {
        "task": "partnership_requests.unfinished_batches",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "expire-requests-of-resellers": {
        "task": "reseller_requests.expire",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "remind-of-partnership-requests": {
        "task": "partnership_requests.remind",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "watch-revenue-floor": {
        "task": "resellers.watch_revenue_floor",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "end-partnerships-that-are-due": {
        "task": "partnerships.end_due",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "discard-unfinished-customer-drafts": {
        "task": "onboarding.discard_expired_drafts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}

# Security. Everything is same-origin; no inline script or style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# These two bind other hosts of the domain as well: only who runs them all may say so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
"""For who ticks "Keep me signed in"; otherwise a session ends with the browser."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "foundation.audit.middleware.RequestIdFilter"},
        "secret_paths": {
            "()": "foundation.audit.middleware.SecretPathFilter",
            "paths": ["/r/", "/join/", "/accounts/password/reset/key/"],
        },
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id", "secret_paths"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # The scheduler and the sweeps would write a line every second or two to say that all is well.
    "loggers": {name: {"level": "WARNING"} for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace")},
}

# The business's own settings.
DOMAIN_SUFFIX: str = env.str("DOMAIN_SUFFIX", default="onmicrosoft.com")
PARTNERSHIP_REQUEST_DAYS: int = env.int("PARTNERSHIP_REQUEST_DAYS", default=30)
"""Days for which the link of a partnership request works."""
PARTNERSHIP_REQUEST_LONGEST_DAYS = 90
"""Days from today up to which its end can be put off."""
PARTNERSHIP_REQUEST_REMINDER_DAYS: int = env.int("PARTNERSHIP_REQUEST_REMINDER_DAYS", default=5)
"""Days before its end when whoever has not answered is reminded."""
PARTNERSHIP_REQUESTS_PER_DAY: int = env.int("PARTNERSHIP_REQUESTS_PER_DAY", default=500)
"""Requests that a provider makes within 24 hours."""
PARTNERSHIP_REQUEST_MAILS: int = env.int("PARTNERSHIP_REQUEST_MAILS", default=3)
"""Mails about requests that a provider sends to one address within PARTNERSHIP_REQUEST_MAILS_DAYS."""
PARTNERSHIP_REQUEST_MAILS_DAYS: int = env.int("PARTNERSHIP_REQUEST_MAILS_DAYS", default=7)
TEAM_INVITATION_DAYS = 7
"""Days for which an invitation of a colleague works."""
PARTNERSHIP_END_CONFIRM_ABOVE: int = env.int("PARTNERSHIP_END_CONFIRM_ABOVE", default=10)
"""Customers and subscriptions from which on whoever ends a partnership types the other company's name."""
CUSTOMER_DRAFT_DAYS = 7
"""Days after which an unfinished New customer draft is thrown away (R57)."""
