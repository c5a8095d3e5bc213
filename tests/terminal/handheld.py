#!/usr/bin/env python3
"""A meter crew at a well: kwota-handheld before a pump at the end of a pseudo terminal, each byte with its eleven bits in real time. It reads
what is new, breaks off, goes on, hands its day over to an office that is written here, and is cleared by its receipt. One line per check."""
import fcntl
import hashlib
import json
import os
import pathlib
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
from house import KWOTA, Checks  # noqa: E402

HANDHELD = os.environ.get("KWOTA_HANDHELD", str(pathlib.Path(KWOTA).parent / "kwota-handheld"))
NUMBER = "330100000017"
USUAL_BYTES, BITS_A_BYTE, BAUD = 2017, 11, 1200
KINDS = ["none", "usage", "hung", "month", "parameter", "fault", "head", "directory", "black_list", "acknowledged", "clock", "brought", "released", "settlement_day"]
check = Checks()


class Pump:
    def __init__(self, folder, *how):
        self.process = subprocess.Popen([KWOTA, "meter", "run", "--model", "pump", "--number", NUMBER, "--infrared", "--zone", "UTC", "--state", str(folder), *how],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        first = self.process.stdout.readline()
        found = re.search(r"(tcp|serial)://\S+", first)
        if not found:
            raise RuntimeError("the pump did not start: " + first + self.process.stdout.read())
        self.where = found[0]
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def command(store, *words, zone="UTC"):
    return [HANDHELD, "--store", str(store), "--zone", zone, *words]


def run(store, *words):
    return subprocess.run(command(store, *words), capture_output=True, text=True)


WORDS = {language: json.loads((ROOT / f"lang/{language}.json").read_text()) for language in ("zh", "ru", "en")}


def word(language, key, **details):
    """The dictionary's text; a hole of which nothing is said stays."""
    text = WORDS[language][key]
    for name, value in details.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def works(*names):
    return [word for name in names for word in ("--do", name)]


def entries(path):
    """From the format's text alone: length2 kind1 time8 bytes crc4."""
    data, found = path.read_bytes() if path.exists() else b"", []
    while data:
        size, kind = struct.unpack(">HB", data[:3])
        whole = data[: 11 + size + 4]
        assert struct.unpack(">I", whole[-4:])[0] == zlib.crc32(whole[:-4]), "crc"
        found.append((KINDS[kind], whole[11:-4]))
        data = data[len(whole):]
    return found


def numbers(path):
    """Of the usage records, in their order: packed BCD, lowest byte first."""
    return [int(record[3::-1].hex()) for kind, record in entries(path) if kind == "usage"]


class OfficeDesk:
    """An office of its own: OpenSSL's command line signs, and nothing of Kwota."""

    def __init__(self, folder):
        self.folder, self.key = folder, folder / "office.pem"
        self.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(self.key))
        public = self.openssl("pkey", "-in", str(self.key), "-pubout", "-outform", "DER")
        (folder / "office.pub").write_text(public.hex().upper() + "\n")

    @staticmethod
    def openssl(*words):
        return subprocess.run(["openssl", *words], capture_output=True, check=True).stdout

    def sign(self, name, content):
        paper = self.folder / f"{name}.json"
        paper.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False))
        der = self.openssl("dgst", "-sha256", "-sign", str(self.key), str(paper))
        r_size = der[3]
        r, rest = der[4 : 4 + r_size], der[4 + r_size :]
        s = rest[2 : 2 + rest[1]]
        both = b"".join(number.lstrip(b"\0").rjust(32, b"\0") for number in (r, s))
        (self.folder / f"{name}.sig").write_text(both.hex().upper() + "\n")
        return paper

    def genuine(self, paper, public_hex):
        """The handheld's signature beside its manifest, under its own key."""
        raw = bytes.fromhex(paper.with_suffix(".sig").read_text())
        half = [number.lstrip(b"\0") or b"\0" for number in (raw[:32], raw[32:])]
        half = [b"\0" + number if number[0] & 0x80 else number for number in half]
        body = b"".join(bytes([2, len(number)]) + number for number in half)
        (self.folder / "der").write_bytes(bytes([0x30, len(body)]) + body)
        pem = self.folder / "device.pem"
        (self.folder / "device.der").write_bytes(bytes.fromhex(public_hex))
        self.openssl("pkey", "-pubin", "-inform", "DER", "-in", str(self.folder / "device.der"), "-out", str(pem))
        done = subprocess.run(["openssl", "dgst", "-sha256", "-verify", str(pem), "-signature", str(self.folder / "der"), str(paper)], capture_output=True, text=True)
        return done.returncode == 0


