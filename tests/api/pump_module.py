#!/usr/bin/env python3
"""A pump on the bench under the utility's own keys, from outside: with the module of the sample keys it refuses the counter's cards; the county card issues a PSAM
for it at the key desk, somebody puts that into its slot, and it takes them – also over a power cut, because the PSAM keeps its open locks. One line per check."""
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/library"), str(ROOT / "tests/terminal")]
from cards import Cards
from counters import PINS, check, issue, pair
from house import PASSWORD, YES, new_key, walk
from irrigation import PUMP, village
from key_office import Office, own_keys, put
from pump import AREA, fen, pass_time, pump, purse, swipe, touch
from terminal import Terminal

FLOAT = 500_00


class World(Office):
    """Keys of its own, a farmer's card made under them, and a pump that was put up before."""

    def __init__(self, server):
        super().__init__(server, check)

    cards = {}
    loaded = 200_00

    def on_reader(self, card):
        before = (self["wang"].get("/reader")["card"] or {}).get("session")
        put(self, card, "reader:0")
        self["wang"].poll("/reader", lambda a: a["card"] and a["card"]["session"] != before and a["card"]["state"] != "reading", "the card on the reader")


def refused(world):
    """A pump of the sample keys does not know the farmer's card"""
    own_keys(world)
    world.sign_in("zhao", "tech", first=True, station="E01")
    wang, zhao, tech = world["wang"], world["zhao"], world["tech"]
    world.village = village(world)
    zhao.post("/area-numbers", {"number": AREA, "name": "Fields", "village": world.village, "station": "E01"})
    zhao.post("/wells", {"number": "W-1", "name": "W-1", "village": world.village, "area_number": AREA, "put_in": "2026-03-01"})
    tech.post("/meters", {"number": PUMP, "model": "DDSY1352"})
    tech.post("/well-meters", {"well": "W-1", "meter": PUMP, "first_day": "2026-03-01"})
    check.that(wang.post("/bench/pumps", {"number": PUMP, "price": "0.5000"}).status == 200, "a pump stands there")
    wang.post("/shifts", {"opening_float": f"{FLOAT / 100:.2f}"})
    farmer = zhao.post("/customers", {"name": "Farmer Liu", "kind": "person", "identity_number": "F-1"})["number"]
    asked = wang.post("/purse-applications", {"customer": farmer, "village": world.village, "area_1": AREA, "price_class": 1})
    world.account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    card = wang.post("/bench/cards", {})["cards"][-1]["id"]
    world.on_reader(card)
    quote = wang.post(f"/accounts/{world.account}/purse/quotes", {"pay": "200.00"})
    made = wang.post(f"/accounts/{world.account}/purse/loads", {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES})
    check.that(made.status == 200 and made["outcome"] == "done", "his card is made under the utility's own keys", made)
    put(world, card, "wallet")
    world.cards, world.card = {"liu": card}, card
    touch(world, load_w=7200)
    no = swipe(world)
    check.that(no["error_class"] == 32 and not purse(world)["grey"], "the module of the sample keys cannot judge it: 32", no)


def issued(world):
    """The county card issues a PSAM for that pump"""
    wang = world["wang"]
    for _ in range(7):
        wang.post("/bench/cards")
    blank = [card["id"] for card in wang.get("/bench")["cards"] if card["place"] == "wallet"][-7:]
    world.serials = {card["id"]: card["serial"] for card in wang.get("/bench")["cards"]}
    master, province, county, world.psam = blank[0:2], blank[2:4], blank[4:6], blank[6]
    pair(world, "master_control", master)
    pair(world, "province", province, master)
    pair(world, "county", county, province)
    world.county = world.serials[county[0]]
    put(world, county[0], "reader:1"), put(world, county[1], "reader:2")
    issue(world, "pump_psam", world.psam, terminal=pump(world)["terminal"], pin=PINS["psam"], holder="W-1", mother=world.serials[county[0]], mother_pin=PINS["mother"], control_pin=PINS["control"])


