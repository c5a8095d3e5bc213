#!/usr/bin/env python3
"""Balances at the office from outside: a prepared account of a meter without money is put there, pays at the counter, is charged by the day as its
readings come, is warned, cut off and let back, and ends. Every answer is held against openapi.json. One line per check."""
import sys

from house import YES, new_key, walk
from run import Day, check, doors

MINUTE, HOUR, A_DAY = 60, 3600, 86_400
METER, MODEL = "412699000014", "DDZY1352Y"
NEXT_METER = "412699000077"
TERMS = {"alarm": "20.00", "overdraft": "0.00", "close_above": "0.00", "close_directly": True, "friendly_from": "", "friendly_until": "",
         "friendly_weekdays": [], "friendly_days": ""}


def passes(day, seconds):
    day.people["wang"].post("/bench/clock", {"advance_s": seconds})


def balance(day, more=""):
    return day.people["wang"].get(f"/remote-accounts/{day.account}{more}")


def pay(day, amount, key=None, **more):
    return day.people["wang"].post("/payments", {"account": day.account, "amount": amount, "client_key": key or new_key(), "confirmed": YES, **more})


def bench_meter(day):
    return next(m for m in day.people["wang"].get("/bench")["meters"] if m["number"] == day.meter)


def used(day, watts, days=1):
    """A load for whole days; each night is read, and charged."""
    wang = day.people["wang"]
    before = len(balance(day)["days"])
    check.that(wang.post(f"/bench/meters/{day.meter}", {"load_w": 10**12}).code == "field_too_large", "nobody has so much behind his meter")
    wang.post(f"/bench/meters/{day.meter}", {"load_w": watts})
    for night in range(days):
        passes(day, A_DAY)
        charged(day, before + night + 1)
    wang.post(f"/bench/meters/{METER}", {"load_w": 0})
    return balance(day)


def charged(day, days):
    """So many days have been charged. A contact under way when the day leaps on breaks off and is tried again when its pause is over: while
    nothing comes, the meter's time goes on by a minute now and then."""
    day.people["wang"].poll(f"/remote-accounts/{day.account}", lambda a: len(a["days"]) >= days, "the charge of a day", meanwhile=lambda: passes(day, MINUTE))


def settled(day, order):
    """The newest order of this name has reached the meter."""
    return day.people["wang"].poll(f"/remote-accounts/{day.account}", lambda a: any(one["order"] == order and one["state"] == "done" for one in a["orders"]),
                                   f"the order {order}", meanwhile=lambda: passes(day, MINUTE))


def removed(day):
    """An account was prepared for a house that is not built: it is taken out again, and its meter is free."""
    wang, zhao, audit = day.people["wang"], day.people["zhao"], day.people["audit"]
    wanted = {"customer": {"name": "Nobody Yet", "address": "West village 9"}, "service_point": {"code": "W-9", "address": "West village 9"}, "meter": {"number": "412600007799", "model": MODEL},
              "plan": "demo-monthly", "usage_class": "domestic"}
    draft = zhao.post("/accounts/drafts", wanted)
    path = f"/accounts/{draft['number']}/remove"
    for who in (audit, day.people["tech"]):
        check.that(who.post(path, {"reason": "not built"}).code == "permission_denied", "who may not prepare one removes none")
    check.that(zhao.post(path, {"reason": ""}).code == "reason_missing", "without a word nothing is removed")
    done = zhao.post(path, {"reason": "not built"})
    check.that(done.status == 200 and done["state"] == "closed", "it is removed", done)
    check.that(zhao.post(path, {"reason": "not built"}).code == "no_draft", "once")
    check.that(any("not built" in str(row) for row in audit.get(f"/audit?filter.object=account/{draft['number']}&sort=-time")["rows"]), "the audit keeps who and why")
    again = zhao.post("/accounts/drafts", {**wanted, "service_point": {"code": "W-9"}})
    check.that(again.status == 200 and again["number"] != draft["number"], "its meter serves another, under another number", again)


