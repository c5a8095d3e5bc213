#!/usr/bin/env python3
"""An older copy in place of the books, from the page: what it lacks is named, two persons agree, nothing is sold meanwhile, the program begins again by
itself, the former books lie beside the restored ones, and the witnesses believe this way and no other. One line per check."""
import contextlib
import shutil
import sqlite3
import subprocess
import sys

from house import KWOTA, PASSWORD, Client, walk, proposed
from run import Day, check, opening


def path(file):
    return f"/backups/{file}/restore"


def verify(day, *more):
    return subprocess.run([KWOTA, "verify", "--data", str(day.server.folder / "data"), *more], capture_output=True, text=True, timeout=300)


def begin(server):
    server.stop()
    server.flags = [*server.flags, "--witness", str(server.folder / "other-disk.log")]
    server.start()
    day = Day(server)
    day.sign_in("admin", server.one_time)
    for name in ("wang", "zhao", "miller", "audit", "tech"):
        day.sign_in(name, server.demo_password(name), station="E01", till="T1" if name == "wang" else "")
    return day


def a_copy(day):
    """A copy, a sale after it."""
    admin = day.people["admin"]
    day.file = admin.post("/backup")["file"]
    before = admin.get(f"/backups/{day.file}/missing")
    check.that(before["sold"] == 0 and before["last"] == [] and before["proved"] is None, "nothing was sold after it yet", before)
    opening(day)
    day.sale = day.people["wang"].get("/sales")["rows"][0]
    missing = admin.get(f"/backups/{day.file}/missing")
    check.that(missing["sold"] >= 1 and day.sale["number"] in [row["number"] for row in missing["last"]], "what the copy lacks is named", missing)
    check.that(all(row["amount"] and row["station"] == "E01" for row in missing["last"]), "with station and amount", missing)
    check.that(before["booked"] == 0 and missing["booked"] >= 1, "and that more than receipts was booked: the float of a drawer", missing)
    day.sold = missing["sold"]


def not_so(day):
    """Who may not, and what cannot be."""
    admin, miller = day.people["admin"], day.people["miller"]
    body = {"sold": day.sold, "reason": "the disk"}
    check.that(admin.post(path(day.file), body).code == "copy_unproven", "a copy that was never put back is not put in place")
    job = admin.post("/jobs", {"kind": "prove", "asked": {}})
    admin.poll(f"/jobs/{job['number']}", lambda a: a["state"] == "done", "the proof")
    check.that([day.people[name].post(path(day.file), body).code for name in ("wang", "miller", "audit", "tech")] == ["permission_denied"] * 4, "an administrator alone asks")
    wrong = [(admin.post(path("nothing.db"), body), "not_found"), (admin.post(path("..%2Fbooks.db"), body), "not_found"), (admin.post(path(day.file), {**body, "reason": " "}), "field_missing"),
             (admin.post(path(day.file), {**body, "sold": day.sold - 1}), "sold_since"), (admin.post(path(day.file), {"reason": "x"}), "sold_since"),
             (admin.post(path(day.file), {**body, "kept": "/etc"}), "field_unknown")]
    check.that([a.code for a, _ in wrong] == [code for _, code in wrong], "each is refused for its reason", [a.code for a, _ in wrong])
    asked = admin.post(path(day.file), body)
    check.that(asked.status == 202 and proposed(asked)[1]["file"] == day.file and proposed(asked)[1]["receipts_lost"] == str(day.sold), "a second person is asked, and is told what is lost", asked)
    number = asked["approval"]["number"]
    check.that(admin.post(f"/approvals/{number}/approve").code == "approval_own", "not he himself")
    check.that(day.people["zhao"].post(f"/approvals/{number}/approve").code in ("permission_denied", "approval_unknown"), "nor a supervisor of a station")
    check.that(admin.post(path(day.file), {**body, "approval": number}).code == "approval_pending", "nothing before he has agreed")
    check.that(admin.get("/restores")["state"] == "none", "and the doors stand open")
    check.that(day.people["wang"].post("/bench/clock", {"advance_s": 1}).status == 200, "for everybody")


def second_of(day):
    """A manager of no station who did not come by the hand that asks."""
    people = day.people["admin"].get("/operators?page_size=100")["rows"]
    name = next(row["name"] for row in people if "manager" in row["roles"] and "key" not in row["roles"] and not row["station"])
    if name not in day.people:
        day.sign_in(name, day.server.demo_password(name))
    return name


