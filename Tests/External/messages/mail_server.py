"""A mail server (aiosmtpd) that does as it is told, and a certificate for it."""

import email.policy
import subprocess
import threading
import time
from email import message_from_bytes

import harness
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Handler:
    """Keeps what it takes. `script` maps an address to what happens to its mails, one entry a mail: a reply to RCPT, or
    ("data", reply), ("delay", seconds), "drop" (the connection breaks in the middle of the content)."""

    def __init__(self):
        self.taken, self.script, self.asked = [], {}, []
        self.lock = threading.Lock()

    def _next(self, address):
        with self.lock:
            self.asked.append(address)
            waiting = self.script.get(address) or []
            return waiting.pop(0) if waiting else None

    async def handle_RCPT(self, server, session, envelope, address, options):
        step = self._next(address)
        if isinstance(step, str) and step != "drop":
            return step
        session.step = step
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        step = getattr(session, "step", None)
        if step == "drop":
            server.transport.abort()
            return "451 gone"
        if isinstance(step, tuple) and step[0] == "delay":
            import asyncio

            await asyncio.sleep(step[1])
        if isinstance(step, tuple) and step[0] == "data":
            return step[1]
        message = message_from_bytes(envelope.content, policy=email.policy.default)
        with self.lock:
            self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), message, envelope.content, session.ssl))
        if isinstance(step, tuple) and step[0] == "taken, then drop":
            server.transport.abort()
        return "250 2.0.0 OK"

    def to(self, address):
        with self.lock:
            return [entry for entry in self.taken if address in entry[1]]

    def wait_for(self, address, count=1, within=60):
        end = time.monotonic() + within
        while time.monotonic() < end:
            if len(self.to(address)) >= count:
                return self.to(address)
            time.sleep(0.05)
        raise TimeoutError(f"{count} mails to {address} did not come; asked for: {self.asked}")


def start(**options):
    """A server on a free port of this machine; `server.handler.taken` is what it took."""
    controller = Controller(Handler(), hostname="127.0.0.1", port=harness.free_port(), ready_timeout=20, **options)
    controller.start()
    return controller


def only(name, password):
    """Lets in who has this name and password."""

    def check(server, session, envelope, mechanism, data):
        good = data.login == name.encode() and data.password == password.encode()
        return AuthResult(success=good, handled=False)

    return check


def certificate(folder, host="localhost"):
    """A key and a certificate for `host`, signed by itself."""
    key, file = folder / "mail.key", folder / "mail.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", file, "-days", "2",
         "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host},IP:127.0.0.1"],
        check=True, capture_output=True,
    )
    return key, file
