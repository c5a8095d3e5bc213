#!/usr/bin/env python3
"""Long work from outside: a list and a report as jobs, whose file nobody else gets; a job of a server that is killed; a copy by plan, proved; a month
that is closed; what the house tells people of it; what is made by plan. Every answer is held against openapi.json. One line per check."""
import fcntl
import hashlib
import json
import shutil
import subprocess
import sys

from house import KWOTA, PASSWORD, Client, walk
from run import Day, check, opening

DAY_S = 86_400
ENDED = ("done", "failed", "stopped")


def asked(client, kind, **what):
    return client.post("/jobs", {"kind": kind, "asked": what})


def ended(client, job):
    return client.poll(f"/jobs/{job['number']}", lambda a: a["state"] in ENDED, f"the end of job {job['number']}")


def terminal(day, *words):
    return subprocess.run([KWOTA, *words, "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=120)


def installation(day):
    """Before the first shift the administrator sets the plan alone."""
    admin = day.people["admin"]
    for name, value in (("backups_kept", "2"), ("backup_hour", "0")):
        done = admin.post("/settings", {"name": name, "value": value, "reason": "the safe"})
        check.that(done.status == 200 and done["value"] == value, f"{name} is set", done)


def a_list(day):
    """A list as a job: the same file as at once, its owner's alone."""
    wang, zhao, admin = (day.people[name] for name in ("wang", "zhao", "admin"))
    job = asked(wang, "list", list="sales", format="csv")
    check.that(job.status == 200 and job["kind"] == "list" and not job["may_fetch"], "it is taken", job)
    done = ended(wang, job)
    check.that(done["state"] == "done" and done["may_fetch"] and done["written"] == done["total"] > 0, "it says how much it wrote", done)
    file = wang.get(f"/jobs/{job['number']}/file")
    check.that(file.bytes == wang.get("/sales?format=csv").bytes and hashlib.sha256(file.bytes).hexdigest() == done["sha256"].lower(), "the file is the list, with its hash")
    check.that(zhao.get(f"/jobs/{job['number']}").code == "not_found" == zhao.get(f"/jobs/{job['number']}/file").code, "another person does not learn that it is there")
    check.that(admin.get(f"/jobs/{job['number']}").status == 200 and admin.get(f"/jobs/{job['number']}/file").code == "not_found", "who sees all jobs gets no file of them")
    check.that([row["number"] for row in wang.get("/jobs")["rows"]] == [job["number"]] and zhao.get("/jobs")["rows"] == [], "each sees his own list")
    hidden = {"asked", "file", "checkpoint", "log"} & set(wang.get("/jobs")["rows"][0])
    check.that(not hidden, "no list says where a file lies", hidden)
    check.that(wang.post(f"/jobs/{job['number']}/stop").code == "job_ended" and wang.post(f"/jobs/{job['number']}/resume").code == "job_not_ended", "what is done is neither stopped nor taken up")


def bad_requests(day):
    """What cannot be, and who may not."""
    wang, tech, miller = (day.people[name] for name in ("wang", "tech", "miller"))
    wrong = [(asked(wang, "town"), "field_malformed"), (asked(wang, "list", list="nothing", format="csv"), "unknown_list"), (asked(wang, "list", list="sales", month="2026-10"), "field_unknown"),
             (asked(wang, "report", report="R99", format="csv"), "unknown_report"), (asked(wang, "list", list="audit", format="csv"), "permission_denied"),
             (asked(wang, "verify"), "permission_denied"), (asked(tech, "report", report="R06", period="2026-10", format="csv"), "permission_denied"),
             (asked(wang, "month_end", month="2026-10"), "permission_denied"), (asked(miller, "month_end", month="2026-13"), "bad_month"), (asked(miller, "month_end"), "bad_month"), (wang.post("/jobs", {"kind": "list", "asked": {"sql": "1"}}), "field_unknown")]
    check.that([a.code for a, _ in wrong] == [code for _, code in wrong], "each is refused for its reason", [a.code for a, _ in wrong])
    check.that(asked(wang, "list", list="sales", format="dbf").code == "unknown_format", "a form that is not offered is refused at once")
    failed = ended(miller, asked(miller, "month_end", month=day.month))
    check.that(failed["state"] == "failed" and failed["error"] == "month_not_over" and not failed["may_fetch"], "what turns out wrong says so in the job", failed)
    of_it = lambda answer: [row["text"] for row in answer["rows"] if row["event"] == "job_failed" and row["object"] == str(failed["number"])]
    said = of_it(miller.poll("/notices", of_it, "he is told of a job that failed"))[0]
    check.that(said == f"Job {failed['number']} failed: Month end. {day.month} is not over yet.", "and in the bell, as a sentence", said)
    check.that(miller.post(f"/jobs/{failed['number']}/resume").status == 200, "it may be taken up again")
    check.that(ended(miller, failed)["error"] == "month_not_over", "and fails again")


def a_report(day):
    """A report as a job, in its three forms."""
    miller = day.people["miller"]
    for form, magic in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        job = ended(miller, asked(miller, "report", report="R07", period=day.month, groups=["operator"], filters={"station": "E01"}, format=form))
        file = miller.get(f"/jobs/{job['number']}/file")
        check.that(job["state"] == "done" and job["file_name"] == f"R07-{day.month}.{form}" and file.bytes.startswith(magic), f"as {form}", job)


def auditor_who_is_moved(day, name, station, role):
    """An auditor of E01 takes a report away and is made another one since: what the change was answered, how the job is shown to him and whether he gets its file."""
    admin = day.people["admin"]
    hired = admin.post("/operators", {"name": name, "full_name": name.title(), "roles": ["auditor"], "station": "E01"})
    day.sign_in(name, hired["one_time_password"])
    job = ended(day.people[name], asked(day.people[name], "report", report="R07", period=day.month, format="csv"))
    fetch = lambda: day.people[name].get(f"/jobs/{job['number']}/file")
    check.that(fetch().status == 200, "an auditor of E01 takes a report of E01 away")
    row = admin.get(f"/operators/{name}")
    changed = admin.put(f"/operators/{name}", {"full_name": name.title(), "language": "en", "version": row["version"], "station": station, "roles": [role]})
    day.people[name] = Client(day.server)
    day.people[name].sign_in(name, PASSWORD)
    return changed, day.people[name].get(f"/jobs/{job['number']}"), fetch()


def of_another_station(day):
    """Who works at another station since does not get what was made for him before."""
    moved, seen, refused = auditor_who_is_moved(day, "mover", "E02", "auditor")
    check.that(moved.status == 200 and refused.code == "made_at_another_station" and not seen["may_fetch"], "not as one of E02", (moved, refused))


def with_other_rights(day):
    """Who may see his own rows alone since, at the same station, does not get what was made of everybody's."""
    changed, seen, refused = auditor_who_is_moved(day, "reader", "E01", "technician")
    check.that(changed.status == 200 and refused.code == "made_with_other_rights" and not seen["may_fetch"], "a technician of the same station does not, though he may see his own sales", (refused, seen))
    own = ended(day.people["reader"], asked(day.people["reader"], "report", report="R07", period=day.month, format="csv"))
    check.that(day.people["reader"].get(f"/jobs/{own['number']}/file").status == 200, "of his own rows he has one made once more")


def copies(day):
    """The house copies by plan and proves it; people may, too."""
    admin = day.people["admin"]
    planned = admin.poll("/backups", lambda a: any(row["by_plan"] and row["proved"] for row in a["rows"]), "a copy by plan that is proved")
    check.that(all(row["verified"] for row in planned["rows"]), "each copy was verified as it was made", planned)
    house = [row for row in admin.get("/jobs")["rows"] if row["operator"] == ""]
    check.that({row["kind"] for row in house} >= {"backup", "prove"} and all(row["state"] == "done" for row in house), "as jobs of nobody", house)
    proof = next(row for row in house if row["kind"] == "prove")
    result = admin.get(f"/jobs/{proof['number']}")["result"]
    check.that(result["findings"] == 0 and result["rows"] > 0 and result["anchors"] > 0, "the proof says rows, anchors and findings", result)
    verified = ended(admin, asked(admin, "verify"))
    check.that(verified["state"] == "done" and verified["result"]["findings"] == 0, "verify is a job", verified)
    again = ended(admin, asked(admin, "prove"))
    check.that(again["state"] == "done", "a proof that somebody asks for", again)
    check.that(not (day.server.folder / "data/jobs/scratch").exists(), "nothing is left of what was put back")


def killed(day):
    """The server is killed with a job under way; the next one does it."""
    wang = day.people["wang"]
    job = asked(wang, "list", list="sales", format="xlsx")
    day.server.kill()
    stray = day.server.folder / "data/jobs/0123456789abcdef0123456789abcdef"
    stray.write_text("half a file")
    day.server.start()
    day.again("wang", "zhao", "miller", "audit", "admin")
    wang = day.people["wang"]
    done = ended(wang, job)
    check.that(done["state"] == "done" and wang.get(f"/jobs/{job['number']}/file").bytes.startswith(b"PK"), "it is done", done)
    check.that(not stray.exists(), "half a file is not kept")


def another_month(day):
    """A month later: the old copies go, and the month is closed."""
    wang, miller, admin = (day.people[name] for name in ("wang", "miller", "admin"))
    check.that(ended(miller, asked(miller, "month_end", month=day.month))["error"] == "month_not_over", "a month that goes on is not closed")
    wang.post("/bench/clock", {"advance_s": 33 * DAY_S})
    day.again("wang", "zhao", "miller", "audit", "admin")
    wang, miller, admin = (day.people[name] for name in ("wang", "miller", "admin"))
    admin.poll("/backups", lambda a: sum(row["by_plan"] for row in a["rows"]) == 2, "another copy by plan")
    wang.post("/bench/clock", {"advance_s": DAY_S})
    day.again("wang", "zhao", "miller", "audit", "admin")
    wang, miller, admin = (day.people[name] for name in ("wang", "miller", "admin"))
    count = admin.get("/jobs?filter.kind=backup&filter.operator=")["total"]
    admin.poll("/jobs?filter.kind=backup&filter.state=done", lambda a: sum(row["operator"] == "" for row in a["rows"]) >= 3, "the third copy by plan")
    kept = [row for row in admin.get("/backups")["rows"] if row["by_plan"]]
    check.that(len(kept) == 2 or (len(kept) == 3 and kept[2]["proved"]), "two are kept, and beside them at most the one that was proved", (count, kept))
    before = miller.get(f"/reports/R06?period={day.month}")
    unposted = next(row for row in before["rows"] if row["names"] == ["not_posted"])
    check.that(unposted["cells"][0] is None, "before, nobody knows how much was used", unposted)
    job = ended(miller, asked(miller, "month_end", month=day.month))
    if not check.that(job["state"] == "done" and job["result"]["check"] == "0.00" and job["result"]["opening"] == "0.00", "the month is closed, and adds up", job):
        return
    check.that(ended(miller, asked(miller, "month_end", month=day.month))["error"] == "month_closed", "once")
    typed = subprocess.run([KWOTA, "month-end", "--period", day.month, "--server", f"http://127.0.0.1:{day.server.port}", "--as", "miller"], input=PASSWORD + "\n", capture_output=True, text=True)
    check.that(typed.returncode == 1 and typed.stdout == "" and typed.stderr.strip().endswith(f"month_closed: {day.month} is closed already."), "a terminal says why not, in words", typed)
    after = {row["names"][0]: row["cells"][0] for row in miller.get(f"/reports/R06?period={day.month}")["rows"]}
    check.that(after["closing"] == job["result"]["closing"] and after["consumption"] == job["result"]["consumption"] and after["not_posted"] == "0.00", "R06 says the same", after)
    rows = miller.get(f"/month-ends?filter.month={day.month}")["rows"]
    check.that(len(rows) >= 1 and any(row["station"] == "E01" and row["closing"] == after["closing"] for row in rows), "station by station", rows)


def told(day):
    """The bell."""
    wang, miller = day.people["wang"], day.people["miller"]
    def of_jobs(answer):
        return [row for row in answer["rows"] if row["event"].startswith("job_")]

    mine = wang.poll("/notices", lambda answer: len(of_jobs(answer)) > 1, "he is told of more than one job")
    jobs = of_jobs(mine)
    check.that(jobs and all(row["page"].startswith("/office/jobs?open=") for row in jobs) and mine["waiting"] > 0, "he is told of his jobs", mine)
    seen = wang.post(f"/notices/{jobs[0]['number']}/seen")
    check.that(seen.status == 200 and seen["seen_by"] == "wang" and not seen["waits"], "and says that he has seen it", seen)
    check.that(wang.post(f"/notices/{jobs[0]['number']}/seen").code == "notice_seen", "once")
    check.that(miller.post(f"/notices/{jobs[1]['number']}/seen").code == "not_found", "what is his is not another's")
    check.that(len({(row["event"], row["object"]) for row in mine["rows"]}) == len(mine["rows"]), "each thing once", mine)
    up_to = max(row["number"] for row in mine["rows"])
    together = wang.post("/notices/seen", {"up_to": up_to})
    left = [row for row in wang.get("/notices")["rows"] if row["number"] <= up_to and not row["seen"]]
    check.that(together.status == 200 and together["seen"] > 0 and all(row["critical"] for row in left), "all that he was shown is seen at once, but what is critical", (together, left))
    check.that(wang.post("/notices/seen", {"up_to": up_to})["seen"] == 0, "once")


def by_plan(day):
    """A report every week."""
    miller, wang = day.people["miller"], day.people["wang"]
    body = {"name": "For the county", "kind": "report", "asked": {"report": "R07", "format": "csv"}, "rhythm": "weekly", "day": 1}
    check.that(miller.post("/sends", {**body, "day": 8}).code == "send_day" and miller.post("/sends", {**body, "asked": {"report": "I16", "format": "csv"}}).code == "period_not_offered", "what cannot be is refused")
    for asked, code in (({"groups": ["telephone"]}, "group_not_offered"), ({"filters": {"telephone": "1"}}, "filter_not_offered"), ({"format": "odt"}, "unknown_format")):
        check.that(miller.post("/sends", {**body, "asked": {**body["asked"], **asked}}).code == code, "nothing is kept that would fail every week", asked)
    for asked, code in (({"period": "soon"}, "bad_period"), ({"period": "2026-10", "groups": ["telephone"]}, "group_not_offered")):
        check.that(miller.post("/jobs", {"kind": "report", "asked": {**body["asked"], **asked}}).code == code, "nor begun that cannot be", asked)
    for asked, code in (({"sort": "telephone"}, "unknown_column"), ({"filters": {"nonsense": "1"}}, "unknown_column")):
        check.that(miller.post("/jobs", {"kind": "list", "asked": {"list": "sales", "format": "csv", **asked}}).code == code, "nor a list that nobody has so", asked)
    made = miller.post("/sends", body)
    check.that(made.status == 200 and wang.get("/sends")["rows"] == [], "it is his alone", made)
    before = miller.get("/jobs?filter.kind=report")["total"]
    wang.post("/bench/clock", {"advance_s": 8 * DAY_S})
    day.again("wang", "miller", "admin", "audit")
    miller = day.people["miller"]
    jobs = miller.poll("/jobs?filter.kind=report&sort=-number", lambda a: a["total"] > before and a["rows"][0]["state"] in ENDED, "the report by plan")
    whole = miller.get(f"/jobs/{jobs['rows'][0]['number']}")
    check.that(whole["state"] == "done" and ".." in whole["asked"]["period"] and whole["may_fetch"], "it is made of the week before", whole)
    check.that(miller.call("DELETE", f"/sends/{made['number']}").status == 200 and miller.get("/sends")["rows"] == [], "until it is ended")


def at_a_terminal(day):
    """The same at a terminal, and the books are as they were written."""
    listed = terminal(day, "jobs", "list", "--json")
    check.that(listed.returncode == 0 and any(job["kind"] == "month_end" and job["state"] == "done" for job in json.loads(listed.stdout)), "kwota jobs list", listed)
    proved = terminal(day, "backup", "--prove", "--json")
    check.that(proved.returncode == 0 and json.loads(proved.stdout)["findings"] == 0, "kwota backup --prove", proved)
    beside_one_another(day)
    copied_away(day, json.loads(proved.stdout)["file"])
    verified = terminal(day, "verify", "--json")
    check.that(verified.returncode == 0 and json.loads(verified.stdout)["ok"], "kwota verify", verified.stdout)


def beside_one_another(day):
    """A proof that the server makes and one at a terminal take nothing of each other away; of two at terminals the second waits for the first."""
    admin, jobs = day.people["admin"], day.server.folder / "data/jobs"
    scratch = jobs / "scratch"
    (scratch / "of-the-server").mkdir(parents=True)
    proved = terminal(day, "backup", "--prove")
    check.that(proved.returncode == 0 and (scratch / "of-the-server").is_dir(), "a terminal leaves alone what the server has put back", proved)
    shutil.rmtree(scratch)
    with open(jobs / "terminal/books.lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = terminal(day, "backup", "--prove")
        check.that(second.returncode == 1 and second.stderr.startswith("proof_running: "), "a second terminal is told so", second)
        made = admin.post("/jobs", {"kind": "prove", "asked": {}})
        done = admin.poll(f"/jobs/{made['number']}", lambda a: a["state"] in ENDED, "the server's own proof")
        check.that(done["state"] == "done", "and holds up no proof of the server", done)
    check.that(not list(jobs.rglob("scratch")), "nothing is left", list(jobs.rglob("*")))


def copied_away(day, newest):
    """A copy that somebody carried to a safe is proved where it lies, and no other in its place."""
    backups, safe = day.server.folder / "data/backups", day.server.folder / "safe"
    safe.mkdir()
    shutil.copy(backups / newest, safe / "monday.db")
    there = terminal(day, "backup", "--prove", str(safe / "monday.db"), "--json")
    check.that(there.returncode == 0 and json.loads(there.stdout)["file"] == str(safe / "monday.db"), "the copy in the safe is proved", there)
    check.that([file.name for file in safe.iterdir()] == ["monday.db"], "and nothing is left beside it", list(safe.iterdir()))
    missing = terminal(day, "backup", "--prove", str(safe / newest))
    check.that(missing.returncode == 1 and missing.stderr.startswith("no_such_file: "), "a path that is wrong means no copy of the same name at home", missing)
    for word in (newest, str(backups / newest)):
        home = terminal(day, "backup", "--prove", word, "--json")
        check.that(home.returncode == 0 and json.loads(home.stdout)["file"] == newest, f"at home by {word}", home)


def begin(server):
    day = Day(server)
    day.sign_in("admin", server.one_time)
    for name in ("wang", "zhao", "miller", "audit", "tech"):
        day.sign_in(name, server.demo_password(name), station="E01", till="T1" if name == "wang" else "")
    return day


def first_sale(day):
    """Something is sold."""
    opening(day)
    sales = day.people["wang"].get("/sales")["rows"]
    day.month = sales[0]["business_day"][:7]


if __name__ == "__main__":
    sys.exit(walk(check, begin, [installation, first_sale, a_list, bad_requests, a_report, of_another_station, with_other_rights, copies, killed, told, another_month, by_plan, at_a_terminal]))
