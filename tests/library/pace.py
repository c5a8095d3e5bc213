#!/usr/bin/env python3
"""The library's pace beside bare SCardTransmit, in turns in one run: at least 0.9 of it. KWOTA and KWOTA_READER_LIBRARY as in library.py; PURCHASES in all (2000)."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from cards import LIBRARY, ROOT, Cards

WANTED, A_TURN = 0.9, 5
TURNS = int(os.environ.get("PURCHASES", "2000")) // A_TURN
HERE = pathlib.Path(__file__).resolve().parent

flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libpcsclite"], capture_output=True, text=True, check=True).stdout.split()
with tempfile.TemporaryDirectory() as folder:
    program = pathlib.Path(folder) / "pace"
    subprocess.run(["gcc", "-O2", f"-I{ROOT / 'include'}", HERE / "pace.c", "-o", program, LIBRARY, *flags], check=True)
    cards = Cards("purse_card", "psam")
    try:
        env = dict(os.environ, PCSCLITE_CSOCK_NAME=cards.socket, LD_LIBRARY_PATH=str(pathlib.Path(LIBRARY).parent))
        said = subprocess.run([program, *cards.readers, cards.numbers[0], str(A_TURN), str(TURNS)], env=env, capture_output=True, text=True)
    finally:
        cards.end()
print(said.stdout + said.stderr, end="")
ratio = re.search(r"ratio +([0-9.]+)", said.stdout)
good = said.returncode == 0 and ratio and float(ratio[1]) >= WANTED
print(f"library / bare SCardTransmit: {ratio[1] if ratio else '?'}, at least {WANTED}: {'ok' if good else 'TOO SLOW'}")
sys.exit(0 if good else 1)
