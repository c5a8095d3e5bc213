#!/usr/bin/env python3
"""libkwotareader.so.1 from Python, with nothing of ours but the library itself: all fifteen functions against virtual cards – purse, two PSAMs, load SAM, tool card,
blank card –, what is wrong with a card, a PIN, a MAC or a caller, and the card pulled at every command that moves money.
KWOTA names another program than build/release/apps/kwota, KWOTA_READER_LIBRARY another library than the one beside it."""
import ctypes
import os
import subprocess
import sys
import threading
import time

import centre as desk
import des
from cards import AUTH, LIBRARY, ROOT, TRACE, CardInfo, Cards, LockProof, Record, Status, Trade, filled, load_library

PURSE, PSAM, ISAM, TOOL, BLANK, OTHER_PURSE, OTHER_PSAM, LOAD_SAM, OTHER_ISSUERS, ONE_KEY = range(10)
PIN = b"123456"
passed = failed = 0


def check(ok, what, seen=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(f"{'ok    ' if ok else 'FAILED'} {what}" + ("" if ok else f"   seen: {seen}"), flush=True)


class Handle:
    """One handle with its centre; every call as a method without the handle."""

    def __init__(self, lib, port, auth=True, open_sams=True):
        self.lib, self.number = lib, lib.kw_open(port, 0)
        if self.number <= 0:
            raise RuntimeError(f"open {port}: {self.number}")
        self.centre, self.callback = desk.Centre(), None
        if auth:
            self.callback = AUTH(self.centre)
            lib.kw_set_auth(self.number, self.callback, None)
        if open_sams and b"psam" in port:
            self.psam_verify(1, PIN)
        if open_sams and b"isam" in port:
            self.psam_verify(2, PIN)

    def __getattr__(self, name):
        return lambda *words: getattr(self.lib, f"kw_{name}")(self.number, *words)

    def status(self):
        out = filled(Status)
        done = self.card_status(ctypes.byref(out))
        return out if done == 0 else done

    def lock_proof(self):
        out = filled(LockProof)
        done = self.lock_status(ctypes.byref(out))
        return out if done == 0 else done

    def move(self, name, number, *words, term_seq=0):
        out = filled(Trade)
        out.term_seq = term_seq
        done = getattr(self.lib, f"kw_{name}")(self.number, number.encode(), *words, ctypes.byref(out))
        return done, out

    def load(self, number, fen):
        return self.move("load", number, fen, b"")

    def buy(self, number, fen):
        return self.move("deduct", number, fen, 0)

    def lock(self, number):
        return self.move("deduct", number, 0, 1)

    def undeduct(self, number, fen, term_seq=0):
        return self.move("undeduct", number, fen, term_seq=term_seq)

    def release(self, number, fen):
        return self.move("release_lock", number, fen)


def border(lib, cards):
    """What is said to somebody who calls it wrongly"""
    exported = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], capture_output=True, text=True, check=True).stdout.split("\n")
    names = {line.split()[-1].split("@")[0] for line in exported if line}
    check(len(names - {"KW_1"}) == 20 and all(name.startswith("kw_") or name == "KW_1" for name in names), "nm -D: twenty functions kw_*, and nothing else", names)
    needed = subprocess.run(["readelf", "-d", LIBRARY], capture_output=True, text=True, check=True).stdout
    check("libkwotareader.so.1]" in needed and not any(word in needed for word in ("sqlite", "curl", "boost", "pango", "icu")), "SONAME libkwotareader.so.1; no database, no HTTP beneath it", needed)
    check(lib.kw_version() >> 16 == 1, "kw_version() says ABI 1")
    texts = [lib.kw_strerror(-16, language).decode() for language in (b"zh", b"en", b"ru")]
    check(len(set(texts)) == 3 and lib.kw_strerror(-16, None) == lib.kw_strerror(-16, b"en") and lib.kw_strerror(-12345, b"xx"), "errors in three languages, and in English for all others", texts)
    check(lib.kw_open(b"pcsc:no such reader", 0) == -1 and lib.kw_open(b"pcsc:99", 0) == -1, "no such reader: -1")
    check(lib.kw_open(b"com1", 9600) == -18 and lib.kw_open(None, 0) == -18 and lib.kw_open(cards.port(PURSE) + b";x=pcsc:0", 0) == -18, "a port that is none: -18")
    check(lib.kw_open(cards.port(PURSE, psam=PURSE), 0) == -18, "one reader for card and PSAM: -18")
    check(lib.kw_open(b"pcsc:", 0) == -4, "cards on several readers, and none named: -4")
    first = lib.kw_open(b"pcsc:0", 0)
    check(first > 0 and lib.kw_close(first) == 0 and lib.kw_close(first) == -18 and lib.kw_last_sw(first) == -18, "a reader by its number; a closed handle is none")
    check(lib.kw_card_status(777, ctypes.byref(filled(Status))) == -18, "a handle that nobody gave: -18")


