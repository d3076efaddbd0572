"""The mailbox, the officers' page of e-mails, and webhooks: in three languages, on a phone, without scripts."""

import re

import pytest

from browser import PHONE, SMALLEST, wrong_by_axe, wrong_by_structure, wrong_by_width


def wrong(page, language):
    return (
        wrong_by_structure(page, language)
        + wrong_by_width(page, SMALLEST)
        + wrong_by_width(page, PHONE)
        + wrong_by_axe(page)
    )


@pytest.mark.parametrize("language, person", [("en", "robin"), ("fr", "camille"), ("ar", "noor")])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_person_reads_a_message(visit, polity, language, person, scripts):
    done = polity.run("message", "send", f"{person}@larkhaven.example")
    message = re.search(r"[0-9a-f-]{36}", done.stdout)[0]
    with visit(language=language, size=PHONE, scripts=scripts) as v:
        v.sign_in(person)
        page = v.go("/")
        # Beside the name stands how many there are to read.
        link = page.locator("header a[href='/account/messages']")
        assert re.search(r"\d", link.inner_text()), link.inner_text()
        link.click()
        page.wait_for_load_state("load")
        troubles = wrong(page, language) if scripts else []
        v.shot(f"mailbox-{language}")
        page.locator(f"main a[href='/account/messages/{message}']").click()
        page.wait_for_load_state("load")
        assert page.locator("main h1").inner_text()
        if scripts:
            troubles += wrong(page, language)
            v.shot(f"message-{language}")
            page.locator("main a[href$='/print']").click()
            page.wait_for_load_state("load")
            troubles += wrong(page, language)
        assert not troubles, "\n".join(troubles)
        v.go("/account/messages")
        assert not page.locator(f"article:has(a[href$='{message}']) .tag").count(), "a message that was read looks unread"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_administrator_looks_after_mail_and_webhooks(visit, language):
    with visit(language=language, size=PHONE) as v:
        v.sign_in("admin")
        page = v.go("/office/messages")
        troubles = wrong(page, language)
        page = v.go("/office/webhooks/new")
        troubles += wrong(page, language)
        page.locator("main input[name=address]").fill("gopher://elsewhere.example/")
        page.locator("main form button").last.click()
        page.wait_for_load_state("load")
        troubles += wrong(page, language)
        page.locator("main input[name=client]").fill("Sample newspaper")
        page.locator("main input[name=address]").fill("http://localhost:9/a/rather/long/address/" + "that-goes-on-" * 8)
        page.locator("main textarea[name=verbs]").fill("service-request.filed\npayments.*")
        page.locator("main form button").last.click()
        page.wait_for_load_state("load")
        assert "whsec_" in page.inner_text("main")
        troubles += wrong(page, language)
        v.shot(f"webhook-{language}")
        page = v.go("/office/webhooks")
        troubles += wrong(page, language)
        assert not troubles, "\n".join(troubles)
