"""A backup of the key office opened outside of the program, as docs/keys.md describes it: shares by Shamir's scheme over GF(256), keys
by RFC 5649 under the wrapping half of the backup key, with the openssl command. For tests, which hold enough shares."""
import hashlib
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SUITE_DES = 1


def purpose_number(name):
    """From the list in the source, which is append-only."""
    body = re.search(r"enum class Purpose[^{]*\{(.*?)\n\};", (ROOT / "src/seal/vault/purpose.h").read_text(), re.DOTALL)[1]
    return re.findall(r"^\s*([a-z]\w*),", body, re.MULTILINE).index(name)


def times(a, b):
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def inverse(a):
    result = 1
    for _ in range(254):
        result = times(result, a)
    return result


def joined(texts):
    """`KS1-index-needed-mark and value-check` of enough officers."""
    shares = []
    for text in texts:
        groups = text.split("-")
        shares.append((int(groups[1]), bytes.fromhex("".join(groups[3:-1]))[4:]))
    secret = bytes(len(shares[0][1]))
    for index, value in shares:
        weight = 1
        for other, _ in shares:
            if other != index:
                weight = times(weight, times(other, inverse(other ^ index)))
        secret = bytes(a ^ times(weight, b) for a, b in zip(secret, value))
    return secret


def decrypt_block(key, block):
    return subprocess.run(["openssl", "enc", "-d", "-aes-256-ecb", "-nopad", "-K", key.hex()], input=block, capture_output=True, check=True).stdout


def unwrapped(key, wrapped):
    """RFC 5649, more than one block."""
    register, blocks = wrapped[:8], [wrapped[at : at + 8] for at in range(8, len(wrapped), 8)]
    for step in range(6 * len(blocks), 0, -1):
        at = (step - 1) % len(blocks)
        counted = (int.from_bytes(register, "big") ^ step).to_bytes(8, "big")
        opened = decrypt_block(key, counted + blocks[at])
        register, blocks[at] = opened[:8], opened[8:]
    if register[:4] != bytes.fromhex("A65959A6"):
        raise ValueError("these shares do not open it")
    return b"".join(blocks)[: int.from_bytes(register[4:], "big")]


def entries(backup):
    """(suite, purpose, version, wrapped) of a file: 01 K B mark4 count2, then suite1 purpose2 version1 check3 length2 wrapped …, CMAC16."""
    count, at = int.from_bytes(backup[7:9], "big"), 9
    for _ in range(count):
        suite, purpose, version = backup[at], int.from_bytes(backup[at + 1 : at + 3], "big"), backup[at + 3]
        length = int.from_bytes(backup[at + 7 : at + 9], "big")
        yield suite, purpose, version, backup[at + 9 : at + 9 + length]
        at += 9 + length


def seeds(backup, texts):
    """Each seed of the file, by its shares."""
    key = hashlib.sha256(b"kwota backup wrap" + joined(texts)).digest()
    return [unwrapped(key, wrapped[:24]) for suite, purpose, _, wrapped in entries(backup) if (suite, purpose) == (SUITE_DES, purpose_number("seed"))]
