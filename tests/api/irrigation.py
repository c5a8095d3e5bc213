#!/usr/bin/env python3
"""Irrigation in the office from outside: area numbers, wells and the meters at them, as rows and from files; a farmer applies for a purse card, his station
grants it or not, and nobody who should not decides. One line per check."""
import sys

from house import YES, Client, new_key, walk
from run import Day, check, doors

PUMP = "700000000001"


def village(day):
    return next(row["code"] for row in day.people["zhao"].get("/places?filter.station=E01&filter.kind=village&page_size=1")["rows"])


def area_numbers(day):
    """An area number names a group of wells."""
    zhao, wang = day.people["zhao"], day.people["wang"]
    day.village = village(day)
    row = {"number": "11010001", "name": "East fields", "village": day.village, "station": "E01"}
    check.that(wang.post("/area-numbers", row).code == "permission_denied", "a cashier enters none")
    made = zhao.post("/area-numbers", row)
    check.that(made.status == 200 and made["active"] is True, "a supervisor does", made)
    check.that(zhao.post("/area-numbers", row).code == "already_there", "each once")
    check.that(zhao.post("/area-numbers", {**row, "number": "1101"}).code == "bad_area_number", "it has eight digits")
    check.that(zhao.post("/area-numbers", {**row, "number": "11010002", "village": "nowhere"}).code == "unknown_place", "it lies in a village")
    check.that(zhao.post("/area-numbers", {**row, "number": "11010002", "name": "Old fields"}).status == 200, "a second one")
    second = zhao.get("/area-numbers/11010002")
    out = zhao.put("/area-numbers/11010002", {"active": False, "version": second["version"]})
    check.that(out.status == 200 and out["active"] is False, "what is not used any more is taken out of use", out)
    check.that(zhao.call("DELETE", "/area-numbers/11010002").status == 405, "and never deleted")
    check.that([one["number"] for one in wang.get("/area-numbers?filter.active=true")["rows"]] == ["11010001"], "the list is filtered by it")


def wells(day):
    """Wells, one by one and from a file, and the meters at them."""
    zhao, tech, miller = (day.people[name] for name in ("zhao", "tech", "miller"))
    row = {"number": "W-1", "name": "Behind the mill", "village": day.village, "area_number": "11010001", "put_in": "2026-03-01", "depth_m": 80, "pump_w": 7500}
    check.that(zhao.post("/wells", {**row, "area_number": "11010002"}).code == "area_number_inactive", "a new well gets an area number in use")
    made = zhao.post("/wells", row)
    check.that(made.status == 200 and made["put_in"] == "2026-03-01" and made["depth_m"] == 80, "a well is entered", made)
    csv = f"number,name,village,area_number,put_in\nW-1,Behind the mill,{day.village},11010001,2026-03-01\nW-2,At the road,{day.village},11010001,2026-04-01\nW-3,Dry,{day.village},99999999,2026-04-01\n"
    looked = miller.call("POST", "/import/wells?dry_run=1", raw=csv, headers={"Content-Type": "text/csv"})
    check.that(looked.status == 200 and looked["new"] == 1 and [one["code"] for one in looked["errors"]] == ["unknown_area_number"], "a file is looked at first, and says what is wrong with it", looked)
    check.that(tech.post("/meters", {"number": PUMP, "model": "DDSY1352"}).status == 200, "the pump's meter is in the register")
    hung = {"well": "W-1", "meter": PUMP, "first_day": "2026-03-01", "multiplier": 40}
    check.that(zhao.post("/well-meters", hung).code == "permission_denied", "meters are the technicians'")
    check.that(tech.post("/well-meters", hung).status == 200, "it hangs at the well")
    check.that(zhao.post("/wells", {**row, "number": "W-9"}).status == 200, "another well")
    check.that(tech.post("/well-meters", {**hung, "well": "W-9", "first_day": "2026-09-01"}).code == "meter_at_well", "it hangs at one well at a time")
    seen = tech.get(f"/well-meters/W-1/{PUMP}/2026-03-01")
    ended = tech.put(f"/well-meters/W-1/{PUMP}/2026-03-01", {"last_day": "2026-08-31", "version": seen["version"]})
    check.that(ended.status == 200 and ended["last_day"] == "2026-08-31" and ended["multiplier"] == 40, "its last day there is said", ended)
    check.that(tech.post("/well-meters", {**hung, "well": "W-9", "first_day": "2026-09-01"}).status == 200, "then it hangs at the next")
    rows = tech.get(f"/well-meters?filter.meter={PUMP}&sort=first_day")["rows"]
    check.that([(one["well"], one["last_day"]) for one in rows] == [("W-1", "2026-08-31"), ("W-9", None)], "where it ever hung stays known", rows)


