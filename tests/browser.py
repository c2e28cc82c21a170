"""Finds Chromium for the tests, or installs it."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# As root a browser needs --no-sandbox; the rest keeps it from calling anybody.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def find() -> str | None:
    """The system's Chromium, or the one Playwright installed; its path."""
    named = os.environ.get("DULY_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def install() -> bool:
    """With the system's package manager where we may, else as Playwright does."""
    print("installing Chromium (about 110 MB, once)", file=sys.stderr, flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        wait = ["-o", "DPkg::Lock::Timeout=900"]
        _run("apt-get", *wait, "update", "-qq")
        _run("apt-get", *wait, "install", "-y", "--no-install-recommends", "chromium")
    if not find():
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find() is not None


def _run(*command: str) -> None:
    subprocess.run(command, stdin=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
