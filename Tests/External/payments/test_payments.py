"""Paying for real: the government and the sandbox provider are two processes, and HTTP is all they share.

The sandbox is told by its interface to lose, repeat and reorder its messages, to take too much, and to be away.
"""

import hashlib
import hmac
import html
import json
import os
import re
import secrets
import signal
import subprocess
import time
from urllib.parse import urlsplit

import pytest
import requests

import harness

GOOD, DECLINED, POOR = "4000000000000010", "4000000000000028", "4000000000000036"
CHALLENGED, SLOW = "4000000000000044", "4000000000000051"


class Sandbox:
    """`polity sandbox-payments`, on its own."""

    def __init__(self, folder):
        self.key = secrets.token_hex(24)
        self.folder = folder
        self.port = 0
        self.process = None

    def start(self):
        environment = os.environ | {"POLITY_PAYMENTS_KEY": self.key}
        command = [harness.program(), "sandbox-payments", "--port", str(self.port), "--book", f"{self.folder}/book.json"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True, cwd=harness.ROOT)
        self.url = self.process.stdout.readline().split()[-1]
        self.port = urlsplit(self.url).port
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(15)

    def call(self, method, path, body=None, **headers):
        return requests.request(
            method, self.url + path, json=body, headers={"Authorization": f"Bearer {self.key}"} | headers, timeout=10
        )

    def behave(self, **how):
        assert self.call("PUT", "/v1/behaviour", how).ok


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox")).start()
    yield sandbox
    sandbox.stop()


@pytest.fixture(scope="module")
def town(engine, request, sandbox, tmp_path_factory):
    """A government that takes cards at the sandbox, on the engine of the test."""
    database = request.getfixturevalue("postgres").database("payments") if engine == "postgres" else None
    server = harness.Polity(tmp_path_factory.mktemp(f"payments-{engine}"), database=database)
    server.environment |= {
        "POLITY_ADDRESS": server.url,
        "POLITY_PAYMENTS_PROVIDER": f"sandbox+{sandbox.url}",
        "POLITY_PAYMENTS_KEY": sandbox.key,
    }
    with server:
        yield server


@pytest.fixture(autouse=True)
def well_behaved(sandbox):
    sandbox.behave()
    yield


@pytest.fixture(scope="module")
def robin(town):
    return harness.signed_in(town, "robin")


def bill(town, amount="60.00"):
    """Asks Robin for a payment; returns the path of its page."""
    return town.run(
        "payment", "ask", "robin@larkhaven.example", "Licence renewal", "--amount", amount, "--account", "4300",
        "--agency", "licensing",
    ).stdout.strip().splitlines()[-1]  # fmt: skip


def forms(page):
    """Action and hidden fields of each form of a page."""
    found = []
    for form in re.findall(r"<form.*?</form>", page, re.S):
        action = html.unescape((re.search(r'action="([^"]+)"', form) or [None, ""])[1])
        fields = {}
        for tag in re.findall(r"<input\b[^>]*>", form):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if attributes.get("type") == "hidden":
                fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
        found.append((action, fields))
    return found


def send(session, page_url, action, **fields):
    """Sends the form of a page whose action ends so; returns the answer without following it."""
    page = session.get(page_url, timeout=10)
    for address, hidden in forms(page.text):
        if address.endswith(action):
            base = "{0.scheme}://{0.netloc}".format(urlsplit(page_url))
            return session.post(base + address, data=hidden | fields, timeout=15, allow_redirects=False)
    raise AssertionError(f"no form {action} on {page_url}: {page.text[:2000]}")


def begin(town, person, path):
    """Presses "Pay by card"; returns the page of the provider."""
    answer = send(person, town.url + path, "/card")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def type_card(page, card):
    """Types a card at the provider; returns the session of the browser there and the answer."""
    browser = requests.Session()
    action = urlsplit(page).path
    answer = send(browser, page, action, card=card)
    if answer.status_code == 303 and answer.headers["Location"].startswith("/"):
        base = "{0.scheme}://{0.netloc}".format(urlsplit(page))
        answer = browser.get(base + answer.headers["Location"], allow_redirects=False, timeout=10)
    return browser, answer


