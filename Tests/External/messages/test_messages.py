"""Messages against a mail server of another make (aiosmtpd), and their form read by Python's email package."""

import email.policy
import re
import ssl
import time
from email import message_from_bytes

import pytest

import harness
import mail_server

ROBIN, CAMILLE, NOOR = (f"{name}@larkhaven.example" for name in ("robin", "camille", "noor"))

# The public address, which commands and server must agree on.
ADDRESS = "http://town.test"

# A template of the test's own in each language, with what makes mails hard: long lines, dots, equals signs, both directions.
TEMPLATES = {
    "en": "Subject: Your request {{reference}}\nValues: reference, note\n\nDear {{name}},\n\n.A line that begins with a dot, 1 + 1 = 2 \nFrom here on.\n\n{{note}}\n\n- one\n- two\n\n{{link}}\n",
    "fr": "Subject: Votre demande {{reference}} a été reçue, voici ce qui se passe désormais à la mairie\n\nBonjour {{name}},\n\nDéjà reçue : « {{note}} »\n\n{{link}}\n",
    "ar": "Subject: استلمنا طلبك {{reference}} وهذا ما سيحدث بعد ذلك في البلدية خلال الأيام القادمة\n\nتحية طيبة {{name}}،\n\nملاحظة: {{note}}\n\n{{link}}\n",
}


@pytest.fixture(scope="module")
def mail():
    server = mail_server.start()
    yield server
    server.stop()


def town(folder, mail, database=None, **settings):
    import shutil

    jurisdiction = folder / "town"
    shutil.copytree(harness.JURISDICTION, jurisdiction)
    (jurisdiction / "messages").mkdir(exist_ok=True)
    for language, text in TEMPLATES.items():
        (jurisdiction / "messages" / f"sample.{language}.txt").write_text(text, encoding="utf-8")
    environment = {
        "POLITY_JURISDICTION": str(jurisdiction),
        "POLITY_SMTP_SERVER": f"smtp://127.0.0.1:{mail.port}",
        "POLITY_SMTP_ENCRYPTION": "off",
        "POLITY_ADDRESS": ADDRESS,
    }
    return harness.Polity(folder, database=database, environment=environment | settings)


@pytest.fixture(scope="module")
def polity(engine, request, mail, tmp_path_factory):
    database = request.getfixturevalue("postgres").database("messages") if engine == "postgres" else None
    mail.handler.taken.clear()
    with town(tmp_path_factory.mktemp(f"messages-{engine}"), mail, database) as server:
        yield server


def send(polity, address, reference, note="-"):
    done = polity.run(
        "message", "send", address, "--template", "sample", "--value", f"reference={reference}", "--value", f"note={note}"
    )
    return re.search(r"Sent as ([0-9a-f-]{36})", done.stdout)[1]


def body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    assert part.get_content_charset() == "utf-8"
    return part.get_content().replace("\r\n", "\n")


def plain(text):
    """Without the marks that hold a name together in a right-to-left text."""
    return text.replace("\u2068", "").replace("\u2069", "")


def mailbox(polity, person):
    session = harness.signed_in(polity, person)
    return session.get(polity.url + "/account/messages?page_size=100&lang=en", timeout=30).text


def state(polity, person, message):
    session = harness.signed_in(polity, person)
    return session.get(f"{polity.url}/account/messages/{message}?lang=en", timeout=30).text


def until(check, within=40):
    end = time.monotonic() + within
    while time.monotonic() < end:
        if check():
            return
        time.sleep(0.3)
    raise TimeoutError


@pytest.mark.parametrize("person,address,language", [("robin", ROBIN, "en"), ("camille", CAMILLE, "fr"), ("noor", NOOR, "ar")])
def test_a_mail_says_in_the_persons_language_what_was_sent(polity, mail, person, address, language):
    note = "Été 2026 = 100 % «ça marche» – عربي وfrançais 日本 " * 12
    before = len(mail.handler.to(address))
    message = send(polity, address, "A-17", note)
    sender, recipients, parsed, raw, _ = mail.handler.wait_for(address, before + 1)[-1]
    assert sender.startswith("no-reply@") and recipients == [address]
    assert parsed.defects == [] and all(part.defects == [] for part in parsed.walk())
    subject, text = TEMPLATES[language].split("\n\n", 1)
    subject = subject.split("\n")[0].removeprefix("Subject: ").replace("{{reference}}", "A-17")
    assert parsed["Subject"] == subject
    assert parsed["Message-ID"].startswith(f"<{message}@")
    assert parsed["Auto-Submitted"] == "auto-generated" and parsed["Content-Language"] == language
    assert abs(parsed["Date"].datetime.timestamp() - time.time()) < 120
    assert parsed["To"].addresses[0].addr_spec == address and parsed["To"].addresses[0].display_name.endswith("Sample")
    assert parsed["From"].addresses[0].display_name
    assert parsed.get_content_type() == "multipart/alternative"
    values = {"name": parsed["To"].addresses[0].display_name, "note": note, "link": ADDRESS + "/account", "reference": "A-17"}
    expected = re.sub(r"\{\{(\w+)\}\}", lambda m: values[m[1]], text).strip()
    received = plain(body(parsed, "plain"))
    assert received.startswith(expected + "\n\n"), received
    assert f"\n{ADDRESS}/account/messages/{message}\n" in received
    page = body(parsed, "html")
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page and "<script" not in page
    for line in expected.split("\n"):
        if line and not line.startswith("- ") and "http" not in line and "&" not in line:
            assert line.strip() in plain(page).replace("&quot;", '"'), line
    assert all(len(line) <= 78 and line.isascii() for line in raw.decode("ascii").split("\r\n"))


