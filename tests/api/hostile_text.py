"""What people may type that a browser would run, or a table program take for a formula, put into every text that a door takes: which texts there
are the served description says, a full request of each door stands in door_bodies.py. Used by hostile_texts.py, and by the story in the browser:

    tests/api/hostile_text.py PORT DATA ONE_TIME     fills the running server of that folder and administrator; says as JSON what it took"""
import copy
import json
import pathlib
import sys
import urllib.parse

from door_bodies import Raw, Things, address, body
from house import PASSWORD, Client, Server

# Each with the number of the field in it, so that whoever finds one knows where it was typed.
FORMS = ("'\"><img src=x onerror=document.title='ran{n}'>", '=HYPERLINK("http://x.example/{n}","{n}")', "+1+{n}", "-1-{n}", "@SUM(A{n})")
PEOPLE = {"cashier": "wang", "supervisor": "zhao", "manager": "miller", "technician": "tech", "auditor": "audit"}
# What proves somebody or names the request: no text that anybody reads.
PROOFS = {"password", "pin", "old", "new", "client_key", "card_session", "approval", "version", "quote", "signature", "public_key", "csrf"}
OTHERS = {"own", "second", "taken_by", "approved_by", "accepted_by"}
NOT_ASKED = {"POST /session", "DELETE /session", "POST /session/password", "PUT /session/language", "PUT /session/till", "PUT /session/reader", "POST /clock/correction", "POST /clock/confirm",
             "POST /operators/{name}/lock", "POST /operators/{name}/reset", "POST /backups/{file}/restore", "POST /archives", "POST /office-link"}
DEEPEST = 4


class Street:
    """The people of the sample utility, one of each role, with passwords of their own."""

    def __init__(self, server):
        self.server, self.people = server, {}
        for role, name in (*PEOPLE.items(), ("administrator", "admin")):
            client = self.people[role] = Client(server)
            first = server.one_time if role == "administrator" else server.demo_password(name)
            client.sign_in(name, first, **({} if role == "administrator" else {"station": "E01", "till": "T1" if role == "cashier" else ""}))
            client.post("/session/password", {"old": first, "new": PASSWORD})
        self.doors = self.people["administrator"].get("/doors")["doors"]
        self.things = Things(self.people["auditor"])

    def may(self, door):
        return [role for role in self.people if door["roles"][role] != "no"]


def part_of(document, schema):
    while "$ref" in schema:
        target = document
        for step in schema["$ref"][2:].split("/"):
            target = target[step]
        schema = target
    return schema


def texts_of(document, schema, at=()):
    """The members that are a free text: the way to each; of an array its first."""
    schema = part_of(document, schema)
    kinds = schema.get("type", [])
    if "string" in ([kinds] if isinstance(kinds, str) else kinds) and "enum" not in schema and "pattern" not in schema:
        yield at
    if len(at) >= DEEPEST:
        return
    for name, part in schema.get("properties", {}).items():
        if name not in PROOFS | OTHERS:
            yield from texts_of(document, part, (*at, name))
    if "items" in schema:
        yield from texts_of(document, schema["items"], (*at, 0))


def put(content, at, text):
    """The same request with this text in that place."""
    whole = part = copy.deepcopy(content)
    for step, following in zip(at, at[1:]):
        empty = [] if following == 0 else {}
        if isinstance(step, int):
            if not part or not isinstance(part[0], type(empty)):
                part[:1] = [empty]
        elif not isinstance(part.get(step), type(empty)):
            part[step] = empty
        part = part[step]
    if at[-1] == 0:
        part[:1] = [text]
    else:
        part[at[-1]] = text
    return whole


