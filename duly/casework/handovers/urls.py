"""Routes of handing cases over."""

from django.urls import path

from duly.casework.handovers import views

urlpatterns = [
    path("cases/<str:ref>/reassign", views.reassign_one, name="reassign"),
    path("reassign", views.reassign, name="reassign-several"),
    path("reassignments", views.reassignments, name="reassignments"),
    path("reassignments/<uuid:move>", views.reassigned, name="reassigned"),
    path("reassignments/<uuid:move>/undo", views.undo_reassign, name="reassigned-undo"),
]
