"""Fixtures for every test that talks to a living server. See harness.py."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import harness  # noqa: E402


@pytest.fixture(scope="session")
def postgres():
    """One PostgreSQL server for the whole run."""
    with harness.Postgres() as server:
        yield server


@pytest.fixture(scope="session", params=harness.ENGINES)
def engine(request):
    return request.param


@pytest.fixture(scope="session")
def polity(engine, request, tmp_path_factory):
    """The sample government, served on the engine of the test."""
    database = request.getfixturevalue("postgres").database("sample") if engine == "postgres" else None
    with harness.Polity(tmp_path_factory.mktemp(engine), database=database) as server:
        yield server


@pytest.fixture(scope="session")
def polity_on_sqlite(tmp_path_factory):
    """The sample government on SQLite, for what does not depend on the database."""
    with harness.Polity(tmp_path_factory.mktemp("sqlite-only")) as server:
        yield server


def pytest_terminal_summary(terminalreporter):
    """Seeds and figures, also of tests that passed."""
    for line in harness.FOUND:
        terminalreporter.write_line(line)
