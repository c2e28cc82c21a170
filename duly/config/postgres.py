"""Runs a PostgreSQL of our own for one home: the only module that knows initdb and pg_ctl."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from duly.config import home, programs
from duly.config.home import Sorry
from duly.config.programs import LOCALE, Programs, data

SUPERUSER = "postgres"
ROLES = (SUPERUSER, "duly_owner", "duly_app", "duly_backup")
LONGEST_SOCKET = 100  # the kernel's limit is 107 bytes, 103 on a Mac
SOCKET = ".s.PGSQL.5432"
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


def socket_folder() -> str:
    """Where the server's socket lies, as recorded in the home; empty before the first start."""
    return home.read("socket")


def _place_socket(user: pwd.struct_passwd) -> Path:
    """A private folder with a short name: in the home if that fits and the server can enter it, else temporary."""
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
    ours = programs.find()
    sockets = _place_socket(ours.user)
    ours = programs.reachable(ours, sockets)
    if not (data() / "PG_VERSION").exists():
        _initialize(ours)
    _check_version(ours)
    _clear_the_way(ours, sockets)
    _configure(ours.user, sockets)
    _launch(ours)


def _initialize(ours: Programs) -> None:
    home.say("making a database (once)")
    shutil.rmtree(data(), ignore_errors=True)  # one that was broken off half-way
    data().mkdir(mode=0o700)
    os.chown(data(), ours.user.pw_uid, ours.user.pw_gid)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if ours.major() >= 17 else []
    options = ["-U", SUPERUSER, "-E", "UTF8", f"--locale={LOCALE}", *builtin, "--auth=peer", "--data-checksums"]
    with programs.entered(ours) as (folder, descriptor):
        done = ours.run("initdb", "-D", folder, *options, keep=descriptor)
    if not done.well:
        shutil.rmtree(data(), ignore_errors=True)
        raise Sorry(f"PostgreSQL could not make its data folder: {done.reason}")


def _check_version(ours: Programs) -> None:
    made_by, major = int((data() / "PG_VERSION").read_text()), ours.major()
    if made_by != major:
        raise Sorry(
            f"This home was made by PostgreSQL {made_by} and {ours.bin} is version {major}. "
            f"Set DULY_POSTGRES_BIN to a PostgreSQL {made_by}, back up, and restore into a new home."
        )


def _configure(user: pwd.struct_passwd, sockets: Path) -> None:
    """Only the people who may read this home reach its server, and only through its socket."""
    people = {programs.account(uid).pw_name for uid in (os.geteuid(), home.folder().stat().st_uid, 0)}
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
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    home.belongs_here(log)
    try:
        with programs.entered(ours) as (folder, descriptor):
            for _ in range(10):
                ours.run("pg_ctl", "start", "-W", "-s", "-D", folder, output=output, keep=descriptor)
                if _answers():
                    return
    finally:
        os.close(output)
    raise Sorry(f"PostgreSQL did not start. It says why at the end of {log}")


def _answers() -> bool:
    """Wait while the server comes up (recovery after a crash takes time); False when it gave up, to try once more."""
    since, told = time.monotonic(), False
    while (waited := time.monotonic() - since) < 600:
        if running():
            return True
        if waited > 1 and not (data() / "postmaster.pid").exists():
            return False
        if waited > 2 and not told:
            told = True
            home.say("the database is coming up")
        time.sleep(0.03)
    return False


def stop() -> bool:
    """Stop the server of this home; False when none ran."""
    if not running():
        return False
    _stop(programs.reachable(programs.find(), Path(socket_folder())))
    with suppress(OSError):  # it may hold a copy of the programs
        Path(socket_folder()).rmdir()
    return True


def _stop(ours: Programs) -> None:
    with programs.entered(ours) as (folder, descriptor):
        done = ours.run("pg_ctl", "stop", "-s", "-m", "fast", "-t", "60", "-D", folder, keep=descriptor)
    if not done.well:
        raise Sorry(f"PostgreSQL did not stop: {done.reason}")