def a_visit_in_real_time(folder, store):
    """a visit: thirty new records through light of 1200 baud"""
    pump = Pump(folder / "pump", "--listen", "pty", "--real-timing", "--waterings", "30")
    begin = time.monotonic()
    said = run(store, "--port", pump.where, *works("read usage new"))
    took = time.monotonic() - begin
    check.that(said.returncode == 0 and "30 new usage records" in said.stdout, "it reads thirty records", said)
    check.that(numbers(store / f"{NUMBER}.kwh") == list(range(1, 31)), "each once, in their order", numbers(store / f"{NUMBER}.kwh"))
    least = USUAL_BYTES * BITS_A_BYTE / BAUD
    check.that(took >= least, f"no sooner than its own bytes: {took:.1f} s, they take {least:.1f} s", took)
    print(f"       {took:.1f} s with proofs, directory and head; 20 s are allowed on the wire of a machine that is not busy")
    said = run(store, "--port", pump.where, *works("read usage new"))
    check.that("0 new usage records" in said.stdout, "the second visit reads nothing of it again", said)
    pump.stop()


def breaks(folder, store):
    """bad luck: the battery goes, the light is noisy, the wrong meter answers"""
    pump = Pump(folder / "broken", "--listen", "pty", "--real-timing", "--waterings", "20")
    path = store / f"{NUMBER}.kwh"
    dying = subprocess.Popen(command(store, "--port", pump.where, *works("read usage new")), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(numbers(path)) < 4 and dying.poll() is None:
        time.sleep(0.01)
    dying.send_signal(signal.SIGKILL)
    dying.wait()
    before = len(numbers(path))
    check.that(0 < before < 20, f"the battery went after {before} records, and they are there", before)
    pump.stop()
    with open(path, "ab") as file:
        file.write(b"\x00\x30\x01half an entry")
    pump = Pump(folder / "broken", "--listen", "tcp://127.0.0.1:0", "--fault", "lose-answer:3,corrupt:5,echo")
    said = run(store, "--port", pump.where, "--patience", "600", *works("read all"))
    check.that(said.returncode == 0 and numbers(path) == list(range(1, 21)), "the next visit goes on behind it, over noisy light, and nothing comes twice", (said, numbers(path)))
    check.that((store / f"{NUMBER}.torn").exists(), "what was torn is kept apart")
    edited = folder / "edited"
    run(edited, "--port", pump.where, "--patience", "600", *works("read usage new"))
    file = edited / f"{NUMBER}.kwh"
    hasty = run(edited, "--put-apart", NUMBER)
    check.that(hasty.returncode == 1 and "file_is_sound" in hasty.stderr and numbers(file) == list(range(1, 21)), "a sound file is not put apart", hasty)
    bad = bytearray(file.read_bytes())
    bad[200] ^= 1
    file.write_bytes(bad)
    refused = run(edited, "--hand-over")
    check.that("meter_file_damaged" in refused.stderr and NUMBER in refused.stderr and not (edited / "manifest.json").exists(), "a file that somebody changed is not handed over", refused)
    again = run(edited, "--put-apart", NUMBER, "--port", pump.where, "--patience", "600", *works("read usage new"))
    check.that(numbers(file) == list(range(1, 21)) and len(list(edited.glob("*.damaged"))) == 1, "it is put apart, and the meter still has all of it", again)
    unread = folder / "unread"
    (unread / f"{NUMBER}.kwh").mkdir(parents=True)  # as a memory card that fails: it is there, and its bytes cannot be read
    for words in (("--query", "meters"), ("--hand-over",), ("--psam", "none", "--psam-pin-file", str(unread), "--port", pump.where, *works("look"))):
        refused = run(unread, *words)
        check.that(refused.returncode == 1 and re.match("(store_failed|psam_pin_missing): ", refused.stderr), f"what cannot be read is named, and nothing breaks off: {words[0]}", refused)
    seventh = next(record for kind, record in entries(file) if kind == "usage" and record[0] == 7)
    check.that("Watering 7 · card" in run(edited, "--query", "record 0007").stdout, "it is asked for with zeros before it, too")
    day = f"20{seventh[17]:02x}-{seventh[16]:02x}-{seventh[15]:02x}"
    file.unlink()
    one = run(edited, "--port", pump.where, "--patience", "600", *works("read record 7"))
    check.that("Watering 7 · card" in one.stdout and not numbers(file), "a watering that the store has no more its pump tells, and it is not stored once more", one)
    found = run(edited, "--port", pump.where, "--patience", "600", *works(f"read date {day}"))
    check.that("Watering 7 · card" in found.stdout, "and by its day", (day, found))
    none = run(edited, "--port", pump.where, "--patience", "600", *works("read record 99"))
    check.that(none.returncode == 0 and "neither it nor this handheld" in none.stdout, "what nobody has is said to be nowhere", none)
    check.that("bad_watering_number" in run(edited, "--port", pump.where, *works("read record seven")).stderr, "a number is digits")
    wrong = run(store, "--port", pump.where, "--meter", "330100000099", "--patience", "300", *works("read usage new"))
    check.that(wrong.returncode == 1 and "meter_silent" in wrong.stderr, "a meter that was not meant says nothing", wrong)
    nobody = run(store, "--port", "tcp://127.0.0.1:1", *works("read usage new"))
    check.that(nobody.returncode == 1 and "link_failed" in nobody.stderr, "a port without a meter", nobody)
    check.that("unknown_work" in run(store, *works("read minds")).stderr, "work that nobody knows is refused")
    listed, nowhere = (subprocess.run([HANDHELD, *words], capture_output=True, text=True) for words in (["--works"], ["--query", "meters"]))
    check.that(listed.returncode == 0 and "stop pump" in listed.stdout, "what there is is told to whoever has no store yet", listed.stderr)
    check.that(nowhere.returncode == 1 and "store_not_named" in nowhere.stderr, "everything else needs one", nowhere.stderr)
    pump.stop()


def orders_and_clock(folder, store, office):
    """orders: black list, clock and settlement day come to the well"""
    pump = Pump(folder / "broken", "--listen", "tcp://127.0.0.1:0")
    device = run(store, "--public-key").stdout.split()[0]
    cards = [{"card": f"330126000000{number:04d}", "areas": []} for number in range(20)]
    orders = {"format": 1, "device": device, "at": "2026-11-20T04:00:00.000Z", "edition": 7, "cards": cards, "wells": [], "released": [], "hung": []}
    paper = office.sign("orders", orders)
    check.that("no_office_key" in run(store, "--orders", str(paper)).stderr, "before it knows its office it takes no orders")
    check.that(run(store, "--trust-office", str(folder / "office.pub")).returncode == 0, "it is told its office once")
    forged = office.sign("forged", orders)
    forged.write_text(paper.read_text().replace('"edition":7', '"edition":8'))
    check.that("orders_not_genuine" in run(store, "--orders", str(forged)).stderr, "orders that somebody changed are refused")
    said = run(store, "--orders", str(paper), "--port", pump.where, *works("bring list", "bring list", "set clock", "set settlement 25 6", "visit"))
    check.that(said.returncode == 0 and "20 cards" in said.stdout and "0 cards" in said.stdout, "the black list arrives once", said)
    check.that("clock is right" in said.stdout and "settlement day 25" in said.stdout, "clock and settlement day", said)
    (store / "orders.taken").write_text((store / "orders.taken").read_text().replace(cards[0]["card"], "3301269999990000"))
    check.that("orders_not_genuine" in run(store, "--port", pump.where, *works("bring list")).stderr, "orders that were changed in its own folder are not brought")
    run(store, "--orders", str(paper))
    delivered = [record for kind, record in entries(store / f"{NUMBER}.kwh") if kind == "black_list"]
    check.that([record[2] for record in delivered] == [0, 16, 4], "sixteen cards a frame", delivered)
    asked = run(store, "--query", "meters", "--query", "card 3301260000000207")
    check.that(f"{NUMBER} · waterings 20" in asked.stdout and "Watering 1 · card 3301260000000207" in asked.stdout and "stopped by card" in asked.stdout, "what is stored is shown without a meter", asked)
    grouped = run(store, "--query", "card 3301 2600 0000 0207")
    check.that(grouped.returncode == 0 and grouped.stdout and grouped.stdout in asked.stdout, "a card's number may be typed in groups, as it is printed", grouped)
    none = run(store, "--query", "card 33012600000002A7")
    check.that(none.returncode == 1 and none.stderr.startswith("bad_card_number: ") and "33012600000002A7" in none.stderr, "what is no card's number is named", none)
    stood = run(store, "--language", "en", "--port", pump.where, *works("stop pump", "stop pump", "read states", "permit pump", "read parameters"))
    check.that(stood.returncode == 0 and all(words in stood.stdout for words in ("told to stop", "stopped by order already", "may be started again")), "a crew stops the pump and permits it again, and is told when it stood already", stood)
    changes = [record for kind, record in entries(store / f"{NUMBER}.kwh") if kind == "parameter" and record[14:16] == bytes([4, 0])]
    check.that([(record[16], record[20]) for record in changes] in ([(0, 1), (1, 0)], [(1, 0), (0, 1)]), "and the pump has written both down", changes)
    nobody = run(store, "--language", "ru", "--port", pump.where, *works("set settlement 29"))
    check.that(word("ru", "error.no_settlement_day") in nobody.stderr, "a refusal at the command line speaks the language that was asked for", nobody)
    pump.stop()


def handing_over(folder, store, office):
    """home: the office signs for what it has, and only that is cleared"""
    path, manifest = store / f"{NUMBER}.kwh", store / "manifest.json"
    device, public = run(store, "--public-key").stdout.split()
    check.that(device.replace("-", "") == hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16].upper(), "it is named by its key")
    check.that((store / "device.key").stat().st_mode & 0o777 == 0o600, "which nobody else reads")
    run(store, "--hand-over")
    handed = json.loads(manifest.read_text())
    one = handed["files"][0]
    check.that(one["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest().upper() and one["bytes"] == path.stat().st_size and one["counts"]["usage"] == 20,
               "the manifest says what is in it", handed)
    check.that(office.genuine(manifest, public), "under its own key")
    receipt = {"format": 1, "device": device, "manifest_sha256": hashlib.sha256(manifest.read_bytes()).hexdigest().upper(), "utility": "县供电公司",
               "taken_in": one["counts"], "at": "2026-11-20T10:00:00.000Z"}
    fewer = office.sign("fewer", {**receipt, "taken_in": {**one["counts"], "usage": 19}})
    check.that("receipt_not_of_this_content" in run(store, "--clear", str(fewer)).stderr, "a receipt for fewer records clears nothing")
    paper = office.sign("receipt", receipt)
    pump = Pump(folder / "broken", "--listen", "tcp://127.0.0.1:0")
    run(store, "--port", pump.where, *works("set settlement 26 7", "read all"))  # states as they were a moment ago would be nothing new
    check.that("receipt_not_of_this_content" in run(store, "--clear", str(paper)).stderr and path.exists(), "nor does one for less than it holds by now")
    run(store, "--hand-over")
    handed = json.loads(manifest.read_text())
    right = office.sign("right", {**receipt, "manifest_sha256": hashlib.sha256(manifest.read_bytes()).hexdigest().upper(), "taken_in": handed["files"][0]["counts"]})
    said = run(store, "--clear", str(right))
    check.that(said.returncode == 0 and not path.exists(), "the right one does", said)
    check.that("nothing_handed_over" in run(store, "--clear", str(right)).stderr, "once")
    said = run(store, "--port", pump.where, *works("read all"))
    check.that("0 new records" in said.stdout and numbers(path) == [], "and it still knows where it was", said)
    pump.stop()


ESCAPE = "\x1b"


class Screen:
    """A person before the handheld's glass: what it shows, without the terminal's own signs and without blanks, which the terminal may leave out."""

    def __init__(self, store, where, language, zone="UTC"):
        self.child, self.line = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm", LANG="C.UTF-8", LC_ALL="C.UTF-8")
            os.execv(HANDHELD, command(store, "--port", where, "--language", language, zone=zone))
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.raw, self.seen = b"", ""

    def plain(self):
        return re.sub(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78])|[\s\b]", "", self.raw.decode(errors="replace"))

    def shows(self, *texts):
        """Waits for them behind what was seen before."""
        wanted = [re.sub(r"\s", "", text) for text in texts]
        while True:
            plain = self.plain()
            if all(text in plain for text in wanted):
                self.seen += plain
                self.raw = b""
                return True
            ready, _, _ = select.select([self.line], [], [], 60)
            try:
                more = os.read(self.line, 4096) if ready else b""
            except OSError:
                more = b""
            if not more:
                print(f"       the glass shows {plain[-400:]!r}")
                return False
            self.raw += more

    def press(self, keys):
        os.write(self.line, keys.encode())

    def ended(self):
        try:
            while os.read(self.line, 4096):
                pass
        except OSError:
            pass
        _, status = os.waitpid(self.child, 0)
        os.close(self.line)
        return os.waitstatus_to_exitcode(status)