def test_a_refused_address_has_the_message_in_the_mailbox_and_the_reason_on_the_officers_page(polity, mail):
    mail.handler.script[ROBIN] = ["550 5.1.1 <robin@larkhaven.example> no such user here"]
    asked = mail.handler.asked.count(ROBIN)
    message = send(polity, ROBIN, "refused")
    until(lambda: "could not be delivered" in state(polity, "robin", message))
    assert message in mailbox(polity, "robin")
    page = harness.signed_in(polity, "admin").get(polity.url + "/office/messages?lang=en", timeout=30).text
    assert "550 5.1.1" in page and message in page
    assert "robin" not in page and "no such user" not in page
    assert "robin" not in polity.log.read_text(errors="replace").lower().replace("robin sample", "")
    time.sleep(2)
    assert mail.handler.asked.count(ROBIN) == asked + 1, "a refusal is final"
    # Once the server knows the address, an officer has it sent again.
    session = harness.signed_in(polity, "admin")
    page = session.get(polity.url + "/office/messages?lang=en", timeout=30).text
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if message in f)
    token = re.search(r'name="csrf" value="([^"]+)"', form)[1]
    answer = session.post(f"{polity.url}/office/messages/{message}/attempts", data={"csrf": token}, timeout=30)
    assert answer.status_code == 200
    until(lambda: "Handed to your mail server" in state(polity, "robin", message))


@pytest.mark.parametrize(
    "trouble",
    ["451 4.7.1 try later", ("data", "452 4.3.1 disk full"), "drop", ("delay", 3)],
    ids=["451 at RCPT", "452 after the content", "disconnect in the middle", "slow"],
)
def test_a_server_that_has_no_time_gets_the_same_mail_again_and_once(polity, mail, trouble):
    mail.handler.script[CAMILLE] = [trouble]
    before = len(mail.handler.to(CAMILLE))
    message = send(polity, CAMILLE, "later")
    entry = mail.handler.wait_for(CAMILLE, before + 1, within=60)[-1]
    assert entry[2]["Message-ID"].startswith(f"<{message}@")
    until(lambda: "Remis" in harness.signed_in(polity, "camille").get(f"{polity.url}/account/messages/{message}?lang=fr", timeout=30).text)
    time.sleep(1)
    assert len(mail.handler.to(CAMILLE)) == before + 1


def test_an_answer_that_is_lost_brings_the_same_mail_again_bit_for_bit(polity, mail):
    """SMTP cannot do better: the second is known by its Message-ID as the first."""
    mail.handler.script[CAMILLE] = [("taken, then drop", 0)]
    before = len(mail.handler.to(CAMILLE))
    send(polity, CAMILLE, "twice")
    first, second = mail.handler.wait_for(CAMILLE, before + 2, within=60)[-2:]
    assert first[3] == second[3]


def test_while_the_server_is_away_messages_are_there_and_mails_wait(polity, mail):
    """Also what other blocks send: a link for a forgotten password."""
    import requests

    session = requests.Session()
    page = session.get(polity.url + "/password", timeout=30).text
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    before = len(mail.handler.to(ROBIN))
    session.post(polity.url + "/password", data={"csrf": token, "email": ROBIN}, timeout=30)
    entry = mail.handler.wait_for(ROBIN, before + 1)[-1]
    assert "/password/" in body(entry[2], "plain")


def test_a_demonstration_lays_what_is_for_others_in_the_outbox(polity, mail):
    polity.run("user", "create", "someone@town.gov", "--name", "Someone Sample")
    message = send(polity, "someone@town.gov", "outside")
    path = polity.folder / "data" / "outbox" / f"{message}.eml"
    until(path.exists)
    parsed = message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert parsed["To"].addresses[0].addr_spec == "someone@town.gov"
    assert mail.handler.to("someone@town.gov") == []


def test_a_demonstration_refuses_a_server_elsewhere(tmp_path, mail):
    with pytest.raises(RuntimeError, match="smtp.server"):
        with town(tmp_path, mail, POLITY_SMTP_SERVER="smtp://mail.town.example"):
            pass


@pytest.fixture
def secure(tmp_path):
    key, certificate = mail_server.certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = mail_server.start(
        tls_context=context, require_starttls=True, auth_required=True, authenticator=mail_server.only("polity", "sesame")
    )
    yield server, certificate
    server.stop()


def test_mail_goes_by_STARTTLS_with_name_and_password(tmp_path, secure):
    server, certificate = secure
    settings = {
        "POLITY_SMTP_SERVER": f"smtp://localhost:{server.port}",
        "POLITY_SMTP_ENCRYPTION": "on",
        "POLITY_SMTP_CERTIFICATES": str(certificate),
        "POLITY_SMTP_USER": "polity",
        "POLITY_SMTP_PASSWORD": "sesame",
    }
    with town(tmp_path / "good", server, **settings) as polity:
        send(polity, ROBIN, "secret")
        entry = server.handler.wait_for(ROBIN)[-1]
        assert entry[4], "it came without TLS"
    # A certificate that nobody vouches for, and a wrong password: nothing is sent, the mail waits.
    for name, wrong in {"untrusted": {"POLITY_SMTP_CERTIFICATES": ""}, "password": {"POLITY_SMTP_PASSWORD": "wrong"}}.items():
        server.handler.taken.clear()
        with town(tmp_path / name, server, **(settings | wrong)) as polity:
            send(polity, ROBIN, "secret")
            words = {"untrusted": "certificate is not trusted", "password": "does not accept our user name"}[name]
            admin = harness.signed_in(polity, "admin")
            until(lambda: words in admin.get(polity.url + "/office/messages?lang=en", timeout=30).text)
        assert server.handler.taken == []
