#!/usr/bin/env python3
"""Saved views, choices and the query builder from outside: what may be asked and what not, whose rows, in which form it is taken away, what is shared with whom,
what becomes of it when a right is lost; and the same queries on the command line. Every answer is held against openapi.json. One line per check."""
import datetime
import io
import json
import re
import subprocess
import sys
import zipfile

from house import KWOTA, Client, PASSWORD, new_key, says_what_is_missing, walk
from run import Day, check, doors, opening

EVIL = "'\"><img onerror>"
LARGE = {"subject": "sales", "columns": ["number", "tendered", "customer_name"], "sort": "-tendered"}


def ask(day, who, query, **more):
    return day.people[who].post("/queries", {"query": query, **more})


def where(subject, condition, **more):
    return {"subject": subject, "where": condition, **more}


def subjects(day):
    """What may be asked follows from what is declared, and from who asks."""
    rows = {row["subject"]: row for row in day.people["miller"].get("/queries")["rows"]}
    check.that({"sales", "customers", "accounts", "meters", "wells", "cards", "statements", "shifts", "waterings"} <= set(rows), "lists are subjects", sorted(rows))
    check.that("operators" not in rows and "audit" not in rows, "lists that he may not read are none", sorted(rows))
    sales = {field["name"]: field for field in rows["sales"]["fields"]}
    check.that("recharge" in sales["kind"]["words"] and sales["customer"]["link"] == "customers" and "sum" in sales["tendered"]["figures"], "fields say words, links and figures", sales["kind"])
    check.that({"list": "sales", "by": "customer"} in rows["customers"]["others"], "and which rows name them", rows["customers"]["others"])
    tech = {row["subject"]: row for row in day.people["tech"].get("/queries")["rows"]}
    phone = next(field for field in tech["customers"]["fields"] if field["name"] == "phone")
    check.that(phone["personal"] and not phone["hows"] and not phone["parts"], "what he sees masked is not asked by", phone)
    for name in ("wang", "admin"):
        check.that(day.people[name].get("/queries").code == ask(day, name, LARGE).code == "permission_denied", f"{name} builds none")


def answers(day):
    """Rows, conditions, groups, figures."""
    day.sell(day.quote("20.00")["id"], card_session=day.on_reader(day.card)["session"], on_pending="sum")
    listed = day.people["miller"].get("/sales?page_size=200")
    everything = ask(day, "miller", LARGE)
    check.that(everything.status == 200 and everything["total"] == listed["total"] >= 2, "as many sales as the list has", everything)
    amounts = [float(row["tendered"]) for row in everything["rows"]]
    check.that(amounts == sorted(amounts, reverse=True) and set(everything["rows"][0]) == set(LARGE["columns"]), "sorted by what no index holds, with the columns that were asked", amounts)
    added = ask(day, "miller", {"subject": "sales", "groups": [{"field": "business_day", "part": "month"}, {"field": "till"}], "figures": [{"figure": "count"}, {"figure": "sum", "field": "tendered"}]})
    check.that(sum(row["count"] for row in added["rows"]) == listed["total"] and added["totals"]["sum.tendered"] == listed["totals"]["tendered"], "groups add up to the list's own total", added)
    customer = day.people["miller"].get(f"/accounts?filter.number={day.account}")["rows"][0]["customer"]
    bought = ask(day, "miller", where("customers", {"has": {"list": "sales", "by": "customer", "where": {"field": "time", "how": "last_days", "value": "3"}}}, columns=["number"]))
    check.that(customer in [row["number"] for row in bought["rows"]], "who bought is found", bought)
    silent = ask(day, "miller", where("customers", {"has_none": {"list": "sales", "by": "customer"}}, columns=["number"]))
    check.that(bought["total"] + silent["total"] == day.people["miller"].get("/customers")["total"], "and who did not, the rest", silent)
    linked = ask(day, "miller", where("sales", {"field": "customer.name", "how": "contains", "value": "zzz"}, columns=["number"]))
    check.that(linked.status == 200 and linked["total"] == 0, "a field of what a field names is asked", linked)


