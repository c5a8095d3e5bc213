#!/usr/bin/env python3
"""A utility whose clocks go forward in spring and back in autumn, with a business day that begins at four: days of 23 and 25 hours through the doors. Which day a sale
is counted on, what its report, its sheet, its shift and the day's end say, and that no hour is lost or counted twice. Every answer is held against openapi.json. One
line per check."""
import datetime
import json
import pathlib
import sqlite3
import subprocess
import sys
import zoneinfo

from house import KWOTA, PASSWORD, Server, walk
from run import Day, check, opening

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import reports as reference  # noqa: E402

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
PEOPLE = ("wang", "zhao", "miller", "audit")


def clock(day):
    """Of the house, which is the bench's."""
    return datetime.datetime.fromisoformat(day.people["wang"].get("/clock")["now"])


def until(day, moment):
    """The house's clock goes on to this moment; nobody's session lasts so long."""
    moment = datetime.datetime.fromisoformat(moment)
    day.people["wang"].post("/bench/clock", {"advance_s": int((moment - clock(day)).total_seconds())})
    day.again(*PEOPLE)


def sells(day, pay, at, counted_on):
    """At this moment; it is counted on that day."""
    until(day, at)
    sold = day.sell(day.quote(pay)["id"], carrier="later")
    if not check.that(sold.status == 200, f"sold at {at}", sold):
        return
    number = sold["sale"]["number"]
    row = day.people["wang"].get(f"/sales?filter.number={number}")["rows"][0]
    check.that(row["business_day"] == counted_on, f"{at} is counted on {counted_on}", row)
    day.move(day.card, "wallet")
    day.on_reader(day.card)  # it is written
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)


def in_total(report, figure):
    """In the smallest unit."""
    return round(float(report["totals"][[column["name"] for column in report["columns"]].index(figure)]) * 100)


def hour_by_hour(day, nights, days):
    """The moments of a night, the day of each, and what the reports of these days say."""
    wanted, counts = {}, {}
    for pay, at, counted_on in nights:
        sells(day, pay, at, counted_on)
        wanted[counted_on] = wanted.get(counted_on, 0) + round(float(pay) * 100)
        counts[counted_on] = counts.get(counted_on, 0) + 1
    miller = day.people["miller"]
    db = sqlite3.connect(f"file:{day.server.folder / 'data'}/books.db?mode=ro", uri=True)
    for of in days:
        check.that(reference.sales_report(db, of, of)["received"] == wanted[of], f"plain SQL of {of} has what was received on it", wanted)
        report = miller.get(f"/reports/R07?period={of}")
        check.that(in_total(report, "received") == wanted[of] and all(one["amount"] == "0.00" for one in report["checks"]), f"R07 of {of} has the same, and adds up", report)
        by_meter = miller.get(f"/reports/R11?period={of}")
        check.that((in_total(by_meter, "sold_money"), by_meter["totals"][0]) == (wanted[of], counts[of]), f"R11 of {of} has its sales, each once", by_meter)


def spring(day):
    """The clocks go from two to three: the day that began at four is 23 hours long."""
    hour_by_hour(day, [("10.00", "2027-03-27T23:59:00+01:00", "2027-03-27"), ("11.00", "2027-03-28T01:59:00+01:00", "2027-03-27"), ("12.00", "2027-03-28T03:01:00+02:00", "2027-03-27"),
                       ("13.00", "2027-03-28T03:58:00+02:00", "2027-03-27"), ("14.00", "2027-03-28T04:00:30+02:00", "2027-03-28"), ("15.00", "2027-03-29T03:58:00+02:00", "2027-03-28")],
                 ("2027-03-27", "2027-03-28"))
    until(day, "2027-03-29T03:59:30+02:00")
    wang = day.people["wang"]
    wang.post("/shifts/current/close", {"counted": "0.00"})
    closed = wang.post("/shifts/current/close", {"counted": "0.01", "reason": "test", "accepted_by": {"name": "zhao", "password": PASSWORD}})
    check.that(closed.status == 200, "half a minute before four the shift is closed", closed)
    counted = {of: day.people["miller"].get(f"/reports/R10?period={of}")["totals"][0] for of in ("2027-03-27", "2027-03-28", "2027-03-29")}
    check.that(counted == {"2027-03-27": 0, "2027-03-28": 1, "2027-03-29": 0}, "and R10 has it on the day that ends then", counted)
    until(day, "2027-03-29T08:00:00+02:00")
    check.that(day.people["wang"].post("/shifts", {"opening_float": "100.00"}).status == 200, "another one begins in the morning")


def autumn(day):
    """The hour after two comes twice: the day that began at four is 25 hours long."""
    hour_by_hour(day, [("20.00", "2027-10-30T04:00:30+02:00", "2027-10-30"), ("21.00", "2027-10-31T02:30:00+02:00", "2027-10-30"), ("22.00", "2027-10-31T02:30:00+01:00", "2027-10-30"),
                       ("23.00", "2027-10-31T03:58:00+01:00", "2027-10-30"), ("24.00", "2027-10-31T04:00:30+01:00", "2027-10-31")],
                 ("2027-10-30", "2027-10-31"))


def over(day):
    """Days that are over are closed, each once, and the books stand."""
    until(day, "2027-11-02T09:00:00+01:00")
    day.sell(day.quote("5.00")["id"], carrier="later")
    closed = [row["business_day"] for row in day.people["miller"].get("/closed-days?page_size=200")["rows"] if row["station"] == "E01"]
    check.that(len(closed) == len(set(closed)) and {"2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31"} <= set(closed), "each day is closed once", closed)
    month = day.people["miller"].get("/reports/R07?period=2027-10")
    check.that(all(one["amount"] == "0.00" for one in month["checks"]), "the month of 25 hours adds up", month)
    verified = subprocess.run([KWOTA, "verify", "--json", "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=120)
    check.that(verified.returncode == 0 and json.loads(verified.stdout)["ok"], "kwota verify", verified.stdout)


def begin(server):
    day = Day(server)
    day.sign_in("admin", server.one_time)
    for name in PEOPLE:
        day.sign_in(name, server.demo_password(name), station="E01", till="T2" if name == "zhao" else "T1" if name == "wang" else "")
    check.that(day.people["wang"].get("/session")["utility"]["zone"] == ZONE.key, "the utility's clock is Berlin's")
    set_ = day.people["admin"].post("/settings", {"name": "day_cut_off", "value": "4", "reason": "nights"})
    check.that(set_.status == 200, "a business day begins at four", set_)
    opening(day)
    day.people["wang"].post("/bench/clock", {"speed": 1})
    return day


if __name__ == "__main__":
    Server.flags = [*Server.flags, "--zone", ZONE.key]
    sys.exit(walk(check, begin, [spring, autumn, over]))
