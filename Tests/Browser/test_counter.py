"""At the counter: an officer finds the person, sees who it is, types in what was said or written, and the person reads all of it."""

import datetime
import re

import pytest

import harness
from applying import Walk
from browser import DESK, PHONE

ANSWERS = {"details right": True, "illness": "none"}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with harness.Polity(tmp_path_factory.mktemp("counter")) as server:
        yield server


def serve(v, walk, who, shots=None):
    """Finds somebody and opens the page on which they are served; gives its path."""
    v.go("/office/counter")
    walk.look(shots and f"{shots}-start")
    v.page.fill("input[name=who]", who)
    walk.press("main form[action='/office/counter'] button.primary")
    walk.look()
    walk.press("main a[href^='/office/counter/0']")
    walk.look()
    return walk.path().split("?")[0]


def begin(v, walk, service, channel="counter", received=None):
    form = v.page.locator("main form[action$='/drafts']")
    form.locator("[name=service]").select_option(service)
    form.locator(f"[name=channel][value={channel}]").check(force=True)
    if received:
        Walk.date(form, "received", received)
    form.locator("button.primary").first.click()
    v.page.wait_for_load_state("load")


@pytest.mark.parametrize(("language", "size"), [("en", DESK), ("ar", PHONE)], ids=["in-english", "in-arabic-on-a-phone"])
def test_a_paper_is_typed_in_and_the_person_reads_who_did_it(visit, town, language, size):
    person = {"en": "robin", "ar": "noor"}[language]
    shots = "counter" if language == "en" else None
    with visit(language, size=size, server=town) as v:
        walk = Walk(v)
        v.sign_in("registrar")
        base = serve(v, walk, f"{person}@larkhaven.example", shots)
        came = datetime.date.today() - datetime.timedelta(days=7)
        begin(v, walk, "driving-licence-renewal", "paper", came)
        assert walk.path().startswith(f"{base}/drafts/"), walk.path()
        walk.fill_in(ANSWERS)
        # Nothing is sent before the officer says whose words these are.
        walk.press("main form[action$='/check'] button.primary")
        assert walk.path().endswith("/check")
        walk.look(shots and f"{shots}-check")
        v.page.locator("input[name=confirmed]").check(force=True)
        walk.press("main form[action$='/check'] button.primary")
        assert walk.path().startswith(f"{base}/cases/CS-"), f"{walk.path()}: {v.page.inner_text('main')[:600]}"
        walk.look(shots and f"{shots}-sent")
        reference = re.search(r"CS-[A-Z0-9-]+", walk.path())[0]
        assert not walk.found, "\n".join(walk.found)
    with visit(language, size=size, server=town) as v:
        walk = Walk(v)
        v.sign_in(person)
        v.go(f"/cases/{reference}")
        walk.look()
        came = {"en": "Application came on paper", "ar": "ورد الطلب على الورق"}[language]
        assert came in v.page.inner_text("main")
        assert not walk.found, "\n".join(walk.found)


def test_somebody_without_an_account_gets_one_and_proves_who_they_are(visit, town):
    with visit("fr", size=PHONE, server=town) as v:
        walk = Walk(v)
        v.sign_in("registrar")
        v.go("/office/counter/new")
        walk.look()
        v.page.fill("input[name=name]", "Lou Sample")
        walk.press("main form[action='/office/counter/new'] button.primary")
        base = walk.path().split("?")[0]
        walk.look()
        begin(v, walk, "driving-licence-renewal")
        assert walk.path() == f"{base}/drafts"
        walk.look()
        v.page.locator("input[name=proof][value=passport]").check(force=True)
        walk.press("main form[action$='/identity'] button:not(.hidden)")
        assert walk.path() == f"{base}?done=proved"
        walk.look()
        # The registers do not know somebody of this name, which the service says in its own words.
        begin(v, walk, "driving-licence-renewal")
        assert walk.path().startswith(f"{base}/drafts/")
        walk.look()
        assert not walk.found, "\n".join(walk.found)
