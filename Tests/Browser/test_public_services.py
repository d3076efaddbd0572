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


@pytest.mark.parametrize(
    "person, language, scripts, size",
    [("robin", "en", True, DESK), ("noor", "ar", False, PHONE)],
    ids=["en", "ar on a phone without scripts"],
)
def test_a_driving_licence_is_renewed(visit, town, person, language, scripts, size):
    shots = f"licence-{language}"
    with visit(language, scripts=scripts, size=size, server=town) as v:
        walk = Walk(v, checks=scripts)
        v.sign_in(person)
        case = walk.apply("driving-licence-renewal", {"illness": "none", "delivery": "post", "eyesight changed": False}, shots)
        assert walk.pages[0] == "licence" and walk.pages[-1] == "declaration"
        walk.pay(case, shots)
        walk.settle(case, "main a[href^='/payments/']")
        walk.look(f"{shots}-paid")
        assert not walk.found, "\n".join(walk.found)
    decide(visit, town, "transport", case, "approve", shots=shots)
    with visit(language, scripts=scripts, size=size, server=town) as v:
        walk = Walk(v, checks=scripts)
        v.sign_in(person)
        v.go(case)
        walk.look(f"{shots}-decided")
        assert not v.page.locator(f"main form[action='{case}/withdrawal']").count(), "what is decided cannot be withdrawn"
        v.go("/account/messages")
        walk.look(f"{shots}-messages")
        assert not walk.found, "\n".join(walk.found)
