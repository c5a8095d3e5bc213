#!/usr/bin/env python3
"""Reports from outside: after a day of sales, take-backs, refunds and supplements, and another one in the next month, every figure of every money
report is what plain SQL over the rows says (tests/reference/reports.py), in each form; who may not see it does not; a sheet that somebody changed is
found out. Every answer is held against openapi.json. One line per check."""
import csv
import html
import io
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import urllib.parse
import zipfile

from house import KWOTA, PASSWORD, Client, new_key, walk
from run import Day, check, doors, opening, replacing, selling, without_card

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import reports as reference  # noqa: E402

NEXT_MONTH, ZONE_S = 33 * 86_400, 8 * 3600
EVIL, FORMULA = "'\"><img onerror>", "=HYPERLINK(A1)"


def data_of(day):
    return str(day.server.folder / "data")


def rows_of(day):
    return sqlite3.connect(f"file:{data_of(day)}/books.db?mode=ro", uri=True)


def booked_in(who, number):
    return who.get(f"/sales?filter.number={number}")["rows"][0]["business_day"][:7]


def minor(text):
    return round(float(text) * 100)


def in_minor(cells):
    """Money in its smallest unit, counts as they are."""
    return [minor(cell) if isinstance(cell, str) else cell for cell in cells]


def given(day):
    """The supervisor takes over the till: a supplement, a sale, and a part of it back."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    wang.post("/shifts/current/close", {"counted": "0.00"})
    closed = wang.post("/shifts/current/close", {"counted": "0.01", "reason": "test", "accepted_by": {"name": "zhao", "password": PASSWORD}})
    check.that(closed.status == 200, "a shift is closed with a difference", closed)
    zhao.put("/session/till", {"station": "E01", "till": "T1"})
    check.that(zhao.post("/shifts", {"opening_float": "10.00"}).status == 200, "another one is opened")
    seen = day.on_reader(day.card)
    done = day.approved("zhao", f"/accounts/{day.account}/supplement", {"amount": "5.00", "reason_code": "goodwill", "reason": "test", "on_pending": "sum", "card_session": seen["session"],
                                                                       "client_key": new_key()}, second="miller")
    check.that(done.status == 200 and done["sale"]["kind"] == "supplement", "credit is given without money", done)
    sold = day.sell(day.quote("20.00", who="zhao")["id"], who="zhao", on_pending="sum")
    check.that(sold.status == 200, "and a sale is summed onto it", sold)
    part = day.approved("zhao", f"/sales/{sold['sale']['number']}/take-back", {"reason": "too much", "amount": "4.00", "client_key": new_key()}, second="miller")
    check.that(part.status == 200 and part["sale"]["kind"] == "deduct", "of which a part is taken back", part)
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    paid = day.approved("zhao", f"/accounts/{day.account}/pay-out", {"amount": "4.00", "client_key": new_key()}, second="miller")
    check.that(paid.status == 200 and paid["sale"]["tendered"] == "-4.00", "and paid out", paid)
    came_in(day)


def came_in(day):
    """What came in of all sales is one figure, on list, tree of places and report: a part that went back left the drawer once."""
    miller = day.people["miller"]
    month = miller.get("/reports")["today"][:7]
    report = miller.get(f"/reports/R12?period={month}")
    drawer = report["totals"][[column["name"] for column in report["columns"]].index("tendered")]
    listed, tree = (miller.get(path) for path in ("/sales?count=all", f"/place-tree?month={month}"))
    check.that(listed["totals"]["tendered"] == tree["whole"]["received"] == drawer, "list, tree and report agree on what came in", (listed["totals"], tree["whole"], drawer))


def next_month(day):
    """Business goes on in another month, and a sale of then is taken back."""
    wang = day.people["wang"]
    day.month = booked_in(wang, day.first_sale)
    wang.post("/bench/clock", {"advance_s": NEXT_MONTH})
    day.again("wang", "zhao", "miller", "audit", "admin")
    zhao = day.people["zhao"]
    zhao.put("/session/till", {"station": "E01", "till": "T1"})
    sold = day.sell(day.quote("30.00", who="zhao")["id"], who="zhao", carrier="later")
    if not check.that(sold.status == 200, "business goes on", sold):
        return
    number = sold["sale"]["number"]
    day.later = booked_in(zhao, number)
    check.that(day.later > day.month, "the next month has come", (day.month, day.later))
    taken = day.approved("zhao", f"/sales/{number}/take-back", {"reason": "mistake", "client_key": new_key()}, second="miller")
    check.that(taken.status == 200, "a sale of that month is taken back", taken)
    check.that(day.sell(day.quote("12.34", who="zhao")["id"], who="zhao", carrier="later").status == 200, "another one stays")
    day.move(day.card, "wallet")
    day.on_reader(day.card)  # and is written now: what waits for its card lets no other sale be summed onto it


def closed_days(day):
    """Days that are over are hashed, and nothing is added to them."""
    miller, wang = day.people["miller"], day.people["wang"]
    days = miller.get("/closed-days")
    first = day.people["audit"].get(f"/sales?filter.number={day.first_sale}")["rows"][0]["business_day"]
    seen = {row["business_day"]: row for row in days["rows"]}
    check.that(days.status == 200 and first in seen and len(seen[first]["hash"]) == 64 and seen[first]["station"] == "E01", "the first day is closed", days)
    check.that(max(seen) < day.people["zhao"].get("/sales?sort=-time&page_size=1")["rows"][0]["business_day"], "the one that goes on is not")
    check.that(wang.get("/closed-days").code == "permission_denied", "who may not read the ledger does not see them")
    by = miller.get(f"/reports/R07?period={day.month}&group=edition")
    check.that([row["names"] for row in by["rows"]] == [[""]], "no clock was wrong: there is no corrected sheet", by)


def listed(day):
    """Which reports there are, and what is refused."""
    miller, wang, tech = day.people["miller"], day.people["wang"], day.people["tech"]
    told = miller.get("/reports")
    rows = {row["number"]: row for row in told["rows"]}
    newest = miller.get("/sales?sort=-time&page_size=20")["rows"][0]["business_day"]
    check.that(re.fullmatch(r"\d{4}-\d\d-\d\d", told["today"]) and told["today"] >= newest, "the business day that is on is said", told["today"])
    check.that({"R01", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13"} <= set(rows), "a manager sees which reports there are", sorted(rows))
    check.that(rows["R07"]["name"] and "operator" in rows["R07"]["groups"] and rows["R07"]["checks"] == ["received_adds_up"], "and what each offers", rows["R07"])
    check.that(all(row["has_data"] for row in rows.values()), "each of them has a source")
    check.that(all(rows[number]["about"] and rows[number]["insight"] for number in ("I01", "I02", "I03")), "and a list of what to look at says its rule")
    check.that("R06" not in [row["number"] for row in wang.get("/reports")["rows"]], "a cashier sees no ledger")
    check.that(wang.get(f"/reports/R06?period={day.month}").code == "permission_denied", "and gets none")
    zhao = day.people["zhao"]
    check.that({"R06", "R12", "R14", "R20"} <= {row["number"] for row in zhao.get("/reports")["rows"]} and zhao.get("/entries").code == "permission_denied", "a supervisor sees reports of money, and no ledger")
    for number in ("R06", "R12", "R20"):
        mine, of_station = zhao.get(f"/reports/{number}?period={day.month}"), miller.get(f"/reports/{number}?period={day.month}&filter.station=E01")
        told = [[(row["names"], row["cells"]) for row in one["rows"]] for one in (mine, of_station)]  # their words are those of two languages
        check.that(told[0] == told[1] and told[0], f"{number} of his own station, and of no other", told)
        check.that(zhao.get(f"/reports/{number}?period={day.month}&filter.station=E02")["rows"] == mine["rows"], f"whatever station he asks of {number}", mine["rows"])
    for query, code in ((f"R99?period={day.month}", "unknown_report"), ("R07?period=2026-02..2026-01", "bad_period"), ("R07", "period_wanted"), ("I16?period=2026-10-05", "period_not_offered"),
                        (f"R07?period={day.month}&group=phone", "group_not_offered"), (f"R07?period={day.month}&filter.phone=1", "filter_not_offered")):
        check.that(miller.get(f"/reports/{query}").code == code, f"refused: {query}: {code}", miller.get(f"/reports/{query}"))


def followed(who, opens):
    """What a row or a total opens: rows of a list, or a report with each row by itself."""
    query = "".join(f"&filter.{name}={value}" for name, value in opens["filters"].items())
    return who.get(f"/{opens['list']}?page_size=20{query}" if "list" in opens else f"/reports/{opens['report']}?period={opens['period']}&group={opens['group']}{query}")


def totals(report):
    return {column["name"]: cell for column, cell in zip(report["columns"], report["totals"])}


def same(seen, wanted, what):
    got = {name: minor(seen[name]) if isinstance(seen[name], str) else seen[name] for name in wanted}
    check.that(got == wanted, what, (got, wanted))


def days_of(report):
    return report["period"]["from"], report["period"]["to"]


def sales(day):
    """R07 and R09, whole, by group, by filter."""
    miller = day.people["miller"]
    for period in (day.month, day.later, f"{day.month}-01..{day.later}-28", day.month[:4]):
        report = miller.get(f"/reports/R07?period={period}")
        check.that(report.status == 200 and [c["amount"] for c in report["checks"]] == ["0.00"], f"R07 of {period} has its check line", report)
        same(totals(report), reference.sales_report(rows_of(day), *days_of(report)), f"R07 of {period} is what plain SQL says")
        added = [i for i, column in enumerate(report["columns"]) if not column["unit"].endswith("_price")]  # a mean price is no sum
        sums = {i: sum(exact(row["cells"][i]) or 0 for row in report["rows"]) for i in added}
        check.that(all(sums[i] == (exact(report["totals"][i]) or 0) for i in added), "its rows add up to its totals", (sums, report["totals"]))
        units = {name: exact(totals(report)[name]) for name in ("units_energy", "units_energy_price")}
        check.that(units == {name: reference.units(rows_of(day), *days_of(report))[name] for name in units}, f"units sold and mean price of {period} are what plain SQL says", units)
    for group in ("operator", "usage_class", "station"):
        for period in (day.month, day.later, f"{day.month}-05..{day.later}-20", f"{day.month}-05"):
            report = miller.get(f"/reports/R09?period={period}&group={group}")
            names = [c["name"] for c in report["columns"]]
            seen = {row["names"][0]: (minor(row["cells"][names.index("received")]), minor(row["cells"][names.index("energy")])) for row in report["rows"]}
            wanted = {name: figures for name, figures in reference.by(rows_of(day), group, *days_of(report)).items()}
            check.that({n: f for n, f in seen.items() if f != (0, 0)} == {n: f for n, f in wanted.items() if f != (0, 0)}, f"R09 of {period} by {group} is what plain SQL says", (seen, wanted))
    whole = miller.get(f"/reports/R07?period={day.month}")
    parts = [minor(totals(miller.get(f"/reports/R07?period={day.month}&filter.operator={name}"))["received"]) for name in ("wang", "zhao")]
    check.that(all(parts) and sum(parts) == minor(totals(whole)["received"]), "a filter keeps what it names", parts)
    check.that(miller.get(f"/reports/R07?period={day.month}&filter.operator=audit")["rows"] == [], "and nothing else")
    check.that(miller.get(f"/reports/R07?period={day.month}&filter.operator=nobody").code == "filter_value_unknown", "whom nobody knows is refused")
    opened = followed(miller, whole["rows"][0]["opens"])
    check.that(opened.status == 200 and opened["totals"] == whole["rows"][0]["cells"] and opened["rows"], "a day opens the receipts that make it, and they add up to it", (whole["rows"][0], opened))
    check.that(followed(miller, opened["rows"][0]["opens"])["total"] == 1, "and each of them opens the receipt", opened["rows"][0])
    page_by_page(day, f"/reports/R07?period={day.month}&group=detail")
    page_by_page(day, f"/reports/R11?period={day.month}", counted=False)


def page_by_page(day, path, counted=True):
    """Rows come in pages, with the totals of all; a file has them all. Those that are found in their order nobody counts behind the page."""
    miller = day.people["miller"]
    whole = miller.get(path)
    page, rows, pages = miller.get(f"{path}&page_size=2"), [], 0
    while page.status == 200:
        rows, pages = rows + page["rows"], pages + 1
        check.that(page["totals"] == whole["totals"] and page["rows_total"] == (len(whole["rows"]) if counted else None if page["next"] or pages > 1 else len(whole["rows"])) and len(page["rows"]) <= 2, f"page {pages} has the totals of all rows", page["totals"])
        if page["next"] is None:
            break
        page = miller.get(f"{path}&page_size=2&cursor={page['next']}")
    check.that(rows == whole["rows"] and pages == (len(rows) + 1) // 2 and whole["next"] is None, "all pages are the whole", (len(rows), len(whole["rows"]), pages))
    cursor = miller.get(f"{path}&page_size=1")["next"]
    for other in (f"/reports/R12?period={day.month}&group=detail", f"/reports/R07?period={day.later}&group=detail", f"{path}&filter.kind=open"):
        check.that(miller.get(f"{other}&page_size=1&cursor={cursor}").code == "bad_cursor", "a cursor of another report, of other days or filters is refused")
    lines = list(csv.reader(io.StringIO(miller.get(f"{path}&page_size=1&format=csv").bytes.decode("utf-8-sig"))))
    check.that(len(lines) == len(whole["rows"]) + 2, "a file has all of them", len(lines))


def money(day):
    """R06, R12, R13."""
    miller = day.people["miller"]
    for period in (day.month, day.later, f"{day.month}-05..{day.later}-20", day.month[:4]):
        report = miller.get(f"/reports/R06?period={period}")
        lines = {row["names"][0]: row["cells"][0] for row in report["rows"]}
        same(lines, reference.prepaid_account(rows_of(day), *days_of(report)), f"R06 of {period} is what plain SQL says")
        check.that(all(c["amount"] == "0.00" for c in report["checks"]) and len(report["checks"]) == 4, "with its check lines", report["checks"])
        cash = miller.get(f"/reports/R12?period={period}")
        seen = {(row["names"][0], row["names"][1], row["names"][2].removeprefix("tender/")): tuple(minor(cell) for cell in row["cells"][1:]) for row in cash["rows"]}
        check.that(seen == reference.drawers(rows_of(day), *days_of(cash)), f"R12 of {period} is what plain SQL says", (seen, reference.drawers(rows_of(day), *days_of(cash))))
        tax = miller.get(f"/reports/R13?period={period}&group=tax")
        seen = {row["names"][0]: minor(row["cells"][-1]) for row in tax["rows"]}
        check.that(seen == reference.taxes(rows_of(day), *days_of(tax)), f"R13 of {period} is what plain SQL says", seen)
        for number in ("R12", "R13"):
            whole = in_minor(miller.get(f"/reports/{number}?period={period}")["totals"])
            rows = miller.get(f"/reports/{number}?period={period}&group=commodity")["rows"]
            for row in rows:
                if row["names"][0]:  # what no instruction stands behind is of none
                    part = miller.get(f"/reports/{number}?period={period}&filter.commodity={row['names'][0]}")
                    check.that(part.status == 200 and part["totals"] == row["cells"], f"{number} of {period}: {row['names'][0]} by group is {row['names'][0]} by filter", part)
            parts = [in_minor(row["cells"]) for row in rows] or [[0] * len(whole)]
            check.that([sum(column) for column in zip(*parts)] == whole, "and all of them are the whole", (parts, whole))
    before = {row["names"][0]: row["cells"][0] for row in miller.get(f"/reports/R06?period={day.month}")["rows"]}
    after = {row["names"][0]: row["cells"][0] for row in miller.get(f"/reports/R06?period={day.later}")["rows"]}
    check.that(before["closing"] == after["opening"] != "0.00", "a month opens as the one before closed", (before, after))


def exact(cell):
    """Money in minor units, kWh and m3 in Wh and litres, counts as they are."""
    return int(cell.replace(".", "")) if isinstance(cell, str) else cell


def one_by_one(day):
    """R08 and R11: receipts, and R04 and R05: customers."""
    miller = day.people["miller"]
    for period in (day.month, day.later, f"{day.month}-01..{day.later}-28"):
        sold = miller.get(f"/reports/R11?period={period}&group=meter")
        days = days_of(sold)
        seen = {int(row["names"][0]): tuple(exact(cell) for cell in row["cells"]) for row in sold["rows"]}
        check.that(seen == reference.sold_by_meter(rows_of(day), *days), f"R11 of {period} is what plain SQL says", (seen, reference.sold_by_meter(rows_of(day), *days)))
        detail = miller.get(f"/reports/R08?period={period}")
        named = {head: at for at, head in enumerate(detail["groups"])}
        figures = [column["name"] for column in detail["columns"]]
        given_up = [row for row in detail["rows"] if row["names"][named["kind"]] in ("surrendered", "cleared")]
        seen = {row["names"][named["number"]]: (row["names"][named["kind"]], row["names"][named["asked_by"]], row["names"][named["approved_by"]], row["names"][named["of_document"]],
                                                *(exact(row["cells"][figures.index(f"corrected_{name}")]) for name in ("energy", "volume", "credit", "back", "paid_out")))
                for row in detail["rows"] if row not in given_up}
        check.that(sorted(exact(row["cells"][figures.index("corrected_emptied")]) for row in given_up) == sorted(reference.emptied(rows_of(day), *days)), f"and what meters gave up in {period}", given_up)
        check.that(seen == reference.corrections(rows_of(day), *days), f"R08 of {period} is what plain SQL says", (seen, reference.corrections(rows_of(day), *days)))
        fresh = miller.get(f"/reports/R04?period={period}")
        wanted = reference.new_customers(rows_of(day), *days, ZONE_S)
        check.that(totals(fresh)["new_customers"] == len(wanted) and minor(totals(fresh)["first_money"]) == sum(wanted.values()), f"R04 of {period} is what plain SQL says", (totals(fresh), wanted))
        register = miller.get(f"/reports/R05?period={period}")
        seen = totals(register)
        names = ("supplies_opening", "supplies_opened", "supplies_closed", "supplies_closing", "supplies_active")
        check.that(tuple(seen[name] for name in names) == reference.register(rows_of(day), *days, ZONE_S), f"R05 of {period} is what plain SQL says",
                   (seen, reference.register(rows_of(day), *days, ZONE_S)))
        check.that(all(line["amount"] in ("0.00", "0") for one in (sold, detail, fresh, register) for line in one["checks"]), "with their check lines", sold["checks"])
        acted = miller.get(f"/reports/R20?period={period}")
        figures = [column["name"] for column in acted["columns"]]
        seen = {row["names"][0]: tuple(row["cells"][figures.index(name)] for name in ("acted", "sold_sales", "acted_take_backs", "acted_supplements")) for row in acted["rows"]}
        check.that(seen == reference.actions(rows_of(day), *days), f"R20 of {period} is what plain SQL says", (seen, reference.actions(rows_of(day), *days)))
    claims = miller.get(f"/reports/R14?period={day.month}")
    check.that(claims.status == 200 and not claims["rows"], "R14 says that nobody owes anything by name", claims)
    whole = miller.get(f"/reports/R07?period={day.month}")
    check.that(followed(miller, whole["opens"])["totals"] == whole["totals"], "the totals open all rows that make them", whole)
    row = miller.get(f"/reports/R08?period={day.month}")["rows"][0]
    query = "&".join(f"filter.{name}={value}" for name, value in row["opens"]["filters"].items())
    check.that(miller.get(f"/{row['opens']['list']}?{query}")["total"] == 1, "a row opens its receipt", row["opens"])
    row = miller.get(f"/reports/R04?period={day.month}")["rows"][0]
    query = "&".join(f"filter.{name}={value}" for name, value in row["opens"]["filters"].items())
    opened = miller.get(f"/{row['opens']['list']}?{query}")
    check.that(opened.status == 200 and opened["total"] == 1, "a new customer opens his account", (row["opens"], str(opened)[:400]))
    many = miller.get(f"/reports/R08?period={day.month}&group=kind,reason_code,asked_by")
    check.that(many.code == "group_not_offered", "more groups than it offers are refused", many)


def looked_at(day):
    """R15, R17, R18, R19 and the lists of insight."""
    miller, wang = day.people["miller"], day.people["wang"]
    for period in (day.month, day.later):
        way = miller.get(f"/reports/R19?period={period}&group=carrier")
        days = days_of(way)
        names = [column["name"] for column in way["columns"]]
        seen = {row["names"][0]: {name: exact(row["cells"][names.index(name)]) for name in next(iter(reference.ways(rows_of(day), *days, ZONE_S).values()))} for row in way["rows"]}
        check.that(seen == reference.ways(rows_of(day), *days, ZONE_S), f"R19 of {period} is what plain SQL says", (seen, reference.ways(rows_of(day), *days, ZONE_S)))
        numbers = miller.get(f"/reports/R18?period={period}&group=document,till")
        names = [column["name"] for column in numbers["columns"]]
        seen = {tuple(row["names"][1:3]): tuple(row["cells"][names.index(name)] for name in ("numbers_used", "numbers_void")) for row in numbers["rows"] if row["names"][0] == "receipt"}
        wanted = {of: row[2:4] for of, row in reference.receipt_numbers(rows_of(day), *days).items()}
        check.that(seen == wanted and totals(numbers)["numbers_missing"] == 0, f"R18 of {period} is what plain SQL says, and no number is missing", seen)
        doubts = miller.get(f"/reports/R15?period={period}&group=matter,outcome")
        seen = {tuple(row["names"]): tuple(exact(cell) for cell in row["cells"]) for row in doubts["rows"]}
        check.that(seen == reference.doubts(rows_of(day), *days, ZONE_S), f"R15 of {period} is what plain SQL says", (seen, reference.doubts(rows_of(day), *days, ZONE_S)))
        meters = miller.get(f"/reports/R17?period={period}")
        check.that(meters.status == 200 and totals(meters)["meters_closing"] > 0, f"R17 of {period} knows the meters on the walls", meters)
        check.that(miller.get(f"/reports/R16?period={period}").status == 200, f"R16 of {period} is made")
    today = miller.get("/reports")["today"]
    for row in (row for row in miller.get("/reports")["rows"] if row["insight"]):
        made = miller.get(f"/reports/{row['number']}?period={today if row['periods'] == ['day'] else day.later}")
        check.that(made.status == 200 and row["about"], f"{row['number']} is made, and says its rule", made)
    check.that(wang.get(f"/reports/I05?period={day.later}").code == "permission_denied", "a cashier does not look at others")


def visited(day):
    """Somebody is sent to a supply of a list, says what he found, and the list is judged by it."""
    miller, wang, tech = day.people["miller"], day.people["wang"], day.people["tech"]
    order = {"insight_list": "I03", "supplies": [{"account": day.account, "reason": "magnet+15,cover_opened+15"}], "visitor": "tech"}
    check.that(wang.post("/visits", order).code == "permission_denied", "a cashier sends nobody")
    check.that(miller.post("/visits", {**order, "insight_list": "I05"}).code == "unknown_report", "a list of operators is no list of supplies")
    check.that(miller.post("/visits", {"account": day.account}).code == "reason_missing", "without a list somebody says why")
    done = miller.post("/visits", order)
    check.that(done.status == 200 and len(done["ordered"]) == 1, "a visit is ordered", done)
    number = done["ordered"][0]["number"]
    check.that(miller.post("/visits", order).code == "visit_ordered", "a supply is on one errand at a time")
    check.that(tech.post(f"/visits/{number}/outcome", {"outcome": "confirmed"}).code == "found_missing", "what was found is said in words")
    told = tech.post(f"/visits/{number}/outcome", {"outcome": "confirmed", "found": "a magnet"})
    check.that(told.status == 200 and told["state"] == "done" and told["told_by"] == "tech", "and is kept", told)
    check.that(tech.post(f"/visits/{number}/outcome", {"outcome": "in_order"}).code == "visit_told", "once")
    listed = miller.get(f"/visits?filter.account={day.account}")["rows"][0]
    check.that(listed["outcome"] == "confirmed" and listed["insight_list"] == "I03" and listed["customer_name"], "the register says so", listed)
    by_list = miller.get(f"/reports/I10?period={told['visit_day']}")
    check.that(by_list["rows"][0]["names"] == ["I03"] and totals(by_list)["visits_hits"] == 1 and totals(by_list)["visits_hits_ratio"] == "100.0", "the list was right once of once", by_list)
    by_reason = miller.get(f"/reports/I11?period={told['visit_day']}")
    check.that({row["names"][0] for row in by_reason["rows"]} == {"magnet", "cover_opened"}, "and so was each of its reasons", by_reason)
    made = followed(miller, by_list["rows"][0]["opens"])
    check.that(made.status == 200 and len(made["rows"]) == 1 and followed(miller, made["rows"][0]["opens"])["total"] == 1, "a row opens the visits that make it", made)
    check.that(miller.get(f"/history?list=visits&key={number}").status == 200, "and each visit says who changed it")


def as_of(day):
    """The books as they stood: the same bytes for ever, and what came since."""
    miller, zhao = day.people["miller"], day.people["zhao"]
    anchor = day.people["audit"].get("/anchors?page_size=20")["rows"][0]["number"]
    today = miller.get("/reports")["today"]
    periods = {row["number"]: day.later if "month" in row["periods"] else today for row in miller.get("/reports")["rows"] if row["as_of"]}
    check.that(set(periods) >= {f"R{number:02}" for number in range(4, 22)} | {f"I{number:02}" for number in range(1, 13)}, "every report keeps its past", sorted(periods))
    before = {number: miller.get(f"/reports/{number}?period={period}") for number, period in periods.items()}
    kept = {number: miller.get(f"/reports/{number}?period={periods[number]}&as_of={anchor}") for number in before}
    for number, now in before.items():
        check.that(kept[number].status == 200 and [(row["names"], row["cells"]) for row in kept[number]["rows"]] == [(row["names"], row["cells"]) for row in now["rows"]], f"{number} as of now is {number}", kept[number])
    check.that(miller.get(f"/reports/R07/changes?period={day.later}&as_of={anchor}")["total"] == 0, "nothing came since")
    sold = day.sell(day.quote("7.00", who="zhao")["id"], who="zhao", carrier="later", on_pending="sum")
    check.that(sold.status == 200, "another sale", sold)
    customer = miller.get(f"/accounts?filter.number={day.account}")["rows"][0]["customer"]
    changed = miller.get(f"/customers/{customer}")
    check.that(zhao.put(f"/customers/{customer}", {"name": "Somebody Else", "version": changed["version"]}).status == 200, "and a customer who is called otherwise since")
    check.that(miller.post("/visits", {"account": day.account, "reason": "the neighbour called"}).status == 200, "to whom somebody is sent")
    for number in before:
        again = miller.get(f"/reports/{number}?period={periods[number]}&as_of={anchor}")
        check.that(again.bytes == kept[number].bytes, f"{number} as of then is the same, byte for byte")
    check.that(miller.get(f"/reports/R07?period={day.later}")["totals"] != before["R07"]["totals"], "and now it says more")
    later = miller.get(f"/reports/R07/changes?period={day.later}&as_of={anchor}")
    check.that({row["number"] for row in later["rows"]} == {sold["sale"]["number"]} and later["total"] == 2, "what changed since is that sale and its entry", later)
    renamed = [row for row in later["registers"] if row["object"] == f"customer/{customer}"]
    check.that(len(renamed) == 1 and "name" in renamed[0]["columns"] and renamed[0]["operator"] == "zhao" and "Somebody" not in str(renamed), "and that the customer is called otherwise, by whom, and not what he is called", later["registers"])
    named = miller.get(f"/reports/R04?period={day.month}&as_of={anchor}")["rows"][0]["names"]
    check.that("Somebody Else" not in named and "Somebody Else" in miller.get(f"/reports/R04?period={day.month}")["rows"][0]["names"], "who was called otherwise is called so", named)
    check.that(miller.get(f"/reports/R07?period={day.later}&as_of={anchor + 1_000_000}").code == "unknown_anchor", "a position that is not there")
    newest = miller.get(f"/reports/R07?period={day.later}")
    by_time = miller.get(f"/reports/R07?period={day.later}&as_of=2050-01-01T00:00")
    check.that(by_time.status == 200 and by_time["as_of"] == newest["position"] and by_time["rows"] == newest["rows"], "a moment names the position that the books had then", by_time)
    check.that(miller.get(f"/reports/R07?period={day.later}&as_of=1999-01-01T00:00").code == "unknown_anchor", "before the books began there is none")
    check.that(str(newest["position"]) in newest["foot"] and newest["foot"].index("20") < newest["foot"].index(f"position {newest['position']}"), "its foot says date and time, and then the number", newest["foot"])
    told = subprocess.run([KWOTA, "report", "R07", "--period", day.later, "--as-of", str(anchor), "--format", "json", "--data", data_of(day)], capture_output=True, text=True)
    check.that(json.loads(told.stdout)["totals"] == kept["R07"]["totals"], "kwota report --as-of says the same", told.stderr)
    none = subprocess.run([KWOTA, "report", "R07", "--period", day.later, "--as-of", "0", "--data", data_of(day)], capture_output=True, text=True)
    check.that(none.returncode != 0 and "unknown_anchor" in none.stderr, "a position that never was is no position, and not the newest", none.stderr)


def shifts(day):
    """R10: what was counted, and what the ledger keeps of it."""
    miller, wang = day.people["miller"], day.people["wang"]
    for period in (day.month, day.later):
        report = miller.get(f"/reports/R10?period={period}&group=station,till,shift,tender")
        seen = {(*row["names"][:3], row["names"][3].removeprefix("tender/")): tuple(exact(cell) for at, cell in enumerate(row["cells"]) if at not in (0, 9)) for row in report["rows"]}
        wanted = reference.counts_of_shifts(rows_of(day), *days_of(report), ZONE_S)
        check.that(seen == wanted, f"R10 of {period} is what plain SQL says", (seen, wanted))
    check.that(seen != {} or miller.get(f"/reports/R10?period={day.month}")["rows"] != [], "shifts were counted")
    check.that(any(minor(row["cells"][8]) != 0 for row in miller.get(f"/reports/R10?period={day.month}&group=operator")["rows"]), "and one was over, for ever")
    row = miller.get(f"/reports/R10?period={day.month}")["rows"][0]
    query = "&".join(f"filter.{name}={value}" for name, value in row["opens"]["filters"].items())
    opened = miller.get(f"/{row['opens']['list']}?{query}")
    check.that(opened.status == 200 and opened["total"] == 1, "a line opens its shift", (row["opens"], str(opened)[:400]))
    own = wang.get(f"/reports/R10?period={day.month}&group=operator")
    check.that([row["names"][0] for row in own["rows"]] in (["wang"], []), "a cashier sees his own shifts", own)


def forms(day):
    """CSV says the same, and a workbook has two sheets; paper and cells: report_forms."""
    miller = day.people["miller"]
    shown = miller.get(f"/reports/R07?period={day.month}")
    sheet = miller.get(f"/reports/R07?period={day.month}&format=csv")
    lines = list(csv.reader(io.StringIO(sheet.bytes.decode("utf-8-sig"))))
    check.that(sheet.bytes.startswith(b"\xef\xbb\xbf") and lines[1] == ["business_day"] + [c["name"] for c in shown["columns"]], "CSV has a head in words and one of stable names", lines[:2])
    check.that([["" if cell is None else str(cell) for cell in row["names"] + row["cells"]] for row in shown["rows"]] == lines[2:], "and the same figures", lines)
    book = miller.get(f"/reports/R07?period={day.month}&format=xlsx")
    pages = zipfile.ZipFile(io.BytesIO(book.bytes)).namelist()
    check.that("xl/worksheets/sheet2.xml" in pages, "XLSX has its sheet and one that says what it is", pages)


def named(day):
    """People, plans and classes are called by their names; programs find their codes as before."""
    miller = day.people["miller"]
    path = f"/reports/R07?period={day.month}&group=operator,usage_class"
    miller.put("/session/language", {"language": "ru"})
    shown = miller.get(path)
    people = {row["name"]: row["full_name"] for row in day.people["admin"].get("/operators?page_size=200")["rows"]}
    classes = {row["code"]: row["name_ru"] for row in miller.get("/codes?page_size=200&filter.kind=usage_class")["rows"]}
    check.that(shown["rows"] and all(row["shown"] == [people[row["names"][0]], classes[row["names"][1]]] for row in shown["rows"]), "a page says names in the language of the reader", shown["rows"])
    lines = list(csv.reader(io.StringIO(miller.get(f"{path}&format=csv").bytes.decode("utf-8-sig"))))
    check.that(lines[1][:4] == ["operator", "operator_name", "usage_class", "usage_class_name"], "CSV has the code for programs, and the name", lines[:3])
    check.that([[line[0], line[2]] for line in lines[2:]] == [row["names"] for row in shown["rows"]] and [[line[1], line[3]] for line in lines[2:]] == [row["shown"] for row in shown["rows"]], "both in their columns", lines[2:])
    who = shown["rows"][0]
    by_name = miller.get(f"/reports/R07?period={day.month}&group=operator&filter.operator={urllib.parse.quote(who['shown'][0])}")
    check.that([row["names"] for row in by_name["rows"]] == [who["names"][:1]], "and a filter takes the name too", by_name)
    miller.put("/session/language", {"language": "en"})
    check.that(offered(miller, "R07") == people and offered(day.people["wang"], "R07") == {"wang": people["wang"]}, "whoever may not open the register of people is offered them, a cashier himself", offered(miller, "R07"))


def offered(who, report):
    """For whom a report may be asked: each by what he is called."""
    row = next(row for row in who.get("/reports")["rows"] if row["number"] == report)
    return {one["value"]: one["text"] for one in row["choices"]["operator"]}


def hostile(day):
    """Names that somebody meant otherwise are texts in every form."""
    zhao, miller = day.people["zhao"], day.people["miller"]
    number = miller.get(f"/accounts?filter.number={day.account}")["rows"][0]["customer"]
    honest = zhao.get(f"/customers/{number}")["name"]
    for name in (EVIL, FORMULA):
        changed = zhao.put(f"/customers/{number}", {"name": name, "version": zhao.get(f"/customers/{number}")["version"]})
        check.that(changed.status == 200 and changed["name"] == name, f"somebody is called {name}", changed)
        for path in (f"/reports/R11?period={day.month}&group=customer_name", f"/customers?filter.number={number}"):
            in_csv = miller.get(f"{path}&format=csv").bytes.decode("utf-8-sig")
            cells = [cell for line in csv.reader(io.StringIO(in_csv)) for cell in line]
            check.that(("'" if name == FORMULA else "") + name in cells, f"{path.split('?')[0]}: a text in CSV, and no formula", in_csv[:400])
            book = zipfile.ZipFile(io.BytesIO(miller.get(f"{path}&format=xlsx").bytes))
            inside = "".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))
            check.that("<f>" not in inside and "<img" not in inside and html.escape(name, quote=False) in html.escape(html.unescape(inside), quote=False), "and in a workbook", inside[-600:])
        paper = miller.get(f"/reports/R11?period={day.month}&group=customer_name&format=pdf").bytes
        text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True).stdout.decode()
        check.that(name in text.replace("\u2019", "'"), "and on paper", text[:1500])
        check.that(name in [row["names"][0] for row in miller.get(f"/reports/R11?period={day.month}&group=customer_name")["rows"]], "and on the screen as it was typed")
    zhao.put(f"/customers/{number}", {"name": honest, "version": zhao.get(f"/customers/{number}")["version"]})


def from_the_command_line(day):
    """kwota report makes them without the server."""
    made = subprocess.run([KWOTA, "report", "R06", "--period", day.month, "--format", "json", "--data", data_of(day)], capture_output=True, text=True)
    shown = day.people["miller"].get(f"/reports/R06?period={day.month}")
    check.that(made.returncode == 0 and json.loads(made.stdout)["rows"] == shown["rows"], "kwota report says the same", made.stderr or made.stdout[:300])
    named = subprocess.run([KWOTA, "report", "list"], capture_output=True, text=True)
    check.that(named.returncode == 0 and "R07" in named.stdout, "and lists which there are", named.stdout)
    refused = subprocess.run([KWOTA, "report", "R07", "--data", data_of(day)], capture_output=True, text=True)
    check.that(refused.returncode == 1 and "period_wanted" in refused.stderr and "--period: 2026-10-05" in refused.stderr, "and says how one is named", refused.stderr)


def neighbours(day):
    """Who works at another station sees nothing of it; a cashier sees his own."""
    once = day.people["admin"].post("/operators", {"name": "far", "full_name": "Far", "roles": ["auditor"], "station": "E02"})["one_time_password"]
    far = Client(day.server)
    far.sign_in("far", once)
    far.post("/session/password", {"old": once, "new": PASSWORD})
    for query in (f"R07?period={day.month}", f"R07?period={day.month}&filter.station=E01", f"R12?period={day.month}", f"R13?period={day.month}",
                  *(f"{number}?period={day.month}" for number in ("R04", "R05", "R08", "R10", "R11"))):
        seen = far.get(f"/reports/{query}")
        check.that(seen.status == 200 and seen["rows"] == [], f"{query} is empty for E02", seen)
    lines = far.get(f"/reports/R06?period={day.month}")["rows"]
    check.that(all(row["cells"][0] is None or minor(row["cells"][0]) == 0 for row in lines), "and so is the prepaid account", lines)
    stations = {row["name"]: row["station"] for row in day.people["admin"].get("/operators?page_size=200")["rows"]}
    check.that(set(offered(far, "R07")) == {name for name, station in stations.items() if station in ("", "E02")}, "he is offered nobody of another station", offered(far, "R07"))
    opened = day.people["miller"].get(f"/reports/R07?period={day.month}")["rows"][0]["opens"]
    behind = followed(far, opened)
    check.that(behind.status == 200 and behind["rows"] == [], "nor by opening the rows of somebody else's total", behind)
    empty = far.get("/reports/R07?period=2031-02")
    check.that(empty.status == 200 and empty["rows"] == [] and far.get("/reports/R07?period=2031-02&format=pdf").bytes.startswith(b"%PDF-"), "a period without rows is a report, on paper too", empty)
    own = day.people["wang"].get(f"/reports/R07?period={day.month}&filter.operator=zhao&group=operator")
    check.that([row["names"][0] for row in own["rows"]] == ["wang"], "whatever he asks for, a cashier sees his own", own)


def edition(day):
    """Where one person may stand for two, every report says so, and as the books stood then for ever."""
    miller, asked = day.people["miller"], f"/reports/R07?period={day.month}"
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")
    for value, says in (("0", True), ("1", False)):
        check.that(day.approved("miller", "/settings", {"name": "network", "value": value, "reason": "one counter, one machine"}, second="petrov").status == 200, f"network {value}")
        made = miller.get(asked)
        check.that(("standalone edition" in made["foot"]) == says, "the foot of the page", made["foot"])
        if says:
            then = miller.get(f"{asked}&as_of={made['position']}")
            paper = subprocess.run(["pdftotext", "-layout", "-", "-"], input=miller.get(f"{asked}&format=pdf").bytes, capture_output=True).stdout.decode()
            check.that("standalone edition" in then["foot"] and "standalone edition" in paper, "and of the paper", then["foot"])
    check.that(miller.get(f"{asked}&as_of={then['as_of']}").bytes == then.bytes, "what it was then it stays")


def books_stand(day):
    """Every sheet is the sum of its rows."""
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


def forged(day):
    """Somebody writes a larger sum into a sheet."""
    hand = sqlite3.connect(f"{data_of(day)}/books.db", timeout=10)
    hand.execute("UPDATE day_sheet SET received=received+100 WHERE kind='open'")
    hand.commit()
    hand.close()
    check.that(day.people["miller"].get(f"/reports/R07?period={day.month}").code == "books_unbalanced", "a report whose check line is not zero is not given out")
    found = day.people["audit"].post("/verify")
    check.that(not found["ok"] and found["first_problem"]["table"] == "day_sheet", "and verify names the sheet", found)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, without_card, selling, replacing, given, next_month, closed_days, listed, sales, money, one_by_one, looked_at, visited, as_of, shifts, forms, named, hostile, from_the_command_line, neighbours, edition, books_stand, forged)))