# Full requests that stand in door_bodies.py for who may come in, made such that they are taken: what is refused then is refused for its text.
TAKEN = {
    "POST /service-points": {"address": "Door 1", "room": ""},
    "POST /accounts/drafts": lambda made: {"customer": {"name": "Door", "kind": "person", "address": "Door 1"}, "service_point": {"code": f"P-{made.number}", "address": "Door 1"},
                                           "meter": {"number": f"9922{made.number:08}", "model": "DDSY1352"}},
    "POST /stock-lots": lambda made: {"code": f"L-{made.number}", "meters": f"9911{made.number:08}", "seals": ""},
    "POST /invoice-series": lambda made: {"code": f"D{made.number}", "prefix": f"P{made.number}-"},
    "POST /area-numbers": lambda made: {"number": f"1102{made.number:04}"},
    "POST /wells": lambda made: {"area_number": made.row("/area-numbers", "number")},
    "POST /well-meters": lambda made: {"well": made.row("/wells", "number"), "meter": made.meter(), "first_day": "2026-11-01"},
    "POST /reading-plans": lambda made: {"items": "registers", "state": "stopped"},
    "POST /purse-applications": lambda made: {"customer": made.row("/customers", "number"), "area_1": made.row("/area-numbers", "number")},
    "POST /account-applications": lambda made: {"service_point": made.row("/service-points", "code")},
    "POST /areas": lambda made: {"area": made.area(), "meter": made.meter()},
    "POST /occupants": lambda made: {"service_point": made.point()},
    "POST /visits": lambda made: {"account": made.account()},
    "POST /debts": lambda made: {"document": f"bill {made.number}"},
    "POST /outlets": lambda made: {"code": f"O-{made.number}"},
    "POST /former-cards": lambda made: {"number": f"OLD-{made.number}"},
    "POST /codes": lambda made: {"code": f"c{made.number}"},
    "POST /stations": lambda made: {"code": f"E{made.number}", "receipt_prefix": f"Q{made.number}"},
}
# Lists whose rows no form of the office makes: a sale, a shift, what a device hands over, what is explained, a position of a price plan, a balance at the server.
NO_FORM = {"/sales", "/shifts", "/deposits", "/invoices", "/plans", "/explanations", "/hand-overs", "/remote-accounts", "/typed-readings", "/links", "/jobs", "/handhelds"}


