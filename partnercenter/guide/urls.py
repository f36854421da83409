"""Addresses of the explaining pages."""

from django.urls import path

from partnercenter.guide import views

urlpatterns = [
    path("work-with-partners/", views.work_with_partners, name="work_with_partners"),
    path("rules/", views.rules, name="rules"),
]
