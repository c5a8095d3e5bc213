#!/usr/bin/env python3
"""An account goes on by another scheme, from outside: from card to line, to the server and back to a card, with what went over on one document.
Every answer is held against openapi.json. One line per check."""
import sys

from house import PASSWORD, new_key, walk
from run import Day, check, doors, opening

OFFICE, CASH = "412600009101", "412600009102"
OFFICE_MODEL, CASH_MODEL = "DDZY1352Y", "DDSY1352"
WHY = {"reason": "one bill for all"}
LINE, CARD, SERVER = "fee_control_line", "fee_control_card", "server_account"


def move(scheme, meter=None, model=None, **more):
    there = {"meter": {"number": meter, "model": model}} if meter else {}
    return {"scheme": scheme, **there, **WHY, "client_key": new_key(), **more}


def path(day, what="scheme"):
    return f"/accounts/{day.account}/{what}"


def reach(day):
    return {row["scheme"]: row for row in day.people["wang"].get(path(day, "schemes"))["rows"]}


def rows(day):
    return day.people["audit"].get(f"/scheme-changes?filter.account={day.account}&sort=-time")["rows"]


def hang(day, number):
    hung = day.people["wang"].post(f"/bench/meters/{number}/line", {"fault": ""})
    address = next(m for m in hung["meters"] if m["number"] == number)["line"]["address"]
    there = day.people["tech"].put(f"/links/{number}", {"address": address})
    check.that(there.status == 200, f"meter {number} hangs on a line", there)


def prepare(day):
    """The supervisor's shift, and two more meters."""
    wang, zhao, tech = (day.people[name] for name in ("wang", "zhao", "tech"))
    wang.post("/bench/clock", {"speed": 1})
    wang.post("/shifts/current/close", {"counted": "0.00"})
    wang.post("/shifts/current/close", {"counted": "300.00", "reason": "test", "accepted_by": {"name": "zhao", "password": PASSWORD}})
    zhao.put("/session/till", {"station": "E01", "till": "T1"})
    check.that(zhao.post("/shifts", {"opening_float": "200.00"}).status == 200, "the supervisor takes over the till")
    for number, model in ((OFFICE, OFFICE_MODEL), (CASH, CASH_MODEL)):
        check.that(wang.post("/bench/meters", {"number": number, "model": model}).status == 200, f"meter {number} hangs on the bench")
    for number in (day.meter, OFFICE, CASH):
        wang.post(f"/bench/meters/{number}", {"load_w": 0})
    made = tech.post("/meters", {"number": OFFICE, "model": OFFICE_MODEL})
    check.that(made.status == 200, "the meter of the office is in the books", made)
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)


def refused(day):
    """Nobody who may not, nothing that cannot be served."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    for who in ("wang", "audit", "tech"):
        check.that(day.people[who].post(path(day), move(LINE)).code == "permission_denied", f"{who} moves no account")
    ways = reach(day)
    check.that(CARD not in ways and ways[SERVER]["other_meter"] and ways[SERVER]["money"] == "to_server", "what is within reach is said", ways)
    check.that(not ways[LINE]["within_reach"] and ways[LINE]["refused"]["code"] == "no_link" and ways[LINE]["refused"]["detail"], "with what stands in the way", ways[LINE])
    typed = move(SERVER, OFFICE, OFFICE_MODEL, remaining="1.00")
    for body, code in ((move("by_magic"), "unknown_scheme"), (move(CARD), "same_scheme"), (move("irrigation_purse"), "balance_on_card"), (move("volume_card"), "scheme_other_unit"), (move(LINE), "no_link"),
                       (move(SERVER), "meter_not_of_scheme"), ({**move(SERVER), "reason": ""}, "reason_missing"), (move(LINE, CASH, CASH_MODEL), "meter_stays"), (move(SERVER, OFFICE, OFFICE_MODEL), "no_link"),
                       (move(SERVER, price="1.00"), "field_unknown"), (move(SERVER, "1", OFFICE_MODEL, alarm="lots"), "bad_terms"), (typed, "no_link")):
        answer = zhao.post(path(day), body)
        check.that(answer.code == code and answer["detail"], f"refused: {code}", answer)
    check.that(rows(day) == [], "and nothing was moved")


def to_server(day):
    """The meter gives up what it holds; that is the balance at the server, agreed to by two, once."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    hang(day, OFFICE)
    seen = day.on_reader(day.card)
    held = seen["statement"]["remaining"]
    ordered = zhao.post(path(day, "close"), {"phase": "order", "purpose": "change_scheme", "client_key": new_key(), "card_session": seen["session"]})
    check.that(ordered.status == 200 and ordered["outcome"] == "done", "the order is on the card", ordered)
    check.that("to the server" in zhao.get(f"/receipts/{ordered['sale']['number']}?format=text&lang=en").bytes.decode(), "and its slip says what for")
    check.that(zhao.post(path(day), move(SERVER, OFFICE, OFFICE_MODEL)).code == "closing_not_confirmed", "before the meter has spoken nothing moves")
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    body = move(SERVER, OFFICE, OFFICE_MODEL, alarm="10.00", first_register="3.5")
    asked = zhao.post(path(day), body)
    check.that(asked.status == 202 and asked["approval"]["action"] == "change_scheme", "money never moves by one alone", asked)
    number = asked["approval"]["number"]
    check.that(zhao.post(f"/approvals/{number}/approve").code == "approval_own", "nor by the same person twice")
    check.that(day.people["miller"].post(f"/approvals/{number}/approve").status == 200, "the manager agrees")
    other = {**body, "first_register": "4.5", "client_key": new_key(), "approval": number}
    check.that(zhao.post(path(day), other).code == "approval_differs", "to these registers alone")
    done = zhao.post(path(day), {**body, "approval": number})
    if not check.that(done.status == 200 and done["sale"]["kind"] == "change_scheme", "the account is moved", done):
        return
    again = zhao.post(path(day), {**body, "approval": number})
    check.that(again.status == 200 and again["sale"]["number"] == done["sale"]["number"], "the same key gives the same move")
    row = rows(day)[0]
    check.that((row["from_scheme"], row["to_scheme"], row["moved"], row["cards_void"], row["approved_by"]) == (CARD, SERVER, held, 1, "miller"), "it is a row", row)
    for language in ("en", "zh", "ru"):
        text = zhao.get(f"/receipts/{done['sale']['number']}?format=text&lang={language}").bytes.decode()
        check.that("slip." not in text and "{" not in text and held.replace(".", "," if language == "ru" else ".") in text, f"one slip, in {language}", text)
    account = zhao.get(f"/remote-accounts/{day.account}")
    check.that(account["balance"] == held and account["state"] == "active", "what the meter gave up is the balance", account)
    check.that(day.on_reader(day.card)["state"] == "blocked_card", "the old card is void")
    check.that(zhao.get(f"/meters/{day.meter}")["state"] == "removed" and zhao.get(f"/meters/{OFFICE}")["state"] == "installed", "one meter went, another came")
    check.that(zhao.post(path(day), move(SERVER)).code == "same_scheme", "and that is that")


