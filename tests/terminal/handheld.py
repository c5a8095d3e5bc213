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


def command(store, *words):
    return [HANDHELD, "--store", str(store), "--zone", "UTC", *words]


def run(store, *words):
    return subprocess.run(command(store, *words), capture_output=True, text=True)


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
    bad = bytearray(file.read_bytes())
    bad[200] ^= 1
    file.write_bytes(bad)
    refused = run(edited, "--hand-over")
    check.that("store_damaged" in refused.stderr and NUMBER in refused.stderr and not (edited / "manifest.json").exists(), "a file that somebody changed is not handed over", refused)
    again = run(edited, "--put-apart", NUMBER, "--port", pump.where, "--patience", "600", *works("read usage new"))
    check.that(numbers(file) == list(range(1, 21)) and len(list(edited.glob("*.damaged"))) == 1, "it is put apart, and the meter still has all of it", again)
    wrong = run(store, "--port", pump.where, "--meter", "330100000099", "--patience", "300", *works("read usage new"))
    check.that(wrong.returncode == 1 and "meter_silent" in wrong.stderr, "a meter that was not meant says nothing", wrong)
    nobody = run(store, "--port", "tcp://127.0.0.1:1", *works("read usage new"))
    check.that(nobody.returncode == 1 and "link_failed" in nobody.stderr, "a port without a meter", nobody)
    check.that("unknown_work" in run(store, *works("read minds")).stderr, "work that nobody knows is refused")
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
    (store / "orders.json").write_text(paper.read_text().replace(cards[0]["card"], "3301269999990000"))
    check.that("orders_not_genuine" in run(store, "--port", pump.where, *works("bring list")).stderr, "orders that were changed in its own folder are not brought")
    run(store, "--orders", str(paper))
    delivered = [record for kind, record in entries(store / f"{NUMBER}.kwh") if kind == "black_list"]
    check.that([record[2] for record in delivered] == [0, 16, 4], "sixteen cards a frame", delivered)
    asked = run(store, "--query", "meters", "--query", "card 3301260000000207")
    check.that(f"{NUMBER} usage 20" in asked.stdout and "amount" in asked.stdout, "what is stored is shown without a meter", asked)
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


class Screen:
    """A person before the handheld's glass: what it shows, without the terminal's own signs."""

    def __init__(self, store, where, language):
        self.child, self.line = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm", LANG="C.UTF-8", LC_ALL="C.UTF-8")
            os.execv(HANDHELD, command(store, "--port", where, "--language", language))
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.raw = b""

    def shows(self, text):
        """Waits for it behind what was seen before."""
        while True:
            plain = re.sub(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78])", "", self.raw.decode(errors="replace"))
            if text in plain:
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


def on_the_glass(folder, store):
    """the glass: six menus in three languages"""
    pump = Pump(folder / "glass", "--listen", "tcp://127.0.0.1:0", "--waterings", "5")
    escape = "\x1b"
    hand = Screen(store, pump.where, "zh")
    check.that(hand.shows("关机"), "抄表 对时 查询 设置 关于 关机")
    hand.press("1")
    check.that(hand.shows("用户刷卡记录"), "reading: users' records and the meter's data")
    hand.press("2")
    hand.shows("全部用户")
    hand.press("1")
    check.that(hand.shows("新用水记录 5 条"), "all users: five new records")
    hand.press(" ")
    hand.shows("全部用户")
    hand.press("3")
    hand.shows("用水记录号")
    hand.press("4\n")
    check.that(hand.shows("number 4, card 3301260000000507"), "one of them by its number")
    hand.press(" ")
    hand.shows("全部用户")
    hand.press(escape)
    hand.shows("电表数据")
    hand.press(escape)
    hand.shows("关机")
    hand.press("2")
    hand.shows("结算日")
    hand.press("1")
    check.that(hand.shows("时钟误差在一分钟内"), "the clock is right")
    hand.press(" ")
    hand.shows("结算日")
    hand.press("2")
    hand.shows("28")
    hand.press("29\n")
    check.that(hand.shows("结算日为 1–28 日"), "a refusal is a sentence")
    hand.press(" ")
    hand.shows("结算日")
    hand.press(escape)
    hand.shows("关机")
    hand.press("4")
    hand.shows("语言：中文")
    hand.press("4")
    check.that(hand.shows("Language: English"), "the language is changed at once")
    hand.press("2")
    hand.shows("twelve digits")
    hand.press(NUMBER + "\n")
    check.that(hand.shows(f"Meter: {NUMBER}"), "and the meter is named")
    hand.press(escape)
    hand.shows("Off")
    hand.press("6")
    check.that(hand.ended() == 0, "and it is switched off")
    check.that(numbers(store / f"{NUMBER}.kwh") == [1, 2, 3, 4, 5], "what was read is in the store")
    nobody = run(store)
    check.that("no_terminal" in nobody.stderr, "without a terminal it says so", nobody)
    pump.stop()


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
                                (handing_over, (folder, folder / "night", office)), (on_the_glass, (folder, folder / "glass_store"))):
            print(f"-- {step.__doc__}", flush=True)
            step(*arguments)
    print(f"{check.passed} checks passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
