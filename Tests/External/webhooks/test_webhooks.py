"""A program of others that is told of acts, and checks the signatures with the reference library of Standard Webhooks."""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from standardwebhooks import Webhook, WebhookVerificationError

import harness


class Receiver:
    """Listens on this machine; `answers` are the statuses that it gives, 204 when there are no more. A redirect leads to itself."""

    def __init__(self):
        self.calls, self.answers = [], []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.calls.append((self.path, dict(self.headers.items()), body))
                status = receiver.answers.pop(0) if receiver.answers else 204
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, count, within=60):
        end = time.monotonic() + within
        while time.monotonic() < end:
            if len(self.calls) >= count:
                return self.calls
            time.sleep(0.1)
        raise TimeoutError(f"{len(self.calls)} calls instead of {count}")


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture(scope="module")
def admin(polity):
    return harness.signed_in(polity, "admin")


@pytest.fixture(scope="module")
def key(polity):
    return polity.api_key("webhooks")


def send(session, polity, path, **fields):
    page = session.get(polity.url + "/office/webhooks/new", timeout=30).text
    fields["csrf"] = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    return session.post(polity.url + path, data=fields, timeout=30)


def subscribe(session, polity, receiver, verbs):
    page = send(session, polity, "/office/webhooks/new", client="Sample program", address=receiver.url, verbs=verbs)
    assert page.status_code == 200, page.text
    identifier = re.search(r"/office/webhooks/([0-9a-f-]{36})/pause", page.text)[1]
    return identifier, re.search(r"whsec_[A-Za-z0-9+/=]+", page.text)[0]


def report(polity, key, words):
    answer = requests.post(
        polity.url + "/open311/v2/requests.json",
        data={"api_key": key, "jurisdiction_id": "larkhaven", "service_code": harness.SERVICE, "lat": 47.5932,
              "long": -30.2080, "description": words, "email": "someone@town.example", "first_name": "Someone"},
        timeout=30,
    )
    assert answer.status_code == 201, answer.text
    return answer.json()[0]["service_request_id"]


def test_a_program_is_told_signed_and_finds_what_it_was_told_of(polity, admin, key, receiver):
    _, secret = subscribe(admin, polity, receiver, "service-request.filed")
    reference = report(polity, key, "Bin is full")
    path, headers, body = receiver.wait_for(1)[0]
    assert path == "/hook" and headers["content-type"] == "application/json"
    told = Webhook(secret).verify(body, headers)
    assert told["type"] == "service-request.filed"
    # Ids, verb, time and the address of what it is about; nobody's name, address or words.
    assert set(told) == {"type", "timestamp", "data"} and set(told["data"]) == {"act", "kind", "id", "address"}
    assert "someone" not in body.decode().lower() and "Bin" not in body.decode()
    address = told["data"]["address"].split("/open311/")[1]
    found = requests.get(f"{polity.url}/open311/{address}", timeout=30).json()
    assert found[0]["service_request_id"] == reference
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"filed", b"fined"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers | {"webhook-timestamp": str(int(time.time()) - 5)})
    time.sleep(2)
    assert len(receiver.calls) == 1


def test_a_program_that_fails_is_told_again_under_the_same_number(polity, admin, key, receiver):
    receiver.answers = [500, 302]
    identifier, secret = subscribe(admin, polity, receiver, "service-request.*")
    report(polity, key, "Another bin")
    calls = receiver.wait_for(3)
    assert {path for path, _, _ in calls} == {"/hook"}, "a redirect was followed"
    assert len({headers["webhook-id"] for _, headers, _ in calls}) == 1
    assert len({headers["webhook-timestamp"] for _, headers, _ in calls}) == 3
    for _, headers, body in calls:
        assert json.loads(body) == Webhook(secret).verify(body, headers)
    end = time.monotonic() + 20
    while "Delivered" not in (page := admin.get(f"{polity.url}/office/webhooks/{identifier}?lang=en", timeout=30).text):
        assert time.monotonic() < end
        time.sleep(0.3)
    # The administrator has it told once more.
    again = re.search(r'action="(/office/webhooks/[^"]+/attempts)"', page)[1]
    assert send(admin, polity, again).status_code == 200
    assert receiver.wait_for(4)[3][1]["webhook-id"] == calls[0][1]["webhook-id"]


def test_a_program_that_is_gone_is_told_nothing_more(polity, admin, key, receiver):
    receiver.answers = [410]
    identifier, _ = subscribe(admin, polity, receiver, "service-request.filed")
    report(polity, key, "A third bin")
    receiver.wait_for(1)
    end = time.monotonic() + 20
    while "Disabled" not in admin.get(f"{polity.url}/office/webhooks/{identifier}?lang=en", timeout=30).text:
        assert time.monotonic() < end
        time.sleep(0.3)
    report(polity, key, "A fourth bin")
    time.sleep(3)
    assert len(receiver.calls) == 1


def test_a_demonstration_calls_this_machine_only(polity, admin, key):
    page = send(admin, polity, "/office/webhooks/new", client="Elsewhere", address="https://1.1.1.1/hook", verbs="service-request.filed")
    identifier = re.search(r"/office/webhooks/([0-9a-f-]{36})/pause", page.text)[1]
    report(polity, key, "A fifth bin")
    end = time.monotonic() + 30
    while "private network" not in (text := admin.get(f"{polity.url}/office/webhooks/{identifier}?lang=en", timeout=30).text):
        assert time.monotonic() < end, text
        time.sleep(0.3)
