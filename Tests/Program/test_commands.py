"""The program's commands, as an operator types them, on both databases."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
import requests

import harness


@pytest.fixture
def fresh(engine, request, tmp_path):
    """A government of one's own, which a test may break."""
    database = request.getfixturevalue("postgres").database(f"own_{time.time_ns()}") if engine == "postgres" else None
    polity = harness.Polity(tmp_path, database=database)
    yield polity
    polity.stop()


def everything_public(polity):
    """What strangers see of all requests, whole."""
    found, page = [], 1
    while True:
        some = requests.get(polity.url + f"/open311/v2/requests.json?page={page}&page_size=100", timeout=60).json()
        found += some
        if len(some) < 100:
            return sorted(found, key=lambda r: r["service_request_id"])
        page += 1


def test_every_command_explains_itself():
    dump = json.loads(
        subprocess.run(
            [harness.program(), "--experimental-dump-help"], capture_output=True, text=True, check=True
        ).stdout
    )
    names = []

    def walk(command, path):
        for sub in command.get("subcommands", []):
            names.append([*path, sub["commandName"]])
            assert sub.get("abstract") or sub["commandName"] == "help", f"{names[-1]} has no abstract"
            walk(sub, names[-1])

    walk(dump["command"], [])
    for wanted in ("serve", "migrate", "user", "role", "key", "backup", "restore", "verify", "doctor"):
        assert [wanted] in names, f"there is no `polity {wanted}`"
    for path in names:
        assert subprocess.run([harness.program(), "help", *path[:1]], capture_output=True).returncode == 0


def test_the_reference_of_commands_is_what_the_program_says():
    command = [sys.executable, str(harness.ROOT / "Scripts/make-docs"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"POLITY_PROGRAM": harness.program()})
    assert done.returncode == 0, done.stdout + done.stderr


def test_doctor_is_content_with_the_sample_and_names_file_and_line_of_a_mistake(fresh, tmp_path):
    fresh.start()
    fresh.stop()
    good = fresh.run("doctor", check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    broken = tmp_path / "broken"
    shutil.copytree(harness.JURISDICTION, broken)
    text = (broken / "agencies.yaml").read_text(encoding="utf-8").replace("- agency: water", "- agencie: water")
    (broken / "agencies.yaml").write_text(text, encoding="utf-8")
    bad = fresh.run("doctor", "--jurisdiction", str(broken), check=False)
    line = 1 + text[: text.index("- agencie: water")].count("\n")
    assert bad.returncode != 0 and f"agencies.yaml:{line}" in bad.stdout + bad.stderr, bad.stdout + bad.stderr


def test_a_wrong_setting_is_named_with_its_variable_or_key():
    done = subprocess.run(
        [harness.program(), "serve"],
        capture_output=True,
        text=True,
        env=os.environ | {"POLITY_PORT": "eighty"},
        timeout=30,
    )
    assert done.returncode != 0 and "port" in done.stderr and "eighty" in done.stderr


def test_verify_names_an_act_that_was_tampered_with(tmp_path):
    polity = harness.Polity(tmp_path)
    polity.start()
    polity.stop()
    assert polity.run("verify", check=False).returncode == 0
    path = next((tmp_path / "data").glob("*.sqlite"))
    with sqlite3.connect(path) as database:
        tables = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'journal%'")
        ]
        acts = next(name for name in tables if name.endswith("acts"))
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({acts})")]
        verb = next(column for column in columns if "verb" in column)
        database.execute(
            f"UPDATE {acts} SET {verb} = 'request.invented' WHERE rowid = (SELECT rowid FROM {acts} LIMIT 1 OFFSET 3)"
        )
    done = polity.run("verify", check=False)
    assert done.returncode != 0, done.stdout


