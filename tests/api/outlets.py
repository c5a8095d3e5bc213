#!/usr/bin/env python3
"""Outlets from outside: a shop is opened by two, paid into by two, gets a key for its terminal, and sells over the meter's line with signed requests alone;
what is forged, late or replayed is refused; fifty terminals at once never sell more than there is; commission is settled, statement, report and verify agree.
One line per check."""
import concurrent.futures
import pathlib
import sqlite3
import subprocess
import sys

from house import KWOTA, YES, Port, new_key, walk
from outlet_client import BASE, Terminal, signature
from run import Day, check, doors, opening

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import reports as reference  # noqa: E402

LIMITS = {"name": "Shop on Main street", "contact": "Mrs. Shop", "credit_limit": "0.00", "sale_limit": "500.00", "day_limit": "5000.00"}
line = Port()  # nobody listens there: what is sold waits in the queue


def by_two(day, path, body, method="POST"):
    miller = day.people["miller"]
    asked = miller.call(method, path, body)
    if asked.status != 202:
        return asked
    agreed = day.people["zhao"].post(f"/approvals/{asked['approval']['number']}/approve")
    check.that(agreed.status == 200, f"zhao agrees: {asked['approval']['content']}", agreed)
    return miller.call(method, path, {**body, "approval": asked["approval"]["number"]})


def balance(day):
    return day.people["miller"].get("/outlets/O-01")


def kept(day):
    """Who may what, and never alone."""
    day.people["wang"].post("/bench/clock", {"speed": 1})
    day.move(day.card, "wallet")
    day.people["tech"].put(f"/links/{day.meter}", {"address": f"tcp://127.0.0.1:{line}"})
    new = {"code": "O-01", "station": "E01", **LIMITS}
    may = {name for name, client in day.people.items() if client.post("/outlets", new).code != "permission_denied"}
    check.that(may == {"miller"}, "a manager asks for an outlet", may)
    check.that(by_two(day, "/outlets", {**new, "code": "T1"}).code == "receipts_would_meet", "its receipts are no till's")
    made = by_two(day, "/outlets", new)
    check.that(made.status == 200 and made["state"] == "active" and made["float"] == "0.00", "two open it", made)
    check.that(by_two(day, "/outlets/O-01/moves", {"kind": "top_up", "money": "transfer", "amount": "300.00"}).code == "reference_missing", "a transfer has a number")
    check.that(by_two(day, "/outlets/O-01/commissions", {"per_mille": 15, "reason": "contract 7"}).status == 200, "two agree to its commission")
    full = by_two(day, "/outlets/O-01/moves", {"kind": "top_up", "money": "transfer", "amount": "300.00", "reference": "TR-1"})
    again = by_two(day, "/outlets/O-01/moves", {"kind": "top_up", "money": "transfer", "amount": "300.00", "reference": "TR-1"})
    check.that(again.code == "transfer_entered" and again["details"]["number"] == "1", "once", again)
    check.that(full.status == 200 and full["float"] == full["available"] == "300.00", "and top its float up", full)
    told = day.people["audit"].get("/audit?filter.object=outlet/O-01")["rows"][0]["changes"]
    said = {one["column"]: one["after"] for one in told}
    check.that(said["opened"].endswith("Z") and all(said[name] == LIMITS[name] for name in ("sale_limit", "day_limit")), "the audit says money and moments as people read them", told)
    under = {one["column"]: one["said"] for one in told}
    check.that(under["name"] == "", "a name is no code", told)
    moved = next(row["changes"] for row in day.people["audit"].get("/audit?q=outlet_move&page_size=100")["rows"] if row["object"] == "outlet_move/O-01/1")
    said = {one["column"]: one["after"] for one in moved}
    check.that((said["amount"], said["reference"], said["approved_by"]) == ("300.00", "TR-1", "赵敏"), "a move of the float, which no list shows alone, in money and people's names", moved)
    day.people["audit"].put("/session/language", {"language": "en"})
    taken = day.people["audit"].get("/audit?filter.object=outlet/O-01&format=csv").bytes.decode("utf-8-sig")
    check.that("Limit of a sale: 500.00" in taken and "sale_limit" not in taken and '{""' not in taken, "and so does its file", taken)
    check.that("Outlet O-01" in taken and "outlet/O-01" not in taken, "whose rows say what they are about as the page does", taken)
    check.that(day.people["miller"].post("/outlets/O-01/clients", {"client": "T1"}).code == "permission_denied", "keys are the administrator's work")
    given = day.people["admin"].post("/outlets/O-01/clients", {"client": "T1", "name": "beside the door"})
    check.that(given.status == 200 and given["key"] == "O-01.T1.1" and len(given["secret"]) == 64, "a terminal gets its key", given)
    day.terminal = Terminal(f"127.0.0.1:{day.server.port}", given["key"], given["secret"])
    look = balance(day)
    check.that(given["secret"] not in str(look) and look["clients"][0]["good"], "which is shown once", look)
    found = subprocess.run(["grep", "-rlaF", given["secret"], str(day.server.folder / "data")], capture_output=True, text=True, check=False).stdout
    check.that(not found, "and stands in no file", found)


