#!/usr/bin/env python3
"""The table of docs/keys.md – who holds what, and the most that he can make with it – held against the attackers that show it: each row names
at least one, and each that it names is there. A row that nobody has attacked is a row that nobody has seen."""
import fnmatch
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HEAD = "| he holds | the most that he can make | shown by |"


def rows():
    lines = (ROOT / "docs/keys.md").read_text().splitlines()
    at = lines.index(HEAD) + 2
    while lines[at].startswith("|"):
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", lines[at])[1:-1]]
        at += 1


def tests_of_the_house():
    """"Suite.name" of every test, without the macro's own words."""
    found = set()
    for file in (ROOT / "src").rglob("*_test.cpp"):
        found.update(f"{suite}.{name}" for suite, name in re.findall(r"^TEST(?:_F|_P)?\((\w+), (\w+)\)", file.read_text(), re.MULTILINE))
    return found


def is_there(named, tests):
    """A file, or a pattern of test names."""
    if "/" in named:
        return (ROOT / named).is_file() or (ROOT / "src" / named).is_file()
    return any(fnmatch.fnmatch(test, named) for test in tests)


def main():
    tests, bad, seen = tests_of_the_house(), 0, 0
    for holder, most, shown in rows():
        named = re.findall(r"`([^`]+)`", shown)
        missing = [one for one in named if not is_there(one, tests)]
        good = bool(most) and bool(named) and not missing
        bad += not good
        seen += 1
        print(f"{'ok    ' if good else 'FAILED'} {holder}" + ("" if good else f"   shown by: {shown or 'nobody'}; not there: {missing}"))
    if seen == 0:
        print("FAILED the table is empty")
    return 1 if bad or seen == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
