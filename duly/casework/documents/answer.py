"""How a file leaves: to be kept, never shown in the page's place, and run nowhere (TRUST R-35)."""

import re
from urllib.parse import quote

from django.http import HttpResponse

# A browser that opens it all the same opens it as a stranger's page that may do nothing.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
TAKEN = {"application/pdf", "image/jpeg", "image/png", "text/plain",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip


def as_attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """The file under this name, as a download."""
    known = media_type if media_type in TAKEN else "application/octet-stream"
    response = HttpResponse(content, content_type=f"{known}; charset=utf-8" if known == "text/plain" else known)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "file"
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
