#!/usr/bin/env python3
"""What a counter seals with, from outside: a PSAM in a reader of its own, a load SAM with its PIN and its quota, each pulled, put back and declared
void, at a counter that sells with nothing else; and the sticks of the key office, which seal nothing. Every answer is held against openapi.json. One line per check."""
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from house import YES, Checks, new_key, walk, proposed
from irrigation import village
from key_office import Office, leaks, on_reader, open_account, own_keys, put

check = Checks()
TERMINAL = "000013092501"
SAM_TERMINAL = "000013092502"
PINS = {"mother": "111111", "control": "222222", "psam": "246810", "load_sam": "864213", "key_ukey": "73916402"}


def configured(office, counter):
    """The server comes up anew with this counter in vault.json."""
    office.server.kill()
    (office.server.folder / "data/vault.json").write_text(json.dumps({"counter": counter}))
    office.server.start()
    office.everybody()


def sell(office, pay="10.00", between=lambda: None):
    """One sale onto the card on the reader; `between` happens when the card was read and the sale was quoted."""
    wang = office["wang"]
    put(office, office.card, "wallet")
    seen = on_reader(office, office.card)
    if seen.get("error") or seen["state"] not in ("recognised", "unread_on_card"):
        return None, seen
    quote = wang.post("/quotes", {"account": office.account, "pay": pay})
    if quote.status != 200:
        return quote, seen
    between()
    return wang.post("/sales", {"confirmed": YES, "account": office.account, "quote": quote["id"], "carrier": "card", "tender": "cash", "client_key": new_key(), "card_session": seen["session"]}), seen


def why(seen):
    """The code of what kept the desk from reading a card to its end."""
    return seen.get("reason_code") or seen.get("error")


def not_done(office, answer, code, what):
    """Booked, not sealed, taken back: no money, nothing on the card."""
    ended = answer is not None and answer.status == 200 and answer["outcome"] == "not_done" and answer["error"]["code"] == code
    check.that(ended, what, answer)
    check.that(ended and answer["sale"]["state"] == "reversed", "and what had been booked is taken back", answer)
    seen = office["wang"].get(f"/sales/{answer['sale']['number']}") if ended else {}
    check.that(ended and seen["paid_back_at"] == {"station": answer["sale"]["station"], "till": answer["sale"]["till"], "amount": answer["sale"]["tendered"]}, "and the sale says which till's drawer its money is paid back of", seen)


def sales_of(office):
    return office["wang"].get(f"/sales?filter.account={office.account}")["total"]


def applied(office):
    """The card visits its meter and comes back."""
    put(office, office.card, f"meter:{office.meter}")
    office["wang"].poll("/bench", lambda a: not next(m for m in a["meters"] if m["number"] == office.meter)["card_busy"], "the meter's work")
    put(office, office.card, "wallet")


def hang(office, on=True):
    """The meter hangs on its line, and the counters know where; or no more."""
    wang = office["wang"]
    wang.post(f"/bench/meters/{office.meter}/line", {"fault": ""} if on else {"on": False})
    office.sign_in("tech", first=not getattr(office, "knows_tech", False), station="E01")
    office.knows_tech = True
    if not on:
        return office["tech"].call("DELETE", f"/links/{office.meter}", {})
    where = next(m for m in wang.get("/bench")["meters"] if m["number"] == office.meter)["line"]["address"]
    seen = office["tech"].get(f"/links/{office.meter}")
    return office["tech"].put(f"/links/{office.meter}", {"address": where, **({"version": seen["version"]} if seen.status == 200 else {})})


def over_the_line(office, terminal):
    """What seals at this counter seals for a meter on a line too: credit, an order, a parameter."""
    wang = office["wang"]
    check.that(hang(office).status == 200, "the meter hangs on a line")
    quote = wang.post("/quotes", {"account": office.account, "pay": "1.00"})
    sold = wang.post("/sales", {"confirmed": YES, "account": office.account, "quote": quote["id"], "carrier": "link", "tender": "cash", "client_key": new_key()})
    check.that(sold.status == 200 and sold["command"]["kind"] == "credit", "a sale over the line is booked", sold)
    done = wang.poll(f"/sales/{sold['sale']['number']}", lambda a: a["state"] == "applied", "the meter's word")
    check.that(any(f"PSAM {terminal} / " in step["proof"] for step in done["timeline"]), "the meter has it, and the sale names terminal and transaction of its seal", done["timeline"])
    tech, orders = office["tech"], {}
    orders["clock"] = tech.post(f"/meters/{office.meter}/commands", {"kind": "clock"})
    orders["trip"] = tech.post(f"/meters/{office.meter}/commands", {"kind": "relay", "order": "trip"})
    for what, given in orders.items():
        check.that(given.status == 200 and wang.poll(f"/commands/{given['number']}", lambda a: a["settled"], what)["state"] == "done", f"the meter takes an order: {what}", given)
    closed = tech.post(f"/meters/{office.meter}/commands", {"kind": "relay", "order": "close"})
    wang.poll(f"/commands/{closed['number']}", lambda a: a["settled"], "closed again")
    wanted = tech.post(f"/meters/{office.meter}/parameters", {"set": {"curfew_from": "2300"}})
    check.that(wanted.status == 200, "a parameter is wanted of it", wanted)
    has = wang.poll(f"/commands?filter.meter={office.meter}&filter.kind=parameters", lambda a: a["rows"] and a["rows"][0]["settled"], "the parameter")
    check.that(has["rows"][0]["state"] == "done", "and set over the line", has["rows"][0])
    hang(office, on=False)


