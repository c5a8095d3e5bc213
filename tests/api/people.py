#!/usr/bin/env python3
"""The people and their passwords from outside: what a colleague, a stranger and an administrator can make of them who should not. Every
answer is held against openapi.json. One line per check."""
import base64
import contextlib
import hmac
import http.client
import json
import shutil
import sqlite3
import struct
import subprocess
import sys
import time

from house import KWOTA, PASSWORD, Checks, Client, new_key, walk

check = Checks()


class House:
    def __init__(self, server):
        self.server, self.people = server, {}
        self.enter("admin", server.one_time)
        for name, till in (("wang", "T1"), ("zhao", "T2"), ("ivanova", ""), ("miller", ""), ("petrov", ""), ("audit", ""), ("tech", "")):
            self.enter(name, server.demo_password(name), station="E01", till=till)
        self.enter("li", server.demo_password("li"), station="E02", till="T1")

    def enter(self, name, password, **more):
        client = self.people[name] = Client(self.server)
        client.sign_in(name, password, **more)
        client.post("/session/password", {"old": password, "new": PASSWORD})

    def __getitem__(self, name):
        return self.people[name]

    def passes(self, seconds):
        self["wang"].post("/bench/clock", {"advance_s": seconds})

    def audit(self, action):
        return self["audit"].get(f"/audit?filter.action={action}&page_size=200")["rows"]


def guessing(house):
    """A cashier guesses a supervisor's password in the dialog of the second person."""
    wang = house["wang"]
    guesses = [wang.post("/approvals/1/approve", {"name": "ivanova", "password": f"guess {i}"}) for i in range(8)]
    codes = [answer.code for answer in guesses]
    check.that(codes == ["wrong_password_second"] * 4 + ["locked_out"] * 4, "five wrong passwords of a second person lock his name here", codes)
    right = wang.post("/approvals/1/approve", {"name": "ivanova", "password": PASSWORD})
    check.that(right.code == "locked_out", "a locked-out name approves nothing, with the right password either", right)
    closing = {"counted": "500.00", "reason": "test", "accepted_by": {"name": "ivanova", "password": PASSWORD}}
    check.that(wang.post("/shifts/current/close", closing).code == "locked_out", "nor accepts a difference of the till")
    rows = [row for row in house.audit("second_person_refused") if row["object"] == "operator/ivanova"]
    check.that(len(rows) == 5 and '"beside":"wang"' in rows[0]["details"], "each guess stands in the audit trail, with who sat there", rows[:1])


def own(house):
    """Somebody at an open session guesses its owner's password, to change it."""
    client = Client(house.server)
    client.sign_in("li", PASSWORD)
    codes = [client.post("/session/password", {"old": f"guess {i}", "new": "a quite new one 1"}).code for i in range(6)]
    check.that(codes == ["wrong_password"] * 4 + ["locked_out"] * 2, "the old password of a change is no oracle", codes)
    check.that(client.post("/session/password", {"old": PASSWORD, "new": "a quite new one 1"}).code == "locked_out",
               "and a lock holds for it")


class Telephone:
    """What shows codes (RFC 6238), by this machine's time and whatever the bench's clock says. Each is another one: that of the half minute before now, of now, of the one after, and then
    it waits."""

    STEP_S = 30
    LEFT_S = 20  # for so long at least a code that is shown is taken

    def __init__(self, secret):
        self.key, self.step = base64.b32decode(secret + "=" * (-len(secret) % 8)), 0

    def code(self, step=None):
        if step is None:
            step = self.step = max(self.step + 1, int(time.time() + self.LEFT_S) // self.STEP_S - 1)
            while step > int(time.time()) // self.STEP_S + 1:
                time.sleep(0.2)
        mac = hmac.digest(self.key, struct.pack(">Q", step), "sha1")
        at = mac[-1] & 15
        return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def from_address(house, address, body):
    """Signs in from another address of this machine; the code of the refusal, or nothing."""
    line = http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=60, source_address=(address, 0))
    line.request("POST", "/api/v1/session", json.dumps(body), {"Content-Type": "application/json"})
    answer = json.loads(line.getresponse().read())
    line.close()
    return answer.get("code")


