"""The advisor's address."""

from django.urls import path

from partnercenter.advisor import views

urlpatterns = [path("", views.advisor, name="advisor")]
