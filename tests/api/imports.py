#!/usr/bin/env python3
"""Files that come into the registers: templates, own lists that come back, workbooks, mapping, mending, two persons, undo."""
import io
import json
import re
import subprocess
import sys
import time
import zipfile

from house import KWOTA, walk, proposed
from run import Day, check, doors

CSV = {"Content-Type": "text/csv"}
XLSX = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def two_managers(day):
    hired = day.people["admin"].post("/operators", {"name": "second", "full_name": "Second Manager", "roles": ["manager", "technician"]})
    check.that(day.sign_in("second", hired["one_time_password"]).status == 200, "a second manager is there")


def bring(day, register, raw, name="file.csv", headers=CSV, encoding=""):
    return day.people["miller"].call("POST", f"/imports/drafts?register={register}&name={name}&encoding={encoding}", raw=raw, headers=headers)


def by_two(day, address, body):
    """Asks, has the second manager agree, asks again."""
    miller = day.people["miller"]
    asked = miller.post(address, body)
    check.that(asked.status == 202, "a second person is asked", asked)
    if asked.status != 202:
        return asked
    number = asked["approval"]["number"]
    agreed = day.people["second"].post(f"/approvals/{number}/approve")
    check.that(agreed.status == 200, "and agrees", agreed)
    return miller.post(address, {**body, "approval": number})


def ended(day, run):
    return ended_for(day.people["miller"], run)


def ended_for(client, run):
    for _ in range(200):
        run = client.get(f"/imports/runs/{run['number']}")
        if run["state"] != "running":
            return run
        time.sleep(0.1)
    return run


def own_lists_come_back(day):
    """What a list exports comes back as it is, as CSV and as a workbook, in whatever language its head is"""
    miller = day.people["miller"]
    offered = [row["name"] for row in miller.get("/imports/registers")["rows"]]
    named = subprocess.run([KWOTA, "import", "--help"], capture_output=True, text=True).stdout.replace("\n", " ")
    check.that(all(name in named for name in offered), "the command line takes the same ones", [name for name in offered if name not in named])
    check.that({"customers", "accounts", "occupants", "meters", "places", "area-numbers", "wells", "well-meters", "links", "debts", "codes", "former-cards", "reading-plans", "reading-routes", "plan-versions"} <= set(offered), "all registers are offered", offered)
    check.that({"stations", "tills"}.isdisjoint(offered), "but for those that only an administrator writes", offered)
    data, wrong = str(day.server.folder / "data"), {}
    taken = [name.strip() for name in re.search(r"REQUIRED\s+(.*?); meter-certificates", " ".join(named.split()))[1].split(",")]
    for register in taken:
        for form in ("csv", "xlsx"):
            file = day.server.folder / f"own.{form}"
            file.write_bytes(subprocess.run([KWOTA, "export", register, "--format", form, "--data", data], capture_output=True).stdout)
            seen = subprocess.run([KWOTA, "import", str(file), "--register", register, "--preview", "--json", "--data", data], capture_output=True, text=True)
            told = json.loads(seen.stdout) if seen.stdout else {}
            if seen.returncode or told["errors"] or told["new"] or told["changed"]:
                wrong[register, form] = (told.get("errors", [])[:1], seen.stderr)
    check.that({"stations", "tills", "links", *offered} <= set(taken), "the command line takes those, too: whoever holds the folder may", taken)
    check.that(not wrong, "at a terminal each of them is the same", wrong)
    for register in offered:
        for form, headers in (("csv", CSV), ("xlsx", XLSX)):
            listed = miller.get(f"/{register}?format={form}")
            back = bring(day, register, listed.bytes, f"{register}.{form}", headers)
            wrong = back.status != 200 or back["refused"] or back["unknown"] or back["errors"] or back["new"] or back["changed"]
            check.that(not wrong, f"{register} as {form}: all the same", {name: back.json.get(name) for name in ("refused", "unknown", "errors", "problems", "new", "changed", "same", "code")} if back.status == 200 else back)


