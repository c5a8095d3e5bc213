#!/usr/bin/env python3
"""Price plans from outside: what a version changes before anybody drafts it, where a mistake stands, what was typed and not finished, two people for
exactly the prices that they saw, and the first plan of a utility that has none. Every answer is held against openapi.json. One line per check."""
import json
import pathlib
import sys
import time

from house import PASSWORD, Client, Server, walk
from run import Day, check, doors, opening

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HEAD = {"id": "village", "name": "Village", "commodity": "electricity", "unit": "kWh", "currency": "CNY", "minor": 2, "zone": "Asia/Shanghai", "quantum": "0.01"}
DEARER = {"from": "2031-03-15", "counter": {"months": 12, "start": "01-01"},
          "energy": {"steps": [{"to": "2880", "price": "0.5000"}, {"to": "4800", "price": "0.5500"}, {"price": "0.8000"}]}, "limits": {"min_pay": "1.00"}}
WEEKDAYS = {"from": "2031-03-15", "days": {"work": [["00:00", "low"], ["08:00", "high"]], "rest": [["00:00", "low"]]},
            "calendar": [{"on": [6, 7], "use": "rest"}, {"use": "work"}], "energy": {"price": {"low": "0.30", "high": "0.60"}}, "limits": {"min_pay": "1.00"}}


def people(day):
    """A second manager comes to those who are there."""
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")


def before_it_is_one(day):
    """What somebody types is reckoned and nothing is written."""
    miller = day.people["miller"]
    look = miller.post("/plan-preview", {"id": "cn-beijing", "version": DEARER})
    check.that(look.status == 200 and look["before"] == "2012-07-01" and look["year"] == "2031-04-01", "beside the version that it takes the place of", look)
    rows = look["customers"]
    check.that(len(rows) == 5 and all(float(row["difference"]) > 0 and float(row["percent"]) > 0 for row in rows), "five customers, each pays more", rows)
    check.that(rows[0] == {"units": "600", "before": "293.04", "after": "300.00", "difference": "6.96", "percent": "2.4"}, "the smallest by hand: twelve times 50 kWh at 0.4883 and 0.5000", rows[0])
    check.that(look["before_text"]["energy"]["steps"][0]["price"] == "0.4883", "and its prices", look["before_text"])
    check.that(look["origin"] == "typical" and look["warnings"] == [] and look["effect"]["stopped"] == [], "nobody is stopped", look["effect"])
    theirs = day.people["zhao"].get(f"/accounts?filter.number={day.account}")["rows"][0]["plan"]
    stops = miller.post("/plan-preview", {"id": theirs, "version": WEEKDAYS})
    check.that(stops["effect"]["stopped"] and stops["effect"]["stopped"][0]["reasons"][0]["reason"] == "weekday_prices", "whom prices by weekday would stop", stops["effect"])
    check.that([one["from"] for one in miller.get("/plans/cn-beijing")["versions"]] == ["2012-07-01"], "nothing was written")


