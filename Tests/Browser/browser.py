"""One person's browser window, and what every page owes to everyone.

POLITY_SCREENS names a folder into which the journeys put screenshots.
"""

import os
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe

import harness

PHONE = {"width": 360, "height": 740}
SMALLEST = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
WEIGHT_LIMIT = 30_000  # bytes over the wire on a first visit, photographs not counted


class Visit:
    """One browser window of one person, and what went wrong in it."""

    def __init__(self, context, polity, language):
        self.context, self.polity, self.language = context, polity, language
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("response", self._response)

    def _console(self, message):
        if message.type in ("error", "warning"):
            # The browser itself reports a page that answers 4xx; `_response` judges those.
            if "Failed to load resource" not in message.text:
                self.troubles.append(f"console {message.type}: {message.text} ({self.page.url})")

    def _response(self, response):
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            self.troubles.append(f"{response.status} {response.url}")

    def go(self, path):
        answer = self.page.goto(urljoin(self.polity.url, path), wait_until="load")
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}"
        return self.page

    def sign_in(self, person):
        """Signs in as one of the sample people; `person` is the first word of the address."""
        who = harness.sample_people()[person]
        page = self.go("/sign-in")
        page.locator("main input[type=email], main input[name=email]").first.fill(who["email"])
        page.locator("main input[type=password]").first.fill(who["password"])
        page.locator("main form:has(input[type=password]) button").first.click()
        page.wait_for_load_state("load")
        assert "/sign-in" not in page.url, page.inner_text("main")
        # A person's own language counts more than the browser's; what is chosen on the device more than both.
        landed = urlsplit(page.url).path
        return self.go(f"{landed}?lang={self.language}")

    def shot(self, name):
        folder = os.environ.get("POLITY_SCREENS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    def expect_no_trouble(self):
        assert not self.troubles, "\n".join(self.troubles)


# What every page owes to everyone. Each returns what is wrong, in words.


def wrong_by_axe(page):
    results = Axe().run(page)
    wrong = []
    for violation in results.response["violations"]:
        places = "; ".join(
            str(node["target"]) + " " + " ".join(str(node.get("failureSummary", "")).split())[:200]
            for node in violation["nodes"][:3]
        )
        wrong.append(f"{page.url}: axe {violation['id']} ({violation['impact']}): {places}")
    return wrong


def wrong_by_structure(page, language):
    state = page.evaluate("""() => ({
            lang: document.documentElement.lang, dir: getComputedStyle(document.documentElement).direction,
            h1: document.querySelectorAll("h1").length, title: document.title, main: document.querySelectorAll("main").length,
            text: document.body.innerText, viewport: !!document.querySelector("meta[name=viewport]"),
            inline: document.querySelectorAll("[style], [onclick], style, script:not([src]):not([type='application/json'])").length,
        })""")
    wrong = []
    if not state["lang"].startswith(language):
        wrong.append(f"lang is {state['lang']!r}, not {language}")
    if state["dir"] != ("rtl" if language == "ar" else "ltr"):
        wrong.append(f"direction is {state['dir']}")
    if state["h1"] != 1 or state["main"] != 1:
        wrong.append(f"{state['h1']} h1, {state['main']} main")
    if not state["title"].strip() or not state["viewport"]:
        wrong.append("no title or no viewport")
    if state["inline"]:
        wrong.append(f"{state['inline']} inline styles or scripts")
    for rest in re.findall(
        r"\[\[.*?\]\]|\{\{.*?\}\}|\b(?:service-requests|identity|portal|web)\.[a-z-]+\.[a-z.-]+", state["text"]
    ):
        wrong.append(f"an unresolved word: {rest}")
    return [f"{page.url}: {text}" for text in wrong]


def wrong_by_width(page, size=SMALLEST):
    before = page.viewport_size
    page.set_viewport_size(size)
    wide = page.evaluate("""() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return null;
            const wide = [...document.body.querySelectorAll("*")].filter(e => {
                const box = e.getBoundingClientRect();
                return box.width && (box.right > width + 1 || box.left < -1);
            });
            return wide.slice(0, 3).map(e => e.outerHTML.slice(0, 120));
        }""")
    page.set_viewport_size(before)
    return [f"{page.url}: scrolls sideways at {size['width']} px: {wide}"] if wide else []


def first_visit_weight(chromium, url):
    """Bytes over the wire of a first visit with an empty cache, photographs left out; and what they were."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds, sizes = {}, {}
    session.on(
        "Network.responseReceived",
        lambda e: kinds.__setitem__(e["requestId"], (e["response"]["url"], e["response"]["mimeType"])),
    )
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.goto(url, wait_until="load")
    page.wait_for_timeout(300)
    context.close()
    parts = {}
    for request, size in sizes.items():
        address, kind = kinds.get(request, ("?", ""))
        if kind not in ("image/jpeg", "image/png", "image/webp"):
            parts[urlsplit(address).path] = size
    return sum(parts.values()), parts


def pattern(path):
    """A path without what differs from thing to thing."""
    path = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}", "/*", path)
    path = re.sub(r"/[A-Z]{1,4}-?[0-9A-Z]{4,}(?:-[0-9A-Z]+)*", "/*", path)
    path = re.sub(r"^/(report|services|office/services|life-events)/[a-z-]+", r"/\1/*", path)
    return re.sub(r"/\d+", "/*", path)


LEFT_ALONE = re.compile(
    r"sign-out|/log/(tile|checkpoint)|\.(json|xml|csv|geojson|svg|css|js|png|jpg|webp|txt|pdf|eml|ico|pem)$|/open311/|^/metrics|/receipt|tlog-proof"
)


def kind_of(path):
    """What sort of page a path leads to: its pattern and the names of its query."""
    parts = urlsplit(path)
    names = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return pattern(parts.path) + ("?" + "&".join(names) if names else "")


def crawl(visit, start=("/",), most=70, known=()):
    """One page of every kind that links lead to, the shortest way first; none of the kinds that are known already."""
    waiting, kinds, found = list(start), set(known), []
    wanted = set(start)
    while waiting and len(found) < most:
        path = waiting.pop(0)
        kind = kind_of(path)
        if LEFT_ALONE.search(urlsplit(path).path) or (kind in kinds and path not in wanted):
            continue
        wanted.discard(path)
        kinds.add(kind)
        page = visit.go(path)
        found.append(path)
        for link in page.eval_on_selector_all(
            "a[href]", "links => links.map(a => new URL(a.getAttribute('href'), location).href)"
        ):
            target = urlsplit(link)
            if f"{target.scheme}://{target.netloc}" == visit.polity.url and "lang" not in target.query:
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return found