def restored(day):
    """Two persons; the program begins again by itself."""
    admin, second = day.people["admin"], second_of(day)
    body = {"sold": day.sold, "reason": "the disk forgot half"}
    number = admin.post(path(day.file), body)["approval"]["number"]
    agreed = day.people[second].post(f"/approvals/{number}/approve")
    check.that(agreed.status == 200, f"{second} agrees", agreed)
    day.slip = admin.get(f"/backups/{day.file}/missing")["newest_group"]
    before = day.server.process.pid
    taken = admin.post(path(day.file), {**body, "approval": number})
    check.that(taken.status == 200 and taken["state"] == "proving", "it is taken", taken)
    seen = sold_meanwhile(day)
    check.that(seen and seen <= {"books_being_restored", "not_signed_in"}, "nothing is sold meanwhile, with a sentence", seen)
    check.that(day.server.process.poll() is None and day.server.process.pid == before, "the same process goes on")
    admin = day.people["admin"] = Client(day.server)
    check.that(admin.sign_in("admin", PASSWORD).status == 200, "he signs in again")
    rows = admin.get("/restores")["done"]
    check.that(len(rows) == 1 and rows[0]["file"] == day.file and rows[0]["first"] == "admin" and rows[0]["second"] == second and rows[0]["sold"] == day.sold and rows[0]["reason"] == body["reason"],
               "the books say who restored what", rows)
    day.kept = rows[0]["kept"]
    day.again("wang", "miller", "audit")
    check.that(day.people["wang"].get("/sales")["rows"] == [], "the sale is in the former books alone")
    entry = day.people["audit"].get("/audit?filter.action=restore")["rows"]
    check.that(len(entry) == 1 and second in entry[0]["details"] and day.kept in entry[0]["details"], "their first entry", entry)


def sold_meanwhile(day):
    """What a till hears until the new program does not know it any more."""
    wang, seen = day.people["wang"], set()

    def gone(answer):
        if answer.status == 200:
            seen.add(wang.post("/quotes", {"account": day.account, "pay": "10.00"}).code)
        return answer.code == "not_signed_in"

    while True:
        try:
            wang.poll("/reader", gone, "the program that begins again")
            return seen
        except OSError:
            continue  # between the two programs nobody listens


def beside(day):
    """The former books, and the witnesses."""
    data = day.server.folder / "data"
    kept = data / day.kept
    check.that((kept / "books.db").is_file() and (kept / "anchors.log").is_file(), "the former books lie there", list(kept.iterdir()))
    leftover = [name for name in ("restore-part", "restore-next", "restore-now") if (data / name).exists()]
    check.that(not leftover, "nothing is left on the way", leftover)
    check.that(verify(day).returncode == 0, "the restored books verify")
    slip = verify(day, "--slip", day.slip)
    check.that(slip.returncode == 0, "a slip of the former books is believed by what both signed", slip)
    witness = verify(day, "--witness", str(day.server.folder / "other-disk.log"))
    check.that(witness.returncode == 0, "the witness outside believes it", witness)
    shutil.copy(data / "root_public_key.der", kept / "root_public_key.der")
    former = subprocess.run([KWOTA, "verify", "--data", str(kept)], capture_output=True, text=True, timeout=300)
    check.that(former.returncode == 0, "the former books verify where they lie", former)
    day.server.stop()
    day.server.start()
    day.again("wang", "miller", "audit")
    day.people["admin"] = Client(day.server)
    check.that(day.people["admin"].sign_in("admin", PASSWORD).status == 200, "and they start again like any others")


def broken_off(day):
    """The program dies while the copy that two agreed on is proved once more: what it leaves is that copy, by half."""
    data = day.server.folder / "data"
    day.server.stop()
    (data / "restore-part").mkdir()
    (data / "restore-part" / "copied-from").write_text(day.file + "\n")
    shutil.copy(data / "books.db", data / "restore-part" / "books.db")
    day.server.start()
    admin = day.people["admin"] = Client(day.server)
    check.that(admin.sign_in("admin", PASSWORD).status == 200, "the books start as they were")
    told = admin.get("/restores")
    check.that(told["state"] == "failed" and told["file"] == day.file and told["code"] == "restore_not_done", "and say that it was broken off", told)
    check.that(not (data / "restore-part").exists(), "nothing of the copy is left")
    day.again("wang", "miller", "audit")
    entries = day.people["audit"].get("/audit?filter.action=restore")["rows"]
    check.that([entry["object"] for entry in entries if "broken_off" in entry["details"]] == [day.file], "the audit has it", entries)
    day.server.stop()
    day.server.start()
    admin = day.people["admin"] = Client(day.server)
    admin.sign_in("admin", PASSWORD)
    check.that(admin.get("/restores")["state"] == "none", "and the next start does not say it again")
    day.again("wang", "miller", "audit")


