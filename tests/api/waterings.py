#!/usr/bin/env python3
"""What handhelds bring home, from outside: a device certified by two, its hand-over taken in once, judged, listed, counted and signed for; what is
damaged, forged, missing or contradicting has its name. One line per check. True proofs of cards are walked in C++ (sim/purse_counter)."""
import concurrent.futures
import contextlib
import datetime
import hashlib
import importlib.util
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import zlib
import zoneinfo

from house import KWOTA, walk
from irrigation import area_numbers
from run import PASSWORD, Day, check, doors

SPEC = importlib.util.spec_from_file_location("reference_reports", pathlib.Path(__file__).resolve().parent.parent / "reference" / "reports.py")
reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reference)

METER, TERMINAL = "700000000021", "110120000021"


def bcd(number, count):
    """Packed, lowest byte first."""
    return bytes(int(f"{number // 100 ** place % 100:02d}", 16) for place in range(count))


def crc16(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc ^ 0xFFFF


def moment(text):
    return b"".join(bcd(int(part), 1) for part in reversed([text[2:4], text[5:7], text[8:10], text[11:13], text[14:16], text[17:19]]))


def usage(number, card, start, seconds, total, energy, amount, tac="00000000", flags=0, cause=1):
    """48 bytes as a pump makes them."""
    body = (bcd(number, 4) + bytes.fromhex(card)[::-1] + moment(start) + bcd(seconds, 3) + bcd(total, 4) + bcd(energy, 3) + bcd(0, 3) + bcd(amount, 4) + bcd(9000, 4)
            + bytes.fromhex(tac) + bytes([flags, cause, 1]))
    return body + crc16(body).to_bytes(2, "little")


def entry(kind, data, at=1_795_000_000_000):
    head = len(data).to_bytes(2, "big") + bytes([kind]) + at.to_bytes(8, "big") + data
    return head + zlib.crc32(head).to_bytes(4, "big")


KINDS = {1: "usage", 2: "hung", 3: "month", 4: "parameter", 5: "fault"}


def openssl(*words, given=None):
    return subprocess.run(["openssl", *words], input=given, capture_output=True, check=True).stdout


def plain(signature):
    """r || s of a DER signature, in hexadecimal."""
    def number(at):
        length = signature[at + 1]
        return int.from_bytes(signature[at + 2:at + 2 + length], "big"), at + 2 + length
    r, rest = number(2)
    s, _ = number(rest)
    return f"{r:064X}{s:064X}"


class Device:
    """A handheld with a key of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.key = str(pathlib.Path(self.folder.name) / "key.pem")
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.key)
        self.public = openssl("ec", "-in", self.key, "-pubout", "-outform", "DER")
        print_of = hashlib.sha256(self.public).hexdigest().upper()[:16]
        self.number = "-".join(print_of[i:i + 4] for i in range(0, 16, 4))

    def hand_over(self, files, made_at="2026-11-20T06:00:00.000Z"):
        """files: meter -> list of (kind, bytes)."""
        named, sent = [], []
        for meter, entries in sorted(files.items()):
            data = b"".join(entry(kind, bytes_) for kind, bytes_ in entries)
            counts = {name: sum(1 for kind, _ in entries if kind == code) for code, name in KINDS.items()}
            named.append({"meter": meter, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest().upper(), "counts": {name: count for name, count in counts.items() if count}})
            sent.append({"name": f"{meter}.kwh", "hex": data.hex().upper()})
        manifest = json.dumps({"format": 1, "device": self.number, "made_at": made_at, "files": named}, separators=(",", ":"))
        signature = openssl("dgst", "-sha256", "-sign", self.key, given=manifest.encode())
        return {"manifest": manifest, "signature": plain(signature), "files": sent}


def wells(day):
    """A well with a pump whose terminal is known."""
    zhao, tech = day.people["zhao"], day.people["tech"]
    check.that(zhao.post("/wells", {"number": "W-21", "name": "Mill", "village": day.village, "area_number": "11010001", "put_in": "2026-03-01"}).status == 200, "a well")
    tech.post("/meters", {"number": METER, "model": "DDSY1352"})
    hung = {"well": "W-21", "meter": METER, "first_day": "2026-03-01", "terminal": "12"}
    check.that(tech.post("/well-meters", hung).code == "bad_pump_terminal", "a terminal has twelve digits")
    check.that(tech.post("/well-meters", {**hung, "terminal": TERMINAL[:4] + "1" + TERMINAL[5:]}).code == "bad_pump_terminal", "and a pump's is of kind 2")
    row = tech.post("/well-meters", {**hung, "terminal": TERMINAL})
    check.that(row.status == 200 and row["terminal"] == TERMINAL, "its pump and the terminal in it", row)
    other = METER[:-2] + "77"
    tech.post("/meters", {"number": other, "model": "DDSY1352"})
    twice = tech.post("/well-meters", {**hung, "meter": other, "terminal": TERMINAL})
    check.that(twice.code == "pump_terminal_elsewhere" and METER in twice["details"]["meter"].replace(" ", ""), "one module is in one pump", twice)


def certified(day):
    """Two persons stand behind a handheld's key."""
    tech, miller, wang = (day.people[name] for name in ("tech", "miller", "wang"))
    day.device = Device()
    body = {"public_key": day.device.public.hex().upper(), "name": "Handheld one", "station": "E01"}
    check.that(wang.post("/handhelds", body).code == "permission_denied", "a cashier certifies nothing")
    day.records = {METER: [(1, usage(1, "6230110000000017", "2026-11-18 08:00:00", 600, 10_00, 10_00, 500, tac="16EAD516")),
                           (1, usage(2, "6230110000000017", "2026-11-18 09:00:00", 3, 10_00, 0, 0)),
                           (1, usage(4, "6230110000000017", "2026-11-19 09:00:00", 900, 25_00, 14_00, 700, flags=2, cause=6))]}
    check.that(tech.post("/hand-overs", day.device.hand_over(day.records)).code == "unknown_handheld", "before that nothing of it is taken in")
    row = day.approved("tech", "/handhelds", body, "miller")
    check.that(row.status == 200 and row["number"] == day.device.number and row["approved_by"] == "miller", "a technician with a manager does", row)


def taken_in(day):
    """Once, and nothing that the device has not signed."""
    tech, wang = day.people["tech"], day.people["wang"]
    whole = day.device.hand_over(day.records)
    cut = json.loads(json.dumps(whole))
    cut["files"][0]["hex"] = cut["files"][0]["hex"][:-2]
    check.that(tech.post("/hand-overs", cut).code == "hand_over_file_differs", "a cut file is not taken in")
    check.that(tech.post("/hand-overs", {**whole, "files": []}).code == "hand_over_file_missing", "nor a missing one")
    check.that(tech.post("/hand-overs", {**whole, "signature": Device().hand_over(day.records)["signature"]}).code == "handheld_signature_wrong", "nor what another has signed")
    check.that(tech.post("/hand-overs", {**whole, "manifest": whole["manifest"] + " "}).code == "manifest_unreadable", "nor another form of the list")
    check.that(wang.post("/hand-overs", whole).code == "permission_denied", "a cashier takes nothing in")
    row = tech.post("/hand-overs", whole)
    check.that(row.status == 200 and (row["state"], row["usage"], row["fresh"]) == ("stored", 3, 3), "all records are stored", row)
    day.hand_over = row["number"]
    again = tech.post("/hand-overs", whole)
    check.that(again.status == 200 and again["number"] == day.hand_over, "the very same again is the same row", again)
    check.that(tech.post(f"/hand-overs/{day.hand_over}/receipt").code == "hand_over_not_cleaned", "clear asked before it was judged")


def at_two_places(day):
    """The same day is imported by two offices in the same moment, and judged by both: once."""
    both = [day.people["tech"], day.people["zhao"]]
    sent = day.device.hand_over({"700000000022": [(1, usage(1, "6230110000000017", "2026-11-18 08:00:00", 600, 10_00, 10_00, 500, tac="16EAD516"))]}, "2026-11-20T06:30:00.000Z")
    with concurrent.futures.ThreadPoolExecutor(2) as at_once:
        rows = list(at_once.map(lambda who: who.post("/hand-overs", sent), both))
        check.that([row.status for row in rows] == [200, 200] and len({row["number"] for row in rows}) == 1, "both hear of the same row", [str(row) for row in rows])
        number = rows[0]["number"]
        done = list(at_once.map(lambda who: who.post(f"/hand-overs/{number}/clean"), both))
    check.that([row.status for row in done] == [200, 200] and {row["state"] for row in done} == {"cleaned"}, "judged by both", [str(row) for row in done])
    held = both[0].get("/waterings?filter.meter=700000000022")["rows"]
    check.that(len(held) == 1 and held[0]["others"] == 0, "one watering, and nothing contradicts itself", held)
    records = both[0].get(f"/hand-overs?filter.number={number}")["rows"]
    check.that([(row["fresh"], row["known"]) for row in records] == [(1, 0)], "its record is stored once", records)


def cleaned(day):
    """Each record is judged; what nobody can prove moves no money."""
    tech, zhao, audit = (day.people[name] for name in ("tech", "zhao", "audit"))
    row = tech.post(f"/hand-overs/{day.hand_over}/clean")
    check.that(row.status == 200 and row["state"] == "cleaned" and row["waterings"] == 3, "three waterings", row)
    check.that((row["useless"], row["foreign"], row["gaps"], row["amount"]) == (1, 2, 1, "0.00"), "a useless swipe, a card that is not ours, a gap; no money", row)
    rows = zhao.get(f"/waterings?filter.meter={METER}&sort=number")["rows"]
    check.that({one["number"]: one["state"] for one in rows} == {1: "foreign", 2: "useless", 4: "foreign"}, "each says what it is", rows)
    first = next(one for one in rows if one["number"] == 1)
    check.that((first["well"], first["start"], first["used"], first["amount"], first["cause"]) == ("W-21", "2026-11-18 08:00:00", "10.000", "5.00", "swipe"), "in words", first)
    gaps = tech.get("/record-gaps")["rows"]
    check.that([(one["well"], one["first_number"], one["last_number"], one["state"]) for one in gaps] == [("W-21", 3, 3, "open")], "the gap has a name", gaps)
    ledger = {one["account"]: one["amount"] for one in audit.get("/balances?page_size=200")["rows"]}
    check.that(ledger.get("used/irrigation", "0.00") == "0.00", "nothing has moved", ledger)


def later(day):
    """The missing one comes, another contradicts, and the device may clear its store."""
    tech = day.people["tech"]
    day.records[METER].append((1, usage(3, "6230110000000017", "2026-11-18 20:00:00", 300, 11_00, 1_00, 50, tac="01020304")))
    day.records[METER].append((1, usage(1, "6230110000000017", "2026-11-18 08:00:00", 600, 10_00, 10_00, 501, tac="16EAD516")))
    row = tech.post("/hand-overs", day.device.hand_over(day.records, "2026-11-20T07:00:00.000Z"))
    check.that(row.status == 200 and (row["fresh"], row["known"]) == (2, 3), "only what is new is new", row)
    done = tech.post(f"/hand-overs/{row['number']}/clean")
    check.that(done.status == 200 and done["gaps"] == 0, "the gap is filled", done)
    check.that([one["state"] for one in tech.get("/record-gaps")["rows"]] == ["filled"], "and says so")
    first = tech.get(f"/waterings?filter.meter={METER}&sort=number")["rows"][0]
    check.that(first["others"] == 1, "two records of one number are named", first)
    paper = tech.post(f"/hand-overs/{row['number']}/receipt")
    text = json.loads(paper["text"])
    manifest = day.device.hand_over(day.records, "2026-11-20T07:00:00.000Z")["manifest"]
    check.that(paper.status == 200 and text["manifest_sha256"] == hashlib.sha256(manifest.encode()).hexdigest().upper() and text["taken_in"] == {"usage": 5}, "the receipt says that very manifest", paper)
    same = tech.post(f"/hand-overs/{row['number']}/receipt")
    check.that(same["signature"] == paper["signature"], "once signed, the same receipt is given again")
    orders = tech.post(f"/handhelds/{day.device.number}/orders")
    check.that(orders.status == 200 and json.loads(orders["text"])["device"] == day.device.number, "orders for it", orders)


def told_beside(day):
    """Months, what was set, and cards that were not served: once each, and in their lists."""
    tech = day.people["tech"]
    month = bcd(10, 1) + bcd(26, 1) + bcd(120_00, 4) + bcd(0, 4) + bcd(60_00, 4)
    change = moment("2026-11-02 09:30:00") + bytes.fromhex("0000000012345678") + bcd(1, 2) + bcd(5, 4) + bcd(8, 4)
    fault = moment("2026-11-03 07:00:00") + bytes.fromhex("6230110000000017")[::-1] + bytes([8]) + bytes.fromhex("9406") + bytes([4]) + bcd(100_00, 4) + bytes(2)
    for made_at in ("2026-11-20T07:20:00.000Z", "2026-11-20T07:30:00.000Z"):
        row = tech.post("/hand-overs", day.device.hand_over({METER: [(3, month), (4, change), (5, fault)]}, made_at))
        check.that(row.status == 200 and row["fresh"] == 0, "nothing of it is a watering", row)
    months, changes, faults = (tech.get(f"/{name}?filter.well=W-21")["rows"] for name in ("well-months", "well-changes", "card-faults"))
    check.that(len(months) == len(changes) == len(faults) == 1, "each once, however often it is brought", (months, changes, faults))
    check.that((changes[0]["parameter"], changes[0]["value_before"], changes[0]["value_after"]) == (1, 5, 8), "what was set", changes)
    check.that((faults[0]["card"], faults[0]["error_class"]) == ("6230110000000017", 38), "which card was not served, and why", faults)


def a_full_pump(day):
    """Everything that a pump can hold comes in one hand-over, and its list of files may be long."""
    tech = day.people["tech"]
    full = {"700000000099": [(1, usage(number, "6230110000000017", "2026-11-17 08:00:00", 600, number, 1, 5, tac="16EAD516")) for number in range(1, 1001)],
            **{f"7000000001{number:02d}": [(1, usage(1, "6230110000000017", "2026-11-17 08:00:00", 600, 1, 1, 5))] for number in range(30)}}
    row = tech.post("/hand-overs", day.device.hand_over(full, "2026-11-20T08:00:00.000Z"))
    check.that(row.status == 200 and (row["meters"], row["fresh"]) == (31, 1030), "a thousand records of one pump, and thirty pumps", row)
    done = tech.post(f"/hand-overs/{row['number']}/clean")
    check.that(done.status == 200 and (done["waterings"], done["gaps"], done["amount"]) == (1030, 0, "0.00"), "judged without a gap", done)


def another_module(day):
    """The pump got another module under the same meter number: its waterings begin at nought again, and are no second records of the old ones."""
    tech = day.people["tech"]
    there = f"/well-meters/W-21/{METER}/2026-03-01"
    ended = tech.put(there, {"last_day": "2026-11-19", "version": tech.get(there)["version"]})
    check.that(ended.status == 200, "the old module's last day", ended)
    row = tech.post("/well-meters", {"well": "W-21", "meter": METER, "first_day": "2026-11-20", "terminal": "110120000029"})
    check.that(row.status == 200, "from the day after on another terminal is in this meter", row)
    told = [(1, usage(number, "6230110000000017", f"2026-11-20 {8 + number:02d}:00:00", 600, 40_00 + number * 100, 1_00, 50, tac="0A0B0C0D")) for number in (0, 1, 3)]
    row = tech.post("/hand-overs", day.device.hand_over({METER: told}, "2026-11-20T12:00:00.000Z"))
    done = tech.post(f"/hand-overs/{row['number']}/clean")
    check.that((done["fresh"], done["waterings"], done["contradicting"], done["gaps"]) == (3, 3, 0, 1), "three waterings, and none is the second record of an old number; a gap", done)
    rows = tech.get(f"/waterings?filter.meter={METER}&sort=start")["rows"]
    check.that([(one["series"], one["number"], one["others"]) for one in rows] == [(1, 1, 1), (1, 2, 0), (1, 3, 0), (1, 4, 0), (2, 0, 0), (2, 1, 0), (2, 3, 0)], "each in its series", rows)
    gaps = [(one["series"], one["first_number"], one["last_number"], one["well"]) for one in tech.get("/record-gaps?filter.state=open")["rows"]]
    check.that(gaps == [(2, 2, 2, "W-21")], "what is missing is missing of the new module", gaps)
    again = tech.post("/hand-overs", day.device.hand_over({METER: told}, "2026-11-20T12:30:00.000Z"))
    check.that((again["fresh"], again["known"]) == (0, 3), "and nothing of it is new twice", again)


def out_of_use(day):
    """A lost handheld is believed no more; what it brought before stays."""
    tech, miller = day.people["tech"], day.people["miller"]
    check.that(tech.post(f"/handhelds/{day.device.number}/withdraw", {"reason": ""}).code == "reason_missing", "a reason is said")
    row = tech.post(f"/handhelds/{day.device.number}/withdraw", {"reason": "lost"})
    check.that(row.status == 200 and row["state"] == "withdrawn", "taken out of use", row)
    late = day.device.hand_over({METER: [(1, usage(9, "6230110000000017", "2026-11-20 08:00:00", 60, 30_00, 1_00, 50))]}, "2026-11-21T06:00:00.000Z")
    check.that(tech.post("/hand-overs", late).code == "handheld_withdrawn", "what it signs then is not taken in")


def report(day):
    """R03: records beside register."""
    made = day.people["miller"].get("/reports/R03?period=2026-11")
    check.that(made.status == 200 and len(made["rows"]) == 1, "one well", made)
    check.that(made["rows"][0]["names"][:1] == ["W-21"], "by its number", made["rows"])
    sums = made["totals"]
    check.that(sums[0] == 3 and sums[1] == 1, "three waterings of one card", made)
    energy, money, register, gap = (round(float(sums[place]) * factor) for place, factor in ((2, 1000), (4, 100), (6, 1000), (7, 1000)))
    check.that(energy + gap == register, "records and gap are the register", sums)
    plain = reference.water_used(sqlite3.connect(f"file:{day.server.folder}/data/books.db?mode=ro", uri=True), "2026-11-01", "2026-11-30")
    check.that({METER: (sums[0], sums[1], energy, money, register)} == plain, "and what plain SQL says", (sums, plain))


def insight(day):
    """What these waterings say to whoever looks for what is odd."""
    miller = day.people["miller"]
    seasons = miller.get("/reports/I06?period=2026-11")
    used = miller.get("/reports/R03?period=2026-11")["totals"]
    check.that([row["names"] for row in seasons["rows"]] == [["W-21", "Mill", "autumn"]], "I06: the well, in its season", seasons)
    check.that((seasons["rows"][0]["cells"][0], seasons["rows"][0]["cells"][1], seasons["rows"][0]["cells"][5]) == (used[0], used[2], used[5]), "as often, as much and for as much as R03 says", (seasons["rows"], used))
    differ = miller.get("/reports/I07?period=2026-11")
    gap = round(float(used[7]) * 1000)
    check.that(differ.status == 200 and [row["names"][0] for row in differ["rows"]] == (["W-21"] if gap else []), "I07: a well stands there as soon as its register and its records differ", (differ, gap))
    check.that(differ["checks"][0]["name"] == "water_register_adds_up" and differ["checks"][0]["amount"] == "0.00", "and its gap adds up", differ["checks"])
    for number in ("I08", "I09"):
        check.that(miller.get(f"/reports/{number}?period=2026-11").code == "period_not_offered", f"{number} is made for a day")
        day_ = miller.get(f"/reports/{number}?period=2026-11-20")
        check.that(day_.status == 200 and day_["rows"] == [] and day_["period"]["to"] == "2026-11-20", "nobody's pump ran without a card" if number == "I08" else "and no farmer of ours is silent", day_)


def books_stand(day):
    """Everything in the books is as it was written."""
    report_ = day.people["audit"].post("/verify")
    check.that(report_["ok"] and report_["signatures_checked"], "the books verify", report_)


def command_line(day):
    """The same on a folder of books whose server stands still."""
    data = ["--data", str(day.server.folder / "data")]
    seen = day.server.beside("handheld", "query", "--meter", METER, *data)
    check.that(seen.returncode == 0 and seen.stdout.count(METER) == 7 and "2/3" in seen.stdout and "useless" not in seen.stdout, "query looks beside the running server, useless swipes are not shown", seen.stdout + seen.stderr)
    spaced = day.server.beside("handheld", "query", "--meter", f"{METER[:6]} {METER[6:]}", *data)
    check.that(spaced.stdout == seen.stdout, "a number is read as it is written on a plate", spaced.stdout + spaced.stderr)
    for typed, why in (("mill", "bad_meter_number"), ("999999999999", "unknown_meter")):
        wrong = day.server.beside("handheld", "query", "--meter", typed, *data)
        check.that(wrong.returncode == 1 and wrong.stderr.startswith(why) and wrong.stdout == "", f"of a meter that is none nothing was told, and that is no answer: {typed}", wrong.stdout + wrong.stderr)
    hung = day.server.beside("handheld", "query", "--state", "proven", *data).stdout.splitlines()
    check.that(hung and all("proven" in line or "missing" in line for line in hung), "by state", hung)
    for kind in ("well-months", "well-changes", "card-faults"):
        told, listed = day.server.beside("handheld", "query", "--kind", kind, *data), day.people["tech"].get(f"/{kind}?page_size=100")["rows"]
        check.that(told.returncode == 0 and listed and len(told.stdout.splitlines()) == len(listed), f"{kind}: as many as the tab has", (told.stdout, told.stderr, listed))
    check.that("state_of_waterings" in day.server.beside("handheld", "query", "--kind", "card-faults", "--state", "hung", *data).stderr, "only waterings have a state")
    sums = day.server.beside("handheld", "statistics", *data)
    check.that(sums.returncode == 0 and "7 waterings" in sums.stdout, "statistics of each meter", sums.stdout + sums.stderr)
    busy = day.server.beside("handheld", "clean", "1", "--as", "tech", *data)
    check.that(busy.returncode == 1 and "books_in_use" in busy.stderr, "what writes waits until the server stands still", busy.stderr)


def standing_still(day):
    """Once it stands still: a day of the handheld from its folder to the receipt, and orders for the next."""
    data = ["--data", str(day.server.folder / "data")]
    device = Device()
    day.approved("tech", "/handhelds", {"public_key": device.public.hex().upper(), "name": "Handheld two", "station": "E01"}, "miller")
    day.server.stop()
    brought = device.hand_over({METER: [(1, usage(4, "6230110000000017", "2026-11-26 08:00:00", 60, 90_00, 1_00, 100))]}, made_at="2026-11-26T09:00:00.000Z")
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / "manifest.json").write_text(brought["manifest"])
        (folder / "manifest.sig").write_text(brought["signature"])
        for file in brought["files"]:
            (folder / file["name"]).write_bytes(bytes.fromhex(file["hex"]))
        def office(*words, who="tech"):
            return subprocess.run([KWOTA, "handheld", *words, "--as", who, *data], input=PASSWORD + "\n", capture_output=True, text=True, timeout=120)
        nobody = subprocess.run([KWOTA, "handheld", "import", str(folder), *data], capture_output=True, text=True, timeout=120)
        check.that(nobody.returncode != 0 and "--as" in nobody.stderr, "nobody is nobody", nobody.stderr)
        check.that("permission_denied" in office("import", str(folder), who="audit").stderr, "who may not at the page may not here")
        first = office("import", str(folder), "--json")
        number = json.loads(first.stdout)["number"] if first.returncode == 0 else 0
        check.that(number > 0 and json.loads(office("import", str(folder), "--json").stdout)["number"] == number, "taken in, and once", first.stdout + first.stderr)
        early = office("clear", str(number), str(folder))
        check.that("hand_over_not_cleaned" in early.stderr and not (folder / "receipt.json").exists(), "no receipt before its records are judged", early.stderr)
        judged = office("clean", str(number), "--json")
        check.that(judged.stdout and json.loads(judged.stdout)["state"] == "cleaned", "judged by the vault of this folder", judged.stdout + judged.stderr)
        signed = office("clear", str(number), str(folder))
        check.that(signed.returncode == 0 and (folder / "receipt.json").exists() and (folder / "receipt.sig").exists(), "and signed for", signed.stdout + signed.stderr)
        orders = office("orders", device.number, str(folder))
        check.that(orders.returncode == 0 and (folder / "orders.json").exists(), "orders for the next day", orders.stdout + orders.stderr)
    verified = subprocess.run([KWOTA, "verify", *data], capture_output=True, text=True, timeout=120)
    check.that(verified.returncode == 0, "and the books verify", verified.stdout + verified.stderr)


