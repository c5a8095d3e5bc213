#!/usr/bin/env python3
"""Tenders from outside: a day at which people pay in cash, by bank card, by cheque, by transfer and by wallet, one of them by two at once; what is refused;
what a shift asks for when it is counted; and that slip, ledger and reports say the same of it. One line per check."""
import sys

from house import PASSWORD, YES, new_key, walk
from run import Day, check, doors, opening

BY = {"card": "A41F77", "transfer": "TR-2026-000117", "cheque": "004711", "wallet": "W99-81"}


def sell(day, pay, tenders, key=None, **more):
    """Booked, and written when the card lies there next."""
    body = {"quote": day.quote(pay)["id"], "carrier": "later", "confirmed": YES, "client_key": key or new_key(), "on_pending": "sum", **more}
    return day.people["wang"].post("/sales", {**body, **({"tenders": tenders} if tenders is not None else {})})


def written(day):
    """The card is put down, taken to the meter and back, so that nothing stands in the way of the next sale."""
    day.on_reader(day.card)
    day.at_meter(day.card, day.meter)
    day.on_reader(day.card)
    day.move(day.card, "wallet")


def parts(sale):
    return [(one["tender"], one["amount"], one["reference"]) for one in sale["tenders"]]


def declared(day):
    """The list from which everything follows."""
    wang = day.people["wang"]
    day.move(day.card, "wallet")
    rows = {row["name"]: row for row in wang.get("/tenders")["rows"]}
    check.that(list(rows) == ["cash", *BY], "cash comes first", list(rows))
    check.that([name for name, row in rows.items() if row["change"]] == ["cash"] and [name for name, row in rows.items() if row["counted"]] == ["cash"],
               "change is given of cash alone, and cash alone is counted", rows)
    check.that([name for name, row in rows.items() if row["reference_max"] == 0] == ["cash"], "every other has a number", rows)
    check.that(day.people["audit"].get("/tenders").status == 200, "everybody who works here may read it")


def refused(day):
    """What is wrong is refused by name, and nothing is booked."""
    wang = day.people["wang"]
    before = wang.get("/sales")["total"]
    for tenders, code in (([{"tender": "gold"}], "tender_unknown"),
                          ([{"tender": "card"}], "reference_missing"),
                          ([{"tender": "cheque", "reference": "47A1"}], "reference_bad"),
                          ([{"tender": "card", "reference": "12"}], "reference_bad"),
                          ([{"tender": "card", "reference": "A41F77'; --"}], "reference_bad"),
                          ([{"tender": "cash", "reference": "A41F77"}], "reference_bad"),
                          ([{"tender": "card", "reference": "A41F77", "amount": "10.01"}], "no_change"),
                          ([{"tender": "card", "reference": "A41F77", "amount": "9.99"}], "received_too_little"),
                          ([{"tender": "card", "reference": "A41F77", "amount": "6.00"}, {"tender": "cash", "amount": "3.00"}], "received_too_little"),
                          ([{"tender": "card", "reference": "A41F77", "amount": "-4.00"}, {"tender": "cash", "amount": "14.00"}], "bad_amount"),
                          ([{"tender": "cash", "amount": "5.005"}, {"tender": "card", "reference": "A41F77"}], "over_precise"),
                          ([{"tender": "card", "reference": "A41F77"}, {"tender": "wallet", "reference": "W99-81"}], "tender_twice"),
                          ([{"tender": "cash", "amount": "5.00"}, {"tender": "cash", "amount": "5.00"}], "tender_twice"),
                          ([{"tender": "card", "reference": f"A41F7{i}", "amount": "1.00"} for i in range(6)], "too_many_tenders"),
                          ([{"tender": "cash", "note": "a fiver"}], "field_unknown")):
        answer = sell(day, "10.00", tenders)
        check.that(answer.code == code, f"refused: {tenders}: {code}", answer)
    twice = sell(day, "10.00", [{"tender": "cash"}], received="20.00")
    check.that(twice.code == "tenders_and_tender", "what is paid is said once", twice)
    check.that(sell(day, "10.00", None, tender="card").code == "reference_missing", "the short form has no number to give")
    check.that(wang.get("/sales")["total"] == before, "nothing was booked")
    audit = day.people["audit"].post("/sales", {"quote": "1.1.x", "client_key": new_key(), "tenders": [{"tender": "cash"}]})
    check.that(audit.code == "permission_denied", "who may not sell takes no money by whatever tender", audit)


