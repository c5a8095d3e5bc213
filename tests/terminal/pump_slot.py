#!/usr/bin/env python3
"""A virtual pump with a PSAM in a PC/SC reader as its module: a farmer's card that is put down starts it and pays it – what it carries meanwhile is said by `kwota card
show` and `trace` –, and a handheld proves itself with a PSAM of its own before it reads the record of that. Everything stands in one card service, and nothing of a server. One line per check."""
import json
import os
import pathlib
import queue
import re
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
sys.path.insert(0, str(ROOT / "tests/library"))
from cards import Cards  # noqa: E402
from handheld import HANDHELD, entries  # noqa: E402
from house import KWOTA, Checks  # noqa: E402

NUMBER, PIN, PATIENCE_S = "330100000017", "123456", 60
PSAM, PURSE, OF_HANDHELD, OF_ANOTHER_HANDHELD = 0, 1, 2, 3
check = Checks()


class Pump:
    """Its lines, as they come. `slot` and `reader`: of its module, and where cards are held to it."""

    def __init__(self, cards, slot=PSAM, reader=PURSE, state=None):
        words = [KWOTA, "meter", "run", "--model", "pump", "--number", NUMBER, "--infrared", "--load", "900000",
                 "--slot", cards.readers[slot], "--slot-pin", PIN, "--cards", cards.readers[reader]] + (["--state", str(state)] if state else [])
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ, PCSCLITE_CSOCK_NAME=cards.socket))
        self.lines = queue.Queue()
        threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stdout], daemon=True).start()
        self.where = re.search(r"tcp://\S+", self.lines.get(timeout=PATIENCE_S))[0]

    def swipe(self):
        """What it says of the next card that is held to it: refusal, fen paid, fen left. `runs`: what the pump did then."""
        while True:
            found = re.match(r"swipe (\S+) paid (\S+) balance (\S+) (\S+)", self.lines.get(timeout=PATIENCE_S))
            if found:
                self.runs = found[4] == "runs"
                return found[1], None if found[2] == "nothing" else fen(found[2]), fen(found[3])

    def end(self):
        self.process.terminate()
        self.process.wait(20)


def fen(text):
    return round(float(text) * 100)


def looked_at(env, cards, *words):
    """`kwota card show` and `trace` of the farmer's card: nothing but looking."""
    ours = ("--reader", cards.readers[PURSE], "--test-keys")  # neither county nor zone is said: what the programs take for granted fits together
    done = subprocess.run([KWOTA, "card", *words, *ours], capture_output=True, text=True, env=env)
    return done.stdout if done.returncode == 0 else done.stderr


def facts(env, cards):
    return json.loads(looked_at(env, cards, "show", "--json"))


def of_a_locked_card(env, cards):
    """While the pump runs"""
    seen = facts(env, cards)
    check.that((seen["standing"], seen["product"], seen["number"]) == ("ours", "purse_card", cards.numbers[PURSE]), "kwota card show: a purse card of ours, by its number", seen)
    check.that((seen["locked"], seen["lock_terminal"], seen["balance"]) == ("yes", cards.lines[PSAM + 1].split("terminal ")[1].split()[0], "10000"), "locked by the terminal of the pump's module, with what is on it", seen)
    check.that((seen["area_1"], seen["area_2"], seen["valid_from"], seen["valid_to"]) == ("33010001", "33010002", "20260101", "20461231"), "where and until when it is good", seen)


