#!/usr/bin/env python3
"""Writes the seeds of Scripts/fuzz: the texts of the kit's models, and its smaller files. Without the kit, a few of its own."""

import hashlib
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

kit, seeds = Path(sys.argv[1]), Path(sys.argv[2])


def seed(target, data):
    (seeds / target / hashlib.sha1(data).hexdigest()).write_bytes(data)


if not kit.is_dir():
    print(f"{kit} is not there: fuzzing starts from a few seeds. CONTRIBUTING.md says how to get the kit.")
    seed("feel", b"for i in [1..3] return if i > x then my list[1] else { k: i }.k")
    seed("xml", b'<a xmlns="n"><b c="d">&lt;</b></a>')
    seed("dmn", b'<definitions name="m"><decision id="d" name="d"><variable name="d"/></decision></definitions>')
for path in kit.rglob("*.dmn"):
    data = path.read_bytes()
    if len(data) <= 16384:
        seed("dmn", data)
    if len(data) <= 4096:
        seed("xml", data)
    for text in ElementTree.fromstring(data).iter():
        if text.tag.endswith("}text") and text.text:
            seed("feel", text.text.strip().encode())
