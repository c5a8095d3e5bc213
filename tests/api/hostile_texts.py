#!/usr/bin/env python3
"""What people type stays what they typed: a page's script, a formula of a table program, put into every text that a door takes, stands in lists and
answers as it was typed, is no formula in any file and is read on paper and on the slip. Which doors and texts there are the served description says."""
import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import xml.etree.ElementTree

from hostile_text import FORMS, Filling, Street
from house import Checks, new_key, walk

check = Checks()
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = "=+-@"
# Members that a change names and leaves as they are: a meter's place is the counter's, a reason goes with a state.
NOT_CHANGED = {"PUT /meters/{number} .service_point", "PUT /customers/{number} .state_reason"}
HOSTILE = re.compile("|".join(re.escape(form).replace(re.escape("{n}"), r"\d+") for form in FORMS))


class World:
    def __init__(self, server):
        self.server, self.street = server, Street(server)
        self.filling = Filling(self.street)
        readers = {path: self.reader(path) for path in self.filling.lists()}
        self.lists = {path: client for path, client in readers.items() if client}  # the others are the key office's, and an outlet's

    def reader(self, path):
        """Who may take this list away with what tells of persons."""
        clients = (self.street.people[role] for role in ("manager", "auditor", "supervisor", "administrator"))
        return next((client for client in clients if client.get(f"{path}?page_size=1").status == 200), None)


def ground(world):
    """The full request of every register is taken: what is refused afterwards is refused for its text."""
    doors = world.filling.registers()
    check.that(len(doors) > 30, f"{len(doors)} doors make and change rows of lists", len(doors))
    for door in doors:
        answer = world.filling.ask(door)
        check.that(answer.status == 200, f"{door['method']} {door['address']} takes its full request", answer)
        world.filling.number += 1


def typed(world):
    """Into every text of every door, one after the other."""
    filling = world.filling.all()
    check.that(filling.number > 3000, f"{filling.number} times something was typed")
    check.that(not filling.broke, "nothing breaks", filling.broke)
    free = [field for field in filling.took if re.search(r"\.(name|name_en|remark|reason|address|phone|document|holder|contact|state_reason|full_name|identity)$", field)]
    check.that(len(free) > 30, f"{len(filling.took)} texts are free, {len(free)} of them what people call things", free)
    coded = [field for field in filling.took if re.search(r"\.(number|kind|language|place|station|parent|village|area|service_point|plan|digits|heads|multiplier|factor|days_around|day_of_month|first_day|moved_in|since)$", field)]
    coded = [field for field in coded if not field.startswith(("POST /bench", "POST /jobs", "POST /sends", "POST /plan", "PUT /plan", "POST /queries"))]
    coded = [field for field in coded if field not in NOT_CHANGED]
    check.that(not coded, "no number, day, place or language is such a text", coded)


def shown(world):
    """Lists say what was typed, letter by letter."""
    seen, lists = set(), 0
    for path, reader in world.lists.items():
        texts = {text for row in rows_of(world, path) for text in texts_in(row)}
        lists += any(HOSTILE.search(text) for text in texts)
        seen |= texts
    check.that(lists > 15, f"{lists} lists have rows of it", lists)
    registers = tuple(f"{door['method']} {door['address']} " for door in world.filling.registers())
    # A row that was made may have been changed since, and then says what was typed last.
    lost = {field: texts for field, texts in world.filling.took.items() if field.startswith(registers) and field not in NOT_CHANGED and texts[0 if field.startswith("POST") else -1] not in seen}
    check.that(not lost, "what a register took is read there as it was typed", lost)


def rows_of(world, path):
    reader, cursor = world.lists[path], ""
    while cursor is not None:
        page = reader.get(f"{path}?page_size=200" + (f"&cursor={cursor}" if cursor else ""))
        yield from page["rows"]
        cursor = page.json.get("next")


def texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def in_csv(world):
    """No cell of a CSV begins as a formula does, and behind its apostrophe each text is what was typed."""
    formulas, seen = [], set()
    for path, reader in world.lists.items():
        given = reader.get(f"{path}?format=csv")
        for row in list(csv.reader(io.StringIO(given.bytes.decode("utf-8-sig"))))[1:]:
            for cell in row:
                if cell[:1] in FORMULA and not re.fullmatch(r"[+-]?[\d., ]+", cell) and cell:
                    formulas.append((path, cell))
                if HOSTILE.search(cell):
                    seen.add(cell)
    check.that(not formulas, "none is a formula", formulas[:5])
    bare = {cell for cell in seen if not cell.startswith(("'", '"')) and cell[0] in FORMULA}
    check.that(len(seen) > 100 and not bare, f"{len(seen)} cells have what was typed", bare)


def in_workbooks(world):
    """In a workbook it is text: no cell has a formula, no sheet leads anywhere."""
    seen, wrong = set(), []
    for path, reader in world.lists.items():
        book = zipfile.ZipFile(io.BytesIO(reader.get(f"{path}?format=xlsx").bytes))
        for part in book.namelist():
            content = book.read(part)
            if re.search(rb"<f[ >]|<hyperlink|TargetMode=\"External\"", content) or "externalLink" in part:
                wrong.append((path, part))
            if part.startswith("xl/worksheets/sheet") or part == "xl/sharedStrings.xml":
                seen |= {text.text for text in xml.etree.ElementTree.fromstring(content).iter(SHEET + "t") if text.text and HOSTILE.fullmatch(text.text)}
    check.that(not wrong, "none has a formula or a link", wrong)
    check.that(len(seen) > 100, f"{len(seen)} texts stand there as they were typed, without an apostrophe", len(seen))