def put_in(world):
    """It is put into the slot, and the pump takes the counter's cards"""
    wang = world["wang"]
    check.that(wang.post(f"/bench/pumps/{PUMP}/module", {"module": "card", "card": "c999"}).code == "not_found", "a card must be there")
    touch(world, power=False)  # as everybody does who opens a pump
    done = wang.post(f"/bench/pumps/{PUMP}/module", {"module": "card", "card": world.psam})
    check.that(done.status == 200 and pump(world)["module"] == "own", "it is the pump's own now", done)
    before = next(row for row in done["cards"] if row["id"] == world.psam)
    check.that(before["serial"] != world.serials[world.psam], "the module of before lies in its place", before)
    touch(world, power=True)
    pass_time(world, 120)
    on = swipe(world)
    check.that(on["refusal"] == "none" and purse(world)["grey"], "the card is taken, the pump runs", on)
    pass_time(world, 1200)
    off = swipe(world)
    check.that(off["paid"] is not None and fen(off["paid"]) >= 120 and not purse(world)["grey"], "charged, and free", off)


def power_cut(world):
    """Its open locks outlive the power"""
    before = fen(purse(world)["balance"])
    pass_time(world, 60)
    swipe(world)
    pass_time(world, 1200)
    touch(world, power=False)
    touch(world, power=True)
    check.that(len(pump(world)["hung"]) == 1, "he hangs", pump(world)["hung"])
    paid = swipe(world)
    check.that(paid["paid"] is not None and fen(purse(world)["balance"]) == before - fen(paid["paid"]), "and pays at his next swipe", paid)
    world.server.kill()
    world.server.start()
    world.sign_in("wang", station="E01", till="T1")
    world.sign_in("miller", "petrov")
    pass_time(world, 60)
    check.that(swipe(world)["refusal"] == "none", "after a restart it is still its module")
    swipe(world)


def at_the_counter(world):
    """Loaded = on the card + charged at the well"""
    held = fen(purse(world)["balance"])
    world.on_reader(world.card)
    seen = world["wang"].post("/purses/look", {})
    check.that(fen(seen["balance"]) == held and held == world.loaded - fen(pump(world)["charged"]), "to the fen", (seen, pump(world)["charged"]))


def agreed(world, path, body):
    """Two managers want it."""
    asked = world["miller"].post(path, body)
    world["petrov"].post(f"/approvals/{asked['approval']['number']}/approve")
    return world["miller"].post(path, {**body, "approval": asked["approval"]["number"]})


def load(world, pay="10.00"):
    quote = world["wang"].post(f"/accounts/{world.account}/purse/quotes", {"pay": pay})
    return world["wang"].post(f"/accounts/{world.account}/purse/loads", {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES})


def till_with_psam(world):
    """The utility asks for a PSAM beside each till: without one nothing is loaded"""
    wang = world["wang"]
    world.sign_in("miller", "petrov", first=True)
    world.on_reader(world.card)
    check.that(wang.get("/vault")["admission"] is None, "sample books ask for none")
    set_ = agreed(world, "/settings", {"name": "psam_required", "value": "1", "reason": "two loads at a till that was locked"})
    check.that(set_.status == 200, "two managers ask for it", set_)
    check.that(wang.get("/vault")["admission"]["state"] == "wanted" and load(world).code == "psam_wanted", "nothing is loaded at a till without one")
    check.that(wang.post("/purses/look", {}).status == 200, "the card may be looked at")
    blank = wang.post("/bench/cards", {})["cards"][-1]
    world.serials[blank["id"]], world.till_psam = blank["serial"], blank["id"]
    put(world, world.card, "wallet")
    issue(world, "psam", world.till_psam, terminal="130910000001", pin=PINS["psam"], holder="E01/T1", mother=world.county, mother_pin=PINS["mother"], control_pin=PINS["control"])
    world.on_reader(world.card)


