#!/usr/bin/env python3
"""What tells of persons leaves the house only with whoever has the right for it: every list, every report, every query and every job that the program
itself names, taken away in every form by every role of the counters, and searched for the names, addresses, telephones and remarks of a whole sample
year. Files of others come without them and say so; what is taken with the right stands in the audit trail. One line per check."""
import datetime
import html
import io
import json
import re
import subprocess
import sys
import zipfile

from house import PASSWORD, Checks, Client, Server, says_what_is_missing, walk

check = Checks()

PEOPLE = {"cashier": "wang", "supervisor": "zhao", "manager": "miller", "technician": "tech", "auditor": "audit", "administrator": "admin"}
WITH_RIGHT = {"supervisor", "manager", "auditor"}
# Where the sample keeps what it knows of its people.
TOLD = {"/customers": ("name", "address", "phone", "identity_number"), "/service-points": ("address",), "/occupants": ("name", "phone", "identity"), "/visits": ("found",)}
# Paper is drawn slowly: as PDF what has few rows.
PAPER_ROWS = 60
# What is shorter may stand anywhere; so many of each kind are looked for, from the first to the last.
TELLING, MANY = 6, 25


def tree_of(texts):
    """An expression that finds any of them and looks at each letter once: one after the other they cost five times as much."""
    if "" in texts:
        return ""
    rests = {}
    for text in texts:
        rests.setdefault(text[0], []).append(text[1:])
    return "(?:" + "|".join(re.escape(letter) + tree_of(rest) for letter, rest in sorted(rests.items())) + ")"