def read_as_somebody_says(day):
    """A short Russian name whose letters are a Chinese one, too, is read as somebody says"""
    text = "number;name\n777000000099;Ли\n".encode("cp1251")
    draft = bring(day, "customers", text)
    check.that(draft["encoding"] == "GB18030", "it looks Chinese", draft)
    draft = bring(day, "customers", text, encoding="Windows-1251")
    rows = day.people["miller"].get(f"/imports/drafts/{draft['id']}/rows?tab=new")
    check.that(draft["encoding"] == "Windows-1251" and "Ли" in str(rows.json), "it is read as Russian", rows)
    for encoding, code in (("UTF-8", "encoding_differs"), ("KOI8-R", "field_malformed")):
        refused = bring(day, "customers", text, encoding=encoding)
        check.that(refused.code == code, f"{encoding}: {code}", refused)


def mapped_and_mended(day):
    """A file of another program is mapped once, mended where it is wrong, written by two, and taken back"""
    miller = day.people["miller"]
    text = "Nr;ФИО;Село\n777000000001;Иванов Пётр;{0}\n777000000002;;{0}\n".format(miller.get("/places?filter.kind=village")["rows"][0]["code"]).encode("cp1251")
    draft = bring(day, "customers", text, "old.csv")
    check.that(draft["encoding"] == "Windows-1251" and draft["separator"] == ";", "encoding and separator are said", draft)
    check.that(draft["refused"]["code"] == "column_missing", "a column that nobody knows is asked for", draft["refused"])
    draft = miller.post(f"/imports/drafts/{draft['id']}/columns", {"columns": ["number", "name", "place"]})
    check.that((draft["new"], draft["errors"]) == (1, 1) and draft["kinds"][0]["code"] == "name_missing", "all rows are checked, mistakes counted by kind", draft)
    wrong = miller.get(f"/imports/drafts/{draft['id']}/rows?tab=errors")
    check.that(wrong["rows"][0]["row"] == 3 and wrong["rows"][0]["notes"][0]["column"] == "name", "by row and column", wrong)
    book = miller.call("GET", f"/imports/drafts/{draft['id']}/errors?format=xlsx")
    check.that(zipfile.ZipFile(io.BytesIO(book.bytes)).testzip() is None, "the mistakes go away as a workbook")
    check.that(miller.post(f"/imports/drafts/{draft['id']}/write", {"choice": "all"}).code == "import_has_errors", "all or nothing")
    draft = miller.post(f"/imports/drafts/{draft['id']}/cells", {"row": 3, "column": "name", "text": "Сидорова Анна"})
    check.that((draft["new"], draft["errors"]) == (2, 0), "a mended cell is checked anew", draft)
    run = ended(day, by_two(day, f"/imports/drafts/{draft['id']}/write", {"choice": "all"}))
    check.that(run["state"] == "done" and run["new"] == 2 and run["can_undo"], "it is written", run)
    check.that(miller.get("/customers/777000000002")["name"] == "Сидорова Анна", "with what was typed")
    again = bring(day, "customers", text, "copy.csv")
    check.that(again["earlier"]["by"] == "miller" and again["remembered"], "the same file says when and by whom, and is mapped as then", again)
    gone = by_two(day, f"/imports/runs/{run['number']}/undo", {})
    check.that(gone["state"] == "undone" and gone["kept"] == 0 and miller.get("/customers/777000000001").status == 404, "and is taken back", gone)
    verified = day.people["audit"].post("/verify", {})
    check.that(verified.status == 200 and verified["ok"], "what is removed is told of", verified)
    check.that(miller.get("/imports")["rows"][0]["state"] == "undone", "imports are a list")


def prepared(day, meter, name, model="DDSY1352"):
    """An account of the program before, as it comes in: prepared."""
    made = day.people["zhao"].post("/accounts/drafts", {"customer": {"name": name, "address": "West village"}, "service_point": {"code": f"O-{meter[-2:]}", "address": "West village"},
                                                       "meter": {"number": meter, "model": model}, "plan": "demo-monthly", "usage_class": "domestic"})
    check.that(made.status == 200 and made["state"] == "draft", f"the account of {name} is prepared", made)
    return made["number"]


