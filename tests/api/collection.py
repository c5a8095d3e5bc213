#!/usr/bin/env python3
"""Collection from outside: a plan reads a meter on its line, what is missing and who is silent is said, a clock that is off is found and set,
an area whose total meter is not read has no loss. Every answer is held against openapi.json. One line per check."""
import datetime
import json
import re
import subprocess
import sys
from urllib.parse import quote

from house import KWOTA, PASSWORD, Client, walk
from remote import nobody_listens
from run import Day, check, doors, opening

HOUR, A_DAY = 3600, 86_400


def at_a_terminal(day, who, *words):
    return subprocess.run([KWOTA, "readings", *words, "--as", who, "--server", f"http://127.0.0.1:{day.server.port}"], input=f"{PASSWORD}\n", capture_output=True, text=True, timeout=120)


def passes(day, seconds):
    day.people["wang"].post("/bench/clock", {"advance_s": seconds})


def read_by_plan(day, more=""):
    return day.people["zhao"].get(f"/readings?filter.meter={day.meter}&filter.reading_plan=hourly&sort=-due{more}")


def next_reading(day):
    """The next hour comes, and with it a reading."""
    before = read_by_plan(day)["total"]
    passes(day, HOUR)
    return day.people["zhao"].poll(f"/readings?filter.meter={day.meter}&filter.reading_plan=hourly&sort=-due",
                                   lambda a: a["total"] > before, "the reading of the next hour")["rows"][0]


def plans(day):
    """What is read of whom, and when: a technician says so, and only what can be followed."""
    wang, tech = day.people["wang"], day.people["tech"]
    wang.post("/bench/clock", {"speed": 1})
    plan = {"code": "hourly", "name": "every hour", "items": "registers,balance,settlement,states,events,freezes", "every_hours": 1}
    check.that(wang.post("/reading-plans", plan).code == "permission_denied", "a cashier has nobody read")
    for change, code in (({"items": "weather"}, "unknown_item"), ({"every_hours": 7}, "bad_schedule"), ({"every_hours": 0, "at": "noon"}, "bad_schedule"),
                         ({"of_place": "the moon"}, "unknown_place"), ({"tries_max": 0}, "bad_schedule"), ({"name": ""}, "name_missing")):
        check.that(tech.post("/reading-plans", {**plan, **change}).code == code, f"refused: {change}")
    made = tech.post("/reading-plans", plan)
    check.that(made.status == 200 and made["state"] == "active" and made["every_hours"] == 1 and made["at"] == "00:30", "a plan is made", made)
    check.that(tech.post("/reading-plans", {**plan, "code": "second"}).code == "place_has_plan", "two plans for the same meters are refused")
    changed = tech.put("/reading-plans/hourly", {"tries_max": 2, "version": made["version"]})
    check.that(changed.status == 200 and changed["tries_max"] == 2, "and changed", changed)
    check.that(tech.put("/reading-plans/hourly", {"tries_max": 3, "version": made["version"]}).code == "version_conflict", "by whoever saw it as it is")
    check.that(wang.get("/reading-plans")["total"] == 1, "everybody may see it")


def read(day):
    """The meter hangs on its line, the hour comes, it is read."""
    wang, tech, zhao = day.people["wang"], day.people["tech"], day.people["zhao"]
    day.move(day.card, "wallet")
    hung = wang.post(f"/bench/meters/{day.meter}/line", {"fault": ""})
    address = next(m for m in hung["meters"] if m["number"] == day.meter)["line"]["address"]
    check.that(tech.put(f"/links/{day.meter}", {"address": address}).status == 200, "a technician connects the meter")
    row = next_reading(day)
    check.that(row["carrier"] == "link" and row["remaining"] == "100.00" and row["count"] == 1 and row["energy"] is not None, "it is read", row)
    check.that(len(row["status"]) == 28 and abs(row["drift_seconds"]) < 60, "with its status words and its clock", row)
    check.that(row["states"] == ["relay_closed"], "which are told by name", row["states"])
    check.that(row["export_energy"] is None, "what this model has not is absent, not zero", row)
    cards = zhao.get(f"/readings?filter.meter={day.meter}&filter.carrier=card")
    check.that(cards["total"] >= 1 and cards["rows"][0]["reading_plan"] == "", "what the card brought home is a reading too", cards)
    by_its_clock = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
    check.that(all(by_its_clock.fullmatch(one["meter_time"]) for one in (row, cards["rows"][0])), "a meter's own time is one form, whatever brought it", (row["meter_time"], cards["rows"][0]["meter_time"]))
    today = row["meter_time"][:10]
    for path in (f"/readings?filter.meter={day.meter}&filter.meter_time={today}..{today}", f"/meter-events?filter.began={today}..{today}", f"/day-freezes?filter.day={today}..{today}"):
        check.that(zhao.get(path).status == 200, f"periods of a meter's own calendar are asked as dates: {path.split('?')[0]}", zhao.get(path))
        check.that(zhao.get(path.replace(today, "2026-13-40")).code == "bad_filter", "  and what is no date is refused")
    sheet = zhao.get(f"/readings?filter.meter={day.meter}&format=csv")
    check.that(sheet.type == "text/csv" and day.meter in sheet.bytes.decode(), "the list is exported as every list")
    counted = zhao.get("/collection/days?days=2")["rows"]
    check.that(counted and counted[0]["reading_plan"] == "hourly" and counted[0]["read"] >= 1 and
               all(one["expected"] == one["read"] + one["by_other_way"] + one["missing"] for one in counted), "the day says what was read", counted)
    check.that(zhao.get("/collection/silent?days=3")["rows"] == [] , "nobody is silent")