def to_card(day):
    """What is left at the server is the first credit of the meter that comes, on a card made out for it."""
    zhao = day.people["zhao"]
    left = zhao.get(f"/remote-accounts/{day.account}")["balance"]
    blank = next(card["id"] for card in day.people["wang"].get("/bench")["cards"] if card["id"] != day.card)
    day.move(day.card, "wallet")
    day.card = blank
    seen = day.on_reader(blank)
    body = move(CARD, CASH, CASH_MODEL, last_register="3.5", card_session=seen["session"])
    done = day.approved("zhao", path(day), body, second="miller")
    if not check.that(done.status == 200 and done["outcome"] == "done", "moved, and the card is written", done):
        return
    check.that(done["sale"]["credit"] == left, "with what was left", done["sale"])
    day.at_meter(day.card, CASH)
    back = day.on_reader(day.card)
    check.that(back["state"] == "recognised" and back["statement"]["remaining"] == left, "the meter holds it", back)
    check.that(zhao.get(f"/remote-accounts/{day.account}")["state"] == "ended", "the balance at the server has ended")
    day.meter = CASH
    sold = day.sell(day.quote("20.00", who="zhao")["id"], who="zhao")
    check.that(sold.status == 200 and sold["outcome"] == "done", "the next sale goes there", sold)
    check.that([row["to_scheme"] for row in rows(day)] == [CARD, SERVER], "both moves are told", rows(day))


def no_stranger(day):
    """A meter that was sold to here comes in with no balance of another program, whoever has it next"""
    miller, zhao = day.people["miller"], day.people["zhao"]
    meter = day.people["wang"].get("/bench")["meters"][0]["number"]
    draft = zhao.post("/accounts/drafts", {"customer": {"name": "Next"}, "service_point": {"code": "P-NEXT", "address": "Hill road 9"}, "meter": {"number": meter, "model": CASH_MODEL}, "station": "E01",
                                           "plan": "demo-monthly", "usage_class": "domestic"})
    check.that(draft.status == 200, "the meter that went is prepared for the next customer", draft)
    file = f"account,kept_at,amount,count,document\n{draft['number']},meter,30.00,5,list 1\n"
    brought = miller.call("POST", "/imports/drafts?register=opening-balances&name=left.csv&encoding=", raw=file, headers={"Content-Type": "text/csv"})
    check.that((brought["new"], brought["errors"]) == (0, 1) and brought["kinds"][0]["code"] == "meter_counts_already", "meter_counts_already", brought)
    check.that(miller.post(f"/imports/drafts/{brought['id']}/write", {"choice": "all", "control_total": "30.00"}).code == "import_has_errors", "and nothing of it is written")
    check.that(zhao.get(f"/accounts?filter.number={draft['number']}")["rows"][0]["state"] == "draft", "the account waits")


def books_stand(day):
    """All of it holds."""
    verified = day.people["audit"].post("/verify", {})
    check.that(verified.status == 200 and verified["ok"], "the books stand", verified)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, prepare, refused, to_server, to_card, no_stranger, books_stand)))