def begin(office):
    """A house with keys of its own, a customer with his card, and a counter that seals with the token."""
    own_keys(office)
    open_account(office)
    office.meter = office["wang"].get("/bench")["meters"][0]["number"]
    for what in ("restore", "download"):
        done = office["keller"].post(f"/meters/{office.meter}/keys", {"what": what, "reason": "our own keys"})
        check.that(done.status == 200 and done["outcome"] == "done", f"the meter's keys: {what}", done)
    applied(office)
    vault = office["wang"].get("/vault")
    check.that(vault["kind"] == "token" and vault["state"] == "ready", "the counter seals with the token and says so", vault)
    check.that(office["wang"].post("/vault/pin", {"pin": "12345678"}).code == "no_pin_here", "nothing here waits for a PIN")


def ukeys_issued(office):
    """Two managers issue UKEYs; whose they are types the PIN, and nobody tells it back."""
    keller = office["keller"]
    order = {"holder": "技术员", "pin": PINS["key_ukey"], "valid_to": "2039-12-31", "reason": "meters"}
    check.that(office["sun"].post("/keys/ukeys", order).code == "permission_denied", "an officer issues none")
    check.that(keller.post("/keys/ukeys", {**order, "kind": "master_ukey"}).code == "field_unknown", "there is one kind: none seals for a counter, and none carries the utility's keys")
    for pin in ("1234567", "123456789", "1234567x", "55555555"):
        check.that(keller.post("/keys/ukeys", {**order, "pin": pin}).code == "bad_ukey_pin", f"its PIN is not {pin}")
    for field, value in (("holder", ""), ("valid_to", ""), ("valid_to", "2020-01-01")):
        refused = keller.post("/keys/ukeys", {**order, field: value})
        check.that(refused.code == "bad_ukey" and refused.json["details"]["field"] == field, f"a key UKEY without {field} is refused", refused)
    unknown = office.with_two("/keys/ukeys", {**order, "meters": ["999999999"]})
    check.that(unknown.code == "meter_certificate_missing", "for a meter whose certificate nobody has seen no keys are made", unknown)
    shown = keller.post(f"/meters/{office.meter}/keys/certificate", {})
    check.that(shown.status == 200 and len(shown["module"]) == 16, "the meter shows its certificate, and the office knows it", shown)
    asked = keller.post("/keys/ukeys", order)
    check.that(asked.status == 202 and proposed(asked) == ("issue_device", {"device": "key_device.key_ukey", "holder": "技术员", "valid_to": "2039-12-31"}), "the second manager reads whose it is and until when", asked)
    made = office.with_two("/keys/ukeys", order)
    check.that(made.status == 200 and made["kind"] == "key_ukey" and made["state"] == "active", "a key UKEY is issued with the sets of all meters that the office knows", made)
    check.that("pin" not in made.json, "its PIN is in no answer", made)
    row = next(row for row in keller.get("/keys/ukeys")["rows"] if row["serial"] == made["serial"])
    check.that(row["plugged_in"], "it is plugged in", row)
    whats = {row["what"] for row in office["novak"].get("/keys/journal?page_size=200")["rows"] if row["object"] == f"device/{made['serial']}"}
    check.that({"device_begun", "device_issued"} <= whats, "the key journal has it", whats)
    office.spoiled = [row["serial"] for row in keller.get("/keys/ukeys")["rows"] if row["state"] == "spoiled"]
    check.that(len(office.spoiled) == 1, "what was broken off is spoiled and says so", office.spoiled)
    office.key_ukey, office.key_pin = made["serial"], PINS["key_ukey"]
    office.pins[office.key_ukey] = office.key_pin


def found_stick(office):
    """Somebody finds a stick and its PIN, and has a program of his own."""
    data = office.server.folder / "key-office"
    attacker = pathlib.Path(__file__).parent.parent / "attackers" / "stick.py"

    def attacked(label):
        name = (data / f"ukeys/{label}.folder").read_text()
        with tempfile.TemporaryDirectory() as found:
            shutil.copytree(data / f"vault/tokens/{name}", pathlib.Path(found) / name)
            run = subprocess.run([sys.executable, attacker, found, label, office.pins[label]], capture_output=True, text=True)
            check.that(run.returncode == 0, "the attack ran", run.stderr)
            return json.loads(run.stdout)
    got = attacked(office.key_ukey)
    check.that(got["pin_was_taken"] and got["objects"] > 2, "he is in", got)
    check.that(got["pairs"] == 1 and got["secret_keys"] == 0, "a key UKEY holds one pair and no key of the county", got)
    check.that(not got["read_in_clear"] and not got["transport_keys"] and got["enciphering"] == 0, "nothing comes out of it, and nothing is opened", got)
    check.that(got["may_derive_unwrap_or_decrypt"] == 0, "its pair signs and can do nothing else", got)