def former_cards(day):
    """Cards of the program before are found by their number, and are no cards; what only a meter can say comes in by no file"""
    miller, wang = day.people["miller"], day.people["wang"]
    accounts = miller.get("/accounts?page_size=2&sort=number")["rows"]
    text = f"number,account,former_state,document\n6230-5678,{accounts[0]['number']},in_use,list 4 line 1\nKA 77,999999,lost,list 4 line 2\n"
    draft = bring(day, "former-cards", text, "cards.csv")
    check.that((draft["new"], draft["errors"]) == (1, 1) and draft["kinds"][0]["code"] == "unknown_account", "each names an account that is here", draft)
    draft = miller.post(f"/imports/drafts/{draft['id']}/cells", {"row": 3, "column": "account", "text": str(accounts[1]["number"])})
    run = ended(day, by_two(day, f"/imports/drafts/{draft['id']}/write", {"choice": "all"}))
    check.that(run["state"] == "done" and run["new"] == 2, "they are written by two", run)
    for number, account in (("6230-5678", accounts[0]), ("KA 77", accounts[1])):
        found = wang.get(f"/search?q={number.replace(' ', '%20')}")["rows"]
        check.that([str(row["number"]) for row in found] == [str(account["number"])], f"the counter finds whose card {number} was", found)
    check.that(not miller.get("/cards?q=6230-5678")["rows"], "it is no card of ours")
    row = miller.get("/former-cards?filter.number=KA%2077")["rows"][0]
    handed = day.people["zhao"].put("/former-cards/KA%2077", {"former_state": "returned", "version": row["version"]})
    check.that(handed.status == 200 and handed["former_state"] == "returned", "it was handed in", handed)
    for register in ("statements", "cards", "readings"):
        check.that(bring(day, register, "number\n1\n").code == "unknown_kind", f"{register} come in by no file")


def opening_balances(day):
    """What accounts had before comes in with a control total that agrees, by two, once – and is taken back"""
    miller, audit = day.people["miller"], day.people["audit"]
    at_server, at_meter = prepared(day, "412699000091", "Old Server", "DDZY1352Y"), prepared(day, "412699000092", "Old Meter")
    rows = f"{at_server},server,-12.50,,7,read_account,L1\n{at_meter},meter,40.00,7,,,L2\n"
    text = "account,kept_at,amount,count,register,scheme,document\n" + rows
    draft = bring(day, "opening-balances", text, "left.csv")
    check.that((draft["new"], draft["errors"], draft["control_total"]) == (2, 0, True), "both rows are new, and a total is asked for", draft)
    write = f"/imports/drafts/{draft['id']}/write"
    check.that(miller.post(write, {"choice": "all"}).code == "control_total_missing", "without the total nothing is written")
    off = miller.post(write, {"choice": "all", "control_total": "52.50"})
    check.that(off.code == "control_total_differs" and off["details"]["sum"] == "27.50", "nor with one that differs", off)
    check.that(miller.post(write, {"choice": "all", "control_total": "much"}).status == 422, "nor with none")
    asked = miller.post(write, {"choice": "all", "control_total": "27.50"})
    check.that(asked.status == 202 and proposed(asked)[1]["control_total"] == "27.50", "the second person reads it", asked)
    check.that(miller.post(f"/approvals/{asked['approval']['number']}/approve").code == "approval_own", "nobody alone")
    run = ended(day, by_two(day, write, {"choice": "all", "control_total": "27.50"}))
    check.that(run["state"] == "done" and run["new"] == 2 and run["control_total"] == "27.50", "it is written", run)
    balance = miller.get(f"/remote-accounts/{at_server}")
    check.that(balance["balance"] == "-12.50", "what he owed at the server", balance)
    meter = miller.get("/meters/412699000092")
    check.that(meter["state"] == "installed" and str(meter["sold"]) == "7", "the meter goes on with its own count", meter)
    listed = {row["account"]: row for row in miller.get("/opening-balances")["rows"]}
    check.that(listed[at_meter]["approved_by"] == "second" and listed[at_meter]["amount"] == "40.00", "each is a row with both persons", listed)
    sum_there = {row["account"]: row["amount"] for row in audit.get("/balances?page_size=200&q=opening")["rows"]}
    check.that(sum_there.get("opening/balances") == "27.50", "the ledger has an account of its own for them", sum_there)
    verified = audit.post("/verify", {})
    check.that(verified.status == 200 and verified["ok"], "the laws hold", verified)
    again = bring(day, "opening-balances", text, "left.csv")
    check.that((again["new"], again["same"]) == (0, 2), "the same file again changes nothing", again)
    other = bring(day, "opening-balances", text.replace("40.00", "41.00"), "more.csv")
    check.that(other["errors"] == 1 and other["kinds"][0]["code"] == "opening_exists", "and an account has it once", other)
    gone = by_two(day, f"/imports/runs/{run['number']}/undo", {})
    check.that(gone["state"] == "undone" and gone["kept"] == 0, "it is taken back", gone)
    states = {number: miller.get(f"/accounts?filter.number={number}")["rows"][0]["state"] for number in (at_server, at_meter)}
    check.that(set(states.values()) == {"draft"}, "the accounts are prepared again", states)
    verified = audit.post("/verify", {})
    check.that(verified.status == 200 and verified["ok"], "and the laws still hold", verified)
    whole = miller.call("POST", "/import/opening-balances?control_total=27.50", raw=text, headers=CSV)
    check.that(whole.status == 202, "a file in one request asks a second person too", whole)
    check.that(miller.call("POST", "/import/opening-balances", raw=text, headers=CSV).code == "control_total_missing", "and for the total")


