"""What every page owes to everyone, on every kind of page that links lead to, for everyone who may see it."""

from urllib.parse import urlsplit

import pytest

import harness

from browser import (
    DESK,
    PHONE,
    SMALLEST,
    WEIGHT_LIMIT,
    Visit,
    crawl,
    first_visit_weight,
    kind_of,
    wrong_by_axe,
    wrong_by_structure,
    wrong_by_width,
)

PEOPLE = [None, "robin", "works", "registrar", "supervisor", "admin"]
VISITOR_STARTS = [
    "/",
    "/design",
    "/sign-in",
    "/requests/map",
    "/report/street-light/details?address=12%20Drovers%20View",
]


@pytest.fixture(scope="session")
def paths(chromium, polity):
    """The pages of each person: for a visitor every kind, for others every kind that a visitor does not see."""
    known = {}

    def of(person):
        if person not in known:
            context = chromium.new_context(locale="en", viewport=PHONE)
            window = Visit(context, polity, "en")
            if person is None:
                known[None] = crawl(window, VISITOR_STARTS)
            else:
                landed = urlsplit(window.sign_in(person).url).path
                common = {kind_of(path) for path in of(None)}
                known[person] = crawl(window, list(dict.fromkeys([landed, "/", "/account"])), known=common)
            window.expect_no_trouble()
            context.close()
            harness.say(f"{person or 'visitor'}: {len(known[person])} kinds of pages: {' '.join(known[person])}")
        return known[person]

    return of


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p or "visitor")
def test_every_page_is_accessible_fits_a_phone_and_breaks_no_rule(visit, paths, person, language):
    wrong = []
    with visit(language=language, size=PHONE) as v:
        if person:
            v.sign_in(person)
        for path in paths(person):
            page = v.go(path)
            wrong += wrong_by_structure(page, language) + wrong_by_width(page, SMALLEST) + wrong_by_width(page, PHONE)
            wrong += wrong_by_axe(page)
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize("look", ["dark", "more contrast", "forced colours", "desk"])
def test_every_page_for_visitors_is_accessible_in_every_look(visit, paths, look):
    options = {
        "dark": {"color_scheme": "dark"},
        "more contrast": {"contrast": "more"},
        "forced colours": {"forced_colors": "active"},
    }
    wrong = []
    with visit(size=DESK if look == "desk" else PHONE, **options.get(look, {})) as v:
        for path in paths(None):
            wrong += wrong_by_axe(v.go(path))
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:40])


def test_a_first_visit_to_any_page_weighs_at_most_30_kB(chromium, polity, paths):
    heavy, rows = [], []
    for path in paths(None):
        weight, parts = first_visit_weight(chromium, polity.url + path)
        rows.append((weight, path))
        if weight > WEIGHT_LIMIT:
            heavy.append(f"{path}: {weight} bytes: {parts}")
    harness.say(f"heaviest of {len(rows)} pages on a first visit, in bytes: {sorted(rows, reverse=True)[:3]}")
    assert not heavy, "\n".join(heavy)


def test_every_page_is_the_same_without_scripts(visit, paths):
    """What is there with scripts is there without: headings, links, fields and buttons to send them."""
    count = """() => ({h: document.querySelectorAll("h1, h2").length, fields: document.querySelectorAll("main input, main select, main textarea").length})"""
    with visit() as with_scripts, visit(scripts=False) as without:
        for path in paths(None):
            rich, plain = with_scripts.go(path).evaluate(count), without.go(path).evaluate(count)
            assert plain["h"] >= rich["h"] - 1, f"{path}: {plain} {rich}"
            assert plain["fields"] >= rich["fields"] - 1, f"{path}: {plain} {rich}"


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(visit):
    with visit() as v:
        page = v.go("/")
        page.keyboard.press("Tab")
        skip = page.evaluate(
            "() => ({tag: document.activeElement.tagName, href: document.activeElement.getAttribute('href')})"
        )
        assert skip["tag"] == "A" and skip["href"].startswith(
            "#"
        ), f"the first stop is {skip}, not the way to the content"
        seen = 0
        for _ in range(25):
            page.keyboard.press("Tab")
            ring = page.evaluate(
                """() => { const e = document.activeElement; if (!e || e === document.body) return null;
                const s = getComputedStyle(e); const b = e.getBoundingClientRect();
                return {name: e.outerHTML.slice(0, 80), ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none', size: b.width * b.height} }"""
            )
            if ring is None:
                break
            seen += 1
            assert ring["ring"], f"no focus ring on {ring['name']}"
        assert seen >= 3
