#!/usr/bin/env python3
"""A technician, a terminal and a meter on a line, under the utility's own keys: the meter from the works gets them over a line that is plugged
in here; then – the server stands still – what was sold is brought to it, its load is switched, its parameters are set, and the books of the
counters have all of it. One line per check."""
import datetime
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
from field_gear import Meter  # noqa: E402
from house import KWOTA, PASSWORD, Checks, new_key, walk  # noqa: E402
from key_office import Office, own_keys  # noqa: E402
from terminal import Terminal  # noqa: E402

check = Checks()
NUMBER = "412600009091"
NOBODY = "tcp://127.0.0.1:1"  # refused at once


class World(Office):
    """A meter in the field, whose registered line leads nowhere."""

    def __init__(self, server):
        super().__init__(server, check)
        self.data, self.office = server.folder / "data", server.office
        own_keys(self)
        self.sign_in("tech", first=True)
        self.sign_in("zhao", first=True, station="E01", till="T2")
        self["wang"].post("/bench/clock", {"speed": 1})
        self["wang"].post("/shifts", {"opening_float": "0.00"})
        made = self["tech"].post("/meters", {"number": NUMBER, "model": "DDSY1352", "ct": 1, "pt": 1})
        wrong = self["tech"].post("/meters", {"number": "412600009092", "model": "DDSY1352", "ct": 1, "pt": 1})
        check.that(made.status == wrong.status == 200, "the meter is in the register, and an old one as another than it is", (made, wrong))
        self.meter = Meter(server.folder, NUMBER, "--factory-keys", "--works", str(self.data / "bench"))

    def run(self, *words, folder=None, talk=()):
        """One verb; `talk`: who types what."""
        terminal = Terminal([*words, "--data", str(folder or self.data)], self.server.folder)
        for question, answer in talk:
            terminal.type(question, answer)
        terminal.end()
        check.that(not terminal.shown_secrets(), f"  {words[1]}: nothing that was typed unseen can be read", terminal.screen)
        return terminal

    def order(self, *words, by="tech", second=()):
        return self.run("meter", words[0], NUMBER, *words[1:], "--as", by, talk=[(f"Password of {name}", PASSWORD) for name in (by, *second)])

    def read(self, item):
        said = subprocess.run([KWOTA, "meter", "read", NUMBER, item, "--link", self.meter.where, "--json"], capture_output=True, text=True)
        return json.loads(said.stdout)[0]["value"]


def refused(terminal, code):
    return terminal.status == 1 and code + ":" in terminal.screen


def with_a_line_and_nothing_else(world):
    """a meter with test keys on a line: its clock is told the hour of the place where it hangs"""
    meter = Meter(world.server.folder, "412600009093")

    def write(*words):
        return subprocess.run([KWOTA, "meter", "write", "412600009093", *words, "--link", meter.where], capture_output=True, text=True, timeout=60)

    for zone, hours in (("Asia/Shanghai", 8), ("Europe/Moscow", 3)):
        said = write("0400010C", "now", "--zone", zone)
        shown = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", said.stdout)
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(hours=hours)
        check.that(shown and abs(datetime.datetime.fromisoformat(shown[0]) - now) < datetime.timedelta(seconds=20), f"now, in {zone}", (said.stdout, said.stderr))
    limit = write("overdraft_limit", "now")
    check.that(limit.returncode == 1 and "value_does_not_fit" in limit.stderr, "no other item has a now", (limit.stdout, limit.stderr))
    meter.stop()


def keys_over_a_line_at_hand(world):
    """keys: over a line that no register knows"""
    world.office.kill()
    talk = [("Password of keller", PASSWORD), ("PIN of the token of keller", world.office.pin_of("keller"))]
    words = ("keys", "meter", "download", NUMBER, "--as", "keller", "--reason", "new meter")
    nowhere = world.run(*words, folder=world.office.data, talk=talk)
    check.that(refused(nowhere, "meter_not_reached"), "no line is registered, and none is named", (nowhere.status, nowhere.screen))
    old = Meter(world.server.folder, "412600009092", "--model", "DDS1352")
    older = world.run(*words[:3], "412600009092", *words[4:], "--link", old.where, folder=world.office.data, talk=talk)
    old.stop()
    check.that(refused(older, "edition_without_orders"), "a meter of 1997 that is registered as a newer one is named", (older.status, older.screen))
    done = world.run(*words, "--link", world.meter.where, folder=world.office.data, talk=talk)
    check.that(done.status == 0 and "version 1" in done.said, "over the line that is named it gets the utility's keys", (done.screen, done.said))
    world.office.start()
    world.sign_in("wang", station="E01", till="T1")
    world["novak"].sign_in("novak", PASSWORD)
    journal = [row["what"] for row in world["novak"].get("/keys/journal?page_size=200")["rows"] if str(row.get("object", "")).endswith(NUMBER)]
    check.that("meter_keys_begun" in journal and "meter_keys_done" in journal, "and the key journal has it", journal)