def figures(day):
    """What reports are made of is asked like any list: the same sums, the same eyes."""
    miller, month = day.people["miller"], day.people["miller"].get("/sales")["rows"][0]["business_day"][:7]
    report = miller.get(f"/reports/R07?period={month}")
    received = [column["name"] for column in report["columns"]].index("received")
    asked = {"subject": "figures-sales", "where": {"field": "business_day", "how": "this_month"}, "groups": [{"field": "kind"}], "figures": [{"figure": "sum", "field": "received"}]}
    added = ask(day, "miller", asked)
    check.that(added.status == 200 and added["totals"]["sum.received"] == report["totals"][received], "figures of sales add up to R07", (added, report["totals"]))
    money = ask(day, "miller", {"subject": "figures-money", "groups": [{"field": "account"}], "figures": [{"figure": "sum", "field": "amount"}]})
    check.that(money.status == 200 and money["totals"]["sum.amount"] == "0.00", "all that was posted adds up to nothing", money)
    names = {name: {row["subject"] for row in day.people[name].get("/queries")["rows"]} for name in ("miller", "tech")}
    check.that({"figures-sales", "figures-money"} <= names["miller"] and "figures-money" not in names["tech"] and ask(day, "tech", {**asked, "subject": "figures-money"}).code == "permission_denied", "who may not read the ledger asks it nothing", names["tech"])
    own = ask(day, "tech", {"subject": "figures-sales", "groups": [{"field": "operator"}], "figures": [{"figure": "count"}]})
    check.that(own.status == 200 and own["rows"] == [], "who sees his own sales alone sees the figures of his own alone", own)


def one_by_one(day):
    """Receipts and openings as reports tell them: the same counts and sums."""
    miller, month = day.people["miller"], day.people["miller"].get("/sales")["rows"][0]["business_day"][:7]

    def told(number, *names):
        report = miller.get(f"/reports/{number}?period={month}")
        place = {column["name"]: i for i, column in enumerate(report["columns"])}
        return [report["totals"][place[name]] for name in names]

    def asked(subject, where, *fields):
        answer = ask(day, "miller", {"subject": subject, "where": where, "groups": [{"field": "commodity"}], "figures": [{"figure": "sum", "field": field} for field in fields]})
        return [answer["totals"][f"sum.{field}"] for field in fields] if answer.status == 200 else answer

    same = lambda a, b: [float(one or 0) for one in a] == [float(one) for one in b]  # none of a unit is no zero of it
    now, sold = {"field": "business_day", "how": "this_month"}, {"field": "kind", "how": "in", "values": ["open", "recharge"]}
    report, query = told("R11", "sold_sales", "sold_energy", "sold_volume", "sold_credit", "sold_money"), asked("figures-receipts", {"all": [now, sold]}, "count", "energy", "volume", "credit", "money")
    check.that(same(report, query) and float(report[0]) > 0, "receipts of sales add up to R11", (report, query))
    report, query = told("R20", "acted", "acted_reprints", "acted_alone", "acted_agreed"), asked("figures-receipts", now, "count", "reprints", "one_hand", "agreed")
    check.that(same(report, query) and float(report[0]) > 0, "all receipts to R20", (report, query))
    report, query = told("R04", "new_customers", "first_money", "first_energy", "first_volume", "first_credit"), asked("figures-openings", {"field": "time", "how": "this_month"}, "count", "money", "energy", "volume", "credit")
    check.that(same(report, query) and float(report[0]) > 0, "openings to R04", (report, query))
    names = {row["subject"] for row in day.people["tech"].get("/queries")["rows"]}
    own = ask(day, "tech", {"subject": "figures-receipts", "groups": [{"field": "asked_by"}], "figures": [{"figure": "count"}]})
    check.that(own.status == 200 and own["rows"] == [], "who sees his own sales alone sees no receipt of others", (own, names))


