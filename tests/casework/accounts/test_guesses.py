"""Guessing fails, and locking somebody out by guessing fails too."""

import time as clocks

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from duly.casework.accounts.adapter import SecondFactor
from duly.casework.models import Staff
from tests.casework.accounts.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Watch:
    """The sign-in library's clock, ours to set; and how many passwords it really looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.looked_at = clocks.time(), 0
        monkeypatch.setattr("allauth.core.internal.ratelimit.time", self)
        self.real = AuthenticationBackend.authenticate
        monkeypatch.setattr(AuthenticationBackend, "authenticate", self.counted)

    def time(self) -> float:
        return self.now

    monotonic = staticmethod(clocks.monotonic)
    sleep = staticmethod(clocks.sleep)

    def counted(self, *given, **more):
        self.looked_at += 1
        return self.real(AuthenticationBackend(), *given, **more)


@pytest.fixture
def watch(monkeypatch) -> Watch:
    return Watch(monkeypatch)


def guess(
    email: str = "ana@example.org",
    *,
    password: str = "wrong, wrong, wrong",
    address: str = "198.51.100.1",
    browser: Client | None = None,
):
    return (browser or Client()).post("/sign-in/", {"login": email, "password": password}, REMOTE_ADDR=address)


def comes_in(**more) -> bool:
    return guess(password=PASSWORD, **more).status_code == 302


def test_five_failures_a_minute_for_an_account_from_one_address(scene, watch):
    for _ in range(5):
        guess()
    assert not comes_in()
    watch.now += 59
    assert not comes_in()
    watch.now += 2
    assert comes_in()


def test_the_limit_is_said_without_saying_whether_the_account_exists(scene, watch):
    answers = [
        [guess(email).content.count(b"Too many attempts") for _ in range(6)]
        for email in ("ana@example.org", "nobody@example.org")
    ]
    assert answers[0] == answers[1]
    assert answers[0][4] == 0
    assert answers[0][5] > 0


def test_waits_grow_ten_in_a_quarter_of_an_hour(scene, watch):
    for _ in range(3):
        for _ in range(5):
            guess()
        watch.now += 61
    assert watch.looked_at == 10
    watch.now += 15 * 60 - 3 * 61 - 1 + 60
    assert comes_in()


def test_twenty_attempts_a_minute_from_one_address_whoever_they_name(scene, watch):
    for number in range(20):
        guess(f"person{number}@example.org")
    assert guess("one.more@example.org").status_code == 429
    assert watch.looked_at == 20
    watch.now += 61
    assert guess("one.more@example.org").status_code == 200


def test_somebody_elses_guesses_do_not_lock_one_out(scene, watch):
    for _ in range(6):
        guess(address="203.0.113.9")
    assert comes_in(address="198.51.100.1")


def test_guesses_from_everywhere_are_a_hundred_looks_at_most(scene, watch):
    for number in range(250):  # of them: past a hundred nothing changes any more
        guess(address=f"203.0.113.{number % 250}" if number % 2 else f"192.0.2.{number % 250}")
        watch.now += 1
    assert watch.looked_at <= 100


def test_the_owner_comes_in_from_a_known_device_meanwhile(scene, watch):
    owner = Client()
    assert comes_in(browser=owner)
    owner.post("/sign-out/")
    for number in range(120):
        guess(address=f"203.0.113.{number}")
    assert not comes_in(address="198.51.100.7"), "control: a new device is refused now"
    assert comes_in(browser=owner)
    assert comes_in(address="198.51.100.7"), "the owner's own sign-in starts the count anew"


def test_a_device_is_known_for_its_owner_only_and_cannot_be_made_up(scene, watch):
    bens = Client()
    guess("ben@example.org", password=PASSWORD, browser=bens)
    bens.post("/sign-out/")
    made_up = Client()
    made_up.cookies["device"] = bens.cookies["device"].value + "x"
    for number in range(100):
        guess(address=f"203.0.113.{number}")
    assert not comes_in(browser=bens)
    assert not comes_in(browser=made_up)
    assert "ben" not in bens.cookies["device"].value


def test_a_new_password_by_mail_opens_the_account_again(scene, watch, mailoutbox):
    for number in range(100):
        guess(address=f"203.0.113.{number}")
    assert not comes_in()
    browser = Client()
    browser.post("/password/forgotten/", {"email": "ana@example.org"})
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("http://")).removeprefix(
        "http://testserver"
    )
    form = browser.get(link).headers["Location"]
    browser.post(form, {"password1": PASSWORD + " new", "password2": PASSWORD + " new"})
    assert guess(password=PASSWORD + " new").status_code == 302


def test_django_by_itself_would_look_at_every_guess(scene, watch, settings):
    """Control: without the limits, sixty of sixty are looked at."""
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "failures": None}
    for _ in range(60):
        guess()
    assert watch.looked_at == 60


# The second step


@pytest.fixture
def protected(scene) -> Staff:
    """Ana with an authenticator app."""
    Authenticator.objects.create(user=scene.staff["ana"], type="totp", data={"secret": SecondFactor().encrypt(SECRET)})
    return scene.staff["ana"]


def code(step: int = 0) -> str:
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(clocks.time()) // 30 + step))


def first_step() -> Client:
    browser = Client()
    assert guess(password=PASSWORD, browser=browser).headers["Location"] == "/sign-in/code/"
    assert browser.get("/account/").status_code == 302
    return browser


def test_the_password_alone_lets_nobody_in_who_has_a_second_step(protected):
    browser = first_step()
    assert browser.post("/sign-in/code/", {"code": code()}).headers["Location"] == "/"
    assert browser.get("/account/").status_code == 200


def test_a_code_is_good_once(protected):
    used = code()
    assert first_step().post("/sign-in/code/", {"code": used}).status_code == 302
    assert first_step().post("/sign-in/code/", {"code": used}).status_code == 200


def test_a_code_of_the_step_before_is_not_taken(protected):
    assert first_step().post("/sign-in/code/", {"code": code(-2)}).status_code == 200


def test_codes_cannot_be_guessed_either(protected, watch):
    browser = first_step()
    for _ in range(5):
        assert "not right" in browser.post("/sign-in/code/", {"code": "000000"}).content.decode()
    assert "Too many attempts" in browser.post("/sign-in/code/", {"code": code()}).content.decode()
    watch.now += 61
    assert browser.post("/sign-in/code/", {"code": code()}).status_code == 302


def test_who_has_a_second_step_confirms_with_it_and_not_with_the_password(protected):
    browser = first_step()
    browser.post("/sign-in/code/", {"code": code()})
    assert browser.get("/account/confirm/").headers["Location"] == "/account/confirm/code/"
    assert browser.post("/account/confirm/", {"password": PASSWORD}).headers["Location"] == "/account/confirm/code/"


def test_the_secret_is_not_readable_in_the_database(protected):
    held = Authenticator.objects.get().data["secret"]
    assert SECRET not in held
    assert SecondFactor().decrypt(held) == SECRET


def test_nothing_counted_names_anybody(scene, watch):
    guess()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM duly_cache")
        assert "ana" not in str(cursor.fetchall())
