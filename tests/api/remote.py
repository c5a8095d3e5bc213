#!/usr/bin/env python3
"""Sales to meters on a line, from outside: links, the queue, a sale that goes over the line, is summed onto, moved to the card and back, taken
back before it left the house. Every answer is held against openapi.json. One line per check."""
import sys

from house import Port, new_key, walk
from run import Day, check, doors, opening

unused = []  # ports that stay nobody's


def nobody_listens():
    """An address where a line is refused at once: what is sent there goes on waiting."""
    unused.append(Port())
    return f"tcp://127.0.0.1:{unused[-1]}"


def command_of(day, answer):
    """As the books have it now."""
    return day.people["wang"].get(f"/commands/{answer['command']['number']}")


def by_link(day, pay, **more):
    return day.sell(day.quote(pay)["id"], **{"carrier": "link", **more})


def links(day):
    """Where a meter is reached, and who says so."""
    wang, tech = day.people["wang"], day.people["tech"]
    day.move(day.card, "wallet")
    one = f"/links/{day.meter}"
    check.that(tech.get(one).code == "not_found" and wang.get(f"/accounts/{day.account}")["link"] is None, "a meter is on no line at first")
    check.that(by_link(day, "10.00").code == "no_link", "then nothing is sold over one")
    check.that(wang.put(one, {"address": "tcp://127.0.0.1:1"}).code == "permission_denied", "a cashier connects no meter")
    check.that(tech.put(one, {"address": "somewhere"}).code == "bad_link", "a line has an address that can be opened")
    for elsewhere in ("tcp://10.0.0.1:5432", "tcp://169.254.169.254:80", "tcp://localhost:22", "serial:///dev/mem"):
        check.that(tech.put(one, {"address": elsewhere}).code == "line_target_not_allowed", f"nobody reaches {elsewhere} that way")
    check.that(tech.put(one, {"address": "tcp://127.0.0.1:1", "protocol": "morse"}).code == "unknown_protocol", "and a protocol that is known")
    check.that(tech.put("/links/123456789012", {"address": "tcp://127.0.0.1:1"}).code == "unknown_meter", "an unknown meter is on no line")
    address = nobody_listens()
    made = tech.put(one, {"address": address})
    check.that(made.status == 200 and made["state"] == "active" and made["line"] == address and made["trouble"] == "", "a technician connects it", made)
    check.that(wang.get(f"/accounts/{day.account}")["link"]["address"] == address, "and the counter sees it")
    listed = wang.get(f"/links?filter.meter={day.meter}")["rows"]
    check.that(len(listed) == 1 and listed[0]["address"] == address, "it stands in the list", listed)
    stopped = tech.call("DELETE", one)
    check.that(stopped.status == 200 and stopped["state"] == "stopped", "it is stopped", stopped)
    check.that(by_link(day, "10.00").code == "link_stopped", "over a stopped link nothing is sold")
    check.that(tech.put(one, {"address": address}).code == "version_conflict", "whoever starts it again has seen how it is reached")
    check.that(tech.put(one, {"address": address, "version": tech.get(one)["version"]}).json["state"] == "active", "and started again")
    check.that(tech.post(one + "/lift").status == 200, "somebody has looked at it")


def queue(day):
    """A sale waits for a meter that does not answer, and a second one is summed onto it."""
    wang = day.people["wang"]
    key, quote = new_key(), day.quote("50.00")["id"]
    sold = day.sell(quote, key=key, carrier="link")
    if not check.that(sold.status == 200 and sold["outcome"] == "not_yet_known" and sold["sale"]["state"] == "booked", "it is booked", sold):
        raise RuntimeError("nothing else can be tried without a sale")
    check.that(sold["sale"]["card"] is None and sold["command"]["kind"] == "credit" and sold["command"]["state"] == "queued",
               "no card is asked for, a command waits", sold)
    again = day.sell(quote, key=key, carrier="link")
    check.that(again["sale"]["number"] == sold["sale"]["number"] and again["command"]["number"] == sold["command"]["number"],
               "the same key is the same sale, and waits once", again)
    check.that(by_link(day, "30.00").code == "pending_sale", "a second sale is not booked without a word")
    summed = by_link(day, "30.00", on_pending="sum")
    check.that(summed.status == 200 and summed["sale"]["n"] == sold["sale"]["n"] and summed["command"]["revision"] == sold["command"]["revision"] + 1,
               "it is summed onto the first: the same number, the next revision", summed)
    check.that(command_of(day, sold)["state"] == "cancelled", "whose own command is called off")
    check.that(day.sell(day.quote("10.00")["id"], carrier="pigeon").code == "field_malformed", "credit travels by card or link")
    paper = wang.get(f"/receipts/{sold['sale']['number']}?format=text&lang=en").bytes.decode()
    check.that("over the line" in paper, "the slip says what is under way", paper)
    check.that(day.people["zhao"].post(f"/commands/{summed['command']['number']}/cancel").code == "command_carries_money", "money is not called off")
    day.waiting, day.summed = sold["sale"]["number"], summed["sale"]["number"]


