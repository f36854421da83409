"""Every address of the portal, floor by floor."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("partnercenter.home.urls")),
    path("advisor/", include("partnercenter.advisor.urls")),
    path("", include("partnercenter.guide.urls")),
    path("health/", include("partnercenter.health.urls")),
    path("accounts/", include("foundation.accounts.urls")),
    path("inbox/", include("foundation.mail.urls")),
    path("filters/", include("foundation.saved_filters.urls")),
    path("notes/", include("foundation.notes.urls")),
    path("notices/", include("foundation.notifications.urls")),
    path("", include("relationships.urls")),
    path("", include("customers.urls")),
    path("", include("subscriptions.urls")),
    path("admin/", admin.site.urls),
]