def wait_for(person, town, path, words, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page = person.get(town.url + path, timeout=10).text
        if words in page:
            return page
        time.sleep(0.2)
    raise AssertionError(f"{words!r} did not come in {seconds} s: {town.tail()}")


def trial_balance(town):
    """Debits less credits of each account, as the treasury's page shows them, in cents."""
    page = harness.signed_in(town, "treasurer").get(town.url + "/office/payments/ledger", timeout=10).text
    table = page.split("<table")[1]
    balances = {}
    for row in re.findall(r"<tr.*?</tr>", table, re.S):
        account = re.search(r"/ledger/(\d+)", row)
        amounts = re.findall(r"(-|−)?€([\d,]+\.\d\d)", re.sub(r"<[^>]+>|\u200e", "", row))
        if account and amounts:
            sign, figure = amounts[-1]
            balances[account[1]] = (-1 if sign else 1) * round(float(figure.replace(",", "")) * 100)
    return balances


PAID = "We have received your payment"


def test_a_good_card_pays_and_the_message_tells_it(town, sandbox, robin):
    path = bill(town)
    page = begin(town, robin, path)
    assert page.startswith(sandbox.url)
    _, answer = type_card(page, GOOD)
    assert answer.status_code == 303 and answer.headers["Location"] == f"{town.url}{path}/result"
    # The browser never comes back: the message alone is enough.
    assert "/receipts/R-" in wait_for(robin, town, path, PAID)


def test_a_browser_that_comes_back_is_not_believed(town, robin):
    path = bill(town)
    begin(town, robin, path)
    answer = robin.get(f"{town.url}{path}/result?state=succeeded", timeout=10)
    assert answer.status_code == 200 and "Refresh" in answer.headers
    assert PAID not in robin.get(town.url + path, timeout=10).text


def test_a_refused_card_is_told_and_another_pays(town, robin):
    path = bill(town)
    type_card(begin(town, robin, path), POOR)
    wait_for(robin, town, path, "not enough money")
    browser, answer = type_card(begin(town, robin, path), CHALLENGED)
    assert answer.status_code == 200 and "confirmation" in answer.text
    confirmation = next(action for action, _ in forms(answer.text) if action.endswith("/confirmation"))
    sent = send(browser, answer.url.split("?")[0], confirmation, answer="yes")
    assert sent.status_code == 303
    robin.get(f"{town.url}{path}/result", timeout=10)
    assert PAID in robin.get(town.url + path, timeout=10).text


def test_repeated_and_reordered_messages_pay_once(town, sandbox, robin):
    before = trial_balance(town)
    sandbox.behave(repeats=5, shuffle_seconds=2)
    paths = [bill(town, "10.00") for _ in range(4)]
    for path in paths:
        type_card(begin(town, robin, path), GOOD)
    for path in paths:
        page = wait_for(robin, town, path, PAID)
        assert page.count("/receipts/R-") == 1
    time.sleep(3)
    after = trial_balance(town)
    assert after["1110"] - before.get("1110", 0) == 4000
    assert sum(after.values()) == 0


def test_a_lost_message_is_made_up_for(town, sandbox, robin):
    """Nobody comes back and no message comes: Polity asks by itself."""
    sandbox.behave(lose_percent=100, slow_seconds=1)
    path = bill(town)
    type_card(begin(town, robin, path), SLOW)
    wait_for(robin, town, path, PAID, seconds=90)


def test_a_provider_that_is_away_is_told_and_made_up_for(town, sandbox, robin):
    path = bill(town)
    sandbox.behave(down=True)
    answer = send(robin, town.url + path, "/card")
    assert answer.status_code == 200 and "Nothing was taken" in answer.text
    sandbox.behave()
    type_card(begin(town, robin, path), GOOD)
    wait_for(robin, town, path, PAID)


def test_a_crash_of_either_side_loses_nothing(town, sandbox, robin):
    path = bill(town)
    page = begin(town, robin, path)
    town.kill()
    type_card(page, GOOD)
    sandbox.stop(signal.SIGKILL)
    town.start()
    sandbox.start()
    wait_for(robin, town, path, PAID, seconds=120)


def test_messages_that_are_forged_old_or_strange_are_refused(town, sandbox):
    address = f"{town.url}/payments/providers/sandbox/events"

    def post(body, key=sandbox.key, at=None):
        at = int(at or time.time())
        code = hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "Polity-Sandbox-Signature": f"t={at},v1={code}"}
        return requests.post(address, data=body, headers=headers, timeout=10).status_code

    body = json.dumps({"id": "ev_x", "session": "cs_nobody"}).encode()
    assert post(body, key="another key") == 400
    assert post(body, at=time.time() - 3600) == 400
    assert post(b"{", key=sandbox.key) == 400
    assert post(body) == 404
    assert requests.post(address, data=body, timeout=10).status_code == 400


def test_another_amount_becomes_an_incident_and_is_due_back(town, sandbox, robin):
    sandbox.behave(overcharge=100)
    path = bill(town)
    type_card(begin(town, robin, path), GOOD)
    treasurer = harness.signed_in(town, "treasurer")
    wait_for(treasurer, town, "/office/payments/reconciliation", "another amount")
    assert PAID not in robin.get(town.url + path, timeout=10).text
    balances = trial_balance(town)
    assert balances["2400"] <= -6100 and sum(balances.values()) == 0


def test_a_refund_needs_four_eyes_and_goes_back_to_the_card(town, sandbox, robin):
    path = bill(town)
    page = begin(town, robin, path)
    type_card(page, GOOD)
    wait_for(robin, town, path, PAID)
    cashier, treasurer = harness.signed_in(town, "cashier"), harness.signed_in(town, "treasurer")
    found = cashier.get(f"{town.url}/office/payments", params={"q": path.split("/")[-1]}, timeout=10)
    case = urlsplit(found.url).path
    answer = send(cashier, town.url + case, "/refunds", amount="20.00", reason="Too slow")
    assert answer.status_code == 303
    assert send(treasurer, town.url + case, "/decision", decision="approve").status_code == 303
    wait_for(robin, town, path, "Partly refunded")
    session = urlsplit(page).path.split("/")[-1]
    book = json.loads((sandbox.folder / "book.json").read_text())
    assert book["sessions"][session]["refunded"] == {"amount": "20.00", "currency": "EUR"}


def test_the_interface_of_the_sandbox_keeps_one_session_for_a_key(sandbox):
    order = {
        "amount": {"amount": "5.00", "currency": "EUR"},
        "title": "A test",
        "reference": "RF18539007547034",
        "return_url": "http://127.0.0.1:9/back",
        "webhook_url": "http://127.0.0.1:9/events",
    }
    first = sandbox.call("POST", "/v1/sessions", order, **{"Idempotency-Key": "k1"}).json()
    assert sandbox.call("POST", "/v1/sessions", order, **{"Idempotency-Key": "k1"}).json() == first
    assert requests.get(f"{sandbox.url}/v1/sessions/{first['id']}", timeout=10).status_code == 401
    assert sandbox.call("GET", "/v1/sessions/cs_nobody").status_code == 404
    assert sandbox.call("POST", f"/v1/sessions/{first['id']}/end").json()["state"] == "cancelled"


def test_the_journal_verifies(town):
    assert town.run("verify").returncode == 0
