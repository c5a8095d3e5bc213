#!/usr/bin/env python3
"""What is refused, by its code, at the doors where it happens to people: each with a sentence in three languages, and nothing changed by it.
Every answer is held against openapi.json. One line per check."""
import concurrent.futures
import contextlib
import json
import pathlib
import socket
import sqlite3
import subprocess
import sys
import threading

from house import KWOTA, PASSWORD, YES, Port, Server, new_key, walk
from outlet_client import Terminal
from run import Day, check, doors, opening

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SPOKEN = {language: json.loads((ROOT / "lang" / f"{language}.json").read_text()) for language in ("en", "zh", "ru")}
SUPPLY = {"customer": {"name": "Draft"}, "service_point": {"code": "P-REF", "address": "Hill road 1"}, "plan": "demo-monthly", "usage_class": "domestic", "heads": 1}
nobody = Port()  # nobody listens there
SHOP = {"code": "O-01", "station": "E01", "name": "Shop", "contact": "", "credit_limit": "0.00", "sale_limit": "", "day_limit": ""}


def refused(answer, code, why):
    words = all(f"error.{code}" in words for words in SPOKEN.values())
    check.that(answer.code == code and words and len(answer["detail"]) > 10, f"{code}: {why}", answer)


def accounts(day):
    """Accounts and cards that are not what somebody takes them for"""
    wang, zhao, miller = (day.people[name] for name in ("wang", "zhao", "miller"))
    draft = miller.post("/accounts/drafts", {**SUPPLY, "meter": {"number": "999900000091", "model": "DDSY1352"}, "station": "E01"})
    check.that(draft.status == 200, "an account is prepared", draft)
    quote = wang.post("/quotes", {"account": draft["number"], "pay": "10.00"})
    refused(wang.post("/sales", {"quote": quote["id"], "client_key": new_key(), "carrier": "later", "tender": "cash", "received": "10.00"}), "account_draft", "what it would cost is told, and it is not sold to")
    refused(wang.post(f"/accounts/{day.account}/purse/pay-out", {"amount": "1.00", "client_key": new_key()}), "no_purse_account", "its money is in the meter")
    day.move(day.card, "wallet")
    other = next(card["id"] for card in wang.get("/bench")["cards"] if card["id"] != day.card)
    blank = day.on_reader(other)
    refused(wang.post(f"/cards/{blank['serial']}/pin/reset", {"new": "654321", "card_session": blank["session"]}), "card_blank", "a blank card has no PIN")
    refused(wang.post("/purses/waterings"), "card_blank", "nor does it know of waterings")
    day.move(other, "wallet")
    blocked = zhao.post(f"/cards/{day.serial}/block", {"reason": "lost"})
    check.that(blocked.status == 200, "a card is blocked", blocked)
    refused(zhao.post(f"/cards/{day.serial}/block", {"reason": "lost"}), "card_not_blockable", "once")
    seen = day.on_reader(day.card)
    for at, pins in (("pin", {"old": "123456", "new": "654321"}), ("pin/reset", {"new": "654321"})):
        refused(wang.post(f"/cards/{day.serial}/{at}", {**pins, "card_session": seen["session"]}), "card_not_active", f"its {at} stays as it is")
    check.that(not [row for row in day.people["audit"].get(f"/audit?filter.object=pin/{day.serial}")["rows"]], "and nobody is said to have changed it")
    check.that(day.approved("zhao", f"/cards/{day.serial}/unblock", {"reason": "found"}, second="miller").status == 200, "and let go by two")
    refused(miller.post("/account-applications/999999/grant", {"meter": "999900000091", "plan": ""}), "unknown_application", "nobody applied")


