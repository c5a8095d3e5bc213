#!/usr/bin/env python3
"""A utility whose clocks go forward in spring and back in autumn, with a business day that begins at four: days of 23 and 25 hours through the doors. Which day a sale
is counted on, what its report, its sheet, its shift, the landing page and the day's end say, and that no hour is lost or counted twice; and reading days, which begin at
midnight whatever the cut-off. Every answer is held against openapi.json. One line per check."""
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
PEOPLE = ("wang", "zhao", "miller", "audit", "tech")
TOTAL = "419900000017"  # the meter of an area: nobody buys for it, and its register runs a kilowatt-hour an hour


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


def landing_page(day, at, counted_on, received):
    """What the tiles ask then: the day that is on, and the figures of it, which are those of its reports."""
    miller = day.people["miller"]
    today = miller.get("/reports")["today"]
    check.that(today == counted_on, f"{at}: the day that is on is {counted_on}", today)
    sums = {path: in_total(miller.get(path), figure) for path, figure in ((f"/reports/R07?period={today}", "received"), (f"/reports/R12?period={today}&group=tender", "tendered"))}
    check.that(set(sums.values()) == {received}, "  its tiles say what was received on it", (sums, received))
    month = in_total(miller.get(f"/reports/R07?period={today[:7]}"), "received")
    chart = miller.get(f"/reports/R07?period={today[:8]}01..{today}&group=business_day")
    place = [column["name"] for column in chart["columns"]].index("received")
    check.that(month == sum(round(float(row["cells"][place]) * 100) for row in chart["rows"]) and len({row["names"][0] for row in chart["rows"]}) == len(chart["rows"]), "  the month is its days, each once", chart["rows"])
    for path in (f"I02?period={today}", f"I03?period={today}", f"I04?period={today[:7]}"):
        check.that(miller.get(f"/reports/{path}").status == 200, f"  {path} is answered")
    days = [row["day"] for row in miller.get("/reading-days?months=12")["rows"]]
    check.that(max(days, default="") == max((one for one in day.reading_days if one <= at[:10]), default=""), "  and the newest reading day is one of the calendar, by midnight", (at, days))


def hour_by_hour(day, nights, days):
    """The moments of a night, the day of each, and what the reports of these days say."""
    wanted, counts = {}, {}
    for pay, at, counted_on in nights:
        sells(day, pay, at, counted_on)
        wanted[counted_on] = wanted.get(counted_on, 0) + round(float(pay) * 100)
        counts[counted_on] = counts.get(counted_on, 0) + 1
        landing_page(day, at, counted_on, wanted[counted_on])
    miller = day.people["miller"]
    db = sqlite3.connect(f"file:{day.server.folder / 'data'}/books.db?mode=ro", uri=True)
    for of in days:
        check.that(reference.sales_report(db, of, of)["received"] == wanted[of], f"plain SQL of {of} has what was received on it", wanted)
        report = miller.get(f"/reports/R07?period={of}")
        check.that(in_total(report, "received") == wanted[of] and all(one["amount"] == "0.00" for one in report["checks"]), f"R07 of {of} has the same, and adds up", report)
        by_meter = miller.get(f"/reports/R11?period={of}")
        check.that((in_total(by_meter, "sold_money"), by_meter["totals"][0]) == (wanted[of], counts[of]), f"R11 of {of} has its sales, each once", by_meter)


def reading_days(day):
    """A route for everybody, on the 28th: the night on which the clocks go forward. An area's total meter belongs to it."""
    until(day, "2027-03-27T20:00:00+01:00")
    tech = day.people["tech"]
    area = tech.get("/places?filter.kind=area&page_size=50")["rows"][0]["code"]
    check.that(tech.post("/meters", {"number": TOTAL, "model": "DTSY1352"}).status == 200 and tech.post("/areas", {"area": area, "meter": TOTAL}).status == 200, "an area has a total meter")
    made = tech.post("/reading-routes", {"code": "all", "name": "Everybody", "of_place": "", "day_of_month": 28, "days_around": 3})
    check.that(made.status == 200, "everybody is read on the 28th", made)
    day.reading_days = ["2027-03-28", "2027-04-28"]


def typed(day, of, read_on, energy, at_day, used, why):
    """What somebody read by eye is brought to the beginning of the reading day, by the hours that there were."""
    tech, zhao = day.people["tech"], day.people["zhao"]
    row = tech.post("/typed-readings", {"meter": TOTAL, "day": of, "energy": energy, "read_on": read_on})
    check.that(row.status == 200 and (row["at_day"], row["used"]) == (at_day, used), why, row)
    work = zhao.get(f"/reading-days/all/{of}")
    mine = [one for one in work["rows"] if one["meter"] == TOTAL]
    check.that(work["meters"] == len(work["rows"]) and work["missing"] == sum(one["state"] == "missing" for one in work["rows"]) and [one["at_day"] for one in mine] == [at_day], f"  the work list of {of} counts every meter once, and has it", work)
    check.that(zhao.post(f"/reading-days/all/{of}/release", {}).status == 200 and zhao.get(f"/reviewed-readings/{TOTAL}/{of}")["reading"]["state"] in ("released", "suspicious"), "  and is released", of)


def read_in_spring(day):
    """A day of 23 hours is one reading day: what a meter used from it on is counted from its own midnight."""
    check.that(day.people["tech"].post("/reading-days/all/2027-03-28/take-in", {}).status == 200, "what has come is taken in")
    mine = next(row for row in day.people["zhao"].get("/reading-days/all/2027-03-28")["rows"] if row["meter"] == day.meter)
    check.that(mine["source"] == "card" and mine["at_day"] is not None, "what the customer's card told in that night stands for the day", mine)
    typed(day, "2027-03-28", "2027-03-28", "100.00", "100.00", None, "the first reading is what it is")
    until(day, "2027-04-29T13:00:00+02:00")
    typed(day, "2027-04-28", "2027-04-29", "879.00", "843.00", "743.00", "31 days less an hour, of 779 hours")
    tech = day.people["tech"]
    known = tech.get("/reading-routes/all")
    check.that(tech.put("/reading-routes/all", {"day_of_month": 31, "version": known["version"]}).status == 200, "from now on everybody is read on the last")
    day.reading_days = [f"2027-{month:02}-{last}" for month, last in ((3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30))]


def read_in_autumn(day):
    """A day of 25 hours, too; and what was read on its noon is thirteen hours old."""
    typed(day, "2027-10-31", "2027-10-31", "5320.00", "5307.00", "4464.00", "noon is thirteen hours behind midnight")
    until(day, "2027-12-01T13:00:00+01:00")
    typed(day, "2027-11-30", "2027-12-01", "6064.00", "6028.00", "721.00", "30 days and an hour, of 757 hours")


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
    sys.exit(walk(check, begin, [reading_days, spring, read_in_spring, autumn, over, read_in_autumn]) or walk(check, Day, [doors, before_spring, charged_in_spring, charged_in_autumn, balances.books_stand]))