def looking(lib, cards):
    """A purse is read"""
    hand = Handle(lib, cards.port(PURSE))
    number = cards.numbers[PURSE]
    out = ctypes.create_string_buffer(21)
    check(hand.read_card_no(out, 21) == 0 and out.value.decode() == number, "its number", out.value)
    check(hand.read_card_no(out, 20) == -17, "a buffer that is too small: -17")
    info = filled(CardInfo)
    check(hand.read_card_info(ctypes.byref(info)) == 0 and info.asn.decode() == number and info.holder.decode() == "测试卡" and info.id_no == b"TEST", "its holder in UTF-8", (info.holder, info.id_no))
    check(info.areas == 2 and info.area[0].value == b"33010001" and info.valid_to == b"20461231" and info.issuer.startswith(b"3301"), "areas, validity, issuer", info.area[0].value)
    status = hand.status()
    check((status.family, status.grey, status.blocked, status.expired, status.balance) == (1, 0, 0, 0, 10000), "family, lock, balance", (status.family, status.balance))
    check(status.online_seq == 0xFFFFFFFF and status.offline_seq == 0, "the online counter is told behind the PIN only", status.online_seq)
    records, count = (Record * 10)(), ctypes.c_int()
    records[0].cb = ctypes.sizeof(Record)
    check(hand.card_records(ctypes.byref(records), 10, ctypes.byref(count)) == 0 and count.value == 1 and records[0].tt == 2 and records[0].amount == 10000, "its first load in the log", count.value)
    proof = hand.lock_proof()
    check(proof.state == 0, "it is not locked")
    small = filled(Status, 12)
    small.blocked = 77
    check(hand.card_status(ctypes.byref(small)) == 0 and small.cb == 12 and small.family == 1 and small.blocked == 77, "cb 12: three members, and nothing behind them", (small.cb, small.blocked))
    small = filled(Status, 14)
    check(hand.card_status(ctypes.byref(small)) == 0 and small.cb == 12, "cb 14: whole members only", small.cb)
    room = ctypes.create_string_buffer(b"\xee" * 200, 200)
    large = ctypes.cast(room, ctypes.POINTER(Status))
    large.contents.cb = 200
    check(hand.card_status(large) == 0 and large.contents.cb == ctypes.sizeof(Status) and room.raw[ctypes.sizeof(Status)] == 0xEE, "cb 200: what there is, and cb says so", large.contents.cb)
    check(hand.card_status(ctypes.byref(filled(Status, 2))) == -18 and hand.card_status(None) == -18, "no room at all: -18")
    hand.close()
    for card, family in ((TOOL, 2), (BLANK, 5), (PSAM, 4)):
        hand = Handle(lib, cards.port(card))
        status = hand.status()
        check(getattr(status, "family", status) == family, f"card {card} is of family {family}", getattr(status, "family", status))
        if card == BLANK:
            check(hand.load(number, 100)[0] == -5 and hand.read_card_no(out, 21) == -5, "nothing is sold onto a blank card: -5")
        hand.close()