def admission(world):
    """It proves itself each time it was put there"""
    wang = world["wang"]
    own = wang.get("/reader")["reader"]
    others = lambda a: [r["name"] for r in a["readers"] if r["state"] == "card" and r["name"] != own]
    for one in wang.get("/bench")["cards"]:
        if one["place"] in ("reader:1", "reader:2"):
            put(world, one["id"], "wallet")
    wang.poll("/reader", lambda a: not others(a), "the key office's cards away")
    put(world, world.till_psam, "reader:1")
    name = others(wang.poll("/reader", others, "the PSAM on its reader"))[0]

    def admit(pin):
        """The desk hears of a card a moment after the reader does."""
        for _ in range(100):
            answer = wang.post("/session/admission", {"reader": name, "pin": pin})
            if answer.code != "no_card":
                break
        return answer

    check.that(wang.post("/session/admission", {"reader": own, "pin": PINS["psam"]}).code == "psam_in_the_cards_reader", "not on the customers' reader")
    check.that(admit("000000").code == "key_card_pin_wrong", "a wrong PIN admits nobody")
    done = admit(PINS["psam"])
    check.that(done.status == 200 and done["admission"]["state"] == "admitted" and done["admission"]["terminal"] == "130910000001", "it proves itself with its terminal number", done)
    loaded = load(world)
    check.that(loaded.status == 200 and loaded["outcome"] == "done", "and the till loads", loaded)
    put(world, world.till_psam, "wallet")
    wang.poll("/vault", lambda a: a["admission"]["state"] == "wanted", "the PSAM is gone")
    check.that(load(world).code == "psam_wanted", "pulled, the till loads nothing")
    put(world, world.till_psam, "reader:1")
    wang.poll("/reader", lambda a: any(r["name"] == name and r["state"] == "card" for r in a["readers"]), "the PSAM on its reader again")
    check.that(load(world).code == "psam_wanted", "put back it has to prove itself anew")
    check.that(admit(PINS["psam"])["admission"]["state"] == "admitted" and load(world)["outcome"] == "done", "which it does")
    world.admit = admit


def a_key_card(world):
    """A PSAM where a farmer's card should lie: it is named, whoever asks, and nothing is booked"""
    wang, account = world["wang"], f"/accounts/{world.account}/purse"
    name = next(row["name"] for row in wang.get("/bench")["readers"] if row["id"] == "reader:0")
    put(world, world.card, "wallet")
    world.on_reader(world.till_psam)
    desk = wang.get("/reader")["card"]
    check.that((desk["state"], desk["reason_code"]) == ("unknown_card", "key_card"), "the desk names it", desk)
    seen = wang.post("/purses/look", {})
    check.that(seen["condition"] == "key_card" and seen["refusal"]["code"] == "card_is_key_card" and seen["refusal"]["detail"], "so does a look for a farmer's card, and says what to do", seen)
    check.that((seen["account"], seen["card"], seen["clearable"]) == (None, None, False), "it is nobody's", seen)
    booked = wang.get(f"/sales?filter.account={world.account}")["total"]
    quote = wang.post(f"{account}/quotes", {"pay": "10.00"})
    check.that(quote.code == "card_is_key_card" and wang.get(f"/sales?filter.account={world.account}")["total"] == booked, "a quote is refused with the same cause, and nothing is booked", quote)
    for words in (("load", "10.00"), ("settle",), ("issue", str(world.account), "10.00")):
        at = Terminal(["purse", *words, "--server", f"http://127.0.0.1:{world.server.port}", "--as", "wang", "--till", "E01/T1", "--reader", name], world.server.folder)
        at.type("Password of wang", PASSWORD)
        at.end()
        check.that(at.status == 1 and "card_is_key_card:" in at.screen and "on the card" not in at.screen, f"  kwota purse {words[0]}: the same", at.screen)
    put(world, world.till_psam, "wallet")
    world.on_reader(world.card)
    check.that(wang.post("/purses/look", {})["refusal"] is None, "of the farmer's own card nothing is refused")