def ordered_by_hand(day):
    """Older books laid where the ordered copy lies, with an order that nobody gave, or with the one that was carried out"""
    data = day.server.folder / "data"
    for why, change in (("signed by nobody", "UPDATE restoration SET second='nobody'"), ("given before", None)):
        admin = day.people["admin"]
        number = admin.post("/operators", {"name": f"clerk{len(why)}", "full_name": "Clerk", "roles": ["cashier"], "station": "E01", "language": "en"})
        check.that(number.status == 200, "somebody is hired meanwhile", number)
        day.server.stop()
        (data / "restore-next").mkdir()
        for name in ("books.db", "anchors.log"):
            shutil.copy(data / name, data / "restore-next" / name)
        if change:
            with contextlib.closing(sqlite3.connect(data / "restore-next/books.db")) as books, books:
                books.execute(change)
        day.server.start()
        admin = day.people["admin"] = Client(day.server)
        check.that(admin.sign_in("admin", PASSWORD).status == 200, "the books start as they were")
        told = admin.get("/restores")
        check.that(told["state"] == "failed" and told["code"] == "restore_not_done" and len(told["done"]) == 1, f"restore_not_done: an order {why}", told)
        for language, word in (("en", "not signed by the vault" if change else "ordered for other books"), ("zh", "未经加密机签名" if change else "针对另一套账套"), ("ru", "не подписано хранилищем" if change else "дано для других книг")):
            admin.put("/session/language", {"language": language})
            said = admin.get("/restores")["said"]
            check.that(word in said and (language == "en" or "order" not in said), f"the page says why in {language}", said)
        check.that([row["name"] for row in admin.get(f"/operators?filter.name=clerk{len(why)}")["rows"]] == [f"clerk{len(why)}"], "nothing of them is another")
        check.that(not (data / "restore-next").exists() and list(data.glob("restore-refused-*")), "what was laid there lies aside")
    day.again("wang", "miller", "audit")
    entries = day.people["audit"].get("/audit?filter.action=restore")["rows"]
    check.that(sum("not_done" in entry["details"] and "broken_off" not in entry["details"] for entry in entries) == 2, "and the audit says that it was tried", entries)
    check.that(verify(day).returncode == 0, "the books verify")


def by_hand(day):
    """The same files moved by hand, without the two"""
    data, keep = day.server.folder / "data", day.server.folder / "kept-by-somebody"
    keep.mkdir()
    day.server.stop()
    for name in ("books.db", "anchors.log"):
        shutil.copy(data / name, keep / name)
    day.server.start()
    Client(day.server).sign_in("admin", PASSWORD)
    day.server.stop()
    for name in ("books.db-wal", "books.db-shm"):
        (data / name).unlink(missing_ok=True)
    for name in ("books.db", "anchors.log"):
        shutil.copy(keep / name, data / name)
    done = subprocess.run([KWOTA, "serve", *day.server.flags, "--port", "0", "--data", str(data), "--console", str(day.server.console)], capture_output=True, text=True, timeout=300)
    check.that(done.returncode == 1 and "books_older_than_witness" in done.stderr, "is no restoration: no start", done.stderr)


def sizes(day):
    """Data management."""
    admin = day.people["admin"]
    answer = admin.get("/data-sizes")
    parts = {row["part"]: row for row in answer["parts"]}
    check.that(parts["books"]["bytes"] > 0 and parts["backups"]["files"] >= 1 and parts["put_aside"]["bytes"] > 0, "how big each part is", parts)
    rows = {row["kind"]: row["rows"] for row in answer["rows"]}
    check.that(rows["audit"] > 0 and rows["customer"] > 0, "and how many rows of each kind", rows)
    check.that(day.people["wang"].get("/data-sizes").code == "permission_denied", "for who keeps copies")


if __name__ == "__main__":
    sys.exit(walk(check, begin, [a_copy, not_so, restored, beside, broken_off, ordered_by_hand, sizes, by_hand]))
