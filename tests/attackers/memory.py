#!/usr/bin/env python3
"""Somebody who may read the memory of a program – its user's debugger, root, a stolen dump: every byte of /proc/PID/mem that can be read,
searched for what he is told to look for. Knows nothing of Kwota.
memory.py PID < lines of "name hexadecimal"; prints a JSON object: how many bytes were read, and the names that were found."""
import json
import sys

PIECE = 16 * 1024 * 1024
BLOCK = 16 * 1024


def regions(pid):
    """Readable mappings of the process, without those of devices."""
    for line in open(f"/proc/{pid}/maps"):
        words = line.split()
        if "r" in words[1] and (len(words) < 6 or not words[5].startswith(("/dev/", "[vvar", "[vsyscall"))):
            begin, end = (int(part, 16) for part in words[0].split("-"))
            yield begin, end


def written(piece, longest):
    """Without the blocks that nobody has written to: two thirds of a program's memory, in which every search would look for every value."""
    blocks = (piece[at:at + BLOCK] for at in range(0, len(piece), BLOCK))
    return b"".join(block if block.count(0) < len(block) else bytes(min(longest, len(block))) for block in blocks)


def search(pid, wanted):
    """What is there, also where it lies across two pieces."""
    longest, found, read = max(map(len, wanted.values())), set(), 0
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for begin, end in regions(pid):
            at, rest = begin, b""
            while at < end:
                try:
                    memory.seek(at)
                    piece = memory.read(min(PIECE, end - at))
                except (OSError, OverflowError, ValueError):
                    break  # given back meanwhile, or a page that nobody reads
                if not piece:
                    break
                read, at = read + len(piece), at + len(piece)
                here = rest + written(piece, longest)
                found |= {name for name, value in wanted.items() if name not in found and value in here}
                rest = here[-(longest - 1):]
    return {"bytes": read, "found": sorted(found)}


if __name__ == "__main__":
    told = dict(line.split() for line in sys.stdin if line.strip())
    print(json.dumps(search(int(sys.argv[1]), {name: bytes.fromhex(value) for name, value in told.items()})))
