#!/usr/bin/env python3
"""A change of keys from its first day to its last: two versions side by side, customers who buy meanwhile, meters that get the new
keys over the line and by key-modify card, a PSAM and the cards that follow, the day that passes, and the old keys destroyed – and
not a fen lost on the way. Every answer is held against openapi.json. One line per check."""
import datetime
import decimal
import json
import subprocess
import sys

from house import KWOTA, YES, Checks, new_key, walk
from key_desk import county_pairs, issue, renew, serial
from key_office import Office, leaks, on_reader, own_keys, put

check = Checks()
DAYS = 10
MODEL = "DDSY1352"


class Customer:
    """An account of the sample register, its card, and what was paid for."""

    def __init__(self, account, card):
        self.account, self.meter, self.card, self.paid = account["number"], account["meter"], card, decimal.Decimal(0)


class Town(Office):
    """A key office with customers."""

    def __init__(self, server):
        super().__init__(server, check)
        self.customers, self.campaign = {}, None

    def meter(self, customer):
        return next(row for row in self["wang"].get("/bench")["meters"] if row["number"] == customer.meter)

    def visit(self, card, meter):
        """Into the slot and out again; what the meter shows."""
        put(self, card, f"meter:{meter}")
        seen = self["wang"].poll("/bench", lambda a: not next(m for m in a["meters"] if m["number"] == meter)["card_busy"], "the end of the visit")
        put(self, card, "wallet")
        return next(m for m in seen["meters"] if m["number"] == meter)

    def clear(self):
        """Every customer has his card back."""
        for customer in self.customers.values():
            put(self, customer.card, "wallet")

    def at_counter(self, customer):
        """What the counter says of the card that is put down."""
        self.clear()
        return on_reader(self, customer.card)

    def quote(self, customer, pay):
        return self["wang"].post("/quotes", {"account": customer.account, "pay": pay})

    def sell(self, customer, pay, session, **more):
        quote = self.quote(customer, pay)
        if quote.status != 200:
            return quote
        sold = self["wang"].post("/sales", {"confirmed": YES, "quote": quote["id"], "account": customer.account, "carrier": "card", "tender": "cash",
                                            "client_key": new_key(), "card_session": session, **more})
        if sold.status == 200 and sold["outcome"] == "done":
            customer.paid += decimal.Decimal(pay)
        return sold

    def meter_keys(self, customer, what):
        return self["keller"].post(f"/meters/{customer.meter}/keys", {"what": what, "reason": "key change"})

    def counted(self, kind):
        """How many of that kind have the new keys, and of how many."""
        row = next(row for row in self["novak"].get(f"/keys/campaigns/{self.campaign}")["progress"] if row["kind"] == kind)
        return row["done"], row["total"]

    def missing(self, kind):
        return {row["what"] for row in self["novak"].get(f"/keys/campaigns/{self.campaign}")["missing"] if row["kind"] == kind}

    def pass_days(self, days):
        self["wang"].post("/bench/clock", {"advance_s": days * 86_400})

    def sales(self):
        return self["wang"].get("/sales")["total"]


def first_keys(town):
    """Own keys of version 1: cards, a PSAM, and three customers whose meters take what they bought."""
    own_keys(town)
    wang = town["wang"]
    wang.post("/shifts", {"opening_float": "0.00"})
    town.top, town.province, town.county = county_pairs(town)
    town.psam, made = issue(town, "psam", town.county, terminal="000013092501")
    check.that(made.status == 200 and made["key_version"] == 1, "a PSAM is issued from the county card", made)
    hung = {row["number"] for row in wang.get("/bench")["meters"]}
    drafts = [row for row in wang.get("/accounts?filter.state=draft&page_size=50")["rows"] if row["meter"] and row["meter"] not in hung]
    for name, draft in zip(("line", "card", "late"), drafts, strict=False):
        open_account(town, name, draft)
    check.that(len(town.customers) == 3, "three customers wait for their first card", len(drafts))