def sells(day):
    """Look up, quote, sell, ask again."""
    terminal = day.terminal
    status, who = terminal.ask("GET", f"/outlet/customers/{day.account}")
    check.that(status == 200 and who["way"] == "line" and "***" in who["name"] and who["meter"] == day.meter, "a customer is found, and masked", who)
    check.that(terminal.ask("GET", f"/outlet/customers/{day.meter}")[1]["account"] == day.account, "by his meter too")
    check.that(terminal.ask("GET", "/outlet/customers/999999")[1]["code"] == "unknown_account", "or not")
    other = next(row["number"] for row in day.people["audit"].get("/accounts?filter.station=E01&page_size=50")["rows"] if row["state"] == "draft")
    check.that(terminal.ask("GET", f"/outlet/customers/{other}")[0] in (400, 409, 422), "who cannot be sold to is refused")
    status, quote = terminal.ask("POST", "/outlet/quotes", {"account": day.account, "amount": "33.30"})
    check.that(status == 200 and quote["pay"] == "33.30" and quote["credit"] and quote["lines"], "the quote says what the money buys", quote)
    key = new_key()
    day.key, yes = key, YES
    status, sale = terminal.sell(day.account, "33.30", key, quote=quote["quote"], confirmed=yes)
    if not check.that(status == 200 and sale["amount"] == "33.30" and sale["receipt"].startswith("R1-O01-"), "it is sold over the line", sale):
        raise RuntimeError("nothing else can be tried without a sale")
    again = terminal.sell(day.account, "33.30", key, quote=quote["quote"], confirmed=yes)[1]
    check.that(again == sale, "the same key is the same sale", again)
    check.that(terminal.sell(day.account, "33.31", key, confirmed=yes)[1]["code"] == "idempotency_key_reused", "with other content it is refused")
    check.that(terminal.ask("GET", f"/outlet/sales/{key}")[1]["receipt"] == sale["receipt"], "and asked for by it")
    now = balance(day)
    check.that(now["version"] == day.seen, "a sale is nobody's edit")
    check.that((now["float"], now["sold_today"], now["commission_owed"]) == ("266.70", "33.30", "0.50"), "float, day and commission say so: 15 per mille, half a fen goes up", now)
    check.that(terminal.sell(day.account, "10.00", confirmed=yes)[1]["code"] == "pending_sale", "a second sale does not overtake the first")
    listed = day.people["miller"].get(f"/sales?filter.number={sale['receipt']}")["rows"][0]
    check.that(listed["till"] == "O-01" and listed["operator"] == "O-01.T1" and listed["tenders"][0]["tender"] == "outlet", "the office sees whose it was", listed)
    check.that(len(terminal.ask("GET", "/outlet/sales")[1]["rows"]) == 1, "and the outlet its own")
    # Nothing but its own doors.
    for path in ("/customers", "/sales", f"/sales/{day.first_sale}", "/doors", "/outlets/O-01", f"/receipts/{sale['receipt']}"):
        check.that(terminal.ask("GET", path)[1]["code"] == "permission_denied", f"a terminal does not read {path}")
    check.that(terminal.ask("GET", f"/outlet/sales/{day.first_sale}")[1]["code"] == "not_found", "nor sales of others by a guessed key")
    check.that(day.people["wang"].get("/outlet/balance").code == "permission_denied", "and nobody signs in as one")
    hire = day.people["admin"].post("/operators", {"name": "spy", "full_name": "Spy", "roles": ["outlet"], "station": "", "language": "en"})
    check.that(hire.code == "role_of_no_person", "nor is anybody made one", hire)
    check.that(day.people["wang"].post("/payments", {"account": day.account, "amount": "1.00", "tender": "outlet", "client_key": new_key()}).code == "tender_unknown", "no till takes an outlet's float")


