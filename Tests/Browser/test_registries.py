"""Registers: an officer says why, looks, corrects; the person sees who looked. Pages that only forms lead to are checked here."""

import pytest

from browser import PHONE, SMALLEST, wrong_by_axe, wrong_by_structure, wrong_by_width


def judge(page, language):
    wrong = wrong_by_structure(page, language) + wrong_by_width(page, SMALLEST) + wrong_by_width(page, PHONE) + wrong_by_axe(page)
    assert not wrong, "\n".join(wrong[:20])


def send(page, name_or_index=-1):
    page.locator("main form .buttons button:visible").nth(name_or_index).click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_look_is_asked_for_recorded_and_seen_by_the_person(visit, language):
    case = f"BR-{language}"
    with visit(language=language, size=PHONE) as v:
        v.sign_in("licences")
        page = v.go("/office/registries/driving-licences")
        assert "Noor" not in page.inner_text("main")
        page.fill("input[name=q]", "LH-100200")
        send(page)
        assert page.locator(".error-summary, [role=alert]").count() or page.locator("[id$=-error]").count()
        judge(page, language)
        page.locator("input[name=purpose][value=check]").check()
        page.fill("input[name=case]", case)
        send(page)
        judge(page, language)
        page.locator("main form.action button").first.click()
        page.wait_for_load_state("load")
        assert "DL-400120" in page.inner_text("h1")
        judge(page, language)
        # The second of the actions corrects.
        page.locator("main form.action button").nth(1).click()
        page.wait_for_load_state("load")
        judge(page, language)
        send(page)
        judge(page, language)
        assert "LH-100200" not in page.url and "Noor" not in page.url
    with visit(language=language, size=PHONE) as v:
        v.sign_in("noor")
        page = v.go("/account/looks")
        assert case in page.inner_text("main")
        judge(page, language)