def loading(lib, cards):
    """Money comes onto it"""
    number = cards.numbers[PURSE]
    hand = Handle(lib, cards.port(PURSE, psam=PSAM))
    check(hand.load(number, 100)[0] == -7 and hand.last_sw() == 0x6982, "without the PIN: -7", hex(hand.last_sw()))
    check(hand.psam_verify(0, b"654321") == -7 and hand.last_sw() == 0x63C2, "a wrong PIN: -7, and how many tries are left", hex(hand.last_sw()))
    check(hand.psam_verify(0, b"654321") == -7 and hand.last_sw() == 0x63C1, "again", hex(hand.last_sw()))
    check(hand.status().pin_tries == 1, "one try is left", hand.status().pin_tries)
    check(hand.psam_verify(0, PIN) == 0, "the right one")
    done, trade = hand.load(number, 2500)
    check(done == 0 and (trade.tt, trade.seq, trade.bal_before, trade.bal_after, trade.amount) == (2, 1, 10000, 12500, 2500), "a load by the centre", (done, trade.seq, trade.bal_after))
    check(trade.datetime.decode() == hand.centre.moment and trade.tid == b"330110000301" and hand.centre.proven == 1, "its TAC is right, and the centre was shown it", (trade.tid, hand.centre.proven))
    check(hand.status().online_seq == 2 and hand.status().balance == 12500, "the card counts it", hand.status().online_seq)
    hand.centre.wrong = True
    check(hand.load(number, 100)[0] == -8 and hand.status().balance == 12500, "MAC2 one bit wrong: -8, nothing moved", hand.status().balance)
    hand.centre.wrong, hand.centre.refuses = False, -12
    check(hand.load(number, 100)[0] == -12 and hand.status().balance == 12500, "the centre has the card on its black list: -12")
    hand.centre.refuses = 0
    check(hand.load(cards.numbers[OTHER_PURSE], 100)[0] == -15, "another card than was named: -15")
    check(hand.load("12", 100)[0] == -18 and hand.load(number, 0)[0] == -18, "no number, no amount: -18")
    check(hand.load(number, 99_999_999)[0] == -9, "more than a purse may hold: -9")
    hand.close()
    bare = Handle(lib, cards.port(PURSE), auth=False)
    check(bare.load(number, 100)[0] == -6 and bare.release(number, 0)[0] == -6 and bare.buy(number, 100)[0] == -6, "nobody who seals, no PSAM: -6")
    bare.close()
    sam = Handle(lib, cards.port(PURSE, isam=ISAM), auth=False, open_sams=False)
    sam.psam_verify(0, PIN)
    check(sam.load(number, 100)[0] == -7, "a load SAM that was given no PIN: -7", hex(sam.last_sw()))
    check(sam.psam_verify(2, b"999999") == -7 and sam.psam_verify(2, PIN) == 0, "its PIN, wrong and right")
    done, trade = sam.load(number, 1500)
    message = desk.be(trade.bal_after, 4) + desk.be(trade.seq, 2) + desk.be(1500, 4) + b"\x02" + bytes.fromhex(trade.tid.decode()) + bytes.fromhex(trade.datetime.decode())
    check(done == 0 and trade.bal_after == 14000 and trade.tid == b"330110000401" and trade.tac.decode() == desk.tac(number, message), "a load out of its quota, TAC right", (done, trade.bal_after))
    check(sam.release(number, 0)[0] == -11, "nothing is locked: -11")
    sam.close()


def by_load_sam(lib, cards):
    """A load SAM that is asked in field terms, and nobody at the other end"""
    number = cards.numbers[PURSE]
    sam = Handle(lib, cards.port(PURSE, psam=PSAM, isam=LOAD_SAM), auth=False)
    sam.psam_verify(0, PIN)
    before = sam.status().balance
    done, trade = sam.load(number, 1500)
    message = desk.be(trade.bal_after, 4) + desk.be(trade.seq, 2) + desk.be(1500, 4) + b"\x02" + bytes.fromhex(trade.tid.decode()) + bytes.fromhex(trade.datetime.decode())
    check(done == 0 and trade.bal_after == before + 1500 and trade.tid == b"330110000601" and trade.tac.decode() == desk.tac(number, message), "a load out of its quota, TAC right", (done, hex(sam.last_sw())))
    check(sam.release(number, 0)[0] == -11, "nothing is locked: -11")
    check(sam.lock(number)[0] == 0, "a pump locks the card")
    done, trade = sam.release(number, 250)
    check(done == 0 and trade.tt == 0x96 and trade.bal_after == before + 1250 and trade.tid == b"330110000601" and sam.status().grey == 0, "the load SAM frees it, 2.50 arbitrated", (done, hex(sam.last_sw())))
    check(sam.lock(number)[0] == 0 and sam.release(number, 0)[0] == 0 and sam.status().balance == before + 1250, "and for nothing")
    check(sam.lock(number)[0] == 0, "once more")
    cards.say(f"tear {PURSE} 4 after")
    torn = sam.release(number, 100)[0]
    if torn == -16:
        cards.say(f"put {PURSE}")
        torn, trade = sam.release(number, 100)
    else:
        cards.say(f"put {PURSE}")
    check(torn in (0, -3), "pulled while it is freed: the same call again says what was done", torn)
    if sam.status().grey:
        check(sam.release(number, 100)[0] == 0, "and does it, if it was not")
    check(sam.status().balance == before + 1150 and sam.status().grey == 0, "once", sam.status().balance)
    cards.say(f"pull {LOAD_SAM}")
    check(sam.load(number, 100)[0] == -6, "the load SAM is pulled: -6")
    cards.say(f"put {LOAD_SAM}")
    check(sam.load(number, 100)[0] == -7, "it has lost its PIN with its power: -7", hex(sam.last_sw()))
    sam.close()
    of_before = Handle(lib, cards.port(PURSE, psam=PSAM, isam=ISAM), auth=False)
    check(of_before.lock(number)[0] == 0 and of_before.release(number, 0)[0] == -19, "a load SAM of before holds no key that frees it: -19")
    of_before.close()
    newer = Handle(lib, cards.port(PURSE, isam=LOAD_SAM), auth=False)
    check(newer.release(number, 0)[0] == 0, "a newer one does")
    newer.close()