class House:
    def __init__(self, server):
        self.server, self.people = server, {}
        for role, name in PEOPLE.items():
            who = self.people[role] = Client(server)
            first = server.one_time if name == "admin" else server.demo_password(name)
            who.sign_in(name, first, **({"station": "E01", "till": "T1"} if role == "cashier" else {}))
            who.post("/session/password", {"old": first, "new": PASSWORD})
        self.told = self.everything_told()
        self.any_told = re.compile(tree_of(self.told))

    def rows(self, path):
        cursor, rows = "", []
        while cursor is not None:
            page = self.people["auditor"].get(f"{path}?page_size=200{cursor}")
            rows += page["rows"]
            cursor = f"&cursor={page['next']}" if page["next"] else None
        return rows

    def everything_told(self):
        told = set()
        for path, names in TOLD.items():
            rows = self.rows(path)
            for name in names:
                texts = sorted({str(row[name]) for row in rows if row[name] and len(str(row[name]).encode()) >= TELLING})
                told.update(texts[::max(1, len(texts) // MANY)])
        return told

    def said_of_persons(self, text):
        return sorted(set(self.any_told.findall(text)))

    def lists(self):
        """Every list with files, as the description has them."""
        for path, operations in sorted(self.server.document["paths"].items()):
            names = [one.get("name") for one in operations.get("get", {}).get("parameters", [])]
            if "format" in names and "page_size" in names and "{" not in path:
                yield path, next(one for one in operations["get"]["parameters"] if one.get("name") == "format")["description"]


def text_of(answer):
    """Whatever a reader finds in a file."""
    if answer.bytes.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(answer.bytes))
        return "\n".join(html.unescape(book.read(name).decode()) for name in book.namelist())
    if answer.bytes.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.bytes, capture_output=True).stdout.decode()
    return answer.bytes.decode("utf-8-sig")


def sample(house):
    """The year has people of whom something can be told."""
    check.that(len(house.told) > 100, f"{len(house.told)} names, addresses, telephones and remarks are looked for")
    granted = {role for role, who in house.people.items() if "personal_export" in who.get("/session")["operator"]["permissions"]}
    check.that(granted == WITH_RIGHT, "who has the right", granted)


def every_list(house):
    """Every list, in each of its forms, by every role."""
    taken, leaks, silent, bare = 0, [], [], set()
    for path, offered in house.lists():
        shown = {}
        for role, who in house.people.items():
            page = who.get(f"{path}?page_size=200")
            if page.status != 200:
                continue
            shown[role] = bool(house.said_of_persons(json.dumps(page.json, ensure_ascii=False)))
            few = page["total_is_exact"] and page["total"] <= PAPER_ROWS if "total_is_exact" in page.json else False
            for form in ("csv", *(["xlsx"] if role not in WITH_RIGHT else []), *(["pdf"] if few else [])):
                file = who.get(f"{path}?format={form}")
                if file.type == "application/json" or file.status != 200:
                    leaks += [f"{role} {path} {form}: {file.status} {file.code or file.type}"] if file.code != "unknown_format" else []
                    continue
                text = text_of(file)
                taken += 1
                found = house.said_of_persons(text)
                if role not in WITH_RIGHT and found:
                    leaks.append(f"{role} {path} {form}: {found[:2]}")
                if role not in WITH_RIGHT and shown[role] and not says_what_is_missing(text):
                    silent.append(f"{role} {path} {form}")
                if role in WITH_RIGHT and shown[role] and not found and form != "pdf":  # paper breaks its lines anywhere
                    bare.add(f"{role} {path} {form}")
    check.that(taken > 200, f"{taken} files were taken")
    check.that(not leaks, "nothing of persons is in what others took", "\n".join(leaks))
    check.that(not silent, "and each file says that it is missing", "\n".join(silent))
    check.that(not bare, "whoever has the right gets it whole", "\n".join(sorted(bare)))


def silent_on_some_day(house, today):
    """Who of the sample's farmers waters no more hangs on the day on which the sample was made, and on the day of which it is asked: one of a summer has some."""
    who = house.people[sorted(WITH_RIGHT)[0]]
    for weeks in range(26):
        file = who.get(f"/reports/I09?period={(today - datetime.timedelta(weeks=weeks)).isoformat()}&group=detail&format=csv")
        if file.status == 200 and house.said_of_persons(text_of(file)):
            return True
    return False


def every_report(house):
    """Every report, by each of its groups, and each of its rows by itself, in three forms."""
    today = datetime.date.fromisoformat(house.people["manager"].get("/reports")["today"])
    month = (today.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
    taken, leaks, told = 0, [], set()
    for role, who in house.people.items():
        catalogue = who.get("/reports")
        for report in catalogue.json.get("rows", []) if catalogue.status == 200 else []:
            period = today.isoformat() if report["periods"] == ["day"] else month
            rows = ["detail"] if report["detail"] else []
            by = {"", *rows, *(report["groups"] if role == "technician" or role == "manager" else [])}
            for group in sorted(by):
                # Whoever has the right may take anything: of his files one tells that there is something to keep from the others.
                for form in ("csv", "xlsx", "pdf") if group in ("", "detail") and role not in WITH_RIGHT else ("csv",):
                    file = who.get(f"/reports/{report['number']}?period={period}&format={form}" + (f"&group={group}" if group else ""))
                    if file.status != 200:
                        continue
                    taken += 1
                    text = text_of(file)
                    found = house.said_of_persons(text)
                    if found and role not in WITH_RIGHT:
                        leaks.append(f"{role} {report['number']} {group} {form}: {found[:2]}")
                    if found and role in WITH_RIGHT:
                        told.add(report["number"])
                    if "customer_name" in (report["detail"] if group == "detail" else group) and role not in WITH_RIGHT and not says_what_is_missing(text):
                        leaks.append(f"{role} {report['number']} {group} {form} does not say what is missing")
    check.that(taken > 150, f"{taken} files were taken")
    check.that({"I01", "R11"} <= told and silent_on_some_day(house, today), "reports that tell of persons are among them", sorted(told))
    check.that(not leaks, "nobody takes a name away by a report without the right", "\n".join(leaks))


def every_query(house):
    """All columns of every list that may be asked, as a file of the query builder; groups too."""
    taken, leaks = 0, []
    for role, who in house.people.items():
        subjects = who.get("/queries")
        for subject in subjects.json.get("rows", []) if subjects.status == 200 else []:
            names = [field["name"] for field in subject["fields"]][:60]
            grouped = [field["name"] for field in subject["fields"] if field["parts"] and field["kind"] == "text"]
            asked = [{"subject": subject["subject"], "columns": names}]
            asked += [{"subject": subject["subject"], "groups": [{"field": name}], "figures": [{"figure": "count"}]} for name in grouped if "name" in name or "address" in name or name in ("found", "remark", "reason")]
            for query in asked:
                for form in ("csv", "xlsx", "json") if role not in WITH_RIGHT else ("csv",):
                    file = who.post("/queries/file", {"query": query, "format": form})
                    if file.status != 200:
                        leaks.append(f"{role} {subject['subject']} {form}: {file}")
                        continue
                    taken += 1
                    found = house.said_of_persons(text_of(file) if form != "json" else json.dumps(file.json, ensure_ascii=False))
                    if found and role not in WITH_RIGHT:
                        leaks.append(f"{role} {subject['subject']} {form}: {found[:2]}")
    check.that(taken > 150, f"{taken} files were taken")
    check.that(not leaks, "nothing of persons is in those of others", "\n".join(leaks))


def ended(who, job):
    return who.poll(f"/jobs/{job['number']}", lambda a: a["state"] in ("done", "failed", "stopped"), "the end of a job")


def every_way(house):
    """Jobs, saved queries and reconciliation go through the same gate."""
    tech, miller = house.people["technician"], house.people["manager"]
    query = {"subject": "accounts", "columns": ["number", "customer_name", "address"]}
    saved = {who: house.people[who].post("/saved", {"kind": "query", "subject": "accounts", "name": "People", "query": query})["number"] for who in ("technician", "manager")}
    for who, client in (("technician", tech), ("manager", miller)):
        for kind, asked in (("list", {"list": "accounts"}), ("report", {"report": "R11", "period": "2026-10", "groups": ["customer_name"]}), ("query", {"query": saved[who]})):
            if kind == "report" and who == "technician":
                asked = {"report": "I01", "period": miller.get("/reports")["today"]}
            job = client.post("/jobs", {"kind": kind, "asked": {**asked, "format": "csv"}})
            done = ended(client, job) if job.status == 200 else job
            text = text_of(client.get(f"/jobs/{job['number']}/file")) if job.status == 200 and done["state"] == "done" else str(done)
            if who == "technician":
                check.that(job.status == 200 and done["state"] == "done" and not house.said_of_persons(text) and says_what_is_missing(text), f"a technician's {kind} as a job is without", text[:300])
            elif kind != "report":
                check.that(house.said_of_persons(text), f"a manager's {kind} as a job is whole", text[:300])
    gaps = text_of(tech.get("/reconciliation?format=csv"))
    check.that(not house.said_of_persons(gaps) and says_what_is_missing(gaps), "reconciliation is without", gaps[:300])


def the_trail(house):
    """What was taken with the right stands in the audit trail; of files without persons nothing does."""
    audit, tech = house.people["auditor"], house.people["technician"]

    def taken():
        return audit.get("/audit?filter.action=personal_export&page_size=200").json["rows"]

    before = len(taken())
    house.people["manager"].get("/accounts?format=csv")
    row = taken()[0]
    check.that(row["operator"] == "miller" and row["object"] == "file/accounts.csv" and json.loads(row["details"])["columns"] == ["customer_name", "address"], "who, which file, which columns", row)
    check.that(row["changes"] == [{"column": "columns", "before": None, "after": "customer_name,address", "said": "column"}], "told as a list, and as no change of one into the other", row["changes"])
    tech.get("/accounts?format=csv")
    house.people["manager"].get("/places?format=csv")
    check.that(taken()[0] == row, "nothing else is written", (before, taken()[:2]))
    audit.put("/session/language", {"language": "ru"})
    said = audit.get("/audit?filter.action=personal_export&format=csv").bytes.decode("utf-8-sig")
    check.that("Файл accounts.csv" in said and "Столбцы: Абонент, Адрес" in said and "customer_name" not in said, "in the reader's words in a file, too", said[:600])


if __name__ == "__main__":
    Server.flags = ["--demo"]
    sys.exit(walk(check, House, (sample, every_list, every_report, every_query, every_way, the_trail)))
