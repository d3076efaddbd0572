"""What a server does when its disk is full, and what an agency may put in the place of the program's own views."""

import contextlib
import os
import re
import subprocess
import time

import pytest
import requests

import harness


@contextlib.contextmanager
def small_disk(folder, megabytes):
    """A file system of its own; skips where this machine lets nobody mount one."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, text=True
    )
    if made.returncode != 0:
        pytest.skip(f"needs the right to mount a file system: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(path):
    """Takes what is left of a disk, to the last block."""
    with path.open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(b"\0" * 4096)


def test_a_full_disk_is_503_loses_nothing_acknowledged_and_recovers(tmp_path):
    with small_disk(tmp_path / "disk", 64) as disk, harness.Polity(disk, demo=False) as polity:
        form = {"api_key": polity.api_key("full"), "service_code": harness.SERVICE, "lat": 47.605, "long": -30.21}
        promised = {}

        def file(number):
            text = f"report {number} " + "and more of it " * 100
            answer = requests.post(
                polity.url + "/open311/v2/requests.json", data=form | {"description": text}, timeout=60
            )
            if answer.status_code in (200, 201):
                promised[answer.json()[0]["service_request_id"]] = text.strip()
            return answer.status_code

        assert file(0) in (200, 201)
        fill(disk / "ballast")
        statuses = set()
        for number in range(1, 2000):
            statuses.add(file(number))
            if 503 in statuses:
                break
        assert statuses <= {200, 201, 503} and 503 in statuses
        assert requests.get(polity.url + "/readyz", timeout=30).status_code == 503
        assert requests.get(polity.url + "/healthz", timeout=30).status_code == 200
        page = requests.get(polity.url + "/requests", headers={"Accept": "text/html"}, timeout=30)
        assert page.status_code == 200, "who only reads is served"

        (disk / "ballast").unlink()
        end = time.monotonic() + 30
        while requests.get(polity.url + "/readyz", timeout=30).status_code != 200:
            assert time.monotonic() < end, "it did not come back by itself"
            time.sleep(0.2)
        assert file(9999) in (200, 201)
        known = harness.requests_by_id(polity, list(promised))
        assert {identifier: request["description"] for identifier, request in known.items()} == promised
        polity.stop()
        assert polity.run("verify").returncode == 0


def test_views_on_disk_take_the_place_of_those_in_the_program(tmp_path):
    views = tmp_path / "views"
    footer = (harness.ROOT / "Sources/Platform/Web/Views/footer.mustache").read_text(encoding="utf-8")
    (views / "Views").mkdir(parents=True)
    (views / "Views/footer.mustache").write_text(footer + "<p>Drawn from the agency's folder</p>", encoding="utf-8")
    with harness.Polity(tmp_path / "town", arguments=["--views", str(views)]) as polity:
        page = requests.get(polity.url + "/sign-in", timeout=30).text
        assert "Drawn from the agency's folder" in page
        (views / "Views/footer.mustache").write_text(footer + "<p>Changed while it runs</p>", encoding="utf-8")
        os.utime(views / "Views/footer.mustache", (time.time() + 2,) * 2)
        changed = requests.get(polity.url + "/sign-in", timeout=30).text
        assert "Changed while it runs" in changed and not re.search("Drawn from the agency", changed)
