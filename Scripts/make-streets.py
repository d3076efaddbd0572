#!/usr/bin/env python3
"""Draws Larkhaven, the sample harbour town: coast, river, parks, districts, streets and places.

    python3 Scripts/make-streets.py [--seed N] [--into Jurisdictions/larkhaven]

Writes streets.geojson and places.yaml. The same seed draws the same town; the committed files are seed 1847.
Only Python's standard library is used. The plan is drawn in metres on a flat sheet, bent a little so that no street is
ruled with a ruler, and set down in the open North Atlantic, where nobody lives.

How a town comes about here: districts are the cells around a dozen centres; the borders between them are the main
streets; each district fills itself with a grid of its own direction and density (the old town with rings and spokes).
Because every street ends on a border, the network is connected.
"""

import argparse
import json
import math
import random
from pathlib import Path

from town_names import DISTRICTS, MAIN_STREETS, PARKS, PLACES, STREET_NAMES, quoted

WIDTH, HEIGHT = 6000.0, 5500.0  # the sheet, metres
WEST, SOUTH = -30.24, 47.575  # its south-west corner: degrees, WGS 84; deep water all around
METRES_NORTH = 111_200.0  # of one degree of latitude
METRES_EAST = METRES_NORTH * math.cos(math.radians(47.6))

# The sea lies to the south and east; the harbour basin reaches into the land.
COAST = [
    (-300, 1150),
    (300, 1250),
    (800, 1120),
    (1250, 1300),
    (1700, 1330),
    (2050, 1200),
    (2350, 1330),
    (2500, 1650),
    (2480, 2000),
    (2620, 2300),
    (2900, 2450),
    (3200, 2430),
    (3430, 2250),
    (3480, 1950),
    (3430, 1650),
    (3600, 1420),
    (3950, 1350),
    (4250, 1500),
    (4480, 1800),
    (4800, 2000),
    (5050, 2350),
    (5350, 2550),
    (5600, 2950),
    (6300, 3150),
]
RIVER = [(2980, 2380), (3020, 2750), (2880, 3150), (2950, 3600), (2780, 4050), (2850, 4550), (2650, 5000), (2700, 5900)]
LAKE = [(900, 3350), (1150, 3250), (1420, 3330), (1520, 3550), (1400, 3760), (1100, 3800), (880, 3650)]
PIERS = [
    [(2350, 1330), (2480, 1020), (2760, 860)],  # the west mole
    [(3600, 1420), (3480, 1120), (3240, 940)],  # the east mole
    [(2900, 2450), (2930, 2130)],
    [(3060, 2440), (3080, 2160)],
    [(3200, 2430), (3230, 2190)],  # quays
]
RAILWAY = [(-200, 4350), (800, 4200), (1700, 3950), (2300, 3480), (2620, 3050), (2760, 2760)]


# Geometry. A point is (x, y); a ring is a list of points without the first repeated.


def lerp(a, b, t):
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def distance(a, b):
    return math.hypot(a[0] - b[0], a[1] - b[1])


def inside(point, ring):
    x, y = point
    result = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            result = not result
    return result


def crossing(a, b, c, d):
    """How far along a–b it crosses c–d, 0…1; None where it does not."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    denominator = rx * sy - ry * sx
    if abs(denominator) < 1e-9:
        return None
    t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / denominator
    u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / denominator
    return t if 0 <= t <= 1 and 0 <= u <= 1 else None


def pieces(line, keep, rings):
    """The parts of a line for whose middle points `keep` holds, cut where it crosses one of the rings."""
    result, current = [], []
    for a, b in zip(line, line[1:]):
        cuts = {0.0, 1.0}
        for ring in rings:
            for c, d in zip(ring, ring[1:] + ring[:1]):
                t = crossing(a, b, c, d)
                if t is not None:
                    cuts.add(t)
        ordered = sorted(cuts)
        for s, t in zip(ordered, ordered[1:]):
            if t - s < 1e-9:
                continue
            if keep(lerp(a, b, (s + t) / 2)):
                if not current:
                    current = [lerp(a, b, s)]
                current.append(lerp(a, b, t))
            elif current:
                result.append(current)
                current = []
    if current:
        result.append(current)
    return result


def clip(ring, a, b, c):
    """The part of a convex ring where a·x + b·y ≤ c (Sutherland and Hodgman)."""
    result = []
    for p, q in zip(ring, ring[1:] + ring[:1]):
        fp, fq = a * p[0] + b * p[1] - c, a * q[0] + b * q[1] - c
        if fp <= 0:
            result.append(p)
        if (fp < 0 < fq) or (fq < 0 < fp):
            result.append(lerp(p, q, fp / (fp - fq)))
    return result


def cells(centres):
    """The Voronoi cell of each centre on the sheet."""
    result = []
    for i, (x, y) in enumerate(centres):
        ring = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]
        for j, (u, v) in enumerate(centres):
            if i != j:
                ring = clip(ring, 2 * (u - x), 2 * (v - y), u * u + v * v - x * x - y * y)
        result.append(ring)
    return result


def length(line):
    return sum(distance(a, b) for a, b in zip(line, line[1:]))


def along(line, share):
    """The point at a share (0…1) of a line's length."""
    left = length(line) * share
    for a, b in zip(line, line[1:]):
        step = distance(a, b)
        if left <= step and step > 0:
            return lerp(a, b, left / step)
        left -= step
    return line[-1]


