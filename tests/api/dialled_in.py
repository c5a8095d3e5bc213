#!/usr/bin/env python3
"""Meters that dial in (kwota serve --lines): an account is opened over the line of a meter whose module called, the network hangs up in the
middle of a sale and the module calls again, a meter behind a concentrator takes its sale, also after the concentrator was full. Law: the meter
takes each number once. Every answer is held against openapi.json. One line per check."""
import subprocess
import sys
import tempfile

from field_gear import Concentrator, Meter, Network
from house import KWOTA, PASSWORD, YES, Checks, Client, new_key, walk

check = Checks()
PAUSE_S = 400  # longer than any of the queue


class Village:
    """Two houses whose meters are not mounted on the bench: they stand in the field."""

    def __init__(self, server):
        self.server, self.people, self.gear = server, {}, []
        self.folder = tempfile.mkdtemp(prefix="kwota-field-", dir=server.folder)
        self.sample_keys = ["--sample-keys", str(server.folder / "data")]
        for name, till in (("wang", {"station": "E01", "till": "T1"}), ("tech", {}), ("zhao", {"station": "E01", "till": "T2"})):
            client = self.people[name] = Client(server)
            first = server.demo_password(name)
            if client.sign_in(name, first, **till)["operator"]["must_change"]:
                client.post("/session/password", {"old": first, "new": PASSWORD})
        wang = self["wang"]
        wang.post("/shifts", {"opening_float": "0.00"})
        wang.post("/bench/clock", {"speed": 1})
        self.houses = [{"meter": f"41260000090{n}", "name": name} for n, name in enumerate(("Li", "Tian"))]
        for house in self.houses:
            made = self["tech"].post("/meters", {"number": house["meter"], "model": "DDSY1352", "ct": 1, "pt": 1})
            check.that(made.status == 200 and made["state"] == "stock", f"meter {house['meter']} is registered", made)

    def __getitem__(self, name):
        return self.people[name]

    def connect(self, house, address):
        made = self["tech"].put(f"/links/{house['meter']}", {"address": address})
        check.that(made.status == 200 and made["state"] == "active", f"the meter is reached at {address}", made)

    def open(self, house, pay, key=None):
        opened = self["wang"].post("/accounts/open", {
            "customer": {"name": house["name"]}, "service_point": {"code": f"F-{house['name']}", "address": "in the field"}, "meter": house["meter"],
            "plan": "demo-monthly", "usage_class": "domestic", "first_sale": {"pay": pay, "tender": "cash"}, "carrier": "link", "client_key": key or new_key()})
        if opened.status == 200:
            house["number"] = opened["sale"]["account"]
        return opened

    def sell(self, house, pay):
        quote = self["wang"].post("/quotes", {"account": house["number"], "pay": pay})
        sold = self["wang"].post("/sales", {"confirmed": YES, "quote": quote["id"], "account": house["number"], "carrier": "link", "tender": "cash", "client_key": new_key()})
        if not check.that(sold.status == 200 and sold["command"]["kind"] == "credit", f"{pay} is sold over the line", sold):
            raise RuntimeError("nothing else can be tried without a sale")
        return sold

    def applied(self, sold):
        return self["wang"].poll(f"/sales/{sold['sale']['number']}", lambda a: a["state"] == "applied", f"sale {sold['sale']['number']} applied")

    def word(self, house):
        """The meter's newest."""
        return self["zhao"].get(f"/statements?filter.meter={house['meter']}&sort=-taken&page_size=1")["rows"][0]

    def pass_the_pause(self):
        self["wang"].post("/bench/clock", {"advance_s": PAUSE_S})


