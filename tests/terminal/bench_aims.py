#!/usr/bin/env python3
"""The bench says of each figure whether it reaches its aim, and only --strict makes a missed one a failure: whatever this machine does today. One line per check."""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
from house import KWOTA, Checks  # noqa: E402

check = Checks()


def bench(folder, *more):
    return subprocess.run([KWOTA, "bench-import", "--folder", folder, "--records", "200", "--beside", "10", *more], capture_output=True, text=True)


with tempfile.TemporaryDirectory() as folder:
    said = bench(folder, "--json")
    aim = json.loads(said.stdout)["aims"][0]
    check.that(aim["name"] == "import_with_proofs" and aim["met"] == (aim["figure"] >= aim["at_least"]), "a figure stands beside its aim, and whether it is met", aim)
    check.that(said.returncode == 0, "a missed one is no failure", said)
    strict = bench(folder, "--json", "--strict")
    check.that((strict.returncode == 0) == all(one["met"] for one in json.loads(strict.stdout)["aims"]), "unless it is asked for", strict)
    shown = bench(folder)
    line = shown.stdout.splitlines()[0]
    ratio = float(line.split(" /s")[1].split(" x")[0])
    check.that("aim: at least 0.4 x" in line and (abs(ratio - 0.4) < 0.01 or ("MISSED" in line) == (ratio < 0.4)), "people read the same", line)
print(f"{check.passed} passed, {check.failed} failed")
sys.exit(1 if check.failed else 0)
