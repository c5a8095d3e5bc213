#!/usr/bin/env python3
"""Debts by name from outside: who may raise, pause and write off, and never alone; what a sale recovers and what the slip says of it; a sale that is taken back gives
back what it recovered; a plan, a pause, money for debts alone; the list, the report, and somebody who writes into the file. One line per check."""
import pathlib
import sqlite3
import subprocess
import sys

from house import KWOTA, YES, new_key, walk
from run import Day, check, doors, opening

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import reports as reference  # noqa: E402

ZONE_S = 8 * 3600


def raised(day, **more):
    body = {"account": day.account, "kind": "arrears", "document": "bill 77", "amount": "50.00", "rule": "percent", "value": "20", **more}
    return day.approved("zhao", "/debts", body, second="miller")


def debt(day, number):
    return day.people["zhao"].get(f"/debts/{number}")


def written(day):
    day.at_meter(day.card, day.meter)
    return day.on_reader(day.card)


def rights(day):
    """Who sees, who asks, and that nobody does it alone."""
    body = {"account": day.account, "kind": "arrears", "document": "bill 77", "amount": "50.00", "rule": "percent", "value": "20"}
    may = {name: client.post("/debts", body).code or "asked" for name, client in day.people.items()}
    check.that({name for name, answer in may.items() if answer != "permission_denied"} == {"zhao", "miller"}, "supervisors and managers ask", may)
    check.that(day.people["wang"].get("/debts").status == 200 and day.people["wang"].get("/debts/999999").code == "not_found", "cashiers look")
    check.that(not day.people["wang"].get("/debts")["rows"], "asked is not raised")


def refused(day):
    """What cannot be is refused by name, and nothing is raised."""
    zhao = day.people["zhao"]
    good = {"account": day.account, "kind": "arrears", "document": "bill 77", "amount": "50.00", "rule": "percent", "value": "20"}
    for more, code in (({"account": 999999}, "unknown_account"), ({"kind": "none"}, "unknown_debt_kind"), ({"document": ""}, "document_missing"), ({"amount": "0.00"}, "bad_amount"),
                       ({"amount": "-5.00"}, "bad_amount"), ({"amount": "1.005"}, "over_precise"), ({"since": "2199-01-01"}, "debt_since_future"), ({"since": "soon"}, "bad_date"), ({"since": "1800-01-01"}, "debt_day_too_old"),
                       ({"since": "1990-01-01", "interest": "6", "interest_from": "1990-01-01"}, "interest_too_long"), ({"rule": "monthly", "from": "0001-01-01"}, "debt_day_too_old"),
                       ({"value": "101"}, "bad_recovery"), ({"value": ""}, "bad_recovery"), ({"rule": "first"}, "bad_recovery"), ({"rule": "first", "value": "", "from": "2026-01-01"}, "bad_recovery"),
                       ({"rule": "plan", "value": "", "instalments": [{"due": "2030-01-01", "amount": "49.99"}]}, "bad_recovery"), ({"colour": "red"}, "field_unknown")):
        answer = zhao.post("/debts", {**good, **more})
        check.that(answer.code == code, f"{more} is refused: {answer.code}", answer)
    check.that(not zhao.get("/debts")["rows"], "nothing was raised")


def recovered(day):
    """A fifth of each payment goes to the debt, on quote, sale, slip, list and at the counter."""
    day.on_reader(day.card)
    written(day)
    made = raised(day)
    check.that(made.status == 200 and (made["left"], made["raised_by"], made["approved_by"]) == ("50.00", "zhao", "miller"), "two persons raise a debt", made)
    day.debt = made["number"]
    account = day.on_reader(day.card)["account"]
    check.that(account["debt"]["balance"] == "50.00" and account["debts"][0]["rule"] == "percent", "the counter shows it", account.get("debts"))
    quote = day.quote("100.00")
    line = quote["lines"][0]
    check.that((line["amount"], line["left"], line["debt"]["number"]) == ("20.00", "30.00", day.debt) and quote["credit"] == "80.00", "the quote names its share", quote)
    seen = day.on_reader(day.card)
    sold = day.sell(quote["id"], card_session=seen["session"])
    check.that(sold.status == 200 and sold["outcome"] == "done", "it is sold", sold)
    slip = day.people["wang"].get(f"/receipts/{sold['sale']['number']}?format=text&lang=en")
    text = slip.bytes.decode()
    check.that("arrears 20 % (30.00 left)" in " ".join(text.split()), "the slip says what was recovered and what is still owed", text)
    check.that((debt(day, day.debt)["left"], debt(day, day.debt)["paid"]) == ("30.00", "20.00"), "the register says the same", debt(day, day.debt))
    row = day.people["zhao"].get(f"/debts?filter.account={day.account}")["rows"][0]
    check.that((row["recovered"], row["left"], row["state"]) == ("20.00", "30.00", "owed"), "and so does the list", row)
    day.recovering = sold["sale"]["number"]


