#!/usr/bin/env python3
"""What stands in files and follows from declarations says what these say: docs/reports.md, docs/registers.md, and src/serve/api/rows.json, of which the console's types of
rows are made, are what the program writes, to the letter. One line per check."""
import difflib
import pathlib
import subprocess
import sys

from house import KWOTA, Checks

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
check = Checks()


def described(name, file, each):
    """`each`: how whatever is described begins."""
    written = subprocess.run([KWOTA, "describe", name], capture_output=True, text=True, timeout=60)
    check.that(written.returncode == 0 and written.stdout.count(each) > 30, f"{name} are described", written.stderr or written.stdout[:200])
    stands = (ROOT / file).read_text(encoding="utf-8")
    differing = list(difflib.unified_diff(stands.splitlines(), written.stdout.splitlines(), file, "declared", lineterm="", n=0))
    check.that(not differing, f"{file} says what is declared (kwota describe {name} > {file})", "\n".join(differing[:20]))


if __name__ == "__main__":
    described("reports", "docs/reports.md", "\n## ")
    described("registers", "docs/registers.md", "\n## ")
    described("rows", "src/serve/api/rows.json", '\n"')
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(1 if check.failed else 0)
