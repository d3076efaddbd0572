"""A living witness, aics-witness from PyPI, for tests."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import harness


class Witness:
    """Makes its key at once, so that a log can be told of it; serves while the `with` lasts."""

    def __init__(self, folder, name="witness.example/w1"):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = harness.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.config = self.folder / "witness.json"
        self.log = self.folder / "witness.log"
        printed = self._run("init", "--name", name, "--listen", f"127.0.0.1:{self.port}")
        self.key = next(word for line in printed.splitlines() for word in line.split() if word.startswith(name + "+"))
        self.process = None

    def _run(self, command, *arguments):
        done = subprocess.run([sys.executable, "-m", "aics_witness", command, "--config", str(self.config), *arguments],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def trust(self, key):
        self._run("add-log", "--origin", key.split("+")[0], "--vkey", key)

    def status(self):
        return self._run("status")

    def __enter__(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "aics_witness", "serve", "--config", str(self.config)],
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urllib.request.urlopen(self.url + "/healthz", timeout=2).read()
                return self
            except (urllib.error.URLError, OSError):
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