def taken_back(day):
    """What was sold by mistake owes again what it recovered."""
    back = day.approved("wang", f"/sales/{day.recovering}/take-back", {"reason": "wrong customer", "client_key": new_key(), "card_session": day.on_reader(day.card)["session"]})
    check.that(back.status == 200, "the sale is taken back", back)
    check.that(debt(day, day.debt)["left"] == "50.00", "its share is owed again", debt(day, day.debt))
    wang = day.people["wang"]
    twice = wang.post(f"/accounts/{day.account}/pay-debts", {"amount": "50.00", "client_key": new_key()})
    check.that(twice.code == "more_than_owed" and twice["details"]["arrears"] == "30.00", "and not taken a second time before the meter has spoken", twice)
    check.that(day.approved("zhao", f"/debts/{day.debt}/write-off", {"reason": "no"}, second="miller").code == "debt_in_transit", "nor written off")
    written(day)
    check.that(debt(day, day.debt)["left"] == "50.00", "the meter takes the void: the debt stands")


def of_another_station(day):
    """A supervisor of another station finds no debt of this one, at none of its doors."""
    day.sign_in("he", day.server.demo_password("he"))
    he, before = day.people["he"], debt(day, day.debt)
    tried = {"recovery": {"rule": "at_counter"}, "pause": {"until": "2199-12-31", "reason": "mine"}, "resume": {}, "write-off": {"reason": "mine"}}
    answers = {door: he.post(f"/debts/{day.debt}/{door}", body).code for door, body in tried.items()}
    check.that(he.get(f"/debts/{day.debt}").code == "not_found" and set(answers.values()) == {"not_found"}, "it is as if there were none", answers)
    check.that(debt(day, day.debt).json == before.json, "and it is as it was", debt(day, day.debt))


def paused(day):
    """Nothing is recovered in a pause, which two agree to."""
    zhao = day.people["zhao"]
    path = f"/debts/{day.debt}/pause"
    check.that(zhao.post(path, {"until": "2199-12-31", "reason": ""}).code == "reason_missing", "a pause says why")
    check.that(zhao.post(path, {"until": "2020-12-31", "reason": "ill"}).code == "bad_pause", "and does not end before it began")
    held = day.approved("zhao", path, {"until": "2199-12-31", "reason": "ill"}, second="miller")
    check.that(held.status == 200 and held["paused"] and held["pause_approved_by"] == "miller", "two agree", held)
    check.that(day.quote("100.00")["credit"] == "100.00", "a sale gives all its money")
    check.that(zhao.post(f"/debts/{day.debt}/resume").status == 200 and day.quote("100.00")["credit"] == "80.00", "ended, it goes on")
    check.that(zhao.post(f"/debts/{day.debt}/resume").code == "not_paused", "once")


def planned(day):
    """Instalments with dates: what has fallen due is taken."""
    zhao = day.people["zhao"]
    today = day.people["miller"].get("/reports")["today"]
    plan = {"rule": "plan", "version": debt(day, day.debt)["version"], "instalments": [{"due": "2020-01-01", "amount": "15.00"}, {"due": "2198-01-01", "amount": "35.00"}]}
    check.that(zhao.post(f"/debts/{day.debt}/recovery", {**plan, "value": "5"}).code == "bad_recovery", "a plan has no value of its own")
    miller = day.people["miller"]
    seen_before = {"rule": "percent", "value": "20", "version": plan["version"]}
    agreed = zhao.post(f"/debts/{day.debt}/recovery", plan)
    check.that(agreed.status == 200 and agreed["fallen_due"] == "15.00" and [one["paid"] for one in agreed["instalments"]] == ["0.00", "0.00"], f"one part is due by {today}", agreed)
    late = miller.post(f"/debts/{day.debt}/recovery", seen_before)
    check.that((late.status, late.code) == (409, "version_conflict") and late["details"]["current"]["rule"] == "plan", "whoever saw it before overwrites nothing, and is shown the plan", late)
    check.that(day.quote("100.00")["lines"][0]["amount"] == "15.00", "the quote takes that part")


