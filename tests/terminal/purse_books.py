#!/usr/bin/env python3
"""The farmer's card from a terminal while the server stands still: the books of the folder and their vault make the card, load it, take money off it and say
what became of a torn load, and clear one that came to nothing; beside a running server nothing is done. One line per check."""
import json
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/api"), str(ROOT / "tests/library")]
from cards import Cards  # noqa: E402
from house import PASSWORD, YES, new_key, walk  # noqa: E402
from irrigation import PUMP, area_numbers  # noqa: E402
from pump import AREA, touch  # noqa: E402
from pump import swipe as held_to_the_pump  # noqa: E402
from run import Day, check, doors  # noqa: E402
from terminal import Terminal  # noqa: E402

PSAM, ISAM = 2, 3  # the third card and its reader; the fourth card
LOOK = 4  # of the card's commands
CREDIT = 11  # of the card's commands, from its look on
HALF_MADE, NEARLY, BEFORE_MONEY = 40, 60, 3  # of its commands while it is made, when that goes on; between the last of them and the money


def data_of(day):
    return str(day.server.folder / "data")


def ask(day, *words, by="wang", till="E01/T1", second=None):
    place = ("--till", till) if till else ()
    terminal = Terminal(["purse", *words, "--data", data_of(day), "--as", by, *place], day.server.folder, {"PCSCLITE_CSOCK_NAME": day.cards.socket})
    terminal.type(f"Password of {by}", PASSWORD)
    if second:
        terminal.type(f"Password of {second}", PASSWORD)
    terminal.end()
    check.that(not terminal.shown_secrets(), f"  {words[0]}: nothing that was typed unseen can be read", terminal.screen)
    return terminal


def refused(terminal, code):
    return terminal.status == 1 and code + ":" in terminal.screen


def application(day, name, identity):
    zhao, wang = day.people["zhao"], day.people["wang"]
    farmer = zhao.post("/customers", {"name": name, "kind": "person", "identity_number": identity})["number"]
    asked = wang.post("/purse-applications", {"customer": farmer, "village": day.village, "area_1": AREA, "price_class": 1})
    return zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]


def granted(day):
    """Two farmers' applications are granted; two shifts are open; a blank card lies on a reader, another one is at hand."""
    for who in ("wang", "zhao"):
        day.people[who].post("/shifts", {"opening_float": "500.00"})
    day.account, day.other = application(day, "Farmer Liu", "F-9"), application(day, "Farmer Wang", "F-10")
    day.cards = Cards("blank", "blank", "psam", "isam")
    for other in (1, PSAM, ISAM):
        day.cards.say(f"pull {other}")


def locked_at_a_well(day):
    """A third farmer waters, the mains go, and nobody will ever bring that record; the utility waits for none"""
    wang, zhao, tech = day.people["wang"], day.people["zhao"], day.people["tech"]
    zhao.post("/wells", {"number": "W-1", "name": "W-1", "village": day.village, "area_number": AREA, "put_in": "2026-03-01"})
    tech.post("/meters", {"number": PUMP, "model": "DDSY1352"})
    tech.post("/well-meters", {"well": "W-1", "meter": PUMP, "first_day": "2026-03-01"})
    wang.post("/bench/pumps", {"number": PUMP, "price": "0.5000"})
    day.locked = application(day, "Farmer Sun", "F-11")
    card = wang.post("/bench/cards", {})["cards"][-1]["id"]
    day.on_reader(card)
    quote = wang.post(f"/accounts/{day.locked}/purse/quotes", {"pay": "100.00"})
    made = wang.post(f"/accounts/{day.locked}/purse/loads", {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES})
    check.that(made.status == 200 and made["outcome"] == "done", "his card is made", made)
    day.move(card, "wallet")
    day.sign_in("petrov", day.server.demo_password("petrov"))
    set_ = day.approved("miller", "/settings", {"name": "hold_hours", "value": "0", "reason": "the well burnt down"}, "petrov")
    check.that(set_.status == 200, "two persons say so", set_)
    touch(day, load_w=7200)
    bench, day.pool = day.cards, {"sun": card}
    day.cards = day.pool
    on = held_to_the_pump(day, "sun")
    touch(day, power=False)
    day.cards = bench
    check.that(on["refusal"] == "none", "he waters, and the mains go", on)


