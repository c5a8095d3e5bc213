#!/usr/bin/env python3
"""One watering in one run, from outside, under keys of a ceremony: officers form the seed, the county card issues the PSAM of each pump and of the handheld, a farmer applies and
is granted a card, loads it and waters; the mains fail and he hangs, another well settles him with the record that the handheld has brought; it comes home, and the reports say what he
has used. One line per check."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from counters import PINS, at_key_desk, check, issue, pair
from house import KWOTA, YES, new_key, walk
from key_office import own_keys, put
from pump import AREA, SECOND, fen, pass_time, pump, purse, swipe, touch
from pump_module import World
from irrigation import PUMP, village

WELLS = {PUMP: "W-1", SECOND: "W-2"}
HANDHELD = os.environ.get("KWOTA_HANDHELD", str(pathlib.Path(KWOTA).parent / "kwota-handheld"))
LOADED, HANDHELDS = 20000, "130930000001"


def keys(world):
    """The utility's own keys, and people beside them"""
    own_keys(world)
    world.sign_in("zhao", "tech", "miller", "audit", first=True, station="E01")


def registers(world):
    """Two wells of one area number, each with its meter and the terminal number of its module"""
    wang, zhao, tech = world["wang"], world["zhao"], world["tech"]
    world.village = village(world)
    zhao.post("/area-numbers", {"number": AREA, "name": "Fields", "village": world.village, "station": "E01"})
    for meter, well in WELLS.items():
        zhao.post("/wells", {"number": well, "name": well, "village": world.village, "area_number": AREA, "put_in": "2026-03-01"})
        tech.post("/meters", {"number": meter, "model": "DDSY1352"})
        tech.post("/well-meters", {"well": well, "meter": meter, "first_day": "2026-03-01"})
        check.that(wang.post("/bench/pumps", {"number": meter, "price": "0.5000"}).status == 200, f"a pump stands at {well}")
        place = f"/well-meters/{well}/{meter}/2026-03-01"
        told = tech.put(place, {"terminal": pump(world, meter)["terminal"], "version": tech.get(place)["version"]})
        check.that(told.status == 200 and told["terminal"] == pump(world, meter)["terminal"], "the books know its terminal number", told)


def modules(world):
    """Down to the county card, which issues the PSAM of each pump and of the handheld; those of pumps go into their slots"""
    wang = world["wang"]
    blank = [wang.post("/bench/cards", {})["cards"][-1]["id"] for _ in range(9)]
    world.serials = {card["id"]: card["serial"] for card in wang.get("/bench")["cards"]}
    master, province, county, psams, world.crews = blank[0:2], blank[2:4], blank[4:6], blank[6:8], blank[8]
    pair(world, "master_control", master)
    pair(world, "province", province, master)
    pair(world, "county", county, province)
    put(world, county[0], "reader:1"), put(world, county[1], "reader:2")
    by_county = {"mother": world.serials[county[0]], "mother_pin": PINS["mother"], "control_pin": PINS["control"]}
    issue(world, "handheld_psam", world.crews, terminal=HANDHELDS, pin=PINS["psam"], holder="crew 1", **by_county)
    for meter, card in zip(WELLS, psams):
        issue(world, "pump_psam", card, terminal=pump(world, meter)["terminal"], pin=PINS["psam"], holder=WELLS[meter], **by_county)
        touch(world, meter, power=False)
        check.that(wang.post(f"/bench/pumps/{meter}/module", {"module": "card", "card": card}).status == 200, f"into the slot of {WELLS[meter]}")
        touch(world, meter, power=True)
        touch(world, meter, load_w=7200)
    for card in county:
        put(world, card, "wallet")
    pass_time(world, 120)


def farmer(world):
    """He applies, another person grants it, and his card is made with the first money"""
    wang, zhao = world["wang"], world["zhao"]
    wang.post("/shifts", {"opening_float": "500.00"})
    customer = zhao.post("/customers", {"name": "刘大田", "kind": "person", "identity_number": "F-1"})["number"]
    asked = wang.post("/purse-applications", {"customer": customer, "village": world.village, "area_1": AREA, "price_class": 1})
    check.that(asked["state"] == "waiting", "his application waits", asked)
    world.account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    world.card = wang.post("/bench/cards", {})["cards"][-1]["id"]
    world.cards = {"liu": world.card}
    world.on_reader(world.card)
    quote = wang.post(f"/accounts/{world.account}/purse/quotes", {"pay": "200.00"})
    made = wang.post(f"/accounts/{world.account}/purse/loads", {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES})
    put(world, world.card, "wallet")
    check.that(made.status == 200 and made["outcome"] == "done" and fen(purse(world)["balance"]) == LOADED, "200.00 are on it", made)


def waters(world):
    """On and off at the first well, then the mains fail: he hangs, and the other well does not take him yet"""
    on = swipe(world)
    check.that(on["refusal"] == "none" and purse(world)["grey"], "its module judges a card of the utility's own keys: the pump runs", on)
    pass_time(world, 1200)
    off = swipe(world)
    world.paid = fen(off["paid"])
    check.that(world.paid >= 120 and not purse(world)["grey"], "he pays at the second swipe", off)
    pass_time(world, 60)
    swipe(world)
    pass_time(world, 1200)
    touch(world, power=False)
    pass_time(world, 60)
    touch(world, power=True)
    check.that(len(pump(world)["hung"]) == 1 and pump(world)["relay"] == "open", "he hangs, and the pump stays off", pump(world))
    check.that(swipe(world, number=SECOND)["refusal"] == "grey_elsewhere", "the other well has no record of it")


def run_handheld(world, *words):
    env = dict(os.environ, PCSCLITE_CSOCK_NAME=(world.server.folder / "data/bench/card_service").read_text().strip())
    return subprocess.run([HANDHELD, "--store", world.store.name, *words], capture_output=True, text=True, timeout=120, env=env)