def sold_and_not_reached(world):
    """sold over a line on which nobody answers"""
    linked = world["tech"].put(f"/links/{NUMBER}", {"address": NOBODY})
    check.that(linked.status == 200, "a technician writes its line down", linked)
    opened = world["wang"].post("/accounts/open", {
        "customer": {"name": "Li"}, "service_point": {"code": "F-Li", "address": "in the field"}, "meter": NUMBER, "plan": "demo-monthly",
        "usage_class": "domestic", "first_sale": {"pay": "100.00", "tender": "cash"}, "carrier": "link", "client_key": new_key()})
    check.that(opened.status == 200 and opened["sale"]["state"] == "booked", "an account is opened over it", opened)
    world.sale, world.credit = opened["sale"]["number"], opened["sale"]["credit"]
    world["wang"].poll(f"/commands/{opened['command']['number']}", lambda a: a["tries"] > 0, "a try that failed")
    busy = world.run("meter", "open", NUMBER, "--as", "tech")
    check.that(refused(busy, "books_in_use"), "while the server runs the books are its own", busy.screen)
    world.server.stop()


def brought(world):
    """what was sold is brought by whoever stands at the meter"""
    cashier = world.order("open", "--link", world.meter.where, by="wang")
    check.that(refused(cashier, "permission_denied"), "a cashier orders no meter", cashier.screen)
    silent = world.order("open")
    check.that(silent.status == 1 and world.read("00900200") == "0.00", "on the registered line nobody answers", (silent.screen, silent.said))
    done = world.order("open", "--link", world.meter.where)
    check.that(done.status == 0 and "done" in done.said, "over the line that is named the account is opened", (done.screen, done.said))
    check.that(world.read("00900200") == world.credit, "the meter has what was sold", world.read("00900200"))
    again = world.order("recharge", "--link", world.meter.where)
    check.that(refused(again, "nothing_sold_waits"), "nothing else was sold, so nothing is brought", again.screen)
    check.that(world.read("00900200") == world.credit, "and nothing came of it", world.read("00900200"))


def ordered(world):
    """load and parameters"""
    tripped = world.order("relay", "trip", "--link", world.meter.where)
    check.that(tripped.status == 0 and "contactor open" in tripped.said, "its load is cut off", (tripped.screen, tripped.said))
    closed = world.order("relay", "close", "--link", world.meter.where)
    check.that(closed.status == 0 and "contactor closed" in closed.said, "and let back", (closed.screen, closed.said))
    curfew = world.order("write", "curfew_from", "23:00", "--link", world.meter.where)
    check.that(curfew.status == 0 and world.read("curfew_from") == "23:00", "a parameter is set and read back", (curfew.screen, curfew.said))
    night = world.order("parameters", "curfew_from=23:30", "curfew_to=0500", "--link", world.meter.where)
    check.that(night.status == 0 and (world.read("curfew_from"), world.read("curfew_to")) == ("23:30", "05:00"), "several at once", (night.screen, night.said))
    looked = subprocess.run([KWOTA, "meter", "parameters", NUMBER, "--link", world.meter.where], capture_output=True, text=True, timeout=60)
    check.that(re.search(r"curfew_to +05:00 *$", looked.stdout, re.M), "read without the books times stand there as they are typed", looked.stdout)
    nothing = world.run("meter", "parameters", NUMBER, "--as", "tech")
    check.that(nothing.status == 2 and "NAME=VALUE" in nothing.screen, "without one there is nothing to order", nothing.screen)
    prices = world.order("tariff", "--link", world.meter.where)
    check.that(prices.status == 0 and "prices" in prices.said and "done" in prices.said, "it is told the prices of its account", (prices.screen, prices.said))
    nowhere = subprocess.run([KWOTA, "meter", "tariff", NUMBER, "--plan", str(ROOT / "demo/plans/demo-monthly.json"), "--link", "tcp://127.0.0.1:1"], capture_output=True, text=True, timeout=60)
    check.that(nowhere.returncode != 0 and nowhere.stdout == "" and nowhere.stderr != "", "of a plan that no meter took no table is shown", (nowhere.stdout, nowhere.stderr))
    alone = world.order("write", "overdraft_limit", "25.50", "--link", world.meter.where, "--second", "zhao", second=["zhao"])
    check.that(alone.status == 0 and world.read("overdraft_limit") == "25.50", "what is worth money by two", (alone.screen, alone.said))
    clock = world.order("write", "0400010C", "now", "--link", world.meter.where)
    check.that(clock.status == 0, "its clock is set", (clock.screen, clock.said))
    price = world.run("meter", "write", NUMBER, "04050101", "0.0001", "--as", "tech")
    check.that(refused(price, "item_not_ordered"), "prices are the plan's", price.screen)