def freed_by_the_books(day):
    """A lock without its record: freed by two persons while the server stands still"""
    folder = day.server.folder
    state, bench = folder / "beside", folder / "data/bench/cards" / f"{day.pool['sun']}.card"
    state.mkdir()
    shutil.copy(bench, state / "purse_card-1.card")
    others, day.cards = day.cards, Cards("purse_card", state=state)
    load = ask(day, "load", "10.00", "--yes")
    check.that(refused(load, "card_grey"), "a locked card is not loaded", load.screen)
    missing = ask(day, "settle", by="zhao", till="E01/T2")
    check.that(refused(missing, "record_missing"), "no record has come home", missing.screen)
    cashier = ask(day, "release", "2.00", "--reason", "pump burnt")
    check.that(refused(cashier, "permission_denied"), "a cashier frees none", cashier.screen)
    too_much = ask(day, "release", "200.00", "--reason", "pump burnt", by="zhao", till="E01/T2")
    check.that(refused(too_much, "card_holds_less"), "nor for more than it holds", too_much.screen)
    alone = ask(day, "release", "2.00", "--reason", "pump burnt", "--second", "zhao", by="zhao", till="E01/T2", second="zhao")
    check.that(alone.status == 1 and "done" not in alone.said, "nor somebody alone", alone.screen)
    done = ask(day, "release", "2.00", "--reason", "pump burnt", "--second", "miller", by="zhao", till="E01/T2", second="miller")
    check.that(done.status == 0 and "done 2.00" in done.said, "two persons do, for what they say was used", (done.screen, done.said))
    free = ask(day, "settle", by="zhao", till="E01/T2")
    check.that(free.status == 0 and "98.00" in free.said, "it is free, and short of that", (free.screen, free.said))
    twice = ask(day, "release", "2.00", "--reason", "pump burnt", by="zhao", till="E01/T2")
    check.that(refused(twice, "purse_not_grey"), "once", twice.screen)
    day.cards.end()
    day.cards = others


def beside_a_server(day):
    """Books have one writer"""
    terminal = Terminal(["purse", "load", "10.00", "--data", data_of(day), "--as", "wang"], day.server.folder, {"PCSCLITE_CSOCK_NAME": day.cards.socket})
    terminal.end()
    check.that(refused(terminal, "books_in_use"), "while the server runs it is the server's work", terminal.screen)
    day.server.stop()


def made(day):
    """A blank card becomes his, with the folder's own vault"""
    blank = ask(day, "load", "10.00")
    check.that(refused(blank, "card_foreign"), "a blank card is nobody's", blank.screen)
    done = ask(day, "issue", str(day.account), "200.00", till="")
    check.that(done.status == 0 and "done 200.00" in done.said, "it is his, with his first money, at the till where her shift is open", (done.screen, done.said))
    twice = ask(day, "issue", str(day.account), "50.00")
    check.that(refused(twice, "card_not_blank"), "a card is made once", twice.screen)
    day.cards.say("put 1")
    for words in (("load", "10.00"), ("settle",), ("issue", str(day.other), "10.00")):
        both = ask(day, *words)
        check.that(refused(both, "two_cards") and "--reader" in both.screen, f"  {words[0]}: of two cards on two readers it takes neither by itself", both.screen)
    named = ask(day, "settle", "--reader", day.cards.readers[0])
    check.that(named.status == 0 and "200.00" in named.said, "a reader that is named is", (named.screen, named.said))
    day.cards.say("pull 1")


def moved(day):
    """Onto it, off it; torn, and settled"""
    more = ask(day, "load", "50.00", "--yes", "--again", "one-order")
    same = ask(day, "load", "50.00", "--yes", "--again", "one-order")
    check.that(more.status == 0 and same.status == 0 and more.said == same.said, "an order that is given again is done once", (more.said, same.said))
    cashier = ask(day, "unload", "30.00", "--reason", "too much")
    check.that(refused(cashier, "permission_denied"), "a cashier takes nothing off", cashier.screen)
    off = ask(day, "unload", "30.00", "--reason", "too much", by="zhao", till="E01/T2")
    check.that(off.status == 0 and "done 30.00" in off.said, "a supervisor does", (off.screen, off.said))
    day.cards.say(f"tear 0 {CREDIT} after")
    torn = ask(day, "load", "20.00", "--yes")
    check.that(torn.status == 1 and "not_yet_known" in torn.said, "pulled before it answered: nobody knows yet", (torn.screen, torn.said))
    day.cards.say("put 0 0")
    settled = ask(day, "settle")
    check.that(settled.status == 0 and "240.00" in settled.said, "and says what was done when it lies there again", (settled.screen, settled.said))
    free = ask(day, "release", "1.00", "--reason", "pump burnt", by="zhao", till="E01/T2")
    check.that(refused(free, "purse_not_grey"), "nothing is freed that is not locked", free.screen)


def a_key_card(day):
    """A key card where a farmer's should lie: it is named, and nothing is booked"""
    day.cards.say("pull 0")
    day.cards.say(f"put {PSAM} 0")
    for each in (("load", "10.00"), ("unload", "1.00", "--reason", "x"), ("settle",), ("issue", str(day.other), "10.00"), ("clear",)):
        key = ask(day, *each, by="zhao", till="E01/T2")
        check.that(refused(key, "card_is_key_card") and "on the card" not in key.screen, f"  {each[0]}: it is a key card", (key.screen, key.said))
    day.cards.say("pull 0")
    day.cards.say("put 0 0")
    his = ask(day, "settle")
    check.that(his.status == 0 and "240.00" in his.said, "and his own is as it was", (his.screen, his.said))


