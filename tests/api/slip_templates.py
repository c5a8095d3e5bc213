#!/usr/bin/env python3
"""Layouts of slips from outside: what may stand on each kind, samples on both papers in three languages, a change by two that leaves old slips as they were, what is
refused with its line, and that somebody who writes past all of that is found out. One line per check."""
import json
import pathlib
import sqlite3
import subprocess
import sys

from house import KWOTA, walk, proposed
from run import Day, check, doors, opening

LANGUAGES = ("zh", "en", "ru")
THANKS = {"fact": "own_text", "align": "centre", "emphasis": "strong", "text_en": "Thank you", "text_zh": "谢谢惠顾", "text_ru": "Спасибо"}
WHY = "shorter paper"


def layout(day, kind="sale", who="miller"):
    return day.people[who].get(f"/slip-templates/{kind}")


def without(lines, fact):
    return [line for line in lines if line["fact"] != fact]


def changed(day, lines, kind="sale", **more):
    return day.approved("miller", f"/slip-templates/{kind}", {"lines": lines, "reason": WHY, "version": layout(day, kind)["version"], **more}, second="petrov")


def paper(day, number, language="en", width=48):
    return day.people["wang"].get(f"/receipts/{number}?format=text&width={width}&lang={language}").bytes.decode()


def people_come(day):
    day.sign_in("petrov", day.server.demo_password("petrov"), station="E01")


def declared(day):
    """Which slips there are, what may stand on them, and the words of all of it."""
    kinds = day.people["miller"].get("/slip-templates")["kinds"]
    check.that(len(kinds) == 16 and all(one["number"] is None and one["lines"] for one in kinds), "every kind of slip as delivered", [one["kind"] for one in kinds])
    sale = layout(day)
    check.that(sale["lines"] == sale["as_delivered"] and not sale["history"], "one kind with what it has", sale)
    tax = {one["fact"] for one in sale["facts"] if one["stays"]}
    check.that({"utility", "number", "time", "items", "total", "tenders", "reprint"} <= tax, "what tax offices ask is named", tax)
    for language in LANGUAGES:
        words = json.loads((pathlib.Path(__file__).parent.parent.parent / "lang" / f"{language}.json").read_text())
        wanted = {f"slip_kind.{one['kind']}" for one in kinds} | {f"slip_condition.{one}" for one in sale["conditions"]}
        for one in kinds:
            wanted |= {f"slip_fact.{fact['fact']}" for fact in layout(day, one["kind"])["facts"]}
        check.that(not wanted - set(words), f"{language}: each has its words", wanted - set(words))
    check.that(layout(day, "poem").code == "slip_kind_unknown", "a kind that is none is told")


def rights(day):
    """Every role, at the doors."""
    body = {"lines": without(layout(day)["lines"], "address"), "reason": WHY, "version": layout(day)["version"]}
    may = {name: (client.get("/slip-templates").code or "yes", client.post("/slip-templates/sale", body).code or "asked") for name, client in day.people.items()}
    no = "permission_denied"
    check.that(may == {"admin": ("yes", "asked"), "wang": (no, no), "zhao": ("yes", no), "miller": ("yes", "asked"), "petrov": ("yes", "asked"), "tech": (no, no),
                       "audit": ("yes", no)}, "cashiers and technicians see none, managers and administrators ask", may)


def samples(day):
    """The server draws what it would print: both papers, three languages, and each says that it is a sample."""
    for one in day.people["miller"].get("/slip-templates")["kinds"]:
        slips = day.people["audit"].post(f"/slip-templates/{one['kind']}/preview", {"lines": one["lines"]})["slips"]
        check.that({(slip["language"], slip["width"]) for slip in slips} == {(language, width) for language in LANGUAGES for width in (48, 32)}, f"{one['kind']}: six samples")
        check.that(all(any(word in slip["text"].splitlines()[0] for word in ("SAMPLE", "样本", "ОБРАЗЕЦ")) for slip in slips), f"{one['kind']}: each begins with the word of samples",
                   [slip["text"].splitlines()[0] for slip in slips])
        check.that(not any("slip." in slip["text"] for slip in slips), f"{one['kind']}: no word is missing", [slip["text"] for slip in slips if "slip." in slip["text"]])
    drawn = day.people["miller"].post("/slip-templates/sale/preview", {"lines": [THANKS, *layout(day)["lines"]], "reprint": True})["slips"]
    english = next(slip["text"] for slip in drawn if (slip["language"], slip["width"]) == ("en", 32))
    check.that("Thank you" in english and "Reprint 1" in english and max(map(len, english.splitlines())) <= 32, "an own text and the mark of a reprint, on narrow paper", english)