def second_factor(house):
    """Zhao sets up a second factor; her password alone opens nothing any more, and a code opens once. Her telephone is lost, and an administrator helps."""
    house.passes(120)
    zhao, wang, admin = house["zhao"], house["wang"], house["admin"]

    check.that(zhao.post("/session/second-factor/offer", {"password": "a guess"}).code == "wrong_password", "whoever sits at her open session is offered nothing")
    offer = zhao.post("/session/second-factor/offer", {"password": PASSWORD})
    check.that(offer.status == 200 and len(offer["secret"]) == 32 and offer["secret"] in offer["address"] and offer["square_code"]["width"] > 20, "what her telephone is to hold is offered", offer)
    elsewhere = Client(house.server)
    check.that(elsewhere.sign_in("zhao", PASSWORD).status == 200, "until it has shown a code, nothing is asked for")
    said = {"password": PASSWORD, "number": offer["number"]}
    hers = Telephone(offer["secret"])
    house.passes(3600)  # an hour of the bench, of which telephones know nothing
    check.that(zhao.post("/session/second-factor", {**said, "code": "000000"}).code == "code_not_shown", "a code that it does not show sets up nothing")
    first = hers.code()
    check.that(zhao.post("/session/second-factor", {**said, "number": 7, "code": first}).code == "code_not_shown", "nor does that of another number")
    done = zhao.post("/session/second-factor", {**said, "code": first})
    check.that(done.status == 200 and done["second_factor"], "it shows one, and is set up", done)
    check.that(not elsewhere.get("/session")["signed_in"] and zhao.get("/session")["operator"]["second_factor"], "her other sessions are over, this one goes on")
    check.that(zhao.post("/session/second-factor/offer", {"password": PASSWORD}).code == "second_factor_there", "there is one at a time")

    comes = Client(house.server)
    check.that(comes.sign_in("zhao", PASSWORD).code == "code_wanted", "the password alone opens nothing")
    check.that(comes.sign_in("zhao", PASSWORD, code=first).code == "wrong_code", "the code by which it was set up is used up")
    code = hers.code()
    check.that(comes.sign_in("zhao", "a guess", code=code).code == "wrong_password", "nor does the code alone")
    check.that(comes.sign_in("zhao", PASSWORD, code=code[:3] + " " + code[3:]).status == 200, "both do")
    check.that(Client(house.server).sign_in("zhao", PASSWORD, code=code).code == "wrong_code", "and the code does so once")

    second = {"name": "zhao", "password": PASSWORD}
    check.that(wang.post("/approvals/1/approve", second).code == "code_wanted", "at another person's screen it is asked for as well")
    answer = wang.post("/approvals/1/approve", {**second, "code": hers.code()})
    check.that(answer.code == "approval_unknown", "and lets her decide there", answer)

    def at_a_terminal(code):
        month_end = [KWOTA, "month-end", "--period", "2026-10", "--server", f"http://127.0.0.1:{house.server.port}", "--as", "zhao"]
        return subprocess.run(month_end, input=f"{PASSWORD}\n{code}\n", capture_output=True, text=True, timeout=120).stderr

    came = at_a_terminal(hers.code())
    check.that("Code of the telephone of zhao" in came and "permission_denied: " in came, "a terminal asks for it, too, and she is let in to what she may", came)
    check.that("wrong_code: " in at_a_terminal("000000"), "with another code she is not")

    row = admin.get("/operators/zhao")
    shown = json.dumps([row.json, admin.get("/operators").json, house["audit"].get("/audit?page_size=200").json])
    idle = [one for one in admin.get("/operators?page_size=200")["rows"] if one["last_sign_in"] is None]
    check.that(row["last_sign_in"] is not None and {one["name"] for one in idle}.isdisjoint({"zhao", "wang", "admin"}), "when somebody signed in last stands beside him", (row, idle))
    check.that(row["second_factor"] is True and offer["secret"] not in shown and "factor_step" not in row.json, "who has one is seen, and nothing of it", row)
    data = house.server.folder / "data"
    with contextlib.closing(sqlite3.connect(f"file:{data}/books.db?mode=ro", uri=True)) as books:
        kept = str(books.execute("SELECT * FROM operator WHERE name = 'zhao'").fetchall())
    check.that("zhao" in kept and offer["secret"] not in kept, "the books have no secret", kept)

    check.that(zhao.post("/session/second-factor/give-up", {"password": PASSWORD, "code": "000000"}).code == "wrong_code", "it is not given up without a code")
    given = zhao.post("/session/second-factor/give-up", {"password": PASSWORD, "code": hers.code()})
    check.that(given.status == 200 and not given["second_factor"], "with one it is", given)
    check.that(zhao.post("/session/second-factor/give-up", {"password": PASSWORD, "code": "000000"}).code == "second_factor_none", "once")
    check.that(Client(house.server).sign_in("zhao", PASSWORD).status == 200, "and her password is enough again")
    again = zhao.post("/session/second-factor/offer", {"password": PASSWORD})
    check.that(again["number"] > offer["number"] and again["secret"] != offer["secret"], "the next is another one", again)
    kept = zhao.post("/session/second-factor/offer", {"password": PASSWORD})
    check.that(kept["number"] != again["number"] and kept["secret"] != again["secret"], "and each offer is: whoever was offered one with a stolen password has none that its owner sets up", kept)
    hers = Telephone(again["secret"])
    zhao.post("/session/second-factor", {"password": PASSWORD, "number": again["number"], "code": hers.code()})

    tech = house["tech"]
    theirs = tech.post("/session/second-factor/offer", {"password": PASSWORD})
    tech.post("/session/second-factor", {"password": PASSWORD, "number": theirs["number"], "code": Telephone(theirs["secret"]).code()})
    reset = admin.post("/operators/tech/reset")
    check.that(reset.status == 200 and reset["second_factor"] is False, "whose telephone is lost has his password reset, and is asked for no code", reset)
    check.that(Client(house.server).sign_in("tech", reset["one_time_password"]).status == 200, "and comes in")
    house.enter("tech", reset["one_time_password"])
    key = data / "second_factor.key"
    check.that(key.stat().st_mode & 0o777 == 0o600, "what the secrets follow from is its owner's alone")
    house.server.stop()
    pocket = key.rename(key.with_name("pocket"))
    house.server.start()
    house.server.office.start()
    for name in ("wang", "admin", "audit", "miller", "petrov", "ivanova", "li", "tech"):
        house[name].sign_in(name, PASSWORD)
    check.that(Client(house.server).sign_in("zhao", PASSWORD, code="000000").code == "second_factor_away", "without it she does not come in, and is told why")
    check.that(wang.post("/session/second-factor/offer", {"password": PASSWORD}).code == "second_factor_away" and not key.exists(), "nor does the next who wants one make another, by which hers would be wrong for ever")
    pocket.rename(key)
    zhao.sign_in("zhao", PASSWORD, code=hers.code())

    right = {"name": "zhao", "password": PASSWORD}
    guesses = [from_address(house, f"127.0.7.{i}", {**right, "code": "000000"}) for i in range(1, 8)]
    check.that(guesses == ["wrong_code"] * 4 + ["locked_out"] * 3, "whoever has her password guesses five codes, from however many addresses", guesses)
    check.that(from_address(house, "127.0.8.1", {**right, "code": hers.code()}) == "locked_out", "and then the right one opens nothing either")
    check.that(from_address(house, "127.0.8.1", {"name": "zhao", "password": "a guess"}) == "wrong_password", "who has no password is not told so")
    house.passes(900)
    given = zhao.post("/session/second-factor/give-up", {"password": PASSWORD, "code": hers.code()})
    check.that(given.status == 200, "a quarter of an hour later she is herself again", given)


