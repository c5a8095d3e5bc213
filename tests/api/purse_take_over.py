#!/usr/bin/env python3
"""The books are put back to an older copy, and a farmer who was at the counter since has a card that is ahead of them: he is locked out until a supervisor takes over what his
card proves and a manager agrees to the numbers that both see; then he is served again, and the books verify. Every answer is held against openapi.json. One line per check."""
import contextlib
import shutil
import sys

from house import new_key, proposed, walk
from irrigation import area_numbers, load, on_reader
from run import Day, check, doors

WHY = {"reason": "the books were restored from last night's copy"}


def farmer(day):
    """He has a card with money on it when the copy is made."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    zhao.post("/area-numbers", {"number": "11010005", "name": "West fields", "village": day.village, "station": "E01"})
    wang.post("/shifts", {"opening_float": "500.00"})
    zhao.post("/shifts", {"opening_float": "500.00"})
    customer = zhao.post("/customers", {"name": "Farmer Liu", "kind": "person", "identity_number": "L-1"})["number"]
    asked = wang.post("/purse-applications", {"customer": customer, "village": day.village, "area_1": "11010001", "price_class": 1})
    day.account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    day.purse = f"/accounts/{day.account}/purse"
    day.card = wang.get("/bench")["cards"][0]["id"]
    readers = {row["id"]: row["name"] for row in wang.get("/bench")["readers"]}
    day.readers = readers
    day.before("wang")
    _, first = load(day, "200.00")
    check.that(first.status == 200 and first["outcome"] == "done", "200.00 are on his card", first)
    day.before("zhao")
    other = zhao.post("/customers", {"name": "Farmer Qian", "kind": "person", "identity_number": "L-2"})["number"]
    asked = wang.post("/purse-applications", {"customer": other, "village": day.village, "area_1": "11010001", "price_class": 1})
    day.neighbour = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    day.neighbours_card = wang.get("/bench")["cards"][1]["id"]
    third = zhao.post("/customers", {"name": "Farmer Sun", "kind": "person", "identity_number": "L-3"})["number"]
    asked = wang.post("/purse-applications", {"customer": third, "village": day.village, "area_1": "11010001", "price_class": 1})
    day.loser = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    day.losers_card, day.losers_next = (wang.get("/bench")["cards"][at]["id"] for at in (2, 3))
    with day.standing_there("wang", day.loser, day.losers_card):
        _, first = load(day, "60.00")
        check.that(first.status == 200 and first["outcome"] == "done", "60.00 are on a third farmer's card", first)
    day.before("zhao")
    same = zhao.post(f"{day.purse}/take-over", {**WHY, "client_key": new_key()})
    check.that(same.code == "nothing_to_take_over", "books and card count the same: there is nothing to take over", same)


def lost_hours(day):
    """A copy of the folder, two loads after it, and the copy in place of the books; cards are not put back."""
    data, copy = day.server.folder / "data", day.server.folder / "copy"
    day.server.stop()
    shutil.copytree(data, copy)
    day.server.start()
    day.again("wang", "zhao")
    day.before("wang")
    for pay in ("50.00", "40.00"):
        _, more = load(day, pay)
        check.that(more.status == 200 and more["outcome"] == "done", f"{pay} more", more)
    day.people["zhao"].post(f"{day.purse}/areas", {"area_1": "11010005"})
    check.that(day.people["wang"].post("/purses/look", {})["areas_refusal"] is None, "and his card says other area numbers")
    with day.as_neighbour("wang"):
        _, first = load(day, "80.00")
        check.that(first.status == 200 and first["outcome"] == "done", "another farmer's first card is made in these hours", first)
    blocked = day.people["zhao"].post(f"/accounts/{day.loser}/purse/block", {"reason": "lost"})
    check.that(blocked.status == 200, "the third one has lost his card", blocked)
    with day.standing_there("wang", day.loser, day.losers_next):
        made = day.people["wang"].post(f"/accounts/{day.loser}/purse/replace-card", {"client_key": new_key(), "tender": "cash"})
        check.that(made.status == 200 and made["outcome"] == "done", "and got another one", made)
        _, more = load(day, "25.00")
        check.that(more.status == 200 and more["outcome"] == "done", "onto which 25.00 were loaded", more)
    day.server.stop()
    shutil.rmtree(copy / "bench")
    shutil.copytree(data / "bench", copy / "bench")
    shutil.rmtree(data)
    copy.rename(data)
    day.server.start()
    day.again("wang", "zhao", "audit", "miller")
    day.before("wang")
    row = day.people["zhao"].get(f"/purses?filter.account={day.account}")["rows"][0]
    check.that((row["balance"], row["n"]) == ("200.00", 1), "the books know of one load", row)
    check.that(day.people["wang"].post("/purses/look", {})["balance"] == "290.00", "the card holds what three have brought")


def locked_out(day):
    """No door serves him, and each says what to do."""
    wang, zhao, audit = (day.people[name] for name in ("wang", "zhao", "audit"))
    refused = wang.post(f"{day.purse}/quotes", {"pay": "10.00"})
    check.that(refused.code == "purse_exceeds_books" and "接管" in refused["detail"], "he is not loaded, and the sentence says who can help", refused)
    take = {**WHY, "client_key": new_key()}
    check.that(wang.post(f"{day.purse}/take-over", take).code == "permission_denied", "a cashier takes nothing over")
    check.that(audit.post(f"{day.purse}/take-over", take).code == "permission_denied", "nor an auditor")
    day.before("zhao")
    check.that(zhao.post(f"{day.purse}/take-over", {**take, "reason": ""}).code == "reason_missing", "a reason is said")


def taken_over(day):
    """By two persons who see the same numbers."""
    zhao, wang, audit = (day.people[name] for name in ("zhao", "wang", "audit"))
    asked = zhao.post(f"{day.purse}/take-over", {**WHY, "client_key": new_key()})
    what, parts = proposed(asked)
    check.that(asked.status == 202 and what == "take_over_card", "a second person is asked", asked)
    check.that((parts["counted_by_card"], parts["counted_by_books"], parts["shown_by_card"], parts["shown_by_books"], parts["sum"]) == ("3", "1", "290.00", "200.00", "90.00"), "who sees both sides and the sum", parts)
    done = day.approved("zhao", f"{day.purse}/take-over", {**WHY, "client_key": new_key()}, "miller")
    check.that(done.status == 200 and done["sale"]["kind"] == "taken_over" and done["sale"]["credit"] == "90.00" and done["sale"]["tendered"] == "0.00", "it is taken over, and no till took money for it", done)
    row = zhao.get(f"/purses?filter.account={day.account}")["rows"][0]
    check.that((row["balance"], row["n"], row["not_known"]) == ("290.00", 3, "0.00"), "the purse stands as the card does", row)
    move = zhao.get(f"/purse-moves?filter.account={day.account}")["rows"][0]
    check.that((move["kind"], move["amount"], move["n"]) == ("taken_over", "90.00", 3) and len(move["proof"]) == 8, "a move of its own kind, with the proof of the card's newest load", move)
    ledger = {one["account"]: one["amount"] for one in audit.get("/balances?page_size=200")["rows"]}
    check.that(ledger["taken_over/purse"] == "90.00" and ledger["prepaid/purse"] == "-350.00", "what the lost hours took in stands by itself", ledger)
    slip = zhao.get(f"/receipts/{done['sale']['number']}?format=text&lang=en").bytes.decode()
    check.that("Taken over, by two persons' word" in slip and "90.00" in slip and day.people["miller"].get("/session")["operator"]["full_name"] in slip, "its slip says what was agreed to, and by whom", slip)
    again = zhao.post(f"{day.purse}/take-over", {**WHY, "client_key": new_key()})
    check.that(again.code == "nothing_to_take_over", "once", again)


def served_again(day):
    """Loaded and taken off as ever; the books verify."""
    day.before("wang")
    _, more = load(day, "10.00")
    check.that(more.status == 200 and more["outcome"] == "done", "he is loaded again", more)
    check.that(day.people["wang"].post("/purses/look", {})["balance"] == "300.00", "and the card shows it")
    day.before("zhao")
    off = day.people["zhao"].post(f"{day.purse}/deduct", {"amount": "5.00", "reason": "too much", "client_key": new_key()})
    check.that(off.status == 200 and off["outcome"] == "done", "and taken off again", off)
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)
    month = day.people["miller"].get(f"/reports/R06?period={day.people['miller'].get('/reports')['today'][:7]}")
    check.that(month.status == 200 and "90.00" in str(month.json), "R06 has a line of it, and its purses add up", month)


def other_areas(day):
    """What his card proves of money is taken over; that it says other area numbers is told until somebody has said which are right."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    day.before("wang")
    for _ in range(2):
        told = wang.post("/purses/look", {})["areas_refusal"] or {}
        check.that(told.get("code") == "card_says_other_areas" and told["details"]["areas"] == "11010005" and told["details"]["known"] == "11010001", "the look names both", told)
        check.that("11010005" in told["detail"] and "{" not in told["detail"], "in a sentence", told)
    asked = zhao.get(f"/area-changes?filter.account={day.account}")["rows"]
    check.that([(row["area_1"], row["former_area_1"], row["asked_by"], row["written"]) for row in asked] == [("11010001", "11010005", "", None)], "nobody has asked for them by these books", asked)
    check.that(wang.post(f"{day.purse}/areas", {"area_1": "11010005"}).code == "permission_denied", "a cashier gives none")
    given = zhao.post(f"{day.purse}/areas", {"area_1": "11010005"})
    check.that(given.status == 200 and given["area_1"] == "11010005", "a supervisor says that the card's are right", given)
    check.that(wang.post("/purses/look", {})["areas_refusal"] is None, "and card and books say the same")
    rows = zhao.get(f"/area-changes?filter.account={day.account}")["rows"]
    check.that(len(rows) == 2 and all(row["written"] for row in rows), "nothing waits any more", rows)


