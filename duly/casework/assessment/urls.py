"""Routes of groups, eligibility and assessment."""

from django.urls import path

from duly.casework.assessment import views

urlpatterns = [
    path("cases/<str:ref>/assessment", views.assessment, name="assessment"),
    path("cases/<str:ref>/assessment/<str:step>/", views.step, name="assessment-step"),
    path("cases/<str:ref>/eligibility", views.eligibility, name="eligibility"),
    path("cases/<str:ref>/settled/<uuid:event_id>/undo", views.undo, name="settled-undo"),
    path("cases/<str:ref>/groups", views.group, name="group"),
    path("cases/<str:ref>/groups/<uuid:event_id>/end", views.group_end, name="group-end"),
]
