"""Officers' pages of processes that run: the list, one with its picture, the tasks. The processes are made by the driver of the crash
tests (built with the Swift tests) and laid into the sample government's database."""

import os
import signal
import sqlite3
import subprocess
import time

import pytest

import harness
from browser import DESK, PHONE, SMALLEST, wrong_by_axe, wrong_by_structure, wrong_by_width

TABLES = ["definitions", "starts", "instances", "steps", "timers", "subscriptions", "tasks", "orders", "incidents"]


def judge(page, language):
    wrong = wrong_by_structure(page, language) + wrong_by_width(page, SMALLEST) + wrong_by_width(page, PHONE) + wrong_by_axe(page)
    assert not wrong, "\n".join(wrong[:20])


@pytest.fixture(scope="module")
def running(polity, tmp_path_factory):
    driver = harness.ROOT / ".build/debug/ProcessDriver"
    if not os.access(driver, os.X_OK):
        pytest.skip("build it first: swift build --product ProcessDriver")
    folder = tmp_path_factory.mktemp("driver")
    process = subprocess.Popen([driver, folder / "driver.sqlite", folder / "effects"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = None
    for _ in range(200):
        time.sleep(0.1)
        try:
            with sqlite3.connect(f"file:{folder}/driver.sqlite?mode=ro", uri=True) as there:
                found = there.execute(
                    "SELECT 1 FROM processes_instances WHERE process = 'q' AND status = 'running'").fetchone()
        except sqlite3.OperationalError:
            continue
        if found:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert found, "the driver made nothing"
    with sqlite3.connect(next(polity.folder.rglob("*.sqlite")), timeout=20) as here:
        here.execute("ATTACH ? AS driver", (str(folder / "driver.sqlite"),))
        for table in TABLES:
            here.execute(f"INSERT INTO main.processes_{table} SELECT * FROM driver.processes_{table}")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_process_that_runs_is_seen_by_its_officer(visit, running, language):
    with visit(language=language, size=DESK) as v:
        v.sign_in("supervisor")
        page = v.go("/office/processes?status=running")
        judge(page, language)
        page.locator("main table a[href^='/office/processes/']").first.click()
        page.wait_for_load_state("load")
        assert page.locator("main svg").count() >= 1
        v.shot(f"process-{language}")
        judge(page, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_officer_takes_a_task_and_says_that_it_is_done(visit, running, language):
    with visit(language=language, size=PHONE) as v:
        v.sign_in("supervisor")
        page = v.go("/office/tasks")
        v.shot(f"tasks-{language}")
        judge(page, language)
        before = page.locator("main table tbody tr").count()
        page.locator("main table a[href^='/office/tasks/']").first.click()
        page.wait_for_load_state("load")
        v.shot(f"task-{language}")
        judge(page, language)
        page.locator("main form[action$='/claim'] button").click()
        page.wait_for_load_state("load")
        judge(page, language)
        page.locator("main form[action$='/completion'] button").click()
        page.wait_for_load_state("load")
        assert page.url.endswith("?done=1")
        judge(page, language)
        assert page.locator("main table tbody tr").count() <= before
