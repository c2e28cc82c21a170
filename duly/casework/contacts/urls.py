"""Routes of logging a contact."""

from django.urls import path

from duly.casework.contacts import views

urlpatterns = [
    path("cases/<str:ref>/log", views.log, name="log"),
    path("cases/<str:ref>/log/counts", views.counts, name="log-counts"),
    path("log", views.log_several, name="log-several"),
    path("contacts/<uuid:contact_id>/undo", views.undo, name="contact-undo"),
]
