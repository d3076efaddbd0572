"""What every page owes to everyone, on every kind of page that links lead to, for everyone who may see it."""

import pytest

import harness

from browser import (
    DESK,
    PHONE,
    SMALLEST,
    WEIGHT_LIMIT,
    crawl,
    first_visit_weight,
    wrong_by_axe,
    wrong_by_structure,
    wrong_by_width,
)

PEOPLE = [None, "robin", "works", "supervisor", "admin"]
STARTS = {
    None: ["/", "/design", "/sign-in"],
    "robin": ["/", "/account"],
    "works": ["/", "/office"],
    "supervisor": ["/office"],
    "admin": ["/", "/office"],
}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p or "visitor")
def test_every_page_is_accessible_fits_a_phone_and_breaks_no_rule(visit, person, language):
    wrong = []
    with visit(language=language, size=PHONE) as v:
        if person:
            v.sign_in(person)
        start = [v.page.url.removeprefix(v.polity.url)] if person else STARTS[person]
        for path in crawl(v, start=start + ["/"]):
            page = v.go(path)
            wrong += (
                wrong_by_axe(page)
                + wrong_by_structure(page, language)
                + wrong_by_width(page, SMALLEST)
                + wrong_by_width(page, PHONE)
            )
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize("look", ["dark", "more contrast", "forced colours", "desk"])
def test_every_page_for_visitors_is_accessible_in_every_look(visit, look):
    options = {
        "dark": {"color_scheme": "dark"},
        "more contrast": {"contrast": "more"},
        "forced colours": {"forced_colors": "active"},
    }
    wrong = []
    with visit(size=DESK if look == "desk" else PHONE, **options.get(look, {})) as v:
        for path in crawl(v, start=STARTS[None]):
            wrong += wrong_by_axe(v.go(path))
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:40])


def test_a_first_visit_to_any_page_weighs_at_most_30_kB(visit, chromium, polity):
    with visit(size=PHONE) as v:
        paths = crawl(v, start=STARTS[None])
    heavy, rows = [], []
    for path in paths:
        weight, parts = first_visit_weight(chromium, polity.url + path)
        rows.append((weight, path))
        if weight > WEIGHT_LIMIT:
            heavy.append(f"{path}: {weight} bytes: {parts}")
    harness.say(f"heaviest of {len(rows)} pages on a first visit, in bytes: {sorted(rows, reverse=True)[:3]}")
    assert not heavy, "\n".join(heavy)


def test_every_page_is_the_same_without_scripts(visit):
    """What is there with scripts is there without: headings, links, fields and buttons to send them."""
    count = """() => ({h: document.querySelectorAll("h1, h2").length, fields: document.querySelectorAll("main input, main select, main textarea").length})"""
    with visit() as with_scripts, visit(scripts=False) as without:
        for path in crawl(with_scripts, start=STARTS[None]):
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
