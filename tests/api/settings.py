#!/usr/bin/env python3
"""The utility's settings from outside: who may look and who may change, two people for each change, what counts when a sale is booked, what is withdrawn, and
that somebody who writes past all of that is found out. Every answer is held against openapi.json. One line per check."""
import concurrent.futures
import json
import pathlib
import sqlite3
import subprocess
import sys

from house import KWOTA, PASSWORD, walk, proposed
from run import Day, check, doors, opening

LANGUAGES = ("en", "zh", "ru")
CASH_FEE = {"name": "card_fee", "reason": "cards became dearer"}


def setting(day, name, who="miller"):
    return day.people[who].get(f"/settings/{name}")


def changed(day, body, **more):
    return day.approved("miller", "/settings", {"reason": "board of 12 May", **body}, second="petrov", **more)


def installation(day):
    """Before the first shift is opened the administrator works alone."""
    admin = day.people["admin"]
    alone = admin.post("/settings", {**CASH_FEE, "value": "11.00"})
    check.that(alone.status == 200 and alone["why_alone"] == "installation" and alone["before"] == "10.00", "he sets a fee, and the row says that he was alone", alone)
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")
    day.sign_in("li", day.server.demo_password("li"), station="E02", till="T1")


def declared(day):
    """What there is to be set is declared by the server, and has its words."""
    rows = day.people["miller"].get("/settings")["settings"]
    check.that(len(rows) >= 12 and next(r for r in rows if r["name"] == "hoarding_limit")["value"] == "5000.00", "every setting with what counts", [r["name"] for r in rows])
    for language in LANGUAGES:
        words = json.loads((pathlib.Path(__file__).parent.parent.parent / "lang" / f"{language}.json").read_text())
        wanted = {f"setting.name.{r['name']}" for r in rows} | {f"setting.zero.{r['zero']}" for r in rows} | {f"setting.{r['kind']}" for r in rows if r["kind"] != "money"}
        check.that(not wanted - set(words), f"{language}: each has its words", wanted - set(words))
    fee = setting(day, "card_fee")
    check.that(fee["value"] == "11.00" and fee["usual"] == "10.00" and fee["scopes"] == ["utility"] and len(fee["history"]) == 1, "one setting with its history", fee)
    check.that(setting(day, "card_colour").code == "unknown_setting", "an unknown setting is told")


def rights(day):
    """Every role, at both doors."""
    may = {name: (client.get("/settings").code or "yes", client.post("/settings", {**CASH_FEE, "value": "12.00"}).code or "asked")
           for name, client in day.people.items() if name not in ("li",)}
    no = "permission_denied"
    check.that(may == {"admin": ("yes", "asked"), "wang": (no, no), "zhao": ("yes", no), "miller": ("yes", "asked"), "petrov": ("yes", "asked"), "tech": (no, no),
                       "audit": ("yes", no)}, "cashiers and technicians see none, managers and administrators ask", may)
    check.that(day.people["li"].get("/settings").code == no, "nor does the cashier of the other station")
    session = day.people["wang"].get("/session")
    check.that(session["utility"]["card_fee"] == "11.00", "what a cashier needs of them his session says")
    usual = {name: setting(day, name)["value"] for name in ("lock_minutes", "counter_lock_minutes")}
    check.that(session["lock_minutes"] == {"office": int(usual["lock_minutes"]), "counter": int(usual["counter_lock_minutes"])}, "and after how long his screen asks for the password", session["lock_minutes"])