def bcd(raw):
    return int(raw[::-1].hex())


class Crew:
    """Walks the menus in a language; what must be shown is taken from its dictionary and from the bytes in the store."""

    def __init__(self, language, store, where, zone):
        self.language, self.store = language, store
        self.hand = Screen(store, where, language, zone)

    def word(self, key, **details):
        return word(self.language, key, **details)

    def until(self, key, hole, **details):
        """The dictionary's sentence up to a figure that is not known here."""
        return self.word(key, **details).split("{" + hole + "}")[0]

    def expects(self, what, *texts):
        check.that(self.hand.shows(*texts), f"{self.language}: {what}")

    def does(self, keys, title, *texts, what=None, leave=ESCAPE):
        """A row of a menu: its page bears its name and says what came of it."""
        self.hand.press(keys)
        self.expects(what or self.word(title), self.word(title), *texts)
        self.hand.press(leave)

    def opens(self, keys, row):
        self.hand.press(keys)
        self.hand.shows(self.word(row))

    def kept(self, kind):
        return [record for found, record in entries(self.store / f"{NUMBER}.kwh") if found == kind]

    def figure(self, value, digits):
        text = f"{value / 10**digits:.{digits}f}"
        return text.replace(".", ",") if self.language == "ru" else text

    def watering(self, number):
        """As far as its moment, and what was paid."""
        record = self.kept("usage")[number - 1]
        return (self.until("handheld.entry.usage", "start", number=number, card=record[4:12][::-1].hex().upper()), self.figure(bcd(record[31:35]), 2), self.word("pump.cause.swipe"))

    def day(self, number):
        year, month, day = (f"{bcd(self.kept('usage')[number - 1][at:at + 1]):02}" for at in (17, 16, 15))
        return f"20{year}-{month}-{day}"

    def energy(self):
        """Total and fault energy, as the last head says them."""
        head = self.kept("head")[-1]
        sentence = self.word("handheld.entry.head", energy=self.figure(bcd(head[18:22]), 2), fault_energy=self.figure(bcd(head[22:26]), 2))
        return sentence.split("{phase} · ")[1].split("{water}")[0]


