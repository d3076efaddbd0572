"""`polity bpmn check` and `polity bpmn draw`, as a designer of processes types them."""

import os
import pathlib
import subprocess
import xml.etree.ElementTree as ET

import pytest

import harness

SHARED = pathlib.Path(os.environ.get("POLITY_SHARED", pathlib.Path(__file__).resolve().parents[3] / "shared"))
MODELS = sorted((SHARED / "bpmn-miwg").glob("*.bpmn"))

BROKEN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="p" isExecutable="true">
<startEvent id="s"/>
<sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>
<task id="lost" name="Never"/>
</process>
</definitions>
"""


def bpmn(*arguments):
    return subprocess.run([harness.program(), "bpmn", *map(str, arguments)], capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(not MODELS, reason="get the reference models beside the repository as shared/bpmn-miwg")
def test_check_reads_the_reference_models_and_counts_them():
    done = bpmn("check", *MODELS)
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    # Some say that they are executable, with expressions in XPath or in XML of DMN: those are refused, by name.
    assert all("is not FEEL" in line for line in errors), errors
    refused = {line.split(":")[0] for line in errors}
    assert done.stdout.splitlines()[-1] == f"{len(MODELS) - len(refused)} passed, {len(refused)} failed"
    assert len(refused) <= 2


def test_check_names_what_is_wrong(tmp_path):
    file = tmp_path / "broken.bpmn"
    file.write_text(BROKEN)
    done = bpmn("check", file)
    assert done.returncode == 1
    assert f'{file}: error: line 5: lost "Never": unreachable: no way leads from a start to this task' in done.stdout
    assert "line 4: f: dangling reference: there is no target 'nowhere'" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed"


@pytest.mark.skipif(not MODELS, reason="get the reference models beside the repository as shared/bpmn-miwg")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_draw_gives_svg_that_others_can_read(model):
    for extra in [[], ["--layout"], ["--right-to-left"]]:
        done = bpmn("draw", model, *extra)
        assert done.returncode == 0, done.stderr
        root = ET.fromstring(done.stdout)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("role") == "img"
