"""The log says how an answer went and never what was in it."""

import logging

import pytest
from django.db import DataError, IntegrityError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from duly.config.log import WithoutData, line_for_each_answer

SECRET = "Rosa Marsh 222-22-2222"


def logged(record: logging.LogRecord) -> str:
    return WithoutData().format(record)


def raised(error: Exception) -> logging.LogRecord:
    try:
        raise error
    except Exception as caught:  # noqa: BLE001 (whatever was given)
        return logging.LogRecord(
            "django.request",
            logging.ERROR,
            "",
            0,
            "Internal Server Error: %s",
            (f"/search?q={SECRET}",),
            (type(caught), caught, caught.__traceback__),
        )


@pytest.mark.parametrize("error", [IntegrityError(f"Key (email)=({SECRET})"), DataError(SECRET), ValueError(SECRET)])
def test_an_error_is_its_kind_and_its_place_without_a_word_of_its_message(error):
    line = logged(raised(error))
    assert type(error).__name__ in line
    assert "test_log.py" in line
    assert "Rosa" not in line


def test_what_other_libraries_say_is_left_out():
    record = logging.LogRecord(
        "django.security.DisallowedHost", logging.ERROR, "", 0, "Invalid host %s", (SECRET,), None
    )
    assert "Rosa" not in logged(record)


def test_our_own_lines_are_kept():
    record = logging.LogRecord("duly.request", logging.INFO, "", 0, "%s %s %s", ("GET", "today", 200), None)
    assert logged(record).endswith("info duly.request GET today 200")


def test_the_line_of_an_answer_holds_no_address(caplog):
    answer = line_for_each_answer(lambda request: HttpResponse(SECRET))
    with caplog.at_level(logging.INFO, "duly.request"):
        answer(RequestFactory().post(f"/search/{SECRET}", {"name": SECRET}))
    assert [line.getMessage().split(" ")[:3] for line in caplog.records] == [["POST", "-", "200"]]


@pytest.mark.django_db
def test_a_query_that_fails_tells_the_application_but_the_log_stays_clean(caplog):
    with pytest.raises(DataError, match="Rosa"), connection.cursor() as cursor:
        cursor.execute("SELECT CAST(%s AS integer)", [SECRET])
    assert "Rosa" not in caplog.text
