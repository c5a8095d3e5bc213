#!/usr/bin/env python3
"""The API from outside: a real server, the real card service, simulated cards and meters. Walks a working day and everything that
may go wrong in it; every answer is held against openapi.json. Prints one line per check. KWOTA names another program than
build/release/apps/kwota."""
import concurrent.futures
import json
import sys
import threading

from house import PASSWORD, YES, Checks, Client, new_key, walk

check = Checks()


class Day:
    """The people of the sample utility and what they work with."""

    def __init__(self, server):
        self.server = server
        self.people = {}
        self.account = self.meter = self.card = self.first_sale = None

    def sign_in(self, name, first, **till):
        client = Client(self.server)
        answer = client.sign_in(name, first, **till)
        if answer.status == 200 and answer["operator"]["must_change"]:
            client.post("/session/password", {"old": first, "new": PASSWORD})
        self.people[name] = client
        return answer

    def called(self, name):
        """As papers name him."""
        return next(row["full_name"] for row in self.people["admin"].get("/operators?page_size=200")["rows"] if row["name"] == name)

    def again(self, *names):
        """After a restart nobody is signed in."""
        for name in names:
            client = self.people[name] = Client(self.server)
            client.sign_in(name, PASSWORD, station="E01", till="T2" if name == "zhao" else "T1")

    def move(self, card, place):
        moved = self.people["wang"].post(f"/bench/cards/{card}/move", {"to": place})
        if moved.status != 200:
            raise RuntimeError(f"card {card} to {place}: {moved}")
        return moved

    def on_reader(self, card):
        """Puts a card down and waits until it has been looked at."""
        wang = self.people["wang"]
        before = (wang.get("/reader")["card"] or {}).get("session")
        self.move(card, "reader:0")
        seen = wang.poll("/reader", lambda a: a["card"] and a["card"]["session"] != before and a["card"]["state"] != "reading",
            "the card on the reader")
        return seen["card"]

    def at_meter(self, card, meter):
        """Into the slot and out again once the meter has let it go."""
        self.move(card, f"meter:{meter}")
        self.people["wang"].poll("/bench", lambda a: not next(m for m in a["meters"] if m["number"] == meter)["card_busy"],
            "the meter's answer")
        self.move(card, "wallet")

    def quote(self, pay, who="wang"):
        return self.people[who].post("/quotes", {"account": self.account, "pay": pay})

    def sell(self, quote, who="wang", key=None, **more):
        return self.people[who].post("/sales", {"quote": quote, "account": self.account, "carrier": "card", "tender": "cash", "confirmed": YES,
            "client_key": key or new_key(), **more})

    def approved(self, who, path, body, second="zhao"):
        """Asks, has a second person agree in his own session, repeats."""
        asked = self.people[who].post(path, body)
        if asked.status != 202:
            return asked
        agreed = self.people[second].post(f"/approvals/{asked['approval']['number']}/approve")
        check.that(agreed.status == 200, f"{second} agrees to {asked['approval']['action']}", agreed)
        return self.people[who].post(path, {**body, "approval": asked["approval"]["number"]})


    def put_by_two(self, who, path, body, second="zhao"):
        """The same of a change."""
        asked = self.people[who].put(path, body)
        if asked.status != 202:
            return asked
        agreed = self.people[second].post(f"/approvals/{asked['approval']['number']}/approve")
        check.that(agreed.status == 200, f"{second} agrees to {asked['approval']['action']}", agreed)
        return self.people[who].put(path, {**body, "approval": asked["approval"]["number"]})


