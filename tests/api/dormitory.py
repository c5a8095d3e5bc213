#!/usr/bin/env python3
"""A dormitory from outside: who lives in a room, what is wanted of its meter and what the meter says it has, two people for what is worth
money, one set for a building. Every answer is held against openapi.json. One line per check."""
import sys

from house import walk
from run import Day, check, doors, opening

A_DAY = 86_400


def row_of(answer, item):
    return next(row for row in answer["rows"] if row["item"] == item)


def parameters(day, who="zhao"):
    return day.people[who].get(f"/meters/{day.meter}/parameters")


def told(day):
    """Everything that was ordered of the meter has come to an end."""
    return day.people["zhao"].poll(f"/meters/{day.meter}/parameters",
                                   lambda a: a["command"] and a["command"]["state"] not in ("queued", "sent"), "the meter's word")


def wanted(day):
    """What is wanted of a meter is told over its line, and what it says stands beside it."""
    wang, tech = day.people["wang"], day.people["tech"]
    one = f"/meters/{day.meter}/parameters"
    day.move(day.card, "wallet")
    seen = parameters(day)
    check.that(seen.status == 200 and seen["command"] is None and all(row["received"] is None for row in seen["rows"]), "nothing is known of a meter at first", seen)
    check.that(tech.post(one, {"set": {"trip_delay": "5"}}).code == "no_link", "nor is anything told to one that is on no line")
    hung = wang.post(f"/bench/meters/{day.meter}/line", {"fault": ""})
    address = next(m for m in hung["meters"] if m["number"] == day.meter)["line"]["address"]
    check.that(tech.put(f"/links/{day.meter}", {"address": address}).status == 200, "a technician connects it")
    check.that(wang.post(one, {"set": {"trip_delay": "5"}}).code == "permission_denied", "a cashier sets no parameters")
    for setting, code in (({"trip_delay": "1441"}, "parameter_out_of_range"), ({"curfew_from": "2275"}, "no_such_time"), ({"colour": "red"}, "unknown_parameter"),
                          ({"friendly_holidays": "1"}, "parameter_not_in_model"), ({"alarm_amount_1": "5", "alarm_amount_2": "6"}, "alarms_not_in_order")):
        check.that(tech.post(one, {"set": setting}).code == code, f"refused: {setting}")
    read = tech.post(one, {})
    check.that(read.status == 200 and read["command"]["kind"] == "parameters", "everything is read when nothing is set", read)
    has = told(day)
    check.that(has["command"]["state"] == "done" and row_of(has, "curfew_weekdays")["held"] == "daily" and row_of(has, "alarm_amount_1")["held"] != "",
               "the meter says what it has", has["command"])
    asked = tech.post(one, {"set": {"curfew_from": "2300", "curfew_to": "0600"}})
    check.that(asked.status == 200 and row_of(asked, "curfew_to")["wanted"] == "06:00" and row_of(asked, "curfew_to")["differs"], "a curfew is wanted", asked)
    has = told(day)
    check.that(has["command"]["state"] == "done" and row_of(has, "curfew_from")["held"] == "23:00" and not row_of(has, "curfew_to")["differs"],
               "and the meter has it, as it says itself", has["command"])
    check.that("curfew_from" in has["command"]["evidence"], "the evidence names what was written", has["command"])
    gone = tech.post(one, {"set": {"curfew_from": ""}})
    check.that(row_of(gone, "curfew_from")["wanted"] == "" and row_of(gone, "curfew_from")["held"] == "23:00", "what is no longer wanted stays as the meter has it", gone)
    check.that(tech.get("/meters/1/parameters").code == "not_found", "of a meter that is none nothing is known")


def refused(day):
    """The meter's own word counts: a second alarm above its first is refused by it, and named."""
    zhao = day.people["zhao"]
    alarm = float(row_of(parameters(day), "alarm_amount_1")["held"])
    zhao.post(f"/meters/{day.meter}/parameters", {"set": {"alarm_amount_2": f"{alarm + 1:.2f}", "trip_delay": "7"}})
    has = told(day)
    check.that(has["command"]["state"] == "refused" and has["command"]["error"] == "parameter_refused" and "alarm_amount_2" in has["command"]["evidence"],
               "the item that the meter refused is named", has["command"])
    check.that(row_of(has, "trip_delay")["held"] == "7" and row_of(has, "alarm_amount_2")["differs"], "the other one holds", has)
    zhao.post(f"/meters/{day.meter}/parameters", {"set": {"alarm_amount_2": ""}})