def open_account(town, name, draft):
    """A meter from the factory gets its keys over the line, the customer a card with his first 100.00, the meter takes it."""
    wang = town["wang"]
    customer = town.customers[name] = Customer(draft, wang.post("/bench/cards")["cards"][-1]["id"])
    wang.post("/bench/meters", {"number": customer.meter, "model": MODEL, "factory": True})
    keyed = town.meter_keys(customer, "download")
    check.that(keyed.status == 200 and keyed["after"]["version"] == 1, f"{name}: the meter from the factory gets its first keys", keyed)
    seen = town.at_counter(customer)
    opened = wang.post("/accounts/open", {
        "draft": draft["number"], "customer": {"number": draft["customer"]}, "service_point": {"code": draft["service_point"]}, "meter": customer.meter,
        "plan": draft["plan"], "usage_class": draft["usage_class"], "first_sale": {"pay": "100.00", "tender": "cash", "received": "100.00"},
        "client_key": new_key(), "card_session": seen["session"]})
    check.that(opened.status == 200 and opened["outcome"] == "done", f"{name}: account and card", opened)
    customer.paid += decimal.Decimal("100.00")
    meter = town.visit(customer.card, customer.meter)
    check.that(meter["count"] == 1 and meter["account_open"], f"{name}: the meter takes the first sale", meter)
    check.that(town.at_counter(customer)["state"] == "recognised", f"{name}: its word is back at the counter")


def second_version(town):
    """A second seed; the counters seal under both versions, and the change in the field begins."""
    formed = town.form("seed", {"sun": town.secret(), "sokolov": town.secret()})
    check.that(formed.status == 200 and formed["version"] == 2, "the officers form version 2", formed)
    for step in ("deliver", "activate"):
        check.that(town.with_two(f"/keys/{step}", {"version": 2, "reason": "yearly change"}).status == 200, f"  {step}")
    today = datetime.date.fromisoformat(town["wang"].get("/bench")["clock"][:10])  # that of the counters; the office goes by the machine's
    last_day = (today + datetime.timedelta(days=DAYS)).isoformat()
    check.that(town["keller"].post("/keys/campaigns", {"to_version": 2, "refuse_after": today.isoformat(), "reason": "x"}).code == "date_past", "a last day that is today is refused")
    order = {"to_version": 2, "refuse_after": last_day, "reason": "yearly change"}
    started = town.with_two("/keys/campaigns", order)
    check.that(started.status == 200 and started["state"] == "running", "two managers begin the key change", started)
    town.campaign, town.last_day = started["number"], last_day
    check.that(town["keller"].post("/keys/campaigns", order).code == "campaign_running", "one at a time")
    check.that(town["novak"].get("/keys/campaigns/999").code == town["keller"].post("/keys/campaigns/999/stop", {"reason": "x"}).code == "unknown_campaign", "and no other is there")
    check.that(town.counted("vaults") == (1, 1) and town.counted("psams") == (0, 1), "counted by kind: the vaults have it, the PSAM not")
    check.that(town.counted("meters")[0] == 0 and town.counted("cards") == (0, 3), "  no meter and no card has it yet", (town.counted("meters"), town.counted("cards")))
    check.that({one.meter for one in town.customers.values()} <= town.missing("meters"), "what is missing is named, meter by meter", town.missing("meters"))
    check.that(town["keller"].post(f"/keys/campaigns/{town.campaign}/finish", {"reason": "x"}).code == "campaign_incomplete", "it cannot be finished while they miss it")


def key_cards_follow(town):
    """The key cards get the new version beside the old one, then the PSAM from them."""
    town.clear()
    early = renew(town, town.psam, town.county)
    check.that(early.code == "key_card_version", "a county card of the old version has nothing new to give", early)
    check.that(town["novak"].get(f"/keys/devices/{serial(town, town.psam)}")["state"] == "active", "  the PSAM works as before")
    for card, pair in ((town.top.mother, None), (town.province.mother, town.top), (town.county.mother, town.province), (town.psam, town.county)):
        done = renew(town, card, pair)
        check.that(done.status == 200 and done["key_version"] == 2, f"the {done.json.get('kind')} card has both versions", done)
    check.that(town.counted("psams") == (1, 1), "the PSAM is counted")
    control = town.county.control
    check.that(renew(town, control, town.province).code == "bad_key_card_order", "a control card has nothing to renew")


