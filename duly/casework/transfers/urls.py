"""Routes of transfers between organizations."""

from django.urls import path

from duly.casework.transfers import views

urlpatterns = [
    path("cases/<str:ref>/transfer", views.ask, name="ask-transfer"),
    path("cases/<str:ref>/transfer/back", views.back, name="transfer-back"),
    path("transfers/<uuid:ask_id>", views.transfer, name="transfer"),
]
