"""Signed documents, judged by programs of others: pyHanko and poppler check the signature, qpdf the file, poppler the structure
and the text, zbar the code."""

import json
import re
import shutil
import sys
import time
from pathlib import Path

import pytest
import requests

import harness
from harness import Polity
from pdf import plain, run
from pdf import text as text_of

TOOLS = ["pdfsig", "pdfinfo", "pdftotext", "pdftoppm", "qpdf", "zbarimg"]
pytestmark = pytest.mark.skipif(
    any(not shutil.which(tool) for tool in TOOLS), reason="needs poppler-utils, qpdf and zbar-tools: Scripts/install-debian test"
)

CERTIFICATE = {
    "born": "1990-02-03",
    "address": "19 Drovers View, Old Harbour",
    "since": "2019-03-01",
    "number": "LH-2026-17",
}
NAMES = {
    "en": ("Ada Marsh", "Noor Haddad", "Registrar"),
    "fr": ("Zoé L’Hôpital", "Noor Haddad", "Officière d’état civil"),
    "ar": ("ليلى الأندلسي", "نور حداد", "أمينة السجل"),
}
LETTER = {
    "en": ("Your application", "Dear Ada Marsh,", "The official office has received your difficult file."),
    "fr": ("Votre demande", "Madame,", "Nous avons bien reçu votre dossier, « difficile » ou non."),
    "ar": ("طلبك", "السيدة ليلى الأندلسي،", "استلمنا طلبك الآن ولا حاجة إلى وثائق إضافية لإتمام الإجراءات."),
}


def values(kind, language):
    name, officer, office = NAMES[language]
    if kind == "residence-certificate":
        return CERTIFICATE | {"name": name, "officer": officer, "office": office}
    if kind == "notice-letter":
        subject, greeting, text = LETTER[language]
        return {
            "recipient": f"{name}\n3 Mill Lane",
            "subject": subject,
            "greeting": greeting,
            # Enough for several pages.
            "paragraphs": [{"text": " ".join([text] * 12)}] * 14,
            "facts": [],
            "officer": officer,
            "office": office,
        }
    if kind == "payment-receipt":
        return {
            "payer": name,
            "number": "RF18 5390 0754 7034",
            "paidOn": "2026-03-01T10:00:00Z",
            "method": "Card",
            "lines": [{"what": f"Line {number}", "amount": "12.50"} for number in range(90)],
            "total": {"amount": "1125.00", "currency": "EUR"},
        }
    return {}


KINDS = ["residence-certificate", "notice-letter", "payment-receipt", "address-change-form"]
EVERY = [(kind, language) for kind in KINDS for language in NAMES]


@pytest.fixture(scope="module")
def polity(tmp_path_factory):
    with Polity(tmp_path_factory.mktemp("documents")) as polity:
        yield polity


@pytest.fixture(scope="module")
def issued(polity):
    """Every kind of document in every language: file, code and address."""
    found = {}
    for kind, language in EVERY:
        file = polity.folder / f"{kind}-{language}.pdf"
        arguments = ["document", "issue", kind, "--language", language, "--values", "-", "--output", str(file)]
        line = polity.run(*arguments, text=json.dumps(values(kind, language))).stdout.strip().split("\t")
        found[kind, language] = (file, line[0], line[1], line[2])
    return found


@pytest.fixture(scope="module")
def authority(polity):
    file = polity.folder / "authority.pem"
    file.write_text(requests.get(polity.url + "/signing/authority.pem", timeout=30).text)
    return file


def adesverify(file, authority):
    program = shutil.which("pyhanko") or Path(sys.executable).with_name("pyhanko")
    if not Path(program).exists():
        pytest.skip("needs pyhanko-cli: pip install -r Tests/requirements.txt")
    return run(program, "sign", "adesverify", "--trust", authority, file)


@pytest.mark.parametrize("kind,language", EVERY)
def test_other_programs_accept_every_kind_of_document(issued, authority, kind, language):
    file = issued[kind, language][0]
    check = run("qpdf", "--check", file)
    assert check.returncode == 0 and "No syntax" in check.stdout, check.stdout + check.stderr
    signature = run("pdfsig", "-nocert", file).stdout
    assert "Signature is Valid" in signature and "Total document signed" in signature, signature
    assert "ETSI.CAdES.detached" in signature
    judged = adesverify(file, authority)
    assert judged.returncode == 0 and "INTACT:TRUSTED,UNTOUCHED" in judged.stdout, judged.stdout + judged.stderr


