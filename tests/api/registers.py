#!/usr/bin/env python3
"""Registers from outside: places as a tree whose figures are the rows behind them, buildings and rooms, the stock of meters through a meter's life, code
tables, which ways a utility sells in, customers who never were any, and what became of a row. Every answer is held against openapi.json."""
import json
import pathlib
import sys

from house import Ears, new_key, walk
from run import Day, check, doors, opening

# A key on P-256, as a handheld shows its own.
HANDHELD_KEY = "3059301306072a8648ce3d020106082a8648ce3d03010703420004" + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
LOT = {"code": "L-1", "model": "DDSY1352", "maker": "Hill", "document": "note 12", "received": "2026-11-02", "meters": "970000000101-970000000104", "seals": "A100-A107"}


def people(day):
    """A second manager, and a cashier of the other station, come to those who are there."""
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")
    day.sign_in("li", day.server.demo_password("li"), station="E02", till="T1")


def changed(day, name, value):
    return day.approved("miller", "/settings", {"name": name, "value": value, "reason": "board of 12 May"}, second="petrov")


def tree(day):
    """Each figure of the tree is what its own question says."""
    zhao = day.people["zhao"]
    seen = zhao.get("/place-tree")
    rows = seen["rows"]
    check.that(seen.status == 200 and {"station", "village"} <= {row["kind"] for row in rows}, "stations and villages", seen)
    stations = [row for row in rows if row["kind"] == "station"]
    total = sum(row["figures"]["accounts"] for row in stations) + seen["nowhere"]["accounts"]
    check.that(seen["whole"]["accounts"] == total > 0, "the whole is its stations and what lies nowhere", (seen["whole"], total))
    for name in ("accounts", "meters", "received"):
        village = max((row for row in rows if row["kind"] == "village"), key=lambda row: float(row["figures"][name]))
        ask = seen["asks"][name]
        query = {**ask["query"], "where": {"all": [*ask["query"]["where"]["all"], {"field": ask["at"] + "place", "how": "is", "value": village["code"]}]}}
        answer = zhao.post("/queries", {"query": query})
        behind = answer["totals"].get("tendered") if name == "received" else str(answer["total"])
        check.that(answer.status == 200 and float(behind or 0) == float(village["figures"][name]), f"{name} of {village['name']}: the rows behind make the figure", (village, answer["total"], answer["totals"]))
    check.that(zhao.get("/place-tree?month=2026-13").code == "bad_date" and zhao.get("/place-tree?month=2001-01")["whole"]["received"] == "0.00", "another month, and none")
    check.that({row["code"] for row in day.people["li"].get("/place-tree")["rows"] if row["kind"] == "station"} == {"E02"}, "who works at one station sees its places alone")


def rooms(day):
    """A building lies in a village, a room is once in it."""
    zhao = day.people["zhao"]
    village = next(row["code"] for row in zhao.get("/places?filter.kind=village&filter.station=E01")["rows"])
    hostel = {"code": "B-9", "kind": "building", "name": "Hostel 9", "station": "E01", "parent": village}
    check.that(zhao.post("/places", hostel).status == 200, "a building in a village")
    check.that(zhao.post("/places", {**hostel, "code": "V-9", "kind": "village", "parent": "B-9"}).code == "unknown_place", "no village lies in a building")
    room = {"code": "9-101", "address": "Hostel 9, 101", "place": village, "building": "B-9", "room": "101"}
    check.that(zhao.post("/service-points", room)["building"] == "B-9", "a room of it")
    check.that(zhao.post("/service-points", {**room, "code": "9-102"}).code == "room_taken", "no room twice")
    check.that(zhao.post("/service-points", {**room, "code": "9-103", "building": village, "room": "103"}).code == "unknown_place", "a village is no building")
    seen = zhao.get("/service-points/9-101")
    away = zhao.put("/service-points/9-101", {"active": False, "version": seen["version"]})
    check.that(away.status == 200 and away["active"] is False, "nobody is supplied there: it goes out of use", away)
    draft = {"customer": {"name": "Nobody Yet"}, "service_point": {"code": "9-101"}, "meter": {"number": "412600009101", "model": "DDZY1352Y"}, "plan": zhao.get("/plans")["rows"][0]["id"]}
    check.that(zhao.post("/accounts/drafts", draft).code == "service_point_out_of_use", "no account comes there")
    there = {**draft, "service_point": {"code": "9-104", "address": "Hostel 9, 104"}, "meter": {"number": "412600009104", "model": "DDZY1352Y"}}
    check.that(zhao.post("/accounts/drafts", {**there, "scheme": "by_magic"}).code == "unknown_scheme", "by no scheme that nobody knows")
    made = zhao.post("/accounts/drafts", {**there, "scheme": "server_account"})
    check.that(made.status == 200 and zhao.get(f"/accounts/{made['number']}")["scheme"] == "server_account", "a prepared account keeps the scheme that was chosen for it", made)
    used = zhao.get(f"/service-points/{zhao.get('/accounts?filter.state=open&page_size=1')['rows'][0]['service_point']}")
    check.that(zhao.put(f"/service-points/{used['code']}", {"active": False, "version": used["version"]}).code == "service_point_has_account", "where somebody is supplied stays in use")
    check.that(zhao.put("/service-points/9-101", {"active": True, "version": away["version"]}).status == 200, "and it comes back")