def wrong(day):
    """Each refusal says where it stands."""
    deep = {"all": [{"any": [{"all": [{"any": [{"field": "kind", "value": "x"}]}]}]}]}
    for query, code, path in ((where("sales", {"all": [{"field": "colour", "value": "red"}]}), "query_unknown_field", "where.all[0].field"), (where("sales", deep), "query_too_deep", "where.all[0].any[0].all[0].any"),
                              (where("sales", {"field": "number", "how": "in", "values": [str(n) for n in range(10_000)]}), "query_too_large", "where.values"),
                              ({"subject": "everything"}, "query_unknown_subject", "subject"), ({**LARGE, "sort": "1; DROP TABLE sale"}, "query_unknown_sort", "sort"),
                              (where("sales", {"field": "tendered", "how": "more", "value": "much"}), "query_wrong_value", "where"), (where("sales", {"field": "kind", "how": "like", "value": "%"}), "query_unknown_how", "where.how"),
                              ({"subject": "sales", "groups": [{"field": "time"}]}, "query_unfit_group", "groups[0]")):
        answer = ask(day, "miller", query)
        check.that(answer.code == code and answer["details"]["path"] == path, f"{code} at {path}", answer)
    check.that(ask(day, "miller", {**LARGE, "sql": "SELECT 1"}).code == "field_unknown", "there is no place for SQL")
    check.that(ask(day, "miller", where("audit", {"all": []})).code == "permission_denied", "a list that he may not read")
    check.that(ask(day, "tech", where("sales", {"has": {"list": "entries", "by": "sale"}})).code in ("permission_denied", "query_unknown_field"), "nor by way of has")
    first = ask(day, "miller", LARGE, page_size=1)
    check.that(first["next"] and ask(day, "miller", LARGE, page_size=1, cursor=first["next"]).status == 200, "a cursor continues its query", first)
    check.that(ask(day, "miller", {**LARGE, "columns": ["number", "tendered"]}, cursor=first["next"]).code == "bad_cursor", "and no other")
    found = ask(day, "miller", where("customers", {"field": "name", "how": "contains", "value": EVIL}, columns=["name"]))
    check.that(found.status == 200 and found["total"] == 0, "markup and quotes are a value like others", found)


def whose(day):
    """Own rows, the station's rows, masked columns."""
    own = ask(day, "tech", {"subject": "sales", "figures": [{"figure": "count"}, {"figure": "sum", "field": "tendered"}]})
    check.that(own["rows"][0]["count"] == 0, "who sees his own sales alone counts no others", own)
    none = ask(day, "tech", where("customers", {"has": {"list": "sales", "by": "customer"}}, columns=["number"]))
    check.that(none["total"] == 0, "nor by way of has", none)
    masked = ask(day, "tech", {"subject": "customers", "columns": ["number", "phone"]})
    check.that(masked.status == 200 and all("*" in row["phone"] for row in masked["rows"] if len(row["phone"] or "") > 4), "telephones stand masked before him", masked)
    for query in (where("customers", {"field": "phone", "how": "begins", "value": "138"}), {"subject": "customers", "groups": [{"field": "phone"}]}, {"subject": "customers", "figures": [{"figure": "max", "field": "phone"}]},
                  {"subject": "customers", "sort": "phone", "columns": ["number"]}, where("sales", {"field": "customer.phone", "value": "1"}), where("accounts", {"has_none": {"list": "sales", "by": "account", "where": {"field": "customer.phone", "how": "empty"}}})):
        check.that(ask(day, "tech", query).code == "query_hidden_field", f"and nothing is asked by them: {json.dumps(query)[:70]}")
    here, everywhere = (ask(day, name, {"subject": "customers", "figures": [{"figure": "count"}]})["rows"][0]["count"] for name in ("zhao", "miller"))
    station = day.people["zhao"].get("/session")["operator"].get("station")
    listed = day.people["zhao"].get("/customers")["total"]
    check.that(here == listed, f"one of station {station} counts what his list has ({here} of {everywhere})", (here, listed))


def files(day):
    """All rows, in both forms, with the right that personal data ask."""
    query = {**LARGE, "columns": ["number", "tendered", "customer_name"]}
    csv = day.people["miller"].post("/queries/file", {"query": query, "format": "csv", "name": "Large"})
    lines = csv.bytes.decode("utf-8-sig").splitlines()
    total = ask(day, "miller", query)["total"]
    check.that(csv.status == 200 and len(lines) == total + 1, "CSV has every row and a head", lines[:3])
    key = {"Idempotency-Key": new_key()}
    twice = [day.people["miller"].post("/queries/file", {"query": query, "format": "csv", "name": "Large"}, headers=key) for _ in range(2)]
    check.that(all(file.status == 200 and file.bytes == csv.bytes for file in twice), "whoever lost the file gets it whole with the same key", twice[1].status)
    book = day.people["miller"].post("/queries/file", {"query": query, "format": "xlsx", "name": EVIL})
    check.that(book.status == 200 and zipfile.ZipFile(io.BytesIO(book.bytes)).testzip() is None, "XLSX is a whole workbook")
    typed(day)
    check.that(day.people["miller"].post("/queries/file", {"query": query, "format": "doc"}).code == "field_malformed", "there is no other form")
    personal = {"subject": "customers", "columns": ["number", "phone"]}
    masked = day.people["tech"].post("/queries/file", {"query": personal, "format": "csv"})
    check.that(masked.status == 200 and "*" not in masked.bytes.decode() and says_what_is_missing(masked.bytes.decode()), "masked data go into no file, and it says so", masked)
    check.that(day.people["tech"].post("/queries/file", {"query": {"subject": "customers", "columns": ["number"]}, "format": "csv"}).status == 200, "without them it is given")


