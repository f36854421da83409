"""Addresses of notices."""

from django.urls import path

from foundation.notifications import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="notices_read_all"),
    path("<int:notice_id>/", views.follow, name="notice_follow"),
]