def meters(day):
    """Meters and places"""
    tech, miller = day.people["tech"], day.people["miller"]
    for ratio in (0, 1_000_000):
        refused(tech.post("/meters", {"number": "999900000093", "model": "DDSY1352", "ct": ratio, "pt": 1}), "bad_ratio", f"{ratio} is no ratio")
    lot = {"code": "L-REF", "model": "DDSY1352", "maker": "", "document": "d", "received": "2026-11-01", "station": "", "meters": "990000000001", "seals": "", "tested": ""}
    check.that(tech.post("/stock-lots", lot).status == 200, "a lot is received")
    moved = {"move": "tested", "meters": "990000000001", "holder": "", "document": "", "seals": "", "reason": "", "day": ""}
    refused(tech.post("/meter-stock/moves", moved), "certificate_missing", "a test has a certificate")
    check.that(tech.post("/meters", {"number": "999900000094", "model": "DTSY1352", "ct": 1, "pt": 1}).status == 200, "a meter is registered")
    refused(tech.post("/stock-lots", {**lot, "code": "L-REF-2", "meters": "999900000094"}), "other_model", "the register knows its plate otherwise")
    village = {"code": "V-REF", "kind": "village", "name": "Nobody's", "station": "E01", "parent": ""}
    check.that(miller.post("/places", village).status == 200, "a village without a meter")
    refused(tech.post("/places/V-REF/parameters", {"set": {"curfew_from": "23:00"}}), "no_rooms", "nothing to set there")
    refused(tech.post("/meters/999900000094/commands", {"kind": "prices"}), "no_link", "nor to tell prices over a line that is none")
    refused(tech.put("/links/999900000094", {"address": "the shed"}), "bad_link", "a line that leads nowhere")
    file = "meter,address\n999900000094,the shed\n"
    back = miller.call("POST", "/imports/drafts?register=links&name=links.csv&encoding=", raw=file, headers={"Content-Type": "text/csv"})
    check.that(back["errors"] == 1 and back["kinds"][0]["code"] == "bad_line_address", "bad_line_address: nor does a file's", back)
    check.that(tech.get("/links?filter.meter=999900000094")["rows"] == [], "and there is none")
    check.that(tech.put("/links/999900000094", {"address": f"tcp://127.0.0.1:{nobody}"}).status == 200, "it gets one")
    refused(tech.post("/meters/999900000094/commands", {"kind": "prices"}), "no_account", "whose prices would that be")
    check.that(not tech.get("/commands?filter.meter=999900000094")["rows"], "nothing waits for it")
    refused(tech.post("/handhelds", {"public_key": "00" * 91, "name": "Crew", "station": "E01"}), "handheld_key_wrong", "no key of a handheld")
    check.that(not tech.get("/handhelds")["rows"], "and none is certified")


