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

import balances
from house import KWOTA, PASSWORD, Server, walk
from run import Day, check, doors, opening

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
    day.again(*day.people)


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


def before_spring(day):
    """A meter without money of its own is put on a line, and its account on a balance at the office, three days before the clocks change."""
    until(day, "2027-03-26T12:00:00+01:00")
    for part in (balances.prepare, balances.begin, balances.payments):
        part(day)


def nights(day, at_nights):
    """A kilowatt for days on end; each night is read, and the day before it is charged: to the last watt-hour what the register showed then."""
    day.people["wang"].post(f"/bench/meters/{day.meter}", {"load_w": 1000})
    for at in at_nights:
        until(day, at)
        yesterday = (datetime.date.fromisoformat(at[:10]) - datetime.timedelta(days=1)).isoformat()
        day.people["wang"].poll(f"/day-charges?filter.account={day.account}&sort=-day&page_size=1", lambda a: a["rows"] and a["rows"][0]["day"] == yesterday, f"the charge of {yesterday}",
                                meanwhile=lambda: balances.passes(day, balances.MINUTE))
        balances.pay(day, "30.00")
    day.people["wang"].post(f"/bench/meters/{day.meter}", {"load_w": 0})
    rows = day.people["wang"].get(f"/day-charges?filter.account={day.account}&sort=-day&page_size={len(at_nights)}")["rows"]
    db = sqlite3.connect(f"file:{day.server.folder / 'data'}/books.db?mode=ro", uri=True)
    used = db.execute("select sum(used) from day_charge where account = ?", (day.account,)).fetchone()[0] / 1000
    shown = float(balances.bench_meter(day)["energy"])
    check.that(0 <= shown - used < 1, "what was charged is what the register showed at midnight, or when it was read", (shown, used))
    check.that(not any(row["estimated"] or row["turned"] for row in rows[:-1]) and len({row["day"] for row in rows}) == len(rows) == len(at_nights), "each day once, none of the whole ones estimated", rows)
    return {row["day"]: float(row["used"]) for row in rows}


def charged_in_spring(day):
    """Until the clocks change a day is from midnight to midnight. The meter's own clock stays as it was, and has no midnight of the day after: it is charged by what was read."""
    used = nights(day, ("2027-03-27T00:40:00+01:00", "2027-03-28T00:40:00+01:00", "2027-03-29T00:40:00+02:00", "2027-03-30T00:40:00+02:00"))
    check.that(used["2027-03-27"] == 24 and 23 <= used["2027-03-28"] < 24 and used["2027-03-29"] == 24, "24 hours, 23 and until it was read, 24", used)
    drift = day.people["tech"].get("/collection/drift")["rows"]
    check.that(any(row["meter"] == day.meter and 3_590 < row["seconds"] < 3_610 for row in drift), "that its clock is an hour behind is said", drift)


def charged_in_autumn(day):
    """And back: 25 hours, as they were read; a night later the meter's own midnight counts again."""
    until(day, "2027-10-29T12:00:00+02:00")
    balances.pay(day, "100.00")
    used = nights(day, ("2027-10-30T00:40:00+02:00", "2027-10-31T00:40:00+02:00", "2027-11-01T00:40:00+01:00", "2027-11-02T00:40:00+01:00"))
    check.that(used["2027-10-30"] == 24 and used["2027-10-31"] == 25 and 23 < used["2027-11-01"] <= 24, "24 hours, 25, and 24 without what was read before", used)
    check.that(not any(row["meter"] == day.meter and abs(row["seconds"]) > 60 for row in day.people["tech"].get("/collection/drift")["rows"]), "its clock is right again")


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
    sys.exit(walk(check, begin, [spring, autumn, over]) or walk(check, Day, [doors, before_spring, charged_in_spring, charged_in_autumn, balances.books_stand]))
