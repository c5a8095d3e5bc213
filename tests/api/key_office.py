"""The people of a key office for a test: who they are, what they do with two, and the shortest way to keys of one's own."""
import hashlib
import os
import pathlib
import subprocess
import sys

import key_backup
from house import PASSWORD, Client, new_key

OFFICERS = ["sun", "sokolov", "clark", "gao"]
KEY_PEOPLE = [*OFFICERS, "keller", "orlova", "novak"]


def xor(*parts):
    out = bytes(16)
    for part in parts:
        out = bytes(a ^ b for a, b in zip(out, part))
    return out


class Office:
    """The people of the key office, and every secret that they use."""

    def __init__(self, server, check):
        self.server, self.check, self.people, self.secrets, self.seeds, self.shares, self.pins = server, check, {}, [], [], {}, {}
        self.account = self.card = None

    def sign_in(self, *names, first=False, **till):
        for name in names:
            house = self.server.office if name in KEY_PEOPLE else self.server
            client = Client(house)
            answer = client.sign_in(name, house.demo_password(name) if first else PASSWORD, **till)
            if first and answer.status == 200:
                client.post("/session/password", {"old": house.demo_password(name), "new": PASSWORD})
            self.check.that(answer.status == 200, f"{name} signs in", answer)
            self.people[name] = client

    def everybody(self, first=False):
        self.sign_in(*OFFICERS, "keller", "orlova", "novak", first=first)
        self.sign_in("wang", first=first, station="E01", till="T1")

    def __getitem__(self, name):
        return self.people[name]

    def secret(self):
        self.secrets.append(os.urandom(16))
        return self.secrets[-1]

    def with_two(self, path, body, first="keller", second="orlova"):
        """Asks, has the other manager agree in his own session, asks again."""
        asked = self[first].post(path, body)
        if asked.status != 202:
            return asked
        agreed = self[second].post(f"/approvals/{asked['approval']['number']}/approve")
        self.check.that(agreed.status == 200, f"{second} agrees: {asked['approval']['content']}", agreed)
        return self[first].post(path, {**body, "approval": asked["approval"]["number"]})

    def component(self, ceremony, name, part, repeated=None):
        return self[name].post(f"/keys/ceremonies/{ceremony}/components", {"component": part.hex(), "repeated": (repeated or part).hex()})

    def form(self, purpose, parts, manager="keller"):
        """A ceremony to its end; `parts` by officer."""
        begun = self[manager].post("/keys/ceremonies", {"purpose": purpose, "officers": list(parts), "suite": "3des"})
        self.check.that(begun.status == 200, f"a ceremony for {purpose} begins", begun)
        for name, part in parts.items():
            self.component(begun["number"], name, part)
        return self[manager].post(f"/keys/ceremonies/{begun['number']}/form", {})

    def know_seeds(self):
        """The seeds, which nobody ever saw: out of a backup by the shares, as recovery has them. For the search at the end."""
        saved = self.with_two("/keys/backup", {"reason": "for the search"})
        backup = self["keller"].get(f"/keys/backup/{saved['file']}").bytes
        self.seeds = key_backup.seeds(backup, list(self.shares.values())[:2])
        self.check.that(self.seeds, "the shares open the backup outside of the program", len(self.seeds))
        return self.seeds

    def values(self, vault):
        """Check values as the tree shows them, by purpose and version; the vault must agree with each."""
        tree = self["novak"].get("/keys/tree")
        rows = [row for row in tree["versions"] if row["vault"] == vault and row["state"] != "destroyed"]
        self.check.that(rows and all(row["agrees"] for row in rows), f"books and vault agree on every key of the {vault}", [row for row in rows if not row["agrees"]])
        return {(row["purpose"], row["version"]): row["check_value"] for row in rows}

    def token_folders(self):
        return [self.server.folder / "key-office/vault/tokens", self.server.folder / "data/vault/tokens"]

    def restart(self):
        """Both programs, one after the other."""
        self.server.office.kill()
        self.server.kill()
        self.server.start()
        self.server.office.start()


def enter_transport_key(office, wrong=False):
    """As the supplier of the sample cards sent it, in two letters."""
    transport = hashlib.sha256(b"KWOTA TEST KEY, WORTHLESS: card_transport").digest()[:16]
    first = office.secret()
    return office.form("card_transport", {"sun": first, "gao": office.secret() if wrong else xor(first, transport)})


def delivered_keys(office):
    """The shortest way from a new data folder to a county's keys that wait at the counters."""
    check = office.check
    office.everybody(first=True)
    made = office.with_two("/keys/backup/key", {"needed": 2, "holders": ["sun", "sokolov"], "reason": "first"})
    check.that(made.status == 200, "there is a backup key", made)
    for name in ("sun", "sokolov"):
        office.shares[name] = office[name].post("/keys/backup/share", {})["text"]
    office["keller"].post("/keys/factors", {"utility_factor": "4B574F5441303031", "officers": 2})
    formed = office.form("seed", {"sun": office.secret(), "sokolov": office.secret()})
    check.that(formed.status == 200, "a seed is formed", formed)
    enter_transport_key(office)
    done = office.with_two("/keys/deliver", {"version": 1, "reason": "first keys"})
    check.that(done.status == 200, "its county's keys: deliver", done)


