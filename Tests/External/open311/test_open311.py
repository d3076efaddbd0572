"""Others' clients and the published schemas hold the server to Open311 GeoReport v2."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import open311_checks  # noqa: E402


def test_every_call_of_georeport_v2(polity):
    key = polity.run("key", "create", "--updates", "open311 checks").stdout.split()[-1]
    assert open311_checks.run(polity.url, key) == []
