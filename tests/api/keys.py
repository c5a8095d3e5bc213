#!/usr/bin/env python3
"""The key system from outside: a real server with real tokens, seven people, the whole way from four officers' components to a card
that was sold under the utility's own keys – and what may go wrong on it. Every answer is held against openapi.json; at the end
everything that was written is searched for every secret that was used. One line per check."""
import concurrent.futures
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys

from house import KWOTA, PASSWORD, YES, Checks, accept, new_key, walk
from key_office import OFFICERS, Office, encrypt, enter_transport_key, leaks, on_reader, open_account, put, serial_of, xor

check = Checks()


def doors(office):
    """Who may see keys, and who may not."""
    office.everybody(first=True)
    check.that(office["wang"].get("/keys/tree").code == "not_found", "the server that sells has no page of keys")
    check.that(office["sun"].get("/keys/journal").code == "permission_denied", "an officer does not read the journal")
    check.that(office["novak"].get("/keys/journal").status == 200, "the security auditor does")
    check.that(office["novak"].post("/keys/ceremonies", {"purpose": "seed", "officers": OFFICERS}).code == "permission_denied", "and begins nothing")
    check.that(office["wang"].get("/session")["sample_keys"] is True, "the counters say that they seal under sample keys")
    check.that(office["keller"].post("/sales", {}).code == "not_found", "the key office sells nothing")
    for name in ("versions", "devices", "ceremonies", "campaigns", "journal"):
        check.that(office["novak"].get(f"/keys/{name}").status == 200, f"the list {name}")
    check.that(office["novak"].get("/keys/vaults")["counters"]["health"] == "ok", "the vaults are well")


def before(office):
    """What comes before the first ceremony: a way back, and the branch of the tree."""
    keller = office["keller"]
    early = keller.post("/keys/ceremonies", {"purpose": "seed", "officers": OFFICERS})
    check.that(early.code == "backup_key_missing", "nothing is formed that could not be brought back", early)
    body = {"needed": 2, "holders": ["sun", "sokolov", "clark"], "reason": "before the first ceremony"}
    check.that(keller.post("/keys/backup/key", {**body, "needed": 4}).code == "bad_share_numbers", "more shares than holders bring nothing back")
    made = office.with_two("/keys/backup/key", body)
    check.that(made.status == 200 and not any(h["collected"] for h in made["backup"]["holders"]), "two managers make a backup key", made)
    check.that(keller.post("/keys/ceremonies", {"purpose": "seed", "officers": OFFICERS}).code == "backup_key_missing", "its shares have to be collected first")
    for name in body["holders"]:
        share = office[name].post("/keys/backup/share", {})
        check.that(share.status == 200, f"{name} collects a share", share.status)
        office.shares[name] = share["text"]
        check.that(office[name].post("/keys/backup/share", {}).code == "no_share_for_you", "  once")
    check.that(office["gao"].post("/keys/backup/share", {}).code == "no_share_for_you", "who was not named gets none")
    check.that(keller.post("/keys/factors", {"utility_factor": "xyz"}).code == "bad_tree_factor", "a factor of the wrong form is refused")
    for factor in ("0011223344556677", "4B574F5441303031"):
        chosen = keller.post("/keys/factors", {"utility_factor": factor})
        check.that(chosen.status == 200 and chosen["factors"]["utility_factor"] == factor, "a factor is chosen, and changed while nothing hangs on it", chosen)


