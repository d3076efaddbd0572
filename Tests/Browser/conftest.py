"""A Chromium for the tests, and windows of it. See browser.py."""

import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from browser import DESK, Visit


@pytest.fixture(scope="session")
def polity(polity_on_sqlite):
    """What people see does not depend on the database; the journeys that write run on both, see test_journeys.py."""
    return polity_on_sqlite


@pytest.fixture(scope="session")
def chromium():
    path = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if path is None:
        pytest.fail("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, polity):
    """`with visit(language="ar", scripts=False) as v: v.go("/")`; what the console complains of fails the test."""

    @contextmanager
    def open_visit(language="en", scripts=True, size=DESK, server=None, **options):
        context = chromium.new_context(locale=language, java_script_enabled=scripts, viewport=size, **options)
        opened = Visit(context, server or polity, language)
        try:
            yield opened
            opened.expect_no_trouble()
        finally:
            context.close()

    return open_visit