def paid(day):
    """F9: money for debts and nothing else."""
    wang, path = day.people["wang"], f"/accounts/{day.account}/pay-debts"
    check.that(wang.post(path, {"amount": "50.01", "client_key": new_key()}).code == "more_than_owed", "no more than is owed")
    key = new_key()
    done = wang.post(path, {"amount": "40.00", "received": "50.00", "confirmed": YES, "client_key": key})
    check.that(done.status == 200 and done["sale"]["kind"] == "claim_payment" and debt(day, day.debt)["left"] == "10.00", "a part is paid", done)
    check.that(wang.post(path, {"amount": "40.00", "received": "50.00", "confirmed": YES, "client_key": key})["sale"]["number"] == done["sale"]["number"], "the same key pays once")
    check.that([one["paid"] for one in debt(day, day.debt)["instalments"]] == ["15.00", "25.00"], "the plan's parts are paid in their order", debt(day, day.debt))
    back = day.approved("zhao", f"/payments/{done['sale']['number']}/take-back", {"reason": "wrong customer", "client_key": new_key()}, second="miller")
    check.that(back.code in ("no_open_shift", None) or back.status == 200, "handing it back is the till's work", back)
    own = day.approved("wang", f"/payments/{done['sale']['number']}/take-back", {"reason": "wrong customer", "client_key": new_key()})
    check.that(own.status == 200 and debt(day, day.debt)["left"] == "50.00", "handed back by two, it is owed again", own)
    check.that(len(debt(day, day.debt)["recoveries"]) >= 2, "the drawer names what recovered it", debt(day, day.debt))


def given_up(day):
    """Two persons write a part off, then the report of the month."""
    off = day.approved("zhao", f"/debts/{day.debt}/write-off", {"amount": "30.00", "reason": "hardship"}, second="miller")
    check.that(off.status == 200 and (off["left"], off["written_off"]) == ("20.00", "30.00"), "a part is given up", off)
    check.that(day.approved("zhao", f"/debts/{day.debt}/write-off", {"amount": "20.01", "reason": "hardship"}, second="miller").code == "more_than_left", "no more than is left")
    month = day.people["miller"].get("/reports")["today"][:7]
    report = day.people["miller"].get(f"/reports/R14?period={month}")
    check.that(report.status == 200 and report["rows"][0]["cells"][:10] == ["0.00", "50.00", "0.00", "0.00", "30.00", "20.00", "20.00", "0.00", "0.00", "0.00"], "R14 says so, with its age", report)
    check.that(all(one["amount"] in ("0.00", "0") for one in report["checks"]), "and adds up", report["checks"])
    by_debt = day.people["miller"].get(f"/reports/R14?period={month}&group=debt_kind,account")
    seen = {tuple(row["names"]): tuple(round(float(cell) * 100) for cell in row["cells"]) for row in by_debt["rows"]}
    wanted = reference.debts(sqlite3.connect(f"file:{day.server.folder}/data/books.db?mode=ro", uri=True), by_debt["period"]["from"], by_debt["period"]["to"], ZONE_S)
    check.that(seen == wanted, "and is what plain SQL over debts and legs says", (seen, wanted))
    register = day.people["miller"].get(f"/reports/R05?period={month}")
    totals = dict(zip((column["name"] for column in register["columns"]), register["totals"]))
    check.that(register.status == 200 and str(totals["supplies_in_debt"]) == "1", "R05 counts who is in debt", totals)