def spending(lib, cards):
    """Money leaves it"""
    number = cards.numbers[PURSE]
    closed = Handle(lib, cards.port(PURSE, psam=PSAM), open_sams=False)
    cards.say(f"pull {PSAM}")
    check(closed.buy(number, 100)[0] == -6, "the PSAM is pulled: -6")
    cards.say(f"put {PSAM}")
    check(closed.buy(number, 100)[0] == -7, "it has lost its PIN with its power: -7", hex(closed.last_sw()))
    closed.close()
    hand = Handle(lib, cards.port(PURSE, psam=PSAM))
    before = hand.status().balance
    done, trade = hand.buy(number, 321)
    check(done == 0 and trade.tt == 6 and trade.bal_after == before - 321 and trade.tac.decode() == desk.tac(number, desk.debit_tac(trade)), "a purchase, TAC right", (done, trade.bal_after))
    check(hand.buy(number, 10_000_000)[0] == -9, "more than there is: -9")
    done, lock = hand.lock(number)
    check(done == 0 and lock.tt == 0x92 and lock.bal_after == lock.bal_before, "a lock", done)
    proof, status = hand.lock_proof(), hand.status()
    check(proof.state == 1 and proof.seq == lock.seq and proof.tid == lock.tid and proof.x == lock.mac and proof.y == lock.tac and status.grey == 1, "the card shows it", proof.state)
    check(hand.lock(number)[0] == -10 and hand.buy(number, 1)[0] == -10, "nothing else is taken meanwhile: -10")
    hand.psam_verify(0, PIN)
    check(hand.load(number, 1)[0] == -10, "nor loaded: -10")
    done, trade = hand.undeduct(number, 1234)
    check(done == 0 and trade.tt == 0x94 and trade.bal_after == before - 321 - 1234 and trade.tac.decode() == desk.tac(number, desk.debit_tac(trade)), "its debit, TAC right", (done, trade.bal_after))
    check(hand.undeduct(number, 1234)[0] == -11, "again: it is not locked any more: -11")
    hand.lock(number)
    done, trade = hand.undeduct(number, 0)
    check(done == 0 and trade.amount == 0, "a lock without use costs nothing")
    done, lock = hand.lock(number)
    hand.close()
    other = Handle(lib, cards.port(PURSE, psam=OTHER_PSAM))
    check(other.undeduct(number, 5)[0] == -10, "another terminal's lock: -10")
    other.close()
    hand = Handle(lib, cards.port(PURSE, psam=PSAM))
    check(hand.undeduct(number, 5)[0] == -18, "a new handle does not know the lock's number: -18")
    done, trade = hand.undeduct(number, 5, term_seq=lock.term_seq)
    check(done == 0 and trade.term_seq == lock.term_seq, "and is told it in term_seq", done)
    hand.lock(number)
    before = hand.status().balance
    hand.centre.wrong = True
    check(hand.release(number, 300)[0] == -8 and hand.status().grey == 1, "MAC2 of a release one bit wrong: -8, still locked")
    hand.centre.wrong = False
    done, trade = hand.release(number, 300)
    check(done == 0 and trade.tt == 0x96 and trade.bal_after == before - 300 and hand.status().grey == 0 and hand.centre.proven == 1, "released by the centre, 3.00 arbitrated, MAC3 right", (done, trade.bal_after))
    check(hand.release(number, 300)[0] == -11, "again: -11")
    hand.close()


