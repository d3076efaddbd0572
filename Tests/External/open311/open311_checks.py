#!/usr/bin/env python3
"""Holds a running server to Open311 GeoReport v2, with clients and schemas that others made.

    python open311_checks.py http://localhost:8080 API_KEY

Drives every call with `georeport` (XML and JSON) and `three`, validates every JSON answer against the published schemas
(POLITY_SHARED/open311-schema), prints each check, and ends with 1 where one failed. The key needs both scopes.
"""

import itertools
import json
import os
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import requests
from georeport import GeoReport
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

# three 0.8.0 was written for Python 2.
itertools.ifilter = filter
from three import Three  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("POLITY_SHARED", ROOT.parent / "shared"))
PLACE = {"lat": "47.59283", "long": "-30.21114"}


class Checks:
    def __init__(self):
        self.failures = []

    def __call__(self, what, holds, found=""):
        if holds:
            print(f"ok   {what}")
        else:
            self.failures.append(f"{what}: {found!r}"[:300])
            print(f"FAIL {self.failures[-1]}")


class Schemas:
    """The published JSON schemas; they refer to each other by file name."""

    def __init__(self, folder):
        self.known = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")}
        self.registry = Registry().with_resources(
            (name, Resource.from_contents(schema, default_specification=DRAFT4)) for name, schema in self.known.items()
        )

    def errors(self, name, document):
        validator = Draft4Validator(self.known[name], registry=self.registry)
        return [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(document)]


def run(address, key):
    """Returns the checks that failed, each with what was found."""
    check = Checks()
    schemas = Schemas(SHARED / "open311-schema")
    base = address.rstrip("/") + "/open311/v2"

    def get(path, **query):
        return requests.get(f"{base}/{path}", params=query, timeout=30)

    def post(path, **fields):
        return requests.post(f"{base}/{path}", data={"api_key": key, **fields}, timeout=30)

    def valid(what, schema, document):
        errors = schemas.errors(schema, document)
        check(f"{what} is valid against {schema}", not errors, errors[:3])

    discovery(check, get)
    services(check, get, valid)
    first = filing(check, get, post, valid)
    reading(check, get, valid, first)
    errors(check, get, post, base)
    updates(check, get, post, first)
    with_georeport(check, base, first)
    with_three(check, base, key)
    print(f"{len(check.failures)} failed" if check.failures else "all hold")
    return check.failures


