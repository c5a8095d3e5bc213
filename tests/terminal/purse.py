#!/usr/bin/env python3
"""The farmer's card from a terminal, through the running server: a blank card becomes his, is loaded, taken money off, pays for a lock with its record, is freed of one without by two persons, and cleared when it came back;
who may not do it at the counter may not here, and the books have all of it. One line per check."""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
from house import PASSWORD, Client, new_key, walk  # noqa: E402
from irrigation import PUMP  # noqa: E402
from pump import AREA, fen, pass_time, pump, swipe, touch  # noqa: E402
from pump import wells as well_pumps  # noqa: E402
from pump_line import connected, hangs, ordered  # noqa: E402
from run import Day, check, doors  # noqa: E402
from terminal import Terminal  # noqa: E402

FIRST_PULL, LOOK = 12, 4  # commands of a card before the one that is wanted


def ask(day, *words, by="wang", till="E01/T1", second=(), password=PASSWORD):
    """One verb of `kwota purse`, and what everybody types."""
    terminal = Terminal(["purse", *words, "--server", f"http://127.0.0.1:{day.server.port}", "--as", by, "--till", till], day.server.folder)
    terminal.type(f"Password of {by}", password)
    for name in second:
        terminal.type(f"Password of {name}", PASSWORD)
    terminal.end()
    check.that(not terminal.shown_secrets(), f"  {words[0]}: nothing that was typed unseen can be read", terminal.screen)
    return terminal


def refused(terminal, code):
    return terminal.status == 1 and code + ":" in terminal.screen


def card(day, who="wang"):
    """What the card on his reader says."""
    return day.people[who].post("/purses/look", {})


def shown(day, balance, grey=False, who="wang"):
    seen = card(day, who)
    return (seen["balance"], seen["grey"]) == (balance, grey)


def put_down(day, who, reader):
    """There, and looked at, as a person waits for the green light."""
    before = (day.people[who].get("/reader")["card"] or {}).get("session")
    day.move(day.card, "wallet")
    day.move(day.card, reader)
    day.people[who].poll("/reader", lambda a: a["card"] and a["card"]["session"] != before and a["card"]["state"] != "reading", "the card on the reader")


def moves(day):
    rows = day.people["zhao"].get(f"/purse-moves?filter.account={day.account}")["rows"]
    return [(row["kind"], row["amount"]) for row in reversed(rows) if row["outcome"] == "done"]


def granted(day):
    """A farmer's application is granted; two shifts are open."""
    zhao, wang = day.people["zhao"], day.people["wang"]
    wang.post("/shifts", {"opening_float": "500.00"})
    zhao.post("/shifts", {"opening_float": "500.00"})
    farmer = zhao.post("/customers", {"name": "Farmer Liu", "kind": "person", "identity_number": "F-9"})["number"]
    asked = wang.post("/purse-applications", {"customer": farmer, "village": day.village, "area_1": AREA, "price_class": 1})
    day.account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    day.card = wang.post("/bench/cards", {})["cards"][-1]["id"]
    day.readers = {row["id"]: row["name"] for row in wang.get("/bench")["readers"]}


def made(day):
    """A blank card becomes his"""
    account = str(day.account)
    nothing = ask(day, "issue", account, "200.00")
    check.that(refused(nothing, "no_card"), "a card must lie there", nothing.screen)
    put_down(day, "wang", "reader:0")
    stranger = ask(day, "issue", account, "200.00", password="not this one")
    check.that(refused(stranger, "wrong_password"), "who cannot sign in there does nothing", stranger.screen)
    hired = {"name": "newcomer", "full_name": "New Comer", "roles": ["cashier"], "station": "E01"}
    once = day.approved("admin", "/operators", hired, "miller")["one_time_password"]
    newcomer = ask(day, "issue", account, "200.00", by="newcomer", password=once)
    check.that(refused(newcomer, "password_is_once"), "nor who has to choose his own password first", newcomer.screen)
    check.that(Client(day.server).sign_in("newcomer", once).status == 200 and moves(day) == [], "which he can still do, and nothing was moved")
    tech = ask(day, "issue", account, "200.00", by="tech", till="E01/T1")
    check.that(refused(tech, "permission_denied"), "nor a technician", tech.screen)
    blank = ask(day, "load", "10.00")
    check.that(refused(blank, "card_foreign"), "a blank card is nobody's: it is not loaded", blank.screen)
    done = ask(day, "issue", account, "200.00")
    check.that(done.status == 0 and "done 200.00" in done.said, "it is his, with his first money", (done.screen, done.said))
    check.that(shown(day, "200.00") and moves(day) == [("load", "200.00")], "on the card and in the books", (card(day), moves(day)))
    twice = ask(day, "issue", account, "50.00")
    check.that(refused(twice, "card_not_blank"), "a card is made once", twice.screen)


