"""Routes of meetings with a form."""

from django.urls import path

from duly.casework.meetings import views

urlpatterns = [
    path("cases/<str:ref>/meet/<str:kind>/", views.meeting, name="meeting"),
    path("cases/<str:ref>/meet/<str:kind>/discard", views.discard, name="meeting-discard"),
]