def first_card(day):
    """A card that no book knows becomes its account's, by its number and by whom it names."""
    zhao = day.people["zhao"]
    with day.as_neighbour("zhao"):
        seen = zhao.post("/purses/look", {})
        check.that((seen["account"], seen["not_in_books"], seen["balance"], seen["clearable"]) == (day.neighbour, True, "80.00", False), "the look says whose it would be", seen)
        asked = zhao.post(f"/accounts/{day.neighbour}/purse/take-over", {**WHY, "client_key": new_key()})
        what, parts = proposed(asked)
        check.that(what == "take_over_card" and (parts["counted_by_card"], parts["counted_by_books"], parts["sum"]) == ("1", "0", "80.00"), "a second person sees both sides", parts)
        done = day.approved("zhao", f"/accounts/{day.neighbour}/purse/take-over", {**WHY, "client_key": new_key()}, "miller")
        check.that(done.status == 200 and done["sale"]["credit"] == "80.00", "it is taken over with its money", done)
        row = zhao.get(f"/purses?filter.account={day.neighbour}")["rows"][0]
        check.that((row["state"], row["card"], row["balance"], row["n"]) == ("active", seen["card"], "80.00", 1), "the account has its card", row)
        account = zhao.get(f"/accounts?filter.number={day.neighbour}")["rows"][0]
        check.that(account["state"] == "open", "and is open", account)
        check.that(zhao.post("/purses/look", {})["not_in_books"] is False, "which the books know now")
    report = day.people["audit"].post("/verify")
    check.that(report["ok"], "the books verify", report)


