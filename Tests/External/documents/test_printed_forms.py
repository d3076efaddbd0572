"""The printed form of every service in every language: qpdf judges the file, poppler its structure and its text."""

import re
import shutil

import pytest
import requests

import pdf
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


def test_there_is_a_form_to_judge():
    assert len(SERVICES) >= 7


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_a_sound_tagged_pdf_that_says_what_the_service_asks(polity, tmp_path, service, language):
    answer = requests.get(f"{polity.url}/services/{service}/form.pdf?language={language}", timeout=60)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    file = tmp_path / "form.pdf"
    file.write_bytes(answer.content)
    check = pdf.run("qpdf", "--check", file)
    assert check.returncode == 0 and "No syntax" in check.stdout, check.stdout + check.stderr
    assert re.search(r"Tagged: +yes", pdf.run("pdfinfo", file).stdout)
    assert f"/Lang ({language})".encode() in answer.content
    tags = set(re.findall(r"^ *(\w+)", pdf.run("pdfinfo", "-struct", file).stdout, re.M))
    assert {"Document", "H1", "H2", "P"} <= tags, tags
    # What programs are told that is asked stands on the form, in the same language.
    told = requests.get(f"{polity.url}/api/v1/services/{service}", headers={"Accept-Language": language}, timeout=30).json()
    asked = [question["title"] for question in told["questions"]["properties"].values()]
    assert asked
    found = pdf.words(pdf.run("pdftotext", file, "-").stdout)
    for said in [told["title"], *asked]:
        assert pdf.words(said) <= found, (said, pdf.words(said) - found)
