#!/usr/bin/env python3
"""A meter is swapped and a supply changes hands, from outside: by the old meter's own word, by what two people say of a dead one, and with the
card that the new customer is handed; and it ends. Every answer is held against openapi.json. One line per check."""
import sys

from house import PASSWORD, Client, Port, new_key, walk, proposed
from run import Day, check, doors, opening

FIRST, SECOND = "412600009001", "412600009002"
MODEL = "DDSY1352"
WHY = {"reason": "display dark"}


def swap(day, number, old=None, **more):
    return {"old_meter": old or day.meter, "meter": {"number": number, "model": MODEL}, **WHY, "client_key": new_key(), **more}


def path(day, what):
    return f"/accounts/{day.account}/{what}"


def rows(day):
    return day.people["audit"].get(f"/meter-swaps?filter.account={day.account}&sort=-time")["rows"]


def remaining(card):
    return card["statement"]["remaining"]


def prepare(day):
    wang, zhao = day.people["wang"], day.people["zhao"]
    wang.post("/bench/clock", {"speed": 1})
    wang.post("/shifts/current/close", {"counted": "0.00"})
    wang.post("/shifts/current/close", {"counted": "300.00", "reason": "test", "accepted_by": {"name": "zhao", "password": PASSWORD}})
    zhao.put("/session/till", {"station": "E01", "till": "T1"})
    check.that(zhao.post("/shifts", {"opening_float": "200.00"}).status == 200, "the supervisor takes over the till")
    for number in (FIRST, SECOND):
        check.that(wang.post("/bench/meters", {"number": number, "model": MODEL}).status == 200, f"meter {number} hangs on the bench")
    for number in (day.meter, FIRST, SECOND):
        wang.post(f"/bench/meters/{number}", {"load_w": 0})
    day.at_meter(day.card, day.meter)