def ceremony(office):
    """Four officers form the seed; what must be refused is refused."""
    keller = office["keller"]
    start = lambda officers, who=keller: who.post("/keys/ceremonies", {"purpose": "seed", "officers": officers, "suite": "3des"})
    check.that(start(["sun"]).code == "officers_too_few", "one officer is none")
    check.that(start(["sun", "clark", "sun"]).code == "same_person_twice", "one person is not two")
    check.that(start(["sun", "wang"]).code == "not_a_key_officer", "a cashier is no officer")
    with concurrent.futures.ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda who: start(OFFICERS, office[who]), ["keller", "orlova"]))
    check.that(sorted(a.status for a in answers) == [200, 409], "two managers at once begin one ceremony", [str(a) for a in answers])
    begun = next(a for a in answers if a.status == 200)
    number, manager, other = begun["number"], begun["started_by"], "orlova" if begun["started_by"] == "keller" else "keller"
    parts = {name: office.secret() for name in OFFICERS}
    check.that(office.component(number, "sun", bytes(16)).json["details"]["why"] == "zeros", "zeros are no secret")
    check.that(office.component(number, "sun", bytes.fromhex("0123456789abcdef") * 2).code == "weak_key", "equal halves are no secret")
    check.that(office.component(number, "sun", parts["sun"], parts["clark"]).code == "components_differ", "two different entries are refused")
    check.that(office["keller"].post(f"/keys/ceremonies/{number}/components", {"component": "00", "repeated": "00"}).code in ("not_in_ceremony", "bad_component"), "a manager enters nothing")
    given = office.component(number, "sun", parts["sun"])
    check.that(given.status == 200 and given["given"] == 1, "an officer gives a component and sees its check value", given)
    check.that(office.component(number, "sun", parts["clark"]).code == "component_given", "once")
    check.that(office.component(number, "sokolov", parts["sun"]).code == "component_of_another", "another officer's component is refused")
    value = given["check_value"]
    seen = [office[name].get(path).bytes for name, path in (("sun", f"/keys/ceremonies/{number}"), ("sokolov", f"/keys/ceremonies/{number}"), ("novak", "/keys/journal?page_size=200"), ("novak", "/audit?page_size=200"))]
    check.that(value == value_of(parts["sun"]) and not any(value.encode() in answer for answer in seen), "nobody sees its check value again, he himself neither, and the journal has none", value)
    books = sqlite3.connect(office.server.folder / "data/books.db")
    digests = re.compile("X'[0-9A-F]{64,}'")  # in so many random digits any six are found
    kept = [line for line in books.iterdump() if value in digests.sub("", line)]
    books.close()
    check.that(not kept, "nor is it anywhere in the books: it would confirm a guess", kept)
    check.that(office[manager].post(f"/keys/ceremonies/{number}/form", {}).code == "components_missing", "fewer than were named form nothing")
    weak(office, number)
    check.that(office["keller"].post(f"/keys/ceremonies/{number}/components", {}).code == "not_in_ceremony", "nothing is rolled for who is no officer of it")
    rolled = office["sokolov"].post(f"/keys/ceremonies/{number}/components", {})
    check.that(rolled.status == 200 and rolled["given"] == 2, "who types nothing has the vault roll his component", rolled)
    for name in OFFICERS[2:]:
        office.component(number, name, parts[name])
    check.that(office[other].post(f"/keys/ceremonies/{number}/form", {}).code == "ceremony_of_another", "another manager does not finish it")
    formed = office[manager].post(f"/keys/ceremonies/{number}/form", {})
    check.that(formed.status == 200 and formed["state"] == "formed" and len(formed["roots"]) > 12, "the seed and the roots of all purposes are formed", formed)
    check.that(formed["check_value"] != value_of(xor(*parts.values())), "the officers' components alone are not the seed: the vault's own share is in it", formed)
    check.that(office[manager].post(f"/keys/ceremonies/{number}/form", {}).code == "ceremony_not_open", "once")
    entered = enter_transport_key(office)
    check.that(entered.status == 200 and entered["state"] == "formed", "two officers enter the card supplier's transport key", entered)


def weak(office, number):
    """What a person thinks of is no component."""
    for what, typed in (("a sequence", "000102030405060708090A0B0C0D0E0F"), ("there and back", "0123456789ABCDEFFEDCBA9876543210"), ("a pattern of five digits", "ABCDEABCDEABCDEABCDEABCDEABCDEAB"),
                        ("text", "kwota master see".encode().hex()), ("another language's text", "секретно".encode().hex()), ("a word in hexadecimal", "DEADBEEF" + "9B0A2C5DF43E81A7C66F17D2"), ("a birthday and a telephone number", "19841102861065512345194910012026")):
        refused = office.component(number, "sokolov", bytes.fromhex(typed))
        check.that(refused.code == "weak_key" and refused.json["detail"], f"{what} is no secret: {refused.json['details'].get('why')}", refused)