def outlets(day):
    """Outlets and their terminals"""
    miller, admin, zhao = (day.people[name] for name in ("miller", "admin", "zhao"))

    def by_two(path, body):
        asked = miller.post(path, body)
        agreed = zhao.post(f"/approvals/{asked['approval']['number']}/approve") if asked.status == 202 else asked
        return miller.post(path, {**body, "approval": asked["approval"]["number"]}) if agreed.status == 200 else agreed

    check.that(by_two("/outlets", SHOP).status == 200, "two open an outlet")
    refused(miller.post("/outlets", SHOP), "outlet_exists", "its code is taken")
    given = admin.post("/outlets/O-01/clients", {"client": "T1", "name": "beside the door"})
    terminal, sold = Terminal(f"127.0.0.1:{day.server.port}", given["key"], given["secret"]), miller.get("/sales?count=all&page_size=1")["total"]
    status, told = terminal.sell(day.account, "10.00", confirmed=YES)
    check.that((status, told["code"]) == (409, "carrier_needs_card"), "carrier_needs_card: whoever has a card buys where one is written", (status, told))
    check.that(miller.get("/sales?count=all&page_size=1")["total"] == sold and miller.get("/outlets/O-01")["float"] == "0.00", "and nothing was sold, out of no float")
    check.that(by_two("/outlets", {**SHOP, "code": "O-02"}).status == 200 and by_two("/outlets/O-02/state", {"state": "closed"}).status == 200, "another one is closed for ever")
    refused(miller.post("/outlets/O-02/state", {"state": "active"}), "outlet_closed", "it is not opened again")
    refused(miller.post("/outlets/O-02/moves", {"kind": "top_up", "money": "transfer", "amount": "1.00", "reference": "TR-2"}), "outlet_closed", "nothing is paid into it")
    refused(admin.post("/outlets/O-02/clients", {"client": "T1", "name": "x"}), "outlet_closed", "nor does it get a terminal")
    top_up = {"kind": "top_up", "money": "transfer", "amount": "1.00", "reference": "TR-1"}
    refused(miller.post("/outlets/O-99/moves", top_up), "unknown_outlet", "nobody's float")
    refused(admin.post("/outlets/O-01/clients", {"client": "t 8", "name": "x"}), "bad_client_code", "no code of a terminal")
    check.that(admin.post("/outlets/O-01/clients", {"client": "T8", "name": "x"}).status == 200, "a terminal gets its key")
    refused(admin.post("/outlets/O-01/clients", {"client": "T8", "name": "x"}), "client_exists", "one key for a code")
    refused(admin.post("/outlets/O-01/clients/T9/rotate", {"overlap_hours": 1, "name": "x"}), "unknown_client", "no such terminal")
    zhao.put("/session/till", {"station": "E01", "till": "T2"})
    zhao.post("/shifts", {"opening_float": "0.00"})
    refused(zhao.post(f"/sales/{day.first_sale}/give-back", {"reason": "x", "client_key": new_key()}), "no_outlet_sale", "a counter sold it")


def papers(day):
    """Invoices on forms"""
    miller, wang = day.people["miller"], day.people["wang"]
    series = {"prefix": "B-", "station": "E01", "digits": 4, "first_number": 1, "last_number": 0, "form": "", "active": True}
    check.that(miller.post("/invoice-series", {"code": "B", **series}).status == 200, "a series for plain paper")
    made = wang.post("/invoices", {"series": "B", "receipts": [day.first_sale], "buyer_name": "Li Farm", "buyer_address": "", "buyer_tax_number": ""})
    check.that(made.status == 200, "an invoice of it", made)
    check.that(day.people["admin"].put("/tills/E01/T1/form-printer", {"place": f"tcp://127.0.0.1:{Port()}", "letters": "ascii"}).status == 200, "a printer of forms")
    refused(wang.post(f"/invoices/{made['name']}/print", {"way": "printer"}), "series_without_form", "it has no form")
    row = miller.get("/invoice-series/B")
    check.that(miller.put("/invoice-series/B", {**series, "form": "nowhere", "version": row["version"]}).status == 200, "one that is nowhere")
    refused(wang.post(f"/invoices/{made['name']}/print", {"way": "printer"}), "unknown_form", "it was not put into the folder")
    refused(wang.post(f"/invoices/{made['name']}/print", {"way": "smoke"}), "field_malformed", "a way that is none")
    forms = day.server.folder / "data/forms"
    forms.mkdir(exist_ok=True)
    row = miller.get("/invoice-series/B")
    check.that(miller.put("/invoice-series/B", {**series, "form": "torn", "version": row["version"]}).status == 200, "one that somebody wrote by hand")
    for text, place in (("{", "/"), ('{"columns": 0}', "/columns"), ('{"colour": 1}', "/colour"), ('{"fields": [{"text": "x", "line": 0}]}', "/fields/0/line")):
        (forms / "torn.json").write_text(text)
        wrong = wang.post(f"/invoices/{made['name']}/print", {"way": "printer"})
        refused(wrong, "bad_form", f"{text}")
        check.that(wrong.status == 422 and wrong["details"]["where"].startswith(place), f"at {place}", wrong)