def begun_by(day, device):
    """Number of the hand-over of which the first group is in the books."""
    with contextlib.closing(sqlite3.connect(f"file:{day.server.folder / 'data' / 'books.db'}?mode=ro", uri=True, timeout=60)) as books:
        while True:
            row = books.execute("SELECT number FROM hand_over WHERE device=?", (device,)).fetchone()
            if row:
                return row[0]


def broken_off(day):
    """The program is killed while it takes a long hand-over in: what is half there is neither judged nor signed for, and the same one again is taken in whole."""
    day.server.start()
    day.again("tech", "zhao", "miller", "audit")
    device, meter, many = Device(), "700000000029", 30_000
    day.approved("tech", "/handhelds", {"public_key": device.public.hex().upper(), "name": "Handheld three", "station": "E01"}, "miller")
    records = [(1, usage(number, "6230110000000017", f"2026-11-{number // 1440 + 1:02} {number // 60 % 24:02}:{number % 60:02}:00", 3, 10_00, 0, 0)) for number in range(1, many + 1)]
    sent = device.hand_over({meter: records}, "2026-11-27T06:00:00.000Z")
    mine = f"/hand-overs?filter.device={device.number}"
    with concurrent.futures.ThreadPoolExecutor(1) as at_once:
        asked = at_once.submit(day.people["tech"].post, "/hand-overs", sent)
        number = begun_by(day, device.number)  # looked up in the file itself: asked at the door it may be over before the answer is there
        day.server.kill()
        check.that(asked.exception() is not None, "who brought it hears nothing", asked)
    day.server.start()
    day.again("tech", "zhao", "miller", "audit")
    tech = day.people["tech"]
    half = tech.get(mine)["rows"][0]
    check.that(half["state"] == "taking_in" and half["fresh"] < many, "it is not there whole", half)
    for step, code in (("clean", "hand_over_incomplete"), ("receipt", "hand_over_not_cleaned")):
        refused = tech.post(f"/hand-overs/{number}/{step}")
        check.that((refused.status, refused.code) == (409, code), f"{code}: {step}", refused)
    check.that(tech.get(mine)["rows"][0] == half, "and it is as it was")
    whole = tech.post("/hand-overs", sent)
    check.that(whole.status == 200 and (whole["number"], whole["state"], whole["fresh"] + whole["known"]) == (number, "stored", many), "the same one again is taken in whole", whole)
    done = tech.post(f"/hand-overs/{number}/clean")
    check.that(done.status == 200 and (done["waterings"], done["gaps"]) == (many, 0), "each record once", done)
    verified = day.people["audit"].post("/verify", {})
    check.that(verified.status == 200 and verified["ok"], "and the books verify", verified)