def opened_over_the_line(village):
    """A meter's module dials in; the account is opened without a card."""
    house = village.houses[0]
    village.network = Network(village.server.lines)
    check.that(village.open(house, "100.00").code == "no_link", "a meter that hangs on no line is opened by card")
    village.connect(house, f"modem:{house['meter']}")
    village.meter = Meter(village.folder, house["meter"], "--dial", village.network.where, "--heartbeat", "1", *village.sample_keys)
    check.that(village.network.called.wait(60), "its module dials")
    key = new_key()
    opened = village.open(house, "100.00", key)
    if not check.that(opened.status == 200 and opened["sale"]["state"] == "booked" and opened["sale"]["card"] is None, "it is booked", opened):
        raise RuntimeError("nothing else can be tried without an account")
    again = village.open(house, "100.00", key)
    check.that(again["sale"]["number"] == opened["sale"]["number"], "the same key is the same opening", again)
    village.applied(opened)
    word = village.word(house)
    check.that(word["carrier"] == "link" and word["count"] == 1 and word["remaining"] == opened["sale"]["credit"], "the meter has it, once", word)
    told = village["zhao"].poll(f"/commands?filter.meter={house['meter']}&filter.kind=prices", lambda a: a["total"] == 1 and a["rows"][0]["settled"],
                                "the prices were told behind it")["rows"][0]
    check.that(told["state"] == "done", "and it has them", told)


def hung_up_in_the_middle(village):
    """The network hangs up within a sale; the module dials again, and the meter is asked."""
    house = village.houses[0]
    for question in (2, 5, 6):
        before = village.word(house)
        village.network.hang_up_at(question)
        sold = village.sell(house, "20.00")
        check.that(village.network.hung_up.wait(60), f"the network hangs up after question {question}")
        check.that(village.network.called.wait(60), "and the module dials again")
        village.pass_the_pause()
        village.applied(sold)
        now = village.word(house)
        check.that(now["count"] == before["count"] + 1 and float(now["remaining"]) - float(before["remaining"]) == float(sold["sale"]["credit"]),
                   "the meter took it once", (before["remaining"], now["remaining"]))


def made_good(village):
    """What was lost is made good over the line, with four eyes above the limit."""
    house = village.houses[0]
    reason = village["zhao"].get("/codes?filter.kind=reason&page_size=1")["rows"][0]["code"]
    village["zhao"].post("/shifts", {"opening_float": "0.00"})
    body = {"amount": "5.00", "reason_code": reason, "reason": "it stood still", "carrier": "link"}
    given = village["zhao"].post(f"/accounts/{house['number']}/supplement", {**body, "client_key": new_key()})
    check.that(given.status == 202 and given["approval"]["action"] == "supplement", "a second person is asked, as with a card", given)
    pigeon = village["zhao"].post(f"/accounts/{house['number']}/supplement", {**body, "carrier": "pigeon", "client_key": new_key()})
    check.that(pigeon.code == "field_malformed", "credit travels by card or link", pigeon)