def signed_in(house):
    """An administrator sees where somebody is signed in, and signs him out; he may come in again."""
    admin, wang = house["admin"], house["wang"]
    left = Client(house.server)
    left.sign_in("miller", PASSWORD)
    path = "/operators/miller/sessions"
    check.that(wang.get(path).code == "permission_denied" and wang.call("DELETE", path, {}).code == "permission_denied", "a cashier sees nobody's and ends nobody's")
    rows = admin.get(path)
    check.that(rows.status == 200 and len(rows["rows"]) == 2 and not any(row["here"] for row in rows["rows"]) and rows["rows"][0]["from"] == "127.0.0.1", "two windows are his", rows)
    check.that(admin.get("/operators/nobody/sessions").code == "not_found" and admin.call("DELETE", "/operators/nobody/sessions", {}).code == "unknown_operator", "who is nobody has none")
    ended = admin.call("DELETE", path, {})
    check.that(ended.status == 200 and ended["ended"] == 2 and not left.get("/session")["signed_in"] and not admin.get(path)["rows"], "both end", ended)
    entry = house.audit("sessions_ended")
    check.that(len(entry) == 1 and (entry[0]["operator"], entry[0]["object"]) == ("admin", "operator/miller"), "and the trail says who did it", entry)
    check.that(house["miller"].sign_in("miller", PASSWORD).status == 200, "he comes in again")
    own = admin.call("DELETE", "/operators/admin/sessions", {})
    check.that(own.status == 200 and own["ended"] == 0 and admin.get("/session")["signed_in"], "whoever ends his own keeps the one that he sits at", own)