def edited(day):
    """Two people edit one outlet: nobody overwrites what he has not seen."""
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")
    miller, petrov = day.people["miller"], day.people["petrov"]
    mine, theirs = balance(day)["version"], petrov.get("/outlets/O-01")["version"]
    check.that(miller.put("/outlets/O-01", LIMITS).code == "field_missing", "who changes it says what he saw")
    moved = by_two(day, "/outlets/O-01", {**LIMITS, "name": "Shop by the bridge", "version": mine}, "PUT")
    check.that(moved.status == 200 and moved["name"] == "Shop by the bridge" and moved["version"] != mine, "one of them changes it", moved)
    late = petrov.put("/outlets/O-01", {**LIMITS, "contact": "Mr. Shop", "version": theirs})
    check.that((late.status, late.code) == (409, "version_conflict"), "the other one is refused before anybody is asked to agree", late)
    check.that(late["details"]["current"]["name"] == "Shop by the bridge" and late["details"]["current"]["version"] == moved["version"], "and shown what it is now", late)
    check.that(balance(day)["contact"] == LIMITS["contact"], "nothing was overwritten")
    asked = miller.put("/outlets/O-01", {**LIMITS, "version": moved["version"]})
    by_two(day, "/outlets/O-01", {**LIMITS, "contact": "Mr. Shop", "version": moved["version"]}, "PUT")
    day.people["zhao"].post(f"/approvals/{asked['approval']['number']}/approve")
    late = miller.put("/outlets/O-01", {**LIMITS, "version": moved["version"], "approval": asked["approval"]["number"]})
    check.that(late.code == "version_conflict" and balance(day)["contact"] == "Mr. Shop", "what was agreed to meanwhile does not overwrite it either", late)
    back = by_two(day, "/outlets/O-01", {**LIMITS, "version": balance(day)["version"]}, "PUT")
    check.that(back.status == 200 and back["name"] == LIMITS["name"], "whoever has looked again changes it", back)
    day.seen = back["version"]


def by_customer(day):
    """Who was registered twice shows either number."""
    miller, terminal = day.people["miller"], day.terminal
    number = miller.get(f"/accounts?filter.number={day.account}")["rows"][0]["customer"]
    found = terminal.ask("GET", f"/outlet/customers/{number}")[1]
    check.that(found.get("account") == day.account and found["customer"] == number and "***" in found["name"], "a customer is found by his own number", found)
    check.that(terminal.ask("GET", f"/outlet/customers/{day.meter}")[1]["customer"] is None, "and is named by none that he did not say")
    row = miller.get(f"/customers/{number}")
    twice = miller.post("/customers", {name: row[name] for name in ("name", "kind", "language")})["number"]
    check.that(terminal.ask("GET", f"/outlet/customers/{twice}")[1]["code"] == "unknown_account", "his second number has no account")
    done = day.approved("miller", f"/customers/{twice}/merge", {"into_customer": number, "reason": "registered twice"}, second="petrov")
    found = terminal.ask("GET", f"/outlet/customers/{twice}")[1]
    check.that(done.status == 200 and found.get("account") == day.account and found["customer"] == number, "merged, it leads to the one under which he goes on", (done, found))