def in_the_books(world):
    """and the server finds it all in its books"""
    verified = subprocess.run([KWOTA, "verify", "--data", str(world.data)], capture_output=True, text=True)
    check.that(verified.returncode == 0, "the books verify", verified.stdout + verified.stderr)
    world.server.start()
    world.sign_in("wang", station="E01", till="T1")
    world.sign_in("tech")
    sale = world["wang"].get(f"/sales/{world.sale}")
    check.that(sale["state"] == "applied", "the sale is applied", sale)
    rows = world["tech"].get(f"/commands?filter.meter={NUMBER}&page_size=50")["rows"]
    check.that({row["kind"] for row in rows if row["state"] == "done"} >= {"credit", "relay", "parameters", "clock"}, "every order stands in the queue's history", rows)
    check.that(all(row["asked_by"] in ("tech", "wang") for row in rows if row["kind"] != "prices"), "with whoever gave it", [row["asked_by"] for row in rows])


def by_the_server(world):
    """and while the server runs it does the same, under its own vault, over the line that it knows"""
    at = ("--server", f"http://127.0.0.1:{world.server.port}")

    def ask(*words, by="tech", second=()):
        terminal = Terminal(["meter", words[0], NUMBER, *words[1:], *at, "--as", by], world.server.folder)
        for name in (by, *second):
            terminal.type(f"Password of {name}", PASSWORD)
        terminal.end()
        check.that(not terminal.shown_secrets(), f"  {words[0]}: nothing that was typed unseen can be read", terminal.screen)
        return terminal

    linked = world["tech"].put(f"/links/{NUMBER}", {"address": world.meter.where, "version": world["tech"].get(f"/links/{NUMBER}")["version"]})
    check.that(linked.status == 200, "the register has its line", linked)
    wrong = Terminal(["meter", "read", NUMBER, *at, "--as", "tech"], world.server.folder)
    wrong.type("Password of tech", "not this one")
    wrong.end()
    check.that(refused(wrong, "wrong_password"), "who cannot sign in there orders nothing", wrong.screen)
    cashier = ask("relay", "trip", by="wang")
    check.that(refused(cashier, "permission_denied"), "and a cashier orders no meter there either", cashier.screen)
    read = ask("read")
    check.that(read.status == 0 and "remaining" in read.said and world.credit in read.said, "the meter's word is read", (read.screen, read.said))
    tripped = ask("relay", "trip")
    check.that(tripped.status == 0 and "contactor open" in tripped.said, "its load is cut off", (tripped.screen, tripped.said))
    closed = ask("relay", "close")
    check.that(closed.status == 0 and "contactor closed" in closed.said, "and let back", (closed.screen, closed.said))
    clock = ask("write", "0400010C", "now")
    check.that(clock.status == 0 and "done" in clock.said, "its clock is set", (clock.screen, clock.said))
    curfew = ask("write", "curfew_from", "22:00")
    check.that(curfew.status == 0 and world.read("curfew_from") == "22:00", "a parameter is set", (curfew.screen, curfew.said))
    night = ask("parameters", "curfew_from=2130", "curfew_to=0430")
    check.that(night.status == 0 and (world.read("curfew_from"), world.read("curfew_to")) == ("21:30", "04:30"), "several at once", (night.screen, night.said))
    prices = ask("tariff")
    check.that(prices.status == 0 and "prices" in prices.said and "done" in prices.said, "it is told the prices of its account", (prices.screen, prices.said))
    two = ask("write", "overdraft_limit", "12.50", "--second", "zhao", second=["zhao"])
    check.that(two.status == 0 and world.read("overdraft_limit") == "12.50", "what is worth money by two", (two.screen, two.said))
    nothing = ask("recharge")
    check.that(refused(nothing, "nothing_sold_waits"), "nothing was sold, so nothing is brought", nothing.screen)
    price = Terminal(["meter", "write", NUMBER, "04050101", "0.0001", *at, "--as", "tech"], world.server.folder)
    price.end()
    check.that(refused(price, "item_not_ordered"), "prices are the plan's", price.screen)
    nobody = Terminal(["meter", "relay", NUMBER, "trip", "--server", "http://127.0.0.1:1", "--as", "tech"], world.server.folder)
    nobody.end()
    check.that(refused(nobody, "not_reached") and "Password" not in nobody.screen, "where nobody answers it says so, and asks for no password", nobody.screen)


def keys_by_the_office(world):
    """and the key office's server changes its keys over that line"""
    before = world.read("00900200")
    world.office.start()
    asked = Terminal(["keys", "meter", "update", NUMBER, "--server", f"http://127.0.0.1:{world.office.port}", "--as", "keller", "--reason", "again"], world.server.folder)
    asked.type("Password of keller", PASSWORD)
    asked.type("PIN of the token of keller", world.office.pin_of("keller"))
    asked.end()
    check.that(refused(asked, "key_version_not_higher"), "the version that it has is not brought again, and the refusal is the office's own", (asked.screen, asked.said))
    check.that(world.read("00900200") == before, "nothing came of it", before)
    world.meter.stop()


if __name__ == "__main__":
    sys.exit(walk(check, World, (with_a_line_and_nothing_else, keys_over_a_line_at_hand, sold_and_not_reached, brought, ordered, in_the_books, by_the_server, keys_by_the_office), office=True))