def meters_follow(town):
    """One meter by the line, one by a key-modify card; what was bought under the old keys is taken by either."""
    line, card = town.customers["line"], town.customers["card"]
    for customer in (line, card):
        sold = town.sell(customer, "50.00", town.at_counter(customer)["session"])
        check.that(sold.status == 200 and sold["outcome"] == "done", "a sale under the old keys, on its way to the meter", sold)
    updated = town.meter_keys(line, "update")
    check.that(updated.status == 200 and updated["after"]["version"] == 2, "one meter gets version 2 over the line", updated)
    done_before = town.counted("meters")[0]
    town.clear()
    modify, made = issue(town, "key_modify", town.county, meter=card.meter)
    check.that(made.status == 200 and made["key_version"] == 2 and made["valid_to"] == town.last_day, "a key-modify card for the other, good until the last day", made)
    check.that(town.visit(modify, town.customers["late"].meter)["key_version"] == 1, "another meter takes nothing from it")
    meter = town.visit(modify, card.meter)
    check.that((meter["key_version"], meter["previous_key_version"]) == (2, 1), "its own meter changes to version 2 and keeps version 1", meter)
    check.that(town.counted("meters")[0] == done_before, "the office does not know yet: nobody has told it")
    for customer in (line, card):
        meter = town.visit(customer.card, customer.meter)
        check.that(meter["count"] == 2, "what was bought under the old keys is taken by the meter with the new ones", meter)
    town.modify = modify


def cards_follow(town):
    """At the counter: the meter's word is taken in, the card is re-keyed, and sells on."""
    cards = town.counted("cards")[0]
    for name in ("card", "line"):
        customer = town.customers[name]
        check.that(town.at_counter(customer)["state"] == "recognised", f"{name}: the old card is known")
    check.that(customer.meter not in town.missing("meters") and town.customers["card"].meter not in town.missing("meters"),
               "what the meter wrote on its card is counted, by key-modify card as over the line", town.missing("meters"))
    check.that(town.counted("cards")[0] == cards + 2, "both cards were re-keyed on the reader", town.counted("cards"))
    for name in ("card", "line"):
        customer = town.customers[name]
        sold = town.sell(customer, "20.00", town.at_counter(customer)["session"])
        meter = town.visit(customer.card, customer.meter)
        check.that(sold.status == 200 and meter["count"] == 3, f"{name}: sold and taken under the new keys", (str(sold), meter))
    late = town.customers["late"]
    sold = town.sell(late, "30.00", town.at_counter(late)["session"])
    check.that(sold.status == 200 and sold["outcome"] == "done", "the third still buys under the old keys", sold)


def last_day_passes(town):
    """The day passes: a card of the old version is refused before a fen is booked."""
    late, wang = town.customers["late"], town["wang"]
    quote = town.quote(late, "10.00")
    check.that(quote.status == 200, "on its last day the old card is good", quote)
    session = town.at_counter(late)["session"]
    town.pass_days(DAYS + 1)
    before = town.sales()
    on_desk = wang.post("/sales", {"confirmed": YES, "quote": quote["id"], "account": late.account, "carrier": "card", "tender": "cash", "client_key": new_key(), "card_session": session, "on_pending": "sum"})
    check.that(on_desk.code == "key_version_retired", "a sale that was quoted before midnight is refused after it", on_desk)
    seen = town.at_counter(late)
    check.that(seen.get("reason_code") == "key_version_retired" and seen["details"]["date"] == town.last_day, "put down again, it is refused and says since when", seen)
    quoted = town.quote(late, "10.00")
    check.that(quoted.code == "key_version_retired" and quoted["details"]["date"] == town.last_day, "no quote", quoted)
    later = wang.post("/sales", {"confirmed": YES, "quote": quote["id"], "account": late.account, "carrier": "later", "tender": "cash", "client_key": new_key(), "on_pending": "sum"})
    check.that(later.code == "key_version_retired", "no sale for later either", later)
    check.that(town.sales() == before, "and nothing was booked")
    fresh = wang.post("/bench/cards")["cards"][-1]["id"]
    town.clear()
    replaced = wang.post(f"/accounts/{late.account}/replace-card", {"reason": "lost", "client_key": new_key(), "card_session": on_reader(town, fresh)["session"]})
    check.that(replaced.code == "meter_not_rekeyed", "a new card is not made for a meter that could not read it", replaced)
    put(town, fresh, "wallet")


