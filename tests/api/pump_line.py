#!/usr/bin/env python3
"""A pump on a line from outside: what it recorded comes home by order and by plan of its village, is judged as a handheld's, and the pump is told so; the counter settles who
hung with what came, and the line tells the pump. Its clock and settlement day are set over the line, and a lost card's black list comes to it. One line per check."""
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
    minute = int(wang.get("/session")["clock"]["now"][14:16])
    pass_time(day, (61 - minute) * 60)  # a whole hour lies before the plan's next reading, at whatever time of the day this runs
    place = f"/well-meters/W-1/{PUMP}/2026-03-01"
    told = tech.put(place, {"terminal": pump(day)["terminal"], "version": tech.get(place)["version"]})
    check.that(told.status == 200, "the books know its terminal number", told)
    wang.post(f"/bench/pumps/{PUMP}/line", {"on": True})
    made = tech.put(f"/links/{PUMP}", {"address": pump(day)["line"]})
    check.that(made.status == 200 and made["state"] == "active", "a technician connects it", made)
    village = tech.get("/wells/W-1")["village"]
    plan = tech.post("/reading-plans", {"code": "hourly", "name": "every hour", "of_place": village, "items": "registers,waterings", "every_hours": 1})
    check.that(plan.status == 200 and plan["items"] == "registers,waterings", "a plan of its village asks for waterings", plan)


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
    closed = tech.post(f"/meters/{PUMP}/commands", {"kind": "relay", "order": "close"})
    check.that((closed.status // 100, closed["code"]) == (4, "not_for_a_pump"), "it is started by nobody on its line", closed)


def settled(day):
    """The counter takes what the record says; the card is free."""
    wang = day.people["wang"]
    day.on_reader(day.card)
    paid = wang.post("/purses/settle-hung", {})
    check.that(paid.status == 200 and paid["outcome"] == "done" and fen(paid["amount"]) == day.owed, "the grey card pays what the pump had counted", paid)
    told = wang.post("/purses/waterings", {})["waterings"]
    check.that(fen(told[0]["amount"]) == day.owed and told[0]["brought_in"], "its own log has it, too, and the books know it", told)
    day.move(day.card, "wallet")
    check.that(not purse(day)["grey"] and fen(purse(day)["balance"]) == 20000 - day.owed, "and is free", purse(day))


def by_plan(day):
    """He waters again; the reading of the next hour brings what is new, and once."""
    zhao, tech = day.people["zhao"], day.people["tech"]
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
    stopped = tech.put("/reading-plans/hourly", {"state": "stopped", "version": tech.get("/reading-plans/hourly")["version"]})
    check.that(stopped.status == 200 and stopped["state"] == "stopped", "the plan is stopped: from here on the pump is read when somebody orders it", stopped)


def carried_out(day, order):
    """What became of an order to the pump."""
    given = day.people["tech"].post(f"/meters/{PUMP}/commands", order)
    check.that(given.status == 200, f"{order['kind']} is ordered", given)
    return day.people["zhao"].poll(f"/commands/{given['number']}", lambda a: a["state"] not in ("queued", "sent"), "and has its end")


def is_set(day):
    """Clock and settlement day, within the limits of a handheld."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    touch(day, clock_shift_s=2 * HOUR)
    far = carried_out(day, {"kind": "clock"})
    check.that((far["state"], far["error"]) == ("refused", "clock_far_off"), "two hours are set by nobody unasked", far)
    done = carried_out(day, {"kind": "clock", "confirmed": True})
    check.that(done["state"] == "done", "confirmed they are", done)
    bad = tech.post(f"/meters/{PUMP}/commands", {"kind": "settlement", "day": 29, "hour": 0})
    check.that((bad.status // 100, bad["code"]) == (4, "no_settlement_day"), "no month has a day 29 always", bad)
    done = carried_out(day, {"kind": "settlement", "day": 25, "hour": 6})
    check.that(done["state"] == "done", "the settlement day is set", done)
    read = carried_out(day, {"kind": "read"})
    check.that(read["state"] == "done", "and read", read)
    head = zhao.get(f"/well-heads?filter.meter={PUMP}")["rows"][0]
    check.that((head["settlement_day"], head["settlement_hour"]) == (25, 6), "as it stands there", head)
    changes = zhao.get(f"/well-changes?filter.meter={PUMP}&page_size=50")["rows"]
    check.that({8, 9, 101} <= {row["parameter"] for row in changes}, "the pump's records of it are in the books", changes)


def stopped(day):
    """He waters; the office orders the pump to stop, and his record is at home with the answer. Nobody starts it until that is lifted."""
    zhao = day.people["zhao"]
    swipe(day)
    pass_time(day, 600)
    before = brought(day)["total"]
    done = carried_out(day, {"kind": "relay", "order": "trip", "minutes": 10})
    check.that(done["state"] == "done" and "stands" in done["evidence"], "the pump is told to stop", done)
    there = pump(day)
    last = next(page for page in there["pages"] if page["label_key"] == "pump.page.last_stop")
    check.that(there["phase"] == "lockout" and len(there["hung"]) == 1 and (last["value"], last["unit"]) == ("order", "cause"), "it stands, he hangs, and its display says why", there)
    check.that(brought(day)["total"] == before + 1, "his record came home", brought(day))
    newest = zhao.get(f"/waterings?filter.meter={PUMP}&sort=-number")["rows"][0]
    check.that((newest["state"], newest["cause"]) == ("hung", "order"), "with its cause", newest)
    swipe(day)
    check.that(not purse(day)["grey"] and swipe(day)["refusal"] == "locked_out", "he pays, and starts it no more", purse(day))
    done = carried_out(day, {"kind": "relay", "order": "permit", "minutes": 10})
    check.that(done["state"] == "done" and pump(day)["phase"] == "idle", "it is permitted again", done)
    swipe(day)
    pass_time(day, 60)
    swipe(day)
    pass_time(day, 60)
    check.that(not purse(day)["grey"], "and waters again", purse(day))


def lost(day):
    """Another farmer's card is lost: the list comes to the well at the next reading."""
    zhao = day.people["zhao"]
    swipe(day, "ma")
    pass_time(day, 600)
    swipe(day, "ma")
    pass_time(day, 60)
    check.that(carried_out(day, {"kind": "read"})["state"] == "done", "he has watered with it, and his well has told")
    blocked = zhao.post(f"/accounts/{day.account}/purse/block", {"reason": "lost"})
    check.that(blocked.status == 200, "a card is blocked", blocked)
    check.that(blocked["waiting"] == purse(day, "ma")["balance"] != "60.00", "what waits is what wells have left of it, not what it showed at the counter last", blocked)
    read = carried_out(day, {"kind": "read"})
    check.that(read["state"] == "done" and "black list" in read["evidence"], "the line brings the list", read)
    head = zhao.get(f"/well-heads?filter.meter={PUMP}")["rows"][0]
    check.that(head["list_edition"] == 1 and head["edition_since"], "the office knows since when", head)
    away = swipe(day, "ma")
    check.that(away["refusal"] == "black_listed", "and the pump takes it no more", away)


def moved(day):
    """Its well gets another area number: the list of the new one is brought, and that of the former one stays until the pump is bound."""
    zhao = day.people["zhao"]
    well = zhao.get("/wells/W-1")
    entered = zhao.post("/area-numbers", {"number": "33019999", "name": "Far fields", "village": well["village"], "station": "E01"})
    check.that(entered.status == 200, "an area number is entered", entered)
    changed = zhao.put("/wells/W-1", {"area_number": "33019999", "version": well["version"]})
    check.that(changed.status == 200, "the well gets it", changed)
    read = carried_out(day, {"kind": "read"})
    check.that(read["state"] == "done" and "black list" in read["evidence"], "the line brings a list of both", read)
    head = zhao.get(f"/well-heads?filter.meter={PUMP}")["rows"][0]
    check.that(head["list_edition"] == 2, "under the next edition", head)
    away = swipe(day, "ma")
    check.that(away["refusal"] == "black_listed", "who was blocked stays so", away)


def agrees(day):
    """Cards, wells and books say the same."""
    waterings = day.people["zhao"].get(f"/waterings?filter.meter={PUMP}&page_size=50")["rows"]
    paid = sum(fen(row["amount"]) for row in waterings if row["state"] == "proven" and row["card"] == purse(day)["number"])
    check.that(paid == 20000 - fen(purse(day)["balance"]), "loaded = on the card + proven, to the fen", waterings)
    report = day.people["audit"].post("/verify")
    check.that(report["ok"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, wells, farmers, connected, hangs, ordered, settled, by_plan, is_set, stopped, lost, moved, agrees)))
