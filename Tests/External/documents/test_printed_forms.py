"""The printed form of every service in every language: qpdf judges the file, poppler its structure and its text."""

import html
import re
import shutil
import subprocess
import unicodedata

import pytest
import requests

from harness import ROOT, Polity

TOOLS = ["pdfinfo", "pdftotext", "qpdf"]
pytestmark = pytest.mark.skipif(
    any(not shutil.which(tool) for tool in TOOLS), reason="needs poppler-utils and qpdf: Scripts/install-debian test"
)
SERVICES = sorted(folder.parent.name for folder in (ROOT / "Jurisdictions/larkhaven/services").glob("*/service.yaml"))
LANGUAGES = ["en", "fr", "ar"]


@pytest.fixture(scope="module")
def polity(tmp_path_factory):
    with Polity(tmp_path_factory.mktemp("forms")) as polity:
        yield polity


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)


def words(text):
    """Its words, without marks of direction, in the letters that a reader sees."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return set(re.findall(r"\w+", plain))


def test_there_is_a_form_to_judge():
    assert len(SERVICES) >= 7


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_a_sound_tagged_pdf_that_says_what_the_service_asks(polity, tmp_path, service, language):
    answer = requests.get(f"{polity.url}/services/{service}/form.pdf?language={language}", timeout=60)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    file = tmp_path / "form.pdf"
    file.write_bytes(answer.content)
    check = run("qpdf", "--check", file)
    assert check.returncode == 0 and "No syntax" in check.stdout, check.stdout + check.stderr
    assert re.search(r"Tagged: +yes", run("pdfinfo", file).stdout)
    assert f"/Lang ({language})".encode() in answer.content
    tags = set(re.findall(r"^ *(\w+)", run("pdfinfo", "-struct", file).stdout, re.M))
    assert {"Document", "H1", "H2", "P"} <= tags, tags
    # What the page of the service is called stands on the form, in the same language.
    page = requests.get(f"{polity.url}/services/{service}", headers={"Accept-Language": language}, timeout=30).text
    title = html.unescape(re.search(r"<h1[^>]*>([^<]+)", page)[1])
    text = words(run("pdftotext", "-layout", file, "-").stdout)
    assert words(title) <= text, (title, words(title) - text)
