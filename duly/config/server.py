"""The web server: two processes, four threads each, everything loaded before they part."""

import gc
import os
import signal
import socket
import threading
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from duly.config.home import Sorry


def application(environ: Any, start_response: Any) -> Any:
    """WSGI: for other servers, `duly.config.server:application`."""
    return _loaded()(environ, start_response)


def _loaded() -> Any:
    global _handler
    if _handler is None:
        from django.core.wsgi import get_wsgi_application

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.config.settings")
        _handler = get_wsgi_application()
        gc.freeze()  # what is loaded stays: looking it over for garbage again and again cost a sixth of a page
    return _handler


_handler: Any = None


class WithoutPaths(Logger):
    """gunicorn writes the address of a request that fails into its log; it may carry what somebody searched for."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        super().error("a request failed outside the application")


class Server(BaseApplication):
    """gunicorn, configured here and nowhere else."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return _loaded()


def part(server: Any, worker: Any) -> None:
    """A forked process must not speak on its parent's connection."""
    from django.db import connections

    connections.close_all()


def check_port(host: str, port: int) -> None:
    """Before anything else is begun: may we listen there at all."""
    if os.environ.get("DULY_PLAIN_HTTP") and host not in ("127.0.0.1", "localhost", "::1"):
        raise Sorry(
            "Practice data are served on this computer only: without https others could listen. Leave --host out."
        )
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise Sorry(f"Port {port} cannot be used: {why}. Choose another, as in PORT={port + 1}") from None


def end_with_parent() -> None:
    """Whoever started us holds the other end of standard input: when they are gone, however they went, so are we."""

    def wait() -> None:
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def prepare() -> None:
    """Refuse to start with a route nobody declared; put the static files in place."""
    from django.core.checks import ERROR, run_checks

    from duly.config import assets

    wrong = [str(finding) for finding in run_checks() if finding.level >= ERROR]
    if wrong:
        raise Sorry("Duly does not start like this:\n" + "\n".join(wrong))
    assets.collect()


def serve(*, host: str, port: int, workers: int = 2) -> None:
    """Serve until told to stop."""
    if os.environ.get("DULY_ENDS_WITH_PARENT"):
        end_with_parent()
    Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "limit_request_line": 8190,  # an address may name some hundreds of people picked in a list
            "threads": 4,
            "worker_class": "gthread",
            "preload_app": True,
            "pre_fork": part,
            "logger_class": WithoutPaths,
            "loglevel": "warning",
            "timeout": 60,
            "graceful_timeout": 10,
            "proc_name": "duly",
            "forwarded_allow_ips": "",
        }
    ).run()
