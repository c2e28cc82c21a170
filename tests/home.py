"""The home the tests run in: one a checkout, kept between runs, its server stopped when the last run ends."""

import atexit
import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def _named() -> Path:
    mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"duly-tests-{os.geteuid()}-{mark}"


def _enter() -> None:
    """Every run holds the home shared; whoever can hold it alone at the end is the last."""
    home = Path(os.environ["DULY_HOME"])
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = open(home / "test-runs", "w")  # noqa: SIM115 (held until the process ends)
    fcntl.flock(held, fcntl.LOCK_SH)
    atexit.register(_leave, held)


def _leave(held: object) -> None:
    from duly.config import database

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        return
    database.stop()


if not IS_WORKER:
    os.environ["DULY_HOME"] = os.environ.get("DULY_TEST_HOME") or str(_named())
    os.environ["DULY_PLAIN_HTTP"] = "1"
    os.environ["DULY_NEW_APP_PASSWORD"] = "1"
    _enter()
