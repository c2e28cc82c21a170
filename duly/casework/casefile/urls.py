"""Routes of the case file."""

from django.urls import path

from duly.casework.casefile import views

urlpatterns = [
    path("cases/<str:ref>/", views.case, name="case"),
    path("cases/<str:ref>/summary", views.summary, name="case-summary"),
    path("cases/<str:ref>/summary.pdf", views.summary_on_paper, name="case-summary-paper"),
    path("cases/<str:ref>/file.pdf", views.file_on_paper, name="case-file-paper"),
]
