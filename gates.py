"""Runs the checks and the tests one after the other, all of them even when one fails, and says at the end which did."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import tests.home  # noqa: F401  (names the tests' home before anything reads the settings)
from tests import browser

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
Gate = Callable[[], bool]


def run(*command: str | Path) -> bool:
    return subprocess.run([str(part) for part in command], cwd=HERE, stdin=subprocess.DEVNULL).returncode == 0


def ruff() -> bool:
    return run(BIN / "ruff", "check", "--quiet")


def mypy() -> bool:
    return run(BIN / "mypy")


def contracts() -> bool:
    return run(BIN / "lint-imports", "--no-cache")


def migrations() -> bool:
    return run(sys.executable, "-m", "pytest", "tests/house/test_migrations.py")


def ledger() -> bool:
    return run(sys.executable, "-m", "tests.ledger", "--check")


def chromium() -> bool:
    """Pages are tried in a real browser. Without one, CI fails; elsewhere those tests are skipped, loudly."""
    if browser.find() or browser.install():
        return True
    print("\n*** NO BROWSER: the tests of the pages are SKIPPED. Install chromium to run them. ***\n", file=sys.stderr)
    return not os.environ.get("CI")


def pytest() -> bool:
    return run(sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile")


SETS: dict[str, list[Gate]] = {
    "check": [ruff, mypy, contracts, migrations, ledger],
    "browser": [chromium],
    "all": [ruff, mypy, contracts, migrations, ledger, chromium, pytest],
}


def main(name: str) -> int:
    failed = []
    for gate in SETS[name]:
        print(f"--- {gate.__name__}", flush=True)
        since = time.monotonic()
        if not gate():
            failed.append(gate.__name__)
        print(f"    {time.monotonic() - since:.0f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