def doors(day):
    """Who may come in."""
    stranger = Client(day.server)
    check.that(stranger.get("/health")["status"] == "ok", "health needs no session")
    check.that(stranger.get("/customers").code == "not_signed_in", "a list needs a session")
    check.that(stranger.get("/nothing").status == 404, "an unknown address is 404")
    check.that(stranger.call("DELETE", "/customers").status == 405, "an address that does not take the method is 405")
    page = day.server.fetch("/")
    for header in ("content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"):
        check.that(header in page.headers and header in stranger.get("/session").headers, f"{header} on page and API")
    wrong = stranger.sign_in("admin", "wrong")
    check.that(wrong.code == "wrong_password" and wrong["details"]["tries_left"] == "4",
               "a wrong password says how many tries are left", wrong)
    admin = Client(day.server)
    first = admin.sign_in("admin", day.server.one_time)
    check.that(first.status == 200 and first["operator"]["must_change"], "the one-time password opens the door once", first)
    cookie = first.headers.get("set-cookie", "")
    check.that("HttpOnly" in cookie and "SameSite=Strict" in cookie, "the cookie is kept from scripts and other sites", cookie)
    check.that(admin.get("/operators").code == "must_change_password", "before the own password nothing else is allowed")
    check.that(admin.post("/session/password", {"old": day.server.one_time, "new": "admin12345"}).code == "weak_password",
               "a weak password is refused")
    check.that(admin.post("/session/password", {"old": day.server.one_time, "new": PASSWORD}).status == 200,
               "the own password is taken")
    day.people["admin"] = admin
    check.that(admin.call("POST", "/verify", {}, headers={"X-CSRF-Token": "forged"}).code == "csrf",
               "a wrong CSRF token is refused")
    check.that(admin.call("POST", "/verify", raw="{", headers={"Content-Type": "application/json"}).code == "bad_json",
               "half a JSON is refused")
    check.that(admin.get("/operators?page_size=10000").code == "field_too_large" and admin.get("/operators?page_size=200").status == 200, "a page of 10,000 rows is refused, not cut")
    for asked, code in (("page_size=0", "field_too_small"), ("page_size=-1", "field_malformed"), ("page_size=ten", "field_malformed"), ("page_size=99999999999999999999", "field_too_large")):
        refused = admin.get(f"/operators?{asked}")
        check.that(refused.status == 422 and refused.code == code and refused["details"]["field"] == "page_size" and refused["detail"], f"{asked}: {code}, and the field is named", refused)
    check.that(admin.post("/sales", {}).code == "permission_denied", "an administrator sells nothing")
    for name, till in (("wang", "T1"), ("zhao", "T2"), ("miller", ""), ("tech", ""), ("audit", "")):
        came = day.sign_in(name, day.server.demo_password(name), station="E01", till=till)
        check.that(came.status == 200, f"{name} signs in", came)
    unknown, known = Client(day.server).sign_in("nobody", "x"), Client(day.server).sign_in("ivanova", "x")
    check.that(unknown.code == known.code == "wrong_password", "the answer does not tell which names exist", (unknown, known))


def office(day):
    """Registers, plans, operators."""
    zhao, admin, miller, audit, tech = (day.people[name] for name in ("zhao", "admin", "miller", "audit", "tech"))
    made = zhao.post("/customers", {"name": "Test Customer", "kind": "person", "phone": "1", "identity_number": "ID-1"})
    check.that(made.status == 200 and made["version"], "a customer is registered", made)
    one = f"/customers/{made['number']}"
    listed = zhao.get(f"/customers?filter.number={made['number']}")["rows"][0]
    check.that(zhao.get(one).json == made.json and listed == made.json, "list, row and answer say the same of him")
    changed = zhao.put(one, {"name": "Test Customer", "phone": "2", "version": made["version"]})
    check.that(changed.status == 200 and changed["phone"] == "2" and changed["version"] != made["version"], "he is changed",
               changed)
    late = zhao.put(one, {"phone": "3", "version": made["version"]})
    check.that(late.code == "version_conflict" and late["details"]["current"]["phone"] == "2",
               "who saw the older version is told the newer one", late)
    check.that(zhao.post("/customers", {"name": "Other", "identity_number": "ID-1"}).code == "duplicate_identity",
               "an identity number stands in the books once")
    check.that(zhao.post("/customers", {"name": ""}).code == "name_missing", "a customer needs a name")
    key = {"Idempotency-Key": new_key()}
    first = zhao.call("POST", "/customers", {"name": "Once"}, headers=key)
    check.that(zhao.call("POST", "/customers", {"name": "Once"}, headers=key).json == first.json, "the same key registers once")
    check.that(zhao.call("POST", "/customers", {"name": "Twice"}, headers=key).code == "idempotency_key_reused",
               "the same key with other content is refused")
    check.that(day.people["wang"].post("/customers", {"name": "X"}).code == "permission_denied", "a cashier registers nobody")
    check.that(tech.post("/meters", {"number": "12ab", "model": "DDSY1352"}).code == "bad_meter_number",
               "a meter number of the wrong form is refused")
    check.that(tech.post("/meters", {"number": "999900000001", "model": "none"}).code == "unknown_meter_model",
               "an unknown meter model is refused")
    check.that(tech.post("/meters", {"number": "999900000001", "model": "DDSY1352"}).status == 200, "a meter is registered")
    check.that(tech.post("/meters", {"number": "999900000001", "model": "DDSY1352"}).code == "already_there",
               "a meter stands in the books once")
    check.that(admin.post("/tills", {"station": "E01", "code": "T9", "name": "Ninth"}).status == 200, "a till is added")
    check.that(miller.post("/codes", {"kind": "reason", "code": "api_test", "name_en": "test", "name_zh": "t",
               "name_ru": "t"}).status == 200, "a code is added")
    check.that(zhao.get("/customers?filter.nothing=1").code == "unknown_column", "an unknown column is told")
    check.that(zhao.get("/customers?sort=nothing").code == "unknown_column", "an unknown sort is told")
    check.that(zhao.get("/customers?cursor=broken").code == "bad_cursor", "a broken cursor is told")
    for name in ("customers accounts service-points meters cards places stations tills codes plans plan-versions sales in-doubt "
                 "shifts approvals statements reconciliation").split():
        answer = zhao.get(f"/{name}?page_size=5")
        check.that(answer.status == 200, f"the list {name}", answer)
    check.that(zhao.get("/customers?format=csv").bytes.startswith(b"\xef\xbb\xbf"), "a list as CSV")
    check.that(zhao.get("/customers?format=xlsx").bytes.startswith(b"PK"), "a list as a workbook")
    pages = zhao.get("/customers?page_size=100")
    second = zhao.get(f"/customers?page_size=100&cursor={pages['next']}")
    check.that(not {r["number"] for r in pages["rows"]} & {r["number"] for r in second["rows"]},
               "a page repeats no row of the one before")
    operators(day)
    imports(day)
    plans(day)
    check.that(all("password" not in row for row in audit.get("/operators")["rows"]), "nobody sees a password")


