"""Bringing files in."""

from django.urls import path

from duly.casework.exchange import views

urlpatterns = [
    path("import/", views.start, name="import"),
    path("import/done/", views.imports, name="imports"),
    path("import/done/<uuid:batch_id>/", views.batch, name="import-batch"),
    path("import/<str:token>/", views.check, name="import-check"),
    path("import/<str:token>/mistakes.csv", views.mistakes, name="import-mistakes"),
]
