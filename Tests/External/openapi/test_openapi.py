"""Our OpenAPI description is valid, and no input that schemathesis makes up from it brings the server to its knees."""

import os
import re
import subprocess
import sys

import requests
from openapi_spec_validator import OpenAPIV31SpecValidator

import harness

EXAMPLES = os.environ.get("POLITY_OPENAPI_EXAMPLES", "60")


def test_the_description_is_valid_openapi_3_1(polity):
    answer = requests.get(polity.url + "/openapi.json", timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()
    identifiers = [
        op["operationId"]
        for path in document["paths"].values()
        for op in path.values()
        if isinstance(op, dict) and "operationId" in op
    ]
    assert len(identifiers) == len(set(identifiers)) > 0


def test_no_made_up_input_is_a_server_error(polity, tmp_path):
    """Status codes, content types and bodies are held to the description too."""
    seed = harness.seed()
    command = [
        os.path.join(os.path.dirname(sys.executable), "st"),
        "run",
        polity.url + "/openapi.json",
        "--url",
        polity.url,
        "--seed",
        str(seed),
        "--max-examples",
        EXAMPLES,
        "--phases",
        "examples,coverage,fuzzing",
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
        "--continue-on-failure",
        "--request-timeout",
        "20",
        "--no-color",
        "--warnings",
        "off",
        "--suppress-health-check",
        "all",
    ]
    key = polity.api_key("schemathesis")
    command += ["-H", f"Authorization: Bearer {key}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=900)
    summary = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    harness.say("\n".join(line for line in summary.splitlines()[-40:] if re.search(r"API Operations|Test cases|generated|passed|Tested", line)))
    assert done.returncode == 0, summary[-6000:] + done.stderr[-2000:]
    assert requests.get(polity.url + "/readyz", timeout=10).ok