def people(day):
    """Who lives in a room, and what follows from how many they are."""
    wang, tech, zhao = day.people["wang"], day.people["tech"], day.people["zhao"]
    room = next(row for row in zhao.get(f"/meters?filter.number={day.meter}")["rows"])["service_point"]
    check.that(tech.post("/occupants", {"service_point": room, "name": "Zhang"}).code == "permission_denied", "a technician moves nobody in")
    first = zhao.post("/occupants", {"service_point": room, "name": "Zhang", "identity": "S-1", "moved_in": "2026-01-01"})
    check.that(first.status == 200 and first["number"] == 1 and first["moved_out"] is None, "somebody moves in", first)
    check.that(zhao.post("/occupants", {"service_point": room, "name": "Zhang W.", "identity": "S-1"}).code == "already_lives_here", "nobody twice")
    check.that(zhao.post("/occupants", {"service_point": "the moon", "name": "Wu"}).code == "unknown_service_point", "nor where there is no room")
    check.that(zhao.post("/occupants", {"service_point": room, "name": "Wu", "moved_in": "2026-02-30"}).code == "bad_date", "nor on no day")
    second = zhao.post("/occupants", {"service_point": room, "name": "Wu"})
    check.that(second.status == 200 and len(second["moved_in"]) == 10, "a second one, today", second)
    has = told(day)
    check.that(row_of(has, "residents")["held"] == "2" and has["command"]["asked_by"] == "zhao", "their meter is told that they are two", row_of(has, "residents"))
    check.that(zhao.get(f"/accounts?filter.meter={day.meter}")["rows"][0]["heads"] == 2, "and their account counts them")
    one = f"/occupants/{room}/2"
    changed = zhao.put(one, {"phone": "123", "version": second["version"]})
    check.that(changed.status == 200 and changed["phone"] == "123", "what was written wrongly is corrected", changed)
    check.that(zhao.put(one, {"phone": "124", "version": second["version"]}).code == "version_conflict", "by whoever saw it as it is")
    check.that(zhao.post(f"/occupants/{room}/9/move-out", {}).code == "unknown_occupant", "who is not there does not move out")
    check.that(zhao.post(one + "/move-out", {"last_day": "2020-01-01"}).code == "moves_backwards", "nor before he came")
    check.that(zhao.post(one + "/move-out", {"last_day": "9999-12-31"}).code == "day_far_ahead", "nor on a day that nobody can know")
    gone = zhao.post(f"/occupants/{room}/1/move-out", {})
    check.that(gone.status == 200 and gone["moved_out"] is not None, "the first one moves out; today is his last day", gone)
    check.that(row_of(parameters(day), "residents")["wanted"] == "2", "so tonight they are still two")
    wang.post("/bench/clock", {"advance_s": A_DAY})
    has = zhao.poll(f"/meters/{day.meter}/parameters", lambda a: row_of(a, "residents")["held"] == "1", "the day after")
    check.that(has["command"]["asked_by"] == "head-end", "tomorrow the head-end tells the meter by itself", has["command"])
    listed = zhao.get(f"/occupants?filter.service_point={room}")
    check.that(listed["total"] == 2, "the history stays", listed)


def two_people(day):
    """Free energy is worth money: two people want it."""
    tech = day.people["tech"]
    one = f"/meters/{day.meter}/parameters"
    asked = tech.post(one, {"set": {"free_wh_per_person": "8000"}})
    check.that(asked.status == 202 and asked["approval"]["action"] == "meter_limits", "one person alone is not enough", asked)
    done = day.approved("tech", one, {"set": {"free_wh_per_person": "8000"}})
    check.that(done.status == 200 and done["command"]["approved_by"] == "zhao", "two are", done)
    has = told(day)
    check.that(row_of(has, "free_wh_per_person")["held"] == "8000", "and the meter has it", row_of(has, "free_wh_per_person"))


def building(day):
    """One set for all rooms of a building: who is told, who cannot be, how far it has come."""
    tech, zhao = day.people["tech"], day.people["zhao"]
    room = next(row for row in zhao.get(f"/meters?filter.number={day.meter}")["rows"])["service_point"]
    place = next(row for row in zhao.get(f"/service-points?filter.code={room}")["rows"])["area"]
    one = f"/places/{place}/parameters"
    before = zhao.get(one)
    check.that(any(row["meter"] == day.meter for row in before["rows"]), "the building's rooms are listed", before)
    check.that(tech.post(one, {"set": {}}).code == "nothing_to_set", "nothing is set by setting nothing")
    check.that(tech.post("/places/the-moon/parameters", {"set": {"trip_delay": "9"}}).code == "unknown_place", "nor where nothing is")
    ordered = tech.post(one, {"set": {"trip_delay": "9"}})
    mine = [row for row in ordered["rows"] if row["meter"] == day.meter]
    check.that(ordered.status == 200 and mine and mine[0]["command"] > 0, "every room on a line gets a command", ordered)
    check.that(all(row["refused"] == "no_link" for row in ordered["rows"] if row["command"] == 0), "every other one is named, with the reason", ordered)
    told(day)
    after = next(row for row in zhao.get(one)["rows"] if row["meter"] == day.meter)
    check.that(after["state"] == "done" and after["differ"] == [], "and it is seen who has it", after)


def books_stand(day):
    """The books verify."""
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, wanted, refused, people, two_people, building, books_stand)))
