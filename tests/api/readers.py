#!/usr/bin/env python3
"""Two tills, two readers, two browsers: whose card is whose. And who hears of what."""
import os
import signal
import sys

from house import PASSWORD, POLLS_MAX, Checks, Client, Ears, walk

check = Checks()


class Hall:
    def __init__(self, server):
        self.server, self.people = server, {}
        for name, till in (("wang", "T1"), ("zhao", "T2"), ("audit", "T1")):
            client = self.people[name] = Client(server)
            first = server.demo_password(name)
            client.sign_in(name, first, station="E01", till=till)
            client.post("/session/password", {"old": first, "new": PASSWORD})
        bench = self["wang"].get("/bench")
        self.names = {row["id"]: row["name"] for row in bench["readers"]}
        self.cards = [card["id"] for card in bench["cards"]]

    def __getitem__(self, name):
        return self.people[name]

    def move(self, card, place):
        moved = self["wang"].post(f"/bench/cards/{card}/move", {"to": place})
        if moved.status != 200:
            raise RuntimeError(f"card {card} to {place}: {moved}")

    def seen(self, who):
        return self[who].poll("/reader", lambda a: a["card"] and a["card"]["state"] != "reading", f"{who}'s card")["card"]


def chosen_once(hall):
    """A reader belongs to a till"""
    wang, zhao = hall["wang"], hall["zhao"]
    check.that(wang.get("/reader")["reader"] == hall.names["reader:0"], "the sample utility's first reader stands at its first till")
    view = zhao.get("/reader")
    check.that(view["reader"] is None and view["reason"] == "reader_not_chosen" and view["card"] is None, "the second till has none yet", view)
    others = next(row for row in view["readers"] if row["name"] == hall.names["reader:0"])
    check.that(others == {"name": others["name"], "state": "other_till", "till": "E01/T1"}, "of the other till's reader it knows whose it is, and no more", others)
    sale = zhao.post("/sales/R1-000001/settle")
    check.that(sale.code in ("reader_not_chosen", "not_found"), "without a reader no card work", sale)
    check.that(zhao.put("/session/reader", {"reader": hall.names["reader:0"]}).code == "reader_in_use", "what stands at another till is not taken")
    check.that(zhao.put("/session/reader", {"reader": "none"}).code == "reader_offline", "nor what is not there")
    done = zhao.put("/session/reader", {"reader": hall.names["reader:1"]})
    check.that(done.status == 200 and done["reader"] == hall.names["reader:1"] and done["readers"][0]["name"] == done["reader"], "chosen, and shown first", done)
    row = hall["audit"].get("/audit?filter.object=till/E01/T2")["rows"]
    check.that(any(entry["operator"] == "zhao" and "reader" in entry["details"] for entry in row), "the trail says who", row[:1])
    check.that(hall["audit"].put("/session/reader", {"reader": ""}).code == "permission_denied", "who only reads chooses none")


def two_cards(hall):
    """Two cards on two readers stop nobody, and each till has its own"""
    one, other = hall.cards[:2]
    hall.move(one, "reader:0"), hall.move(other, "reader:1")
    mine, theirs = hall.seen("wang"), hall.seen("zhao")
    check.that(mine["serial"] != theirs["serial"] and mine["session"] != theirs["session"], "two tills see two cards", (mine, theirs))
    check.that(mine["reader"] == hall.names["reader:0"], "each on its own reader", mine)
    used = hall["zhao"].post(f"/cards/{mine['serial']}/pin", {"card_session": mine["session"], "old": "000000", "new": "111111"})
    check.that(used.code == "card_changed", "the session of another till's card opens nothing", used)
    hall.move(other, "wallet")
    hall["zhao"].poll("/reader", lambda a: a["card"] is None, "the empty reader")
    check.that(hall["wang"].get("/reader")["card"]["session"] == mine["session"], "and what happens there is nothing to the first till")