def own_keys(office):
    """And on to counters that seal under the utility's own keys."""
    delivered_keys(office)
    done = office.with_two("/keys/activate", {"version": 1, "reason": "first keys"})
    office.check.that(done.status == 200, "its county's keys: activate", done)


def on_reader(office, card):
    wang = office["wang"]
    before = (wang.get("/reader")["card"] or {}).get("session")
    wang.post(f"/bench/cards/{card}/move", {"to": "reader:0"})
    return wang.poll("/reader", lambda a: a["card"] and a["card"]["session"] != before and a["card"]["state"] != "reading", "the card on the reader")["card"]


def put(office, card, place):
    moved = office["wang"].post(f"/bench/cards/{card}/move", {"to": place})
    if moved.status != 200:
        raise RuntimeError(f"card {card} to {place}: {moved}")


def serial_of(office, card):
    """What the key desk reads off a card."""
    put(office, card, "reader:0")
    seen = office["keller"].poll("/keys/cards", lambda a: a["cards"], "the card at the key desk")["cards"][0]["serial"]
    put(office, card, "wallet")
    office["keller"].poll("/keys/cards", lambda a: not a["cards"], "the empty reader")
    return seen


def open_account(office, at=0):
    """A card is opened and sold under the keys of the day; `at`: which of the bench's meters and cards."""
    wang, check = office["wang"], office.check
    wang.post("/shifts", {"opening_float": "0.00"})
    bench = wang.get("/bench")
    meter, office.card = bench["meters"][at]["number"], bench["cards"][at]["id"]
    draft = wang.get(f"/accounts?filter.meter={meter}")["rows"][0]
    office.account = draft["number"]
    seen = on_reader(office, office.card)
    body = {"draft": office.account, "customer": {"number": draft["customer"]}, "service_point": {"code": draft["service_point"]}, "meter": meter, "plan": draft["plan"],
            "usage_class": draft["usage_class"], "first_sale": {"pay": "100.00", "tender": "cash", "received": "100.00"}, "client_key": new_key(), "card_session": seen["session"]}
    opened = wang.post("/accounts/open", body)
    check.that(opened.status == 200 and opened["outcome"] == "done", "an account is opened, its card holds the keys", opened)
    wang.post(f"/bench/cards/{office.card}/move", {"to": "wallet"})
    again = on_reader(office, office.card)
    check.that(again["state"] in ("recognised", "unread_on_card"), "the card proves itself under them", again)


def encrypt(key, blocks):
    """Two-key 3DES, as the vault does it."""
    return subprocess.run(["openssl", "enc", "-des-ede", "-nopad", "-K", key.hex()], input=blocks, capture_output=True, check=True).stdout


def diversified(key, factor):
    return encrypt(key, factor + bytes(255 - byte for byte in factor))


def with_parity(key):
    return bytes((byte & 0xFE) | (bin(byte >> 1).count("1") + 1) % 2 for byte in key)


def derived(seed):
    """Every key of the tree below a seed, down to the county."""
    path = [bytes.fromhex("4B574F5441303031"), bytes.fromhex("13000000") * 2, bytes.fromhex("13092500") * 2]
    for purpose in range(31):
        key = diversified(seed, b"KW" + bytes(5) + bytes([purpose]))
        yield key
        for factor in path:
            key = diversified(key, factor)
            yield key


def leaks(office):
    """Every component, seed, share and derived key, looked for in everything that the run wrote and said: what was found in the memory
    of simulated cards, what was found elsewhere, and the last line."""
    secrets = office.secrets + office.seeds + [key for seed in office.seeds for key in derived(seed)]
    keys = office.server.folder / "secrets.txt"
    lines = [f"secret-{i} {value.hex()}" for i, value in enumerate(dict.fromkeys(form for one in secrets for form in (one, with_parity(one))))]
    lines += [f"share-of-{name} {text.encode().hex()}" for name, text in office.shares.items()]
    lines += [f"pin-of-{name} {text.encode().hex()}" for name, text in office.pins.items()]
    keys.write_text("\n".join(lines) + "\n")
    scan = pathlib.Path(__file__).resolve().parent.parent / "leak_scan.py"
    said = subprocess.run([sys.executable, str(scan), "--keys", str(keys), str(office.server.folder / "data"), str(office.server.folder / "key-office"), str(office.server.folder / "output.txt")], capture_output=True, text=True)
    chips = str(office.server.folder / "data/bench/cards") + "/"
    found = [line for line in said.stdout.splitlines() if line.startswith("LEAK")]
    outside = [line for line in found if not line.startswith("LEAK " + chips)]
    return [line for line in found if line not in outside], outside + said.stderr.splitlines(), said.stdout.splitlines()[-1:]
