#!/usr/bin/env python3
"""Meters that dial in (kwota serve --lines): an account is opened over the line of a meter whose module called, the network hangs up in the
middle of a sale and the module calls again, a meter behind a concentrator takes its sale, also after the concentrator was full. Law: the meter
takes each number once. Every answer is held against openapi.json. One line per check."""
import subprocess
import sys
import tempfile

from field_gear import Concentrator, Meter, Network
from house import KWOTA, Checks, Client, PASSWORD, new_key, walk

check = Checks()
PAUSE_S = 400  # longer than any of the queue


class Village:
    """Two prepared accounts whose meters are not mounted on the bench: they stand in the field."""

    def __init__(self, server):
        self.server, self.people, self.gear = server, {}, []
        self.folder = tempfile.mkdtemp(prefix="kwota-field-", dir=server.folder)
        for name, till in (("wang", {"station": "E01", "till": "T1"}), ("tech", {}), ("zhao", {"station": "E01", "till": "T2"})):
            client = self.people[name] = Client(server)
            first = server.demo_password(name)
            if client.sign_in(name, first, **till)["operator"]["must_change"]:
                client.post("/session/password", {"old": first, "new": PASSWORD})
        wang = self["wang"]
        wang.post("/shifts", {"opening_float": "0.00"})
        wang.post("/bench/clock", {"speed": 1})
        hung = {row["number"] for row in wang.get("/bench")["meters"]}
        drafts = wang.get("/accounts?filter.state=draft&filter.plan=demo-monthly&page_size=200")["rows"]
        self.drafts = [row for row in drafts if row["meter"] and row["meter"] not in hung][:2]
        check.that(len(self.drafts) == 2, "two customers wait for their first credit", len(drafts))

    def __getitem__(self, name):
        return self.people[name]

    def connect(self, draft, address):
        made = self["tech"].put(f"/links/{draft['meter']}", {"address": address})
        check.that(made.status == 200 and made["state"] == "active", f"the meter is reached at {address}", made)

    def open(self, draft, pay, key=None):
        return self["wang"].post("/accounts/open", {
            "draft": draft["number"], "customer": {"number": draft["customer"]}, "service_point": {"code": draft["service_point"]}, "meter": draft["meter"],
            "plan": draft["plan"], "usage_class": draft["usage_class"], "first_sale": {"pay": pay, "tender": "cash"}, "carrier": "link",
            "client_key": key or new_key()})

    def sell(self, draft, pay):
        quote = self["wang"].post("/quotes", {"account": draft["number"], "pay": pay})
        sold = self["wang"].post("/sales", {"quote": quote["id"], "account": draft["number"], "carrier": "link", "tender": "cash", "client_key": new_key()})
        if not check.that(sold.status == 200 and sold["command"]["kind"] == "credit", f"{pay} is sold over the line", sold):
            raise RuntimeError("nothing else can be tried without a sale")
        return sold

    def applied(self, sold):
        return self["wang"].poll(f"/sales/{sold['sale']['number']}", lambda a: a["state"] == "applied", f"sale {sold['sale']['number']} applied")

    def word(self, draft):
        """The meter's newest."""
        return self["zhao"].get(f"/statements?filter.meter={draft['meter']}&sort=-taken&page_size=1")["rows"][0]

    def pass_the_pause(self):
        self["wang"].post("/bench/clock", {"advance_s": PAUSE_S})


