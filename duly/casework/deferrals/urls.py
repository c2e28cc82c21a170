"""Routes of putting duties off."""

from django.urls import path

from duly.casework.deferrals import views

urlpatterns = [
    path("cases/<str:ref>/defer", views.defer, name="defer"),
    path("cases/<str:ref>/deferrals/<uuid:deferral_id>/undo", views.undo_defer, name="defer-undo"),
]
