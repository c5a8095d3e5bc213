"""What stands between a head-end and meters in the field: a meter's module whose network may fail, and a concentrator (Q/GDW 376.1) before
a meter on a wire. Written from the protocol's text alone; nothing of it is Kwota's."""
import pathlib
import re
import socket
import subprocess
import threading

from house import KWOTA


def address_of(text):
    host, port = text.removeprefix("tcp://").rsplit(":", 1)
    return host, int(port)


class Meter:
    """kwota meter run, which keeps its memories in a folder of its own; `how` says where it is reached, or whom it dials."""

    def __init__(self, folder, number, *how):
        self.process = subprocess.Popen([KWOTA, "meter", "run", "--number", number, "--zone", "Asia/Shanghai", "--state", str(pathlib.Path(folder) / number), *how],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        first = self.process.stdout.readline()
        found = re.search(r"tcp://\S+", first)
        self.where = found[0] if found else ""
        if not first.startswith("Meter"):
            raise RuntimeError("the meter did not start: " + first + self.process.stdout.read())
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


class Network:
    """Between a module that dials and the head-end. It may hang up in the middle of a conversation: when so many questions have come down."""

    def __init__(self, head_end):
        self.head_end, self.hangs_up_at, self.hung_up, self.called = address_of(head_end), None, threading.Event(), threading.Event()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self.take_calls, daemon=True).start()

    def hang_up_at(self, question):
        self.hung_up.clear()
        self.hangs_up_at = question

    def take_calls(self):
        while True:
            try:
                module, _ = self.door.accept()
            except OSError:
                return
            head_end = socket.create_connection(self.head_end)
            for source, to, down in ((module, head_end, False), (head_end, module, True)):
                threading.Thread(target=self.pump, args=(source, to, down), daemon=True).start()
            self.called.set()

    def pump(self, source, to, down):
        try:
            while data := source.recv(4096):
                if down and self.hangs_up_at is not None:
                    self.hangs_up_at -= 1
                    if self.hangs_up_at == 0:
                        self.hangs_up_at = None
                        to.sendall(data)  # the meter hears the question, and nobody its answer
                        self.called.clear()
                        self.hung_up.set()
                        source.shutdown(socket.SHUT_RDWR)
                        break
                to.sendall(data)
        except OSError:
            pass
        for end in (source, to):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.door.close()


class Concentrator:
    """Logs in at the head-end and hands frames to the meter on its wire. While it is full it denies them."""

    def __init__(self, head_end, wire, region=0x1307, number=42):
        self.terminal = region.to_bytes(2, "little") + number.to_bytes(2, "little")
        self.full, self.denied, self.confirmed, self.handed = False, 0, threading.Event(), 0
        self.wire = socket.create_connection(address_of(wire))
        self.line = socket.create_connection(address_of(head_end))
        self.say(0xC9, 0x02, 0x70, bytes([0, 0, 1, 0]))  # AFN 02 F1: login
        threading.Thread(target=self.listen, daemon=True).start()

    def say(self, control, afn, sequence, data):
        inner = bytes([control]) + self.terminal + b"\0" + bytes([afn, sequence]) + data
        length = (len(inner) * 4 + 2).to_bytes(2, "little")
        self.line.sendall(b"\x68" + length + length + b"\x68" + inner + bytes([sum(inner) & 0xFF, 0x16]))

    def listen(self):
        heard = b""
        try:
            while data := self.line.recv(4096):
                heard += data
                while len(heard) >= 8:
                    size = int.from_bytes(heard[1:3], "little") // 4 + 8
                    if len(heard) < size:
                        break
                    self.hear(heard[6:size - 2])
                    heard = heard[size:]
        except OSError:
            pass

    def hear(self, inner):
        afn, sequence, data = inner[6], inner[7], inner[8:]
        if afn == 0x00:
            self.confirmed.set()
        if afn != 0x10:
            return
        number = 0x60 | sequence & 0x0F
        if self.full:
            self.denied += 1
            return self.say(0x80, 0x00, number, bytes([0, 0, 2, 0]))  # AFN 00 F2: denied
        size = int.from_bytes(data[8:10], "little")
        answer = self.ask_meter(data[10:10 + size])
        self.handed += 1
        self.say(0x88, 0x10, number, bytes([0, 0, 1, 0, data[4]]) + len(answer).to_bytes(2, "little") + answer)

    def ask_meter(self, frame):
        self.wire.sendall(frame)
        self.wire.settimeout(2)
        answer = b""
        try:
            while not self.whole(answer):
                answer += self.wire.recv(4096)
        except TimeoutError:
            pass
        return answer

    @staticmethod
    def whole(answer):
        frame = answer.lstrip(b"\xfe")
        return len(frame) >= 12 and len(frame) >= 12 + frame[9]

    def close(self):
        for end in (self.line, self.wire):
            end.close()