def operators(day):
    admin = day.people["admin"]
    made = admin.post("/operators", {"name": "temp", "full_name": "Temp", "roles": ["cashier"], "station": "E01"})
    check.that(made.status == 200 and made["one_time_password"] and made["roles"] == ["cashier"], "an operator is hired", made)
    check.that(admin.post("/operators", {"name": "temp", "full_name": "Temp", "roles": ["cashier"]}).code == "operator_exists",
               "a name is given once")
    check.that(admin.post("/operators", {"name": "x", "full_name": "X", "roles": ["king"]}).code == "unknown_role",
               "an unknown role is refused")
    check.that(admin.post("/operators", {"name": "x", "full_name": "X",
               "roles": ["cashier", "administrator"]}).code == "roles_exclude_each_other", "who keeps operators handles no money")
    temp = Client(day.server)
    codes = [temp.sign_in("temp", "wrong").code for _ in range(5)]
    check.that(codes == ["wrong_password"] * 4 + ["locked_out"], "the fifth wrong password locks the name", codes)
    check.that(temp.sign_in("temp", made["one_time_password"]).code == "locked_out",
               "a locked name does not open with the right one")
    reset = admin.post("/operators/temp/reset")
    check.that(temp.sign_in("temp", reset["one_time_password"]).status == 200, "a reset lifts the lock")
    check.that(admin.post("/operators/temp/lock").status == 200 and temp.get("/reader").code == "not_signed_in",
               "who is locked loses his session")
    check.that(admin.post("/operators/admin/lock").code == "last_administrator", "the last administrator stays")
    matrix = admin.get("/roles")
    check.that(len(matrix["permissions"]) > 30, "the matrix of rights is shown")
    of_keys = [role for role in matrix["roles"] if role.startswith("key_") or role == "security_auditor"] + [row["id"] for row in matrix["permissions"] if row["id"] in ("keys_read", "key_ceremony")]
    check.that(not of_keys, "without the roles and rights of the key office, which nobody can have here", of_keys)


def imports(day):
    miller = day.people["miller"]
    good = "number,name\n777000000001,New One\n777000000002,New Two\n"
    bad = "number,name\n777000000001,New One\nabc,Bad\n777000000003,\n"
    csv = {"Content-Type": "text/csv"}
    dry = miller.call("POST", "/import/customers?dry_run=1", raw=good, headers=csv)
    check.that(dry.status == 200 and dry["new"] == 2, "a dry run says what would happen", dry)
    wrong = miller.call("POST", "/import/customers?dry_run=1", raw=bad, headers=csv)
    check.that([(e["row"], e["code"]) for e in wrong["errors"]] == [(3, "bad_customer_number"), (4, "name_missing")],
               "every error has its row", wrong)
    check.that(miller.call("POST", "/import/customers", raw="name,colour\nA,red\n", headers=csv).code in ("column_unknown",
               "column_missing"), "an unknown column is refused")
    check.that(miller.call("POST", "/import/nothing", raw=good, headers=csv).code == "unknown_kind",
               "an unknown table is refused")
    asked = miller.call("POST", "/import/customers", raw=good, headers=csv)
    check.that(asked.status == 202, "an import asks a second person", asked)
    if asked.status == 202:
        number = asked["approval"]["number"]
        check.that(miller.post(f"/approvals/{number}/approve").code == "approval_own", "nobody approves his own request")
        hired = day.people["admin"].post("/operators", {"name": "second", "full_name": "Second Manager", "roles": ["manager"]})
        day.sign_in("second", hired["one_time_password"])
        agreed = day.people["second"].post(f"/approvals/{number}/approve")
        check.that(agreed.status == 200, "a second manager approves it", agreed)
        other = miller.call("POST", f"/import/customers?approval={number}", raw=good + "777000000009,Smuggled\n", headers=csv)
        check.that(other.code == "approval_differs", "the approval is for this file only", other)
        done = miller.call("POST", f"/import/customers?approval={number}", raw=good, headers=csv)
        check.that(done.status == 200 and done["new"] == 2, "then it is done", done)
        check.that(miller.call("POST", "/import/customers?dry_run=1", raw=good, headers=csv)["same"] == 2,
                   "the same file again changes nothing")


