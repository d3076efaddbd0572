"""`polity service`, as a designer types it."""

import shutil
import subprocess

import harness

SERVICES = harness.JURISDICTION / "services"


def service(*arguments):
    return subprocess.run(
        [harness.program(), "service", *map(str, arguments)], capture_output=True, text=True, cwd=harness.ROOT, timeout=120
    )


def copy(tmp_path, name="driving-licence-renewal"):
    folder = tmp_path / name
    shutil.copytree(SERVICES / name, folder)
    return folder


def test_a_new_service_is_in_order(tmp_path):
    folder = tmp_path / "bicycle-permit"
    written = service("new", folder, "--title", "Permit for a bicycle", "--languages", "en,fr")
    assert written.returncode == 0, written.stderr
    checked = service("check", folder)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.splitlines()[-1] == "2 passed, 0 failed"
    assert service("new", folder).returncode != 0, "an existing folder was overwritten"
    assert service("new", tmp_path / "Not A Key").returncode != 0


def test_larkhavens_services_are_in_order():
    for folder in sorted(path for path in SERVICES.iterdir() if path.is_dir()):
        checked = service("check", folder)
        assert checked.returncode == 0, checked.stdout
        passed = checked.stdout.splitlines()[-1]
        assert passed.endswith(" passed, 0 failed") and int(passed.split()[0]) >= 8, passed


def test_mistakes_are_told_with_file_and_line(tmp_path):
    folder = copy(tmp_path)
    file = folder / "service.yaml"
    lines = file.read_text().splitlines()
    place = next(i for i, line in enumerate(lines) if "when: eyesight changed or is senior" in line)
    lines[place] = lines[place].replace("eyesight changed", "eyesight changd")
    file.write_text("\n".join(lines))
    checked = service("check", folder)
    assert checked.returncode == 1
    assert f"{folder}/service.yaml:{place + 1}: " in checked.stdout
    assert "did you mean 'eyesight changed'?" in checked.stdout
    assert checked.stdout.splitlines()[-1].endswith("failed")


def test_an_example_that_comes_out_otherwise_fails(tmp_path):
    folder = copy(tmp_path)
    file = folder / "examples/01-car.yaml"
    file.write_text(file.read_text().replace("fee: 40", "fee: 41"))
    checked = service("check", folder)
    assert checked.returncode == 1
    assert "fee: expected 41, found 40" in checked.stdout
    assert checked.stdout.splitlines()[-1].endswith(" passed, 1 failed")


def test_a_table_with_a_gap_is_found(tmp_path):
    folder = copy(tmp_path)
    file = folder / "renewal.dmn"
    file.write_text(file.read_text().replace("&gt;= 70</text></inputEntry><outputEntry", "&gt;= 71</text></inputEntry><outputEntry"))
    checked = service("check", folder)
    assert checked.returncode == 1
    assert "renewal.dmn" in checked.stdout and "no rule matches" in checked.stdout and "Age = 70" in checked.stdout


def test_the_preview_shows_pages_routes_and_letters():
    shown = service("preview", SERVICES / "driving-licence-renewal", "--language", "fr", "--example", "lorry driver")
    assert shown.returncode == 0, shown.stderr
    for text in ("Votre vue", "default: licence → eyesight → health → delivery → declaration", "jusqu'au **20 juin 2031**"):
        assert text in shown.stdout
    assert service("preview", SERVICES / "driving-licence-renewal", "--language", "xx").returncode != 0


def test_differences_are_told_by_their_kind(tmp_path):
    folder = copy(tmp_path)
    before = SERVICES / "driving-licence-renewal"
    assert service("diff", before, folder).stdout.strip() == "nothing changes"
    file = folder / "service.yaml"
    file.write_text(file.read_text().replace("amount: 15", "amount: 16").replace("P90D", "P80D"))
    shown = service("diff", before, folder, "--jurisdiction", harness.JURISDICTION).stdout
    assert "rule: eligibility rule 4" in shown and "fee: fee line 3" in shown
    assert "open cases stay on the earlier revision" in shown
