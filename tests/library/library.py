#!/usr/bin/env python3
"""libkwotareader.so.1 as other makers meet it: its header in C89, C99 and C++, a C program of plain gcc, a Python script, and the examples, all against virtual
cards of `kwota card run`, and a second script beside a pump. KWOTA names another program than build/release/apps/kwota, KWOTA_READER_LIBRARY another library than the one
beside it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from cards import KWOTA, LIBRARY, ROOT, Cards

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = ROOT / "examples/reader_library"
failed = 0


def check(ok, what, seen=""):
    global failed
    failed += not ok
    print(f"{'ok    ' if ok else 'FAILED'} {what}" + ("" if ok else f"   seen: {seen}"), flush=True)


def gcc(words, compiler="gcc"):
    done = subprocess.run([compiler, "-Wall", "-Wextra", "-pedantic", "-Werror", f"-I{ROOT / 'include'}", *map(str, words)], capture_output=True, text=True)
    check(done.returncode == 0, f"{compiler} {' '.join(word for word in map(str, words) if word.startswith('-std')) or pathlib.Path(words[0]).name}", done.stderr)
    return done.returncode == 0


def header(folder):
    """Nothing but standard C in it, and the layout that the manual gives"""
    text = folder / "header.c"
    text.write_text('#include <kwota_reader.h>\nchar trade[sizeof(kw_trade) == 74 ? 1 : -1], status[sizeof(kw_status) == 57 ? 1 : -1], record[sizeof(kw_record) == 48 ? 1 : -1],\n'
                    'proof[sizeof(kw_lockproof) == 70 ? 1 : -1], info[sizeof(kw_cardinfo) == 209 ? 1 : -1], asked[sizeof(kw_authreq) == 101 ? 1 : -1], answer[sizeof(kw_authres) == 28 ? 1 : -1];\n')
    for standard in ("c89", "c99", "c17"):
        gcc([f"-std={standard}", "-c", text, "-o", folder / "header.o"])
    gcc(["-std=c++11", "-c", "-x", "c++", text, "-o", folder / "header.o"], "g++")


def installed(folder):
    """As it is given away: a program finds header and library where they were put"""
    build = pathlib.Path(LIBRARY).resolve().parent.parent
    done = subprocess.run(["cmake", "--install", str(build), "--prefix", str(folder / "usr"), "--component", "reader_library"], capture_output=True, text=True)
    found = [str(path.relative_to(folder / "usr")) for path in sorted((folder / "usr").rglob("*")) if not path.is_dir()]
    names = [pathlib.Path(path).name for path in found]
    check(done.returncode == 0 and names == ["kwota_reader.h", "libkwotareader.so", "libkwotareader.so.1", "libkwotareader.so.1.0.0"], "cmake --install: header and library, nothing else", found or done.stderr)
    where = next((folder / "usr").rglob("libkwotareader.so")).parent
    words = ["gcc", f"-I{folder / 'usr/include'}", f"-L{where}", EXAMPLES / "purse.c", "-o", folder / "installed", "-lkwotareader"]
    check(subprocess.run(list(map(str, words))).returncode == 0, "gcc purse.c -lkwotareader")


def run(words, env):
    return subprocess.run(list(map(str, words)), env=env, text=True, capture_output=True, timeout=300)


def foreign_programs(folder):
    cards = Cards("purse_card", "psam", "purse_card", "psam", "isam", "tool_card")
    try:
        env = dict(os.environ, PCSCLITE_CSOCK_NAME=cards.socket, LD_LIBRARY_PATH=str(pathlib.Path(LIBRARY).parent), KWOTA_READER_LIBRARY=LIBRARY)
        scriptor = subprocess.run(
            ["scriptor", "-r", cards.readers[0]], env=env, text=True, capture_output=True, input="00 A4 04 00 09 A0 00 00 00 03 86 98 07 01\n80 5C 00 02 04\n")
        check("00 00 27 10 90 00" in scriptor.stdout, "scriptor reads its balance", scriptor.stdout + scriptor.stderr)
        if gcc([EXAMPLES / "purse.c", "-o", folder / "purse", LIBRARY]):
            said = run([folder / "purse", cards.readers[0], cards.readers[1], "123456", "250"], env)
            check(said.returncode == 0 and "97.50" in said.stdout, "examples/reader_library/purse.c pays 2.50", said.stdout + said.stderr)
        said = run([sys.executable, EXAMPLES / "purse.py", cards.readers[0]], env)
        check(said.returncode == 0 and "97.50" in said.stdout, "examples/reader_library/purse.py reads it", said.stdout + said.stderr)
        said = run([KWOTA, "purse", "status", "--json", "--reader", cards.readers[0]], env)
        check(json.loads(said.stdout or "{}").items() >= {"number": cards.numbers[0], "state": "free", "balance": "97.50"}.items(), "kwota purse status says the same", said.stdout + said.stderr)
        said = run([KWOTA, "purse", "records", "--json", "--reader", cards.readers[0]], env)
        check([row["kind"] for row in json.loads(said.stdout or "[]")] == ["purchase", "load"], "kwota purse records: newest first", said.stdout + said.stderr)
        for slot, kind, code in ((1, "psam", "card_is_key_card"), (4, "isam", "card_is_key_card"), (5, "tool_card", "card_of_another_kind")):
            told = [run([KWOTA, "purse", verb, "--reader", cards.readers[slot]], env) for verb in ("status", "records")]
            check(all(one.returncode == 1 and one.stderr.startswith(f"{code}: ") for one in told), f"a {kind} of ours is called what it is, not foreign", [one.stderr for one in told])
        if gcc(["-std=gnu89", HERE / "with_c.c", f"-I{HERE}", "-o", folder / "with_c", LIBRARY, "-pthread"]):
            said = run([folder / "with_c", *cards.readers, cards.numbers[0], cards.numbers[2]], env)
            print(said.stdout, end="")
            check(said.returncode == 0, "the C program", said.stderr)
    finally:
        cards.end()


def main():
    with tempfile.TemporaryDirectory() as folder:
        header(pathlib.Path(folder))
        installed(pathlib.Path(folder))
        foreign_programs(pathlib.Path(folder))
    check(subprocess.run([sys.executable, HERE / "des.py"], stdout=subprocess.DEVNULL).returncode == 0, "the scripts' own DES gives what was captured from a card")
    check(subprocess.run([sys.executable, HERE / "with_python.py"]).returncode == 0, "the Python script")
    check(subprocess.run([sys.executable, HERE / "with_pump.py"]).returncode == 0, "the Python script with a pump")
    check(subprocess.run([sys.executable, HERE / "two_tills.py"]).returncode == 0, "two tills and one card")
    check(subprocess.run([sys.executable, HERE / "many_locks.py"]).returncode == 0, "one till and sixty-five locked cards")
    print(f"{'FAILED' if failed else 'passed'}")
    return 1 if failed else 0


sys.exit(main())
