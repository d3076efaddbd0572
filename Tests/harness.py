"""A Polity server, and a PostgreSQL server to go with it, for tests that talk to them from outside.

    with Polity(folder) as polity:
        requests.get(polity.url + "/healthz")

Everything listens on this machine only, lives in temporary folders and ends with the test, however it ends.
"""

import contextlib
import html
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("POLITY_SHARED", ROOT.parent / "shared"))
JURISDICTION = ROOT / "Jurisdictions" / "larkhaven"
ENGINES = os.environ.get("POLITY_TEST_ENGINES", "sqlite,postgres").split(",")


# Tests knock faster than people do; the limits have tests of their own.
UNLIMITED = {"POLITY_LIMITS": "off"}

# A category that asks nothing and is public, for tests that only want to file something.
SERVICE = "litter"


def program():
    """The binary under test: POLITY_PROGRAM, else the debug build."""
    path = os.environ.get("POLITY_PROGRAM") or str(ROOT / ".build/debug/polity")
    if not os.access(path, os.X_OK):
        raise FileNotFoundError(f"{path}: build it first (swift build), or name another in POLITY_PROGRAM")
    return path


# What tests found out, printed at the end of the run.
FOUND = []


def say(text):
    FOUND.append(text)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seed():
    """The seed of this run's random numbers: POLITY_SEED, or a new one. Always printed, so that a failure can be replayed."""
    value = int(os.environ.get("POLITY_SEED") or random.SystemRandom().randrange(1 << 32))
    say(f"POLITY_SEED={value} ({os.environ.get('PYTEST_CURRENT_TEST', '').split(' ')[0]})")
    return value


class Postgres:
    """A throw-away PostgreSQL server, reached through a socket in its own folder. Refuses to run as root, so root lends it a user."""

    def __init__(self):
        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        if not versions:
            raise FileNotFoundError("tests need PostgreSQL: apt-get install postgresql")
        self.bin = versions[-1]
        self.folder = tempfile.mkdtemp(prefix="polity-pg-", dir="/tmp")
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self._call(
            "initdb",
            "-D",
            f"{self.folder}/data",
            "-U",
            "polity",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        self.process = None
        self.start()

    def _as_user(self, *arguments):
        lend = ["runuser", "-u", self.user, "--"] if self.user else []
        return lend + [str(self.bin / arguments[0]), *arguments[1:]]

    def _call(self, *arguments):
        subprocess.run(
            self._as_user(*arguments), check=True, stdout=subprocess.DEVNULL, cwd="/", stdin=subprocess.DEVNULL
        )

    def start(self):
        self._call(
            "pg_ctl",
            "-D",
            f"{self.folder}/data",
            "-l",
            f"{self.folder}/log",
            "-w",
            "-o",
            f"-k {self.folder} -c listen_addresses= -c max_connections=200",
            "start",
        )

    def crash(self):
        """Ends it without writing out what it holds in memory."""
        self._call("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")

    def database(self, name):
        """Creates an empty database; returns the URL that reaches it."""
        self._call("createdb", "-h", self.folder, "-U", "polity", name)
        return f"postgresql://polity@/{name}?host={self.folder}"

    def stop(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self._call("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Polity:
    """One server over one data folder. `database` is a PostgreSQL URL; without it the folder holds an SQLite file."""

    def __init__(self, folder, database=None, demo=True, arguments=(), environment=None, ready_within=120):
        self.folder = Path(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = database
        self.demo = demo
        self.arguments = list(arguments)
        self.environment = os.environ | UNLIMITED | {"POLITY_JURISDICTION": str(JURISDICTION)} | (environment or {})
        self.ready_within = ready_within
        self.process = None
        self.log = self.folder / "server.log"

    def _storage(self):
        return ["--data", str(self.folder / "data")] + (["--database", self.database] if self.database else [])

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [
            program(),
            "serve",
            *self._storage(),
            "--port",
            str(self.port),
            *(["--demo"] if self.demo else []),
            *self.arguments,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment, cwd=ROOT
            )
        self.wait_until_ready()
        return self

    def wait_until_ready(self):
        end = time.monotonic() + self.ready_within
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.tail()}")
            with contextlib.suppress(requests.RequestException):
                if requests.get(self.url + "/readyz", timeout=5).ok:
                    return
            time.sleep(0.05)
        raise TimeoutError(f"not ready after {self.ready_within} s:\n{self.tail()}")

    def kill(self):
        """As the power would go: SIGKILL, nothing is told."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """As an operator would: SIGTERM. Returns the exit status."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode if self.process else None

    def tail(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""

    def run(self, *arguments, check=True, text=None, timeout=300):
        """A command of the program on this server's storage: `polity.run("verify")`."""
        command = [program(), *arguments, *self._storage()]
        done = subprocess.run(
            command, capture_output=True, text=True, input=text, env=self.environment, cwd=ROOT, timeout=timeout
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    def api_key(self, name):
        """A new key for a program."""
        return self.run("key", "create", name).stdout.split()[-1]

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


def requests_by_id(polity, identifiers):
    """The requests with these identifiers by identifier, asked for many at a time through Open311."""
    found = {}
    for start in range(0, len(identifiers), 50):
        some = ",".join(identifiers[start : start + 50])
        answer = requests.get(
            polity.url + "/open311/v2/requests.json", params={"service_request_id": some}, timeout=60
        )
        assert answer.status_code == 200, answer.text
        for request in answer.json():
            assert request["service_request_id"] not in found, "listed twice"
            found[request["service_request_id"]] = request
    return found


def sample_people():
    """The sample people of the jurisdiction by the first word of their address, with the password of all."""
    import yaml

    data = yaml.safe_load((JURISDICTION / "people.yaml").read_text(encoding="utf-8"))
    return {person["email"].split("@")[0]: person | {"password": data["password"]} for person in data["people"]}


def signed_in(polity, person):
    """A session of one of the sample people, signed in by the form as a browser would."""
    who = sample_people()[person]
    session = requests.Session()
    page = session.get(polity.url + "/sign-in", timeout=30).text
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if 'type="password"' in f)
    action = html.unescape((re.search(r'action="([^"]+)"', form) or [None, "/sign-in"])[1])
    fields = {}
    for tag in re.findall(r"<(?:input|button)\b[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in attributes:
            fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
            if attributes.get("type") == "email" or attributes["name"] == "email":
                fields[attributes["name"]] = who["email"]
            elif attributes.get("type") == "password":
                fields[attributes["name"]] = who["password"]
    answer = session.post(polity.url + action, data=fields, timeout=30, allow_redirects=False)
    assert answer.status_code == 303, f"{person} could not sign in: {answer.status_code}"
    return session
