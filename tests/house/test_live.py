"""The server as people meet it."""


def test_it_says_that_all_is_well(live):
    assert "GET healthz 200" in live.log.read_text()


def test_a_browser_reaches_the_sign_in_page(page):
    answer = page.goto("/")
    assert answer.status == 200
    assert "/sign-in/" in page.url
