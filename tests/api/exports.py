#!/usr/bin/env python3
"""What the console lists, kwota export writes: the lists of the pages, of the doors and of the program held against one another, and each written from the same books."""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys

from house import KWOTA, ROOT, walk
from run import Day, check, doors, opening

# What a table of the console is made of. A paper has a path, too (HousePaper), and is no table.
TABLE = re.compile(r"""(?<!HousePaper )path(?:=|: )["'{`]+(/[a-z][a-z/-]*)["'`]""")


def pages():
    """The addresses of all tables of the console."""
    out = set()
    for file in sorted((ROOT / "web" / "src").rglob("*.tsx")):
        text = file.read_text(encoding="utf-8")
        if "RegisterPage" in text or "RegisterTable" in text:
            out |= set(TABLE.findall(text))
    return out


def export(day, name, *more):
    return subprocess.run([KWOTA, "export", name, "--data", str(day.server.folder / "data"), *more], capture_output=True)


def is_page(answer):
    """Whether an answer is a page of rows: the common shape, or that with the rows that one list holds."""
    page = {"$ref": "#/components/schemas/Page"}
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return page in (schema, *schema.get("allOf", ()))


def none_is_missing(day):
    """Every table of a page, and every door that answers with a page of rows, is a list of kwota export"""
    shown = pages()
    check.that(len(shown) > 50 and {"/reconciliation", "/backups", "/keys/devices", "/accounts"} <= shown, "the console's tables are found", sorted(shown))
    wrong = {}
    for address in sorted(shown):
        done = export(day, address.removeprefix("/"))
        if done.returncode:
            wrong[address] = done.stderr.decode()[:120]
    check.that(not wrong, "each table of a page is written", wrong)
    described = day.server.document
    answers = {path for path, methods in described["paths"].items() if is_page(methods.get("get", {}).get("responses", {}).get("200", {}))}
    wrong = {path: done.stderr.decode()[:120] for path in sorted(answers) for done in [export(day, path.removeprefix("/"))] if done.returncode}
    check.that(len(answers) > 60 and not wrong, "and so is what each door lists", (len(answers), wrong))
    told = subprocess.run([KWOTA, "describe", "registers"], capture_output=True, text=True).stdout
    missing = sorted(address for address in answers if f"## `{address}`" not in told)
    check.that(not missing, "docs/registers.md names the same ones", missing)


def the_same_rows(day):
    """What is written is what the page shows: reconciliation and copies, that no table holds, and a list of a table"""
    audit, admin = day.people["audit"], day.people["admin"]
    check.that(admin.post("/backup", {}).status == 200, "a copy is made")
    for who, address, key in ((audit, "reconciliation", "meter"), (admin, "backups", "file"), (audit, "stations", "code")):
        listed = who.get(f"/{address}?page_size=200")
        written = list(csv.DictReader(io.StringIO(export(day, address).stdout.decode())))
        check.that(listed["rows"] and [row[key] for row in written] == [str(row[key]) for row in listed["rows"]], f"{address}: the same rows in the same order", (written[:2], listed["rows"][:2]))
        as_json = json.loads(export(day, address, "--format", "json").stdout)
        rows = as_json["rows"] if isinstance(as_json, dict) else as_json
        check.that(len(rows) == len(written) and set(written[0]) <= set(rows[0]), f"{address}: as JSON, too", rows[:1])
        for form, begins in (("xlsx", b"PK"), ("pdf", b"%PDF")):
            check.that(export(day, address, "--format", form).stdout.startswith(begins), f"{address} as {form}")
    gaps = audit.get("/reconciliation?page_size=200")["rows"]
    one = list(csv.DictReader(io.StringIO(export(day, "reconciliation", "--filter", f"meter:is:{gaps[0]['meter']}").stdout.decode())))
    check.that({row["meter"] for row in one} == {gaps[0]["meter"]}, "a filter is taken", one)


def refused(day):
    """What cannot be written says so and writes nothing"""
    for name, more, said in (("poems", (), "poems"), ("backups", ("--filter", "file:is:x"), "file"), ("reconciliation", ("--filter", "customer_name:is:x"), "customer_name"),
                             ("reconciliation", ("--filter", "meter:begins:0"), "meter"), ("reconciliation", ("--sort", "colour"), "colour"), ("backups", ("--sort", "colour"), "colour")):
        done = export(day, name, *more)
        check.that(done.returncode != 0 and not done.stdout and said in done.stderr.decode(), f"{name} {' '.join(more)}", done.stderr.decode()[:200])


def files_of_pages(day):
    """The page of copies gives them as a file, sorted as it was asked; the columns of reconciliation are those that were chosen"""
    admin, audit = day.people["admin"], day.people["audit"]
    check.that(admin.post("/backup", {}).status == 200, "a second copy")
    names = [row["file"] for row in admin.get("/backups?sort=file")["rows"]]
    check.that(names == sorted(names) and len(names) == 2 and [row["file"] for row in admin.get("/backups?sort=-file")["rows"]] == names[::-1], "sorted both ways", names)
    check.that(admin.get("/backups?sort=colour").code == "unknown_column", "and by no other column")
    file = admin.get("/backups?format=csv&columns=file,bytes")
    check.that(file.status == 200 and all(name in file.bytes.decode() for name in names) and b"verified" not in file.bytes, "the columns that were asked for", file.bytes[:200])
    check.that(day.people["miller"].get("/backups?format=csv").code == "permission_denied", "by nobody else")
    chosen = audit.get("/reconciliation?format=csv&columns=meter,gap").bytes.decode()
    check.that(len(chosen.splitlines()[0].split(",")) == 2 and all(line.count(",") == 1 for line in chosen.splitlines()), "reconciliation, too", chosen[:200])
    check.that(audit.get("/reconciliation?format=csv&columns=colour").code == "unknown_column", "an unknown one is told")


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, none_is_missing, the_same_rows, refused, files_of_pages)))