def widened(line, half):
    """A ring of so many metres to each side of a line."""
    left, right = [], []
    for i, point in enumerate(line):
        a, b = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        size = distance(a, b)
        nx, ny = -(b[1] - a[1]) / size * half, (b[0] - a[0]) / size * half
        left.append((point[0] + nx, point[1] + ny))
        right.append((point[0] - nx, point[1] - ny))
    return left + right[::-1]


def smooth(line, rounds=2):
    """Cuts the corners of a line (Chaikin); its ends stay."""
    for _ in range(rounds):
        points = [line[0]]
        for a, b in zip(line, line[1:]):
            points += [lerp(a, b, 0.25), lerp(a, b, 0.75)]
        line = points + [line[-1]]
    return line


def smooth_ring(ring, rounds=2):
    for _ in range(rounds):
        ring = [lerp(a, b, t) for a, b in zip(ring, ring[1:] + ring[:1]) for t in (0.25, 0.75)]
    return ring


def simplified(line, tolerance=2.5):
    """Leaves out the points that change a line by less than so many metres (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    a, b = line[0], line[-1]
    base = distance(a, b)

    def off(p):
        if base < 1e-9:
            return distance(a, p)
        return abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / base

    index = max(range(1, len(line) - 1), key=lambda i: off(line[i]))
    if off(line[index]) < tolerance:
        return [a, b]
    return simplified(line[: index + 1], tolerance)[:-1] + simplified(line[index:], tolerance)


def dense(line, step=70.0):
    """The same line with a point at least every `step` metres, so that it can bend."""
    result = [line[0]]
    for a, b in zip(line, line[1:]):
        count = max(1, math.ceil(distance(a, b) / step))
        result += [lerp(a, b, i / count) for i in range(1, count + 1)]
    return result


def bent(point):
    """The bend of the whole sheet: a sum of long waves, at most some sixty metres."""
    x, y = point
    return (
        x + 34 * math.sin(y / 610 + 0.7) + 21 * math.sin(x / 430 + y / 520 + 2.1),
        y + 31 * math.sin(x / 570 + 1.9) + 19 * math.sin(x / 480 - y / 390 + 0.4),
    )


class Town:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = list(STREET_NAMES)
        self.random.shuffle(self.names)
        self.sea = smooth(COAST) + [(6300, -400), (-300, -400)]
        self.river = widened(smooth(RIVER), 34)
        self.lake = smooth_ring(LAKE)
        self.districts = [d | {"ring": ring} for d, ring in zip(DISTRICTS, cells([d["at"] for d in DISTRICTS]))]
        self.parks = [p | {"ring": [self.about(p, i) for i in range(12)]} for p in PARKS]
        self.streets = []

    def about(self, park, i):
        angle = 2 * math.pi * i / 12
        size = park["size"] * (0.82 + 0.3 * self.random.random())
        return (park["at"][0] + size * 1.25 * math.cos(angle), park["at"][1] + size * math.sin(angle))

    def is_dry(self, point):
        return not (inside(point, self.sea) or inside(point, self.river) or inside(point, self.lake))

    def draw(self):
        self.draw_promenade()
        self.draw_main_streets()
        for district in self.districts:
            self.fill(district)

    def add(self, line, kind, district, name=None):
        line = simplified([bent(p) for p in dense(line)])
        if length(line) < 90 or (name is None and not self.names):
            return
        self.streets.append({"name": name or self.names.pop(), "class": kind, "district": district, "line": line})

    def draw_promenade(self):
        """The street along the water, in stretches of its own names, over two bridges."""
        shore = [(x, y) for x, y in smooth(COAST) if 0 <= x <= WIDTH]
        inland = widened(shore, 55)[: len(shore)]
        stretches = [
            "Westshore Parade",
            "Sandy Parade",
            "West Quay",
            "Harbour Front",
            "East Quay",
            "Mole Parade",
            "Eastshore Parade",
        ]
        for i, name in enumerate(stretches):
            a, b = len(inland) * i // len(stretches), len(inland) * (i + 1) // len(stretches)
            line = inland[a : b + 1]
            self.add(line, "main", self.district_of(line[len(line) // 2]), name)

    def draw_main_streets(self):
        """Borders between districts. They may cross the river (a bridge), not the sea or the lake."""
        names = iter(MAIN_STREETS)
        drawn = set()
        for district in self.districts:
            ring = district["ring"]
            for a, b in zip(ring, ring[1:] + ring[:1]):
                key = tuple(sorted([(round(a[0]), round(a[1])), (round(b[0]), round(b[1]))]))
                on_edge = any(
                    p == q == edge
                    for p, q, edge in [(a[0], b[0], 0), (a[0], b[0], WIDTH), (a[1], b[1], 0), (a[1], b[1], HEIGHT)]
                )
                if key in drawn or on_edge:
                    continue
                drawn.add(key)
                keep = lambda p: not (inside(p, self.sea) or inside(p, self.lake))  # noqa: E731
                for piece in pieces([a, b], keep, [self.sea, self.lake]):
                    if length(piece) >= 120:
                        self.add(piece, "main", district["name"], next(names))

    def district_of(self, point):
        return min(self.districts, key=lambda d: distance(point, d["at"]))["name"]

    def fill(self, district):
        rings = [district["ring"], self.sea, self.river, self.lake] + [p["ring"] for p in self.parks]

        def keep(point):
            return (
                inside(point, district["ring"])
                and self.is_dry(point)
                and not any(inside(point, p["ring"]) for p in self.parks)
            )

        lines = self.spokes(district) if district["plan"] == "rings" else self.grid(district)
        for line, kind in lines:
            for piece in pieces(line, keep, rings):
                size = length(piece)
                if size < 120 or self.random.random() < 0.06:
                    continue
                share = self.random.uniform(0.4, 0.6)
                if size > 950 and self.random.random() < 0.5:  # a long line bears two names, as towns' streets do
                    middle = along(piece, share)
                    cut = next(i for i in range(1, len(piece)) if length(piece[: i + 1]) >= size * share)
                    self.add(piece[:cut] + [middle], kind, district["name"])
                    self.add([middle] + piece[cut:], kind, district["name"])
                else:
                    self.add(piece, kind, district["name"])

    def grid(self, district):
        angle = math.radians(district["turn"])
        ux, uy = math.cos(angle), math.sin(angle)
        x, y = district["at"]
        for (dx, dy), spacing, kind in [
            ((ux, uy), district["block"][0], "street"),
            ((-uy, ux), district["block"][1], "lane"),
        ]:
            offset = -2400.0
            while offset < 2400:
                offset += spacing * self.random.uniform(0.8, 1.25)
                ox, oy = x - dy * offset, y + dx * offset
                yield [(ox - dx * 2600, oy - dy * 2600), (ox + dx * 2600, oy + dy * 2600)], kind

    def spokes(self, district):
        x, y = district["at"]
        for radius in (110, 210, 320, 440, 570, 710):
            ring = [
                (x + radius * math.cos(i * math.pi / 24), y + radius * math.sin(i * math.pi / 24)) for i in range(49)
            ]
            start = self.random.randrange(48)
            ring = ring[start:-1] + ring[: start + 1]
            yield ring[:25], "street"
            yield ring[24:], "street"
        for i in range(13):
            angle = 2 * math.pi * (i + self.random.uniform(-0.25, 0.25)) / 13
            start = 110 if i % 2 else 320
            dx, dy = math.cos(angle), math.sin(angle)
            yield [(x + dx * start, y + dy * start), (x + dx * 1500, y + dy * 1500)], "lane"

    # What is written

    def degrees(self, point):
        return [round(WEST + point[0] / METRES_EAST, 5), round(SOUTH + point[1] / METRES_NORTH, 5)]

    def feature(self, kind, geometry, points, **properties):
        coordinates = [self.degrees(p) for p in points]
        if geometry == "Polygon":
            coordinates = [counterclockwise(coordinates + coordinates[:1])]
        return {
            "type": "Feature",
            "properties": {"kind": kind} | properties,
            "geometry": {"type": geometry, "coordinates": coordinates},
        }

    def features(self):
        """In drawing order: land below, names above."""
        edge = [(0, HEIGHT), (0, 0)]
        shore = [bent(p) for p in dense(smooth(COAST))]
        land = [p for p in shore] + [(6300, HEIGHT), (-300, HEIGHT)]
        land = frame(land)
        yield self.feature("land", "Polygon", simplified_ring(land))
        for district in self.districts:
            ring = [bent(p) for p in dense(district["ring"] + district["ring"][:1], 120)][:-1]
            yield self.feature("district", "Polygon", frame(simplified_ring(ring)), name=district["name"])
        for park in self.parks:
            ring = [bent(p) for p in smooth_ring(park["ring"], 1)]
            yield self.feature("park", "Polygon", simplified_ring(ring), name=park["name"])
        for name, ring in [("River Lark", self.river), ("Heron Mere", self.lake)]:
            yield self.feature("water", "Polygon", frame(simplified_ring([bent(p) for p in dense(ring)])), name=name)
        yield self.feature(
            "rail",
            "LineString",
            simplified([bent(p) for p in inside_frame(dense(smooth(RAILWAY)))]),
            name="Harbour Line",
        )
        for line in PIERS:
            yield self.feature("pier", "LineString", simplified([bent(p) for p in dense(line)]))
        for street in sorted(self.streets, key=lambda s: ("lane", "street", "main").index(s["class"])):
            yield self.feature(
                "street",
                "LineString",
                street["line"],
                name=street["name"],
                **{"class": street["class"]},
                district=street["district"],
            )

    def places(self):
        """Each place stands at a house number of a street in its district."""
        for place in PLACES:
            choices = [s for s in self.streets if s["district"] == place["district"] and length(s["line"]) > 200]
            street = (
                min(choices, key=lambda s: distance(along(s["line"], 0.5), place["near"]))
                if "near" in place
                else self.random.choice(choices)
            )
            share = self.random.uniform(0.2, 0.8)
            number = 2 * int(length(street["line"]) * share / 20) + 1
            yield place | {"street": street["name"], "number": number, "at": self.degrees(along(street["line"], share))}


def counterclockwise(ring):
    """Exterior rings run counterclockwise (RFC 7946 §3.1.6)."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    return ring if area > 0 else ring[::-1]