def taken(day):
    """Every tender, and one sale by two."""
    for tender, reference in BY.items():
        sold = sell(day, "10.00", [{"tender": tender, "reference": reference}])
        check.that(sold.status == 200 and parts(sold["sale"]) == [(tender, "10.00", reference)], f"10.00 by {tender}", sold)
        written(day)
    key = new_key()
    tenders = [{"tender": "card", "reference": "B00002"}, {"tender": "cash", "amount": "13.00"}]
    sold = sell(day, "30.00", tenders, key=key)
    check.that(sold.status == 200 and parts(sold["sale"]) == [("card", "17.00", "B00002"), ("cash", "13.00", "")], "13.00 in cash, the rest by card", sold)
    day.split = sold["sale"]["number"]
    body = {"quote": sold["sale"]["number"], "client_key": key}
    check.that(day.people["wang"].get(f"/sales/by-key/{key}")["sale"]["number"] == day.split, "it is known by its key", body)
    check.that(sell(day, "30.00", [{"tender": "cash"}], key=key).code == "idempotency_key_reused", "the same key by another tender is another request")
    written(day)
    again = sell(day, "8.00", [{"tender": "card", "reference": "B00002", "amount": "3.00"}, {"tender": "cash"}])
    check.that(again.code == "reference_used" and day.split in str(again), "one slip pays one sale", again)
    check.that(day.people["wang"].get(f"/sales?filter.number={day.split}")["rows"][0]["tenders"] == [{"tender": "card", "amount": "17.00", "reference": "B00002"}, {"tender": "cash", "amount": "13.00", "reference": ""}],
               "the list says by what", day.people["wang"].get(f"/sales?filter.number={day.split}")["rows"])
    now = day.people["wang"].get("/shifts/current")["shift"]
    check.that("received" not in now and "expected" not in now and "card" in now["tenders"], "what came in is not told before the count", now)
    plain = sell(day, "8.00", [{"tender": "card", "reference": "C00003", "amount": "3.00"}, {"tender": "cash", "amount": "20.00"}])
    check.that(parts(plain["sale"]) == [("card", "3.00", "C00003"), ("cash", "5.00", "")], "change comes out of the cash", plain)
    day.changed = plain["sale"]["number"]
    written(day)
    cash = sell(day, "6.00", None, received="10.00")
    check.that(parts(cash["sale"]) == [("cash", "6.00", "")], "and cash alone is as it was", cash)
    written(day)


def slip(day):
    """The receipt says by what, with the number and the change."""
    wang = day.people["wang"]
    text = wang.get(f"/receipts/{day.changed}?format=text&lang=en").bytes.decode()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for line in ("Bank card C00003 3.00", "Cash 20.00", "Change 15.00"):
        check.that(line in lines, f"the slip says {line}", text)
    for language, word in (("zh", "银行卡"), ("ru", "Банковская карта")):
        check.that(word in wang.get(f"/receipts/{day.changed}?format=text&lang={language}").bytes.decode(), f"and in {language}")
    check.that(wang.get(f"/receipts/{day.changed}?format=pdf").bytes.startswith(b"%PDF-"), "on paper too")


def taken_back(day):
    """A sale by bank card that is taken back: no money moves until the meter has the void, then the customer is owed it."""
    wang = day.people["wang"]
    sold = sell(day, "40.00", [{"tender": "card", "reference": "D00004"}])
    day.on_reader(day.card)
    back = wang.post(f"/sales/{sold['sale']['number']}/take-back", {"reason": "wrong account", "client_key": new_key()})
    check.that(back.status == 200 and back["sale"]["tenders"] == [], "no money moves when it is taken back", back)
    written(day)
    alone = wang.post(f"/accounts/{day.account}/pay-out", {"amount": "40.00", "client_key": new_key()})
    check.that(alone.status == 202, "what he paid in cash is in his meter: no cash is made of the slip by one person alone", alone)
    out = day.approved("wang", f"/accounts/{day.account}/pay-out", {"amount": "40.00", "client_key": new_key()})
    check.that(out.status == 200 and parts(out["sale"]) == [("cash", "-40.00", "")], "it is paid out of the drawer by two", out)
    sold = sell(day, "100.00", [{"tender": "card", "reference": "D00005"}])
    day.on_reader(day.card)
    wang.post(f"/sales/{sold['sale']['number']}/take-back", {"reason": "wrong account", "client_key": new_key()})
    written(day)
    body = {"amount": "100.00", "client_key": new_key()}
    alone = wang.post(f"/accounts/{day.account}/pay-out", body)
    check.that(alone.status == 202, "no cash is made of a bank card by one person alone", alone)
    agreed = day.approved("wang", f"/accounts/{day.account}/pay-out", {"amount": "100.00", "client_key": new_key()})
    check.that(agreed.status == 200, "two may", agreed)
    day.out = 140


