"""Routes of the team."""

from django.urls import path

from duly.casework.team import views

urlpatterns = [path("team", views.team, name="team")]