def by_ukey(office, what, ukey=None, pin=None, **more):
    """A technician's work with a stick in his hand; the manager's alone needs nobody else."""
    body = {"what": what, "ukey": ukey or office.key_ukey, "pin": pin or office.key_pin, "reason": "at the meter", **more}
    return office["keller"].post(f"/meters/{office.meter}/keys/ukey", body)


def by_office(office, what):
    return office["keller"].post(f"/meters/{office.meter}/keys", {"what": what, "reason": "from the office"})


def meter_by_ukey(office):
    """A key UKEY brings a meter the very set that the office made for it, and can do nothing else there."""
    keller, before = office["keller"], office["wang"].get(f"/meters/{office.meter}")
    missing = keller.post(f"/meters/{office.meter}/keys/ukey", {"what": "download", "ukey": office.key_ukey, "reason": "no PIN"})
    check.that(missing.code == "field_missing", "without a PIN nothing is done", missing)
    wrong = by_ukey(office, "download", pin="00000000")
    check.that(wrong.code == "wrong_pin" and wrong.json["details"]["tries"] == "2", "a wrong PIN is counted", wrong)
    check.that(by_ukey(office, "download", ukey=office.spoiled[0]).code == "ukey_spoiled", "nothing is done by one whose issue was broken off")
    check.that(by_ukey(office, "download", ukey="ukey-00000000").code == "unknown_device", "nor one that nobody issued")
    again = by_ukey(office, "download")
    check.that(again.code == "key_version_not_higher", "another set of the version that it has is refused by the meter", again)
    refused = by_ukey(office, "restore")
    check.that(refused.code == "ukey_brings_keys_only", "a UKEY puts no meter back", refused)
    restored = by_office(office, "restore")
    check.that(restored.status == 200 and restored["outcome"] == "done" and restored["after"]["keys"] == "factory", "the office does", restored)
    given = by_ukey(office, "download")
    check.that(given.status == 200 and given["outcome"] == "done" and given["after"]["version"] == 1 and len(given["given"]) == 8, "a meter from the factory gets its keys from the UKEY", given)
    values = office.values("sealing")
    told = {row["purpose"]: row["check_value"].upper() for row in given["given"]}
    check.that(all(told[purpose] == values[(purpose, 1)] for purpose in ("credit", "return_data", "card_authentication")), "the county's, by their check values", (told, values))
    repeated = by_ukey(office, "download")
    check.that(repeated.status == 200 and repeated["outcome"] == "done", "the very same set again is signed for again", repeated)
    for what in ("restore", "download"):
        done = by_office(office, what)
        check.that(done.status == 200 and done["outcome"] == "done", f"and knows the office as its utility: {what}", done)
    rows = [row for row in office["novak"].get("/keys/journal?page_size=200")["rows"] if row["what"] == "meter_keys_done"]
    check.that(sum(office.key_ukey in json.dumps(row) for row in rows) == 2, "the key journal names the UKEY", rows)
    check.that(office["wang"].get(f"/meters/{office.meter}")["key_version"] == before["key_version"], "the meter's row says what it holds", before)
    data = office.server.folder / "key-office"
    name = (data / f"ukeys/{office.key_ukey}.folder").read_text()
    (data / f"vault/tokens/{name}").rename(data / f"ukeys/{name}")
    check.that(by_ukey(office, "download").code == "vault_offline", "pulled out it does nothing")
    (data / f"ukeys/{name}").rename(data / f"vault/tokens/{name}")
    lost = office.with_two(f"/keys/devices/{office.key_ukey}/void", {"reason": "left in a bus"})
    voided = by_ukey(office, "download")
    check.that(lost.status == 200 and voided.code == "ukey_void" and voided.json["details"]["reason"] == "left in a bus", "declared void it is refused with its reason", voided)
    check.that(by_ukey(office, "download", pin="00000000").code == "ukey_void", "and no PIN is tried on it")


def new_pin(office):
    """Three wrong PINs lock a stick; its holder types a new one at the key office."""
    made = office.with_two("/keys/ukeys", {"holder": "技术员", "pin": PINS["key_ukey"], "valid_to": "2039-12-31", "reason": "the next one"})
    office.key_ukey = made["serial"]
    said = [by_ukey(office, "download", pin=f"0000000{number}").code for number in range(1, 4)]
    check.that(said == ["wrong_pin", "wrong_pin", "pin_locked"], "three wrong PINs lock it", said)
    check.that(by_ukey(office, "download").code == "pin_locked", "the right one opens it no more")
    door, pin = f"/keys/ukeys/{office.key_ukey}/unblock", "60318254"
    check.that(office["keller"].post(door, {}).status == 422 and office["keller"].post(door, {"pin": "12"}).code == "bad_ukey_pin", "a new PIN is typed, of eight digits")
    unblocked = office["keller"].post(door, {"pin": pin})
    office.pins["unblocked"] = pin
    check.that(unblocked.status == 200 and unblocked.json == {"unblocked": True}, "its holder types a new one", unblocked)
    check.that(by_ukey(office, "download", pin=pin).code == "key_version_not_higher", "which opens it: the meter has this version already")


