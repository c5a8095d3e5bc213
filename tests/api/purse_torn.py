#!/usr/bin/env python3
"""Farmers' cards are torn away at every command of a load and of a deduction, and then by several counters at once in any order, while others ask for the same accounts without the
card, send every request twice, block, replace, pay over and close. Afterwards each card is looked at once more: cards, purses, tills and ledger say the same to the fen, nothing is
open, and the books verify. One line per check. SEED names another order."""
import os
import random
import sys
import threading

import ten_counters
from house import new_key, walk
from run import Day, check, doors
from ten_counters import Counter, applied, fen, hall

TILLS, FARMERS, TURNS = 4, 6, 14
SEED = int(os.environ.get("SEED", "7"))
SETTLED = {"applied", "carried", "reversed", "taken_back"}
COMMANDS = 30  # more than a quote, a load and whoever asks for it once more have together


class Torn(Counter):
    """A counter from whose reader the card may be taken at a command yet to come."""

    def held(self, card, work, pull=0):
        """`work` is done while the card lies there; it lies in the wallet afterwards, whatever became of it."""
        reader, name = self.day.readers.get()
        try:
            self.client.put("/session/reader", {"reader": name})
            self.client.post(f"/bench/cards/{card}/move", {"to": reader})
            self.client.poll("/reader", lambda a: a["card"] and a["card"]["state"] != "reading", "the card on the reader")
            if pull:
                self.client.post(f"/bench/cards/{card}/pull", {"at_command": pull})
            return work()
        finally:
            self.client.post(f"/bench/cards/{card}/pull", {"at_command": 0})
            self.client.post(f"/bench/cards/{card}/move", {"to": "wallet"})
            self.client.poll("/reader", lambda a: not a["card"], "the empty reader")
            self.client.put("/session/reader", {"reader": ""})
            self.day.readers.put((reader, name))

    def deduct(self, account, amount):
        body = {"amount": amount, "reason": "too much", "client_key": new_key()}
        return twice(lambda: self.client.post(f"/accounts/{account}/purse/deduct", body))

    def look(self):
        return self.client.post("/purses/look", {})


