#!/usr/bin/env python3
"""Requests for a second person that are taken back by whoever asked: by him alone, while they wait; at the same moment as somebody agrees exactly one of
the two wins, and what the books hold is what was agreed to, after a restart, too. One line per check."""
import sys
import threading

from house import PASSWORD, Checks, Client, walk

check = Checks()
ROUNDS = 40


class House:
    def __init__(self, server):
        self.server, self.people = server, {}
        for name in ("admin", "zhao", "miller", "petrov", "audit"):
            client = self.people[name] = Client(server)
            first = server.one_time if name == "admin" else server.demo_password(name)
            client.sign_in(name, first, station="E01", till="T2" if name == "zhao" else "")
            client.post("/session/password", {"old": first, "new": PASSWORD})
        self.asked, self.won = {}, {}

    def __getitem__(self, name):
        return self.people[name]

    def again(self):
        self.server.stop()
        self.server.start()
        for name in self.people:
            client = self.people[name] = Client(self.server)
            client.sign_in(name, PASSWORD, station="E01", till="T2" if name == "zhao" else "")

    def top_up(self, reference, approval=None):
        body = {"kind": "top_up", "money": "transfer", "amount": "10.00", "reference": reference}
        return self["miller"].post("/outlets/O-01/moves", {**body, **({"approval": approval} if approval else {})})


def at_once(*deeds):
    answers, ready = [None] * len(deeds), threading.Barrier(len(deeds))

    def one(at, deed):
        ready.wait()
        answers[at] = deed()

    threads = [threading.Thread(target=one, args=(at, deed)) for at, deed in enumerate(deeds)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def own(house):
    """Only whoever asked, and only while it waits"""
    miller, zhao = house["miller"], house["zhao"]
    body = {"code": "O-01", "station": "E01", "name": "Shop on Main street", "contact": "", "credit_limit": "0.00", "sale_limit": "0.00", "day_limit": "0.00"}
    number = miller.post("/outlets", body)["approval"]["number"]
    check.that(zhao.post(f"/approvals/{number}/withdraw").code == "approval_not_own", "another one does not withdraw it")
    check.that(house["admin"].post(f"/approvals/{number}/withdraw").code in ("approval_not_own", "permission_denied"), "nor does an administrator")
    gone = miller.post(f"/approvals/{number}/withdraw")
    check.that(gone.status == 200 and gone.json == {"number": number, "decision": "withdrawn"}, "whoever asked does", gone)
    check.that(miller.post(f"/approvals/{number}/withdraw").code == "approval_withdrawn", "once")
    for what in ("approve", "reject"):
        late = zhao.post(f"/approvals/{number}/{what}", {"reason": "late"} if what == "reject" else None)
        check.that(late.code == "approval_withdrawn", f"and nobody can {what} it any more", late)
    check.that(miller.post("/outlets", {**body, "approval": number}).code == "approval_withdrawn", "nothing is done by it")
    row = next(row for row in miller.get("/approvals?page_size=20&filter.decision=withdrawn")["rows"] if row["number"] == number)
    check.that(row["decided_by"] == "miller" and row["decided"] and row["decidable"] is False, "the list says who and when", row)
    told = house["audit"].get("/audit?filter.action=withdraw_approval")["rows"]
    check.that(len(told) == 1 and told[0]["operator"] == "miller" and told[0]["object"] == f"approval/{number}", "the audit has it", told)
    anew = miller.post("/outlets", body)["approval"]["number"]
    check.that(anew != number and zhao.post(f"/approvals/{anew}/approve").status == 200, "asked anew it is another request")
    check.that(miller.post(f"/approvals/{anew}/withdraw").code == "approval_decided", "what was agreed to is not withdrawn")
    check.that(miller.post("/outlets", {**body, "approval": anew}).status == 200, "and is done")
    check.that(miller.post("/approvals/999999/withdraw").code in ("approval_unknown", "not_found"), "of a request that nobody made there is none")


def races(house):
    """Withdrawn and agreed to at the same moment"""
    both, codes = 0, set()
    for at in range(ROUNDS):
        number = house.asked[at] = house.top_up(f"TR-{at}")["approval"]["number"]
        withdrawn, agreed = at_once(lambda: house["miller"].post(f"/approvals/{number}/withdraw"), lambda: house["zhao"].post(f"/approvals/{number}/approve"))
        both += (withdrawn.status == 200) == (agreed.status == 200)
        house.won[at] = agreed.status == 200
        codes.add(withdrawn.code if agreed.status == 200 else agreed.code)
    check.that(both == 0, "exactly one of the two wins each time", both)
    check.that(codes <= {"approval_decided", "approval_withdrawn"}, "the other is told which", codes)
    print(f"      agreed {sum(house.won.values())} of {ROUNDS}")
    answers = {at: house.top_up(f"TR-{at}", number) for at, number in house.asked.items()}
    wrong = [(at, answer.code) for at, answer in answers.items() if (answer.status == 200) != house.won[at] or (not house.won[at] and answer.code != "approval_withdrawn")]
    check.that(not wrong, "what was agreed to is booked, what was withdrawn is not", wrong)
    booked(house)


def used(house):
    """Withdrawn while it is done"""
    number = house.top_up("TR-used")["approval"]["number"]
    house["zhao"].post(f"/approvals/{number}/approve")
    withdrawn, done = at_once(lambda: house["miller"].post(f"/approvals/{number}/withdraw"), lambda: house.top_up("TR-used", number))
    check.that(withdrawn.code == "approval_decided" and done.status == 200, "what was agreed to is done all the same", (withdrawn, done))
    house.won[ROUNDS], house.asked[ROUNDS] = True, number
    booked(house)


def booked(house):
    outlet = house["miller"].get("/outlets/O-01")
    check.that(outlet["float"] == f"{10 * sum(house.won.values())}.00", "the float is what was agreed to", outlet)


def restarted(house):
    """The same after a restart, and after a kill"""
    waiting = house.top_up("TR-kill")["approval"]["number"]
    house["miller"].post(f"/approvals/{waiting}/withdraw")
    house.server.kill()
    house.server.start()
    house.again()
    states = {row["number"]: row["decision"] for page in ("withdrawn", "used") for row in house["miller"].get(f"/approvals?page_size=200&filter.decision={page}")["rows"]}
    wrong = [at for at, number in house.asked.items() if states.get(number) != ("used" if house.won[at] else "withdrawn")]
    check.that(not wrong and states.get(waiting) == "withdrawn", "each is what it was", wrong)
    late = {house["zhao"].post(f"/approvals/{number}/approve").code for at, number in house.asked.items() if not house.won[at]}
    check.that(late <= {"approval_withdrawn"}, "what was withdrawn is nobody's to agree to", late)
    again = {house.top_up(f"TR-{at}", number).code for at, number in house.asked.items() if at < ROUNDS}
    check.that(again <= {"approval_withdrawn", "transfer_entered", "approval_used"}, "nothing is booked twice", again)
    booked(house)


if __name__ == "__main__":
    sys.exit(walk(check, House, (own, races, used, restarted)))