def plans(day):
    miller = day.people["miller"]
    plan = miller.get("/plans/cn-beijing")
    check.that(plan.status == 200 and plan["versions"], "a price plan with its versions", plan)
    text = dict(plan["versions"][-1]["text"])
    check.that(miller.post("/plans", {"id": "cn-beijing", "version": {"from": "2031-01-01",
               "energy": "free"}}).code in ("bad_plan", "plan_kind_unknown"), "a plan that could surprise a buyer is refused")
    check.that(miller.post("/plans", {"id": "none", "version": text}).code == "unknown_plan", "an unknown plan is told")
    drafted = miller.post("/plans", {"id": "cn-beijing", "version": {**text, "from": "2031-01-01"}})
    check.that(drafted.status == 200 and drafted["state"] == "draft", "a version is drafted", drafted)
    published = day.approved("miller", "/plans/cn-beijing/versions/2031-01-01/publish", {}, second="second")
    check.that(published.status == 200 and published["approved_by"] == "second", "two people publish it", published)
    check.that(miller.post("/plans", {"id": "cn-beijing", "version": {**text,
               "from": "2031-01-01"}}).code == "plan_version_used", "what is published is never edited")
    fit = miller.get("/plans/cn-beijing/versions/2031-01-01/fit")
    check.that(fit.status == 200 and fit["stopped"] == [] and fit["behind"] == [], "whom a version would stop can be asked for", fit)
    told = miller.post("/plans/cn-beijing/versions/2031-01-01/publish", {"stops": 3})
    check.that(told.code == "plan_version_used", "and it is published once", told)
    withdrawn = day.approved("miller", "/plans/cn-beijing/versions/2031-01-01/withdraw", {}, second="second")
    check.that(withdrawn.status == 200 and withdrawn["state"] == "withdrawn" and withdrawn["withdrawal_approved_by"] == "second",
               "two people withdraw what does not count yet", withdrawn)
    check.that(miller.post("/plans/cn-beijing/versions/2031-01-01/withdraw", {}).code == "plan_version_draft", "once")
    first = plan["versions"][0]["from"]
    check.that(miller.post(f"/plans/cn-beijing/versions/{first}/withdraw", {}).code == "plan_version_used",
               "what counts is not withdrawn")


def opening(day):
    """A blank card, a prepared account, the first sale, the meter."""
    wang = day.people["wang"]
    check.that(wang.post("/shifts", {"opening_float": "1.005"}).code in ("over_precise", "bad_amount"),
               "a float of half a cent is refused")
    large = wang.post("/shifts", {"opening_float": "20000.00"})
    check.that((large.code, large["details"]) == ("confirmation_needed", {"codes": "large_float", "amount": "20000.00", "limit": "1000.00"}), "a float with two noughts too many is asked for again", large)
    check.that(wang.post("/shifts", {"opening_float": "200.00"}).status == 200, "a shift is opened")
    check.that(wang.post("/shifts", {"opening_float": "1.00"}).code in ("shift_open", "own_shift_open"),
               "a till has one open shift")
    wang.post("/bench/clock", {"speed": 60})
    bench = wang.get("/bench")
    day.meter = bench["meters"][0]["number"]
    draft = wang.get(f"/accounts?filter.meter={day.meter}")["rows"][0]
    day.account, day.card = draft["number"], bench["cards"][0]["id"]
    check.that(draft["state"] == "draft", "the sample account waits for its first sale", draft)
    body = {"draft": day.account, "customer": {"number": draft["customer"]}, "service_point": {"code": draft["service_point"]},
        "meter": day.meter, "plan": draft["plan"],
            "usage_class": draft["usage_class"], "first_sale": {"pay": "100.00", "tender": "cash",
                "received": "100.00"}, "client_key": new_key()}
    price = wang.post("/quotes/opening", body)
    check.that(price.status == 200, "the first sale is priced", price)
    check.that(wang.post("/accounts/open", body).code == "no_card", "without a card nothing is opened")
    seen = day.on_reader(day.card)
    check.that(seen["state"] == "unknown_card" and seen["reason_code"] == "blank_card", "the blank card is seen", seen)
    opened = wang.post("/accounts/open", {**body, "card_session": seen["session"]})
    if not check.that(opened.status == 200 and opened["outcome"] == "done", "the account is open and the card is written",
        opened):
        raise RuntimeError("nothing else can be tried without an open account")
    again = wang.post("/accounts/open", {**body, "card_session": seen["session"]})
    check.that(again["sale"]["number"] == opened["sale"]["number"], "the same key gives the same sale")
    day.first_sale = opened["sale"]["number"]
    day.at_meter(day.card, day.meter)
    back = day.on_reader(day.card)
    check.that(back["state"] == "recognised" and back["statement"]["fresh"], "the card brings the meter's statement home", back)
    check.that(wang.get(f"/sales/{day.first_sale}")["state"] == "applied", "the first sale is applied")