class Filling:
    """Every text of every door, one after the other."""

    def __init__(self, street):
        self.street, self.document, self.number = street, street.server.document, 0
        self.took, self.refused, self.broke, self.made = {}, {}, [], {}  # "POST /places .name": texts, codes; answers of 500; the last row that a door made

    def all(self):
        for door in self.street.doors:
            name = f"{door['method']} {door['address']}"
            if door["method"] in ("POST", "PUT") and name not in NOT_ASKED and self.street.may(door) and not isinstance(body(door, self.street.things), Raw):
                self.door(door, name)
        return self

    def lists(self):
        """Addresses of lists that are taken away as files."""
        return [path for path, operations in self.document["paths"].items() if "{" not in path and "text/csv" in json.dumps(operations.get("get", {}).get("responses", {}).get("200", {}))]

    def registers(self):
        """Doors where rows of such a list are made or changed."""
        lists = set(self.lists()) - NO_FORM
        return [door for door in self.street.doors if self.street.may(door) and (door["method"] == "POST" and door["address"] in lists or door["method"] == "PUT" and self.list_of(door) in lists)]

    @staticmethod
    def list_of(door):
        """Of "/places/{code}" the list; of "/tills/{station}/{code}/printer" none."""
        words = door["address"].split("/")[1:]
        return "/" + words[0] if all(word.startswith("{") for word in words[1:]) else ""

    def door(self, door, name):
        schema = self.document["paths"][door["address"]][door["method"].lower()].get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        for at in texts_of(self.document, schema):
            field = name + " " + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
            for form in FORMS:
                self.number += 1
                text = form.replace("{n}", str(self.number))
                answer = self.ask(door, at, text)
                if answer.status >= 500:
                    self.broke.append((field, text, str(answer)))
                if answer.status == 200:
                    self.took.setdefault(field, []).append(text)
                else:
                    self.refused.setdefault(field, set()).add(answer.code)

    def ask(self, door, at=None, text=""):
        """One request, with the text in that place; what needs a second person gets one."""
        client, (path, content) = self.street.people[self.street.may(door)[0]], self.request(door)
        if at:
            content = put(content, at, text)
        answer = client.call(door["method"], path, content)
        if answer.status == 202 and "approval" in (answer.json or {}):
            number = answer["approval"]["number"]
            if any(other.post(f"/approvals/{number}/approve").status == 200 for other in self.street.people.values() if other is not client):
                answer = client.call(door["method"], path, {**content, "approval": number})
        if answer.status == 200 and isinstance(answer.json, dict) and (known := self.list_of(door)):
            self.made[known] = answer.json
        return answer

    def request(self, door):
        """Of a row that is not there yet, or of the one that was made last, as it is now."""
        content = body(door, self.street.things)
        if door["method"] == "PUT" and (row := self.made.get(self.list_of(door))):
            keys = [word[1:-1] for word in door["address"].split("/") if word.startswith("{")]
            path = self.list_of(door) + "".join("/" + urllib.parse.quote(str(row[key])) for key in keys)
            if "version" in content and "version" not in row:
                row = next(iter(self.street.people["auditor"].get(f"{self.list_of(door)}?" + "&".join(f"filter.{key}={urllib.parse.quote(str(row[key]))}" for key in keys))["rows"]))
            return path, {member: row.get(member, value) for member, value in content.items()}
        more = TAKEN.get(f"{door['method']} {door['address']}", {})
        return address(door, self.street.things), {**self.other(door, content), **(more(self) if callable(more) else more)}

    def other(self, door, content):
        """By another name than the one before: what names a row in its address."""
        twin = next((pattern for pattern in self.document["paths"] if pattern.startswith(door["address"] + "/{") and "put" in self.document["paths"][pattern]), "")
        keys = {word[1:-1] for word in twin.split("/") if word.startswith("{")} - {"station", "kind", "account", "area", "service_point", "well", "first_day"}
        another = lambda value: str(int(value) + self.number) if value.isdigit() else f"{value}{self.number}"
        return {member: another(value) if member in keys and isinstance(value, str) else value for member, value in content.items()}

    def row(self, register, member):
        """Of the row there that was made last."""
        if register not in self.made:
            self.ask(next(door for door in self.street.doors if door["method"] == "POST" and door["address"] == register))
        return self.made[register][member]

    def meter(self):
        self.number += 1
        return self.street.people["technician"].post("/meters", {"number": f"9933{self.number:08}", "model": "DDSY1352", "ct": 1, "pt": 1})["number"]

    def point(self):
        self.number += 1
        return self.street.people["manager"].post("/service-points", {"code": f"R-{self.number}", "address": "Room"})["code"]

    def area(self):
        self.number += 1
        return self.street.people["manager"].post("/places", {"code": f"A-{self.number}", "kind": "area", "name": "Door", "station": "E01", "parent": self.street.things.place})["code"]

    def account(self):
        """Of the sample utility, one after the other."""
        rows = self.street.people["auditor"].get("/accounts?page_size=200")["rows"]
        self.number += 1
        return rows[self.number % len(rows)]["number"]


class Running:
    """A server that somebody else has started, as house.Server is to its clients."""

    def __init__(self, port, data, one_time):
        self.port, self.data, self.office, self.strays, self.one_time, self.document = int(port), pathlib.Path(data), None, [], one_time, {"paths": {}}
        self.document = Client(self).get("/openapi.json").json

    described, addresses, operation = Server.described, Server.addresses, Server.operation

    def demo_password(self, name):
        return next(line.split()[-1] for line in (self.data / "demo-passwords.txt").read_text().splitlines() if line.split()[0] == name)


if __name__ == "__main__":
    filling = Filling(Street(Running(*sys.argv[1:4]))).all()
    print(json.dumps({"took": filling.took, "password": PASSWORD}))