def units_come_along(day):
    """Cubic metres in a meter come in with what was paid for them, and the list comes back as it is"""
    miller, audit = day.people["miller"], day.people["audit"]
    plan = {"id": "tap", "name": "Tap", "commodity": "water", "unit": "m3", "currency": "CNY", "minor": 2, "zone": "Asia/Shanghai", "quantum": "0.1"}
    begins = "2026-01-01"
    drafted = miller.post("/plans", {"plan": plan, "version": {"from": begins, "energy": {"price": "3.00"}, "limits": {"min_pay": "1.00"}}})
    check.that(drafted.status == 200, "a plan for water", drafted)
    check.that(by_two(day, f"/plans/tap/versions/{begins}/publish", {"reason": "water"}).status == 200, "counts from today on")
    hung = day.people["second"].post("/meters", {"number": "412699000093", "model": "DDSY1352", "commodity": "water"})
    check.that(hung.status == 200, "a meter of cubic metres", hung)
    made = day.people["zhao"].post("/accounts/drafts", {"customer": {"name": "Old Water", "address": "West village"}, "service_point": {"code": "O-93", "address": "West village"},
                                                        "meter": {"number": "412699000093", "model": "DDSY1352"}, "plan": "tap", "usage_class": "domestic"})
    check.that(made.status == 200, "its account is prepared", made)
    head = "account,kept_at,amount,credit,count,scheme,document\n"
    for credit, scheme, code in (("", "volume_card", "bad_credit"), ("12.345", "volume_card", "bad_credit"), ("=12", "volume_card", "bad_credit"), ("12.30", "fee_control_card", "bad_credit"), ("12.30", "read_account", "unknown_scheme")):
        wrong = bring(day, "opening-balances", head + f"{made['number']},meter,30.00,{credit},5,{scheme},L9\n", "wrong.csv")
        check.that(wrong["errors"] == 1 and wrong["kinds"][0]["code"] == code, f"{credit or 'nothing'} by {scheme}: {code}", wrong)
    draft = bring(day, "opening-balances", head + f"{made['number']},meter,30.00,12.30,5,volume_card,L9\n", "water.csv")
    check.that((draft["new"], draft["errors"]) == (1, 0), "it is new", draft["kinds"])
    run = ended(day, by_two(day, f"/imports/drafts/{draft['id']}/write", {"choice": "all", "control_total": "30.00"}))
    check.that(run["state"] == "done", "it is written", run)
    row = {row["account"]: row for row in miller.get("/opening-balances")["rows"]}[made["number"]]
    check.that((row["unit"], row["credit"], row["amount"]) == ("volume", "12.300 m3", "30.00"), "so many cubic metres, and what was paid for them", row)
    listed = bring(day, "opening-balances", miller.get("/opening-balances?format=csv").bytes, "own.csv")
    again = listed["kinds"]
    check.that(listed["same"] == 1 and listed["new"] + listed["errors"] == 2, "the own list says the same of it; what was taken back may come again", again)
    verified = audit.post("/verify", {})
    check.that(verified.status == 200 and verified["ok"], "the laws hold", verified)