def at_key_desk(office, card, reader="reader:0"):
    """Wherever it lay. The key desk sees all readers, and for a moment it may still name the slot that the card was taken from."""
    lies = lambda a: any(c["serial"] == office.serials[card] for c in a["cards"])
    put(office, card, "wallet")
    office["keller"].poll("/keys/cards", lambda a: not lies(a), "the card taken away, as the key desk sees it")
    put(office, card, reader)
    office["keller"].poll("/keys/cards", lies, "the card at the key desk")


def issue(office, kind, card, reader="reader:0", **order):
    at_key_desk(office, card, reader)
    made = office.with_two("/keys/cards/issue", {"kind": kind, "card": office.serials[card], "reason": "a counter's PSAM", **order})
    check.that(made.status == 200 and made["state"] == "active", f"{kind} is issued", made)
    put(office, card, "wallet")


def pair(office, kind, cards, above=None):
    """A mother card and her control card; `above`: the pair that issues them, which lies on the other readers meanwhile."""
    mother, control = cards
    more = {}
    if above:
        put(office, above[0], "reader:1"), put(office, above[1], "reader:2")
        more = {"mother": office.serials[above[0]], "mother_pin": PINS["mother"], "control_pin": PINS["control"]}
    issue(office, kind, mother, pin=PINS["mother"], **more)
    issue(office, "control", control, pair=office.serials[mother], pin=PINS["control"], **more)
    for card in above or ():
        put(office, card, "wallet")


def psam_issued(office):
    """Pair by pair down to a PSAM, on three readers."""
    wang = office["wang"]
    for _ in range(7):
        wang.post("/bench/cards")
    blank = [card["id"] for card in wang.get("/bench")["cards"] if card["place"] == "wallet" and card["id"] != office.card][-7:]
    office.serials = {card["id"]: card["serial"] for card in wang.get("/bench")["cards"]}
    put(office, office.card, "wallet")
    master, province, county, office.psam = blank[0:2], blank[2:4], blank[4:6], blank[6]
    pair(office, "master_control", master)
    pair(office, "province", province, master)
    pair(office, "county", county, province)
    put(office, county[0], "reader:1"), put(office, county[1], "reader:2")
    issue(office, "psam", office.psam, terminal=TERMINAL, pin=PINS["psam"], holder="T1", mother=office.serials[county[0]], mother_pin=PINS["mother"], control_pin=PINS["control"])
    office.county = county
    for card in county:
        put(office, card, "wallet")
    lost = office.with_two(f"/keys/devices/{office.serials[master[1]]}/void", {"reason": "left in a taxi"})
    check.that(lost.status == 200 and len(lost["void"]) == 2, "a pair is declared void before the PSAM comes to its counter", lost)


def psam_sells(office):
    """A counter that seals with the PSAM in a reader of its own."""
    wang = office["wang"]
    reader = next(row["name"] for row in wang.get("/bench")["readers"] if row["id"] == "reader:2")
    pin = office.server.folder / "data/psam.pin"
    pin.write_text(PINS["psam"] + "\n")
    pin.chmod(0o600)
    configured(office, {"kind": "psam", "reader": reader, "terminal": TERMINAL, "pin_file": "psam.pin"})
    wang = office["wang"]
    vault = wang.get("/vault")
    check.that(vault["kind"] == "psam" and vault["label"] == TERMINAL and vault["state"] == "away", "without its PSAM it says so", vault)
    refused, seen = sell(office)
    check.that(refused is None and why(seen) == "vault_offline", "and sells nothing, though the token is there", seen)
    put(office, office.psam, "reader:2")
    ready = wang.poll("/vault", lambda a: a["state"] != "away", "the PSAM in its reader")
    check.that(ready["state"] == "ready", "put in, it is ready", ready)
    reading = wang.get("/reader")
    check.that(all(row["name"] != reader for row in reading["readers"]), "its reader is no customer's", reading["readers"])
    books = sqlite3.connect(f"file:{office.server.folder / 'data/books.db'}?mode=ro", uri=True)
    brought = books.execute("SELECT count(*) FROM key_event WHERE what='void_list_brought' AND object=?", (f"device/{office.serials[office.psam]}",)).fetchone()[0]
    check.that(brought == 1, "the void list came to it by itself", brought)
    office.sign_in("tech", first=not getattr(office, "knows_tech", False), station="E01")
    office.knows_tech = True
    for path, body in (("/pump-tools", {"tool": "collect", "reason": "x"}), ("/pump-tools/take-in", {})):
        pump_tool = office["tech"].post(path, body)
        check.that((pump_tool.status, pump_tool.code) == (422, "pump_tool_needs_token"), "no order of a pump is sealed by a PSAM", pump_tool)
    sold, seen = sell(office)
    check.that(sold is not None and sold.status == 200 and sold["outcome"] == "done", "a sale is sealed by the PSAM, the customer's card alone lies there", sold or seen)
    timeline = wang.get(f"/sales/{sold['sale']['number']}")["timeline"]
    check.that(any(f"PSAM {TERMINAL} / " in step["proof"] for step in timeline), "the sale names terminal and transaction of its seal", timeline)
    applied(office)
    back = on_reader(office, office.card)
    check.that(back["state"] == "recognised", "the meter believed it", back)
    over_the_line(office, TERMINAL)