def loaded(day):
    """Money onto it, and off it"""
    done = ask(day, "load", "50.00", "--json", "--yes")
    outcome = json.loads(done.said)
    check.that(done.status == 0 and outcome["outcome"] == "done" and shown(day, "250.00"), "it is loaded", (done.screen, outcome))
    lost = ask(day, "load", "25.00", "--yes", "--again", "answer-lost-1")
    same = ask(day, "load", "25.00", "--yes", "--again", "answer-lost-1")
    check.that(lost.status == 0 and shown(day, "275.00"), "an order with a key of its own", (lost.screen, lost.said))
    check.that(refused(same, "idempotency_key_reused") or same.said == lost.said, "given once more it is not done once more", (same.screen, same.said))
    check.that(shown(day, "275.00"), "and nothing came onto the card")
    wrong = ask(day, "load", "0.00")
    check.that(refused(wrong, "bad_amount"), "no money is no load", wrong.screen)
    cashier = ask(day, "unload", "30.00", "--reason", "too much")
    check.that(refused(cashier, "permission_denied"), "a cashier takes nothing off", cashier.screen)
    named = ask(day, "settle", "--reader", day.readers["reader:1"], by="zhao", till="E01/T2")
    check.that(refused(named, "no_card"), "a till's reader is named once", named.screen)
    put_down(day, "zhao", "reader:1")
    off = ask(day, "unload", "30.00", "--reason", "too much", by="zhao", till="E01/T2")
    check.that(off.status == 0 and shown(day, "245.00", who="zhao"), "a supervisor does", (off.screen, off.said))
    free = ask(day, "settle", by="zhao", till="E01/T2")
    check.that(free.status == 0 and "245.00" in free.said, "nothing is to be settled", (free.screen, free.said))
    check.that(moves(day) == [("load", "200.00"), ("load", "50.00"), ("load", "25.00"), ("unload", "30.00")], "the books have each of them", moves(day))


def torn(day):
    """Pulled at one command of a load after the other: what became of it the card says when it lies there again"""
    seen = set()
    for at in range(FIRST_PULL, 60):
        put_down(day, "wang", "reader:0")
        day.people["wang"].post(f"/bench/cards/{day.card}/pull", {"at_command": at})
        load = ask(day, "load", "1.00", "--yes")
        if load.status == 0:
            break
        seen.add(load.said.split(": ")[-1].split()[0] if load.said else "refused")
        put_down(day, "wang", "reader:0")
        settled = ask(day, "settle")
        booked = sum(round(float(amount) * (-100 if kind == "unload" else 100)) for kind, amount in moves(day))
        check.that(settled.status == 0 and fen(card(day)["balance"]) == booked, f"  pulled at command {at}: card and books agree", (settled.screen, settled.said, booked))
    check.that({"not_done", "not_yet_known"} <= seen, "some were not done, of some nobody knew", seen)
    put_down(day, "wang", "reader:0")
    day.balance = card(day)["balance"]


def paid(day):
    """A lock with its record, which the line has brought home"""
    day.cards = {"liu": day.card}
    day.move(day.card, "wallet")
    connected(day)
    hangs(day)
    put_down(day, "wang", "reader:0")
    missing = ask(day, "settle")
    check.that(refused(missing, "record_missing"), "as long as nobody has brought it nothing is paid", missing.screen)
    day.move(day.card, "wallet")
    ordered(day)
    put_down(day, "wang", "reader:0")
    settled = ask(day, "settle", "--json")
    left = f"{(fen(day.balance) - day.owed) / 100:.2f}"
    check.that(settled.status == 0 and shown(day, left), "then it pays what the pump has counted, and is free", (settled.screen, settled.said, left))
    again = ask(day, "settle")
    check.that(again.status == 0 and shown(day, left), "once", (again.screen, again.said))
    day.balance = left