def on_paper(world):
    """Paper shows letters: nothing in it can be run or followed."""
    for path in ("/customers", "/places", "/codes", "/debts", "/operators"):
        given = world.lists[path].get(f"{path}?format=pdf")
        paper = given.bytes
        check.that(paper.startswith(b"%PDF-") and not any(word in paper for word in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction")), f"{path} on A4 does nothing", (given.status, given.code, paper[:40]))
        read = "".join(subprocess.run(["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode().split())
        rows = [text for row in rows_of(world, path) for text in texts_in(row) if HOSTILE.fullmatch(text)]
        check.that(any("".join(text.split()) in read for text in rows), f"{path} on A4 reads as it was typed", read[:300])


def in_reports(world):
    """Reports, too: stations are called so, and stand in lines of money."""
    reader, wrong = world.street.people["manager"], []
    for one in reader.get("/reports")["rows"]:
        if not one["has_data"]:
            continue
        given = reader.get(f"/reports/{one['number']}?period=2026&format=csv" if "year" in one["periods"] else f"/reports/{one['number']}?period=2026-11&format=csv")
        if given.status == 200:
            wrong += [(one["number"], cell) for row in csv.reader(io.StringIO(given.bytes.decode("utf-8-sig"))) for cell in row if cell[:1] and cell[0] in FORMULA and not re.fullmatch(r"[+-]?[\d., ]+", cell)]
    check.that(not wrong, "no cell of a report begins as a formula does", wrong[:5])


def on_slips(world):
    """The slip of somebody who is called so, in a village that is, with such texts above and below."""
    wang, zhao, miller = (world.street.people[role] for role in ("cashier", "supervisor", "manager"))
    name, address = FORMS[0].replace("{n}", "7001"), FORMS[1].replace("{n}", "7002")
    bench = wang.get("/bench")
    account = next(row for row in reversed(wang.get("/accounts?filter.state=draft&page_size=200")["rows"]) if row["meter"] in {meter["number"] for meter in bench["meters"]} and row["station"] == "E01")
    customer = zhao.get(f"/customers/{account['customer']}")
    check.that(zhao.put(f"/customers/{account['customer']}", {"name": name, "address": address, "version": customer["version"]}).status == 200, "a customer is called so")
    for place, text in (("head", FORMS[2].replace("{n}", "7003")), ("foot", FORMS[4].replace("{n}", "7004"))):
        code = {"kind": "slip_text", "code": place, "name_en": text, "name_zh": text, "name_ru": text, "value": "", "active": True}
        there = [row for row in miller.get("/codes?filter.kind=slip_text&page_size=200")["rows"] if row["code"] == place]
        put = lambda more: miller.put(f"/codes/slip_text/{place}", {**code, "version": there[0]["version"], **more}) if there else miller.post("/codes", {**code, **more})
        said = put({})
        if said.status == 202:  # two agree to what stands on slips
            number = said["approval"]["number"]
            check.that(world.street.people["administrator"].post(f"/approvals/{number}/approve").status == 200, f"a second person reads the {place}")
            said = put({"approval": number})
        check.that(said.status == 200, f"the {place} of slips says so", said)
    if not wang.get("/session")["shift"]:
        wang.post("/shifts", {"opening_float": "100.00"})
    card = bench["cards"][0]["id"]
    before = (wang.get("/reader")["card"] or {}).get("session")
    wang.post(f"/bench/cards/{card}/move", {"to": "reader:0"})
    seen = wang.poll("/reader", lambda a: a["card"] and a["card"]["session"] != before and a["card"]["state"] != "reading", "the card on the reader")["card"]
    sold = wang.post("/accounts/open", {"draft": account["number"], "customer": {"number": account["customer"]}, "service_point": {"code": account["service_point"]}, "meter": account["meter"], "plan": account["plan"], "usage_class": account["usage_class"],
                                        "first_sale": {"pay": "100.00", "tender": "cash", "received": "100.00"}, "client_key": new_key(), "card_session": seen["session"]})
    if not check.that(sold.status == 200, "he buys", sold):
        return
    number = sold["sale"]["number"]
    slip = "".join(wang.get(f"/receipts/{number}?format=text&lang=en").bytes.decode().split())
    for text in (name, FORMS[2].replace("{n}", "7003"), FORMS[4].replace("{n}", "7004")):
        check.that("".join(text.split()) in slip, f"the slip says {text}", slip)
    paper = wang.get(f"/receipts/{number}?format=pdf&lang=en").bytes
    read = "".join(subprocess.run(["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode().split())
    check.that("".join(name.split()) in read and b"/JavaScript" not in paper and b"/URI" not in paper, "and as PDF", read)


if __name__ == "__main__":
    sys.exit(walk(check, World, (ground, typed, shown, in_csv, in_workbooks, on_paper, in_reports, on_slips)))