def by_the_books(world):
    """While the server stands still: `kwota purse` on the folder, with the till's PSAM in a reader beside it"""
    server, folder = world.server, world.server.folder
    held = fen(world["wang"].post("/purses/look", {})["balance"])
    server.kill()
    state, bench = folder / "beside", folder / "data/bench/cards"
    state.mkdir()
    shutil.copy(bench / f"{world.card}.card", state / "purse_card-1.card")
    shutil.copy(bench / f"{world.till_psam}.card", state / "psam-1.card")
    cards = Cards("purse_card", "psam", state=state)

    def asked(*words, pin, second=None):
        at = Terminal(["purse", *words, "--data", str(folder / "data"), "--as", "wang", "--till", "E01/T1", "--reader", cards.readers[0], "--psam", cards.readers[1]], folder, {"PCSCLITE_CSOCK_NAME": cards.socket})
        at.type("Password of wang", PASSWORD)
        at.type("PIN of the till's PSAM", pin)
        at.end()
        check.that(not at.shown_secrets(), f"  {words[0]}: nothing that was typed unseen can be read", at.screen)
        return at

    wrong = asked("load", "5.00", "--yes", pin="000000")
    check.that(wrong.status == 1 and "key_card_pin_wrong:" in wrong.screen, "a wrong PIN admits nobody", wrong.screen)
    done = asked("load", "5.00", "--yes", pin=PINS["psam"])
    check.that(done.status == 0 and "done 5.00" in done.said, "the till's PSAM admits it, and the card is loaded", (done.screen, done.said))
    free = asked("settle", pin=PINS["psam"])
    check.that(free.status == 0 and f"{(held + 500) / 100:.2f}" in free.said, "it is on the card", (free.screen, free.said))
    cards.end()
    for name, of in (("purse_card-1", world.card), ("psam-1", world.till_psam)):
        shutil.copy(state / f"{name}.card", bench / f"{of}.card")
    server.start()
    world.sign_in("wang", station="E01", till="T1")
    put(world, world.card, "wallet")
    world.on_reader(world.card)
    seen = world["wang"].post("/purses/look", {})
    check.that(fen(seen["balance"]) == held + 500 and seen["settled"] == [], "and the server goes on with it", seen)
    put(world, world.card, "wallet")
    world.loaded += 500


def next_shift(world):
    """It proves itself once a shift"""
    wang = world["wang"]
    taken = sum(fen(row["tendered"]) for row in wang.get("/sales?filter.till=T1&page_size=50")["rows"])
    closed = wang.post("/shifts/current/close", {"counted": f"{(FLOAT + taken) / 100:.2f}"})
    check.that(closed.status == 200, "his shift ends, and the PSAM stays on its reader", closed)
    check.that(world.admit(PINS["psam"]).code == "no_open_shift", "between two shifts nobody is admitted")
    check.that(wang.post("/shifts", {"opening_float": f"{FLOAT / 100:.2f}"}).status == 200, "the next one begins")
    check.that(wang.get("/vault")["admission"]["state"] == "wanted" and load(world).code == "psam_wanted", "it asks for the PSAM again")
    check.that(world.admit(PINS["psam"])["admission"]["state"] == "admitted" and load(world)["outcome"] == "done", "by its PIN it proves itself for this one")


def declared_void(world):
    """A PSAM that is lost admits nobody"""
    lost = world.with_two(f"/keys/devices/{world.serials[world.till_psam]}/void", {"reason": "stolen with the till"})
    check.that(lost.status == 200, "two of the key office declare it void", lost)
    check.that(load(world).code == "counter_vault_void", "from that moment the till loads nothing, in the same shift")
    check.that(world.admit(PINS["psam"]).code == "counter_vault_void", "and by its PIN it admits nobody")
    check.that(world["wang"].get("/vault")["admission"]["state"] == "wanted", "the counter shows that another PSAM is wanted")
    check.that(world["wang"].post("/purses/look", {}).status == 200, "the card may still be looked at")
    agreed(world, "/settings", {"name": "psam_required", "value": "0", "reason": "the sample goes on"})
    check.that(load(world)["outcome"] == "done", "asked for no more, the till loads")


if __name__ == "__main__":
    sys.exit(walk(check, World, (refused, issued, till_with_psam, a_key_card, by_the_books, put_in, power_cut, at_the_counter, admission, next_shift, declared_void), office=True))
