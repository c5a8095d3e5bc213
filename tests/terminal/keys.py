#!/usr/bin/env python3
"""The key office at a terminal, without a console: seven people at one keyboard form the keys, hand them to the counters, lose the
tokens and bring them back, change the keys in the field – and somebody closes the window in the middle. One line per check."""
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
from house import KWOTA, PASSWORD, Checks, Client, Server, accept, sample_pins  # noqa: E402
from key_desk import blank  # noqa: E402
import key_backup  # noqa: E402
from key_office import Office as Bench, on_reader  # noqa: E402
from terminal import Terminal  # noqa: E402

check = Checks()
OFFICERS = ["sun", "sokolov", "clark", "gao"]
FACTOR = "4B574F5441303031"
METER = "412600000011"
CARD_PIN = "864209"
SIGNS_BOOKS = "root_signature"  # each vault's own, never brought back
WAY = "Have the vault roll it (Enter), or type it (t)"


class Office:
    """The folder of a key office, and what its people know. The server that sells runs on beside it, in a folder of its own."""

    def __init__(self, server):
        self.server, self.folder, self.data, self.counters = server, server.folder, server.office.data, server.folder / "data"
        demo = self.data / "demo-passwords.txt"
        self.passwords = {line.split()[0]: line.split()[-1] for line in demo.read_text().splitlines()} if demo.exists() else {}
        self.pins = sample_pins(self.data) if demo.exists() else {}
        self.parts, self.shares, self.screens, self.readers = [], {}, "", None

    def lay_down(self):
        """A blank card on a reader beside this terminal: those of the bench of another server, whose books are of no matter here."""
        self.readers = Server()
        hands = Bench(self.readers, check)
        hands.sign_in("wang", first=True, station="E01", till="T1")
        on_reader(hands, blank(hands))
        self.reader = next(row["name"] for row in hands["wang"].get("/bench")["readers"] if row["id"] == "reader:0")

    def open(self, *words):
        environment = {"PCSCLITE_CSOCK_NAME": str(self.readers.card_service())} if self.readers else {}
        return Terminal(["keys", *words, "--data", str(self.data)], self.folder, environment)

    def run(self, *words, talk=lambda terminal: None):
        """One verb, and the conversation at it."""
        terminal = self.open(*words)
        talk(terminal)
        terminal.end()
        return self.look_at(terminal)

    def look_at(self, terminal):
        """Nothing that was typed unseen may be read on the screen; what was shown is kept for the search at the end."""
        shown = terminal.shown_secrets()
        if terminal.secrets:
            check.that(not shown, f"  {terminal.words[1]}: {len(terminal.secrets)} answers are typed unseen, none is shown", len(shown))
        self.screens += terminal.screen + terminal.said
        return terminal

    def refused(self, code, what, *words, talk=lambda terminal: None):
        terminal = self.run(*words, talk=talk)
        said = re.search(rf"^{code}: \S.*", terminal.screen, re.MULTILINE)
        return check.that(terminal.status == 1 and said and not terminal.said, what, (terminal.status, terminal.screen[-300:], terminal.said))

    def document(self, *words, data=None):
        """What a script reads: one JSON document on stdout and nothing else. `data`: another folder than the office's own."""
        said = subprocess.run([KWOTA, "keys", *words, "--json", "--data", str(data or self.data)], capture_output=True, text=True)
        return said.returncode, json.loads(said.stdout)

    def sign_in(self, terminal, *names):
        """Each types his password; a one-time one is replaced by an own one first."""
        for name in names:
            old = self.passwords[name]
            terminal.type(f"Password of {name}", old)
            terminal.type(f"PIN of the token of {name}", self.pins[name])
            if old != PASSWORD:
                terminal.type("New password", PASSWORD)
                terminal.type("The same once more", PASSWORD)
                self.passwords[name] = PASSWORD

    def two(self, *words, second="orlova"):
        """A verb of two managers."""
        return self.run(*words, "--manager", "keller", "--second", second, "--reason", "terminal", talk=lambda t: self.sign_in(t, "keller", second))

    def part(self):
        self.parts.append(os.urandom(16))
        return self.parts[-1]

    def form(self, parts, purpose="seed"):
        """A ceremony in which nobody makes a mistake."""

        def talk(terminal):
            self.sign_in(terminal, "keller")
            for name, part in parts.items():
                self.give(terminal, name, part, letters=purpose == "card_transport")

        return self.run("ceremony", "--manager", "keller", "--officers", ",".join(parts), "--purpose", purpose, talk=talk)

    def give(self, terminal, name, part, letters=False):
        """`letters`: what the supplier sent is typed; nobody is asked how."""
        terminal.wait_for(f"{name}, please.")
        self.sign_in(terminal, name)
        if not letters:
            terminal.type(WAY, "t", unseen=False)
        self.enter(terminal, part)
        terminal.wait_for(f"Check value of your component: {check_value(part)}.")
        terminal.type("Press Enter for the next person", "", unseen=False)

    def enter(self, terminal, first, second=None):
        terminal.type("Component (32 hexadecimal digits)", first if isinstance(first, str) else first.hex())
        terminal.type("The same once more", (second or first) if isinstance(first, str) else (second or first).hex())

    def agree(self, what):
        """Each vault and its own books."""
        for folder in (self.data, self.counters):
            check.that(self.document("verify", data=folder)[0] == 0, f"{what} ({folder.name})")

    def values(self):
        """Of all keys; the pair that signs the books is each token's own."""
        _, rows = self.document("kcv")
        return {(row["vault"], row["purpose"], row["version"]): row["check_value"] for row in rows if row["purpose"] != SIGNS_BOOKS}

    def states(self, vault, purpose):
        _, tree = self.document("tree")
        return {row["version"]: row["state"] for row in tree["versions"] if (row["vault"], row["purpose"]) == (vault, purpose)}

    def last_ceremony(self):
        books = sqlite3.connect(self.data / "books.db")
        row = books.execute("SELECT state, state_reason FROM ceremony ORDER BY number DESC LIMIT 1").fetchone()
        books.close()
        return row


