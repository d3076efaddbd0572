"""Nothing that was acknowledged is lost.

Clients file requests as fast as they can; the server is killed at random moments, without warning, and started again. On
PostgreSQL the database is crashed too, every third time. In the end every request whose identifier a client ever received must be there, as it was
sent, once; and the journal must agree with the tables.

POLITY_CRASH_ROUNDS sets the number of rounds (10), POLITY_SEED repeats a run.
"""

import os
import random
import threading
import time

import pytest
import requests

import harness

ROUNDS = int(os.environ.get("POLITY_CRASH_ROUNDS", "10"))
CLIENTS = 6


class Client(threading.Thread):
    """Files one request after the other until the server is gone."""

    def __init__(self, number, polity, key, ledger, random_seed):
        super().__init__(daemon=True)
        self.number, self.polity, self.key, self.ledger = number, polity, key, ledger
        self.random = random.Random(random_seed)
        self.refusals = []

    def run(self):
        session = requests.Session()
        count = 0
        while True:
            count += 1
            mark = f"crash test {self.number}/{self.random.getrandbits(64):016x}"
            form = {
                "jurisdiction_id": "larkhaven",
                "api_key": self.key,
                "service_code": harness.SERVICE,
                "description": mark,
                "lat": f"{self.random.uniform(47.6, 47.61):.5f}",
                "long": f"{self.random.uniform(-30.22, -30.2):.5f}",
            }
            try:
                answer = session.post(self.polity.url + "/open311/v2/requests.json", data=form, timeout=30)
            except requests.RequestException:
                return
            if answer.status_code in (429, 503):  # too fast, or going down: not promised
                time.sleep(0.05)
                continue
            if answer.status_code not in (200, 201):
                self.refusals.append((answer.status_code, answer.text[:300]))
                return
            # From here on the request is promised, whatever happens next.
            self.ledger.promise(answer.json()[0]["service_request_id"], mark)


class Ledger:
    """What clients were promised."""

    def __init__(self):
        self.promised = {}
        self._lock = threading.Lock()

    def promise(self, identifier, mark):
        with self._lock:
            assert identifier not in self.promised, f"{identifier} was given twice"
            self.promised[identifier] = mark


@pytest.mark.parametrize("engine", harness.ENGINES)
def test_every_acknowledged_request_survives_sigkill(engine, request, tmp_path):
    seed = harness.seed()
    chance = random.Random(seed)
    postgres = request.getfixturevalue("postgres") if engine == "postgres" else None
    polity = harness.Polity(tmp_path, database=postgres.database("crash") if postgres else None, demo=False)
    polity.start()
    key = polity.api_key("crash test")
    ledger = Ledger()
    rounds = []
    try:
        for number in range(ROUNDS):
            if number > 0:
                polity.start()
            before = len(ledger.promised)
            clients = [Client(i, polity, key, ledger, chance.getrandbits(64)) for i in range(CLIENTS)]
            for client in clients:
                client.start()
            time.sleep(chance.uniform(0.3, 2.5))
            if postgres and number % 3 == 2:
                postgres.crash()
            polity.kill()
            for client in clients:
                client.join(60)
                assert not client.refusals, client.refusals
            if postgres and number % 3 == 2:
                postgres.start()
            rounds.append(len(ledger.promised) - before)
        polity.start()
        found = harness.requests_by_id(polity, sorted(ledger.promised))
        lost = [i for i in ledger.promised if i not in found]
        changed = [i for i, mark in ledger.promised.items() if i in found and found[i]["description"] != mark]
        harness.say(
            f"{engine}: {ROUNDS} kills, {len(ledger.promised)} requests acknowledged ({rounds}), {len(lost)} lost, seed {seed}"
        )
        assert len(ledger.promised) > ROUNDS, "hardly anything was filed: the test proves nothing"
        assert not lost and not changed, f"lost {lost[:5]}, changed {changed[:5]}"
    finally:
        polity.stop()
    verified = polity.run("verify", check=False)
    harness.say(f"{engine}: {verified.stdout.strip()}")
    assert verified.returncode == 0, verified.stdout + verified.stderr