def supply(day):
    """Somebody wants a supply with a meter: entered by one, granted by another, prepared for the counter."""
    wang, zhao, tech = (day.people[name] for name in ("wang", "zhao", "tech"))
    point = wang.get("/service-points?page_size=1")["rows"][0]["code"]
    plan = wang.get("/plans?page_size=1")["rows"][0]["id"]
    wanted = {"customer": zhao.post("/customers", {"name": "New house", "kind": "person", "identity_number": "N-1"})["number"], "service_point": point, "plan": plan, "heads": 3}
    tech.post("/meters", {"number": "700000000771", "model": "DDSY1352"})
    check.that(tech.post("/account-applications", wanted).code == "permission_denied", "a technician enters none")
    check.that(wang.post("/account-applications", {**wanted, "service_point": "nowhere"}).code == "unknown_service_point", "for a place that is none")
    asked = wang.post("/account-applications", wanted)
    check.that(asked.status == 200 and asked["state"] == "waiting" and asked["heads"] == 3, "a cashier does, and it waits", asked)
    check.that(wang.post("/account-applications", wanted).code == "application_waits", "once")
    there = f"/account-applications/{asked['number']}"
    check.that(wang.post(there + "/grant", {"meter": "700000000771"}).code == "permission_denied", "she grants nothing")
    check.that(zhao.post(there + "/grant", {"meter": "700000000799"}).code == "unknown_meter", "a meter that is there")
    done = zhao.post(there + "/grant", {"meter": "700000000771"})
    check.that(done.status == 200 and done["state"] == "granted" and done["meter"] == "700000000771", "her supervisor does, with a meter", done)
    account = zhao.get(f"/accounts?filter.number={done['account']}")["rows"][0]
    check.that((account["state"], account["plan"]) == ("draft", plan), "the account is prepared", account)
    check.that(zhao.post(there + "/refuse", {"reason": "too late"}).code == "application_decided", "decided is decided")


def applies(day):
    """A farmer applies; his station decides, and nobody decides his own entry."""
    zhao, wang, miller = (day.people[name] for name in ("zhao", "wang", "miller"))
    farmers = [zhao.post("/customers", {"name": f"Farmer {n}", "kind": "person", "identity_number": f"F-{n}"})["number"] for n in range(3)]
    row = {"customer": farmers[0], "village": day.village, "area_1": "11010001", "price_class": 1, "remark": "two fields"}
    check.that(day.people["tech"].post("/purse-applications", row).code == "permission_denied", "a technician enters no application")
    check.that(wang.post("/purse-applications", {**row, "area_2": "11010002"}).code == "area_number_inactive", "cards get area numbers in use")
    check.that(wang.post("/purse-applications", {**row, "area_2": "11010001"}).code == "area_number_twice", "each once")
    asked = wang.post("/purse-applications", row)
    check.that(asked.status == 200 and asked["state"] == "waiting" and asked["account"] == 0, "it waits", asked)
    check.that(wang.post("/purse-applications", row).code == "application_waits", "one at a time")
    one = f"/purse-applications/{asked['number']}"
    check.that(wang.post(f"{one}/grant").code == "permission_denied", "a cashier grants nothing")
    granted = zhao.post(f"{one}/grant")
    check.that(granted.status == 200 and granted["state"] == "granted" and granted["decided_by"] == "zhao", "a supervisor grants it", granted)
    day.account = granted["account"]
    check.that(zhao.post(f"{one}/grant").code == "application_decided", "once")
    own = zhao.post("/purse-applications", {**row, "customer": farmers[1]})
    check.that(zhao.post(f"/purse-applications/{own['number']}/grant").code == "application_own", "nobody decides what he entered himself")
    check.that(miller.post(f"/purse-applications/{own['number']}/refuse", {"reason": ""}).code == "reason_missing", "a refusal says why")
    no = miller.post(f"/purse-applications/{own['number']}/refuse", {"reason": "no well there"})
    check.that(no.status == 200 and no["state"] == "refused" and no["account"] == 0, "and opens nothing", no)
    check.that(wang.post("/purse-applications", row).code == "has_purse_account", "one purse is enough for a customer")
    waits = wang.post("/purse-applications", {**row, "customer": farmers[2]})
    li = Client(day.server)
    li.sign_in("li", day.server.demo_password("li"))
    li.post("/session/password", {"old": day.server.demo_password("li"), "new": "kept in the safe 7"})
    check.that(li.get("/purse-applications")["rows"] == [] and li.get("/purses")["rows"] == [], "another station sees none of them")
    check.that(waits.status == 200 and [one["state"] for one in zhao.get("/purse-applications?sort=number")["rows"]] == ["granted", "refused", "waiting"], "the list says how each stands")