def in_season(day):
    """The list of wells says what the season that runs has taken so far, and how many farmers watered."""
    tech = day.people["tech"]
    today = datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Shanghai"))
    before = tech.get("/wells?filter.number=W-21")["rows"][0]
    device = Device()
    day.approved("tech", "/handhelds", {"public_key": device.public.hex().upper(), "name": "Handheld four", "station": "E01"}, "miller")
    row = tech.post("/hand-overs", device.hand_over({METER: [(1, usage(7, "6230110000000017", f"{today:%Y-%m-%d} 00:00:01", 600, 60_00, 2_50, 50))]}, "2026-11-28T09:00:00.000Z"))
    check.that(tech.post(f"/hand-overs/{row['number']}/clean")["waterings"] == 1, "one watering of today", row)
    after = tech.get("/wells?filter.number=W-21")["rows"][0]
    check.that(round(float(after["used_in_season"]) - float(before["used_in_season"]), 3) == 2.5, "what it used is in the season", (before, after))
    begins = today.month % 12 // 3 * 3 or 12
    since = f"{today.year - (begins == 12 and today.month != 12)}-{begins:02d}"
    all_of_it = [one for one in tech.get("/waterings?filter.well=W-21&page_size=200")["rows"] if one["state"] != "useless" and one["start"] >= since]
    check.that(float(after["used_in_season"]) == round(sum(float(one["used"]) for one in all_of_it), 3), "and nothing of before it", (after, all_of_it))
    check.that(after["farmers"] == len({one["account"] for one in all_of_it} - {0}), "and by how many", after)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, area_numbers, wells, certified, taken_in, cleaned, at_two_places, later, told_beside, a_full_pump, report, insight, another_module, out_of_use, books_stand, command_line, standing_still, broken_off, in_season)))
