"""Routes of the reports."""

from django.urls import path

from duly.casework.reports import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/fidelity/<str:program>/", views.fidelity, name="fidelity"),
    path("reports/fidelity/<str:program>/csv", views.as_csv, name="fidelity-csv"),
    path("reports/fidelity/<str:program>/json", views.as_json, name="fidelity-json"),
    path("reports/fidelity/<str:program>/cases/", views.cases, name="fidelity-cases"),
    path("reports/fidelity/<str:program>/cases/<str:ref>/", views.evidence, name="fidelity-evidence"),
]
