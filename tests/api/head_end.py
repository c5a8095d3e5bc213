#!/usr/bin/env python3
"""Credit over the line under the utility's own keys: a meter from the factory gets its keys, hangs on a line, and takes what is sold at the
counter without a card. Then everything on the way breaks: the answer is lost, the meter is not reached, the server is killed, and the sale
moves to the card. Law: the meter takes each number once. Every answer is held against openapi.json. One line per check."""
import decimal
import sys

from campaign import Town, check, open_account
from house import YES, new_key, walk
from key_office import on_reader, own_keys, put

LINE_MAX_S = 400  # longer than any pause of the queue


def one_meter_on_a_line(town):
    """A meter from the factory gets the utility's own keys, its customer a card, and a technician connects its line."""
    own_keys(town)
    town.sign_in("tech", first=True)
    town.sign_in("zhao", first=True, station="E01", till="T2")
    wang = town["wang"]
    wang.post("/shifts", {"opening_float": "0.00"})
    hung = {row["number"] for row in wang.get("/bench")["meters"]}
    draft = next(row for row in wang.get("/accounts?filter.state=draft&page_size=50")["rows"] if row["meter"] and row["meter"] not in hung)
    open_account(town, "li", draft)
    town.li = town.customers["li"]
    town.clear()
    on_line(town)
    made = town["tech"].put(f"/links/{town.li.meter}", {"address": meter(town)["line"]["address"]})
    check.that(made.status == 200 and made["state"] == "active", "a technician connects it", made)


def meter(town):
    return town.meter(town.li)


def on_line(town, fault=""):
    hung = town["wang"].post(f"/bench/meters/{town.li.meter}/line", {"fault": fault})
    check.that(hung.status == 200 and meter(town)["line"]["fault"] == fault, f"the meter hangs on its line{' with ' + fault if fault else ''}", hung)


def off_line(town):
    gone = town["wang"].post(f"/bench/meters/{town.li.meter}/line", {"on": False})
    check.that(gone.status == 200 and meter(town)["line"] is None, "the meter is reached no more", gone)


def sell(town, pay):
    """Without a card; the sale and its command."""
    sold = town["wang"].post("/sales", {"confirmed": YES, "quote": town.quote(town.li, pay)["id"], "account": town.li.account, "carrier": "link", "tender": "cash",
                                        "client_key": new_key()})
    if not check.that(sold.status == 200 and sold["command"]["kind"] == "credit", f"{pay} is sold over the line", sold):
        raise RuntimeError("nothing else can be tried without a sale")
    return sold["sale"], sold["command"]["number"]


def until(town, what, path, holds):
    return town["wang"].poll(path, holds, what)


def command_is(town, number, state):
    return until(town, f"command {number} {state}", f"/commands/{number}", lambda a: a["state"] == state)


def applied(town, sale):
    return until(town, f"sale {sale['number']} applied", f"/sales/{sale['number']}", lambda a: a["state"] == "applied")


def after_the_pause(town):
    town["wang"].post("/bench/clock", {"advance_s": LINE_MAX_S})


def took_once(town, before, sales, what):
    """The meter has their credit on top of what it had, and as many counts."""
    now = meter(town)
    credit = sum(decimal.Decimal(sale["credit"]) for sale in sales)
    numbers = len({sale["n"] for sale in sales})
    check.that(decimal.Decimal(now["remaining"]) - decimal.Decimal(before["remaining"]) == credit and now["count"] - before["count"] == numbers, what,
               (before["remaining"], before["count"], now["remaining"], now["count"], str(credit)))


def sold_over_the_line(town):
    """What is sold is in the meter a moment later, and the books have its own word for it."""
    before = meter(town)
    sale, number = sell(town, "50.00")
    applied(town, sale)
    done = command_is(town, number, "done")
    check.that(done["tries"] == 1 and done["evidence"] and done["error"] == "", "sent once, and the evidence is written down", done)
    took_once(town, before, [sale], "the meter took it once")
    second, _ = sell(town, "20.00")
    applied(town, second)
    took_once(town, before, [sale, second], "and the next one, under the next number")
    statements = town["wang"].get(f"/meters/{town.li.meter}")
    check.that(statements.status == 200, "the meter's page shows it", statements)


