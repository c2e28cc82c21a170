"""The pages about Duly itself, open to anybody."""

from django.urls import path

from duly.casework.layout import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/keyboard/", views.keyboard, name="keyboard"),
    path("help/accessibility/", views.accessibility, name="accessibility"),
]
