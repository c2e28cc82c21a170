"""The command line: answers on standard output, the rest on standard error; 0 done, 1 not done, 2 not understood."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from duly.config.home import Sorry


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    try:
        return asked.run(asked) or 0
    except Sorry as sentence:
        print(f"duly: {sentence}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the answer has seen enough; keep Python from saying so at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("DULY_TRACE"):
            raise
        _own_up(error)
    return 1


def _own_up(error: Exception) -> None:
    """Say where it went wrong without the message, which may quote what somebody wrote about a person."""
    from duly.config.log import WithoutData

    print(
        f"duly: this is a mistake in Duly.{WithoutData.where(error)}\nDULY_TRACE=1 shows everything.", file=sys.stderr
    )


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="duly", description="Case management for workforce programs.")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    one = _command(commands, "demo", demo, "practice data on a clock of their own, served on this computer")
    _address(one)
    one.add_argument("--cases", type=_count, metavar="N", help="make a cohort of this size, in a database of its own")

    one = _command(commands, "serve", serve, "serve the pages")
    _address(one)
    one.add_argument("--workers", type=_count, default=2, metavar="N", help="processes (2)")

    one = _command(commands, "import", import_, "read a folder of exchange files")
    one.add_argument("folder", type=Path, nargs="?")
    one.add_argument("--dry-run", action="store_true", help="only check")
    one.add_argument("--list", action="store_true", help="list what was imported, the latest first")
    one.add_argument("--undo", metavar="BATCH", help="take an import back: its id in the list")
    one.add_argument("--reason", metavar="TEXT", help="why it is taken back")
    one.add_argument("--rest", action="store_true", help="leave cases worked in since, take back the others")
    one.set_defaults(misread=one.error)

    one = _command(commands, "export", export, "write the same files")
    one.add_argument("folder", type=Path)

    reports = _group(commands, "report", "figures over many cases")
    one = _command(reports, "fidelity", fidelity, "how closely a program is kept to, organization by organization")
    one.add_argument("program")
    one.add_argument("--as-of", required=True, metavar="DATE", help="last day counted")
    one.add_argument("--assigned-by", metavar="DATE", help="only cases assigned by then")
    one.add_argument("--known-at", metavar="TIME", help="what had been recorded by then: a date, or a time with offset")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")

    one = _command(reports, "claims", claims, "what a program's cases have earned, with the evidence for each")
    one.add_argument("program")
    one.add_argument("--as-of", required=True, metavar="DATE", help="last day counted")
    one.add_argument("--known-at", metavar="TIME", help="what had been recorded by then: a date, or a time with offset")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")

    one = _command(reports, "notes", notes, "whose notes read alike, whoever they are about")
    one.add_argument("program")
    one.add_argument("--as-of", required=True, metavar="DATE", help="last day counted")
    one.add_argument("--known-at", metavar="TIME", help="what had been recorded by then: a date, or a time with offset")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")

    programs = _group(commands, "program", "program files")
    one = _command(programs, "check", check, "every mistake in a program file, with its place")
    one.add_argument("file", type=Path)
    one = _command(programs, "explain", explain, "a program file in plain English")
    one.add_argument("program", help="a program that comes with Duly, or a file")

    _command(commands, "rebuild", rebuild, "derive every obligation anew from what is recorded")

    one = _command(commands, "backup", backup, "write everything into one file")
    one.add_argument("file", type=Path)
    one = _command(commands, "restore", restore, "bring a backup into an empty home")
    one.add_argument("file", type=Path)
    one.add_argument("--replace", action="store_true", help="replace what is there")

    _command(commands, "status", status, "whether all is well")
    _command(commands, "migrate", migrate, "bring the tables up to date")
    _command(commands, "stop", stop, "stop the database of this home")
    return top


def _command(
    within: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int | None],
    says: str,
) -> argparse.ArgumentParser:
    made = within.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    made.set_defaults(run=run)
    return made


def _group(
    within: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, says: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    return within.add_parser(name, help=says).add_subparsers(metavar="COMMAND", required=True)


def _address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    command.add_argument("--port", type=_count, default=os.environ.get("PORT", "8000"), help="port (PORT, or 8000)")


def _count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def demo(asked: argparse.Namespace) -> int:
    from duly.config import demo

    return demo.run(host=asked.host, port=asked.port, cases=asked.cases)


def serve(asked: argparse.Namespace) -> int:
    from duly.config import server

    server.check_port(asked.host, asked.port)
    _ready()
    server.prepare()
    server.serve(host=asked.host, port=asked.port, workers=asked.workers)
    return 0


def import_(asked: argparse.Namespace) -> int:
    if sum(map(bool, (asked.folder, asked.list, asked.undo))) != 1:
        asked.misread("name a folder to import, or --undo BATCH, or --list")
    if asked.undo and not (asked.reason or "").strip():
        asked.misread("say why the import is taken back: --reason TEXT")
    _ready()
    from duly.casework.exchange import commands

    if asked.list:
        return commands.list_imports()
    if asked.undo:
        return commands.undo_import(asked.undo, reason=asked.reason.strip(), rest=asked.rest)
    return commands.import_folder(asked.folder, dry_run=asked.dry_run)


def export(asked: argparse.Namespace) -> int:
    _ready()
    from duly.casework.exchange import commands

    return commands.export_folder(asked.folder)


def fidelity(asked: argparse.Namespace) -> int:
    _ready()
    from duly.casework.reports import commands

    return commands.fidelity(
        asked.program, as_of=asked.as_of, assigned_by=asked.assigned_by, known_at=asked.known_at, format=asked.format
    )


def claims(asked: argparse.Namespace) -> int:
    _ready()
    from duly.casework.invoices import commands

    return commands.claims(asked.program, as_of=asked.as_of, known_at=asked.known_at, written_as=asked.format)


def notes(asked: argparse.Namespace) -> int:
    _ready()
    from duly.casework.oversight import commands

    return commands.notes(asked.program, as_of=asked.as_of, known_at=asked.known_at, written_as=asked.format)


def check(asked: argparse.Namespace) -> int:
    from duly.engine import reading

    try:
        reading.read(str(asked.file), _text(asked.file))
    except reading.Unreadable as mistakes:
        print(mistakes)
        return 1
    print(f"{asked.file}: no mistakes")
    return 0


def explain(asked: argparse.Namespace) -> int:
    from duly.engine import explain, reading

    file = Path(asked.program)
    if file.suffix in (".yaml", ".yml") or file.exists():
        return _explain_file(file)
    known = {program for program, _ in reading.editions()}
    if asked.program not in known:
        raise Sorry(
            f"There is no program {asked.program!r}. Duly brings {', '.join(sorted(known))}; "
            "a file of your own is named by its path."
        )
    print(explain.explain(reading.load(asked.program)))
    return 0


def _explain_file(file: Path) -> int:
    from duly.engine import explain, reading

    try:
        print(explain.explain(reading.read(str(file), _text(file))))
    except reading.Unreadable as mistakes:
        print(mistakes, file=sys.stderr)
        return 1
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Sorry(f"{file} cannot be read: {(error.strerror or 'no reason given').lower()}.") from None
    except UnicodeDecodeError as error:
        raise Sorry(f"{file} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None


def rebuild(asked: argparse.Namespace) -> int:
    _ready()
    from duly.casework.obligations import commands

    return commands.rebuild()


def backup(asked: argparse.Namespace) -> int:
    from duly.config import backup, database

    database.ensure()
    backup.write(asked.file)
    return 0


def restore(asked: argparse.Namespace) -> int:
    from duly.config import backup, database

    database.ensure()
    backup.read(asked.file, replace=asked.replace)
    return 0


def status(asked: argparse.Namespace) -> int:
    from duly.config import database, home

    database.ensure()
    _django()
    from duly.config import health

    found = list(health.answers())
    print(
        f"home        {home.folder()}\n"
        + "\n".join(f"{answer.asks:<11} {'' if answer.well else 'NOT WELL: '}{answer.says}" for answer in found)
    )
    return 0 if all(answer.well for answer in found) else 1


def migrate(asked: argparse.Namespace) -> int:
    from duly.config import database

    database.ensure()
    _django()
    from duly.config import migrating

    migrating.migrate(verbosity=1)
    return 0


def stop(asked: argparse.Namespace) -> int:
    from duly.config import database, home

    home.say("the database is stopped" if database.stop() else "no database of this home was running")
    return 0


def _ready() -> None:
    """Database, Django, tables: what every command needs that reads or writes casework."""
    from duly.config import database

    database.ensure()
    _django()
    from duly.config import migrating

    migrating.bring_up_to_date()


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.config.settings")
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