def value_of(key):
    return encrypt(key, bytes(8))[:3].hex().upper()


def killed(office):
    """The server dies in the middle of a ceremony: the components are gone, and nobody goes on with it."""
    begun = office["keller"].post("/keys/ceremonies", {"purpose": "seed", "officers": OFFICERS})
    part = office.secret()
    office.component(begun["number"], "sun", part)
    office.restart()
    office.everybody()
    left = office["keller"].get(f"/keys/ceremonies/{begun['number']}")
    check.that(left["state"] == "abandoned" and left["state_reason"] == "restart", "the ceremony was abandoned by the restart", left)
    check.that(office.component(begun["number"], "sokolov", office.secret()).code == "ceremony_not_open", "nobody goes on with it")
    few = office["keller"].post("/keys/ceremonies", {"purpose": "seed", "officers": OFFICERS[:2]})
    check.that(few.code == "officers_not_as_fixed" and few["details"] == {"required": "4", "given": "2"}, "a manager alone does not make a ceremony of two", few)
    again = office.form("seed", {name: office.secret() for name in OFFICERS})
    check.that(again.status == 200 and again["version"] == 2, "the next one forms the next version", again)


def sold_before(office):
    """A card is sold under the sample keys, and the sale waits for its meter."""
    office["wang"].post("/bench/cards", {})  # so many blank ones as the key cards take
    open_account(office, 1)
    office.card_of_before = office.card
    office["wang"].post(f"/bench/cards/{office.card}/move", {"to": "wallet"})


def of_before(office):
    """What was sold under the sample keys is a card of before: it is called one, and sells nothing."""
    seen = on_reader(office, office.card_of_before)
    check.that(seen["state"] == "error" and seen["reason_code"] == "card_of_sample_keys", "a card of the sample keys is known as one", seen)
    check.that("account" not in seen and "in_doubt" not in seen, "  nothing of it was read, and no sale of it is in doubt", seen)
    quote = office["wang"].post("/quotes", {"account": office.account, "pay": "20.00"})
    order = {"confirmed": YES, "account": office.account, "quote": quote["id"], "carrier": "card", "tender": "cash", "client_key": new_key(), "card_session": seen["session"], "on_pending": "sum"}
    refused = office["wang"].post("/sales", order)
    check.that(refused.code == "card_of_sample_keys", "nothing is sold with it", refused)
    put(office, office.card_of_before, "wallet")
    office["keller"].poll("/keys/cards", lambda a: not a["cards"], "the empty reader")


def counters(office):
    """The keys go to the counters: wrapped, compared, activated by two persons."""
    check.that(office["keller"].post("/keys/activate", {"version": 1, "reason": "x"}).code == "nothing_pending", "nothing is activated that was not delivered")
    asked = office["keller"].post("/keys/deliver", {"version": 1, "reason": "first keys"})
    check.that(asked.status == 202, "one manager alone delivers nothing", asked)
    check.that(office["keller"].post(f"/approvals/{asked['approval']['number']}/approve").code == "approval_own", "and does not agree with himself")
    check.that(office["sun"].post(f"/approvals/{asked['approval']['number']}/approve").code == "permission_denied", "nor does an officer")
    delivered = office.with_two("/keys/deliver", {"version": 1, "reason": "first keys"})
    check.that(delivered.status == 200 and len(delivered["delivered"]) > 12, "the county's keys are delivered", delivered)
    check.that(office["keller"].post("/keys/factors", {"utility_factor": "0011223344556677"}).code == "factors_fixed", "the factors stand now")
    check.that(office["wang"].get("/session")["sample_keys"] is True, "nothing has changed for the counters yet")
    active = office.with_two("/keys/activate", {"version": 1, "reason": "begin"})
    check.that(active.status == 200 and active["sample_keys"] is False, "two managers activate them", active)
    check.that(active.status == 200 and active["active"] and {k["purpose"]: k["check_value"] for k in active["active"]} == {k["purpose"]: k["check_value"] for k in delivered["delivered"]}, "with the check values that were delivered")
    check.that(office["wang"].get("/session")["sample_keys"] is False, "the counters no longer say SAMPLE KEYS")
    office.values("office"), office.values("sealing")