def two_people(day):
    """Nobody changes a limit alone."""
    miller, petrov, zhao = (day.people[name] for name in ("miller", "petrov", "zhao"))
    body = {"name": "hoarding_limit", "value": "6000.00", "reason": "board of 12 May"}
    asked = miller.post("/settings", body)
    number = asked["approval"]["number"]
    check.that(asked.status == 202 and (proposed(asked)[1]["value"], proposed(asked)[1]["value_before"]) == ("6000.00", "5000.00"), "a second person is asked, and reads before and after", asked)
    check.that(miller.post(f"/approvals/{number}/approve").code == "approval_own", "the first one approves nothing of his own")
    himself = miller.post(f"/approvals/{number}/approve", {"name": "miller", "password": PASSWORD})
    check.that(himself.code == "approval_own", "nor with his password in the dialog", himself)
    check.that(zhao.post(f"/approvals/{number}/approve").code == "permission_denied", "nor a supervisor")
    check.that(miller.post("/settings", {**body, "approval": number}).code == "approval_pending", "before somebody has approved nothing counts")
    check.that(petrov.post(f"/approvals/{number}/approve").status == 200, "the other manager approves")
    check.that(miller.post("/settings", {**body, "value": "60000.00", "approval": number}).code == "approval_differs", "but no other value")
    check.that(petrov.post("/settings", {**body, "approval": number}).code == "approval_own", "nor is it carried out by who approved it")
    done = miller.post("/settings", {**body, "approval": number})
    check.that(done.status == 200 and done["state"] == "in_force" and (done["asked_by"], done["approved_by"]) == ("miller", "petrov"), "it counts at once", done)
    check.that(miller.post("/settings", {**body, "approval": number}).code == "setting_same", "the same again changes nothing")


def codes_by_two(day):
    """What stands on every slip, and as what somebody may owe, wait for a second person; other code tables one person keeps."""
    miller, petrov, admin, tech = (day.people[name] for name in ("miller", "petrov", "admin", "tech"))
    foot = {"kind": "slip_text", "code": "foot", "name_en": "Ring 4711", "name_zh": "电话 4711", "name_ru": "Тел. 4711", "value": "", "active": True}
    kind = {"kind": "debt_kind", "code": "fence", "name_en": "Fence", "name_zh": "围栏", "name_ru": "Забор", "value": "", "active": True}
    may = {name: (client.post("/codes", foot).code or "asked", client.post("/codes", kind).code or "asked") for name, client in day.people.items() if name != "li"}
    no = "permission_denied"
    check.that(may == {"admin": (no, no), "wang": (no, no), "zhao": (no, no), "miller": ("asked", "asked"), "petrov": ("asked", "asked"), "tech": (no, no), "audit": (no, no)}, "managers ask, nobody else", may)
    reason = tech.post("/codes", {"kind": "reason", "code": "frost", "name_en": "Frost", "active": True})
    check.that(reason.status == 200, "a technician adds a reason alone: that names something, and moves nothing", reason)
    asked = miller.post("/codes", foot)
    number = asked["approval"]["number"]
    texts = [part["value"] for part in asked["approval"]["content"]["parts"]]
    check.that(asked.status == 202 and {"Ring 4711", "电话 4711", "Тел. 4711"} <= set(texts), "the second person reads it in all languages", texts)
    check.that(miller.get("/codes/slip_text/foot").code == "not_found", "nothing is printed before")
    check.that(miller.post(f"/approvals/{number}/approve").code == "approval_own" and tech.post(f"/approvals/{number}/approve").code == no, "neither himself nor a technician agrees")
    check.that(admin.post(f"/approvals/{number}/approve").status == 200, "an administrator does, as to a setting")
    check.that(miller.post("/codes", {**foot, "name_en": "Pay twice", "approval": number}).code == "approval_differs", "to this text alone")
    check.that(miller.post("/codes", {**foot, "approval": number}).status == 200 and miller.get("/codes/slip_text/foot")["name_en"] == "Ring 4711", "then it is there")
    check.that(miller.post("/codes", {**foot, "approval": number}).code == "already_there", "once")
    # Two browsers: both read one version, both ask; the second is told before anybody is bothered.
    seen = miller.get("/codes/slip_text/foot")
    first = {**foot, "name_en": "Ring 4712", "version": seen["version"]}
    done = day.put_by_two("miller", "/codes/slip_text/foot", first, second="petrov")
    check.that(done.status == 200 and done["name_en"] == "Ring 4712", "one manager changes it", done)
    late = petrov.put("/codes/slip_text/foot", {**foot, "name_en": "Ring 4713", "version": seen["version"]})
    check.that(late.code == "version_conflict" and late["details"]["current"]["name_en"] == "Ring 4712", "the other one is shown what stands there", late)
    check.that(miller.put("/codes/slip_text/foot", {**foot, "name_en": "Ring 4712", "version": done["version"]}).status == 200, "what it says already asks nobody")
    again = miller.put("/codes/slip_text/foot", {**foot, "name_en": "Ring 4712", "active": False, "version": done["version"]})
    check.that(again.status == 202, "out of use by two as well", again)
    check.that(miller.post(f"/approvals/{again['approval']['number']}/withdraw").status == 200, "and what was asked is withdrawn")