def the_clock(crew):
    """Eight hours between the handheld's zone and the pump's: asked twice."""
    crew.opens("2", "handheld.work.settlement")
    crew.hand.press("1")
    crew.expects("a clock that is far off is not set", crew.word("handheld.refused"), crew.until("error.clock_far_off", "meter_time"))
    crew.hand.press(" ")
    crew.expects("shall it be set?", crew.word("handheld.ask.confirm"))
    crew.hand.press("\n")
    crew.expects("is our own time right?", crew.until("handheld.ask.confirm_again", "time"))
    crew.hand.press("\n")
    crew.expects("then it is", crew.word("handheld.work.clock"), crew.until("handheld.done.clock", "seconds", meter=NUMBER))
    crew.hand.press(" ")
    crew.does("1", "handheld.work.clock", crew.until("handheld.done.clock_right", "seconds", meter=NUMBER))
    crew.opens("2", "handheld.ask.settlement")
    crew.hand.press("29\n")
    crew.expects("a refusal is a sentence", crew.word("error.no_settlement_day"))
    crew.hand.press(" " + ESCAPE)


def the_reading(crew):
    crew.opens("1", "handheld.read.users")
    crew.opens("5", "handheld.work.bring_list")
    for key, row, done in (("1", "bring_list", "list"), ("2", "bring_released", "released"), ("3", "bring_hung", "brought")):
        crew.does(key, f"handheld.work.{row}", crew.word(f"handheld.done.{done}", meter=NUMBER, count=20 if done == "list" else 0), what=f"of the office: {row}")
    crew.hand.press(ESCAPE)
    crew.does("1", "handheld.work.visit", crew.until("handheld.done.visit", "kept", meter=NUMBER))
    crew.does("4", "handheld.work.acknowledge", crew.word("handheld.done.acknowledged", meter=NUMBER, count=0))
    crew.opens("2", "handheld.work.usage")
    crew.does("1", "handheld.work.usage", crew.word("handheld.done.usage", meter=NUMBER, kept=0, missed=0))
    crew.opens("2", "handheld.ask.date")
    crew.does(crew.day(4) + "\n", "handheld.read.by_date", *crew.watering(4))
    crew.opens("3", "handheld.ask.record")
    crew.does("4\n", "handheld.read.by_record", *crew.watering(4))
    crew.hand.press(ESCAPE)
    crew.opens("3", "handheld.work.months")
    crew.does("1", "handheld.work.all", crew.word("handheld.done.all", meter=NUMBER, missed=0).split("{kept}")[0])
    crew.hand.press("2")
    crew.expects("total and fault energy, in kWh", crew.word("handheld.work.states"), crew.energy(), crew.word("pump.phase.idle"))
    crew.hand.press(" ")
    for key, row in (("3", "hung"), ("4", "months"), ("6", "faults")):
        crew.does(key, f"handheld.work.{row}", crew.word(f"handheld.done.{row}", meter=NUMBER, kept=0))
    crew.does("5", "handheld.work.parameters", crew.word("pump.record.101"), what="what was set, by its name: the clock, which nobody has brought home yet")
    crew.does("7", "handheld.work.look", crew.energy(), what="without a proof")
    crew.hand.press(ESCAPE + ESCAPE)