def cards(office):
    """Key cards: a pair, a card that the pair issues on two readers, and the loss of a control card."""
    bench = [card["id"] for card in office["wang"].get("/bench")["cards"] if card["place"] == "wallet" and card["id"] != office.card_of_before][-3:]
    master, control, province = [serial_of(office, card) for card in bench]
    order = {"kind": "master_control", "card": master, "pin": "111111", "reason": "first cards"}
    check.that(office["keller"].post("/keys/cards/issue", order).status == 202, "one manager alone issues no key card")
    put(office, bench[0], "reader:0")
    made = office.with_two("/keys/cards/issue", order)
    check.that(made.status == 200 and made["state"] == "active", "the vault issues the master control card", made)
    check.that(office["keller"].get("/keys/cards")["cards"][0]["kind"] == "master_control", "which says what it is")
    check.that(office["keller"].post("/keys/cards/issue", order).code == "device_known", "it is not written again")
    put(office, bench[0], "wallet")
    put(office, bench[1], "reader:0")
    paired = office.with_two("/keys/cards/issue", {"kind": "control", "card": control, "pair": master, "pin": "222222", "reason": "its pair"})
    check.that(paired.status == 200 and office["keller"].get(f"/keys/devices/{master}")["pair"] == control, "and its control card; each names the other", paired)
    put(office, bench[0], "reader:1")
    order = {"kind": "province", "card": province, "mother": master, "mother_pin": "111111", "control_pin": "999999", "pin": "333333", "reason": "the province"}
    wrong = office.with_two("/keys/cards/issue", order)
    check.that(wrong.code == "key_card_pin_wrong", "a wrong PIN of the control card gives nothing", wrong)
    with concurrent.futures.ThreadPoolExecutor(1) as desk:
        issuing = desk.submit(office.with_two, "/keys/cards/issue", {**order, "control_pin": "222222"})
        office["novak"].poll(f"/keys/devices/{province}", lambda a: a.status == 200, "the opened mother")
        put(office, bench[1], "wallet")  # the control card has done its part and makes room for the blank one
        put(office, bench[2], "reader:0")
        issued = issuing.result()
    check.that(issued.status == 200 and issued["state"] == "active" and issued["code"] == "13000000", "the pair issues the province card, on two readers", issued)
    put(office, bench[2], "wallet")
    lost = office.with_two(f"/keys/devices/{control}/void", {"reason": "left in a taxi"})
    check.that(lost.status == 200 and {row["serial"] for row in lost["void"]} == {master, control}, "the lost control card voids its mother", lost)
    put(office, bench[0], "wallet")
    office["keller"].poll("/keys/cards", lambda a: not a["cards"], "the empty readers")
    put(office, bench[0], "reader:0")
    told = office["wang"].poll("/reader", lambda a: a["card"] and a["card"]["state"] != "reading", "the void card at a counter")["card"]
    check.that(told.get("reason_code") == "card_voided", "a counter knows it as void", told)
    put(office, bench[0], "wallet")


def devices(office):
    """What is lost is void for good."""
    share = next(row for row in office["keller"].get("/keys/devices?filter.kind=backup_share")["rows"] if row["holder"] == "clark")
    lost = office.with_two(f"/keys/devices/{share['serial']}/void", {"reason": "paper was left in the copier"})
    check.that(lost.status == 200 and lost["void"][0]["state"] == "void", "a device is declared void by two persons", lost)
    check.that(office["keller"].post(f"/keys/devices/{share['serial']}/void", {"reason": "again"}).code == "device_void", "once")
    check.that(office["keller"].post("/keys/devices/none/void", {"reason": "x"}).code == "unknown_device", "an unknown device is told")