def mistakes(day):
    """The place names the field, the fault is a code with words in three languages."""
    miller = day.people["miller"]
    spoken = {language: json.loads((ROOT / "lang" / f"{language}.json").read_text()) for language in ("en", "zh", "ru")}
    for version, where, fault in (({**DEARER, "energy": {"steps": [{"to": "9", "price": "1"}, {"to": "9", "price": "1"}, {"price": "2"}]}}, "/version/energy/steps/1/to", "steps_rise"),
                                  ({**DEARER, "energy": {"price": "dear"}}, "/version/energy/price", "bad_decimal"),
                                  ({**DEARER, "from": "soon"}, "/version/from", "begin_form"),
                                  ({**DEARER, "charges": [{"id": "vat", "kind": "percent", "percent": "5", "of": ["rent"]}]}, "/version/charges/0/of", "unknown_line"),
                                  ({**WEEKDAYS, "calendar": [{"use": "feast"}]}, "/version/calendar/0", "unknown_day_table")):
        told = miller.post("/plan-preview", {"id": "cn-beijing", "version": version})
        details = told["details"]
        check.that(told.code == "bad_plan" and (details["where"], details["fault"]) == (where, fault), f"{fault} at {where}", told)
        check.that(all(f"plan_fault.{fault}" in words for words in spoken.values()), "and it has its words")
    def of_steps(count):
        return {**DEARER, "energy": {"steps": [{"to": str(i), "price": f"{i}.00"} for i in range(1, count)] + [{"price": f"{count}.00"}]}}

    whole = miller.post("/plan-preview", {"id": "cn-beijing", "version": of_steps(100)})
    check.that(whole.status == 200 and len(whole["customers"]) == 5, "a hundred steps are a plan", whole)
    for door in ("/plan-preview", "/plans"):
        began = time.monotonic()
        told = miller.post(door, {"id": "cn-beijing", "version": of_steps(20000)})
        details = told["details"]
        check.that(told.code == "bad_plan" and (details["where"][-13:], details["fault"], details["name"]) == ("/energy/steps", "too_many", "100"), f"twenty thousand are none: {door}", told)
        check.that(time.monotonic() - began < 2, "and nobody waits for it", time.monotonic() - began)
    new = miller.post("/plan-preview", {"plan": {**HEAD, "currency": "yuan"}, "version": DEARER})
    check.that(new.code == "bad_plan" and new["details"]["where"] == "/currency", "of a new plan too", new)
    for wrong, field in (({"currency": "EUR"}, "currency"), ({"minor": 3}, "minor")):
        for door in ("/plan-preview", "/plans"):
            other = miller.post(door, {"plan": {**HEAD, "id": "abroad", **wrong}, "version": DEARER})
            check.that(other.code == "plan_in_other_currency" and other["details"]["field"] == field, f"prices that the books cannot keep are not drafted: {field}", other)
    check.that(miller.get("/plans/abroad").code == "unknown_plan", "and the plan is none")
    check.that(miller.post("/plan-preview", {"plan": {**HEAD, "id": "cn-beijing"}, "version": DEARER}).code == "already_there", "a name that is taken")
    check.that(miller.post("/plan-preview", {"id": "none", "version": DEARER}).code == "unknown_plan", "a plan that is none")


def rights(day):
    """Every role: who drafts, who looks."""
    seen = {name: (client.post("/plan-preview", {"id": "cn-beijing", "version": DEARER}).code or "yes", client.get("/plan-drafts").code or "yes",
                   client.get("/plans/cn-beijing/versions/2012-07-01/preview").code or "yes") for name, client in day.people.items() if name != "admin"}
    no = "permission_denied"
    check.that(seen == {"miller": ("yes",) * 3, "petrov": ("yes",) * 3, "zhao": (no, no, "yes"), "audit": (no, no, "yes"), "tech": (no, no, "yes"), "wang": (no, no, "yes")}, "managers draft, the others read", seen)


def unfinished(day):
    """What was typed survives signing out and the server, is nobody else's, and goes away when it is done with."""
    miller = day.people["miller"]
    half = {"head": HEAD, "version": {"from": "", "energy": {"steps": [{"to": "", "price": ""}]}}}
    kept = miller.put("/plan-drafts", {"plan": "cn-beijing", "document": half})
    check.that(kept.status == 200 and kept["document"] == half, "half a version is kept as it is", kept)
    miller.put("/plan-drafts", {"document": {"head": {"id": "../../etc"}}})
    check.that([one["plan"] for one in miller.get("/plan-drafts")["drafts"]] == ["", "cn-beijing"], "one for each plan, one for a plan that is not there yet")
    check.that(day.people["petrov"].get("/plan-drafts")["drafts"] == [], "another manager sees none of it")
    day.server.stop()
    day.server.start()
    day.again("miller", "petrov", "zhao", "wang")
    miller = day.people["miller"]
    check.that(next(one for one in miller.get("/plan-drafts")["drafts"] if one["plan"] == "cn-beijing")["document"] == half, "a restart later he goes on")
    check.that(miller.put("/plan-drafts", {"plan": "cn-beijing"}).status == 200 and [one["plan"] for one in miller.get("/plan-drafts")["drafts"]] == [""], "done with it, it is gone")
    novel = miller.put("/plan-drafts", {"plan": "x", "document": {"chapters": ["x" * 900] * 240}})
    check.that(novel.code == "draft_too_long", "a novel is not kept", novel)