def of_another_maker(day):
    """A meter of which the program knows nothing but its name"""
    miller, tech, zhao = (day.people[name] for name in ("miller", "tech", "zhao"))
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")
    words = {f"name_{language}": "Somebody's meter" for language in SPOKEN}
    check.that(miller.post("/codes", {"kind": "model", "code": "XM-1", **words, "value": "", "active": True}).status == 200, "its model is written down")
    draft = zhao.post("/accounts/drafts", {**SUPPLY, "service_point": {"code": "P-XM", "address": "Hill road 2"}, "meter": {"number": "999900000095", "model": "XM-1"}})
    file = f"account,kept_at,amount,count,document\n{draft['number']},meter,30.00,5,list 1\n"
    brought = miller.call("POST", "/imports/drafts?register=opening-balances&name=left.csv&encoding=", raw=file, headers={"Content-Type": "text/csv"})
    run = day.approved("miller", f"/imports/drafts/{brought['id']}/write", {"choice": "all", "control_total": "30.00"}, second="petrov")
    check.that(miller.poll(f"/imports/runs/{run['number']}", lambda a: a["state"] != "running", "its end")["state"] == "done", "it holds 30.00, as the program before says")
    path, body = f"/accounts/{draft['number']}/scheme", {"scheme": "read_account", "reason": "one bill for all", "client_key": new_key()}
    before = miller.get("/sales?count=all&page_size=1")["total"], miller.get(f"/accounts/{draft['number']}").json
    refused(zhao.post(path, {**body, "remaining": "30.00", "last_register": "7"}), "meter_has_to_go", "what it holds is typed of one that is taken off")
    check.that(before == (miller.get("/sales?count=all&page_size=1")["total"], miller.get(f"/accounts/{draft['number']}").json), "and it goes on as it did")


def twice_at_once(day):
    """The same request while it is being done"""
    audit, key = day.people["audit"], new_key()

    def asked(at):
        at.wait()
        return audit.call("POST", "/verify", {}, headers={"Idempotency-Key": key})

    codes = set()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            key, at = new_key(), threading.Barrier(8)
            answers = [one.result() for one in [pool.submit(asked, at) for _ in range(8)]]
            codes = {(answer.status, answer.code) for answer in answers}
            if len(codes) > 1:
                break
    check.that(codes == {(200, ""), (409, "request_in_progress")}, "request_in_progress: it is done once", codes)
    check.that(audit.call("POST", "/verify", {}, headers={"Idempotency-Key": key}).status == 200, "and its answer is there afterwards")


def readings_and_files(day):
    """Reading days, debts, files and questions"""
    zhao, miller = day.people["zhao"], day.people["miller"]
    refused(zhao.post("/reading-days/none/2026-11-01/take-in", {}), "unknown_route", "no such route")
    refused(miller.post(f"/reviewed-readings/{day.meter}/2026-11-01/state", {"state": "released", "changes": 0, "reason": "x"}), "nothing_read", "nothing came to release")
    refused(zhao.post("/debts/999999/pause", {"until": "2027-01-01", "reason": "x"}), "unknown_debt", "nobody owes that")
    refused(miller.post("/imports/runs/999999/undo", {}), "unknown_import", "nothing to undo")
    for question in ({"field": "code"}, {"field": "code", "value": "E01", "any": []}):
        refused(miller.post("/queries", {"query": {"subject": "stations", "where": question}}), "query_malformed", f"no question: {question}")
    file = f"account,kind,origin,document,amount,since_day,rule\n{day.account},arrears,claim,old 1,5.00,2026-01-01,first\n"
    back = miller.call("POST", "/imports/drafts?register=debts&name=debts.csv&encoding=", raw=file, headers={"Content-Type": "text/csv"})
    check.that(back["errors"] == 1 and back["kinds"][0]["code"] == "bad_origin", "bad_origin: a claim comes out of an account, not out of a file", back)
    (day.server.folder / "data/unfinished").write_text("no folder")
    lost = miller.put("/plan-drafts", {"plan": "", "document": {"version": {"from": "2027-01-01"}}})
    refused(lost, "draft_not_kept", "the disk takes nothing")
    check.that(lost.status == 500 and not miller.get("/plan-drafts")["drafts"], "and nothing is told to be kept", lost)
    (day.server.folder / "data/unfinished").unlink()


