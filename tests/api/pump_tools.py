#!/usr/bin/env python3
"""A pump crew's tool cards from outside: a technician says what the card shall do and is shown it, a second person agrees, the card on the reader is
written, and a pump on the bench obeys it once. What is wrong is refused at the desk, or at the pump with an answer of its own. One line per check."""
import datetime
import json
import sys

from house import walk
from pump import AREA, PUMP, SECOND, farmers, pass_time, purse, pump, swipe, touch, wells
from run import Day, check, doors

REASON = {"reason": "the crew goes round"}


def crew(day):
    """The technician works at the till whose reader it is."""
    from run import PASSWORD
    from house import Client
    tech = day.people["tech"] = Client(day.server)
    check.that(tech.sign_in("tech", PASSWORD, station="E01", till="T1").status == 200, "the technician is at the till")
    day.tool = tech.post("/bench/cards", {})["cards"][-1]["id"]


def lost(day):
    """One farmer's card is lost, so that there is a black list."""
    day.on_reader(day.cards["ma"])
    account = day.people["wang"].post("/purses/look", {})["account"]
    day.move(day.cards["ma"], "wallet")
    card = day.people["zhao"].get(f"/purses?filter.account={account}")["rows"][0]["card"]
    check.that(day.people["zhao"].post(f"/cards/{card}/block", {"reason": "lost"}).code == "card_of_purse", "not from the list of cards: no well would hear of it")
    done = day.people["zhao"].post(f"/accounts/{account}/purse/block", {"reason": "lost in the fields"})
    check.that(done.status == 200, "his card is blocked", done)


def rights(day):
    """Every card that orders something of a meter or a pump is the technicians': one right, at each door and at the page."""
    works = [("/cards/issue", {"kind": "clear", "meter": PUMP, "days": 3, "reason": "back to the stock"}), ("/cards/issue", {"kind": "preset", "plan": "cn-beijing", "ct": 1, "pt": 1, "reason": "new meters"}),
             ("/pump-tools/preview", {"tool": "clear_hung", "meter": PUMP, "watering": 1}), *(("/pump-tools", {"tool": tool, **REASON}) for tool in ("clear_hung", "black_list", "collect"))]
    for name in ("wang", "zhao", "miller", "audit", "admin"):
        client = day.people[name]
        codes = {client.post(path, body).code for path, body in works}
        check.that(codes == {"permission_denied"}, f"{name} writes none of them", codes)
        check.that(("tool_cards" in client.get("/session")["operator"]["permissions"]) is False, "and is offered none", client.get("/session")["operator"])
    codes = {day.people["tech"].post(path, body).code for path, body in works}
    check.that("permission_denied" not in codes, "a technician is not turned away", codes)
    check.that("tool_cards" in day.people["tech"].get("/session")["operator"]["permissions"], "and is offered them")
    for name, may in (("wang", False), ("zhao", True), ("miller", True), ("audit", False), ("admin", False)):
        code = day.people[name].post("/pump-tools/take-in", {}).code
        check.that((code != "permission_denied") == may, f"a collect card is taken in by {name}: {may}", code)


def preview(day):
    """What the card would do is shown in the technician's language, and nothing is written."""
    tech, wang = day.people["tech"], day.people["wang"]
    check.that(wang.post("/pump-tools/preview", {"tool": "collect"}).code == "permission_denied", "cashiers write none")
    shown = tech.post("/pump-tools/preview", {"tool": "black_list", "days": 5})
    check.that(shown.status == 200 and len(shown["cards"]) == 1 and "1" in shown["says"], "the black list as the books have it", shown)
    check.that(tech.post("/pump-tools/preview", {"tool": "black_list", "after_edition": 9000}).code == "black_list_nothing_new", "nothing new")
    check.that(tech.post("/pump-tools/preview", {"tool": "test", "seconds": 601}).code == "pump_tool_value", "ten minutes are the most")
    check.that(tech.post("/pump-tools/preview", {"tool": "collect", "days": 31}).code == "pump_tool_days", "thirty days are the most")
    check.that(tech.post("/pump-tools/preview", {"tool": "clear_hung", "meter": PUMP, "watering": 1}).code == "nobody_hangs", "nobody hangs there")
    bound = tech.post("/pump-tools/preview", {"tool": "bind", "meter": PUMP})
    check.that(bound.code in ("", None, "terminal_not_known") or bound.status == 200, "a module is bound as the books name it", bound)


def written(day, **order):
    day.on_reader(day.tool)
    done = day.approved("tech", "/pump-tools", {**order, **REASON})
    day.move(day.tool, "wallet")
    return done


def held(day, number=PUMP):
    """What the pump said to the card."""
    day.cards["tool"] = day.tool
    last = swipe(day, "tool", number)
    return last["refusal"], last["tool"]


def black_list(day):
    """From the books to the pump: who is on it waters no more."""
    day.on_reader(day.tool)
    asked = day.people["tech"].post("/pump-tools", {"tool": "black_list", **REASON})
    check.that(asked.status == 202, "nobody writes one alone", asked)
    day.move(day.tool, "wallet")
    done = written(day, tool="black_list")
    check.that(done.status == 200 and done["approved_by"] == "zhao" and done["number"] > 0, "written, numbered, with both persons", done)
    check.that(held(day) == ("none", "done"), "the pump obeys")
    check.that(swipe(day, "ma")["refusal"] == "black_listed", "and does not serve the lost card")
    check.that(held(day) == ("tool_refused", "used"), "a second time it does not")
    check.that(pump(day)["display"]["label_key"] == "pump.page.tool_answer", "and says why")
    check.that(held(day, SECOND) == ("none", "done"), "another pump takes the same card")