def names(house):
    """A stranger looks for names."""
    house.passes(120)
    stranger = Client(house.server)
    answers = {name: [stranger.sign_in(name, "x") for _ in range(6)] for name in ("petrov", "nobody", "no one' --")}
    said = {name: [(a.status, a.code, a["details"].get("tries_left")) for a in those] for name, those in answers.items()}
    check.that(len({str(one) for one in said.values()}) == 1, "names that nobody has are answered as names that somebody has", said)
    house.passes(120)
    took = {"miller": 0, "myller": 0}
    for _ in range(4):
        for name in took:
            before = house.server.computed()
            stranger.sign_in(name, "x")
            took[name] += house.server.computed() - before
    known, unknown = took.values()
    check.that(0 < known < unknown * 3 and unknown < known * 3, "and after the same work", took)
    for station in ("a name of his own", "E01/T1"):
        stranger.post("/session", {"name": "petrov", "password": "x", "station": station})
        house["miller"].sign_in("miller", PASSWORD, station=station)
    chains = {row["chain"] for action in ("sign_in_refused", "sign_in") for row in house.audit(action)}
    check.that(chains <= {"utility", "station/E01", "station/E02"}, "no chain of the books begins by what somebody calls a station", chains)
    rows = [row for row in house.audit("sign_in_refused") if row["object"] == "operator"]
    check.that(rows and all(row["operator"] == "" for row in rows), "what was typed as a name is not kept: it may be a password", rows[:1])


def puppets(house):
    """The administrator makes himself a pair of eyes."""
    admin = house["admin"]
    body = {"name": "puppet", "full_name": "Puppet", "roles": ["manager", "supervisor"], "station": "", "language": "en"}
    asked = admin.post("/operators", body)
    check.that(asked.status == 202 and asked["approval"]["action"] == "operators_money", "a manager is not made by one person", asked)
    check.that(admin.get("/operators/puppet").status == 404, "and nobody is there yet")
    number = asked["approval"]["number"]
    check.that(admin.post(f"/approvals/{number}/approve").code == "approval_own", "nor does he approve himself")
    check.that(admin.post("/operators/petrov/reset").status == 202, "no new password for a manager by one person")
    seen, body_of_li = admin.get("/operators/li")["version"], {"full_name": "Li", "roles": ["cashier"], "station": "E02", "language": "zh"}
    check.that(admin.put("/operators/li", body_of_li).code == "field_missing", "who changes an operator says what he saw")
    late = admin.put("/operators/li", {**body_of_li, "version": "somebody else's"})
    check.that((late.status, late.code) == (409, "version_conflict") and late["details"]["current"]["version"] == seen, "whoever saw another one overwrites nothing, and is shown this", late)
    check.that(admin.put("/operators/li", {"full_name": "Li", "roles": ["cashier", "supervisor"], "station": "E02", "language": "zh", "version": seen}).status == 202,
               "no cashier becomes a supervisor by one person")
    tried = house["zhao"].post(f"/approvals/{number}/approve")
    check.that(tried.code == "permission_denied", "a supervisor of one station is no second person for it", tried)
    offered = {name: next((row["decidable"] for row in house[name].get("/approvals?page_size=200")["rows"] if row["number"] == number), None) for name in ("zhao", "miller", "admin")}
    check.that(offered == {"zhao": False, "miller": True, "admin": False}, "and it is offered to whoever may, to nobody else", offered)
    agreed = house["miller"].post(f"/approvals/{number}/approve")
    check.that(agreed.status == 200, "a manager is", agreed)
    check.that(admin.post("/operators", {**body, "name": "other", "approval": number}).code == "approval_differs", "for this one only")
    made = admin.post("/operators", {**body, "approval": number})
    check.that(made.status == 200 and made["one_time_password"], "then he is made", made)
    house.enter("puppet", made["one_time_password"])
    again = admin.post("/operators", {**body, "name": "more"})["approval"]["number"]
    fresh = house["puppet"].post(f"/approvals/{again}/approve")
    check.that(fresh.code == "second_person_fresh", "whom he made today is no second pair of eyes for him", fresh)
    twin = admin.post("/operators", {**body, "name": "twin", "roles": ["administrator"]})
    check.that(twin.status == 202 and twin["approval"]["action"] == "operators_money", "nor does he make a second administrator alone, who would agree to what he asks", twin)
    rows = house["audit"].get("/people-changes")["rows"]
    check.that(rows and rows[0]["operator"] == "puppet" and rows[0]["approved_by"] == "miller" and "password" not in rows[0],
               "it stands on the auditor's list", rows[:1])
    check.that(admin.post("/operators", {**body, "name": "keeper", "roles": ["technician"]}).status == 200, "who handles no money is made as before")
    for name, role in (("local", "manager"), ("keys", "administrator")):
        made = {**body, "name": name, "roles": [role], "station": "E01"}
        number = admin.post("/operators", made)["approval"]["number"]
        house["miller"].post(f"/approvals/{number}/approve")
        house.enter(name, admin.post("/operators", {**made, "approval": number})["one_time_password"])
    station = house["keys"].post("/stations", {"code": "E77", "name": "West", "receipt_prefix": "R77"})
    check.that(station.code == "whole_utility" and "E77" not in str(admin.get("/stations").json), "an administrator of one station opens no other, which he would not see", station)
    office = house["local"].post("/key-office", {"fingerprint": "0000-0000-0000-0000", "reason": "ours"})
    prices = house["local"].post("/plans/cn-beijing/versions/2031-01-01/publish")
    check.that((office.code, prices.code) == ("whole_utility", "whole_utility"), "a manager of one station puts no other key office in place, and publishes no prices, whoever is his second", (office, prices))


