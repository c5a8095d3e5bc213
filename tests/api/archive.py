#!/usr/bin/env python3
"""A closed year goes into an archive, from the page: not too early, by two persons, and none of a station; its receipts are still found, shown and verified;
a file that is missing is named, and nothing else stops; copies have it beside them. One line per check."""
import json
import subprocess
import sys

from house import KWOTA, PASSWORD, walk, proposed
from run import Day, check, opening
from restore import second_of

DAY_S = 86_400
EVERYBODY = ("wang", "zhao", "miller", "audit", "tech", "admin")


def terminal(day, *words):
    return subprocess.run([KWOTA, *words, "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=300)


def on(day, days):
    """So many days later everybody signs in again."""
    moved = day.people["wang"].post("/bench/clock", {"advance_s": days * DAY_S})
    check.that(moved.status == 200, f"{days} days go by", moved)
    second = [name for name in day.people if name not in EVERYBODY]
    day.again(*EVERYBODY, *second)


def ended(client, number):
    return client.poll(f"/jobs/{number}", lambda a: a["state"] in ("done", "failed", "stopped"), f"the end of job {number}")


def begin(server):
    day = Day(server)
    day.sign_in("admin", server.one_time)
    for name in ("wang", "zhao", "miller", "audit", "tech"):
        day.sign_in(name, server.demo_password(name), station="E01", till={"wang": "T1", "zhao": "T2"}.get(name, ""))
    day.manager = second_of(day)
    return day


def a_sale(day):
    """Which its meter has taken; and what is asked of it before."""
    opening(day)
    wang = day.people["wang"]
    day.before = wang.get(f"/sales/{day.first_sale}")
    day.slip = wang.get(f"/receipts/{day.first_sale}").json
    day.month = wang.get(f"/sales?q={day.first_sale}")["rows"][0]["business_day"][:7]
    day.year = int(day.month[:4])
    check.that(day.before["archive"] is None, "it lies in the books", day.before)
    sizes = {row["part"]: row for row in day.people["admin"].get("/data-sizes")["parts"]}
    check.that(sizes["archives"]["bytes"] == 0, "there is no archive", sizes)


def too_early(day):
    """Neither this year nor the last, and no year of which a month is open."""
    admin = day.people["admin"]
    body = {"year": day.year, "reason": "the disk"}
    answer = admin.get("/archives")
    check.that(answer["archives"] == [] and answer["next"]["year"] == day.year and answer["next"]["code"] == "archive_too_young", "the year is named, and why it may not be", answer)
    wrong = [(admin.post("/archives", body), "archive_too_young"), (admin.post("/archives", {**body, "year": day.year - 5}), "archive_empty"), (admin.post("/archives", {"year": day.year}), "field_missing"),
             (admin.post("/archives", {**body, "year": "x"}), "field_malformed"), (admin.post("/archives", {**body, "file": "/etc/passwd"}), "field_unknown"),
             (admin.post("/archives", {**body, "year": 10**12}), "archive_too_young")]
    check.that([a.code for a, _ in wrong] == [code for _, code in wrong], "each is refused for its reason", [a.code for a, _ in wrong])
    check.that([day.people[name].post("/archives", body).code for name in ("wang", "zhao", "miller", "audit", "tech")] == ["permission_denied"] * 5, "an administrator alone asks")
    check.that(day.people["wang"].get("/archives").code == "permission_denied", "and who keeps copies sees them")
    on(day, 760)
    check.that(day.people["admin"].post("/archives", body).code == "archive_month_open", "its months are open")
    job = day.people[day.manager].post("/jobs", {"kind": "month_end", "asked": {"month": day.month}})
    done = ended(day.people[day.manager], job["number"])
    check.that(done["state"] == "done", f"{day.month} is closed", done)
    unordered = day.people["admin"].post("/jobs", {"kind": "archive", "asked": {"year": day.year}})
    check.that(unordered.status == 200, "a job may be asked for", unordered)
    check.that(ended(day.people["admin"], unordered["number"])["error"] == "archive_not_ordered", "one person alone has no job do it")
    typed = subprocess.run([KWOTA, "archive", "go-on", str(day.year), "--as", "admin", "--server", f"http://127.0.0.1:{day.server.port}"], input=f"{PASSWORD}\n", capture_output=True, text=True, timeout=120)
    check.that(typed.returncode == 1 and "archive_not_ordered: " in typed.stderr and "Two persons" in typed.stderr, "and at a terminal the sentence says what it wants", typed)
    check.that(day.people["miller"].post("/jobs", {"kind": "archive", "asked": {"year": day.year}}).code == "permission_denied", "a manager has none at all")


def two_persons(day):
    """One asks, another agrees; a job does it."""
    admin, second = day.people["admin"], day.people[day.manager]
    body = {"year": day.year, "reason": "the disk"}
    asked = admin.post("/archives", body)
    check.that(asked.status == 202 and proposed(asked) == ("archive", {"year": str(day.year)}), "a second person is asked", asked)
    number = asked["approval"]["number"]
    check.that(admin.post(f"/approvals/{number}/approve").code == "approval_own", "not he himself")
    check.that(day.people["zhao"].post(f"/approvals/{number}/approve").code in ("permission_denied", "approval_unknown"), "nor a supervisor of a station")
    check.that(admin.post("/archives", {**body, "approval": number}).code == "approval_pending", "nothing before")
    check.that(second.post(f"/approvals/{number}/approve").status == 200, f"{day.manager} agrees")
    check.that(admin.post("/archives", {**body, "year": day.year - 1, "approval": number}).code == "archive_empty", "to this year and no other")
    ordered = admin.post("/archives", {**body, "approval": number})
    if not check.that(ordered.status == 200 and ordered["job"], "it is ordered", ordered):
        return
    done = ended(admin, ordered["job"])
    check.that(done["state"] == "done" and done["result"]["slips"] >= 1 and done["result"]["bytes"] > 0, "it is done", done)
    check.that(admin.post("/archives", {**body, "approval": number}).code == "archive_exists", "once")
    row = admin.get("/archives")["archives"][0]
    check.that(row["state"] == "done" and row["at_hand"] and (row["first"], row["second"], row["reason"]) == ("admin", day.manager, "the disk"), "and who ordered it is said", row)
    check.that(row["people"]["first"]["admin"] == "Administrator" and row["people"]["second"][day.manager] != day.manager, "by their names", row["people"])
    entries = day.people["audit"].get("/audit?filter.action=archive")["rows"]
    check.that([entry["object"] for entry in entries].count(f"archive/{day.year}") == 3, "ordered, made, done stand in the audit trail", entries)
    day.file = row["file"]
    again = ended(admin, admin.post("/jobs", {"kind": "archive", "asked": {"year": day.year}})["number"])
    check.that(again["state"] == "done" and admin.get("/archives")["archives"][0]["sha256"] == row["sha256"], "asked again it does nothing twice", again)


def found(day):
    """By its number, with its slip, marked, and verified."""
    wang, audit = day.people["wang"], day.people["audit"]
    rows = wang.get(f"/sales?q={day.first_sale}")["rows"]
    check.that([row["number"] for row in rows] == [day.first_sale], "a search finds it by its number", rows)
    one = wang.get(f"/sales/{day.first_sale}")
    check.that(one["archive"] == day.year and one["archive_at_hand"] and one["document"] == day.before["document"] and one["signature"] == day.before["signature"], "with its document, its proof, and that it is archived", one)
    slip = wang.get(f"/receipts/{day.first_sale}")
    check.that(slip["rows"] == day.slip["rows"], "its slip is the same to the letter", (slip.json, day.slip))
    check.that(wang.get(f"/receipts/{day.first_sale}?format=pdf").bytes.startswith(b"%PDF"), "on paper too")
    check.that(audit.post("/verify")["ok"] is True and terminal(day, "verify").returncode == 0, "the books verify, and the archive with them")
    again = subprocess.run([KWOTA, "archive", "go-on", str(day.year), "--as", "admin", "--server", f"http://127.0.0.1:{day.server.port}"], input=f"{PASSWORD}\n", capture_output=True, text=True, timeout=120)
    check.that(again.returncode == 0 and day.file in again.stdout, "kwota archive go-on says what there is", again)
    listed = terminal(day, "archive", "list", "--json")
    check.that(listed.returncode == 0 and json.loads(listed.stdout)[0]["at_hand"] is True, "kwota archive list", listed)


def missing(day):
    """Its file is taken away."""
    wang, data = day.people["wang"], day.server.folder / "data"
    file = data / "archives" / day.file
    day.server.stop()
    file.rename(data / "elsewhere.db")
    day.server.start()
    day.again(*EVERYBODY, day.manager)
    wang = day.people["wang"]
    problem = day.people["audit"].post("/verify")["first_problem"]
    check.that((problem["table"], problem["key"], problem["what"]) == ("archive", str(day.year), "removed"), "verify names it", problem)
    bare = wang.get(f"/sales/{day.first_sale}")
    check.that(bare["document"] is None and not bare["archive_at_hand"] and bare["archive"] == day.year and bare["credit"] == day.before["credit"], "the sale is there with its figures, without its document", bare)
    check.that(wang.get(f"/receipts/{day.first_sale}").code == "archive_missing", "its slip is not shown as something else")
    taxes = day.people["miller"].get(f"/reports/R13?period={day.month}&group=tax")
    check.that(taxes.status == 200, "its taxes stand in the sheets of its days", taxes)
    rows = day.people["miller"].get(f"/reports/R13?period={day.month}&group=detail")
    check.that(rows.code == "archive_missing", "and are not told receipt by receipt without it", rows)
    check.that(not day.people["admin"].get("/archives")["archives"][0]["at_hand"], "the page says so")
    copies = len(day.people["admin"].get("/backups")["rows"])
    bad = day.people["admin"].post("/backup")
    rows = day.people["admin"].get("/backups")["rows"]
    check.that(bad.code == "backup_bad" and f"archive/{day.year}" in str(bad["details"]) and len(rows) == copies + 1 and not rows[0]["verified"], "a copy without it is kept, and said to be bad", (bad, rows))
    check.that([row["number"] for row in wang.get(f"/sales?q={day.first_sale}")["rows"]] == [day.first_sale] and wang.get(f"/accounts/{day.account}").status == 200, "the sale itself is there")
    sold = wang.post("/quotes", {"account": day.account, "pay": "10.00"})
    check.that(sold.status == 200, "and selling goes on", sold)
    (data / "elsewhere.db").rename(file)
    check.that(wang.get(f"/sales/{day.first_sale}")["archive"] == day.year, "put back, all is as it was")
    body = bytearray(file.read_bytes())
    body[-100] ^= 1
    file.chmod(0o600)
    file.write_bytes(body)
    problem = day.people["audit"].post("/verify")["first_problem"]
    check.that((problem["table"], problem["key"], problem["what"]) == ("archive", str(day.year), "changed"), "a changed byte is named", problem)
    body[-100] ^= 1
    file.write_bytes(body)
    check.that(day.people["audit"].post("/verify")["ok"] is True, "and its being mended seen")


def copies(day):
    """What is put into the safe is whole."""
    admin = day.people["admin"]
    made = admin.post("/backup")
    check.that(made.status == 200 and made["verified"], "a copy is made", made)
    check.that((day.server.folder / "data/backups/archives" / day.file).is_file(), "its archive lies beside it")
    job = ended(admin, admin.post("/jobs", {"kind": "prove", "asked": {}})["number"])
    check.that(job["state"] == "done" and job["result"]["findings"] == 0, "and is proved with it", job)
    sizes = {row["part"]: row for row in admin.get("/data-sizes")["parts"]}
    check.that(sizes["archives"]["bytes"] > 0 and sizes["archives"]["files"] == 1, "data management says how big it is", sizes)


if __name__ == "__main__":
    sys.exit(walk(check, begin, [a_sale, too_early, two_persons, found, missing, copies]))
