#!/usr/bin/env python3
"""count-tests.py LOG: reads the closing lines of Swift Testing and pytest and prints `passed failed skipped`."""

import re
import sys


def counts(text):
    passed = failed = skipped = 0
    # Swift Testing: "Test run with 12 tests in 3 suites passed after …", "… failed after … with 2 issues."
    for total, verdict in re.findall(r"Test run with (\d+) tests? .*?(passed|failed) after", text):
        bad = len(set(re.findall(r"^. Test (\S.*?) failed after", text, re.M))) if verdict == "failed" else 0
        passed, failed = passed + int(total) - bad, failed + bad
    # pytest: "3 failed, 12 passed, 1 skipped in 4.2s", with or without a frame of "="
    for line in re.findall(r"^(?:=+ )?(\d+ [a-z]+(?:, \d+ [a-z]+)*) in [\d.:]+m?s?.*$", text, re.M):
        for number, word in re.findall(r"(\d+) (passed|failed|error|errors|skipped|xfailed)", line):
            if word == "passed":
                passed += int(number)
            elif word in ("failed", "error", "errors"):
                failed += int(number)
            else:
                skipped += int(number)
    return passed, failed, skipped


print("%d passed, %d failed, %d skipped" % counts(open(sys.argv[1], encoding="utf-8", errors="replace").read()))