def key_roles(house):
    """The administrator wants to be the whole key office."""
    admin, body = house["admin"], {"full_name": "Puppet", "station": "", "language": "en"}
    made = {f"{role}{i}": admin.post("/operators", {**body, "name": f"puppet-{role}-{i}", "roles": [role]}) for role, count in (("key_officer", 4), ("key_manager", 2), ("security_auditor", 1)) for i in range(count)}
    check.that(all(answer.code == "key_roles_apart" for answer in made.values()), "he makes none of four officers, two managers and an auditor", {name: str(answer) for name, answer in made.items()})
    plain = admin.post("/operators", {**body, "name": "clerk", "roles": ["technician"]})
    check.that(plain.status == 200, "he makes a technician", plain)
    for roles in (["key_manager"], ["technician", "key_officer"]):
        check.that(admin.put("/operators/clerk", {**body, "roles": roles, "version": plain["version"]}).code == "key_roles_apart", f"whom he does not raise to {roles}")
    for name in ("keller", "sun", "novak"):
        check.that(admin.post(f"/operators/{name}/reset").code == "unknown_operator", f"{name} of the key office is nobody here")
    check.that(admin.post("/keys/people", {"name": "puppet", "full_name": "Puppet", "role": "key_officer", "reason": "x"}).status == 404, "and no door leads to its people")
    rows = admin.get("/operators?page_size=200")["rows"]
    check.that(not [row["name"] for row in rows if row["name"].startswith("puppet-")], "no puppet is there", rows[:1])


def two_key_managers(house):
    """In the key office two of its managers keep its people, and nobody else."""
    there = house.server.office
    for name in ("keller", "orlova"):
        client = house.people[name] = Client(there)
        client.sign_in(name, there.demo_password(name))
        client.post("/session/password", {"old": there.demo_password(name), "new": PASSWORD})
    keller, orlova = house["keller"], house["orlova"]
    administrator = Client(there).post("/session", {"name": "admin", "password": PASSWORD})
    check.that(administrator.code == "wrong_password", "the administrator of the counters is nobody in the key office", administrator)
    check.that(keller.post("/operators", {"name": "puppet", "full_name": "Puppet", "roles": ["key_officer"]}).status == 404, "where nobody administers")
    gao = Client(there)
    guesses = [gao.post("/session", {"name": "gao", "password": f"guess {i}"}).code for i in range(6)]
    check.that(guesses == ["wrong_password"] * 4 + ["locked_out"] * 2, "five wrong passwords lock an officer out", guesses)
    locked = {row["name"]: row["locked_until"] for row in keller.get("/keys/people")["rows"]}
    check.that(locked["gao"] and not locked["sun"], "the register says who is locked out, and until when", locked)
    asked = keller.post("/keys/people/gao/unlock", {"reason": "back from leave"})
    check.that(asked.status == 202, "one key manager alone does not either", asked)
    check.that(keller.post(f"/approvals/{asked['approval']['number']}/approve").code == "approval_own", "nor agrees with himself")

    def both(path, order):
        number = keller.post(path, order)["approval"]["number"]
        orlova.post(f"/approvals/{number}/approve")
        return keller.post(path, {**order, "approval": number})

    free = both("/keys/people/gao/unlock", {"reason": "back from leave"})
    check.that(free.status == 200 and free["state"] == "active", "two key managers unlock him", free)
    still = [row["name"] for row in keller.get("/keys/people")["rows"] if row["locked_until"] or row["state"] != "active"]
    check.that(not still, "  and the register says that nobody is locked out", still)
    check.that(gao.sign_in("gao", there.demo_password("gao")).status == 200, "and he is in again")
    new = both("/keys/people/sun/reset", {"reason": "forgotten"})
    check.that(new.status == 200 and new["one_time_password"], "and give a new password", new)
    fifth = {"name": "fifth", "full_name": "Fifth Officer", "role": "key_officer", "reason": "gao retires"}
    pin = there.pins["fifth"] = "40 oaks by the weir"
    tokens = {"pin": pin, "own": {"password": PASSWORD, "pin": there.pin_of("keller")}, "second": {"name": "orlova", "password": PASSWORD, "pin": there.pin_of("orlova")}}
    made = keller.post("/keys/people", {**fifth, **tokens})
    check.that(made.status == 200 and made["role"] == "key_officer" and made["one_time_password"], "and appoint an officer", made)
    check.that(Client(there).sign_in("fifth", made["one_time_password"]).status == 200, "who comes with his one-time password and his token")
    check.that(keller.post("/keys/people", {**fifth, **tokens, "name": "till", "role": "cashier"}).code == "not_a_key_role", "but no cashier")
    house.fifth, house.tokens = made["one_time_password"], tokens
    check.that(keller.post("/keys/people/wang/reset", {"reason": "x"}).code == "not_of_the_key_office", "nor anything for one")
    journal = [(row["what"], row["first"], row["second"], row["object"]) for row in keller.get("/keys/journal?page_size=100")["rows"]]
    check.that(("key_person_appointed", "keller", "orlova", "operator/fifth") in journal and ("key_person_unlocked", "keller", "orlova", "operator/gao") in journal, "the key journal has both persons", journal[:6])
    few = keller.post("/keys/ceremonies", {"purpose": "seed", "officers": ["sun", "gao"]})
    check.that(few.code in ("officers_not_as_fixed", "backup_key_missing"), "a manager alone does not make a ceremony of two", few)


