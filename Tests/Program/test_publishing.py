"""`polity service publish` into a government that serves: no restart, nothing half, and a broken folder changes nothing."""

import re
import shutil
import time

import requests

import harness

SERVICES = harness.JURISDICTION / "services"


def folder(tmp_path, key, **changes):
    """The renewal as a service of another name, somewhere else on the disk."""
    path = tmp_path / "anywhere"
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(SERVICES / "driving-licence-renewal", path)
    text = (path / "service.yaml").read_text().replace("service: driving-licence-renewal", f"service: {key}")
    for old, new in changes.get("replace", []):
        assert old in text
        text = text.replace(old, new)
    (path / "service.yaml").write_text(text)
    return path


def eventually(check, within=10):
    end = time.monotonic() + within
    while not check():
        assert time.monotonic() < end, "not within seconds"
        time.sleep(0.2)


def test_a_designers_folder_serves_within_seconds_and_a_broken_one_never_does(polity, tmp_path):
    key = "boat-licence-renewal"
    page = f"{polity.url}/services/{key}"
    assert requests.get(page, timeout=10).status_code == 404
    done = polity.run("service", "publish", str(folder(tmp_path, key)))
    assert re.search(r"^\d+ passed, 0 failed$", done.stdout, re.M) and "published" in done.stdout
    eventually(lambda: requests.get(page, timeout=10).status_code == 200)
    assert key in polity.run("service", "list").stdout
    assert requests.get(f"{polity.url}/api/v1/services/{key}", timeout=10).json()["service"] == key

    # Published again, nothing happens; changed, what changes is told.
    assert "in force already" in polity.run("service", "publish", str(folder(tmp_path, key))).stdout
    changed = folder(tmp_path, key, replace=[("within days: 30", "within days: 31")])
    done = polity.run("service", "publish", str(changed))
    assert "rule: appeal: 30 days" in done.stdout and "open cases stay on the earlier revision" in done.stdout

    # Mistakes have file and line; what serves, serves on.
    broken = folder(tmp_path, key, replace=[('licence.status != "suspended"', 'licens.status != "suspended"')])
    done = polity.run("service", "publish", str(broken), check=False)
    assert done.returncode == 1 and re.search(r"anywhere/service\.yaml:\d+: .*did you mean 'licence'", done.stdout)
    failing = folder(tmp_path, key)
    example = failing / "examples/01-car.yaml"
    example.write_text(example.read_text().replace("fee: 40", "fee: 41"))
    done = polity.run("service", "publish", str(failing), check=False)
    assert done.returncode == 1 and re.search(r"^\d+ passed, 1 failed$", done.stdout, re.M)
    assert re.search(r"anywhere/examples/01-car\.yaml:\d+: ", done.stdout)
    unknown = folder(tmp_path, key, replace=[("registry: driving-licences", "registry: driving-licenses")])
    done = polity.run("service", "publish", str(unknown), check=False)
    assert done.returncode == 1 and "driving-licences" in done.stdout
    for _ in range(3):
        assert requests.get(page, timeout=10).status_code == 200
        time.sleep(1)

    polity.run("service", "withdraw", key)
    eventually(lambda: requests.get(page, timeout=10).status_code == 404)
    assert polity.run("service", "withdraw", key, check=False).returncode != 0
    assert polity.run("verify").returncode == 0


def test_a_program_of_an_agency_reads_cases_with_its_key_and_nobody_elses(polity):
    made = polity.run("key", "create", "printer", "--cases", "transport")
    key = made.stdout.split()[-1]
    address = polity.url + "/api/v1/cases"
    assert requests.get(address, timeout=10).status_code == 401
    assert requests.get(address, headers={"Authorization": "Bearer cs_wrong"}, timeout=10).status_code == 401
    assert "cases" in requests.get(address, headers={"Authorization": f"Bearer {key}"}, timeout=10).json()
    assert "cases of transport" in polity.run("key", "list").stdout
    identifier = re.search(r"Key (\S+)\.", made.stdout)[1]
    polity.run("key", "revoke", identifier)
    assert requests.get(address, headers={"Authorization": f"Bearer {key}"}, timeout=10).status_code == 401
    assert polity.run("key", "create", "x", "--cases", "nowhere", check=False).returncode != 0
