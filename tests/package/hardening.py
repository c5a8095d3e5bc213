#!/usr/bin/env python3
"""What the program that is given away is built with, read off its ELF. KWOTA names another program than build/release/apps/kwota."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("KWOTA", str(ROOT / "build/release/apps/kwota"))
failed = 0


def read(*flags):
    return subprocess.run(["readelf", "--wide", *flags, PROGRAM], capture_output=True, text=True, check=True).stdout


def check(ok, what):
    global failed
    failed += not ok
    print(f"{'ok    ' if ok else 'FAILED'} {what}")


header, segments, dynamic, symbols = read("-h"), read("-l"), read("-d"), read("--dyn-syms")
check("DYN" in header, "position-independent (PIE): its addresses are other ones at each start")
check("GNU_RELRO" in segments, "tables of the linker are read-only once it has done its work")
check(re.search(r"FLAGS.*(BIND_NOW|NOW)", dynamic), "all of them are bound at the start (full RELRO)")
stack = next((line for line in segments.splitlines() if "GNU_STACK" in line), "")
check(stack and "RWE" not in stack, "nothing on the stack is run")
check("__stack_chk_fail" in symbols, "functions with buffers look after their stack (stack protector)")
check(re.search(r"__\w+_chk\b", symbols.replace("__stack_chk_fail", "")), "calls of the C library know the room that they have (_FORTIFY_SOURCE)")
check("RPATH" not in dynamic and "RUNPATH" not in dynamic, "libraries come from the system's own folders")
if "X86-64" in header:
    # The whole program would have the mark in its notes only if every library of the system that was linked in had it.
    marks = pathlib.Path(PROGRAM).read_bytes().count(b"\xf3\x0f\x1e\xfa")
    check(marks > 5000, f"jumps land only where they may: {marks} marked places (-fcf-protection)")
sys.exit(1 if failed else 0)
