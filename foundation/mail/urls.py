"""Addresses of the local inbox."""

from django.urls import path

from foundation.mail import views

urlpatterns = [
    path("", views.mails, name="inbox"),
    path("<slug:mail_id>/", views.mail, name="inbox_mail"),
    path("<slug:mail_id>/html/", views.html, name="inbox_html"),
]
