#!/usr/bin/env python3
"""Every door of both programs – counters and key office –, as each says itself which there are (GET /doors), tried by every role with a full and valid request: who may
not come in is told that he may not, before anything is said about what he sent. One line per check."""
import contextlib
import json
import sqlite3
import sys

from door_bodies import BODIES, Raw, Things, address, body, knock
from house import PASSWORD, Checks, Client, new_key, says_what_is_missing, walk
from outlet_client import Terminal

check = Checks()

# One person of each role, and where he stands.
PEOPLE = {"cashier": "wang", "supervisor": "zhao", "manager": "miller", "technician": "tech", "auditor": "audit"}
KEY_ROLES = {"key_officer": "sun", "key_manager": "keller", "security_auditor": "novak"}
# Answers about the form of a request: a full and valid one never gets them.
OF_FORM = {"bad_json", "field_missing", "field_unknown", "method_not_allowed"}
# Doors that end the caller's session or never end their answer.
NOT_KNOCKED = {"DELETE /session", "GET /events", "POST /session/password"}


class Outlet(Client):
    """A terminal of an outlet: no session, each request signed."""

    def __init__(self, server, given):
        super().__init__(server)
        self.terminal = Terminal(f"127.0.0.1:{server.port}", given["key"], given["secret"])

    def call(self, method, path, body=None, headers=None, raw=None):
        sent = raw if raw is not None else "" if body is None else json.dumps(body)
        signed = self.terminal.authorization(method, "/api/v1" + path, sent.encode() if isinstance(sent, str) else sent)
        return super().call(method, path, body, {**(headers or {}), "Authorization": signed}, raw=sent or None)


class Program:
    """One of the two: who lives there, and its doors."""

    def __init__(self, server, free):
        self.server, self.people, self.doors, self.free = server, {}, [], free

    def enter(self, role, name, password, **more):
        client = self.people[role] = Client(self.server)
        client.sign_in(name, password, **more)
        client.post("/session/password", {"old": password, "new": PASSWORD})
        self.doors = self.doors or client.get("/doors")["doors"]

    def somebody_for(self, door):
        return next(role for role in self.people if door["roles"][role] != "no")


class Town(Program):
    """The counters, with the key office beside them."""

    def __init__(self, server):
        super().__init__(server, ["GET /health", "GET /openapi.json", "GET /session", "POST /office-link", "POST /session"])
        for role, name in PEOPLE.items():
            self.enter(role, name, server.demo_password(name), station="E01", till="T1" if role == "cashier" else "")
        self.enter("administrator", "admin", server.one_time)
        self.people["outlet"] = self.outlet()
        self.office = Program(server.office, ["GET /health", "GET /openapi.json", "GET /session", "POST /session"])
        for role, name in KEY_ROLES.items():
            self.office.enter(role, name, server.office.demo_password(name))
        self.things = Things(self.people["auditor"])
        self.programs = {"counters": self, "key office": self.office}

    def outlet(self):
        """Opened by two, with a key for its terminal."""
        manager, second, body = self.people["manager"], self.people["supervisor"], {"code": "O-01", "station": "E01", "name": "Door"}
        number = manager.post("/outlets", body)["approval"]["number"]
        second.post(f"/approvals/{number}/approve")
        manager.post("/outlets", {**body, "approval": number})
        return Outlet(self.server, self.people["administrator"].post("/outlets/O-01/clients", {"client": "T1"}))


def name_of(door):
    return f"{door['method']} {door['address']}"


def table(town):
    """The table is whole."""
    described = {f"{method.upper()} {path}" for path, operations in town.server.document["paths"].items() for method in operations}
    every, named = [], {}
    for what, program in town.programs.items():
        names = [name_of(door) for door in program.doors]
        check.that(len(names) == len(set(names)), f"the {what}: no door twice")
        every, named[what] = every + program.doors, set(names)
        nobody = [name_of(door) for door in program.doors if {door["roles"][role] for role in program.people} == {"no"}]
        check.that(not nobody, f"the {what}: each door is somebody's who lives there", nobody)
    both = named["counters"] | named["key office"]
    check.that(both == described, "the doors are those of the description", both ^ described)
    check.that(not any("/keys" in name for name in named["counters"]), "no door of the server that sells leads to keys")
    silent = [name for door in every if (name := name_of(door)) not in BODIES and door["method"] != "GET"]
    check.that(not silent, "each door that changes something has its request in door_bodies.py", silent)
    check.that(all(set(door["roles"]) == {*PEOPLE, *KEY_ROLES, "administrator", "outlet"} for door in every), "each door says what each role may do there")


