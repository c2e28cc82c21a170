"""Routes of the documents of a case."""

from django.urls import path

from duly.casework.documents import views

urlpatterns = [
    path("cases/<str:ref>/documents", views.documents, name="documents"),
    path("cases/<str:ref>/documents/<uuid:document_id>", views.document, name="document"),
    path("cases/<str:ref>/documents/<uuid:document_id>/take-back", views.take_back, name="document-take-back"),
]
