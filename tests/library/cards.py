"""Virtual cards of `kwota card run`, and the library through ctypes: the header written once more, by hand, as another maker would."""
import ctypes
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KWOTA = os.environ.get("KWOTA", str(ROOT / "build/release/apps/kwota"))
LIBRARY = os.environ.get("KWOTA_READER_LIBRARY", str(pathlib.Path(KWOTA).parent / "libkwotareader.so.1"))
u32, char = ctypes.c_uint32, ctypes.c_char


def structure(name, numbers, texts):
    fields = [(number, u32) for number in ["cb", *numbers.split()]] + texts
    return type(name, (ctypes.Structure,), {"_pack_": 1, "_fields_": fields})


Trade = structure("kw_trade", "tt seq bal_before bal_after amount term_seq", [("tid", char * 13), ("datetime", char * 15), ("mac", char * 9), ("tac", char * 9)])
Status = structure("kw_status", "family grey blocked pin_tries expired online_seq offline_seq balance", [("asn", char * 21)])
Record = structure("kw_record", "seq overdraft amount tt", [("tid", char * 13), ("datetime", char * 15)])
LockProof = structure("kw_lockproof", "state tt purse balance seq", [("tid", char * 13), ("datetime", char * 15), ("x", char * 9), ("y", char * 9)])
CardInfo = structure("kw_cardinfo", "app_type app_version card_type areas",
                     [("asn", char * 21), ("issuer", char * 17), ("valid_from", char * 9), ("valid_to", char * 9), ("holder", char * 64), ("id_no", char * 33), ("area", (char * 9) * 4)])
AuthRequest = structure("kw_authreq", "op phase bal on_seq off_seq amount ver alg tt", [("asn", char * 21), ("rnd", char * 9), ("mac1", char * 9), ("tid", char * 13), ("tac", char * 9)])
AuthAnswer = structure("kw_authres", "", [("datetime", char * 15), ("mac2", char * 9)])
AUTH = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(AuthRequest), ctypes.POINTER(AuthAnswer))
TRACE = ctypes.CFUNCTYPE(None, ctypes.c_char_p)


def filled(kind, cb=None):
    made = kind()
    made.cb = ctypes.sizeof(kind) if cb is None else cb
    return made


class Cards:
    """The readers, by the order of the products; what lies on them is obeyed by lines."""

    def __init__(self, *products, state=None):
        words = [KWOTA, "card", "run"] + [word for product in products for word in ("--product", product)] + (["--state", str(state)] if state else [])
        self.program = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.readers, self.numbers, self.lines, self.socket = [], [], [], None
        for line in self.program.stdout:
            self.lines.append(line)
            if line.startswith("card "):
                self.readers.append(line.split("  reader ")[1].strip())
                self.numbers.append(line.split("  ")[2].split()[1])
            if line.startswith("PCSCLITE_CSOCK_NAME="):
                self.socket = line.split("=", 1)[1].strip()
                break
        if self.socket is None:
            raise RuntimeError(f"no cards: {self.lines}")

    def say(self, line):
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        answer = self.program.stdout.readline().strip()
        if answer != "ok":
            raise RuntimeError(f"{line}: {answer}")

    def port(self, card, psam=None, isam=None):
        text = f"pcsc:{self.readers[card]}"
        text += f";psam=pcsc:{self.readers[psam]}" if psam is not None else ""
        return (text + (f";isam=pcsc:{self.readers[isam]}" if isam is not None else "")).encode()

    def end(self):
        self.program.terminate()
        self.program.wait(20)


def load_library():
    library = ctypes.CDLL(LIBRARY)
    library.kw_strerror.restype = ctypes.c_char_p
    library.kw_set_auth.argtypes = [ctypes.c_int, AUTH, ctypes.c_void_p]
    for name in ("kw_load", "kw_deduct", "kw_undeduct", "kw_release_lock"):
        getattr(library, name).restype = ctypes.c_int
    return library