def forged(day):
    """What is not signed as it should be does nothing."""
    terminal, target = day.terminal, BASE + "/outlet/balance"
    good = terminal.authorization("GET", target, b"")
    check.that(terminal.send("GET", target, authorization=good)[0] == 200, "a signed request comes in")
    check.that(terminal.send("GET", target, authorization=good)[1]["code"] == "nonce_used", "once")
    fresh = lambda **more: terminal.authorization("GET", target, b"", **more)
    signed = fresh()
    for what, authorization, code in (
            ("another address", terminal.authorization("GET", target + "?x=1", b""), "signature_wrong"),
            ("another method", terminal.authorization("POST", target, b""), "signature_wrong"),
            ("another body", terminal.authorization("GET", target, b"{}"), "signature_wrong"),
            ("a changed letter", signed[:-1] + ("0" if signed[-1] != "0" else "1"), "signature_wrong"),
            ("an unknown key", fresh().replace("O-01.T1.1", "O-01.T1.7"), "signature_wrong"),
            ("an old time", fresh(time="2020-01-01T00:00:00Z"), "signature_stale"),
            ("a time to come", fresh(time="2199-01-01T00:00:00Z"), "signature_stale"),
            ("half a header", "Kwota-HMAC-SHA256 key=O-01.T1.1", "signature_malformed"),
            ("no header", "Basic dGVzdDp0ZXN0", "not_signed_in")):
        answer = terminal.send("GET", target, authorization=authorization)[1]
        check.that(answer["code"] == code, f"{what}: {answer['code']}", answer)
    check.that(signature("0123456789abcdef" * 4, "POST", "/api/v1/outlet/quotes", b'{"account":100001,"amount":"33.30"}', "2026-11-20T08:00:00Z", "nonce-0001")
               == "741fc99cc95ce1592117f6c9681a622479c9d18ddb71994681e2d57ec079441b", "the worked example of docs/outlets.md")
    admin = day.people["admin"]
    next_key = admin.post("/outlets/O-01/clients/T1/rotate", {"overlap_hours": 1})
    check.that(next_key["key"] == "O-01.T1.2" and terminal.ask("GET", "/outlet/balance")[0] == 200, "both keys are good for a while", next_key)
    day.terminal = Terminal(terminal.address, next_key["key"], next_key["secret"])
    check.that(day.terminal.ask("GET", f"/outlet/sales/{day.key}")[0] == 200, "the next one knows the outlet's sales")
    spare = admin.post("/outlets/O-01/clients", {"client": "T2"})
    stolen = Terminal(terminal.address, spare["key"], spare["secret"])
    check.that(stolen.ask("GET", "/outlet/balance")[0] == 200, "a second terminal comes in")
    check.that(admin.post("/outlets/O-01/clients/T2/revoke", {"reason": "stolen"}).status == 200 and stolen.ask("GET", "/outlet/balance")[1]["code"] == "key_not_good", "revoked, it does not")


def fifty(day):
    """Fifty at once: what is there is sold, never more, and the till goes on."""
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        asked = [pool.submit(day.terminal.sell, day.account, "10.00", None, onto_pending=True, confirmed=YES) for _ in range(50)]
        quoted = day.quote("10.00")
        answers = [one.result() for one in asked]
    codes = [answer.get("code", "") for _, answer in answers]
    done = sum(status == 200 for status, _ in answers)
    check.that(done == 26 and set(codes) == {"", "outlet_float_short"}, f"{done} of 50 sales fit into 266.70", sorted(set(codes)))
    now = balance(day)
    check.that(now["float"] == "6.70" and now["available"] == "6.70", "the float is never overdrawn", now)
    told = day.people["miller"].poll("/notices", lambda a: any(one["event"] == "outlet_float_low" for one in a["rows"]), "word that the float runs low")
    low = next(one for one in told["rows"] if one["event"] == "outlet_float_low")
    check.that(low["object"] == "O-01" and "6.70" in low["text"], "whoever keeps outlets hears that it runs low", low)
    check.that(all(one["event"] != "outlet_float_low" for one in day.people["wang"].get("/notices")["rows"]), "and nobody else")
    check.that(quoted.status == 200 and len({answer["receipt"] for status, answer in answers if status == 200}) == 26, "each has a receipt of its own, and the window was answered meanwhile")


