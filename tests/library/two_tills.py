#!/usr/bin/env python3
"""Two tills of other makers' software and one card: what the first one does not know any more – the card was pulled at its order – is asked when the other one has moved the card
since. Money moves once, and nothing is said by guess: done (0, or 1 without proof), done now, or -16. KWOTA and KWOTA_READER_LIBRARY as in library.py; one line per check."""
import ctypes
import os
import sys
import time

from cards import Cards, Record, load_library
import with_python
from with_python import PIN, Handle, check

PURSE, PSAM, OTHER_PSAM, NEW_PSAM, OTHER_PURSE = range(5)
BEFORE, AFTER = "before", "after"


class Tills:
    def __init__(self, lib, cards):
        self.lib, self.cards, self.number = lib, cards, cards.numbers[PURSE]

    def __enter__(self):
        self.first, self.other = (Handle(self.lib, self.cards.port(PURSE, psam=psam)) for psam in (PSAM, OTHER_PSAM))
        self.first.psam_verify(0, PIN), self.other.psam_verify(0, PIN)
        return self

    def __exit__(self, *_):
        if self.other.status().grey == 1 and self.other.undeduct(self.number, 0)[0] != 0:
            self.other.release(self.number, 0)
        self.first.close(), self.other.close()

    def balance(self):
        return self.other.status().balance

    def torn(self, command, when, order):
        """The first till's order; the card is pulled before it has heard that command, or before anybody has heard its answer."""
        self.cards.say(f"tear {PURSE} {command} {when}")
        answer = order(self.first)[0]
        self.cards.say(f"put {PURSE}")
        return answer


def story(tills, what, command, order, between, before, after, first=lambda tills: None):
    """`before`, `after`: what the first till is told when it asks again, and what that moves; by whether the card had heard the order."""
    for when, (told, moves) in ((BEFORE, before), (AFTER, after)):
        with tills:
            first(tills)
            began = tills.balance()
            torn = tills.torn(command, when, order)
            done = [one[0] for one in between(tills)]
            there = tills.balance()
            seen = order(tills.first)[0], tills.balance() - there
            heard = "had not heard it" if when == BEFORE else "had done it"
            check(torn == -16 and not any(done) and seen == (told, moves), f"{what}; the card {heard}: {told}, and {moves} move", (torn, done, seen, began, there))


def now():
    time.sleep(1.1)  # moments are whole seconds: what was before is older
    return time.strftime("%Y%m%d%H%M%S").encode()


def was_not_done(till, ordered, amount):
    """As docs/reader-library.md tells it: the card's log reaches back behind the order, and none of its lines is of this till since."""
    lines, count = (Record * 10)(), ctypes.c_int()
    lines[0].cb = ctypes.sizeof(Record)
    if till.card_records(ctypes.byref(lines), 10, ctypes.byref(count)) != 0:
        return False
    lines = lines[:count.value]
    own = till.terminal
    reaches = count.value < 10 or any(line.datetime < ordered for line in lines)
    return reaches and not any(line.tid == own and line.amount == amount and line.datetime >= ordered for line in lines)


def locks_of_new_psam(lib, cards):
    """A new PSAM: its first lock, and one that is open while another card is locked 64 times"""
    first, other = (Handle(lib, cards.port(card, psam=NEW_PSAM)) for card in (PURSE, OTHER_PURSE))
    number, another = cards.numbers[PURSE], cards.numbers[OTHER_PURSE]
    first.psam_verify(0, PIN), other.psam_verify(0, PIN)
    began = first.status().balance
    done, lock = first.lock(number)
    check((done, lock.term_seq) == (0, 0) and first.undeduct(number, 20)[0] == 0 and began - first.status().balance == 20, "the first lock of a new PSAM, number 0, is debited as any other", (done, lock.term_seq))
    first.lock(number)
    locked = {(other.lock(another)[0], other.release(another, 0)[0]) for _ in range(64)}
    seen = first.undeduct(number, 20)[0], first.status().grey, began - first.status().balance
    check(locked == {(0, 0)} and seen == (0, 0, 40), "another card that was locked 64 times and freed elsewhere takes one place in the PSAM: the lock is debited", (locked, seen))
    first.close(), other.close()