def prepare(day):
    """An account is written down; its meter keeps no money and hangs on a line."""
    wang, tech, zhao = day.people["wang"], day.people["tech"], day.people["zhao"]
    check.that(wang.post("/shifts", {"opening_float": "200.00"}).status == 200, "a shift is opened")
    wang.post("/bench/clock", {"speed": 1})
    draft = zhao.post("/accounts/drafts", {"customer": {"name": "He Ping", "address": "West village 3"}, "service_point": {"code": "W-3", "address": "West village 3"},
                                           "meter": {"number": METER, "model": MODEL}, "plan": "demo-monthly", "usage_class": "domestic"})
    if not check.that(draft.status == 200 and draft["state"] == "draft", "the account is prepared", draft):
        raise RuntimeError("nothing else can be tried without an account")
    day.account, day.meter = draft["number"], METER
    check.that(wang.post("/bench/meters", {"number": METER, "model": MODEL}).status == 200, "its meter hangs on the bench")
    check.that(balance(day).code == "no_remote_account" and wang.get(f"/accounts/{day.account}")["at_office"] is None, "no balance is at the office yet")
    check.that(pay(day, "10.00").code == "no_remote_account", "and no payment is taken for it")
    check.that(zhao.post("/remote-accounts", {"account": day.account, **TERMS}).code == "no_link", "a meter that is on no line cannot be charged")
    hung = wang.post(f"/bench/meters/{METER}/line", {"fault": ""})
    address = next(m for m in hung["meters"] if m["number"] == METER)["line"]["address"]
    linked = tech.put(f"/links/{METER}", {"address": address})
    check.that(linked.status == 200, "a technician connects it", linked)
    late = tech.put(f"/links/{METER}", {"address": "tcp://127.0.0.1:9"})
    check.that((late.status, late.code) == (409, "version_conflict"), "whoever has not seen its link does not move it", late)
    check.that(late["details"]["current"]["address"] == address and late["details"]["current"]["version"] == linked["version"], "and is shown where it hangs", late)
    again = tech.put(f"/links/{METER}", {"address": address, "state": "active", "version": linked["version"]})
    check.that(again.status == 200 and again["version"] == linked["version"], "whoever has seen it does; the same link is the same version", again)
    check.that(wang.post("/bench/meters", {"number": NEXT_METER, "model": MODEL}).status == 200, "another one waits there, for the day when this one is due for its test")
    hung = wang.post(f"/bench/meters/{NEXT_METER}/line", {"fault": ""})
    address = next(m for m in hung["meters"] if m["number"] == NEXT_METER)["line"]["address"]
    check.that(tech.post("/meters", {"number": NEXT_METER, "model": MODEL}).status == 200, "it is in the register")
    check.that(tech.put(f"/links/{NEXT_METER}", {"address": address}).status == 200, "and on a line")
    plan = {"code": "night", "name": "every night", "items": "registers,states,freezes", "every_hours": 0, "at": "00:30"}
    check.that(tech.post("/reading-plans", plan).status == 200, "and has it read every night")