def the_store(crew):
    crew.opens("3", "handheld.query.by_card")
    crew.hand.press("1")
    crew.expects("what there is of each meter", NUMBER, crew.word("handheld.stored.usage", count=5))
    crew.hand.press("1")
    crew.expects("all of one", NUMBER, crew.until("handheld.entry.head", "clock"))
    crew.hand.press(ESCAPE)
    crew.hand.shows(crew.word("handheld.query.meters"))
    crew.hand.press(ESCAPE)
    crew.hand.shows(crew.word("handheld.query.by_card"))
    crew.opens("2", "handheld.ask.card")
    crew.does(crew.kept("usage")[2][4:12][::-1].hex() + "\n", "handheld.query.by_card", *crew.watering(3))
    crew.opens("3", "handheld.ask.date")
    crew.does(crew.day(5) + "\n", "handheld.query.by_date", *crew.watering(5))
    crew.hand.press(ESCAPE)


def the_rest(crew):
    crew.opens("4", "handheld.setting.language")
    crew.opens("4", "handheld.ask.wake_up")
    crew.hand.press("8\n")
    crew.expects("bytes FE before a question", crew.word("handheld.setting.wake_up", value=8))
    crew.opens("4", "handheld.ask.wake_up")
    crew.hand.press("17\n")
    crew.expects("no more than sixteen", crew.word("error.bad_wake_up", value=17))
    crew.hand.press(" ")
    crew.opens("2", "handheld.ask.meter")
    crew.hand.press(NUMBER + "\n")
    crew.expects("and the meter is named", crew.word("handheld.setting.meter", value=NUMBER))
    crew.hand.press(ESCAPE)
    crew.does("5", "handheld.menu.about", crew.word("handheld.about.stored", value=1), crew.word("handheld.about.orders", value=7))