def beside(day):
    """The same card, looked at by another program at the same reader."""
    wang = day.people["wang"]
    seen = day.on_reader(day.card)
    ours = ("--county", "13092500")
    shown = day.server.beside("card", "show", "--json", *ours)
    if check.that(shown.returncode == 0, "kwota card show reads the card of the bench", shown.stderr):
        facts = json.loads(shown.stdout)
        check.that(facts["standing"] == "ours" and facts["product"] == seen["product"], "it names what lies there", facts)
        check.that(facts["serial"] == seen["serial"], "and whose it is", facts)
        check.that(any(day.meter in str(value) for value in facts.values()), "and its meter", facts)
    text = day.server.beside("card", "show", *ours)
    check.that(text.returncode == 0 and seen["serial"] in text.stdout, "it says so to people too", text.stdout)
    traced = day.server.beside("card", "trace", *ours)
    check.that(traced.returncode == 0 and "SELECT application" in traced.stdout, "kwota card trace names every command",
               traced.stdout)
    check.that(traced.stdout.rstrip().endswith("ours"), "and ends with what the card is", traced.stdout)
    elsewhere = day.server.beside("card", "show", "--county", "11010100")
    check.that("other_county" in elsewhere.stdout, "in another county it is a stranger", elsewhere.stdout)
    day.move(day.card, "wallet")
    none = day.server.beside("card", "show")
    check.that(none.returncode != 0 and none.stderr, "without a card it says so", none.stderr)
    still = day.on_reader(day.card)
    check.that(still["state"] == seen["state"] and still["purse"] == seen["purse"], "nothing was changed on the card", still)
    check.that(wang.get("/reader").status == 200, "the counter goes on")


def without_card(day):
    """Sold while the card is at home: booked now, written where it is put down next."""
    wang = day.people["wang"]
    day.move(day.card, "wallet")
    large = day.quote("1500.00")
    asked = [each["code"] for each in large["confirm"]]
    body = {"quote": large["id"], "client_key": new_key(), "carrier": "later", "confirmed": [code for code in asked if code != "large_sale"]}
    unasked = wang.post("/sales", body)
    check.that("large_sale" in asked and unasked.code == "confirmation_needed" and unasked["details"]["codes"] == "large_sale",
               "what is unusual, a large sale, is not sold before somebody said yes to it", (asked, unasked))
    check.that(wang.get(f"/sales/by-key/{body['client_key']}").code == "not_found", "nothing was booked")
    body = {"quote": day.quote("15.00")["id"], "client_key": new_key(), "carrier": "later", "confirmed": YES}
    sold = wang.post("/sales", body)
    check.that(sold.status == 200 and sold["sale"]["state"] == "booked", "it is booked without a card", sold)
    number = sold["sale"]["number"]
    check.that(wang.post("/sales", body)["sale"]["number"] == number, "the same key is the same sale")
    second = wang.post("/sales", {"quote": day.quote("16.00")["id"], "client_key": new_key(), "carrier": "later", "confirmed": YES, "on_pending": "sum"})
    waits_for_card = any(word in second["detail"] for word in ("waits for the customer's card", "在等待用户的卡", "ждёт карту абонента"))
    check.that(second.code == "sale_in_flight" and second["details"]["sale"] == number and waits_for_card, "another one is refused, and told that this one waits for the card", second)
    seen = day.on_reader(day.card)
    check.that(seen["in_doubt"]["sale"] == number and seen["in_doubt"]["outcome"] == "carried_again",
               "the card is written when it lies there", seen)
    check.that(wang.get(f"/sales/{number}")["state"] == "carried", "and the sale is carried")
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    check.that(wang.get(f"/sales/{number}")["state"] == "applied", "the meter takes it")
    look = day.people["zhao"].get("/reconciliation?sort=-sold")
    sums = [float(row["sold"]) for row in look["rows"]]
    check.that(sums and sums == sorted(sums, reverse=True), "reconciliation, what was sold most first", look)
    check.that(day.people["zhao"].get("/reconciliation?sort=colour").code == "unknown_column", "an unknown column is told")


