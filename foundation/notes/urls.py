"""Addresses of notes."""

from django.urls import path

from foundation.notes import views

urlpatterns = [
    path("<slug:about>/<uuid:about_id>/", views.notes, name="notes"),
    path("<slug:about>/<uuid:about_id>/<int:note_id>/remove/", views.remove, name="note_remove"),
]