def destroying(office):
    """A key that nothing lives by is destroyed by two persons; one that is in use is not."""
    office.older = office.with_two("/keys/backup", {"reason": "before the destruction"})["file"]
    shutil.copytree(office.token_folders()[0], office.server.folder / "tokens-of-before")
    order = {"vault": "office", "purpose": "credit", "version": 1, "reason": "test"}
    check.that(office["keller"].post("/keys/destroy", order).code == "key_in_use", "a key in use is not destroyed")
    gone = office.with_two("/keys/destroy", {**order, "version": 2})
    check.that(gone.status == 200 and gone["version"]["state"] == "destroyed", "an unused one is", gone)
    check.that(office["keller"].post("/keys/destroy", {**order, "version": 2}).code == "version_unknown", "once")
    row = next(r for r in office["novak"].get("/keys/tree")["versions"] if r["purpose"] == "credit" and r["version"] == 2)
    check.that(row["in_vault"] is False, "the vault has it no more", row)


def recovery(office):
    """The tokens are wiped on purpose and come back with equal check values."""
    folder = office.server.office.data / "key_backups"
    made = lambda: [row["number"] for row in office["novak"].get("/keys/journal?page_size=200")["rows"] if row["what"] == "backup_made"]
    before = made()
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("no folder")
    lost = office.with_two("/keys/backup", {"reason": "onto a disk that takes nothing"})
    check.that((lost.status, lost.code) == (500, "backup_failed"), "a backup that no disk takes is none", lost)
    folder.unlink()
    aside.rename(folder)
    check.that(before and made() == before, "  and the journal calls nothing one", made())
    saved = office.with_two("/keys/backup", {"reason": "monthly"})
    check.that(saved.status == 200 and saved["keys"] > 12, "the key office is backed up", saved)
    download = office["keller"].get(f"/keys/backup/{saved['file']}")
    check.that(download.status == 200 and len(download.bytes) > 100, "the backup is a file")
    check.that(office["keller"].get("/keys/backup/..%2Fbooks.db").code in ("unknown_backup", "not_found"), "and no other file is")
    before = office.values("office"), office.values("sealing")
    older_bytes = office["keller"].get(f"/keys/backup/{office.older}").bytes
    office.server.office.kill()
    office.server.kill()
    for folder in office.token_folders():
        shutil.rmtree(folder)
        folder.mkdir()
    new_vault(office)
    office.server.start()
    office.server.office.start()
    office.everybody()
    confirmed(office)
    tree = office["novak"].get("/keys/tree")
    check.that(not any(row["in_vault"] for row in tree["versions"]), "the vaults are empty")
    restore = {"file": saved["file"], "reason": "tokens were lost"}
    check.that(office["keller"].post("/keys/restore", restore).code == "shares_missing", "without shares nothing comes back")
    bad = office.shares["sun"][:-1] + ("0" if office.shares["sun"][-1] != "0" else "1")
    check.that(office["sun"].post("/keys/restore/share", {"text": bad}).code == "bad_share", "a mistyped share is known as one")
    found = office["sokolov"].post("/keys/restore/share", {"text": office.shares["sun"]})
    check.that(found.code == "share_of_another" and found["details"]["holder"] == "sun", "nobody brings another's share", found)
    for given, name in enumerate(("sun", "sokolov"), 1):
        share = office[name].post("/keys/restore/share", {"text": office.shares[name]})
        check.that(share.status == 200 and share["given"] == given, f"{name} gives a share", share)
        check.that(office[name].post("/keys/restore/share", {"text": office.shares[name]}).code == "share_given", "once")
    restore["file"] = office.older
    asked = office["keller"].post("/keys/restore", restore)
    check.that(asked.code == "backup_older" and asked["details"]["made"] < asked["details"]["newest"] and saved["file"] == asked["details"]["newest_file"], "an older backup is a question, with both dates", asked)
    back = office.with_two("/keys/restore", {**restore, "older": True})
    check.that(back.status == 200 and all(k["agrees"] for k in back["restored"]), "every key comes back with the check value of the books", back)
    check.that([(row["purpose"], row["version"]) for row in back["destroyed"]] == [("credit", 2)] and ("credit", 2) not in {(row["purpose"], row["version"]) for row in back["restored"]}, "but not what was destroyed: it is named", back["destroyed"])
    row = next(r for r in office["novak"].get("/keys/tree")["versions"] if r["purpose"] == "credit" and r["version"] == 2)
    check.that(row["in_vault"] is False and row["state"] == "destroyed", "  and is in no vault", row)
    journal = office["novak"].get("/keys/journal?page_size=200")["rows"]
    file = next(r for r in journal if r["what"] == "backup_restored")
    print_of = hashlib.sha256(older_bytes).hexdigest()
    check.that(file["object"] == "office/" + office.older and print_of in file["details"].lower() and '"made":"2' in file["details"] and file["second"] == "orlova", "the journal has the file's name, its hash and its age", file)
    check.that(any(r["what"] == "key_not_restored" and r["version"] == 2 for r in journal) and any(r["what"] == "share_refused" and r["first"] == "sokolov" for r in journal), "  what was left in it, and who brought another's share")
    begun = office["keller"].post("/keys/ceremonies", {"purpose": "card_transport", "officers": ["sun", "gao"], "suite": "3des"})
    rolled = office["sun"].post(f"/keys/ceremonies/{begun['number']}/components", {})
    check.that(rolled.code == "component_of_letter", "nobody rolls what stands in the supplier's letter", rolled)
    office["keller"].post(f"/keys/ceremonies/{begun['number']}/abandon", {"reason": "no letters"})
    check.that(enter_transport_key(office, wrong=True).code == "check_value_differs", "another transport key than before is refused")
    office["keller"].post(f"/keys/ceremonies/{office['keller'].get('/keys/tree')['ceremony']}/abandon", {"reason": "wrong letters"})
    again = enter_transport_key(office)
    check.that(again.status == 200 and again["version"] == 1, "the card supplier's transport key is entered again, as the same version", again)
    check.that((office.values("office"), office.values("sealing")) == before, "all check values are what they were")
    check.that(office["wang"].get("/session")["sample_keys"] is False, "the counters seal with our own keys again")
    office["wang"].post(f"/bench/cards/{office.card}/move", {"to": "wallet"})
    seen = on_reader(office, office.card)
    check.that(seen["state"] in ("recognised", "unread_on_card"), "the card of before is known", seen)
    older_proof(office)