def clock(day):
    """A clock that is off is found by its reading, and set over the line."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    shifted = wang.post(f"/bench/meters/{day.meter}", {"clock_shift_s": 200})
    check.that(shifted.status == 200, "the meter's clock is put ahead", shifted)
    row = next_reading(day)
    check.that(-230 < row["drift_seconds"] < -170, "its reading says by how much", row)
    found = zhao.get("/collection/findings?days=2")["rows"]
    check.that([one["code"] for one in found if one["meter"] == day.meter] == ["clock_drift"], "which is found", found)
    check.that(zhao.get("/collection/drift?days=2")["rows"][0]["seconds"] == row["drift_seconds"], "and stands in the list of clocks")
    explained(day, next(one for one in found if one["meter"] == day.meter))
    order = zhao.post(f"/meters/{day.meter}/commands", {"kind": "clock"})
    check.that(order.status == 200 and order["kind"] == "clock", "a supervisor has it set", order)
    done = zhao.poll(f"/commands/{order['number']}", lambda a: a["state"] not in ("queued", "sent"), "the clock is set")
    check.that(done["state"] == "done", "the meter shows our time", done)
    check.that(abs(next_reading(day)["drift_seconds"]) < 30, "as the next reading says")
    check.that(zhao.get("/collection/findings?days=2")["rows"] == [], "and nothing is found any more")


def explained(day, found):
    """Somebody looks into it and says what it is; it stays in the list and in its count."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    said = {"meter": day.meter, "kind": "finding", "code": "clock_drift", "as_seen": found["taken"], "reason": "battery ordered", "note": "comes on Monday"}
    check.that(found["explanation"] is None, "nobody has explained it", found)
    check.that(zhao.post("/explanations", said).code == "permission_denied", "a supervisor does not")
    check.that(tech.post("/explanations", {**said, "reason": ""}).code == "reason_missing", "nor does silence")
    check.that(tech.post("/explanations", {**said, "as_seen": "2020-01-01T00:00:00.000Z"}).code == "exception_changed", "nor a word about another reading")
    check.that(tech.post("/explanations", {**said, "code": "contactor_welded"}).code == "unknown_exception", "nor about what was not found")
    check.that(tech.post("/explanations", said).status == 200, "a technician says what it is")
    check.that(tech.post("/explanations", said).code == "explained_already", "once")
    again = [one for one in zhao.get("/collection/findings?days=2")["rows"] if one["meter"] == day.meter]
    check.that(len(again) == 1 and again[0]["explanation"]["reason"] == "battery ordered" and again[0]["explanation"]["explained_by"] == "tech", "it stays in the list, with what was said", again)
    kept = zhao.get(f"/explanations?filter.meter={day.meter}")
    check.that(kept["total"] == 1 and kept["rows"][0]["note"] == "comes on Monday", "and in the list of what was said", kept)
    check.that("clock_drift" in zhao.get(f"/explanations?filter.kind=finding&format=csv").bytes.decode(), "which is taken away as every list")
    check.that(zhao.get("/meter-events?filter.explained=false").status == 200, "events can be asked for whether somebody has acknowledged them", zhao.get("/meter-events?filter.explained=false"))
    gaps = zhao.get("/reconciliation?filter.explained=false")
    check.that(gaps.status == 200 and all(one["reason"] and not one["explained"] for one in gaps["rows"]), "and gaps", gaps)