def psam_pulled(office):
    """The PSAM is pulled, put back, and declared void."""
    wang = office["wang"]
    torn, _ = sell(office, between=lambda: put(office, office.psam, "wallet"))
    not_done(office, torn, "vault_offline", "pulled while the card lay there, the sale is not done")
    before = sales_of(office)
    check.that(wang.get("/vault")["state"] == "away", "the counter says that it is not there")
    refused, seen = sell(office)
    check.that(refused is None and why(seen) == "vault_offline", "with the PSAM pulled nothing is sold", seen)
    check.that(sales_of(office) == before, "nothing was booked")
    put(office, office.psam, "reader:2")
    wang.poll("/vault", lambda a: a["state"] == "ready", "the PSAM in its reader again")
    sold, seen = sell(office)
    check.that(sold is not None and sold.status == 200 and sold["outcome"] == "done", "put back, selling goes on", sold or seen)
    applied(office)
    lost = office.with_two(f"/keys/devices/{office.serials[office.psam]}/void", {"reason": "stolen"})
    check.that(lost.status == 200 and wang.get("/vault")["state"] == "void", "declared void it seals nothing from that moment", wang.get("/vault"))
    refused, seen = sell(office)
    check.that(refused is None and why(seen) == "counter_vault_void", "and the counter says why", seen)
    report = office["novak"].post("/verify")
    check.that(report.status == 200 and report["ok"], "the books verify", report)


def load_sam_issued(office):
    """A load SAM from the county's pair: it seals nothing until two managers have given it something to sell."""
    put(office, office.psam, "wallet"), put(office, office.card, "wallet")
    configured(office, {"kind": "token"})
    wang = office["wang"]
    for _ in range(6):
        wang.post("/bench/cards")
    fresh = wang.get("/bench")["cards"][-6:]
    office.serials.update({row["id"]: row["serial"] for row in fresh})
    office.sam, office.blank = fresh[0]["id"], fresh[1]["id"]
    office.user_pair, office.tool, office.clear = [row["id"] for row in fresh[2:4]], fresh[4]["id"], fresh[5]["id"]
    pair(office, "user_mother", office.user_pair, office.county)
    put(office, office.county[0], "reader:1"), put(office, office.county[1], "reader:2")
    by_county = {"mother": office.serials[office.county[0]], "mother_pin": PINS["mother"], "control_pin": PINS["control"]}
    issue(office, "load_sam", office.sam, terminal=SAM_TERMINAL, pin=PINS["load_sam"], holder="王秀英", **by_county)
    issue(office, "clear", office.clear, meter=office.meter, holder="crew 4", **by_county)
    for card in office.county:
        put(office, card, "wallet")


def refilled(office, **order):
    return office.with_two(f"/keys/devices/{office.serials[office.sam]}/quota", {"amount": "20.00", "count": 3, "valid_to": "2039-12-31", "reason": "counter three", **order})


def sam_ready(office):
    """The counter's page, once the card in its reader was found."""
    return office["wang"].poll("/vault", lambda a: a["state"] != "away", "the load SAM in its reader")


