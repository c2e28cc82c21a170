"""Where sessions are kept: Django's rows, written without waiting for the disk.

Every page writes one ("seen just now"). A power cut may cost its last half second: somebody signs in again.
"""

from django.contrib.sessions.backends import db
from django.db import connection, transaction


class SessionStore(db.SessionStore):
    """Within a request's transaction nothing changes: what else it writes must reach the disk."""

    def save(self, must_create: bool = False) -> None:
        if connection.in_atomic_block:
            return super().save(must_create)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            return super().save(must_create)