def accounts(day):
    """What the grant opened: an account without meter, a purse that waits for its card; and no way to sell to it as to a meter."""
    zhao, wang = day.people["zhao"], day.people["wang"]
    account = zhao.get(f"/accounts?filter.number={day.account}")["rows"][0]
    check.that(account["scheme"] == "irrigation_purse" and account["state"] == "draft" and account["station"] == "E01", "the account", account)
    purse = zhao.get(f"/purses?filter.account={day.account}")["rows"][0]
    check.that(purse["state"] == "granted" and purse["card"] is None and purse["area_1"] == "11010001" and purse["balance"] == "0.00", "its purse", purse)
    check.that(zhao.get("/purse-moves")["rows"] == [], "nothing has moved")
    scheme = next(row for row in wang.get("/schemes")["rows"] if row["name"] == "irrigation_purse")
    check.that(scheme["holder"] == "purse" and scheme["carriers"] == ["card"], "the scheme says that the card is the purse", scheme)
    check.that(wang.post("/quotes", {"account": day.account, "pay": "100.00"}).code == "balance_on_card", "no meter's price fits it")
    opening = {"customer": {"name": "Somebody"}, "service_point": {"code": "P-9", "address": "x"}, "meter": "999900000071", "plan": "cn-beijing", "scheme": "irrigation_purse"}
    for what in ("/quotes/opening", "/accounts/open"):
        asked = {**opening, "first_sale": {"pay": "10.00"}, "purse": {"village": day.village, "area_1": "11010001", "price_class": 1}, "client_key": new_key()}
        check.that(wang.post(what, asked).code in ("application_needed", "reader_not_chosen", "no_card"), "nor does a counter open one that nobody granted", wang.post(what, asked))
    check.that(wang.post("/quotes/opening", {**opening, "first_sale": {"pay": "10.00"}}).code == "application_needed", "it is told what to do")
    there = wang.post("/quotes/opening", {"draft": day.account, "first_sale": {"pay": "10.00"}})
    check.that(there.status == 200 and (there["account"], there["should_show"], there["lines"]) == (day.account, "10.00", []), "for one that was granted it asks what the first load would be", there)


def on_reader(day, who, reader):
    """Puts the card down there and waits until the desk has looked at it."""
    day.move(day.card, "wallet")
    day.move(day.card, reader)
    return day.people[who].poll("/reader", lambda a: a["card"] and a["card"]["state"] != "reading", "the card on the reader")["card"]


def load(day, pay):
    wang, purse = day.people["wang"], f"/accounts/{day.account}/purse"
    quote = wang.post(f"{purse}/quotes", {"pay": pay})
    return quote, wang.post(f"{purse}/loads", {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES}) if quote.status == 200 else quote


