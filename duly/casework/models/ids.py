"""Ids that sort by the time they were made: UUID version 7 (RFC 9562), made here so that any PostgreSQL will do."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """48 bits of milliseconds, then version, variant and 74 random bits."""
    random = int.from_bytes(os.urandom(10), "big")
    stamp = time.time_ns() // 1_000_000
    high = stamp << 80 | 0x7 << 76 | (random >> 68) << 64
    return uuid.UUID(int=high | 0b10 << 62 | random & (1 << 62) - 1)


def beside(entry: uuid.UUID, what: str) -> uuid.UUID:
    """The id of something recorded along with an entry: the same each time it is sent, and sorted with it."""
    other = uuid.uuid5(entry, what)
    return uuid.UUID(int=entry.int >> 64 << 64 | 0b10 << 62 | other.int & (1 << 62) - 1)
