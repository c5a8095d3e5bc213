#!/usr/bin/env python3
"""A whole season by one verb: 300 farmers and 60 wells through forty days in virtual time, with everything that goes wrong in the field; cards, wells, purses and ledger agree to the
fen. A small one runs with the unit tests. One line per check."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
from house import KWOTA, Checks  # noqa: E402

MISHAPS = ("at the counter", "at a pump", "mains lost", "went home", "cards lost", "batteries out", "released", "paid over")
check = Checks()


def number(said, before="", behind=""):
    found = re.search(rf"{before} ?(-?[\d.]+) ?{behind}", said)
    return float(found[1]) if found else -1


def main():
    done = subprocess.run([KWOTA, "town", "season"], capture_output=True, text=True)
    said = done.stdout
    check.that(done.returncode == 0 and said.startswith("seed 1: 300 farmers, 60 wells;"), "a season of 300 farmers at 60 wells", said + done.stderr)
    check.that(number(said, behind="waterings") > 4000 and number(said, behind="loads") > 300 and number(said, behind="visits of the handheld") > 1000, "they have watered, loaded, and been read", said)
    happened = {mishap: max(number(said, before=mishap), number(said, behind=f"(times )?{mishap}")) for mishap in MISHAPS}
    check.that(min(happened.values()) >= 10, "each kind of bad luck has come", happened)
    brought, known, unknown, on_cards = (number(said, before=name) for name in ("brought", r"= known", r"not known", "on cards"))
    check.that(brought > 0 and round(brought * 100) == round(known * 100) + round(unknown * 100) + round(on_cards * 100), "what was brought is known, not yet known, or on cards, to the fen", (brought, known, unknown, on_cards))
    check.that(said.split("\n")[1].endswith(": adds up"), "and wells, cards and ledger agree", said)
    print(f"{check.passed} checks passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
