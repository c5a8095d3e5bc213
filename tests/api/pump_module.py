#!/usr/bin/env python3
"""A pump on the bench under the utility's own keys, from outside: with the module of the sample keys it refuses the counter's cards; the county card issues a PSAM
for it at the key desk, somebody puts that into its slot, and it takes them – also over a power cut, because the PSAM keeps its open locks. One line per check."""
import sys

from counters import PINS, check, issue, pair
from house import YES, new_key, walk
from irrigation import PUMP, village
from key_office import Office, own_keys, put
from pump import AREA, fen, pass_time, pump, purse, swipe, touch


class World(Office):
    """Keys of its own, a farmer's card made under them, and a pump that was put up before."""

    def __init__(self, server):
        super().__init__(server, check)

    cards = {}

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
    wang.post("/shifts", {"opening_float": "500.00"})
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
    put(world, county[0], "reader:1"), put(world, county[1], "reader:2")
    issue(world, "psam", world.psam, terminal=pump(world)["terminal"], pin=PINS["psam"], holder="W-1", mother=world.serials[county[0]], mother_pin=PINS["mother"], control_pin=PINS["control"])


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
    pass_time(world, 60)
    check.that(swipe(world)["refusal"] == "none", "after a restart it is still its module")
    swipe(world)


def at_the_counter(world):
    """Loaded = on the card + charged at the well"""
    held = fen(purse(world)["balance"])
    world.on_reader(world.card)
    seen = world["wang"].post("/purses/look", {})
    check.that(fen(seen["balance"]) == held and held == 20000 - fen(pump(world)["charged"]), "to the fen", (seen, pump(world)["charged"]))


if __name__ == "__main__":
    sys.exit(walk(check, World, (refused, issued, put_in, power_cut, at_the_counter), office=True))
