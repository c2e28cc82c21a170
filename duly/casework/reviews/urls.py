"""Routes of a supervisor's reviews."""

from django.urls import path

from duly.casework.reviews import views

urlpatterns = [
    path("reports/reviews/", views.samples, name="reviews"),
    path("reports/reviews/<uuid:draw_id>/", views.sample, name="review"),
    path("reports/reviews/<uuid:draw_id>/<str:ref>/", views.look, name="review-look"),
    path("cases/<str:ref>/correction-made", views.made, name="correction-made"),
]