def freed(day):
    """A lock without its record"""
    day.move(day.card, "wallet")
    touch(day, load_w=7200, flow_l_s=10)
    started = swipe(day)
    check.that(started["refusal"] == "none", "he waters", started)
    pass_time(day, 600)
    touch(day, power=False)
    put_down(day, "zhao", "reader:1")
    check.that(shown(day, day.balance, grey=True, who="zhao"), "his card is locked", card(day, "zhao"))
    grey = ask(day, "load", "10.00", by="zhao", till="E01/T2")
    check.that(refused(grey, "card_grey"), "a locked card is not loaded", grey.screen)
    missing = ask(day, "settle", by="zhao", till="E01/T2")
    check.that(refused(missing, "record_missing"), "the pump's record has not come home", missing.screen)
    early = ask(day, "release", "1.00", "--reason", "pump burnt", by="zhao", till="E01/T2")
    check.that(refused(early, "held_until"), "before the holding time nobody frees it", early.screen)
    pass_time(day, 49 * 3600)
    day.again("wang", "zhao", "audit")
    done = ask(day, "release", "1.00", "--reason", "pump burnt", "--second", "miller", by="zhao", till="E01/T2", second=["miller"])
    check.that(done.status == 0 and shown(day, f"{float(day.balance) - 1:.2f}", who="zhao"), "then two persons do, for what they say was used", (done.screen, done.said))


def came_back(day):
    """His account is closed, and the card is torn away before it is cleared"""
    zhao, purse = day.people["zhao"], f"/accounts/{day.account}/purse"
    day.again("miller")
    his = ask(day, "clear", by="zhao", till="E01/T2")
    check.that(refused(his, "purse_in_use"), "nobody clears a card that is somebody's", his.screen)
    begun = zhao.post(f"{purse}/close", {"phase": "begin", "client_key": new_key()})
    check.that(begun.status == 200 and shown(day, "0.00", who="zhao"), "it is emptied", begun)
    for at in range(LOOK, LOOK + 6):  # the first pull at which the account is closed tears the clearing
        put_down(day, "zhao", "reader:1")
        zhao.post(f"/bench/cards/{day.card}/pull", {"at_command": at})
        closed = day.approved("zhao", f"{purse}/close", {"phase": "finish", "client_key": new_key()}, "miller")
        if closed.status == 200:
            break
    put_down(day, "zhao", "reader:1")
    check.that(closed.status == 200 and card(day, "zhao")["account"] == day.account, "his account is closed, the card still shows it", closed)
    check.that(closed["outcome"] == "done" and closed["error"]["code"] == "card_removed", "which is said to whoever pays him out", closed)
    tech = ask(day, "clear", by="tech", till="E01/T2")
    check.that(refused(tech, "permission_denied"), "a technician clears none", tech.screen)
    zhao.post(f"/bench/cards/{day.card}/pull", {"at_command": at + LOOK})  # a look at it comes before
    torn = ask(day, "clear", by="zhao", till="E01/T2")
    put_down(day, "zhao", "reader:1")
    check.that(torn.status == 1 and card(day, "zhao")["account"] == day.account, "torn once more it is not cleared", torn.screen)
    done = ask(day, "clear", by="zhao", till="E01/T2")
    check.that(done.status == 0 and "cleared" in done.said, "it is cleared", (done.screen, done.said))
    check.that(card(day, "zhao")["card"] is None, "and is as good as a blank one", card(day, "zhao"))
    twice = ask(day, "clear", by="zhao", till="E01/T2")
    check.that(refused(twice, "card_half_personalised"), "which is cleared no more: it waits to be made", twice.screen)


def books_stand(day):
    """Everything in the books is as it was written."""
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)
    rows = day.people["audit"].get("/audit?page_size=100")["rows"]
    check.that({"wang", "zhao"} <= {row["operator"] for row in rows}, "and name who ordered", rows[:3])


def well(day):
    """A well with its pump."""
    well_pumps(day)
    check.that(pump(day)["number"] == PUMP, "it stands there")


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, well, granted, made, loaded, torn, paid, freed, came_back, books_stand)))