def begin(day):
    """A manager puts it on a balance at the office."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    body = {"account": day.account, "register": "0", **TERMS}
    check.that(wang.post("/remote-accounts", body).code == "permission_denied", "a cashier does not")
    check.that(zhao.post("/remote-accounts", {**body, "overdraft": "-1"}).code == "bad_terms", "terms that are none are refused")
    check.that(zhao.post("/remote-accounts", {**body, "friendly_from": "22:30"}).code == "bad_friendly_time", "friendly hours are whole")
    check.that(zhao.post("/remote-accounts", {**body, "register": "much"}).code == "bad_register", "a register is a number")
    put = zhao.post("/remote-accounts", body)
    if not check.that(put.status == 200 and put["state"] == "active" and put["balance"] == "0.00" and put["terms"]["close_directly"], "it is put there", put):
        raise RuntimeError("nothing else can be tried without a balance")
    check.that(wang.get(f"/accounts?filter.number={day.account}")["rows"][0]["state"] == "open", "and the account is open, without a sale")
    check.that(zhao.post("/remote-accounts", body).code == "balance_at_office", "it is put there once")
    told = wang.get(f"/accounts/{day.account}")
    check.that(told["at_office"]["balance"] == "0.00" and told["at_office"]["arrears"], "the counter sees it", told["at_office"])
    check.that(zhao.put(f"/remote-accounts/{day.account}", TERMS).code == "field_missing", "who changes its terms says what he saw")
    changed = zhao.put(f"/remote-accounts/{day.account}", {**TERMS, "version": put["version"], "friendly_weekdays": ["7"], "friendly_days": "2027-01-01, 2027-01-02"})
    check.that(changed.status == 200 and changed["terms"]["friendly_weekdays"] == [7] and changed["terms"]["friendly_days"] == "2027-01-01, 2027-01-02",
               "its terms are changed", changed)
    late = zhao.put(f"/remote-accounts/{day.account}", {**TERMS, "alarm": "77.00", "version": put["version"]})
    check.that((late.status, late.code) == (409, "version_conflict"), "whoever saw them before overwrites nothing", late)
    now = late["details"]["current"]
    check.that((now["friendly_weekdays"], now["version"]) == ("7", changed["version"]), "and is shown them as they are", now)
    check.that(zhao.put(f"/remote-accounts/{day.account}", {**TERMS, "version": now["version"]})["terms"]["friendly_weekdays"] == [], "then they are changed back")


def payments(day):
    """The cashier takes money; no credit goes to the meter."""
    wang = day.people["wang"]
    check.that(day.quote("50.00").code == "balance_at_office", "a credit sale is not even quoted")
    seen = balance(day, "?pay=100.00")
    check.that(seen["after"]["balance"] == "100.00" and not seen["after"]["arrears"] and seen["balance"] == "0.00", "what a payment would make of it is told", seen)
    key = new_key()
    paid = pay(day, "100.00", key, received="150.00")
    check.that(paid.status == 200 and paid["outcome"] == "done" and paid["sale"]["kind"] == "payment" and paid["sale"]["n"] == 0 and paid["balance_after"] == "100.00",
               "it is taken", paid)
    check.that(pay(day, "100.00", key, received="150.00")["sale"]["number"] == paid["sale"]["number"], "the same key is the same payment")
    check.that(pay(day, "90.00", key).code == "idempotency_key_reused", "with other content it is refused")
    check.that(balance(day)["balance"] == "100.00", "it counts once")
    check.that(pay(day, "0.001").code in ("over_precise", "bad_amount") and pay(day, "5.00", received="4.00").code == "received_too_little", "what is no payment is refused")
    paper = wang.get(f"/receipts/{paid['sale']['number']}?format=text&lang=en").bytes.decode()
    check.that("PAYMENT" in paper and "Balance now" in paper and "150.00" in paper, "its slip says what is left", paper)
    wrong = pay(day, "30.00")
    undoing = {"reason": "wrong house", "client_key": new_key()}
    asked = wang.post(f"/payments/{wrong['sale']['number']}/take-back", undoing)
    check.that(asked.status == 202, "nobody hands a payment back alone", asked)
    day.people["zhao"].post(f"/approvals/{asked['approval']['number']}/approve")
    back = wang.post(f"/payments/{wrong['sale']['number']}/take-back", {**undoing, "approval": asked["approval"]["number"]})
    check.that(back.status == 200 and back["sale"]["kind"] == "payment_back" and back["sale"]["tendered"] == "-30.00" and back["balance_after"] == "100.00",
               "a payment for the wrong house is handed back", back)
    check.that(wang.post(f"/payments/{wrong['sale']['number']}/take-back", {"reason": "again", "client_key": new_key()}).code == "not_to_take_back", "once")
    check.that(wang.get(f"/sales/{wrong['sale']['number']}")["state"] == "taken_back", "and stands as taken back")


def days(day):
    """Each night is read and charged."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    now = used(day, 500, 2)
    check.that(now["trouble"] == "" and len(now["days"]) == 2 and not any(one["estimated"] or one["turned"] for one in now["days"]), "two days are charged", now)
    check.that(float(now["days"][0]["amount"]) > 0 and now["days"][0]["entry"].startswith("charge/"), "with what they cost", now["days"][0])
    spent = sum(round(float(one["amount"]) * 100) for one in now["days"])
    check.that(round(float(now["balance"]) * 100) == 10_000 - spent, "the balance is what was paid less what was used, to the last fen", now)
    check.that(now["days_left"] is not None, "and how long it lasts is told")
    rows = zhao.get(f"/day-charges?filter.account={day.account}&sort=-day")
    check.that(rows["total"] == 2 and rows["rows"][0]["amount"] == now["days"][0]["amount"], "days are a list", rows)
    sheet = zhao.get(f"/day-charges?filter.account={day.account}&format=csv")
    check.that(sheet.type == "text/csv" and now["days"][0]["day"] in sheet.bytes.decode(), "and a file, as every list")
    listed = wang.get("/remote-accounts?filter.arrears=false")
    check.that([row["account"] for row in listed["rows"]] == [day.account] and listed["rows"][0]["balance"] == now["balance"], "balances are a list", listed)


