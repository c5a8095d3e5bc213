#!/usr/bin/env python3
"""libkwotareader.so.1 and a pump: a virtual one with a PSAM as its module takes what the library has done with a card, and the library reads what the pump has
left on it. A crew's tool card is obeyed, a loaded purse waters, and a card that a pump without power left locked is freed. One line per check.
KWOTA names another program than build/release/apps/kwota, KWOTA_READER_LIBRARY another library than the one beside it."""
import ctypes
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests/terminal"))
sys.path.insert(0, str(ROOT / "tests/library"))
import centre as desk  # noqa: E402
from cards import LIBRARY, Cards, Record, filled, load_library  # noqa: E402
from pump_slot import Pump  # noqa: E402
from with_python import PIN, Handle  # noqa: E402
from house import Checks  # noqa: E402

OF_PUMP, PURSE, PSAM, TOOL, AT_THE_PUMP = range(5)
FIRST_MONEY, LOADED = 10_000, 2_500
LOAD, LOCK, DEBIT, RELEASE = 0x02, 0x92, 0x94, 0x96
TEST_RUN, BLACK_LIST, LAST_DAY = 0x26, 0x25, "20991231"
check = Checks()


class World:
    """A library, its cards, and the pump with what it remembers."""

    def __init__(self, folder):
        self.cards, self.state, self.orders = Cards("pump_psam", "purse_card", "psam", "tool_card", "blank"), folder, 0
        os.environ["PCSCLITE_CSOCK_NAME"] = self.cards.socket  # before the library is loaded: read once a process
        self.library = load_library()
        self.number = self.cards.numbers[PURSE]
        self.cards.say(f"pull {AT_THE_PUMP}")
        self.pump = None
        self.power(True)

    def power(self, on):
        if on:
            self.pump = Pump(self.cards, OF_PUMP, AT_THE_PUMP, self.state)
        elif self.pump:
            self.pump.end()
            self.pump = None

    def swipe(self, card):
        """It is held to the pump, and is back on its own reader."""
        self.cards.say(f"put {card} {AT_THE_PUMP}")
        said = self.pump.swipe()
        self.cards.say(f"put {card} {card}")
        return said

    def till(self):
        return Handle(self.library, self.cards.port(PURSE, psam=PSAM))

    def log(self, hand):
        records, count = (Record * 10)(), ctypes.c_int()
        records[0].cb = ctypes.sizeof(Record)
        done = hand.card_records(ctypes.byref(records), 10, ctypes.byref(count))
        return [(row.tt, row.amount, row.tid.decode()) for row in records[:count.value]] if done == 0 else done

    def order(self, kind, data):
        """Onto the tool card, under a number of its own."""
        self.orders += 1
        payload = desk.be(self.orders, 4) + bytes.fromhex(LAST_DAY) + desk.be(self.orders, 2) + data
        hand = Handle(self.library, self.cards.port(TOOL))
        hand.centre.frame = desk.tool_frame(kind, payload)
        done = hand.issue_tool_card(kind, payload.hex().encode())
        hand.close()
        return done, payload

    def stands_there(self):
        hand = Handle(self.library, self.cards.port(TOOL))
        kind, out = ctypes.c_int(), ctypes.create_string_buffer(600)
        done = hand.read_tool_card(ctypes.byref(kind), out, 600)
        hand.close()
        return (kind.value, bytes.fromhex(out.value.decode())) if done == 0 else done

    def end(self):
        self.power(False)
        self.cards.end()


def obeyed(world):
    """A tool card of kw_issue_tool_card"""
    done, payload = world.order(TEST_RUN, desk.be(30, 2))
    check.that(done == 0 and world.stands_there() == (TEST_RUN, payload), "a test run of 30 s is written", done)
    check.that(world.swipe(TOOL)[0] == "none" and world.pump.runs, "the pump obeys: it runs, and nobody pays")
    check.that(world.swipe(TOOL)[0] == "tool_refused", "the same card once more it does not")
    check.that(world.stands_there() == (TEST_RUN, payload), "and leaves the order on the card as it is")


