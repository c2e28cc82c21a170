"""A session row does not wait for the disk, and nothing else is made to lose that promise with it."""

from django.db import connection, transaction

from duly.casework.accounts.session_rows import SessionStore


def asked_by(store: SessionStore) -> list[str]:
    """The statements of one save."""
    asked: list[str] = []

    def listen(run, sql, *rest):
        asked.append(sql)
        return run(sql, *rest)

    with connection.execute_wrapper(listen):
        store.save()
    return asked


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone() == ("on",)


def test_a_session_row_alone_does_not_wait(own_database):
    store = SessionStore()
    store.create()
    assert any("synchronous_commit TO off" in each for each in asked_by(store))
    assert waits()


def test_what_is_saved_together_with_a_session_row_waits(own_database):
    store = SessionStore()
    store.create()
    with transaction.atomic():
        assert not any("synchronous_commit" in each for each in asked_by(store))
        assert waits()