def keys_and_tools(lib, cards):
    """A PSAM gets a key, a tool card its order"""
    hand = Handle(lib, cards.port(PURSE, psam=PSAM))
    chip = "2026112200000301"
    hand.centre.body = desk.key_body(chip, 0x22, 1, desk.root("purchase"))
    check(hand.psam_set_key(1, 0x22, 1, hand.centre.body.hex().encode()) == 0, "purchase key written, sealed by the centre over the PSAM's challenge", hex(hand.last_sw()))
    check(hand.buy(cards.numbers[PURSE], 1)[0] == 0, "it works with that key")
    hand.centre.wrong = True
    check(hand.psam_set_key(1, 0x22, 1, hand.centre.body.hex().encode()) == -8, "its MAC one bit wrong: -8", hex(hand.last_sw()))
    check(hand.psam_set_key(1, 0x22, 1, (hand.centre.body + bytes(4)).hex().encode()) == -8, "a whole cryptogram of no challenge: -8", hex(hand.last_sw()))
    check(hand.psam_set_key(1, 0x22, 1, b"00") == -18 and hand.psam_set_key(0, 0x22, 1, hand.centre.body.hex().encode()) == -18, "no cryptogram, no PSAM slot: -18")
    hand.close()
    hand = Handle(lib, cards.port(TOOL))
    data = bytes.fromhex("629219852027123102AA20260821093000")
    hand.centre.frame = desk.tool_frame(0x22, data)
    kind, out = ctypes.c_int(), ctypes.create_string_buffer(600)
    check(hand.read_tool_card(ctypes.byref(kind), out, 600) == -5, "an empty tool card says nothing: -5")
    check(hand.issue_tool_card(0x22, data.hex().encode()) == 0, "a clock card", hex(hand.last_sw()))
    check(hand.read_tool_card(ctypes.byref(kind), out, 600) == 0 and kind.value == 0x22 and out.value.decode() == data.hex().upper(), "and back", (kind.value, out.value))
    check(hand.read_tool_card(ctypes.byref(kind), out, 10) == -17, "a buffer that is too small: -17")
    hand.centre.wrong = True
    check(hand.issue_tool_card(0x22, data.hex().encode()) == -8, "MAC one bit wrong: -8")
    check(hand.issue_tool_card(0x29, b"00") == -18 and hand.issue_tool_card(0x22, b"0") == -18, "no such tool, no payload: -18")
    hand.close()


def another_program(lib, cards):
    """Another program has the card: it waits for its turn, or says so"""
    pcsc = ctypes.CDLL("libpcsclite.so.1")
    context, handle, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
    pcsc.SCardEstablishContext(2, None, None, ctypes.byref(context))
    pcsc.SCardConnect.argtypes = [ctypes.c_long, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_void_p]
    pcsc.SCardConnect(context.value, cards.readers[OTHER_PURSE].encode(), 1, 3, ctypes.byref(handle), ctypes.byref(protocol))
    hand = Handle(lib, cards.port(OTHER_PURSE))
    busy = hand.status()
    pcsc.SCardDisconnect(ctypes.c_long(handle.value), ctypes.c_ulong(0))
    check(busy == -20 and hand.status().balance == 10000, "exclusively somebody else's: -20, and then ours", busy)
    pcsc.SCardReleaseContext(context)
    hand.close()


def in_a_child(lib, cards):
    """After fork() the child has nothing"""
    hand = Handle(lib, cards.port(PURSE))
    child = os.fork()
    if child == 0:
        out = filled(Status)
        answers = [lib.kw_card_status(hand.number, ctypes.byref(out)), lib.kw_open(b"pcsc:0", 0), lib.kw_close(hand.number), lib.kw_last_sw(hand.number), lib.kw_load(hand.number, b"0" * 20, 1, b"", None)]
        os._exit(0 if answers == [-18] * 5 else 1)
    _, ended = os.waitpid(child, 0)
    check(ended == 0 and hand.status().family == 1, "every call answers -18, and the parent goes on")
    hand.close()


def threads(lib, cards):
    """Two threads on one handle, and two on handles of their own"""
    number, other = cards.numbers[PURSE], cards.numbers[OTHER_PURSE]
    one = Handle(lib, cards.port(PURSE, psam=PSAM))
    two = Handle(lib, cards.port(OTHER_PURSE, psam=OTHER_PSAM))
    before, others = one.status().balance, two.status().balance
    answers = []

    def spend(hand, card):
        for _ in range(10):
            answers.append(hand.buy(card, 1)[0])

    at_work = [threading.Thread(target=spend, args=words) for words in ((one, number), (one, number), (two, other), (two, other))]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    check(answers == [0] * 40 and one.status().balance == before - 20 and two.status().balance == others - 20, "forty purchases, each once", (answers.count(0), one.status().balance - before))
    said = []

    def again(_user, _request, _answer):
        said.append(lib.kw_card_status(one.number, ctypes.byref(filled(Status))))
        return -99

    callback = AUTH(again)
    lib.kw_set_auth(one.number, callback, None)
    one.psam_verify(0, PIN)
    check(one.load(number, 1)[0] == -99 and said == [-20], "a callback that calls its own handle is told so: -20", said)
    one.close(), two.close()
    pairs = [Handle(lib, cards.port(PURSE, psam=PSAM)) for _ in range(2)]
    for hand in pairs:
        hand.psam_verify(0, PIN)
    done = []

    def both(hand, first, second):
        for _ in range(5):
            done.append((first(hand), second(hand)))

    at_work = [threading.Thread(target=both, args=(pairs[0], lambda hand: hand.load(number, 1)[0], lambda hand: hand.buy(number, 1)[0])),
               threading.Thread(target=both, args=(pairs[1], lambda hand: hand.buy(number, 1)[0], lambda hand: hand.load(number, 1)[0]))]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    check(done == [(0, 0)] * 10, "two handles on the same readers take turns", done)
    for hand in pairs:
        hand.close()