def refusals(day):
    """What a quote and a sale refuse."""
    wang = day.people["wang"]
    for pay, codes in (("0", "bad_amount below_minimum"), ("-5", "bad_amount"), ("ten", "bad_amount"),
        ("1.001", "over_precise bad_amount"), ("0.01", "below_minimum short"), ("9999999", "above_maximum hoarding")):
        answer = day.quote(pay)
        check.that(answer.status == 422 or answer.status == 409 and answer.code in codes,
                   f"a payment of {pay} is refused: {answer.code}", answer)
        check.that(answer.code in codes.split(), f"  and the reason is one of {codes}", answer.code)
    check.that(wang.post("/quotes", {"account": day.account, "pay": "10", "currency": "EUR"}).code == "currency_mismatch",
               "another currency is refused")
    check.that(wang.post("/quotes", {"account": 999999, "pay": "10"}).code == "unknown_account", "an unknown account is told")
    check.that(day.sell("not-a-quote").code == "quote_unknown", "an unknown quote is refused")
    check.that(wang.post("/sales", {"quote": day.quote("10.00")["id"]}).code == "field_missing",
               "a sale without a key is refused")
    check.that(day.sell(day.quote("10.00")["id"], who="zhao", carrier="later").code == "no_open_shift", "without a shift nothing is sold")
    check.that(day.sell(day.quote("10.00")["id"], card_session="other").code in ("card_changed", "no_card"),
               "another card than the one that was seen is refused")
    check.that(wang.get(f"/sales/by-key/{new_key()}").code == "not_found", "a key that booked nothing says so")
    check.that(wang.get("/receipts/R9-0").code == "not_found", "an unknown receipt is told")
    check.that(wang.post("/cards/0000000000000000/block", {"reason": "x"}).code == "permission_denied",
               "a cashier blocks nothing")


def selling(day):
    """A sale, its proof, its receipt, the unread card."""
    wang, key = day.people["wang"], new_key()
    quote = day.quote("50.00")
    check.that(quote.status == 200, "a sale is priced", quote)
    sold = day.sell(quote["id"], key=key)
    if not check.that(sold.status == 200 and sold["outcome"] == "done" and all(sold["steps"].values()),
        "booked, sealed, written", sold):
        return
    number = sold["sale"]["number"]
    by_key = wang.get(f"/sales/by-key/{key}")["sale"]["number"]
    check.that(day.sell(quote["id"], key=key)["sale"]["number"] == number and by_key == number,
               "the same key gives the same sale")
    check.that(day.sell(quote["id"], key=key, received="60.00").code == "idempotency_key_reused",
               "the same key with another amount is refused")
    check.that(day.sell(day.quote("20.00").json.get("id", ""), on_pending="refuse").code in ("pending_sale", "quote_unknown"),
               "an unread sale is not overtaken")
    one = wang.get(f"/sales/{number}")
    check.that(one["timeline"][0]["what"] == "booked" and one["signature"]["signature"],
               "a sale shows its way and its signature", one)
    receipts(day, number)
    taken = day.approved("wang", f"/sales/{number}/take-back", {"reason": "wrong customer", "client_key": new_key()})
    check.that(taken.status == 200 and taken["sale"]["kind"] == "take_back", "an unread sale is taken back", taken)
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    check.that(wang.get(f"/sales/{number}")["state"] == "taken_back", "the meter's word settles it", wang.get(f"/sales/{number}"))
    balance = wang.get(f"/accounts/{day.account}")["balance"]
    check.that(balance == "50.00", "what he paid is owed to him", balance)
    paid = day.approved("wang", f"/accounts/{day.account}/pay-out", {"amount": "50.00", "client_key": new_key()})
    check.that(paid.status == 200 and paid["sale"]["kind"] == "refund", "and is paid out", paid)


