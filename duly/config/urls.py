"""Every route: each folder of casework brings its own."""

from importlib import import_module
from pathlib import Path

from django.urls import include, path

from duly.config import complaints, headers
from duly.config.health import healthz

CASEWORK = Path(__file__).resolve().parent.parent / "casework"
FOLDERS = sorted(file.parent.name for file in CASEWORK.glob("*/urls.py"))

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path(headers.REPORTS_AT.lstrip("/"), complaints.policy_reports, name="policy-reports"),
    *[path("", include(import_module(f"duly.casework.{folder}.urls"))) for folder in FOLDERS],
]

handler400 = "duly.casework.layout.errors.bad_request"
handler403 = "duly.casework.layout.errors.forbidden"
handler404 = "duly.casework.layout.errors.not_found"
handler500 = "duly.casework.layout.errors.failed"