def simplified_ring(ring):
    half = len(ring) // 2
    return simplified(ring[: half + 1])[:-1] + simplified(ring[half:] + ring[:1])[:-1]


def frame(ring):
    """A ring cut to the sheet (its edges are straight, so cutting one after the other is exact enough)."""
    for a, b, c in [(-1, 0, 0), (0, -1, 0), (1, 0, WIDTH), (0, 1, HEIGHT)]:
        ring = clip(ring, a, b, c)
    return ring


def inside_frame(line):
    return [p for p in line if 0 <= p[0] <= WIDTH and 0 <= p[1] <= HEIGHT]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1847)
    parser.add_argument("--into", type=Path, default=Path(__file__).parent.parent / "Jurisdictions/larkhaven")
    options = parser.parse_args()
    town = Town(options.seed)
    town.draw()
    south_west, north_east = town.degrees((0, 0)), town.degrees((WIDTH, HEIGHT))
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in town.features()]
    head = {"type": "FeatureCollection", "name": "Larkhaven, an invented town", "bbox": south_west + north_east}
    text = json.dumps(head, separators=(",", ":"))[:-1] + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"
    (options.into / "streets.geojson").write_text(text, encoding="utf-8")
    rows = [
        "# Places that people look for by name. Drawn by Scripts/make-streets.py; Larkhaven is invented.",
        "places:",
    ]
    for place in town.places():
        names = ", ".join(f"{language}: {quoted(text)}" for language, text in place["name"].items())
        rows.append(
            f"  - key: {place['key']}\n    kind: {place['kind']}\n    name: {{ {names} }}\n"
            f"    address: {place['number']} {place['street']}\n    district: {place['district']}\n"
            f"    at: [{place['at'][0]}, {place['at'][1]}]"
        )
    (options.into / "places.yaml").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(
        f"seed {options.seed}: {len(town.streets)} streets, {sum(length(s['line']) for s in town.streets) / 1000:.0f} km, "
        f"{len(text) / 1000:.0f} kB, extent {south_west} {north_east}, {len(town.names)} names left"
    )


if __name__ == "__main__":
    main()