def test_a_changed_byte_fails_all(issued, authority, polity):
    original = issued["residence-certificate", "en"][0].read_bytes()
    start = original.rindex(b"/Contents <")
    end = original.index(b">", start)
    # The signature's place is not signed. Its value stands at the end of what was written there, before the zeros that fill it.
    value = start + len(original[start:end].rstrip(b"0")) - 20
    places = [place for place in range(4000, len(original) - 100, len(original) // 12) if not start <= place <= end] + [value]
    file = polity.folder / "changed.pdf"
    for place in places:
        changed = bytearray(original)
        changed[place] ^= 1
        file.write_bytes(changed)
        signature = run("pdfsig", "-nocert", file).stdout
        assert "Signature is Valid" not in signature or "Total document signed" not in signature, place
        judged = adesverify(file, authority)
        # Where the change hides the signature itself, pyHanko finds nothing to judge, and says so by saying nothing.
        assert judged.returncode != 0 or not judged.stdout.strip(), place
        assert "This file was changed" in verify(polity, file) or "did not issue" in verify(polity, file), place


def verify(polity, file):
    session = requests.Session()
    page = session.get(polity.url + "/verify", timeout=30).text
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    with file.open("rb") as content:
        return session.post(
            polity.url + "/verify", data={"csrf": token}, files={"file": ("x.pdf", content, "application/pdf")}, timeout=60
        ).text


def test_the_page_knows_the_file_and_the_code(issued, polity):
    for kind, language in EVERY:
        file, _, code, _ = issued[kind, language]
        assert "genuine and valid" in verify(polity, file)
        page = requests.get(f"{polity.url}/verify/{code}", timeout=30).text
        assert "genuine and valid" in page
        for secret in ["Marsh", "Drovers", "LH-2026-17", "1990"]:
            assert secret not in page
    # Revoked, it is told to everyone, with the reason.
    _, identifier, code, _ = issued["notice-letter", "fr"]
    polity.run("document", "revoke", identifier, "--reason", "issued in error")
    page = requests.get(f"{polity.url}/verify/{code}", timeout=30).text
    assert "was revoked" in page and "issued in error" in page


@pytest.mark.parametrize("language", NAMES)
def test_the_code_leads_to_the_page(issued, polity, language):
    file, _, code, address = issued["residence-certificate", language]
    run("pdftoppm", "-r", "150", "-png", file, polity.folder / f"page-{language}")
    picture = next(polity.folder.glob(f"page-{language}-*.png"))
    # The command and the server, which draws it when it is first, know the government by different ports.
    decoded = run("zbarimg", "--quiet", "--raw", picture).stdout.strip()
    for found in (decoded, address):
        assert re.fullmatch(rf"http://localhost:\d+/verify/{code}", found), found


@pytest.mark.parametrize("kind,language", EVERY)
def test_the_structure_is_there(issued, kind, language):
    file = issued[kind, language][0]
    structure = run("pdfinfo", "-struct", file).stdout
    tags = set(re.findall(r"^ *(\w+)", structure, re.M))
    assert {"Document", "H1", "P", "Figure"} <= tags
    if kind == "payment-receipt":
        assert {"Table", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody"} <= tags
        assert structure.count("Table") - structure.count("/O /Table") >= 1
    if kind != "address-change-form":
        assert "Link" in tags
    facts = run("pdfinfo", file).stdout
    assert re.search(r"Tagged: +yes", facts)
    assert f"/Lang ({language})".encode() in file.read_bytes()


@pytest.mark.parametrize("language", NAMES)
def test_text_comes_out_as_it_went_in(issued, language):
    text = text_of(issued["residence-certificate", language][0])
    for value in (*NAMES[language], "19 Drovers View, Old Harbour", "LH-2026-17"):
        assert plain(value) in text, text
    letter = text_of(issued["notice-letter", language][0])
    for sentence in LETTER[language]:
        assert plain(sentence) in letter, letter[:600]


def test_a_preview_is_neither_signed_nor_known(polity):
    file = polity.folder / "preview.pdf"
    polity.run("document", "preview", "residence-certificate", "--values", "-", "--output", str(file), text=json.dumps(values("residence-certificate", "en")))
    assert "not contain" in run("pdfsig", file).stdout + run("pdfsig", file).stderr
    assert "2222-2222-2222-2222" in run("pdftotext", file, "-").stdout
    assert "did not issue" in verify(polity, file)


def signed_in(polity, email):
    session = requests.Session()
    page = session.get(polity.url + "/sign-in", timeout=30).text
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    answer = session.post(
        polity.url + "/sign-in", data={"csrf": token, "email": email, "password": harness.sample_people()["robin"]["password"]}, timeout=60
    )
    assert "/sign-in" not in answer.url, answer.url
    return session


def test_the_receipt_of_a_document_verifies_offline_and_only_its_recipient_gets_it(polity, tmp_path):
    pytest.importorskip("aics_tlog", reason="aics-tlog needs Python 3.12 or later")
    sys.path.insert(0, str(Path(__file__).parent.parent / "tlog"))
    import log_checks

    robin = harness.sample_people()["robin"]["email"]
    line = polity.run(
        *["document", "issue", "residence-certificate", "--recipient", robin, "--values", "-"],
        text=json.dumps(values("residence-certificate", "en")),
    ).stdout
    address = f"{polity.url}/documents/{line.split()[0]}/receipt"
    session = signed_in(polity, robin)
    assert f"/documents/{line.split()[0]}" in session.get(polity.url + "/account/documents", timeout=30).text
    assert "/sign-in" in requests.get(address, timeout=30).url, "nobody else gets it"
    end = time.monotonic() + 60
    while (receipt := session.get(address, timeout=30)).status_code != 200 and time.monotonic() < end:
        time.sleep(0.5)
    assert receipt.status_code == 200, receipt.status_code
    log = log_checks.Log(polity.url + "/log", polity.run("key", "log").stdout.split()[0])
    entry = log_checks.verify_receipt(receipt.content, log.trust, tmp_path)
    assert json.loads(entry)["verb"] == "documents.issued"
    with pytest.raises(log_checks.Failed):
        log_checks.verify_receipt(receipt.content.replace(b"\nindex ", b"\nindex 1"), log.trust, tmp_path)