def arrears(day):
    """Warned, cut off, paid, let back – by itself."""
    wang = day.people["wang"]
    for _ in range(40):
        if balance(day)["arrears"]:
            break
        used(day, 6000)
    check.that(balance(day)["arrears"], "the balance is used up", balance(day))
    told = settled(day, "trip")
    check.that("trip" in told["ordered"] and any(one["asked_by"] == "head-end" for one in told["orders"]), "the head-end orders a trip, and it is carried out", told["orders"])
    check.that(bench_meter(day)["relay"] == "open", "the load is off")
    check.that([row["account"] for row in wang.get("/remote-accounts?filter.arrears=true")["rows"]] == [day.account], "it stands among the arrears")
    asked = balance(day, "?pay=1000.00")["after"]
    check.that(asked["order"] == "close" and not asked["arrears"], "what a payment would do is told", asked)
    check.that(pay(day, "1000.00")["outcome"] == "done", "the customer pays")
    check.that(settled(day, "close")["ordered"] in ("", "alarm"), "the load is switched on again")
    check.that(bench_meter(day)["relay"] == "closed", "as the meter shows")


def swapped(day):
    """Its meter is due for its test: charged to the last register that the technician read, and from the new one's first on."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    zhao.put("/session/till", {"station": "E01", "till": "T2"})
    zhao.post("/shifts", {"opening_float": "0.00"})
    fresh = NEXT_METER
    wang.post(f"/bench/meters/{day.meter}", {"load_w": 0})
    wanted = {"old_meter": day.meter, "meter": {"number": fresh, "model": MODEL}, "reason": "test due", "last_register": bench_meter(day)["energy"]}
    path = f"/accounts/{day.account}/swap"
    ask = lambda **more: zhao.post(path, {**wanted, "client_key": new_key(), **more})
    check.that(ask(meter={"number": "412600007713", "model": MODEL}).code == "no_link", "a meter on no line takes no account over")
    check.that(ask(remaining="5.00").code == "balance_at_office", "nobody says what it held: it held nothing")
    check.that(ask(last_register="0.001").code == "register_ran_back", "a register that ran back is refused")
    check.that(wang.post(path, {**wanted, "client_key": new_key()}).code == "permission_denied", "a cashier swaps no meter")
    key = new_key()
    asked = ask(client_key=key)
    check.that(asked.status == 202, "a register that is typed charges money: a second person is asked", asked)
    waits = zhao.get(f"/approvals?filter.number={asked['approval']['number']}")["rows"][0]["waits"]
    check.that(waits == 0, "whoever looks sees how many hours it waits", waits)
    check.that(day.people["miller"].post(f"/approvals/{asked['approval']['number']}/approve").status == 200, "and agrees")
    done = ask(client_key=key, approval=asked["approval"]["number"])
    if not check.that(done.status == 200 and done["sale"]["kind"] == "swap" and done["sale"]["tendered"] == "0.00", "the meter is swapped, and no money moves at the till", done):
        return
    row = day.people["zhao"].get(f"/meter-swaps?filter.document={done['sale']['number']}")["rows"][0]
    check.that(row["balance_source"] == "typed" and row["approved_by"] == "miller", "the row says that it was typed, and who agreed", row)
    check.that(ask(client_key=key)["sale"]["number"] == done["sale"]["number"], "once")
    paper = zhao.get(f"/receipts/{done['sale']['number']}?format=text&lang=en").bytes.decode()
    check.that("METER SWAPPED" in paper and day.meter in paper and fresh in paper and balance(day)["balance"] in paper, "one slip names both meters and the balance", paper)
    check.that(balance(day)["meter"] == fresh and balance(day)["trouble"] == "", "the balance goes on at the new meter", balance(day))
    check.that(zhao.get(f"/meters/{day.meter}")["state"] == "removed", "the old one is removed")
    check.that(ask(old_meter=fresh, meter={"number": "412600007712", "model": MODEL}).code in ("charged_to_tomorrow", "no_link"), "not twice on one day")
    day.meter = fresh
    passes(day, A_DAY)


def ended(day):
    """It ends; what is left is the customer's."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    check.that(wang.post(f"/accounts/{day.account}/pay-out", {"amount": "1.00", "client_key": new_key()}).code == "balance_in_use", "what pays for energy is not paid out")
    check.that(zhao.post(f"/remote-accounts/{day.account}/lift", {}).code == "no_trouble", "there is nothing to lift")
    done = zhao.post(f"/remote-accounts/{day.account}/end", {"register": bench_meter(day)["energy"]})
    check.that(done.status == 200 and done["state"] == "ended", "it is ended with a last register", done)
    check.that(pay(day, "1.00").code == "pays_too_much", "and takes no more money")
    left = done["balance"]
    paid = wang.post(f"/accounts/{day.account}/pay-out", {"amount": left, "client_key": new_key()})
    if paid.status == 202:
        agreed = zhao.post(f"/approvals/{paid['approval']['number']}/approve")
        check.that(agreed.status == 200, "a second person agrees")
        paid = wang.post(f"/accounts/{day.account}/pay-out", {"amount": left, "client_key": new_key(), "approval": paid["approval"]["number"]})
    check.that(paid.status == 200 and paid["outcome"] == "done", "what is left is paid out", paid)
    check.that(balance(day)["balance"] == "0.00", "to the last fen")


