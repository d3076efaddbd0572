#!/usr/bin/env python3
"""Writes the sample records of Larkhaven's registries: Jurisdictions/larkhaven/registries/sample/*.csv.

The same seed makes the same people. Nobody in them exists: every family name says that it is a sample. Streets and districts are
those of streets.geojson; the people of people.yaml stand first, by their address of mail. Dates written as `today+60d` or
`today-3y` are counted from the day on which the demo is made.
"""

import csv
import json
import pathlib
import random

LARKHAVEN = pathlib.Path(__file__).resolve().parent.parent / "Jurisdictions" / "larkhaven"
SAMPLE = LARKHAVEN / "registries" / "sample"
chance = random.Random(2026)

GIVEN = {
    "f": "Amira Beatrice Chloé Dalia Elena Fatima Greta Hanan Ida Joséphine Katarina Leila Maren Nadia Odile Petra Rania Sofia "
    "Tamar Ursula Vesna Wafa Yasmin Zoé Alice Inès Lina Marta Nour Salma Ingrid Catherine".split(),
    "m": "Adam Bilal Casper Daniel Emil Farid Gaspard Hassan Ivo Jamal Karl Louis Mattis Nabil Oskar Pavel Rachid Sami Théo "
    "Umar Viktor Walid Yann Zayd Anton Idris Jules Malik Noé Simon Henrik Kilian".split(),
}
FAMILY = "Sample Specimen Example Template Pattern Draft Model Exemple Modèle Muster Beispiel Muestra Ejemplo Campione Voorbeeld".split()
# Given name, sex, born, address of mail.
KNOWN = [
    ("Noor", "f", "1990-04-17", "noor@larkhaven.example"), ("Camille", "x", "1984-09-02", "camille@larkhaven.example"),
    ("Robin", "m", "1977-12-11", "robin@larkhaven.example"), ("Ines", "f", "1981-06-23", "works@larkhaven.example"),
    ("Tomas", "m", "1975-03-05", "parks@larkhaven.example"), ("Salma", "f", "1988-10-30", "cleaning@larkhaven.example"),
    ("Jonas", "m", "1983-01-19", "water@larkhaven.example"), ("Mina", "f", "1979-07-08", "transport@larkhaven.example"),
    ("Vera", "f", "1970-05-27", "supervisor@larkhaven.example"), ("Ada", "f", "1986-02-14", "admin@larkhaven.example"),
]
PEOPLE = 120
# The children of those who sign in to the demo, by their parents' numbers.
CHILDREN = {
    "LH-101199": ["LH-100200"], "LH-101606": ["LH-100237", "LH-100311"], "LH-104196": ["LH-100237"],
    "LH-102827": ["LH-100274", "LH-100311"], "LH-103308": ["LH-100274", "LH-100311"],
}


