"""The two doors and the health lines. Which page lives where is the doors' own business."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("annotations.api.urls", namespace="v1")),
    path("", include("annotations.web.urls", namespace="web")),
]

handler400 = "annotations.web.errors.bad_request"
handler403 = "annotations.web.errors.forbidden"
handler404 = "annotations.web.errors.not_found"
handler500 = "annotations.web.errors.broken"