def discovery(check, get):
    answer = get("discovery.json").json()
    endpoint = answer["endpoints"][0]
    check("discovery names the specification", endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2")
    check("discovery names both formats", set(endpoint["formats"]) == {"text/xml", "application/json"})
    root = ElementTree.fromstring(get("discovery.xml").content)
    check("discovery is XML too", root.tag == "discovery" and root.find("endpoints/endpoint/url") is not None)


def services(check, get, valid):
    answer = get("services.json")
    valid("the service list", "services.json", answer.json())
    for service in answer.json():
        valid(f"service {service['service_code']}", "service.json", service)
        definition = get(f"services/{service['service_code']}.json")
        valid(f"the definition of {service['service_code']}", "service-definition.json", definition.json())
        check(f"metadata of {service['service_code']}", service["metadata"] == bool(definition.json()["attributes"]))
    root = ElementTree.fromstring(get("services.xml").content)
    check("the service list is XML too", root.tag == "services" and len(root) == len(answer.json()))
    check("texts follow Accept-Language", requests.get(answer.url, headers={"Accept-Language": "fr"}, timeout=30).json() != answer.json())


def filing(check, get, post, valid):
    answer = post("requests.json", service_code="pothole", **{"attribute[depth]": "deep"}, description="From a client <&>", **PLACE)
    check("POST gives 201", answer.status_code == 201, answer.text)
    reference = answer.json()[0]["service_request_id"]
    check("POST gives a notice and no token", "service_notice" in answer.json()[0] and "token" not in answer.json()[0])
    read = get(f"requests/{reference}.json").json()
    valid("the new request", "request.json", read[0])
    check("the new request says what was sent", read[0]["description"] == "From a client <&>", read[0])
    xml = ElementTree.fromstring(get(f"requests/{reference}.xml").content)
    check("the new request is XML too", xml.find("request/description").text == "From a client <&>")
    several = post("requests.xml", service_code="illegal-dumping", address_string="9 Quay", **{"attribute[kind][]": ["bags", "rubble"]})
    check("POST takes lists of several values and addresses, in XML", several.status_code == 201, several.text)
    batch = post("requests.json", service_code="illegal-parking", description="On the crossing", **PLACE).json()[0]
    check("a batch service gives a token", "token" in batch and "service_request_id" not in batch, batch)
    found = get(f"tokens/{batch['token']}.json").json()[0]
    check("a token leads to its request", get(f"requests/{found['service_request_id']}.json").ok, found)
    return reference


def reading(check, get, valid, reference):
    everything = get("requests.json").json()
    valid("the list of requests", "requests.json", everything)
    for request in everything[:50]:
        errors = [] if all(k in request for k in ("service_request_id", "status", "service_code", "requested_datetime")) else [request]
        check(f"request {request['service_request_id']} has what is required", not errors, errors)
    check("the list has at most 1,000 requests", len(everything) <= 1000, len(everything))
    check("the new request is in the list", any(r["service_request_id"] == reference for r in everything))
    times = [r["requested_datetime"] for r in everything]
    check("the list is sorted, the newest first", times == sorted(times, reverse=True))
    for status in ("open", "closed"):
        found = get("requests.json", status=status).json()
        check(f"status={status} finds only these", all(r["status"] == status for r in found))
    found = get("requests.json", service_code="pothole,litter").json()
    check("service_code takes a list", {r["service_code"] for r in found} <= {"pothole", "litter"} and found)
    ids = ",".join(r["service_request_id"] for r in everything[:3])
    check("service_request_id takes a list", len(get("requests.json", service_request_id=ids).json()) == len(everything[:3]))
    first, second = (get("requests.json", page_size=2, page=page).json() for page in (1, 2))
    check("pages follow each other", [r["service_request_id"] for r in first + second] == [r["service_request_id"] for r in everything[:4]])
    near = get("requests.json", **PLACE, radius=50).json()
    check("a circle finds what lies in it", any(r["service_request_id"] == reference for r in near))
    check("words find what holds them", any(r["service_request_id"] == reference for r in get("requests.json", q="client").json()))
    # The others were filed after it, perhaps in the next second: what counts is when it changed itself.
    changed = next(r["updated_datetime"] for r in everything if r["service_request_id"] == reference)
    found = get("requests.json", updated_after=changed).json()
    check("updated_after finds what changed", any(r["service_request_id"] == reference for r in found), (changed, found[:2]))
    span = get("requests.json", start_date="2020-01-01T00:00:00Z", end_date="2020-02-01T00:00:00Z").json()
    check("dates long ago find nothing", span == [], span[:1])


def errors(check, get, post, base):
    def is_error(what, answer, status):
        found = answer.json()
        holds = answer.status_code == status and isinstance(found, list) and found[0]["code"] == status and found[0]["description"]
        check(f"{what} is {status}", holds, answer.text)

    is_error("an unknown request", get("requests/SR-2222-2222.json"), 404)
    is_error("an unknown service", get("services/nothing.json"), 404)
    is_error("an unknown token", get("tokens/nothing.json"), 404)
    is_error("another jurisdiction", get("services.json", jurisdiction_id="elsewhere"), 404)
    is_error("a filing without service_code", post("requests.json", description="?"), 400)
    is_error("a filing without a place", post("requests.json", service_code="litter", description="?"), 400)
    is_error("a filing without a required answer", post("requests.json", service_code="pothole", **PLACE), 400)
    is_error("a description of 4,001 characters", post("requests.json", service_code="litter", description="x" * 4001, **PLACE), 400)
    is_error("more than 90 days", get("requests.json", start_date="2026-01-01T00:00:00Z", end_date="2026-06-01T00:00:00Z"), 400)
    is_error("a date that is none", get("requests.json", start_date="soon"), 400)
    keyless = requests.post(f"{base}/requests.json", data={"service_code": "litter", "description": "?", **PLACE}, timeout=30)
    is_error("a filing without a key", keyless, 403)
    xml = ElementTree.fromstring(get("requests/SR-2222-2222.xml").content)
    check("errors are XML too", xml.tag == "errors" and xml.find("error/code").text == "404")
    check("an unknown format is 404", get("services.yaml").status_code == 404)


def updates(check, get, post, reference):
    def send(status, text):
        return post("servicerequestupdates.json", service_request_id=reference, status=status, description=text)

    first = send("open", "We looked at it")
    check("an update gives 201 and its number", first.status_code == 201 and first.json()[0]["update_id"], first.text)
    send("closed", "Filled")
    check("a closing update closes", get(f"requests/{reference}.json").json()[0]["status"] == "closed")
    check("the last words are the status notes", get(f"requests/{reference}.json").json()[0]["status_notes"] == "Filled")
    send("open", "Sank again")
    found = get("servicerequestupdates.json", service_request_id=reference).json()
    check("the updates can be read", [u["status"] for u in found] == ["open", "closed", "open"], found)
    xml = ElementTree.fromstring(get("servicerequestupdates.xml", service_request_id=reference).content)
    check("the updates are XML too", xml.tag == "service_request_updates" and len(xml.findall("request_update")) == 3)


def with_georeport(check, base, reference):
    for form in ("json", "xml"):
        client = GeoReport(base, jurisdiction="larkhaven", output_format=form)
        listed = client.get_service_list()
        check(f"georeport ({form}) reads the services", any(s["service_code"] == "pothole" for s in listed))
        check(f"georeport ({form}) reads a definition", client.get_service_definition("pothole")["service_code"] == "pothole")
        check(f"georeport ({form}) reads a request", client.get_service_request(reference)["service_request_id"] == reference)
        found = client.get_service_requests(service_code="pothole", status="open")
        found = found if isinstance(found, list) else [found]
        check(f"georeport ({form}) finds requests", all(r["service_code"] == "pothole" for r in found) and found)


def with_three(check, base, key):
    client = Three(base, api_key=key, jurisdiction="larkhaven")
    check("three discovers", "endpoints" in client.discovery())
    check("three reads the services", any(s["service_code"] == "pothole" for s in client.services()))
    check("three reads a definition", client.services("pothole")["attributes"][0]["code"] == "depth")
    filed = client.post(
        "litter", address="12 Drovers View", name="Robin Sample", phone="+999 555 0123", description="Full bin, says three",
        email="robin@larkhaven.example")
    check("three files", client.post_response.status_code == 201, filed)
    reference = filed[0]["service_request_id"]
    check("three reads its request", client.request(reference)[0]["address"] == "12 Drovers View")
    check("three finds by code and count", len(client.requests("litter", count=1)) == 1)
    token = client.post("illegal-parking", address="12 Drovers View", description="On the crossing")[0]["token"]
    check("three follows a token", client.token(token)[0]["token"] == token)
    text = requests.get(f"{base}/requests/{reference}.json", timeout=30).text
    check("nobody reads the contact", "Robin" not in text and "robin@" not in text and "0123" not in text.replace("+999 555 0110", ""))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(1 if run(sys.argv[1], sys.argv[2]) else 0)
