#!/usr/bin/env python3
"""An irrigation pump on the bench from outside: it is put up at a registered well with a security module of its own, a card that the counter has loaded starts
and pays it, and whatever goes wrong – mains, module, clock, orders, other cards – he pays once, to the fen. One line per check."""
import socket
import sys

from house import walk
from irrigation import PUMP, load, village
from run import Day, check, doors

AREA, OTHER_AREA, SECOND, ELSEWHERE = "11010001", "11010002", "700000000002", "700000000003"


def wells(day):
    """Two wells of his area and one of another, each with its meter; a pump stands only where a meter hangs."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    day.village = village(day)
    for area in (AREA, OTHER_AREA):
        zhao.post("/area-numbers", {"number": area, "name": f"Fields {area}", "village": day.village, "station": "E01"})
    for well, meter, area in (("W-1", PUMP, AREA), ("W-2", SECOND, AREA), ("W-3", ELSEWHERE, OTHER_AREA)):
        zhao.post("/wells", {"number": well, "name": well, "village": day.village, "area_number": area, "put_in": "2026-03-01"})
        tech.post("/meters", {"number": meter, "model": "DDSY1352"})
        hung = tech.post("/well-meters", {"well": well, "meter": meter, "first_day": "2026-03-01"})
        check.that(hung.status == 200, f"the meter hangs at {well}", hung)
    wang = day.people["wang"]
    check.that(wang.post("/bench/pumps", {"number": "700000000009"}).code == "meter_at_no_well", "no pump where the books know no well")
    check.that(wang.post("/bench/pumps", {"number": PUMP, "basis": "wind"}).code == "pump_takes_no_such_value", "nor one that is charged by the wind")
    for meter in (PUMP, SECOND, ELSEWHERE):
        made = wang.post("/bench/pumps", {"number": meter, "price": "0.5000"})
        check.that(made.status == 200, "a pump stands there", made)
    check.that(wang.post("/bench/pumps", {"number": PUMP}).code == "meter_exists", "once")
    first = pump(day)
    check.that((first["area"], first["phase"], first["module"], first["module_ready"], first["relay"]) == (AREA, "idle", "own", True, "open"), "with its module, and ready", first)


def farmers(day):
    """Two farmers get their cards at the counter, with money on them."""
    zhao, wang = day.people["zhao"], day.people["wang"]
    wang.post("/shifts", {"opening_float": "500.00"})
    day.cards = {}
    for name, pay in (("liu", "200.00"), ("ma", "60.00")):
        farmer = zhao.post("/customers", {"name": f"Farmer {name}", "kind": "person", "identity_number": f"F-{name}"})["number"]
        asked = wang.post("/purse-applications", {"customer": farmer, "village": day.village, "area_1": AREA, "price_class": 1})
        day.account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
        day.card = wang.post("/bench/cards", {})["cards"][-1]["id"]
        day.on_reader(day.card)
        _, done = load(day, pay)
        check.that(done.status == 200 and done["outcome"] == "done", f"{name} has {pay} on his card", done)
        day.cards[name] = day.card
        day.move(day.card, "wallet")
    day.card = day.cards["liu"]


def pump(day, number=PUMP):
    return next(row for row in day.people["wang"].get("/bench")["pumps"] if row["number"] == number)


def purse(day, who="liu"):
    return next(row for row in day.people["wang"].get("/bench")["cards"] if row["id"] == day.cards[who])["purse"]


def swipe(day, who="liu", number=PUMP, **more):
    done = day.people["wang"].post(f"/bench/pumps/{number}/swipe", {"card": day.cards[who], **more})
    return next(row for row in done["pumps"] if row["number"] == number)["last_swipe"]


def touch(day, number=PUMP, **what):
    return day.people["wang"].post(f"/bench/pumps/{number}", what)


def pass_time(day, seconds):
    """The bench has lived through it when it answers."""
    day.people["wang"].post("/bench/clock", {"advance_s": seconds})


def fen(text):
    return round(float(text) * 100)


def books_of(day, number=PUMP):
    """What the card is short of is what the well has charged."""
    return fen(pump(day, number)["charged"])


def waters(day):
    """The first swipe locks the card and starts the pump, the second takes the money and frees the card."""
    for beyond in ({"load_w": 1_000_001}, {"load_w": 2**62}, {"load_w": -1}, {"flow_l_s": 1001}):
        check.that(touch(day, **beyond).code == ("field_too_small" if beyond == {"load_w": -1} else "field_too_large"), "no pump draws so much", beyond)
    check.that(touch(day, clock_shift_s=10**12).code == "field_too_large", "and no clock is thirty thousand years ahead")
    check.that(day.people["wang"].post("/bench/clock", {"advance_s": 10**10}).code == "field_too_large", "nor does anybody wait for three hundred")
    touch(day, load_w=7200, flow_l_s=10)
    on = swipe(day)
    check.that((on["refusal"], on["paid"], on["balance"]) == ("none", None, "200.00"), "the card is taken", on)
    now = pump(day)
    check.that((now["phase"], now["relay"], now["lamp"], purse(day)["grey"]) == ("running", "closed", "on", True), "the pump runs, and the card is grey", now)
    pass_time(day, 1800)  # 3.6 kWh
    now = pump(day)
    check.that(fen(now["watering"]["amount"]) >= 180 and fen(now["watering"]["left"]) <= 19820, "the display counts down", now["watering"])
    shown = {page["label_key"]: page["value"] for page in now["pages"]}
    check.that(shown["pump.page.balance"] == now["watering"]["left"] and float(shown["pump.page.energy"]) >= 3.6 and float(shown["pump.page.water"]) >= 18, "money, energy and water", shown)
    off = swipe(day)
    check.that(off["refusal"] == "none" and fen(off["paid"]) >= 180, "the second swipe charges", off)
    card = purse(day)
    check.that(not card["grey"] and fen(card["balance"]) == 20000 - books_of(day) and pump(day)["newest"]["proven"], "the card is free, and short of exactly what the well has charged", card)


def other_card(day):
    """While he waters, another card is told who waters, and changes nothing."""
    swipe(day)
    busy = swipe(day, "ma")
    check.that(busy["refusal"] == "busy" and purse(day, "ma")["balance"] == "60.00" and not purse(day, "ma")["grey"], "another card is not taken", busy)
    check.that(pump(day)["display"]["label_key"] == "pump.page.watering_card" and pump(day)["watering"]["card"] == purse(day)["number"], "and the display says who waters")
    away = swipe(day, number=SECOND)
    check.that(away["refusal"] == "grey_elsewhere" and away["error_class"] == 38, "his own card is grey at every other well", away)
    check.that(swipe(day)["paid"] is not None and not purse(day)["grey"], "and free when he is back")


def both_in_one_hand(day):
    """Two cards held there at once: the pump takes neither, and who waters goes on."""
    before = {who: purse(day, who)["balance"] for who in ("liu", "ma")}
    pass_time(day, 15)  # until its relay is open
    records = pump(day)["records"]
    both = swipe(day, beside=day.cards["ma"])
    check.that((both["refusal"], both["error_class"], both["beside"]) == ("two_cards", 41, day.cards["ma"]), "two cards are none", both)
    now = pump(day)
    check.that((now["relay"], now["records"], now["refusal"], now["error_code"]) == ("open", records, "two_cards", 41), "nothing is begun", now)
    swipe(day)
    pass_time(day, 600)
    check.that(swipe(day, beside=day.cards["ma"])["refusal"] == "two_cards" and pump(day)["phase"] == "running", "nor is what runs stopped")
    check.that({who: purse(day, who)["balance"] for who in before} == before and purse(day)["grey"] and not purse(day, "ma")["grey"], "or charged")
    paid = fen(swipe(day)["paid"])
    check.that(fen(purse(day)["balance"]) == fen(before["liu"]) - paid and purse(day, "ma")["balance"] == before["ma"], "one of them alone pays, once")
    check.that(swipe(day, beside=day.cards["liu"])["beside"] is None, "a card lies beside itself nowhere")
    swipe(day)


def power_cut(day):
    """Mains fail while he waters: the pump stays off until he swipes, and he pays what was counted."""
    before = fen(purse(day)["balance"])
    swipe(day)
    pass_time(day, 1200)
    touch(day, power=False)
    dark = pump(day)
    check.that(not dark["powered"] and swipe(day)["dark"], "a dark pump takes no card", dark)
    pass_time(day, 3600)
    touch(day, power=True)
    back = pump(day)
    check.that((back["phase"], back["relay"], back["newest"]["cause"], back["newest"]["made_up"]) == ("idle", "open", "mains", True), "it comes back, and stays off", back)
    check.that(len(back["hung"]) == 1 and purse(day)["grey"], "he hangs, his card is grey", back["hung"])
    paid = swipe(day)
    check.that(120 <= fen(paid["paid"]) <= 125, "what was counted before the cut is charged", paid)
    check.that(fen(purse(day)["balance"]) == before - fen(paid["paid"]) and pump(day)["relay"] == "open", "the pump waits for another swipe")


def killed(day):
    """The whole program is killed while he waters: for the pump it is a power cut like any other."""
    swipe(day)
    pass_time(day, 600)
    day.server.kill()
    day.server.start()
    day.again("wang", "zhao", "audit")
    back = pump(day)
    check.that(back["newest"]["cause"] == "mains" and len(back["hung"]) == 1 and purse(day)["grey"], "it comes back hung", back)
    check.that(60 <= fen(swipe(day)["paid"]) <= 70 and not purse(day)["grey"], "and is settled by a swipe")


def stops(day):
    """An order, nothing that flows, the longest run: each stops the pump, and its record says why."""
    swipe(day)
    touch(day, locked_out=True)
    check.that(pump(day)["phase"] == "lockout" and pump(day)["newest"]["cause"] == "order", "stopped by order", pump(day))
    check.that(swipe(day)["paid"] == "0.00" or not purse(day)["grey"], "he is settled all the same")
    check.that(swipe(day, "ma")["refusal"] == "locked_out", "and nobody starts it")
    touch(day, locked_out=False)
    touch(day, load_w=0, flow_l_s=0)
    swipe(day)
    pass_time(day, 400)
    idle = pump(day)
    check.that((idle["newest"]["cause"], idle["lamp"], idle["relay"]) == ("idle", "blink", "open"), "five minutes without a pulse, and the lamp blinks", idle)
    swipe(day)
    touch(day, load_w=7200)
    check.that(touch(day, parameter="run_hours", value=1).status == 200 and touch(day, parameter="wings", value=2).code == "pump_takes_no_such_value", "parameters are its own")
    swipe(day)
    pass_time(day, 3700)
    check.that(pump(day)["newest"]["cause"] == "longest_run", "the longest run", pump(day)["newest"])
    swipe(day)


def refused(day):
    """What the display says of cards and of itself."""
    wang = day.people["wang"]
    other = swipe(day, number=ELSEWHERE)
    check.that((other["refusal"], other["error_class"]) == ("wrong_area", 33), "a card of another area", other)
    blank = wang.post("/bench/cards", {})["cards"][-1]["id"]
    day.cards["blank"] = blank
    check.that(swipe(day, "blank")["refusal"] == "not_ours", "a blank card")
    wang.post(f"/bench/pumps/{PUMP}/module", {"module": "none"})
    touch(day, power=False)
    touch(day, power=True)
    check.that((swipe(day)["refusal"], pump(day)["error_code"]) == ("module_dead", 31), "without its module", pump(day))
    wang.post(f"/bench/pumps/{PUMP}/module", {"module": "other"})
    pass_time(day, 120)
    check.that(swipe(day)["refusal"] == "module_dead", "with another pump's")
    wang.post(f"/bench/pumps/{PUMP}/module", {"module": "own"})
    pass_time(day, 120)
    wang.poll("/bench", lambda a: a["pumps"][0]["module_ready"], "its own module")
    touch(day, power=False)
    touch(day, power=True, clock_lost=True)
    check.that((swipe(day)["refusal"], pump(day)["clock_valid"]) == ("clock", False), "its clock is lost", pump(day))
    touch(day, clock_shift_s=0)
    check.that(pump(day)["clock_valid"], "somebody sets it")
    check.that(touch(day, black_list=day.cards["ma"]).status == 200 and swipe(day, "ma")["refusal"] == "black_listed", "the black list")
    gone = swipe(day, pull_at=3)
    check.that((gone["refusal"], gone["error_class"], purse(day)["grey"]) == ("card_gone", 35, False), "lifted too early", gone)
    check.that(touch(day, black_list="c999").code == "no_purse_card", "only purse cards are black-listed")


def line(day):
    """Its records are read on a line, as of every meter."""
    wang = day.people["wang"]
    on = wang.post(f"/bench/pumps/{PUMP}/line", {"on": True})
    host, port = pump(day)["line"].removeprefix("tcp://").split(":")
    frame = bytes.fromhex("68") + bytes.fromhex(PUMP)[::-1] + bytes.fromhex("68" "11" "04") + bytes(byte + 0x33 & 0xFF for byte in bytes.fromhex("04FA0000")[::-1])
    with socket.create_connection((host, int(port)), timeout=20) as wire:
        wire.sendall(frame + bytes([sum(frame) & 0xFF, 0x16]))
        answer = b""
        while len(answer) < 27:
            answer += wire.recv(64)
    body = bytes(byte - 0x33 & 0xFF for byte in answer[10:25])
    newest = int(body[8:12][::-1].hex())
    check.that(on.status == 200 and answer[8] == 0x91 and newest == pump(day)["newest"]["number"], "the directory names the newest record", answer.hex())
    wang.post(f"/bench/pumps/{PUMP}/line", {"on": False})
    check.that(pump(day)["line"] is None, "and off its line nobody reads it")


def counter(day):
    """At the counter the card shows what the wells have left on it."""
    wang = day.people["wang"]
    held = purse(day)["balance"]
    day.on_reader(day.card)
    seen = wang.post("/purses/look", {})
    check.that((seen["balance"], seen["grey"]) == (held, False), "the card says it", seen)
    own = wang.post("/purses/waterings", {})
    told = own["waterings"]
    check.that(own.status == 200 and 0 < len(told) <= 10 and not any(row["brought_in"] for row in told), "and what wells took off it last, which no record has brought home", own)
    check.that({row["well"] for row in told} == {""} and all(row["at"] and row["terminal"] for row in told) and told == sorted(told, key=lambda row: row["at"], reverse=True), "by which terminal – which nobody has said of these wells – and when, newest first", told)
    charged = sum(books_of(day, number) for number in (PUMP, SECOND, ELSEWHERE))
    if len(told) < 10:
        check.that(sum(fen(row["amount"]) for row in told) == charged, "which is all that was charged", (told, charged))
    check.that(fen(held) == 20000 - charged, "loaded = on the card + charged at the wells, to the fen", (held, charged))
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, wells, farmers, waters, other_card, both_in_one_hand, power_cut, killed, stops, refused, line, counter)))
