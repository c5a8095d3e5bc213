#!/usr/bin/env python3
"""The sample utility with a year behind it, from outside: its books are clean, every law holds, every report and every list has rows, the bench has a
device of each model and a customer's card, and a second start serves what is there. One line per check."""
import datetime
import subprocess
import sys

from house import KWOTA, PASSWORD, YES, Client, Server, new_key, walk
from run import check

# What the sample does not have, because nothing of it happens in a good year, or because it belongs to the key office.
MAY_BE_EMPTY = {"/people-changes", "/jobs", "/month-ends", "/imports", "/sends", "/notices", "/key-devices", "/campaigns", "/ceremonies", "/clock-corrections", "/record-gaps", "/purse-black-list", "/released-locks", "/opening-balances", "/former-cards", "/letters"}


# Nothing of this happens in a good year.
MAY_SAY_NOTHING = {"I02", "I03", "I07", "I08", "I12"}


class Year:
    def __init__(self, server):
        self.server, self.people = server, {}
        for name in ("wang", "zhao", "miller", "tech", "audit"):
            who, first = Client(server), server.demo_password(name)
            who.sign_in(name, first, **({"station": "E01", "till": "T1"} if name == "wang" else {}))
            check.that(who.post("/session/password", {"old": first, "new": PASSWORD}).status == 200, f"{name} signs in")
            self.people[name] = who

    @property
    def data(self):
        return str(self.server.folder / "data")


def clean(year):
    """What a year has left is whole."""
    verified = subprocess.run([KWOTA, "verify", "--data", year.data], capture_output=True, text=True, timeout=600)
    check.that(verified.returncode == 0, "kwota verify finds nothing", verified.stdout[-900:] + verified.stderr[-900:])


def lists(year):
    """No list is empty that a year should fill."""
    document = year.server.document["paths"]
    who = {name: year.people[name] for name in ("audit", "miller", "zhao", "tech", "wang")}
    listed, empty = 0, []
    for path, operations in sorted(document.items()):
        names = [one.get("name") for one in operations.get("get", {}).get("parameters", [])]
        if "page_size" not in names or "{" in path:
            continue
        answers = [one.get(f"{path}?page_size=5") for one in who.values()]
        good = [answer for answer in answers if answer.status == 200]
        if not good:
            continue
        listed += 1
        rows = max(len(answer.json.get("rows", [])) for answer in good)
        if rows == 0 and path not in MAY_BE_EMPTY:
            empty.append(path)
    check.that(listed > 25, f"{listed} lists are asked for")
    check.that(not empty, "each of them has rows", " ".join(empty))
    # A cursor is of the very question that gave it, also where a list is worked out and not read.
    lines = who["zhao"].get("/reconciliation?page_size=200&sort=meter")["rows"]
    stands = [(line["meter"], line["account"]) for line in lines]
    check.that(len(stands) == len(set(stands)), "a meter and its customer are reconciled once", [one for one in stands if stands.count(one) > 1])
    ask = "/reconciliation?page_size=1"
    first = who["zhao"].get(f"{ask}&sort=meter")
    second = who["zhao"].get(f"{ask}&sort=meter&cursor={first['next']}")
    check.that(first["total"] > 1 and second.status == 200 and second["rows"] != first["rows"], "the reconciliation has a second page", second)
    for other in ("sort=-meter", "sort=meter&filter.explained=false", f"sort=meter&filter.meter={first['rows'][0]['meter']}"):
        check.that(who["zhao"].get(f"{ask}&{other}&cursor={first['next']}").code == "bad_cursor", f"which is none of {other}")