def stock(day):
    """A delivery, a fitter, the test bench, the scrap heap."""
    tech = day.people["tech"]
    check.that(day.people["zhao"].post("/stock-lots", LOT).code == "permission_denied", "a supervisor receives no meters")
    check.that(tech.post("/stock-lots", {**LOT, "seals": "A100-A102"}).code == "seals_do_not_fit", "seals are counted")
    check.that(tech.post("/stock-lots", LOT)["meters"] == 4, "a delivery is received")
    check.that(tech.post("/stock-lots", LOT).code == "already_there", "once")
    told = tech.get("/history?list=stock-lots&key=L-1")["rows"][0]
    check.that([one["after"] for one in told["changes"] if one["column"] == "received_by"] == [told["people"]["operator"]["tech"]] != ["tech"], "whoever a change names is called by his name", told)
    move = lambda kind, meters, **more: tech.post("/meter-stock/moves", {"move": kind, "meters": meters, **more})
    check.that(move("issued", "970000000101-970000000103", holder="Ma").status == 200, "three go out")
    check.that(move("returned", "970000000102").status == 200 and move("issued", "970000000102", holder="Ma").code == "stock_state", "what came back is tested first")
    check.that(move("tested", "970000000102", document="C-1", seals="B1,B2", day="2026-11-05").status == 200, "it was tested")
    check.that(move("scrapped", "970000000104").code == "reason_missing" and move("installed", "970000000104").code == "by_the_counter", "reasons; the counter installs")
    rows = {row["meter"][-3:]: row for row in tech.get("/meter-stock?sort=meter")["rows"]}
    check.that(rows["102"]["state"] == "received" and rows["102"]["seals"] == "B1,B2" and rows["102"]["test_due"] == "2034-11-05" and rows["101"]["holder"] == "Ma", "where each is", rows)
    due = tech.get("/meter-stock?filter.test_due=..2034-11-03")
    check.that(len(due["rows"]) == 3, "which are to be tested", due)
    events = tech.get("/stock-events?filter.meter=970000000102")["rows"]
    check.that({row["move"] for row in events} == {"received", "issued", "returned", "tested"} and "A102,A103" in {row["seals"] for row in events}, "seals have their history", events)
    seen = 4 if rows["101"]["station"] == "" else 0
    check.that(len(day.people["li"].get("/meter-stock")["rows"]) == seen, "the utility's store is everybody's, a station's its own")


def blank_cards(day):
    """A box of blank cards, some sent on, some thrown away, a count that differs; R18 adds up."""
    zhao = day.people["zhao"]
    move = lambda kind, cards, **more: zhao.post("/card-stock/moves", {"card_move": kind, "station": "E01", "product": "user_card", "cards": str(cards), **more})
    check.that(day.people["wang"].post("/card-stock/moves", {"card_move": "received", "product": "user_card", "cards": "1"}).code == "permission_denied", "a cashier keeps no stock of cards")
    check.that("user_card" in {row.get("card") for row in zhao.get("/schemes")["rows"]}, "a scheme says which card it gives")
    before = {row["product"]: row["cards_left"] for row in zhao.get("/card-stock?filter.station=E01")["rows"]}.get("user_card", 0)
    check.that(move("received", 100, box="B-7", supplier="Hill")["cards_left"] == before + 100, "a box comes")
    check.that(move("spoiled", 2).code == "reason_missing" and move("spoiled", 2, reason="bent")["cards_left"] == before + 98, "thrown away with a reason")
    check.that(move("sent", before + 99, to="E02").code == "cards_short" and move("sent", 20, to="E02")["cards_left"] == before + 78, "no more is sent than there is")
    differs = move("counted", before + 77)
    check.that(differs.code == "card_count_differs" and differs["details"]["difference"] == "-1", "a count that differs is said", differs)
    check.that(move("counted", before + 77, reason="one is gone")["count_difference"] == -1 and move("counted", before + 77)["count_difference"] == 0, "and booked with its reason; then it equals")
    check.that(move("received", "many").code == "field_malformed" and move("issued", 1).code == "card_move_by_itself", "numbers are numbers; cards are issued by the counter")


