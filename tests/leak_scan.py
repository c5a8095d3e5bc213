#!/usr/bin/env python3
"""tests/leak_scan.py --keys FILE PATH…: looks for keys in everything that a test run has written.

FILE names one key a line, `NAME HEX`, lines with # are comments; the tests write it, the product never does. PATHs are files or folders: books,
write-ahead logs, tokens, captured output, core files. Each key is looked for as bytes (also with every four turned round, as a program that
reads words may print them), as hexadecimal in upper and lower case with and without blanks, and as base64 at each of its three offsets.
Single-DES halves of 16-byte keys are looked for too. Exit status: 0 nothing found, 1 a key was found, 2 wrong use. A key's value is never printed."""
import argparse
import base64
import os
import pathlib
import re
import sys

CHUNK = 1 << 22
BEGIN = 8  # no form of a key is shorter


def stop(why):
    print(why, file=sys.stderr)
    sys.exit(2)


def forms(value):
    """Every way in which these bytes may have been written down."""
    yield "bytes", value
    yield "words turned round", b"".join(value[i : i + 4][::-1] for i in range(0, len(value), 4))
    upper = value.hex().upper().encode()
    yield "hexadecimal", upper
    yield "hexadecimal, lower case", upper.lower()
    pairs = [upper[i : i + 2] for i in range(0, len(upper), 2)]
    for between in (b" ", b":"):
        yield "hexadecimal in pairs", between.join(pairs)
        yield "hexadecimal in pairs, lower case", between.join(pairs).lower()
    for offset in range(3):
        # The characters that depend on neighbours are left out.
        text = base64.b64encode(bytes(offset) + value)
        start, end = (offset * 8 + 5) // 6, ((offset + len(value)) * 8) // 6
        yield "base64", text[start:end]
        yield "base64 for addresses", text[start:end].replace(b"+", b"-").replace(b"/", b"_")


def read_keys(file):
    keys = {}
    for number, line in enumerate(pathlib.Path(file).read_text().splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        match = re.fullmatch(r"(\S+)\s+([0-9A-Fa-f]{16,})", line)
        if not match or len(match[2]) % 2:
            stop(f"{file}:{number}: expected NAME HEX with at least eight bytes")
        value = bytes.fromhex(match[2])
        keys.setdefault(value, match[1])
        if len(value) == 16:
            for half, name in ((value[:8], "left"), (value[8:], "right")):
                keys.setdefault(half, f"{match[1]} ({name} half)")
    return keys


def patterns(keys):
    found = {}
    for value, name in keys.items():
        for form, text in forms(value):
            found.setdefault(text, (name, form))
    return found


def files_in(paths):
    for path in map(pathlib.Path, paths):
        if not path.exists():
            stop(f"{path}: there is no such file or folder")
        if path.is_file():
            yield path
        for folder, _, names in os.walk(path):
            for name in names:
                one = pathlib.Path(folder) / name
                if one.is_file() and not one.is_symlink():
                    yield one


def finds(file, wanted, longest):
    """(offset, name, form) of each occurrence. Every eight bytes are looked up: the time does not depend on how many keys there are."""
    begins = wanted["begins"]
    with open(file, "rb") as stream:
        at, tail = 0, b""
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            for place in range(len(text) - BEGIN + 1):
                for one in begins.get(text[place : place + BEGIN], ()):
                    if text.startswith(one, place):
                        yield at - len(tail) + place, *wanted["names"][one]
            at += len(chunk)
            tail = text[-(longest - 1) :]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keys", required=True, metavar="FILE")
    parser.add_argument("--quiet", action="store_true", help="say nothing when nothing was found")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    options = parser.parse_args()
    keys = read_keys(options.keys)
    if not keys:
        stop(f"{options.keys}: no keys to look for")
    names = patterns(keys)
    longest = max(map(len, names))
    begins = {}
    for one in names:
        begins.setdefault(one[:BEGIN], []).append(one)
    wanted = {"names": names, "begins": begins}
    own = pathlib.Path(options.keys).resolve()
    looked_at = size = leaks = 0
    for file in files_in(options.paths):
        if file.resolve() == own:
            continue
        try:
            seen = set()
            for offset, name, form in finds(file, wanted, longest):
                if (name, form) not in seen:
                    seen.add((name, form))
                    leaks += 1
                    print(f"LEAK {file} at {offset}: {name} as {form}")
            looked_at += 1
            size += file.stat().st_size
        except OSError as error:
            stop(f"{file}: {error.strerror}")
    if leaks or not options.quiet:
        print(f"{len(keys)} keys and halves in {len(names)} forms, {looked_at} files, {size} bytes: {leaks or 'no'} leaks")
    sys.exit(1 if leaks else 0)


if __name__ == "__main__":
    main()