def two_in_one_field(hall):
    """Two cards on one contactless reader, which speaks to now the one and now the other: nothing is done with either until one is taken away"""
    one, other = hall.cards[:2]
    hall.move(other, "wallet"), hall.move(one, "wallet")
    hall.move(one, "reader:0")
    alone = hall.seen("wang")
    check.that(hall["wang"].post(f"/bench/cards/{other}/move", {"to": "reader:0"}).code == "place_taken", "the bench puts no card onto another by itself")
    hall["wang"].post(f"/bench/cards/{other}/move", {"to": "reader:0", "beside": True})
    hall["wang"].poll("/reader", lambda a: a["card"] and a["card"]["session"] != alone["session"] and a["card"]["state"] != "reading", "what lies there now")
    for asked in range(4):
        answer = hall["wang"].post("/purses/look", {})
        check.that(answer.code == "two_cards", f"  {asked}: work with a card is refused", answer)
    seen = hall.seen("wang")
    check.that(seen["state"] == "error" and seen.get("error") == seen.get("reason_code") == "two_cards", "and the page says why", seen)
    changed = hall["wang"].post(f"/cards/{alone['serial']}/pin", {"card_session": seen["session"], "old": "000000", "new": "111111"})
    check.that(changed.status >= 400, "nor is a secret number changed on whichever answers", changed)
    hall.move(other, "wallet")
    left = hall["wang"].poll("/reader", lambda a: a["card"] and a["card"].get("serial") == alone["serial"] and a["card"]["state"] not in ("reading", "error"), "the card that was left")["card"]
    check.that(left["session"] not in (seen["session"], alone["session"]), "the one that was left is looked at anew", left)


def who_may_see(hall):
    """Who works at no till with cards, or may not see customers, sees none"""
    view = hall["audit"].get("/reader")
    check.that(view["card"] is None, "an auditor at the same till sees nobody's card", view)
    away = Client(hall.server)
    away.sign_in("wang", PASSWORD)
    check.that(away.get("/reader")["card"] is None, "nor does a cashier without a till")


def ears(hall):
    """Events go to the till that they concern, until one signs out"""
    near, far = Ears(hall["wang"]), Ears(hall["zhao"])
    hall.move(hall.cards[0], "wallet")
    check.that(near.next()[0] == "reader", "the till whose card was taken away hears of it")
    hall.move(hall.cards[1], "reader:1")
    check.that(far.next()[0] == "reader", "the other one hears first of its own card")
    hall.move(hall.cards[1], "wallet")
    while (heard := far.next()) is not None and heard[0] == "reader":
        if hall["zhao"].get("/reader")["card"] is None:
            break
    hall["zhao"].call("DELETE", "/session")
    while (heard := far.next()) is not None:
        pass
    check.that(heard is None, "who has signed out hears nothing more: the stream ends")


def looked_at_in_a_moment(hall):
    """After a restart a card lies there that nobody has asked about: who would work with it at once is told that it is being read, and may a moment later"""
    hall.move(hall.cards[0], "reader:0")
    hall.seen("wang")
    hall.server.kill()
    hall.server.start()
    wang = hall.people["wang"] = Client(hall.server)
    wang.sign_in("wang", PASSWORD, station="E01", till="T1")

    def until(than):
        """The first answer that is another one."""
        for _ in range(POLLS_MAX):
            answer = wang.post("/purses/look", {})
            if answer.code != than:
                return answer
        raise RuntimeError(f"always {than}")

    first = until("no_card")  # the desk hears of a card a moment after the program has begun
    check.that(first.code == "card_being_read", "it is being read", first)
    hall.seen("wang")
    check.that(until("card_being_read").status == 200, "and then it is read")


def the_office_hears(hall):
    """A till loses its reader: the supervisor hears of it, and that it is there again"""
    server = hall.server
    of = lambda event: [one for one in hall["zhao"].get("/notices")["rows"] if one["event"] == event]

    def again():
        for name, till in (("wang", "T1"), ("zhao", "T2")):
            hall.people[name] = Client(server)
            hall[name].sign_in(name, PASSWORD, station="E01", till=till)

    def heard(event):
        hall["wang"].post("/bench/clock", {"advance_s": 40})  # the house looks every half minute
        hall["zhao"].poll("/notices", lambda a: any(one["event"] == event for one in a["rows"]), event)
        return of(event)

    again()
    hall["wang"].post("/shifts", {"opening_float": "0.00"})
    os.kill(server.card_service_process()[0], signal.SIGKILL)  # no reader of this machine answers any more
    away = heard("till_reader_away")
    check.that([one["object"] for one in away] == ["E01/T1"] and hall.names["reader:0"] in away[0]["text"], "she hears which till lacks which reader; at the other one nobody works", away)
    check.that(not [one for one in hall["wang"].get("/notices")["rows"] if one["event"] == "till_reader_away"], "the cashier sees it at his till")
    server.kill()
    server.start()
    again()
    back = heard("till_reader_back")
    check.that([one["object"] for one in back] == ["E01/T1"] and len(of("till_reader_away")) == 1, "each was said once", back)


if __name__ == "__main__":
    sys.exit(walk(check, Hall, (chosen_once, two_cards, two_in_one_field, who_may_see, ears, looked_at_in_a_moment, the_office_hears)))