def typed(day):
    """Days and moments are cells that a table program sorts and filters, by the clock of the utility; a list writes them as an answer to a query does."""
    miller = day.people["miller"]
    sales = {row["number"]: row["time"] for row in miller.get("/sales?page_size=200")["rows"]}
    asked = miller.post("/queries/file", {"query": {"subject": "sales", "columns": ["number", "time"]}, "format": "xlsx", "name": "Times"})
    for book in (asked, miller.get("/sales?format=xlsx")):
        page = zipfile.ZipFile(io.BytesIO(book.bytes)).read("xl/worksheets/sheet1.xml").decode()
        moments = [float(serial) for serial in re.findall(r'<c r="[A-Z]+\d+" s="\d+"><v>(4\d{4}\.\d+)</v></c>', page)]
        wanted = {round((int(datetime.datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp()) + 8 * 3600) / 86400 + 25569, 5) for time in sales.values()}
        check.that(len(moments) >= len(sales) and wanted <= {round(serial, 5) for serial in moments}, "moments are cells of a clock", (moments[:3], sorted(wanted)[:3], page[:1500]))
        check.that(not re.search(r">20\d\d-\d\d-\d\dT", page), "and no texts of programs", page[:600])
    plans = zipfile.ZipFile(io.BytesIO(miller.get("/plans?format=xlsx").bytes)).read("xl/worksheets/sheet1.xml").decode()
    check.that(re.search(r'<c r="[A-Z]+\d+" s="\d+"><v>4[5-9]\d{3}</v></c>', plans) and not re.search(r">20\d\d-\d\d-\d\d<", plans), "days are cells of a calendar", plans[-3000:])


def views(day):
    """Everybody keeps views of tables for himself."""
    wang, zhao, miller = (day.people[name] for name in ("wang", "zhao", "miller"))
    view = {"kind": "view", "subject": "sales", "name": EVIL, "view": {"sort": "-time", "filters": {"kind": "supplement"}, "columns": ["number", "time"]}}
    kept = wang.post("/saved", view)
    check.that(kept.status == 200 and kept["name"] == EVIL and kept["document"] == view["view"] and kept["own"], "a view is kept as it is named", kept)
    check.that([row["number"] for row in wang.get("/saved")["rows"]] == [kept["number"]] and not zhao.get("/saved")["rows"], "by him alone")
    check.that(wang.post("/saved", view).code == "saved_name_taken", "no second one of this name")
    check.that(wang.post("/saved", {**view, "name": "x", "view": {"filters": {"colour": "red"}}})["details"]["path"] == "document.filters.colour", "of columns that the list has")
    check.that(wang.post("/saved", {**view, "name": "x", "subject": "audit", "view": {}}).code == "permission_denied", "of lists that he may read")
    check.that(wang.post("/saved", {**view, "name": "x", "roles": ["cashier"]}).code == "permission_denied", "a cashier shares none")
    path = f"/saved/{kept['number']}"
    check.that(miller.put(path, {**view, "version": kept["version"]}).code == "not_found", "nobody else changes it")
    check.that(wang.put(path, {**view, "name": "Mine", "version": "other"}).code == "version_conflict", "nor he himself what he has not seen")
    renamed = wang.put(path, {**view, "name": "Mine", "pinned": True, "version": kept["version"]})
    check.that(renamed.status == 200 and renamed["name"] == "Mine" and renamed["pinned"], "he renames and pins it", renamed)
    check.that(zhao.call("DELETE", path, {}).code == "not_found" and wang.call("DELETE", path, {}).status == 200 and not wang.get("/saved")["rows"], "and removes it, nobody else does")
    check.that(zhao.post(f"{path}/bring-back").code == "not_found" and wang.post(f"{path}/bring-back").status == 200, "removed by a slip it is brought back by him alone")
    check.that([row["number"] for row in wang.get("/saved")["rows"]] == [kept["number"]] and wang.post(f"{path}/bring-back").code == "not_found", "under its number, once")
    wang.call("DELETE", path, {})
    for who, subject, columns in (("wang", "customers", ["number", "accounts", "owes", "last_purchase"]), ("miller", "approvals", ["number", "object", "amount"]), ("miller", "plans", ["name", "commodity", "usage_class"]), ("miller", "readings", ["meter", "states"])):
        made = day.people[who].post("/saved", {**view, "subject": subject, "name": f"Besides {subject}", "view": {"columns": columns}})
        check.that(made.status == 200, f"columns that a page of {subject} shows besides are kept in a view of it", made)
        day.people[who].call("DELETE", f"/saved/{made['number']}", {})


