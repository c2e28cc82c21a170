"""Routes of the terms of one case."""

from django.urls import path

from duly.casework.terms import views

urlpatterns = [
    path("cases/<str:ref>/extend", views.extend, name="extend"),
    path("cases/<str:ref>/interval", views.shorten, name="shorten"),
]