def closed_over_the_line(village):
    """The customer of the first house moves out without a card: the meter's own sealed word is what is paid out."""
    house = village.houses[0]
    close = lambda **body: village["wang"].post(f"/accounts/{house['number']}/close", {"client_key": new_key(), **body})
    end = {"phase": "refund", "reason": "moves away"}
    silent = close(phase="refund")
    check.that(silent.code == "reason_missing", "nobody ends a supply without a word", silent)
    early = close(**end)
    check.that(early.code == "closing_not_confirmed", "nothing is paid before the meter has spoken", early)
    pigeon = close(phase="order", carrier="pigeon")
    check.that(pigeon.code == "field_malformed", "the order travels by card or link", pigeon)
    held = village.word(house)["remaining"]
    key = new_key()
    ordered = close(phase="order", carrier="link", client_key=key)
    check.that(ordered.status == 200 and ordered["sale"]["state"] == "booked" and ordered["sale"]["card"] is None, "the order is booked without a card", ordered)
    again = close(phase="order", carrier="link", client_key=key)
    check.that(again["sale"]["number"] == ordered["sale"]["number"], "the same key is the same order", again)
    quote = village["wang"].post("/quotes", {"account": house["number"], "pay": "10.00"})
    check.that(quote.code == "account_closing", "and nothing more is sold", quote)
    village.applied(ordered)
    queued = village["zhao"].get(f"/commands?filter.meter={house['meter']}&filter.kind=closing")
    check.that(queued["total"] == 1 and queued["rows"][0]["state"] == "done", "it stood in the queue once", queued)
    word = village.word(house)
    check.that(word["carrier"] == "link" and word["last_applied"] == "closing" and word["surrendered"] == held and float(word["remaining"]) == 0,
               "the meter says under its seal what it gave up", word)
    paid = close(**end)
    check.that(paid.status == 200 and paid["sale"]["tendered"] == f"-{held}", "and exactly that is paid out", paid)
    twice = close(**end)
    check.that(twice.code == "account_not_open", "once", twice)
    row = village["zhao"].get(f"/meter-swaps?filter.account={house['number']}")["rows"][0]
    check.that(row["old_meter"] == house["meter"] and row["balance_source"] == "link" and row["document"] == paid["sale"]["number"], "its meter's leaving is a row", row)


def behind_a_concentrator(village):
    """A concentrator logs in; its meter is opened and sold to, also after it had been full."""
    house = village.houses[1]
    village.second = Meter(village.folder, house["meter"], "--listen", "tcp://127.0.0.1:0", *village.sample_keys)
    village.concentrator = Concentrator(village.server.lines, village.second.where)
    check.that(village.concentrator.confirmed.wait(30), "its login is confirmed")
    village.connect(house, "concentrator:1307-00042/1")
    opened = village.open(house, "50.00")
    village.applied(opened)
    check.that(village.word(house)["count"] == 1 and village.concentrator.handed > 4, "the meter has its first credit")
    village.concentrator.full = True
    sold = village.sell(house, "30.00")
    waits = village["wang"].poll(f"/commands/{sold['command']['number']}", lambda a: a["tries"] > 0 and a["state"] == "queued", "a full concentrator: it pauses")
    check.that(village.concentrator.denied > 0 and waits["error"] != "", "and says why", waits)
    village.concentrator.full = False
    village.pass_the_pause()
    village.applied(sold)
    check.that(village.word(house)["count"] == 2, "then the meter takes it, once")


def a_town_listens(village):
    """kwota town meters --listen: many meters at one address, each under its own."""
    town = subprocess.Popen([KWOTA, "town", "meters", "--count", "20", "--listen", "tcp://127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    said = town.stdout.readline()
    check.that(said.startswith("20 meters"), "it says where it listens", said)
    where = said.split()[-1]
    first = int(said.split()[2].rstrip(","))
    for number in (first, first + 19):
        seen = subprocess.run([KWOTA, "meter", "read", f"{number:012}", "--link", where], capture_output=True, text=True, timeout=60)
        check.that(seen.returncode == 0 and f"{number:012}" in seen.stdout, f"meter {number} answers", seen.stdout + seen.stderr)
    stranger = subprocess.run([KWOTA, "meter", "read", "999999999990", "--link", where], capture_output=True, text=True, timeout=60)
    check.that(stranger.returncode != 0, "and nobody under another number", stranger.stdout)
    town.terminate()
    check.that(town.wait(timeout=30) == 0, "told to stop, it stops")


def all_gone(village):
    """The meters are switched off."""
    for gear in (village.meter, village.second):
        gear.stop()
    for gear in (village.concentrator, village.network):
        gear.close()
    check.that(village["wang"].get("/commands?filter.state=queued,sent,unknown")["total"] == 0, "nothing waits any more")


if __name__ == "__main__":
    sys.exit(walk(check, Village, [opened_over_the_line, hung_up_in_the_middle, made_good, closed_over_the_line, behind_a_concentrator, a_town_listens, all_gone], lines=True))