def on_the_glass(folder, store, office):
    """the glass: six menus in three languages"""
    pump = Pump(folder / "glass", "--listen", "tcp://127.0.0.1:0", "--waterings", "5")
    cards = [{"card": f"330126000000{number:04d}", "areas": []} for number in range(20)]
    for language, zone in (("zh", "Asia/Shanghai"), ("ru", "UTC"), ("en", "Asia/Shanghai")):
        own = store / language
        device = run(own, "--public-key").stdout.split()[0]
        run(own, "--trust-office", str(folder / "office.pub"))
        run(own, "--orders", str(office.sign("orders", {"format": 1, "device": device, "at": "2026-11-20T04:00:00.000Z", "edition": 7, "cards": cards, "wells": [], "released": [], "hung": []})))
        crew = Crew(language, own, pump.where, zone)
        crew.expects("six menus", *(crew.word(f"handheld.menu.{name}") for name in ("read", "time", "query", "settings", "about", "off")))
        for walk in (the_clock, the_reading, the_store, the_rest):
            walk(crew)
        crew.hand.shows(crew.word("handheld.menu.off"))
        crew.hand.press("6")
        check.that(crew.hand.ended() == 0, "and it is switched off")
        foreign = set(re.findall(r"[a-z]{4,}", re.sub(r"tcp://[\d.:]+|[a-z]+(_[a-z]+)+|Kwota|Enter|Esc", "", crew.hand.seen)))
        check.that(language == "en" or not foreign, f"{language}: no word of another language stood on the glass", foreign)
    check.that(numbers(store / "zh" / f"{NUMBER}.kwh") == [1, 2, 3, 4, 5], "what was read is in the store")
    nobody = run(store / "zh")
    check.that("no_terminal" in nobody.stderr, "without a terminal it says so", nobody)
    pump.stop()


