"""Routes of clearances."""

from django.urls import path

from duly.casework.clearances import views

urlpatterns = [
    path("clearances", views.clearances, name="clearances"),
    path("clearances/<uuid:ask_id>", views.clearance, name="clearance"),
    path("clearances/<uuid:ask_id>/entry", views.entry, name="clearance-entry"),
]