def stations_and_tills(day):
    """An administrator brings stations and tills, by two; nobody else does, and he brings nothing else"""
    admin, miller = day.people["admin"], day.people["miller"]
    offered = [row["name"] for row in admin.get("/imports/registers")["rows"]]
    check.that(offered == ["stations", "tills"], "an administrator is offered what he keeps", offered)
    put = lambda who, register, text: day.people[who].call("POST", f"/imports/drafts?register={register}&name={register}.csv", raw=text.encode(), headers=CSV)
    for who in ("wang", "zhao", "tech", "audit", "miller"):
        refused = (put(who, "stations", "code,name\nx,y\n").code, day.people[who].call("POST", "/import/tills", raw=b"station,code\nE01,T9\n", headers=CSV).code)
        check.that(refused == ("permission_denied", "permission_denied"), f"{who} brings no stations", refused)
    check.that(put("admin", "customers", "number,name\n1,x\n").code == "permission_denied" and admin.call("POST", "/import/customers?dry_run=1", raw=b"number,name\n1,x\n", headers=CSV).code == "permission_denied", "nor an administrator customers")
    for register in offered:
        template = admin.get(f"/imports/registers/{register}/template")
        check.that(template.status == 200 and template.bytes, f"{register}: a template")
        back = put("admin", register, admin.get(f"/{register}?format=csv").bytes.decode("utf-8-sig"))
        check.that(back.status == 200 and not back["refused"] and not back["errors"] and not back["new"] and not back["changed"] and back["same"], f"{register}: the list comes back as it is", back)
    draft = put("admin", "stations", "code,name,receipt_prefix\nW07,West,R71\nW08,,R72\nW09,North,r7\nW07,Twice,R73\nE01,Other,R99\nW10,East,R71\nW11,South,R2\n")
    wrong = [(row["row"], row["notes"][0]["column"], row["notes"][0]["code"]) for row in admin.get(f"/imports/drafts/{draft['id']}/rows?tab=errors")["rows"]]
    check.that(draft["new"] == 1 and wrong == [(3, "name", "name_missing"), (4, "receipt_prefix", "bad_value"), (5, "code", "duplicate_row"), (6, "receipt_prefix", "in_use"), (7, "receipt_prefix", "receipt_prefix_taken"), (8, "receipt_prefix", "receipt_prefix_taken")], "each mistake by row and column", (wrong, draft.json))
    check.that(miller.get(f"/imports/drafts/{draft['id']}").code == "import_gone", "nobody else sees his file")
    check.that(day.people["wang"].post("/shifts", {"opening_float": "0.00"}).status == 200, "the first shift is opened: the days of setting up, in which an administrator may stand alone, are over")
    asked = admin.post(f"/imports/drafts/{draft['id']}/write", {"choice": "good"})
    check.that(asked.status == 202 and asked["approval"]["action"] == "stations_write", "a second person is asked", asked)
    number = asked["approval"]["number"]
    check.that(admin.post(f"/approvals/{number}/approve").code == "approval_own" and day.people["zhao"].post(f"/approvals/{number}/approve").code == "permission_denied", "neither himself nor a supervisor agrees")
    check.that(miller.post(f"/approvals/{number}/approve").status == 200, "a manager agrees")
    run = ended_for(admin, admin.post(f"/imports/drafts/{draft['id']}/write", {"choice": "good", "approval": number}))
    check.that(run["state"] == "done" and run["new"] == 1 and admin.get("/stations/W07")["receipt_prefix"] == "R71", "the station is there", run)
    draft = put("admin", "tills", "station,code,name,kind,next_receipt\nW07,T1,Window 1,window,900\nW07,T2,,recharge_terminal,\nX99,T1,,window,\nW07,T3,,desk,\n")
    wrong = [(row["row"], row["notes"][0]["column"], row["notes"][0]["code"]) for row in admin.get(f"/imports/drafts/{draft['id']}/rows?tab=errors")["rows"]]
    check.that(draft["new"] == 2 and [one[:2] for one in wrong] == [(4, "station"), (5, "kind")], "tills likewise", (wrong, draft.json))
    asked = admin.post(f"/imports/drafts/{draft['id']}/write", {"choice": "good"})
    miller.post(f"/approvals/{asked['approval']['number']}/approve")
    run = ended_for(admin, admin.post(f"/imports/drafts/{draft['id']}/write", {"choice": "good", "approval": asked["approval"]["number"]}))
    check.that(run["new"] == 2 and admin.get("/tills/W07/T1")["next_receipt"] == 1, "numbers of receipts are the books' own", admin.get("/tills/W07/T1"))
    check.that(miller.post(f"/imports/runs/{run['number']}/undo", {}).code == "permission_denied", "who did not bring it takes nothing back")
    asked = admin.post(f"/imports/runs/{run['number']}/undo", {})
    miller.post(f"/approvals/{asked['approval']['number']}/approve")
    undone = admin.post(f"/imports/runs/{run['number']}/undo", {"approval": asked["approval"]["number"]})
    check.that(undone["state"] == "undone" and undone["kept"] == 2, "tills stay: numbers are counted by them", undone)
    check.that([row["subject"] for row in admin.get("/imports?sort=number")["rows"]][-2:] == ["stations", "tills"], "the list of imports has both")