def a_till_without_psam(day):
    """Where the utility asks for a PSAM beside each till, nothing moves without one"""
    day.server.start()
    day.again("wang", "zhao", "audit", "miller", "petrov")
    set_ = day.approved("miller", "/settings", {"name": "psam_required", "value": "1", "reason": "a till was robbed"}, "petrov")
    check.that(set_.status == 200, "two persons say so", set_)
    day.server.stop()
    day.cards.say("pull 0")
    day.cards.say("put 0 0")
    without = ask(day, "load", "5.00", "--yes")
    check.that(refused(without, "psam_wanted"), "without one it is wanted", without.screen)
    nobody = ask(day, "load", "5.00", "--yes", "--psam", "no such reader")
    check.that(refused(nobody, "reader_offline"), "in a reader that is there", nobody.screen)
    isam = by_psam(day, ISAM)
    check.that(refused(isam, "psam_expected"), "a load SAM admits no till: it is none", isam.screen)
    wrong = by_psam(day, PSAM, "000000")
    check.that(refused(wrong, "key_card_pin_wrong") and not wrong.shown_secrets(), "with a wrong PIN a PSAM admits nobody", wrong.screen)
    check.that(refused(ask(day, "settle"), "psam_wanted"), "nor is a lock settled")
    strange = by_psam(day, PSAM, "123456")
    check.that(refused(strange, "psam_not_proven") and not strange.shown_secrets(), "one of other keys proves nothing, and admits nobody", strange.screen)


def by_psam(day, which, pin="123456"):
    """Another five yuan, with that card in the reader beside the till; its PIN is typed where it is asked for."""
    day.cards.say(f"put {which} {PSAM}")
    place = ("--till", "E01/T1", "--psam", day.cards.readers[PSAM])
    terminal = Terminal(["purse", "load", "5.00", "--yes", "--data", data_of(day), "--as", "wang", "--reader", day.cards.readers[0], *place], day.server.folder, {"PCSCLITE_CSOCK_NAME": day.cards.socket})
    terminal.type("Password of wang", PASSWORD)
    terminal.type("PIN of the till's PSAM", pin)
    terminal.end()
    return terminal


def came_back(day):
    """Made, and torn before its first money: nobody's card, until it is cleared"""
    his = ask(day, "clear")
    check.that(refused(his, "purse_in_use"), "nobody clears a card that is somebody's", his.screen)
    day.cards.say("pull 0")
    for at in HALF_MADE, *range(NEARLY, 2 * NEARLY, BEFORE_MONEY):  # begun, and further with each attempt, until it is a card and has no money
        day.cards.say("put 1 0")
        day.cards.say(f"tear 0 {at} before")
        torn = ask(day, "issue", str(day.other), "100.00")
        check.that(torn.status == 1 and "not_done 100.00 (card_removed)" in torn.said, "  a making that was torn goes on, and is torn again", (at, torn.screen, torn.said))
        day.cards.say("put 1 0")
        made = ask(day, "settle")
        if made.status == 0:
            break
    check.that(made.status == 0 and "free, 0.00 paid, 0.00 on the card" in made.said, "it is his card, and holds nothing", (at, made.screen, made.said))
    tech = ask(day, "clear", by="tech", till="E01/T2")
    check.that(refused(tech, "permission_denied"), "a technician clears none", tech.screen)
    day.cards.say(f"tear 0 {LOOK + 1} before")
    cut = ask(day, "clear")
    day.cards.say("put 1 0")
    check.that(cut.status == 1 and "cleared" not in cut.said, "torn it is not cleared", (cut.screen, cut.said))
    done = ask(day, "clear", "--json")
    check.that(done.status == 0 and json.loads(done.said)["outcome"] == "done", "laid down again it is", (done.screen, done.said))
    twice = ask(day, "clear")
    check.that(refused(twice, "card_half_personalised"), "which is cleared no more: it waits to be made", twice.screen)
    again = ask(day, "issue", str(day.other), "60.00")
    check.that(again.status == 0 and "done 60.00" in again.said, "and becomes his at the second attempt", (again.screen, again.said))


def books_stand(day):
    """The server goes on with the same books"""
    day.cards.end()
    day.server.start()
    day.again("wang", "zhao", "audit")
    purse = day.people["zhao"].get(f"/purses?filter.account={day.account}")["rows"][0]
    moves = [(row["kind"], row["amount"]) for row in reversed(day.people["zhao"].get(f"/purse-moves?filter.account={day.account}")["rows"])]
    check.that(moves[:3] == [("load", "200.00"), ("load", "50.00"), ("unload", "30.00")], "each move is there", (purse, moves))
    check.that("5.00" not in [amount for _, amount in moves], "and none that no PSAM admitted", moves)
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, area_numbers, granted, locked_at_a_well, beside_a_server, made, freed_by_the_books, moved, a_key_card, came_back, a_till_without_psam, books_stand)))