def tokens(house):
    """In the key office a password alone proves nobody, and a token alone neither."""
    there, keller, both = house.server.office, house["keller"], house.tokens
    people = there.data / "people"

    def comes(name, password, what, code="", **more):
        """`code`: of the refusal; none: he is in."""
        answer = Client(there).sign_in(name, password, **more)
        return check.that(answer.code == code, what, answer) and answer

    first = there.demo_password
    comes("novak", first("novak"), "the password without the PIN opens nothing", "wrong_person_pin", pin="")
    missed = comes("novak", first("novak"), "nor does another PIN", "wrong_person_pin", pin="11112222")
    check.that(missed and missed["details"]["tries_left"] == "3", "and PINs are counted with the passwords", missed)
    comes("novak", "no password of his", "nor token and PIN without the password", "wrong_password")
    comes("novak", first("novak"), "with both he is in")
    (people / "sokolov").rename(there.data / "pocket")
    comes("sokolov", first("sokolov"), "whose token is elsewhere does not come in", "person_token_missing")
    (people / "sun").rename(people / "sokolov")
    comes("sokolov", first("sokolov"), "nor by another's token, whose PIN he knows", "person_token_foreign", pin=there.pin_of("sun"))
    (people / "sokolov").rename(people / "sun")
    (there.data / "pocket").rename(people / "sokolov")
    comes("sokolov", first("sokolov"), "with his own he does")
    order = {"name": "sixth", "full_name": "Sixth", "role": "key_officer", "reason": "test"}
    wrong = {"own": {**both["own"], "pin": "no PIN of keller"}, "second": {**both["second"], "pin": "no PIN of orlova"}}
    for who, other in wrong.items():
        check.that(keller.post("/keys/people", {**order, **both, who: other}).code == "wrong_person_pin", f"nobody is appointed without the token of both: {who}")
    alone = keller.post("/keys/people", {**order, **both, "second": {"name": "keller", **both["own"]}})
    check.that(alone.code == "approval_own", "nor by one manager twice", alone)
    officer = keller.post("/keys/people", {**order, **both, "second": {"name": "novak", "password": there.demo_password("novak"), "pin": there.pin_of("novak")}})
    check.that(officer.code in ("wrong_password_second", "not_a_key_manager"), "nor with somebody who is no manager", officer)
    check.that(keller.post("/keys/people", {**order, **both, "pin": "11111111"}).code == "bad_person_pin", "nor with a PIN that anybody guesses")
    check.that(not [row for row in keller.get("/keys/people")["rows"] if row["name"] == "sixth"], "so he is not there")
    lost = {"reason": "his token is lost"}
    asked = keller.post("/keys/people/fifth/void", lost)["approval"]["number"]
    second = {"name": "orlova", "password": PASSWORD}
    check.that(keller.post(f"/approvals/{asked}/approve", second).code == "wrong_person_pin", "a second person at the first one's screen needs her token, too")
    check.that(keller.post(f"/approvals/{asked}/approve", {**second, "pin": there.pin_of("orlova")}).status == 200, "with it she agrees")
    gone = keller.post("/keys/people/fifth/void", {**lost, "approval": asked})
    check.that(gone.status == 200, "two managers declare a lost token void", gone)
    comes("fifth", house.fifth, "which opens nothing any more", "person_void")
    there.pins["fifth"] = "three hills, no fog"
    himself = keller.post("/keys/people/keller/token", {"reason": "new", **both})
    check.that(himself.code == "approval_own", "nobody certifies himself", himself)
    again = keller.post("/keys/people/fifth/token", {"reason": "a new one", **both, "pin": there.pins["fifth"]})
    check.that(again.status == 200 and "one_time_password" not in again.json, "they certify a new one", again)
    comes("fifth", house.fifth, "by which he comes in again")
    auditor = Client(there)
    auditor.sign_in("novak", there.demo_password("novak"))
    auditor.post("/session/password", {"old": there.demo_password("novak"), "new": PASSWORD})
    there.pins["orlova"] = "her second token 2"
    beside = {"name": "novak", "password": PASSWORD, "pin": there.pin_of("novak")}
    new = keller.post("/keys/people/orlova/token", {"reason": "lost", **both, "pin": there.pins["orlova"], "second": beside})
    check.that(new.status == 200, "when a manager has lost hers, the other one and the auditor certify a new one", new)
    comes("orlova", PASSWORD, "by which she comes in again")


