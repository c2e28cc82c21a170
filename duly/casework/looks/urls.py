"""Routes of how the caseload looks."""

from django.urls import path

from duly.casework.looks import views

urlpatterns = [
    path("caseload/columns", views.columns, name="caseload-columns"),
    path("caseload/views", views.saved_views, name="caseload-views"),
    path("caseload/views/<uuid:view_id>", views.rename, name="caseload-view"),
    path("caseload/views/<uuid:view_id>/delete", views.delete, name="caseload-view-delete"),
    path("caseload/views/<uuid:view_id>/undelete", views.undelete, name="caseload-view-undelete"),
    path("caseload/views/<uuid:view_id>/default", views.default, name="caseload-view-default"),
]