def typed_too_large(day):
    """A digit too many is no use of energy."""
    zhao = day.people["zhao"]
    for typed in ("1000000", "999999999999", "9223372036854775.807"):
        check.that(zhao.post("/remote-accounts", {"account": day.account, "register": typed, **TERMS}).code == "bad_register", f"no meter shows {typed}")


def owes_a_claim(day):
    """Who owes a claim is not paid out of a later balance; and an account that was closed is not closed once more under the next customer's feet."""
    zhao, n = day.people["zhao"], "77"
    terms = {**TERMS, "scheme": "read_account"}
    draft = zhao.post("/accounts/drafts", {"customer": {"name": "Owing First"}, "service_point": {"code": f"S-{n}", "address": "a"}, "meter": {"number": f"4126999900{n}", "model": MODEL},
                                           "plan": "demo-monthly", "usage_class": "domestic", "station": "E01"})
    number = draft["number"]
    check.that(zhao.post("/remote-accounts", {"account": number, "register": "0", **terms}).status == 200, "an account at the server")
    ended_now = zhao.post(f"/remote-accounts/{number}/end", {"register": "40"})
    owed = ended_now["balance"].removeprefix("-")
    check.that(ended_now["balance"].startswith("-"), "it ends with arrears", ended_now)
    claimed = day.approved("zhao", f"/accounts/{number}/claim", {"reason": "moved", "client_key": new_key()}, second="miller")
    check.that(claimed.status == 200, "which become a claim", claimed)
    passes(day, 2 * A_DAY)
    day.again("wang", "zhao", "miller", "audit")
    zhao = day.people["zhao"]
    check.that(zhao.post("/remote-accounts", {"account": number, "register": "40", **terms}).status == 200, "he begins again")
    paid = zhao.post("/payments", {"account": number, "amount": "60.00", "client_key": new_key(), "confirmed": YES})
    check.that(paid.status == 200, "and pays", paid)
    back = day.approved("zhao", f"/payments/{paid['sale']['number']}/take-back", {"reason": "wants it back", "client_key": new_key()}, second="miller")
    check.that(back.code == "nothing_due", "it is not handed back while he owes", back)
    left = zhao.post(f"/remote-accounts/{number}/end", {"register": "40"})["balance"]
    out = day.approved("zhao", f"/accounts/{number}/pay-out", {"amount": left, "client_key": new_key()}, second="miller")
    check.that(out.code == "nothing_due" and float(out["details"]["due"]) == round(float(left) - float(owed), 2), "of what is left he gets what is more than that", out)
    rest = out["details"]["due"]
    done = day.approved("zhao", f"/accounts/{number}/pay-out", {"amount": rest, "client_key": new_key()}, second="miller")
    check.that(done.status == 200, "to the last fen", done)


