"""Report, follow, resolve: in three languages, with scripts and without, by keyboard, on a phone.

The tests find their way by addresses and names of fields, not by words, so that they walk the same way in every language.
"""

import re

import pytest

import harness
from browser import DESK, PHONE, SMALLEST, wrong_by_axe, wrong_by_width

CATEGORY = "street-light"


def send(page):
    """Presses the one button that leads on."""
    page.locator("main form button.primary").last.click()
    page.wait_for_load_state("load")


def fill_in(page, words):
    """Answers whatever the page asks: words in fields that are empty, the first of several choices."""
    for field in page.locator("main form input[type=text], main form textarea").all():
        name = field.get_attribute("name") or ""
        if name == "address":
            field.fill("12 Drovers View")
        elif field.is_visible() and not field.input_value() and name not in ("name", "phone"):
            field.fill(words)
    for group in {r.get_attribute("name") for r in page.locator("main form input[type=radio]").all()}:
        page.locator(f"main form input[type=radio][name='{group}']").first.check(force=True)


def report(page, words, email=None):
    """Reports a broken street light; returns the address of the page that follows what happens to it."""
    page.goto(page.url.split("?")[0], wait_until="load")
    page.locator(f"main a[href^='/report/{CATEGORY}']").first.click()
    page.wait_for_load_state("load")
    for _ in range(8):
        path = re.sub(r"^https?://[^/]+", "", page.url)
        if not path.startswith("/report/"):
            break
        if "/similar" in path:
            page.locator("main a[href*='/details']").first.click()
            page.wait_for_load_state("load")
            continue
        fill_in(page, words)
        if email and page.locator("main input[name=email]").count():
            page.locator("main input[name=email]").fill(email)
        send(page)
    assert "/report/" not in page.url, f"stuck at {page.url}: {page.inner_text('main')[:600]}"
    return page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(
    "language, words", [("en", "Dark since Monday"), ("fr", "Éteint depuis lundi"), ("ar", "مطفأ منذ يوم الاثنين")]
)
def test_a_resident_reports_and_an_officer_resolves_it(visit, language, words, scripts):
    size = PHONE if scripts else SMALLEST
    with visit(language=language, scripts=scripts, size=size) as resident, visit(
        language=language, scripts=scripts, size=DESK
    ) as officer:
        page = resident.go("/report")
        resident.shot(f"report-{language}-{'scripts' if scripts else 'plain'}-1")
        report(page, words)
        resident.shot(f"report-{language}-{'scripts' if scripts else 'plain'}-2")
        before = page.inner_text("main")
        assert words in before
        reference = page.locator("main a[href^='/requests/SR-']").first.get_attribute("href").split("/")[-1]

        desk = officer.sign_in("works")
        desk = officer.go(f"/office/requests?q={reference}")
        assert re.search(
            r"/office/requests/[0-9a-f-]{36}", desk.url
        ), f"the reference does not lead to the case: {desk.url}"
        resolve(desk, {"en": "New lamp fitted", "fr": "Lampe remplacée", "ar": "تم تركيب مصباح جديد"}[language])
        officer.shot(f"case-{language}-{'scripts' if scripts else 'plain'}")

        if scripts:
            page.wait_for_function(
                "before => document.querySelector('main').innerText !== before", arg=before, timeout=15_000
            )
        page.reload()
        after = page.inner_text("main")
        assert {"en": "New lamp fitted", "fr": "Lampe remplacée", "ar": "تم تركيب مصباح جديد"}[language] in after
        resident.shot(f"resolved-{language}-{'scripts' if scripts else 'plain'}")


def resolve(page, note):
    """Takes the decision "resolve" on the page of a case."""
    form = page.locator("form[action$='/decision']").filter(has=page.locator("[value=resolve]")).first
    details = page.locator("details").filter(has=form)
    if details.count() and details.first.get_attribute("open") is None:
        details.first.locator("summary").first.click()
    chosen = form.locator("input[type=radio][value=resolve]")
    if chosen.count():
        chosen.check(force=True)
    form.locator("textarea").first.fill(note)
    form.locator("button").last.click()
    page.wait_for_load_state("load")