def from_stock(day):
    """Where meters come from stock no other is put on."""
    wang, tech = day.people["wang"], day.people["tech"]
    on_bench = {each["number"] for each in wang.get("/bench")["meters"]}
    body = None
    for draft in (row for row in wang.get("/accounts?filter.state=draft&page_size=200")["rows"] if row["meter"] in on_bench and row["station"] == "E01"):
        body = {"draft": draft["number"], "customer": {"number": draft["customer"]}, "service_point": {"code": draft["service_point"]}, "meter": draft["meter"], "plan": draft["plan"],
                "usage_class": draft["usage_class"], "first_sale": {"pay": "50.00", "tender": "cash", "received": "50.00"}, "client_key": new_key()}
        if wang.post("/quotes/opening", body).status == 200:
            break
    check.that(body is not None and wang.post("/quotes/opening", body).status == 200, "a meter that nobody received is put on", body)
    check.that(changed(day, "meters_from_stock", "1").status == 200, "two people say that meters come from stock")
    check.that(wang.post("/quotes/opening", body).code == "meter_not_in_stock", "then it is not")
    model = tech.get(f"/meters/{body['meter']}")["model"]
    check.that(tech.post("/stock-lots", {**LOT, "code": "L-2", "model": model, "meters": body["meter"], "seals": "Z1"}).status == 200, "it is received")
    check.that(wang.post("/quotes/opening", body).status == 200, "and may be put on")
    check.that(changed(day, "meters_from_stock", "0").status == 200, "and back")


def codes(day):
    """A code out of use is chosen by nobody any more."""
    miller, tech = day.people["miller"], day.people["tech"]
    code = {"kind": "maker", "code": "OLDCO", "name_en": "Old Co", "name_zh": "老厂", "name_ru": "Старый", "value": "", "active": False}
    check.that(miller.post("/codes", code).status == 200, "a maker that is gone")
    check.that(tech.post("/meters", {"number": "970000000801", "model": "DDSY1352", "maker": "OLDCO", "ct": "1", "pt": "1"}).code == "code_out_of_use", "no new meter is of it")
    check.that(miller.post("/codes", {**code, "kind": "colour"}).code == "field_malformed", "tables are declared")
    check.that(miller.post("/codes", {**code, "kind": "fee"}).code == "field_malformed", "what a fee is settings and price plans say, no table")
    check.that(miller.post("/codes", {**code, "kind": "capacity", "value": "=1+1"}).code == "code_value", "amperes are a number")