def load_sam_sells(office):
    """A counter with a load SAM in a reader of its own, which is given more while it is open."""
    reader = next(row["name"] for row in office["wang"].get("/bench")["readers"] if row["id"] == "reader:2")
    configured(office, {"kind": "load_sam", "reader": reader, "terminal": SAM_TERMINAL})
    wang = office["wang"]
    put(office, office.sam, "reader:2")
    wanted = sam_ready(office)
    check.that(wanted["kind"] == "load_sam" and wanted["state"] == "pin_wanted" and wanted["load_sam"] is None, "after a start it wants its holder's PIN", wanted)
    before = sales_of(office)
    refused, seen = sell(office)
    check.that(refused is None and why(seen) == "load_sam_pin_wanted", "before that no card is read", seen)
    check.that(office["sun"].post("/vault/pin", {"pin": PINS["load_sam"]}).code == "not_found", "the key office has no place for its PIN")
    wrong = wang.post("/vault/pin", {"pin": "000000"})
    check.that(wrong.code == "wrong_pin" and wrong.json["details"]["tries"] == "2", "the card counts a wrong one", wrong)
    empty = wang.post("/vault/pin", {"pin": PINS["load_sam"]})
    check.that(empty.status == 200 and empty["state"] == "used_up" and empty["load_sam"]["amount_left"] == "0.00", "as it leaves the key card above it, it has nothing to sell", empty)
    keller = office["keller"]
    for field, value in (("amount", "0.00"), ("count", 0), ("valid_to", "2020-01-01")):
        refused = refilled(office, **{field: value})
        check.that(refused.code == "bad_sam_quota" and refused.json["details"]["field"] == field, f"a refill without {field} is refused", refused)
    check.that(office["sun"].post(f"/keys/devices/{office.serials[office.sam]}/quota", {"amount": "1.00", "count": 1, "valid_to": "2039-12-31", "reason": "mine"}).code == "permission_denied", "an officer gives none")
    given = refilled(office)
    check.that(given.status == 200 and given["quota_amount"] == "20.00" and given["used_amount"] == "0.00", "two managers give it some, while it lies in its counter", given)
    ready = wang.get("/vault")
    check.that(ready["state"] == "ready" and ready["load_sam"]["holder"] == "王秀英" and ready["load_sam"]["amount_left"] == "20.00" and ready["load_sam"]["count_left"] == 3, "the counter sells from that moment", ready)
    again = wang.poll("/reader", lambda a: a["card"] and not a["card"].get("error") and a["card"]["state"] in ("recognised", "unread_on_card"), "the card, read by itself")
    check.that(again["card"] is not None, "the card that lay there is read by itself")
    sold, seen = sell(office)
    check.that(sold is not None and sold.status == 200 and sold["outcome"] == "done", "a sale is sealed by the load SAM", sold or seen)
    check.that(sales_of(office) == before + 1, "and is the only one that was booked")
    timeline = wang.get(f"/sales/{sold['sale']['number']}")["timeline"]
    check.that(any(f"{SAM_TERMINAL} / " in step["proof"] for step in timeline), "the sale names terminal and transaction of its seal", timeline)
    left = wang.get("/vault")["load_sam"]
    check.that(left["amount_left"] == "10.00", "and the card counts it", left)
    applied(office)
    back = on_reader(office, office.card)
    check.that(back["state"] == "recognised", "the meter believed it", back)
    much, _ = sell(office, "10.01")
    not_done(office, much, "load_sam_used_up", "more than is left is not sealed")
    more = refilled(office, amount="5.00", count=2)
    check.that(more.status == 200 and more["quota_amount"] == "25.00" and more["used_amount"] == "10.00", "it is refilled while the counter is open", more)
    put(office, office.card, "wallet")
    now, seen = sell(office, "10.01")
    check.that(now is not None and now.status == 200 and now["outcome"] == "done", "and what was refused is sealed", now or seen)
    applied(office)
    on_reader(office, office.card), put(office, office.card, "wallet")
    check.that(wang.get("/vault")["load_sam"]["amount_left"] == "4.99", "what is left is less", wang.get("/vault"))
    over_the_line(office, SAM_TERMINAL)
    check.that(wang.get("/vault")["load_sam"]["amount_left"] == "3.99", "and what went over the line is counted as well", wang.get("/vault"))


def load_sam_pulled(office):
    """The load SAM is pulled and put back."""
    wang, before = office["wang"], sales_of(office)
    check.that(refilled(office).status == 200, "the load SAM has something to sell")
    torn, _ = sell(office, between=lambda: put(office, office.sam, "wallet"))
    not_done(office, torn, "vault_offline", "pulled while the card lay there, the sale is not done")
    check.that(wang.get("/vault")["state"] == "away", "the counter says that it is not there")
    refused, seen = sell(office)
    check.that(refused is None and why(seen) == "vault_offline", "with the load SAM pulled nothing is sold", seen)
    check.that(sales_of(office) == before + 1, "nothing was booked")
    put(office, office.sam, "reader:2")
    wang.poll("/vault", lambda a: a["state"] == "ready", "the load SAM in its reader again")
    sold, seen = sell(office)
    check.that(sold is not None and sold.status == 200 and sold["outcome"] == "done", "put back, selling goes on", sold or seen)
    applied(office)


def clear_card(office):
    """A tool card for the crew comes from the county card; a counter that seals with a card makes none."""
    office.sign_in("tech", first=not getattr(office, "knows_tech", False), station="E01", till="T1")
    office.knows_tech = True
    session = on_reader(office, office.tool)["session"]
    for order in ({"kind": "clear", "meter": office.meter}, {"kind": "preset", "plan": "none"}):
        refused = office["tech"].post("/cards/issue", {**order, "reason": "exchange", "card_session": session})
        check.that(refused.code == "tool_card_from_key_desk", f"this counter makes no {order['kind']} card, and names who does", refused)
    put(office, office.tool, "wallet")
    put(office, office.clear, f"meter:{office.meter}")
    seen = office["wang"].poll("/bench", lambda a: not next(m for m in a["meters"] if m["number"] == office.meter)["card_busy"], "the meter's work")
    put(office, office.clear, "wallet")
    meter = next(m for m in seen["meters"] if m["number"] == office.meter)
    check.that(meter["remaining"] == "0.00" and not meter["account_open"], "the meter believes the one of the county card, and is zeroed", meter)


def with_mother_beside(office):
    """A counter of a load SAM whose user mother card and control card lie on readers of their own."""
    names = {row["id"]: row["name"] for row in office["wang"].get("/bench")["readers"]}
    configured(office, {"kind": "load_sam", "reader": names["reader:2"], "terminal": SAM_TERMINAL, "mother_reader": names["reader:3"], "control_reader": names["reader:1"]})