def main():
    cards = Cards("purse_card", "psam", "psam", "psam", "purse_card")
    os.environ["PCSCLITE_CSOCK_NAME"] = cards.socket  # before the library is loaded
    tills = Tills(load_library(), cards)
    number = tills.number
    load = lambda till: till.load(number, 700)
    buy = lambda till: till.buy(number, 700)
    debit = lambda till: till.undeduct(number, 20)
    release = lambda till: till.release(number, 30)

    def freed_elsewhere(tills):
        return tills.other.lock(number), tills.other.release(number, 30)

    try:
        print("-- A load")
        story(tills, "it is freed from a lock for 0.30", 6, load, freed_elsewhere, before=(-16, 0), after=(1, 0))
        story(tills, "the other till loads as much", 6, load, lambda t: (t.other.load(number, 700),), before=(-16, 0), after=(1, 0))
        story(tills, "just that is spent", 6, load, lambda t: (t.other.buy(number, 700),), before=(0, 700), after=(1, 0))
        print("-- A purchase")
        story(tills, "just that is loaded", 5, buy, lambda t: (t.other.load(number, 700),), before=(0, -700), after=(1, 0))
        story(tills, "the other till sells as much", 5, buy, lambda t: (t.other.buy(number, 700),), before=(-16, 0), after=(1, 0))
        print("-- What the caller does when neither is proven: he reads the log, and a new handle begins anew")
        for what, command, order, moves in (("load", 6, load, 700), ("purchase", 5, buy, -700)):
            with tills:
                own = tills.first.buy(number, 1)[1].tid
                ordered = now()
                torn = tills.torn(command, BEFORE, order)
                order(tills.other)
                asked = [order(tills.first)[0], load(tills.first)[0], buy(tills.first)[0]]
                check([torn, *asked] == [-16] * 4, f"a {what} that neither is proven of: every move of this card is −16, so nothing happens twice", (torn, asked))
                there, tills.first.terminal = tills.balance(), own
                check(was_not_done(tills.first, ordered, 700), f"its log reaches back behind the {what}, and has no line of it: it was not done")
                tills.first.close()
                tills.first = Handle(tills.lib, tills.cards.port(PURSE, psam=PSAM))
                tills.first.psam_verify(0, PIN)
                check((order(tills.first)[0], tills.balance() - there) == (0, moves), f"a new handle: the {what} is a new one")
        print("-- A PSAM's first lock, and one among many")
        locks_of_new_psam(tills.lib, cards)
        print("-- The debit of a lock, and its release")
        story(tills, "it is looked at", 4, debit, lambda t: (), before=(0, -20), after=(0, 0), first=lambda t: t.first.lock(number))
        story(tills, "it is looked at", 5, release, lambda t: (), before=(0, -30), after=(0, 0), first=lambda t: t.first.lock(number))
        for what, command, order in (("debited", 4, debit), ("released", 5, release)):
            with tills:
                tills.first.lock(number)
                began = tills.balance()
                torn, locked = tills.torn(command, AFTER, order), tills.other.lock(number)[0]
                told = order(tills.first)[0]
                check((torn, locked, told) == (-16, 0, 1) and tills.other.status().grey == 1, f"{what}, and locked again by the other till: 1, and the other's lock stands", (torn, locked, told))
                check(began - tills.balance() == (20 if order is debit else 30), "it was paid once", began - tills.balance())
    finally:
        cards.end()
    print(f"{with_python.passed} passed, {with_python.failed} failed")
    return 1 if with_python.failed else 0


if __name__ == "__main__":
    sys.exit(main())
