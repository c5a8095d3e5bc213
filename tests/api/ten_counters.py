#!/usr/bin/env python3
"""Ten counters at once: each with its own till and operator, all with cards of one holder's family, and each request sent twice, as a client does that lost its answer. Never
more on cards than was paid, each load once, and the books add up. The bench has four readers: who waits for one waits, as at a counter. One line per check."""
import concurrent.futures
import queue
import sys
import threading

from house import PASSWORD, YES, Client, new_key, walk
from irrigation import village
from run import Day, check, doors

AREA, TILLS, ROUNDS, LOAD = "11010001", 10, 3, "20.00"


def fen(text):
    return round(float(text) * 100)


class Counter:
    """One till with its operator; a card lies on whichever reader is free."""

    def __init__(self, day, number):
        admin, self.day, self.name, self.till = day.people["admin"], day, f"till{number}", f"K{number}"
        body = {"name": self.name, "full_name": self.name, "roles": ["supervisor"], "station": "E01"}
        made = admin.post("/operators", body)
        if made.status == 202:  # who handles money is hired by two
            made = day.approved("admin", "/operators", body, "miller")
        admin.post("/tills", {"station": "E01", "code": self.till, "name": self.till})
        self.client = Client(day.server)
        self.client.sign_in(self.name, made["one_time_password"])
        self.client.post("/session/password", {"old": made["one_time_password"], "new": PASSWORD})
        self.client = Client(day.server)
        self.signed_in = self.client.sign_in(self.name, PASSWORD, station="E01", till=self.till)
        self.shift = self.client.post("/shifts", {"opening_float": "0.00"})

    def with_card(self, card, work):
        """Puts it down on a free reader, works, and takes it away."""
        reader, name = self.day.readers.get()
        try:
            self.client.put("/session/reader", {"reader": name})
            self.client.post(f"/bench/cards/{card}/move", {"to": reader})
            self.client.poll("/reader", lambda a: a["card"] and a["card"]["state"] != "reading", "the card on the reader")
            return work()
        finally:
            self.client.post(f"/bench/cards/{card}/move", {"to": "wallet"})
            self.client.poll("/reader", lambda a: not a["card"], "the empty reader")
            self.client.put("/session/reader", {"reader": ""})
            self.day.readers.put((reader, name))

    def load(self, account, pay=LOAD, times=2):
        """The same request at the same moment, as often as somebody's client sends it."""
        quote = self.client.post(f"/accounts/{account}/purse/quotes", {"pay": pay})
        if quote.status != 200:
            return [quote]
        body = {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES}

        def heard(_):
            """Whoever is told that the other one's request is still at the card asks again."""
            for _ in range(1000):
                answer = self.client.post(f"/accounts/{account}/purse/loads", body)
                if answer.status != 200 or answer["outcome"] != "not_yet_known":
                    break
            return answer

        with concurrent.futures.ThreadPoolExecutor(times) as all_:
            return list(all_.map(heard, range(times)))


def at_once(day, work):
    """Every counter at the same moment."""
    gate = threading.Barrier(TILLS)

    def one(counter):
        gate.wait()
        return work(counter)

    with concurrent.futures.ThreadPoolExecutor(TILLS) as all_:
        return list(all_.map(one, day.counters))


def hall(day):
    """A village with fields, and the readers of a hall: whoever works takes one and puts it back"""
    zhao, wang = day.people["zhao"], day.people["wang"]
    day.village = village(day)
    zhao.post("/area-numbers", {"number": AREA, "name": "Fields", "village": day.village, "station": "E01"})
    wang.put("/session/reader", {"reader": ""}), zhao.put("/session/reader", {"reader": ""})
    day.readers = queue.Queue()
    for row in wang.get("/bench")["readers"]:
        day.readers.put((row["id"], row["name"]))


def counters(day):
    """Ten tills, ten operators, ten shifts"""
    hall(day)
    day.counters = [Counter(day, number) for number in range(1, TILLS + 1)]
    check.that([one.signed_in.status for one in day.counters] == [200] * TILLS and [one.shift.status for one in day.counters] == [200] * TILLS, "each has a shift of his own", [str(one.shift) for one in day.counters])