def others(day):
    """Each other order, and what a pump does not take."""
    check.that(written(day, tool="parameters", parameters=[{"number": 1, "value": 15}]).status == 200, "a parameter card")
    check.that(held(day) == ("none", "done"), "is obeyed")
    no_such_hour = written(day, tool="parameters", parameters=[{"number": 9, "value": 24}])
    check.that(no_such_hour.code == "pump_tool_value" and "settlement_hour = 24 (0–23)" in no_such_hour["details"]["what"], "an hour that no day has is written onto no card", no_such_hour)
    for basis, rate in ((1, 5), (2, 1), (3, 1), (4, 1), (4, 5)):
        lacking = written(day, tool="prices", set=9, basis=basis, at="2030-01-01 00:00:00", prices=[{"rate": rate, "price_e4": 6000}])
        check.that(lacking.code == "pump_tool_value", f"what is charged by basis {basis} has its price, or water is free", lacking)
    twice = [{"rate": 1, "price_e4": 6000}, {"rate": 1, "price_e4": 7000}]
    check.that(written(day, tool="prices", set=9, basis=1, at="2030-01-01 00:00:00", prices=twice).code == "pump_tool_value", "and one")
    shown = day.people["tech"].post("/pump-tools/preview", {"tool": "prices", "set": 9, "basis": 4, "at": "2030-01-01 00:00:00", "prices": [{"rate": 5, "price_e4": 12000}, {"rate": 1, "price_e4": 6000}]})
    check.that("0.6000" in shown["says"] and "1.2000" in shown["says"], "the prices are said before anybody agrees", shown)
    check.that(written(day, tool="prices", set=9, basis=1, at="2030-01-01 00:00:00", prices=[{"rate": 1, "price_e4": 6000}]).status == 200, "a price card")
    check.that(held(day) == ("none", "done"), "is obeyed")
    check.that(written(day, tool="test", seconds=30).status == 200, "a test card")
    check.that(held(day) == ("none", "done") and pump(day)["relay"] == "closed", "lets the pump run")
    pass_time(day, 60)
    check.that(pump(day)["relay"] == "open", "for its seconds")
    swipe(day)
    check.that(written(day, tool="test", seconds=30).status == 200 and held(day) == ("tool_refused", "not_now"), "not while somebody waters")
    swipe(day)
    pass_time(day, 60)
    for at in ("1999-01-01 08:00:00", "2126-01-01 08:00:00"):
        check.that(written(day, tool="clock", at=at, days=30).code == "pump_tool_value", f"no clock is set to {at}")
    later = datetime.datetime.fromisoformat(day.people["tech"].get("/bench")["clock"].replace("Z", "+00:00")) + datetime.timedelta(days=10)
    check.that(written(day, tool="clock", days=30, at=later.strftime("%Y-%m-%d 08:00:00")).status == 200, "a clock card")
    check.that(held(day, SECOND) == ("none", "done"), "sets the clock")
    check.that(written(day, tool="test", seconds=30, days=1).status == 200 and held(day, SECOND) == ("tool_refused", "out_of_date"), "by which the next one is out of date")


def collect(day):
    """A collect card brings an answer home, and is not written over before somebody has it."""
    swipe(day)
    pass_time(day, 60)
    swipe(day)
    pass_time(day, 20)
    check.that(written(day, tool="collect").status == 200, "a collect card")
    check.that(held(day) == ("none", "done"), "the pump writes its answer onto it")
    again = written(day, tool="collect")
    check.that(again.code == "tool_answer_unread", "which nobody writes over", again)
    day.on_reader(day.tool)
    taken = day.people["tech"].post("/pump-tools/take-in", {})
    check.that(taken.status == 200 and taken["meter"] == PUMP, "the office takes it in", taken)
    said = [(row["tool"], row["answer"]) for row in taken["answers"]]
    check.that(("test", 0) in said and ("test", 5) in said, "with what the pump said to the cards before, in words", taken["answers"])
    orders = day.people["tech"].get("/tool-orders?page_size=50&sort=number")["rows"]
    check.that({row["tool"] for row in orders} >= {"black_list", "parameters", "prices", "test", "clock", "collect"}, "each order has a row", orders)
    run = next(row for row in orders if row["tool"] == "test")
    check.that((run["state"], run["answers"], run["done"], run["asked_by"], run["approved_by"]) == ("obeyed", 1, 1, "tech", "zhao"), "which says what became of it", run)
    check.that({row["state"] for row in orders if row["tool"] == "test"} == {"obeyed", "refused", "written"}, "and what a pump refused", orders)
    said = day.people["tech"].get(f"/tool-answers?filter.tool_order={run['number']}")["rows"]
    check.that([(row["well"], row["answer"]) for row in said] == [("W-1", 0)], "by well", said)
    signed = day.people["tech"].post(f"/hand-overs/{taken['hand_over']}/receipt", {})
    paper = json.loads(signed["text"]) if signed.status == 200 else {}
    check.that(signed.status == 200 and paper["device"].startswith("tool card ") and paper["taken_in"]["usage"] == taken["usage"] and paper["taken_in"]["head"] == 1,
               "the office signs for what it has taken in", signed)
    check.that(day.people["tech"].post(f"/hand-overs/{taken['hand_over']}/receipt", {})["text"] == signed["text"], "and says the same again")
    again = day.people["tech"].post("/pump-tools/take-in", {})
    check.that(again.code == "tool_answer_missing", "then the card is empty", again)
    day.move(day.tool, "wallet")
    check.that(written(day, tool="collect").status == 200, "and may collect again")
    report = day.people["audit"].post("/verify")
    check.that(report["ok"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, wells, farmers, crew, lost, rights, preview, black_list, others, collect)))
