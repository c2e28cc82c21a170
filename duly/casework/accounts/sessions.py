"""How long a sign-in lasts: 15 minutes without a request, 12 hours in all, counted on the server and in real time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from duly.casework import clock
from duly.casework.models import Staff

IDLE = timedelta(minutes=15).total_seconds()
WHOLE = timedelta(hours=12).total_seconds()
WRITTEN = 20  # seconds between two writes of a sign-in, which may end so much early and never late
CONFIRMED = timedelta(minutes=5).total_seconds()
SINCE, SEEN = "since", "seen"
SECRETS = ("password", "csrfmiddlewaretoken", "code", "credential")

Answer = Callable[[HttpRequest], HttpResponse]


def why_ended(*, since: float, seen: float, now: float) -> str | None:
    """`over` after twelve hours, `idle` after fifteen minutes of silence, None while it lasts."""
    if now - since >= WHOLE:
        return "over"
    return "idle" if now - seen >= IDLE else None


def begin(request: HttpRequest) -> None:
    """Start counting, at sign-in."""
    request.session[SINCE] = request.session[SEEN] = clock.real().timestamp()


class Limits:
    """Middleware: ends a sign-in that lasted too long, and tells whoever must sign in again how nothing is lost."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        why = self._end_if_due(request)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            # Not cookies: the session's is gone by itself, and the device stays known.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response if was_signed_in else _ask_to_sign_in(request, response, why)

    def _end_if_due(self, request: HttpRequest) -> str | None:
        session, now = request.session, clock.real().timestamp()
        if SESSION_KEY not in session:
            return None
        if SINCE not in session:
            begin(request)
        if why := why_ended(since=session[SINCE], seen=session[SEEN], now=now):
            session.flush()
            request.user = AnonymousUser()
            return why
        if now - session[SEEN] >= WRITTEN:
            session[SEEN] = now
        return None


def same_origin(get_response: Answer) -> Answer:
    """Middleware: what our own page sends is ours, even with a token from before its reader signed in again elsewhere.

    The browser says so in a header no script can set; without it (older ones, plain http) the token decides as ever.
    """

    def trusting(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return get_response(request)

    return trusting


def _ask_to_sign_in(request: HttpRequest, response: HttpResponse, why: str | None) -> HttpResponse:
    """A page goes to the sign-in page and comes back; what was typed stays where it was typed."""
    if not _leads_to_sign_in(response):
        return response
    if getattr(request, "htmx", False):
        return render(request, "accounts/signed_out_part.html", {"why": why}, status=401)
    if request.method == "POST":
        return kept(request, why=why or "ended", way=resolve_url(settings.LOGIN_URL))
    if why:
        response.headers["Location"] += f"&why={why}"
    return response


def _leads_to_sign_in(response: HttpResponse) -> bool:
    """With a way back: the redirect after signing out has none."""
    target = urlsplit(response.headers.get("Location", ""))
    return target.path == resolve_url(settings.LOGIN_URL) and "next" in parse_qs(target.query)


def kept(request: HttpRequest, *, why: str, way: str) -> HttpResponse:
    """The answer to a form that could not be saved: everything typed, ready to be sent again."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values if not _is_secret(name)]
    return render(
        request,
        "accounts/kept.html",
        {
            "why": why,
            "way": way,
            "typed": typed,
            "files": bool(request.FILES),
            "action": request.get_full_path(),
        },
        status=401,
    )


def _is_secret(name: str) -> bool:
    return any(word in name for word in SECRETS)


# Step-up: what reaches far asks who you are, once more.


def confirmed_lately(request: HttpRequest) -> bool:
    """Whether they gave a password or a second factor in the last five minutes, at sign-in or since."""
    times = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(times) and 0 <= clock.real().timestamp() - max(times) < CONFIRMED


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the password or second factor first, when that was more than five minutes ago."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if confirmed_lately(request):
            return view(request, *args, **kwargs)
        methods = get_adapter().get_reauthentication_methods(request.user)
        way = methods[0]["url"] if methods else resolve_url(settings.LOGIN_URL)
        if request.method == "POST":
            return kept(request, why="confirm", way=way)
        return redirect(f"{way}?{urlencode({'next': request.get_full_path()})}")

    return asking


# Ending them.


def of(staff: Staff, *, among: Iterable[str] | None = None) -> Iterator[Session]:
    """Every session (among these) that names them, half-finished ones too; a row does not say whose it is."""
    alive = Session.objects.filter(expire_date__gt=clock.real())
    for session in (alive if among is None else alive.filter(pk__in=list(among))).iterator():
        found = session.get_decoded()
        if str(staff.pk) == found.get(SESSION_KEY) or staff.pk.hex == found.get("account_login", {}).get("user_pk"):
            yield session


def sweep() -> None:
    """Forget sign-ins that are over anyhow, with the addresses they came from."""
    Session.objects.filter(expire_date__lt=clock.real()).delete()
    UserSession.objects.filter(created_at__lt=clock.real() - timedelta(seconds=WHOLE)).delete()


def end_all(staff: Staff, *, but: str | None = None) -> int:
    """Sign them out everywhere (but here); the rows are gone, not merely refused."""
    keys = [session.pk for session in of(staff) if session.pk != but]
    Session.objects.filter(pk__in=keys).delete()
    UserSession.objects.filter(user=staff).exclude(session_key=but).delete()
    return len(keys)