def no_key_person_out_of_the_books(house):
    """Who writes the office's books, and even signs them, has no pair of a person: he adds nobody."""
    there = house.server.office
    there.kill()

    def verified(data):
        return json.loads(subprocess.run([KWOTA, "verify", "--json", "--data", str(data)], capture_output=True, text=True).stdout)

    before = verified(there.data)
    check.that(before["ok"] and before["key_people"]["certified"] == 10, "seven founders, an officer with two tokens and a manager's second one stand there", before.get("key_people"))

    def with_rows(*statements):
        """As `verify` names them. That the books' own chain breaks is another matter: the office's token would mend it for its holder."""
        copy = there.data.with_name("copy")
        shutil.copytree(there.data, copy)
        books = sqlite3.connect(copy / "books.db")
        for statement in statements:
            books.execute(statement)
        books.commit()
        books.close()
        report = verified(copy)
        shutil.rmtree(copy)
        return {row["person"] for row in report["key_people"]["problems"]}, report["ok"]

    puppet = "INSERT INTO operator SELECT 'puppet', full_name, roles, station, password, must_change, state, failed, locked_until, language, tried_from, given_by, given, mail, mail_of, second_factor, factor_number, factor_step FROM operator WHERE name='sun'"
    copied = "INSERT INTO key_person SELECT 'puppet', 1, role, public_key, origin, first, second, first_signature, second_signature, made, state, ended FROM key_person WHERE person='{}' AND number=1"
    cases = {
        "a person who was put in": (puppet,),
        "with the certificate of another": (puppet, copied.format("orlova").replace("number=1", "number=2")),
        "among the founders": (puppet, copied.format("sun")),
        "an officer made a manager": ("UPDATE operator SET roles='key_manager' WHERE name='gao'",),
        "in his certificate, too": ("UPDATE operator SET roles='key_manager' WHERE name='gao'", "UPDATE key_person SET role='key_manager' WHERE person='gao'"),
        "another's pair for a founder": ("UPDATE key_person SET public_key=(SELECT public_key FROM key_person WHERE person='sun') WHERE person='keller'",),
        "a founder left out": ("DELETE FROM key_person WHERE person='gao'",),
    }
    for what, statements in cases.items():
        named, ok = with_rows(*statements)
        check.that(named and not ok, f"{what}: verify names it", named)

    def role_of_gao(role):
        with contextlib.closing(sqlite3.connect(there.data / "books.db")) as books, books:
            books.execute("UPDATE operator SET roles=? WHERE name='gao'", (role,))

    role_of_gao("key_manager")
    there.start()
    raised = Client(there).sign_in("gao", there.demo_password("gao"))
    check.that((raised.status, raised.code) == (409, "person_not_certified"), "an officer made a manager in the books does not come in: nobody has certified him for it", raised)
    there.kill()
    role_of_gao("key_officer")
    there.start()
    check.that(Client(there).sign_in("gao", there.demo_password("gao")).status == 200, "as what two managers have signed he does")


def installation(house):
    """The first shift ends the installation."""
    wang = house["wang"]
    opened = wang.post("/shifts", {"opening_float": "0.00"})
    names = {row["name"] for row in opened.json.get("people", [])}
    check.that({"admin", "wang", "miller"} <= names, "it is answered with who holds what", opened)
    ended = house.audit("installation_ended")
    check.that(len(ended) == 1 and "miller" in ended[0]["details"], "which stands in the signed books", ended)
    slip = wang.get("/people/slip?format=text")
    check.that(slip.status == 200 and "miller" in slip.bytes.decode(), "and can be printed", slip)


