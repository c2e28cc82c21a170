"""Routes of new assignments."""

from django.urls import path

from duly.casework.assignments import views

urlpatterns = [
    path("assignments", views.assignments, name="assignments"),
    path("cases/<str:ref>/take", views.take_case, name="take"),
    path("cases/<str:ref>/acknowledgement/<uuid:event_id>/undo", views.undo_take, name="take-undo"),
    path("cases/<str:ref>/advisor", views.name_advisor, name="name-lead"),
    path("cases/<str:ref>/schedule", views.agree_meeting, name="schedule"),
]
