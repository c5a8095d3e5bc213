#!/usr/bin/env python3
"""Reads a purse card: its number, its balance and its last moves.   python3 purse.py "READER"
Virtual cards to try it with: kwota card run --product purse_card"""
import ctypes
import os
import sys

u32, char = ctypes.c_uint32, ctypes.c_char


class Status(ctypes.Structure):
    _pack_ = 1
    _fields_ = [(name, u32) for name in ("cb", "family", "grey", "blocked", "pin_tries", "expired", "online_seq", "offline_seq", "balance")] + [("asn", char * 21)]


class Record(ctypes.Structure):
    _pack_ = 1
    _fields_ = [(name, u32) for name in ("cb", "seq", "overdraft", "amount", "tt")] + [("tid", char * 13), ("datetime", char * 15)]


library = ctypes.CDLL(os.environ.get("KWOTA_READER_LIBRARY", "libkwotareader.so.1"))
library.kw_strerror.restype = ctypes.c_char_p


def must(code):
    if code < 0:
        sys.exit(f"{code} {library.kw_strerror(code, b'en').decode()}")
    return code


handle = must(library.kw_open(f"pcsc:{sys.argv[1]}".encode(), 0))
status = Status(cb=ctypes.sizeof(Status))
must(library.kw_card_status(handle, ctypes.byref(status)))
print(f"card     {status.asn.decode()}\nbalance  {status.balance / 100:.2f}{'   locked by a pump' if status.grey == 1 else ''}")
records, count = (Record * 10)(), ctypes.c_int()
records[0].cb = ctypes.sizeof(Record)
must(library.kw_card_records(handle, ctypes.byref(records), 10, ctypes.byref(count)))
for record in records[:count.value]:
    print(f"{record.datetime.decode()}  type {record.tt:02X}  {record.amount / 100:10.2f}  terminal {record.tid.decode()}")
must(library.kw_close(handle))