def shared(day):
    """Queries are shared with roles; each sees his own rows, and what he may not ask is not there."""
    miller, zhao, wang, tech, audit = (day.people[name] for name in ("miller", "zhao", "wang", "tech", "audit"))
    query = where("customers", {"field": "phone", "how": "filled"}, columns=["number", "phone"])
    check.that(zhao.post("/saved", {"kind": "query", "subject": "customers", "name": "Phones", "query": query, "roles": ["auditor"]}).code == "permission_denied", "a supervisor builds and does not share")
    check.that(miller.post("/saved", {"kind": "query", "subject": "customers", "name": "Bad", "query": where("customers", {"field": "colour", "value": "x"})}).code == "query_unknown_field", "what cannot be asked is not kept")
    kept = miller.post("/saved", {"kind": "query", "subject": "customers", "name": "Phones", "query": query, "roles": ["auditor", "technician", "cashier"], "pinned": True})
    check.that(kept.status == 200 and kept["roles"] == ["auditor", "technician", "cashier"], "a manager shares", kept)
    seen = {name: [row["name"] for row in client.get("/saved")["rows"]] for name, client in (("audit", audit), ("tech", tech), ("wang", wang), ("zhao", zhao))}
    check.that(seen == {"audit": ["Phones"], "tech": [], "wang": [], "zhao": []}, "who may not ask by telephones, or build at all, finds nothing", seen)
    check.that(audit.put(f"/saved/{kept['number']}", {"kind": "query", "subject": "customers", "name": "Other", "query": query, "version": kept["version"]}).code == "not_found", "shared is not given away")


def shared_with_another_station(day):
    """What a manager saves of one station shows nothing of it to whoever works at another, asked, taken away or laid over the list."""
    miller, admin = day.people["miller"], day.people["admin"]
    ours = where("sales", {"field": "station", "value": "E01"}, columns=["number", "tendered"])
    check.that(ask(day, "miller", ours)["total"] > 0, "the manager sees it")
    saved = [miller.post("/saved", {"kind": "query", "subject": "sales", "name": "East", "query": ours, "roles": ["auditor"]}),
             miller.post("/saved", {"kind": "view", "subject": "sales", "name": "East, all", "view": {"filters": {"station": "E01"}, "columns": ["number"]}, "roles": ["auditor"]})]
    check.that(all(one.status == 200 for one in saved), "and shares it with auditors", saved)
    once = admin.post("/operators", {"name": "far", "full_name": "Far", "roles": ["auditor"], "station": "E02"})["one_time_password"]
    far = day.people["far"] = Client(day.server)
    far.sign_in("far", once)
    far.post("/session/password", {"old": once, "new": PASSWORD})
    seen = {row["name"]: row["document"] for row in far.get("/saved")["rows"]}
    check.that(seen.get("East") is not None and seen.get("East, all") is not None, "an auditor of the other station finds both", sorted(seen))
    asked = far.post("/queries", {"query": seen["East"]})
    check.that(asked.status == 200 and asked["total"] == 0 and asked["rows"] == [], "and nothing in the one", asked)
    file = far.post("/queries/file", {"query": seen["East"], "format": "csv", "name": "East"})
    check.that(file.status == 200 and len(file.bytes.decode("utf-8-sig").splitlines()) == 1, "its file has a head and no row", file)
    filters = "&".join(f"filter.{name}={value}" for name, value in seen["East, all"]["filters"].items())
    listed = far.get(f"/sales?{filters}")
    check.that(listed.status == 200 and listed["rows"] == [], "nor in the other", listed)


