"""Routes of the case file."""

from django.urls import path

from duly.casework.casefile import views

urlpatterns = [
    path("cases/<str:ref>/", views.case, name="case"),
    path("cases/<str:ref>/summary", views.summary, name="case-summary"),
]