def answer_lost(town):
    """The meter takes the credit and nobody hears of it: it is asked, and nothing is sent again."""
    before = meter(town)
    on_line(town, "dead-after:5")  # session, both files of its word; session, account; the answer to the credit is the sixth
    sale, number = sell(town, "30.00")
    command_is(town, number, "unknown")
    check.that(town["wang"].get(f"/sales/{sale['number']}")["state"] == "in_doubt", "the sale is in doubt")
    took_once(town, before, [sale], "though the meter has it")
    on_line(town)
    after_the_pause(town)
    applied(town, sale)
    done = command_is(town, number, "done")
    check.that(done["tries"] == 1, "it was sent once and settled by reading", done)
    took_once(town, before, [sale], "the meter still has it once")


def moved_to_the_card(town):
    """A meter that is not reached: the sale goes by card, and back on the line nothing is doubled."""
    before = meter(town)
    off_line(town)
    sale, number = sell(town, "40.00")
    until(town, "a try that failed", f"/commands/{number}", lambda a: a["tries"] > 0 and a["error"] == "link_failed" and a["state"] == "queued")
    moved = town["wang"].post(f"/sales/{sale['number']}/move", {"to": "card"})
    check.that(moved.status == 200 and moved["command"]["state"] == "cancelled", "the sale is moved to the card", moved)
    on_reader(town, town.li.card)
    check.that(town["wang"].get(f"/sales/{sale['number']}")["state"] == "carried", "the card gets it with the same number")
    both = town["wang"].post(f"/sales/{sale['number']}/move", {"to": "link"})
    check.that(both.status == 200 and both["command"]["state"] == "queued", "and it goes over the line as well", both)
    town.visit(town.li.card, town.li.meter)
    took_once(town, before, [sale], "the meter takes it from the card")
    on_line(town)
    after_the_pause(town)
    applied(town, sale)
    command_is(town, both["command"]["number"], "done")
    took_once(town, before, [sale], "from the line nothing comes on top of it")
    on_reader(town, town.li.card)
    put(town, town.li.card, "wallet")
    took_once(town, before, [sale], "nor from the card that came back")


def orders(town):
    """A reading, a trip and a closing go the same way."""
    zhao, here = town["zhao"], f"/meters/{town.li.meter}/commands"
    for body, relay in (({"kind": "relay", "order": "trip"}, "open"), ({"kind": "relay", "order": "close"}, "closed"), ({"kind": "read"}, "closed")):
        given = zhao.post(here, body)
        check.that(given.status == 200, f"ordered: {body}", given)
        command_is(town, given["number"], "done")
        check.that(meter(town)["relay"] == relay, f"the relay is {relay}", meter(town))


def prices(town):
    """The prices of the account are told over the line: what the card brought is there already, and nothing is written twice."""
    refused = town["wang"].post(f"/meters/{town.li.meter}/commands", {"kind": "prices"})
    check.that(refused.status == 403, "a cashier orders no prices", refused)
    given = town["zhao"].post(f"/meters/{town.li.meter}/commands", {"kind": "prices"})
    check.that(given.status == 200 and given["kind"] == "prices" and given["state"] == "queued", "a supervisor does", given)
    done = command_is(town, given["number"], "done")
    check.that(done["evidence"].startswith("Prices of ") and done["asked_by"] == "zhao", "the command says which, and from when", done)


def killed(town):
    """The server is killed with a sale in its queue, and with one of which it does not know what became."""
    before = meter(town)
    on_line(town, "dead-after:5")
    sale, number = sell(town, "60.00")
    command_is(town, number, "unknown")
    off_line(town)
    town.server.kill()
    town.server.start()
    town.everybody()
    town.sign_in("zhao", station="E01", till="T2")
    check.that(town["wang"].get(f"/commands/{number}")["state"] == "unknown", "after the restart it stands in the queue as before")
    on_line(town)
    after_the_pause(town)
    applied(town, sale)
    took_once(town, before, [sale], "the meter has it once")


def nothing_is_lost(town):
    """The books prove themselves, and sold and credited add up."""
    town.sign_in("audit", first=True)
    for name, books in (("audit", "the counters'"), ("novak", "the key office's")):
        report = town[name].post("/verify")
        check.that(report.status == 200 and report["ok"], f"{books} books verify", report)
    rows = town["zhao"].get(f"/reconciliation?meter={town.li.meter}")["rows"]
    check.that(len(rows) == 1 and rows[0]["gap"] == "0.00" and rows[0]["reason"] == "", "sold and credited add up", rows)
    open_now = town["wang"].get(f"/commands?filter.meter={town.li.meter}&filter.state=queued,sent,unknown")
    check.that(open_now["total"] == 0, "nothing waits any more", open_now)


if __name__ == "__main__":
    sys.exit(walk(check, Town, (
        one_meter_on_a_line, sold_over_the_line, answer_lost, moved_to_the_card, orders, prices, killed, nothing_is_lost,
    ), office=True))
