"""Public services from the question to the decision: a resident applies and pays, an officer decides, the resident reads why."""

import pytest

import harness
from applying import Walk
from browser import DESK, PHONE


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A demonstration as `make run` starts it: the sandbox for cards comes with it. People type the address that it has."""
    server = harness.Polity(tmp_path_factory.mktemp("services"))
    server.environment |= {"POLITY_ADDRESS": server.url}
    with server:
        yield server


def decide(visit, server, officer, case, decision, language="en", reasons=(), text=None, shots=None):
    """An officer opens the case by its reference and decides."""
    with visit(language, size=DESK, server=server) as v:
        walk = Walk(v)
        v.sign_in(officer)
        v.go(f"/office/cases?q={case.split('/')[-1]}")
        walk.look(shots and f"{shots}-case")
        form = v.page.locator("main form[action$='/decision']")
        form.locator(f"input[name=decision][value='{decision}']").check(force=True)
        for reason in reasons:
            form.locator(f"input[name=reasons][value='{reason}']").check(force=True)
        if text:
            form.locator("textarea[name=text]").fill(text)
        walk.press("main form[action$='/decision'] button.primary")
        walk.look(shots and f"{shots}-case-decided")
        assert v.page.url.endswith("done=decision"), v.page.inner_text("main")[:800]
        assert not walk.found, "\n".join(walk.found)


def test_a_driving_licence_is_renewed_without_scripts_in_arabic_on_a_phone(visit, town):
    with visit("ar", scripts=False, size=PHONE, server=town) as v:
        walk = Walk(v, checks=False)
        v.sign_in("noor")
        case = walk.apply("driving-licence-renewal", {"illness": "none", "delivery": "post"}, "licence-ar")
        assert walk.pages[0] == "licence" and walk.pages[-1] == "declaration"
        walk.pay(case, "licence-ar")
        walk.settle(case, "main a[href^='/payments/']")
    decide(visit, town, "transport", case, "approve")
    with visit("ar", size=PHONE, server=town) as v:
        walk = Walk(v)
        v.sign_in("noor")
        v.go(case)
        walk.look("licence-ar-decided")
        assert not v.page.locator(f"main form[action='{case}/withdrawal']").count(), "what is decided cannot be withdrawn"
        v.go("/account/messages")
        walk.look("licence-ar-messages")
        assert not walk.found, "\n".join(walk.found)


def test_vehicle_tax_is_assessed_by_the_rules_and_paid(visit, town):
    with visit("fr", server=town) as v:
        walk = Walk(v)
        v.sign_in("camille")
        case = walk.apply("vehicle-tax", {"relief": "none"}, "tax")
        walk.pay(case, "tax")
        walk.settle(case, "main a[href^='/payments/']")
        walk.look("tax-paid")
        assert not walk.found, "\n".join(walk.found)


def test_who_is_not_entitled_reads_the_rule(visit, town):
    with visit(server=town) as v:
        walk = Walk(v)
        v.sign_in("camille")
        v.go("/services/driving-licence-renewal/apply")
        walk.press("main form[action='/services/driving-licence-renewal/apply'] button.primary")
        page = v.go(walk.path().split("/pages/")[0])
        assert "90 days" in page.inner_text("main")
        assert "licence." not in page.inner_text("main"), "in words, not in names of fields"
        walk.look("licence-not-entitled")
        assert not walk.found, "\n".join(walk.found)


def test_a_licence_is_refused_with_reasons_appealed_heard_elsewhere_and_renewed(visit, town):
    with visit(server=town) as v:
        walk = Walk(v)
        v.sign_in("robin")
        answers = {"illness": "none", "delivery": "post", "eyesight changed": True}
        case = walk.apply("driving-licence-renewal", answers, "licence")
        assert "eyesight-report" in walk.pages
        walk.pay(case, "licence")
        walk.settle(case, "main a[href^='/payments/']")
        walk.look("licence-paid")
        assert not walk.found, "\n".join(walk.found)
    decide(visit, town, "transport", case, "refuse", reasons=["eyesight"], text="Nothing can be read on it.")
    with visit(server=town) as v:
        walk = Walk(v)
        v.sign_in("robin")
        page = v.go(case)
        assert "Nothing can be read on it." in page.inner_text("main")
        assert "does not show that you see well enough" in page.inner_text("main")
        walk.look("licence-refused")
        page.locator(f"main form[action='{case}/appeal'] textarea").fill("It can be read: look again.")
        walk.press(f"main form[action='{case}/appeal'] button:not(.hidden)")
        walk.look("licence-appealed")
        assert not walk.found, "\n".join(walk.found)
    with visit(server=town) as v:
        walk = Walk(v)
        v.sign_in("tribunal")
        page = v.go(f"/office/appeals?q={case.split('/')[-1]}")
        walk.look("licence-appeal")
        form = page.locator("main form[action*='/appeals/']")
        form.locator("input[value=remit]").check(force=True)
        form.locator("textarea").fill("The report can be read.")
        walk.press("main form[action*='/appeals/'] button.primary")
        assert not walk.found, "\n".join(walk.found)
    with visit(server=town) as v:
        v.sign_in("robin")
        assert "The report can be read." in v.go(case).inner_text("main")
    decide(visit, town, "transport", case, "approve", shots="licence")
    with visit(server=town) as v:
        walk = Walk(v)
        v.sign_in("robin")
        v.go(case)
        walk.look("licence-decided")
        v.go("/account/messages")
        walk.look("licence-messages")
        assert not walk.found, "\n".join(walk.found)


def test_the_form_is_filled_in_by_keyboard_alone(visit, town):
    """Tab, arrows, space and enter lead from the service's page to the check page; nothing is clicked."""
    with visit(server=town) as v:
        v.sign_in("noor")
        page = v.go("/services/vehicle-tax/apply")
        for _ in range(40):
            if page.url.endswith("/check"):
                break
            before = page.url
            fill_by_keyboard(page)
            page.wait_for_load_state("load")
            assert page.url != before or page.locator(".error-summary").count() == 0, page.inner_text("main")[:600]
        assert page.url.endswith("/check"), page.url


def fill_by_keyboard(page):
    """Goes through the main part of a page by Tab: chooses the first of each choice, types into what is empty, enters the button."""
    page.locator("main").evaluate("main => { main.tabIndex = -1; main.focus(); }")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const e = document.activeElement; return {tag: e.tagName, type: e.type, name: e.name, value: e.value,"
            " checked: e.checked, primary: e.classList.contains('primary')}; }"
        )
        if at["tag"] == "BUTTON" and at["primary"]:
            page.keyboard.press("Enter")
            return
        if at["type"] in ("radio", "checkbox") and at["name"] not in seen:
            seen.add(at["name"])
            if not at["checked"]:
                page.keyboard.press("Space")
        elif at["tag"] in ("INPUT", "TEXTAREA") and at["type"] in ("text", "tel", "textarea") and not at["value"]:
            page.keyboard.type("1")
    raise AssertionError("no button is reached by Tab")
