"""Routes of the people we serve."""

from django.urls import path

from duly.casework.people import views

urlpatterns = [
    path("participants/new", views.enroll, name="enroll"),
    path("cases/<str:ref>/reach", views.profile, name="profile"),
]
