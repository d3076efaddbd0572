"""Paying by card and by transfer: at the provider's page and back, in three languages, with scripts and without, on a phone."""

import re
import shutil
import subprocess

import pytest

import harness
from browser import DESK, PHONE, SMALLEST, wrong_by_axe, wrong_by_structure, wrong_by_width

GOOD, DECLINED, SLOW = "4000 0000 0000 0010", "4000 0000 0000 0028", "4000 0000 0000 0051"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A demonstration as `make run` starts it: the sandbox comes with it. People type the address that it has."""
    server = harness.Polity(tmp_path_factory.mktemp("payments"))
    server.environment |= {"POLITY_ADDRESS": server.url}
    with server:
        yield server


def bill(town, title="Bicycle number plate"):
    return town.run(
        "payment", "ask", "robin@larkhaven.example", title, "--amount", "9.00", "--account", "4300", "--agency", "transport"
    ).stdout.strip().splitlines()[-1]  # fmt: skip


def wrong(visit):
    """What is wrong with the page; without scripts nobody can ask it."""
    if not visit.scripts:
        return []
    return wrong_by_axe(visit.page) + wrong_by_structure(visit.page, visit.language) + wrong_by_width(visit.page)


def press(page, selector):
    page.locator(selector).first.click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize(
    "language, scripts, size",
    [("en", True, DESK), ("fr", True, PHONE), ("ar", True, PHONE), ("ar", False, SMALLEST)],
    ids=["en", "fr", "ar", "ar no scripts"],
)
def test_a_resident_pays_by_card_after_one_was_refused(visit, town, language, scripts, size):
    path = bill(town)
    with visit(language, scripts=scripts, size=size, server=town) as v:
        v.scripts = scripts
        language += "" if scripts else "-plain"
        v.sign_in("robin")
        page = v.go(path)
        found = wrong(v)
        v.shot(f"payments-{language}-to-pay")
        press(page, "main form[action$='/card'] button")
        assert "/pay/" in page.url, page.url
        found += wrong_by_axe(page) + wrong_by_width(page) if scripts else []
        v.shot(f"payments-{language}-sandbox")
        page.locator("input[name=card]").fill(DECLINED)
        press(page, "button.primary")
        assert page.url.startswith(town.url + path), page.url
        found += wrong(v)
        v.shot(f"payments-{language}-refused")
        press(page, "main form[action$='/card'] button")
        page.locator("input[name=card]").fill(SLOW)
        press(page, "button.primary")
        # A screenshot changes the page for a moment, and this one is looked at again by itself: so the checks come first.
        found += wrong(v)
        v.shot(f"payments-{language}-waiting")
        # The page looks again by itself, with scripts or without.
        page.wait_for_url(re.compile(re.escape(path) + r"$"), timeout=60_000)
        page.wait_for_load_state("load")
        found += wrong(v)
        v.shot(f"payments-{language}-paid")
        press(page, "main a[href*='/receipts/R-']")
        found += wrong(v)
        v.shot(f"payments-{language}-receipt")
        v.go("/account/payments")
        found += wrong(v)
        v.shot(f"payments-{language}-own")
        assert not found, "\n".join(found)


def test_a_resident_pays_by_transfer_and_an_officer_records_it(visit, town, tmp_path):
    path = bill(town)
    reference = path.split("/")[-1]
    with visit("en", server=town) as v:
        v.sign_in("robin")
        page = v.go(path)
        page.locator("figure.scan svg").screenshot(path=str(tmp_path / "code.png"), scale="device")
        if shutil.which("zbarimg"):
            read = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "code.png")], capture_output=True, text=True).stdout
            lines = read.rstrip("\n").split("\n")
            assert lines[:4] == ["BCD", "002", "1", "SCT"] and lines[7] == "EUR9.00" and lines[9] == reference, read
    with visit("en", server=town) as v:
        v.scripts = True
        v.sign_in("cashier")
        page = v.go("/office/payments/transfers")
        found = wrong(v)
        page.locator("input[name=reference]").fill(reference.lower())
        page.locator("input[name=amount]").fill("9,00")
        page.locator("input[name=slip]").fill("statement 12, line 3")
        v.shot("payments-transfer")
        press(page, "main form button.primary")
        assert "done" in page.url
        v.go(f"/office/payments?q={reference}")
        found += wrong(v)
        v.shot("payments-case")
        v.go("/office/payments")
        found += wrong(v)
        v.shot("payments-list")
        assert not found, "\n".join(found)
    with visit("en", server=town) as v:
        v.sign_in("robin")
        assert "We have received your payment" in v.go(path).inner_text("main")


def test_the_treasury_sees_a_ledger_that_balances(visit, town):
    with visit("en", server=town) as v:
        v.scripts = True
        v.sign_in("treasurer")
        found = []
        for path in ["/office/payments/ledger", "/office/payments/ledger/1200", "/office/payments/reconciliation", "/office/payments/refunds"]:
            v.go(path)
            found += wrong(v)
            v.shot("payments-" + path.split("/")[-1])
        assert not found, "\n".join(found)
