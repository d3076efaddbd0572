"""Each service of the sample from the question to the certificate: residents apply and pay in three languages, on a desk and on a phone;
officers do what the process asks for and decide; the decision and what comes out of it stand in the resident's account. Each page is
looked at by axe."""

import datetime
import struct
import zlib

import pytest

import harness
from applying import Walk, work_through
from browser import DESK, PHONE


def picture():
    """A grey PNG of 35 by 45."""
    width, height = 35, 45

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xcc" * width * 3 for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def weekday():
    """The next day on which the desk is open."""
    day = datetime.date.today() + datetime.timedelta(days=1)
    while day.weekday() > 4:
        day += datetime.timedelta(days=1)
    return day


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    server = harness.Polity(tmp_path_factory.mktemp("residents"))
    server.environment |= {"POLITY_ADDRESS": server.url}
    with server:
        yield server


def applied(visit, town, person, language, size, service, answers):
    with visit(language, size=size, server=town) as v:
        walk = Walk(v)
        v.sign_in(person)
        case = walk.apply(service, answers)
        v.go(case)
        text = v.page.inner_text("main")
        if v.page.locator("main a[href^='/payments/']").count():
            walk.pay(case)
            walk.settle(case, "main a[href^='/payments/']")
        assert not walk.found, "\n".join(walk.found)
        return walk.pages, text, case


def received(visit, town, person, language, size, case, papers, shots=None):
    """The resident reads the decision, and opens what was issued, as a PDF that is ready."""
    with visit(language, size=size, server=town) as v:
        walk = Walk(v)
        v.sign_in(person)
        v.go(case)
        walk.look(shots)
        links = [link.get_attribute("href") for link in v.page.locator("main a[href^='/documents/']").all()]
        assert len(links) == papers, f"{links}: {v.page.inner_text('main')[:1500]}"
        for link in links:
            assert v.page.request.get(town.url + link).body().startswith(b"%PDF-"), link
        assert not walk.found, "\n".join(walk.found)
        return v.page.inner_text("main")


def test_a_parent_orders_a_birth_certificate_for_school(visit, town):
    answers = {
        "whose": "child", "chosen entry": 0, "details right": True, "kind": "multilingual", "purpose": "school",
        "delivery": "desk", "copies": 3,
    }
    pages, text, case = applied(visit, town, "robin", "en", DESK, "birth-certificate", answers)
    assert pages == ["whose", "child", "entry", "kind", "delivery", "copies", "declaration"]
    assert "€15.00" in text, "the third copy is not free"
    done = work_through(visit, town, "registrar", case)
    received(visit, town, "robin", "en", DESK, case, 2, "birth-certificate")
    assert done[-1] == "Print, seal and hand out the copies", done


def test_a_passport_was_lost(visit, town, tmp_path):
    face = tmp_path / "face.png"
    face.write_bytes(picture())
    answers = {
        "whose": "self", "reason": "lost", "police report": "PR-2026-004711", "photo": str(face), "urgent": False,
        "delivery": "desk", "day": weekday(), "hours": "morning",
    }
    pages, text, case = applied(visit, town, "robin", "fr", PHONE, "passport", answers)
    assert pages[:4] == ["whose", "reason", "loss", "photo"]
    assert "100,00" in text
    done = work_through(visit, town, "registrar", case)
    assert done == ["Check the identity and take fingerprints", "approve", "Hand over the passport or post it"], done
    received(visit, town, "robin", "fr", PHONE, case, 2, "passport")


def test_a_workshop_opens(visit, town):
    answers = {
        "application": "first", "trading name": "Harbour Repairs", "activity": "crafts", "staff": 6, "at seat": True,
        "manager": {"given names": "Camille", "family name": "Sample", "date of birth": "1984-09-02"},
    }
    pages, text, case = applied(visit, town, "camille", "fr", DESK, "business-licence", answers)
    assert pages == ["application", "trade", "premises", "responsible", "declaration"]
    assert "100,00" in text
    work_through(visit, town, "trade", case)
    received(visit, town, "camille", "fr", DESK, case, 2, "business-licence")


def test_a_house_is_extended(visit, town):
    answers = {
        "details right": True, "work": "extension", "description": "غرفة نحو الحديقة", "begun": False, "floor area": "20",
        "height": "5", "footprint": "100", "distance": "4",
    }
    pages, text, case = applied(visit, town, "noor", "ar", PHONE, "building-permit", answers)
    assert pages == ["parcel", "rules", "work", "size", "plans", "when", "declaration"]
    assert "120.00" in text
    done = work_through(visit, town, "works", case)
    assert done == ["Inspect the site", "approve"], "so small an extension needs no notice to the neighbours"
    received(visit, town, "noor", "ar", PHONE, case, 2, "building-permit")


def test_an_income_is_returned(visit, town):
    flat = {"place": "2 Ferry Road", "rent": "9600", "upkeep": "1200", "interest": "2400"}
    answers = {
        "wages right": True, "other income": ["rental"], "properties": [flat], "deductions": [], "child share": "half",
        "students": 0, "iban": "XL55 LARK 0000 0000 0001",
    }
    pages, text, case = applied(visit, town, "noor", "ar", PHONE, "income-tax", answers)
    assert pages[:3] == ["wages", "other-income", "rental"] and "result" in pages
    work_through(visit, town, "tax", case)
    received(visit, town, "noor", "ar", PHONE, case, 2, "income-tax")


def test_an_officer_sees_where_processes_stand_and_takes_a_task(visit, town):
    answers = {"whose": "self", "details right": True, "kind": "full", "purpose": "marriage", "delivery": "desk", "copies": 1}
    _, _, case = applied(visit, town, "camille", "fr", DESK, "birth-certificate", answers)
    reference = case.split("/")[-1]
    for language, size in [("en", DESK), ("ar", PHONE)]:
        with visit(language, size=size, server=town) as v:
            walk = Walk(v)
            v.sign_in("registrar")
            v.go("/office/processes?status=running")
            walk.look(f"processes-{language}")
            walk.press(f"main table tr:has-text('{reference}') a")
            assert v.page.locator("main svg").count() >= 1
            walk.look(f"process-{language}")
            v.go("/office/tasks")
            walk.look(f"tasks-{language}")
            walk.press(f"main table tr:has-text('{reference}') a")
            walk.look(f"task-{language}")
            assert v.page.locator("main a[href^='/office/cases/']").count(), "the task is done on the page of its case"
            assert not walk.found, "\n".join(walk.found)
    done = work_through(visit, town, "registrar", case)
    assert done[-1] == "Print, seal and hand out the copies", done
    received(visit, town, "camille", "fr", DESK, case, 2)
