"""The tests, like the application, work as the role that owns nothing."""

import pytest
from django.db import ProgrammingError, connection

from duly.casework import clock


@pytest.mark.django_db
def test_the_application_connects_as_the_app_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("duly_app", "duly_app")


@pytest.mark.django_db
def test_the_app_role_cannot_make_a_table():
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id int)")


def test_what_is_committed_stays_in_a_database_of_the_tests_own(own_database):
    assert not clock.is_demo()