def next_card(day):
    """A card that was made after a lost one: what that held is asked for, and waits or was paid over, as two persons say."""
    zhao, audit = day.people["zhao"], day.people["audit"]
    take = f"/accounts/{day.loser}/purse/take-over"
    with day.standing_there("zhao", day.loser, day.losers_next):
        seen = zhao.post("/purses/look", {})
        check.that((seen["account"], seen["not_in_books"], seen["balance"]) == (day.loser, True, "25.00"), "the look says whose it is, though the books have the lost one in force", seen)
        asked = zhao.post(take, {**WHY, "client_key": new_key()})
        check.that(asked.code == "rest_not_said" and asked["details"]["sum"] == "60.00", "60.00 of the lost one may lie on it: somebody must say", asked)
        perhaps = zhao.post(take, {**WHY, "lost_card": "perhaps", "client_key": new_key()})
        check.that(perhaps.code == "field_malformed", "one way or the other", perhaps)
        asked = zhao.post(take, {**WHY, "lost_card": "waits", "client_key": new_key()})
        _, parts = proposed(asked)
        check.that((parts["lost_rest"], parts["sum"]) == ("lost_rest.waits", "25.00"), "the second person sees what was said", parts)
        done = day.approved("zhao", take, {**WHY, "lost_card": "paid_over", "client_key": new_key()}, "miller")
        check.that(done.status == 200 and done["sale"]["credit"] == "25.00", "the other answer: what it proves came from the lost one", done)
        rows = {row["number"]: row for row in zhao.get(f"/purses?filter.account={day.loser}")["rows"]}
        check.that((rows[1]["state"], rows[1]["not_known"], rows[2]["state"], rows[2]["card"], rows[2]["balance"]) == ("paid_over", "35.00", "active", seen["card"], "25.00"),
                   "it is his, and the lost one has ended: what else it held is not known yet", rows)
        check.that({one["account"]: one["amount"] for one in audit.get("/balances?page_size=200")["rows"]}["taken_over/purse"] == "170.00", "nothing of it is money that no book knew")
        month = day.people["miller"].get(f"/reports/R06?period={day.people['miller'].get('/reports')['today'][:7]}")
        line = {row["names"][0]: row["cells"][0] for row in month["rows"]}
        check.that((line["proven_by_cards"], line["purses_in_force"], line["purses_waiting"], line["closing"]) == ("170.00", "400.00", "35.00", "435.00"), "R06 has the same, purse by purse", line)
        check.that(any(row["card"] == rows[1]["card"] for row in zhao.get("/black-list")["rows"]), "its wells will be told")
        check.that(zhao.post("/purses/look", {})["not_in_books"] is False, "which the books know now")
    report = audit.post("/verify")
    check.that(report["ok"], "the books verify", report)


class Farmer(Day):
    def as_neighbour(self, who):
        """The other farmer stands there, with his card."""
        return self.standing_there(who, self.neighbour, self.neighbours_card)

    @contextlib.contextmanager
    def standing_there(self, who, account, card):
        """Another farmer stands there, with this card."""
        kept = self.account, self.card
        self.move(self.card, "wallet")
        self.account, self.card = account, card
        self.before(who)
        yield
        self.move(self.card, "wallet")
        self.account, self.card = kept

    def before(self, who):
        """Each till has a reader of its own."""
        place = {"wang": "reader:0", "zhao": "reader:1"}[who]
        self.people[who].put("/session/reader", {"reader": self.readers[place]})
        self.move(self.card, "wallet")
        self.people[who].poll("/reader", lambda a: not a["card"], "no card on the reader")
        on_reader(self, who, place)


if __name__ == "__main__":
    sys.exit(walk(check, Farmer, (doors, area_numbers, farmer, lost_hours, locked_out, taken_over, served_again, other_areas, first_card, next_card)))