def broken_off(folder, store):
    """the glass says how far a reading is; Esc ends it behind what is stored, and the next one goes on there"""
    pump = Pump(folder / "long", "--listen", "pty", "--real-timing", "--waterings", "24")
    path = store / f"{NUMBER}.kwh"
    hand = Screen(store, pump.where, "en")
    hand.shows(word("en", "handheld.menu.off"))
    hand.press("1")
    hand.shows(word("en", "handheld.work.visit"))
    hand.press("1")
    check.that(hand.shows(word("en", "handheld.working_so_far", count=4).split("·")[1]), "it says how Esc ends it")
    while not numbers(path):  # head and directory are stored before them
        time.sleep(0.01)
    hand.press(ESCAPE)
    check.that(hand.shows(word("en", "handheld.refused"), word("en", "error.reading_broken_off"), "reading_broken_off"), "Esc ends it, and says what is kept")
    had = numbers(path)
    check.that(had == list(range(1, len(had) + 1)) and 0 < len(had) < 24, "some of them are stored", had)
    hand.press("\r")
    hand.shows(word("en", "handheld.menu.read"))
    hand.press("1")
    check.that(hand.shows(word("en", "handheld.done.visit", meter=NUMBER).split("{kept}")[0]), "the next visit ends")
    check.that(numbers(path) == list(range(1, 25)), "and went on behind them, each once", numbers(path))
    hand.press("\r")
    hand.shows(word("en", "handheld.menu.read"))
    hand.press(ESCAPE)
    hand.shows(word("en", "handheld.menu.off"))
    hand.press("6")
    check.that(hand.ended() == 0, "and it is switched off")
    nothing = run(store, "--port", pump.where, *works("look", "red usage"))
    check.that(nothing.returncode == 1 and nothing.stderr.startswith("unknown_work: ") and not nothing.stdout, "of several pieces of work none is done when one is none", nothing)
    pump.stop()


