"""Verifies the transparency log of a running Polity with other people's programs: aics-tlog, from PyPI.

    log_checks.py http://localhost:8080/log --key 'larkhaven.example/log+1a2b3c4d+AX…' [--witness KEY] [--receipt FILE]…

Prints each check; ends with 1 at the first that fails. Nothing is believed but the key, which comes from elsewhere than the
log (`polity key log`). Needs Python 3.12 or later with aics-tlog, as Tests/requirements.txt lists it.
"""

import argparse
import base64
import hashlib
import json
import random
import struct
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path


class Failed(Exception):
    """A check that did not hold."""


def aics(command, *arguments):
    """Runs aics-tlog and returns its report; raises Failed where it does not verify."""
    done = subprocess.run([sys.executable, "-m", "aics_tlog", command, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        report = {"ok": False, "error": done.stdout + done.stderr}
    if done.returncode != 0 or not report.get("ok"):
        raise Failed(f"aics-tlog {command}: {report.get('error', done.stderr)}")
    return report


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def body_of(note):
    """Origin, size and root of a signed checkpoint's text."""
    origin, size, root = note.decode().split("\n")[:3]
    return origin, int(size), root


def path_of(index, width):
    """An index and width as C2SP tlog-tiles spells them: 1234067 is x001/x234/067."""
    text = f"{index % 1000:03}"
    while index >= 1000:
        index //= 1000
        text = f"x{index % 1000:03}/{text}"
    return text if width == 256 else f"{text}.p/{width}"


class Log:
    """A log at an address, verified with a key that was not learnt there."""

    def __init__(self, address, key, witnesses=()):
        self.address = address.rstrip("/")
        self.key = key
        self.origin = key.split("+")[0]
        self.trust = ["--log-key", key, "--origin", self.origin]
        for witness in witnesses:
            self.trust += ["--witness-key", witness]
        if witnesses:
            self.trust += ["--quorum", str(len(witnesses))]

    def checkpoint(self, folder):
        """The served checkpoint, verified with its witnesses and its tiles; kept in a file, whose path is returned."""
        path = Path(folder) / f"checkpoint-{random.getrandbits(32):08x}"
        report = aics("verify-checkpoint", "--tiles", self.address, *self.trust, "--save-checkpoint", path)
        if not report.get("tiles_ok"):
            raise Failed("the tiles do not lead to the checkpoint's root")
        return path

    def inclusion(self, checkpoint, indices):
        for index in indices:
            aics("verify-inclusion", "--tiles", self.address, *self.trust, "--checkpoint", checkpoint, "--index", index)

    def consistency(self, old, new):
        return aics("verify-consistency", "--tiles", self.address, *self.trust, "--old-checkpoint", old, "--checkpoint", new)

    def entries(self, size):
        """Every entry, read from the bundles."""
        found = []
        for index in range((size + 255) // 256):
            width = min(256, size - 256 * index)
            bundle = get(f"{self.address}/tile/entries/{path_of(index, width)}")
            while bundle:
                (length,) = struct.unpack(">H", bundle[:2])
                found.append(bundle[2 : 2 + length])
                bundle = bundle[2 + length :]
        if len(found) != size:
            raise Failed(f"{len(found)} entries in the bundles of {size}")
        return found

    def rebuild(self, checkpoint, folder):
        """Builds all tiles from the entries alone, with aics-tlog, and compares each with the one that is served."""
        _, size, _ = body_of(Path(checkpoint).read_bytes())
        leaves, out = Path(folder) / "leaves", Path(folder) / "built"
        leaves.write_bytes(b"".join(entry + b"\n" for entry in self.entries(size)))
        aics("build-tiles", "--leaves", leaves, "--out", out)
        tiles = [p for p in out.rglob("*") if p.is_file() and "tile" in p.relative_to(out).parts]
        for tile in tiles:
            path = tile.relative_to(out).as_posix()
            if get(f"{self.address}/{path}") != tile.read_bytes():
                raise Failed(f"{path} is not what its entries make")
        return len(tiles)

    def missing(self, size):
        """What the log has not answers 404."""
        for path in (f"tile/0/{path_of(size // 256 + 1, 256)}", "tile/64/000", "tile/0/0", f"tile/entries/{path_of(size // 256, 256)}"):
            try:
                get(f"{self.address}/{path}")
            except urllib.error.HTTPError as error:
                if error.code == 404:
                    continue
                raise Failed(f"{path}: {error.code}") from None
            raise Failed(f"{path} is there")


def verify_receipt(receipt, trust, folder):
    """Verifies a .tlog-proof file (C2SP tlog-proof) offline. Returns its entry."""
    head, note = receipt.split(b"\n\n", 1)
    lines = head.decode("ascii").split("\n")
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Failed("no proof file")
    entry = base64.b64decode(lines.pop(0).removeprefix("extra "), validate=True)
    index = int(lines.pop(0).removeprefix("index "))
    files = {name: Path(folder) / f"receipt-{name}" for name in ("entry", "proof", "note")}
    files["entry"].write_bytes(entry)
    files["proof"].write_text("".join(line + "\n" for line in lines))
    files["note"].write_bytes(note)
    aics("verify-checkpoint", "--note", files["note"], *trust)
    aics("verify-inclusion", "--leaf", files["entry"], "--index", index, "--proof", files["proof"], "--checkpoint", files["note"], *trust)
    return entry


def sample(size, seed):
    """Some leaves: the ends, the borders of tiles, and a few by chance."""
    fixed = [0, size - 1, 255, 256, 511, 512]
    return sorted({i for i in fixed + random.Random(seed).choices(range(size), k=4) if 0 <= i < size})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", help="the log's prefix: http://localhost:8080/log")
    parser.add_argument("--key", required=True, help="the log's verifier key, from elsewhere than the log")
    parser.add_argument("--witness", action="append", default=[], help="a witness's verifier key; each must have cosigned")
    parser.add_argument("--receipt", action="append", default=[], help="a receipt to verify offline")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    log = Log(options.address, options.key, options.witness)
    with tempfile.TemporaryDirectory() as folder:
        try:
            checkpoint = log.checkpoint(folder)
            origin, size, root = body_of(checkpoint.read_bytes())
            print(f"checkpoint of {origin}: {size} entries, root {root}: signatures and tiles verify")
            indices = sample(size, options.seed)
            log.inclusion(checkpoint, indices)
            print(f"inclusion of the leaves {', '.join(map(str, indices))} verifies")
            tiles = log.rebuild(checkpoint, folder)
            print(f"{tiles} tiles and bundles, built anew from the entries, are those that are served")
            log.missing(size)
            print("what the log has not is not found")
            log.consistency(checkpoint, log.checkpoint(folder))
            print("the log continues the checkpoint of a moment ago")
            for path in options.receipt:
                entry = verify_receipt(Path(path).read_bytes(), log.trust, folder)
                print(f"{path} proves {hashlib.sha256(entry).hexdigest()[:16]}…: {entry.decode()}")
        except (Failed, OSError) as error:
            print(f"FAILED: {error}")
            return 1
    print("everything verifies")
    return 0


if __name__ == "__main__":
    sys.exit(main())
