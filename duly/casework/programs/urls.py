"""Routes of the program pages."""

from django.urls import path

from duly.casework.programs import views

urlpatterns = [
    path("programs/", views.programs, name="programs"),
    path("programs/<str:program>/", views.program, name="program"),
    path("programs/<str:program>/<str:edition>/", views.program, name="program"),
    path("programs/<str:program>/<str:edition>/file", views.file, name="program-file"),
]