def counted(day):
    """At the end of the shift the drawer is counted blind, and of the other tenders the slips are added up."""
    wang = day.people["wang"]
    now = wang.get("/shifts/current")["shift"]
    check.that(sorted(now["tenders"]) == sorted(["cash", *BY]) and "expected" not in now, "the page knows by what was paid, not how much", now)
    # 200 float, 100 first sale, 13 + 5 + 6 in cash
    drawer = f"{324 - day.out}.00"
    slips = [{"tender": "card", "amount": "170.00"}, {"tender": "transfer", "amount": "10.00"}, {"tender": "cheque", "amount": "10.00"}, {"tender": "wallet", "amount": "10.00"}]
    for wrong, code in (([{"tender": "gold", "amount": "1.00"}], "tender_unknown"), ([{"tender": "cash", "amount": "1.00"}], "tender_unknown"),
                        ([{"tender": "card", "amount": "1.00"}] * 2, "tender_twice")):
        check.that(wang.post("/shifts/current/close", {"counted": drawer, "slips": wrong}).code == code, f"refused: {wrong}: {code}")
    first = wang.post("/shifts/current/close", {"counted": drawer, "slips": [{**slips[0], "amount": "169.00"}, *slips[1:]]})
    check.that(first["needs"] == "recount" and "expected" not in first.json and "tenders" not in first.json, "a slip is missing: it is counted once more, and nothing is told", first)
    second = wang.post("/shifts/current/close", {"counted": drawer, "slips": [{**slips[0], "amount": "169.50"}, *slips[1:]]})
    card = next((one for one in second.json.get("tenders", []) if one["tender"] == "card"), {})
    check.that(second["needs"] in ("reason", "second_person") and (card.get("expected"), card.get("difference")) == ("170.00", "-0.50"), "then what is missing is told, tender by tender", second)
    other = wang.post("/shifts/current/close", {"counted": drawer, "slips": slips, "reason": "found"})
    check.that(other.code == "count_stands", "a third figure is not taken", other)
    day.shift = now["number"]
    closed = wang.post("/shifts/current/close", {"counted": drawer, "slips": [{**slips[0], "amount": "169.50"}, *slips[1:]], "reason": "a slip is torn",
                                                 "accepted_by": {"name": "zhao", "password": PASSWORD}})
    check.that(closed.status == 200 and closed["needs"] == "nothing" and closed["difference"] == "0.00", "it is closed: the drawer agrees", closed)
    text = wang.get(f"/shifts/E01/T1/{day.shift}/slip?format=text&lang=en").bytes.decode()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for line in ("Bank card (5) 170.00", "slips added up first 169.00", "slips added up 169.50", "over / short -0.50", "Cheque (1) 10.00", "Wallet (1) 10.00"):
        check.that(line in lines, f"the closing slip says {line}", text)


def everywhere(day):
    """Received by tender is the same wherever it is asked for."""
    miller, audit = day.people["miller"], day.people["audit"]
    month = audit.get(f"/sales?filter.number={day.split}")["rows"][0]["business_day"][:7]
    lines = {row["names"][0]: row["cells"][0] for row in miller.get(f"/reports/R06?period={month}")["rows"]}
    seen = {name: lines[f"received_{name}"] for name in ("cash", *BY)}
    cash = f"{124 - day.out}.00"
    check.that(seen == {"cash": cash, "card": "170.00", "transfer": "10.00", "cheque": "10.00", "wallet": "10.00"}, "R06 has received by tender", seen)
    tills = miller.get(f"/reports/R12?period={month}")
    if not check.that(tills.status == 200, "R12 is given out", tills):
        return
    rows = {row["names"][2]: row["cells"][4] for row in tills["rows"]}
    to_the_bank = {row["names"][2] for row in tills["rows"] if row["cells"][5:] == [row["cells"][4], "0.00"]}
    check.that(to_the_bank == {"tender/cash", "tender/cheque"}, "of it somebody carries cash and cheques to the bank", tills["rows"])
    check.that(rows == {f"tender/{name}": amount for name, amount in seen.items()}, "R12 says the same of the till", rows)
    check.that({row["shown"][2] for row in tills["rows"]} == {"Cash", "Bank card", "Transfer", "Cheque", "Wallet"}, "in words", tills["rows"])
    whole = sum(round(100 * float(amount)) for amount in seen.values())
    report = miller.get(f"/reports/R09?period={month}")
    received = next(total for column, total in zip(report["columns"], report["totals"]) if column["name"] == "received")  # before its share and its change
    check.that(round(100 * float(received)) == whole == round(100 * float(lines["received"])), "and R09 and R06 add up to it", (received, whole))
    ledger = {name: audit.get(f"/balances?filter.account={account}")["rows"] for name, account in (("due", "due/card/E01"), ("short", "card/over_short"), ("till", "till/E01/T1/card"))}
    amounts = {name: rows[0]["amount"] if rows else None for name, rows in ledger.items()}
    check.that(amounts["due"] == "169.50" and amounts["short"] == "0.50" and amounts["till"] == "0.00", "the bank owes what its slips say, and what is missing stays visible", amounts)


def books_stand(day):
    """Everything in the books is as it was written."""
    report = day.people["audit"].post("/verify")
    check.that(report["ok"] and report["signatures_checked"], "the books verify", report)


if __name__ == "__main__":
    sys.exit(walk(check, Day, (doors, opening, declared, refused, taken, slip, taken_back, counted, everywhere, books_stand)))