def reconciled(day):
    """The reconciliation shows what was asked for, or says that it cannot."""
    zhao = day.people["zhao"]
    for asked, code in (("filter.colour=red", "unknown_column"), ("filter.customer_name=Li", "unknown_column"), ("filter.account=many", "bad_filter"),
                        ("filter.account=-1", "bad_filter"), ("filter.explained=perhaps", "bad_filter"), ("cursor=7", "bad_cursor"), ("cursor=x", "bad_cursor"),
                        (f"cursor={zhao.get('/customers?page_size=1')['next']}", "bad_cursor")):
        check.that(zhao.get(f"/reconciliation?{asked}").code == code, f"{asked.split('=')[0]}: {code}", zhao.get(f"/reconciliation?{asked}"))


def silent(day):
    """The line is taken down: readings are missing, and after some days the meter is silent."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    wang.post(f"/bench/meters/{day.meter}/line", {"on": False})
    today = wang.get("/bench")["clock"]
    passes(day, HOUR)
    tried = zhao.poll("/collection/days?days=2", lambda a: any(one["missing"] for one in a["rows"]), "a reading that is missing")["rows"]
    late = next(one for one in tried if one["missing"])
    who = zhao.poll(f"/collection/missing?day={late['day']}&reading_plan=hourly", lambda a: any(one["tries"] for one in a["rows"]), "who is missing")["rows"]
    mine = [one for one in who if one["meter"] == day.meter and one["tries"]]
    check.that(mine and mine[0]["error"] in ("link_failed", "meter_silent") and mine[0]["waiting"], "it says who, how often it was tried, and why", who)
    check.that(zhao.get("/collection/missing?day=soon&reading_plan=hourly").status == 422, "of a day that is one")
    passes(day, 4 * A_DAY)
    quiet = zhao.get("/collection/silent?days=3")["rows"]
    check.that([one["meter"] for one in quiet if one["on_line"]] == [day.meter] and quiet[0]["last"] is not None, "after three days it is silent", (today, quiet))


def area(day):
    """An area's total meter is not read: there is no loss, and it says so."""
    wang, tech, zhao = day.people["wang"], day.people["tech"], day.people["zhao"]
    place = next(row for row in zhao.get("/places?filter.kind=area&page_size=50")["rows"])
    total = "419900000017"
    check.that(tech.post("/meters", {"number": total, "model": "DTSY1352"}).status == 200, "a meter for the whole area is registered")
    check.that(wang.post("/areas", {"area": place["code"], "meter": total}).code == "permission_denied", "a cashier gives an area no total meter")
    check.that(tech.post("/areas", {"area": place["code"], "meter": day.meter}).code == "meter_in_use", "no customer's meter counts an area")
    check.that(tech.post("/areas", {"area": place["code"], "meter": total, "factor": 0}).code == "bad_factor", "nor is anything times nothing")
    made = tech.post("/areas", {"area": place["code"], "meter": total, "factor": 40})
    check.that(made.status == 200 and made["factor"] == 40, "it counts the area, times forty", made)
    zhou = Client(day.server)
    zhou.sign_in("zhou", day.server.demo_password("zhou"))
    zhou.post("/session/password", {"old": day.server.demo_password("zhou"), "new": PASSWORD})
    check.that(place["station"] == "E01" and zhao.get(f"/meters/{total}").status == 200 and zhou.get(f"/meters/{total}").code == "not_found", "who works at another station than the area's does not find it", zhou.get(f"/meters/{total}"))
    check.that(zhou.get(f"/reviewed-readings/{total}/2026-11-20").code == "not_found" and total not in str(zhou.get("/meters?page_size=200").json), "nor decides over its readings, nor lists it")
    path = f"/areas/{place['code']}"
    counted = lambda **what: tech.put(path, {**what, "version": tech.get(path)["version"]})
    today, coming = made["since"], counted(factor=80, since="2062-01-01")
    check.that(coming.status == 200 and coming["since"] == "2062-01-01", "another factor is agreed for a day to come", coming)
    check.that(counted(factor=90, since="2020-01-01").code == "area_counted_already", "not for one that has begun")
    again = counted(factor=40, since=today)
    check.that(again.status == 200 and (again["factor"], again["since"]) == (40, today), "a mistyped year does not stand for ever", again)
    check.that(tech.put(f"/links/{total}", {"address": nobody_listens()}).status == 200, "and hangs on a line on which nobody answers")
    rows = [one for one in zhao.get("/collection/losses?days=3")["rows"] if one["area"] == place["code"]]
    check.that(len(rows) == 3 and all(one["total"] is None and one["loss"] is None and not one["complete"] for one in rows), "so there is no loss", rows)
    check.that(all(one["read"] + len(one["without"]) == one["meters"] for one in rows), "and every meter without a reading is named", rows)


