"""What the judges of documents share."""

import re
import subprocess
import unicodedata


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)


def is_direction(character):
    """Marks by which a line says where its letters run."""
    return character in "\u200e\u200f" or "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def plain(text):
    """Without the marks of direction, and with any white space as one space."""
    text = "".join(character for character in text if not is_direction(character))
    return " ".join(unicodedata.normalize("NFC", text).split())


def text(file):
    return plain(run("pdftotext", file, "-").stdout)


def words(text):
    """Its words, in any order: around stops and figures poppler gives the spaces of a line from right to left in its own order."""
    apart = "".join(" " if is_direction(character) else character for character in text)
    return set(re.findall(r"(?:[^\W\d_]|[\u064b-\u0652])+|\d+", unicodedata.normalize("NFC", apart)))
