"""A centre that answers the library's callback under the published test keys: what an integrator writes against his own HSM."""
import hashlib

import des

PURPOSES = {5: "load", 13: "online_release"}


def root(purpose):
    return hashlib.sha256(b"KWOTA TEST KEY, WORTHLESS: " + purpose.encode()).digest()[:16]


def card_key(purpose, number):
    """`number`: hexadecimal digits, of which the sixteen on the right count."""
    return des.diversify(root(purpose), bytes.fromhex(number)[-8:])


def be(value, size):
    return value.to_bytes(size, "big")


def debit_tac(trade):
    """TAC of purchase and debit: amount, type, terminal, its number, date and time."""
    return be(trade.amount, 4) + be(trade.tt, 1) + bytes.fromhex(trade.tid.decode()) + be(trade.term_seq, 4) + bytes.fromhex(trade.datetime.decode())


def tac(number, message):
    return des.mac(des.fold(card_key("tac", number)), message).hex().upper()


class Centre:
    """`wrong` turns one bit of what it seals, `refuses` is what it answers instead."""

    def __init__(self, moment="20260822093000"):
        self.moment, self.wrong, self.refuses, self.asked, self.proven = moment, False, 0, 0, 0
        self.frame = b""
        self.body = b""

    def __call__(self, _user, request, answer):
        asked = request.contents
        if asked.phase == 2:
            return self.judge(asked)
        self.asked += 1
        if self.refuses:
            return self.refuses
        sealed = {4: self.key, 5: self.money, 8: self.tool, 13: self.money}[asked.op](asked)
        if sealed is None:
            return -8
        if self.wrong:
            sealed = bytes([sealed[0] ^ 1]) + sealed[1:]
        answer.contents.mac2 = sealed.hex().upper().encode()
        answer.contents.datetime = self.moment.encode()
        return 0

    def session(self, asked):
        number = asked.asn.decode()
        self.random = bytes.fromhex(asked.rnd.decode()) if asked.phase == 1 else self.random
        return des.encrypt(card_key(PURPOSES[asked.op], number), self.random + be(asked.on_seq, 2) + b"\x80\x00")

    def money(self, asked):
        session, tid = self.session(asked), bytes.fromhex(asked.tid.decode())
        before = be(asked.bal, 4) + (be(asked.off_seq, 2) if asked.op == 13 else be(asked.amount, 4))
        if des.mac(session, before + be(asked.tt, 1) + tid).hex().upper() != asked.mac1.decode():
            return None
        return des.mac(session, be(asked.amount, 4) + be(asked.tt, 1) + tid + bytes.fromhex(self.moment))

    def judge(self, asked):
        order = be(asked.amount, 4) + be(asked.tt, 1) + bytes.fromhex(asked.tid.decode()) + bytes.fromhex(self.moment)
        if asked.op == 5:
            right = tac(asked.asn.decode(), be(asked.bal, 4) + be(asked.on_seq, 2) + order)
        else:
            right = des.mac(self.session(asked), be(asked.bal, 4) + be(asked.off_seq, 2) + be(asked.on_seq, 2) + order).hex().upper()
        good = right == asked.tac.decode()
        self.proven += good
        return 0 if good else -8

    def tool(self, asked):
        """`frame` is what the order is made of: the centre knows it, the library only has the card's random number."""
        command = bytes.fromhex("04D68100") + bytes([len(self.frame) + 4]) + self.frame
        return des.retail_mac(card_key("maintenance", asked.asn.decode()), bytes.fromhex(asked.rnd.decode()) + bytes(4), command)

    def key(self, asked):
        command = bytes.fromhex("84D400001C") + self.body
        return des.retail_mac(card_key("card_master", asked.asn.decode()), bytes.fromhex(asked.rnd.decode()) + bytes(4), command)


def key_body(chip, usage, version, key):
    """ENC under the master of the PSAM: length, usage, version, algorithm, key."""
    record = bytes([0x13, usage, version, 0]) + key + b"\x80\x00\x00\x00"
    master = card_key("card_master", chip)
    return b"".join(des.encrypt(master, record[i:i + 8]) for i in range(0, 24, 8))


def tool_frame(kind, data):
    inside = bytes([kind]) + be(len(data), 2) + data
    return b"\x68" + inside + bytes([sum(inside) & 0xFF]) + b"\x16"