def loads(day):
    """The card is made with the first load, and loaded again; what it shows is what the books say."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    day.purse = f"/accounts/{day.account}/purse"
    wang.post("/shifts", {"opening_float": "500.00"})
    zhao.post("/shifts", {"opening_float": "500.00"})
    bench = wang.get("/bench")
    day.card, readers = bench["cards"][0]["id"], {row["id"]: row["name"] for row in bench["readers"]}
    zhao.put("/session/reader", {"reader": readers["reader:1"]})
    check.that(wang.post(f"{day.purse}/quotes", {"pay": "10.00"}).code == "no_card", "a card must lie there")
    on_reader(day, "wang", "reader:0")
    quote, first = load(day, "200.00")
    check.that(quote.status == 200 and quote["issues"] is True and quote["after"] == "200.00", "the quote says that a card is made", quote)
    check.that(first.status == 200 and first["outcome"] == "done", "the blank card is his, with the money on it", first)
    seen = wang.post("/purses/look", {})
    check.that(seen.status == 200 and (seen["account"], seen["balance"], seen["grey"]) == (day.account, "200.00", False), "it shows it", seen)
    quote, second = load(day, "50.00")
    check.that(quote["before"] == "200.00" and second["outcome"] == "done", "it is loaded again", second)
    rows = zhao.get(f"/purse-moves?filter.account={day.account}")["rows"]
    check.that([(one["kind"], one["amount"], one["n"], one["outcome"]) for one in rows] == [("load", "50.00", 2, "done"), ("load", "200.00", 1, "done")], "each move is written down with the card's counter", rows)
    check.that(all(len(one["proof"]) == 8 for one in rows), "and with its proof", rows)
    account = zhao.get(f"/accounts?filter.number={day.account}")["rows"][0]
    check.that(account["state"] == "open", "the account is open", account)


def other_areas(day):
    """Where his card is good is changed: the books say it at once, and the card after its next contact."""
    day.sign_in("he", day.server.demo_password("he"))
    wang, zhao, he, audit = (day.people[name] for name in ("wang", "zhao", "he", "audit"))
    door = f"{day.purse}/areas"
    zhao.post("/area-numbers", {"number": "11010003", "name": "Mill fields", "village": day.village, "station": "E01"})
    day.people["miller"].post("/area-numbers", {"number": "11010004", "name": "Far fields", "village": day.village, "station": "E02"})
    check.that(wang.post(door, {"area_1": "11010003"}).code == "permission_denied", "not by a cashier")
    check.that(he.post(door, {"area_1": "11010003"}).code == "not_found", "nor by another station's supervisor")
    check.that(zhao.post(door, {"area_1": "11010004"}).code == "not_found", "nor to an area number that another station has")
    check.that(day.people["miller"].post(door, {"area_1": "11010004"}).code == "area_number_elsewhere", "whoever sees all stations is told why")
    check.that(zhao.post(door, {"area_1": "11010002"}).code == "area_number_inactive", "nor to one that is out of use")
    check.that(zhao.post(door, {"area_1": ""}).code == "bad_area_number", "nor to none")
    changed = zhao.post(door, {"area_1": "11010003", "area_2": "11010001"})
    check.that(changed.status == 200 and (changed["area_1"], changed["area_2"], changed["area_3"]) == ("11010003", "11010001", ""), "a supervisor does", changed)
    waits = wang.get(f"/area-changes?filter.account={day.account}")["rows"]
    check.that([(one["area_1"], one["former_area_1"], one["asked_by"], one["written"]) for one in waits] == [("11010003", "11010001", "zhao", None)], "it waits for the card, and says who asked", waits)
    check.that(he.get("/area-changes")["rows"] == [], "another station hears nothing of it")
    zhao.post(door, {"area_1": "11010003", "area_2": "11010001"})
    check.that(len(wang.get(f"/area-changes?filter.account={day.account}")["rows"]) == 1, "the same once more is no change")
    seen = wang.post("/purses/look", {})  # it lies there still
    check.that(seen.status == 200 and (seen["balance"], seen["areas_refusal"]) == ("250.00", None), "the card is looked at", seen)
    written = wang.get(f"/area-changes?filter.account={day.account}")["rows"]
    check.that(len(written) == 1 and written[0]["written"] is not None, "and says it from then on", written)
    trail = [one["action"] for one in audit.get(f"/audit?filter.object=areas_change/{day.account}/1/1")["rows"]]
    check.that("purse_grant" in trail and "carry" in trail, "the trail has who asked, and that it was written", trail)


def deducts_and_closes(day):
    """Money comes off with the card's proof, and only that is paid out."""
    wang, zhao, audit = (day.people[name] for name in ("wang", "zhao", "audit"))
    less = {"amount": "30.00", "reason": "too much", "client_key": new_key()}
    check.that(wang.post(f"{day.purse}/deduct", less).code == "permission_denied", "a cashier deducts nothing")
    named = on_reader(day, "zhao", "reader:1")
    check.that(named["state"] != "recognised", "the desk of meters' cards leaves it alone", named)
    off = zhao.post(f"{day.purse}/deduct", less)
    check.that(off.status == 200 and off["outcome"] == "done", "a supervisor does", off)
    check.that(zhao.post(f"{day.purse}/deduct", less)["sale"]["number"] == off["sale"]["number"], "the same key gives the same answer")
    check.that(zhao.post("/purses/look", {})["balance"] == "220.00", "the card holds less")
    day.move(day.card, "wallet")
    zhao.poll("/reader", lambda answer: answer["card"] is None, "an empty reader")
    check.that(zhao.post(f"{day.purse}/close", {"phase": "finish", "client_key": new_key()}).code == "purse_not_empty", "nobody is paid out what his card has not proved to be off it")
    on_reader(day, "zhao", "reader:1")
    begun = zhao.post(f"{day.purse}/close", {"phase": "begin", "client_key": new_key()})
    check.that(begun.status == 200 and begun["outcome"] == "done", "the card is emptied", begun)
    closed = day.approved("zhao", f"{day.purse}/close", {"phase": "finish", "client_key": new_key()}, "miller")
    check.that(closed.status == 200 and closed["sale"]["tendered"] == "-250.00", "what came off is paid out", closed)
    ledger = {one["account"]: one["amount"] for one in audit.get("/balances?page_size=200")["rows"]}
    check.that(ledger.get("prepaid/purse", "0.00") == "0.00" and ledger.get(f"customer/{day.account}/balance", "0.00") == "0.00", "to the fen", ledger)
    check.that(zhao.get(f"/purses?filter.account={day.account}")["rows"][0]["state"] == "closed", "and the purse is closed")