def keys_of_tills(house):
    """Two tills make the same key."""
    wang, zhao = house["wang"], house["zhao"]
    body = {"account": "", "amount": "1.00", "tender": "cash"}
    for key in ("k" * 65, "with blank", "new\nline", "\u00e9"):
        answer = wang.post("/payments", {**body, "account": 1, "client_key": key})
        check.that(answer.code in ("bad_client_key", "text_character", "field_malformed"), f"a key of another form than 64 printable characters is refused: {key[:12]!r}", answer)
    check.that(house["audit"].get(f"/sales/by-key/{new_key()}").code == "permission_denied", "whoever does not sell asks for no sale by its key")


def look_alikes(house):
    """The administrator is asked for a name that looks like his own."""
    admin = house["admin"]
    for name in ("ADMIN", "\u0430dmin", "admin\u200b", "wang\n", "x" * 65):
        answer = admin.post("/operators", {"name": name, "full_name": "X", "roles": ["technician"]})
        check.that(answer.status == 422, f"{name[:12]!r} is nobody's name", answer)


def events(house):
    """What is told stops with the session, and follows the rights."""
    def listen(name, patience=60, **more):
        client = Client(house.server)
        client.sign_in(name, PASSWORD, **more)
        connection = http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=patience)
        connection.request("GET", "/api/v1/events", headers={"Cookie": client.cookie})
        return client, connection.getresponse()

    def heard(response, until):
        text = b""
        try:
            while until not in text:
                part = response.read1(4096)
                if not part:
                    break
                text += part
        except TimeoutError:
            pass
        return text.decode()

    supervisor, there = listen("zhao", station="E01", till="T2")
    gone, left = listen("miller")
    technician, other = listen("tech", patience=3)
    heard(there, b"hello"), heard(left, b"hello"), heard(other, b"hello")
    gone.call("DELETE", "/session")
    house["wang"].post("/accounts/100001/pay-out", {"amount": "1.00", "client_key": new_key()})
    asked = house["admin"].post("/operators/petrov/reset")
    check.that(asked.status == 202 and "approval" in heard(there, b"approval"), "who approves hears that somebody asks")
    check.that("approval" not in heard(left, b"approval"), "who has signed out hears nothing any more")
    check.that("approval" not in heard(other, b"approval"), "nor does who has no right for it")


def at_a_folder(house):
    """While the server stands still people prove themselves to the books of its folder, and a code is asked for there as well."""
    telephones = {}
    for name in ("zhao", "audit"):
        client = Client(house.server)
        client.sign_in(name, PASSWORD)
        offer = client.post("/session/second-factor/offer", {"password": PASSWORD})
        telephones[name] = Telephone(offer["secret"])
        done = client.post("/session/second-factor", {"password": PASSWORD, "number": offer["number"], "code": telephones[name].code()})
        check.that(done.status == 200, f"{name} has a second factor", done)
    house.server.kill()

    def at_a_terminal(words, *typed):
        """What is said there, on stderr; the last line is why it ended."""
        ran = subprocess.run([KWOTA, *words, "--data", str(house.server.folder / "data")], input="".join(f"{line}\n" for line in typed), capture_output=True, text=True, timeout=120)
        return ran.stderr if ran.returncode else ran.stderr + "done"

    load = ("purse", "load", "10.00", "--as", "zhao", "--till", "E01/T1")
    alone = at_a_terminal(load, PASSWORD)
    check.that("Code of the telephone of zhao" in alone and "terminal_closed: " in alone, "the code is asked for at a terminal on a folder", alone)
    came = at_a_terminal(load, PASSWORD, "000000", PASSWORD, telephones["zhao"].code())
    check.that(came.count("Code of the telephone of zhao") == 2 and "wrong_code: " not in came and "locked_out" not in came, "a slip of the finger is asked again, and with the right one she is let in", came)
    again = at_a_terminal(load, PASSWORD, telephones["zhao"].code(0), PASSWORD, "000000", PASSWORD, "000000")
    check.that("wrong_code: " in again, "three wrong ones end it", again)

    accept = ("accept", "--put-back", "--reason", "looked at together")  # there is nothing to put back, which is said to whoever has proved himself
    used = telephones["audit"].code(telephones["audit"].step)
    refused = at_a_terminal(accept, "audit", PASSWORD, used)
    check.that("Code of the telephone of audit" in refused and "wrong_code: " in refused, "who answers for the books shows a code, and none that was used", refused)
    taken = at_a_terminal(accept, "audit", PASSWORD, telephones["audit"].code(), "miller", PASSWORD)
    check.that("Name of the second person" in taken and "wrong_code" not in taken, "with the next one the second person is asked", taken)
    house.server.start()


if __name__ == "__main__":
    sys.exit(walk(check, House, (installation, guessing, own, second_factor, signed_in, names, puppets, key_roles, two_key_managers, tokens, no_key_person_out_of_the_books, keys_of_tills, look_alikes, events, at_a_folder), office=True))