def two_at_once(day):
    """Two managers change one setting at the same moment: one of them is told what the other has made of it."""
    miller, petrov = day.people["miller"], day.people["petrov"]
    body = {"name": "over_short_limit", "reason": "board of 12 May"}
    asked = {who: client.post("/settings", {**body, "value": value}) for who, client, value in (("miller", miller, "7.00"), ("petrov", petrov, "7.50"))}
    numbers = {who: answer["approval"]["number"] for who, answer in asked.items()}
    check.that(petrov.post(f"/approvals/{numbers['miller']}/approve").status == miller.post(f"/approvals/{numbers['petrov']}/approve").status == 200, "each agrees to the other's, who does not look")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = [pool.submit(client.post, "/settings", {**body, "value": value, "approval": numbers[who]}) for who, client, value in (("miller", miller, "7.00"), ("petrov", petrov, "7.50"))]
        answers = [one.result() for one in done]
    first = next((answer for answer in answers if answer.status == 200), None)
    late = next((answer for answer in answers if answer.code == "setting_changed_meanwhile"), None)
    check.that(first and late and late["details"]["value"] == first["value"] == setting(day, "over_short_limit")["value"], "one counts, and the other is told which", [str(answer) for answer in answers])
    check.that(changed(day, {"name": "over_short_limit", "value": "8.00"}).status == 200, "whoever has looked asks again")


def bad_requests(day):
    """What cannot be."""
    miller = day.people["miller"]
    for body, code in (({"value": "1000.01"}, "setting_bounds"), ({"value": "-1"}, "setting_bounds"), ({"value": "much"}, "setting_value"), ({"value": ""}, "setting_value"),
                       ({"value": "1.005"}, "setting_value"), ({"value": "12", "from": "2020-01-01"}, "setting_past"), ({"value": "12", "from": "2026-02-30"}, "bad_date"),
                       ({"value": "12", "from": "soon"}, "bad_date"), ({"value": "12", "reason": ""}, "reason_missing"), ({"name": "card_colour", "value": "12"}, "unknown_setting"),
                       ({"value": "12", "scope": "account", "of": day.account}, "setting_scope"), ({"value": "12", "scope": "village", "of": "V"}, "setting_scope"),
                       ({"name": "hoarding_limit", "value": "12", "scope": "account", "of": "999999"}, "unknown_account"),
                       ({"name": "hoarding_limit", "value": "12", "scope": "usage_class", "of": "none"}, "unknown_usage_class"),
                       ({"value": "12", "colour": "red"}, "field_unknown"), ({"value": 12}, None)):
        answer = miller.post("/settings", {**CASH_FEE, **{name: str(text) if name == "of" else text for name, text in body.items()}})
        check.that(answer.code == code if code else answer.status in (400, 422), f"{body} is refused: {answer.code}", answer)
    check.that(miller.post("/settings/999999/withdraw", {"reason": "x"}).code == "not_found", "a change that is none is not withdrawn")