def waking(folder, store):
    """the light is woken: as many FE as were asked for"""
    for how, expected in (((), 4), (("--wake-up", "0"), 0), (("--wake-up", "16"), 16)):
        with socket.create_server(("127.0.0.1", 0)) as window:
            asking = subprocess.Popen(command(store, "--port", f"tcp://127.0.0.1:{window.getsockname()[1]}", "--patience", "100", *how, *works("look")), stderr=subprocess.DEVNULL)
            with window.accept()[0] as line:
                question = line.recv(64)
            asking.wait(timeout=60)
        check.that(len(question) - len(question.lstrip(b"\xfe")) == expected, f"{expected} bytes FE before a question", question)
    check.that("--wake-up" in run(store, "--wake-up", "17", *works("look")).stderr, "no more than sixteen")


def the_language(folder, store):
    """the settings: another language at once"""
    hand = Screen(store, "tcp://127.0.0.1:1", "zh")
    hand.shows(word("zh", "handheld.menu.off"))
    hand.press("4")
    hand.shows(word("zh", "handheld.setting.language"))
    hand.press("5")
    check.that(hand.shows(word("en", "handheld.setting.language")), "the language is changed at once")
    hand.press(ESCAPE)
    hand.shows(word("en", "handheld.menu.off"))
    hand.press("6")
    check.that(hand.ended() == 0, "and it is switched off")


def a_thousand(folder, store):
    """a thousand records in real time, against what their bytes take"""
    least = 58_500 * BITS_A_BYTE / BAUD
    pump = Pump(folder / "thousand", "--listen", "pty", "--real-timing", "--waterings", "1000")
    begin = time.monotonic()
    said = run(store, "--port", pump.where, *works("read usage new"))
    took = time.monotonic() - begin
    check.that(said.returncode == 0 and numbers(store / f"{NUMBER}.kwh") == list(range(1, 1001)), "each once, in their order", said)
    check.that(took >= least, "no sooner than their own bytes", took)
    check.that(took <= 1.05 * least, f"{took:.1f} s, {took / least:.3f} of {least:.1f} s", took)
    pump.stop()


def main():
    if sys.argv[1:] == ["thousand"]:
        with tempfile.TemporaryDirectory() as name:
            a_thousand(pathlib.Path(name), pathlib.Path(name) / "store")
        return 1 if check.failed else 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        office = OfficeDesk(folder)
        for step, arguments in ((a_visit_in_real_time, (folder, folder / "day")), (breaks, (folder, folder / "night")), (orders_and_clock, (folder, folder / "night", office)),
                                (handing_over, (folder, folder / "night", office)), (on_the_glass, (folder, folder / "glass_store", office)), (broken_off, (folder, folder / "broken_off")), (waking, (folder, folder / "night")), (the_language, (folder, folder / "night"))):
            print(f"-- {step.__doc__}", flush=True)
            step(*arguments)
    print(f"{check.passed} checks passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
