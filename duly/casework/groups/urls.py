"""Routes of groups and of people referred elsewhere."""

from django.urls import path

from duly.casework.groups import views

urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/new", views.new_group, name="group-new"),
    path("groups/<uuid:group_id>/end", views.end, name="local-group-end"),
    path("participants/elsewhere", views.elsewhere, name="elsewhere"),
    path("participants/elsewhere/list", views.elsewhere_list, name="elsewhere-list"),
]
