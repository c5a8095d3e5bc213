#!/usr/bin/env python3
"""tests/key_list.py --seed HEX [--utility HEX --province HEX --county HEX] [--serial HEX …]: every key that a test run used.

For tests only, which hold enough shares to open a backup: recomputes the whole tree below a seed with the openssl command (3DES), apart from the
product's own code, and prints `NAME HEX` lines for tests/leak_scan.py: seed, roots, keys of utility, province, county and cards, folded TAC keys."""
import argparse
import re
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def encrypt(key, blocks):
    command = ["openssl", "enc", "-des-ede", "-nopad", "-K", key.hex()]
    return subprocess.run(command, input=blocks, capture_output=True, check=True).stdout


def diversify(key, factor):
    return encrypt(key, factor + bytes(255 - b for b in factor))


def purposes():
    """Numbers of the purposes whose roots come from the seed, read from the list in the source: it is append-only."""
    text = (ROOT / "src/seal/vault/purpose.h").read_text()
    body = re.search(r"enum class Purpose[^{]*\{(.*?)\n\};", text, re.DOTALL)[1]
    names = re.findall(r"^\s*([a-z]\w*),", body, re.MULTILINE)
    apart = {"card_transport", "root_signature", "seed", "vault_transport", "backup", "sts_vending", "server_ed25519", "server_rsa", "utility_identity"}
    return [(number, name) for number, name in enumerate(names) if name not in apart]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    of_bytes = bytes.fromhex
    parser.add_argument("--seed", type=of_bytes, required=True)
    for level in ("utility", "province", "county"):
        parser.add_argument(f"--{level}", type=of_bytes)
    parser.add_argument("--serial", type=of_bytes, action="append", default=[], help="eight bytes of a card or PSAM")
    options = parser.parse_args()
    seed = options.seed
    print(f"seed {seed.hex().upper()}")
    for number, name in purposes():
        key, path = diversify(seed, b"KW" + bytes(5) + bytes([number])), f"{name}"
        print(f"{path}/root {key.hex().upper()}")
        for level in ("utility", "province", "county"):
            if (factor := getattr(options, level)) is None:
                break
            key, path = diversify(key, factor), f"{path}/{level}"
            print(f"{path} {key.hex().upper()}")
        for serial in options.serial:
            card = diversify(key, serial)
            print(f"{path}/{serial.hex()} {card.hex().upper()}")
            if name in ("tac", "pin_reload", "maintenance"):
                print(f"{path}/{serial.hex()}/folded {bytes(a ^ b for a, b in zip(card[:8], card[8:])).hex().upper()}")


if __name__ == "__main__":
    main()