def xor(*parts):
    out = bytes(16)
    for part in parts:
        out = bytes(a ^ b for a, b in zip(out, part, strict=True))
    return out


def check_value(key):
    """The first three bytes of zeros under the key, by another program."""
    said = subprocess.run(["openssl", "enc", "-des-ede", "-nopad", "-K", key.hex()], input=bytes(8), capture_output=True, check=True)
    return said.stdout[:3].hex().upper()


def beside_a_server(office, server):
    """While a server runs on the folder, the terminal looks and changes nothing."""
    status, tree = office.document("tree")
    check.that(status == 0 and tree["versions"] == [] and tree["fixed_by"] == 0, "the tree is empty", tree)
    status, rows = office.document("kcv")
    check.that(status == 0 and [(row["vault"], row["purpose"], row["test_key"]) for row in rows] == [("office", SIGNS_BOOKS, False)], "no key is in the vault but the pair that signs its books", rows)
    check.that(office.document("devices") == (0, []), "no key card is known")
    office.refused("books_in_use", "what changes keys waits until the server has ended", "factors", "--manager", "keller", "--utility", FACTOR)
    server.office.process.send_signal(signal.SIGTERM)
    check.that(server.office.process.wait() == 0, "the office's server ends")
    check.that(Client(server).get("/health").status == 200, "the one that sells goes on")


def signing_in(office):
    """One-time passwords become own ones; a slip is forgiven, three are not."""

    def slips(terminal):
        terminal.type("Password of keller", "not this one")
        terminal.type("PIN of the token of keller", office.pins["keller"])
        terminal.wait_for("Name or password is wrong.")
        terminal.type("Password of keller", office.passwords["keller"])
        terminal.type("PIN of the token of keller", "11112222")
        terminal.wait_for("The PIN of the token is wrong.")
        terminal.type("Password of keller", office.passwords["keller"])
        terminal.type("PIN of the token of keller", office.pins["keller"])
        terminal.wait_for("This was a one-time password.")
        for first, second in ((PASSWORD, PASSWORD + "8"), ("short", "short"), (PASSWORD, PASSWORD)):
            terminal.type("New password", first)
            terminal.type("The same once more", second)
        office.passwords["keller"] = PASSWORD

    office.refused("bad_tree_factor", "a factor of the wrong form is refused", "factors", "--manager", "keller", "--utility", "xyz", talk=slips)

    def wrong(terminal):
        for _ in range(3):
            terminal.type("Password of keller", "not this one")
            terminal.type("PIN of the token of keller", office.pins["keller"])

    office.refused("wrong_password", "three wrong passwords end it", "factors", "--manager", "keller", "--utility", FACTOR, talk=wrong)
    chosen = office.run("factors", "--manager", "keller", "--utility", FACTOR, talk=lambda t: office.sign_in(t, "keller"))
    check.that(chosen.status == 0 and FACTOR in chosen.said, "the factors are chosen", chosen.screen)
    office.refused("permission_denied", "an officer chooses none", "factors", "--manager", "sun", "--utility", FACTOR, talk=lambda t: office.sign_in(t, "sun"))
    usage = office.run("factors")
    check.that(usage.status == 2 and "--manager is required" in usage.screen, "a verb without its people is wrong usage", usage.screen)


def interrupted_while_unseen(office):
    """Ctrl-C at a password: the terminal shows again what is typed."""
    terminal = Terminal(["keys", "factors", "--manager", "keller", "--utility", FACTOR, "--data", str(office.data)], office.folder)
    terminal.wait_for("Password of keller (unseen): ")
    check.that(not terminal.echoes(), "nothing is shown while a password is typed")
    kept = os.dup(terminal.line)  # the terminal outlives the program, as at a desk
    terminal.press(b"\x03")
    check.that(terminal.end() == -signal.SIGINT, "Ctrl-C ends the program", terminal.status)
    terminal.line = kept
    check.that(terminal.echoes(), "and the terminal shows again what is typed")
    os.close(kept)
    terminal.line = None
    office.look_at(terminal)


def backup_key(office):
    """Before the first key: k of n."""
    alone = ["--manager", "keller", "--reason", "before the first ceremony", "--holders", "sun,sokolov,clark"]
    office.refused("backup_key_missing", "nothing is formed that could not be brought back", "ceremony", "--manager", "keller", "--officers", ",".join(OFFICERS), talk=lambda t: office.sign_in(t, "keller"))
    office.refused("bad_share_numbers", "more shares than holders bring nothing back", "backup", *alone, "--needed", "4", talk=lambda t: office.sign_in(t, "keller"))
    office.refused("approval_own", "nobody is his own second person", "backup", *alone, "--second", "keller", talk=lambda t: office.sign_in(t, "keller", "keller"))
    made = make_backup_key(office)
    check.that(made.status == 0 and "2 of 3 shares" in made.said, "three officers write down a share each", made.screen)
    check.that(made.screen.rfind("\033[2J") > made.screen.rfind(office.shares["clark"]), "the screen is cleared behind the last of them")