def refused(day):
    """Nobody who may not, nothing that was not read."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    for who in ("wang", "audit", "tech"):
        check.that(day.people[who].post(path(day, "swap"), swap(day, FIRST)).code == "permission_denied", f"{who} swaps no meter")
    for body, code in ((swap(day, FIRST), "closing_not_confirmed"), (swap(day, FIRST, old=SECOND), "wrong_meter"), (swap(day, day.meter), "same_meter"),
                       (swap(day, FIRST, reason=""), "reason_missing"), (swap(day, FIRST, remaining="a lot"), "bad_amount"), (swap(day, FIRST, remaining="100000.00"), "more_than_bought"),
                       (swap(day, FIRST, remaining="1.00", last_register="-3"), "bad_register"), (swap(day, FIRST, price="1.00"), "field_unknown"),
                       ({**swap(day, FIRST, remaining="1.00"), "meter": {"number": "412600009099", "model": "none"}}, "unknown_meter_model")):
        answer = zhao.post(path(day, "swap"), body)
        check.that(answer.code == code and answer["detail"], f"refused: {code}", answer)
    somebody = next(row["meter"] for row in zhao.get("/accounts?page_size=50")["rows"] if row["meter"] != day.meter and row["meter"])
    used = {**swap(day, somebody, remaining="1.00"), "meter": {"number": somebody}}
    check.that(zhao.post(path(day, "swap"), used).code == "meter_in_use", "a meter of somebody else")
    taken = zhao.post(path(day, "transfer"), {"customer": {"name": "Bai Lu"}, **WHY, "client_key": new_key()})
    check.that(taken.code in ("closing_not_confirmed", "no_card"), "nobody takes over what still feeds another", taken)
    check.that(rows(day) == [], "and nothing was swapped")


def by_its_word(day):
    """The closing order, the old meter's word, the new meter – and the next sale."""
    zhao = day.people["zhao"]
    seen = day.on_reader(day.card)
    held = remaining(seen)
    ordered = zhao.post(path(day, "close"), {"phase": "order", "purpose": "swap", "client_key": new_key(), "card_session": seen["session"]})
    check.that(ordered.status == 200 and ordered["outcome"] == "done", "the order is on the card", ordered)
    check.that("swapped" in zhao.get(f"/receipts/{ordered['sale']['number']}?format=text&lang=en").bytes.decode(), "and its slip says what for")
    day.at_meter(day.card, day.meter)
    back = day.on_reader(day.card)
    check.that(back["state"] == "no_sale_customer", "the old meter has given up what it held", back)
    body = swap(day, FIRST, last_register="", first_register="0.4", card_session=back["session"])
    done = day.approved("zhao", path(day, "swap"), body, second="miller")
    if not check.that(done.status == 200 and done["outcome"] == "done" and done["sale"]["kind"] == "swap", "the meter is swapped and the card is written", done):
        return
    number = done["sale"]["number"]
    again = zhao.post(path(day, "swap"), body)
    check.that(again.status == 200 and again["sale"]["number"] == number, "the same key gives the same swap")
    paper = zhao.get(f"/receipts/{number}?format=text&lang=en").bytes.decode()
    check.that("METER SWAPPED" in paper and day.meter in paper and FIRST in paper and held in paper, "one slip names both meters and what went over", paper)
    for language in ("zh", "ru"):
        text = zhao.get(f"/receipts/{number}?format=text&lang={language}").bytes.decode()
        check.that("slip." not in text and "{" not in text, f"in {language} too", text)
    row = rows(day)[0]
    check.that(row["old_meter"] == day.meter and row["new_meter"] == FIRST and row["balance_source"] == "card" and row["document"] == number and row["compensation"] == held, "the swap is a row", row)
    day.at_meter(day.card, FIRST)
    came = day.on_reader(day.card)
    check.that(came["state"] == "recognised" and remaining(came) == held, "the new meter holds what the old one gave up", came)
    check.that(zhao.get(f"/sales/{number}")["state"] == "applied", "and that is settled")
    check.that(zhao.get(f"/meters/{day.meter}")["state"] == "removed" and zhao.get(f"/meters/{FIRST}")["state"] == "installed", "the old one is removed, the new one installed")
    day.first_meter, day.meter = day.meter, FIRST
    sold = day.sell(day.quote("20.00", who="zhao")["id"], who="zhao")
    check.that(sold.status == 200 and sold["outcome"] == "done" and sold["sale"]["meter"] == FIRST, "the next sale goes to the new meter", sold)
    day.at_meter(day.card, FIRST)
    day.on_reader(day.card)
    lines = {line["meter"]: line for line in day.people["audit"].get(f"/reconciliation?filter.account={day.account}")["rows"]}
    check.that(len(lines) == 2 and all(line["reason"] == "" for line in lines.values()), "both meters of the account add up", lines)


def came_back(day):
    """The meter was in the workshop and comes back to the very account that had it: the counter looks at its time there, the list at both."""
    zhao, away = day.people["zhao"], FIRST
    seen = day.on_reader(day.card)
    ordered = zhao.post(path(day, "close"), {"phase": "order", "purpose": "swap", "client_key": new_key(), "card_session": seen["session"]})
    check.that(ordered.status == 200, "the order is on the card", ordered)
    day.at_meter(day.card, away)
    back = day.on_reader(day.card)
    body = {"old_meter": away, "meter": {"number": day.first_meter}, **WHY, "client_key": new_key(), "card_session": back["session"]}
    done = day.approved("zhao", path(day, "swap"), body, second="miller")
    if not check.that(done.status == 200 and done["outcome"] == "done", "the first meter hangs there again", done):
        return
    day.meter = day.first_meter
    day.at_meter(day.card, day.meter)
    came = day.on_reader(day.card)
    check.that(came["state"] == "recognised" and came["reconciliation"]["gap"] == "0.00", "the counter holds its new time against what was sold in it", came["reconciliation"])
    lines = day.people["audit"].get(f"/reconciliation?filter.account={day.account}")
    check.that(len(lines["rows"]) == 2 and all((one["reason"], one["gap"]) == ("", "0.00") for one in lines["rows"]), "each of both meters is one line without a gap", lines)
    told = [day.people["audit"].get(f"/sales?filter.account={day.account}&filter.meter={number}&page_size=200") for number in (day.meter, FIRST)]
    sold = sum(round(float(row["credit"]) * 100) for answer in told for row in answer["rows"] if row["state"] == "applied")
    check.that(sum(round(float(one["applied"]) * 100) for one in lines["rows"]) == sold, "and each sale stands in one of them", (sold, lines))