def lost_right(day):
    """The manager becomes a technician: what he saved is still his, but he may not ask it any more."""
    admin = day.people["admin"]
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")
    petrov = day.people["petrov"]
    money = {"subject": "entries", "groups": [{"field": "what"}], "figures": [{"figure": "count"}]}
    kept = petrov.post("/saved", {"kind": "query", "subject": "entries", "name": "Ledger", "query": money, "roles": ["auditor"]})
    check.that(kept.status == 200 and ask(day, "petrov", money).status == 200, "he asks the ledger", kept)
    row = admin.get("/operators/petrov")
    changed = admin.put("/operators/petrov", {"full_name": row["full_name"], "roles": ["technician"], "station": row["station"], "language": row["language"], "version": row["version"]})
    check.that(changed.status == 200, "he is a technician from now on", changed)
    check.that(ask(day, "petrov", money).code in ("permission_denied", "not_signed_in"), "he may not ask it any more", ask(day, "petrov", money))
    day.people["petrov"] = petrov = Client(day.server)
    petrov.sign_in("petrov", PASSWORD, station="E01")
    mine = petrov.get("/saved")["rows"]
    check.that(len(mine) == 1 and mine[0]["document"] is None and mine[0]["refused"] == "permission_denied", "it says so, and shows nothing of it", mine)
    check.that(ask(day, "petrov", money).code == "permission_denied" and petrov.post("/queries/file", {"query": money, "format": "csv"}).code == "permission_denied", "neither page nor file")
    check.that([one["name"] for one in day.people["audit"].get("/saved")["rows"] if one["owner"] == "petrov"] == ["Ledger"], "whom he shared it with still asks it, by their own right")


def choices(day):
    """How somebody likes his tables follows him."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    check.that(wang.put("/choices/columns.sales", {"value": '["number"]'}).status == 200, "a cashier chooses columns")
    again = Client(day.server)
    again.sign_in("wang", PASSWORD, station="E01", till="T1")
    check.that(again.get("/choices")["choices"] == {"columns.sales": '["number"]'} and zhao.get("/choices")["choices"] == {}, "at every workstation, and for himself alone")
    check.that(again.put("/choices/columns.sales", {"value": ""}).status == 200 and again.get("/choices")["choices"] == {}, "and as everybody again")
    check.that(again.put("/choices/Columns%20of", {"value": "1"}).code == "choice_unknown", "names have a form")
    day.people["wang"] = again


def command_line(day):
    """kwota query: saved ones by name, documents from files."""
    data = ["--data", str(day.server.folder / "data")]
    run = lambda *words: subprocess.run([KWOTA, "query", *words, *data], capture_output=True, text=True, timeout=120)
    listed = run("list")
    check.that("Phones" in listed.stdout and "Ledger" in listed.stdout, "saved queries are listed", listed)
    total = ask(day, "miller", where("customers", {"field": "phone", "how": "filled"}, columns=["number"]))["total"]
    csv = run("run", "Phones")
    check.that(csv.returncode == 0 and len(csv.stdout.splitlines()) == total + 1, "one of them is run by its name", (csv.stdout[:200], csv.stderr))
    document = day.server.folder / "query.json"
    document.write_text(json.dumps({"subject": "customers", "figures": [{"figure": "count"}]}))
    rows = json.loads(run("run", str(document), "--format", "json").stdout)
    check.that(rows and rows[0]["count"] >= total, "a document from a file", rows)
    document.write_text(json.dumps(where("customers", {"all": [{"field": "colour", "value": "x"}]})))
    wrong_one = run("run", str(document))
    check.that(wrong_one.returncode != 0 and "where.all[0].field" in wrong_one.stderr + wrong_one.stdout, "an error says where it stands", wrong_one)
    check.that(run("run", "nobody").returncode != 0, "a name that is nobody's")


if __name__ == "__main__":
    sys.exit(walk(check, Day, [doors, opening, subjects, answers, figures, one_by_one, wrong, whose, files, views, shared, shared_with_another_station, lost_right, choices, command_line]))
