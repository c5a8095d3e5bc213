#!/usr/bin/env python3
"""Pages of docs that follow from declarations say what these say: docs/reports.md and docs/registers.md are what the program writes, to the letter. One line per check."""
import difflib
import pathlib
import subprocess
import sys

from house import KWOTA, Checks

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
check = Checks()


def page(name):
    written = subprocess.run([KWOTA, "describe", name], capture_output=True, text=True, timeout=60)
    check.that(written.returncode == 0 and written.stdout.count("\n## ") > 30, f"{name} are described", written.stderr or written.stdout[:200])
    stands = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    differing = list(difflib.unified_diff(stands.splitlines(), written.stdout.splitlines(), f"docs/{name}.md", "declared", lineterm="", n=0))
    check.that(not differing, f"docs/{name}.md says what is declared (kwota describe {name} > docs/{name}.md)", "\n".join(differing[:20]))


if __name__ == "__main__":
    for name in ("reports", "registers"):
        page(name)
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(1 if check.failed else 0)
