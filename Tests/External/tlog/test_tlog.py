"""Our transparency log before other people's programs: aics-tlog verifies it, aics-witness cosigns it."""

import json
import sys
import time
from pathlib import Path

import pytest
import requests

import harness

sys.path.insert(0, str(Path(__file__).parent))
pytest.importorskip("aics_tlog", reason="aics-tlog needs Python 3.12 or later")

import log_checks  # noqa: E402
from witness import Witness  # noqa: E402


@pytest.fixture(scope="module")
def key(polity):
    """Out of band: from the operator, not from the log."""
    return polity.run("key", "log").stdout.split()[0]


@pytest.fixture(scope="module")
def log(polity, key):
    return log_checks.Log(polity.url + "/log", key)


def settled(polity, enough, within=60):
    """The served checkpoint, once it is as the test wants it."""
    end = time.monotonic() + within
    note = b""
    while time.monotonic() < end:
        answer = requests.get(polity.url + "/log/checkpoint", timeout=30)
        note = answer.content if answer.ok else b""
        if note and enough(note):
            return note
        time.sleep(0.2)
    raise TimeoutError(f"no such checkpoint within {within} s; the last:\n{note.decode()}")


def grow(polity, name):
    """One act more than there was; returns the size that the log had before."""
    before = log_checks.body_of(settled(polity, lambda note: True))[1]
    polity.api_key(name)
    settled(polity, lambda note: log_checks.body_of(note)[1] > before)
    return before


def test_the_checkpoint_is_signed_and_its_tiles_lead_to_its_root(log, tmp_path):
    log.checkpoint(tmp_path)


def test_entries_are_included(log, tmp_path):
    checkpoint = log.checkpoint(tmp_path)
    size = log_checks.body_of(checkpoint.read_bytes())[1]
    assert size > 256, "the sample should fill more than one tile"
    log.inclusion(checkpoint, log_checks.sample(size, harness.seed()))


def test_a_wrong_key_is_not_the_logs(log, tmp_path):
    stranger = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    with pytest.raises(log_checks.Failed):
        log_checks.Log(log.address, stranger).checkpoint(tmp_path)


def test_the_log_only_grows(polity, log, tmp_path):
    old = log.checkpoint(tmp_path)
    for number in range(2):
        grow(polity, f"grow {number}")
    report = log.consistency(old, log.checkpoint(tmp_path))
    assert report["new_size"] > report["old_size"]


def test_tiles_and_bundles_are_what_another_program_makes_of_the_entries(log, tmp_path):
    assert log.rebuild(log.checkpoint(tmp_path), tmp_path) > 3


def test_what_the_log_has_not_is_not_found(log, tmp_path):
    log.missing(log_checks.body_of(log.checkpoint(tmp_path).read_bytes())[1])


def test_no_entry_tells_more_than_act_time_verb_and_commitment(log, tmp_path):
    size = log_checks.body_of(log.checkpoint(tmp_path).read_bytes())[1]
    for entry in log.entries(size):
        assert sorted(json.loads(entry)) == ["act", "at", "commitment", "verb"]


def test_a_receipt_verifies_offline_and_an_altered_one_does_not(polity, log, tmp_path):
    size = log_checks.body_of(log.checkpoint(tmp_path).read_bytes())[1]
    entries = log.entries(size)
    for entry in (entries[0], entries[size // 2], entries[-1]):
        act = json.loads(entry)["act"]
        answer = requests.get(f"{polity.url}/journal/receipts/{act}.tlog-proof", timeout=30)
        assert answer.status_code == 200
        assert log_checks.verify_receipt(answer.content, log.trust, tmp_path) == entry
        other = answer.content.replace(b"\nindex ", b"\nindex 1")
        with pytest.raises(log_checks.Failed):
            log_checks.verify_receipt(other, log.trust, tmp_path)


def test_files_are_cached_as_the_specification_says(polity):
    checkpoint = requests.get(polity.url + "/log/checkpoint", timeout=30)
    assert checkpoint.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "immutable" not in checkpoint.headers.get("Cache-Control", "")
    tile = requests.get(polity.url + "/log/tile/0/000", timeout=30)
    assert len(tile.content) == 8192
    assert "immutable" in tile.headers["Cache-Control"]


def test_a_living_witness_cosigns_what_is_served(engine, request, tmp_path):
    database = request.getfixturevalue("postgres").database(f"witnessed_{time.time_ns()}") if engine == "postgres" else None
    witness = Witness(tmp_path / "witness")
    polity = harness.Polity(tmp_path / "polity", database=database, environment={"POLITY_WITNESSES": f"{witness.url}|{witness.key}"})
    polity.folder.mkdir(parents=True)
    key = polity.run("key", "log").stdout.split()[0]
    witness.trust(key)
    log = log_checks.Log(polity.url + "/log", key, [witness.key])
    with witness, polity:
        name = witness.key.split("+")[0].encode()
        first = settled(polity, lambda note: name in note)
        saved = log.checkpoint(tmp_path)
        polity.api_key("one more")
        size = log_checks.body_of(first)[1]
        settled(polity, lambda note: name in note and log_checks.body_of(note)[1] > size)
        log.consistency(saved, log.checkpoint(tmp_path))
        # A receipt carries the cosignature, so it needs neither the log nor the witness.
        entry = log.entries(size)[-1]
        receipt = requests.get(f"{polity.url}/journal/receipts/{json.loads(entry)['act']}.tlog-proof", timeout=30)
        assert log_checks.verify_receipt(receipt.content, log.trust, tmp_path) == entry
    assert polity.run("verify").returncode == 0


def test_after_a_change_of_keys_both_the_old_and_the_new_key_verify(engine, request, tmp_path):
    database = request.getfixturevalue("postgres").database(f"rotated_{time.time_ns()}") if engine == "postgres" else None
    polity = harness.Polity(tmp_path, database=database)
    with polity:
        old = polity.run("key", "log").stdout.split()[0]
        polity.api_key("first")
    polity.run("key", "rotate")
    new, listed = polity.run("key", "log").stdout.split()
    assert listed == old
    with polity:
        for key in (old, new):
            log_checks.Log(polity.url + "/log", key).checkpoint(tmp_path)
    polity.run("key", "retire")
    with polity:
        log_checks.Log(polity.url + "/log", new).checkpoint(tmp_path)
        with pytest.raises(log_checks.Failed):
            log_checks.Log(polity.url + "/log", old).checkpoint(tmp_path)
    assert polity.run("verify").returncode == 0
