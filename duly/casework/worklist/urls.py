"""Routes of the worker's lists."""

from django.urls import path

from duly.casework.worklist import views

urlpatterns = [
    path("", views.today, name="today"),
    path("caseload", views.caseload, name="caseload"),
    path("caseload/export", views.caseload_export, name="caseload-export"),
    path("search", views.search, name="search"),
]