def dead(day):
    """The meter is dead with a sale on the way to it: two people say what it held, and what lies unread on the card goes over."""
    zhao = day.people["zhao"]
    sold = day.sell(day.quote("30.00", who="zhao")["id"], who="zhao")
    day.move(day.card, "wallet")
    body = swap(day, SECOND, remaining="12.00")
    check.that(zhao.post(path(day, "swap"), body).code == "sale_may_have_arrived", "while its card is away nobody knows")
    back = day.on_reader(day.card)
    check.that(back["state"] == "unread_on_card", "the card shows it unread", back)
    body["card_session"] = back["session"]
    body["client_key"] = new_key()
    asked = zhao.post(path(day, "swap"), body)
    check.that(asked.status == 202 and asked["approval"]["action"] == "swap_meter", "what it held is never said by one alone", asked)
    number = asked["approval"]["number"]
    check.that(zhao.post(f"/approvals/{number}/approve").code == "approval_own", "nor by the same person twice")
    check.that(day.people["miller"].post(f"/approvals/{number}/approve").status == 200, "the manager agrees")
    check.that(zhao.post(path(day, "swap"), {**body, "remaining": "13.00", "client_key": new_key(), "approval": number}).code == "approval_differs", "to this amount alone")
    done = zhao.post(path(day, "swap"), {**body, "approval": number})
    check.that(done.status == 200 and done["outcome"] == "done", "swapped", done)
    went_over = zhao.get(f"/sales/{sold['sale']['number']}")
    check.that(went_over["state"] == "taken_back" and went_over["to_invoice"], "the sale that did not arrive went over, and may stand on an invoice: he has what he paid for", went_over)
    invoiced(day, sold["sale"]["number"])
    row = rows(day)[0]
    check.that(row["balance_source"] == "typed" and row["approved_by"] == "miller" and row["swapped_by"] == "zhao", "both stand on it", row)
    day.at_meter(day.card, SECOND)
    came = day.on_reader(day.card)
    check.that(came["state"] == "recognised", "the third meter takes the card", came)
    day.meter = SECOND


def invoiced(day, sale):
    zhao, miller = day.people["zhao"], day.people["miller"]
    series = {"code": "A", "prefix": "S-", "station": "E01", "digits": "4", "first_number": "1", "last_number": "0", "form": "", "active": True}
    check.that(miller.post("/invoice-series", series).status == 200, "a series of numbers")
    made = zhao.post("/invoices", {"series": "A", "receipts": [sale], "buyer_name": "", "buyer_address": "", "buyer_tax_number": ""})
    check.that(made.status == 200, "it is invoiced", made)
    nothing = zhao.post("/invoices/S-0001/credit", {"series": "", **WHY})
    check.that(nothing.code == "nothing_to_credit", "and nothing of it went back", nothing)