def used_again(day):
    """His card goes to the next farmer: it was cleared with his account, and has another number now."""
    wang, zhao, miller = (day.people[name] for name in ("wang", "zhao", "miller"))
    before = zhao.get(f"/purses?filter.account={day.account}")["rows"][0]["card"]
    asked = zhao.get("/purse-applications?filter.state=waiting")["rows"][0]["number"]
    day.account = miller.post(f"/purse-applications/{asked}/grant")["account"]
    day.purse = f"/accounts/{day.account}/purse"
    on_reader(day, "wang", "reader:0")
    check.that(wang.post("/purses/look", {})["card"] is None, "the closed account's card shows nobody's number any more")
    again = wang.post("/purses/clear", {})
    check.that(again.code == "card_half_personalised" and "()" not in again["detail"], "a cleared card is not cleared again: it is called what it is, a card that waits to be made", again)
    quote, first = load(day, "60.00")
    check.that(first.status == 200 and first["outcome"] == "done", "the next one's first load makes it his", first)
    seen = wang.post("/purses/look", {})
    check.that((seen["account"], seen["balance"]) == (day.account, "60.00") and seen["card"] != before, "with a number of its own", seen)
    check.that(day.people["tech"].post("/purses/clear", {}).code == "permission_denied", "a technician clears none")
    check.that(wang.post("/purses/clear", {}).code == "purse_in_use", "and nobody one that is somebody's")
    check.that(wang.post("/purses/look", {})["balance"] == "60.00", "it is as it was")


def another_blank_card(day, number):
    """The next one comes only when the desk has seen that the one before is gone."""
    day.move(day.card, "wallet")
    day.people["wang"].poll("/reader", lambda answer: answer["card"] is None, "an empty reader")
    day.card = day.people["wang"].get("/bench")["cards"][number]["id"]
    on_reader(day, "wang", "reader:0")