def waters(world):
    """A purse that kw_load has filled"""
    till = world.till()
    till.psam_verify(0, PIN)
    done, trade = till.load(world.number, LOADED)
    check.that(done == 0 and trade.bal_after == FIRST_MONEY + LOADED, "25.00 are loaded", (done, trade.bal_after))
    on = world.swipe(PURSE)
    check.that(on == ("none", None, FIRST_MONEY + LOADED) and world.pump.runs, "the pump finds them on it, and runs", on)
    status, proof = till.status(), till.lock_proof()
    check.that(status.grey == 1 and proof.state == 1 and proof.tid.decode() in world.cards.lines[OF_PUMP + 1], "kw_lock_status: it is locked, by the terminal of the pump's module", (status.grey, proof.tid))
    check.that(till.buy(world.number, 1)[0] == -10 and till.undeduct(world.number, 1, term_seq=1)[0] == -10, "a till takes nothing of it: -10")
    off = world.swipe(PURSE)
    check.that(off[0] == "none" and off[1] and off[1] > 0 and off[2] == FIRST_MONEY + LOADED - off[1], "held to it again it pays", off)
    status = till.status()
    check.that(status.grey == 0 and status.balance == FIRST_MONEY + LOADED - off[1], "to the fen, by kw_card_status", (status.grey, status.balance))
    log = world.log(till)
    check.that(log[0] == (DEBIT, off[1], proof.tid.decode()) and log[1][:2] == (LOAD, LOADED), "and by kw_card_records, under the pump's terminal number, above the load", log)
    check.that(till.buy(world.number, 100)[0] == 0, "a till sells on it again")
    till.close()


def freed(world):
    """A card that a pump without power left locked"""
    till = world.till()
    before = till.status().balance
    on = world.swipe(PURSE)
    check.that(on == ("none", None, before), "the pump runs", on)
    world.power(False)
    proof = till.lock_proof()
    check.that(till.status().grey == 1 and proof.state == 1 and proof.balance == before, "the mains are gone: the card stays locked", (till.status().grey, proof.balance))
    till.psam_verify(0, PIN)
    check.that(till.load(world.number, 100)[0] == -10, "nothing is loaded onto it: -10")
    done, trade = till.release(world.number, 300)
    check.that(done == 0 and (trade.tt, trade.amount, trade.bal_after) == (RELEASE, 300, before - 300) and till.centre.proven == 1, "kw_release_lock settles it, 3.00 arbitrated, MAC3 right", (done, trade.tt, trade.bal_after))
    check.that(till.status().grey == 0 and till.release(world.number, 300)[0] == -11, "once: it is free, and again -11")
    check.that(world.log(till)[0][:2] == (RELEASE, 300), "kw_card_records says so", world.log(till)[0])
    world.power(True)
    on = world.swipe(PURSE)
    check.that(on == ("none", None, before - 300), "with its power back the pump gives him water, and takes nothing twice", on)
    off = world.swipe(PURSE)
    check.that(off[0] == "none" and till.status().grey == 0 and till.status().balance == before - 300 - off[1], "which he pays", off)
    till.close()


def refused(world):
    """A black list that came by the library"""
    done, _ = world.order(BLACK_LIST, desk.be(1, 2) + bytes([1]) + bytes.fromhex(world.number[-16:]))
    check.that(done == 0 and world.swipe(TOOL)[0] == "none", "the pump takes it over from the tool card", done)
    check.that(world.swipe(PURSE)[0] == "black_listed", "and serves this card no more")
    till = world.till()
    check.that(till.status().grey == 0 and till.buy(world.number, 1)[0] == 0, "which is not locked by that: a till that knows of no list sells on it")
    till.close()


def by_a_c_program(world, folder):
    """A C program with nothing but the header"""
    program = pathlib.Path(folder) / "with_pump"
    made = subprocess.run(["gcc", "-std=gnu89", "-Wall", "-Wextra", "-pedantic", "-Werror", f"-I{ROOT / 'include'}", HERE / "with_pump.c", f"-I{HERE}", "-o", program, LIBRARY], capture_output=True, text=True)
    check.that(made.returncode == 0, "gcc compiles it", made.stderr)
    env = dict(os.environ, LD_LIBRARY_PATH=str(pathlib.Path(LIBRARY).parent))
    words = [program, world.cards.readers[PURSE], world.cards.readers[PSAM], world.number]
    with subprocess.Popen(words, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            if not line.startswith("do "):
                print("   " + line, end="")
                continue
            answer = (0, 0, 0)
            if line == "do swipe\n":
                refusal, paid, left = world.swipe(PURSE)
                answer = (int(refusal != "none"), paid or 0, left)
            else:
                world.power(line == "do light\n")
            running.stdin.write("{} {} {}\n".format(*answer))
            running.stdin.flush()
    check.that(running.returncode == 0, "and all of it holds", running.returncode)


def main():
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        try:
            for story in (obeyed, waters, freed, lambda one: by_a_c_program(one, folder), refused):
                print(f"-- {story.__doc__ or by_a_c_program.__doc__}")
                story(world)
        finally:
            world.end()
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
