"""DES from FIPS 46-3, two-key triple DES and the card MACs of cards.md 1, with Python alone: a second opinion on what the library's callback seals."""
IP = [58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48, 40, 32, 24, 16, 8,
      57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3, 61, 53, 45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31, 23, 15, 7]
FP = [IP.index(i + 1) + 1 for i in range(64)]
E = [32, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17, 16, 17, 18, 19, 20, 21, 20, 21, 22, 23, 24, 25, 24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1]
P = [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25]
PC1 = [57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
       63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4]
PC2 = [14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32]
SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]
S = [
    "E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D", "F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9",
    "A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C", "7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E",
    "2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453", "C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D",
    "4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF680592" "6BD814A7950FE23C", "D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B",
]


def _pick(value, size, table):
    out = 0
    for place in table:
        out = out << 1 | value >> (size - place) & 1
    return out


def _round_keys(key):
    both = _pick(int.from_bytes(key, "big"), 64, PC1)
    left, right, keys = both >> 28, both & 0xFFFFFFF, []
    for shift in SHIFTS:
        left = (left << shift | left >> (28 - shift)) & 0xFFFFFFF
        right = (right << shift | right >> (28 - shift)) & 0xFFFFFFF
        keys.append(_pick(left << 28 | right, 56, PC2))
    return keys


def _feistel(half, key):
    mixed, out = _pick(half, 32, E) ^ key, 0
    for box in range(8):
        six = mixed >> (42 - 6 * box) & 0x3F
        row, column = (six >> 4 & 2) | (six & 1), six >> 1 & 0xF
        out = out << 4 | int(S[box][16 * row + column], 16)
    return _pick(out, 32, P)


def _des(key, block, back=False):
    keys = _round_keys(key)
    value = _pick(int.from_bytes(block, "big"), 64, IP)
    left, right = value >> 32, value & 0xFFFFFFFF
    for one in reversed(keys) if back else keys:
        left, right = right, left ^ _feistel(right, one)
    return _pick(right << 32 | left, 64, FP).to_bytes(8, "big")


def encrypt(key, block):
    """E(K, x): single DES under 8 bytes, EDE under 16."""
    if len(key) == 8:
        return _des(key, block)
    return _des(key[:8], _des(key[8:], _des(key[:8], block), back=True))


def diversify(key, factor):
    return encrypt(key, factor) + encrypt(key, bytes(255 - byte for byte in factor))


def fold(key):
    return bytes(a ^ b for a, b in zip(key[:8], key[8:]))


def _blocks(message):
    message += b"\x80"
    message += bytes(-len(message) % 8)
    return [message[i:i + 8] for i in range(0, len(message), 8)]


def mac(key8, message, start=bytes(8)):
    for block in _blocks(message):
        start = _des(key8, bytes(a ^ b for a, b in zip(start, block)))
    return start[:4]


def retail_mac(key16, start, message):
    """ISO 9797-1 algorithm 3."""
    for block in _blocks(message):
        start = _des(key16[:8], bytes(a ^ b for a, b in zip(start, block)))
    return _des(key16[:8], _des(key16[8:], start, back=True))[:4]


if __name__ == "__main__":  # cards.md 11: load of a real card
    session = encrypt(bytes.fromhex("3F01" * 8), bytes.fromhex("06B825D700178000"))
    assert mac(session, bytes.fromhex("0000001A0000000102112233445566")).hex() == "684c81ce"
    assert diversify(bytes.fromhex("00112233445566778899AABBCCDDEEFF"), bytes.fromhex("1122334455667788")).hex() == "496bd7a3513644533100b54e71196528"
    print("ok")