def no_secrets(lib, cards):
    """What is traced"""
    lines = []
    trace = TRACE(lambda line: lines.append(line.decode()))
    lib.kw_set_trace(trace)
    hand = Handle(lib, cards.port(PURSE))
    hand.psam_verify(0, PIN)
    hand.close()
    lib.kw_set_trace(ctypes.cast(None, TRACE))
    check(any(" 00 20 00 01 Lc 6 -> 9000" in line for line in lines) and not any("313233" in line for line in lines), "headers and status, no PIN", lines[-1:])


# ---- torn


MOVES = {  # what is done: commands on the card, what stands before it, what it costs
    "load": (6, None, lambda hand, number: hand.load(number, 100), +100),
    "purchase": (5, None, lambda hand, number: hand.buy(number, 10), -10),
    "lock": (5, None, lambda hand, number: hand.lock(number), 0),
    "debit": (5, "lock", lambda hand, number: hand.undeduct(number, 20), -20),
    "release": (5, "lock", lambda hand, number: hand.release(number, 30), -30),
}


def put_right(hand, number):
    if hand.status().grey == 1 and hand.undeduct(number, 0)[0] != 0:
        hand.release(number, 0)


def torn(lib, cards):
    """The card pulled at every command, before it and before its answer: done once, or not at all, and always known in the end"""
    number = cards.numbers[PURSE]
    hand = Handle(lib, cards.port(PURSE, psam=PSAM))
    hand.psam_verify(0, PIN)
    for name, (commands, needs, move, costs) in MOVES.items():
        seen, wrong = {}, []
        for at in range(1, commands + 1):
            for when in ("before", "after"):
                put_right(hand, number)
                if needs:
                    hand.lock(number)
                before = hand.status().balance
                cards.say(f"tear {PURSE} {at} {when}")
                done, _ = move(hand, number)
                cards.say(f"put {PURSE}")
                now = hand.status()
                moved = now.balance != before or (name == "lock" and now.grey == 1) or (needs and now.grey != 1)
                seen[done] = seen.get(done, 0) + 1
                if (done == 0 and not moved) or (done in (-3, -2) and moved) or done not in (0, -2, -3, -16):
                    wrong.append((at, when, done, moved))
                again = move(hand, number)[0] if done != 0 else 0
                after = hand.status()
                if again != 0 or after.balance != before + costs:
                    wrong.append((at, when, done, again, after.balance - before))
        check(not wrong, f"{name}: {2 * commands} tears, answers {dict(sorted(seen.items()))}", wrong)
    put_right(hand, number)
    hand.close()


def exchanged(lib, cards):
    """Another card is put there after a torn load: it pays for nothing"""
    number, other = cards.numbers[PURSE], cards.numbers[OTHER_PURSE]
    hand = Handle(lib, cards.port(PURSE, psam=PSAM))
    hand.psam_verify(0, PIN)
    before = hand.status().balance
    cards.say(f"tear {PURSE} 6 after")
    check(hand.load(number, 700)[0] == -16, "a load whose answer was lost: -16")
    cards.say(f"put {OTHER_PURSE} {PURSE}")
    check(hand.load(number, 700)[0] == -15, "another card: -15")
    check(hand.load(other, 700)[0] == -7, "and that one wants its own PIN: -7")
    cards.say(f"put {PURSE}"), cards.say(f"put {OTHER_PURSE}")
    check(hand.load(number, 800)[0] == -16, "another amount is not what is open: -16")
    done, trade = hand.load(number, 700)
    check(done == 0 and trade.bal_after == before + 700 and hand.status().balance == before + 700 and hand.centre.proven == 1, "the same again: it was done, once, and is proven", (done, trade.bal_after))
    hand.psam_verify(0, PIN)
    before = hand.status().balance
    cards.say(f"tear {PURSE} 6 after")
    check(hand.load(number, 600)[0] == -16, "another one")
    cards.say(f"put {PURSE}")
    elsewhere = Handle(lib, cards.port(PURSE, psam=OTHER_PSAM))
    check(elsewhere.buy(number, 5)[0] == 0, "he spends of it elsewhere, and the proof of the load is gone")
    elsewhere.close()
    check(hand.load(number, 600)[0] == 1 and hand.status().balance == before + 595, "its counter tells that it was done: 1, and no second load", hand.status().balance - before)
    cards.say(f"tear {PURSE} 5 after")
    check(hand.lock(number)[0] == -16, "a lock whose answer was lost: -16")
    cards.say(f"put {PURSE}")
    check(hand.lock_proof().state == 1 and hand.undeduct(number, 7)[0] == 0, "kw_lock_status says that it stands, and its debit is taken")
    hand.close()