def applied(day, name):
    customer = day.people["zhao"].post("/customers", {"name": name, "kind": "person", "identity_number": name})["number"]
    body = {"customer": customer, "village": day.village, "area_1": AREA, "price_class": 1}
    return body, day.people["wang"].post("/purse-applications", body)


def one_account(day):
    """One holder at ten counters, with ten cards: one becomes his"""
    body, asked = applied(day, "holder")
    check.that({one.code for one in at_once(day, lambda counter: counter.client.post("/purse-applications", body))} == {"application_waits"}, "ten more applications of his are none")
    zhao = day.people["zhao"]
    account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    cards = [zhao.post("/bench/cards", {})["cards"][-1]["id"] for _ in range(TILLS)]
    answers = at_once(day, lambda counter: counter.with_card(cards[day.counters.index(counter)], lambda: counter.load(account)))
    done = [set(one["sale"]["number"] for one in pair if one.status == 200 and one["outcome"] == "done") for pair in answers]
    check.that(sum(len(numbers) for numbers in done) == 1, "one counter makes his card, once, though it asked twice", [[str(one)[:90] for one in pair] for pair in answers])
    refused = {one.code for pair, numbers in zip(answers, done) if not numbers for one in pair}
    check.that(refused <= {"wrong_card", "quote_stale", "sale_in_doubt", "making_broken_off", "unknown_card", "card_in_use"}, "the others are told why not", refused)
    day.holder, day.paid = account, {account: fen(LOAD)}
    row = zhao.get(f"/purses?filter.account={account}")["rows"]
    check.that(len(row) == 1 and fen(row[0]["balance"]) == fen(LOAD), "he has one purse with what was paid once", row)


def ten_cards(day):
    """Ten cards at ten counters, three times in a row"""
    zhao, wang = day.people["zhao"], day.people["wang"]
    day.cards = []
    for number in range(TILLS):
        asked = applied(day, f"brother {number}")[1]
        account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
        day.cards.append((account, wang.post("/bench/cards", {})["cards"][-1]["id"]))
        day.paid[account] = 0
    for round_ in range(ROUNDS):
        def work(counter):
            account, card = day.cards[(day.counters.index(counter) + round_) % TILLS]
            return account, counter.with_card(card, lambda: counter.load(account))
        loaded = at_once(day, work)
        for account, answers in loaded:
            numbers = {one["sale"]["number"] for one in answers if one.status == 200}
            check.that(len(numbers) == 1 and all(one.status == 200 and one["outcome"] == "done" for one in answers), f"round {round_ + 1}: account {account} is loaded once, and both clients hear the same", [str(one)[:120] for one in answers])
            day.paid[account] += fen(LOAD)


def books(day):
    """Cards, purses, tills and ledger say the same"""
    zhao, audit, wang = day.people["zhao"], day.people["audit"], day.people["wang"]
    rows = {row["account"]: row for row in zhao.get("/purses?page_size=200")["rows"]}
    check.that({account: fen(rows[account]["balance"]) for account in day.paid} == day.paid, "each purse holds what was paid for it")
    wallet = {row["id"]: fen(row["purse"]["balance"]) for row in wang.get("/bench")["cards"] if row.get("purse")}
    check.that([wallet[card] for _, card in day.cards] == [fen(LOAD) * ROUNDS] * TILLS, "and so does each card", wallet)
    moves = zhao.get("/purse-moves?page_size=200")["rows"]
    done = [(row["account"], row["n"]) for row in moves if row["outcome"] == "done"]
    check.that(len(done) == len(set(done)) == 1 + TILLS * ROUNDS, "no counter of a card was used twice", len(done))
    ledger = {one["account"]: one["amount"] for one in audit.get("/balances?page_size=200")["rows"]}
    check.that(fen(ledger["prepaid/purse"]) in (sum(day.paid.values()), -sum(day.paid.values())), "the ledger has all of it, and nothing else", ledger["prepaid/purse"])
    proof = audit.post("/verify")
    check.that(proof["ok"], "the books verify", proof)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, counters, one_account, ten_cards, books)))
