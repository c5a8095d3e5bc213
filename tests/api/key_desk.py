"""The key desk of a test: blank cards on the bench's two readers, pairs of mother and control card, and what they issue."""
import concurrent.futures
import dataclasses
import json
import socket

from key_office import put

PIN, CONTROL_PIN = "246810", "135791"


@dataclasses.dataclass
class Pair:
    """Ids on the bench of a mother card and of the control card that opens her."""

    mother: str
    control: str


class Wanted:
    """Listens to what the key desk asks for: {"what": "card_wanted", "card": serial}."""

    def __init__(self, client):
        self.socket = socket.create_connection(("127.0.0.1", client.server.port))
        self.socket.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {client.cookie}\r\n\r\n".encode())
        self.stream = self.socket.makefile("rb")
        while b"hello" not in self.stream.readline():
            pass  # it comes at once: from now on nothing is missed

    def until(self, serial):
        """True once that card is wanted; False when nobody waits any more."""
        return any(line.startswith(b"data: ") and json.loads(line[6:]).get("card") == serial for line in self.stream)

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)


def blank(office):
    """A new card of the supplier."""
    return office["wang"].post("/bench/cards")["cards"][-1]["id"]


def copy(office, card):
    """Byte by byte, onto a chip with its own serial."""
    return office["wang"].post(f"/bench/cards/{card}/copy")["cards"][-1]["id"]


def serial(office, card):
    return next(row["serial"] for row in office["wang"].get("/bench")["cards"] if row["id"] == card)


def lies_there(office, *cards):
    """Waits until the key desk sees just these."""
    wanted = {serial(office, card) for card in cards}
    seen = office["keller"].poll("/keys/cards", lambda a: {row["serial"] for row in a["cards"]} == wanted, "the cards at the key desk")
    return seen["cards"]


def away(office, *cards):
    """Back into the wallet; the readers are empty afterwards."""
    for card in cards:
        put(office, card, "wallet")
    lies_there(office)


def look(office, card):
    """What the key desk says of a card."""
    put(office, card, "reader:0")
    seen = lies_there(office, card)[0]
    away(office, card)
    return seen


def alone(office, card, path, body):
    """One card on the reader, and two managers."""
    put(office, card, "reader:0")
    lies_there(office, card)
    done = office.with_two(path, {"card": serial(office, card), "reason": "test", **body})
    away(office, card)
    return done


def between_two(office, pair, card, path, body, pull_at=0):
    """Mother and control card on the two readers; when the desk asks for the third card, the control card makes room for it.
    `pull_at`: a hand takes the card away at that command."""
    put(office, pair.mother, "reader:1")
    put(office, pair.control, "reader:0")
    lies_there(office, pair.mother, pair.control)
    order = {"card": serial(office, card), "mother": serial(office, pair.mother), "mother_pin": PIN, "control_pin": CONTROL_PIN,
             "reason": "test", **body}
    wanted = Wanted(office["novak"])
    with concurrent.futures.ThreadPoolExecutor(2) as hands:
        working = hands.submit(office.with_two, path, order)
        asked = hands.submit(wanted.until, order["card"])
        concurrent.futures.wait((working, asked), return_when=concurrent.futures.FIRST_COMPLETED)
        if not working.done():
            put(office, pair.control, "wallet")
            office["wang"].poll("/reader", lambda a: sum(row["state"] == "card" for row in a["readers"]) == 1, "the empty reader")
            put(office, card, "reader:0")
            if pull_at:
                office["wang"].post(f"/bench/cards/{card}/pull", {"at_command": pull_at})
        wanted.close()
        done = working.result()
    away(office, pair.mother, pair.control, card)
    return done


def issue(office, kind, above=None, card=None, **more):
    """A key card, from the pair above it or – without one – from the vault. The bench's id of the card, and the answer."""
    card = card or blank(office)
    body = {"kind": kind, **({} if kind in ("key_modify", "key_restore", "clear") else {"pin": PIN}), **more}
    done = between_two(office, above, card, "/keys/cards/issue", body) if above else alone(office, card, "/keys/cards/issue", body)
    return card, done


def issue_pair(office, kind, above=None):
    """A mother card and her control card; both are in use afterwards."""
    mother, made = issue(office, kind, above)
    office.check.that(made.status == 200 and made["state"] == "active", f"the {kind} card is issued", made)
    control, paired = issue(office, "control", above, pair=serial(office, mother), pin=CONTROL_PIN, issues=50)
    office.check.that(paired.status == 200 and paired["pair"] == serial(office, mother), "  and its control card", paired)
    return Pair(mother, control)


def county_pairs(office):
    """The whole way down: utility, province and county."""
    top = issue_pair(office, "master_control")
    province = issue_pair(office, "province", top)
    return top, province, issue_pair(office, "county", province)


def renew(office, card, pair=None, **more):
    """A card in use gets the newest version beside its own."""
    return between_two(office, pair, card, "/keys/cards/renew", more) if pair else alone(office, card, "/keys/cards/renew", more)
