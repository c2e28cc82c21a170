#!/usr/bin/env python3
"""Sets up everything Duly needs in ./.venv and nothing elsewhere; any Python from 3.8 on can run it, repeatedly."""
import glob
import hashlib
import os
import pwd
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NEEDED = (3, 12)
TRIED = (13, 14, 12)
PLACES = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
UV = "uv==0.13.9"
BIN = os.path.join(HERE, ".venv", "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python")
STAMP = os.path.join(HERE, ".venv", "duly-set-up")
SORRY = (
    "Duly needs Python 3.12 or newer and found none. Debian 13, Ubuntu 24.04 and Fedora bring it "
    "(python3 with python3-venv); elsewhere install uv or pyenv, or name one: DULY_PYTHON=/path/to/python3."
)


class Stop(Exception):
    """A plain sentence for the person at the keyboard."""


def answers(command):
    """What a command prints, or None: a launcher can exist and still not run."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode().strip() if done.returncode == 0 else None


def version(python):
    shown = answers([python, "-c", "import sys, ssl; print(*sys.version_info[:2])"])
    return tuple(int(part) for part in shown.split()) if shown else (0, 0)


def pyenv_roots(environ):
    """Where pyenv may keep its Pythons: as it says, in the home folder, or wherever its launchers on the PATH lie."""
    homes = [environ.get("HOME"), account_home()]
    launchers = [place for place in environ.get("PATH", "").split(os.pathsep) if place.endswith("/shims")]
    roots = [environ.get("PYENV_ROOT")] + [os.path.join(home, ".pyenv") for home in homes if home]
    return list(dict.fromkeys(filter(None, roots + [os.path.dirname(place) for place in launchers])))


def account_home():
    """The user's home as the system knows it: HOME may name another folder."""
    return os.path.expanduser("~%s" % pwd.getpwuid(os.geteuid()).pw_name)


def candidates(environ=os.environ):
    """Where a Python may be, best first."""
    if environ.get("DULY_PYTHON"):
        yield environ["DULY_PYTHON"]
        return
    for minor in TRIED:
        if sys.version_info[:2] == (3, minor):
            yield sys.executable
        yield shutil.which("python3.%d" % minor, path=environ.get("PATH"))
        for root in pyenv_roots(environ):
            for found in sorted(glob.glob("%s/versions/3.%d.*/bin/python3" % (root, minor)), reverse=True):
                yield found
        for place in PLACES:
            yield "%s/python3.%d" % (place, minor)
    yield shutil.which("python3", path=environ.get("PATH"))


def find_python(environ=os.environ):
    return next((one for one in candidates(environ) if one and version(one) >= NEEDED), None)


def find_uv(python):
    """uv from the PATH, else our own copy in .tools, else None (then pip does the work, slower)."""
    own = os.path.join(HERE, ".tools", "bin", "uv")
    for found in (shutil.which("uv"), own):
        if found and answers([found, "--version"]):
            return found
    for installer in (sys.executable, python):
        if installer and answers([installer, "-m", "pip", "--version"]):
            say("fetching uv, which installs the rest in seconds")
            answers([installer, "-m", "pip", "install", "-q", "--target", os.path.join(HERE, ".tools"), UV])
            return own if answers([own, "--version"]) else None
    return None


def say(text):
    print("duly: " + text, file=sys.stderr, flush=True)


def run(*command):
    # A network may have certificates of its own, which the system knows.
    trusting = dict(os.environ, UV_SYSTEM_CERTS="1", UV_NATIVE_TLS="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    if subprocess.run(command, cwd=HERE, env=trusting).returncode:
        raise Stop("That step failed, its message is above: " + " ".join(command))


def install_with_uv(uv, python, lock):
    """True when all is installed; where uv cannot do it (it has its own mind about networks), pip may."""
    try:
        run(uv, "venv", "--quiet", "--allow-existing", "--python", python or "3.13", ".venv")
        run(uv, "pip", "sync", "--require-hashes", "--python", PYTHON, lock)
        run(uv, "pip", "install", "--quiet", "--no-deps", "--python", PYTHON, "-e", ".")
    except Stop:
        return False
    return True


def install_with_pip(python, lock):
    say("installing with pip, which takes a minute or two")
    run(python, "-m", "venv", ".venv")
    run(PYTHON, "-m", "pip", "install", "--require-hashes", "-r", lock)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "-e", ".")


def wanted(group):
    """What the environment must hold, as one line: it stands in the stamp when it does."""
    digest = hashlib.sha256()
    for name in ("requirements/%s.txt" % group, "pyproject.toml", "package.json", "assets.py"):
        with open(os.path.join(HERE, name), "rb") as file:
            digest.update(file.read())
    return "%s %s" % (group, digest.hexdigest())


def standing():
    try:
        with open(STAMP) as file:
            return file.read().strip()
    except OSError:
        return ""


def stamp(group):
    with open(STAMP, "w") as file:
        file.write(wanted(group))


def prepare(group):
    python = find_python()
    uv = find_uv(python)
    if not python and not uv:
        raise Stop(SORRY)
    lock = "requirements/%s.txt" % group
    say("installing into .venv (%s)" % (python or "a Python that uv brings"))
    if not (uv and install_with_uv(uv, python, lock)):
        if not python:
            raise Stop(SORRY)  # uv could not fetch an interpreter either
        install_with_pip(python, lock)
    run(PYTHON, "assets.py")


def main(arguments):
    # A development environment holds all the application needs: never strip it back.
    group = "dev" if "--dev" in arguments or standing().startswith("dev ") else "app"
    if standing() != wanted(group) or answers([PYTHON, "-c", "import django, duly"]) is None:
        prepare(group)
        stamp(group)
        say("ready: .venv/bin/duly, or make demo")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Stop as sentence:
        sys.exit(str(sentence))