def reviewing(day):
    """The reading day comes: what stands for each meter is judged, typed, rejected, released – each by whoever may, and each with its history."""
    wang, tech, zhao = day.people["wang"], day.people["tech"], day.people["zhao"]
    now = datetime.datetime.fromisoformat(wang.get("/bench")["clock"].replace("Z", "+00:00"))
    today = str((now + datetime.timedelta(hours=8)).date())  # where the utility is
    route = {"code": "all", "name": "Everybody", "of_place": "", "day_of_month": int(today[8:]), "days_around": 10}
    check.that(wang.post("/reading-routes", route).code == "permission_denied", "a cashier makes no reading day")
    for change, code in (({"day_of_month": 32}, "bad_reading_day"), ({"of_place": "the moon"}, "unknown_place"), ({"days_around": 11}, "bad_reading_day"), ({"days_around": "soon"}, "field_malformed")):
        check.that(tech.post("/reading-routes", {**route, **change}).code == code, f"refused: {change}")
    check.that(tech.post("/reading-routes", route).status == 200, "a technician makes one, from today on")
    known = tech.get("/reading-routes/all")
    check.that(tech.put("/reading-routes/all", {"name": "All of them", "version": known["version"]})["name"] == "All of them", "and changes it")
    check.that(tech.post("/reading-routes", {**route, "code": "again"}).code == "place_has_route", "for the same meters once")
    here = f"/reading-days/all/{today}"
    check.that(tech.post(f"{here}/take-in", {}).status == 200, "what has come is taken in")
    work = zhao.get(here)
    mine = next(row for row in work["rows"] if row["meter"] == day.meter)
    check.that(mine["state"] in ("plausible", "suspicious") and mine["source"] in ("line", "card", "frozen") and mine["at_day"] is not None, "the meter on the line has a reading", mine)
    check.that(work["meters"] == len(work["rows"]) and work["missing"] == sum(row["state"] == "missing" for row in work["rows"]) > 0, "whom nobody heard is missing", work["missing"])
    other = next(row["meter"] for row in zhao.get(f"{here}?state=missing")["rows"] if row["total_of"])
    typed = {"meter": other, "day": today, "energy": "120.50", "remark": "by eye"}
    for change, code in (({"energy": "12.3456"}, "bad_register"), ({"read_on": "2020-01-01"}, "bad_read_on"), ({"day": "2020-01-01"}, "no_reading_day")):
        check.that(tech.post("/typed-readings", {**typed, **change}).code == code, f"not typed: {change}")
    check.that(wang.post("/typed-readings", typed).code == "permission_denied", "a cashier types no readings")
    stands = tech.post("/typed-readings", typed)
    check.that(stands.status == 200 and stands["source"] == "typed" and stands["state"] == "plausible", "what was read by eye is typed", stands)
    decide = lambda who, seen, state, **more: day.people[who].post(f"/reviewed-readings/{other}/{today}/state", {"state": state, "changes": seen, **more})
    check.that(decide("tech", 1, "released").code == "permission_denied", "who reads does not release")
    check.that(decide("zhao", 1, "rejected").code == "reason_missing", "nothing is rejected without a reason")
    check.that(decide("zhao", 1, "rejected", reason="another meter's number").status == 200, "with one it is")
    check.that(decide("zhao", 1, "released").code == "version_conflict", "whoever saw it before sees it again first")
    check.that(decide("zhao", 2, "released").code == "reading_rejected", "what was rejected is not released")
    check.that(decide("zhao", 2, "estimated").code == "nothing_to_estimate_by", "and of what nothing is known nothing is estimated")
    check.that("permission_denied: " in at_a_terminal(day, "wang", "add", "--meter", other, "--day", today, "--energy", "102.50").stderr, "nor does a cashier at a terminal")
    again = json.loads(at_a_terminal(day, "tech", "add", "--meter", other, "--day", today, "--energy", "102.50", "--json").stdout)
    check.that(again["state"] == "plausible" and again["energy"] == "102.50", "it is typed once more, at a terminal", again)
    done = zhao.post(f"{here}/release", {})
    check.that(done.status == 200 and done["changed"] >= 1, "the whole day is released", done)
    one = zhao.get(f"/reviewed-readings/{other}/{today}")
    check.that([step["state"] for step in one["steps"]] == ["plausible", "rejected", "plausible", "released"], "each change is a step", one["steps"])
    check.that([step["decided_by"] for step in one["steps"]] == ["tech", "zhao", "tech", "zhao"], "  of somebody")
    check.that(tech.post("/typed-readings", typed).code == "reading_released", "what is released is not typed over")
    listed = zhao.get(f"/reviewed-readings?filter.state=released&filter.meter={other}")
    check.that(listed["total"] == 1 and zhao.get("/reading-days")["rows"][0]["released"] == done["changed"], "lists and counts say so", listed)
    seen = json.loads(at_a_terminal(day, "zhao", "list", "--meter", other, "--json").stdout)["rows"]
    check.that(seen == listed["rows"], "a terminal shows the same", seen)
    check.that("permission_denied: " in at_a_terminal(day, "tech", "review", "--meter", other, "--day", today, "--state", "rejected", "--reason", "x").stderr, "who reads decides nothing there either")
    back = json.loads(at_a_terminal(day, "zhao", "review", "--meter", other, "--day", today, "--state", "suspicious", "--reason", "once more", "--json").stdout)
    check.that(back["state"] == "suspicious" and back["decided_by"] == "zhao", "who may, does", back)
    once_more = decide("zhao", back["changes"], "released", reason="looked at once more")
    check.that(once_more.status == 200, "and it is released again", once_more)
    check.that(zhao.get("/collection/period-losses")["rows"] == [], "from one reading day alone there is no loss")
    day.reviewed = f"/reviewed-readings/{day.meter}/{today}"