def reports(year):
    """Every report of last month has rows, and where it says so it adds up to 0.00."""
    miller = year.people["miller"]
    catalogue = miller.get("/reports")
    today = datetime.date.fromisoformat(catalogue["today"])
    last_month = (today.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
    without, wrong = [], []
    for report in catalogue["rows"]:
        if report["number"] in MAY_SAY_NOTHING:
            continue
        periods = (catalogue["today"],) if report["periods"] == ["day"] else (last_month, last_month[:4])
        made = [miller.get(f"/reports/{report['number']}?period={period}") for period in periods]
        made = [answer for answer in made if answer.status == 200]
        if not made or not any(answer["rows"] for answer in made):
            without.append(report["number"])
        wrong += [f"{report['number']}: {line}" for answer in made for line in answer["checks"] if float(line["amount"]) != 0]
    check.that(not wrong, "what is checked is 0.00", "; ".join(wrong))
    check.that(not without, "each of them has rows", " ".join(without))
    documents = [miller.get(f"/reports/R18?period={year}") for year in {str(today.year - 1), str(today.year)}]
    missing = [row for report in documents for row in report["rows"] if row["cells"][-1] != 0]
    check.that(all(report["columns"][-1]["name"] == "numbers_missing" for report in documents) and not missing, "no till has a receipt number that is missing", missing)


def lost(year):
    """What the tree says was lost is what R16 says of that month; a cashier, who may not see that, sees none of it."""
    zhao = year.people["zhao"]
    seen = zhao.get("/place-tree")
    month, nodes = seen["loss_month"], {row["code"]: row for row in seen["rows"] if row["kind"] == "area"}
    check.that(month < seen["month"] and seen["month"] == zhao.get("/reports")["today"][:7], "losses are those of the month before: this one goes on", (month, seen["month"]))
    report = zhao.get(f"/reports/R16?period={month}&group=area")
    names = [column["name"] for column in report["columns"]]
    said = {row["names"][0]: dict(zip(names, row["cells"])) for row in report["rows"]}
    check.that(said != {} and {code for code, node in nodes.items() if node["loss"]} == set(said), "areas with a total meter have something to say", (said, nodes))
    for code, figures in said.items():
        loss = nodes[code]["loss"]
        energy = loss["energy"] or {"supplied": None, "used": None, "lost": None, "share": None}
        wanted = {"supplied": figures["area_supplied"], "used": figures["area_used"], "lost": figures["area_lost"], "share": figures["area_lost_ratio"]}
        check.that(energy == wanted and (loss["meters"], loss["unread"]) == (figures["area_meters"], figures["area_unread"]), f"{code} lost what R16 says", (loss, figures))
        check.that(nodes[code]["total_meter"] == zhao.get(f"/areas/{code}")["meter"], "behind that meter", nodes[code])
    for kind in ("village", "station"):
        by = {row["names"][0]: dict(zip(names, row["cells"])) for row in zhao.get(f"/reports/R16?period={month}&group={kind}")["rows"]}
        places = {row["code"]: row["loss"] for row in seen["rows"] if row["kind"] == kind and row["loss"]}
        check.that({code: (loss["energy"] or {}).get("share") for code, loss in places.items()} == {code: row["area_lost_ratio"] for code, row in by.items() if code}, f"each {kind} has the sum of its areas", (places, by))
    earlier = zhao.get("/place-tree?month=2001-01")
    check.that(earlier["loss_month"] == "2001-01" and all(row["loss"]["without_figure"] == row["loss"]["areas"] for row in earlier["rows"] if row.get("loss")), "of a month in which nobody read a meter there is no figure", earlier["loss"])
    cashier = year.people["wang"].get("/place-tree")
    check.that("loss_month" not in cashier.json and not any("loss" in row or "total_meter" in row for row in cashier["rows"]), "a cashier sees no losses", str(cashier)[:200])


def one_by_one(year):
    """Whoever adds up receipts and openings himself gets the figures of the reports, commodity by commodity."""
    miller = year.people["miller"]
    today = datetime.date.fromisoformat(miller.get("/reports")["today"])
    last = today.replace(day=1) - datetime.timedelta(days=1)
    month, year_of_days = [last.replace(day=1).isoformat(), last.isoformat()], [(last - datetime.timedelta(days=365)).isoformat(), last.isoformat()]
    sold = {"field": "kind", "how": "in", "values": ["open", "recharge"]}

    def differing(number, names, subject, when, fields, more=(), days=month):
        report = miller.get(f"/reports/{number}?period={days[0]}..{days[1]}&group=commodity")
        place = {column["name"]: at for at, column in enumerate(report["columns"])}
        told = {row["names"][0]: [float(row["cells"][place[name]] or 0) for name in names] for row in report["rows"]}
        query = {"subject": subject, "where": {"all": [{"field": when, "how": "between", "values": days}, *more]}, "groups": [{"field": "commodity"}], "figures": [{"figure": "sum", "field": field} for field in fields]}
        asked = miller.post("/queries", {"query": query})
        answered = {row["commodity"]: [float(row[f"sum.{field}"] or 0) for field in fields] for row in asked["rows"]}
        return None if told == answered and told else (told, answered)

    for number, wrong in (("R11", differing("R11", ("sold_sales", "sold_energy", "sold_volume", "sold_credit", "sold_money"), "figures-receipts", "business_day", ("count", "energy", "volume", "credit", "money"), (sold,))),
                          ("R20", differing("R20", ("acted", "acted_reprints", "acted_alone", "acted_agreed"), "figures-receipts", "business_day", ("count", "reprints", "one_hand", "agreed"))),
                          ("R04", differing("R04", ("new_customers", "first_money", "first_energy", "first_volume", "first_credit"), "figures-openings", "time", ("count", "money", "energy", "volume", "credit"), days=year_of_days))):  # nobody need come new in a month
        check.that(wrong is None, f"the sums of {number}", wrong)


def lasts(year):
    """Who stands at the counter is told how long his credit lasts, as the list of those whose credit ends is."""
    today = year.people["miller"].get("/reports")["today"]
    report = year.people["miller"].get(f"/reports/I01?period={today}&group=account")
    days = [column["name"] for column in report["columns"]].index("left_days")
    told = {row["names"][0]: max(int(row["cells"][days]), 0) for row in report["rows"] if row["cells"][days] is not None}
    shown = {account: year.people["wang"].get(f"/accounts/{account}") for account in sorted(told)[:40]}
    wrong = [(account, answer["days_left"], told[account]) for account, answer in shown.items() if answer.status == 200 and answer["days_left"] != told[account]]
    check.that(sum(answer.status == 200 for answer in shown.values()) > 5 and not wrong, "the counter and I01 say the same of the credit in a meter", wrong or len(told))


def history(year):
    """What a person looks for first is there."""
    zhao, miller, tech = (year.people[name] for name in ("zhao", "miller", "tech"))
    sales = [row for state in ("reversed", "taken_back", "in_doubt", "carried", "booked") for row in zhao.get(f"/sales?filter.state={state}&page_size=1").json.get("rows", [])]
    check.that(len(sales) == 5, "sales in every state: reversed, taken back, in doubt, unread, not written yet", len(sales))
    kinds = {row["kind"] for page in ("supplement", "refund", "replacement", "swap", "transfer", "payment", "claim", "purse_load") for row in miller.get(f"/sales?filter.kind={page}&page_size=1").json.get("rows", [])}
    check.that({"supplement", "refund", "replacement", "swap", "transfer", "payment"} <= kinds, "of every kind", sorted(kinds))
    check.that(any(row["state"] == "hung" for row in zhao.get("/waterings?filter.state=hung&page_size=5").json.get("rows", []) + year.people["audit"].get("/waterings?filter.state=hung&page_size=5").json.get("rows", [])), "somebody hangs at a well")
    check.that(miller.get("/approvals?filter.decision=waiting").json.get("rows"), "a request waits for a second person")


def bench(year):
    """A device of each model hangs on the bench, and a customer's card lies in the wallet: it is sold to at once."""
    wang = year.people["wang"]
    shown = wang.get("/bench")
    check.that(sorted({one["model"] for one in shown["meters"]}) == sorted(shown["models"]), "one of each model", [one["model"] for one in shown["meters"]])
    check.that(wang.post("/shifts", {"opening_float": "100.00"}).status == 200, "wang begins his shift")
    for card in shown["cards"]:
        wang.post(f"/bench/cards/{card['id']}/move", {"to": "reader:0"})
        seen = wang.poll("/reader", lambda answer: answer["card"] and answer["card"]["state"] != "reading", "the card on the reader")["card"]
        if seen.get("account"):
            break
        wang.post(f"/bench/cards/{card['id']}/move", {"to": "wallet"})
        wang.poll("/reader", lambda answer: not answer["card"], "nobody's card is taken away")
    account = (seen.get("account") or {}).get("number")
    check.that(account is not None, "a card is a customer's", seen)
    quote = wang.post("/quotes", {"account": account, "pay": "50.00"})
    sold = wang.post("/sales", {"quote": quote["id"], "account": account, "carrier": "card", "tender": "cash", "confirmed": YES, "client_key": new_key()})
    check.that(sold.status == 200 and sold["sale"]["tendered"] == "50.00", "and buys", sold)


def come_back(year):
    """What a list of a year's books exports is what they have: nothing new, nothing changed, nothing wrong."""
    miller = year.people["miller"]
    for register in [row["name"] for row in miller.get("/imports/registers")["rows"]]:
        for form, kind in (("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")):
            listed = miller.get(f"/{register}?format={form}")
            back = miller.call("POST", f"/imports/drafts?register={register}&name={register}.{form}&encoding=", raw=listed.bytes, headers={"Content-Type": kind})
            said = {name: back.json.get(name) for name in ("refused", "unknown", "errors", "warnings", "new", "changed", "same", "problems", "code")}
            whole = back.status == 200 and not any(said[name] for name in ("refused", "unknown", "errors", "warnings", "new", "changed"))
            check.that(whole and (said["same"] > 0 or f"/{register}" in MAY_BE_EMPTY), f"{register} as {form}: {said['same']} the same", said)


def paper_has_an_end(year):
    """A year's ledger is no paper; it is a workbook."""
    audit = year.people["audit"]
    told = audit.get("/entries?format=pdf")
    check.that(told.code == "too_many_rows_for_paper" and told["details"]["most"] == "10000", "more than ten thousand rows are not printed", told.status)
    check.that(audit.get("/day-freezes?format=pdf").bytes.startswith(b"%PDF-"), "some of them are")


def paper_speaks(year):
    """What was paid by, and what was asked for, stand on paper in the reader's words."""
    miller = year.people["miller"]
    miller.call("PUT", "/session/language", {"language": "ru"})
    day = miller.get("/sales?page_size=1")["rows"][0]["time"][:10]  # whose midnight by UTC is a morning there
    paper = miller.get(f"/sales?format=pdf&columns=number,time,tenders,tendered&filter.time={day}T00:00:00Z..&filter.kind=open,recharge&filter.operator=wang").bytes
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True).stdout.decode()
    head = text.split("Номер")[0]
    check.that("Наличные" in text and "cash" not in text, "a payment in cash says so", text[:400])
    check.that("Первая продажа, Пополнение" in head and "王芳" in head and "recharge" not in head and "wang" not in head, "codes and people by their names", head)
    check.that("T00:00:00Z" not in head and f"{'.'.join(reversed(day.split('-')))} 08:00:00" in head, "a moment by the utility's clock", head)
    shifts = subprocess.run(["pdftotext", "-layout", "-", "-"], input=miller.get("/shifts?format=pdf&columns=number,till,received&filter.till=T1&filter.station=E01").bytes, capture_output=True).stdout.decode()
    check.that("Наличные" in shifts and "cash" not in shifts, "and what a shift received", shifts[:400])
    miller.call("PUT", "/session/language", {"language": "en"})