def receipts(day, number):
    wang = day.people["wang"]
    for language in ("zh", "en", "ru"):
        for width in ("32", "48"):
            text = wang.get(f"/receipts/{number}?format=text&width={width}&lang={language}")
            check.that(text.status == 200 and number in text.bytes.decode(), f"a receipt of {width} columns in {language}", text)
        check.that(wang.get(f"/receipts/{number}?format=pdf&lang={language}").bytes.startswith(b"%PDF"),
                   f"a receipt as PDF in {language}")
    check.that(wang.get(f"/receipts/{number}")["qr"].startswith("kwota-sample:1:" + number), "the QR code carries the proof")
    first, second = (wang.post(f"/receipts/{number}/print", {"way": "browser"}) for _ in range(2))
    check.that(first["first"] and second["print"] == 1, "the first print is one thing, a reprint another", second)


def replacing(day):
    """Lost card, new card; blocked card; tool card."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    spare = next(c["id"] for c in wang.get("/bench")["cards"] if c["place"] == "wallet" and c["id"] != day.card)
    day.move(day.card, "wallet")
    day.on_reader(spare)
    replaced = wang.post(f"/accounts/{day.account}/replace-card", {"reason": "lost", "tender": "cash", "client_key": new_key()})
    check.that(replaced.status == 200 and replaced["outcome"] == "done", "a lost card is replaced", replaced)
    day.move(spare, "wallet")
    old = day.on_reader(day.card)
    check.that(old["state"] == "blocked_card", "the lost card is known as lost", old)
    day.move(day.card, "wallet")
    day.card = spare
    serial = day.on_reader(spare)["serial"]
    check.that(zhao.post(f"/cards/{serial}/block", {"reason": "test"}).status == 200, "a card is blocked")
    check.that(day.sell(day.quote("10.00")["id"]).code == "blocked_card", "nothing is sold onto a blocked card")
    lifted = day.approved("zhao", f"/cards/{serial}/unblock", {"reason": "test"}, second="miller")
    check.that(lifted.status == 200, "two people lift the block", lifted)
    day.people["tech"].put("/session/till", {"station": "E01", "till": "T1"})
    asked = day.people["tech"].post("/cards/issue", {"kind": "clear", "meter": day.meter, "reason": "test", "card_session": ""})
    check.that(asked.code == "card_not_blank", "a customer's card becomes no tool card", asked)


def holder_pin(day):
    """The holder changes the PIN of his card, types it wrong, gets a new one."""
    wang, tech = day.people["wang"], day.people["tech"]
    card = wang.get("/reader")["card"]
    path = f"/cards/{card['serial']}/pin"
    # The first PIN is on no paper: the last six digits of the account.
    first, chosen = f"{int(day.account) % 1_000_000:06}", "471108"

    def change(old, new, where=path, who=wang):
        return who.post(where, {"card_session": wang.get("/reader")["card"]["session"], "old": old, "new": new})

    check.that(change(first, chosen, who=tech).code == "permission_denied", "a technician has no hand in a holder's PIN")
    check.that(change(first, "12").code == "bad_pin" and change("", chosen).code in ("field_missing", "bad_pin"), "what is no PIN is refused")
    check.that(change(first, chosen, where="/cards/0000000000000001/pin").code == "card_changed", "another card than the one that lies there is refused")
    done = change(first, chosen)
    check.that(done.status == 200 and done["pin"] == "changed", "the holder changes his PIN", done)
    wrong = change("999999", "111111")
    check.that(wrong.code == "card_pin_wrong" and wrong["details"]["tries"] == "2", "a wrong one leaves two tries", wrong)
    codes = [change("999999", "111111").code for _ in range(2)] + [change(chosen, "111111").code]
    check.that(codes == ["card_pin_wrong", "card_pin_locked", "card_pin_locked"], "the third locks it", codes)
    fresh = wang.post(path + "/reset", {"card_session": wang.get("/reader")["card"]["session"], "new": "280614"})
    check.that(fresh.status == 200 and fresh["pin"] == "set", "a new one is set at the counter", fresh)
    check.that(change("280614", chosen).status == 200, "and is the holder's")
    check.that(wang.get("/reader")["card"]["state"] == card["state"], "the card is as it was", wang.get("/reader")["card"])
    audit = day.people["audit"].get("/audit?page_size=50")["rows"]
    check.that(sum(row["object"] == f"pin/{card['serial']}" for row in audit) >= 3 and chosen not in json.dumps(audit), "the audit trail says that it was done, never the PIN", audit[:3])


def two_tills(day):
    """Both tills sell for the same meter in the same moment: one sale."""
    day.people["zhao"].post("/shifts", {"opening_float": "0.00"})
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    first, second = day.quote("30.00")["id"], day.quote("40.00", who="zhao")["id"]
    with concurrent.futures.ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda ask: day.sell(ask[0], who=ask[1]), [(first, "wang"), (second, "zhao")]))
    check.that(sorted(a.status for a in answers) == [200, 409], "one of two sales to one meter is done, the other is refused",
               [str(a) for a in answers])


def limits(day):
    """More tries than a person makes."""
    day.people["wang"].post("/bench/clock", {"speed": 1})
    stranger = Client(day.server)
    answers = [stranger.sign_in(f"nobody {i}", "x") for i in range(21)]
    check.that(answers[-1].code == "rate_limited" and "retry-after" in answers[-1].headers, "too many tries have to wait",
               answers[-1])
    day.people["wang"].post("/bench/clock", {"speed": 60})


def killed(day):
    """The process is killed while it sells; nothing is sold twice, nothing is lost."""
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    wang, key, quote = day.people["wang"], new_key(), day.quote("25.00")["id"]

    def ask():
        try:
            day.sell(quote, key=key)
        except OSError:
            pass  # the answer that the client loses

    asking = threading.Thread(target=ask)
    asking.start()
    wang.poll(f"/sales/by-key/{key}", lambda a: a.status == 200, "the booking")
    day.server.kill()
    asking.join()
    day.server.start()
    day.again("wang", "zhao", "audit")
    wang = day.people["wang"]
    number = wang.get(f"/sales/by-key/{key}")["sale"]["number"]
    day.move(day.card, "wallet")
    seen = day.on_reader(day.card)
    check.that(seen["state"] in ("unread_on_card", "recognised"), "after the restart the card is looked at again", seen)
    again = day.sell(quote, key=key)
    check.that(again.status == 200 and again["sale"]["number"] == number, "the same key gives the same sale", again)
    settled = wang.post(f"/sales/{number}/settle")
    check.that(settled["outcome"] == "done", "the card says that it has the credit", settled)
    rows = wang.get(f"/sales?filter.account={day.account}&sort=-time")["rows"]
    same = [row for row in rows if row["number"] == number or row["tendered"] == "25.00"]
    check.that(len(same) == 1, "it was sold once", same)
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


def evening(day):
    """Closing, proofs, copies."""
    wang, audit = day.people["wang"], day.people["audit"]
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    rows = day.people["zhao"].get(f"/reconciliation?meter={day.meter}")["rows"]
    check.that(len(rows) == 1 and rows[0]["gap"] == "0.00" and rows[0]["reason"] == "", "sold and credited add up", rows)
    check.that("expected" not in (wang.get("/shifts/current")["shift"] or {}), "the expected cash is not told before the count")
    counted = wang.post("/shifts/current/close", {"counted": "0.00"})
    check.that(counted["needs"] == "recount" and "expected" not in counted.json and "difference" not in counted["shift"],
               "a count that does not agree is written down, and nobody is told by how much", counted)
    check.that(wang.post("/shifts/current/close", {"counted": "0.01"})["needs"] == "reason", "the recount stands")
    check.that(wang.post("/shifts/current/close", {"counted": "0.02"}).code == "count_stands", "nobody tries a third figure")
    closed = wang.post("/shifts/current/close", {"counted": "0.01", "reason": "test",
        "accepted_by": {"name": "zhao", "password": PASSWORD}})
    check.that(closed.status == 200, "the shift is closed", closed)
    slip = closed["slip_url"].removeprefix("/api/v1")
    for form, begins in (("text", b""), ("pdf", b"%PDF"), ("json", b"{")):
        check.that(wang.get(f"{slip}?format={form}").bytes.startswith(begins), f"the closing slip as {form}")
    check.that(audit.get("/entries?page_size=5")["totals"]["amount"] == "0.00",
               "debit and credit of the whole ledger add up to nothing")
    check.that(audit.get("/audit?page_size=5")["total"] > 20, "everything was written down")
    admin = Client(day.server)
    admin.sign_in("admin", PASSWORD)
    saved = admin.post("/backup")
    check.that(saved.status == 200 and saved["verified"], "the books are copied and the copy is proven", saved)
    check.that([row["file"] for row in admin.get("/backups")["rows"]] == [saved["file"]], "the copy is in the list")
    check.that(admin.call("DELETE", "/session").status == 200 and admin.get("/backups").code == "not_signed_in",
               "signing out ends the session")


if __name__ == "__main__":
    sys.exit(walk(check, Day, (
        doors, office, opening, beside, without_card, refusals, selling, replacing, holder_pin, two_tills, limits, killed, evening,
    )))