def settled(day):
    """Taken back by the office, commission into the float, out, statement, report."""
    check.that(by_two(day, "/outlets/O-01", {**LIMITS, "credit_limit": "100.00", "version": balance(day)["version"]}, "PUT")["available"] == "106.70", "two grant credit")
    owed = balance(day)["commission_owed"]
    check.that(owed == "4.40", "0.50 and 26 times 0.15", owed)
    check.that(by_two(day, "/outlets/O-01/moves", {"kind": "netted", "amount": "9.00"}).code == "more_than_there", "no more is settled than is owed")
    put_in = by_two(day, "/outlets/O-01/moves", {"kind": "netted"})
    check.that((put_in["float"], put_in["commission_owed"]) == ("11.10", "0.00"), "commission goes into the float", put_in)
    day.statement = made = day.people["miller"].get("/outlets/O-01/statement").json
    figures = [made[name] for name in ("opening", "topped_up", "sold", "given_back", "netted", "closing", "earned", "settled")]
    check.that(figures == ["0.00", "300.00", "293.30", "0.00", "4.40", "11.10", "4.40", "4.40"], "opening + top-ups - sales + commission = closing", figures)
    check.that(day.terminal.ask("GET", "/outlet/statement")[1] == made, "the outlet reads the same")
    month = made["to"][:7]
    report = day.people["miller"].get(f"/reports/R21?period={month}&filter.outlet=O-01")
    check.that(report.status == 200 and "11.10" in str(report["rows"]) and all(one["amount"] in ("0.00", "0") for one in report["checks"]), "R21 says so, and adds up", report)
    by_outlet = day.people["miller"].get(f"/reports/R21?period={month}&group=outlet")
    seen = {row["names"][0]: tuple(round(float(cell) * 100) if isinstance(cell, str) else cell for cell in row["cells"]) for row in by_outlet["rows"]}
    wanted = reference.outlets(sqlite3.connect(f"file:{day.server.folder}/data/books.db?mode=ro", uri=True), by_outlet["period"]["from"], by_outlet["period"]["to"])
    check.that(seen == wanted, "and is what plain SQL over sales, moves and legs says", (seen, wanted))
    by_tender = day.people["miller"].get(f"/reports/R12?period={month}")
    check.that("outlet" in str(by_tender["rows"]), "R12 counts it by its tender", by_tender["rows"])
    check.that(day.people["miller"].post("/outlets/O-01/state", {"state": "blocked"})["state"] == "blocked", "one blocks it")
    check.that(day.terminal.sell(day.account, "1.00", confirmed=YES)[1]["code"] in ("outlet_blocked", "below_minimum"), "then it sells nothing")


def whole(day):
    """Verify holds, the command line reads the same; a day that somebody changed is found."""
    data = str(day.server.folder / "data")
    run = lambda *words: subprocess.run([KWOTA, *words, "--data", data], capture_output=True, text=True, timeout=120)
    said = run("outlet", "statement", "O-01", "--from", day.statement["from"], "--to", day.statement["to"])
    check.that(said.returncode == 0 and "11.10" in said.stdout, "kwota outlet statement", (said.stdout, said.stderr))
    check.that("O-01" in run("outlet", "list").stdout, "kwota outlet list")
    day.server.stop()
    verified = run("verify")
    check.that(verified.returncode == 0, "the books are whole", (verified.stdout[-400:], verified.stderr[-400:]))


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, kept, edited, sells, by_customer, forged, fifty, settled, whole)))