def mother_beside(office):
    """The user mother card and her control card beside the load SAM: its counter opens accounts, and they count each card."""
    with_mother_beside(office)
    wang, keller = office["wang"], office["keller"]
    sam_ready(office)
    opened = wang.post("/vault/pin", {"pin": PINS["load_sam"]})
    check.that(refilled(office).status == 200, "the load SAM is refilled for it")
    check.that(opened.status == 200 and opened["mother"] == "pins_wanted", "the mother card waits for her PINs", opened)
    for blank in (office.blank, office.tool):
        at_key_desk(office, blank)
        prepared = keller.post("/keys/cards/prepare", {"card": office.serials[blank]})
        check.that(prepared.status == 200 and prepared["prepared"], "the key office makes a blank card the county's", prepared)
        again = keller.post("/keys/cards/prepare", {"card": office.serials[blank]})
        check.that(again.status == 200 and again["prepared"], "  asked again it is so already", again)
        put(office, blank, "wallet")
    meter = wang.get("/bench")["meters"][1]["number"]
    draft = wang.get(f"/accounts?filter.meter={meter}")["rows"][0]

    def account_opened():
        seen = on_reader(office, office.blank)
        body = {"draft": draft["number"], "customer": {"number": draft["customer"]}, "service_point": {"code": draft["service_point"]}, "meter": meter, "plan": draft["plan"],
                "usage_class": draft["usage_class"], "first_sale": {"pay": "4.00", "tender": "cash", "received": "4.00"}, "client_key": new_key(), "card_session": seen["session"]}
        done = wang.post("/accounts/open", body)
        put(office, office.blank, "wallet")
        return done
    put(office, office.user_pair[0], "reader:3"), put(office, office.user_pair[1], "reader:1")
    early = account_opened()
    check.that((early.status, early.code) == (409, "mother_pins_wanted"), "mother_pins_wanted: until then no card is made", early)
    check.that(wang.get(f"/accounts/{draft['number']}")["state"] == "draft" and not wang.get(f"/sales?filter.account={draft['number']}")["rows"], "and nothing is booked for it", early)
    entered = wang.post("/vault/mother", {"mother_pin": PINS["mother"], "control_pin": PINS["control"]})
    check.that(entered.status == 200 and entered["mother"] == "ready", "her PINs are entered at the counter", entered)
    made = account_opened()
    check.that(made.status == 200 and made["outcome"] == "done", "the account is opened: the card has its keys from the mother card, its credit from the load SAM", made)
    seen = on_reader(office, office.blank)
    check.that(seen["state"] in ("recognised", "unread_on_card"), "and proves itself at the counter", seen)
    put(office, office.blank, "wallet")
    clear_card(office)
    put(office, office.user_pair[0], "wallet")
    at_key_desk(office, office.user_pair[1])
    more = office.with_two(f"/keys/devices/{office.serials[office.user_pair[1]]}/issues", {"issues": 1, "reason": "one more"})
    check.that(more.status == 200 and more["quota_count"] == 101 and more["used_count"] >= 1, "the control card has counted it", more)
    put(office, office.user_pair[1], "wallet")


def farmers_card(office):
    """A farmer's card at that counter, which seals with nothing else: opened, loaded, emptied and closed; without the load SAM no money moves."""
    office.sign_in("zhao", first=True, station="E01")
    wang, zhao = office["wang"], office["zhao"]
    wang.post("/bench/cards")
    fresh = wang.get("/bench")["cards"][-1]
    office.serials[fresh["id"]], card = fresh["serial"], fresh["id"]
    at_key_desk(office, card)
    office["keller"].post("/keys/cards/prepare", {"card": fresh["serial"]})
    put(office, card, "wallet")
    zhao.post("/area-numbers", {"number": "11010001", "name": "Fields", "village": village(office), "station": "E01"})
    farmer = zhao.post("/customers", {"name": "Farmer Liu", "kind": "person", "identity_number": "F-1"})["number"]
    asked = wang.post("/purse-applications", {"customer": farmer, "village": village(office), "area_1": "11010001", "price_class": 1})
    account = zhao.post(f"/purse-applications/{asked['number']}/grant")["account"]
    put(office, office.user_pair[0], "reader:3"), put(office, office.user_pair[1], "reader:1")
    check.that(refilled(office).status == 200, "the load SAM is refilled for it")
    with_mother_beside(office)
    office.sign_in("zhao", station="E01")
    wang, zhao = office["wang"], office["zhao"]
    sam_ready(office)
    opened = wang.post("/vault/pin", {"pin": PINS["load_sam"]})
    check.that(opened.status == 200 and opened["mother"] == "pins_wanted", "the counter begins anew: the mother card waits for her PINs", opened)
    on_reader(office, card)

    def load(pay):
        quote = wang.post(f"/accounts/{account}/purse/quotes", {"pay": pay})
        return quote if quote.status != 200 else wang.post(f"/accounts/{account}/purse/loads", {"quote": quote["quote"], "client_key": new_key(), "tender": "cash", "confirmed": YES})

    early = load("5.00")
    check.that((early.status, early.code) == (409, "mother_pins_wanted"), "until then no farmer's card is made", early)
    check.that(not wang.get(f"/sales?filter.account={account}")["rows"], "and nothing is booked for it")
    check.that(wang.post("/vault/mother", {"mother_pin": PINS["mother"], "control_pin": PINS["control"]})["mother"] == "ready", "her PINs are entered")
    before = wang.get("/vault")["load_sam"]["amount_left"]
    made = load("5.00")
    check.that(made.status == 200 and made["outcome"] == "done", "the first money makes his card: its keys from the mother card, its money from the load SAM", made)
    more = load("2.00")
    check.that(more.status == 200 and more["outcome"] == "done", "and the next", more)
    left = wang.get("/vault")["load_sam"]["amount_left"]
    check.that(round(float(before) - float(left), 2) == 7, "the load SAM has counted both", (before, left))
    moves = zhao.get(f"/purse-moves?filter.account={account}")["rows"]
    check.that(sorted((row["kind"], row["amount"], row["outcome"]) for row in moves) == [("load", "2.00", "done"), ("load", "5.00", "done")], "the books have both", moves)
    put(office, office.sam, "wallet")
    wang.poll("/vault", lambda a: a["state"] == "away", "the load SAM is gone")
    check.that(load("1.00").code in ("vault_offline", "not_in_reader"), "without it nothing is loaded", load("1.00"))
    put(office, office.sam, "reader:2")
    wang.poll("/vault", lambda a: a["state"] == "ready", "the load SAM in its reader again")
    emptied = wang.post(f"/accounts/{account}/purse/close", {"phase": "begin", "client_key": new_key()})
    check.that(emptied.status == 200 and emptied["outcome"] == "done", "he gives it up: the card is emptied", emptied)
    closed = wang.post(f"/accounts/{account}/purse/close", {"phase": "finish", "client_key": new_key()})
    check.that(closed.status == 200 and zhao.get(f"/purses?filter.account={account}")["rows"][0]["state"] == "closed", "he is paid out, and the account is closed", closed)
    put(office, card, "wallet")
    for one in office.user_pair:
        put(office, one, "wallet")