def open_quote(day):
    """A limit changes while a quote is on the screen: what is in force when the sale is booked counts."""
    seen = day.on_reader(day.card)
    quote = day.quote("300.00")
    check.that(quote.status == 200, "a quote is shown", quote)
    account = {"name": "hoarding_limit", "scope": "account", "of": str(day.account)}
    check.that(changed(day, {**account, "value": "350.00"}).status == 200, "then the limit of this account is lowered")
    refused = day.sell(quote["id"], card_session=seen["session"], on_pending="sum")
    check.that(refused.code == "hoarding" and refused["details"]["limit"] == "350.00", "the sale is refused by the new limit", refused)
    check.that(day.quote("300.00").code == "hoarding", "and so is another quote")
    check.that(changed(day, {**account, "value": ""})["value"] is None, "the account follows its class and the utility again")
    sold = day.sell(quote["id"], card_session=seen["session"], on_pending="sum")
    check.that(sold.status == 200, "the quote of before is sold", sold)
    check.that(not setting(day, "hoarding_limit")["narrower"], "no exception is left")


def coming(day):
    """A change waits for its day, and is withdrawn by two before it has come."""
    miller = day.people["miller"]
    later = changed(day, {"name": "large_sale", "value": "800.00", "from": "2199-01-01 08:00"})
    check.that(later.status == 200 and later["state"] == "coming" and later["in_force"].startswith("2199-01-01T00:00"), "from a morning on, by the utility's clock", later)
    row = setting(day, "large_sale")
    check.that(row["value"] == "1000.00" and [one["value"] for one in row["coming"]] == ["800.00"], "until then the former value counts", row)
    path = f"/settings/{later['number']}/withdraw"
    check.that(miller.post(path, {"reason": ""}).code == "reason_missing", "a withdrawal says why")
    check.that(day.people["zhao"].post(path, {"reason": "no"}).code == "permission_denied", "a supervisor withdraws nothing")
    gone = day.approved("miller", path, {"reason": "the board thought again"}, second="petrov")
    check.that(gone.status == 200 and gone["state"] == "withdrawn" and gone["withdrawal_approved_by"] == "petrov", "two people withdraw it", gone)
    check.that(miller.post(path, {"reason": "again"}).code == "setting_withdrawn", "once")
    check.that(not setting(day, "large_sale")["coming"], "nothing is coming any more")
    now = changed(day, {"name": "large_sale", "value": "900.00"})
    check.that(miller.post(f"/settings/{now['number']}/withdraw", {"reason": "no"}).code == "setting_counts", "what counts is not withdrawn")
    steps = setting(day, "large_sale")["history"]
    check.that([(one["before"], one["value"], one["state"]) for one in steps] == [("1000.00", "900.00", "in_force"), ("1000.00", "800.00", "withdrawn")], "the history keeps both", steps)


def first_of_next_month(day):
    today = day.people["miller"].get("/reports")["today"]
    year, month = int(today[:4]), int(today[5:7])
    return f"{year + month // 12}-{month % 12 + 1:02}-01"


def its_day_comes(day):
    """The day of a change comes: it counts, and nobody has to do anything."""
    first = first_of_next_month(day)
    check.that(changed(day, {"name": "card_fee", "value": "13.00", "from": first}).status == 200, f"a fee from {first} on")
    check.that(setting(day, "card_fee")["value"] == "11.00", "today the former one counts")
    day.people["wang"].post("/bench/clock", {"advance_s": 33 * 86_400})
    day.again("wang", "miller")
    check.that(setting(day, "card_fee")["value"] == "13.00", "from then on the new one")
    check.that(day.people["wang"].get("/session")["utility"]["card_fee"] == "13.00", "also for the cashier")


def by_hand(day):
    """Somebody raises a limit in the file: verify names the row."""
    day.server.stop()
    books = sqlite3.connect(day.server.folder / "data/books.db")
    books.execute("UPDATE setting SET value=99999900 WHERE name='hoarding_limit' AND scope='utility'")
    books.commit()
    books.close()
    found = subprocess.run([KWOTA, "verify", "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=120)
    check.that(found.returncode != 0 and "setting" in found.stdout + found.stderr, "a limit that nobody agreed to is found", (found.returncode, found.stdout[-400:], found.stderr[-400:]))


if __name__ == "__main__":
    sys.exit(walk(check, Day, [doors, installation, declared, opening, rights, two_people, codes_by_two, two_at_once, bad_requests, open_quote, coming, its_day_comes, by_hand]))