def make_backup_key(office):
    """The way of it, with nothing going wrong."""

    def shares(terminal):
        office.sign_in(terminal, "keller")
        terminal.wait_for("A second person is needed. Make a backup key – Shares needed: 2, Holder: sun, Holder: sokolov, Holder: clark.")
        terminal.type("Name of the second person", "orlova", unseen=False)
        office.sign_in(terminal, "orlova")
        for name in ("sun", "sokolov", "clark"):
            terminal.wait_for(f"{name}, please.")
            office.sign_in(terminal, name)
            terminal.wait_for("Your share of the backup key: ")
            begin = terminal.seen
            terminal.type("Write it down, then press Enter", "", unseen=False)
            office.shares[name] = terminal.screen[begin : terminal.seen].split()[0]

    return office.run("backup", "--manager", "keller", "--reason", "before the first ceremony", "--holders", "sun,sokolov,clark", talk=shares)


class NewOffice:
    """The folder of a utility's key office, before it has people."""

    def __init__(self, typed_pin=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kwota-office-"))
        self.data, self.office = self.folder / "key-office", self
        if typed_pin:
            self.data.mkdir()
            (self.data / "vault.json").write_text(json.dumps({"office": {"pin": "typed"}}))
            terminal = Terminal(["office", "--prepare", "--data", str(self.data)], self.folder)
            for pin in ("too short", typed_pin):
                terminal.type("New PIN of the key office's token, at least 12 characters", pin)
                terminal.type("The same once more", pin)
            terminal.end()
            check.that(terminal.status == 0 and "Fingerprint: " in terminal.said, "the token begins with a PIN that somebody types", (terminal.status, terminal.screen[-300:]))
            check.that(not terminal.shown_secrets(), "  unseen")
            return
        made = subprocess.run([KWOTA, "office", "--prepare", "--data", str(self.data)], capture_output=True, text=True)
        check.that(made.returncode == 0 and "Fingerprint: " in made.stdout, "its folder, its token and its books are made", made.stdout + made.stderr)


def first_people(office):
    """A utility's key office begins: all of its people at one terminal."""
    place = NewOffice()
    new = Office(place)
    names = [*OFFICERS, "keller", "orlova", "novak"]
    people = ["--managers", "keller,orlova", "--auditor", "novak"]
    new.pins = {name: f"{name} owns this pin" for name in names}
    try:
        new.refused("key_people_too_few", "three officers are too few; nobody has typed anything yet", "install", "--officers", "sun,sokolov,clark", *people)
        early = subprocess.run([KWOTA, "office", "--port", "0", "--data", str(place.data)], capture_output=True, text=True)
        check.that(early.returncode != 0 and "key_people_missing" in early.stdout + early.stderr, "before that nobody starts it", early.stdout + early.stderr)

        def talk(terminal):
            for name in names:
                terminal.wait_for(f"{name}, please.")
                terminal.type(f"Full name of {name}", name.title(), unseen=False)
                terminal.type("New password", PASSWORD)
                terminal.type("The same once more", PASSWORD)
                terminal.wait_for(f"A folder stands in for the token of {name}: {place.data}/people/{name}.")
                for pin in (["1111111"] if name == "sun" else []) + [new.pins[name]]:
                    terminal.type(f"PIN for the token of {name} (8 to 64 characters)", pin)
                    terminal.type("The same PIN once more", pin)
            for name in names:
                terminal.wait_for(f"{name}, please.")
                terminal.wait_for("Write down the fingerprint of the document: ")
                for pin in (["not this one"] if name == "gao" else []) + [new.pins[name]]:
                    terminal.type(f"PIN of the token of {name}", pin)

        done = new.run("install", "--officers", ",".join(OFFICERS), *people, talk=talk)
        check.that(done.status == 0 and done.said.count("key_officer") == 4 and done.said.count("key_manager") == 2, "seven people are named, each with his own password and token", (done.said, done.screen[-300:]))
        printed = re.search(r"Founding document, signed by all of them: (\S+)", done.said)[1]
        check.that(done.screen.count(printed) == len(names), "each of them saw the fingerprint of what all of them signed", printed)
        verified = subprocess.run([KWOTA, "verify", "--data", str(place.data)], capture_output=True, text=True)
        check.that(verified.returncode == 0 and f"7 certificates, founding document {printed}." in verified.stdout, "and whoever verifies the books sees it", verified.stdout + verified.stderr)
        inside = b"".join(file.read_bytes() for file in place.data.rglob("*") if file.is_file())
        check.that(not [name for name in names if new.pins[name].encode() in inside], "no file of the folder has a PIN of theirs")
        new.refused("key_people_there", "once", "install", "--officers", "a,b,c,d", "--managers", "e,f", "--auditor", "g")
        new.passwords = {name: PASSWORD for name in ("keller", "orlova")}
        chosen = new.run("factors", "--manager", "keller", "--utility", FACTOR, talk=lambda t: new.sign_in(t, "keller"))
        check.that(chosen.status == 0, "a manager goes on by his password and his token", chosen.screen[-300:])
        (place.data / "people" / "keller").rename(place.folder / "pocket")
        new.refused("person_token_missing", "nobody signs in with a token that lies elsewhere", "factors", "--manager", "keller", "--utility", FACTOR, talk=lambda t: [new.sign_in(t, "keller") for _ in range(3)])
        (place.folder / "pocket").rename(place.data / "people" / "keller")
    finally:
        shutil.rmtree(place.folder, ignore_errors=True)


def typed_pin(office):
    """The PIN of the office's token is nowhere: a person types it whenever the token is opened."""
    pin = "the pin of nobody else 4"
    place = NewOffice(pin)
    new = Office(place)

    def asks(*words, answer):
        terminal = Terminal(["keys", *words, "--data", str(place.data)], place.folder)
        terminal.type("PIN of the key office's token", answer)
        terminal.end()
        check.that(not terminal.shown_secrets(), "  it is typed unseen")
        return terminal

    try:
        inside = b"".join(file.read_bytes() for file in place.data.rglob("*") if file.is_file())
        check.that(pin.encode() not in inside and not list(place.data.glob("*.pin")), "no file of the folder has it, and none a PIN that sets another")
        wrong = asks("kcv", answer="the pin of somebody else")
        check.that(wrong.status == 1 and "vault_refused" in wrong.screen, "another PIN opens nothing", wrong.screen[-300:])
        right = asks("kcv", answer=pin)
        check.that(right.status == 0 and SIGNS_BOOKS in right.said, "the right one does", (right.screen[-300:], right.said))
        nobody = new.run("tree")
        check.that(nobody.status == 0, "who only looks at the books is not asked", nobody.screen[-300:])
    finally:
        shutil.rmtree(place.folder, ignore_errors=True)


def installed(office):
    """The key office's people are named once."""
    office.refused("key_people_there", "they are there already", "install", "--officers", "a,b,c,d", "--managers", "e,f", "--auditor", "g")


def wrong_ceremonies(office):
    """Whom a ceremony does not begin with."""
    for code, officers in (("officers_too_few", "sun"), ("same_person_twice", "sun,clark,sun"), ("not_a_key_officer", "sun,wang"), ("officers_not_as_fixed", "sun,gao")):
        office.refused(code, f"not with {officers}", "ceremony", "--manager", "keller", "--officers", officers, talk=lambda t: office.sign_in(t, "keller"))
    office.refused("unknown_suite", "not with a cipher that nobody knows", "ceremony", "--manager", "keller", "--officers", "sun,gao", "--suite", "rot13")


def closed_window(office):
    """The window is closed in the middle of a ceremony."""
    terminal = Terminal(["keys", "ceremony", "--manager", "keller", "--officers", "sun,sokolov,clark,gao", "--data", str(office.data)], office.folder)
    office.sign_in(terminal, "keller")
    office.give(terminal, "sun", office.part())
    terminal.wait_for("sokolov, please.")
    office.sign_in(terminal, "sokolov")
    terminal.type(WAY, "t", unseen=False)
    terminal.type("Component (32 hexadecimal digits)", office.part().hex())
    terminal.wait_for("The same once more (unseen): ")
    check.that(terminal.hang_up() == -signal.SIGHUP, "it ends with its window", terminal.status)
    office.look_at(terminal)
    check.that(office.document("tree")[1]["versions"] == [], "no key was formed")


def ceremony(office):
    """Four officers form the seed; what must not be typed is asked again."""
    parts = {name: office.part() for name in OFFICERS}
    halves, other = os.urandom(8) * 2, os.urandom(16)

    def talk(terminal):
        office.sign_in(terminal, "keller")
        office.give(terminal, "sun", parts["sun"])
        terminal.wait_for("sokolov, please.")
        office.sign_in(terminal, "sokolov")
        for first, second, why in (
            (bytes(16), bytes(16), "zeros"),
            (halves, halves, "equal halves"),
            (parts["sokolov"], other, "two different entries"),
            (parts["sun"], parts["sun"], "another officer's component"),
            (b"kwota master see", b"kwota master see", "text"),
            (bytes(range(16)), bytes(range(16)), "a sequence"),
        ):
            terminal.type(WAY, "t", unseen=False)
            office.enter(terminal, first, second)
            terminal.wait_for(WAY)  # asked again
            terminal.seen -= len(WAY)
            said = terminal.screen[terminal.screen.rfind("sokolov, please.") :]
            check.that("Check value" not in said, f"refused: {why}")
            check.that(why not in ("zeros", "text") or f"weak_key: A person would think of this ({why})" in said, f"and he is told what it looks like: {why}", said)
        terminal.type(WAY, "t", unseen=False)
        terminal.type("Component (32 hexadecimal digits)", "not hexadecimal")
        terminal.wait_for("A component has 32 hexadecimal digits.")
        terminal.type(WAY, "t", unseen=False)
        office.enter(terminal, parts["sokolov"])
        terminal.wait_for(f"Check value of your component: {check_value(parts['sokolov'])}.")
        terminal.type("Press Enter for the next person", "", unseen=False)
        check.that(office.last_ceremony() == ("open", ""), "the ceremony is open")
        office.give(terminal, "clark", parts["clark"])
        terminal.wait_for("gao, please.")
        office.sign_in(terminal, "gao")
        terminal.type(WAY, "", unseen=False)
        terminal.wait_for("The vault has rolled your component.")
        terminal.type("Press Enter for the next person", "", unseen=False)

    formed = office.run("ceremony", "--manager", "keller", "--officers", ",".join(OFFICERS), talk=talk)
    check.that(formed.status == 0 and "Key seed version 1 is formed. Check value " in formed.said, "the seed is formed", (formed.said, formed.screen[-400:]))
    values = [check_value(part) for part in parts.values()]
    # As a word of its own: six digits by themselves stand somewhere in any thousand hashes.
    told = re.compile("(?<![0-9A-F])(" + "|".join(values) + ")(?![0-9A-F])", re.IGNORECASE)
    kept = [line for line in sqlite3.connect(office.data / "books.db").iterdump() if told.search(line)]
    check.that(not kept, "no check value of a component stands in the books", kept)
    roots = {line.split()[0] for line in formed.said.splitlines()[1:]}
    check.that({"credit", "purchase", "tac", "meter_master"} <= roots, "the roots of all purposes are shown with their check values", roots)
    books = sqlite3.connect(office.data / "books.db")
    rows = books.execute("SELECT state, state_reason, version FROM ceremony ORDER BY number").fetchall()
    books.close()
    check.that(rows[0][:2] == ("abandoned", "restart") and rows[1][0] == "formed", "the one of the closed window was abandoned, nobody went on with it", rows)


def supplier(office):
    """The card supplier's transport key, out of two letters."""
    first = office.part()
    transport = hashlib.sha256(b"KWOTA TEST KEY, WORTHLESS: card_transport").digest()[:16]
    second = xor(first, transport)
    office.parts.append(second)
    return office.form({"sun": first, "gao": second}, "card_transport")


def counters(office):
    """To the counters: wrapped, compared, activated by two managers."""
    entered = supplier(office)
    check.that(entered.status == 0 and "Key card_transport version 1 is formed." in entered.said, "two officers enter the supplier's transport key", entered.screen)
    two = ["--manager", "keller", "--second", "orlova", "--reason", "first keys"]
    office.refused("nothing_pending", "nothing is activated that was not delivered", "activate", "1", *two, talk=lambda t: office.sign_in(t, "keller"))
    office.refused("version_unknown", "nor delivered that was not formed", "deliver", "7", *two, talk=lambda t: office.sign_in(t, "keller"))
    delivered = office.two("deliver", "1")
    check.that(delivered.status == 0 and office.states("sealing", "credit") == {1: "pending"}, "two managers deliver", delivered.screen)
    office.refused("factors_fixed", "the factors stand now", "factors", "--manager", "keller", "--utility", FACTOR, talk=lambda t: office.sign_in(t, "keller"))
    active = office.two("activate", "1")
    check.that(active.status == 0 and office.states("sealing", "credit") == {1: "active"}, "and activate", active.screen)
    lines = [[line for line in one.said.splitlines() if " v1 " in line] for one in (delivered, active)]
    check.that(lines[0] and lines[0] == lines[1], "with the check values that were delivered", lines)
    _, rows = office.document("kcv", data=office.counters)
    check.that(rows and not any(row["test_key"] for row in rows if row["vault"] == "sealing" and row["purpose"] == "credit" and row["version"] == 1), "the counters seal with the utility's own keys", rows)
    office.agree("vault and books agree")


def recovery(office):
    """The tokens are wiped on purpose and come back from two shares."""
    saved = office.two("backup")
    file = re.search(r"keys-\S+\.kwb", saved.said)
    check.that(saved.status == 0 and file, "the key office is backed up", saved.screen)
    before = office.values()
    tokens = office.data / "vault/tokens"
    shutil.rmtree(tokens)
    tokens.mkdir()
    two = ["--manager", "keller", "--second", "orlova", "--reason", "tokens were lost"]
    office.refused("vault_replaced", "a vault that nobody knows does not sign these books on", "deliver", "1", *two)
    accepted = accept(office.data, *((name, office.passwords[name]) for name in ("keller", "novak")))
    check.that(accepted.returncode == 0, "a key manager and the security auditor say that the books are right", (accepted.stdout, accepted.stderr))
    status, report = office.document("verify")
    check.that(status == 1 and not report["ok"] and report["differences"], "verify says that the vaults are empty", report)
    restore = ["restore", file[0], "--manager", "keller", "--second", "orlova", "--reason", "tokens were lost"]
    office.refused("unknown_backup", "a backup that is not there is refused before anybody types", "restore", "keys-none.kwb", *restore[2:], "--holders", "sun,sokolov")

    def one_share(terminal):
        terminal.wait_for("sun, please.")
        office.sign_in(terminal, "sun")
        terminal.type("Share of sun", office.shares["sun"])
        office.sign_in(terminal, "keller")

    office.refused("shares_missing", "one share brings nothing back", *restore, "--holders", "sun", talk=one_share)

    def two_shares(terminal):
        terminal.wait_for("sun, please.")
        office.sign_in(terminal, "sun")
        share = office.shares["sun"]
        terminal.type("Share of sun", share[:-1] + ("0" if share[-1] != "0" else "1"))
        terminal.wait_for("Type it again.")
        terminal.type("Share of sun", share)
        terminal.wait_for("1 of 2 shares.")
        terminal.wait_for("sokolov, please.")
        office.sign_in(terminal, "sokolov")
        terminal.type("Share of sokolov", office.shares["sokolov"])
        office.sign_in(terminal, "keller", "orlova")

    back = office.run(*restore, "--holders", "sun,sokolov", talk=two_shares)
    check.that(back.status == 0 and "as in the books" in back.said and "DIFFERS" not in back.said, "every key is back, as in the books", (back.said, back.screen[-400:]))
    heard_again(office)
    check.that(office.values() == before, "all check values are what they were", (before, office.values()))
    office.agree("vault and books agree")


def heard_again(office):
    """The token is new, so the counters hear it only when two of their managers have compared its fingerprint."""
    people = [Client(office.server) for _ in range(2)]
    for client, name in zip(people, ("miller", "petrov"), strict=True):
        client.sign_in(name, office.server.demo_password(name))
        client.post("/session/password", {"old": office.server.demo_password(name), "new": PASSWORD})
    first, second = people
    door = first.get("/key-office")
    check.that(len(door["strangers"]) == 1 and door["strangers"][0] != door["office"], "the counters do not know the new token's office", door)
    body = {"fingerprint": door["strangers"][0], "reason": "token was lost"}
    asked = first.post("/key-office", body)
    second.post(f"/approvals/{asked['approval']['number']}/approve")
    heard = first.post("/key-office", {**body, "approval": asked["approval"]["number"]})
    check.that(heard.status == 200 and heard["office"] == door["strangers"][0], "two managers confirm it", heard)


def lost_share(office):
    """A share is lost and void, by two managers."""
    _, rows = office.document("devices")
    serial = next(row["serial"] for row in rows if row["holder"] == "clark")
    lost = office.two("void", serial)
    check.that(lost.status == 0 and lost.said == f"backup_share {serial} is void.\n", "two managers declare it void", lost.screen)
    state = next(row for row in office.document("devices")[1] if row["serial"] == serial)
    check.that(state["state"] == "void" and state["state_reason"] == "terminal", "the list says so, and why", state)
    two = ["--manager", "keller", "--reason", "again"]
    office.refused("device_void", "once", "void", serial, *two, talk=lambda t: office.sign_in(t, "keller"))
    office.refused("unknown_device", "what nobody knows is told", "void", "none", *two, talk=lambda t: office.sign_in(t, "keller"))


def work_on_meter(office, what):
    """By a key manager; the exit status and the document."""
    done = office.run("meter", what, METER, "--as", "keller", "--reason", "terminal", "--json", talk=lambda t: office.sign_in(t, "keller"))
    return done.status, json.loads(done.said)


def meter(office):
    """A meter of the bench, hung up with the sample keys, gets the utility's own."""
    status, done = work_on_meter(office, "download")
    check.that(status == 1 and done["cause"] == "meter_has_keys_already", "over other keys nothing goes down", done)
    status, done = work_on_meter(office, "restore")
    check.that(status == 0 and done["outcome"] == "done" and not done["keys"]["own"], "the factory's are put back", done)
    status, done = work_on_meter(office, "download")
    check.that(status == 0 and done["keys"] == {"own": True, "version": 1, "previous": 0} and len(done["check_values"]) == 8, "its first own keys go down", done)


def by_card(office, terminal, way):
    terminal.type("bring it by your card (c)", way, unseen=False)


def rolled(office, terminal, *names):
    """The vault rolls for those who have neither paper nor card."""
    for name in names:
        terminal.wait_for(f"{name}, please.")
        office.sign_in(terminal, name)
        by_card(office, terminal, "")
        terminal.wait_for("The vault has rolled your component.")
        terminal.type("Press Enter for the next person", "", unseen=False)


def officer_card(office):
    """An officer keeps the component on his card; the ceremony is left, and what the card has is there for the next one."""
    office.lay_down()
    office.kept = office.part()
    ceremony = ["ceremony", "--manager", "keller", "--officers", "sun,gao,sokolov,clark", "--card", "--reader", office.reader]
    terminal = office.open(*ceremony)
    office.sign_in(terminal, "keller")
    terminal.wait_for("sun, please.")
    office.sign_in(terminal, "sun")
    by_card(office, terminal, "x")
    terminal.wait_for("Enter, or one of the letters t, k, m, c.")
    by_card(office, terminal, "c")
    terminal.type("PIN of your card on the reader", CARD_PIN)
    terminal.wait_for("this card is no key card")
    by_card(office, terminal, "k")
    office.enter(terminal, office.kept)
    terminal.type("PIN for your card (6 digits)", CARD_PIN)
    terminal.type("The same PIN once more", "864290")
    terminal.wait_for("These were two different PINs.")
    terminal.type("PIN for your card (6 digits)", CARD_PIN)
    terminal.type("The same PIN once more", CARD_PIN)
    terminal.wait_for(f"Check value of your component: {check_value(office.kept)}.")
    terminal.type("Press Enter for the next person", "", unseen=False)
    terminal.wait_for("gao, please.")
    office.sign_in(terminal, "gao")
    by_card(office, terminal, "c")
    terminal.type("PIN of your card on the reader", CARD_PIN)
    terminal.wait_for("This is the card of another officer.")
    terminal.hang_up()
    office.look_at(terminal)
    _, rows = office.document("devices")
    card = [(row["holder"], row["state"]) for row in rows if row["kind"] == "officer"]
    check.that(card == [("sun", "active")], "his component is on his card, and nobody else brings it", card)
    pin = lambda t: (office.sign_in(t, "keller"), t.type("PIN of the officer card on the reader", CARD_PIN))
    office.refused("factors_fixed", "the card has the factors, too; they stand by now", "factors", "--manager", "keller", "--card", "--reader", office.reader, talk=pin)


def issue_ukey(office, *order):
    """A stick; its holder types his PIN in front of the two managers, unseen."""
    office.sticks = getattr(office, "sticks", 0) + 1
    pin = f"4819{office.sticks:04}"

    def talk(terminal):
        office.sign_in(terminal, "keller")
        terminal.wait_for("qian, please.")
        terminal.type("PIN for your UKEY (8 digits)", pin)
        terminal.type("The same PIN once more", pin)
        office.sign_in(terminal, "orlova")

    done = office.run("ukey", "issue", "--manager", "keller", "--second", "orlova", "--reason", "terminal", "--holder", "qian", *order, talk=talk)
    label = re.search(r"ukey-[0-9a-f]{8}", done.said, re.IGNORECASE)
    check.that(done.status == 0 and label and pin not in done.said and pin not in done.screen, f"a UKEY is issued, and its PIN is seen nowhere: {' '.join(order[:2])}", (done.said, done.screen[-300:]))
    return label[0], pin


def with_stick(office, label, pin):
    """A key manager signs in and types the PIN of the stick in his hand."""

    def talk(terminal):
        office.sign_in(terminal, "keller")
        terminal.type(f"PIN of {label}", pin)

    return talk


def by_ukey(office, what, ukey, label, pin):
    words = ["meter", what, METER, "--as", "keller", "--reason", "terminal", "--ukey", ukey, "--json"]
    done = office.run(*words, talk=with_stick(office, label, pin))
    return done.status, json.loads(done.said or "{}")


def technicians_stick(office):
    """A technician's stick at a meter that the office keyed; then it is lost."""
    label, pin = issue_ukey(office, "--until", "2039-12-31")
    office.refused("ukey_brings_keys_only", "a stick puts no meter back", "meter", "restore", METER, "--as", "keller", "--reason", "terminal", "--ukey", label,
                   talk=with_stick(office, label, pin))
    status, done = work_on_meter(office, "restore")
    check.that(status == 0 and done["outcome"] == "done" and not done["keys"]["own"], "the office does", done)
    name = (office.data / f"ukeys/{label}.folder").read_text()
    slot, hand = office.data / f"vault/tokens/{name}", office.folder / name
    slot.rename(hand)
    alone = ["meter", "download", METER, "--as", "keller", "--reason", "terminal", "--ukey", label]
    office.refused("vault_offline", "pulled out it does nothing", *alone, talk=with_stick(office, label, pin))
    status, done = by_ukey(office, "download", str(hand), label, pin)
    check.that(status == 0 and done["keys"] == {"own": True, "version": 1, "previous": 0} and len(done["check_values"]) == 8, "named by its folder it brings the first keys", done)
    rows = {row["serial"]: row for row in office.document("ukey", "list")[1]}
    check.that(not rows[label]["plugged_in"] and rows[label]["kind"] == "key_ukey" and hand.is_dir(), "and is in its holder's hand again", rows)
    lost = office.two("void", label)
    hand.rename(slot)
    check.that(lost.status == 0, "it is lost", lost.screen)
    office.refused("ukey_void", "whoever finds it and knows its PIN is refused", *alone, talk=with_stick(office, label, pin))


def change(office):
    """The next version, out of what one officer's card brings and another one types, and the change in the field to its end."""
    parts = {"gao": office.part()}

    def talk(terminal):
        office.sign_in(terminal, "keller")
        terminal.wait_for("sun, please.")
        office.sign_in(terminal, "sun")
        by_card(office, terminal, "c")
        terminal.type("PIN of your card on the reader", "111111")
        terminal.wait_for("2 tries are left")
        by_card(office, terminal, "c")
        terminal.type("PIN of your card on the reader", CARD_PIN)
        terminal.wait_for("Your card has brought your component.")
        terminal.type("Press Enter for the next person", "", unseen=False)
        terminal.wait_for("gao, please.")
        office.sign_in(terminal, "gao")
        by_card(office, terminal, "t")
        office.enter(terminal, parts["gao"])
        terminal.type("Press Enter for the next person", "", unseen=False)
        rolled(office, terminal, "sokolov", "clark")

    formed = office.run("ceremony", "--manager", "keller", "--officers", "sun,gao,sokolov,clark", "--card", "--reader", office.reader, talk=talk)
    check.that(formed.status == 0 and "Key seed version 2 is formed." in formed.said, "the next version is formed from the start", formed.screen)
    people = ["--manager", "keller", "--second", "orlova", "--reason", "yearly change"]
    until = (datetime.date.today() + datetime.timedelta(days=400)).isoformat()
    office.refused("version_unknown", "keys that no counter has change nothing", "campaign", "start", "2", "--until", until, *people, talk=lambda t: office.sign_in(t, "keller"))
    older = issue_ukey(office, "--version", "1", "--until", "2039-12-31")
    for step in ("deliver", "activate"):
        check.that(office.two(step, "2").status == 0, f"the new version: {step}")
    check.that(office.states("sealing", "credit") == {1: "retiring", 2: "active"}, "two versions live at once")
    office.refused("ukey_of_other_version", "a stick of the older version is refused before the meter is asked", "meter", "update", METER, "--as", "keller", "--reason", "terminal",
                   "--ukey", older[0], talk=with_stick(office, *older))
    label, pin = issue_ukey(office, "--until", "2039-12-31")
    status, done = by_ukey(office, "update", label, label, pin)
    check.that(status == 0 and done["keys"] == {"own": True, "version": 2, "previous": 1}, "by a stick of the new version the meter gets it beside the old one", done)
    status, done = work_on_meter(office, "forget")
    check.that(status == 0 and done["keys"] == {"own": True, "version": 2, "previous": 0}, "and forgets the older one", done)
    office.refused("date_past", "not with a day that is over", "campaign", "start", "2", "--until", "2020-01-01", *people, talk=lambda t: office.sign_in(t, "keller"))
    started = office.two("campaign", "start", "2", "--until", until)
    check.that(started.status == 0, "two managers begin the change", started.screen)
    status, shown = office.document("campaign", "show", data=office.counters)
    check.that(status == 0 and shown["state"] == "running" and shown["refuse_after"] == until and shown["approved_by"] == "orlova", "it is shown", shown)
    check.that({row["kind"]: row["done"] for row in shown["progress"]}.keys() == {"vaults", "psams", "meters", "cards"}, "with its progress by kind", shown)
    check.that(shown["missing"] == [], "nothing is missing: no meter is installed for a customer yet", shown["missing"])
    text = subprocess.run([KWOTA, "keys", "campaign", "show", "1", "--data", str(office.counters)], capture_output=True, text=True).stdout
    check.that("running" in text and "vaults" in text and "missing" not in text, "as a person reads it, too", text)
    office.refused("key_in_use", "the old version is not destroyed while it lives", "destroy", "sealing", "credit", "1", *people, talk=lambda t: office.sign_in(t, "keller"))
    finished = office.two("campaign", "finish", "1")
    check.that(finished.status == 0 and office.states("sealing", "credit") == {1: "retired", 2: "active"}, "it is finished, the old version retires", finished.screen)
    office.refused("campaign_not_running", "once", "campaign", "stop", "1", *people, talk=lambda t: office.sign_in(t, "keller"))
    gone = office.two("destroy", "sealing", "credit", "1")
    check.that(gone.status == 0 and office.states("sealing", "credit")[1] == "destroyed", "and may be destroyed", gone.screen)
    office.agree("vault and books agree")


def only_the_cards_are_left(office):
    """Tokens, books and backups are gone: new books take the factors from an officer's card, and a component – the key is another one."""
    server = Server(office=True)
    server.office.kill()
    new = Office(server)
    new.readers, new.reader = office.readers, office.reader
    try:
        pin = lambda t: (new.sign_in(t, "keller"), t.type("PIN of the officer card on the reader", CARD_PIN))
        factors = new.run("factors", "--manager", "keller", "--card", "--reader", new.reader, talk=pin)
        check.that(factors.said.startswith(f"Factors: utility {FACTOR}, province 13000000"), "the factors are those of before", factors.screen)
        make_backup_key(new)
        typed = os.urandom(16)

        def talk(terminal):
            new.sign_in(terminal, "keller")
            terminal.wait_for("sun, please.")
            new.sign_in(terminal, "sun")
            by_card(new, terminal, "c")
            terminal.type("PIN of your card on the reader", CARD_PIN)
            terminal.wait_for("Your card has brought your component.")
            terminal.type("Press Enter for the next person", "", unseen=False)
            terminal.wait_for("gao, please.")
            new.sign_in(terminal, "gao")
            by_card(new, terminal, "t")
            new.enter(terminal, typed)
            terminal.type("Press Enter for the next person", "", unseen=False)
            rolled(new, terminal, "sokolov", "clark")

        formed = new.run("ceremony", "--manager", "keller", "--officers", "sun,gao,sokolov,clark", "--card", "--reader", new.reader, talk=talk)
        check.that("Key seed version 1 is formed. Check value " in formed.said, "a key is formed with what the card has kept", formed.screen)
        check.that(check_value(xor(office.kept, typed)) not in formed.said, "the vault's own share is in it: cards alone bring no key back", formed.said)
        _, rows = new.document("devices")
        card = [(row["holder"], row["state"]) for row in rows if row["kind"] == "officer"]
        check.that(card == [("sun", "active")], "the new books know whose card it is", card)
    finally:
        server.close()


def traces(office):
    """The journal has it all, and no secret stands anywhere."""
    verified = subprocess.run([KWOTA, "verify", "--data", str(office.data)], capture_output=True, text=True)
    check.that(verified.returncode == 0, "the books verify, the key journal among them", verified.stdout + verified.stderr)
    books = sqlite3.connect(office.data / "books.db")
    rows = books.execute("SELECT what, first, second FROM key_event").fetchall()
    books.close()
    two = [row for row in rows if row[0] in ("key_delivered", "key_activated", "key_destroyed", "device_void", "backup_made", "key_restored", "campaign_started")]
    check.that(len(two) > 30 and all(row[1] == "keller" and row[2] == "orlova" for row in two), "what leaves, dies or comes back names both managers", two)
    (office.folder / "screens.txt").write_text(office.screens)
    saved = office.two("backup")
    file = re.search(r"keys-\S+\.kwb", saved.said)
    seeds = key_backup.seeds((office.data / "key_backups" / file[0]).read_bytes(), [office.shares[name] for name in ("sun", "sokolov")])
    check.that(len(seeds) == 2, "the shares open the backup outside of the program: both seeds", len(seeds))
    secrets = office.folder / "secrets.txt"
    lines = [f"part-{number} {part.hex()}" for number, part in enumerate(office.parts)]
    for seed in seeds:
        command = [sys.executable, str(ROOT / "tests/key_list.py"), "--seed", seed.hex(), "--utility", FACTOR, "--province", "1300000013000000", "--county", "1309250013092500"]
        lines += subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    secrets.write_text("\n".join(lines) + "\n")
    scan = [sys.executable, str(ROOT / "tests/leak_scan.py"), "--keys", str(secrets)]
    said = subprocess.run([*scan, str(office.data), str(office.counters), str(office.folder / "screens.txt")], capture_output=True, text=True)
    check.that(said.returncode == 0, f"no component and no key: {said.stdout.splitlines()[-1:]}", said.stdout + said.stderr)
    shares = "\n".join(f"share-of-{name} {text.encode().hex()}" for name, text in office.shares.items())
    secrets.write_text(shares + "\n")
    said = subprocess.run([*scan, str(office.data), str(office.counters)], capture_output=True, text=True)
    check.that(said.returncode == 0, "no share", said.stdout + said.stderr)


def main():
    server = Server(office=True)
    office = Office(server)
    try:
        print(f"-- {beside_a_server.__doc__}")
        beside_a_server(office, server)
        for part in (signing_in, interrupted_while_unseen, backup_key, installed, first_people, typed_pin, wrong_ceremonies, closed_window, ceremony, counters, recovery, lost_share, meter, technicians_stick, officer_card, change, only_the_cards_are_left, traces):
            print(f"-- {part.__doc__}", flush=True)
            part(office)
    except Exception as why:
        check.that(False, "the whole way is gone to its end", repr(why))
    finally:
        server.close()
        if office.readers:
            office.readers.close()
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