def test_a_backup_of_a_running_system_comes_back_the_same(fresh, tmp_path, engine, request):
    fresh.start()
    stop = threading.Event()
    key = fresh.api_key("during the backup")

    def file_meanwhile():
        while not stop.is_set():
            requests.post(
                fresh.url + "/open311/v2/requests.json",
                timeout=30,
                data={
                    "jurisdiction_id": "larkhaven",
                    "api_key": key,
                    "service_code": harness.SERVICE,
                    "lat": 47.605,
                    "long": -30.21,
                    "description": "meanwhile",
                },
            )

    writer = threading.Thread(target=file_meanwhile, daemon=True)
    writer.start()
    first = tmp_path / "first.backup"
    fresh.run("backup", str(first))
    stop.set()
    writer.join(30)
    second = tmp_path / "second.backup"
    fresh.run("backup", str(second))
    before = everything_public(fresh)
    checkpoint = requests.get(fresh.url + "/log/checkpoint", timeout=10).text
    fresh.stop()

    database = (
        request.getfixturevalue("postgres").database(f"restored_{time.time_ns()}") if engine == "postgres" else None
    )
    restored = harness.Polity(tmp_path / "restored", database=database)
    restored.run("restore", str(second))
    if engine == "sqlite":
        copied = next(second.glob("*.sqlite")).read_bytes()
        assert next((tmp_path / "restored" / "data").glob("*.sqlite")).read_bytes() == copied, "not bit for bit"
    # The same address, so that the log has the same name.
    restored.environment |= {"POLITY_ADDRESS": f"http://localhost:{fresh.port}"}
    assert restored.run("verify", check=False).returncode == 0
    again = tmp_path / "again.backup"
    restored.run("backup", str(again))
    with restored:
        assert everything_public(restored) == before
        assert (
            requests.get(restored.url + "/log/checkpoint", timeout=10).text.splitlines()[1]
            >= checkpoint.splitlines()[1]
        )
    assert digest(second) == digest(again), "a backup of what was restored differs from the backup it was restored from"


def digest(path):
    """Of all files of a backup by name; of an SQLite file, its whole content in SQL, as pages may have gaps."""
    total = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        total.update(str(file.relative_to(path)).encode())
        if file.suffix == ".sqlite":
            with sqlite3.connect(file) as database:
                for statement in database.iterdump():
                    total.update(statement.encode())
        else:
            total.update(file.read_bytes())
    return total.hexdigest()


def test_told_to_stop_it_finishes_what_it_accepted(fresh):
    fresh.start()
    key = fresh.api_key("until the end")
    answered, broken = [], []

    def file_on():
        session = requests.Session()
        while True:
            try:
                answer = session.post(
                    fresh.url + "/open311/v2/requests.json",
                    timeout=30,
                    data={
                        "jurisdiction_id": "larkhaven",
                        "api_key": key,
                        "service_code": harness.SERVICE,
                        "lat": 47.605,
                        "long": -30.21,
                        "description": "until the end",
                    },
                )
            except requests.ConnectionError as error:
                broken.append(str(error))
                return
            if answer.status_code >= 400:
                return
            answered.append(answer.json()[0]["service_request_id"])

    threads = [threading.Thread(target=file_on, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    fresh.process.send_signal(signal.SIGTERM)
    assert fresh.process.wait(60) == 0, fresh.tail()
    for thread in threads:
        thread.join(30)
    fresh.start()
    known = harness.requests_by_id(fresh, answered)
    assert answered and set(answered) == set(known)


def test_a_database_that_is_gone_is_503_and_comes_back(tmp_path):
    with harness.Postgres() as server, harness.Polity(tmp_path, database=server.database("gone")) as polity:
        server.crash()
        statuses = [
            requests.get(polity.url + path, timeout=40).status_code
            for path in ("/readyz", "/healthz", "/open311/v2/requests.json")
        ]
        assert statuses == [503, 200, 503]
        page = requests.get(polity.url + "/requests", headers={"Accept": "text/html"}, timeout=40)
        assert page.status_code == 503 and "<h1" in page.text and "postgres" not in page.text.lower()
        server.start()
        end = time.monotonic() + 30
        while requests.get(polity.url + "/readyz", timeout=40).status_code != 200:
            assert time.monotonic() < end, "it did not come back by itself"
            time.sleep(0.2)
        assert requests.get(polity.url + "/open311/v2/requests.json", timeout=40).status_code == 200


def test_a_database_that_is_locked_is_503_for_writers_and_nothing_is_half_written(tmp_path):
    with harness.Polity(tmp_path) as polity:
        key = polity.api_key("locked out")
        form = {
            "jurisdiction_id": "larkhaven",
            "api_key": key,
            "lat": 47.605,
            "long": -30.21,
            "description": "locked out",
            "service_code": harness.SERVICE,
        }
        path = next((tmp_path / "data").glob("*.sqlite"))
        lock = sqlite3.connect(path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        try:
            answer = requests.post(polity.url + "/open311/v2/requests.json", data=form, timeout=60)
            assert answer.status_code == 503, answer.text
            assert (
                requests.get(polity.url + "/open311/v2/requests.json", timeout=10).status_code == 200
            ), "readers need not wait"
        finally:
            lock.execute("ROLLBACK")
            lock.close()
        assert requests.post(polity.url + "/open311/v2/requests.json", data=form, timeout=60).status_code in (200, 201)
        found = requests.get(polity.url + "/open311/v2/requests.json?page_size=100", timeout=10).json()
        assert sum(r.get("description") == "locked out" for r in found) == 1