def new_vault(office):
    """A vault that nobody knows does not sign these books on; two who answer for books say that they are right."""
    data, server = office.server.folder / "data", office.server
    start = subprocess.run([KWOTA, "serve", *server.flags, "--port", "0", "--data", data], capture_output=True, text=True, timeout=120)
    check.that(start.returncode != 0 and "vault_replaced" in start.stdout + start.stderr, "books whose vault was lost do not start with a new one", start)
    manager, auditor = ((name, server.demo_password(name)) for name in ("miller", "audit"))
    check.that("permission_denied" in accept(data, manager, ("wang", PASSWORD)).stderr, "a cashier does not answer for books")
    check.that("same_person" in accept(data, manager, manager).stderr, "and one person is not two")
    accepted = accept(data, manager, auditor)
    check.that(accepted.returncode == 0 and "Accepted by" in accepted.stdout, "a manager and an auditor do", (accepted.stdout, accepted.stderr))
    own = server.office.data
    start = subprocess.run([KWOTA, "office", "--port", "0", "--data", own], capture_output=True, text=True, timeout=120)
    check.that(start.returncode != 0 and "vault_replaced" in start.stdout + start.stderr, "nor do the key office's", start)
    keller, novak = (("keller", PASSWORD), ("novak", PASSWORD))
    check.that("permission_denied" in accept(own, keller, ("sun", PASSWORD)).stderr, "an officer does not answer for the office's books")
    accepted = accept(own, keller, novak)
    check.that(accepted.returncode == 0 and "Accepted by" in accepted.stdout, "a key manager and the security auditor do", (accepted.stdout, accepted.stderr))


