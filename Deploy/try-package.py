#!/usr/bin/env python3
"""try-package.py ROOT: runs the binary of an unpacked package over an empty folder until it answers, and stops it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

root = sys.argv[1]
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
with tempfile.TemporaryDirectory() as data:
    command = [
        f"{root}/usr/bin/polity",
        "serve",
        "--data",
        data,
        "--port",
        str(port),
        "--config",
        f"{root}/etc/polity/polity.yaml",
        "--jurisdiction",
        f"{root}/usr/share/polity/jurisdictions/larkhaven",
    ]
    server = subprocess.Popen(
        command, cwd=data, env={"PATH": os.environ["PATH"]}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    page = None
    for _ in range(200):
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
            break
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    server.terminate()
    output = server.communicate(timeout=60)[0].decode(errors="replace")
    if page is None or page.status != 200 or server.returncode != 0:
        sys.exit(f"no first page (ended with {server.returncode}):\n{output[-3000:]}")
print("first page served, stopped in good order")
