"""Walks a service as a person does: answers whatever a page asks, checks, sends, pays; and an officer who decides.

Fields are found by the names that a definition gives its questions, so the same walk serves every service in every language.
"""

import datetime
import re

from browser import wrong_by_axe, wrong_by_structure, wrong_by_width

# The smallest file that is a PDF to every reader: one empty page.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
GOOD_CARD = "4000 0000 0000 0010"


class Walk:
    """One person's way through a service. `found` collects what is wrong with the pages on the way."""

    def __init__(self, visit, checks=True):
        self.visit, self.page, self.checks = visit, visit.page, checks
        self.found, self.pages = [], []

    def look(self, name=None):
        """Checks the page, and keeps a picture where pictures are wanted."""
        if self.checks:
            self.found += (
                wrong_by_axe(self.page) + wrong_by_structure(self.page, self.visit.language) + wrong_by_width(self.page)
            )
        if name:
            self.visit.shot(name)

    def press(self, selector):
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("load")

    def path(self):
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    def apply(self, service, answers, shots=None):
        """From the page of a service to the sent application; gives its path."""
        self.visit.go(f"/services/{service}")
        self.look(shots and f"{shots}-service")
        self.press(f"main a[href='/services/{service}/apply']")
        self.look(shots and f"{shots}-before")
        organisations = self.page.locator("main input[name=organisation]")
        if organisations.count():
            organisations.nth(answers.get("organisation", 0)).check(force=True)
        self.press(f"main form[action='/services/{service}/apply'] button.primary")
        self.fill_in(answers, shots)
        self.press("main form[action$='/check'] button.primary")
        assert self.path().startswith("/cases/"), f"{self.path()}: {self.page.inner_text('main')[:800]}"
        self.look(shots and f"{shots}-sent")
        return self.path().split("?")[0]

    def fill_in(self, answers, shots=None):
        """From the first question of an application to the page on which the answers are checked."""
        for _ in range(60):
            path = self.path()
            if "/pages/" not in path:
                break
            self.pages.append(path.split("/pages/")[1].split("?")[0])
            self.answer(answers)
            self.look(shots and f"{shots}-{self.pages[-1]}")
            self.press("main form button.primary")
        assert "/pages/" not in self.path(), f"stuck at {self.path()}: {self.page.inner_text('main')[:800]}"
        assert self.path().endswith("/check"), f"{self.path()}: {self.page.inner_text('main')[:800]}"
        self.look(shots and f"{shots}-check")

    def answer(self, answers):
        """Answers what the page asks: from `answers` by the question's name, else with something that fits the field."""
        form = self.page.locator("main form:has(input[name=asked])")
        for name in [field.get_attribute("value") for field in form.locator("input[name=asked]").all()]:
            self.put(form, name.replace(" ", "-"), answers.get(name))

    def put(self, form, name, value):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for index, item in enumerate(value):
                for part, one in item.items():
                    self.put(form, f"{name}.{index}.{part.replace(' ', '-')}", one)
            return
        if isinstance(value, dict):
            for part, one in value.items():
                form.locator(f"[name='{name}-{part.replace(' ', '-')}']").fill(str(one))
            return
        field = form.locator(f"[name='{name}']")
        kind = field.first.get_attribute("type") if field.count() else None
        if form.locator(f"[name='{name}-day']").count():
            self.date(form, name, value or datetime.date.today())
        elif not field.count():
            return
        elif kind in ("radio", "checkbox"):
            self.choose(field, value)
        elif kind == "file":
            if value is not False:
                field.first.set_input_files(value or {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": PAPER})
        elif field.first.evaluate("field => field.tagName") == "SELECT":
            chosen = value or field.locator("option[value]:not([value=''])").first.get_attribute("value")
            field.first.select_option(str(chosen))
        elif value is not None:
            field.first.fill(str(value))
        elif not field.first.input_value():
            numeric = field.first.get_attribute("inputmode") in ("numeric", "decimal")
            field.first.fill("1" if numeric else "+999 555 0111" if kind == "tel" else "Sample")

    def choose(self, field, value):
        """`value`: what is sent, a list of these, a yes or no; a number counts the choices from 0."""
        if isinstance(value, int) and not isinstance(value, bool):
            return field.nth(value).check(force=True)
        if value is True or value is False:
            value = "yes" if value else "no"
        wanted = [str(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
        for one in wanted or [field.first.get_attribute("value")]:
            field.locator(f"xpath=self::*[@value='{one}']").check(force=True)

    @staticmethod
    def date(form, name, day):
        if isinstance(day, str):
            day = datetime.date.fromisoformat(day)
        for part in ("day", "month", "year"):
            form.locator(f"[name='{name}-{part}']").fill(str(getattr(day, part)))

    def pay(self, case, shots=None):
        """Pays what a case asks for, with a card that is good."""
        self.visit.go(case)
        self.press("main a[href^='/payments/']")
        self.look(shots and f"{shots}-pay")
        self.press("main form[action$='/card'] button")
        self.page.locator("input[name=card]").fill(GOOD_CARD)
        self.press("button.primary")
        self.page.wait_for_url(re.compile(r"/payments/[^/?]+$"), timeout=60_000)
        self.visit.go(case)

    def settle(self, case, gone, within=30):
        """Looks at a case again and again until something is no more on its page: what the house does by itself takes a moment."""
        for _ in range(within * 2):
            self.visit.go(case)
            if not self.page.locator(gone).count():
                return
            self.page.wait_for_timeout(500)
        raise AssertionError(f"{gone} is still there: {self.page.inner_text('main')[:800]}")


def work_through(visit, server, officer, case, decision="approve", language="en", shots=None, most=8, checks=True):
    """An officer does whatever the process of a case asks for, first the first, until nothing is left; gives the names of what was done."""
    done = []
    with visit(language, server=server) as v:
        walk = Walk(v, checks)
        v.sign_in(officer)
        for step in range(most):
            v.go(f"/office/cases?q={case.split('/')[-1]}")
            walk.look(shots and f"{shots}-case-{step}")
            if v.page.locator("main form[action$='/decision']").count():
                form = v.page.locator("main form[action$='/decision']")
                form.locator(f"input[name=decision][value='{decision}']").check(force=True)
                walk.press("main form[action$='/decision'] button.primary")
                assert v.page.url.endswith("done=decision"), v.page.inner_text("main")[:800]
                done.append(decision)
            elif v.page.locator("main form[action*='/tasks/']").count():
                form = v.page.locator("main form[action*='/tasks/']").first
                done.append(form.locator("xpath=preceding::h2[1]").inner_text())
                if form.locator("input[type=radio]").count():
                    form.locator("input[type=radio]").first.check(force=True)
                walk.press("main form[action*='/tasks/'] button.primary")
                assert v.page.url.endswith("done=work"), v.page.inner_text("main")[:800]
            else:
                break
        assert not walk.found, "\n".join(walk.found)
    return done