def write(name, rows):
    with (SAMPLE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def addresses():
    features = json.loads((LARKHAVEN / "streets.geojson").read_text())["features"]
    streets = sorted({(f["properties"]["name"], f["properties"]["district"]) for f in features if f["properties"].get("district")})
    chosen = chance.sample(streets, 70)
    rows = []
    for street, district in sorted(chosen):
        for number in sorted(chance.sample(range(1, 60), 2)):
            rows.append({
                "code": f"A-{len(rows) + 1:04}", "number": number, "street": street, "district": district,
                "valid from": "1900-01-01"})
    return rows


def day(first, last):
    return f"{chance.randint(first, last)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def persons(places):
    rows = []
    for index in range(PEOPLE):
        if index < len(KNOWN):
            given, sex, born, mail = KNOWN[index]
            family = "Sample"
        else:
            sex = chance.choice("fm")
            given, family, born, mail = chance.choice(GIVEN[sex]), chance.choice(FAMILY), day(1942, 2024), ""
        child = born > "2008"
        rows.append({
            "person number": f"LH-{100200 + index * 37:06}", "person": mail, "given names": given, "family name": family,
            "date of birth": born, "place of birth": chance.choice(["Larkhaven"] * 4 + ["Elsewhere"]), "sex": sex,
            "marital status": "single" if child else chance.choice(["single", "married", "married", "divorced", "widowed"]),
            "address": chance.choice(places)["code"], "valid from": born})
        if rows[-1]["person number"] in CHILDREN:
            rows[-1]["family name"] = "Sample"
    return rows


def moves(people, places):
    rows = []
    for person in [people[0], people[2]] + chance.sample(people[10:], 18):
        if person["date of birth"] < "2010":
            rows.append({
                "person number": person["person number"], "address": chance.choice(places)["code"],
                "valid from": f"today-{chance.randint(3, 60)}m"})
    return rows


def organisations(people, places):
    kinds = ["Bakery", "Boatyard", "Bicycles", "Bookshop", "Café", "Ferry Company", "Fishery", "Guesthouse", "Joinery", "Laundry",
             "Printworks", "Ropemakers", "Sailmakers", "Tailors", "Tea Room", "Nursery", "Choir", "Rowing Club"]
    grown = [person for person in people if person["date of birth"] < "1998"]
    rows = []
    for index, kind in enumerate(kinds):
        club = kind in ("Choir", "Rowing Club")
        rows.append({
            "number": f"O-{30100 + index * 11}", "name": f"{chance.choice(FAMILY)} {kind}",
            "form": "association" if club else chance.choice(["company", "company", "sole-trader"]), "founded": day(1985, 2023),
            "address": chance.choice(places)["code"],
            "representative": people[index % 3]["person number"] if index < 3 else chance.choice(grown)["person number"],
            "status": "active" if index != 14 else "dissolved"})
    for row in rows:
        row["valid from"] = row["founded"]
    return rows


def births(people):
    rows = []
    for person in people:
        if person["place of birth"] != "Larkhaven" and person["person"] == "":
            continue
        born = person["date of birth"]
        older = [p for p in people if int(born[:4]) - 45 < int(p["date of birth"][:4]) < int(born[:4]) - 20]
        parents = chance.sample(older, min(2, len(older)))
        if (given := CHILDREN.get(person["person number"])):
            parents = [p for p in people if p["person number"] in given]
        names = [f"{p['given names']} {p['family name']}" for p in parents]
        rows.append({
            "entry": f"B-{born[:4]}-{len(rows) + 101:05}", "child": person["person number"], "given names": person["given names"],
            "family name": person["family name"], "date of birth": born, "place of birth": "General Hospital, Larkhaven",
            "first parent": parents[0]["person number"] if parents else "",
            "second parent": parents[1]["person number"] if len(parents) > 1 else "",
            "first parent name": names[0] if names else "", "second parent name": names[1] if len(names) > 1 else "",
            "registered": born, "closed": "no", "valid from": born})
    return rows


def licences(people):
    rows = []
    for index, person in enumerate(p for p in people if p["date of birth"] < "2007"):
        if index >= 10 and chance.random() < 0.35:
            continue
        # Noor's ends soon, Camille's much later, Robin's has ended.
        months = {0: 2, 1: 70, 2: -1}.get(index, chance.randint(-6, 110))
        rows.append({
            "number": f"DL-{400120 + index * 13:06}", "holder": person["person number"],
            "categories": chance.choice(["B", "B", "B", "A B", "B C", "A B C D"]), "issued": f"today-{120 - months}m",
            "expires": f"today+{months}m" if months >= 0 else f"today-{-months}m",
            "status": "suspended" if index == 14 else "valid", "glasses": chance.choice(["yes", "no", "no"]),
            "valid from": f"today-{120 - months}m"})
    return rows


def vehicles(people, companies):
    models = [("Petrel", "Coast", "car", 1180), ("Petrel", "Skerry", "car", 1420), ("Fulmar", "Mole", "van", 2050),
              ("Fulmar", "Quay", "car", 1310), ("Gannet", "250", "motorcycle", 180), ("Skua", "Haul", "lorry", 7400),
              ("Tern", "One", "car", 990)]
    grown = [p for p in people if p["date of birth"] < "2006"]
    rows = []
    for index in range(70):
        make, model, kind, weight = models[index % 7 if index > 2 else 0]
        fuel = chance.choice(["petrol", "petrol", "diesel", "hybrid", "electric"])
        company = index > 2 and kind in ("van", "lorry")
        owner = people[index] if index < 3 else chance.choice(grown)
        registered = f"today-{chance.randint(8, 180)}m"
        letters = "".join(chance.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(2))
        rows.append({
            "plate": f"L{letters} {101 + index * 7}", "holder": "" if company else owner["person number"],
            "company": chance.choice(companies)["number"] if company else "", "make": make, "model": model, "kind": kind, "fuel": fuel,
            "co2": 0 if fuel == "electric" else chance.randint(60, 240), "weight": weight + chance.randint(-40, 160),
            "first registered": registered, "inspection due": f"today+{chance.randint(1, 23)}m",
            "tax paid until": f"today+{chance.randint(1, 11)}m" if index else "today+12d", "valid from": registered})
    return rows


def parcels(people, places):
    grown = [p for p in people if p["date of birth"] < "1998"]
    rows = []
    for index, place in enumerate(places[:90]):
        owner = people[index] if index < 3 else chance.choice(grown)
        rows.append({
            "number": f"P-{20010 + index * 3}", "owner": owner["person number"] if index < 3 or chance.random() < 0.85 else "",
            "address": place["code"], "district": place["district"], "area": chance.randint(90, 1400),
            "zone": chance.choice(["residential"] * 6 + ["mixed", "mixed", "harbour", "green"]),
            "heritage": chance.choice(["no"] * 7 + ["yes"]), "valid from": day(1995, 2024)})
    return rows


def business_licences(companies):
    activity = {"Bakery": "food", "Café": "food", "Tea Room": "food", "Guesthouse": "lodging", "Ferry Company": "transport",
                "Bookshop": "retail", "Fishery": "retail"}
    rows = []
    for index, company in enumerate(c for c in companies if c["form"] != "association" and c["status"] == "active"):
        months = 1 if index < 3 else chance.randint(1, 12)
        rows.append({
            "number": f"BL-{51000 + index * 9}", "organisation": company["number"], "trading name": company["name"],
            "activity": activity.get(company["name"].split(" ", 1)[1], "crafts"), "address": company["address"],
            "staff": 2 + index * 3 % 17, "alcohol": "until-23" if index % 4 == 0 else "none",
            "issued": f"today-{12 - months}m", "expires": f"today+{months}m", "status": "valid", "valid from": f"today-{12 - months}m"})
    return rows


def passports(people):
    rows = []
    for index, person in enumerate(people):
        if index > 2 and chance.random() < 0.45:
            continue
        months = {0: 5, 1: -3, 2: 80}.get(index, chance.randint(-10, 118))
        rows.append({
            "number": f"LP{710040 + index * 17:06}", "holder": person["person number"], "issued": f"today-{120 - months}m",
            "expires": f"today+{months}m" if months >= 0 else f"today-{-months}m", "status": "valid",
            "valid from": f"today-{120 - months}m"})
    # Nobody has a passport before being born.
    return [row for row in rows if next(p for p in people if p["person number"] == row["holder"])["date of birth"] < "2012"]


def tax_accounts(people):
    rows = []
    for index, person in enumerate(p for p in people if p["date of birth"] < "2006"):
        income = chance.randint(9_000, 98_000)
        tax = round(income * chance.uniform(0.06, 0.24))
        owing = index > 4 and chance.random() < 0.15
        rows.append({
            "number": f"T-{600300 + index * 19:06}", "holder": person["person number"], "assessed year": 2024,
            "income": f"{income}.00", "tax": f"{tax}.00", "owed": f"{chance.randint(40, 2200)}.00" if owing else "0.00",
            "wages": f"{income + 700}.00", "withheld": f"{round(tax * chance.uniform(0.8, 1.15))}.00",
            "prepaid": "600.00" if index == 1 else "0.00", "dependants": chance.choice([0, 0, 0, 1, 2, 3]),
            "status": "owing" if owing else "clear", "valid from": "2025-01-01"})
    return rows


def main():
    SAMPLE.mkdir(parents=True, exist_ok=True)
    places = addresses()
    people = persons(places)
    companies = organisations(people, places)
    for name, rows in {
        "addresses": places, "persons": people, "persons+moves": moves(people, places), "organisations": companies,
        "births": births(people), "driving-licences": licences(people), "vehicles": vehicles(people, companies),
        "parcels": parcels(people, places), "business-licences": business_licences(companies), "passports": passports(people),
        "tax-accounts": tax_accounts(people),
    }.items():
        write(name, rows)


if __name__ == "__main__":
    main()
