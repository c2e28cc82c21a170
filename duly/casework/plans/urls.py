"""Routes of the case plan."""

from django.urls import path

from duly.casework.plans import agreeing, changing, paper, views

urlpatterns = [
    path("cases/<str:ref>/plan", views.plan, name="plan"),
    path("cases/<str:ref>/plan/add/<str:thing>", changing.add, name="plan-add"),
    path("cases/<str:ref>/plan/add/<str:thing>/none", changing.none, name="plan-none"),
    path("cases/<str:ref>/plan/things/<uuid:item_id>", changing.change, name="plan-item"),
    path("cases/<str:ref>/plan/things/<uuid:item_id>/end", changing.end, name="plan-end"),
    path("cases/<str:ref>/plan/things/<uuid:item_id>/open", changing.reopen, name="plan-open"),
    path("cases/<str:ref>/plan/things/<uuid:item_id>/agree", agreeing.agree, name="plan-agree"),
    path("cases/<str:ref>/plan/sign", agreeing.sign_here, name="plan-sign"),
    path("cases/<str:ref>/plan/paper", agreeing.on_paper, name="plan-paper"),
    path("cases/<str:ref>/plan/print", paper.printed, name="plan-print"),
    path("cases/<str:ref>/plan/pdf", paper.as_pdf, name="plan-pdf"),
    path("cases/<str:ref>/plan/versions/<int:number>", views.version, name="plan-version"),
]