def neighbours(day):
    """Who works at another station sees nothing of all that."""
    zhao, admin = day.people["zhao"], day.people["admin"]
    once = admin.post("/operators", {"name": "far", "full_name": "Far", "roles": ["technician"], "station": "E02"})["one_time_password"]
    far = Client(day.server)
    far.sign_in("far", once)
    far.post("/session/password", {"old": once, "new": PASSWORD})
    check.that(far.get(day.reviewed).code == "not_found", "nor what was reviewed here")
    place = zhao.get("/areas")["rows"][0]["area"]
    for path in ("/collection/days?days=9", "/collection/silent?days=1", "/collection/drift?days=9", "/collection/losses?days=3", "/reconciliation"):
        near, away = zhao.get(path)["rows"], far.get(path)["rows"]
        own = [row for row in near if day.meter == row.get("meter") or place == row.get("area") or row.get("expected")]
        check.that(own and not [row for row in away if row in own], f"{path} has rows of E01, and none of them for E02", (own, away))
    plan = {"code": "farplan", "name": "far", "items": "registers", "every_hours": 24, "at": "00:30"}
    check.that(far.post("/reading-plans", plan).code == "reading_beyond_station" and far.post("/reading-plans", {**plan, "of_place": "E01"}).code == "reading_beyond_station",
               "and sets what is read neither everywhere nor there")
    hourly = far.get("/reading-plans/hourly")
    check.that(far.put("/reading-plans/hourly", {"tries_max": 9, "version": hourly["version"]}).code == "reading_beyond_station", "nor changes the utility's plan")
    offered_is_taken(far)
    route = {"code": "farroute", "name": "far", "of_place": "", "day_of_month": 9, "days_around": 3}
    check.that(far.post("/reading-routes", route).code == "reading_beyond_station" and far.post("/reading-routes", {**route, "of_place": "E02"}).status == 200, "his reading days are those of his station")


def offered_is_taken(far):
    """What a list says of its rows is what becomes of a change: of each register that he may keep, row by row, as its page sends it."""
    mine = set(far.get("/session")["operator"]["permissions"])
    beyond = []
    for register in (one for one in far.get("/registers")["rows"] if one["write"] in mine):
        path = "/" + register["register"]
        for row in far.get(path + "?page_size=200")["rows"]:
            key = "/".join(quote(str(row[name]), safe="") for name in register["key"])
            tried = far.put(f"{path}/{key}", {"version": row["version"]})
            refused = tried.status != 200
            check.that(refused == (not row["changeable"]), f"{path}/{key} is offered as it is taken", (row, tried))
            beyond += [path] if refused else []
    check.that("/reading-plans" in beyond, "and some are beyond his station", beyond)


def books_stand(day):
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, plans, read, clock, reconciled, silent, area, reviewing, neighbours, books_stand)))
