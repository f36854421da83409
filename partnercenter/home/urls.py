"""The Dashboard's address."""

from django.urls import path

from partnercenter.home import views

urlpatterns = [path("", views.home, name="home")]