def price_plans(day):
    """Versions of price plans from a file are drafts; two publish them as all others, and what was published no file edits"""
    miller = day.people["miller"]
    text = "plan,from_date,name,steps_over,min_pay,price,above_2,price_2\nfile-shops,2031-01-01,Shops,month,5.00,0.52,180,0.57\ncn-beijing,2031-01-01,,,,0.50,2880,0.55\n"
    check.that(day.people["zhao"].call("POST", "/import/plan-versions?dry_run=1", raw=text.encode(), headers=CSV).code == "permission_denied", "a supervisor brings no prices")
    wrong = bring(day, "plan-versions", "plan,from_date,name,price,above_2,price_2\na,2031-01-01,A,0.5,200,\ncn-beijing,2012-07-01,,0.9,,\ncn-beijing,2031-01-01,Other,0.9,,\n")
    notes = [(row["row"], row["notes"][0]["column"], row["notes"][0]["code"]) for row in miller.get(f"/imports/drafts/{wrong['id']}/rows?tab=errors")["rows"]]
    check.that(notes == [(2, "price_2", "plan_step_gap"), (3, "plan", "plan_version_used"), (4, "name", "plan_is_there")], "each mistake by row and column", notes)
    draft = bring(day, "plan-versions", text, "prices.csv")
    check.that((draft["new"], draft["errors"]) == (2, 0), "two versions", draft)
    run = ended(day, by_two(day, f"/imports/drafts/{draft['id']}/write", {"choice": "all"}))
    check.that(run["state"] == "done" and run["new"] == 2, "they are written", run)
    beijing = miller.get("/plans/cn-beijing")
    made = {version["from"]: version for version in beijing["versions"]}["2031-01-01"]
    check.that(made["state"] == "draft" and made["text"]["limits"]["max_pay"] == "50000.00" and made["text"]["counter"]["months"] == 12, "a draft, that goes on as the version before it", made)
    check.that(miller.get("/plans/file-shops")["name"] == "Shops" and not day.people["wang"].get("/plans?filter.published=true&filter.id=file-shops")["rows"], "nobody sells by it yet")
    asked = miller.post("/plans/cn-beijing/versions/2031-01-01/publish", {})
    check.that(asked.status == 202, "published by two", asked)
    day.people["second"].post(f"/approvals/{asked['approval']['number']}/approve")
    check.that(miller.post("/plans/cn-beijing/versions/2031-01-01/publish", {"approval": asked["approval"]["number"]}).status == 200, "as every other version")
    again = bring(day, "plan-versions", text, "prices.csv")
    check.that((again["same"], again["new"], again["changed"]) == (2, 0, 0) and again["earlier"], "the same file again changes nothing", again)
    other = bring(day, "plan-versions", text.replace("0.50,2880", "0.51,2880"))
    check.that(other["errors"] == 1 and other["kinds"][0]["code"] == "plan_version_used", "what was published is not edited", other)
    undone = by_two(day, f"/imports/runs/{run['number']}/undo", {})
    check.that(undone["state"] == "undone" and undone["kept"] == 1 and miller.get("/plans/file-shops").code == "unknown_plan", "taken back, but for what was published", undone)


