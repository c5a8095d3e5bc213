#!/usr/bin/env python3
"""What the server that sells has of the key office: somebody who may read all of its memory – during a ceremony, after it, and after a
stick was issued – finds no component, no key above the county, no share, no PIN and no password of the office. The same search finds
the components in the office's own memory while they wait there, and a till's session in the server's. Needs the right to read another
program's memory. One line per check."""
import json
import pathlib
import subprocess
import sys

from house import Checks, Client, walk
from key_office import KEY_PEOPLE, OFFICERS, Office, diversified, enter_transport_key

check = Checks()
ATTACKER = pathlib.Path(__file__).resolve().parent.parent / "attackers" / "memory.py"
FACTOR, PROVINCE = bytes.fromhex("4B574F5441303031"), bytes.fromhex("13000000") * 2


class House(Office):
    """Each of the key office has a password that nobody else has."""

    def __init__(self, server):
        super().__init__(server, check)
        self.passwords = {}

    def enter(self):
        for name in KEY_PEOPLE:
            first, own = self.server.office.demo_password(name), f"the word of {name} alone 7"
            client = self.people[name] = Client(self.server.office)
            client.sign_in(name, first)
            changed = client.post("/session/password", {"old": first, "new": own})
            check.that(changed.status == 200, f"{name} has a password of his own", changed)
            self.passwords[name] = [first, own]
        self.sign_in("wang", first=True, station="E01", till="T1")

    def wanted(self):
        """Everything of the office that nobody else may have, by name."""
        out = {f"component-{i}": part for i, part in enumerate(self.secrets)}
        for name, both in self.passwords.items():
            out |= {f"{which}-password-of-{name}": text.encode() for which, text in zip(("first", "own"), both, strict=True)}
        out |= {f"token-pin-of-{name}": self.server.office.pin_of(name).encode() for name in self.passwords}
        out |= {f"share-of-{name}": text.encode() for name, text in self.shares.items()}
        out |= {f"pin-of-{name}": text.encode() for name, text in self.pins.items()}
        for number, seed in enumerate(self.seeds):
            out[f"seed-{number}"] = seed
            for purpose in range(30):
                key = diversified(seed, b"KW" + bytes(5) + bytes([purpose]))
                for level, factor in (("root", None), ("utility", FACTOR), ("province", PROVINCE)):  # the county's are the counters' own
                    key = diversified(key, factor) if factor else key
                    out[f"{level}-key-{number}-{purpose}"] = key
        return out


def searched(process, wanted):
    told = "".join(f"{name} {value.hex()}\n" for name, value in wanted.items())
    said = subprocess.run([sys.executable, str(ATTACKER), str(process.pid)], input=told, capture_output=True, text=True)
    return json.loads(said.stdout) if said.returncode == 0 else {"bytes": 0, "found": [], "why": said.stderr[-300:]}


def nothing_at_the_counters(house, when):
    wanted = house.wanted()
    session = house["wang"].cookie.split("=")[1].encode()
    seen = searched(house.server.process, {**wanted, "session-of-wang": session})
    check.that("session-of-wang" in seen["found"], f"{when}: the search reads the memory of the server that sells ({seen['bytes'] // 2**20} MiB)", seen)
    check.that(seen["found"] == ["session-of-wang"], f"{when}: none of {len(wanted)} secrets of the office is in it", seen["found"])


def passwords(house):
    """What people typed to sign in, the PINs of their tokens and what they changed, is nowhere in either program."""
    house.enter()
    wanted = {name: value for name, value in house.wanted().items() if "password" in name or "token-pin" in name}
    own = searched(house.server.office.process, wanted)
    check.that(own["bytes"] > 0 and own["found"] == [], f"none of {len(wanted)} passwords and PINs of tokens is left in the office's own memory", own)


def ceremony(house):
    """While components wait at the office, and when the key is formed."""
    made = house.with_two("/keys/backup/key", {"needed": 2, "holders": ["sun", "sokolov"], "reason": "first"})
    check.that(made.status == 200, "there is a backup key", made)
    for name in ("sun", "sokolov"):
        house.shares[name] = house[name].post("/keys/backup/share", {})["text"]
    house["keller"].post("/keys/factors", {"utility_factor": FACTOR.hex().upper(), "officers": 3})
    begun = house["keller"].post("/keys/ceremonies", {"purpose": "seed", "officers": OFFICERS[:3], "suite": "3des"})
    parts = [house.secret() for _ in OFFICERS[:3]]
    for name, part in zip(OFFICERS[:2], parts, strict=False):
        given = house.component(begun["number"], name, part)
        check.that(given.status == 200, f"{name} gives a component", given)
    own = searched(house.server.office.process, house.wanted())
    check.that({"component-0", "component-1"} <= set(own["found"]), "the same search finds the waiting components in the office's own memory", own)
    nothing_at_the_counters(house, "during the ceremony")
    house.component(begun["number"], OFFICERS[2], parts[2])
    formed = house["keller"].post(f"/keys/ceremonies/{begun['number']}/form", {})
    check.that(formed.status == 200, "the seed is formed", formed)
    house.know_seeds()
    nothing_at_the_counters(house, "after the ceremony")


def delivered(house):
    """When the counters have the county's keys and sell by them."""
    enter_transport_key(house)
    house.secrets = house.secrets[:3]  # the supplier's own letters are the counters' too: blank cards are opened with what they make
    for step in ("deliver", "activate"):
        done = house.with_two(f"/keys/{step}", {"version": 1, "reason": "first keys"})
        check.that(done.status == 200, f"the county's keys: {step}", done)
    check.that(house["wang"].get("/session")["sample_keys"] is False, "the counters seal under them")
    nothing_at_the_counters(house, "after the delivery")


def stick(house):
    """When a stick was issued with the PIN that its holder typed."""
    made = house.with_two("/keys/ukeys", {"holder": "刘敏", "pin": "73916402", "valid_to": "2039-12-31", "reason": "meters"})
    check.that(made.status == 200, "a stick is issued", made)
    house.pins[made["serial"]] = "73916402"
    nothing_at_the_counters(house, "after a stick was issued")


if __name__ == "__main__":
    sys.exit(walk(check, House, (passwords, ceremony, delivered, stick), office=True))