def void_list_calls(office):
    """A tool card is lost: the meters on lines are called by themselves."""
    wang = office["wang"]
    hang(office)
    lost = office.with_two(f"/keys/devices/{office.serials[office.clear]}/void", {"reason": "lost in the field"})
    check.that(lost.status == 200, "the clear card is declared void", lost)
    called = wang.poll(f"/commands?filter.meter={office.meter}&filter.kind=void_list", lambda a: a["rows"] and a["rows"][0]["settled"], "the meter is called")
    check.that(called["rows"][0]["state"] == "done" and called["rows"][0]["asked_by"] == "head-end", "nobody ordered it, and the meter knows the list", called["rows"][0])
    put(office, office.clear, f"meter:{office.meter}")
    seen = wang.poll("/bench", lambda a: not next(m for m in a["meters"] if m["number"] == office.meter)["card_busy"], "the meter's work")
    check.that(seen.status == 200, "the card is tried there", seen)
    put(office, office.clear, "wallet")
    hang(office, on=False)


def load_sam_lost(office):
    """Three wrong PINs block the card itself; declared void it seals nothing."""
    wang = office["wang"]
    said = [wang.post("/vault/pin", {"pin": f"{number:06}"}).code for number in range(300)]
    check.that(said[:3] == ["wrong_pin"] * 3 and set(said[3:]) == {"pin_locked"}, "three hundred wrong PINs: three are tried, then it is blocked", said[:5])
    check.that(wang.post("/vault/pin", {"pin": PINS["load_sam"]}).code == "pin_locked", "the right one opens it no more")
    at_key_desk(office, office.sam)
    unblocked = office["keller"].post(f"/keys/devices/{office.serials[office.sam]}/unblock", {"pin": "975310"})
    check.that(unblocked.status == 200, "at the key office its holder types a new one", unblocked)
    put(office, office.sam, "reader:2")
    sam_ready(office)
    check.that(wang.post("/vault/pin", {"pin": "975310"})["state"] == "ready", "which opens it at its counter")
    lost = office.with_two(f"/keys/devices/{office.serials[office.sam]}/void", {"reason": "lost with its bag"})
    check.that(lost.status == 200 and wang.get("/vault")["state"] == "void", "declared void it seals nothing from that moment", wang.get("/vault"))
    check.that(refilled(office).code == "card_voided", "and gets nothing more")


def slips(office):
    """A slip in vault.json: the server does not start."""
    office.server.kill()
    for counter, said_of, what in (({"kind": "psam", "reader": "x"}, "counter.terminal", "that is half configured"), ({"kind": "ukey", "label": "ukey-0a1b2c3d"}, "load SAM", "with a stick of files")):
        (office.server.folder / "data/vault.json").write_text(json.dumps({"counter": counter}))
        try:
            office.server.start()
            check.that(False, f"a counter {what} does not start")
        except SystemExit as said:
            check.that(said_of in str(said), f"a counter {what} does not start, and says why", said)
    (office.server.folder / "data/vault.json").unlink()
    office.server.start()


def traces(office):
    """No secret anywhere."""
    office.everybody()
    office.know_seeds()
    office.server.office.kill()
    office.server.kill()
    _, outside, summary = leaks(office)
    check.that(summary and not outside, f"no key, component, share or PIN of a UKEY stands anywhere in what the run wrote: {summary}", outside[:5])


if __name__ == "__main__":
    sys.exit(walk(check, lambda server: Office(server, check), (
        begin, ukeys_issued, found_stick, meter_by_ukey, new_pin, psam_issued, psam_sells, psam_pulled, load_sam_issued, load_sam_sells, load_sam_pulled, mother_beside, farmers_card, void_list_calls, load_sam_lost, slips, traces,
    ), office=True))