def test_a_second_person_is_told_of_a_similar_report_and_follows_it(visit):
    with visit(size=PHONE) as first, visit(size=PHONE) as second:
        report(first.go("/report"), "The lamp at the corner flickers")
        page = second.sign_in("robin")
        listed = second.go("/requests")
        listed.locator("main a[href^='/requests/SR-']").first.click()
        page.wait_for_load_state("load")
        form = page.locator("form[action$='/followers'], form[action*='/follow']").first
        form.locator("button").first.click()
        page.wait_for_load_state("load")
        assert page.locator("form[action*='/follow']").count(), "who follows can stop following"


def test_a_report_is_made_by_keyboard_alone(visit):
    with visit(size=DESK) as v:
        page = v.go("/report")

        def focus(selector):
            for _ in range(150):
                page.keyboard.press("Tab")
                if page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
                    return
            raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")

        def enter():
            with page.expect_navigation(wait_until="load"):
                page.keyboard.press("Enter")

        focus(f"main a[href^='/report/{CATEGORY}']")
        enter()
        focus("main input[name=address]")
        page.keyboard.type("14 Drovers View")
        enter()
        for _ in range(6):
            if "/report/" not in page.url:
                break
            if "/similar" in page.url:
                focus("main a[href*='/details']")
            elif page.locator("main textarea[name=description]").count():
                for name in {r.get_attribute("name") for r in page.locator("main input[type=radio]").all()}:
                    focus(f"main input[type=radio][name='{name}']")
                    page.keyboard.press("Space")
                focus("main textarea[name=description]")
                page.keyboard.type("Reported without a mouse")
                focus("main form button.primary")
            else:
                focus("main form button.primary")
            enter()
        assert "/requests/" in page.url and "Reported without a mouse" in page.inner_text("main")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_mistake_names_its_field_keeps_what_was_typed_and_is_accessible(visit, language):
    with visit(language=language, size=PHONE) as v:
        page = v.go(f"/report/{CATEGORY}/details?address=12%20Drovers%20View")
        page.locator("main textarea[name=description]").fill("kept")
        send(page)  # the question of the category is not answered
        assert page.locator("main textarea[name=description]").input_value() == "kept"
        summary = page.locator("[role=alert], .error-summary").first
        assert summary.count() and summary.locator("a[href^='#']").count(), "there is no summary of what is wrong"
        target = summary.locator("a[href^='#']").first.get_attribute("href")
        assert page.locator(target).count(), f"the summary links to {target}, which is not there"
        assert not wrong_by_axe(page) and not wrong_by_width(page)
        v.shot(f"mistake-{language}")


def test_the_language_switch_keeps_the_page(visit):
    with visit() as v:
        page = v.go("/report")
        page.locator("a[hreflang=ar], a[lang=ar]").first.click()
        page.wait_for_load_state("load")
        assert page.url.split("?")[0].endswith("/report")
        assert page.evaluate("() => document.documentElement.dir") == "rtl"
        v.go("/")
        assert page.evaluate("() => document.documentElement.lang") == "ar", "the choice is kept"


@pytest.mark.parametrize(
    "name, path, person",
    [
        ("home", "/", None),
        ("report", "/report", None),
        ("requests", "/requests", None),
        ("journal", "/journal", None),
        ("sign-in", "/sign-in", None),
        ("design", "/design", None),
        ("queue", "/office/requests", "works"),
        ("figures", "/office/requests/statistics", "supervisor"),
    ],
)
def test_screens_for_the_documentation(visit, name, path, person):
    """With POLITY_SCREENS, a picture of each: wide and on a phone, in English and Arabic, light and dark."""
    for language, size, options in [("en", DESK, {}), ("ar", PHONE, {}), ("en", PHONE, {"color_scheme": "dark"})]:
        with visit(language=language, size=size, **options) as v:
            if person:
                v.sign_in(person)
            answer = v.page.goto(v.polity.url + path, wait_until="load")
            if answer.status == 404:
                pytest.skip(f"there is no {path}")
            v.shot(f"{name}-{language}-{size['width']}-{options.get('color_scheme', 'light')}")