def looked_at_beside(day):
    """A preview at a terminal only reads: the server goes on selling"""
    people = day.people["miller"].get("/customers?count=all&page_size=1")
    good = "number,name,kind\n009900000001,New Here,person\n"
    bad = good + "009900000002,Who Else,nobody\n"
    def kwota(*more, text=good):
        return subprocess.run([KWOTA, "import", "-", "--register", "customers", "--data", str(day.server.folder / "data"), *more], input=text, capture_output=True, text=True)
    seen = kwota("--preview")
    check.that(seen.returncode == 0 and "1 new, 0 changed" in seen.stdout, "beside its server a preview says what would be new", (seen.stdout, seen.stderr))
    changed = kwota("--preview", text=f"number,name\n{people['rows'][0]['number']},Another Name\n")
    check.that(f'line 2, name: "{people["rows"][0]["name"]}" -> "Another Name"' in changed.stdout, "and each cell that would change", (changed.stdout, changed.stderr))
    wrong = kwota("--dry-run", "--json", text=bad)
    check.that(wrong.returncode == 1 and '"code":"unknown_kind"' in wrong.stdout, "and what is wrong", (wrong.stdout, wrong.stderr))
    check.that(day.people["miller"].get("/customers?count=all&page_size=1")["total"] == people["total"], "nothing was imported")
    taken = kwota()
    check.that(taken.returncode != 0 and "books_in_use" in taken.stderr, "to import is the server's own work while it runs", (taken.stdout, taken.stderr))
    empty = subprocess.run([KWOTA, "import", "-", "--register", "customers", "--preview", "--data", str(day.server.folder / "nothing")], input=good, capture_output=True, text=True)
    check.that("no_books" in empty.stderr and not (day.server.folder / "nothing").exists(), "a preview makes no books", (empty.stdout, empty.stderr))


def file_gone(day):
    """The program is killed in the middle of a file, and the file is gone: it goes no further, and what it wrote is taken back"""
    numbers, groups = range(888000000001, 888000020001), 500
    text = "number,name\n" + "".join(f"{number},Long File\n" for number in numbers)
    draft = bring(day, "customers", text, "long.csv")
    check.that(draft["new"] == len(numbers), "a file of twenty thousand rows", draft)
    run = by_two(day, f"/imports/drafts/{draft['id']}/write", {"choice": "all"})
    day.people["miller"].poll(f"/imports/runs/{run['number']}", lambda a: a["position"] > 0, "its first rows")
    day.server.kill()
    kept = list((day.server.folder / "data/imports").glob("*"))
    files = [file for file in kept if file.stat().st_size > len(text) // 2 and file.read_text().startswith("line,")]
    check.that(len(files) == 1, "what was taken of it lies beside the books", kept)
    files[0].unlink()
    day.server.start()
    day.again("miller", "second", "audit")
    run = ended(day, run)
    check.that(run["state"] == "stopped" and run["stop"]["code"] == "import_file_gone", "import_file_gone", run)
    miller, audit = day.people["miller"], day.people["audit"]
    there = miller.get("/customers?filter.name=Long%20File&count=all&page_size=1")["total"]
    check.that(0 < there < len(numbers) and there % groups == 0 and there == run["new"], "whole groups of it are in the books, as it says", (there, run))
    gone = by_two(day, f"/imports/runs/{run['number']}/undo", {})
    check.that(gone["state"] == "undone" and miller.get("/customers?filter.name=Long%20File&count=all&page_size=1")["total"] == 0, "and are taken back", gone)
    verified = audit.post("/verify", {})
    check.that(verified.status == 200 and verified["ok"], "the books are whole", verified)


def bad_files(day):
    """Files that are none"""
    check.that(bring(day, "customers", b"PK\x03\x04 nothing", "x.xlsx", XLSX).code == "bad_workbook", "no workbook")
    check.that(bring(day, "customers", "number\n" + "1\n" * 1_000_001).code == "file_too_long", "a million and one rows")
    check.that(bring(day, "ghosts", "a\n").code == "unknown_kind", "no such register")
    check.that(day.people["wang"].get("/imports/registers").code == "permission_denied", "who may not import sees nothing")
    template = day.people["miller"].call("GET", "/imports/registers/wells/template?format=csv")
    back = bring(day, "wells", template.bytes)
    check.that(back["refused"] is None and not back["unknown"], "a template is known by its own names", back)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, two_managers, own_lists_come_back, read_as_somebody_says, mapped_and_mended, former_cards, opening_balances, units_come_along, stations_and_tills, price_plans, looked_at_beside, bad_files, file_gone)))
