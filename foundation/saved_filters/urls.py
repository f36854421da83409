"""Addresses of saved views."""

from django.urls import path

from foundation.saved_filters import views

urlpatterns = [
    path("", views.saved_filters, name="saved_filters"),
    path("save/", views.save, name="saved_filter_save"),
    path("<int:filter_id>/rename/", views.rename, name="saved_filter_rename"),
    path("<int:filter_id>/delete/", views.delete, name="saved_filter_delete"),
]
