"""Routes of official counts and of what the record lacks."""

from django.urls import path

from duly.casework.quality import views

urlpatterns = [
    path("reports/counts/", views.counts, name="counts"),
    path("reports/quality/", views.quality, name="quality"),
    path("cases/<str:ref>/entry/<str:kind>", views.entry, name="entry"),
]
