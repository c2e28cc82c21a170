"""The only place that knows what time it is; in a demo home the clock of the practice data."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from duly.casework.models import ClockRow

Offset = timedelta | None


def real() -> datetime:
    """The moment, in UTC, whatever a demo clock shows: for sessions, rate limits and the demo clock itself."""
    return datetime.now(UTC)


def now() -> datetime:
    """The moment facts are recorded at, in UTC."""
    return _reader()()


def today(zone: str) -> date:
    """The calendar day at `zone` (an IANA name, the program's)."""
    return now().astimezone(ZoneInfo(zone)).date()


def is_demo() -> bool:
    """Whether this home runs on practice data and its own clock."""
    return _reader() is not real


@lru_cache(maxsize=1)
def _reader() -> Callable[[], datetime]:
    """Read the clock row once a process: while it runs, only the distance to real time matters."""
    row = ClockRow.objects.first()
    if row is None:
        return real
    if not row.running:
        return lambda: row.shows
    return lambda: row.shows + (real() - row.real_at)


def forget() -> None:
    """Read the clock row again at the next question."""
    _reader.cache_clear()


def start_demo(at: datetime) -> None:
    """Give this home a demo clock standing at `at`; one that exists is left as it is."""
    ClockRow.objects.get_or_create(id=1, defaults={"shows": at, "real_at": real(), "running": False})
    forget()


def resume(*, not_before: datetime | None = None) -> None:
    """Let the demo clock run on from where it last stood, never back behind `not_before` (the last entry)."""
    row = ClockRow.objects.get(id=1)
    shows = max(row.shows, not_before or row.shows)
    ClockRow.objects.filter(id=1).update(shows=shows, real_at=real(), running=True)
    forget()


def heartbeat() -> None:
    """Remember how far a running demo clock has come, so that a crash costs seconds and never turns it back."""
    row = ClockRow.objects.filter(id=1, running=True).first()
    if row:
        ClockRow.objects.filter(id=1, running=True).update(shows=row.shows + (real() - row.real_at), real_at=real())
        forget()


def stop() -> None:
    """Stand the demo clock still."""
    heartbeat()
    ClockRow.objects.filter(id=1).update(running=False)
    forget()