def exactly_these(day):
    """The second person agrees to the prices that he was shown, and to no others."""
    miller, petrov = day.people["miller"], day.people["petrov"]
    path = "/plans/cn-beijing/versions/2031-03-15/publish"
    check.that(miller.post("/plans", {"id": "cn-beijing", "version": DEARER}).status == 200, "a version is drafted")
    read = petrov.get("/plans/cn-beijing/versions/2031-03-15/preview")
    check.that(read.status == 200 and read["customers"][0]["difference"] == "6.96", "the second person sees what it changes", read)
    asked = miller.post(path, {"reason": "Publish it"})
    number = asked["approval"]["number"]
    row = petrov.get(f"/approvals?filter.number={number}")["rows"][0]
    check.that(asked.status == 202 and [one["value"] for one in row["content"]["parts"][:2]] == ["cn-beijing", "2031-03-15"] and row["reason"] == "Publish it", "which plan and version he reads", row)
    check.that(petrov.post(f"/approvals/{number}/approve").status == 200, "he agrees")
    cheaper = {**DEARER, "energy": {"steps": [{"to": "2880", "price": "0.0100"}, {"price": "0.8000"}]}}
    check.that(miller.post("/plans", {"id": "cn-beijing", "version": cheaper}).status == 200, "then the draft gets other prices")
    check.that(miller.post(path, {"reason": "Publish it", "approval": number}).code == "approval_differs", "to which nobody has agreed")
    check.that(miller.post("/plans", {"id": "cn-beijing", "version": DEARER}).status == 200, "with the former prices again")
    check.that(miller.post(path, {"reason": "Publish it", "approval": number}).code == "approval_differs", "a draft that was written anew is another one, whatever it says")
    done = day.approved("miller", path, {"reason": "Publish it"}, second="petrov")
    check.that(done.status == 200 and (done["published_by"], done["approved_by"]) == ("miller", "petrov"), "it is published", done)
    gone = day.approved("miller", "/plans/cn-beijing/versions/2031-03-15/withdraw", {"reason": "The board thought again"}, second="petrov")
    check.that(gone.status == 200 and gone["state"] == "withdrawn", "and withdrawn by two before its day", gone)


class Empty(Server):
    """A utility of its own, as an installer leaves it: no sample, no plan."""
    flags = ["--bench"]


def first_plan(day):
    """A utility that has no plan gets its first one, which counts from today on."""
    server = Empty()
    try:
        admin = Client(server)
        admin.sign_in("admin", server.one_time)
        admin.post("/session/password", {"old": server.one_time, "new": PASSWORD})
        managers = []
        for name in ("mei", "ivan"):
            made = admin.post("/operators", {"name": name, "full_name": name, "roles": ["manager"], "station": "", "language": "en"})
            client = Client(server)
            client.sign_in(name, made["one_time_password"])
            client.post("/session/password", {"old": made["one_time_password"], "new": PASSWORD})
            managers.append(client)
        mei, ivan = managers
        check.that(mei.get("/plans")["rows"] == [], "there is no plan")
        version = {"from": "2026-01-01", "energy": {"price": "0.52"}, "limits": {"min_pay": "1.00"}}
        look = mei.post("/plan-preview", {"plan": HEAD, "version": version})
        check.that(look.status == 200 and look["before"] is None and look["customers"][0]["after"] == "312.00" and look["effect"]["accounts"] == 0, "it is looked at", look)
        check.that(mei.post("/plans", {"plan": HEAD, "version": version}).status == 200, "it is drafted")
        def offered():
            return [row["id"] for row in mei.get("/plans?filter.published=true")["rows"]]

        check.that(offered() == [], "as long as its prices are only drafted it is offered to nobody", offered())
        asked = mei.post("/plans/village/versions/2026-01-01/publish", {"reason": "Our first prices"})
        check.that(asked.status == 202, "a second person is asked", asked)
        ivan.post(f"/approvals/{asked['approval']['number']}/approve")
        done = mei.post("/plans/village/versions/2026-01-01/publish", {"reason": "Our first prices", "approval": asked["approval"]["number"]})
        check.that(done.status == 200 and done["state"] == "published", "and it counts", done)
        check.that(offered() == [HEAD["id"]], "and is offered", offered())
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(walk(check, Day, [doors, people, opening, before_it_is_one, mistakes, rights, unfinished, exactly_these, first_plan]))