def opened_at_the_counter(day):
    """Where none is reviewed the counter does all of it in one go; where they are, somebody new may apply there."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    farm = {"village": day.village, "area": "", "area_1": "11010001", "area_2": "", "price_class": 2}
    asked = wang.post("/purse-applications", {"new_customer": {"name": "Old Ma", "phone": "13800001111"}, **farm})
    check.that(asked.status == 200 and asked["state"] == "waiting", "somebody new is in the books with his application", asked)
    another_blank_card(day, 1)
    opening = {"customer": {"name": "Young Ma"}, "scheme": "irrigation_purse", "purse": farm, "first_sale": {"pay": "80.00", "tender": "cash", "confirmed": YES}, "client_key": new_key()}
    check.that(wang.post("/accounts/open", opening).code == "application_needed", "nothing is opened past a review")
    granted = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    once = {"draft": granted, "first_sale": {"pay": "40.00", "tender": "cash", "confirmed": YES}, "client_key": new_key()}
    made = wang.post("/accounts/open", once)
    check.that(made.status == 200 and made["outcome"] == "done" and made["sale"]["account"] == granted, "what was granted is opened, its card made and loaded", made)
    check.that(wang.post("/accounts/open", once)["sale"]["number"] == made["sale"]["number"], "once for a key")
    check.that(wang.post("/accounts/open", {**once, "client_key": new_key()}).code == "unknown_draft", "and once at all")
    day.sign_in("petrov", day.server.demo_password("petrov"))
    check.that(day.approved("miller", "/settings", {"name": "purse_review", "value": "0", "reason": "a small county"}, "petrov").status == 200, "the utility reviews none from now on")
    another_blank_card(day, 2)
    check.that(day.people["tech"].post("/accounts/open", opening).code == "permission_denied", "a technician opens none")
    check.that(wang.post("/accounts/open", {**opening, "purse": {**farm, "area_2": "11010001"}}).code == "area_number_twice", "its terms are those of every application")
    check.that(zhao.get("/customers?q=Young")["rows"] == [], "what is refused leaves nothing behind")
    quote = wang.post("/quotes/opening", opening)
    check.that(quote.status == 200 and (quote["unit"], quote["credit"], quote["should_show"]) == ("money", "80.00", "80.00"), "what will be on the card", quote)
    opened = wang.post("/accounts/open", opening)
    check.that(opened.status == 200 and opened["outcome"] == "done", "customer, account, card and money: one booking", opened)
    purse = zhao.get(f"/purses?filter.account={opened['sale']['account']}")["rows"][0]
    check.that((purse["state"], purse["balance"], purse["price_class"]) == ("active", "80.00", 2), "as it was said", purse)
    seen = wang.post("/purses/look", {})
    check.that((seen["account"], seen["balance"]) == (opened["sale"]["account"], "80.00"), "and the card shows it", seen)
    check.that(wang.post("/accounts/open", opening)["sale"]["number"] == opened["sale"]["number"], "asked again with its key it is the same one")


def lost_when_it_was_empty(day):
    """An emptied card is lost before its account is closed: its holder is paid out all the same."""
    zhao = day.people["zhao"]
    on_reader(day, "zhao", "reader:1")
    account = zhao.post("/purses/look", {})["account"]
    close = f"/accounts/{account}/purse/close"
    begun = zhao.post(close, {"phase": "begin", "client_key": new_key()})
    check.that(begun.status == 200 and begun["outcome"] == "done", "the card is emptied", begun)
    day.move(day.card, "wallet")
    zhao.poll("/reader", lambda answer: answer["card"] is None, "an empty reader")
    closed = day.approved("zhao", close, {"phase": "finish", "client_key": new_key()}, "miller")
    check.that(closed.status == 200 and closed["sale"]["tendered"] == "-80.00", "without it he gets what came off it", closed)
    check.that(zhao.get(f"/accounts?filter.number={account}")["rows"][0]["state"] == "closed", "and the account ends")
    on_reader(day, "zhao", "reader:1")
    found = zhao.post("/purses/look", {})
    check.that(found["clearable"] and zhao.post("/purses/clear", {}).status == 200, "found again it is cleared", found)


def reports(day):
    """New wells and the register of wells."""
    miller = day.people["miller"]
    fresh = miller.get("/reports/R01?period=2026-03")
    check.that(fresh.status == 200 and [row["names"][1] for row in fresh["rows"]] == ["W-1", "W-9"] and fresh["totals"][0] == 2, "R01 has the wells of March", fresh)
    first = fresh["rows"][0]["names"]
    check.that(first[0] == "2026-03-01" and first[5:7] == ["11010001", PUMP] and first[8] == "80", "with area number, meter and depth", first)
    month = miller.get("/reports/R02?period=2026-09")
    check.that(month["totals"] == [2, 0, 2, 1, 1, "15.000", 0, 0, 1], "R02 says how many there are, with a meter and without one, and of which nobody has heard", month)
    check.that(month["rows"][0]["shown"][1] == "in use" or month["rows"][0]["names"][1] == "in_use", "and which are in use", month["rows"])
    used = miller.get("/reports/R03?period=2026-03")
    check.that(used.status == 200 and [row["names"][0] for row in used["rows"]] == ["W-1"] and used["totals"][2] is None and used["totals"][-1] == 1, "R03 names the well of which no record came, with dashes", used)


def books_stand(day):
    """Everything in the books is as it was written."""
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, area_numbers, wells, supply, applies, accounts, loads, other_areas, deducts_and_closes, used_again, opened_at_the_counter, lost_when_it_was_empty, reports, books_stand)))
