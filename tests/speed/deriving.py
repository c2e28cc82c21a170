"""9: the engine's time for a case, rebuilding on every core, and the first page of a fresh demo."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from duly.casework.context import bound
from duly.casework.models import Case, Organization
from duly.casework.obligations.commands import derive_everything
from duly.casework.obligations.history import histories
from duly.engine.due import owed
from duly.engine.measures import tallies
from duly.engine.reading import load
from tests.live import free_port
from tests.speed import home
from tests.speed.figures import Figure, Figures
from tests.speed.ratios import seconds, spent

SAMPLE = 3000
PATIENCE = 120


def figures(name: str, cases: int) -> Figures:
    """The engine alone on one core; everything again on all of them."""
    with home.at(name):
        each = engine_time()
        yield Figure("9", "Engine time a case, one core (µs)", each * 1e6, spent(each), limit=600)
        began = time.perf_counter()
        total, differed = derive_everything()
        took = time.perf_counter() - began
        assert differed == 0, f"{differed} derived rows stood differently"
        shown = f"{total / took:,.0f} a second ({spent(took)}), {os.cpu_count()} processes"
        yield Figure("9", f"Rebuilding {total:,} cases: cases a second, none differed", total / took, shown)


def engine_time() -> float:
    """Processor time of deriving one case from its history, no database."""
    agency = Organization.objects.get(parent=None)
    with bound(agency=agency.pk, whole_agency=True):
        wanted = list(Case.objects.filter(agency_id=agency.pk, program="set").values_list("pk", flat=True)[:SAMPLE])
        found = list(histories(agency.pk, wanted).values())
    edition, rounds = load("set"), []
    for _ in range(3):
        began = time.process_time()
        for history in found:
            owed(edition, history)
            tallies(edition, history)
        rounds.append((time.process_time() - began) / len(found))
    return sorted(rounds)[1]


def first_page() -> Figures:
    """From `duly demo` in an empty home to the page a browser is sent to."""
    folder = Path(tempfile.mkdtemp(prefix="duly-first-"))
    port = free_port()
    command = [sys.executable, "-m", "duly.cli", "demo", "--port", str(port)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DULY_")}
    environment["DULY_HOME"] = str(folder)
    began = time.perf_counter()
    demo = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        took = seconds(lambda: _answered(f"http://127.0.0.1:{port}/", demo, began))
    finally:
        demo.terminate()
        demo.wait(timeout=60)
        stop = [sys.executable, "-m", "duly.cli", "stop"]
        subprocess.run(stop, env=environment, stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(folder, ignore_errors=True)
    yield Figure("9", "make demo in an empty home: seconds to the first page", took, spent(took), limit=15)


def _answered(url: str, demo: "subprocess.Popen[bytes]", began: float) -> None:
    while time.perf_counter() - began < PATIENCE and demo.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except (URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError("no page came")