def refused(day):
    """What no slip may be, with its line."""
    miller, lines, version = day.people["miller"], layout(day)["lines"], layout(day)["version"]
    first = lines[0]
    for wrong, code, detail in (([{"fact": "weather"}, *lines], "field_malformed", {"field": "lines[0].fact"}), ([{"fact": "old_meter"}, *lines], "slip_fact_unknown", {"line": "1"}),
                                (without(lines, "items"), "slip_fact_stays", {"fact": "items"}), (without(lines, "number"), "slip_fact_stays", {"fact": "number"}), ([], "slip_fact_stays", {}),
                                ([*lines, {"fact": "total"}], "slip_fact_twice", {"line": str(len(lines) + 1)}), ([{**THANKS, "text_ru": ""}, *lines], "slip_text_missing", {"language": "ru"}),
                                ([{**THANKS, "text_zh": "谢\u202e谢"}, *lines], "text_character", {"field": "lines[0].text_zh"}), ([{**THANKS, "text_en": "a" * 201}, *lines], "text_too_long", {}),
                                ([{**first, "when": "sometimes"}, *lines[1:]], "field_malformed", {"field": "lines[0].when"}), ([{"fact": "rule", "emphasis": "strong"}, *lines], "slip_line_form", {"line": "1"}),
                                ([*lines, *[{"fact": "rule"}] * 60], "slip_lines_many", {"most": "60"}),
                                ([{**line, "when": "first_print"} if line["fact"] == "total" else line for line in lines], "slip_stays_always", {"fact": "total"})):
        for path in ("/slip-templates/sale/preview", "/slip-templates/sale"):
            answer = miller.post(path, {"lines": wrong, **({"reason": WHY, "version": version} if path.endswith("sale") else {})})
            check.that(answer.code == code and detail.items() <= answer["details"].items(), f"{code} at {path}", answer)
    check.that(miller.post("/slip-templates/sale", {"lines": lines, "reason": WHY, "version": version}).code == "slip_same", "what is so already changes nothing")
    check.that(miller.post("/slip-templates/sale", {"lines": without(lines, "address"), "reason": "", "version": version}).code == "reason_missing", "somebody says why")
    check.that(miller.post("/slip-templates/sale", {"lines": without(lines, "address"), "reason": WHY, "from": "2020-01-01", "version": version}).code == "setting_past", "nothing counts from before")


def sold(day):
    seen = day.on_reader(day.card)
    return day.sell(day.quote("60.00")["id"], card_session=seen["session"], on_pending="sum")["sale"]["number"]


def by_two(day):
    """A layout counts for what is sold from then on; what was sold before is reprinted as it was."""
    miller, petrov = day.people["miller"], day.people["petrov"]
    old = day.first_sale
    as_it_was = paper(day, old)
    lines = [THANKS, *without(layout(day)["lines"], "address")]
    body = {"lines": lines, "reason": WHY, "version": layout(day)["version"]}
    asked = miller.post("/slip-templates/sale", body)
    what, parts = proposed(asked)
    check.that(asked.status == 202 and what == "change_slip_template" and parts["slip"] == "slip_kind.sale" and parts["line_gone"] == "slip_fact.address", "a second person reads what is gone", asked)
    content = json.dumps(asked["approval"], ensure_ascii=False)
    check.that(all(word in content for word in ("谢谢惠顾", "Thank you", "Спасибо", "slip_fact.total")), "and every line that stands there", content)
    number = asked["approval"]["number"]
    check.that(petrov.post(f"/approvals/{number}/approve").status == 200, "he approves")
    check.that(miller.post("/slip-templates/sale", {**body, "lines": [*lines[1:], lines[0]], "approval": number}).code == "approval_differs", "but no other order of lines")
    done = miller.post("/slip-templates/sale", {**body, "approval": number})
    check.that(done.status == 200 and done["state"] == "in_force" and (done["asked_by"], done["approved_by"]) == ("miller", "petrov"), "it counts at once", done)
    new = sold(day)
    for language, word, address in (("en", "Thank you", "Address"), ("zh", "谢谢惠顾", "地址"), ("ru", "Спасибо", "Адрес")):
        text = paper(day, new, language)
        check.that(word in text and address not in text, f"{language}: the new slip is laid out anew", text)
    check.that(paper(day, old) == as_it_was, "the old slip is as it was", paper(day, old))
    for _ in range(2):
        print_number = day.people["wang"].post(f"/receipts/{old}/print", {"way": "file"})["print"]
    reprint = day.people["wang"].get(f"/receipts/{old}?format=text&width=48&lang=en&print={print_number}").bytes.decode()
    check.that("Reprint 1" in reprint and "Thank you" not in reprint and "Address" in reprint, "and so is its reprint", reprint)
    check.that(day.people["wang"].get(f"/receipts/{new}?format=pdf").bytes.startswith(b"%PDF"), "it is drawn as PDF, too")


