#!/usr/bin/env python3
"""The process is killed while it makes a farmer's card, from outside: the blank card goes on at its next contact with the money that was paid, and where it is gone the
booking is given up, by those who may. Every answer is held against openapi.json. One line per check."""
import sys
import threading

from house import YES, new_key, walk
from irrigation import area_numbers
from run import Day, check, doors

ENDED = ("applied", "reversed")
WHY = {"reason": "the blank card is broken"}


def prepare(day):
    wang, zhao = day.people["wang"], day.people["zhao"]
    wang.post("/shifts", {"opening_float": "500.00"})
    zhao.post("/shifts", {"opening_float": "500.00"})
    day.farmers = 0
    check.that(wang.get("/shifts/current").status == 200, "the till is open")


def farmer_with_blank_card(day):
    """He was granted a card; a new blank one lies on the reader."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    day.farmers += 1
    customer = zhao.post("/customers", {"name": f"Farmer {day.farmers}", "kind": "person", "identity_number": f"K-{day.farmers}"})["number"]
    asked = wang.post("/purse-applications", {"customer": customer, "village": day.village, "area_1": "11010001", "price_class": 1})
    day.account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    day.purse = f"/accounts/{day.account}/purse"
    new_blank_card(day)


def new_blank_card(day):
    wang = day.people["wang"]
    for card in wang.get("/bench")["cards"]:
        if card["place"] == "reader:0":
            day.move(card["id"], "wallet")
    before = {card["id"] for card in wang.get("/bench")["cards"]}
    day.card = next(card["id"] for card in wang.post("/bench/cards", {})["cards"] if card["id"] not in before)
    day.on_reader(day.card)


def killed_while_making(day):
    """Until a kill finds it at work: what it had made before is his, and nothing else."""
    for _ in range(8):
        farmer_with_blank_card(day)
        wang, key = day.people["wang"], new_key()
        quote = wang.post(f"{day.purse}/quotes", {"pay": "200.00"})["quote"]

        def ask():
            try:
                wang.post(f"{day.purse}/loads", {"quote": quote, "client_key": key, "tender": "cash", "confirmed": YES})
            except OSError:
                pass  # the answer that the client loses

        asking = threading.Thread(target=ask)
        asking.start()
        wang.poll(f"/sales/by-key/{key}", lambda a: a.status == 200, "the booking")
        day.server.kill()
        asking.join()
        day.server.start()
        day.again("wang", "zhao", "audit", "miller")
        sale = day.people["wang"].get(f"/sales/by-key/{key}")["sale"]
        day.sale = sale["number"]
        row = day.people["zhao"].get(f"/purses?filter.account={day.account}")["rows"][0]
        if row["chip"] is not None:
            return row
        # The card was made. Nothing of it is under way any more – the money is on the card, or the card never heard of it and it went back to him –, or its seal had left: then the card says which.
        if sale["state"] not in ENDED:
            laid_down(day)
            sale = day.people["wang"].get(f"/sales/by-key/{key}")["sale"]
            row = day.people["zhao"].get(f"/purses?filter.account={day.account}")["rows"][0]
        check.that((row["balance"], sale["state"]) in (("200.00", "applied"), ("0.00", "reversed")), "the card was made, and says what became of the money", (row["balance"], sale["state"], row, sale))
    raise RuntimeError("it was never killed in time")


def laid_down(day):
    """The card leaves the reader and comes back."""
    day.move(day.card, "wallet")
    day.on_reader(day.card)
    return day.people["wang"].post("/purses/look", {})


def goes_on(day):
    """The blank card comes back: it is made to its end, and the money that was paid is on it, once."""
    row = killed_while_making(day)
    check.that((row["state"], row["balance"]) == ("granted", "0.00"), "the books wait for the card", row)
    seen = laid_down(day)
    check.that(seen.status == 200 and (seen["account"], seen["balance"]) == (day.account, "200.00"), "the card is his, with the money", seen)
    check.that(seen["settled"] == [{"sale": day.sale, "state": "applied", "paid_back_at": None}], "and the look says what it has settled", seen)
    check.that(laid_down(day)["settled"] == [], "once")
    after = day.people["zhao"].get(f"/purses?filter.account={day.account}")["rows"][0]
    check.that((after["state"], after["balance"], after["chip"]) == ("active", "200.00", None), "the books say so, too", after)


def killed_before_the_money_was_sealed(day):
    """Where the code that could give the money had left the vault, nobody gives the booking up: then another farmer is asked for."""
    for _ in range(8):
        killed_while_making(day)
        new_blank_card(day)
        wang = day.people["wang"]
        refused = wang.post(f"{day.purse}/quotes", {"pay": "200.00"})
        if refused.code == "making_broken_off":
            return refused
        check.that(refused.code == "sale_in_doubt", "the money may be on the card", refused)
        kept = wang.post(f"{day.purse}/give-up", {**WHY, "client_key": new_key()})
        check.that(kept.code == "making_in_doubt", "and goes back by nobody's word", kept)
    raise RuntimeError("it was never killed before it sealed")


def goes_back(day):
    """The blank card is broken: nothing is booked beside it, until the booking is given up by those who may."""
    refused = killed_before_the_money_was_sealed(day)
    wang, zhao, tech, audit = (day.people[name] for name in ("wang", "zhao", "tech", "audit"))
    check.that(refused["details"]["sale"] == day.sale, "another blank card is told why not", refused)
    give_up = {**WHY, "client_key": new_key()}
    check.that(audit.post(f"{day.purse}/give-up", give_up).code == "permission_denied", "an auditor gives nothing up")
    check.that(wang.post(f"{day.purse}/give-up", {**give_up, "reason": ""}).code == "reason_missing", "a reason is said")
    done = day.approved("wang", f"{day.purse}/give-up", give_up)
    check.that(done.status == 200 and done["sale"]["tendered"] == "-200.00", "a cashier takes her own slip back, above the limit with a second person", done)
    again = wang.post(f"{day.purse}/give-up", give_up)
    check.that(again.status == 200 and again["sale"]["number"] == done["sale"]["number"], "the same key gives the same answer", again)
    check.that(wang.post(f"{day.purse}/give-up", {**WHY, "client_key": new_key()}).code == "nothing_is_made", "and nothing is given up twice")
    check.that(zhao.get(f"/sales?filter.number={day.sale}")["rows"][0]["state"] == "taken_back", "its receipt was taken back")
    ledger = {one["account"]: one["amount"] for one in audit.get("/balances?page_size=200")["rows"]}
    check.that(ledger[f"customer/{day.account}/balance"] in ("200.00", "-200.00"), "he is owed what he paid", ledger)
    paid = day.approved("wang", f"{day.purse}/pay-out", {"amount": "200.00", "client_key": new_key()})
    check.that(paid.status == 200 and paid["sale"]["tendered"] == "-200.00", "and gets it", paid)
    quote = wang.post(f"{day.purse}/quotes", {"pay": "60.00"})
    made = wang.post(f"{day.purse}/loads", {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES})
    check.that(made.status == 200 and made["outcome"] == "done", "another blank card becomes his", made)
    check.that(wang.post("/purses/look", {})["balance"] == "60.00", "with the new money alone")


def books_stand(day):
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, area_numbers, prepare, goes_on, goes_back, books_stand)))