def strokes(year):
    """A circuit's supply point has a stroke in its code, and strokes stand between the parts of a key: the console sends this one as %2F."""
    miller = year.people["miller"]
    code = next(row["code"] for row in miller.get("/service-points?q=M0001&page_size=50")["rows"] if "/" in row["code"])
    told = miller.get(f"/history?list=service-points&key={code.replace('/', '%252F')}")
    check.that(told.status == 200 and told["rows"], f"the history of {code} is found", told)


def one_circuit(year):
    """A circuit is a supply: one of a plate ends, its neighbours go on, and neither the plate nor a neighbour takes an account over."""
    wang, zhao, miller = (year.people[name] for name in ("wang", "zhao", "miller"))
    plate = miller.get("/circuits?page_size=1")["rows"][0]["meter"]
    supplied = lambda: [row for row in miller.get(f"/meters/{plate}/circuits")["rows"] if row["account"]]
    going, other = supplied()[:2]
    ended = zhao.post(f"/remote-accounts/{going['account']}/end", {"register": "100.000"})
    check.that(ended.status == 200 and ended["state"] == "ended", "one circuit's account ends", ended)
    now = {row["account"]: row for row in supplied()}
    check.that(now[other["account"]] == other, "its neighbour is as it was", (other, now[other["account"]]))
    pay = lambda account: wang.post("/payments", {"account": account, "amount": "10.00", "client_key": new_key(), "confirmed": YES})
    paid = pay(other["account"])
    check.that(paid.status == 200, "and is paid for", paid)
    check.that(pay(going["account"]).code == "pays_too_much", "the one that ended is not")
    zhao.put("/session/till", {"station": "E01", "till": "T2"})
    zhao.post("/shifts", {"opening_float": "0.00"})
    for number, code in ((plate, "meter_has_circuits"), (going["number"], "meter_in_use")):
        swap = {"old_meter": other["number"], "meter": {"number": number, "model": "DTZY1360"}, "reason": "test due", "last_register": "50.000", "client_key": new_key()}
        taken = zhao.post(f"/accounts/{other['account']}/swap", swap)
        check.that(taken.code == code, f"{number} takes no account over: {code}", taken)


def again(year):
    """A second start with --demo serves what is there."""
    before = year.people["miller"].get("/sales?page_size=1").json
    year.server.stop()
    year.server.start()
    wang = Client(year.server)
    check.that(wang.sign_in("miller", PASSWORD).status == 200, "its people have their own passwords")
    check.that(wang.get("/sales?page_size=1").json["rows"] == before["rows"], "and the same sales")


def begin(server):
    return Year(server)


if __name__ == "__main__":
    Server.flags = ["--demo"]
    sys.exit(walk(check, begin, [clean, lists, reports, lost, one_by_one, lasts, history, come_back, paper_has_an_end, paper_speaks, strokes, bench, one_circuit, again]))