def codes_used(day):
    """What a table has is chosen by the registers: capacities of meters and deliveries, makers of handhelds."""
    miller, tech = day.people["miller"], day.people["tech"]
    for kind, name in (("capacity", "10-40"), ("handheld_maker", "HHC")):
        check.that(miller.post("/codes", {"kind": kind, "code": name, "name_en": name, "name_zh": name, "name_ru": name, "value": "40" if kind == "capacity" else "", "active": True}).status == 200, f"a {kind}")
    meter = {"number": "970000000811", "model": "DDSY1352", "ct": "1", "pt": "1"}
    unknown = tech.post("/meters", {**meter, "capacity": "10(40)"})
    check.that((unknown.code, unknown["details"]["kind"]) == ("unknown_code", "capacity"), "a capacity that no table has", unknown)
    made = tech.post("/meters", {**meter, "capacity": "10-40"})
    check.that(made.status == 200 and made["capacity"] == "10-40", "one that it has", made)
    lot = {**LOT, "code": "L-3", "meters": "970000000301-970000000302", "seals": "", "capacity": "10-40"}
    check.that(tech.post("/stock-lots", {**lot, "capacity": "none"}).code == "unknown_code" and tech.post("/stock-lots", lot).status == 200 and tech.get("/stock-lots?filter.code=L-3")["rows"][0]["capacity"] == "10-40", "a delivery says it")
    check.that(tech.get("/meters/970000000302")["capacity"] == "10-40", "of each of its meters")
    used = tech.get("/meters?filter.capacity=10-40&count=all&page_size=1")
    check.that(used["total"] == 3, "the code is in use by so many", used)
    row = next(one for one in miller.get("/codes?filter.kind=capacity")["rows"] if one["code"] == "10-40")
    check.that(miller.put("/codes/capacity/10-40", {"active": False, "version": row["version"]}).status == 200, "it is taken out of use")
    check.that(tech.post("/meters", {**meter, "number": "970000000812", "capacity": "10-40"}).code == "code_out_of_use" and tech.post("/stock-lots", {**lot, "code": "L-4", "meters": "970000000303"}).code == "code_out_of_use", "nobody new gets it")
    kept = tech.put("/meters/970000000811", {"maker": "Hill", "capacity": "10-40", "version": made["version"]})
    check.that(kept.status == 200 and kept["capacity"] == "10-40", "who has it keeps it", kept)
    handheld = {"public_key": HANDHELD_KEY, "name": "Round of the hills", "station": "E01"}
    check.that(miller.post("/handhelds", {**handheld, "maker": "Nobody"}).code == "unknown_code", "no handheld of a maker that no table has")
    handheld["maker"] = "HHC"
    asked = miller.post("/handhelds", handheld)["approval"]
    shown = {one["part"]: one["value"] for one in asked["content"]["parts"]}
    check.that(shown["name"] == handheld["name"] and shown["station"] == "E01" and shown["maker"] == "HHC" and shown["public_key"].upper() == HANDHELD_KEY.upper(), "the second person sees whose it is, where, and by whom it was made", asked)
    day.people["petrov"].post(f"/approvals/{asked['number']}/approve")
    others = [miller.post("/handhelds", {**handheld, **other, "approval": asked["number"]}).code for other in ({"name": "Another round"}, {"station": "E02"}, {"maker": ""})]
    check.that(others == ["approval_differs"] * 3, "and has agreed to no other name, station or maker", others)
    made = miller.post("/handhelds", {**handheld, "approval": asked["number"]})
    check.that(made.status == 200 and made["maker"] == "HHC", "one of a maker that it has", made)


def ways(day):
    """A way that is not used: nobody comes new in it."""
    check.that(day.people["wang"].get("/session")["utility"]["ways"] == ["card", "line", "server", "purse"], "all of them, as delivered")
    check.that(changed(day, "way_purse", "0").status == 200, "no purses from now on")
    check.that("purse" not in day.people["wang"].get("/session")["utility"]["ways"], "the console hides them")
    customer = day.people["wang"].get("/customers?page_size=1")["rows"][0]["number"]
    answer = day.people["wang"].post("/purse-applications", {"customer": customer, "station": "E01", "village": "V01", "area_1": "13092501"})
    check.that(answer.code == "way_not_used", "and the server refuses", answer)


def removed(day):
    """Who never was a customer goes; who is one stays."""
    zhao = day.people["zhao"]
    nobody = zhao.post("/customers", {"name": "Twice Named", "kind": "person", "phone": "13800001111", "identity_number": "110105194912310021"})
    path = f"/customers/{nobody['number']}"
    check.that(zhao.post(f"{path}/remove", {"reason": ""}).code == "reason_missing", "a removal says why")
    history = zhao.get(f"/history?list=customers&key={nobody['number']}")
    check.that(history.status == 200 and any(one["column"] == "name" and one["after"] == "Twice Named" for one in history["rows"][0]["changes"]), "what became of the row", history)
    masked = json.dumps(day.people["tech"].get(f"/history?list=customers&key={nobody['number']}")["rows"])
    check.that("13800001111" not in masked and "110105194912310021" not in masked, "masked as in the list", masked)
    check.that(zhao.post(f"{path}/remove", {"reason": "named twice"})["state"] == "removed", "removed")
    check.that(zhao.get(path).code == "not_found" and not zhao.get(f"/customers?filter.number={nobody['number']}")["rows"], "no list names him")
    theirs = zhao.get(f"/accounts?filter.number={day.account}")["rows"][0]["customer"]
    check.that(zhao.post(f"/customers/{theirs}/remove", {"reason": "x"}).code == "customer_has_history", "who has an account stays")
    check.that(zhao.get("/history?list=codes&key=maker/OLDCO")["rows"][0]["operator"] == "miller", "of any list")
    check.that(zhao.get("/history?list=operators&key=wang").code == "permission_denied", "that one may see")


