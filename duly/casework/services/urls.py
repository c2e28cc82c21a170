"""Routes of services and milestones."""

from django.urls import path

from duly.casework.services import views

urlpatterns = [
    path("cases/<str:ref>/service", views.service, name="service"),
    path("cases/<str:ref>/services/<uuid:service_id>/end", views.end, name="service-end"),
    path("cases/<str:ref>/milestone", views.milestone, name="milestone"),
]