def taken_back(day):
    """Taken back before it left the house, it is owed at once."""
    wang = day.people["wang"]
    before = float(wang.get(f"/accounts/{day.account}")["balance"])
    back = wang.post(f"/sales/{day.summed}/take-back", {"reason": "too much", "client_key": new_key(), "carrier": "link"})
    check.that(back.status == 200 and back["sale"]["state"] == "taken_back" and back["outcome"] == "done", "no meter need confirm it", back)
    check.that(wang.get(f"/sales/{day.summed}")["state"] == "taken_back", "nor the sale")
    owed = float(wang.get(f"/accounts/{day.account}")["balance"]) - before
    check.that(owed == 30.0, "the money is the customer's again", owed)
    rows = wang.get(f"/commands?filter.meter={day.meter}&filter.state=queued")["rows"]
    check.that([row["sale"] for row in rows] == [day.waiting], "the other sale goes on waiting", rows)


def moved(day):
    """Onto the card with the same number, and back into the queue."""
    wang = day.people["wang"]
    one = f"/sales/{day.waiting}/move"
    check.that(wang.post(one, {"to": "pigeon"}).code == "field_malformed", "it is moved to card or link")
    check.that(wang.post("/sales/none/move", {"to": "card"}).code == "unknown_sale", "an unknown sale is not moved")
    to_card = wang.post(one, {"to": "card"})
    check.that(to_card.status == 200 and to_card["command"]["state"] == "cancelled" and to_card["sale"]["state"] == "booked",
               "without a card it waits for the card", to_card)
    to_link = wang.post(one, {"to": "link"})
    check.that(to_link["command"]["state"] == "queued" and to_link["command"]["number"] > to_card["command"]["number"], "back into the queue", to_link)
    check.that(wang.post(one, {"to": "link"}).json["command"]["number"] == to_link["command"]["number"], "twice is once")
    check.that(wang.post(one, {"to": "card"}).json["command"]["state"] == "cancelled", "and to the card again")
    day.on_reader(day.card)
    sale = wang.get(f"/sales/{day.waiting}")
    check.that(sale["state"] == "carried" and sale["n"] == to_card["sale"]["n"], "put down, the card gets it with the same number", sale)
    check.that(wang.post(one, {"to": "link"}).json["command"]["state"] == "queued", "a sale on a card may go over the line too")
    day.at_meter(day.card, day.meter)
    back = day.on_reader(day.card)
    check.that(wang.get(f"/sales/{day.waiting}")["state"] == "applied", "the meter took it from the card", back)
    late = wang.get(f"/commands?filter.meter={day.meter}&filter.state=queued,sent,unknown")
    check.that(late["total"] == 0, "and with that the queue is empty", late)
    check.that(wang.post(one, {"to": "link"}).code == "nothing_to_carry", "what the meter has is not moved")
    now = by_link(day, "20.00")
    seen = wang.get("/reader")["card"]
    written = wang.post(f"/sales/{now['sale']['number']}/move", {"to": "card", "card_session": seen["session"]})
    check.that(written.status == 200 and written["outcome"] == "done" and written["sale"]["state"] == "carried",
               "with the card on the reader it is written at once", written)
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    check.that(wang.get(f"/sales/{now['sale']['number']}")["state"] == "applied", "and the meter takes it")
    day.move(day.card, "wallet")


def orders(day):
    """Readings and relay orders wait their turn."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    wang.post("/bench/clock", {"speed": 1})  # an order is good for minutes of the books' clock
    here = f"/meters/{day.meter}/commands"
    check.that(wang.post(here, {"kind": "read"}).code == "permission_denied", "a cashier orders nothing")
    reading = zhao.post(here, {"kind": "read"})
    check.that(reading.status == 200 and reading["kind"] == "read" and reading["state"] == "queued", "a reading waits", reading)
    check.that(zhao.post(here, {"kind": "relay", "order": "explode"}).code == "field_malformed", "an order is one of the list")
    check.that(zhao.post(here, {"kind": "relay", "order": "trip", "minutes": 9999}).code == "bad_validity", "and good for a while only")
    trip = zhao.post(here, {"kind": "relay", "order": "trip", "minutes": 60})
    close = zhao.post(here, {"kind": "relay", "order": "close"})
    check.that(trip["order"] == "trip" and zhao.get(f"/commands/{trip['number']}")["state"] == "cancelled",
               "a newer relay order takes the place of one that waits", close)
    check.that(zhao.post(here, {"kind": "relay", "order": "protect", "minutes": 1440}).status == 200, "protection is ordered")
    check.that(zhao.post(here, {"kind": "relay", "order": "trip"}).code == "power_protect_first", "and no trip overtakes it")
    gone = zhao.post(f"/commands/{reading['number']}/cancel")
    check.that(gone["state"] == "cancelled" and gone["evidence"], "what waits is called off", gone)
    check.that(zhao.post(f"/commands/{reading['number']}/cancel").code == "command_not_queued", "once")
    check.that(zhao.post("/commands/999999/cancel").code == "unknown_command", "an unknown one is not called off")


def books_stand(day):
    """After all this the books prove themselves."""
    audit = day.people["audit"]
    report = audit.post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)
    rows = day.people["zhao"].get(f"/reconciliation?meter={day.meter}")["rows"]
    check.that(len(rows) == 1 and rows[0]["gap"] == "0.00" and rows[0]["reason"] == "", "sold and credited add up", rows)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, links, queue, taken_back, moved, orders, books_stand)))