class Raw:
    """A card spoken to by PC/SC alone, as the office's own program does it."""

    def __init__(self, reader):
        self.pcsc = ctypes.CDLL("libpcsclite.so.1")
        self.context, self.card, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
        self.pcsc.SCardEstablishContext(2, None, None, ctypes.byref(self.context))
        self.pcsc.SCardConnect.argtypes = [ctypes.c_long, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_void_p]
        self.pcsc.SCardConnect(self.context.value, reader.encode(), 2, 2, ctypes.byref(self.card), ctypes.byref(protocol))
        self.pcsc.SCardTransmit.argtypes = [ctypes.c_long, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]

    def send(self, apdu):
        answer, size, header = ctypes.create_string_buffer(258), ctypes.c_ulong(258), (ctypes.c_ulong * 2)(2, 16)
        self.pcsc.SCardTransmit(self.card.value, ctypes.byref(header), apdu, len(apdu), None, answer, ctypes.byref(size))
        return answer.raw[:size.value]

    def protected(self, number, head, data=b""):
        """With a MAC of the office's maintenance key over the card's challenge."""
        challenge = self.send(bytes.fromhex("0084000004"))[:4]
        command = bytes.fromhex(head) + bytes([len(data) + 4]) + data
        return self.send(command + des.retail_mac(desk.card_key("maintenance", number), challenge + bytes(4), command))

    def close(self):
        self.pcsc.SCardDisconnect(ctypes.c_long(self.card.value), ctypes.c_ulong(0))
        self.pcsc.SCardReleaseContext(self.context)


def judged(lib, cards):
    """A card that is out of date, one that the office has blocked, a PSAM without the card's keys"""
    number = cards.numbers[OTHER_PURSE]
    hand = Handle(lib, cards.port(OTHER_PURSE, psam=OTHER_PSAM))
    office = Raw(cards.readers[OTHER_PURSE])
    office.send(bytes.fromhex("00A4040009A00000000386980701"))
    file = office.send(bytes.fromhex("00B095001E"))[:30]
    ended = file[:24] + bytes.fromhex("20260102") + file[28:]
    check(office.protected(number, "04D69500", ended) == b"\x90\x00", "its last day was 2026-01-02")
    hand.psam_verify(0, PIN)
    check(hand.buy(number, 1)[0] == -13 and hand.lock(number)[0] == -13 and hand.load(number, 1)[0] == -13 and hand.status().expired == 1, "nothing is sold with it: -13", hand.buy(number, 1)[0])
    check(office.protected(number, "04D69500", file) == b"\x90\x00" and hand.buy(number, 1)[0] == 0, "and with a new day it is")
    chip = "2026112200000302"
    for version in (2, 3):
        hand.centre.body = desk.key_body(chip, 0x22, version, desk.root("purchase"))
        hand.psam_set_key(1, 0x22, version, hand.centre.body.hex().encode())
    check(hand.buy(number, 1)[0] == -14, "the PSAM has newer keys only than the card: -14", hex(hand.last_sw()))
    check(office.protected(number, "841E0000") == b"\x90\x00", "the office blocks it")
    check(hand.buy(number, 1)[0] == -12 and hand.load(number, 1)[0] == -12 and hand.status().blocked == 1, "-12, and its status says so", hand.buy(number, 1)[0])
    office.close(), hand.close()


def other_issuers(lib, cards):
    """A purse card of another issuer: its PIN is packed, and the port says so"""
    number, port = cards.numbers[OTHER_ISSUERS], cards.port(OTHER_ISSUERS, psam=PSAM)
    check(lib.kw_open(port + b";profile=none_such", 0) == -18, "a profile that is none: -18")
    ours = Handle(lib, port)
    check(ours.psam_verify(0, PIN) == -7 and ours.last_sw() == 0x63C2, "six ASCII digits are another PIN to it: -7", hex(ours.last_sw()))
    ours.close()
    hand = Handle(lib, port + b";profile=pin_bcd;profile=one_3D_key")
    check(hand.psam_verify(0, PIN) == 0, "packed they are the right one", hex(hand.last_sw()))
    done, trade = hand.load(number, 2500)
    check(done == 0 and trade.bal_after == 12500, "and the centre loads it", (done, trade.bal_after))
    hand.close()