def bearing(day):
    """A percentage a year: each whole month once, whatever the server was doing, on page, report and in verify."""
    zhao, wang = day.people["zhao"], day.people["wang"]
    body = {"account": day.account, "kind": "arrears", "document": "bill 78", "amount": "1200.00", "rule": "at_counter", "value": ""}
    check.that([zhao.post("/debts", {**body, "interest": text}).code for text in ("101", "-1", "6.255", "six")] == ["bad_interest"] * 4, "interest is a percentage")
    made = raised(day, **{**body, "interest": "6"})
    check.that(made.status == 200 and (made["interest_rate"], made["interest"], made["interest_months"]) == ("6", "0.00", []), "agreed to by two, and nothing at first", made)
    number = made["number"]
    for _ in range(2):
        wang.post("/bench/clock", {"advance_s": 32 * 86_400})
        day.again("wang", "zhao", "miller")
        wang, zhao = day.people["wang"], day.people["zhao"]
    seen = zhao.poll(f"/debts/{number}", lambda a: len(a["interest_months"]) == 2, "two months of interest")
    check.that((seen["amount"], seen["left"], seen["interest"]) == ("1212.00", "1212.00", "12.00"), "two months came to it", seen)
    check.that([(one["principal"], one["amount"]) for one in seen["interest_months"]] == [("1200.00", "6.00")] * 2 and seen["interest_months"][0]["from"] == seen["interest_months"][1]["to"],
               "one behind the other, and no interest on interest", seen["interest_months"])
    bears_less(day, number)
    row = zhao.get(f"/debts?filter.number={number}")["rows"][0]
    check.that((row["amount"], row["interest"], row["left"]) == ("1212.00", "12.00", "1212.00") and float(row["interest_rate"]) == 3, "the list says the same", row)
    today = day.people["miller"].get("/reports")["today"]
    report = day.people["miller"].get(f"/reports/R14?period={made['since']}..{today}&group=debt_kind,account")
    names = [column["name"] for column in report["columns"]]
    his = [dict(zip(names, one["cells"])) for one in report["rows"] if one["names"] == ["arrears", str(day.account)]]
    check.that(report.status == 200 and len(his) == 1 and his[0]["debts_interest"] == "12.00" and all(one["amount"] == "0.00" for one in report["checks"]), "R14 has it in a column, and adds up", report)
    by_hand_ = {tuple(row["names"]): tuple(round(float(cell) * 100) for cell in row["cells"]) for row in report["rows"]}
    wanted = reference.debts(sqlite3.connect(f"file:{day.server.folder}/data/books.db?mode=ro", uri=True), report["period"]["from"], report["period"]["to"], ZONE_S)
    check.that(by_hand_ == wanted, "and is what plain SQL says", (by_hand_, wanted))


def bears_less(day, number):
    """Another rate from a day on, by two; months before keep theirs."""
    zhao = day.people["zhao"]
    path, less = f"/debts/{number}/interest", {"interest": "3", "reason": "hardship"}
    check.that(zhao.post(path, {**less, "from": "2020-01-01"}).code == "interest_too_early" and zhao.post(path, {**less, "interest": "6"}).code == "same_interest", "not for months that have begun, nor what it bears already")
    done = day.approved("zhao", path, less, second="miller")
    rates = [(one["rate"], one["approved_by"]) for one in done["interest_rates"]]
    check.that(done.status == 200 and rates == [("3", "miller"), ("6", "miller")], "two agree, and what held before stays", done)
    check.that([one["rate"] for one in done["interest_months"]] == ["6", "6"], "as months before do", done)


def by_hand(day):
    """Verify holds; somebody lowers a debt in the file: verify names the row."""
    day.server.stop()
    books = str(day.server.folder / "data/books.db")
    verify = lambda: subprocess.run([KWOTA, "verify", "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=120)
    whole = verify()
    check.that(whole.returncode == 0, "the books are whole", (whole.stdout[-400:], whole.stderr[-400:]))
    file = sqlite3.connect(books)
    file.execute("UPDATE debt SET amount=1000")
    file.commit()
    file.close()
    found = verify()
    check.that(found.returncode != 0 and "debt" in found.stdout + found.stderr, "a debt that nobody lowered is found", (found.returncode, found.stdout[-400:], found.stderr[-400:]))


if __name__ == "__main__":
    sys.exit(walk(check, Day, [doors, opening, rights, refused, recovered, taken_back, of_another_station, paused, planned, paid, given_up, bearing, by_hand]))