def merged(day):
    """One person with two numbers goes on under one of them; the meter and the card go on as they are."""
    wang, zhao, miller, petrov = (day.people[name] for name in ("wang", "zhao", "miller", "petrov"))
    account = zhao.get(f"/accounts?filter.number={day.account}")["rows"][0]
    old = account["customer"]
    person = {"name": account["customer_name"], "kind": "person", "phone": "555 0107", "identity_number": "", "address": "", "language": "en"}
    new = zhao.post("/customers", person)["number"]
    path, body = f"/customers/{old}/merge", {"into_customer": new, "reason": "registered twice"}
    check.that(zhao.post(path, body).code == "permission_denied" and zhao.get(f"{path}?into_customer={new}").code == "permission_denied", "a supervisor merges nobody")
    check.that(miller.post(path, {**body, "into_customer": old}).code == "merge_with_itself", "nobody goes on as himself")
    check.that(miller.post(path, {**body, "into_customer": "999999999999"}).status in (404, 422), "nor as somebody who is not there")
    check.that(miller.post(path, {**body, "reason": ""}).code in ("reason_missing", "field_missing"), "nor without a reason")
    company = zhao.post("/customers", {**person, "kind": "company"})["number"]
    check.that(miller.get(f"{path}?into_customer={company}").code == "kinds_differ", "a person is no company")
    other = zhao.post("/customers", {**person, "identity_number": "X-2"})["number"]
    row = zhao.get(f"/customers/{old}")
    kept = zhao.put(f"/customers/{old}", {**{name: row[name] for name in (*person, "place", "version")}, "identity_number": "X-1"})
    check.that(kept.status == 200, "his identity number is written down", kept)
    check.that(miller.get(f"{path}?into_customer={other}").code == "identities_differ", "two identity numbers are two people")
    seen = miller.get(f"{path}?into_customer={new}")
    check.that(seen.status == 200 and [one["number"] for one in seen["accounts"]] == [day.account] and seen["filled"] == ["identity_number", "address", "place"], "who looks sees what would move", seen)
    check.that(zhao.get(f"/accounts?filter.customer={old}")["total"] == 1, "and nothing has moved")
    before = miller.get("/balances?count=all")["rows"]
    waits = miller.post(path, {**body, "reason": "the same telephone"})["approval"]["number"]
    ears = Ears(petrov)
    done = day.approved("miller", path, body, second="petrov")
    check.that(done.status == 200, "two managers merge them", done)
    check.that(ears.hears("approval", number=waits, decision="rejected"), "what waited in the merged name is rejected, and whoever looks at requests hears of it")
    check.that(miller.get("/balances?count=all")["rows"] == before, "no money has moved")
    check.that(zhao.get(f"/accounts?filter.number={day.account}")["rows"][0]["customer"] == new, "the account goes on under the other number")
    found = zhao.get(f"/customers?q={old}")["rows"]
    check.that(len(found) == 1 and found[0]["state"] == "merged" and found[0]["merged_into"] == new, "the merged number is found and leads there", found)
    check.that(miller.post(path, body).code == "customer_merged", "once")
    for where, what in ((f"/customers/{old}/block", {"reason": "x"}), (f"/customers/{old}/remove", {"reason": "x"})):
        check.that(zhao.post(where, what).code == "customer_merged", f"whatever is to become his is his there: {where.rsplit('/', 1)[1]}")
    told = miller.get(f"/history?list=customers&key={old}")
    check.that(told.status == 200 and "merged" in json.dumps(told.json), "its history says so", told)
    sold = day.sell(day.quote("20.00")["id"])
    check.that(sold.status == 200 and sold["outcome"] == "done" and sold["sale"]["customer"] == new, "the next sale is the surviving number's", sold)
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    check.that(wang.get(f"/sales/{sold['sale']['number']}")["state"] == "applied", "and his meter takes it from his card")