def coming(day):
    """A layout waits for its day, is withdrawn by two, and its history stays."""
    miller = day.people["miller"]
    later = changed(day, without(layout(day)["lines"], "card"), **{"from": "2199-01-01 08:00"})
    check.that(later.status == 200 and later["state"] == "coming", "from a morning on", later)
    check.that([one["number"] for one in layout(day)["coming"]] == [later["number"]] and "card" in {line["fact"] for line in layout(day)["lines"]}, "until then the former one counts")
    path = f"/slip-templates/{later['number']}/withdraw"
    check.that(miller.post(path, {"reason": ""}).code == "reason_missing", "a withdrawal says why")
    gone = day.approved("miller", path, {"reason": "thought again"}, second="petrov")
    check.that(gone.status == 200 and gone["state"] == "withdrawn" and gone["withdrawal_approved_by"] == "petrov", "two people withdraw it", gone)
    check.that(miller.post(path, {"reason": "again"}).code == "setting_withdrawn", "once")
    back = changed(day, layout(day)["as_delivered"])
    check.that(back.status == 200 and layout(day)["lines"] == layout(day)["as_delivered"], "slips are as delivered again", back)
    check.that(miller.post(f"/slip-templates/{back['number']}/withdraw", {"reason": "no"}).code == "setting_counts", "what counts is not withdrawn")
    check.that([one["state"] for one in layout(day)["history"]] == ["in_force", "withdrawn", "past"], "the history keeps all of them", layout(day)["history"])
    check.that(miller.post("/slip-templates/999999/withdraw", {"reason": "x"}).code == "not_found", "what is none is not withdrawn")


def edited(day):
    """Two people lay out one kind of slip: nobody overwrites what he has not seen, be it in force or coming."""
    miller, petrov = day.people["miller"], day.people["petrov"]
    seen = layout(day)
    mine = {"lines": without(seen["lines"], "address"), "reason": WHY}
    check.that(petrov.post("/slip-templates/sale", mine).code == "field_missing", "who changes it says what he saw")
    coming = changed(day, without(seen["lines"], "card"), **{"from": "2199-01-01 08:00"})
    check.that(coming.status == 200 and layout(day)["version"] != seen["version"], "a layout that is coming is another version", coming)
    late = petrov.post("/slip-templates/sale", {**mine, "version": seen["version"]})
    check.that((late.status, late.code) == (409, "version_conflict"), "the other one is refused before anybody is asked to agree", late)
    now = late["details"]["current"]
    check.that(now["version"] == layout(day)["version"] and [one["number"] for one in now["coming"]] == [coming["number"]] and now["lines"], "and shown what it is now", now)
    asked = petrov.post("/slip-templates/sale", {**mine, "version": now["version"]})
    check.that(asked.status == 202, "whoever has looked again asks", asked)
    day.approved("miller", f"/slip-templates/{coming['number']}/withdraw", {"reason": "thought again"}, second="petrov")
    miller.post(f"/approvals/{asked['approval']['number']}/approve")
    late = petrov.post("/slip-templates/sale", {**mine, "version": now["version"], "approval": asked["approval"]["number"]})
    check.that(late.code == "version_conflict" and layout(day)["lines"] == seen["lines"], "what was withdrawn meanwhile is another version, too, whatever was agreed to", late)
    check.that(layout(day)["version"] == seen["version"], "the same layout is the same version")


def drawers(day):
    """The papers of drawers are laid out as well, and keep every figure."""
    miller, zhao, lines = day.people["miller"], day.people["zhao"], layout(day, "closing")["lines"]
    check.that(layout(day, "closing")["conditions"] == ["always", "not_empty"], "they are of no sale, and know no condition of one")
    check.that(miller.post("/slip-templates/closing", {"lines": without(lines, "difference"), "reason": WHY, "version": layout(day, "closing")["version"]}).code == "slip_fact_stays", "nobody takes the difference off")
    wrong = [{**line, "when": "paid_in_cash"} if line["fact"] == "pieces" else line for line in lines]
    check.that(miller.post("/slip-templates/closing/preview", {"lines": wrong}).code == "slip_condition", "nor is a line bound to how somebody paid")
    slip = "/shifts/E01/T1/1/slip?format=text&lang=en"
    before = zhao.get(slip).bytes.decode()
    done = changed(day, [*without(lines, "reprints"), {"fact": "own_text", "text_en": "Hand in by 18:00", "text_zh": "请于18:00前上缴", "text_ru": "Сдать до 18:00"}], kind="closing")
    check.that(done.status == 200, "two people lay the closing slip out anew", done)
    now = zhao.get(slip).bytes.decode()
    check.that("Reprints" in before and "Reprints" not in now and "Hand in by 18:00" in now and "EXPECTED" in now, "and so the interim report is", now)
    check.that("Hand in" not in zhao.get("/shifts/E01/T1/1/opening/slip?format=text&lang=en").bytes.decode(), "the opening slip is as it was")


def by_hand(day):
    """Somebody takes a line off in the file: verify names the row."""
    day.server.stop()
    books = sqlite3.connect(day.server.folder / "data/books.db")
    books.execute("UPDATE slip_template SET lines=replace(lines, 'total always left strong', 'rule always left plain')")
    books.commit()
    books.close()
    found = subprocess.run([KWOTA, "verify", "--data", str(day.server.folder / "data")], capture_output=True, text=True, timeout=120)
    check.that(found.returncode != 0 and "slip_template" in found.stdout + found.stderr, "a layout that nobody agreed to is found", (found.returncode, found.stdout[-400:], found.stderr[-400:]))


if __name__ == "__main__":
    sys.exit(walk(check, Day, [doors, opening, people_come, declared, rights, samples, refused, by_two, coming, edited, drawers, by_hand]))