def confirmed(office):
    """Both tokens are new: each program hears the other only when two of its own people have compared the fingerprint."""
    seen = office["novak"].get("/keys/counters")
    check.that(seen["answers"] != seen["counters"], "the office does not know the counters that answer", seen)
    office.sign_in("miller", "petrov", first=True)
    door = office["miller"].get("/key-office")
    check.that(door["strangers"] == [seen["own"]] and door["office"] not in door["strangers"], "nor do the counters know the office: a stranger knocked", door)
    wrong = office["miller"].post("/key-office", {"fingerprint": "0000-0000-0000-0000", "reason": "token was lost"})
    check.that(wrong.code == "key_office_not_there", "a wrong fingerprint is nobody's", wrong)
    heard = office.with_two("/key-office", {"fingerprint": seen["own"], "reason": "token was lost"}, "miller", "petrov")
    check.that(heard.status == 200 and heard["office"] == seen["own"], "two managers confirm the office", heard)
    counters = office.with_two("/keys/counters", {"fingerprint": door["own"], "reason": "token was lost"})
    check.that(counters.status == 200 and counters["counters"] == counters["answers"] == door["own"], "two key managers confirm the counters", counters)


def older_proof(office):
    sale = office["wang"].get("/sales?sort=time&page_size=1")["rows"][0]["number"]
    proof = office["wang"].get(f"/sales/{sale}")["signature"]
    known = (office.server.folder / "data/root_public_key.der").read_bytes()
    key, signature = bytes.fromhex(proof["public_key"] or ""), bytes.fromhex(proof["signature"])
    check.that(key and known.startswith(key) and len(known) > len(key), "a sale of before names the key of the lost vault, not that of the new one", proof)
    # r || s as DER, for another program.
    halves = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
    numbers = b"".join(b"\x02" + bytes([n.bit_length() // 8 + 1]) + n.to_bytes(n.bit_length() // 8 + 1, "big") for n in halves)
    files = {name: office.server.folder / name for name in ("key.der", "hash", "signature")}
    for name, content in (("key.der", key), ("hash", bytes.fromhex(proof["anchor"]["hash"])), ("signature", b"\x30" + bytes([len(numbers)]) + numbers)):
        files[name].write_bytes(content)
    said = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", files["key.der"], "-in", files["hash"], "-sigfile", files["signature"]], capture_output=True, text=True)
    check.that(said.returncode == 0, "and openssl verifies it under that key", said.stdout + said.stderr)


def campaign(office):
    """A new version goes into the field."""
    formed = office.form("seed", {name: office.secret() for name in OFFICERS})
    version = formed["version"]
    check.that(office["keller"].post("/keys/campaigns", {"to_version": version, "refuse_after": "2027-12-31", "reason": "x"}).code == "version_unknown", "a change to keys that no counter has is refused")
    for step in ("deliver", "activate"):
        done = office.with_two(f"/keys/{step}", {"version": version, "reason": "yearly change"})
        check.that(done.status == 200, f"the new version: {step}", done)
    states = {row["version"]: row["state"] for row in office["novak"].get("/keys/tree")["versions"] if row["vault"] == "sealing" and row["purpose"] == "credit"}
    check.that(states == {1: "retiring", version: "active"}, "two versions live at once", states)
    started = office.with_two("/keys/campaigns", {"to_version": version, "refuse_after": "2027-12-31", "reason": "yearly change"})
    check.that(started.status == 200 and started["state"] == "running", "the change in the field begins", started)
    kinds = {row["kind"]: (row["done"], row["total"]) for row in started["progress"]}
    check.that(kinds["vaults"] == (1, 1) and kinds["cards"][1] == 2, "its progress is counted by kind", kinds)
    check.that(any(row["kind"] == "cards" for row in started["missing"]), "what is missing is named", started["missing"])
    data = str(office.server.folder / "data")  # what has the old keys the counters know
    shown = json.loads(subprocess.run([KWOTA, "keys", "campaign", "show", "--json", "--data", data], capture_output=True, text=True).stdout)
    bare = lambda rows: [(row["kind"], row["what"], row["version"]) for row in rows]
    check.that(bare(shown["missing"]) == bare(started["missing"]), "a terminal of the counters names the same", shown["missing"])
    check.that(all(not row["where"] for row in started["missing"] if row["kind"] == "cards"), "whose card it is the key office is not told", started["missing"])
    read = subprocess.run([KWOTA, "keys", "campaign", "show", "--data", data], capture_output=True, text=True).stdout
    check.that(all(row["what"] in read for row in started["missing"]) and read.count("missing: ") == len(started["missing"]), "  as a person reads it, too", read)
    check.that(office["keller"].post(f"/keys/campaigns/{started['number']}/finish", {"reason": "x"}).code == "campaign_incomplete", "it does not end while something is missing")
    office["wang"].post(f"/bench/cards/{office.card}/move", {"to": "wallet"})
    seen = on_reader(office, office.card)
    check.that(seen["state"] in ("recognised", "unread_on_card"), "a card under the old version is still good", seen)
    stopped = office.with_two(f"/keys/campaigns/{started['number']}/stop", {"reason": "enough shown"})
    check.that(stopped.status == 200 and stopped["state"] == "stopped", "it is stopped by two persons", stopped)


def risen(office):
    """The tokens of before the destruction are put back behind the program's back."""
    data, tokens = office.server.office.data, office.token_folders()[0]
    now = office.server.folder / "tokens-of-now"
    tokens.rename(now)
    (office.server.folder / "tokens-of-before").rename(tokens)
    said = subprocess.run([KWOTA, "verify", "--json", "--data", str(data)], capture_output=True, text=True)
    named = json.loads(said.stdout)["destroyed_but_in_the_vault"]
    check.that(said.returncode == 1 and {"vault": "office", "purpose": "credit", "version": 2} in named, "kwota verify names what is destroyed but in the vault", said.stdout + said.stderr)
    read = subprocess.run([KWOTA, "verify", "--data", str(data)], capture_output=True, text=True)
    check.that("office/credit version 2: destroyed but in the vault" in read.stdout, "  as a person reads it, too", read.stdout)
    shutil.rmtree(tokens)
    now.rename(tokens)
    said = subprocess.run([KWOTA, "verify", "--data", str(data)], capture_output=True, text=True)
    check.that(said.returncode == 0, "  and nothing of the right tokens", said.stdout + said.stderr)


def traces(office):
    """The journal, the proof, and no secret anywhere."""
    rows = office["novak"].get("/keys/journal?page_size=200")["rows"]
    two = [row for row in rows if row["what"] in ("key_delivered", "key_activated", "key_destroyed", "device_void", "backup_made", "key_restored")]
    check.that(two and all(row["first"] and row["second"] and row["first"] != row["second"] for row in two), "what leaves, dies or comes back names two persons", two)
    report = office["novak"].post("/verify")
    check.that(report.status == 200 and report["ok"], "the office's books verify, the key journal among them", report)
    data, own = office.server.folder / "data", office.server.folder / "key-office"
    for verb in ("tree", "kcv", "devices"):
        said = subprocess.run([KWOTA, "keys", verb, "--json", "--data", str(own)], capture_output=True, text=True)
        check.that(said.returncode == 0 and json.loads(said.stdout), f"kwota keys {verb} --json", said.stderr)
    office.know_seeds()
    office.server.office.kill()
    office.server.kill()
    for folder in (own, data):
        agreed = subprocess.run([KWOTA, "keys", "verify", "--json", "--data", str(folder)], capture_output=True, text=True)
        check.that(agreed.returncode == 0 and json.loads(agreed.stdout)["ok"], f"kwota keys verify: vault and books agree in {folder.name}", agreed.stdout + agreed.stderr)
    own_folder = subprocess.run([KWOTA, "keys", "verify", "--data", str(own)], capture_output=True, text=True).stdout
    counters = subprocess.run([KWOTA, "keys", "verify", "--data", str(data)], capture_output=True, text=True).stdout
    check.that(all(said.startswith("In order: ") and ": 0 keys" not in said for said in (own_folder, counters)), "each says how many keys of its own vault were compared", own_folder + counters)
    risen(office)
    inside, outside, summary = leaks(office)
    check.that(summary and not outside, f"no key, component or share stands anywhere in what the run wrote: {summary}", outside[:5])
    check.that(inside, "only the chips of the simulated key cards hold keys of the tree, the same as the vault's")


if __name__ == "__main__":
    sys.exit(walk(check, lambda server: Office(server, check), (
        doors, before, ceremony, killed, sold_before, counters, of_before, cards, open_account, devices, destroying, recovery, campaign, traces,
    ), office=True))