def nothing_is_lost(town):
    """What the third had bought under the old keys reaches his meter all the same, and his card follows."""
    late = town.customers["late"]
    meter = town.visit(late.card, late.meter)
    check.that(meter["count"] == 2, "the sale that was on its way is taken by the meter of the old version", meter)
    updated = town.meter_keys(late, "update")
    check.that(updated.status == 200, "its meter gets the new keys", updated)
    seen = town.at_counter(late)
    check.that(seen["state"] == "recognised", "then the card is re-keyed, also behind the last day", seen)
    sold = town.sell(late, "10.00", seen["session"])
    meter = town.visit(late.card, late.meter)
    check.that(sold.status == 200 and meter["count"] == 3, "and it sells", (str(sold), meter))
    check.that(town.counted("cards") == (3, 3), "every card has the new keys", town.counted("cards"))
    for name, customer in town.customers.items():
        meter = town.meter(customer)
        check.that(decimal.Decimal(meter["remaining"]) == customer.paid, f"{name}: paid {customer.paid}, and so much is in the meter", meter["remaining"])


def end(town):
    """The change is finished, the old keys are retired and destroyed, each by two persons; books and vaults agree."""
    in_use = {"vault": "sealing", "purpose": "credit", "version": 1, "reason": "test"}
    check.that(town["keller"].post("/keys/destroy", in_use).code == "key_in_use", "while the change runs the old keys are not destroyed")
    finished = town.with_two(f"/keys/campaigns/{town.campaign}/finish", {"reason": "the day has passed"})
    check.that(finished.status == 200 and finished["state"] == "done", "two managers finish it", finished)
    old = [row for row in town["novak"].get("/keys/tree")["versions"] if row["version"] == 1 and row["purpose"] != "card_transport" and row["state"] == "retired"]
    check.that({row["vault"] for row in old} == {"office", "sealing"}, "the old keys are retired, in both vaults", old)
    for row in old:
        gone = town.with_two("/keys/destroy", {"vault": row["vault"], "purpose": row["purpose"], "version": 1, "reason": "change finished"})
        check.that(gone.status == 200 and gone["version"]["state"] == "destroyed", f"{row['purpose']} 1 of the {row['vault']} is destroyed", gone)
    for customer in town.customers.values():
        check.that(town.at_counter(customer)["state"] == "recognised", "every card is known without them")
    town.values("office"), town.values("sealing")
    report = town["novak"].post("/verify")
    check.that(report.status == 200 and report["ok"], "the books verify", report)
    journal = {row["what"]: row for row in town["novak"].get("/keys/journal?page_size=200&sort=-number")["rows"]}
    for what in ("campaign_finished", "key_destroyed"):
        check.that(journal[what]["first"] and journal[what]["second"] and journal[what]["first"] != journal[what]["second"], f"the journal names both persons of {what}", journal[what])
    town.know_seeds()
    town.server.office.kill()
    town.server.kill()
    for data in (town.server.folder / "key-office", town.server.folder / "data"):
        agreed = subprocess.run([KWOTA, "keys", "verify", "--json", "--data", str(data)], capture_output=True, text=True)
        check.that(agreed.returncode == 0 and json.loads(agreed.stdout)["ok"], f"kwota keys verify: vault and books agree in {data.name}", agreed.stdout + agreed.stderr)
        proof = subprocess.run([KWOTA, "verify", "--data", str(data)], capture_output=True, text=True)
        check.that(proof.returncode == 0, "kwota verify: no row was changed behind the program", proof.stdout + proof.stderr)
    _, outside, summary = leaks(town)
    check.that(summary and not outside, f"no key of either version stands anywhere in what the run wrote: {summary}", outside[:5])


if __name__ == "__main__":
    sys.exit(walk(check, Town, (
        first_keys, second_version, key_cards_follow, meters_follow, cards_follow, last_day_passes, nothing_is_lost, end,
    ), office=True))
