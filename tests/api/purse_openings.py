#!/usr/bin/env python3
"""Accounts of farmers opened at the counter – customer, account, card and first money in one booking – by the enemy: the blank card torn away at each command, each request sent twice at the same
moment, the same person and the same granted account at two tills at once, a card that is somebody's already, one exchanged for another between quote and order, a key card's and a stranger's place, and everybody who
works there. Afterwards each account has one card, one first load or none, and the drawers, the cards and the ledger say the same. One line per check."""
import sys
import threading

import ten_counters
from house import YES, new_key, walk
from purse_torn import SETTLED, Torn, pages, twice
from run import Day, check, doors
from ten_counters import AREA, fen, hall

TILLS, STEP, COMMANDS = 2, 5, 400  # each fifth command of a making, from another one on at each till: both together have every part of it


def farm(day):
    return {"village": day.village, "area": "", "area_1": AREA, "price_class": 1}


def opening(day, name, pay="50.00", **more):
    return {"scheme": "irrigation_purse", "customer": {"name": name, "identity_number": f"I-{name}"}, "purse": farm(day), "first_sale": {"pay": pay, "tender": "cash", "confirmed": YES}, "client_key": new_key(), **more}


def blank(day):
    with day.gate:
        return day.people["wang"].post("/bench/cards", {})["cards"][-1]["id"]


def prepared(day):
    """Two tills, a village, an area; applications are reviewed by nobody"""
    day.gate = threading.Lock()
    hall(day)
    day.counters = [Torn(day, number) for number in range(1, TILLS + 1)]
    day.sign_in("petrov", day.server.demo_password("petrov"))
    day.cards = []
    day.granted = [granted(day, f"granted {number}") for number in range(3)]
    done = day.approved("miller", "/settings", {"name": "purse_review", "value": "0", "reason": "a small county"}, "petrov")
    check.that(done.status == 200, "the utility reviews none from now on", done)


def granted(day, name):
    asked = day.people["wang"].post("/purse-applications", {"new_customer": {"name": name}, **farm(day)})
    return day.people["zhao"].post(f"/purse-applications/{asked['number']}/grant")["account"]


def accounts_of(day, name):
    return day.people["zhao"].get(f"/accounts?q={name.replace(' ', '%20')}&page_size=50")["rows"]


def sales_of(day, account):
    return day.people["zhao"].get(f"/sales?sort=-time&page_size=50&filter.account={account}")["rows"]


def settled(answer):
    """Told to whoever comes second while the card is still at work: he asks again."""
    return answer.status == 200 and answer["outcome"] in ("done", "not_done")


