"""Routes of corrections."""

from django.urls import path

from duly.casework.corrections import views

urlpatterns = [path("cases/<str:ref>/correct/<uuid:fact_id>", views.correction, name="correct")]
