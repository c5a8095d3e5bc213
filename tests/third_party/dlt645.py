#!/usr/bin/env python3
"""A small DL/T 645-2007 client that shares nothing with Kwota: written from the standard, with Python's own library alone. It talks to the virtual meter as anybody's software would, over TCP and over a pseudo terminal, with the line in good and in bad order.
Prints one line per check. KWOTA names another program than build/release/apps/kwota."""
import datetime
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import tty

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KWOTA = os.environ.get("KWOTA", str(ROOT / "build/release/apps/kwota"))
NUMBER = "004123456789"
ANSWER_WITHIN = 60  # seconds; a slow machine is not a broken meter
passed = failed = 0


def check(ok, what, seen=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(f"{'ok    ' if ok else 'FAILED'} {what}" + ("" if ok else f"   seen: {seen}"), flush=True)


# ---- the protocol, from the standard


def frame(address, control, data=b""):
    """68 A0..A5 68 C L DATA+33 CS 16; the address lowest byte first."""
    head = b"\x68" + bytes.fromhex(address)[::-1] + b"\x68" + bytes([control, len(data)]) + bytes((b + 0x33) & 0xFF for b in data)
    return b"\xfe" * 4 + head + bytes([sum(head) & 0xFF, 0x16])


def parse(buffer):
    """(address, control, data, rest) of the first whole frame, or None."""
    while buffer[:1] and buffer[0] != 0x68:
        buffer = buffer[1:]
    if len(buffer) < 12 or len(buffer) < 12 + buffer[9]:
        return None
    length = buffer[9]
    if buffer[7] != 0x68 or buffer[11 + length] != 0x16 or sum(buffer[: 10 + length]) & 0xFF != buffer[10 + length]:
        return "bad"
    data = bytes((b - 0x33) & 0xFF for b in buffer[10 : 10 + length])
    return buffer[1:7][::-1].hex(), buffer[8], data, buffer[12 + length :]


def identifier(text):
    return bytes.fromhex(text)[::-1]


def number(data, decimals=0):
    value = int(data[::-1].hex())
    return f"{value / 10**decimals:.{decimals}f}" if decimals else value


class Line:
    def __init__(self, name):
        if name.startswith("tcp://"):
            host, port = name[6:].rsplit(":", 1)
            self.socket = socket.create_connection((host, int(port)))
            self.read, self.write, self.fd = lambda: self.socket.recv(512), self.socket.sendall, self.socket.fileno()
        else:
            self.fd = os.open(name.removeprefix("serial://"), os.O_RDWR | os.O_NOCTTY)
            tty.setraw(self.fd, termios.TCSANOW)
            self.read, self.write = lambda: os.read(self.fd, 512), lambda data: os.write(self.fd, data)

    def hear(self, seconds=ANSWER_WITHIN):
        """The next frame; "bad" when its checksum is wrong; None after silence."""
        buffer = b""
        while select.select([self.fd], [], [], seconds)[0]:
            buffer += self.read()
            found = parse(buffer)
            if found:
                return found
        return None

    def ask(self, address, control, data=b"", **more):
        self.write(frame(address, control, data))
        return self.hear(**more)

    def value(self, item, control=0x11, more=b""):
        answer = self.ask(NUMBER, control, identifier(item) + more)
        return answer[2][4:] if answer and answer != "bad" and not answer[1] & 0x40 else None


class Meter:
    """A virtual meter in a process of its own."""

    def __init__(self, *options):
        self.process = subprocess.Popen([KWOTA, "meter", "run", "--number", NUMBER, *options], stdout=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        self.name = re.search(r"(tcp|serial)://\S+", first).group(0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        check(self.process.wait(ANSWER_WITHIN) == 0, "the meter ends when it is told to")


def kwota(*arguments):
    done = subprocess.run([KWOTA, "meter", *arguments], capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout + done.stderr


def until_done(*arguments):
    """What is in doubt or was not done is tried again, as a person would."""
    for _ in range(20):
        done = kwota(*arguments)
        if done[0] == 0:
            break
    return done


# ---- what is seen


def reading():
    with Meter("--load", "4400") as meter:
        line = Line(meter.name)
        answer = line.ask("aa" * 6, 0x13)
        check(answer and answer[0] == NUMBER and answer[2][::-1].hex() == NUMBER, "any one meter says its address", answer)
        check(number(line.value("00900200"), 2) == "0.00", "nothing remains in a new meter")
        check(line.value("00010000") is not None, "its register is read")
        check(len(line.value("040005FF")) == 14, "seven status words in a block")
        check(line.value("02010100")[::-1].hex() == "2200", "220.0 V")
        date, day = line.value("0400010C"), datetime.datetime.now(datetime.timezone.utc)
        near = {(day + datetime.timedelta(days=off)).strftime("%y%m") for off in (-1, 0, 1)}  # a meter's day begins at another hour than ours
        check(date[::-1].hex()[:4] in near, "its clock runs", date)
        refused = line.ask(NUMBER, 0x11, identifier("00020000"))
        check(refused[1] == 0xD1 and refused[2] == b"\x02", "an item that it has not is no such data", refused)
        refused = line.ask(NUMBER, 0x14, identifier("00900200") + b"\x02" + bytes(7) + bytes.fromhex("00001000"))
        check(refused[1] == 0xD4 and refused[2] == b"\x04", "nobody writes money with a password", refused)
        refused = line.ask(NUMBER, 0x1A, b"\x02" + bytes(7))
        check(refused[1] == 0xDA, "nobody clears it", refused)
        written = line.ask(NUMBER, 0x14, identifier("0400010C") + b"\x02" + bytes(7) + bytes.fromhex("00301305281127"))
        check(written[1] == 0xD4 and written[2] == b"\x04", "nobody moves its clock with a password", written)
        forged = line.ask(NUMBER, 0x03, identifier("070102FF") + bytes(4) + bytes(22))
        check(forged[1] == 0xC3 and forged[2][:1] == b"\x08", "without authentication there is no recharge", forged)
        frozen = line.ask(NUMBER, 0x16, b"\x99" * 4)
        check(frozen[1] == 0x96 and line.value("05010101") is not None, "a freeze keeps the register", frozen)
        line.write(frame("004123456780", 0x11, identifier("00010000")) + frame(NUMBER, 0x11, identifier("04000402")))
        check(line.hear()[2][4:][::-1].hex() == NUMBER, "a question to somebody else gets no answer, the next one does")
        for byte in frame(NUMBER, 0x11, identifier("04000402")):
            line.write(bytes([byte]))
        check(line.hear()[2][4:][::-1].hex() == NUMBER, "a request that comes byte by byte is understood")
        second = Line(meter.name)
        check(number(second.value("03330201")) == 0, "two lines read one meter")


def workshop():
    with Meter("--factory-keys", "--programming-key") as meter:
        line = Line(meter.name)
        written = line.ask(NUMBER, 0x14, identifier("0400010C") + b"\x02" + bytes(7) + bytes.fromhex("00301305281127"))
        check(written[1] == 0x94, "with the factory's keys the clock is set with a password", written)
        check(line.value("04000101")[::-1].hex().startswith("271128"), "and goes on from there")
        switched = line.ask(NUMBER, 0x1C, b"\x02" + bytes(7) + b"\x1a\x00" + bytes.fromhex("595923311299"))
        check(switched[1] == 0x9C and line.value("04000503")[0] & 0x50 == 0x50, "and the relay is tried", switched)
        status, said = kwota("open", NUMBER, "--customer", "880001", "--link", meter.name)
        check(status == 1, "but it opens no account", said)
        moved = line.ask("aa" * 6, 0x15, bytes.fromhex("000012345678")[::-1])
        check(moved and moved[:2] == ("000012345678", 0x95), "its address is written", moved)
        check(line.ask("000012345678", 0x11, identifier("04000402"))[2][4:][::-1].hex() == NUMBER, "its number stays")


def money():
    with Meter() as meter:
        line = Line(meter.name)
        link = ("--link", meter.name)
        customer = ("--customer", "880001")
        status, said = kwota("recharge", NUMBER, *customer, "--amount", "50.00", "--count", "1", *link)
        check(status == 1 and "meter_not_opened" in said, "no recharge before the account is open", said)
        check(kwota("open", NUMBER, *customer, *link)[0] == 0, "the account is opened over the line")
        check(kwota("recharge", NUMBER, *customer, "--amount", "50.00", "--count", "1", *link)[0] == 0, "50.00 are credited")
        check(kwota("recharge", NUMBER, *customer, "--amount", "50.00", "--count", "1", *link)[0] == 0, "the same again is done already")
        check(number(line.value("00900200"), 2) == "50.00", "and stays 50.00")
        check(number(line.value("03330201")) == 1 and number(line.value("03330301"), 2) == "50.00", "one purchase of 50.00")
        status, said = kwota("recharge", NUMBER, *customer, "--amount", "5.00", "--count", "3", *link)
        check(status == 1 and "count_does_not_fit" in said, "a count is not left out", said)
        status, said = kwota("recharge", NUMBER, "--customer", "880002", "--amount", "5.00", "--count", "2", *link)
        check(status == 1 and number(line.value("00900200"), 2) == "50.00", "another customer's money is refused", said)
        forged = line.ask(NUMBER, 0x03, identifier("070102FF") + bytes(4) + bytes(22))
        check(forged[1] == 0xC3 and forged[2][:1] == b"\x04", "nor is money that nobody sealed", forged)
        check(kwota("relay", NUMBER, "trip", *link)[0] == 0, "the load is switched off")
        check(line.value("04000503")[0] & 0x50 == 0x50, "contactor and order are open in the status word")
        check(kwota("relay", NUMBER, "close", *link)[0] == 0 and line.value("04000503")[0] & 0x50 == 0, "and on again")
        status, said = kwota("write", NUMBER, "overdraft_limit", "25.50", *link)
        check(status == 0 and number(line.value("04001003"), 2) == "25.50", "a limit is written under the seal", said)
        by_password = line.ask(NUMBER, 0x1C, b"\x02" + bytes(7) + b"\x1a\x00" + bytes.fromhex("595923311299"))
        check(by_password[1] == 0xDC, "a password does not switch", by_password)
        status, said = kwota("read", "A" * 12, "--json", *link)
        check(status == 0 and '"50.00"' in said, "our own client reads the same", said)


def bad_lines():
    with Meter("--fault", "split:1,echo", "--answer-max", "20") as meter:
        line = Line(meter.name)
        line.write(frame(NUMBER, 0x11, identifier("040601FF")))
        echo = line.hear()
        check(echo[1] == 0x11, "the line gives back what was sent")
        status, said = kwota("read", NUMBER, "04000402", "--link", meter.name)
        check(status == 0 and NUMBER in said, "our client passes over its own echo", said)
    with Meter("--answer-max", "20") as meter:
        line = Line(meter.name)
        first = line.ask(NUMBER, 0x11, identifier("040601FF"))
        value, part = first[2][4:], 0
        check(first[1] == 0xB1, "a long answer says that more follows", first)
        control = first[1]
        while control & 0x20:
            part += 1
            following = line.ask(NUMBER, 0x12, identifier("040601FF") + bytes([part]))
            control, value = following[1], value + following[2][4:-1]
            check(following[2][-1] == part and following[2][:4] == identifier("040601FF"), f"part {part} carries its number", following)
        check(len(value) == 28, "seven prices in all", value)
    with Meter("--fault", "lose-answer:3") as meter:
        link = ("--link", meter.name, "--patience", "2000")
        opened = until_done("open", NUMBER, "--customer", "880001", *link)
        check(opened[0] == 0, "an account is opened while every third answer is lost", opened)
        for count in (1, 2, 3):
            until_done("recharge", NUMBER, "--customer", "880001", "--amount", "10.00", "--count", str(count), *link)
        status, said = until_done("read", NUMBER, "00900200", *link)
        check("30.00" in said, "three sales of 10.00 are 30.00, however many answers were lost", said)


def serial_and_memory():
    with tempfile.TemporaryDirectory() as folder:
        with Meter("--listen", "pty", "--state", folder, "--real-timing") as meter:
            line = Line(meter.name)
            check(line.ask("aa" * 6, 0x13)[0] == NUMBER, "it answers on a serial device")
            check(line.ask(NUMBER, 0x17, b"\x20")[2] == b"\x20", "and changes to 9600 baud")
            check(kwota("open", NUMBER, "--customer", "880001", "--amount", "20.00", "--count", "1", "--link", meter.name + "?baud=9600")[0] == 0,
                "an account is opened over the serial device")
            check(number(line.value("00900200"), 2) == "20.00", "with its first credit")
        with Meter("--state", folder) as meter:
            check(number(Line(meter.name).value("00900200"), 2) == "20.00", "a meter that was switched off remembers")


def what_is_written_down():
    with Meter() as meter:
        line = Line(meter.name)
        link = ("--link", meter.name)
        kwota("open", NUMBER, "--customer", "880001", "--amount", "20.00", "--count", "1", *link)
        record = line.value("0333FF01")
        check(record and len(record) == 23 and number(record[7:11], 2) == "20.00" and number(record[19:], 2) == "20.00", "a purchase has its six numbers", record)
        before = number(line.value("1D000001"))
        kwota("relay", NUMBER, "trip", *link)
        check(number(line.value("1D000001")) == before + 1 and len(line.value("1D000101")) == 6, "a trip is counted and has its moment")
        check(number(line.value("1D000501")) == 2, "and its reason: an order of the line", line.value("1D000501"))
        block = line.value("033000FF")
        check(block is None, "nobody has written a parameter", block)
        kwota("write", NUMBER, "limit_watts", "2000", *link)
        check(number(line.value("04001402")) == 2000 and number(line.value("03300000")) == 1, "the power limit is written, and that it was")


def faults_of_the_meter():
    with Meter("--fault", "welded", "--load", "1000") as meter:
        line = Line(meter.name)
        kwota("open", NUMBER, "--customer", "880001", "--amount", "20.00", "--count", "1", "--link", meter.name)
        status, said = kwota("relay", NUMBER, "trip", "--link", meter.name)
        low = line.value("04000503")[0]
        check(low & 0x40 and not low & 0x10 and status != 0, "a welded contact: ordered open, and closed", (low, said))
    with Meter("--fault", "reboot-at-write:3") as meter:
        link = ("--link", meter.name, "--patience", "2000")
        until_done("open", NUMBER, "--customer", "880001", "--amount", "20.00", "--count", "1", *link)
        until_done("recharge", NUMBER, "--customer", "880001", "--amount", "10.00", "--count", "2", *link)
        check(number(Line(meter.name).value("00900200"), 2) == "30.00", "a meter that reboots while it stores has each sale once")


def old_and_infrared():
    with Meter("--model", "DDS1352", "--load", "4400") as meter:
        line = Line(meter.name)
        answer = line.ask("99" * 6, 0x01, identifier("9010"))
        check(answer and answer[1] == 0x81 and answer[0] == NUMBER and len(answer[2]) == 6, "a meter of 1997 answers to all nines", answer)
        volts = line.ask(NUMBER, 0x01, identifier("B611"))
        check(number(volts[2][2:]) == 220, "220 V, without a decimal", volts)
        line.write(frame(NUMBER, 0x11, identifier("00010000")) + frame("aa" * 6, 0x13) + frame(NUMBER, 0x01, identifier("9010")))
        check(line.hear()[1] == 0x81, "and is silent to 2007")
    with Meter("--model", "DDS1352", "--load", "4400", "--listen", "tcp://127.0.0.1:0") as meter:
        for address in (NUMBER, "AAAAAAAAAAAA"):
            status, text = kwota("read", address, "--link", meter.name, "--patience", "500")
            check(status == 0 and "9010  import_energy" in text and "220 V" in text, f"kwota finds it by itself as {address}", text)
    with Meter("--infrared") as meter:
        line = Line(meter.name)
        check(line.value("00010000") is not None, "infrared: the register is everybody's")
        refused = line.ask(NUMBER, 0x11, identifier("1D000001"))
        check(refused[1] == 0xD1 and refused[2] == b"\x04", "what is written down wants a proof", refused)
        greeting = line.ask(NUMBER, 0x03, identifier("078003FF") + bytes(4) + bytes(range(8)))
        check(greeting[1] == 0x83 and len(greeting[2]) == 34 and greeting[2][4:10][::-1].hex() == NUMBER, "the meter proves itself first", greeting)
        refused = line.ask(NUMBER, 0x03, identifier("070003FF") + bytes(4) + bytes(8))
        check(refused[1] == 0xC3 and refused[2][:1] == b"\x08", "and a handheld that cannot is told so", refused)


for story in (reading, workshop, money, bad_lines, serial_and_memory, what_is_written_down, faults_of_the_meter, old_and_infrared):
    story()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