def closed_once(day):
    zhao = day.people["zhao"]
    meter = "412699990078"
    draft = zhao.post("/accounts/drafts", {"customer": {"name": "Leaving Second"}, "service_point": {"code": "S-78", "address": "b"}, "meter": {"number": meter, "model": MODEL},
                                           "plan": "demo-monthly", "usage_class": "domestic", "station": "E01"})
    check.that(zhao.post("/remote-accounts", {"account": draft["number"], "register": "0", **TERMS, "scheme": "read_account"}).status == 200, "an account at the server")
    gone = zhao.post(f"/accounts/{draft['number']}/transfer", {"customer": {"name": "Coming Third"}, "hand_over": True, "reason": "moves", "client_key": new_key(), "last_register": "0"})
    check.that(gone.status == 200, "goes over to another customer", gone)
    again = zhao.post(f"/remote-accounts/{draft['number']}/end", {"close": True})
    check.that(again.code == "account_closed" and zhao.get(f"/meters/{meter}")["state"] == "installed", "the former account ends no more, and the meter stays where it hangs", again)
    comes = zhao.get(f"/accounts?filter.meter={meter}&filter.state=open")["rows"][0]["customer"]
    check.that(zhao.get(f"/customers/{comes}")["station"] == "E01", "who came along is a customer of the station that serves him")


def given_up(day):
    """What was used and never paid is given up by two at a till, a debt by name at the office: both stand in the books as what they are."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    begun = zhao.post("/remote-accounts", {"account": day.account, "register": bench_meter(day)["energy"], **TERMS})
    if not check.that(begun.status == 200 and begun["state"] == "active", "the balance begins again", begun):
        return
    wang.post(f"/bench/meters/{day.meter}", {"load_w": 500})
    passes(day, A_DAY)
    wang.post(f"/bench/meters/{day.meter}", {"load_w": 0})
    ended_now = zhao.post(f"/remote-accounts/{day.account}/end", {"register": bench_meter(day)["energy"]})
    check.that(ended_now.status == 200 and ended_now["balance"].startswith("-"), "it ends with arrears", ended_now)
    off = day.approved("zhao", f"/accounts/{day.account}/write-off", {"reason": "moved abroad", "client_key": new_key()}, second="miller")
    check.that(off.status == 200 and off["sale"]["kind"] == "write_off" and balance(day)["balance"] == "0.00", "two give it up at a till", off)
    named = day.approved("zhao", "/debts", {"account": day.account, "kind": "arrears", "document": "bill 12", "amount": "30.00"}, second="miller")
    gone = day.approved("zhao", f"/debts/{named['number']}/write-off", {"reason": "moved abroad"}, second="miller")
    check.that(gone.status == 200 and gone["left"] == "0.00", "and a debt by name at the office", gone)


def books_stand(day):
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, removed, prepare, begin, payments, days, arrears, swapped, ended, typed_too_large, given_up, owes_a_claim, closed_once, books_stand)))