def handheld(world, *words):
    """With its PSAM in its reader."""
    done = run_handheld(world, "--psam", world.reader, "--psam-pin-file", str(pathlib.Path(world.store.name) / "pin"), *words)
    if done.returncode != 0:
        raise RuntimeError(f"kwota-handheld {words}: {done.stdout}{done.stderr}")
    return done.stdout


def at_the_window(world, meter, *works):
    world["wang"].post(f"/bench/pumps/{meter}/line", {"on": True, "window": True})
    handheld(world, "--port", pump(world, meter)["line"], *[word for work in works for word in ("--do", work)])
    world["wang"].post(f"/bench/pumps/{meter}/line", {"on": False})


def brought(world):
    """The handheld, which has its keys of the same county card, brings his record to the other well, which settles him"""
    world.store = tempfile.TemporaryDirectory()
    (pathlib.Path(world.store.name) / "pin").write_text(PINS["psam"] + "\n")
    at_key_desk(world, world.crews, "reader:1")
    world.reader = next(row["name"] for row in world["wang"].get("/bench")["readers"] if row["id"] == "reader:1")
    world["wang"].post(f"/bench/pumps/{PUMP}/line", {"on": True, "window": True})
    stranger = run_handheld(world, "--sample-keys", str(world.server.folder / "data"), "--port", pump(world)["line"], "--do", "read usage new")
    check.that(stranger.returncode == 1 and "meter_not_proven" in stranger.stderr, "a handheld with the sample keys is told nothing any more", stranger.stdout + stranger.stderr)
    world["wang"].post(f"/bench/pumps/{PUMP}/line", {"on": False})
    at_the_window(world, PUMP, "read usage new", "read hung", "read states")
    at_the_window(world, SECOND, "bring hung")
    before = fen(purse(world)["balance"])
    settled = swipe(world, number=SECOND)
    world.paid += before - fen(purse(world)["balance"])
    check.that(settled["refusal"] == "none" and not purse(world)["grey"] and before > fen(purse(world)["balance"]), "he pays there what the first well has counted, and is free", settled)
    check.that(fen(purse(world)["balance"]) == LOADED - world.paid, "once")
    at_the_window(world, SECOND, "read usage new", "read hung", "read states")


def home(world):
    """At the office: certified, taken in, judged, signed for"""
    tech, miller = world["tech"], world["miller"]
    key = handheld(world, "--public-key").split()[-1]
    body = {"public_key": key, "name": "一号抄表器", "station": "E01"}
    asked = tech.post("/handhelds", body)
    miller.post(f"/approvals/{asked['approval']['number']}/approve")
    check.that(tech.post("/handhelds", {**body, "approval": asked["approval"]["number"]}).status == 200, "two persons certify it")
    handheld(world, "--hand-over")
    store = pathlib.Path(world.store.name)
    files = [{"name": path.name, "hex": path.read_bytes().hex().upper()} for path in sorted(store.glob("*.kwh")) if path.stat().st_size > 0]
    taken = tech.post("/hand-overs", {"manifest": (store / "manifest.json").read_text(), "signature": (store / "manifest.sig").read_text().strip(), "files": files})
    check.that(taken.status == 200 and taken["meters"] == 2, "records of both wells are taken in", taken)
    check.that(tech.post(f"/hand-overs/{taken['number']}/receipt").code == "hand_over_not_cleaned", "no receipt before they are judged")
    done = tech.post(f"/hand-overs/{taken['number']}/clean")
    check.that(done.status == 200 and fen(done["amount"]) == world.paid and (done["unproven"], done["contradicting"], done["foreign"]) == (0, 0, 0), "every proof is his card's own, under the utility's keys", done)
    paper = tech.post(f"/hand-overs/{taken['number']}/receipt")
    (store / "receipt.json").write_text(paper["text"])
    (store / "receipt.sig").write_text(paper["signature"])
    check.that(json.loads(paper["text"])["taken_in"]["usage"] >= 2, "the office signs for what it has", paper)
    handheld(world, "--trust-office", str(world.server.folder / "data/root_public_key.der"), "--clear", str(store / "receipt.json"))
    check.that(not any(path.stat().st_size > 0 for path in store.glob("*.kwh")), "and the device clears its store with that", list(store.iterdir()))


def reports(world):
    """Card, purse, wells and ledger say the same, to the fen"""
    zhao, miller = world["zhao"], world["miller"]
    row = zhao.get(f"/purses?filter.account={world.account}")["rows"][0]
    check.that((fen(row["spent"]), row["not_known"], row["missing"]) == (world.paid, "0.00", 0), "his purse has no gap", row)
    month = miller.get("/reports")["today"][:7]
    report = miller.get(f"/reports/R06?period={month}")
    line = {one["names"][0]: fen(one["cells"][0]) for one in report["rows"] if one["cells"][0] is not None}
    check.that((line["used"], line["closing"], line["purses_in_force"]) == (world.paid, LOADED - world.paid, LOADED - world.paid), "R06: used, and closing = what is on his card", line)
    used = miller.get(f"/reports/R03?period={month}")
    check.that([one["names"][0] for one in used["rows"]] == ["W-1", "W-2"][:len(used["rows"])] and fen(used["totals"][4]) == world.paid, "R03: at which well", used["rows"])
    check.that(fen(purse(world)["balance"]) == LOADED - world.paid, "and the card holds the rest")
    proof = world["audit"].post("/verify")
    check.that(proof["ok"] and proof["signatures_checked"], "the books verify", proof)


if __name__ == "__main__":
    sys.exit(walk(check, World, (keys, registers, modules, farmer, waters, brought, home, reports), office=True))
