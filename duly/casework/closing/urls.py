"""Routes of closing, hold and reopening."""

from django.urls import path

from duly.casework.closing import deciding, views

urlpatterns = [
    path("cases/<str:ref>/close", views.close, name="close"),
    path("cases/<str:ref>/close/back", deciding.take_back, name="close-back"),
    path("cases/<str:ref>/decide", deciding.decide, name="decide-closing"),
    path("cases/<str:ref>/hold", views.put_on_hold, name="hold"),
    path("cases/<str:ref>/resume", views.go_on, name="resume"),
    path("cases/<str:ref>/reopen", views.reopen, name="reopen"),
]