def requests(day):
    """What is no request at all"""
    def told(text):
        with socket.create_connection(("127.0.0.1", day.server.port), timeout=30) as line:
            line.sendall(text.encode("latin-1"))
            answer = b""
            while piece := line.recv(65536):
                answer += piece
                if b"\r\n\r\n" in answer and answer.rstrip().endswith(b"}"):
                    break
        return json.loads(answer.split(b"\r\n\r\n", 1)[1])

    here = f"Host: 127.0.0.1:{day.server.port}\r\n"
    # What is wrong with it is said, not what might be wrong with another.
    for rule, text in (("address", f"GET /api/v1/%zz HTTP/1.1\r\n{here}\r\n"), ("host", f"GET /api/v1/reports HTTP/1.1\r\n{here}{here}\r\n"),
                       ("length", f"POST /api/v1/session HTTP/1.1\r\n{here}Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc")):
        seen = told(text)
        check.that(seen["code"] == "request_unreadable" and seen["status"] == 400 and seen["details"] == {"what": rule} and SPOKEN["en"][f"request_rule.{rule}"] in seen["detail"], f"request_unreadable: its {rule}", seen)
    for why, text, code in (("an address that cannot be read", f"GET /api/v1/%zz HTTP/1.1\r\n{here}\r\n", "request_unreadable"),
                            ("a coding that nobody reads", f"POST /api/v1/session HTTP/1.1\r\n{here}Transfer-Encoding: gzip\r\n\r\n", "transfer_unknown"),
                            ("heads without end", f"GET /api/v1/reports HTTP/1.1\r\n{here}X-Long: {'x' * 200_000}\r\n\r\n", "head_too_large"),
                            ("a book as a body", f"POST /api/v1/session HTTP/1.1\r\n{here}Content-Length: 99999999\r\n\r\n", "body_too_large"),
                            ("by another's name", "GET /api/v1/reports HTTP/1.1\r\nHost: evil.example\r\n\r\n", "host_unknown")):
        seen = told(text)
        check.that(seen["code"] == code and all(f"error.{code}" in words for words in SPOKEN.values()), f"{code}: {why}", seen)
    who = day.people["miller"]
    longer = told(f"POST /api/v1/imports/drafts?register=debts&name=x.csv&encoding= HTTP/1.1\r\n{here}Cookie: {who.cookie}\r\nX-CSRF-Token: {who.csrf}\r\nContent-Type: text/csv\r\nContent-Length: 99999999\r\n\r\n")
    check.that(longer["code"] == "body_too_large" and all(limit in longer["detail"] for limit in ("16 MB", "64 kB")), "who is signed in is told how much he may send, and not to sign in", longer)
    # One address has room for so many bodies on their way; who asks for more is told to wait, and the others go on.
    most, room = 16 * 1024 * 1024, 64 * 1024 * 1024
    head = f"POST /api/v1/imports/drafts?register=debts&name=x.csv&encoding= HTTP/1.1\r\n{here}Cookie: {who.cookie}\r\nX-CSRF-Token: {who.csrf}\r\nContent-Type: text/csv\r\nContent-Length: {most}\r\n\r\n"
    with contextlib.ExitStack() as lines:
        for _ in range(room // most):
            lines.enter_context(socket.create_connection(("127.0.0.1", day.server.port), timeout=30)).sendall(head.encode())
        seen = {}
        for _ in range(50):  # until the server has read all those heads
            if (seen := told(head)).get("code") == "too_many_at_once":
                break
        check.that(seen.get("code") == "too_many_at_once" and seen["status"] == 503 and all("error.too_many_at_once" in words for words in SPOKEN.values()), "too_many_at_once: one body too many", seen)
        check.that(who.get("/session").status == 200, "short questions are answered all the while")


def at_a_terminal(day):
    """What a terminal refuses, with its code and status 1"""
    def kwota(code, *words):
        ran = subprocess.run([KWOTA, *map(str, words)], capture_output=True, text=True, timeout=60)
        check.that(ran.returncode == 1 and ran.stderr.startswith(f"{code}: "), f"{code}: kwota {' '.join(map(str, words[:2]))}", (ran.returncode, ran.stdout[-200:], ran.stderr))

    folder, data = day.server.folder, day.server.folder / "data"
    broken, office = folder / "broken.json", folder / "an-office"
    broken.write_text("[")
    office.mkdir()
    (office / "key-office").write_text("")
    kwota("file_unreadable", "quote", "--plan", folder / "nowhere.json", "--pay", "10")
    kwota("bad_plan", "quote", "--plan", broken, "--pay", "10")
    kwota("bad_cases", "quote", "check", broken)
    kwota("bad_county", "card", "show", "--county", "xyz")
    kwota("unknown_product", "card", "run", "--product", "sponge")
    kwota("folder_of_key_office", "serve", "--data", office, "--port", "0")
    kwota("no_key_office", "keys", "install", "--data", data, "--officers", "a,b", "--managers", "c,d", "--auditor", "e")
    kwota("folder_of_counters", "office", "--data", data, "--port", "0")
    for name in ("miller", "zhao"):
        saved = day.people[name].post("/saved", {"kind": "query", "subject": "stations", "name": "Mine", "query": {"subject": "stations"}, "roles": [], "pinned": False})
        check.that(saved.status == 200, f"{name} keeps a query", saved)
    kwota("query_ambiguous", "query", "run", "Mine", "--data", data)
    kwota("not_found", "query", "run", "Nobody's", "--data", data)


def at_the_end(day):
    """Two persons at the terminal of a server that has stopped"""
    data = day.server.folder / "data"
    check.that(day.people["audit"].post("/verify", {})["ok"], "none of it has hurt the books")
    day.server.stop()
    said = f"miller\n{PASSWORD}\naudit\n{PASSWORD}\n"
    ran = subprocess.run([KWOTA, "accept", "--put-back", "--data", str(data), "--reason", "x"], input=said, capture_output=True, text=True, timeout=120)
    check.that(ran.returncode == 1 and "nothing_to_accept: " in ran.stderr, "nothing_to_accept: each group has its signature", ran)
    ran = subprocess.run([KWOTA, "verify", "--data", str(data)], capture_output=True, text=True, timeout=120)
    check.that(ran.returncode == 0 and not list(data.glob("before-put-back*")), "and nothing was put back", ran)


def changed_by_hand(day):
    """Somebody takes the group of a sale out of the books while they are open"""
    day.server.start()
    day.again("audit")
    audit, leaf_bits = day.people["audit"], 20
    check.that("signature" in audit.get(f"/sales/{day.first_sale}").json, "the sale has its proof")
    with contextlib.closing(sqlite3.connect(day.server.folder / "data/books.db")) as books, books:
        books.execute("DELETE FROM anchor WHERE number = (SELECT id >> ? FROM sale WHERE number = ?)", (leaf_bits, day.first_sale))
    seen = audit.get(f"/sales/{day.first_sale}")
    check.that(seen.status == 200 and seen.json.get("signature_error") == "books_changed" and "signature" not in seen.json, "books_changed: the sale is shown, without one", seen)
    check.that(all("error.books_changed" in words for words in SPOKEN.values()), "which has its words")


def begin(server):
    return Day(server)


def card_of_first_sale(day):
    """The card that was sold on"""
    day.serial = day.people["wang"].get(f"/sales/{day.first_sale}")["card"]
    check.that(bool(day.serial), "the first sale's card")


if __name__ == "__main__":
    Server.flags = [*Server.flags, "--printer-target", "tcp://127.0.0.1"]
    sys.exit(walk(check, begin, (doors, opening, card_of_first_sale, accounts, meters, outlets, papers, of_another_maker, readings_and_files, twice_at_once, requests, at_a_terminal, at_the_end, changed_by_hand)))