def dead_with_a_deduction(day):
    """A part was to be deducted of a sale that waits for a dead meter: the sale goes over, the part is owed, and the books say so of themselves."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    first, second, nobody = "412600009011", "412600009012", [Port(), Port()]
    for number, port in zip((first, second), nobody):
        check.that(tech.post("/meters", {"number": number, "model": MODEL}).status == 200 and tech.put(f"/links/{number}", {"address": f"tcp://127.0.0.1:{port}"}).status == 200, f"meter {number} on a line that nobody answers")
    draft = zhao.post("/accounts/drafts", {"customer": {"name": "Deng Fu"}, "service_point": {"code": "W-11", "address": "West village 11"}, "meter": {"number": first, "model": MODEL},
                                           "plan": "demo-monthly", "usage_class": "domestic"})
    opened = zhao.post("/accounts/open", {"draft": draft["number"], "carrier": "link", "client_key": new_key(), "first_sale": {"pay": "50.00", "tender": "cash", "received": "50.00"}})
    check.that(opened.status == 200, "it is opened over its line", opened)
    sold = opened["sale"]["number"]
    part = day.approved("zhao", f"/sales/{sold}/take-back", {**WHY, "amount": "10.00", "carrier": "link", "client_key": new_key()}, second="miller")
    check.that(part.status == 200 and part["sale"]["kind"] == "deduct", "ten of it are to be deducted", part)
    done = day.approved("zhao", f"/accounts/{draft['number']}/swap", swap(day, second, old=first, remaining="0.00", carrier="link"), second="miller")
    check.that(done.status == 200, "the dead meter is swapped", done)
    states = [zhao.get(f"/sales/{number}")["state"] for number in (sold, part["sale"]["number"])]
    check.that(states == ["taken_back", "applied"] and zhao.get(f"/accounts/{draft['number']}")["balance"] == "10.00", "the sale went over, the part is owed", states)
    verified = day.people["audit"].post("/verify")
    check.that(verified["ok"], "and the books are whole", verified)


def transfer(day):
    """Another customer takes over, with what the meter holds, and is handed the card."""
    zhao = day.people["zhao"]
    held = remaining(day.on_reader(day.card))
    ordered = zhao.post(path(day, "close"), {"phase": "order", "purpose": "transfer", "client_key": new_key()})
    check.that(ordered.status == 200 and ordered["outcome"] == "done", "the order is on the card", ordered)
    day.at_meter(day.card, day.meter)
    back = day.on_reader(day.card)
    former = zhao.get(f"/accounts/{day.account}")
    himself = {"customer": {"number": str(former["customer"]["number"])}, "hand_over": True, **WHY, "client_key": new_key(), "card_session": back["session"]}
    check.that(zhao.post(path(day, "transfer"), himself).code == "same_customer", "not to himself")
    body = {"customer": {"name": "Bai Lu", "phone": "555"}, "hand_over": True, **WHY, "client_key": new_key(), "card_session": back["session"]}
    done = day.approved("zhao", path(day, "transfer"), body, second="miller")
    if not check.that(done.status == 200 and done["outcome"] == "done" and done["sale"]["kind"] == "transfer", "the supply is taken over", done):
        return
    now = done["sale"]["account"]
    paper = zhao.get(f"/receipts/{done['sale']['number']}?format=text&lang=en").bytes.decode()
    check.that("Bai Lu" in paper and former["customer"]["name"] in paper and held in paper, "one slip names both and what went over", paper)
    check.that(zhao.get(f"/accounts/{day.account}")["state"] == "closed", "the former account ends")
    seen = zhao.get(f"/accounts/{now}")
    check.that(seen["state"] == "open" and seen["customer"]["name"] == "Bai Lu" and seen["meter"]["number"] == day.meter, "the next one begins at the same meter", seen)
    day.account = now
    day.at_meter(day.card, day.meter)
    came = day.on_reader(day.card)
    check.that(came["state"] == "recognised" and remaining(came) == held, "the meter knows its new customer", came)


def ended(day):
    """The supply ends: what the meter gave up finds its owner, with one slip; and once."""
    zhao = day.people["zhao"]
    held = remaining(day.on_reader(day.card))
    ordered = zhao.post(path(day, "close"), {"phase": "order", "client_key": new_key()})
    check.that(ordered.status == 200 and ordered["outcome"] == "done", "the order is on the card", ordered)
    end = {"phase": "refund", **WHY, "client_key": new_key()}
    check.that(zhao.post(path(day, "close"), end).code == "closing_not_confirmed", "nobody's money goes anywhere before the meter has spoken")
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    closed = next(row["number"] for row in zhao.get("/accounts?page_size=50")["rows"] if row["state"] == "closed")
    for who in ("audit", "tech"):
        check.that(day.people[who].post(path(day, "close"), {**end, "client_key": new_key()}).code == "permission_denied", f"{who} closes no account")
    onto = {**end, "leftover": "to_account", "to_account": int(closed)}
    for body, code in (({**end, "reason": ""}, "reason_missing"), ({**end, "remaining": "1.00"}, "balance_reported"), ({**end, "tender": "transfer"}, "reference_missing"), ({**end, "tender": "shells"}, "tender_unknown"),
                       ({**end, "last_register": "-1"}, "bad_register"), ({**end, "leftover": "burnt"}, "field_malformed"), (onto, "target_closed"), ({**onto, "to_account": 1}, "unknown_account"), ({**onto, "to_account": int(day.account)}, "same_account"),
                       ({**end, "price": "1"}, "field_unknown")):
        answer = zhao.post(path(day, "close"), {**body, "client_key": new_key()})
        check.that(answer.code == code and answer["detail"], f"refused: {code}", answer)
    asked = zhao.post(path(day, "close"), {**end, "tender": "transfer", "reference": "TR-END-1", "client_key": new_key()})
    check.that(asked.status == 202 and proposed(asked)[1]["reference"] == "TR-END-1", "money that he never paid in leaves by two persons, who see which way", asked)
    approve = f"/approvals/{asked['approval']['number']}/approve"
    check.that(day.people["wang"].post(approve).code == "permission_denied", "a cashier's word is never the second one")
    check.that(day.people["miller"].post(approve).status == 200, "a manager's is: a station may have one supervisor only")
    done = zhao.post(path(day, "close"), {**end, "leftover": "stays_owed", "client_key": new_key()})
    if not check.that(done.status == 200 and done["sale"]["kind"] == "refund" and done["sale"]["tendered"] == "0.00", "the account is closed, and what is left stays owed", done):
        return
    number = done["sale"]["number"]
    paper = zhao.get(f"/receipts/{number}?format=text&lang=en").bytes.decode()
    check.that("END OF SUPPLY" in paper and held in paper and "Stays owed" in paper and WHY["reason"] in paper, "one slip says what was left, which way it went and why", paper)
    for language in ("zh", "ru"):
        text = zhao.get(f"/receipts/{number}?format=text&lang={language}").bytes.decode()
        check.that("slip." not in text and "{" not in text, f"in {language} too", text)
    check.that(zhao.get(f"/accounts/{day.account}")["state"] == "closed" and zhao.get(f"/meters/{day.meter}")["state"] == "removed", "account closed, meter removed")
    row = rows(day)[0]
    check.that(row["old_meter"] == day.meter and not row["new_meter"].strip("0") and row["document"] == number and row["last_register"], "its leaving is a row with the last register", row)
    check.that(zhao.post(path(day, "close"), {**end, "client_key": new_key()}).code == "account_not_open", "and nothing ends twice")
    lines = [line for line in zhao.get(f"/reconciliation?filter.meter={day.meter}&page_size=200")["rows"] if line["account"] == int(day.account)]
    check.that(len(lines) == 1 and lines[0]["reason"] == "" and lines[0]["used"] is not None, "the meter that is off the wall is held against what was sold to it, once", lines)


def hangs_nowhere(day):
    """The meter is off the wall and its account closed: what it has told stays with the station where it hung last."""
    zhao, admin = day.people["zhao"], day.people["admin"]
    once = admin.post("/operators", {"name": "far", "full_name": "Far", "roles": ["technician"], "station": "E02"})["one_time_password"]
    far = Client(day.server)
    far.sign_in("far", once)
    far.post("/session/password", {"old": once, "new": PASSWORD})
    for name, column in (("statements", "meter"), ("meters", "number"), ("instructions", "meter")):
        path_ = f"/{name}?filter.{column}={day.meter}"
        near, away = (who.get(path_) for who in (zhao, far))
        check.that(near.status == 200 and near["rows"] and away["rows"] == [], f"{name} of it are E01's", (near, away))
        taken = far.get(path_ + "&format=csv")
        check.that(day.meter.encode() not in taken.bytes.replace(b" ", b""), f"nor do they leave in a file of {name}", taken)
    for path_ in (f"/meters/{day.meter}", f"/meters/{day.meter}/course"):
        check.that(zhao.get(path_).status == 200 and far.get(path_).code == "not_found", f"{path_} is nothing that E02 knows")
    check.that(zhao.get(f"/search?q={day.meter}")["rows"] and far.get(f"/search?q={day.meter}")["rows"] == [], "nor does a search from there find it")


def books_stand(day):
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, prepare, refused, by_its_word, came_back, dead, dead_with_a_deduction, transfer, ended, hangs_nowhere, books_stand)))
