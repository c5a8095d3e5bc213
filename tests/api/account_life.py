#!/usr/bin/env python3
"""The life of an open account from outside: another price plan, class or number of people from a day on, agreed by two, withdrawn before it
counts; what was sold keeps its price. Every answer is held against openapi.json. One line per check."""
import datetime
import sys

from house import Client, walk
from run import Day, check, doors, opening

A_DAY = 86_400
WHY = {"reason": "opens a shop"}


def today(day, ahead=0):
    """By the clock of the books, in the utility's zone."""
    now = datetime.datetime.fromisoformat(day.people["wang"].get("/bench")["clock"].replace("Z", "+00:00"))
    return (now.astimezone(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(days=ahead)).isoformat()


def changes(day):
    return f"/accounts/{day.account}/changes"


def rows(day):
    return day.people["zhao"].get(f"/account-changes?filter.account={day.account}&sort=-begins")["rows"]


def agreed(day, body, first="zhao"):
    """Asked, approved by a second person, done."""
    return day.approved(first, changes(day), {**WHY, **body}, second="miller")


def prepare(day):
    wang, miller = day.people["wang"], day.people["miller"]
    wang.post("/bench/clock", {"speed": 1})
    seen = wang.get(f"/accounts/{day.account}")
    day.plan, day.other = seen["plan"]["id"], "demo-monthly"
    check.that(miller.get(f"/plans/{day.other}").status == 200, "there is a plan that the account may change to", day.other)


def refused(day):
    """Nobody alone, nothing backwards, nothing that the account cannot have."""
    wang, zhao, audit = (day.people[name] for name in ("wang", "zhao", "audit"))
    for who in ("wang", "audit", "tech"):
        check.that(day.people[who].post(changes(day), {"plan": day.other, **WHY}).code == "permission_denied", f"{who} changes no account")
    for body, code in (({"plan": "nowhere"}, "unknown_plan"), ({"usage_class": "royal"}, "unknown_usage_class"), ({"plan": day.plan}, "nothing_changes"), ({}, "nothing_changes"),
                       ({"plan": day.other, "from": today(day, -1)}, "change_in_the_past"), ({"plan": day.other, "from": "2026-02-30"}, "bad_date"),
                       ({"heads": 100}, "bad_heads"), ({"plan": day.other, "reason": ""}, "reason_missing")):
        answer = zhao.post(changes(day), {**WHY, **body})
        check.that(answer.code == code and answer["detail"], f"refused: {body}", answer)
    check.that(zhao.post("/accounts/999999/changes", {"plan": day.other, **WHY}).code == "unknown_account", "an account that is none")
    check.that(zhao.post(changes(day), {"plan": day.other, "price": "0.01", **WHY}).code == "field_unknown", "a member that nobody knows is refused")
    check.that(rows(day) == [], "and nothing has changed", rows(day))


def slip(day, number, from_day):
    """One change, one slip: both plans, from when on, both persons; its second print says so."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    path = f"{changes(day)}/{number}/slip"
    plans = {row["id"]: row["name"] for row in zhao.get("/plans?page_size=100")["rows"]}
    for language in ("en", "zh", "ru"):
        text = zhao.get(f"{path}?format=text&lang={language}").bytes.decode()
        flat = "".join(text.split())
        wanted = (f"{day.account}/{number}", plans[day.plan], plans[day.other], from_day, WHY["reason"])
        check.that(all("".join(part.split()) in flat for part in wanted) and "slip." not in text, f"{language}: the slip says both plans and from when on", text)
    check.that(zhao.get(f"{path}?format=pdf").bytes.startswith(b"%PDF"), "it is drawn as PDF, too")
    prints = [zhao.post(f"{path}/print", {"way": "browser"})["print"] for _ in range(2)]
    again = zhao.get(f"{path}?format=text&lang=en&print={prints[1]}").bytes.decode()
    check.that(prints == [0, 1] and "Reprint 1" in again, "its second print says that it is one", again)
    check.that(wang.get(path).status == 200, "a cashier may read it")
    check.that(zhao.get(f"{changes(day)}/1/slip").code == "not_found", "as it was opened is no change")


def ahead(day):
    """From a day to come: by two, withdrawn by two."""
    wang, zhao, miller = (day.people[name] for name in ("wang", "zhao", "miller"))
    body = {"plan": day.other, "usage_class": "trade", "from": today(day, 3), **WHY}
    asked = zhao.post(changes(day), body)
    check.that(asked.status == 202, "a second person is asked", asked)
    number = asked["approval"]["number"]
    check.that({zhao.post(changes(day), body)["approval"]["number"] for _ in range(300)} == {number}, "asked three hundred times more, it is the one that waits")
    waiting = [row for row in miller.get("/approvals?filter.decision=waiting")["rows"] if row["requested_by"] == "zhao"]
    check.that(len(waiting) == 1, "and the manager sees one", waiting)
    check.that(zhao.post(f"/approvals/{number}/approve").code == "approval_own", "nobody approves his own request")
    check.that(miller.post(f"/approvals/{number}/approve").status == 200, "the manager agrees")
    check.that(zhao.post(changes(day), {**body, "from": today(day, 2), "approval": number}).code == "approval_differs", "to this day alone")
    done = zhao.post(changes(day), {**body, "approval": number})
    check.that(done.status == 200 and done["state"] == "agreed" and done["changed_by"] == "zhao" and done["approved_by"] == "miller" and done["number"] == 2, "it is agreed", done)
    shown = wang.get(f"/accounts/{day.account}")["plan"]
    check.that(shown["id"] == day.plan and shown["next"]["id"] == day.other and shown["next"]["from"] == body["from"], "the counter shows what comes, and counts it on its day", shown)
    check.that(zhao.post(changes(day), {**body, "approval": number}).code == "nothing_changes", "once")
    slip(day, done["number"], body["from"])
    sooner = zhao.post(changes(day), {"plan": "cn-zhejiang", "from": today(day, 1), **WHY})
    check.that(sooner.code == "change_agreed_already", "nothing is agreed before what is agreed", sooner)
    seen = rows(day)
    check.that([(row["number"], row["plan"]) for row in seen] == [(2, day.other), (1, day.plan)], "the segments are a list, the first as it was opened", seen)
    one = f"{changes(day)}/2/withdraw"
    check.that(wang.post(one, {}).code == "permission_denied", "a cashier takes nothing back")
    back = day.approved("zhao", one, {}, second="miller")
    check.that(back.status == 200 and back["state"] == "withdrawn" and back["withdrawn_by"] == "zhao" and back["withdrawal_approved_by"] == "miller", "it is withdrawn", back)
    check.that(zhao.post(one, {}).code == "change_withdrawn", "once")
    check.that(zhao.post(f"{changes(day)}/1/withdraw", {}).code == "change_counts_already", "the opening stays")
    check.that(zhao.post(f"{changes(day)}/77/withdraw", {}).code == "unknown_change", "what is none is not withdrawn")


def counts(day):
    """Tomorrow comes: the next sale is by the new plan, the former one keeps its price."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    before = wang.get(f"/sales?filter.account={day.account}&sort=-time")["rows"][0]
    done = agreed(day, {"plan": day.other, "usage_class": "trade", "from": today(day, 1)})
    check.that(done.status == 200, "a change from tomorrow on", done)
    quote = day.quote("50.00")
    check.that(quote["plan"] == day.plan, "today's quote is by today's plan", quote)
    wang.post("/bench/clock", {"advance_s": A_DAY})
    quote = day.quote("50.00")
    check.that(quote.status == 200 and quote["plan"] == day.other, "tomorrow's by the other one", quote)
    seen = wang.get(f"/accounts/{day.account}")
    check.that(seen["plan"]["id"] == day.other and seen["usage_class"] == "trade", "and the counter sees it", seen["plan"])
    check.that(zhao.post(f"{changes(day)}/3/withdraw", {}).code == "change_counts_already", "it stays from now on")
    sale = day.sell(quote["id"])
    check.that(sale.status == 200 and sale["outcome"] == "done", "a sale by it", sale)
    row = wang.get(f"/sales?filter.number={sale['sale']['number']}")["rows"][0]
    check.that(row["plan"] == day.other and row["usage_class"] == "trade", "is kept as sold by it", row)
    old = wang.get(f"/sales?filter.number={before['number']}")["rows"][0]
    check.that(old["plan"] == day.plan and old["usage_class"] == before["usage_class"], "and what was sold before as it was", old)
    paper = wang.get(f"/receipts/{sale['sale']['number']}?format=text&lang=en").bytes.decode()
    name = zhao.get(f"/plans/{day.other}")["name"]
    check.that(name in paper, "the receipt names the plan", paper)
    day.at_meter(day.card, day.meter)
    check.that(day.on_reader(day.card)["state"] == "recognised", "the meter takes it")
    listed = wang.poll(f"/accounts?filter.number={day.account}", lambda a: a["rows"][0]["plan"] == day.other, "the list of accounts")
    check.that(listed["rows"][0]["usage_class"] == "trade", "and lists have followed")


def at_once(day):
    """Today's counts from now on; a quote that was shown is stale; class alone asks nobody else."""
    zhao = day.people["zhao"]
    quote = day.quote("20.00")
    people = agreed(day, {"heads": 5})
    check.that(people.status == 200 and people["heads"] == 5 and people["approved_by"] == "miller", "people are money, too: steps are theirs", people)
    back = agreed(day, {"plan": day.plan})
    check.that(back.status == 200 and back["plan"] == day.plan, "back to the first plan, today", back)
    stale = day.sell(quote["id"])
    check.that(stale.code == "quote_stale", "what was quoted by the other plan is not sold", stale)
    check.that(stale["details"]["quote"]["id"] not in ("", quote["id"]) and "lines" in stale["details"]["quote"], "and the new quote stands beside the refusal", stale)
    alone = zhao.post(changes(day), {"usage_class": "domestic", **WHY})
    check.that(alone.status == 200 and alone["approved_by"] == "" and alone["plan"] == day.plan, "the class alone moves no price", alone)
    told = day.people["audit"].get("/audit?filter.action=change_account&sort=-time")
    check.that(told["total"] >= 5, "all of it stands in the audit trail", told["total"])


def address(day):
    """Name and address of an open account are corrected in their registers; slips keep the names of their day."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    seen = wang.get(f"/accounts/{day.account}")
    point, customer = zhao.get(f"/service-points/{seen['service_point']['code']}"), zhao.get(f"/customers/{seen['customer']['number']}")
    before = wang.get(f"/receipts/{day.first_sale}?format=text&lang=en").bytes
    moved = zhao.put(f"/service-points/{point['code']}", {"address": "New Street 5", "version": point["version"]})
    named = zhao.put(f"/customers/{customer['number']}", {"name": "Shop of Li", "phone": "5", "version": customer["version"]})
    check.that(moved.status == 200 and named.status == 200, "they are changed while the account is open", (moved, named))
    now = wang.get(f"/accounts/{day.account}")
    check.that(now["service_point"]["address"] == "New Street 5" and now["customer"]["name"] == "Shop of Li", "and the counter sees it", now["customer"])
    check.that(wang.get(f"/receipts/{day.first_sale}?format=text&lang=en").bytes.split(b"Reprint")[0] == before.split(b"Reprint")[0], "an old slip says what it said")


def another_address(day):
    """The street is named anew: from a day on, one slip with both addresses, by one person for no price moves; withdrawn before it counts, corrected afterwards in its register."""
    wang, zhao = day.people["wang"], day.people["zhao"]
    code = wang.get(f"/accounts/{day.account}")["service_point"]["code"]
    stands = lambda: zhao.get(f"/service-points/{code}")["address"]
    was = stands()
    for who in ("wang", "tech", "audit", "admin"):
        check.that(day.people[who].post(changes(day), {"address": "Mill Street 3", **WHY}).code == "permission_denied", f"{who} changes no address")
    for body, refusal in (({"address": was}, "nothing_changes"), ({"address": "x" * 201}, "text_too_long"), ({"address": "a\u202eb"}, "text_character"), ({"address": "Mill Street 3", "from": today(day, -1)}, "change_in_the_past"),
                          ({"address": "Mill Street 3", "reason": ""}, "reason_missing")):
        check.that(zhao.post(changes(day), {**WHY, **body}).code == refusal, f"{refusal}: {str(body)[:60]}")
    later = zhao.post(changes(day), {"address": "Mill Street 3", "from": today(day, 1), **WHY})
    check.that(later.status == 200 and (later["address_before"], later["approved_by"]) == (was, ""), "agreed from tomorrow on, by one", later)
    check.that(stands() == was, "today it is called as it was")
    path = f"{changes(day)}/{later['number']}/slip"
    for language in ("en", "zh", "ru"):
        flat = "".join(zhao.get(f"{path}?format=text&lang={language}").bytes.decode().split())
        check.that(all("".join(part.split()) in flat for part in (was, "Mill Street 3", later["from"], WHY["reason"])), f"{language}: its slip says both and from when on", flat)
    back = zhao.post(f"{changes(day)}/{later['number']}/withdraw", {})
    check.that(back.status == 200 and back["state"] == "withdrawn", "it is withdrawn", back)
    again = zhao.post(changes(day), {"address": "Mill Street 5", "from": today(day, 1), **WHY})
    check.that(again.status == 200, "and another one agreed", again)
    both = zhao.post(changes(day), {"address": "Mill Street 7", "from": today(day, 1), **WHY})
    check.that(both.code == "change_agreed_already", "who comes second is told", both)
    wang.post("/bench/clock", {"advance_s": A_DAY})
    zhao.poll(f"/service-points/{code}", lambda a: a["address"] == "Mill Street 5", "the register says it on its day")
    point = zhao.get(f"/service-points/{code}")
    mended = zhao.put(f"/service-points/{code}", {"address": "Mill Street 5a", "version": point["version"]})
    check.that(mended.status == 200, "a mistake is corrected in the register", mended)
    wang.post("/bench/clock", {"advance_s": 3 * 3600})
    check.that(stands() == "Mill Street 5a", "and stays corrected")
    now = zhao.post(changes(day), {"address": "Mill Street 6", **WHY})
    check.that(now.status == 200 and stands() == "Mill Street 6" and now["address_before"] == "Mill Street 5a", "of today it counts at once", now)
    listed = [row["address"] for row in rows(day) if row["address"]]
    check.that(listed[0] == "Mill Street 6" and len(listed) == 3, "the list of changes has them", listed)
    tech = day.people["tech"].get(f"/account-changes?format=csv&filter.account={day.account}").bytes.decode()
    check.that("Mill Street" not in tech, "who may not take personal data away finds no address in the file", tech[:200])


def elsewhere(day):
    """Another station's supervisor neither sees nor changes it."""
    hired = day.approved("admin", "/operators", {"name": "far", "full_name": "Far Away", "roles": ["supervisor"], "station": "E02"}, second="miller")
    far = Client(day.server)
    far.sign_in("far", hired["one_time_password"], station="E02")
    far.post("/session/password", {"old": hired["one_time_password"], "new": "kept far away 77"})
    check.that(far.post(changes(day), {"plan": day.other, **WHY}).status in (403, 404), "it is another station's")
    check.that(far.get("/account-changes")["rows"] == [], "and in no list of his")
    place = next(row["code"] for row in day.people["wang"].get("/places?page_size=200")["rows"] if row["kind"] == "village" and row["station"] == "E01")
    draft = {"customer": {"name": "New", "kind": "person", "place": place}, "service_point": {"code": "FAR-1", "address": "Far 1"}, "plan": day.other}
    check.that(far.post("/accounts/drafts", draft).code == "not_found", "nor does he put a customer into its village", draft)
    check.that(far.post("/accounts/drafts", {**draft, "customer": {"name": "New"}, "service_point": {**draft["service_point"], "place": place}}).code == "not_found", "or a service point")
    check.that(far.post("/places", {"code": "FAR-V", "kind": "area", "name": "Far", "station": "E02", "parent": place}).code == "not_found", "or an area")


def books_stand(day):
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, prepare, refused, ahead, counts, at_once, address, another_address, elsewhere, books_stand)))