def strangers(town):
    """Without a session only what says who is there."""
    for what, program in town.programs.items():
        stranger = Client(program.server)
        wrong = [name_of(door) for door in program.doors
                 if door["permission"] != "-" and knock(stranger, door, town.things).code != "not_signed_in"]
        check.that(not wrong, f"the {what}: nobody comes in without a session", wrong)
        free = sorted(name_of(door) for door in program.doors if door["permission"] == "-")
        check.that(free == program.free, f"the {what}: few doors are open to everybody", free)
    other = Client(town.server)
    other.cookie = town.office.people["key_manager"].cookie
    check.that(other.get("/doors").code == "not_signed_in", "a session of the one program is none of the other")


def rows_of(folder):
    """How many rows stand in each table of its books, those apart that say who was refused."""
    with contextlib.closing(sqlite3.connect(f"file:{folder}/books.db?mode=ro", uri=True)) as books:
        tables = [name for (name,) in books.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {table: books.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables if table not in ("audit", "anchor")}


def refusals(town):
    """Who has no right is told so, before anything about his request, and nothing is written but that he asked."""
    tried = 0
    books = town.server.folder / "data"
    before = rows_of(books)
    for program in town.programs.values():
        for role, client in program.people.items():
            wrong = []
            for door in program.doors:
                if door["roles"][role] != "no":
                    continue
                answer = knock(client, door, town.things)
                tried += 1
                if answer.status != 403 or answer.code != "permission_denied":
                    wrong.append(f"{name_of(door)}: {answer.status} {answer.code}")
            check.that(not wrong, f"{role}: what he may not do is refused for that reason", wrong)
    check.that(tried > 400, f"{tried} doors were closed")
    after = rows_of(books)
    check.that(len(before) > 50 and after == before, "and no row of any other kind came of it", {table: (before.get(table), count) for table, count in after.items() if before.get(table) != count})


def neighbours(town):
    """Whoever works at one station does not find what is another's, at any door that names a thing."""
    li = Client(town.server)
    li.sign_in("li", town.server.demo_password("li"))
    li.post("/session/password", {"old": town.server.demo_password("li"), "new": PASSWORD})
    seen, wrong, in_groups = 0, [], town.things.in_groups()
    for door in town.doors:
        if door["scope"] in ("open", "sale", "invoice", "card", "area_number", "well", "application", "command", "approval", "person", "people_change",
                             "debt", "visit", "letter", "hand_over", "import_run", "former_card", "invoice_series") or door["roles"]["cashier"] == "no":
            continue
        seen += 1
        answer = knock(li, door, town.things)
        if answer.code != "not_found":
            wrong.append(f"{name_of(door)}: {answer.status} {answer.code}")
        if door["scope"] in ("meter", "told", "customer") and (answer := knock(li, door, in_groups)).code != "not_found":
            wrong.append(f"{name_of(door)}, with blanks in the number: {answer.status} {answer.code}")
    check.that(seen > 10 and not wrong, f"{seen} doors hide another station's things, however they are written", wrong)
    strange = {path: (li.get(path).code, town.people["manager"].get(path).code) for path in ("/accounts/none", "/accounts/-1", "/accounts/1e5", "/debts/x")}
    check.that(set(strange.values()) == {("not_found", "not_found")}, "a name that cannot be a number is that of nothing, for whoever asks", strange)
    named = [knock(li, door, town.things) for door in town.doors if name_of(door) in ("POST /quotes", "POST /payments")]
    check.that([a.code for a in named] == ["not_found"] * 2, "and so do those whose body names them", [str(a) for a in named])
    zhou = Client(town.server)
    zhou.sign_in("zhou", town.server.demo_password("zhou"))
    zhou.post("/session/password", {"old": town.server.demo_password("zhou"), "new": PASSWORD})
    village = {"purse": {"area": "", "village": town.things.place, "price_class": ""}}
    elsewhere = {f"{path} {body}": zhou.post(path, body).code for path, body in (
        ("/quotes/opening", village), ("/accounts/open", village), ("/purse-applications", {"new_customer": {"number": in_groups.customer}}), ("/quotes/opening", {"customer": {"number": in_groups.customer}}),
        ("/quotes/opening", {"meter": {"number": in_groups.meter}}))}
    check.that(set(elsewhere.values()) == {"not_found"}, "nor does a supervisor open anything for them, or in a village of theirs", elsewhere)
    own = li.get("/accounts?page_size=1")["rows"][0]["number"]
    given = li.post(f"/accounts/{own}/close", {"client_key": new_key(), "leftover": "to_account", "to_account": town.things.account})
    check.that(given.code == "not_found", "nor does money of his go there", given)
    for name in ("customers", "accounts", "meters", "service-points", "tills", "places", "stations", "cards", "sales", "shifts", "links", "commands"):
        rows = li.get(f"/{name}?page_size=200")["rows"]
        foreign = [row for row in rows if row.get("station", row.get("code") if name == "stations" else "E02") not in ("E02", "")]
        check.that(not foreign, f"the list {name} has nothing of another station", foreign[:1])
    mine = {row["number"] for row in li.get("/customers?page_size=200")["rows"]}
    check.that(mine and str(town.things.customer) not in mine, "nor customers who live there")
    check.that(li.get(f"/search?q={town.things.account}")["rows"] == [], "nor does the search find them")


def personal(town):
    """Telephones stay in the house."""
    cashier, supervisor = town.people["cashier"], town.people["supervisor"]
    for name in ("customers", "occupants", "accounts", "sales"):
        given = cashier.get(f"/{name}?format=csv")
        heads = given.bytes.decode("utf-8-sig").splitlines()[0]
        check.that(given.status == 200 and says_what_is_missing(heads), f"a cashier takes {name} away without what tells of persons, and the file says so", heads)
    whole = supervisor.get(f"/customers/{town.things.customer}")["phone"]
    shown = cashier.get(f"/customers/{town.things.customer}")["phone"]
    check.that(len(whole) == len(shown) and "*" in shown and shown[-4:] == whole[-4:] and "*" not in whole, "a cashier sees a telephone masked", (whole, shown))
    listed = {row["phone"] for row in cashier.get("/customers?page_size=200")["rows"] if row["phone"]}
    check.that(listed and all("*" in phone for phone in listed), "also in the list", listed)
    account = cashier.get(f"/accounts/{town.things.account}")["customer"]["phone"]
    check.that(account == shown, "and at the account", account)
    check.that(cashier.get(f"/customers?q={whole}")["total"] >= 1, "whoever says his number is found by it")
    check.that(cashier.get(f"/customers?q={whole[3:8]}")["total"] == 0, "a part of one finds nobody")
    check.that(cashier.get("/customers?sort=phone").code == "unknown_column" and cashier.get("/customers?filter.phone=1..2").code == "unknown_column",
               "nor do sorting and ranges tell it")


def doors_to_knock(town):
    return [(program, door) for program in town.programs.values() for door in program.doors if name_of(door) not in NOT_KNOCKED]


def entries(town):
    """Who has the right is not refused for a want of it, nor for the form of a full request."""
    for program, door in doors_to_knock(town):
        role = program.somebody_for(door)
        answer = knock(program.people[role], door, town.things)
        check.that(answer.status != 500 and answer.code not in OF_FORM | {"permission_denied", "not_signed_in"},
                   f"{name_of(door)} by {role}: {answer.status} {answer.code}", answer)


def each_role(town):
    """A full request of each role that may: whatever the answer, it is one that was thought of."""
    tried = 0
    for program in town.programs.values():
        for role, client in program.people.items():
            wrong = []
            for door in program.doors:
                if door["roles"][role] == "no" or name_of(door) in NOT_KNOCKED:
                    continue
                answer = knock(client, door, town.things)
                tried += 1
                if answer.status == 500 or answer.code in OF_FORM | {"not_signed_in"}:
                    wrong.append(f"{name_of(door)}: {answer.status} {answer.code}")
            check.that(not wrong, f"{role}: no answer of his breaks off", wrong)
    check.that(tried > 1_000, f"{tried} requests")


def one_member_more(town):
    """What the description does not name is refused at every door, and nothing is done."""
    tried, wrong = 0, []
    for program, door in doors_to_knock(town):
        if isinstance(content := body(door, town.things), Raw):
            continue
        client, path = program.people[program.somebody_for(door)], address(door, town.things)
        if door["method"] == "GET":
            answer, field = client.get(f"{path}?surplus=1"), "surplus"
        else:
            answer, field = client.call(door["method"], path, {**content, "surplus": "1"}), "surplus"
        tried += 1
        if answer.code != "field_unknown" or answer["details"]["field"] != field:
            wrong.append(f"{name_of(door)}: {answer.status} {answer.code}")
        for name, part in (content or {}).items():
            if isinstance(part, dict) and not has_free_names(town, door, name):
                answer = client.call(door["method"], path, {**content, name: {**part, "surplus": "1"}})
                tried += 1
                if answer.code != "field_unknown" or answer["details"]["field"] != f"{name}.surplus":
                    wrong.append(f"{name_of(door)}, inside {name}: {answer.status} {answer.code}")
    check.that(not wrong, f"one member more is refused in {tried} requests", wrong)


def has_free_names(town, door, name):
    """Members that are names of things, as parameters of a meter or parts of a price plan."""
    schema = town.server.document["paths"][door["address"]][door["method"].lower()]["requestBody"]["content"]["application/json"]["schema"]
    part = schema["properties"][name]
    if "$ref" in part:
        part = town.server.document["components"]["schemas"][part["$ref"].split("/")[-1]]
    return "additionalProperties" in part


if __name__ == "__main__":
    sys.exit(walk(check, Town, (table, strangers, refusals, neighbours, personal, one_member_more, entries, each_role), office=True))
