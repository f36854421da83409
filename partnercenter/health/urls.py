"""Addresses for load balancers and monitors."""

from django.urls import path

from partnercenter.health import views

urlpatterns = [
    path("live", views.live, name="health_live"),
    path("ready", views.ready, name="health_ready"),
]