def opened_over_the_line(village):
    """A meter's module dials in; the account is opened without a card."""
    draft = village.drafts[0]
    village.network = Network(village.server.lines)
    check.that(village.open(draft, "100.00").code == "no_link", "a meter that hangs on no line is opened by card")
    village.connect(draft, f"modem:{draft['meter']}")
    key = new_key()
    opened = village.open(draft, "100.00", key)
    if not check.that(opened.status == 200 and opened["sale"]["state"] == "booked" and opened["sale"]["card"] is None, "it is booked", opened):
        raise RuntimeError("nothing else can be tried without an account")
    again = village.open(draft, "100.00", key)
    check.that(again["sale"]["number"] == opened["sale"]["number"], "the same key is the same opening", again)
    number = opened["command"]["number"]
    village["wang"].poll(f"/commands/{number}", lambda a: a["tries"] > 0 and a["error"] == "link_failed", "a try: nobody has dialled in")
    village.meter = Meter(village.folder, draft["meter"], "--dial", village.network.where, "--heartbeat", "1")
    village.pass_the_pause()
    village.applied(opened)
    word = village.word(draft)
    check.that(word["way"] == "link" and word["count"] == 1 and word["remaining"] == opened["sale"]["credit"], "the meter has it, once", word)
    told = village["zhao"].poll(f"/commands?filter.meter={draft['meter']}&filter.kind=prices", lambda a: a["total"] == 1 and a["rows"][0]["settled"],
                                "the prices were told behind it")["rows"][0]
    check.that(told["state"] == "done", "and it has them", told)
    closing = village["wang"].post(f"/accounts/{draft['number']}/close", {"phase": "order", "carrier": "link", "client_key": new_key()})
    check.that(closing.code == "closes_by_card", "closed it is by card alone, and that is said", closing)


def hung_up_in_the_middle(village):
    """The network hangs up within a sale; the module dials again, and the meter is asked."""
    draft = village.drafts[0]
    for question in (2, 5, 6):
        before = village.word(draft)
        village.network.hang_up_at(question)
        sold = village.sell(draft, "20.00")
        check.that(village.network.hung_up.wait(60), f"the network hangs up after question {question}")
        village.pass_the_pause()
        village.applied(sold)
        now = village.word(draft)
        check.that(now["count"] == before["count"] + 1 and float(now["remaining"]) - float(before["remaining"]) == float(sold["sale"]["credit"]),
                   "the meter took it once", (before["remaining"], now["remaining"]))


def made_good(village):
    """What was lost is made good over the line, with four eyes above the limit."""
    draft = village.drafts[0]
    reason = village["zhao"].get("/codes?filter.kind=reason&page_size=1")["rows"][0]["code"]
    village["zhao"].post("/shifts", {"opening_float": "0.00"})
    before = village.word(draft)
    given = village["zhao"].post(f"/accounts/{draft['number']}/supplement",
                                 {"amount": "5.00", "reason_code": reason, "reason": "it stood still", "carrier": "link", "client_key": new_key()})
    if not check.that(given.status == 200 and given["sale"]["kind"] == "supplement" and given["command"]["kind"] == "credit", "it waits in the queue", given):
        return
    village.applied(given)
    check.that(float(village.word(draft)["remaining"]) - float(before["remaining"]) == 5.0, "the meter has it")


def behind_a_concentrator(village):
    """A concentrator logs in; its meter is opened and sold to, also after it had been full."""
    draft = village.drafts[1]
    village.second = Meter(village.folder, draft["meter"], "--listen", "tcp://127.0.0.1:0")
    village.concentrator = Concentrator(village.server.lines, village.second.where)
    check.that(village.concentrator.confirmed.wait(30), "its login is confirmed")
    village.connect(draft, "concentrator:1307-00042/1")
    opened = village.open(draft, "50.00")
    village.applied(opened)
    check.that(village.word(draft)["count"] == 1 and village.concentrator.handed > 4, "the meter has its first credit")
    village.concentrator.full = True
    sold = village.sell(draft, "30.00")
    waits = village["wang"].poll(f"/commands/{sold['command']['number']}", lambda a: a["tries"] > 0 and a["state"] == "queued", "a full concentrator: it pauses")
    check.that(village.concentrator.denied > 0 and waits["error"] != "", "and says why", waits)
    village.concentrator.full = False
    village.pass_the_pause()
    village.applied(sold)
    check.that(village.word(draft)["count"] == 2, "then the meter takes it, once")


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
    sys.exit(walk(check, Village, [opened_over_the_line, hung_up_in_the_middle, made_good, behind_a_concentrator, a_town_listens, all_gone], lines=True))