def of_a_free_card(env, cards, paid):
    """When it has paid"""
    seen = facts(env, cards)
    check.that((seen["locked"], seen["balance"]) == ("no", str(10000 - paid)), "free again, with what it has left", seen)
    check.that(seen["record_1"].startswith(f"94 {paid} ") and seen["record_2"].startswith("02 10000 ") and "record_3" not in seen, "its log, newest first: what the pump took, and the load", seen)
    text = looked_at(env, cards, "show")
    said = {"standing": "ours", "number": seen["number"][-16:], "valid": "2026-01-01 to 2046-12-31", "balance": f"{(10000 - paid) / 100:.2f}", "locked": "no", "area numbers": "33010001, 33010002"}
    check.that(all(re.search(rf"^{name} +{re.escape(value)}$", text, re.M) for name, value in said.items()), "to people it says money with its decimals and days of a calendar", [(name, value) for name, value in said.items() if not re.search(rf"^{name} +{re.escape(value)}$", text, re.M)] + [text])
    moves = [re.split("  +", line.strip()) for line in re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .*", text)]
    check.that([move[1:3] for move in moves] == [["debit", f"{paid / 100:.2f}"], ["load", "100.00"]], "and what was moved in words, newest first", text)
    check.that(subprocess.run([KWOTA, "card", "show", "--reader", cards.readers[PURSE], "--county", "13092500"], capture_output=True, text=True, env=env).stdout.count("other_county") == 1, "for another county it is a stranger's")


def traced(env, cards):
    """Each command by its name"""
    log = looked_at(env, cards, "trace").strip().split("\n")
    names = [re.split("  +", line)[-1] for line in log if line.startswith("> ")]
    wanted = ["SELECT application 3F01", "GET LOCK PROOF", "GET BALANCE", "INTERNAL AUTHENTICATE", "READ file 16", "READ RECORD 1 of file 17", *(f"READ RECORD {number} of file 18" for number in (1, 2, 3))]
    check.that([name for name in names if name in wanted] == wanted, "kwota card trace: every command that reads a purse, in its order", log)
    check.that(not any(name.split()[0] in ("UPDATE", "CREDIT", "DEBIT", "WRITE", "VERIFY", "GREY", "INIT", "INITIALIZE") for name in names), "none that changes anything", names)
    check.that(log[-1].endswith(f"on {cards.readers[PURSE]}: ours"), "and in the end what it is", log[-1])


def of_a_locked_psam(words, env, folder):
    """Its tries are used up, by one that is not his: the right PIN comes too late"""
    said = []
    while len(said) < 16 and not any("psam_pin_locked" in one for one in said):
        said.append(subprocess.run([*words, str(folder / "wrong")], capture_output=True, text=True, env=env).stderr)
    check.that(len(said) > 1 and all("psam_wrong_pin" in one for one in said[:-1]) and "psam_pin_locked" in said[-1], "each wrong PIN costs a try, and after the last one it is locked", said)
    for language, word in (("zh", "锁定"), ("ru", "заблокирован"), ("en", "is locked")):
        told = subprocess.run([*words, str(folder / "wrong"), "--language", language], capture_output=True, text=True, env=env).stderr
        check.that(word in told, f"in the crew's own language: {language}", told)
    late = subprocess.run([*words, str(folder / "pin")], capture_output=True, text=True, env=env)
    check.that(late.returncode == 1 and "psam_pin_locked" in late.stderr, "for the right one, too", late.stderr)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kwota-pump-"))
    cards = Cards("pump_psam", "purse_card", "handheld_psam", "handheld_psam")
    env = dict(os.environ, PCSCLITE_CSOCK_NAME=cards.socket)
    pump = None
    try:
        pump = Pump(cards)
        on = pump.swipe()
        check.that(on[0] == "none" and on[1] is None and on[2] == 10000, "the card that lies there starts it: its module has judged it", on)
        of_a_locked_card(env, cards)
        cards.say(f"pull {PURSE}")
        cards.say(f"put {PURSE}")
        off = pump.swipe()
        check.that(off[0] == "none" and off[1] is not None and off[1] > 0, "put down again it pays", off)
        status = subprocess.run([KWOTA, "purse", "status", "--json", "--reader", cards.readers[PURSE]], capture_output=True, text=True, env=env)
        check.that(status.returncode == 0 and fen(json.loads(status.stdout)["balance"]) == 10000 - off[1], "to the fen, by what the card says", status.stdout + status.stderr)
        of_a_free_card(env, cards, off[1])
        traced(env, cards)
        (folder / "pin").write_text(PIN + "\n")
        (folder / "wrong").write_text("000000\n")
        words = [HANDHELD, "--store", str(folder / "day"), "--port", pump.where, "--do", "read usage new", "--psam"]
        wrong = subprocess.run([*words, cards.readers[OF_HANDHELD], "--psam-pin-file", str(folder / "wrong")], capture_output=True, text=True, env=env)
        check.that(wrong.returncode == 1 and "psam_wrong_pin" in wrong.stderr, "a wrong PIN opens no handheld's PSAM", wrong.stderr)
        other = subprocess.run([*words, cards.readers[PURSE], "--psam-pin-file", str(folder / "pin")], capture_output=True, text=True, env=env)
        check.that(other.returncode == 1 and "psam_refused" in other.stderr, "a farmer's card is none", other.stderr)
        (folder / "empty").write_text("\n")
        for name in ("empty", "not there"):
            without = subprocess.run([*words, cards.readers[OF_HANDHELD], "--psam-pin-file", str(folder / name)], capture_output=True, text=True, env=env)
            check.that(without.returncode == 1 and "psam_pin_missing" in without.stderr, f"a PIN in a file that is {name} costs no try", without.stderr)
        of_a_locked_psam([*words, cards.readers[OF_ANOTHER_HANDHELD], "--psam-pin-file"], env, folder)
        read = subprocess.run([*words, cards.readers[OF_HANDHELD], "--psam-pin-file", str(folder / "pin")], capture_output=True, text=True, env=env)
        check.that(read.returncode == 0, "with its own the handheld proves itself, and the pump to it", read.stdout + read.stderr)
        visit = [HANDHELD, "--store", str(folder / "day"), "--port", pump.where, "--do", "visit", "--psam", cards.readers[OF_HANDHELD], "--psam-pin-file", str(folder / "pin")]
        whole = subprocess.run(visit, capture_output=True, text=True, env=env)
        check.that(whole.returncode == 0, "a whole visit ends well: the clocks of the two programs are of one zone", whole.stdout + whole.stderr)
        usage = [bytes_ for kind, bytes_ in entries(folder / "day" / f"{NUMBER}.kwh") if kind == "usage"]
        check.that(len(usage) == 1 and usage[0][39:43] != bytes(4), "and brings the record with the card's proof", usage)
    finally:
        if pump:
            pump.end()
        cards.end()
    print(f"{check.passed} checks passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