def one_3d_key(lib, cards):
    """A purse card that knows one key 3D: what unloads it also frees it"""
    number, port = cards.numbers[ONE_KEY], cards.port(ONE_KEY, psam=PSAM, isam=LOAD_SAM)
    plain = Handle(lib, port, auth=False)
    check(plain.lock(number)[0] == 0, "a pump locks it")
    check(plain.release(number, 0)[0] < 0 and plain.status().grey == 1, "asked as one of ours it has no such key, and stays locked", hex(plain.last_sw()))
    plain.close()
    sam = Handle(lib, port + b";profile=one_3D_key", auth=False)
    check(sam.release(number, 250)[0] == -7 and sam.status().grey == 1, "its one key wants the holder's PIN: -7")
    check(sam.psam_verify(0, PIN) == 0, "he types it")
    done, trade = sam.release(number, 250)
    check(done == 0 and trade.tt == 0x96 and sam.status().grey == 0 and sam.status().balance == 9750, "the load SAM frees it with its unload key, 2.50 arbitrated", (done, hex(sam.last_sw())))
    check(sam.lock(number)[0] == 0, "once more")
    cards.say(f"tear {ONE_KEY} 6 after")
    torn = sam.release(number, 100)[0]
    cards.say(f"put {ONE_KEY}")
    done = sam.release(number, 100)[0] if torn == -16 else torn
    check(done in (0, 1) and sam.status().balance == 9650, "pulled while it is freed: done once", (torn, done, sam.status().balance))
    sam.close()
    ours = Handle(lib, cards.port(PURSE, psam=PSAM, isam=LOAD_SAM) + b";profile=one_3D_key", auth=False)
    check(ours.lock(cards.numbers[PURSE])[0] == 0, "a card of ours under a profile that is not its own")
    check(ours.release(cards.numbers[PURSE], 0)[0] < 0 and ours.status().grey == 1, "is not freed by the unload key", hex(ours.last_sw()))
    ours.close()
    right = Handle(lib, cards.port(PURSE, psam=PSAM, isam=LOAD_SAM), auth=False)
    check(right.release(cards.numbers[PURSE], 0)[0] == 0, "but by its own")
    right.close()


def kept(lib):
    """What is on a card outlives the program that plays it"""
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        for balance in (10000, 9999):
            script = f"""
import sys; sys.path.insert(0, {str(ROOT / 'tests/library')!r})
import os
from cards import Cards, load_library
cards = Cards("purse_card", "psam", state={folder!r})
os.environ["PCSCLITE_CSOCK_NAME"] = cards.socket
import with_python
hand = with_python.Handle(load_library(), cards.port(0, psam=1))
seen = hand.status().balance
done = hand.buy(cards.numbers[0], 1)[0]
cards.end()
print(seen, done)
"""
            said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
            check(said.stdout.strip() == f"{balance} 0", f"{balance} fen on it", said.stdout + said.stderr)
    refused = subprocess.run([os.environ.get("KWOTA", str(ROOT / "build/release/apps/kwota")), "card", "run", "--product", "bank_card"], capture_output=True, text=True)
    check(refused.returncode == 1 and "purse_card" in refused.stderr and "blank" in refused.stderr, "a product that is not played is refused, and the others are named", refused.stderr)


def main():
    begin = time.time()
    cards = Cards("purse_card", "psam", "isam", "tool_card", "blank", "purse_card", "psam", "load_sam", "purse_card_pin_bcd", "purse_card_one_3D_key")
    os.environ["PCSCLITE_CSOCK_NAME"] = cards.socket  # before the library is loaded: read once a process
    lib = load_library()
    check(cards.lines[0].startswith("SIMULATED CARDS. TEST KEY SET"), "the cards say what they are", cards.lines[0])
    try:
        for story in (border, looking, loading, other_issuers, one_3d_key, by_load_sam, spending, keys_and_tools, another_program, in_a_child, threads, no_secrets, exchanged, torn, judged):
            print(f"-- {story.__doc__}")
            story(lib, cards)
    finally:
        cards.end()
    print(f"-- {kept.__doc__}")
    kept(lib)
    print(f"{passed} passed, {failed} failed in {time.time() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
