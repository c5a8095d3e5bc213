#!/usr/bin/env python3
"""A pump on a line from outside: what it recorded comes home by order and by plan, is judged as a handheld's, and the pump is told so; the counter settles who hung with
what came. One line per check."""
import sys

from house import walk
from irrigation import PUMP
from pump import farmers, fen, pass_time, pump, purse, swipe, touch, wells
from run import Day, check, doors

HOUR = 3600
LINE = f"line {PUMP}"


def connected(day):
    """The pump hangs on its line, the books know its terminal, and a plan asks for what it recorded."""
    wang, tech = day.people["wang"], day.people["tech"]
    wang.post("/bench/clock", {"speed": 1})
    place = f"/well-meters/W-1/{PUMP}/2026-03-01"
    told = tech.put(place, {"terminal": pump(day)["terminal"], "version": tech.get(place)["version"]})
    check.that(told.status == 200, "the books know its terminal number", told)
    wang.post(f"/bench/pumps/{PUMP}/line", {"on": True})
    made = tech.put(f"/links/{PUMP}", {"address": pump(day)["line"]})
    check.that(made.status == 200 and made["state"] == "active", "a technician connects it", made)
    plan = tech.post("/reading-plans", {"code": "hourly", "name": "every hour", "items": "registers,waterings", "every_hours": 1})
    check.that(plan.status == 200 and plan["items"] == "registers,waterings", "a plan asks for waterings", plan)


def brought(day):
    return day.people["zhao"].get("/hand-overs?sort=-number")


def hangs(day):
    """The mains fail while he waters: his card is grey, and nobody at the counter knows for how much."""
    touch(day, load_w=7200)
    swipe(day)
    pass_time(day, 1200)
    touch(day, power=False)
    touch(day, power=True)
    check.that(len(pump(day)["hung"]) == 1 and purse(day)["grey"], "he hangs", pump(day))
    day.owed = fen(pump(day)["hung"][0]["amount"])


def ordered(day):
    """Somebody wants the record now."""
    wang, zhao, tech = day.people["wang"], day.people["zhao"], day.people["tech"]
    pass_time(day, 120)  # the pump asks its module for the proof
    order = tech.post(f"/meters/{PUMP}/commands", {"kind": "read"})
    check.that(order.status == 200 and order["kind"] == "read", "a reading is ordered", order)
    done = zhao.poll(f"/commands/{order['number']}", lambda a: a["state"] not in ("queued", "sent"), "the pump is read")
    check.that(done["state"] == "done", "it was read", done)
    rows = brought(day)
    check.that(rows["total"] >= 1 and rows["rows"][0]["device"] == LINE and rows["rows"][0]["state"] == "cleaned", "what it told is a hand-over of its line, judged", rows)
    check.that(sum(row["open"] for row in rows["rows"]) == 1 and rows["rows"][0]["unproven"] == 0, "one hangs, and nothing is unproven", rows)
    day.told = rows["total"]
    trip = tech.post(f"/meters/{PUMP}/commands", {"kind": "relay", "order": "trip"})
    refused = zhao.poll(f"/commands/{trip['number']}", lambda a: a["state"] not in ("queued", "sent"), "a pump is told nothing else")
    check.that((refused["state"], refused["error"]) == ("refused", "not_for_a_pump"), "by its name", refused)


def settled(day):
    """The counter takes what the record says; the card is free."""
    wang = day.people["wang"]
    day.on_reader(day.card)
    paid = wang.post("/purses/settle-hung", {})
    check.that(paid.status == 200 and paid["outcome"] == "done" and fen(paid["amount"]) == day.owed, "the grey card pays what the pump had counted", paid)
    day.move(day.card, "wallet")
    check.that(not purse(day)["grey"] and fen(purse(day)["balance"]) == 20000 - day.owed, "and is free", purse(day))


def by_plan(day):
    """He waters again; the reading of the next hour brings what is new, and once."""
    zhao = day.people["zhao"]
    for _ in range(2):
        swipe(day)
        pass_time(day, 600)
        swipe(day)
        pass_time(day, 60)
    before = zhao.get(f"/readings?filter.meter={PUMP}&sort=-due")["total"]
    pass_time(day, HOUR)
    row = zhao.poll(f"/readings?filter.meter={PUMP}&sort=-due", lambda a: a["total"] > before, "the reading of the next hour")["rows"][0]
    check.that(row["reading_plan"] == "hourly" and row["energy"] is not None and abs(row["drift_seconds"]) < 60, "with its register and its clock", row)
    rows = brought(day)
    newest = rows["rows"][0]
    check.that(rows["total"] == day.told + 1 and (newest["usage"], newest["hung"], newest["known"], newest["proven"]) == (3, 1, 0, 3),
               "two waterings came, and what the well has heard since of who hung; nothing twice", rows)
    before = zhao.get(f"/readings?filter.meter={PUMP}&sort=-due")["total"]
    pass_time(day, HOUR)
    zhao.poll(f"/readings?filter.meter={PUMP}&sort=-due", lambda a: a["total"] > before, "the reading after it")
    check.that(brought(day)["total"] == day.told + 1, "had nothing new to tell", brought(day))
    head = zhao.get(f"/well-heads?filter.meter={PUMP}")["rows"][0]
    check.that(head["hung"] == 0 and head["well"] == "W-1", "how it stands is known", head)


def agrees(day):
    """Cards, wells and books say the same."""
    waterings = day.people["zhao"].get(f"/waterings?filter.meter={PUMP}&page_size=50")["rows"]
    paid = sum(fen(row["amount"]) for row in waterings if row["state"] == "proven")
    check.that(paid == 20000 - fen(purse(day)["balance"]), "loaded = on the card + proven, to the fen", waterings)
    report = day.people["audit"].post("/verify")
    check.that(report["ok"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, wells, farmers, connected, hangs, ordered, settled, by_plan, agrees)))