def twice(ask):
    """At the same moment, as a client does that lost its answer."""
    out = []
    hands = [threading.Thread(target=lambda: out.append(ask())) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return out


class Farmer:
    def __init__(self, account, card):
        self.account, self.card = account, card
        self.hand = threading.Lock()  # a card is in one place


def everybody(day):
    """Counters, and farmers with money on their cards"""
    zhao = day.people["zhao"]
    hall(day)
    day.counters = [Torn(day, number) for number in range(1, TILLS + 1)]
    day.farmers = []
    for number in range(FARMERS):
        account = zhao.post(f"/purse-applications/{applied(day, f'farmer {number}')[1]['number']}/grant")["account"]
        day.farmers.append(Farmer(account, blank(day)))
        first = day.counters[0].held(day.farmers[-1].card, lambda: day.counters[0].load(account, "100.00", 1))
        check.that(first[0].status == 200 and first[0]["outcome"] == "done", f"account {account} has 100.00 on its card", first[0])


def blank(day):
    return day.people["wang"].post("/bench/cards", {})["cards"][-1]["id"]


def at_every_command(day):
    """Torn at each command in turn, at all counters side by side"""
    def tear(counter, farmer, work, torn):
        for command in range(1, COMMANDS + 1):
            answers = counter.held(farmer.card, lambda: work(counter, farmer), command)
            seen = counter.held(farmer.card, counter.look)
            torn.append((answers[0], seen.status, seen["balance"] if seen.status == 200 else seen.code, balance(day, farmer)))

    for work, name in ((lambda c, f: c.load(f.account, "1.01"), "load"), (lambda c, f: c.deduct(f.account, "0.03"), "deduction")):
        torn = [[] for _ in day.counters]
        hands = [threading.Thread(target=tear, args=(counter, day.farmers[at], work, torn[at])) for at, counter in enumerate(day.counters)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        flat = [one for each in torn for one in each]
        check.that(all(status == 200 and shown == booked for _, status, shown, booked in flat), f"a {name} that was torn at any command is settled at the next look", [one for one in flat if one[2] != one[3]])
        ends = [each[-1][0] for each in torn]
        check.that(all(answer.status == 200 and answer["outcome"] != "not_done" for answer in ends), f"it has less than {COMMANDS} of them", [str(answer)[:100] for answer in ends])
    stands(day)


def sales(day, farmer):
    return day.people["zhao"].get(f"/sales?sort=-time&page_size=200&filter.account={farmer.account}")["rows"]


def balance(day, farmer):
    return max(day.people["zhao"].get(f"/purses?filter.account={farmer.account}")["rows"], key=lambda row: row["number"])["balance"]


def storm(day):
    """Any counter, any farmer, any work, torn anywhere; and others who ask for the same account without its card"""
    strange, gate = [], threading.Lock()

    def note(answer, allowed):
        if answer.status >= 500 or (answer.status != 200 and answer.status != 202 and allowed is not None and answer.code not in allowed):
            with gate:
                strange.append(str(answer)[:200])

    def one(counter, chance):
        for _ in range(TURNS):
            farmer = chance.choice(day.farmers)
            pull = chance.choice((0, 0, chance.randrange(1, 16), chance.randrange(1, 30)))
            work = chance.choice(("load", "load", "deduct", "look", "rival", "rival", "black list"))
            if work == "rival":  # another counter's farmer, without his card
                note(counter.client.post(f"/accounts/{farmer.account}/purse/quotes", {"pay": "5.00"}), {"no_card", "no_reader", "reader_not_chosen", "card_removed"})
                note(counter.client.post(f"/accounts/{farmer.account}/purse/deduct", {"amount": "1.00", "reason": "too much", "client_key": new_key()}), None)
                note(counter.client.post(f"/accounts/{farmer.account}/purse/close", {"phase": "begin", "client_key": new_key()}), None)
                continue
            if work == "black list":
                note(counter.client.get("/black-list"), set())
                continue
            if not farmer.hand.acquire(timeout=60):
                continue
            try:
                amount = f"{chance.randrange(1, 20)}.{chance.randrange(100):02}"
                does = {"load": lambda: counter.load(farmer.account, amount), "deduct": lambda: counter.deduct(farmer.account, f"0.{chance.randrange(1, 99):02}"), "look": lambda: [counter.look()]}[work]
                for answer in counter.held(farmer.card, does, pull):
                    note(answer, None)
            finally:
                farmer.hand.release()

    hands = [threading.Thread(target=one, args=(counter, random.Random(SEED * 100 + at))) for at, counter in enumerate(day.counters)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    check.that(not strange, "whoever is refused is told why, and nobody that the house has failed", strange[:5])
    stands(day)


def wrong_hands(day):
    """Another farmer's card in the place of his, at two counters crosswise; one of them is closed meanwhile"""
    one, other = day.farmers[0], day.farmers[1]
    first, second = day.counters[0], day.counters[1]
    out = []
    hands = [threading.Thread(target=lambda: out.extend(first.held(other.card, lambda: first.load(one.account)))), threading.Thread(target=lambda: out.extend(second.held(one.card, lambda: second.load(other.account))))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    check.that({answer.code for answer in out} == {"wrong_card"}, "neither is loaded with the other's money", [str(answer)[:100] for answer in out])
    gate, out = threading.Barrier(2), []

    def close():
        gate.wait()
        out.extend(twice(lambda: first.client.post(f"/accounts/{one.account}/purse/close", {"phase": "begin", "client_key": new_key()})))

    def load():
        gate.wait()
        out.extend(first.load(one.account, "3.00"))

    def both():
        for hand in (hands := [threading.Thread(target=close), threading.Thread(target=load)]):
            hand.start()
        for hand in hands:
            hand.join()

    first.held(one.card, both)
    seen = first.held(one.card, first.look)
    check.that(all(answer.status < 500 for answer in out), "a load and a closing of one card at one moment: one after the other, or not", [str(answer)[:120] for answer in out])
    check.that(seen["balance"] == balance(day, one), "and card and books are of one mind", (seen, balance(day, one)))
    stands(day)


def copied(day):
    """A forger's chip with the same number and the same money lies at another counter at the same moment"""
    farmer, one, other = day.farmers[4], day.counters[0], day.counters[1]
    copy = day.people["wang"].post(f"/bench/cards/{farmer.card}/copy", {})["cards"][-1]["id"]
    before, gate, out = fen(balance(day, farmer)), threading.Barrier(2), {}

    def at(counter, card):
        def work():
            gate.wait()
            out[card] = counter.load(farmer.account, "4.00")
        counter.held(card, work)

    hands = [threading.Thread(target=at, args=pair) for pair in ((one, farmer.card), (other, copy))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    wallet = {row["id"]: fen(row["purse"]["balance"]) for row in day.people["wang"].get("/bench")["cards"] if row.get("purse")}
    check.that({answer.code for answer in out[copy]} == {"card_copied"} and wallet[copy] == before, "the copy is named and given nothing", (wallet[copy], [str(answer)[:200] for answer in out[copy]]))
    check.that(other.held(copy, other.look).code == "card_copied" and fen(balance(day, farmer)) == before + 400, "what it shows is believed by nobody", balance(day, farmer))
    check.that(any(answer.status == 200 and answer["outcome"] == "done" for answer in out[farmer.card]) and wallet[farmer.card] == before + 400, "and the card that it was made of is loaded at its counter", [str(answer)[:200] for answer in out[farmer.card]])
    stands(day)


def lost(day):
    """A card is lost while it is loaded at another counter"""
    farmer, loads, blocks = day.farmers[2], day.counters[2], day.counters[3]
    gate, out = threading.Barrier(2), []

    def block():
        gate.wait()
        out.append(blocks.client.post(f"/accounts/{farmer.account}/purse/block", {"reason": "lost"}))

    def load():
        gate.wait()
        out.extend(loads.load(farmer.account, "2.00"))

    def both():
        for hand in (hands := [threading.Thread(target=block), threading.Thread(target=load)]):
            hand.start()
        for hand in hands:
            hand.join()

    loads.held(farmer.card, both, 9)
    blocked = day.people["zhao"].post(f"/accounts/{farmer.account}/purse/block", {"reason": "lost"})
    on_it = day.people["zhao"].get("/black-list?page_size=100")["rows"]
    check.that(len(on_it) == 1, "the card is on the black list once", (blocked, on_it))
    found = loads.held(farmer.card, loads.look)
    check.that(found.status == 200, "it is found again, and looked at", found)
    refused = loads.held(farmer.card, lambda: loads.load(farmer.account))
    check.that(refused[0].code == "blocked_card", "and loaded by nobody", refused[0])


def stands(day):
    """Each card is looked at once more; then everything says the same"""
    for farmer in day.farmers:
        for _ in range(3):
            seen = day.counters[0].held(farmer.card, day.counters[0].look)
            if seen.status == 200 and not any(row["state"] not in SETTLED for row in sales(day, farmer)):
                break
    zhao, wang, audit = day.people["zhao"], day.people["wang"], day.people["audit"]
    open_ones = [(row["number"], row["kind"], row["state"]) for farmer in day.farmers for row in sales(day, farmer) if row["state"] not in SETTLED]
    check.that(not open_ones, "nothing is left open", open_ones)
    wallet = {row["id"]: fen(row["purse"]["balance"]) for row in wang.get("/bench")["cards"] if row.get("purse")}
    differ = [(farmer.account, wallet[farmer.card], balance(day, farmer)) for farmer in day.farmers if wallet[farmer.card] != fen(balance(day, farmer))]
    check.that(not differ, "each purse holds what its card does", differ)
    moves = [row for row in pages(zhao, "/purse-moves")]
    for farmer in day.farmers:
        done = [row for row in moves if row["account"] == farmer.account and row["outcome"] == "done"]
        numbers = sorted(row["n"] for row in done)
        onto = sum(fen(row["amount"]) * (1 if row["kind"] in ("load", "supplement") else -1) for row in done)
        check.that(numbers == list(range(1, len(numbers) + 1)) and onto == wallet[farmer.card], f"account {farmer.account}: {len(done)} moves, each counter once, and their sum is on the card", (numbers, onto, wallet[farmer.card]))
    ledger = {one["account"]: fen(one["amount"]) for one in pages(audit, "/balances")}
    check.that(-ledger["prepaid/purse"] == sum(wallet[farmer.card] for farmer in day.farmers), "the ledger has what is on all cards", (ledger["prepaid/purse"], wallet))
    taken = sum(fen(row["tendered"]) for farmer in day.farmers for row in sales(day, farmer) if row["state"] != "reversed")
    drawers = sum(amount for name, amount in ledger.items() if name.startswith("till/E01/K") and name.endswith("/cash"))
    check.that(drawers == taken, "and the drawers what was paid", (drawers, taken))
    proof = audit.post("/verify")
    check.that(proof["ok"], "the books verify", proof)


def pages(client, path):
    rows, cursor = [], ""
    while True:
        page = client.get(f"{path}?page_size=200{cursor}")
        rows += page["rows"]
        if not page["next"]:
            return rows
        cursor = f"&cursor={page['next']}"


if __name__ == "__main__":
    ten_counters.TILLS = TILLS
    sys.exit(walk(check, Day, (doors, everybody, at_every_command, storm, wrong_hands, copied, lost)))