def declared(day):
    """What a row declares is what its page is made of."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    told = {row["register"]: row for row in zhao.get("/registers")["rows"]}
    def shown(name): return [column["name"] for column in told[name]["columns"] if not column["hidden"]]
    def field(name, column): return next(one for one in told[name]["form"] if one["name"] == column)
    check.that(shown("places") == ["code", "name", "kind", "parent", "station"] and told["places"]["divided"] == "kind", "a page begins with what the row says, in that order", told["places"])
    check.that(field("places", "parent")["source"] == "place" and field("meters", "maker")["free"], "what a field names is looked up, or offered")
    check.that("number" not in [one["name"] for one in told["customers"]["form"]] and field("customers", "state")["words"] == ["active", "blocked"], "the form asks for no number, and offers what may be said", told["customers"]["form"])
    check.that(told["meters"]["related"] == [{"list": "stock-events", "by": "meter"}], "a meter has what happened to it")
    out = told["occupants"]["actions"]
    check.that([(one["name"], one["right"], one["column"], one["says"]) for one in out] == [("move-out", "occupants_write", "moved_out", [])], "who lives there may move out", out)
    check.that("tills" not in {row["register"] for row in tech.get("/registers")["rows"]} or tech.get("/tills").status == 200, "nobody is told of a register that he may not see")
    door = {"code": "H-1", "kind": "building", "name": "Hostel", "station": "E01", "parent": "H-1"}
    nowhere, nameless = zhao.post("/places", door), zhao.post("/places", {"code": "H-1"})
    check.that((nowhere.code, nameless.code) == ("unknown_place", "name_missing"), "what must be said is said by the decision", (nowhere.json, nameless.json))


def terminals(day):
    """A recharge terminal is a till like any other in the books, and says what it is."""
    admin = day.people["admin"]
    check.that(admin.post("/tills", {"station": "E01", "code": "RT1", "name": "Hall of house 3", "kind": "recharge_terminal"}).status == 200, "a recharge terminal is entered")
    def there(): return next(row for row in admin.get("/tills?q=RT1")["rows"] if row["code"] == "RT1")
    row = there()
    check.that(row["kind"] == "recharge_terminal" and row["next_receipt"] == 1, "with receipt numbers of its own", row)
    renamed = admin.put("/tills/E01/RT1", {"name": "Hall of house 4", "version": row["version"]})
    check.that(renamed.status == 200 and there()["kind"] == "recharge_terminal" and there()["name"] == "Hall of house 4", "who changes its name changes nothing else", renamed)
    robot = admin.post("/tills", {"station": "E01", "code": "RT2", "name": "x", "kind": "robot"})
    check.that(robot.code == "field_malformed", "a kind that there is not", robot)
    check.that({one["kind"] for one in admin.get("/tills")["rows"]} == {"window", "recharge_terminal"}, "the others are windows, though nobody said so")


def for_programs_alone(day):
    """Counters of the house and what only tells rows apart stand on no page, in no drawer and in no file that takes all; a program has them, and who names them."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    told = {row["register"]: {column["name"] for column in row["columns"]} for row in [*zhao.get("/registers")["rows"], *tech.get("/registers")["rows"]]}
    technical = {"meters": {"revision", "voids_known"}, "meter-stock": {"events"}, "stock-events": {"number"}, "occupants": {"number"}, "debts": {"percent_e2"}}
    for name, columns in technical.items():
        check.that(name in told and not columns & told[name], f"no page of {name} has {', '.join(sorted(columns))}", told.get(name))
    check.that({"state", "key_version", "account"} <= told["meters"] and "part_percent" in told["debts"], "what people read stays, and percent are read as percent", told["meters"])
    row = zhao.get("/meters?page_size=1")["rows"][0]
    check.that(technical["meters"] <= set(row), "a program has them", row)
    words = json.loads((pathlib.Path(__file__).parent.parent.parent / "lang" / "zh.json").read_text())  # her file speaks her language
    titles = {words[f"column.{column}"] for column in technical["meters"]}
    def heads(query): return zhao.get(f"/meters?format=csv{query}").bytes.decode("utf-8-sig").splitlines()[0].split(",")
    whole, named = heads(""), heads("&columns=number,revision")
    check.that(len(whole) > 10 and not titles & set(whole), "no file that takes all has them", whole)
    check.that(named == [words["column.number"], words["column.revision"]], "one that names them does", named)
    steps = zhao.get(f"/history?list=meters&key={day.meter}")
    check.that(steps.status == 200 and not any(change["column"] in technical["meters"] for step in steps["rows"] for change in step["changes"]), "nor does a row's history", steps["rows"])


if __name__ == "__main__":
    sys.exit(walk(check, Day, [doors, opening, people, tree, rooms, stock, blank_cards, from_stock, codes, codes_used, ways, removed, merged, declared, terminals, for_programs_alone]))