def torn_at_each_command(day):
    """Torn at a command of its making, and sent twice: one account, the money back or on the card; put down again it gets its card for the same account"""
    strange, ended = [], []

    def tear(counter, at):
        for command in range(1 + at * 2, COMMANDS, STEP):
            name, card = f"torn {at} {command}", blank(day)
            body = opening(day, name)
            answers = counter.held(card, lambda: twice(lambda: counter.client.post("/accounts/open", body)), command)
            if any(answer.status >= 500 for answer in answers):
                strange.append((command, [str(one)[:200] for one in answers]))
            for _ in range(2):
                counter.held(card, counter.look)
            rows = accounts_of(day, name)
            if len(rows) > 1:
                strange.append((command, "opened twice", rows))
            if not rows:  # torn before the look had ended: nothing is booked
                continue
            account = rows[0]["number"]
            sales = sales_of(day, account)
            if any(row["state"] not in SETTLED for row in sales):
                strange.append((command, "left open", sales))
            if rows[0]["state"] == "draft":  # the money went back
                if counter.held(card, counter.look)["clearable"]:  # made, and torn before its money: nobody's until it is cleared
                    cleared = counter.held(card, lambda: counter.client.post("/purses/clear", {}))
                    if cleared.status != 200:
                        strange.append((command, "not cleared", str(cleared)[:300]))
                again = counter.held(card, lambda: counter.client.post("/accounts/open", {"draft": account, "first_sale": body["first_sale"], "client_key": new_key()}))
                if not settled(again) or again["outcome"] != "done":
                    strange.append((command, "not made at the second attempt", str(again)[:300]))
            seen = counter.held(card, counter.look)
            if seen.status != 200 or (seen["account"], seen["balance"]) != (account, "50.00"):
                strange.append((command, "the card", str(seen)[:300], sales))
            day.cards.append((card, account))
            if all(settled(answer) and answer["outcome"] == "done" for answer in answers):
                ended.append(command)
                return

    hands = [threading.Thread(target=tear, args=(counter, at)) for at, counter in enumerate(day.counters)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    check.that(len(ended) == TILLS, f"an opening has less than {COMMANDS} commands", ended)
    check.that(not strange, f"torn at {len(day.cards)} places of it each ends with one account, one card and its money once", strange[:4])


def at_two_tills(day):
    """The same at two tills at the same moment, each with a blank card"""
    def both(work):
        out, gate = [None] * TILLS, threading.Barrier(TILLS)

        def one(at):
            card = blank(day)

            def go():
                gate.wait()
                return work(day.counters[at])

            out[at] = (card, day.counters[at].held(card, go))

        hands = [threading.Thread(target=one, args=(at,)) for at in range(TILLS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        return out

    account = day.granted[0]
    draft = lambda: {"draft": account, "first_sale": {"pay": "50.00", "tender": "cash", "confirmed": YES}, "client_key": new_key()}
    ends = both(lambda counter: counter.client.post("/accounts/open", draft()))
    won = [(card, answer) for card, answer in ends if answer.status == 200]
    lost = [answer for _, answer in ends if answer.status != 200]
    check.that(len(won) == 1 and won[0][1]["outcome"] == "done" and lost[0].code in ("unknown_draft", "sale_in_doubt"), "a granted account is opened at one of them", [str(answer)[:150] for _, answer in ends])
    day.cards.append((won[0][0], account))
    farmer = day.people["zhao"].post("/customers", {"name": "Both", "kind": "person", "identity_number": "I-both"})["number"]
    ends = both(lambda counter: counter.client.post("/accounts/open", opening(day, "", customer={"number": farmer})))
    won = [(card, answer) for card, answer in ends if answer.status == 200]
    check.that(len(won) == 1 and won[0][1]["outcome"] == "done", "a customer gets one account", [str(answer)[:150] for _, answer in ends])
    day.cards.append((won[0][0], won[0][1]["sale"]["account"]))
    rows = day.people["zhao"].get(f"/purses?filter.account={won[0][1]['sale']['account']}")["rows"]
    check.that(len(rows) == 1 and rows[0]["state"] == "active", "and one purse", rows)
    check.that([answer.code for _, answer in ends if answer.status != 200] == ["has_purse_account"], "and the other till is told that he has it", [str(answer)[:150] for _, answer in ends])
    key = new_key()  # a till's own: at another till it is another order
    ends = both(lambda counter: counter.client.post("/accounts/open", opening(day, "one key", client_key=key)))
    won = [(card, answer) for card, answer in ends if answer.status == 200]
    check.that(len(won) == 1 and won[0][1]["outcome"] == "done", "nor does somebody new get two, whom both tills enter with the same document", [str(answer)[:250] for _, answer in ends])
    for card, answer in won:
        day.cards.append((card, answer["sale"]["account"]))


def wrong_cards(day):
    """A card that is somebody's, one whose making belongs to another, one that was exchanged"""
    counter, (his, account) = day.counters[0], day.cards[0]
    before = len(pages(day.people["zhao"], "/accounts"))
    taken = counter.held(his, lambda: counter.client.post("/accounts/open", opening(day, "late comer")))
    check.that(taken.status == 409, "onto a card that is somebody's nothing is opened", taken)
    seen = counter.held(his, counter.look)
    check.that((seen["account"], seen["balance"]) == (account, "50.00"), "it is as it was", seen)

    one, other = blank(day), blank(day)
    body = opening(day, "exchanged")
    quoted = counter.held(one, lambda: (counter.client.post("/quotes/opening", body), counter.client.get("/reader")["card"]["session"]))
    check.that(quoted[0].status == 200, "quoted for one blank card", quoted[0])
    ordered = counter.held(other, lambda: counter.client.post("/accounts/open", {**body, "card_session": quoted[1]}))
    check.that(ordered.code == "card_changed", "ordered while another one lies there it is refused", ordered)
    his_too = counter.held(his, lambda: counter.client.post("/accounts/open", {**body, "card_session": quoted[1]}))
    check.that(his_too.code == "card_changed", "and while somebody's lies there", his_too)
    check.that(len(pages(day.people["zhao"], "/accounts")) == before and day.people["zhao"].get("/customers?q=exchanged")["rows"] == [], "nothing was booked", before)
    without = counter.client.post("/accounts/open", opening(day, "no card"))
    check.that(without.code in ("no_card", "reader_not_chosen"), "nor without a card", without)
    last = counter.held(other, lambda: counter.client.post("/accounts/open", body))
    check.that(last.status == 200 and last["outcome"] == "done", "the order itself is good for the blank card that lies there", last)
    day.cards.append((other, last["sale"]["account"]))
    twice_made = counter.held(other, lambda: counter.client.post("/accounts/open", {"draft": day.granted[1], "first_sale": body["first_sale"], "client_key": new_key()}))
    check.that(twice_made.status == 409 and not sales_of(day, day.granted[1]), "a granted account gets no card that is made", twice_made)


def two_cards(day):
    """Two farmers' cards on two readers: each till has its own, and who has chosen none has neither"""
    (one, mine), (other, theirs) = day.cards[0], day.cards[1]
    first, second = day.counters

    def both_lie_there():
        return second.held(other, lambda: (first.look(), second.look(), first.load(theirs, "1.00", 1)[0], second.load(mine, "1.00", 1)[0], day.people["zhao"].post("/purses/look", {})))

    seen, seen_there, crosswise, crosswise_there, nobodys = first.held(one, both_lie_there)
    check.that((seen["account"], seen_there["account"]) == (mine, theirs), "each sees its own", (seen, seen_there))
    check.that((crosswise.code, crosswise_there.code) == ("wrong_card", "wrong_card"), "and loads none that lies at the other till", (crosswise, crosswise_there))
    check.that(nobodys.code == "reader_not_chosen", "who has chosen no reader is asked for one, and nobody guesses", nobodys)


def amounts(day):
    """Amounts that are none, or too much"""
    counter, card = day.counters[1], blank(day)
    for pay in ("0.00", "-5.00", "0.001", "99999999999.00", "1e3", "", "NaN"):
        body = opening(day, f"amount {pay}", pay)
        answer = counter.held(card, lambda: counter.client.post("/accounts/open", body))
        check.that(400 <= answer.status < 500, f"  {pay or 'none'}: {answer.code}", answer)
    check.that(day.people["zhao"].get("/customers?q=amount")["rows"] == [], "none of them leaves a customer behind")


def everybody(day):
    """Who may sell and open accounts does; nobody else, whatever he sends"""
    zhao, account = day.people["zhao"], day.granted[2]
    body = {"draft": account, "first_sale": {"pay": "50.00", "tender": "cash", "confirmed": YES}}
    card = blank(day)
    wang = day.people["wang"]
    reader, name = day.readers.get()
    wang.put("/session/reader", {"reader": name})
    wang.post(f"/bench/cards/{card}/move", {"to": reader})
    wang.poll("/reader", lambda a: a["card"] and a["card"]["state"] != "reading", "the card on the reader")
    for who in ("tech", "audit", "miller", "admin"):
        client = day.people[who]
        refused = client.post("/accounts/open", {**body, "client_key": new_key()})
        check.that(refused.code in ("permission_denied", "till_not_chosen", "reader_not_chosen", "no_open_shift"), f"  {who}: {refused.code}", refused)
    check.that(not sales_of(day, account), "nothing was booked by them")
    closed = wang.post("/accounts/open", {**body, "client_key": new_key()})
    check.that(closed.code == "no_open_shift", "nor by a cashier whose shift is not open", closed)
    wang.post("/shifts", {"opening_float": "0.00"})
    done = wang.post("/accounts/open", {**body, "client_key": new_key()})
    check.that(done.status == 200 and done["outcome"] == "done", "a cashier at her till does", done)
    wang.post(f"/bench/cards/{card}/move", {"to": "wallet"})
    wang.put("/session/reader", {"reader": ""})
    day.readers.put((reader, name))
    day.cards.append((card, account))


def stands(day):
    """Cards, purses, drawers and ledger say the same"""
    wang, zhao, audit = day.people["wang"], day.people["zhao"], day.people["audit"]
    wallet = {row["id"]: row for row in wang.get("/bench")["cards"]}
    purses = {row["account"]: row for row in pages(zhao, "/purses")}
    differ = [(card, account, wallet[card]["purse"], purses[account]["balance"]) for card, account in day.cards if not wallet[card].get("purse") or wallet[card]["purse"]["balance"] != purses[account]["balance"]]
    check.that(not differ, f"{len(day.cards)} cards hold what their purses do", differ[:3])
    check.that(len({account for _, account in day.cards}) == len(day.cards), "each is another account's")
    sales = [row for row in pages(zhao, "/sales") if row["account"] in purses]
    check.that(all(row["state"] in SETTLED for row in sales), "nothing is left open", [row for row in sales if row["state"] not in SETTLED][:3])
    opened = [row for row in sales if row["kind"] == "open" and row["state"] != "reversed"]
    check.that(len({row["account"] for row in opened}) == len(opened), "no account was opened twice")
    ledger = {one["account"]: fen(one["amount"]) for one in pages(audit, "/balances")}
    held = sum(fen(row["balance"]) for row in purses.values())
    check.that(-ledger["prepaid/purse"] == held, "the ledger has what is on all cards", (ledger["prepaid/purse"], held))
    drawers = sum(amount for name, amount in ledger.items() if name.startswith(("till/E01/K", "till/E01/T1")) and name.endswith("/cash"))
    check.that(drawers == sum(fen(row["tendered"]) for row in opened), "and the drawers what was paid", drawers)
    proof = audit.post("/verify")
    check.that(proof["ok"] and proof["signatures_checked"], "the books verify", proof)


if __name__ == "__main__":
    ten_counters.TILLS = TILLS
    sys.exit(walk(check, Day, (doors, prepared, torn_at_each_command, at_two_tills, wrong_cards, two_cards, amounts, everybody, stands)))
