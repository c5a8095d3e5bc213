#!/usr/bin/env python3
"""One counter and sixty-five farmers whose cards it has locked: its PSAM keeps 64 open locks and drops the oldest for the next. Each lock ends once, the dropped one by its
release, and the sum is right to the fen. Then whoever wants too many cards. KWOTA and KWOTA_READER_LIBRARY as in library.py; one line per check."""
import os
import subprocess
import sys

from cards import KWOTA, Cards, load_library
import with_python
from with_python import Handle, check

LOCKS, USED, READER, PSAM = 64, 20, 0, 1
KW_E_GREY, KW_E_NOT_GREY = -10, -11


def main():
    cards = Cards("purse_card", "psam", *["purse_card"] * LOCKS)
    os.environ["PCSCLITE_CSOCK_NAME"] = cards.socket  # before the library is loaded
    farmers = [card for card in range(len(cards.numbers)) if card != PSAM]
    try:
        check(cards.readers[15] != "-" and cards.readers[16:] == ["-"] * (len(cards.readers) - 16), "what has no reader lies beside", cards.readers[14:18])
        till = Handle(load_library(), cards.port(READER, psam=PSAM))

        lying = READER

        def with_card(card, work):
            nonlocal lying
            if card != lying:
                cards.say(f"put {card} {READER}")
            lying = card
            return work(cards.numbers[card])

        began = with_card(farmers[0], lambda number: till.status().balance)
        locked = [with_card(card, till.lock) for card in farmers]
        check([done for done, _ in locked] == [0] * 65 and len({lock.term_seq for _, lock in locked}) == 65, "sixty-five cards are locked, each under a number of its own", [done for done, _ in locked])

        oldest = farmers[0]
        seen = with_card(oldest, lambda number: (till.undeduct(number, USED)[0], till.status().grey, till.status().balance))
        check(seen == (KW_E_GREY, 1, began), "the oldest is open no more: -10, and its card has paid nothing", seen)
        seen = with_card(oldest, lambda number: (till.undeduct(number, USED)[0], till.lock(number)[0], till.buy(number, 1)[0], till.load(number, 1)[0]))
        check(seen == (KW_E_GREY,) * 4, "asked once more, and for anything else: -10", seen)

        seen = [with_card(card, lambda number: (till.undeduct(number, USED)[0], till.status().grey, till.status().balance)) for card in farmers[1:]]
        check(seen == [(0, 0, began - USED)] * LOCKS, "the sixty-four behind it are debited, each by its own lock", set(seen))
        seen = with_card(oldest, lambda number: (till.release(number, USED)[0], till.status().grey, till.status().balance))
        check(seen == (0, 0, began - USED), "the centre frees the oldest for what was used", seen)
        seen = with_card(oldest, lambda number: (till.undeduct(number, USED)[0], till.release(number, USED)[0], till.status().balance))
        check(seen == (KW_E_NOT_GREY, KW_E_NOT_GREY, began - USED), "and nobody takes it twice: -11", seen)
        seen = with_card(oldest, lambda number: (till.lock(number)[0], till.undeduct(number, USED)[0], till.status().balance))
        check(seen == (0, 0, began - 2 * USED), "its next lock is one as any other", seen)
        till.close()
    finally:
        cards.end()
    many = subprocess.run([KWOTA, "card", "run"] + ["--product", "blank"] * 129, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    check(many.returncode != 0 and "too_many_cards" in many.stderr, "a hundred and twenty-nine cards: too_many_cards", (many.returncode, many.stderr))
    print(f"{with_python.passed} passed, {with_python.failed} failed")
    return 1 if with_python.failed else 0


if __name__ == "__main__":
    sys.exit(main())
